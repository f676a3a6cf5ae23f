"""What happens to people in teams and in appointments. Each act locks the gemeente first (or the team)."""

from django.db import transaction
from django.utils.translation import gettext as _

from buurtpreventie.accounts.actions import invite
from buurtpreventie.accounts.models import WITHOUT_MAIL, AntwoordVia, Gebruiker
from buurtpreventie.audit.actions import record
from buurtpreventie.errors import RefusedAction
from teams.actions.changes import note
from teams.clocks import local_date
from teams.mails import queue_new_role
from teams.models import GEMEENTE_ROLLEN, Aanstelling, Gemeente, Lidmaatschap, Team
from teams.wijzigingen import plain_words


@transaction.atomic
def add_member(team, *, naam, email="", telefoon="", rol, antwoord_via, woont_in_buurt=True, actor, now):
    """Give somebody a role in this team: known by address, new with an invitation, or new without any sign-in."""
    team = Team.objects.select_for_update(of=("self",)).select_related("gemeente").get(pk=team.pk)
    if team.stand == Team.Stand.GESTOPT:
        raise RefusedAction(_("Dit team is gestopt. U kunt geen leden toevoegen."))
    gebruiker = _known_person(email)
    if gebruiker is None:
        _refuse_namesake(team, naam, email, now)
        gebruiker = _new_person(naam=naam, email=email, telefoon=telefoon, antwoord_via=antwoord_via)
    elif team.lidmaatschappen.not_ended(local_date(now)).filter(gebruiker=gebruiker).exists():
        raise RefusedAction(_("Deze persoon is al lid van dit team."))
    lid = Lidmaatschap.objects.create(
        team=team, gebruiker=gebruiker, rol=rol, van=local_date(now), woont_in_buurt=woont_in_buurt
    )
    record("lidmaatschap.begonnen", lid, actor=actor, now=now, rol=lid.rol)
    _tell(lid, _("%(rol)s van %(team)s") % {"rol": lid.get_rol_display().lower(), "team": team}, actor, now)
    return lid


@transaction.atomic
def end_membership(lid, *, tot, actor, now):
    """End a role in a team from this day on; what it saw is out of sight from then."""
    lid = Lidmaatschap.objects.select_for_update(of=("self",)).select_related("team").get(pk=lid.pk)
    _refuse_ended(lid, tot, now)
    lid.tot = tot
    lid.save(update_fields=["tot"])
    record("lidmaatschap.beeindigd", lid, actor=actor, now=now, tot=tot)
    return lid


@transaction.atomic
def appoint(gemeente, *, naam="", email, telefoon="", rol, soorten=(), hoogste_niveau=0, actor, now):
    """Give somebody a role in this gemeente; kinds and level count for the meldpunt only."""
    gemeente = Gemeente.objects.select_for_update().get(pk=gemeente.pk)
    if rol not in GEMEENTE_ROLLEN:
        raise RefusedAction(_("Deze rol hoort niet bij een gemeente."))
    if not email:
        raise RefusedAction(_("Voor deze rol is een e-mailadres nodig."))
    gebruiker = _known_person(email)
    if gebruiker is None:
        gebruiker = _new_person(naam=naam, email=email, telefoon=telefoon, antwoord_via=AntwoordVia.MAIL)
    _refuse_own_role(gebruiker, actor)
    if gemeente.aanstellingen.not_ended(local_date(now)).filter(gebruiker=gebruiker, rol=rol).exists():
        raise RefusedAction(_("Deze persoon heeft deze rol al."))
    meldpunt = rol == Aanstelling.Rol.MELDPUNT
    aanstelling = Aanstelling.objects.create(
        gemeente=gemeente,
        gebruiker=gebruiker,
        rol=rol,
        soorten=list(soorten) if meldpunt else [],
        hoogste_niveau=hoogste_niveau if meldpunt else 0,
        van=local_date(now),
    )
    record("aanstelling.begonnen", aanstelling, actor=actor, now=now, rol=aanstelling.rol)
    _note(aanstelling, "nieuw", aanstelling.get_rol_display(), actor, now)
    tekst = _("%(rol)s van gemeente %(gemeente)s") % {
        "rol": aanstelling.get_rol_display().lower(),
        "gemeente": gemeente,
    }
    _tell(aanstelling, tekst, actor, now)
    return aanstelling


