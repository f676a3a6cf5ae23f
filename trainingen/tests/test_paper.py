"""What goes on paper: tagged, readable aloud, the same numbers everywhere, and nothing runs off the page."""

import csv
import io
import re
import subprocess
from datetime import timedelta

import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone

from buurtpreventie.accounts.tests.factories import GebruikerFactory
from buurtpreventie.documents.tests.without_libraries import take_libraries_away
from teams.tests.factories import BuurtFactory, LidmaatschapFactory, TeamFactory
from trainingen.documents.avondmap import blank_lines
from trainingen.models import (
    Actiepunt,
    Bewijs,
    GeoefendeSituatie,
    Inschrijving,
    Leerwens,
    Onderdeel,
    Sessie,
    Werktafel,
)
from trainingen.tests.factories import (
    InschrijvingFactory,
    KennismakingFactory,
    ModuleFactory,
    SessieFactory,
    SituatieFactory,
)
from trainingen.urls import urlpatterns

pytestmark = pytest.mark.django_db
LONG = "Wilhelmina-Alexandrine van der Meulenbrink-Oosterhuis tot Hoogeveen " * 2
NO_SPACE = "Donaudampfschifffahrt" * 5
HOSTILE = '<img src="file:///etc/passwd"><h1>Kop</h1>'
BACKWARDS = "Ans\u202ekcihcS"


@pytest.fixture
def trainer(client):
    person = GebruikerFactory(tweede_factor=True)
    client.force_login(person)
    return person


@pytest.fixture
def team():
    return TeamFactory(naam="De Akkers", buurten=[BuurtFactory(naam="De Akkers", woningen=900, huur_procent=30)])


@pytest.fixture
def evening(team, trainer):
    """An evening of this team; ``gehouden=True`` for one that was."""

    def make(**facts):
        module = ModuleFactory(gemeente=team.gemeente)
        Onderdeel.objects.create(module=module, volgorde=1, titel="Welkom en koffie", minuten=15)
        Onderdeel.objects.create(module=module, volgorde=2, titel="Oefenen met de acteur", minuten=120)
        if facts.get("gehouden"):
            facts.setdefault("op", evening_ago(20))
        facts.setdefault("plaatsen", 90)
        if not facts.get("kennisavond"):
            facts.setdefault("module", module)
        return SessieFactory(gemeente=team.gemeente, team=team, trainer=trainer, **facts)

    return make


def evening_ago(days):
    return timezone.localtime().replace(hour=19, minute=0, second=0, microsecond=0) - timedelta(days=days)


def got(client, name, *args):
    response = client.get(reverse(f"trainingen:{name}", args=args))
    assert response.status_code == 200, (name, response.status_code)
    return response


def pdf_of(client, name, *args):
    response = got(client, name, *args)
    assert response["Content-Type"] == "application/pdf"
    return response.content


def text_of(data, *options):
    run = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", *options, "-", "-"], input=data, capture_output=True, check=True
    )
    return run.stdout.decode()


def words_of(data):
    return " ".join(text_of(data).split())


# --- one number -------------------------------------------------------------------------------------------


def number_on(client, sessie):
    """The number present as the page, the file and the paper say it."""
    page = re.sub(r"<[^>]+>", " ", got(client, "sessie", sessie.pk).content.decode())
    page = " ".join(page.split())
    found = re.search(r"(?:Waren er (\d+))|(?:Volgens het verslag waren er (\d+))", page)
    rows = list(
        csv.reader(io.StringIO(got(client, "presentie_csv", sessie.pk).content.decode("utf-8-sig")), delimiter=";")
    )
    paper = re.search(r"Aantal aanwezig: (\d+)", words_of(pdf_of(client, "presentie_pdf", sessie.pk)))
    return int(found[1] or found[2]), int(rows[-1][2]), int(paper[1])


@pytest.mark.parametrize("many", [0, 1, 60])
def test_the_number_present_is_the_same_on_page_in_file_and_on_paper(client, evening, team, many):
    held = evening(gehouden=True)
    for number in range(many):
        InschrijvingFactory(sessie=held, gast=f"Gast nummer {number}", aanwezig=True)
    InschrijvingFactory.create_batch(3, sessie=held, team=team, aanwezig=False)
    InschrijvingFactory(sessie=held, team=team, stand="afgemeld")
    assert number_on(client, held) == (many,) * 3


