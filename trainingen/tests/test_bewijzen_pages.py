"""The pages of certificates: one's own, the cover of a team, writing down, taking back, and how long they count."""

import io
from datetime import date, datetime

import pikepdf
import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from buurtpreventie.audit.models import Logregel
from teams.clocks import at
from teams.tests.factories import AanstellingFactory, GemeenteFactory, LidmaatschapFactory, TeamFactory
from trainingen.models import Bewijs, BewijsRegel
from trainingen.tests.factories import BewijsFactory, InschrijvingFactory, SessieFactory
from trainingen.validity import rules_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 10)
NOW = at(TODAY, datetime(2026, 1, 1, 12).time())


@pytest.fixture(autouse=True)
def tuesday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def team():
    return TeamFactory(naam="Team De Linde")


@pytest.fixture
def leads(team):
    return LidmaatschapFactory(team=team, coordinator=True, gebruiker__naam="Coby Leider").gebruiker


@pytest.fixture
def lid(team):
    return LidmaatschapFactory(team=team, gebruiker__naam="Lida Lid").gebruiker


def as_(user):
    client = Client()
    client.force_login(user)
    return client


def url(name, *args):
    return reverse(f"trainingen:{name}", args=args)


def words(response):
    return " ".join(response.content.decode().split())


def of_evening(person, team, **facts):
    sessie = SessieFactory(gehouden=True, gemeente=team.gemeente, op=at(date(2026, 3, 4), NOW.time()), **facts)
    row = InschrijvingFactory(sessie=sessie, team=team, gebruiker=person, aanwezig=True)
    return BewijsFactory(
        gemeente=team.gemeente,
        gebruiker=person,
        soort="wijkveiligheid",
        inschrijving=row,
        gehaald_op=sessie.dag,
        gezien_op=None,
        geldig_tot=date(2029, 3, 4),
    )


# --- one's own ----------------------------------------------------------------------------------


def test_somebody_reads_the_own_certificates_and_no_others(team, lid):
    of_evening(lid, team)
    BewijsFactory(gebruiker=lid, gehaald_op=date(2024, 1, 1), geldig_tot=date(2026, 1, 1))
    BewijsFactory(gebruiker=lid, soort="vog", ingetrokken_op=NOW)
    BewijsFactory(gebruiker=lid, soort="vog", gehaald_op=date(2023, 12, 1), geldig_tot=date(2026, 12, 1))
    BewijsFactory(soort="niet_pluis")
    page = as_(lid).get(url("mijn_bewijzen"))
    assert [(bewijs.soort, telt, soon) for bewijs, telt, soon in page.context["rijen"]] == [
        ("wijkveiligheid", True, False),
        ("reanimatie", False, False),
        ("vog", True, True),
    ]
    assert "Telde mee tot 1 januari." in words(page)


def test_without_certificates_the_page_says_what_to_do(lid):
    assert "U hebt nog geen bewijzen." in words(as_(lid).get(url("mijn_bewijzen")))


def text_of(response):
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages).split())


