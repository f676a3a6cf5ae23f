"""Who answered, of how many, against what was expected, and by which way (E202); why others did not (E203)."""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from evaluaties.figures.outcomes import rebuilt
from evaluaties.figures.rounding import percent
from evaluaties.figures.tables import Tabel, getal, procent, tekst
from evaluaties.models import Afname, Kanaal, NonRespons, Reden, Respons, Soort
from evaluaties.present import with_numbers


@dataclass(frozen=True)
class Cijfers:
    """Numbers of one run, or of runs together. ``van``: of how many people an answer could come; None: nobody knows."""

    naam: str
    van: int | None
    binnen: int
    bekend: int  # answers of runs of which ``van`` is known
    verwacht: int | None  # percents, set beforehand
    per_kanaal: Counter
    is_open: bool = False
    bron: str = ""  # the report from which it was rebuilt
    lijst: str = ""  # which questionnaire

    @property
    def procent(self) -> Decimal | None:
        return percent(self.bekend, self.van, 1) if self.van else None

    @property
    def is_te_veel(self):
        """More answers than people: shown as it is."""
        return self.van is not None and self.bekend > self.van


def response_of(afname) -> Cijfers:
    """The numbers of one run."""
    return response_per(Afname.objects.filter(pk=afname.pk))[0]


def response_per(afnames) -> list[Cijfers]:
    """The numbers of each run, the oldest first: two queries."""
    rows = with_numbers(_as_rows(afnames)).order_by("opent_op", "pk")
    channels = defaultdict(Counter)
    counted = Respons.objects.filter(afname__in=_as_rows(afnames).order_by().values("pk"), aantal__gt=0)
    for afname, kanaal, aantal in counted.values_list("afname", "kanaal", "aantal"):
        channels[afname][kanaal] += aantal
    return [_numbers(afname, channels[afname.pk]) for afname in rows]


def together(rows, naam="") -> Cijfers:
    """These added up; the expectation only when it is one and the same for all."""
    known, expected = [row.van for row in rows if row.van is not None], {row.verwacht for row in rows}
    return Cijfers(
        naam=naam or _("Samen"),
        van=sum(known) if known else None,
        binnen=sum(row.binnen for row in rows),
        bekend=sum(row.bekend for row in rows),
        verwacht=expected.pop() if len(expected) == 1 else None,
        per_kanaal=sum((row.per_kanaal for row in rows), Counter()),
        is_open=any(row.is_open for row in rows),
    )


def _as_rows(afnames):
    return afnames if isinstance(afnames, QuerySet) else Afname.objects.filter(pk__in=[row.pk for row in afnames])


def _numbers(afname, channels):
    return Cijfers(
        naam=_("%(naam)s (nagebouwd)") % {"naam": afname.naam_toen} if afname.nagebouwd else afname.naam_toen,
        van=afname.verwacht,
        binnen=afname.binnen,
        bekend=0 if afname.verwacht is None else afname.binnen,
        verwacht=afname.verwacht_procent,
        per_kanaal=channels,
        is_open=afname.is_open,
        bron=afname.bron,
        lijst=afname.versie.vragenlijst.naam,
    )


# --- as a table -------------------------------------------------------------------------------------


def response_table(afnames, others=()) -> Tabel:
    """A line per run, then ``others`` in one line (runs that the reader does not see), then all of them.

    What was rebuilt from a report is never added to what was answered here.
    """
    rows, rest = response_per(afnames), response_per(others) if others else []
    lines = [*rows, *([together(rest, _("Andere gemeenten"))] if rest else [])]
    measured = [row for row in (*rows, *rest) if not row.bron]
    return _table([*lines, *([together(measured)] if len(measured) > 1 else [])])


def response_by_list(afnames) -> Tabel:
    """A line per questionnaire: for a place where runs are many; what was rebuilt keeps a line of its own.

    Conversations are no questionnaires: nobody is asked one by one.
    """
    lists = defaultdict(list)
    for row in response_per(_as_rows(afnames).exclude(versie__vragenlijst__soort=Soort.SAMEN)):
        lists[row.naam if row.bron else row.lijst].append(row)
    return _table([replace(together(rows, naam), bron=rows[0].bron) for naam, rows in lists.items()])


def _table(lines):
    ways = [kanaal for kanaal in Kanaal if any(line.per_kanaal[kanaal] for line in lines)]
    return Tabel(
        naam="respons",
        kop=_("Hoeveel mensen antwoordden"),
        kolommen=(_("Waarover"), _("Mensen"), _("Antwoorden"), _("Respons"), _("Verwacht"), *(w.label for w in ways)),
        rijen=tuple(_line(line, ways) for line in lines),
        noten=tuple(_notes(lines)),
    )


def _line(row, ways):
    numbers = (getal(row.van), getal(row.binnen), procent(row.procent), procent(row.verwacht))
    return (tekst(row.naam), *numbers, *(getal(row.per_kanaal[way]) for way in ways))


def _notes(lines):
    if any(line.is_te_veel for line in lines):
        yield _("Let op: er zijn meer antwoorden dan mensen. Dat kan niet kloppen. Wij laten het zien zoals het is.")
    if any(line.van is None or line.bekend != line.binnen for line in lines):
        yield _("Een streepje bij mensen: niet bekend hoeveel mensen het konden invullen. Dat telt niet in de respons.")
    yield from (f"{rebuilt()}: {bron}." for bron in sorted({line.bron for line in lines if line.bron}))
    if any(line.is_open for line in lines):
        yield _("Een deel is nog in te vullen. De aantallen kunnen nog groeien.")


def reasons_table(afnames) -> Tabel:
    """Why people did not answer, as their coordinators think: per reason how many teams."""
    rows = NonRespons.objects.filter(afname__in=_as_rows(afnames).order_by().values("pk"))
    counted = Counter(code for redenen in rows.values_list("redenen", flat=True) for code in redenen)
    known = [(reden.label, counted[reden.value]) for reden in Reden if counted[reden.value]]
    return Tabel(
        naam="geen-antwoord",
        kop=_("Waarom anderen niet antwoordden"),
        kolommen=(_("Reden"), _("Teams")),
        rijen=tuple((tekst(label), getal(number)) for label, number in known),
        noten=(_("Dit denken de coördinatoren. Namen staan er niet bij."),) if known else (),
    )
