"""Evenings as who may come sees them: where one stands, and how many places there are; nobody else's name."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from teams.clocks import local_date
from teams.rollen import rollen_van
from trainingen.joining import own_teams_for
from trainingen.models import Bereik, Bewijs, Inschrijving, InschrijvingStand, Sessie, SessieStand
from trainingen.moments import moment_in_words

Stand = InschrijvingStand
MOST = 60  # evenings ahead on one page


@dataclass(frozen=True)
class Avond:
    """One evening, and where this person stands with it; ``sessie`` has its places counted."""

    sessie: Sessie
    inschrijving: Inschrijving | None
    beurt: int
    now: datetime
    bewijs: Bewijs | None = None

    @property
    def stand(self):
        return self.inschrijving.stand if self.inschrijving else ""

    @property
    def wanneer(self):
        return moment_in_words(self.sessie, local_date(self.now))

    @property
    def voor_wie(self):
        """The teams that were asked, under the name they had then, or how far it reaches."""
        if self.sessie.bereik == Bereik.REGIO:
            return _("Alle teams van de regio")
        if self.sessie.bereik == Bereik.GEMEENTE:
            return _("Alle teams van %(gemeente)s") % {"gemeente": self.sessie.gemeente_toen}
        return ", ".join(row.naam_toen for row in self.sessie.sessieteams.all())

    @property
    def duur(self):
        """2 uur en 30 minuten."""
        uren, minuten = divmod(int((self.sessie.einde - self.sessie.begin).total_seconds()) // 60, 60)
        parts = [_("%(n)s uur") % {"n": uren}] if uren else []
        if minuten:
            parts.append(ngettext("%(n)s minuut", "%(n)s minuten", minuten) % {"n": minuten})
        return _(" en ").join(parts)

    @property
    def vrij(self):
        return max(0, (self.sessie.plaatsen or 0) - self.sessie.aangemeld)

    @property
    def plekken(self):
        """Nog 3 van 15 plekken vrij; full also how many wait."""
        if self.vrij:
            return _("Nog %(vrij)s van %(plaatsen)s plekken vrij") % {
                "vrij": self.vrij,
                "plaatsen": self.sessie.plaatsen,
            }
        if not self.sessie.wachtend:
            return _("Alle %(plaatsen)s plekken zijn bezet") % {"plaatsen": self.sessie.plaatsen}
        waits = ngettext("%(n)s mens wacht", "%(n)s mensen wachten", self.sessie.wachtend)
        return _("Alle %(plaatsen)s plekken zijn bezet, %(wachten)s") % {
            "plaatsen": self.sessie.plaatsen,
            "wachten": waits % {"n": self.sessie.wachtend},
        }

    @property
    def begonnen(self):
        return self.sessie.begin is None or self.sessie.begin <= self.now

    @property
    def voorbij(self):
        return self.sessie.stand == SessieStand.GEHOUDEN or self.sessie.einde is None or self.sessie.einde <= self.now

    @property
    def vervallen(self):
        return self.sessie.stand == SessieStand.VERVALLEN

    @property
    def open(self):
        """One can still say that one comes, or not."""
        return self.sessie.stand == SessieStand.GEPLAND and not self.begonnen

    @property
    def komt(self):
        return self.stand == Stand.AANGEMELD

    @property
    def wacht(self):
        return self.stand == Stand.WACHTLIJST

    @property
    def kan_niet(self):
        return self.stand == Stand.AFGEMELD

    @property
    def op_de_lijst(self):
        return self.komt or self.wacht

    @property
    def was_er(self):
        """Ticked: True or False; None while nobody knows."""
        return self.inschrijving.aanwezig if self.inschrijving else None

    @property
    def beurt_in_woorden(self):
        """u bent de eerste, tweede … of the waiting list."""
        return turn_in_words(self.beurt)


@dataclass(frozen=True)
class Training(Avond):
    """The same for the page of one evening: with which teams one may come, and for which one signs up others."""

    user: object = field(kw_only=True)

    @cached_property
    def komt_met(self):
        """The own teams with which one may come."""
        return own_teams_for(self.user, self.sessie)

    @cached_property
    def trainers(self):
        """Who gives it, by name: no participant."""
        return ", ".join(self.sessie.trainers.order_by("naam").values_list("naam", flat=True))

    @cached_property
    def leidt(self):
        """Coordinator of these; who leads a team is in it."""
        return [team for team in self.komt_met if team.pk in rollen_van(self.user).coordineert]


def turn_in_words(beurt):
    """eerste, tweede, derde; after that a number."""
    words = {1: _("eerste"), 2: _("tweede"), 3: _("derde"), 4: _("vierde"), 5: _("vijfde")}
    return words.get(beurt) or _("%(n)se") % {"n": beurt}


def coming_for(user, now):
    """What comes for this person as a volunteer: (where one stands on the list, where one may come).

    What does not go on stays in the first until its evening, so that nobody finds it gone without a word.
    """
    standing = Inschrijving.objects.on_the_list().filter(gebruiker=user).order_by().values("sessie")
    called_off = Q(stand=SessieStand.VERVALLEN, pk__in=standing)
    rows = Sessie.objects.for_member(user).filter(Q(stand=SessieStand.GEPLAND) | called_off, einde__gt=now)
    cards = as_cards(rows.with_places().for_list().order_by("begin", "pk")[:MOST], user, now)
    return [card for card in cards if card.op_de_lijst], [card for card in cards if not card.op_de_lijst]


def past_of(user, now):
    """The evenings that somebody stood on the list of and that are over, the newest first."""
    rows = Sessie.objects.filter(Q(stand=SessieStand.GEHOUDEN) | Q(einde__lte=now), inschrijvingen__gebruiker=user)
    return rows.with_places().for_list().order_by("-dag", "-pk")


def as_cards(rows, user, now):
    """Each evening with what this person said, the turn, and the certificate it gave."""
    rows = list(rows)
    mine = {row.sessie_id: row for row in Inschrijving.objects.filter(gebruiker=user, sessie__in=rows)}
    turns = turns_of([row for row in mine.values() if row.stand == Stand.WACHTLIJST])
    given = Bewijs.objects.standing().filter(inschrijving__in=mine.values())
    per_row = {bewijs.inschrijving_id: bewijs for bewijs in given}
    return [
        Avond(sessie, row := mine.get(sessie.pk), turns.get(row and row.pk, 0), now, per_row.get(row and row.pk))
        for sessie in rows
    ]


def turns_of(rows):
    """Who is how many-th on the waiting list, by key of the registration."""
    per_sessie = {}
    for pk, sessie in (
        Inschrijving.objects.waiting().filter(sessie__in=[row.sessie_id for row in rows]).values_list("pk", "sessie")
    ):
        per_sessie.setdefault(sessie, []).append(pk)
    return {pk: turn for pks in per_sessie.values() for turn, pk in enumerate(pks, start=1)}


def training_of(sessie, user, now):
    """The page of one evening, for this person; ``sessie`` has its places counted."""
    [card] = as_cards([sessie], user, now)
    return Training(card.sessie, card.inschrijving, card.beurt, now, card.bewijs, user=user)


def evening_of(sessie, now):
    """The evening as such, for who puts others on its list."""
    return Avond(Sessie.objects.filter(pk=sessie.pk).with_places().get(), None, 0, now)


def own_next(user, now):
    """What the start page says about trainings: where one comes next, else how many evenings one may come to."""
    mine, others = coming_for(user, now)
    comes = next((card for card in mine if card.komt and not card.vervallen), None)
    if comes:
        return {"training_zin": _("U komt: %(wanneer)s.") % {"wanneer": comes.wanneer}}
    free = len([card for card in others if card.open and not card.kan_niet])
    if not free:
        return {"training_zin": _("Wat komt er aan, en uw bewijzen.")}
    words = ngettext("U kunt bij %(n)s avond zijn.", "U kunt bij %(n)s avonden zijn.", free)
    return {"training_zin": words % {"n": free}}


def card_of_link(inschrijving, now):
    """The evening of a link, for who has it."""
    sessie = Sessie.objects.filter(pk=inschrijving.sessie_id).with_places().for_list().get()
    turns = turns_of([inschrijving] if inschrijving.stand == Stand.WACHTLIJST else [])
    return Avond(sessie, inschrijving, turns.get(inschrijving.pk, 0), now)