def test_a_walk_in_and_a_late_correction_count_everywhere(client, evening, team):
    held = evening(gehouden=True, plaatsen=1)
    was = InschrijvingFactory(sessie=held, team=team, aanwezig=True)
    InschrijvingFactory(sessie=held, gast="Loopt Binnen", ingang="inloop", aanwezig=True)
    was_not = InschrijvingFactory(sessie=held, gast="Toch Niet", ingang="inloop", aanwezig=True)
    Inschrijving.objects.filter(pk=was_not.pk).update(aanwezig=False)
    was_not.ticks.create(aanwezig=False, hoe="correctie", op=timezone.now())
    assert number_on(client, held) == (2, 2, 2)
    paper = words_of(pdf_of(client, "presentie_pdf", held.pk))
    assert "Toch Niet – nee (later verbeterd)" in paper
    assert f"{was.naam} {team.naam} ja" in paper


def test_an_evening_from_a_report_has_the_published_number_and_no_names(client, evening):
    published = evening(gehouden=True, uit_verslag=True, verslag_opkomst=15, plaatsen=None)
    assert number_on(client, published) == (15, 15, 15)
    assert "Wie er waren, is niet bekend" in words_of(pdf_of(client, "presentie_pdf", published.pk))


def test_an_evening_of_which_only_the_day_is_known_has_its_papers_all_the_same(client, evening):
    facts = {"uit_verslag": True, "begin": None, "einde": None, "plaats": "", "plaatsen": None}
    published = evening(gehouden=True, **facts)
    for name in ("avondmap", "voorbereiding_pdf", "presentie_pdf"):
        assert "None" not in words_of(pdf_of(client, name, published.pk))
    assert "Aantal aanwezig: niet bekend" in words_of(pdf_of(client, "presentie_pdf", published.pk))
    assert "niet bekend" in got(client, "presentie_csv", published.pk).content.decode("utf-8-sig")
    assert "None" not in got(client, "voorbereiding", published.pk).content.decode()


def test_before_the_list_is_closed_nobody_says_a_number(client, evening, team):
    planned = evening()
    InschrijvingFactory(sessie=planned, team=team, aanwezig=True)
    assert "Aantal aanwezig: nog niet afgesloten" in words_of(pdf_of(client, "presentie_pdf", planned.pk))
    assert "nog niet afgesloten" in got(client, "presentie_csv", planned.pk).content.decode("utf-8-sig")


def test_a_cell_that_a_spreadsheet_would_run_does_not_run(client, evening):
    held = evening(gehouden=True)
    InschrijvingFactory(sessie=held, gast="=1+1", gast_van="@SUM(A1)", aanwezig=True)
    body = got(client, "presentie_csv", held.pk).content.decode("utf-8-sig")
    assert "'=1+1;'@SUM(A1);ja" in body


# --- what is in the pack ----------------------------------------------------------------------------------


def test_the_pack_holds_list_programme_preparation_situations_slips_and_the_code(client, evening, team):
    planned = evening(aanpak="Rustig beginnen.", acteur="Acteur Jan")
    Sessie.objects.filter(pk=planned.pk).update(wand_code="123456", wand_hash="x" * 64, wand_geheim="geheim")
    InschrijvingFactory(sessie=planned, gast="Wim van Buiten", gast_van="Welzijn")
    InschrijvingFactory(
        sessie=planned, team=team, gebruiker=LidmaatschapFactory(team=team, gebruiker__naam="Ans de Boer").gebruiker
    )
    InschrijvingFactory(sessie=planned, gast="Wacht Even", stand="wachtlijst")
    InschrijvingFactory(sessie=planned, gast="Komt Niet", stand="afgemeld")
    SituatieFactory(gemeente=team.gemeente, naam="Een raam staat open")
    SituatieFactory(gemeente=team.gemeente, naam="Niet meer in gebruik", actief=False)
    SituatieFactory(naam="Van een andere gemeente")
    KennismakingFactory(team=team, antwoorden={"T16": "Er zijn te weinig lopers."})
    said = words_of(pdf_of(client, "avondmap", planned.pk))
    for words in (
        "Ans de Boer De Akkers",
        "Wim van Buiten Welzijn",
        "Op de wachtlijst: 1",
        "Wacht Even",
        "Welkom en koffie",
        "19.15 uur",
        "Rustig beginnen.",
        "Acteur: Acteur Jan",
        "Er zijn te weinig lopers.",
        "Een raam staat open",
        "Wat wilt u nog leren?",
        "Bel mij",
        "Schrijf niet op waarover",
        team.gemeente.meldpunt_telefoon,
        "123 456",
    ):
        assert words in said, words
    for words in ("Komt Niet", "Niet meer in gebruik", "Van een andere gemeente"):
        assert words not in said


def test_without_a_code_and_after_the_evening_there_is_no_page_for_the_wall(client, evening):
    assert "Scan deze code" not in words_of(pdf_of(client, "avondmap", evening().pk))
    assert "Scan deze code" not in words_of(pdf_of(client, "avondmap", evening(gehouden=True).pk))


