"""Who is on the list, or may come, hears what they have to know: by mail, and else somebody rings them.

The evening is locked by the event that calls this; its row says how it is now.
"""

from collections import Counter

from buurtpreventie.accounts.models import Gebruiker
from buurtpreventie.outbox.actions import drop_keys
from buurtpreventie.outbox.models import FINISHED, Bericht, Stand
from teams.clocks import local_date
from teams.models import Lidmaatschap
from trainingen.actions.calling import ask_to_ring, forget_calls
from trainingen.actions.links import link_of
from trainingen.joining import members_of, teams_for
from trainingen.mails import evening as mails
from trainingen.mails.people import addresses, mailable, on_the_list, who_lead
from trainingen.mails.teams import INVITATION, mail_invited, mail_pass_on
from trainingen.models import Beltaak, Inschrijving, InschrijvingStand

UITGENODIGD, AANGEMELD, WACHTLIJST = (
    InschrijvingStand.UITGENODIGD,
    InschrijvingStand.AANGEMELD,
    InschrijvingStand.WACHTLIJST,
)


def tell_signed_up(inschrijving, *, now):
    """On the list, or on the waiting list; who has no address was there or heard it from who signed them up."""
    for aan in addresses([inschrijving]).values():
        mails.mail_signed_up(inschrijving, aan, link=link_of(inschrijving), now=now)


def tell_place(inschrijving, *, now):
    """Moved up from the waiting list."""
    tell([inschrijving], mails.mail_place, Beltaak.Waarover.PLEK, now=now)


def tell_moved(sessie, *, now):
    """Another time or place, once to everybody on the list; what was not sent yet of how it was is dropped."""
    invited = _invited(sessie)
    stop_telling(sessie, now=now, keep=rf"^training_(verplaatst|uitnodiging|bellen):.*:{sessie.versie}$")
    forget_calls(sessie, Beltaak.Waarover.VERPLAATST, Beltaak.Waarover.HERINNERING, before=sessie.versie)
    rows = on_the_list(sessie, UITGENODIGD, AANGEMELD, WACHTLIJST)
    tell(rows, mails.mail_moved, Beltaak.Waarover.VERPLAATST, now=now)
    if unheard := invited - _invited(sessie):  # their invitation had not left yet
        tell_invited(sessie, only=unheard, now=now)


def tell_cancelled(sessie, *, now):
    """It does not go on: everybody on the list hears it, and nothing else about this evening goes out."""
    stop_telling(sessie, now=now, keep="^training_(vervallen:|bellen:.*:vervallen:)")
    forget_calls(sessie, *(set(Beltaak.Waarover) - {Beltaak.Waarover.VERVALLEN}))
    rows = on_the_list(sessie, UITGENODIGD, AANGEMELD, WACHTLIJST)
    tell(rows, mails.mail_cancelled, Beltaak.Waarover.VERVALLEN, now=now, link=lambda row: None)


def tell_invited(sessie, *, only=None, now):
    """Who may come hears it once: everybody in the teams that were asked, and who leads another that may come.

    ``only``: no others than these people, by id.
    """
    asked = set(sessie.teams.values_list("pk", flat=True)) | set(sessie.teams.values_list("opgegaan_in", flat=True))
    may_come = set(teams_for(sessie).values_list("pk", flat=True))
    told = _invited(sessie) | set(sessie.trainers.values_list("pk", flat=True))
    members = [row for row in members_of(may_come & asked, local_date(now)) if _is_new(row.gebruiker_id, told, only)]
    told |= _invite_members(sessie, members, now)
    for person in who_lead(may_come - asked, now):
        if _is_new(person.pk, told, only):
            mail_pass_on(sessie, person, now=now)


def _is_new(person_id, told, only):
    return person_id not in told and (only is None or person_id in only)


def _invited(sessie):
    """Who was invited by mail, or answered already."""
    sent = Bericht.objects.of(sessie.bron).filter(sleutel__startswith=INVITATION).exclude(stand=Stand.VERVALLEN)
    answered = Inschrijving.objects.filter(sessie=sessie, gebruiker__isnull=False)
    told = {int(sleutel.split(":")[2]) for sleutel in sent.values_list("sleutel", flat=True)}
    return told | set(answered.values_list("gebruiker", flat=True))


def _invite_members(sessie, members, now):
    """One mail per person; who leads hears how many of the team it does not reach. Gives who was told."""
    people = Gebruiker.objects.filter(pk__in=[row.gebruiker_id for row in members])
    reached, told = set(mailable(people).values_list("pk", flat=True)), set()
    without = Counter(row.team_id for row in members if row.gebruiker_id not in reached)
    for row in sorted(members, key=lambda row: row.rol == Lidmaatschap.Rol.LID):  # who leads one of them, first as such
        if row.gebruiker_id in reached - told:
            leads = row.rol != Lidmaatschap.Rol.LID
            mail_invited(sessie, row.gebruiker, leidt=leads, zonder_mail=without[row.team_id], now=now)
            told.add(row.gebruiker_id)
    return told


def stop_telling(sessie, *, now, keep=None):
    """Stop every mail about this evening that was not sent yet, but not those with keys like ``keep``."""
    rows = Inschrijving.objects.filter(sessie=sessie)
    bronnen = [sessie.bron, *(row.bron for row in rows.only("pk"))]
    waiting = Bericht.objects.filter(bron__in=bronnen).exclude(stand__in=FINISHED)
    if keep:
        waiting = waiting.exclude(sleutel__regex=keep)
    drop_keys(waiting.values_list("sleutel", flat=True), now=now)


def tell(rows, mail, waarover, *, now, link=link_of):
    """Mail who has an address and have the others rung; gives how many mails."""
    where = addresses(rows)
    sent = [mail(row, where[row.pk], link=link(row), now=now) for row in rows if row.pk in where]
    ask_to_ring([row for row in rows if row.pk not in where], waarover, now=now)
    return len([bericht for bericht in sent if bericht])
