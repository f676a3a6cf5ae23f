"""The worklist: what lies in which tray, in which order, and that nobody sees or counts more than the seat allows."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meldingen.actions import take_up_next
from meldingen.models import Melding, Stand
from meldingen.tests.factories import DINSDAG, CategorieFactory
from opvolging.tests.factories import answered, asked, colleague, finished, handed_back, reported, taken_up
from opvolging.tests.meldpunt_pages import make_desk, numbers_in, signed_in, text_of, tiles_of
from opvolging.worklist import Bak, without_handler
from teams.models import Niveau, Soort
from teams.tests.factories import AanstellingFactory, LidmaatschapFactory, TeamFactory

pytestmark = pytest.mark.django_db
NOTHING = dict.fromkeys(Bak.values, 0)
OLD = DINSDAG - timedelta(days=21)


@pytest.fixture(autouse=True)
def on_tuesday():
    with time_machine.travel(DINSDAG, tick=False):
        yield


@pytest.fixture
def desk():
    return make_desk()


def now_category(gemeente):
    return CategorieFactory(gemeente=gemeente, reactie_werkdagen=0, antwoord_werkdagen=5, naam="Geweld thuis")


def one_of_each(desk):
    """One melding in each state, as ``{name: melding}``."""
    at = {"gemeente": desk.gemeente}
    return {
        "nu": reported(categorie=now_category(desk.gemeente), **at),
        "oud": reported(now=OLD, **at),
        "nieuw": reported(**at),
        "mijn": taken_up(by=desk.ik, **at),
        "bij_partner": asked(by=desk.ik, **at).melding,
        "terug": handed_back(by=desk.ik, **at).melding,
        "klaar": finished(by=desk.ik, **at),
        "bel_mij": answered(by=desk.ik, oordeel="bel_mij", **at),
        "beantwoord": answered(by=desk.ik, **at),
    }


def test_each_tray_holds_what_its_tile_counts_and_an_answered_melding_lies_in_none(desk):
    meldingen = one_of_each(desk)
    names = {melding.nummer: name for name, melding in meldingen.items()}

    trays = {bak: desk.get("werklijst", query=f"?bak={bak}") for bak in Bak.values}

    assert {bak: {names[n] for n in numbers_in(page)} for bak, page in trays.items()} == {
        "nu_bellen": {"nu"},
        "te_laat": {"oud"},
        "vandaag": {"nu"},
        "deze_week": {"nu", "nieuw"},
        "antwoorden": {"klaar"},
        "niemand": {"nu", "oud", "nieuw"},
        "bel_mij": {"bel_mij"},
        "terug": {"terug"},
        "tweede": set(),
        "alles": set(meldingen) - {"beantwoord"},
    }
    for bak, page in trays.items():
        assert tiles_of(page)[bak] == len(numbers_in(page)) == page.context["pagina"].paginator.count


def test_nu_bellen_stands_on_top_and_then_the_nearest_date(desk):
    late, soon = reported(gemeente=desk.gemeente, now=OLD), reported(gemeente=desk.gemeente)
    urgent = reported(gemeente=desk.gemeente, categorie=now_category(desk.gemeente))

    assert numbers_in(desk.get("werklijst")) == [urgent.nummer, late.nummer, soon.nummer]


def test_nu_bellen_stays_on_top_until_its_day_is_over(desk):
    melding = taken_up(gemeente=desk.gemeente, categorie=now_category(desk.gemeente), by=desk.ik)
    assert numbers_in(desk.get("werklijst", query="?bak=nu_bellen")) == [melding.nummer]

    with time_machine.travel(DINSDAG + timedelta(days=1), tick=False):
        desk.client = signed_in(desk.ik)
        assert numbers_in(desk.get("werklijst", query="?bak=nu_bellen")) == []


def test_what_came_in_after_three_o_clock_is_for_the_next_working_day(desk):
    friday_four = DINSDAG + timedelta(days=3, hours=6)
    melding = taken_up(gemeente=desk.gemeente, categorie=now_category(desk.gemeente), by=desk.ik, now=friday_four)
    for days, there in ((3, True), (6, True), (7, False)):  # Friday evening, Monday, Tuesday
        with time_machine.travel(DINSDAG + timedelta(days=days, hours=7), tick=False):
            desk.client = signed_in(desk.ik)
            found = numbers_in(desk.get("werklijst", query="?bak=nu_bellen"))
        assert found == ([melding.nummer] if there else [])


def test_a_row_says_when_it_is_due_who_has_it_and_where_it_is_but_never_what_was_written(desk):
    ask = asked(gemeente=desk.gemeente, by=desk.ik, now=OLD, inhoud={"waarneming": "Kanariegeel behang."})

    page = text_of(desk.get("werklijst"))

    assert "dagen te laat" in page
    assert desk.ik.naam in page and f"bij {ask.partner.naam}" in page
    assert "Kanariegeel" not in page and "Elzenpad" not in page


def test_what_belongs_to_another_gemeente_kind_or_level_is_neither_shown_nor_counted(desk):
    foreign = reported(now=OLD)
    strict = make_desk(desk.gemeente, soorten=[Soort.NIET_PLUIS], hoogste_niveau=Niveau.V2)
    reported(gemeente=desk.gemeente, niveau=Niveau.V3)
    reported(gemeente=desk.gemeente, niveau=Niveau.V0)
    mine = reported(gemeente=desk.gemeente)

    page = strict.get("werklijst")

    assert numbers_in(page) == [mine.nummer]
    assert tiles_of(page) == NOTHING | {"niemand": 1, "alles": 1, "deze_week": 1}
    assert foreign.nummer not in text_of(page)


def test_filters_offer_only_the_own_gemeente_and_a_foreign_value_filters_nothing(desk):
    foreign, mine = reported(), reported(gemeente=desk.gemeente)

    page = desk.get("werklijst", query=f"?buurt={foreign.buurt_id}&wie={foreign.melder_id}")

    assert numbers_in(page) == [mine.nummer]
    assert foreign.buurt.naam not in text_of(page)


@pytest.mark.parametrize("filters", ["soort={m.soort}", "buurt={m.buurt_id}", "wie=ik", "soort={m.soort}&wie=ik"])
def test_a_filter_narrows_the_list_and_its_tiles_alike(desk, filters):
    colleague(desk.gemeente)
    mine = taken_up(gemeente=desk.gemeente, by=desk.ik)
    reported(gemeente=desk.gemeente, niveau=Niveau.V0)

    page = desk.get("werklijst", query="?" + filters.format(m=mine))

    assert numbers_in(page) == [mine.nummer]
    assert tiles_of(page)["alles"] == 1


def test_one_can_look_at_a_colleagues_work_and_at_what_nobody_has(desk):
    wout = colleague(desk.gemeente)
    his, free = taken_up(gemeente=desk.gemeente, by=wout), reported(gemeente=desk.gemeente)

    assert numbers_in(desk.get("werklijst", query=f"?wie={wout.pk}")) == [his.nummer]
    assert numbers_in(desk.get("werklijst", query="?wie=niemand")) == [free.nummer]


@pytest.mark.parametrize("typed", ["{0}", "{0} ", "{1}"])
def test_a_number_finds_a_melding_in_any_stand_and_only_a_visible_one(desk, typed):
    closed, foreign = answered(gemeente=desk.gemeente), answered()

    def search(melding):
        nummer = typed.format(melding.nummer, melding.nummer.replace("-", " "))
        return numbers_in(desk.get("werklijst", query=f"?nummer={nummer}"))

    assert search(closed) == [closed.nummer]
    assert search(foreign) == []


def test_an_empty_tray_says_so_and_nonsense_in_the_address_shows_everything(desk):
    assert "Er loopt nu geen enkele melding" in text_of(desk.get("werklijst"))
    mine = reported(gemeente=desk.gemeente)
    page = desk.get("werklijst", query="?bak=%00&soort=x&buurt=-1&wie=9e9&pagina=nul&nummer=%F0%9F%98%80")
    assert numbers_in(page) == [mine.nummer]
    assert "Hier wacht nu niets" in text_of(desk.get("werklijst", query="?bak=terug"))


def test_the_same_queries_for_one_row_and_for_thirty_and_twelve_at_most(desk):
    def cost(url):
        desk.client.get(url)  # the first request of a session also writes the visit down
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page = desk.client.get(url)
        role_and_savepoints = ("SAVEPOINT", "RELEASE", "SELECT current_setting")
        return page, [q for q in queries.captured_queries if not q["sql"].startswith(role_and_savepoints)]

    reported(gemeente=desk.gemeente)
    url = reverse("opvolging:werklijst")
    _, one = cost(url)
    for _ in range(29):
        reported(gemeente=desk.gemeente)
    page, thirty = cost(url)

    assert (len(numbers_in(page)), page.context["pagina"].paginator.count) == (25, 30)
    assert len(one) == len(thirty) <= 12


@pytest.mark.parametrize("role", ["beheer", "beleid", "trainer", "toezicht"])
def test_the_lists_are_closed_to_other_roles(role):
    user = AanstellingFactory(**{role: True}).gebruiker
    client = signed_in(user)
    for name in ("werklijst", "berichten"):
        assert client.get(reverse(f"opvolging:{name}")).status_code == 403
    assert client.post(reverse("opvolging:volgende")).status_code == 403


def test_a_coordinator_has_no_worklist_and_a_visitor_is_sent_to_sign_in(client):
    coordinator = LidmaatschapFactory(team=TeamFactory(), coordinator=True).gebruiker
    assert signed_in(coordinator).get(reverse("opvolging:werklijst")).status_code == 403
    assert client.get(reverse("opvolging:werklijst")).status_code == 302


# --- the next one -----------------------------------------------------------------------------


def test_volgende_oppakken_takes_the_most_urgent_one_without_a_handler_and_goes_there(desk):
    taken_up(gemeente=desk.gemeente, now=OLD)
    reported(gemeente=desk.gemeente)
    late = reported(gemeente=desk.gemeente, now=OLD)
    reported(now=OLD - timedelta(days=30))  # foreign, and later still

    answer = desk.post("volgende", query="?bak=te_laat&soort=niet_pluis")

    late.refresh_from_db()
    assert (late.stand, late.behandelaar) == (Stand.OPGEPAKT, desk.ik)
    assert answer.url == reverse("opvolging:dossier", args=[late.nummer]) + "?bak=te_laat&soort=niet_pluis"


def test_volgende_oppakken_with_nothing_waiting_says_so_kindly(desk):
    reported()
    answer = desk.post("volgende")
    assert answer.url == reverse("opvolging:werklijst")
    assert "Er wacht niets" in text_of(desk.client.get(answer.url))
    assert not Melding.objects.filter(behandelaar=desk.ik).exists()


@pytest.mark.django_db(transaction=True)
def test_two_colleagues_who_press_at_the_same_moment_get_two_meldingen():
    desk = make_desk()
    other = make_desk(desk.gemeente)
    meldingen = {reported(gemeente=desk.gemeente).pk for _ in range(2)}
    together = Barrier(2)

    def press(who):
        try:
            together.wait(timeout=10)
            waiting = without_handler(Melding.objects.visible_to(who.ik).at_meldpunt_of(who.ik), DINSDAG)
            return take_up_next(waiting, actor=who.ik, now=DINSDAG).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert set(pool.map(press, (desk, other))) == meldingen


def test_the_dossier_leads_on_to_the_next_in_the_same_list(desk):
    first, second = reported(gemeente=desk.gemeente, now=OLD), reported(gemeente=desk.gemeente)
    reported(now=OLD)

    page = desk.get("dossier", first.nummer, query="?bak=niemand")
    assert page.context["volgende"] == second
    assert reverse("opvolging:dossier", args=[second.nummer]) + "?bak=niemand" in text_of(page)

    answer = desk.act("oppakken", first, query="?bak=niemand", van="")
    assert answer.url.endswith("?bak=niemand")
    assert desk.get("dossier", second.nummer, query="?bak=niemand").context["volgende"] is None


def test_the_foot_of_the_list_leads_to_who_takes_up_what_and_back(desk):
    browser = signed_in(desk.ik)
    werklijst, dekking = reverse("opvolging:werklijst"), reverse("meldingen:dekking")

    assert f'href="{dekking}"' in browser.get(werklijst).content.decode()
    assert f'class="nl-link app-terug" href="{werklijst}"' in browser.get(dekking).content.decode()
