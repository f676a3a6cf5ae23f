"""Reports read back: tagged, in order, the cells of the tables and nothing of anybody (E213, E215, E216, E217)."""

import io
import re
import subprocess
from datetime import timedelta

import pikepdf
import pytest
from django.utils import timezone

from evaluaties.actions.reporting import ask_report
from evaluaties.documents import plan_of
from evaluaties.figures.outcomes import question_table, too_few
from evaluaties.figures.results import results_of_afname
from evaluaties.making import make_due
from evaluaties.models import Inzending, OpenAntwoord, WijDeden
from evaluaties.tests.factories import NPE_ANSWERS, AfnameFactory, held_evening, monday, publish
from teams.rondes.tests.factories import RondeFactory
from teams.tests.factories import AanstellingFactory, LidmaatschapFactory, TeamFactory
from trainingen.models import Programma

pytestmark = pytest.mark.django_db
HOSTILE = '<img src="file:///etc/passwd"><h1>Kop</h1>'
ANSWERS = [NPE_ANSWERS] * 5 + [NPE_ANSWERS | {"NPE1": 2, "NPE2": "nee"}]


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def team():
    return TeamFactory(naam="De Akkers")


@pytest.fixture
def beleid(team):
    return AanstellingFactory(gemeente=team.gemeente, rol="beleid").gebruiker


def make_programma(gemeente):
    today = timezone.localdate()
    return Programma.objects.create(
        gemeente=gemeente, naam="Proeftuin Noord", van=today - timedelta(days=90), tot=today
    )


@pytest.fixture
def afname(team, now):
    """A closed run of an evening of the team within a programme, with six forms, words and what was done with it."""
    programma = make_programma(team.gemeente)
    evening = held_evening(8, gemeente=team.gemeente, team=team, programma=programma)
    found = publish(AfnameFactory(sessie=evening), ANSWERS)
    reader = AanstellingFactory(gemeente=team.gemeente, rol="trainer").gebruiker
    vraag = found.versie.vraagreeks.get(code="NPE8")
    facts = {"vraag": vraag, "afname": found, "week": monday(now.date())}
    read = {"stand": "vrij", "gelezen_door": reader, "gelezen_op": now}
    OpenAntwoord.objects.create(**facts, **read, vrije_tekst=f"Meer voorbeelden. {HOSTILE}")
    OpenAntwoord.objects.create(**facts, tekst="KANARIE bij mevrouw Jansen")
    WijDeden.objects.create(afname=found, uzei="te veel ouderen", wijdeden="nieuwe casussen", door=reader, op=now)
    return found


@pytest.fixture
def paper(beleid, team, now):
    """Ask for a report, let it be made, and give its bytes."""

    def make(soort, **about):
        asked = ask_report(soort=soort, gemeente=team.gemeente, actor=beleid, now=now, **about)
        make_due(now)
        asked.refresh_from_db()
        assert asked.stand == "klaar", asked.fout
        return bytes(asked.pdf)

    return make


def text_of(data, *options):
    run = subprocess.run(["pdftotext", "-enc", "UTF-8", *options, "-", "-"], input=data, capture_output=True)
    return run.stdout.decode()


def words_of(data):
    return " ".join(text_of(data, "-raw").split())


# --- what it says ---------------------------------------------------------------------------------


def test_an_evening_on_paper_has_every_cell_of_its_tables(afname, paper):
    data = paper("sessie", sessie=afname.sessie, afname=afname)
    said = words_of(data)
    for uitkomst in results_of_afname(afname).blokken[0].vragen:
        tabel = question_table(uitkomst)
        assert " ".join(tabel.kop.split()) in said
        for rij in tabel.rijen:
            assert " ".join(" ".join(str(cel) for cel in rij).split()) in said, rij
        for naam, cel in tabel.feiten:
            assert f"{naam}: {cel}" in said
    for words in ("8 6 75", "Meer voorbeelden.", "U zei: te veel ouderen. Wij deden: nieuwe casussen.", HOSTILE[:9]):
        assert words in said, words
    for words in ("KANARIE", "Jansen"):
        assert words not in said


def test_on_every_page_stand_the_peildatum_the_version_and_the_number(afname, paper, now):
    data = paper("sessie", sessie=afname.sessie, afname=afname)
    pages = text_of(data).split("\f")[:-1]
    assert len(pages) > 1
    for number, page in enumerate(pages, 1):
        line = " ".join(page.split()[-12:])
        assert f"{timezone.localdate().year}, vragenlijst NPE versie 1, bladzijde {number} van {len(pages)}" in line
        assert "Peildatum" in line


def test_four_answers_say_nothing_yet_and_count_in_the_programme(team, paper):
    programma = make_programma(team.gemeente)
    small = AfnameFactory(sessie=held_evening(8, gemeente=team.gemeente, team=team, programma=programma))
    other = AfnameFactory(
        sessie=held_evening(8, gemeente=team.gemeente, team=team, programma=programma, module=small.sessie.module)
    )
    for run, answers in ((small, 4), (other, 1)):
        run.respons.create(kanaal="wand", aantal=answers)
        run.stand, run.gesloten_op = "gesloten", timezone.now()
        run.save()
    said = words_of(paper("sessie", sessie=small.sessie, afname=small))
    assert too_few() in said
    assert "8 4 50" in said
    assert "Ja" not in said.replace("Jaar", "")
    pool = programma.pools.create(versie=small.versie, gemeente=team.gemeente, week=monday(timezone.localdate()))
    pool.afnames.add(small, other)
    facts = {"versie": small.versie, "pool": pool, "week": pool.week}
    Inzending.objects.bulk_create(Inzending(**facts, antwoorden=NPE_ANSWERS) for _n in range(5))
    whole = words_of(paper("programma", programma=programma))
    assert too_few() not in whole
    assert "5 formulieren." in whole
    assert "Ja 5 100" in whole


