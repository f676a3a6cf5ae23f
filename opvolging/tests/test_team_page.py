"""The page of a team: what is to be done, and what the team did, per team and never per volunteer (E107, E115)."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from opvolging.actions import close_with_antwoord
from opvolging.team_figures import melding_figures
from opvolging.tests.meldpunt_pages import signed_in, text_of
from teams.rondes.models import Gesprek
from teams.rondes.tests.factories import DeelnameFactory, RondeFactory, RouteFactory, VerslagFactory
from teams.tests.factories import LidmaatschapFactory, StraatFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def zij(now, wereld):
    with time_machine.travel(now, tick=False):
        yield wereld


def page(zij, gebruiker=None):
    return signed_in(gebruiker or zij.coordinator).get(reverse("opvolging:team", args=[zij.team.pk]))


def walk(zij, op, **tellingen):
    """A finished round of two members with one report in which four people were spoken to."""
    ronde = RondeFactory(team=zij.team, afgerond=True, op=op)
    DeelnameFactory.create_batch(2, ronde=ronde, liep_mee=True)
    report = VerslagFactory(ronde=ronde, gepraat=True, **tellingen)
    Gesprek.objects.create(verslag=report, onderwerp="praatje", aantal=4)
    return ronde


def chart(html, naam):
    """The numbers printed in one drawing."""
    svg = re.search(rf'<svg[^>]*aria-labelledby="{naam}-titel.*?</svg>', html, re.DOTALL)
    return re.findall(r'class="getal-bij-staaf"[^>]*>([^<]+)<', svg[0]) if svg else None


def tiles(response):
    return [(vak["tekst"], vak["aantal"], vak["uitleg"]) for vak in response.context["vakken"]]


def test_member_and_coordinator_read_the_same_figures_of_the_team(zij, now):
    walk(zij, now - timedelta(days=1), afval=3, verlichting=1)
    walk(zij, now - timedelta(days=8), verkeer=2)
    walk(zij, now - timedelta(days=27))

    for reader in (zij.coordinator, zij.teamgenoot):
        response = page(zij, reader)
        html = response.content.decode()
        assert chart(html, "rondes-per-week") == ["0", "0", "0", "1", "0", "0", "1", "1"]
        assert chart(html, "bevindingen") == ["12", "3", "1", "2"]
        assert tiles(response)[:2] == [
            ("Rondes", "2", "in heel oktober: 1"),
            ("Gesprekken", "8", "in heel oktober: 4"),
        ]
        assert "We tellen per team, nooit per vrijwilliger." in text_of(response)


def test_nobody_who_walked_is_named_among_the_figures(zij, now):
    ronde = walk(zij, now - timedelta(days=1))

    shown = text_of(page(zij))

    assert ronde.leider.naam not in shown
    assert not [d for d in ronde.deelnames.all() if d.gebruiker.naam in shown]


def test_results_are_only_of_meldingen_that_the_reader_may_read(zij, elders, now):
    zij.report(0, now=now)
    zij.taken_up(1, now=now - timedelta(days=3))
    zij.answered(0, now=now - timedelta(days=20))
    for niveau in (2, 3):
        zij.report(niveau, now=now)
    elders.report(0, now=now)

    leader, member = (page(zij, who).content.decode() for who in (zij.coordinator, zij.teamgenoot))

    assert chart(leader, "meldingen-per-stand") == ["1", "1", "0", "0", "1"]
    assert chart(member, "meldingen-per-stand") == ["1", "0", "0", "0", "1"]
    assert tiles(page(zij))[2] == ("Meldingen", "2", "in heel oktober: 1")
    assert tiles(page(zij, zij.teamgenoot))[2] == ("Meldingen", "1", "in heel oktober: 1")


def test_answered_in_is_the_middle_of_the_answers_of_eight_weeks(zij, now):
    assert melding_figures(zij.coordinator, zij.team, now).dagen is None
    old = zij.taken_up(0, now=now - timedelta(days=90))
    zij.answered(0, now=now - timedelta(days=70))
    from_then = zij.taken_up(0, now=now - timedelta(days=6))
    for melding in (from_then, old):
        close(zij, melding, now - timedelta(days=2))
    close(zij, zij.taken_up(0, now=now - timedelta(days=8)), now - timedelta(days=3))

    assert melding_figures(zij.coordinator, zij.team, now).dagen == 5  # of 4, 5 and 88
    assert tiles(page(zij))[3][:2] == ("Antwoord binnen", "5 dagen")


def close(zij, melding, now):
    close_with_antwoord(melding, uitkomst="opgelost", tekst="Gedaan.", actor=zij.meldpunt, now=now)


def test_three_coming_rounds_say_who_is_still_needed(zij, now):
    alone, enough = (RondeFactory(team=zij.team, op=now + timedelta(days=n), route=None) for n in (1, 2))
    DeelnameFactory(ronde=alone)
    DeelnameFactory.create_batch(2, ronde=enough)
    RondeFactory(
        team=zij.team, op=now + timedelta(days=3), route=RouteFactory(team=zij.team, naam="Winkels en station")
    )
    fourth = RondeFactory(team=zij.team, op=now + timedelta(days=20))
    RondeFactory(op=now + timedelta(hours=2))

    response = page(zij, zij.teamgenoot)
    shown = text_of(response)

    assert [rij.ronde.pk for rij in response.context["komend"]][:2] == [alone.pk, enough.pk]
    assert len(response.context["komend"]) == 3 and fourth.pk not in {r.ronde.pk for r in response.context["komend"]}
    assert shown.count("Nog 1 nodig") == 1 and shown.count("Nog 2 nodig") == 1
    assert "Woensdag 18 november, 10.00 tot 11.30 uur" in shown and "Winkels en station" in shown
    for name, args in (("rondes:rondes", []), ("rondes:achteraf", [zij.team.pk]), ("rondes:ronde", [alone.pk])):
        assert f'href="{reverse(name, args=args)}"' in shown
    assert reverse("rondes:plannen", args=[zij.team.pk]) not in shown
    assert reverse("rondes:plannen", args=[zij.team.pk]) in text_of(page(zij))


def test_streets_where_the_team_did_not_come_are_named(zij, now):
    there, not_there = (StraatFactory(buurt=zij.buurt, naam=naam) for naam in ("Elzenpad", "Beukenlaan"))
    RondeFactory(
        team=zij.team, afgerond=True, op=now - timedelta(days=3), route=RouteFactory(team=zij.team, straten=[there])
    )

    shown = text_of(page(zij))

    assert "In 1 van de 2 straten" in shown
    assert f"<li>{not_there.naam}</li>" in shown and f"<li>{there.naam}</li>" not in shown


def test_a_team_that_has_nothing_yet_reads_what_to_do(zij):
    response = page(zij)
    shown = text_of(response)

    assert "Er staan nog geen rondes op de planning. Plan een ronde" in shown
    assert "ook een rustige ronde telt" in shown
    assert "Uw team wacht nergens op." in shown
    assert '<svg class="app-grafiek' not in shown
    assert [aantal for _tekst, aantal, _uitleg in tiles(response)] == ["0", "0", "0", "–"]


def test_the_page_has_one_primary_button(zij, now):
    walk(zij, now - timedelta(days=1))

    def primary(reader):
        (button,) = re.findall(r'<a class="nl-button nl-button--primary" href="([^"]+)"', text_of(page(zij, reader)))
        assert text_of(page(zij, reader)).count("nl-button--primary") == 1
        return button

    start = reverse("rondes:start", args=[zij.team.pk])
    assert {primary(reader) for reader in (zij.coordinator, zij.teamgenoot)} == {start}
    out = RondeFactory(team=zij.team, bezig=True, op=now - timedelta(minutes=10))
    assert primary(zij.teamgenoot) == reverse("rondes:ronde", args=[out.pk])
    out.delete()
    zij.team.werkwijze = "appgroep"
    zij.team.save()
    assert primary(zij.teamgenoot) == reverse("meldingen:melden")


def test_what_is_to_be_done_stands_before_the_figures(zij, now):
    walk(zij, now - timedelta(days=1))
    zij.report(0, now=now)

    shown = text_of(page(zij))

    assert shown.index("Komende rondes") < shown.index("Uw team wacht op") < shown.index("Wat uw team deed in november")


def test_the_page_costs_the_same_for_one_round_and_for_thirty(zij, now):
    def cost():
        client, url = signed_in(zij.coordinator), reverse("opvolging:team", args=[zij.team.pk])
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        return len(queries)

    def add(n):
        walk(zij, now - timedelta(days=n % 50 + 1))
        DeelnameFactory(ronde=RondeFactory(team=zij.team, op=now + timedelta(days=n + 1)))
        StraatFactory(buurt=zij.buurt)
        LidmaatschapFactory(team=zij.team)

    add(0)
    few = cost()
    for n in range(1, 30):
        add(n)

    assert cost() == few
