"""The list of one evening as its trainer reads it: who was expected, who walked in, and who else could have come."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from buurtpreventie.accounts.models import Gebruiker
from trainingen.evening import can_tick, members_to_offer
from trainingen.models import Aanwezigheid, Hoe, Ingang, Inschrijving, InschrijvingStand, Sessie, SessieStand
from trainingen.same_names import plain


@dataclass(frozen=True)
class Regel:
    """One person on the list."""

    rij: Inschrijving
    lijkt_op: Gebruiker | None = None  # the one member with the name of this guest

    @property
    def naam(self):
        return self.rij.naam

    @property
    def waarvandaan(self):
        """The team as it was called, or where a guest came from."""
        return self.rij.waarvandaan or (_("Gast") if self.rij.gebruiker_id is None else "")

    @property
    def zelf(self):
        """Ticked in alone, with the code on the wall."""
        return bool(self.rij.aanwezig) and self.rij.laatst == Hoe.ZELF

    @property
    def verbeterd(self):
        return self.rij.laatst == Hoe.CORRECTIE

    @property
    def binnengelopen(self):
        return self.rij.ingang == Ingang.INLOOP

    @property
    def waarom_niet(self):
        """Why this person was not expected."""
        return {
            InschrijvingStand.UITGENODIGD: _("Gaf nog geen antwoord"),
            InschrijvingStand.WACHTLIJST: _("Stond op de wachtlijst"),
            InschrijvingStand.AFGEMELD: _("Had zich afgemeld"),
        }.get(self.rij.stand, "")


@dataclass(frozen=True)
class Lijst:
    """Everybody, in three groups, and how many."""

    sessie: Sessie
    regels: list
    now: datetime

    @cached_property
    def verwacht(self):
        """Who signed up, or came from the waiting list."""
        return [regel for regel in self.regels if self._comes(regel) and not regel.binnengelopen]

    @cached_property
    def binnen(self):
        return [regel for regel in self.regels if self._comes(regel) and regel.binnengelopen]

    @cached_property
    def anderen(self):
        return [regel for regel in self.regels if not self._comes(regel)]

    @cached_property
    def er(self):
        """How many of the expected are there."""
        return sum(bool(regel.rij.aanwezig) for regel in self.verwacht)

    @cached_property
    def onbekend(self):
        return [regel for regel in self.verwacht + self.binnen if regel.rij.aanwezig is None]

    @cached_property
    def teams(self):
        """With one team on the list its name at every row says nothing."""
        return {regel.rij.waarvandaan for regel in self.regels if regel.rij.gebruiker_id}

    @property
    def van_een_team(self):
        return len(self.teams) <= 1

    @property
    def opkomst(self):
        """Everybody who is there; once the list is closed this is the one number of ``with_opkomst``."""
        return self.er + len(self.binnen)

    @property
    def te_vol(self):
        return self.opkomst > (self.sessie.plaatsen or 0)

    @property
    def telling(self):
        """10 van 12 aanwezig, 2 binnengelopen."""
        words = [_("%(er)s van %(verwacht)s aanwezig") % {"er": self.er, "verwacht": len(self.verwacht)}]
        if self.binnen:
            n = len(self.binnen)
            words.append(ngettext("%(n)s binnengelopen", "%(n)s binnengelopen", n) % {"n": n})
        if self.onbekend:
            words.append(_("%(n)s nog niet aangevinkt") % {"n": len(self.onbekend)})
        return ", ".join(words)

    @property
    def open(self):
        """It can be ticked now."""
        return can_tick(self.sessie, self.now)

    @property
    def gesloten(self):
        return self.sessie.stand == SessieStand.GEHOUDEN

    @property
    def kan_dicht(self):
        return self.open and self.sessie.begin <= self.now

    @property
    def uit_verslag(self):
        return self.sessie.uit_verslag

    def _comes(self, regel):
        return regel.rij.stand == InschrijvingStand.AANGEMELD


def list_of(sessie, now):
    """The list of this evening, by name; guests with the member they could be."""
    rows = Inschrijving.objects.filter(sessie=sessie).for_list().with_last_tick()
    rows = sorted(rows, key=lambda row: (plain(row.naam), row.pk))
    members = _members_by_name(sessie, rows)
    regels = [Regel(row, None if row.gebruiker_id else members.get(plain(row.naam))) for row in rows]
    return Lijst(sessie, regels, now)


def _members_by_name(sessie, rows):
    """Members who are not on the list under their own name; two of one name are nobody."""
    listed = {row.gebruiker_id for row in rows}
    found = {}
    for wie in members_to_offer(sessie):
        if wie.pk not in listed:
            found.setdefault(plain(wie.naam), []).append(wie)
    return {naam: people[0] for naam, people in found.items() if len(people) == 1}


@dataclass(frozen=True)
class Spoor:
    """One change on the list: who, when, from what to what."""

    naam: str
    was: bool | None
    werd: bool | None
    hoe: str
    door: str
    op: datetime

    @property
    def hoe_in_woorden(self):
        return Hoe(self.hoe).label

    @property
    def is_iemand_anders(self):
        """The name changed and not the presence: a guest turned out to be a member."""
        return self.was is self.werd


def trace_of(rows):
    """Everything that was ever written about these rows, in order."""
    ticks = Aanwezigheid.objects.filter(inschrijving__in=rows).order_by("pk")
    before, trace = {}, []
    for tick in ticks.select_related("door", "inschrijving__gebruiker"):
        row, door = tick.inschrijving, tick.door.naam if tick.door else ""
        trace.append(Spoor(row.naam, before.get(row.pk), tick.aanwezig, tick.hoe, door, tick.op))
        before[row.pk] = tick.aanwezig
    return trace


def corrections_of(sessie):
    """What was mended after the list of this evening was closed."""
    mended = Aanwezigheid.objects.corrections().filter(inschrijving__sessie=sessie)
    return [spoor for spoor in trace_of(mended.values("inschrijving")) if spoor.hoe == Hoe.CORRECTIE]
