"""Who hears about planned rounds: never at night, no reason asked, no name of a resident."""

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from buurtpreventie.accounts.models import Gebruiker, Uitnodiging
from buurtpreventie.outbox.actions import queue
from buurtpreventie.outbox.models import Soort
from buurtpreventie.ui.dates import weekday_in_words
from teams.clocks import daytime_from, local_date
from teams.models import Lidmaatschap
from teams.rondes.models import Deelname
from teams.rondes.moments import plan_in_words


def mailable(people):
    """Who of these people has an address that is known to be theirs."""
    invited = Uitnodiging.objects.filter(gebruiker=OuterRef("pk"))
    unknown = Exists(invited) & ~Exists(invited.filter(gebruikt_op__isnull=False))
    return people.filter(is_active=True, email__isnull=False).exclude(unknown).order_by("pk")


def members_on(team_id, *days):
    """The people who are in this team on all of these days."""
    rows = Lidmaatschap.objects.filter(team=team_id)
    for day in days:
        rows = rows.current(day)
    return Gebruiker.objects.filter(pk__in=rows.values("gebruiker"))


def signed_up(ronde, now):
    """Who of the members said that they come."""
    coming = Deelname.objects.signed_up().filter(ronde=ronde)
    return members_on(ronde.team_id, local_date(now)).filter(pk__in=coming.values("gebruiker"))


def facts_of(ronde, now):
    """What every mail about a round may say."""
    return {
        "team": ronde.team.naam,
        "moment": plan_in_words(ronde, local_date(now)),
        "dag": weekday_in_words(ronde.gepland_van, local_date(now)),
        "link": settings.SITE_URL + reverse("rondes:ronde", args=[ronde.pk]),
        "lijst": settings.SITE_URL + reverse("rondes:rondes"),
        "planning": settings.SITE_URL + reverse("rondes:planning", args=[ronde.pk]),
    }


def mail_member(person, ronde, *, sleutel, onderwerp, tekst, now):
    """Queue one mail about a round, by day; None when the day comes after the round."""
    vanaf = daytime_from(now)
    if vanaf >= ronde.gepland_tot:
        return None
    return queue(
        sleutel=sleutel,
        soort=Soort.BERICHT,
        aan=person.email,
        onderwerp=onderwerp,
        tekst=tekst + "\n\n" + _("Met vriendelijke groet,\nBuurtpreventie"),
        bron=ronde.bron,
        gemeente_id=ronde.team.gemeente_id,
        now=now,
        vanaf=vanaf,
        verloopt_op=ronde.gepland_tot,
        antwoord_aan=ronde.team.gemeente.contact_email,
    )


# --- somebody cannot come --------------------------------------------------------------------------


def key_of_request(deelname, person_id):
    """One request per person who drops out, to each member once."""
    return f"ronde_wie_kan:{deelname.pk}:{person_id}"


def keys_of_request(deelname):
    """The keys of all mails of this request, to stop what was not sent yet."""
    people = Lidmaatschap.objects.filter(team=deelname.ronde.team_id).values_list("gebruiker_id", flat=True)
    return [key_of_request(deelname, pk) for pk in set(people)]


def mail_request(deelname, *, now):
    """Ask everybody of the team who has not answered yet; gives how many."""
    ronde = deelname.ronde
    answered = Deelname.objects.filter(ronde=ronde, gebruiker__isnull=False).values("gebruiker")
    members = members_on(ronde.team_id, local_date(now), local_date(ronde.gepland_van)).exclude(pk__in=answered)
    facts = facts_of(ronde, now)
    mails = [
        mail_member(
            person,
            ronde,
            sleutel=key_of_request(deelname, person.pk),
            onderwerp=_("Kunt u invallen bij de ronde op %(dag)s?") % facts,
            tekst=_(
                "Iemand kan niet mee met een ronde van %(team)s:\n%(moment)s.\n\n"
                "Kunt u invallen? Zeg het met 1 tik: %(link)s\n\n"
                "Kunt u niet? Dan hoeft u niets te doen."
            )
            % facts,
            now=now,
        )
        for person in mailable(members)
    ]
    return len([mail for mail in mails if mail])