def test_the_quarter_of_a_team_has_its_rounds_and_nobody_of_it(team, paper, now):
    today = timezone.localdate()
    RondeFactory(team=team, afgerond=True, op=now - timedelta(hours=3))
    member = LidmaatschapFactory(team=team, gebruiker__naam="Ans Kanarie").gebruiker
    said = words_of(paper("team_kwartaal", team=team, jaar=today.year, kwartaal=(today.month + 2) // 3))
    assert "Rondes 1 Uren" in said
    assert "De Akkers" in said
    assert member.naam not in said


def test_the_year_has_three_blocks_and_a_summary_that_repeats_their_cells(afname, team, beleid, paper, now):
    TeamFactory.create_batch(4, gemeente=team.gemeente)
    RondeFactory(team=team, afgerond=True, op=now - timedelta(hours=3))
    year = timezone.localdate().year
    asked = ask_report(soort="jaar", gemeente=team.gemeente, jaar=year, actor=beleid, now=now)
    plan = plan_of(asked, now)
    verslag = plan.verslag([hoofdstuk() for hoofdstuk in plan.hoofdstukken])
    blocks = [hoofdstuk.kop.split(":")[0] for hoofdstuk in verslag.hoofdstukken]
    assert list(dict.fromkeys(blocks)) == ["Samenvatting", "Beleid", "Proces", "Effect", "Bijlage"]
    tables = {deel.tabel.kop: deel.tabel for chapter in verslag.hoofdstukken[1:] for deel in chapter.delen}
    short = verslag.hoofdstukken[0].delen[0].tabel
    assert len(short.rijen) > 5
    for naam, cel in short.rijen:
        kop, _, kolom = naam.tekst.partition(": ")
        columns = [one.lower() for one in tables[kop].kolommen]
        assert tables[kop].rijen[-1][columns.index(kolom)] is cel
    said = words_of(paper("jaar", jaar=year))
    assert "Niet gemeten" in said
    assert "Wat er nog meer door verandert" in said
    assert all(one.naam in said for one in team.gemeente.teams.all())


def test_a_year_without_anything_is_a_report_that_says_so(team, paper):
    said = words_of(paper("jaar", jaar=timezone.localdate().year + 1))
    assert "Over dit jaar is nog niets geteld." in said
    assert "In dit jaar is er geen vragenlijst met genoeg antwoorden" in said


# --- read aloud -----------------------------------------------------------------------------------


def walk(element):
    """Every tag of the structure tree in reading order."""
    inside = element.get("/K", [])
    for child in list(inside) if isinstance(inside, pikepdf.Array) else [inside]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child
            yield from walk(child)


def kind(tag):
    return str(tag["/S"]).removeprefix("/")


@pytest.mark.parametrize("soort", ["sessie", "programma", "team_kwartaal", "jaar"])
def test_every_report_can_be_read_aloud(soort, afname, team, paper):
    today = timezone.localdate()
    about = {
        "sessie": {"sessie": afname.sessie, "afname": afname},
        "programma": {"programma": afname.sessie.programma},
        "team_kwartaal": {"team": team, "jaar": today.year, "kwartaal": (today.month + 2) // 3},
        "jaar": {"jaar": today.year},
    }
    data = paper(soort, **about[soort])
    with pikepdf.open(io.BytesIO(data)) as pdf:
        root = pdf.Root
        assert bool(root.MarkInfo.Marked)
        assert str(root.Lang).startswith("nl")
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        assert len(str(pdf.docinfo["/Title"])) > 5
        assert re.search(rb"pdfuaid:part\W+1\W", root.Metadata.read_bytes())
        assert len(pdf.open_outline().root) == 1  # a bookmark per heading, under that of the title
        tags = list(walk(root.StructTreeRoot))
        levels = [int(kind(tag)[1]) for tag in tags if re.fullmatch(r"H[1-6]", kind(tag))]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False)), levels
        assert all("TH" in map(kind, walk(tag)) for tag in tags if kind(tag) == "Table")
        assert captions_per_part(tags) == {1}  # of a table over several pages too
        figures = [tag for tag in tags if kind(tag) == "Figure"]
        assert all("Staafdiagram" in str(tag.get("/Alt", "")) for tag in figures)
        assert figures or soort != "sessie"
    assert outside_margins(data) == []


def captions_per_part(tags):
    """How many captions stand under one heading that has a table."""
    parts, part = [], []
    for tag in map(kind, tags):
        if re.fullmatch(r"H[1-6]", tag):
            parts, part = [*parts, part], []
        part.append(tag)
    return {one.count("Caption") for one in [*parts, part] if "Table" in one}


def outside_margins(data):
    """Words that stand outside the paper's own margins, as pdftotext measures them."""
    box = text_of(data, "-bbox")
    width = float(re.search(r'<page width="([\d.]+)"', box)[1])
    found = re.findall(r'<word xMin="([-\d.]+)" yMin="[-\d.]+" xMax="([-\d.]+)"[^>]*>([^<]*)', box)
    return [word for left, right, word in found if float(left) < 30 or float(right) > width - 30]
