"""What a team may read of itself, and what only its coordinator counts (ontwerp §4)."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from buurtpreventie.audit.models import Logregel
from meldingen.figures import confidential_counts

pytestmark = pytest.mark.django_db
TEKST = "De gordijnen zijn al vijf dagen dicht."


@pytest.fixture
def zij(now, wereld):
    with time_machine.travel(now, tick=False):
        yield wereld


def browser(gebruiker):
    client = Client()
    client.force_login(gebruiker)
    return client


def team_page(zij, gebruiker):
    return browser(gebruiker).get(reverse("opvolging:team", args=[zij.team.pk]))


def detail(melding, gebruiker):
    return browser(gebruiker).get(reverse("opvolging:team_melding", args=[melding.nummer]))


def text_of(response):
    return " ".join(response.content.decode().split())


def test_a_member_reads_v0_and_a_coordinator_v0_and_v1_of_the_own_team(zij, now):
    levels = {niveau: zij.report(niveau, now=now) for niveau in range(4)}

    def readable(gebruiker):
        listed = text_of(team_page(zij, gebruiker))
        on_list = {niveau for niveau, melding in levels.items() if melding.nummer in listed}
        opened = {niveau for niveau, melding in levels.items() if detail(melding, gebruiker).status_code == 200}
        assert on_list == opened
        return opened

    assert readable(zij.teamgenoot) == {0}
    assert readable(zij.coordinator) == {0, 1}


def test_a_confidential_melding_that_the_melder_shares_is_read_by_the_coordinator_only(zij, now):
    melding = zij.report(2, now=now, coordinator_mag_lezen=True)

    assert TEKST in text_of(detail(melding, zij.coordinator))
    assert detail(melding, zij.teamgenoot).status_code == 404


def test_the_team_never_reads_who_reported(zij, now):
    melding = zij.report(0, now=now)

    for gebruiker in (zij.teamgenoot, zij.coordinator):
        page = text_of(detail(melding, gebruiker))
        assert TEKST in page
        assert zij.melder.naam not in page


def test_of_v2_a_coordinator_sees_kind_stand_and_week_counted_and_of_v3_nothing(zij, now):
    first, second = zij.report(2, now=now), zij.report(2, now=now - timedelta(hours=3))
    taken, strict = zij.taken_up(2, now=now - timedelta(days=7)), zij.report(3, now=now)

    counts = confidential_counts(zij.coordinator, zij.team, now)
    page = text_of(browser(zij.coordinator).get(reverse("opvolging:team_meldingen", args=[zij.team.pk])))
    page += text_of(team_page(zij, zij.coordinator))

    assert counts == [
        {"soort": "Zorgen om iemand", "stand": "Ontvangen", "week": 47, "jaar": 2026, "aantal": 2},
        {"soort": "Zorgen om iemand", "stand": "Opgepakt", "week": 46, "jaar": 2026, "aantal": 1},
    ]
    for melding in (first, second, taken, strict):
        assert melding.nummer not in page
    assert first.categorie.naam not in page
    assert zij.melder.naam not in page
    assert zij.buurt.naam not in page


def test_the_counts_are_for_the_coordinator_of_this_team_only(zij, elders, now):
    zij.report(2, now=now)

    for gebruiker in (zij.teamgenoot, zij.ander_teamlid, elders.coordinator, zij.beheer):
        assert confidential_counts(gebruiker, zij.team, now) == []
    assert "Vertrouwelijke meldingen" not in text_of(team_page(zij, zij.teamgenoot))


def test_another_team_does_not_exist_and_staff_has_no_business_here(zij, elders):
    assert team_page(zij, elders.coordinator).status_code == 404
    assert team_page(zij, zij.ander_teamlid).status_code == 404
    missing = reverse("opvolging:team", args=[999_999])
    assert browser(zij.coordinator).get(missing).status_code == 404


def test_a_coordinator_who_opens_v1_is_written_down(zij, now):
    melding = zij.report(1, now=now)

    detail(melding, zij.coordinator)

    assert Logregel.objects.about(melding).openings().by(zij.coordinator).count() == 1


def test_the_page_of_the_team_leads_on_to_members_and_all_meldingen_only_for_who_leads_it(zij):
    onward = [reverse(name, args=[zij.team.pk]) for name in ("teams:leden", "opvolging:team_meldingen")]

    for gebruiker, leads in ((zij.coordinator, True), (zij.teamgenoot, False)):
        page = text_of(team_page(zij, gebruiker))
        assert all((f'href="{url}"' in page) is leads for url in onward)
