"""The pages of the loop: who reads them, that page and file say the same, and that closed quarters are read as kept."""

import csv
import io
from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from buurtpreventie.accounts.tests.factories import GebruikerFactory
from buurtpreventie.ui.tests.test_spreadsheets_xlsx import sheets
from evaluaties.actions.together import begin_together
from evaluaties.figures.kring import Per
from evaluaties.freezing import freeze_due
from evaluaties.tests.factories import AfnameFactory
from meldingen.actions import record_belmoment
from meldingen.tests.factories import DINSDAG
from opvolging.actions import accept_ask
from opvolging.figures import Periode
from opvolging.models import Langs
from opvolging.tests.meldpunt_pages import signed_in, text_of
from opvolging.tests.wereld import make_wereld
from teams.rondes.tests.factories import RondeFactory
from teams.tests.factories import AanstellingFactory, GemeenteFactory, TeamFactory
from trainingen.tests.factories import SessieFactory

pytestmark = pytest.mark.django_db
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
AUGUST = datetime(2026, 8, 18, 10, tzinfo=AMSTERDAM)
CLOSING = datetime(2026, 10, 14, 0, 1, tzinfo=AMSTERDAM)
NOW = datetime(2026, 12, 20, 12, tzinfo=AMSTERDAM)
ALL = ("beleid", "kring", "kring_csv", "kring_partners", "kring_xlsx", "kring_werk", "kring_werk_xlsx")
ALL += ("voor_na", "voor_na_csv")


@pytest.fixture
def wereld():
    return make_wereld()


def get(user, name, query="", now=NOW):
    with time_machine.travel(now, tick=False):
        return signed_in(user).get(reverse(f"evaluaties:{name}") + query)


def table_on(page, naam):
    """The cells of one table of a page, a list per line."""
    tree = html.fromstring(page.content.decode())
    rows = tree.xpath(f"//section[@aria-labelledby='{naam}']//tbody/tr")
    return [[" ".join(cell.text_content().split()) for cell in row.xpath("th|td")] for row in rows]


def lines_of(response):
    """The lines of a CSV until the empty one before its notes, and the notes."""
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    end = rows.index([])
    return rows[1:end], [row[0] for row in rows[end + 1 :]]


# --- who reads them -----------------------------------------------------------------------------


@pytest.mark.parametrize("rol", ["melder", "coordinator", "meldpunt", "beheer", "trainer", "politie_dienst"])
@pytest.mark.parametrize("name", ALL)
def test_other_roles_read_no_figures(wereld, rol, name):
    assert get(getattr(wereld, rol), name).status_code == 403


def test_who_watches_privacy_reads_the_figures_and_has_no_start_page_of_beleid(wereld):
    user = AanstellingFactory(gemeente=wereld.gemeente, toezicht=True).gebruiker
    assert [get(user, name).status_code for name in ALL] == [403, *[200] * 8]


def test_the_figures_are_of_the_own_gemeente_only(wereld):
    wereld.asked(0, now=DINSDAG)
    elsewhere = make_wereld("Elders")
    elsewhere.asked(0, now=DINSDAG)

    page = text_of(get(wereld.beleid, "kring", "?per=partner"))

    assert wereld.partner.naam in page
    assert elsewhere.partner.naam not in page
    assert "Van 1 meldingen" in page


# --- the figures --------------------------------------------------------------------------------


@pytest.mark.parametrize("per", Per.values)
def test_page_and_files_say_the_same_of_every_way(wereld, per):
    wereld.asked(0, now=DINSDAG)
    wereld.answered(0, now=DINSDAG)
    query = f"?periode=2026-4&per={per}"

    page = get(wereld.beleid, "kring", query)
    rows, notes = lines_of(get(wereld.beleid, "kring_csv", query))

    assert rows == table_on(page, f"antwoorden-per-{per}") != []
    assert "Dit kwartaal telt nog. Het wordt vastgezet op 14 januari 2027." in notes
    assert all(note in text_of(page) for note in notes[1:3])
    book = sheets(get(wereld.beleid, "kring_xlsx", query).content)
    sheet = book[f"Antwoorden per {Per(per).label.lower()}"]
    assert [sheet[f"{column}2"][1] for column in "ABCDE"] == rows[0][:5]