def test_a_certificate_on_paper_names_person_training_dates_and_the_gemeente_as_it_was_called(team, lid):
    bewijs = of_evening(lid, team, gemeente_toen="Leerdam")
    response = as_(lid).get(url("bewijs_pdf", bewijs.pk))
    text = text_of(response)
    for word in ("Gemeente Leerdam", "Lida Lid", "4 maart 2026", "4 maart 2029", f"nummer {bewijs.pk}"):
        assert word in text
    with pikepdf.open(io.BytesIO(response.content)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "nl"
        assert str(pdf.docinfo.Title) == "Bewijs Wijkveiligheid"


def test_what_was_seen_says_so_on_paper(team, leads, lid):
    bewijs = BewijsFactory(
        gemeente=team.gemeente, gebruiker=lid, soort="vog", gehaald_op=date(2026, 5, 1), geldig_tot=date(2029, 5, 1)
    )
    for reader in (leads, lid):
        assert "VOG gezien" in text_of(as_(reader).get(url("bewijs_pdf", bewijs.pk)))


def test_the_paper_of_somebody_else_and_of_what_was_taken_back_does_not_exist(team, lid):
    other = LidmaatschapFactory(team=team).gebruiker
    gone = BewijsFactory(gebruiker=lid, ingetrokken_op=NOW)
    for bewijs in (BewijsFactory(gebruiker=other), gone):
        assert as_(lid).get(url("bewijs_pdf", bewijs.pk)).status_code == 404


def test_a_trainer_prints_that_a_guest_was_there(team, leads):
    trainer = AanstellingFactory(trainer=True, gemeente=team.gemeente).gebruiker
    sessie = SessieFactory(gehouden=True, gemeente=team.gemeente, op=at(date(2026, 3, 4), NOW.time()))
    guest = InschrijvingFactory(sessie=sessie, gast="Bep Noordzij", gast_van="Wijkteam", aanwezig=True)
    absent = InschrijvingFactory(sessie=sessie, gast="Wout Terpstra", aanwezig=False)
    text = text_of(as_(trainer).get(url("deelname_pdf", guest.pk)))
    assert "Bep Noordzij" in text and "4 maart 2026" in text and "Wijkteam" in text
    assert as_(trainer).get(url("deelname_pdf", absent.pk)).status_code == 404
    assert as_(leads).get(url("deelname_pdf", guest.pk)).status_code == 404


def test_a_coordinator_sees_who_came_and_does_not_print_it(team, leads, lid):
    row = of_evening(lid, team).inschrijving
    assert as_(leads).get(url("deelname_pdf", row.pk)).status_code == 403
    assert "Lida Lid" in text_of(as_(lid).get(url("deelname_pdf", row.pk)))


# --- of a team ----------------------------------------------------------------------------------


def test_who_leads_reads_the_cover_per_member(team, leads, lid):
    BewijsFactory(gebruiker=lid, gehaald_op=date(2025, 1, 5), geldig_tot=date(2027, 1, 5))
    page = words(as_(leads).get(url("dekking", team.pk)))
    assert "<b>1 van 2</b>" in page
    assert "<strong>Lida Lid</strong>: Reanimatie en AED, tot 5 januari 2027" in page


def test_nobody_else_reads_the_cover(team, leads, lid):
    staff = [AanstellingFactory(gemeente=team.gemeente, **{rol: True}).gebruiker for rol in ("trainer", "beleid")]
    for person in (lid, *staff):
        assert as_(person).get(url("dekking", team.pk)).status_code == 403
        assert as_(person).get(url("bewijs_vastleggen", team.pk)).status_code == 403
    assert as_(LidmaatschapFactory(coordinator=True).gebruiker).get(url("dekking", team.pk)).status_code == 404


def test_a_team_of_which_nothing_is_known_reads_what_to_do(team, leads):
    page = words(as_(leads).get(url("dekking", team.pk)))
    assert "De komende maanden loopt er niets af." in page
    assert "Er is nog niets vastgelegd." in page
    assert page.count("Nog niet") == 4


def test_writing_down_what_was_seen_for_two_people(team, leads, lid):
    client = as_(leads)
    assert client.get(url("bewijs_vastleggen", team.pk)).status_code == 200
    sent = {"soort": "reanimatie", "leden": [leads.pk, lid.pk], "gehaald_op": "2026-09-01", "gezien_op": "2026-11-10"}
    for _twice in range(2):
        assert client.post(url("bewijs_vastleggen", team.pk), sent).status_code == 302
    assert Bewijs.objects.count() == 2
    assert "Vastgelegd voor 2 leden." in words(client.get(url("dekking", team.pk)))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"gehaald_op": "2026-11-11"}, "Deze dag komt nog."),
        ({"gezien_op": "2026-11-11"}, "Deze dag komt nog."),
        ({"gezien_op": "2026-08-01"}, "Dit is eerder dan de datum op het bewijs."),
        ({"gehaald_op": "2024-11-10"}, "Dit bewijs telt sinds 10 november niet meer."),
        ({"leden": []}, "Zet een vinkje bij van wie het bewijs is."),
        ({"soort": "rijbewijs"}, "Kies een antwoord uit de lijst."),
    ],
)
def test_what_cannot_be_comes_back_with_what_was_typed(team, leads, lid, change, sentence):
    sent = {"soort": "reanimatie", "leden": [lid.pk], "gehaald_op": "2026-09-01", "gezien_op": "2026-11-10"} | change
    response = as_(leads).post(url("bewijs_vastleggen", team.pk), sent)
    assert response.status_code == 422
    assert sentence in words(response)
    assert not Bewijs.objects.exists()


def test_somebody_of_another_team_cannot_be_ticked(team, leads):
    other = LidmaatschapFactory(team=TeamFactory(gemeente=team.gemeente)).gebruiker
    sent = {"soort": "vog", "leden": [other.pk], "gehaald_op": "2026-09-01", "gezien_op": "2026-11-10"}
    assert as_(leads).post(url("bewijs_vastleggen", team.pk), sent).status_code == 422


