"""How partners react (E148, E158): every ask about the meldingen of a period, and what came back.

An ask that was taken back counts nowhere, nor do asks about V3. A first date is known of asks made since we keep it;
others do not count for "in time". Which groups are large enough to show is decided one floor up.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce, TruncDate

from meldingen.models import Stand
from opvolging.figures import added, group_of_levels, middle, percentage
from opvolging.models import Opvolging, Resultaat, VraagStand
from teams.models import Niveau, Soort

OFTEN = 3  # asked so often without any reaction: a partner that never answers


@dataclass(frozen=True)
class PartnerVraag:
    """One ask as figures know it."""

    melding: int
    gemeld: date  # on which that melding was received
    partner: tuple[int, str]
    niveau: int
    op_tijd: bool  # reacted by the first date
    moest: bool  # reacted, or the first date is over
    gereageerd: bool
    stand: str
    klaar_op_tijd: bool
    dagen: int | None  # from asking to done
    nuttig: str
    mist: tuple[str, ...]


@dataclass(frozen=True)
class PartnerCel:
    """The numbers of one partner."""

    gevraagd: int = 0
    gereageerd: int = 0
    gereageerd_op_tijd: int = 0
    moest_reageren: int = 0
    klaar: int = 0
    klaar_op_tijd: int = 0
    terug: int = 0
    duur: Counter = field(default_factory=Counter)  # {days until done: how often}
    nuttig: Counter = field(default_factory=Counter)
    mist: Counter = field(default_factory=Counter)

    __add__ = added

    @property
    def procent_gereageerd(self):
        return percentage(self.gereageerd_op_tijd, self.moest_reageren)

    @property
    def procent_klaar(self):
        return percentage(self.klaar_op_tijd, self.klaar)

    @property
    def dagen(self):
        """Half of the finished asks took no longer than this; None without any."""
        return middle(self.duur)

    @property
    def is_stil(self):
        """Asked three times or more, and nothing ever came back."""
        return self.moest_reageren >= OFTEN and self.gereageerd == 0


def partner_cell(asks):
    """The numbers of these asks."""
    return PartnerCel(
        gevraagd=len(asks),
        gereageerd=sum(ask.gereageerd for ask in asks),
        gereageerd_op_tijd=sum(ask.op_tijd for ask in asks),
        moest_reageren=sum(ask.moest for ask in asks),
        klaar=sum(ask.stand == VraagStand.AFGEROND for ask in asks),
        klaar_op_tijd=sum(ask.klaar_op_tijd for ask in asks),
        terug=sum(ask.stand == VraagStand.TERUGGEGEVEN for ask in asks),
        duur=Counter(ask.dagen for ask in asks if ask.dagen is not None),
        nuttig=Counter(ask.nuttig for ask in asks if ask.nuttig),
        mist=Counter(code for ask in asks for code in ask.mist),
    )


def asks_about(gemeente, periode, today):
    """Every ask about a melding of the period: one query."""
    return [_ask(ask, today) for ask in _counted(gemeente, periode)]


def _counted(gemeente, periode):
    last = Resultaat.objects.filter(opvolging=OuterRef("pk")).order_by("-versie")
    return (
        Opvolging.objects.filter(melding__gemeente=gemeente, melding__vertrouwelijkheid__lt=Niveau.V3)
        .exclude(stand=VraagStand.INGETROKKEN)
        .exclude(melding__stand=Stand.INGETROKKEN)
        .exclude(melding__categorie__soort=Soort.TEAM)
        .annotate(
            gemeld=TruncDate("melding__gemeld_op"),
            gevraagd_dag=TruncDate("gevraagd_op"),
            klaar_dag=TruncDate("beeindigd_op"),
            gereageerd=TruncDate(Coalesce("aangenomen_op", "beeindigd_op")),
            was_nuttig=Subquery(last.values("nuttig")[:1]),
            miste=Subquery(last.values("mist")[:1]),
        )
        .filter(gemeld__gte=periode.van, gemeld__lt=periode.tot)
        .select_related("partner", "melding")
        .only("melding__vertrouwelijkheid", "partner__naam", "stand", "uiterlijk", "eerste_uiterlijk")
        .order_by("pk")
    )


def _ask(ask, today):
    first, done = ask.eerste_uiterlijk, ask.stand == VraagStand.AFGEROND
    return PartnerVraag(
        melding=ask.melding_id,
        gemeld=ask.gemeld,
        partner=(ask.partner_id, ask.partner.naam),
        niveau=group_of_levels(ask.melding.vertrouwelijkheid),
        op_tijd=bool(first and ask.gereageerd and ask.gereageerd <= first),
        moest=bool(first and (ask.gereageerd or first < today)),
        gereageerd=ask.gereageerd is not None,
        stand=ask.stand,
        klaar_op_tijd=done and ask.klaar_dag <= ask.uiterlijk,
        dagen=(ask.klaar_dag - ask.gevraagd_dag).days if done else None,
        nuttig=ask.was_nuttig or "",
        mist=tuple(ask.miste or ()),
    )
