"""One event that four people report, handled together: one ask, and each of them hears."""

from datetime import time, timedelta

from meldingen.actions import report_melding
from meldingen.models import Categorie, Melding
from opvolging import actions
from opvolging.wording import prefilled_extract
from teams.clocks import Kalender, at, local_date
from teams.demo import HOOFD

EVENT = [  # what each of them wrote
    "Er staat een grote plas op de hoek. De put loopt niet weg.",
    "De straat staat blank bij de put.",
    "Fietsers moeten over de stoep, want er ligt water op de weg.",
    "De put borrelt en stinkt.",
]
DAGEN_GELEDEN = 2


def play_together(plekken, now):
    """Two working days ago: four reports within the hour, then one ask."""
    plek = plekken[HOOFD]
    begin = at(Kalender.of(plek.gemeente).add_working_days(local_date(now), -DAGEN_GELEDEN), time(9, 40))
    meldingen = [_report(plek, words, n, begin + timedelta(minutes=13 * n)) for n, words in enumerate(EVENT)]
    handler, moment = plek.meldpunt[0], begin + timedelta(hours=1)
    actions.bundle(meldingen, hoofd=meldingen[0], actor=handler, now=moment)
    first = Melding.objects.select_related("categorie", "gemeente", "buurt", "melder").get(pk=meldingen[0].pk)
    soort = first.categorie.partner_soort
    actions.ask_partner(
        first,
        partner=plek.partners[soort],
        contact=plek.contacten.get(soort),
        uittreksel=prefilled_extract(first, first.inhoud),
        actor=handler,
        now=moment + timedelta(minutes=6),
    )


def _report(plek, words, n, moment):
    melder, buurt = plek.lid[n % len(plek.lid)], plek.buurten[0]
    categorie = Categorie.objects.select_related("gemeente").get(gemeente=plek.gemeente, code="OR09")
    inhoud = {"waarneming": words, "straat": buurt.straten.first().naam}
    return report_melding(actor=melder, categorie=categorie, buurt=buurt, team=plek.team, inhoud=inhoud, now=moment)