@transaction.atomic
def end_appointment(aanstelling, *, tot, actor, now):
    """End an appointment from this day on; a gemeente always keeps somebody who can manage its people."""
    if aanstelling.gemeente_id:
        Gemeente.objects.select_for_update().get(pk=aanstelling.gemeente_id)
    aanstelling = Aanstelling.objects.select_for_update(of=("self",)).get(pk=aanstelling.pk)
    _refuse_ended(aanstelling, tot, now)
    if aanstelling.rol == Aanstelling.Rol.BEHEER and not _other_beheer(aanstelling, tot).exists():
        raise RefusedAction(_("Dit is de laatste beheerder van de gemeente. Geef eerst iemand anders deze rol."))
    aanstelling.tot = tot
    aanstelling.save(update_fields=["tot"])
    record("aanstelling.beeindigd", aanstelling, actor=actor, now=now, tot=tot)
    _note(aanstelling, "tot", plain_words(tot), actor, now)
    return aanstelling


def _note(aanstelling, veld, naar, actor, now):
    """A line for beheer to read; what the system does by itself stands in the audit only."""
    if actor is not None and aanstelling.gemeente_id:
        note(aanstelling, veld, "", naar, actor=actor, now=now)


def _known_person(email):
    """Whoever has this address; RefusedAction when that person may not sign in any more."""
    gebruiker = Gebruiker.objects.with_email(email)
    if gebruiker and not gebruiker.is_active:
        raise RefusedAction(_("Deze persoon kan niet meer inloggen. Bel de gemeente."))
    return gebruiker


def _new_person(*, naam, email, telefoon, antwoord_via):
    """Somebody the platform did not know; without an address there is no sign-in (E067)."""
    if not naam:
        raise RefusedAction(_("Vul de naam in."))
    if not email and antwoord_via not in WITHOUT_MAIL:
        raise RefusedAction(
            _("Zonder e-mailadres kan iemand alleen per telefoon of via de coördinator antwoord krijgen.")
        )
    gebruiker = Gebruiker(naam=naam, email=email or None, telefoon=telefoon, antwoord_via=antwoord_via)
    gebruiker.set_unusable_password()
    gebruiker.save()
    return gebruiker


def _refuse_namesake(team, naam, email, now):
    """Without an address the name is all there is: a second click must not make a second person."""
    namesakes = team.lidmaatschappen.not_ended(local_date(now)).filter(gebruiker__naam__iexact=naam.strip())
    if not email and namesakes.exists():
        raise RefusedAction(_("Er is al een lid met deze naam. Is het iemand anders? Zet er dan iets bij."))


def _refuse_own_role(gebruiker, actor):
    """Nobody opens a door for oneself."""
    if actor is not None and actor.pk == gebruiker.pk and not actor.is_superuser:
        raise RefusedAction(_("U kunt uzelf geen rol geven. Vraag een collega."))


def _refuse_ended(rij, tot, now):
    """A role ends once, and not in the past."""
    if rij.tot is not None and rij.tot <= local_date(now):
        raise RefusedAction(_("Deze rol is al gestopt."))
    if tot < local_date(now):
        raise RefusedAction(_("Kies vandaag of een latere dag."))
    if tot < rij.van:
        raise RefusedAction(_("Deze rol begint pas later. Kies een latere dag."))


def _other_beheer(aanstelling, tot):
    """Who manages the people of this gemeente on that day, and has no end in sight."""
    others = Aanstelling.objects.filter(gemeente=aanstelling.gemeente_id, rol=aanstelling.rol, tot__isnull=True)
    return others.filter(van__lte=tot, gebruiker__is_active=True).exclude(gebruiker=aanstelling.gebruiker_id)


def _tell(rij, rol, actor, now):
    """Invite whoever never came in, mail whoever did; without an address somebody tells it in person."""
    gebruiker = rij.gebruiker
    if not gebruiker.email:
        return
    gemeente = rij.team.gemeente if isinstance(rij, Lidmaatschap) else rij.gemeente
    if gebruiker.last_login is None and not gebruiker.uitnodigingen.filter(gebruikt_op__isnull=False).exists():
        invite(
            gebruiker,
            actor=actor,
            now=now,
            waarvoor=rol[:200],
            gemeente_id=gemeente.pk,
            antwoord_aan=gemeente.meldpunt_email,
        )
    else:
        queue_new_role(rij, rol, gemeente, actor=actor, now=now)
