"""The pilot's published table comes back cell by cell, each count with its own n, and says that it was rebuilt.

``PUBLISHED`` is typed over from the report of 2017; nothing in it is computed (E201, E202, E205, E206).
"""

import csv
import io
import re
from html import unescape

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from buurtpreventie.documents.rendering import render_pdf
from evaluaties.documents import plan_of
from evaluaties.figures.outcomes import outcomes_table, question_table
from evaluaties.figures.respons import response_table
from evaluaties.figures.results import results_of_afname, results_of_programma
from evaluaties.making import TEMPLATE
from evaluaties.models import Afname, Inzending, Rapport, RapportSoort
from evaluaties.proeftuin import load_proeftuin
from teams.demo import load_places
from teams.models import Gemeente
from teams.tests.factories import AanstellingFactory
from trainingen import proeftuin as evenings
from trainingen.models import Programma

pytestmark = pytest.mark.django_db
NONE = "niet gepubliceerd"

# key: (people, mean, [(answer, number, percentage)])
NIET_PLUIS = {
    "NPE1": ("79", "3,9", []),
    "NPE2": ("79", None, [("Ja", "71", "90 %"), ("Nee", "7", "9 %"), ("Niet van toepassing", "1", "1 %")]),
    "NPE3": ("50", None, [("Ja", "44", "88 %"), ("Nee", "5", "10 %"), ("Niet van toepassing", "1", "2 %")]),
    "NPE4": ("79", None, [("Ja", "72", "91 %"), ("Nee", "5", "6 %"), ("Niet van toepassing", "2", "3 %")]),
    "NPE5": ("78", None, [("Ja", "51", "65 %"), ("Nee", "17", "22 %"), ("Niet van toepassing", "10", "13 %")]),
    "NPE6": (None, None, []),
}
EINDMETING = {
    "E0": ("11", None, [("Wijkveiligheid", "1", "9 %"), ("Niet pluis", "2", "18 %"), ("Allebei", "8", "73 %")]),
    "E1": (
        "11",
        None,
        [
            ("Praten met bewoners in het algemeen", "8", "73 %"),
            ("Praten met mensen die overlast geven", "8", "73 %"),
            ("Praten met kwetsbare bewoners", "7", "64 %"),
            ("Gevaar inschatten voor mijzelf en anderen", NONE, "–"),
            ("Kijken zonder oordeel", NONE, "–"),
            ("Geen van deze", NONE, "–"),
        ],
    ),
    "E2": (
        "11",
        None,
        [("Ja, meer", "6", "55 %"), ("Een beetje meer", "4", "36 %"), ("Niet meer dan eerst", "1", "9 %")],
    ),
    "E3": (
        "ten hoogste 10",
        None,
        [
            ("Verwaarlozing", "8", "–"),
            ("Vergeetachtigheid", "4", "–"),
            ("Achterdocht", "4", "–"),
            ("Boosheid", "4", "–"),
            ("Alcohol of drugs", "4", "–"),
            ("Eenzaamheid", NONE, "–"),
            ("Mogelijk geweld thuis", NONE, "–"),
            ("Signalen bij kinderen", NONE, "–"),
            ("Anders", NONE, "–"),
        ],
    ),
    "E4": ("11", None, [("Ja", "4", "36 %"), ("Nee", "7", "64 %")]),
    "E5": ("4", None, []),  # the report names four parties, without numbers
    "E6": (
        "5",
        None,
        [
            ("Ja", "1", "20 %"),
            ("Nog niet, ik verwacht het nog", "4", "80 %"),
            ("Nee, en ik verwacht het niet meer", "0", "0 %"),
        ],
    ),
    "E7": ("11", None, [("Ja", "11", "100 %"), ("Nee", "0", "0 %")]),
    "E8": (
        "11",
        None,
        [
            ("Ja", "9", "82 %"),
            ("Misschien", NONE, "–"),
            ("Nee", NONE, "–"),
            ("Antwoord niet gepubliceerd", "2", "18 %"),
        ],
    ),
    "E9": ("11", None, [("Ja", "8", "73 %"), ("Misschien", "3", "27 %"), ("Nee", "0", "0 %")]),
    "E10": ("11", None, [("Ja", "7", "64 %"), ("Misschien", "4", "36 %"), ("Nee", "0", "0 %")]),
    "E11": ("11", None, [("Ja", "3", "27 %"), ("Misschien", "3", "27 %"), ("Nee", "5", "45 %")]),
    "E12": (
        "10",
        None,
        [
            ("Heel erg", "0", "0 %"),
            ("Een beetje", "3", "30 %"),
            ("Niet echt", "5", "50 %"),
            ("Helemaal niet", "2", "20 %"),
        ],
    ),
    "E13": (
        "10",
        None,
        [
            ("Heel erg", "2", "20 %"),
            ("Een beetje", "7", "70 %"),
            ("Niet echt", "1", "10 %"),
            ("Helemaal niet", "0", "0 %"),
        ],
    ),
    "E14.WV": ("ten hoogste 9", "8", []),
    "E14.NP": ("ten hoogste 10", "6,8", []),
}
PUBLISHED = {"NPE": NIET_PLUIS, "EIND": EINDMETING}


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The nine gemeenten with the evenings and answers of 2017: loaded once for this file, and undone after it."""
    now = timezone.now()
    with django_db_blocker.unblock(), transaction.atomic():
        load_places(now)
        evenings.load_proeftuin(now)
        yield load_proeftuin(now)
        transaction.set_rollback(True)


@pytest.fixture
def runs(loaded):
    assert loaded == 2
    return {afname.versie.vragenlijst.code: afname for afname in Afname.objects.filter(nagebouwd=True)}


def cells(uitkomst):
    """What a page shows of one question."""
    table = question_table(uitkomst)
    facts = {name: cel.tekst for name, cel in table.feiten}
    return (facts.get("Mensen"), facts.get("Gemiddeld"), [tuple(cel.tekst for cel in row) for row in table.rijen])


@pytest.mark.parametrize("code", PUBLISHED)
def test_every_figure_of_the_report_comes_back_with_its_own_n(runs, code):
    (blok,) = results_of_afname(runs[code]).blokken
    assert blok.nagebouwd and len(blok.bronnen) == 1
    assert {one.sleutel: cells(one) for one in blok.vragen} == PUBLISHED[code]


def test_the_answer_against_its_condition_is_told_and_not_smoothed(runs):
    (blok,) = results_of_afname(runs["EIND"]).blokken
    heard = blok.of("E6")
    assert (heard.n, heard.van, heard.tegen) == (5, 4, 1)
    assert question_table(heard).noten[0] == (
        "Let op: 1 + 4 = 5 antwoorden, maar 4 mensen kozen “Ja” bij “Hebt u na de training iets gemeld omdat het niet "
        "pluis voelde?”. 1 formulier past dus niet. Wij tellen het mee en veranderen niets."
    )


# --- page, CSV and PDF --------------------------------------------------------------------------------


@pytest.fixture
def beleid(runs):
    """Of one of the nine gemeenten: the programme is of their region."""
    return AanstellingFactory(beleid=True, gemeente=Gemeente.objects.get(slug="leerdam")).gebruiker


def plain(html):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def on_page(html):
    """What the page shows per question, as in PUBLISHED."""
    found = {}
    for part in re.split(r'<article class="app-kaart', html)[1:]:
        part = part.partition("</article>")[0]
        anchor = re.search(r'aria-labelledby="uitkomst-\d+-([^"]+)"', part)
        if anchor:
            facts = dict(re.findall(r"(Mensen|Gemiddeld): <strong>(.*?)</strong>", part))
            cells = re.findall(r'role="(?:cell|rowheader)"[^>]*>(.*?)</t[hd]>', part)
            rows = [tuple(map(unescape, cells[n : n + 3])) for n in range(0, len(cells), 3)]
            found[anchor[1]] = (facts.get("Mensen"), facts.get("Gemiddeld"), rows)
    return found


def in_file(content):
    """The same of the lines of a CSV, per questionnaire and question."""
    found = {}
    for line in list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))[1:]:
        if len(line) > 1:
            lijst, _versie, herkomst, vraag, people, average, *row = line
            assert herkomst == ORIGIN
            known = [None if one == "–" else one for one in (people, average)]
            rows = found.setdefault((lijst, vraag), (*known, []))[2]
            rows += [] if row[0] == "–" else [tuple(row[:3])]
    return found


ORIGIN = "Nagebouwd naar het gepubliceerde verslag: Verslag Proeftuin Buurtpreventie PLUS, 2017"
KEYS = {key.lower().replace(".", "-"): cells for part in PUBLISHED.values() for key, cells in part.items()}


def test_the_page_of_the_programme_shows_the_published_table_and_says_that_it_was_rebuilt(client, beleid):
    client.force_login(beleid)
    html = client.get(reverse("evaluaties:programma_resultaat", args=[Programma.objects.get().pk])).content.decode()
    assert on_page(html) == KEYS
    assert plain(html).count("Nagebouwd naar het gepubliceerde verslag.") == 2
    assert "1 + 4 = 5 antwoorden, maar 4 mensen kozen “Ja”" in plain(html)


def test_the_file_of_the_programme_holds_the_published_table(client, beleid, runs):
    client.force_login(beleid)
    response = client.get(reverse("evaluaties:programma_resultaat_csv", args=[Programma.objects.get().pk]))
    blocks = [results_of_afname(runs[code]).blokken[0] for code in PUBLISHED]
    named = {
        (blok.versie.vragenlijst.naam, one.tekst): PUBLISHED[blok.versie.vragenlijst.code][one.sleutel]
        for blok in blocks
        for one in blok.vragen
    }
    assert in_file(response.content) == named
    assert f"{ORIGIN}." in response.content.decode()


def test_the_report_of_the_programme_holds_the_published_table(runs):
    programma, leerdam = Programma.objects.get(), Gemeente.objects.get(slug="leerdam")
    plan = plan_of(Rapport(soort=RapportSoort.PROGRAMMA, programma=programma, gemeente=leerdam), timezone.now())
    pdf = render_pdf(TEMPLATE, {"verslag": plan.verslag([make() for make in plan.hoofdstukken])})
    said = " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())
    assert ORIGIN in said and "1 + 4 = 5 antwoorden, maar 4 mensen kozen “Ja”" in said
    for people, average, rows in KEYS.values():
        assert people is None or f"Mensen: {people}" in said
        assert average is None or f"Gemiddeld: {average}" in said
        for row in rows:
            assert " ".join(row) in said
    assert "96 11 11,5 % 30 %" in said


def test_eleven_of_ninety_six_answered_and_thirty_percent_was_expected(runs):
    """E202: the 30 % of the report is what was hoped for."""
    (row,) = response_table([runs["EIND"]]).rijen
    assert [cel.tekst for cel in row] == [
        "Een half jaar na de proeftuin van 2017 (nagebouwd)",
        "96",
        "11",
        "11,5 %",
        "30 %",
        "11",
    ]
    assert [cel.tekst for cel in response_table([runs["NPE"]]).rijen[0][1:5]] == ["–", "79", "–", "–"]


def test_every_gemeente_of_the_pilot_sees_the_runs_of_its_region_and_no_other(client, runs):
    for slug in ("leerdam", "rotterdam", "oud-beijerland"):
        client.force_login(AanstellingFactory(trainer=True, gemeente=Gemeente.objects.get(slug=slug)).gebruiker)
        assert client.get(reverse("evaluaties:resultaat", args=[runs["EIND"].pk])).status_code == 200
    client.force_login(AanstellingFactory(trainer=True).gebruiker)
    assert client.get(reverse("evaluaties:resultaat", args=[runs["EIND"].pk])).status_code == 404


def test_every_line_of_the_file_says_where_it_comes_from(runs):
    table = outcomes_table(results_of_programma(Programma.objects.get()), "proeftuin", "Proeftuin")
    assert {row[2].tekst for row in table.rijen} == {ORIGIN} and table.noten == (f"{ORIGIN}.",)
    assert {row[0].tekst for row in table.rijen} == {"Evaluatie training Niet pluis", "Een half jaar later"}


def test_a_second_run_adds_nothing(runs):
    assert load_proeftuin(timezone.now()) == 0
    assert Inzending.objects.count() == 79 + 11
