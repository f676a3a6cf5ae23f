"""The evenings of 2017 as they were published, line by line; what was, keeps its name."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from teams.actions.merging import merge_team
from teams.demo import load_places
from teams.models import Aanstelling, Gemeente, Team
from teams.tests.factories import AanstellingFactory, TeamFactory
from trainingen.models import Inschrijving, Module, Programma, Sessie, SessieTrainer
from trainingen.proeftuin import load_proeftuin

pytestmark = pytest.mark.django_db
NO_TIMES = ("", "")
EVENING = ("19.00", "22.00")
PUBLISHED = [  # gemeente as it was called then, module, day, from and until, place
    ("Maassluis", "WV", "22-03-2017", EVENING, ""),
    ("Oud-Beijerland", "NP", "05-04-2017", NO_TIMES, ""),
    ("Lansingerland", "WV", "12-04-2017", EVENING, ""),
    ("Maassluis", "NP", "13-04-2017", NO_TIMES, ""),
    ("Oud-Beijerland", "WV", "19-04-2017", EVENING, ""),
    ("Hellevoetsluis", "WV", "26-04-2017", EVENING, ""),
    ("Gorinchem", "WV", "03-05-2017", EVENING, ""),
    ("Leerdam", "WV", "10-05-2017", EVENING, ""),
    ("Lansingerland", "NP", "11-05-2017", NO_TIMES, ""),
    ("Gorinchem", "NP", "15-05-2017", NO_TIMES, ""),
    ("Capelle aan den IJssel", "WV", "17-05-2017", EVENING, ""),
    ("Hellevoetsluis", "NP", "24-05-2017", NO_TIMES, ""),
    ("Leerdam", "NP", "31-05-2017", NO_TIMES, ""),
    ("Molenwaard", "WV", "07-06-2017", EVENING, "Groot-Ammers"),
    ("Capelle aan den IJssel", "NP", "08-06-2017", NO_TIMES, ""),
    ("Rotterdam", "NP", "13-06-2017", NO_TIMES, ""),
    ("Molenwaard", "NP", "20-06-2017", NO_TIMES, "Groot-Ammers"),
    ("Rotterdam", "WV", "21-06-2017", EVENING, "Tarwewijk"),
]
REAL_NAMES = ("Bosch", "Kleijheeg", "Kokke", "Sert", "Hartnagel", "Kamminga")


@pytest.fixture(scope="module")
def proeftuin(django_db_setup, django_db_blocker):
    """The nine gemeenten with the evenings in them: loaded once for this file, and undone after it."""
    now = timezone.now()
    with django_db_blocker.unblock(), transaction.atomic():
        load_places(now)
        yield load_proeftuin(now)
        transaction.set_rollback(True)


@pytest.fixture
def verslag(proeftuin):
    assert proeftuin == 20
    return Sessie.objects.filter(uit_verslag=True).order_by("dag")


def clock(moment):
    return f"{timezone.localtime(moment):%H.%M}" if moment else ""


def line(sessie):
    times = (clock(sessie.begin), clock(sessie.einde))
    return (sessie.gemeente_toen, sessie.module.code, f"{sessie.dag:%d-%m-%Y}", times, sessie.plaats)


def test_the_trainings_are_the_published_list_line_by_line(verslag):
    trainings = verslag.filter(soort="training").select_related("module", "gemeente")
    assert [line(sessie) for sessie in trainings] == PUBLISHED
    assert {sessie.gemeente.naam == sessie.gemeente_toen for sessie in trainings} == {True}
    assert set(trainings.values_list("stand", flat=True)) == {"gehouden"}


def test_two_towns_did_niet_pluis_first(verslag):
    first = {}
    for sessie in verslag.filter(soort="training").select_related("module"):
        first.setdefault(sessie.gemeente_toen, sessie.module.code)
    assert {town for town, module in first.items() if module == "NP"} == {"Oud-Beijerland", "Rotterdam"}
    assert len(first) == 9


def test_the_turn_out_is_what_was_published_and_nothing_is_made_up(verslag):
    evenings = verslag.with_opkomst()
    known = evenings.filter(soort="kennisavond").values_list("dag", "thema", "opkomst")
    assert [(f"{dag:%d-%m-%Y}", thema, opkomst) for dag, thema, opkomst in known] == [
        ("24-04-2017", "Inclusieve samenleving", 15),
        ("28-06-2017", "Samenwerken in buurtpreventie", 26),
    ]
    assert set(evenings.filter(soort="training").values_list("opkomst", flat=True)) == {None}
    assert not Inschrijving.objects.exists()
    programma = Programma.objects.get()
    assert (programma.verslag_deelnemers, programma.sessies.count(), programma.gemeente) == (96, 20, None)


def test_the_knowledge_evenings_have_their_tables_and_say_that_the_place_was_not_published(verslag):
    tables = [
        sessie.werktafels.count() for sessie in verslag.filter(soort="kennisavond").prefetch_related("werktafels")
    ]
    assert tables == [4, 3]
    assert all("noemt de gemeente van deze avond niet" in s.programma_avond for s in verslag.filter(module=None))


def test_wijkveiligheid_has_an_actor_and_nobody_bears_the_name_of_a_real_person(verslag):
    with_actor = {(s.module.code, bool(s.acteur)) for s in verslag.filter(soort="training").select_related("module")}
    assert with_actor == {("WV", True), ("NP", False)}
    people = [row.gebruiker for row in SessieTrainer.objects.select_related("gebruiker")]
    names = [person.naam for person in people] + list(verslag.values_list("acteur", flat=True))
    names += verslag.values_list("spreker", flat=True)
    assert len(people) == 9 + 2 * 9 and len(set(people)) == 3
    assert not [naam for naam in names for real in REAL_NAMES if real in naam]
    assert not any(person.is_active or person.email for person in people)
    assert not Aanstelling.objects.filter(gebruiker__in=people, tot=None).exists()


def test_a_second_run_adds_nothing_and_mends_what_is_missing(verslag):
    assert load_proeftuin(timezone.now()) == 0
    gone = verslag.get(gemeente_toen="Leerdam", module__code="WV")
    gone.sessieteams.all().delete(), gone.sessietrainers.all().delete(), gone.delete()
    said = StringIO()
    call_command("load_proeftuin", stdout=said)
    assert said.getvalue().startswith("Avonden uit het verslag van 2017 geladen: 1.\n")
    assert (Sessie.objects.count(), Programma.objects.count(), Module.objects.count()) == (20, 1, 18)
    assert SessieTrainer.objects.values("gebruiker").distinct().count() == 3


def test_without_the_nine_gemeenten_the_command_says_which_are_missing(verslag):
    for slug in ("leerdam", "lansingerland"):
        Gemeente.objects.filter(slug=slug).update(slug=f"{slug}-anders")
    with pytest.raises(CommandError, match="zijn er nog niet: Leerdam, Lansingerland"):
        call_command("load_proeftuin")


def test_a_gemeente_that_got_another_name_and_a_team_that_merged_keep_theirs_in_what_was(verslag):
    leerdam = Gemeente.objects.get(slug="leerdam")
    Gemeente.objects.filter(pk=leerdam.pk).update(naam="Vijfheerenlanden")
    old, beheer = Team.objects.get(naam="Team Leerdam-West"), AanstellingFactory(beheer=True, gemeente=leerdam)
    merged = TeamFactory(gemeente=leerdam, naam="Team Lek en Linge")
    merge_team(old, naar=merged, actor=beheer.gebruiker, now=timezone.now())

    assert load_proeftuin(timezone.now()) == 0
    evenings = verslag.filter(gemeente=leerdam).order_by("dag")
    assert [sessie.gemeente_toen for sessie in evenings] == ["Leerdam", "Leerdam"]
    assert [team.naam_toen for sessie in evenings for team in sessie.sessieteams.all()] == ["Team Leerdam-West"] * 2
    assert {sessie.gemeente.naam for sessie in evenings} == {"Vijfheerenlanden"}