def test_how_partners_react_stands_on_the_page_and_in_the_file(wereld):
    for _number in range(3):
        wereld.asked(0, now=DINSDAG)

    page = get(wereld.beleid, "kring", "?periode=2026&per=partner")
    rows, _notes = lines_of(get(wereld.beleid, "kring_partners", "?periode=2026"))

    assert rows == table_on(page, "vragen-per-partner") == [[wereld.partner.naam, "3", "0 %", "0", "–", "–", *"0000"]]
    assert "Partners die nooit reageren" in text_of(page)


def test_a_closed_quarter_reads_as_it_was_kept_on_page_and_in_file(wereld):
    melding = wereld.taken_up(0, now=AUGUST)
    freeze_due(CLOSING)
    query = "?periode=2026-3&per=team"
    before = table_on(get(wereld.beleid, "kring", query), "antwoorden-per-team")

    melding.eerste_belofte = NOW.date()
    melding.antwoord_voor = NOW.date()
    melding.save()

    page = get(wereld.beleid, "kring", query)
    rows, notes = lines_of(get(wereld.beleid, "kring_csv", query))
    assert rows == table_on(page, "antwoorden-per-team") == before
    assert rows[0][3] == "1"
    for text in (text_of(page), " ".join(notes)):
        assert "Peildatum: 14 oktober 2026." in text


def test_confidential_meldingen_wait_for_their_quarter_and_the_page_says_so(wereld):
    for _number in range(5):
        wereld.report(2, now=AUGUST, actor=GebruikerFactory())
    query = "?periode=2026-3"
    assert "Zij tellen mee zodra het kwartaal is vastgezet" in text_of(get(wereld.beleid, "kring", query, CLOSING))
    wereld.report(0, now=AUGUST)
    freeze_due(CLOSING)

    page = get(wereld.beleid, "kring", query)

    assert [row[0] for row in table_on(page, "antwoorden-per-soort")] == [
        "Zorgen om iemand (vertrouwelijk)",
        "Straat en groen",
        "Samen",
    ]


def test_calls_of_which_nothing_is_kept_stand_on_the_page(wereld):
    for _number in range(5):
        record_belmoment(gemeente=wereld.gemeente, soort="niet_pluis", now=DINSDAG)
    assert table_on(get(wereld.beleid, "kring"), "gebeld") == [["Zorgen om iemand", "4", "5"]]


@pytest.mark.parametrize("words", ["9999-1", "2026-9", "abc", "2026-11-17", "%00", "2027-1"])
def test_a_period_that_does_not_exist_gives_this_year(wereld, words):
    page = get(wereld.beleid, "kring", f"?periode={words}&per=persoon", now=DINSDAG)
    assert page.context["form"].chosen_period == Periode(2026)
    assert page.context["form"].chosen_way == Per.SOORT


def test_a_period_without_meldingen_says_so(wereld):
    page = text_of(get(wereld.beleid, "kring", "?periode=2025-1"))
    assert "Over deze periode is er geen melding om te tellen" in page


# --- the start page -----------------------------------------------------------------------------


def test_beleid_starts_with_the_three_numbers_and_the_quarter_before(wereld):
    wereld.taken_up(0, now=AUGUST)
    freeze_due(CLOSING)
    wereld.answered(0, now=DINSDAG)

    with time_machine.travel(NOW, tick=False):
        assert signed_in(wereld.beleid).get("/").url == reverse("evaluaties:beleid")
    page = get(wereld.beleid, "beleid")

    assert [(tile["aantal"], tile["uitleg"]) for tile in page.context["vakken"]] == [
        (1, "in kwartaal 3 van 2026: 0"),
        (0, "in kwartaal 3 van 2026: 0"),
        (0, "in kwartaal 3 van 2026: 1"),
    ]


def test_it_says_where_the_loop_breaks_and_leads_there(wereld):
    for _number in range(5):
        wereld.asked(0, now=AUGUST)

    page = get(wereld.beleid, "beleid")

    link = html.fromstring(page.content.decode()).xpath("//section[@aria-labelledby='breekt']//a")[0]
    assert " ".join(link.text_content().split()).startswith(f"Bij {wereld.partner.naam} kwam op 5 van de 5 meldingen")
    assert link.get("href") == "/cijfers/?periode=2026&per=partner"
    assert f"{wereld.partner.naam} reageerde dit jaar op geen enkele vraag" in text_of(page)


