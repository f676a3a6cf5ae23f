"""What a team reads of its own work: rounds, and what came of its meldingen (E115). Per team, never per volunteer.

Meldingen count only as far as the reader may read them; rounds are of the whole team.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from buurtpreventie.ui.charts import Punt, lying_bars, number_in_words, standing_bars
from buurtpreventie.ui.dates import MONTHS
from meldingen.models import Melding, Stand
from opvolging.figures import Median, days
from opvolging.models import Terugkoppeling
from teams.clocks import local_date
from teams.rondes.figures import WEEK, WEEKS, midnight, streets_of, team_figures

SHOWN = (Stand.ONTVANGEN, Stand.OPGEPAKT, Stand.AANZIEN, Stand.AFGEROND, Stand.BEANTWOORD)


@dataclass(frozen=True)
class TeamMeldingen:
    """The meldingen of a team that one reader may read; ``standen`` are of the last eight weeks."""

    standen: dict
    maand: int
    vorige_maand: int
    mediaan: timedelta | None  # of the answers of the last eight weeks: half came within this

    @property
    def dagen(self):
        return None if self.mediaan is None else max(days(self.mediaan), 1)


def melding_figures(user, team, now):
    """One query over what this person may read of the team."""
    today = local_date(now)
    first = today.replace(day=1)
    before = (first - timedelta(days=1)).replace(day=1)
    since = midnight(today - WEEK * WEEKS + timedelta(days=1))
    answers = Terugkoppeling.objects.to_melder().antwoorden().filter(melding=OuterRef("pk")).order_by("op")
    mine = Melding.objects.visible_to(user).of_teams(user).filter(team=team).exclude(stand=Stand.INGETROKKEN)
    found = mine.annotate(eerste_antwoord=Subquery(answers.values("op")[:1])).aggregate(
        maand=Count("pk", filter=Q(gemeld_op__gte=midnight(first))),
        vorige_maand=Count("pk", filter=Q(gemeld_op__gte=midnight(before), gemeld_op__lt=midnight(first))),
        mediaan=Median(F("eerste_antwoord") - F("gemeld_op"), filter=Q(eerste_antwoord__gte=since)),
        **{stand: Count("pk", filter=Q(stand=stand, gemeld_op__gte=since)) for stand in SHOWN},
    )
    return TeamMeldingen(standen={stand: found.pop(stand) for stand in SHOWN}, **found)


def figures_for_page(user, team, now):
    """Tiles and charts of the page of the team; three queries."""
    rounds, meldingen = team_figures(team, now), melding_figures(user, team, now)
    walked = rounds.totaal.rondes > 0
    return {
        "vakken": _tiles(rounds, meldingen, now),
        "weken": _weeks(rounds) if walked else None,
        "bevindingen": _findings(rounds.totaal) if walked else None,
        "standen": _stands(meldingen) if any(meldingen.standen.values()) else None,
        "straten": streets_of(team, now) if walked else None,
    }


def _tiles(rounds, meldingen, now):
    """Four numbers of this month, each with the whole month before to hold it against."""
    last = local_date(now).replace(day=1) - timedelta(days=1)

    def before(number):
        return _("in heel %(maand)s: %(aantal)s") % {
            "maand": MONTHS[last.month - 1],
            "aantal": number_in_words(number),
        }

    return [
        _tile(_("Rondes"), rounds.maand.rondes, before(rounds.vorige_maand.rondes)),
        _tile(_("Gesprekken"), rounds.maand.gesprekken, before(rounds.vorige_maand.gesprekken)),
        _tile(_("Meldingen"), meldingen.maand, before(meldingen.vorige_maand)),
        {"tekst": _("Antwoord binnen"), **_answered_in(meldingen.dagen)},
    ]


def _tile(words, number, beside):
    return {"tekst": words, "aantal": number_in_words(number), "uitleg": beside}


def _answered_in(number):
    if number is None:
        return {"aantal": "–", "uitleg": _("nog geen antwoord, laatste 8 weken")}
    words = _("1 dag") if number == 1 else _("%(n)s dagen") % {"n": number_in_words(number)}
    return {"aantal": words, "uitleg": _("de helft van de antwoorden, laatste 8 weken")}


def _weeks(rounds):
    return standing_bars(
        "rondes-per-week",
        _("Rondes per week"),
        [Punt(str(week.nummer), week.telling.rondes, nu=week.nu) for week in rounds.weken],
        kop=_("Week"),
        eenheid=_("Rondes"),
        noot=_("Weeknummer. De laatste week is nog bezig."),
    )


def _findings(telling):
    return lying_bars(
        "bevindingen",
        _("Wat kwam het team tegen?"),
        [
            Punt(_("Gesprekken"), telling.gesprekken),
            Punt(_("Afval op straat"), telling.afval),
            Punt(_("Kapotte verlichting"), telling.verlichting),
            Punt(_("Onveilige plek in het verkeer"), telling.verkeer),
        ],
        kop=_("Onderwerp"),
        eenheid=_("Aantal keer"),
        noot=_("Laatste 8 weken."),
    )


def _stands(meldingen):
    return lying_bars(
        "meldingen-per-stand",
        _("Hoe staat het met de meldingen?"),
        [Punt(stand.label, meldingen.standen[stand]) for stand in SHOWN],
        kop=_("Stand"),
        eenheid=_("Meldingen"),
        noot=_("Laatste 8 weken, alleen wat u mag lezen."),
    )
