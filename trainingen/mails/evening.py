"""Mail to who is on the list of an evening: what they signed up for, what changed, and that it is near."""

from django.utils.translation import gettext as _

from buurtpreventie.outbox.models import Soort
from trainingen.mails.facts import facts_of, one_line, page, queue_mail
from trainingen.models import Ingang, Inschrijving, InschrijvingStand


def moment_key(moment):
    """A moment as part of a key: each time that somebody signs up is told once."""
    return f"{moment:%Y%m%d%H%M%S%f}"


def mail_one(inschrijving, aan, *, sleutel, onderwerp, tekst, link, now, until, soort=Soort.BERICHT, **more):
    """Queue one mail to who is on the list; ``link`` opens the answer without sign-in."""
    sessie = inschrijving.sessie
    facts = facts_of(sessie, now) | more
    return queue_mail(
        sessie.gemeente,
        bron=inschrijving.bron,
        sleutel=sleutel,
        aan=aan,
        onderwerp=onderwerp % facts,
        tekst=tekst % facts,
        now=now,
        until=until,
        soort=soort,
        geheim={"link": link} if link else None,
    )


def mail_signed_up(inschrijving, aan, *, link, now):
    """On the list; or on the waiting list, with the turn."""
    if inschrijving.stand == InschrijvingStand.WACHTLIJST:
        return mail_waiting(inschrijving, aan, link=link, now=now)
    return mail_one(
        inschrijving,
        aan,
        sleutel=f"training_aangemeld:{inschrijving.pk}:{moment_key(inschrijving.sinds)}",
        onderwerp=_("U staat op de lijst: %(soort)s op %(dag)s"),
        tekst=_(
            "%(begin)s\n\n%(avond)s\n\n"
            "Kunt u toch niet? Dan kan iemand anders komen. Zeg het met 1 tik: {{link}}\n\n"
            "U vindt daar ook een knop om de avond in uw agenda te zetten."
        ),
        link=link,
        now=now,
        until=inschrijving.sessie.begin,
        begin=signed_up_by(inschrijving),
    )


def signed_up_by(inschrijving):
    """The first sentence, by who put this person on the list."""
    if inschrijving.ingang == Ingang.COORDINATOR:
        return _("Uw coördinator heeft u aangemeld. U staat op de lijst voor deze avond:")
    if inschrijving.ingang == Ingang.TRAINER:
        return _("De trainer heeft u aangemeld. U staat op de lijst voor deze avond:")
    return _("Wat fijn dat u komt. U staat op de lijst voor deze avond:")


def turn_of(inschrijving):
    """How many are before this person on the waiting list, and one."""
    waiting = Inschrijving.objects.waiting().filter(sessie=inschrijving.sessie)
    return list(waiting.values_list("pk", flat=True)).index(inschrijving.pk) + 1


def mail_waiting(inschrijving, aan, *, link, now):
    """Full, and the how-manieth one is."""
    return mail_one(
        inschrijving,
        aan,
        sleutel=f"training_aangemeld:{inschrijving.pk}:{moment_key(inschrijving.sinds)}",
        onderwerp=_("U staat op de wachtlijst: %(soort)s op %(dag)s"),
        tekst=_(
            "Deze avond is vol:\n\n%(avond)s\n\n"
            "U staat op plaats %(beurt)d van de wachtlijst. Komt er een plek vrij? Dan krijgt u die vanzelf, "
            "en u hoort het van ons.\n\nWilt u niet meer? Zeg het met 1 tik: {{link}}"
        ),
        link=link,
        now=now,
        until=inschrijving.sessie.begin,
        beurt=turn_of(inschrijving),
    )


def mail_place(inschrijving, aan, *, link, now):
    """Moved up from the waiting list."""
    return mail_one(
        inschrijving,
        aan,
        sleutel=f"training_plek:{inschrijving.pk}:{moment_key(inschrijving.sinds)}",
        onderwerp=_("Er is een plek voor u: %(soort)s op %(dag)s"),
        tekst=_(
            "U stond op de wachtlijst. Er is een plek vrij, en die is voor u:\n\n%(avond)s\n\n"
            "U staat nu op de lijst. U hoeft niets te doen.\n\n"
            "Kunt u toch niet? Dan kan iemand anders komen. Zeg het met 1 tik: {{link}}"
        ),
        link=link,
        now=now,
        until=inschrijving.sessie.begin,
    )


def mail_moved(inschrijving, aan, *, link, now):
    """Another time or place; each version is heard once."""
    return mail_one(
        inschrijving,
        aan,
        sleutel=f"training_verplaatst:{inschrijving.pk}:{inschrijving.sessie.versie}",
        onderwerp=_("Let op, veranderd: de %(soort)s is nu op %(dag)s"),
        tekst=_("Er is iets veranderd. Zo is het nu:\n\n%(avond)s\n\n%(stand)s"),
        link=link,
        now=now,
        until=inschrijving.sessie.einde,
        stand=where_one_stands(inschrijving),
    )


def where_one_stands(inschrijving):
    """What somebody has to do after a change."""
    if inschrijving.stand == InschrijvingStand.UITGENODIGD:
        return _("U bent uitgenodigd. Zeg of u komt. U hebt geen account nodig: {{link}}")
    if inschrijving.stand == InschrijvingStand.WACHTLIJST:
        return _("U staat nog op de wachtlijst. Kunt u dan niet? Zeg het met 1 tik: {{link}}")
    return _("U staat op de lijst. Kunt u dan niet? Zeg het met 1 tik: {{link}}")


def mail_cancelled(inschrijving, aan, *, link, now):
    """It does not go on, and why; there is nothing left to answer."""
    sessie = inschrijving.sessie
    zinnen = [_("U hoeft niets te doen.")]
    if reden := one_line(sessie.vervallen_reden):
        zinnen.insert(0, _("Reden: %(reden)s") % {"reden": reden})
    if inschrijving.gebruiker_id:
        zinnen.append(_("Bekijk andere avonden: %(link)s") % {"link": page("trainingen")})
    return mail_one(
        inschrijving,
        aan,
        sleutel=f"training_vervallen:{inschrijving.pk}",
        onderwerp=_("De %(soort)s op %(dag)s gaat niet door"),
        tekst=_("Deze avond gaat niet door:\n\n%(avond)s\n\n%(verder)s"),
        link=link,
        now=now,
        until=sessie.einde,
        verder="\n\n".join(zinnen),
    )


def mail_reminder(inschrijving, aan, stap, *, link, now):
    """A week and a day before; a new time or place is reminded of anew."""
    return mail_one(
        inschrijving,
        aan,
        sleutel=reminder_key(inschrijving, stap),
        onderwerp=_("Herinnering: %(soort)s op %(dag)s"),
        tekst=_(
            "U komt naar deze avond:\n\n%(avond)s\n\n"
            "Tot dan. Kunt u toch niet? Dan kan iemand anders komen. Zeg het met 1 tik: {{link}}"
        ),
        link=link,
        now=now,
        until=inschrijving.sessie.begin,
        soort=Soort.HERINNERING,
    )


def reminder_key(inschrijving, stap):
    """One reminder per step and version of the evening."""
    return f"training_herinnering:{inschrijving.pk}:{inschrijving.sessie.versie}:{stap}"
