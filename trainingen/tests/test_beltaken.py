"""Who has no mail is rung: the list, and that somebody rang (E196)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from buurtpreventie.accounts.tests.factories import GebruikerFactory
from buurtpreventie.audit.models import Logregel
from buurtpreventie.outbox.models import Bericht
from teams.clocks import at
from teams.models import Team
from teams.rondes.tests.threads import at_once
from teams.tests.factories import AanstellingFactory, ContactFactory, LidmaatschapFactory, TeamFactory
from trainingen.actions.calling import ask_to_ring, ring
from trainingen.actions.reminding import remind
from trainingen.calls import calls_to_make
from trainingen.invariants import checks
from trainingen.models import Beltaak, Sessie
from trainingen.reminding import MAIL_AT
from trainingen.tests.factories import InschrijvingFactory, SessieFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return TeamFactory(naam="Team Zuid")


@pytest.fixture
def sessie(team):
    return SessieFactory(gemeente=team.gemeente, team=team, module__naam="Niet pluis", plaats="De Spil")


@pytest.fixture
def lead(team):
    return LidmaatschapFactory(team=team, coordinator=True).gebruiker


@pytest.fixture
def trainer(sessie):
    person = GebruikerFactory(tweede_factor=True)
    return AanstellingFactory(trainer=True, gemeente=sessie.gemeente, gebruiker=person).gebruiker


def silent(sessie, team, **facts):
    """Somebody on the list who has no mail."""
    person = LidmaatschapFactory(team=team, gebruiker=GebruikerFactory(zonder_mail=True)).gebruiker
    return InschrijvingFactory(sessie=sessie, team=team, gebruiker=person, **facts)


def task(row, waarover="herinnering", **facts):
    return Beltaak.objects.create(inschrijving=row, waarover=waarover, gemaakt_op=timezone.now(), **facts)


def page_of(client, who, sessie):
    client.force_login(who)
    return client.get(f"/training/{sessie.pk}/bellen/")


def test_the_coordinator_sees_whom_to_ring_the_number_and_what_to_say(client, sessie, team, lead):
    row = silent(sessie, team)
    task(row)
    elsewhere = silent(sessie, TeamFactory(gemeente=team.gemeente))
    task(elsewhere)
    text = page_of(client, lead, sessie).content.decode()
    assert row.naam in text and f"tel:{row.gebruiker.telefoon.replace('-', '')}" in text
    assert "U komt naar “Niet pluis” op" in text and "De Spil. Lukt dat nog?" in text
    assert elsewhere.naam not in text


def test_the_trainer_sees_everybody_and_guests_too(client, sessie, team, trainer):
    guest = InschrijvingFactory(
        sessie=sessie, gast="Bep Smit", contact=ContactFactory(partner__gemeente=team.gemeente, telefoon="0599-11")
    )
    nobody = InschrijvingFactory(sessie=sessie, gast="Jo Bos")
    rows = [silent(sessie, team), silent(sessie, TeamFactory(gemeente=team.gemeente)), guest, nobody]
    for row in rows:
        task(row, "verplaatst")
    text = page_of(client, trainer, sessie).content.decode()
    assert [row.naam for row in rows if row.naam not in text] == []
    assert "Bel 0599-11" in text and "Geen telefoonnummer bekend" in text


@pytest.mark.parametrize(
    "waarover, words",
    [
        ("verplaatst", "“Niet pluis” is nu op"),
        ("plek", "U stond op de wachtlijst. Er is nu plek voor u."),
        ("herinnering", "Lukt dat nog?"),
    ],
)
def test_each_cause_has_its_own_words(client, sessie, team, lead, waarover, words):
    task(silent(sessie, team), waarover)
    assert words in page_of(client, lead, sessie).content.decode()


def test_a_cancelled_evening_says_so_with_the_reason(client, team, lead):
    sessie = SessieFactory(gemeente=team.gemeente, team=team, vervallen=True, vervallen_reden="De zaal is dicht")
    task(silent(sessie, team), "vervallen")
    text = page_of(client, lead, sessie).content.decode()
    assert "gaat niet door." in text and "Reden: De zaal is dicht" in text


def test_nobody_is_rung_for_nothing(sessie, team, lead):
    now = timezone.now()
    task(silent(sessie, team, stand="afgemeld"))
    task(silent(sessie, team, stand="wachtlijst"), "plek")
    over = SessieFactory(gemeente=team.gemeente, team=team, op=now - timedelta(days=2))
    task(silent(over, team))
    assert [calls_to_make(lead, evening, now) for evening in (sessie, over)] == [0, 0]
    task(silent(sessie, team))
    assert calls_to_make(lead, sessie, now) == 1


def test_after_a_merger_the_coordinator_of_the_team_that_is_left_rings(client, sessie, team):
    row = silent(sessie, team)
    heir = LidmaatschapFactory(team=TeamFactory(gemeente=team.gemeente), coordinator=True)
    team.lidmaatschappen.update(tot=timezone.localdate())
    Team.objects.filter(pk=team.pk).update(stand=Team.Stand.GESTOPT, opgegaan_in=heir.team)
    row.team.refresh_from_db()
    ask_to_ring([row], Beltaak.Waarover.PLEK, now=timezone.now())
    assert Bericht.objects.get().aan == heir.gebruiker.email
    text = page_of(client, heir.gebruiker, sessie).content.decode()
    assert row.naam in text and "Team Zuid" in text  # the name it had then


def test_an_empty_list_says_so(client, sessie, lead):
    assert "U hoeft nu niemand te bellen." in page_of(client, lead, sessie).content.decode()


def test_a_member_may_not_and_another_team_sees_no_such_evening(client, sessie, team):
    assert page_of(client, LidmaatschapFactory(team=team).gebruiker, sessie).status_code == 403
    assert page_of(client, LidmaatschapFactory(coordinator=True).gebruiker, sessie).status_code == 404


def test_gebeld_is_written_down_once_with_a_trace(client, sessie, team, lead):
    taak = task(silent(sessie, team))
    client.force_login(lead)
    for _ in range(2):
        answer = client.post(f"/trainingen/gebeld/{taak.pk}/", follow=True)
        assert "Genoteerd: u hebt gebeld." in answer.content.decode()
    taak.refresh_from_db()
    assert taak.gebeld_door == lead
    assert Logregel.objects.filter(gebeurtenis="sessie.gebeld").count() == 1
    text = answer.content.decode()
    assert "Al gebeld (1)" in text and f"Gebeld door {lead.naam}" in text


def test_who_comes_second_hears_that_somebody_rang(client, sessie, team, lead):
    taak = task(silent(sessie, team))
    ring(taak, actor=lead, now=timezone.now())
    other = LidmaatschapFactory(team=team, plaatsvervanger=True).gebruiker
    client.force_login(other)
    answer = client.post(f"/trainingen/gebeld/{taak.pk}/", follow=True)
    assert "Iemand anders had al gebeld." in answer.content.decode()
    taak.refresh_from_db()
    assert taak.gebeld_door == lead


def test_looking_at_the_address_rings_nobody_and_others_find_nothing(client, sessie, team, lead):
    taak = task(silent(sessie, team))
    client.force_login(lead)
    assert client.get(f"/trainingen/gebeld/{taak.pk}/").status_code == 405
    for stranger in (LidmaatschapFactory(team=team).gebruiker, LidmaatschapFactory(coordinator=True).gebruiker):
        client.force_login(stranger)
        assert client.post(f"/trainingen/gebeld/{taak.pk}/").status_code == 404
    assert Beltaak.objects.open().get() == taak


def test_the_page_of_the_evening_leads_to_the_list(client, sessie, team, lead):
    task(silent(sessie, team))
    client.force_login(lead)
    text = client.get(f"/training/{sessie.pk}/").content.decode()
    assert "1 persoon bellen" in text and f"/training/{sessie.pk}/bellen/" in text
    client.force_login(LidmaatschapFactory(team=team).gebruiker)
    assert "persoon bellen" not in client.get(f"/training/{sessie.pk}/").content.decode()


def test_a_call_about_how_it_was_first_and_one_for_an_evening_that_is_off_are_found(sessie, team):
    def broken():
        return {naam for naam, rows in checks().items() if rows.exists()}

    Sessie.objects.filter(pk=sessie.pk).update(versie=2, verplaatst_op=timezone.now())
    taak = task(silent(sessie, team), "verplaatst", versie=2)
    task(silent(SessieFactory(vervallen=True, gemeente=team.gemeente), team), "vervallen")
    assert broken() == set()
    Sessie.objects.filter(pk=sessie.pk).update(versie=3)
    assert broken() == {"bellen_over_hoe_het_eerst_was"}
    taak.delete()
    task(silent(SessieFactory(vervallen=True, gemeente=team.gemeente), team), "plek")
    assert broken() == {"bellen_over_avond_die_niet_doorgaat"}


def test_a_reminder_that_still_goes_out_to_who_does_not_come_is_found(sessie, team):
    row = InschrijvingFactory(sessie=sessie, team=team)
    remind(at(sessie.dag - timedelta(days=1), MAIL_AT))
    assert [naam for naam, rows in checks().items() if rows.exists()] == []
    type(row).objects.filter(pk=row.pk).update(stand="afgemeld")
    assert [naam for naam, rows in checks().items() if rows.exists()] == ["herinnering_voor_wie_niet_komt"]


@pytest.mark.chaos
@pytest.mark.django_db(transaction=True)
def test_two_who_press_at_once_leave_one_name_and_one_line():
    team = TeamFactory()
    sessie = SessieFactory(gemeente=team.gemeente, team=team)
    leads = [LidmaatschapFactory(team=team, rol=rol).gebruiker for rol in ("coordinator", "plaatsvervanger")]
    taak = task(silent(sessie, team))
    found = at_once(*[lambda lead=lead: ring(taak, actor=lead, now=timezone.now()) for lead in leads * 5])
    assert len({row.gebeld_door_id for row in found}) == 1
    assert Logregel.objects.filter(gebeurtenis="sessie.gebeld").count() == 1