def test_it_lists_what_is_open_with_numbers_only(wereld):
    run = AfnameFactory(sessie=None, gemeente=wereld.gemeente, gemaakt_op=NOW - timedelta(days=1))
    run.respons.create(kanaal="wand", aantal=3)
    AfnameFactory(sessie=None, gemeente=GemeenteFactory(), gemaakt_op=NOW, naam_toen="Elders")
    table = {"naam": "Overleg aan tafel", "teams": [wereld.team], "sleutel": uuid4()}
    begin_together(wereld.gemeente, **table, actor=wereld.beleid, now=NOW)

    page = text_of(get(wereld.beleid, "beleid"))

    assert run.naam_toen in page
    assert "3 antwoorden, open tot en met" in page
    assert "Elders" not in page and "Overleg aan tafel" not in page


def test_a_new_gemeente_reads_what_will_come(wereld):
    page = text_of(get(wereld.beleid, "beleid"))
    assert "Er is dit jaar nog geen melding om te tellen" in page
    assert "Er staat nu geen evaluatie open." in page


# --- the query rule -----------------------------------------------------------------------------

PAGES = [("beleid", ""), ("voor_na", ""), *(("kring", f"?per={per}") for per in Per.values)]


@pytest.mark.parametrize("name,query", PAGES)
def test_few_and_many_meldingen_ask_the_database_the_same(name, query):
    few, many = make_wereld("Klein"), make_wereld("Groot")
    for wereld, often in ((few, 1), (many, 12)):
        for _number in range(often):
            wereld.asked(0, now=DINSDAG)
            AfnameFactory(sessie=None, gemeente=wereld.gemeente, gemaakt_op=NOW - timedelta(days=1))

    counts = []
    for wereld in (few, many):
        client = signed_in(wereld.beleid)
        with time_machine.travel(NOW, tick=False), CaptureQueriesContext(connection) as asked:
            assert client.get(reverse(f"evaluaties:{name}") + query).status_code == 200
        counts.append(len([one for one in asked if "SAVEPOINT" not in one["sql"]]))
    assert counts[0] == counts[1] <= 25  # with the role that counts, and back


# --- what was done ------------------------------------------------------------------------------


def test_what_was_done_in_a_closed_quarter_reads_as_it_was_kept(wereld):
    RondeFactory(team=wereld.team, afgerond=True, op=AUGUST)
    freeze_due(CLOSING)
    RondeFactory(team=wereld.team, afgerond=True, op=AUGUST)
    query = "?periode=2026-3"

    page = get(wereld.beleid, "kring_werk", query)

    assert table_on(page, "rondes")[-1][:2] == ["Samen", "1"]
    assert ["Team Veldrecht", "1"] in [row[:2] for row in table_on(page, "teams")]
    assert "Peildatum: 14 oktober 2026." in text_of(page)
    book = sheets(get(wereld.beleid, "kring_werk_xlsx", query).content)
    assert book["Rondes van alle teams"]["B2"][1] == "1"


def test_few_and_many_rounds_ask_the_database_the_same():
    few, many = make_wereld("Klein"), make_wereld("Groot")
    counts = []
    for wereld, often in ((few, 1), (many, 9)):
        for n in range(often):
            team = TeamFactory(gemeente=wereld.gemeente)
            RondeFactory(team=team, afgerond=True, op=AUGUST)
            SessieFactory(gemeente=wereld.gemeente, team=team, gehouden=True, op=AUGUST + timedelta(days=n))
        freeze_due(CLOSING)
        client = signed_in(wereld.beleid)
        with time_machine.travel(NOW, tick=False), CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("evaluaties:kring_werk") + "?periode=2026-4").status_code == 200
        counts.append(len([one for one in asked if "SAVEPOINT" not in one["sql"]]))
    assert counts[0] == counts[1] <= 32


def test_nobody_rang_and_nobody_walked_is_a_page_too(wereld):
    assert table_on(get(wereld.beleid, "kring_werk", "?periode=2026-4"), "rondes")[-1][1] == "0"


def test_the_network_is_counted_per_quarter(wereld):
    """E154."""
    accept_ask(wereld.asked(0, now=DINSDAG), contact=wereld.contact, langs=Langs.LINK, now=DINSDAG)

    page = get(wereld.beleid, "kring", "?per=partner")

    assert [row[1] for row in table_on(page, "netwerk")] == ["0", "0", "0", "1"]
    assert "1 partner deed mee. In de periode ervoor: 0." in text_of(page)
