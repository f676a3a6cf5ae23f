"""Each rule about rounds finds what breaks it, and nothing in rows that are as they should be."""

from datetime import timedelta

import pytest
from django.utils import timezone

from buurtpreventie.outbox.actions import queue
from buurtpreventie.tokens import hash_token
from teams.rondes.invariants import checks
from teams.rondes.models import Bevestiging, Deelname, Gesprek, Ronde, Sleutel, Waarschuwing
from teams.rondes.tests.factories import (
    DeelnameFactory,
    OproepFactory,
    RondeFactory,
    RoosterFactory,
    RouteFactory,
    VerslagFactory,
    WaarschuwingFactory,
)
from teams.tests.factories import GemeenteFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(microsecond=0)
HOUR = timedelta(hours=1)


def broken():
    return {naam for naam, rows in checks().items() if rows.exists()}


@pytest.fixture
def walked():
    """A finished round with a walker and a report."""
    ronde = RondeFactory(afgerond=True, op=NOW - timedelta(days=1))
    DeelnameFactory(ronde=ronde, gebruiker=ronde.leider, liep_mee=True)
    VerslagFactory(ronde=ronde)
    return ronde


@pytest.fixture
def out():
    """A round that is under way with its leader."""
    ronde = RondeFactory(bezig=True, op=NOW - timedelta(minutes=30))
    DeelnameFactory(ronde=ronde, gebruiker=ronde.leider, stand="liep_mee", tijdvak=(ronde.begin, None))
    return ronde


def test_rounds_as_they_should_be_break_nothing(walked, out):
    warning = WaarschuwingFactory(gemeente=out.team.gemeente, verstuurd=True)
    OproepFactory(waarschuwing=warning, ronde=out)
    assert broken() == set()


def test_a_round_that_nobody_closed_for_a_day_is_found(out):
    Ronde.objects.update(begin=NOW - timedelta(days=2), verwacht_einde=NOW - timedelta(days=1))
    Deelname.objects.update(tijdvak=(NOW - timedelta(days=2), None))
    assert broken() == {"ronde_nooit_afgesloten"}


def test_a_round_under_way_without_anybody_is_found(out):
    Deelname.objects.all().delete()
    assert broken() == {"ronde_onderweg_zonder_loper"}


def test_a_link_that_outlives_its_round_is_found(walked):
    Sleutel.objects.create(
        ronde=walked,
        gebruiker=walked.leider,
        doel="thuis",
        token_hash=hash_token("x"),
        gemaakt_op=NOW,
        verloopt_op=NOW + timedelta(hours=1),
    )
    assert broken() == {"ronde_voorbij_met_levende_link"}


@pytest.mark.parametrize("minutes", [(-5, 0), (0, 5)])
def test_somebody_who_was_outside_longer_than_the_round_is_found(walked, minutes):
    before, after = (timedelta(minutes=n) for n in minutes)
    Deelname.objects.update(tijdvak=(walked.begin + before, walked.einde + after))
    assert broken() == {"loper_buiten_de_ronde"}


def test_somebody_who_came_home_from_a_round_that_goes_on_is_found(out):
    Deelname.objects.update(tijdvak=(out.begin, NOW))
    assert broken() == {"loper_buiten_de_ronde"}


def test_somebody_who_walked_in_a_round_that_never_began_is_found():
    planned = RondeFactory()
    DeelnameFactory(ronde=planned, stand="liep_mee", tijdvak=(planned.gepland_van, planned.gepland_tot))
    assert broken() == {"meegelopen_voor_de_start", "loper_buiten_de_ronde"}


def test_a_conversation_in_a_report_that_says_there_was_none_is_found(walked):
    Gesprek.objects.create(verslag=walked.verslagen.get(), onderwerp="praatje")
    assert broken() == {"gesprek_zonder_gepraat"}


def test_a_warning_across_the_border_is_found(out):
    OproepFactory(waarschuwing=WaarschuwingFactory(gemeente=GemeenteFactory(), verstuurd=True), ronde=out)
    assert broken() == {"oproep_in_andere_gemeente"}


def test_a_warning_that_was_read_without_a_call_or_too_early_is_found(out):
    warning = WaarschuwingFactory(gemeente=out.team.gemeente, verstuurd=True, begonnen_op=NOW)
    Bevestiging.objects.create(waarschuwing=warning, ronde=out, gebruiker=out.leider, soort="gezien", op=NOW)
    assert broken() == {"waarschuwing_gelezen_zonder_oproep"}
    OproepFactory(waarschuwing=warning, ronde=out)
    assert broken() == set()
    Bevestiging.objects.update(op=NOW - timedelta(minutes=1))
    assert broken() == {"waarschuwing_gelezen_voor_verzending"}


def test_a_warning_that_was_mailed_without_a_call_is_found(out):
    warning = WaarschuwingFactory(gemeente=out.team.gemeente, verstuurd=True, begonnen_op=NOW)
    link = {"doel": "waarschuwing", "token_hash": hash_token("x"), "gemaakt_op": NOW, "verloopt_op": NOW + HOUR}
    Sleutel.objects.create(ronde=out, gebruiker=out.leider, waarschuwing=warning, **link)
    assert broken() == {"waarschuwing_gemaild_zonder_oproep"}


def test_a_warning_that_is_over_and_still_goes_out_is_found(out):
    warning = WaarschuwingFactory(gemeente=out.team.gemeente, verstuurd=True, begonnen_op=NOW)
    mail = {"soort": "spoed", "aan": "anna@example.nl", "onderwerp": "Waarschuwing", "tekst": "Ga weg."}
    queue(sleutel=f"waarschuwing:{warning.pk}:1", bron=warning.bron, gemeente_id=warning.gemeente_id, now=NOW, **mail)
    assert broken() == set()
    Waarschuwing.objects.update(stand="afgesloten", gesloten_op=NOW)
    assert broken() == {"waarschuwing_voorbij_met_open_mail"}


def test_a_round_with_the_roster_route_or_stand_in_of_others_is_found():
    ronde = RondeFactory()
    elsewhere = DeelnameFactory(stand="afgemeld", vervanging_gevraagd_op=NOW)
    DeelnameFactory(ronde=ronde, vervangt=elsewhere)
    ronde.rooster, ronde.route = RoosterFactory(), RouteFactory()
    ronde.save()
    found = {"invaller_van_andere_ronde", "ronde_van_rooster_van_ander_team", "route_van_ander_team"}
    assert broken() == found
