"""One source: after a thousand events every page, CSV, workbook and PDF says what ``figures`` says (E206).

``figures`` itself is held against a count by hand, one row at a time.
"""

import csv
import io
import subprocess
import zipfile
from collections import Counter
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse

from evaluaties.actions.reporting import ask_report
from evaluaties.documents import plan_of
from evaluaties.figures.effect import effect_tables, indicators_table, questions_in_use
from evaluaties.figures.kring import Per
from evaluaties.figures.kring_tabellen import calls_table, kring_tables, loop_table, main_tables, partner_table
from evaluaties.figures.kwartalen import overview
from evaluaties.figures.outcomes import outcomes_table, question_table
from evaluaties.figures.respons import response_table
from evaluaties.figures.results import (
    FEWEST,
    atoms_of_gemeente,
    atoms_of_programma,
    results_of,
    results_of_afname,
    results_of_gemeente,
    results_of_programma,
)
from evaluaties.figures.voor_na import before_and_after, before_and_after_table
from evaluaties.forms.kring import code_of
from evaluaties.making import make_due
from evaluaties.models import Afname, Inzending, Pool
from evaluaties.tests.turmoil import Turmoil, recount
from opvolging.figures import OPEN, Periode
from teams.clocks import local_date

pytestmark = [pytest.mark.fuzz, pytest.mark.django_db]
EVENTS, SEED = 1000, 2017
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(scope="module")
def life(django_db_setup, django_db_blocker):
    """Lived once for this file, undone after it; the clock stands still where it ended."""
    with django_db_blocker.unblock(), transaction.atomic():
        turmoil = Turmoil(SEED).happen(EVENTS)
        with time_machine.travel(turmoil.now, tick=False):
            yield turmoil
        transaction.set_rollback(True)


@pytest.fixture
def gemeente(life):
    return life.wereld.gemeente


@pytest.fixture
def browser(life):
    client = Client()
    client.force_login(life.wereld.beleid)
    return client


def periods(life):
    """The year, and its quarters as far as they have begun."""
    jaar = Periode(life.now.year)
    return [jaar, *(one for one in jaar.quarters if one.van <= local_date(life.now))]


# --- reading back -----------------------------------------------------------------------------------


class TableReader(HTMLParser):
    """(caption, rows of texts) of every table of a page."""

    def __init__(self):
        super().__init__()
        self.tables, self.text = [], None

    def handle_starttag(self, tag, attrs):
        if tag == "table":
            self.tables.append(["", []])
        elif tag == "tr":
            self.tables[-1][1].append([])
        elif tag in ("td", "th", "caption"):
            self.text = ""

    def handle_data(self, data):
        if self.text is not None:
            self.text += data

    def handle_endtag(self, tag):
        if self.text is None or tag not in ("td", "th", "caption"):
            return
        said, self.text = " ".join(self.text.split()), None
        if tag == "caption":
            self.tables[-1][0] = said
        elif self.tables[-1][1]:
            self.tables[-1][1][-1].append(said)


def tables_on(browser, url):
    """The tables of a page as (caption, header and rows)."""
    answer = browser.get(url)
    assert answer.status_code == 200, url
    reader = TableReader()
    reader.feed(answer.content.decode())
    return [(caption, tuple(tuple(row) for row in rows)) for caption, rows in reader.tables]


def rows_as_text(tabel):
    return [[cel.tekst for cel in row] for row in tabel.rijen]


def as_read(tabel):
    """A table of figures as somebody reads it on a page."""
    rows = [tabel.kolommen, *rows_as_text(tabel)]
    return " ".join(tabel.kop.split()), tuple(tuple(" ".join(str(cel).split()) for cel in row) for row in rows)


def csv_of(browser, url):
    body = browser.get(url).content.decode("utf-8-sig")
    return [row for row in csv.reader(io.StringIO(body), delimiter=";") if row]


def sheets_of(browser, url):
    """Every sheet of a workbook as rows of texts and numbers, read without any library for it."""
    with zipfile.ZipFile(io.BytesIO(browser.get(url).content)) as book:
        strings = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
        words = ["".join(part.text or "" for part in one.iter(f"{SHEET}t")) for one in strings]
        names = sorted((name for name in book.namelist() if name.startswith("xl/worksheets/sheet")), key=sheet_number)
        return [list(rows_of(ElementTree.fromstring(book.read(name)), words)) for name in names]


def sheet_number(name):
    return int("".join(filter(str.isdigit, name)))


def rows_of(sheet, words):
    for row in sheet.iter(f"{SHEET}row"):
        yield [cell_of(cell, words) for cell in row]


def cell_of(cell, words):
    value = cell.find(f"{SHEET}v")
    if value is None:
        return ""
    return words[int(value.text)] if cell.get("t") == "s" else float(value.text)


def in_a_sheet(tabel):
    """The rows of a table as a workbook holds them: numbers as numbers."""
    return [
        [float(cel.waarde) if cel.waarde is not None and cel.tekst[:1].isdigit() else cel.tekst for cel in row]
        for row in tabel.rijen
    ]