def test_the_pack_of_a_knowledge_evening_has_tables_and_no_situations(client, evening):
    themed = evening(kennisavond=True, programma_avond="19.30 uur Opening")
    Werktafel.objects.create(sessie=themed, nummer=1, vraag="Hoe blijven mensen wonen?")
    said = words_of(pdf_of(client, "avondmap", themed.pk))
    assert "Tafel 1: Hoe blijven mensen wonen?" in said
    assert "19.30 uur Opening" in said
    assert "Wat oefende u?" not in said


def test_there_is_room_for_people_who_walk_in_also_when_nobody_signed_up(client, evening):
    assert [blank_lines(coming) for coming in (0, 11, 12, 13)] == [17, 6, 5, 8]
    assert "Aangemeld: 0 Er is Naam" in words_of(pdf_of(client, "avondmap", evening().pk))


def test_hostile_names_and_places_stay_text(client, evening):
    planned = evening(plaats=HOSTILE, acteur=HOSTILE, aanpak=HOSTILE)
    InschrijvingFactory(sessie=planned, gast=HOSTILE, gast_van=HOSTILE)
    for name in ("avondmap", "presentie_pdf", "voorbereiding_pdf"):
        data = pdf_of(client, name, planned.pk)
        assert re.sub(r"\s", "", HOSTILE) in re.sub(r"\s", "", text_of(data)), name
        assert not [figure for figure in structure(data) if figure.kind == "Figure"]


def test_marks_that_turn_a_name_round_are_left_out_and_other_scripts_stay(client, evening):
    planned = evening()
    for naam in (BACKWARDS, "Ümit Şahin", "Олена Ко", "Ans 🙂"):
        InschrijvingFactory(sessie=planned, gast=naam)
    for name in ("avondmap", "presentie_pdf"):
        said = words_of(pdf_of(client, name, planned.pk))
        assert "AnskcihcS" in said
        assert "Ümit Şahin" in said
        assert "Олена Ко" in said
        assert "\u202e" not in said


def test_sixty_people_with_very_long_names_fit_between_the_margins(client, evening):
    planned = evening(plaatsen=60, plaats=NO_SPACE)
    for number in range(60):
        InschrijvingFactory(sessie=planned, gast=f"{number} {LONG}"[:120], gast_van=NO_SPACE)
    for name in ("avondmap", "presentie_pdf"):
        data = pdf_of(client, name, planned.pk)
        assert outside_margins(data) == []
        names = re.sub(r"\s", "", text_of(data))
        assert all(f"{number}Wilhelmina-Alexandrine" in names for number in range(60))


def outside_margins(data):
    """Words that stand outside the paper's own margins, as pdftotext measures them."""
    box = text_of(data, "-bbox")
    width = float(re.search(r'<page width="([\d.]+)"', box)[1])
    found = re.findall(r'<word xMin="([-\d.]+)" yMin="[-\d.]+" xMax="([-\d.]+)"[^>]*>([^<]*)', box)
    return [word for left, right, word in found if float(left) < 30 or float(right) > width - 30]


def test_a_server_that_cannot_make_pdf_says_so_on_the_page(client, evening, monkeypatch):
    planned = evening()
    take_libraries_away(monkeypatch)
    for name, page in (("avondmap", "sessie"), ("presentie_pdf", "sessie"), ("voorbereiding_pdf", "voorbereiding")):
        response = client.get(reverse(f"trainingen:{name}", args=[planned.pk]), follow=True)
        assert response.redirect_chain == [(reverse(f"trainingen:{page}", args=[planned.pk]), 302)]
        assert "Een PDF maken lukt op deze server niet" in response.content.decode()


# --- read aloud -------------------------------------------------------------------------------------------


class Tag:
    """One element of the structure tree."""

    def __init__(self, element):
        self.element = element
        self.kind = str(element.get("/S", "")).removeprefix("/")

    @property
    def alt(self):
        return str(self.element.get("/Alt", ""))


