"""A closed list that turns out to be wrong: mended with a trace, and the certificate follows (E173)."""

from django.db import transaction
from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.errors import RefusedAction
from trainingen.actions.attendance import mark, write_in
from trainingen.actions.certificates import issue_bewijs, withdraw_bewijs_of
from trainingen.actions.locking import locked_inschrijving, locked_sessie
from trainingen.evening import team_of
from trainingen.models import Aanwezigheid, Hoe, Inschrijving, SessieStand


@transaction.atomic
def correct_presence(inschrijving, *, aanwezig, actor, now):
    """Somebody was there after all, or was not; the certificate is given or taken back. Twice is once."""
    row = locked_inschrijving(inschrijving)
    _refuse_open(row.sessie)
    if row.aanwezig is aanwezig:
        return row
    if not aanwezig:
        withdraw_bewijs_of(row, actor=actor, now=now)
    mark(row, aanwezig=aanwezig, hoe=Hoe.CORRECTIE, actor=actor, now=now)
    if aanwezig:
        issue_bewijs(row, actor=actor, now=now)
    record("avond.verbeterd", row.sessie, actor=actor, now=now, wie=row.pk, aanwezig=aanwezig)
    return row


@transaction.atomic
def add_forgotten(sessie, *, naam="", gebruiker=None, actor, now):
    """Somebody was there and is not on the closed list. Raises RefusedAction for who is ticked already."""
    sessie = locked_sessie(sessie)
    _refuse_open(sessie)
    row = write_in(sessie, naam=naam, gebruiker=gebruiker, hoe=Hoe.CORRECTIE, actor=actor, now=now)
    row.sessie = sessie
    issue_bewijs(row, actor=actor, now=now)
    record("avond.verbeterd", sessie, actor=actor, now=now, wie=row.pk, aanwezig=True)
    return row


@transaction.atomic
def know_guest(inschrijving, *, gebruiker, actor, now):
    """This guest is that member: the row becomes theirs, or their own row on the list takes over. Twice is once."""
    row = locked_inschrijving(inschrijving)
    if row.sessie.stand == SessieStand.VERVALLEN:
        raise RefusedAction(_("Deze avond gaat niet door."))
    if row.gebruiker_id == gebruiker.pk:
        return row
    if row.gebruiker_id:
        raise RefusedAction(_("Deze gast is intussen al iemand van een team."))
    own = Inschrijving.objects.select_for_update(of=("self",)).filter(sessie=row.sessie, gebruiker=gebruiker).first()
    known = _take_over(row, own, actor, now) if own else _become(row, gebruiker, actor, now)
    known.sessie = row.sessie
    if known.sessie.stand == SessieStand.GEHOUDEN:
        issue_bewijs(known, actor=actor, now=now)
    record("avond.gast_bekend", known.sessie, actor=actor, now=now, wie=known.pk, gast=row.pk)
    return known


def _become(row, gebruiker, actor, now):
    """The guest's own row gets the person; a link that went to the guest's address opens nothing any more."""
    team = team_of(row.sessie, gebruiker)
    if team is None:
        raise RefusedAction(_("%(naam)s is van geen team.") % {"naam": gebruiker.naam})
    row.gebruiker, row.team, row.team_toen = gebruiker, team, team.naam
    row.gast_naam = row.gast_van = row.gast_email = ""
    row.contact = row.token_hash = row.geheim = None
    row.save()
    Aanwezigheid.objects.create(inschrijving=row, aanwezig=row.aanwezig, hoe=_way(row.sessie), door=actor, op=now)
    return row


def _take_over(guest, own, actor, now):
    """The person was on the list already: ticked there as the guest was, who steps back."""
    facts = {"hoe": _way(guest.sessie), "actor": actor, "now": now}
    if guest.aanwezig:
        mark(own, aanwezig=True, **facts)
        mark(guest, aanwezig=False, **facts)
    return own


def _way(sessie):
    """A change of the evening itself, or one of afterwards."""
    return Hoe.CORRECTIE if sessie.stand == SessieStand.GEHOUDEN else Hoe.LIJST


def _refuse_open(sessie):
    if sessie.uit_verslag:
        raise RefusedAction(_("Van deze avond kennen wij alleen het aantal uit het verslag."))
    if sessie.stand != SessieStand.GEHOUDEN:
        raise RefusedAction(_("De lijst van deze avond is nog niet afgesloten. Vink gewoon aan op de lijst."))
