"""The figures of a gemeente as tiles, charts and lines of a file: the page and the file say the same."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from buurtpreventie.ui.charts import Punt, lying_bars, number_in_words, standing_bars

TEAMS = (
    gettext_lazy("Gemeente"),
    gettext_lazy("Van"),
    gettext_lazy("Tot en met"),
    gettext_lazy("Team"),
    gettext_lazy("Wijk"),
    gettext_lazy("Rondes"),
    gettext_lazy("Uren"),
    gettext_lazy("Gesprekken"),
    gettext_lazy("Afval op straat"),
    gettext_lazy("Kapotte verlichting"),
    gettext_lazy("Onveilige plek in het verkeer"),
    gettext_lazy("Rondes met minder dan 2 mensen"),
    gettext_lazy("Straten"),
    gettext_lazy("Straten niet gelopen"),
    gettext_lazy("Stil team"),
)
STRATEN = (
    gettext_lazy("Gemeente"),
    gettext_lazy("Van"),
    gettext_lazy("Tot en met"),
    gettext_lazy("Wijk"),
    gettext_lazy("Buurt"),
    gettext_lazy("Straat"),
)
MOST_BARS, MOST_WEEKS = 20, 10


def page_of_figures(found):
    """Tiles and charts; no chart of nothing."""
    total = found.totaal
    return {
        "vakken": [
            _tile(_("Rondes"), total.rondes),
            _tile(_("Uren op straat"), total.uren),
            _tile(_("Gesprekken"), total.gesprekken),
            {**_tile(_("Straten niet gelopen"), len(found.straten)), "uitleg": _of(found.aantal_straten)},
        ],
        "weken": _weeks(found) if total.rondes else None,
        "per_team": _per_team(found) if total.rondes else None,
        "buurten": streets_per_buurt(found),
    }


def _tile(words, number):
    return {"tekst": words, "aantal": number_in_words(number)}


def _of(number):
    return _("van %(n)s") % {"n": number_in_words(number)}


def _weeks(found):
    """The last weeks of the period: more do not fit beside each other on a phone."""
    note = _("Weeknummer. Een week kan voor een deel buiten de periode vallen.")
    if len(found.weken) > MOST_WEEKS:
        note = _("Weeknummer. Alleen de laatste %(n)s weken van de periode.") % {"n": MOST_WEEKS}
    return standing_bars(
        "rondes-per-week",
        _("Rondes per week"),
        [Punt(str(week.nummer), week.telling.rondes, nu=week.nu) for week in found.weken[-MOST_WEEKS:]],
        kop=_("Week"),
        eenheid=_("Rondes"),
        noot=note,
    )


def _per_team(found):
    """The teams with the most hours; the table has them all."""
    rijen = sorted(found.teams, key=lambda rij: (-rij.telling.duur, rij.team.naam))[:MOST_BARS]
    return lying_bars(
        "uren-per-team",
        _("Uren per team"),
        [Punt(rij.team.naam, rij.telling.uren) for rij in rijen],
        kop=_("Team"),
        eenheid=_("Uren"),
        noot=_("De %(n)s teams met de meeste uren.") % {"n": MOST_BARS} if len(found.teams) > MOST_BARS else "",
    )


def streets_per_buurt(found):
    """(wijk, buurt, streets where nobody came), in the order of the figures."""
    groups = {}
    for straat in found.straten:
        groups.setdefault((straat.buurt.wijk.naam, straat.buurt.naam), []).append(straat.naam)
    return [(wijk, buurt, straten) for (wijk, buurt), straten in groups.items()]


def team_rows(found, gemeente, periode):
    """A line per team, as the columns of ``TEAMS``."""
    for rij in found.teams:
        telling = rij.telling
        yield (
            gemeente.naam,
            periode.van,
            periode.tot_en_met,
            rij.team.naam,
            ", ".join(rij.wijken),
            telling.rondes,
            telling.uren,
            telling.gesprekken,
            telling.afval,
            telling.verlichting,
            telling.verkeer,
            rij.alleen,
            rij.straten,
            rij.niet_gelopen,
            _("ja") if rij.is_stil else _("nee"),
        )


def street_rows(found, gemeente, periode):
    """A line per street where nobody came, as the columns of ``STRATEN``."""
    for straat in found.straten:
        yield gemeente.naam, periode.van, periode.tot_en_met, straat.buurt.wijk.naam, straat.buurt.naam, straat.naam