def structure(data):
    """Every element of the structure tree in reading order."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return list(walk(pdf.Root.StructTreeRoot))


def walk(element):
    for child in children(element):
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield Tag(child)
            yield from walk(child)


def children(element):
    inside = element.get("/K", [])
    return list(inside) if isinstance(inside, pikepdf.Array) else [inside]


def papers(client, evening, team, trainer):
    """Every PDF of trainings by the name of its address, filled with everything it can hold."""
    now = timezone.now()
    planned = evening(aanpak="Rustig beginnen.\n\nDaarna oefenen.")
    Sessie.objects.filter(pk=planned.pk).update(wand_code="123456", wand_hash="x" * 64, wand_geheim="geheim")
    held, themed = evening(gehouden=True), evening(gehouden=True, kennisavond=True, op=evening_ago(9))
    member = LidmaatschapFactory(team=team).gebruiker
    was_there = InschrijvingFactory(sessie=held, team=team, gebruiker=member, aanwezig=True)
    InschrijvingFactory(sessie=planned, team=team)
    Leerwens.objects.create(team=team, onderwerp="boos", tekst="Iemand die scheldt.", op=now)
    GeoefendeSituatie.objects.create(
        sessie=held, situatie=SituatieFactory(gemeente=team.gemeente), door=trainer, op=now, notitie="Blijf rustig."
    )
    table = Werktafel.objects.create(sessie=themed, nummer=1, vraag="Wie doet mee?", uitkomst="Iedereen.")
    Actiepunt.objects.create(
        sessie=themed, werktafel=table, wat="Bellen", eigenaar=trainer, voor=now.date(), gemaakt_op=now
    )
    bewijs = Bewijs.objects.create(
        gemeente=team.gemeente,
        gebruiker=member,
        soort="wijkveiligheid",
        gehaald_op=held.dag,
        inschrijving=was_there,
        vastgelegd_op=now,
    )
    answers = {"T1": "De Akkers", "T12_huur": 30, "T16": "Het gaat goed.", "T15": ["inbraak"]}
    talk = KennismakingFactory(team=team, antwoorden=answers)
    made = {
        "avondmap": pdf_of(client, "avondmap", planned.pk),
        "avondmap kennisavond": pdf_of(client, "avondmap", themed.pk),
        "voorbereiding_pdf": pdf_of(client, "voorbereiding_pdf", planned.pk),
        "presentie_pdf": pdf_of(client, "presentie_pdf", held.pk),
        "kennismaking_pdf": pdf_of(client, "kennismaking_pdf", talk.pk),
        "avondverslag_pdf": pdf_of(client, "avondverslag_pdf", themed.pk),
    }
    client.force_login(member)
    made["bewijs_pdf"] = pdf_of(client, "bewijs_pdf", bewijs.pk)
    made["deelname_pdf"] = pdf_of(client, "deelname_pdf", was_there.pk)
    return made


def test_every_paper_of_trainings_can_be_read_aloud(client, evening, team, trainer):
    """Tagged, in Dutch, with a title that shows, headings in order, words for drawings, tables with headers."""
    made = papers(client, evening, team, trainer)
    assert {name.split()[0] for name in made} == {url.name for url in urlpatterns if "pdf" in str(url.pattern)}
    for name, data in made.items():
        with pikepdf.open(io.BytesIO(data)) as pdf:
            root = pdf.Root
            assert bool(root.MarkInfo.Marked), name
            assert str(root.Lang).startswith("nl"), name
            assert bool(root.ViewerPreferences.DisplayDocTitle), name
            assert len(str(pdf.docinfo["/Title"])) > 5, name
            tags = list(walk(root.StructTreeRoot))
            check_headings(name, tags)
            check_drawings(name, tags)
            check_tables(name, tags)
            check_order(name, data)


def check_headings(name, tags):
    """It begins with H1 and goes down one level at a time."""
    levels = [int(tag.kind[1]) for tag in tags if re.fullmatch(r"H[1-6]", tag.kind)]
    assert levels, name
    assert levels[0] == 1, name
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False)), (name, levels)


def check_drawings(name, tags):
    """Each drawing says what it is; the pack of an evening that is still to come has the QR."""
    drawings = [tag for tag in tags if tag.kind == "Figure"]
    assert all(drawing.alt for drawing in drawings), name
    if name == "avondmap":
        assert any("QR" in drawing.alt for drawing in drawings)


def check_tables(name, tags):
    """No table without headers."""
    for table in (tag for tag in tags if tag.kind == "Table"):
        assert any(inside.kind == "TH" for inside in walk(table.element)), name


def check_order(name, data):
    """What is read aloud is what stands on the paper, from top to bottom; nothing is left out but the page numbers."""
    aloud, paper = letters(read_aloud(data)), letters(text_of(data, "-raw"))
    assert aloud == paper, (name, aloud, paper)


def read_aloud(data):
    """The words of the structure tree in its order, as a screen reader gets them."""
    run = subprocess.run(["pdfinfo", "-struct-text", "-"], input=data, capture_output=True, check=True)
    return " ".join(re.findall(r'^\s*"(.*)"$', run.stdout.decode(), re.MULTILINE))


def letters(words):
    """Without spaces, bullets and the line under a page: those differ in how they are drawn only."""
    return re.sub(r"\s|•", "", re.sub(r"^.*bladzijde \d+ van \d+$", "", words, flags=re.MULTILINE))
