"""Each rule about rounds finds what breaks it, and nothing in rows that are as they should be."""

from datetime import timedelta

import pytest
from django.utils import timezone

from buurtpreventie.tokens import hash_token
from teams.rondes.invariants import checks
from teams.rondes.models import Deelname, Gesprek, Ronde, Sleutel
from teams.rondes.tests.factories import (
    DeelnameFactory,
    OproepFactory,
    RondeFactory,
    VerslagFactory,
    WaarschuwingFactory,
)
from teams.tests.factories import GemeenteFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(microsecond=0)


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


def test_a_warning_to_nobody_or_across_the_border_is_found(out):
    warning = WaarschuwingFactory(gemeente=GemeenteFactory(), verstuurd=True)
    assert broken() == {"waarschuwing_aan_niemand"}
    OproepFactory(waarschuwing=warning, ronde=out)
    assert broken() == {"oproep_in_andere_gemeente"}
