"""Each other term: not a day too early, gone a day after, and what happens to it works on real rows."""

from datetime import timedelta

import pytest

from buurtpreventie.accounts.models import Uitnodiging
from buurtpreventie.keeping import carry_out
from evaluaties.retention import all_rules
from meldingen.models import EvenAanzien, Overleg
from opvolging.actions.wiping import wipe
from opvolging.actions.wiplist import run_list
from opvolging.models import Wissing
from opvolging.tests.wereld import make_wereld
from teams.clocks import local_date
from teams.rondes.models import Agenda, Bevestiging, Sleutel
from teams.rondes.tests.factories import (
    AandachtspuntFactory,
    DeelnameFactory,
    RondeFactory,
    VerslagFactory,
    WaarschuwingFactory,
)
from trainingen.models import GeoefendeSituatie, Leerwens
from trainingen.tests.factories import InschrijvingFactory, KennismakingFactory, SessieFactory, SituatieFactory

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
DAYS = {  # after which each of the rows of ``made`` is over its term
    "overleg": 14,
    "overleg_wie": 365,
    "even_aanzien": 90,
    "uitnodiging_gebruikt": 365,
    "verslag_woorden": 365,
    "ronde_gast": 90,
    "aandachtspunt": 90,
    "waarschuwing": 365,
    "waarschuwing_gelezen": 365,
    "ronde_link": 30,
    "agenda": 30,
    "training_gast": 365,
    "leerwens": 365,
    "geoefend": 365,
    "kennismaking": 3 * 365,
}
ELSEWHERE = {"account", "verzoek", "nazicht"}  # these have tests of their own, with what they wait for


def made(wereld, now):
    """One row for each rule, which begins to count now."""
    day, who = local_date(now), wereld.melder
    ended = {"gemeente": wereld.gemeente, "wie": who, "klaar_op": now}
    Overleg.objects.create(
        soort="niet_pluis",
        aanleiding="twijfel",
        telefoon="0612345678",
        bereikbaar="Na vier uur",
        gevraagd_op=now - DAY,
        bellen_voor=day,
        uitkomst="advies",
        klaar_door=wereld.meldpunt,
        **ended,
    )
    EvenAanzien.objects.create(begonnen_op=now - 20 * DAY, vragen_op=day, uitkomst="goed", **ended)
    link = {"gemaakt_op": now - DAY, "verloopt_op": now, "token_hash": "x"}
    Uitnodiging.objects.create(gebruiker=who, gebruikt_op=now, **link)
    ronde = RondeFactory(afgerond=True, team=wereld.team, op=now, leider=who)
    VerslagFactory(ronde=ronde, opmerking="Een hond liep los.", klaar_op=now)
    DeelnameFactory(ronde=ronde, gebruiker=None, gast="boa", gast_naam="Meneer Gast")
    AandachtspuntFactory(team=wereld.team, van=now - 20 * DAY, tot=now)
    warned = WaarschuwingFactory(gemeente=wereld.gemeente, verstuurd=True, begonnen_op=now - DAY)
    warned.stand, warned.gesloten_op, warned.gesloten_door, warned.slottekst = "afgesloten", now, who, "Voorbij."
    warned.save()
    Bevestiging.objects.create(waarschuwing=warned, ronde=ronde, gebruiker=who, soort="gezien", op=now)
    Sleutel.objects.create(ronde=ronde, gebruiker=who, doel="thuis", **link)
    Agenda.objects.create(gebruiker=who, token_hash="x", gemaakt_op=now - DAY, ingetrokken_op=now)
    evening = SessieFactory(gemeente=wereld.gemeente, gehouden=True, op=now)
    guests = [InschrijvingFactory(sessie=evening, gast=naam, gast_email="g@example.nl") for naam in ("Een", "Twee")]
    Leerwens.objects.create(inschrijving=guests[0], onderwerp="anders", tekst="Over mijn buurman", op=now)
    GeoefendeSituatie.objects.create(
        sessie=evening, situatie=SituatieFactory(gemeente=wereld.gemeente), notitie="Rustig blijven", door=who, op=now
    )
    KennismakingFactory(team=wereld.team, gehouden_op=day, door=wereld.trainer)


def test_every_rule_finds_its_rows_a_day_after_the_term_and_not_a_day_before_and_then_they_are_gone(now):
    made(make_wereld(), now)
    rules = {rule.code: rule for rule in all_rules() if rule.runs}
    assert set(rules) == set(DAYS) | ELSEWHERE, "make a row here for a new rule, and say after how many days it goes"
    for code, days in sorted(DAYS.items(), key=lambda one: one[1]):
        early, late = now + (days - 1) * DAY, now + (days + 1) * DAY
        assert not rules[code].rijen(early).exists(), code
        number = rules[code].rijen(late).count()
        assert number, code
        assert carry_out(rules[code], late) == number, code
        assert not rules[code].rijen(late).exists(), code


def test_what_was_opened_again_after_the_night_had_read_the_list_is_not_wiped(now):
    wereld = make_wereld()
    melding = wereld.answered(0, now=now).melding
    run_list(now + 366 * DAY)
    read = Wissing.objects.select_related("melding").get()
    type(melding).objects.filter(pk=melding.pk).update(stand="opgepakt")
    assert wipe(read, now=now + 400 * DAY) is None
    melding.refresh_from_db()
    assert melding.gewist_op is None and melding.inhoud.waarneming
