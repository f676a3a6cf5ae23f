"""Who takes up what, where: buurten by groups of categories, with what nobody takes up in words (E151)."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from meldingen.models import Categorie
from teams.models import Buurt, Niveau, Partner, PartnerSoort, Soort


@dataclass(frozen=True)
class Vak:
    """One buurt and one group: who takes it up, and for which sorts of partner nobody does."""

    groep: str
    partners: tuple[str, ...]
    ontbreekt: tuple[str, ...]

    @property
    def is_leeg(self):
        """Nobody takes up anything of this group here."""
        return bool(self.ontbreekt) and not self.partners


@dataclass(frozen=True)
class Tabel:
    """One kind: a row per buurt, a cell per group."""

    soort: str
    groepen: list[str]
    rijen: list[tuple[Buurt, list[Vak]]]

    @property
    def samen(self):
        """Rows as a page shows them: buurten where the same holds stand in one, with their names."""
        groups = []
        for buurt, vakken in self.rijen:
            same = next((names for names, cells in groups if cells == vakken), None)
            if same is None:
                groups.append(([buurt.naam], vakken))
            else:
                same.append(buurt.naam)
        return groups


@dataclass(frozen=True)
class Gat:
    """One sort of partner that is missing somewhere: where, and about what."""

    partner_soort: str
    buurten: tuple[str, ...]
    overal: bool
    onderwerpen: tuple[str, ...]


@dataclass(frozen=True)
class Dekking:
    tabellen: list[Tabel]
    gaten: list[Gat]


def coverage(gemeente, today) -> Dekking:
    """The whole matrix of a gemeente, in as many queries for one buurt as for a hundred."""
    buurten = list(Buurt.objects.filter(gemeente=gemeente).order_by("naam"))
    categorieen = list(
        Categorie.objects.filter(gemeente=gemeente, vertrouwelijkheid__lt=Niveau.V4)
        .exclude(partner_soort=PartnerSoort.MELDPUNT)
        .exclude(soort=Soort.TEAM)  # read by whom the gemeente chose, taken up by nobody else
        .active()
        .order_by("soort", "volgorde", "code")
    )
    asked = _who_is_there(gemeente, buurten, today)
    return Dekking(
        tabellen=[_table(soort, buurten, list(rows), asked) for soort, rows in _per_kind(categorieen)],
        gaten=_gaps(categorieen, buurten, asked),
    )


def _per_kind(categorieen):
    kinds = {soort: n for n, soort in enumerate(Soort.values)}
    return groupby(sorted(categorieen, key=lambda c: kinds[c.soort]), key=lambda c: c.soort)


def _who_is_there(gemeente, buurten, today):
    """Names of partners per (sort, buurt): by mail somebody has to be there, by telephone a number is enough."""
    there = defaultdict(list)
    partners = Partner.objects.filter(gemeente=gemeente).active().order_by("naam")
    for partner in partners.prefetch_related("contacten__buurten", "contacten__vervanger"):
        for buurt in buurten:
            if covers(partner, buurt, today):
                there[partner.soort, buurt.pk].append(partner.naam)
    return there


def covers(partner, buurt, today):
    """Somebody at this partner can be asked about this buurt today; a contact without buurten is there for all."""
    people = [contact for contact in partner.contacten.all() if contact.actief]
    if partner.weg != Partner.Weg.LINK and not people:
        return partner.weg == Partner.Weg.EIGEN_SYSTEEM or bool(partner.telefoon)
    return any(_covers(contact, buurt, today, partner.weg) for contact in people)


def _covers(contact, buurt, today, weg):
    places = {place.pk for place in contact.buurten.all()}
    who = contact.stand_in(today)
    reachable = who is not None and (weg != Partner.Weg.LINK or who.email)
    return bool(reachable) and (not places or buurt.pk in places)


def _table(soort, buurten, categorieen, asked):
    groepen = defaultdict(list)
    for categorie in categorieen:
        groepen[categorie.groep].append(categorie)
    rows = [(buurt, [_cell(naam, group, buurt, asked) for naam, group in groepen.items()]) for buurt in buurten]
    return Tabel(str(Soort(soort).label), list(groepen), rows)


def _cell(naam, categorieen, buurt, asked):
    sorts = dict.fromkeys(categorie.partner_soort for categorie in categorieen)
    partners = [partner for sort in sorts for partner in asked.get((sort, buurt.pk), [])]
    missing = [str(PartnerSoort(sort).label) for sort in sorts if not asked.get((sort, buurt.pk))]
    return Vak(naam, tuple(partners), tuple(missing))


def _gaps(categorieen, buurten, asked):
    """Per missing sort of partner where and about what, the one missing in most places first."""
    topics = defaultdict(list)
    for categorie in categorieen:
        topics[categorie.partner_soort].append(categorie.naam)
    gaps = [_gap(sort, names, buurten, asked) for sort, names in topics.items()]
    return sorted((gap for gap in gaps if gap.buurten), key=lambda gap: (-len(gap.buurten), gap.partner_soort))


def _gap(sort, names, buurten, asked):
    where = tuple(buurt.naam for buurt in buurten if not asked.get((sort, buurt.pk)))
    return Gat(str(PartnerSoort(sort).label), where, len(where) == len(buurten), tuple(names))


# --- what needs attention ------------------------------------------------------------------------


@dataclass(frozen=True)
class Punt:
    """Something that beheer should look at, with the page (URL name and arguments) where it is mended."""

    tekst: str
    pagina: str
    wie: tuple = ()


def readers_missing(gemeente, seats):
    """Kinds and levels that nobody at the meldpunt reads; ``seats`` are the current ones of this gemeente."""
    highest = {}
    for soort, niveau in Categorie.objects.filter(gemeente=gemeente).active().values_list("soort", "vertrouwelijkheid"):
        highest[soort] = max(highest.get(soort, 0), min(niveau, Niveau.V3))
    for soort, niveau in sorted(highest.items()):
        read = [seat.hoogste_niveau for seat in seats if soort in seat.soorten]
        if not read:
            yield _("Niemand bij het meldpunt leest meldingen over: %(soort)s.") % {"soort": Soort(soort).label}
        elif max(read) < niveau:
            yield _("Niemand bij het meldpunt leest meldingen over %(soort)s die %(niveau)s zijn.") % {
                "soort": Soort(soort).label.lower(),
                "niveau": Niveau(niveau).label.lower(),
            }


def partners_missing(gemeente):
    """Sorts of partner that categories point to, and that this gemeente does not have."""
    have = set(Partner.objects.filter(gemeente=gemeente).active().values_list("soort", flat=True))
    rows = Categorie.objects.filter(gemeente=gemeente, vertrouwelijkheid__lt=Niveau.V4).active()
    counts = defaultdict(int)
    for soort in rows.values_list("partner_soort", flat=True):
        counts[soort] += soort not in have and soort != PartnerSoort.MELDPUNT
    for soort, number in sorted(counts.items()):
        if number:
            yield soort, number
