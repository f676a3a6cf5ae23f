"""Pages of outcomes: what they show, what they keep, and that page, CSV and workbook hold the same cells."""

import csv
import io
import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from buurtpreventie.ui.tests.test_spreadsheets_xlsx import sheets
from evaluaties.figures.outcomes import outcomes_table, question_table
from evaluaties.figures.results import results_of_afname
from evaluaties.models import OpenAntwoord
from evaluaties.tests.factories import NPE_ANSWERS, AfnameFactory, held_evening, monday, start_version
from evaluaties.tests.published import evening_in, pool_of, programme, published, rebuilt_run
from teams.tests.factories import AanstellingFactory, GemeenteFactory, RegioFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def gemeente():
    return GemeenteFactory(regio=RegioFactory())


@pytest.fixture
def beleid(gemeente):
    return AanstellingFactory(beleid=True, gemeente=gemeente).gebruiker


@pytest.fixture
def page(client, beleid):
    """Ask a page as beleid of the gemeente; its text."""
    client.force_login(beleid)

    def ask(name, *args, status=200, **query):
        response = client.get(reverse(f"evaluaties:{name}", args=args), query)
        assert response.status_code == status
        return response

    return ask


def run_in(gemeente, answers, **facts):
    return published(answers, sessie=evening_in(gemeente, max(len(answers), 1), **facts))