def holds_rows(sheet, rows):
    """Whether these rows stand in a sheet, in order and without another between them."""
    plain = [[round(cell, 4) if isinstance(cell, float) else cell for cell in row] for row in sheet]
    wanted = [[round(cell, 4) if isinstance(cell, float) else cell for cell in row] for row in rows]
    return any(plain[start : start + len(wanted)] == wanted for start in range(len(plain)))


# --- figures against a count by hand ----------------------------------------------------------------


def lines(kring):
    """{kind: [in time, late, without, still open]} of what is not confidential."""
    return {
        rij.sleutel: [rij.cel.op_tijd, rij.cel.te_laat, rij.cel.zonder, rij.cel.loopt]
        for rij in kring.rijen(Per.SOORT)
        if rij.niveau == OPEN
    }


def test_a_quarter_says_what_a_count_by_hand_says_on_its_peildatum(life, gemeente):
    today = local_date(life.now)
    vast = 0
    for periode in periods(life)[1:]:
        overzicht = overview(gemeente, periode, life.now)
        by_hand = life.recounts[periode] if overzicht.is_vast else recount(gemeente, periode, today)
        vast += overzicht.is_vast
        assert lines(overzicht.kring) == by_hand, periode
    assert vast == 2  # so the third one still counts
    whole = overview(gemeente, Periode(life.now.year), life.now)
    parts = [overview(gemeente, periode, life.now).kring.totaal for periode in periods(life)[1:]]
    assert whole.kring.totaal == sum(parts[1:], parts[0])


def test_every_count_of_every_question_is_that_of_the_forms(life, gemeente):
    """By hand: of each published run and pool the questions that five people answered there."""
    wanted = {}
    runs = Afname.objects.filter(gemeente=gemeente).published()
    batches = [Inzending.objects.filter(afname=run) for run in runs]
    batches += [Inzending.objects.filter(pool=pool) for pool in Pool.objects.filter(gemeente=gemeente)]
    for batch in batches:
        forms = list(batch)
        for key in {key for form in forms for key in form.antwoorden}:
            given = [form.antwoorden[key] for form in forms if key in form.antwoorden]
            if len(given) < FEWEST:
                continue
            counted = wanted.setdefault((forms[0].versie_id, key), Counter())
            counted["n"] += len(given)
            counted.update(str(one) for value in given for one in (value if isinstance(value, list) else [value]))
    found = {}
    for blok in results_of_gemeente(gemeente).blokken:
        for uitkomst in blok.vragen:
            if uitkomst.n:
                counted = Counter({str(one.code): one.aantal for one in uitkomst.antwoorden if one.aantal})
                found[blok.versie.pk, uitkomst.sleutel] = counted + Counter(n=uitkomst.n)
    assert found == wanted
    assert len(found) >= 12


# --- pages, files and papers against figures --------------------------------------------------------


def test_the_loop_is_the_same_on_page_in_file_and_in_workbook(life, gemeente, browser):
    for periode in periods(life):
        overzicht = overview(gemeente, periode, life.now)
        for per in Per:
            asked = f"?periode={code_of(periode)}&per={per.value}"
            shown = tables_on(browser, reverse("evaluaties:kring") + asked)
            wanted = [as_read(tabel) for tabel in main_tables(overzicht, per)]
            assert [table for table in wanted if table not in shown] == [], (periode, per)
            known = {as_read(tabel)[0] for tabel in (*main_tables(overzicht, per), *kring_tables(overzicht))}
            assert {caption for caption, _rows in shown} - known - captions_of_charts(shown) == set()
            assert csv_of(browser, reverse("evaluaties:kring_csv") + asked)[1:][: len(wanted[0][1]) - 1] == [
                list(row) for row in wanted[0][1][1:]
            ]
        asked = f"?periode={code_of(periode)}"
        sheets = sheets_of(browser, reverse("evaluaties:kring_xlsx") + asked)
        for tabel in kring_tables(overzicht):
            assert any(holds_rows(sheet, in_a_sheet(tabel)) for sheet in sheets), (periode, tabel.naam)
        partners = csv_of(browser, reverse("evaluaties:kring_partners") + asked)
        assert partners[1:][: len(partner_table(overzicht).rijen)] == rows_as_text(partner_table(overzicht))


def captions_of_charts(shown):
    """Charts repeat their bars as a table; what they draw is held against figures by their own tests."""
    return {caption for caption, rows in shown if rows and len(rows[0]) == 2}