def test_taking_back_asks_first_and_leaves_a_trace(team, leads, lid):
    bewijs = BewijsFactory(gemeente=team.gemeente, gebruiker=lid)
    client = as_(leads)
    assert "Lida Lid" in words(client.get(url("bewijs_intrekken", bewijs.pk)))
    bewijs.refresh_from_db()
    assert bewijs.ingetrokken_op is None
    for _twice in range(2):
        assert client.post(url("bewijs_intrekken", bewijs.pk)).status_code == 302
    bewijs.refresh_from_db()
    assert (bewijs.ingetrokken_op, bewijs.ingetrokken_door) == (NOW, leads)
    assert Logregel.objects.filter(gebeurtenis="bewijs.ingetrokken", doel_id=bewijs.pk).count() == 1


def test_what_an_evening_gave_and_what_is_one_s_own_is_not_taken_back_here(team, leads, lid):
    given = of_evening(lid, team)
    own = BewijsFactory(gebruiker=lid)
    assert as_(leads).post(url("bewijs_intrekken", given.pk)).status_code == 403
    assert as_(lid).post(url("bewijs_intrekken", own.pk)).status_code == 403


# --- how long they count ------------------------------------------------------------------------


def fields(gemeente, **change):
    sent = {}
    for soort, regel in rules_of(gemeente.pk).items():
        sent |= {f"geldig_{soort}": regel.geldig_maanden or "", f"venster_{soort}": regel.venster_maanden}
    return sent | change


def sent_from(client):
    return client.get(url("geldigheid")).context["form"]["gelezen"].value()


@pytest.mark.parametrize("rol", ["trainer", "beheer"])
def test_trainers_and_beheer_set_how_long_a_kind_counts(rol):
    gemeente = GemeenteFactory()
    client = as_(AanstellingFactory(gemeente=gemeente, **{rol: True}).gebruiker)
    sent = fields(gemeente, geldig_reanimatie=12, geldig_vog="", gelezen=sent_from(client))
    assert client.post(url("geldigheid"), sent).status_code == 302
    rules = rules_of(gemeente.pk)
    assert (rules["reanimatie"].geldig_maanden, rules["vog"].geldig_maanden) == (12, None)
    assert BewijsRegel.objects.count() == 2
    again = fields(gemeente, gelezen=sent_from(client))
    assert client.post(url("geldigheid"), again).status_code == 302
    assert Logregel.objects.filter(gebeurtenis="bewijsregels.gewijzigd").count() == 1


def test_beheer_reads_who_changed_it(team):
    client = as_(AanstellingFactory(gemeente=team.gemeente, beheer=True).gebruiker)
    client.post(url("geldigheid"), fields(team.gemeente, geldig_reanimatie=12, gelezen=sent_from(client)))
    assert "12 maanden geldig" in words(client.get(url("geldigheid")))


def test_an_old_tab_hears_what_a_colleague_made_of_it_and_keeps_what_was_typed():
    gemeente = GemeenteFactory()
    one, two = (as_(AanstellingFactory(gemeente=gemeente, trainer=True).gebruiker) for _ in range(2))
    mark = sent_from(two)
    one.post(url("geldigheid"), fields(gemeente, geldig_reanimatie=12, gelezen=sent_from(one)))
    response = two.post(url("geldigheid"), fields(gemeente, geldig_reanimatie=18, gelezen=mark))
    assert response.status_code == 409
    assert "Een collega heeft dit intussen gewijzigd" in words(response)
    assert 'value="18"' in words(response)
    assert rules_of(gemeente.pk)["reanimatie"].geldig_maanden == 12


def test_a_window_as_long_as_the_term_is_refused(team):
    client = as_(AanstellingFactory(gemeente=team.gemeente, trainer=True).gebruiker)
    sent = fields(team.gemeente, geldig_reanimatie=3, venster_reanimatie=3, gelezen=sent_from(client))
    response = client.post(url("geldigheid"), sent)
    assert response.status_code == 422
    assert "Kies minder maanden dan het bewijs geldig is." in words(response)


def test_members_and_beleid_do_not_set_it(lid, team):
    for person in (lid, AanstellingFactory(gemeente=team.gemeente, beleid=True).gebruiker):
        assert as_(person).get(url("geldigheid")).status_code == 403
