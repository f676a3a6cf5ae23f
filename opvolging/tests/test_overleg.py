"""The meldpunt rings who wants to overleg: the list, the page, the outcome, and the reminder (E007, E129)."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from buurtpreventie.outbox.models import Bericht
from meldingen.actions import ask_overleg, finish_overleg, note_attempt, record_belmoment
from meldingen.models import Concept, Overleg
from opvolging.actions import sweep
from opvolging.figures import Periode, belmomenten_of
from opvolging.invariants import broken_invariants
from opvolging.models import Herinnering
from opvolging.tests.meldpunt_pages import signed_in, text_of
from opvolging.tests.test_list_pages import count
from opvolging.tests.wereld import make_wereld
from teams.tests.factories import AanstellingFactory, LidmaatschapFactory

pytestmark = pytest.mark.django_db
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
NUMMER = "06 12 34 56 78"


@pytest.fixture(autouse=True)
def clock(now):
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


def asked(wereld, now, **facts):
    facts = {"wie": wereld.melder, "soort": "niet_pluis", "aanleiding": "twijfel", "telefoon": NUMMER} | facts
    return ask_overleg(gemeente=wereld.gemeente, actor=facts["wie"], now=now, **facts)


def url(name, overleg):
    return reverse(f"opvolging:{name}", args=[overleg.pk])


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)


# --- the list --------------------------------------------------------------------------------


def test_the_list_shows_who_waits_the_latest_first_and_only_of_the_own_kinds(wereld, elders, now):
    late = asked(wereld, now - timedelta(days=7), wie=wereld.teamgenoot)
    fresh = asked(wereld, now)
    asked(elders, now)
    asked(wereld, now, soort="burenhulp", aanleiding="burenhulp")
    done = asked(wereld, now, aanleiding="nazorg")
    finish_overleg(done, uitkomst="nazorg", actor=wereld.meldpunt, now=now)
    seat = AanstellingFactory(gemeente=wereld.gemeente, meldpunt=True, soorten=["niet_pluis"]).gebruiker

    page = signed_in(seat).get(reverse("opvolging:overleggen"))

    assert list(page.context["pagina"]) == [late, fresh]
    assert "5 dagen te laat" in text_of(page)
    assert "2 mensen willen overleggen, 1 te laat" in text_of(signed_in(seat).get(reverse("opvolging:werklijst")))


def test_an_empty_list_says_so_and_the_worklist_is_silent(wereld, elders, now):
    asked(elders, now)
    client = signed_in(wereld.meldpunt)

    assert "Er wacht nu niemand op een telefoontje." in text_of(client.get(reverse("opvolging:overleggen")))
    assert reverse("opvolging:overleggen") not in text_of(client.get(reverse("opvolging:werklijst")))


@pytest.mark.parametrize("rol", ["melder", "coordinator", "beheer", "beleid", "trainer"])
def test_only_the_meldpunt_has_the_list(wereld, now, rol):
    overleg = asked(wereld, now)
    client = signed_in(getattr(wereld, rol))

    assert client.get(reverse("opvolging:overleggen")).status_code == 403
    assert client.get(url("overleg", overleg)).status_code == 403
    assert client.post(url("overleg_klaar", overleg), {"uitkomst": "advies"}).status_code == 403


def test_the_desk_of_another_gemeente_finds_nothing(wereld, elders, now):
    client = signed_in(elders.meldpunt)

    for overleg in (asked(wereld, now).pk, 999_999):
        assert client.get(reverse("opvolging:overleg", args=[overleg])).status_code == 404


# --- one talk --------------------------------------------------------------------------------


def test_the_page_has_the_number_and_the_hours_and_after_three_times_one_outcome_more(wereld, now):
    overleg = asked(wereld, now, bereikbaar="Na 10.00 uur")
    client = signed_in(wereld.meldpunt)
    page = client.get(url("overleg", overleg))
    assert 'href="tel:0612345678"' in text_of(page) and "Na 10.00 uur" in text_of(page)
    assert "niet_bereikt" not in dict(page.context["sluiten"].fields["uitkomst"].choices)

    for poging in (0, 1, 1, 2):
        client.post(url("overleg_niet_bereikt", overleg), {"poging": poging})
    page = client.get(url("overleg", overleg))

    assert "3 keer geprobeerd" in text_of(page)
    assert "niet_bereikt" in dict(page.context["sluiten"].fields["uitkomst"].choices)
    client.post(url("overleg_klaar", overleg), {"uitkomst": "niet_bereikt"})
    overleg.refresh_from_db()
    assert overleg.uitkomst == "niet_bereikt"
    assert NUMMER not in text_of(client.get(url("overleg", overleg)))


def test_an_outcome_too_soon_or_none_at_all_is_refused_and_the_page_stays(wereld, now):
    overleg = asked(wereld, now)
    client = signed_in(wereld.meldpunt)

    for data in ({}, {"uitkomst": "niet_bereikt"}, {"uitkomst": "niet_meer_nodig"}, {"uitkomst": "\x00"}):
        page = client.post(url("overleg_klaar", overleg), data)
        assert page.status_code == 422
        assert NUMMER in text_of(page)


def test_a_colleague_takes_it_over_by_what_the_page_showed(wereld, now):
    overleg = asked(wereld, now)
    one, two = signed_in(wereld.meldpunt), signed_in(wereld.collega)
    one.post(url("overleg_niet_bereikt", overleg), {"poging": 0})

    page = two.get(url("overleg", overleg))
    assert "Meldpunter Veldrecht belt." in text_of(page) and "Overnemen" in text_of(page)
    assert two.post(url("overleg_klaar", overleg), {"uitkomst": "advies"}).status_code == 409
    assert two.post(url("overleg_overnemen", overleg), {"van": ""}).status_code == 409
    assert two.post(url("overleg_overnemen", overleg), {"van": wereld.meldpunt.pk}).status_code == 302

    assert one.post(url("overleg_niet_bereikt", overleg), {"poging": 1}).status_code == 409
    overleg.refresh_from_db()
    assert (overleg.behandelaar, overleg.pogingen) == (wereld.collega, 1)


def test_a_talk_that_becomes_a_melding_begins_one_on_behalf_of_who_was_rung(wereld, now):
    overleg = asked(wereld, now)
    client = signed_in(wereld.meldpunt)

    first, second = (client.post(url("overleg_klaar", overleg), {"uitkomst": "melding"}) for _ in range(2))

    concept = Concept.objects.get()
    assert first.url == second.url == reverse("meldingen:stap", args=[concept.pk, "controle"])
    assert (concept.eigenaar, concept.antwoorden["namens"]) == (wereld.meldpunt, str(wereld.melder.pk))
    overleg.refresh_from_db()
    assert (overleg.uitkomst, overleg.telefoon) == ("melding", "")


# --- the reminder ----------------------------------------------------------------------------


def mails_to_desk():
    rows = Bericht.objects.filter(soort="herinnering").order_by("gemaakt_op")
    return [(f"{row.gemaakt_op.astimezone(AMSTERDAM):%d-%m}", row.aan) for row in rows]


def test_the_desk_hears_it_on_the_last_day_and_on_the_working_day_after_and_then_no_more(wereld, now):
    overleg = asked(wereld, now)  # Tuesday: before Thursday the 19th

    for day in range(1, 12):
        for hour in ("08:59", "09:00", "15:00"):
            sweep(at(f"2026-11-{17 + day} {hour}"))

    assert mails_to_desk() == [("19-11", "meldpunt@veldrecht.example"), ("20-11", "meldpunt@veldrecht.example")]
    mail = Bericht.objects.filter(soort="herinnering").first()
    assert "Iemand wacht tot u belt, uiterlijk 19 november." in mail.tekst
    assert url("overleg", overleg) in mail.tekst
    assert wereld.melder.naam not in mail.tekst and NUMMER not in mail.tekst
    assert set(Herinnering.objects.values_list("bron", "stap")) == {(overleg.bron, "dag"), (overleg.bron, "laat")}


def test_a_talk_that_was_held_reminds_nobody(wereld, now):
    overleg = asked(wereld, now)
    finish_overleg(overleg, uitkomst="advies", actor=wereld.meldpunt, now=now)

    sweep(at("2026-11-19 09:00"))

    assert mails_to_desk() == []


def test_over_a_weekend_the_desk_hears_it_on_monday(wereld):
    asked(wereld, at("2026-11-20 22:00"), aanleiding="niet_vastgelegd")

    for moment in ("2026-11-21 12:00", "2026-11-22 12:00", "2026-11-23 09:00"):
        sweep(at(moment))

    assert mails_to_desk() == [("23-11", "meldpunt@veldrecht.example")]


# --- figures, rules --------------------------------------------------------------------------


def test_calls_are_counted_per_kind_and_quarter_from_five_on(wereld, elders, now):
    for soort, moment, often in (
        ("niet_pluis", now, 5),
        ("wijkveiligheid", now, 4),
        ("niet_pluis", at("2026-09-15 10:00"), 4),
        ("wijkveiligheid", at("2026-08-10 10:00"), 6),
    ):
        for _ in range(often):
            record_belmoment(gemeente=wereld.gemeente, soort=soort, now=moment)
    for _ in range(9):
        record_belmoment(gemeente=elders.gemeente, soort="wijkveiligheid", now=now)

    assert belmomenten_of([wereld.gemeente.pk], Periode(2026)) == [
        (3, "Wijkveiligheid", 6),
        (4, "Zorgen om iemand", 5),
    ]
    assert belmomenten_of([wereld.gemeente.pk], Periode(2026, 4)) == [(4, "Zorgen om iemand", 5)]


def test_the_rules_hold_through_a_whole_talk(wereld, now):
    overleg = asked(wereld, now)
    assert broken_invariants() == {}
    note_attempt(overleg, poging=0, actor=wereld.meldpunt, now=now)
    finish_overleg(overleg, uitkomst="advies", actor=wereld.meldpunt, now=now)

    assert broken_invariants() == {}
    Overleg.objects.filter(pk=overleg.pk).update(klaar_door=None)
    assert broken_invariants() == {"overleg_klaar_door_niemand": [overleg.pk]}
    assert overleg.bellen_voor == date(2026, 11, 19)


def test_a_list_of_one_and_of_thirty_asks_the_same(now, client):
    few, many = make_wereld("Klein"), make_wereld("Groot")
    asked(few, now)
    for _ in range(25):
        asked(many, now, wie=LidmaatschapFactory(team=many.team).gebruiker)

    pages = [count(client, one.meldpunt, reverse("opvolging:overleggen")) for one in (few, many)]
    assert pages[0] == pages[1] <= 12
