"""The figures of trainings as tiles, charts and lines of a file: the page and the file say the same."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from buurtpreventie.ui.charts import Punt, lying_bars, number_in_words
from trainingen.cover import FEW, expected_of
from trainingen.models import BewijsSoort

AVONDEN = (
    gettext_lazy("Gemeente"),
    gettext_lazy("Datum"),
    gettext_lazy("Soort"),
    gettext_lazy("Onderwerp"),
    gettext_lazy("Programma"),
    gettext_lazy("Teams"),
    gettext_lazy("Aanwezig"),
)
TEAMS = (gettext_lazy("Gemeente"), gettext_lazy("Team"), gettext_lazy("Leden"), *(one.label for one in BewijsSoort))


def page_of_figures(found):
    """Tiles and a chart; no chart of nothing."""
    return {
        "vakken": [
            {"tekst": _("Avonden"), "aantal": number_in_words(found.totaal.avonden)},
            {
                "tekst": _("Keer iemand aanwezig"),
                "aantal": turnout_in_words(found.totaal),
                "uitleg": known_in_words(found.totaal),
            },
            {
                "tekst": _("Verschillende mensen"),
                "aantal": number_in_words(found.mensen),
                "uitleg": _("Van een avond uit een verslag kennen wij geen namen.") if found.mensen is None else "",
            },
            {
                "tekst": _("Teams zonder training"),
                "aantal": len(found.zonder_training),
                "laat": True,
                "uitleg": _("van %(n)s") % {"n": len(found.teams)},
            },
        ],
        "dekking": _cover_bars(found),
        "rijen": [(dekking.team, cells_of(dekking)) for dekking in found.teams],
    }


def turnout_in_words(opkomst):
    """A number, or a dash where nobody knows."""
    return number_in_words(opkomst.aanwezig if opkomst.is_bekend or not opkomst.avonden else None)


def known_in_words(opkomst):
    """Of how many evenings the turn-out is known, when that is not all of them."""
    if opkomst.bekend == opkomst.avonden:
        return ""
    return _("De opkomst is bekend van %(bekend)s van de %(avonden)s avonden.") % {
        "bekend": opkomst.bekend,
        "avonden": opkomst.avonden,
    }


def cells_of(dekking):
    """(kind, words) of one team."""
    return [(vak.soort.label, cell_of(vak)) for vak in dekking.soorten]


def cell_of(vak):
    """One kind of one team, outside that team."""
    if not vak.leden:
        return _("geen leden")
    if vak.is_verborgen:
        return _("minder dan %(n)s leden") % {"n": FEW}
    return _("%(actueel)s van %(leden)s") % {"actueel": vak.actueel, "leden": vak.leden}


def cover_in_words(dekking):
    """For who leads the team: "Actueel: wijkveiligheid 8 van 12, reanimatie en AED 3 van 12. 2 bewijzen …"."""
    if not dekking.leden:
        return _("Wie is waarin getraind, en tot wanneer.")
    kinds = ", ".join(_of_members(dekking.of(soort)) for soort in expected_of(dekking.team))
    n = len(dekking.loopt_af)
    soon = ngettext("%(n)s bewijs loopt bijna af.", "%(n)s bewijzen lopen bijna af.", n) % {"n": n} if n else ""
    return f"{_('Actueel: %(soorten)s.') % {'soorten': kinds}} {soon}".strip()


def _of_members(vak):
    """One kind of the own team, where a small number is no secret."""
    naam = str(vak.soort.label)
    facts = {"soort": naam[0].lower() + naam[1:], "actueel": vak.actueel, "leden": vak.leden}
    return _("%(soort)s %(actueel)s van %(leden)s") % facts


def _cover_bars(found):
    """Per kind how many of a hundred members are up to date."""
    punten = [Punt(str(totaal.soort.label), totaal.procent) for totaal in found.soorten if totaal.leden]
    if not punten:
        return None
    hidden = any(totaal.verborgen_teams for totaal in found.soorten)
    note = _("Teams met minder dan %(n)s leden tellen niet mee bij reanimatie en VOG.") % {"n": FEW} if hidden else ""
    return lying_bars(
        "actueel-per-soort",
        _("Hoeveel procent van de leden is actueel?"),
        punten,
        kop=_("Soort"),
        eenheid=_("Procent van de leden"),
        noot=note,
        vol=100,
    )


def evening_rows(found):
    """A line per evening, under the names of then."""
    for sessie in found.avonden:
        yield (
            sessie.gemeente_toen,
            sessie.dag,
            sessie.get_soort_display(),
            sessie.titel,
            sessie.programma.naam if sessie.programma else "",
            ", ".join(team.naam_toen for team in sessie.sessieteams.all()),
            _("onbekend") if sessie.opkomst is None else sessie.opkomst,
        )


def team_rows(found, gemeente):
    """A line per team."""
    for dekking in found.teams:
        yield (gemeente.naam, dekking.team.naam, len(dekking.leden), *(cell_of(vak) for vak in dekking.soorten))
