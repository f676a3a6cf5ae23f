"""Before an evening: what is known of the teams, their wishes, and how one goes about it (E174, E182, E183)."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from buurtpreventie.accounts.tests.factories import GebruikerFactory
from buurtpreventie.errors import RefusedAction
from buurtpreventie.ui.gelezen import fingerprint
from teams.tests.factories import AanstellingFactory, BuurtFactory, LidmaatschapFactory, TeamFactory
from trainingen.actions.preparing import prepare, words_of
from trainingen.models import GeoefendeSituatie, Leerwens, Onderdeel, Sessie
from trainingen.preparation import agenda_of, preparation_of
from trainingen.tests.factories import (
    BewijsFactory,
    InschrijvingFactory,
    KennismakingFactory,
    ModuleFactory,
    SessieFactory,
    SituatieFactory,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def trainer():
    return GebruikerFactory(tweede_factor=True)


@pytest.fixture
def team():
    return TeamFactory(naam="De Akkers", buurten=[BuurtFactory(naam="De Akkers", woningen=900, huur_procent=30)])


@pytest.fixture
def sessie(team, trainer):
    return SessieFactory(gemeente=team.gemeente, team=team, trainer=trainer)


def sheet(sessie, trainer):
    return preparation_of(Sessie.objects.get(pk=sessie.pk), trainer, TODAY)


def wish(onderwerp, tekst="", **of):
    return Leerwens.objects.create(onderwerp=onderwerp, tekst=tekst, op=timezone.now(), **of)


def test_a_team_about_which_nothing_is_known_has_a_sheet_all_the_same(sessie, trainer, team):
    [about] = sheet(sessie, trainer).teams
    assert (about.naam, about.kennismaking, about.wensen, about.geoefend, about.avonden) == (
        team.naam,
        None,
        (),
        (),
        (),
    )
    assert about.komen == 0


def test_who_comes_is_counted_by_team_guests_apart(sessie, trainer, team):
    other = TeamFactory(gemeente=team.gemeente)
    InschrijvingFactory.create_batch(2, sessie=sessie, team=team)
    InschrijvingFactory(sessie=sessie, team=team, stand="afgemeld")
    InschrijvingFactory(sessie=sessie, team=team, stand="wachtlijst")
    InschrijvingFactory(sessie=sessie, team=other)
    InschrijvingFactory(sessie=sessie, gast="Wim")
    found = sheet(sessie, trainer)
    assert (found.komen, found.wachten, found.gasten, found.anderen, found.teams[0].komen) == (4, 1, 1, 1, 2)


def test_the_newest_finished_intake_counts_and_an_old_one_says_so(sessie, trainer, team):
    KennismakingFactory(team=team, gehouden_op=TODAY - timedelta(days=800), antwoorden={"T16": "Lang geleden."})
    KennismakingFactory(team=team, gehouden_op=TODAY - timedelta(days=400), antwoorden={"T16": "Het gaat goed."})
    KennismakingFactory(team=team, klaar_op=None, door=trainer, antwoorden={"T16": "Nog bezig."})
    KennismakingFactory(antwoorden={"T16": "Een ander team."})
    [about] = sheet(sessie, trainer).teams
    assert about.antwoorden == (("Wat gaat goed, en waar loopt u tegenaan?", "Het gaat goed."),)
    assert about.is_oud


def test_wishes_of_the_team_and_of_who_signed_up_are_counted_by_topic(sessie, trainer, team):
    comes, away = InschrijvingFactory(sessie=sessie, team=team), InschrijvingFactory(sessie=sessie, team=team)
    type(away).objects.filter(pk=away.pk).update(stand="afgemeld")
    guest = InschrijvingFactory(sessie=sessie, gast="Wim")
    wish("boos", "Iemand die scheldt.", team=team)
    wish("boos", team=team, inschrijving=comes)
    wish("jongeren", team=team, inschrijving=away)
    wish("reanimatie", team=team, gedaan_op=timezone.now())
    wish("samenwerken", inschrijving=guest)
    wish("jongeren", team=TeamFactory(gemeente=team.gemeente))
    found = sheet(sessie, trainer)
    assert [(one.onderwerp, one.aantal, one.woorden) for one in found.teams[0].wensen] == [
        ("boos", 2, ["Iemand die scheldt."])
    ]
    assert [(one.onderwerp, one.aantal) for one in found.wensen] == [("samenwerken", 1)]


def test_cover_is_in_numbers_and_the_vog_is_no_subject(sessie, trainer, team):
    members = LidmaatschapFactory.create_batch(3, team=team)
    BewijsFactory(gebruiker=members[0].gebruiker, soort="wijkveiligheid")
    BewijsFactory(gebruiker=members[1].gebruiker, soort="vog")
    cijfers = {rij["naam"]: rij["waarde"] for rij in sheet(sessie, trainer).teams[0].cijfers}
    assert cijfers["Wijkveiligheid"] == "1 van 3 leden actueel"
    assert cijfers["Niet pluis"] == "0 van 3 leden actueel"
    assert not any("VOG" in naam for naam in cijfers)


def test_what_the_team_practised_before_comes_from_held_evenings_of_this_team_only(sessie, trainer, team):
    def practised(naam, days, of=team, **facts):
        held = SessieFactory(
            gemeente=team.gemeente, team=of, op=timezone.now() - timedelta(days=days), **({"gehouden": True} | facts)
        )
        if naam not in situations:
            situations[naam] = SituatieFactory(gemeente=team.gemeente, naam=naam)
        GeoefendeSituatie.objects.create(sessie=held, situatie=situations[naam], door=trainer, op=timezone.now())

    situations = {}
    practised("Open raam", 60)
    practised("Open raam", 20)
    practised("Boze buurman", 40)
    practised("Elders", 40, of=TeamFactory(gemeente=team.gemeente))
    practised("Nog niet gesloten", 5, gehouden=False)
    [about] = sheet(sessie, trainer).teams
    assert [(row["situatie__naam"], row["keer"]) for row in about.geoefend] == [("Open raam", 2), ("Boze buurman", 1)]
    assert len(about.avonden) == 3


def test_the_clock_runs_along_the_programme_as_long_as_the_minutes_are_known(team):
    module = ModuleFactory(gemeente=team.gemeente)
    for volgorde, minuten in enumerate((30, None, 20), start=1):
        Onderdeel.objects.create(module=module, volgorde=volgorde, titel=f"Deel {volgorde}", minuten=minuten)
    sessie = SessieFactory(gemeente=team.gemeente, module=module)
    begin = sessie.begin
    assert [regel.tijd for regel in agenda_of(sessie)] == [begin, begin + timedelta(minutes=30), None]


def test_a_knowledge_evening_has_its_own_programme(team):
    sessie = SessieFactory(kennisavond=True, gemeente=team.gemeente, programma_avond="19.30 Opening\n\n20.00 Tafels")
    assert [regel.titel for regel in agenda_of(sessie)] == ["19.30 Opening", "20.00 Tafels"]


def test_a_team_of_another_gemeente_keeps_its_intake_and_wishes_to_itself(sessie, trainer, team):
    elsewhere = TeamFactory()
    KennismakingFactory(team=elsewhere, antwoorden={"T16": "Niet voor u."})
    wish("boos", "Niet voor u.", team=elsewhere)
    sessie.sessieteams.create(team=elsewhere, naam_toen="Van elders")
    about = next(team for team in sheet(sessie, trainer).teams if team.naam == "Van elders")
    assert (about.kennismaking, about.antwoorden, about.wensen) == (None, (), ())


def test_a_team_shows_under_the_name_it_had(sessie, trainer, team):
    team.naam = "Vijfheeren"
    team.save()
    assert [about.naam for about in sheet(sessie, trainer).teams] == ["De Akkers"]


# --- the approach -----------------------------------------------------------------------------------------


def test_a_colleague_who_saved_first_is_not_overwritten(sessie, trainer):
    facts = {"presentatie": "", "actor": trainer, "now": timezone.now()}
    read = fingerprint(words_of(sessie))
    prepare(sessie, gelezen=read, aanpak="Eerst kijken.", **facts)
    prepare(sessie, gelezen=read, aanpak="Eerst kijken.", **facts)
    with pytest.raises(RefusedAction, match="collega"):
        prepare(sessie, gelezen=read, aanpak="Iets anders.", **facts)
    sessie.refresh_from_db()
    assert sessie.aanpak == "Eerst kijken."


def address(sessie, name="voorbereiding"):
    return reverse(f"trainingen:{name}", args=[sessie.pk])


def test_the_approach_is_kept_and_the_link_must_be_safe(client, sessie, trainer):
    client.force_login(trainer)
    mark = fingerprint(words_of(sessie))
    unsafe = {"gelezen": mark, "aanpak": "Met de acteur.", "presentatie": "http://example.nl/x"}
    response = client.post(address(sessie), unsafe)
    assert response.status_code == 422
    assert "Met de acteur." in response.content.decode()
    response = client.post(address(sessie), unsafe | {"presentatie": "https://example.nl/x"})
    assert response.url == address(sessie)
    sessie.refresh_from_db()
    assert (sessie.aanpak, sessie.presentatie) == ("Met de acteur.", "https://example.nl/x")


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "https://", "niks"])
def test_what_is_no_link_is_refused(client, sessie, trainer, link):
    client.force_login(trainer)
    data = {"gelezen": fingerprint(words_of(sessie)), "aanpak": "", "presentatie": link}
    response = client.post(address(sessie), data)
    sessie.refresh_from_db()
    assert (response.status_code, sessie.presentatie) == (422, "")


def test_a_page_that_was_open_too_long_says_so_once_and_keeps_what_was_typed(client, sessie, trainer):
    client.force_login(trainer)
    stale = fingerprint(words_of(sessie))
    Sessie.objects.filter(pk=sessie.pk).update(aanpak="Van een collega.")
    response = client.post(address(sessie), {"gelezen": stale, "aanpak": "Van mij.", "presentatie": ""})
    body = response.content.decode()
    assert (response.status_code, "Van mij." in body, "Van een collega." in body) == (409, True, True)


def test_an_evening_that_does_not_go_on_is_not_prepared(client, team, trainer):
    off = SessieFactory(gemeente=team.gemeente, team=team, trainer=trainer, vervallen=True)
    client.force_login(trainer)
    data = {"gelezen": fingerprint(words_of(off)), "aanpak": "Toch.", "presentatie": ""}
    assert client.post(address(off), data).status_code == 409
    assert "Opslaan" not in client.get(address(off)).content.decode()


def test_members_and_coordinators_and_trainers_from_elsewhere_do_not_prepare(client, sessie, team):
    for person, status in (
        (LidmaatschapFactory(team=team).gebruiker, 403),
        (LidmaatschapFactory(team=team, coordinator=True).gebruiker, 403),
        (AanstellingFactory(trainer=True, gebruiker__tweede_factor=True).gebruiker, 404),
    ):
        client.force_login(person)
        for name in ("voorbereiding", "voorbereiding_pdf", "avondmap", "presentie_csv", "presentie_pdf"):
            assert client.get(address(sessie, name)).status_code == status


def test_the_number_of_queries_does_not_grow_with_people_wishes_and_teams(client, sessie, trainer, team):
    client.force_login(trainer)

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(address(sessie)).status_code == 200
        return len(seen)

    comes = InschrijvingFactory(sessie=sessie, team=team)
    wish("boos", "Woorden", team=team, inschrijving=comes)
    queries()
    few = queries()
    for _number in range(12):
        comes = InschrijvingFactory(sessie=sessie, team=team)
        wish("boos", "Andere woorden", team=team, inschrijving=comes)
    for number in range(6):
        other = TeamFactory(gemeente=team.gemeente)
        sessie.sessieteams.create(team=other, naam_toen=other.naam)
        KennismakingFactory(team=other)
        before = timezone.now() - timedelta(days=9 + number)
        held = SessieFactory(gemeente=team.gemeente, team=other, gehouden=True, op=before)
        row = {"situatie": SituatieFactory(gemeente=team.gemeente), "door": trainer, "op": before}
        GeoefendeSituatie.objects.create(sessie=held, **row)
    assert queries() == few


def test_the_page_says_everything_in_words(client, sessie, trainer, team):
    KennismakingFactory(team=team, gehouden_op=date(2026, 3, 1), antwoorden={"T15": ["inbraak"], "T16": "<b>Goed</b>"})
    client.force_login(trainer)
    body = client.get(address(sessie)).content.decode()
    for words in ("De Akkers", "Inbraak", "&lt;b&gt;Goed", "900", "30 procent", "Nog niemand heeft een wens"):
        assert words in body