def test_outcomes_are_the_same_on_page_in_file_and_in_workbook(life, gemeente, browser):
    places = [(("resultaat", [run.pk]), results_of_afname(run)) for run in Afname.objects.filter(gemeente=gemeente)]
    places.append((("programma_resultaat", [life.programma.pk]), results_of_programma(life.programma)))
    places.append((("gemeente_resultaat", []), results_of_gemeente(gemeente)))
    seen = 0
    for (name, args), resultaten in places:
        shown = tables_on(browser, reverse(f"evaluaties:{name}", args=args))
        for blok in resultaten.blokken:
            wanted = [as_read(question_table(one)) for one in blok.vragen if question_table(one).rijen and one.n]
            assert [table for table in wanted if table not in shown] == [], (name, args)
            seen += len(wanted)
        lines_of_all = rows_as_text(outcomes_table(resultaten, "alles", "Alles"))
        in_file = csv_of(browser, reverse(f"evaluaties:{name}_csv", args=args))
        joined = [tuple(row) for row in in_file]
        assert [row for row in lines_of_all if not any(tuple(row) == one[-len(row) :] for one in joined)] == []
        sheets = sheets_of(browser, reverse(f"evaluaties:{name}_xlsx", args=args))
        numbers = Counter(cell for sheet in sheets for row in sheet for cell in row if isinstance(cell, float))
        assert all(numbers[float(uitkomst.n)] for blok in resultaten.blokken for uitkomst in blok.vragen if uitkomst.n)
    assert seen > 30


def test_response_effect_and_trainings_are_the_same_on_page_and_in_file(life, gemeente, browser):
    today = local_date(life.now)
    for run in Afname.objects.filter(gemeente=gemeente):
        shown = tables_on(browser, reverse("evaluaties:resultaat", args=[run.pk]))
        assert as_read(response_table([run])) in shown, run.pk
    places = [(gemeente.naam, results_of(*atoms_of_gemeente(gemeente)))]
    in_use = questions_in_use(gemeente)
    shown = tables_on(browser, reverse("evaluaties:effect"))
    assert [tabel.kop for tabel in effect_tables(places, in_use) if as_read(tabel) not in shown] == []
    in_file = csv_of(browser, reverse("evaluaties:effect_csv"))
    assert in_file[1:][: len(indicators_table(places, in_use).rijen)] == rows_as_text(indicators_table(places, in_use))
    tabel = before_and_after_table(before_and_after(gemeente, today), today)
    assert as_read(tabel) in tables_on(browser, reverse("evaluaties:voor_na"))
    assert csv_of(browser, reverse("evaluaties:voor_na_csv"))[1:][: len(tabel.rijen)] == rows_as_text(tabel)


def test_the_three_numbers_of_the_start_page_are_those_of_the_loop(life, gemeente, browser):
    page = browser.get(reverse("evaluaties:beleid"))
    totaal = overview(gemeente, Periode.of(local_date(life.now)), life.now).kring.totaal
    assert [vak["aantal"] for vak in page.context["vakken"]] == [totaal.op_tijd, totaal.te_laat, totaal.zonder]
    words = " ".join(page.content.decode().split())
    assert all(f">{number}<" in words.replace(" ", "") for number in (totaal.op_tijd, totaal.te_laat, totaal.zonder))


# --- papers -----------------------------------------------------------------------------------------


def words_of(pdf):
    run = subprocess.run(["pdftotext", "-raw", "-enc", "UTF-8", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(run.stdout.decode().split())


def cells(tabel):
    return [" ".join(" ".join(str(cel) for cel in row).split()) for row in tabel.rijen]


def test_a_paper_says_what_figures_say(life, gemeente):
    """The evening, the programme, the quarter of the team and the year: every row of every table, in the text."""
    run = Afname.objects.filter(gemeente=gemeente, sessie__isnull=False).published().first()
    about = {
        "sessie": {"sessie": run.sessie, "afname": run},
        "programma": {"programma": life.programma},
        "team_kwartaal": {"team": life.wereld.team, "jaar": 2026, "kwartaal": 2},
        "jaar": {"jaar": 2026},
    }
    asked = {
        soort: ask_report(soort=soort, gemeente=gemeente, actor=life.wereld.beleid, now=life.now, **facts)
        for soort, facts in about.items()
    }
    make_due(life.now)
    said = {}
    for soort, rapport in asked.items():
        rapport.refresh_from_db()
        assert rapport.stand == "klaar", rapport.fout
        said[soort] = words_of(bytes(rapport.pdf))
    jaar = overview(gemeente, Periode(2026), life.now)
    today = local_date(life.now)
    wanted = {
        "sessie": questions(results_of_afname(run)),
        "programma": questions(results_of(*atoms_of_programma(life.programma))),
        "jaar": [
            *(loop_table(jaar, per) for per in (Per.SOORT, Per.PARTNER, Per.CATEGORIE, Per.WIJK)),
            partner_table(jaar),
            calls_table(jaar),
            before_and_after_table(before_and_after(gemeente, today), today),
        ],
        "team_kwartaal": [],
    }
    for soort, tabellen in wanted.items():
        missing = [row for tabel in tabellen for row in cells(tabel) if row not in said[soort]]
        assert missing == [], soort
    for soort, rapport in asked.items():  # and whatever else the plan of the paper draws
        plan = plan_of(rapport, life.now)
        drawn = [deel.tabel for make in plan.hoofdstukken for deel in make().delen if deel.tabel]
        assert [row for tabel in drawn for row in cells(tabel) if row not in said[soort]] == [], soort


def questions(resultaten):
    return [question_table(one) for blok in resultaten.blokken for one in blok.vragen if one.n]