def words(response):
    """What stands on the page, tags out and spaces together."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def cells_on(response):
    """Every cell of every table, in their order."""
    found = re.findall(r"<t[hd] role=\"(?:cell|rowheader)\"[^>]*>(.*?)</t[hd]>", response.content.decode(), re.S)
    return [unescape(cell).strip() for cell in found]


def lines_of(response):
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


def test_page_csv_and_workbook_show_the_same_cells(page, gemeente):
    """E206: one source for every figure."""
    afname = run_in(gemeente, [NPE_ANSWERS] * 6 + [NPE_ANSWERS | {"NPE2": "nee"}])
    (blok,) = results_of_afname(afname).blokken
    expected = [cel.tekst for one in blok.vragen for row in question_table(one).rijen for cel in row]
    on_page = cells_on(page("resultaat", afname.pk))
    assert [cell for cell in on_page if cell in expected] and expected == on_page[-len(expected) :]

    flat = outcomes_table(results_of_afname(afname), "", "")
    lines = lines_of(page("resultaat_csv", afname.pk))
    rows = [[cel.tekst for cel in row] for row in flat.rijen]
    assert lines[0] == list(flat.kolommen) and lines[1 : 1 + len(rows)] == rows
    book = sheets(page("resultaat_xlsx", afname.pk).content)
    numbers = [row[7].waarde for row in flat.rijen]
    assert [book["Uitkomsten"].get(f"H{line}", (0, None))[1] for line in range(2, len(rows) + 2)] == [
        "–" if number is None else str(number) for number in numbers
    ]


def test_an_open_run_shows_how_many_and_nothing_else(page, gemeente):
    afname = AfnameFactory(sessie=held_evening(12, gemeente=gemeente))
    said = words(page("resultaat", afname.pk))
    assert "Nog open" in said and "NPE" not in said and "Wat vindt u van de inhoud" not in said


def test_four_answers_are_too_few_and_count_in_the_programme(page, gemeente):
    programma = programme(gemeente=gemeente)
    afname = AfnameFactory(sessie=held_evening(4, gemeente=gemeente, programma=programma))
    type(afname).objects.filter(pk=afname.pk).update(stand="gesloten", gesloten_op=timezone.now())
    said = words(page("resultaat", afname.pk))
    assert "Nog te weinig antwoorden" in said and "Wat vindt u van de inhoud" not in said
    assert (
        reverse("evaluaties:programma_resultaat", args=[programma.pk]) in page("resultaat", afname.pk).content.decode()
    )
    assert "Er zijn nog te weinig antwoorden" in words(page("programma_resultaat", programma.pk))
    pool_of(programma, [NPE_ANSWERS] * 8, gemeente=gemeente)
    assert "8 mensen vulden het in" in words(page("programma_resultaat", programma.pk))


def test_only_words_that_somebody_read_are_shown(page, gemeente, beleid):
    """E216."""
    afname = run_in(gemeente, [NPE_ANSWERS] * 5)
    vraag = afname.versie.vraagreeks.get(code="NPE8")
    facts = {"vraag": vraag, "afname": afname, "week": monday(timezone.localdate())}
    OpenAntwoord.objects.create(tekst="Mevrouw De Vries van nummer 12", **facts)
    read = {"gelezen_door": beleid, "gelezen_op": timezone.now()}
    OpenAntwoord.objects.create(stand="vrij", vrije_tekst="Meer oefenen graag", **read, **facts)
    OpenAntwoord.objects.create(stand="achter", **read, **facts)
    for response in (page("resultaat", afname.pk), page("gemeente_resultaat")):
        assert "Meer oefenen graag" in words(response) and "De Vries" not in words(response)


def test_the_region_stands_apart_and_is_seen_by_each_of_its_gemeenten(page, client, gemeente):
    rebuilt = rebuilt_run([{"E2": "meer"}] * 3, regio=gemeente.regio)
    said = words(page("gemeente_resultaat"))
    assert f"In de hele regio: {gemeente.regio.naam}" in said and "Er is nog geen uitkomst" in said
    assert "Nagebouwd naar het gepubliceerde verslag. Verslag 2017" in said
    neighbour = AanstellingFactory(trainer=True, gemeente=GemeenteFactory(regio=gemeente.regio)).gebruiker
    client.force_login(neighbour)
    assert client.get(reverse("evaluaties:resultaat", args=[rebuilt.pk])).status_code == 200
    stranger = AanstellingFactory(trainer=True).gebruiker
    client.force_login(stranger)
    assert client.get(reverse("evaluaties:resultaat", args=[rebuilt.pk])).status_code == 404


def test_a_programme_of_the_region_adds_what_other_gemeenten_did_without_their_names(page, gemeente):
    programma = programme(regio=gemeente.regio)
    elsewhere = run_in(GemeenteFactory(regio=gemeente.regio), [NPE_ANSWERS] * 5, programma=programma)
    mine = run_in(gemeente, [NPE_ANSWERS] * 7, programma=programma)
    said = words(page("programma_resultaat", programma.pk))
    assert "12 mensen vulden het in" in said and mine.naam_toen in said
    assert elsewhere.naam_toen not in said and "Andere gemeenten" in said


def test_a_year_and_a_module_narrow_what_is_shown(page, gemeente):
    afname = run_in(gemeente, [NPE_ANSWERS] * 5)
    year = afname.opent_op.year
    assert "5 mensen vulden het in" in words(page("gemeente_resultaat", jaar=year, module="NP"))
    assert "In deze keuze staat nog geen uitkomst" in words(page("gemeente_resultaat", module="WV"))
    assert "5 mensen vulden het in" in words(page("gemeente_resultaat", jaar="1800", module="<b>"))
    assert (
        f"uitkomsten.csv?jaar={year}&amp;module=NP"
        in page("gemeente_resultaat", jaar=year, module="NP").content.decode()
    )


def test_a_page_asks_the_same_for_one_run_and_for_several(page, gemeente):
    programma = programme(gemeente=gemeente)
    spent = []
    for _turn in range(2):
        run_in(gemeente, [NPE_ANSWERS] * 5, programma=programma)
        run_in(gemeente, [NPE_ANSWERS] * 5, programma=programma)
        asked = []
        for name, args in (("gemeente_resultaat", []), ("programma_resultaat", [programma.pk]), ("effect", [])):
            page(name, *args)
            with CaptureQueriesContext(connection) as queries:
                page(name, *args)
            asked.append(len(queries))
        spent.append(asked)
    assert spent[0] == spent[1] and max(spent[0]) <= 45


def test_a_gemeente_without_evaluations_gets_a_kind_empty_page(page):
    start_version()
    assert "Er is nog geen uitkomst" in words(page("gemeente_resultaat"))
    assert "Nog niet gemeten" in words(page("effect"))


def test_who_is_neither_trainer_nor_beleid_finds_no_figures(client, gemeente):
    afname = run_in(gemeente, [NPE_ANSWERS] * 5)
    client.force_login(AanstellingFactory(beheer=True, gemeente=gemeente).gebruiker)
    assert client.get(reverse("evaluaties:resultaat", args=[afname.pk])).status_code == 404
    assert client.get(reverse("evaluaties:gemeente_resultaat")).status_code == 403
    assert client.get(reverse("evaluaties:effect")).status_code == 403
    assert (
        client.get(reverse("evaluaties:programma_resultaat", args=[programme(gemeente=gemeente).pk])).status_code == 404
    )