def mail_stand_in(deelname, *, now):
    """Tell who could not come that somebody goes in their place."""
    ronde, asked = deelname.ronde, deelname.vervangt
    facts = facts_of(ronde, now) | {"naam": deelname.gebruiker.naam}
    for person in mailable(members_on(ronde.team_id, local_date(now)).filter(pk=asked.gebruiker_id)):
        mail_member(
            person,
            ronde,
            sleutel=f"ronde_invaller:{deelname.pk}:{asked.pk}",
            onderwerp=_("Er is een invaller voor uw ronde op %(dag)s") % facts,
            tekst=_(
                "U kunt niet mee met de ronde van %(team)s:\n%(moment)s.\n\n%(naam)s valt voor u in.\n\n"
                "Bekijk de ronde: %(link)s"
            )
            % facts,
            now=now,
        )


# --- a change of plan ------------------------------------------------------------------------------


def mail_signed_up(ronde, *, wat, onderwerp, tekst, actor, now, **more):
    """Tell everybody who signed up, but not who did it; each event is one mail."""
    facts = facts_of(ronde, now) | more
    for person in mailable(signed_up(ronde, now)).exclude(pk=actor.pk if actor else None):
        mail_member(
            person,
            ronde,
            sleutel=f"ronde_{wat}:{ronde.pk}:{person.pk}:{now:%Y%m%d%H%M%S%f}",
            onderwerp=onderwerp % facts,
            tekst=tekst % facts,
            now=now,
        )


def mail_called_off(ronde, *, actor, now):
    """The round does not go on, and why."""
    mail_signed_up(
        ronde,
        wat="vervallen",
        onderwerp=_("De ronde op %(dag)s gaat niet door"),
        tekst=_(
            "Deze ronde van %(team)s gaat niet door:\n%(moment)s.\n\nReden: %(reden)s.\n\n"
            "U hoeft niets te doen. Bekijk de andere rondes: %(lijst)s"
        ),
        actor=actor,
        now=now,
        reden=ronde.get_vervallen_reden_display().lower(),
    )


def mail_goes_on(ronde, *, actor, now):
    """It was called off, and goes on after all."""
    mail_signed_up(
        ronde,
        wat="gaat_door",
        onderwerp=_("De ronde op %(dag)s gaat toch door"),
        tekst=_(
            "Deze ronde van %(team)s gaat toch door:\n%(moment)s.\n\n"
            "U staat nog op de lijst. Kunt u niet? Zeg het met 1 tik: %(link)s"
        ),
        actor=actor,
        now=now,
    )


def mail_moved(ronde, *, eerst, actor, now):
    """The pattern has other times; who signed up still is. ``eerst`` is the moment in words as it was."""
    mail_signed_up(
        ronde,
        wat="verplaatst",
        onderwerp=_("Uw ronde heeft een andere tijd: %(dag)s"),
        tekst=_(
            "Een ronde van %(team)s heeft een andere tijd.\n\nEerst: %(eerst)s.\nNu: %(moment)s.\n\n"
            "U staat nog op de lijst. Kunt u dan niet? Zeg het met 1 tik: %(link)s"
        ),
        actor=actor,
        now=now,
        eerst=eerst,
    )


# --- fewer than two --------------------------------------------------------------------------------


SHORTAGE = "ronde_te_weinig:"


def mail_shortage(ronde, aantal, *, now):
    """The day before: the coordinator hears that fewer than two people come; gives how many mails."""
    leads = Lidmaatschap.objects.filter(team=ronde.team_id).exclude(rol="lid").current(local_date(now))
    people = mailable(Gebruiker.objects.filter(pk__in=leads.values("gebruiker")))
    who = _("Er is nog niemand aangemeld.") if not aantal else _("Er is nog maar 1 persoon aangemeld.")
    facts = facts_of(ronde, now) | {"wie": who}
    mails = [
        mail_member(
            person,
            ronde,
            sleutel=f"{SHORTAGE}{ronde.pk}:{person.pk}",
            onderwerp=_("Te weinig mensen voor de ronde op %(dag)s") % facts,
            tekst=_(
                "%(wie)s\n\nHet gaat om de ronde van %(team)s:\n%(moment)s.\n\n"
                "Loop liever niet alleen. Vraag iemand mee, of laat de ronde vervallen: %(planning)s"
            )
            % facts,
            now=now,
        )
        for person in people
    ]
    return len([mail for mail in mails if mail])
