"""The list of an evening: ticked, everybody at once, walked in, mended; by the actions and on its page (E173)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from buurtpreventie.errors import RefusedAction
from teams.models import Gemeente
from teams.tests.factories import AanstellingFactory, LidmaatschapFactory, RegioFactory, TeamFactory
from trainingen.actions.attendance import tick, tick_everybody, walk_in
from trainingen.lijst import list_of
from trainingen.models import Aanwezigheid, Inschrijving, Sessie
from trainingen.tests.factories import InschrijvingFactory, SessieFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def team():
    return TeamFactory(naam="Team Linde")


@pytest.fixture
def trainer(team):
    return AanstellingFactory(trainer=True, gemeente=team.gemeente, gebruiker__naam="Trudy Terpstra").gebruiker


@pytest.fixture
def sessie(team, trainer, now):
    """An evening that began an hour ago."""
    op = now - timedelta(hours=1)
    return SessieFactory(gemeente=team.gemeente, team=team, trainer=trainer, op=op, plaatsen=12)


def member(team, naam):
    return LidmaatschapFactory(team=team, gebruiker__naam=naam).gebruiker


def listed(sessie, team, naam, **facts):
    """Somebody of the team on the list."""
    return InschrijvingFactory(sessie=sessie, team=team, gebruiker=member(team, naam), **facts)


def state(row):
    row.refresh_from_db()
    return row.aanwezig, row.stand


def trace(row):
    return list(Aanwezigheid.objects.filter(inschrijving=row).values_list("aanwezig", "hoe"))


# --- the acts -------------------------------------------------------------------------------------


def test_everybody_is_there_and_two_are_unticked(sessie, team, trainer, now):
    rows = [listed(sessie, team, f"Lid {n}") for n in range(12)]

    assert tick_everybody(sessie, actor=trainer, now=now) == 12
    for row in rows[:2]:
        tick(row, aanwezig=False, actor=trainer, now=now)

    lijst = list_of(Sessie.objects.get(pk=sessie.pk), now)
    assert (lijst.er, len(lijst.verwacht), lijst.telling) == (10, 12, "10 van 12 aanwezig")
    assert trace(rows[0]) == [(True, "iedereen"), (False, "lijst")]


def test_everybody_leaves_who_was_said_not_to_be_there_and_who_is_not_expected(sessie, team, trainer, now):
    away = listed(sessie, team, "Weg")
    waiting = listed(sessie, team, "Wacht", stand="wachtlijst")
    cancelled = listed(sessie, team, "Afgemeld", stand="afgemeld")
    spared, there = listed(sessie, team, "Gespaard"), listed(sessie, team, "Er")
    tick(away, aanwezig=False, actor=trainer, now=now)

    assert tick_everybody(sessie, behalve=[spared], actor=trainer, now=now) == 1
    assert tick_everybody(sessie, behalve=[spared], actor=trainer, now=now) == 0

    assert [state(row)[0] for row in (away, waiting, cancelled, spared, there)] == [False, None, None, None, True]


def test_a_tick_pressed_twice_is_one_tick(sessie, team, trainer, now):
    row = listed(sessie, team, "Bep")
    for _press in range(2):
        tick(row, aanwezig=True, actor=trainer, now=now)
    assert trace(row) == [(True, "lijst")]


@pytest.mark.parametrize("stand", ["wachtlijst", "afgemeld", "uitgenodigd"])
def test_who_was_not_expected_and_came_is_ticked_and_a_mistake_goes_back(sessie, team, trainer, now, stand):
    row = listed(sessie, team, "Bep", stand=stand)

    tick(row, aanwezig=True, actor=trainer, now=now)
    assert state(row) == (True, "aangemeld")

    tick(row, aanwezig=False, actor=trainer, now=now)
    assert state(row) == (False, stand)


def test_a_guest_walks_in_when_all_places_are_taken(sessie, team, trainer, now):
    for n in range(12):
        listed(sessie, team, f"Lid {n}")
    tick_everybody(sessie, actor=trainer, now=now)

    row = walk_in(sessie, naam="Wout Terpstra", actor=trainer, now=now)

    assert (row.naam, row.ingang, row.aanwezig, row.stand) == ("Wout Terpstra", "inloop", True, "aangemeld")
    lijst = list_of(Sessie.objects.get(pk=sessie.pk), now)
    assert lijst.telling == "12 van 12 aanwezig, 1 binnengelopen"
    assert lijst.te_vol


@pytest.mark.parametrize("again", ["Bep de Vries", "bep de vries", "BÈP DE VRIES"])
def test_the_same_name_twice_is_refused_with_a_sentence(sessie, trainer, now, again):
    walk_in(sessie, naam="Bep de Vries", actor=trainer, now=now)
    with pytest.raises(RefusedAction, match="staat al op de lijst.*iemand anders"):
        walk_in(sessie, naam=again, actor=trainer, now=now)


def test_a_member_who_walks_in_comes_with_the_team_and_only_once(sessie, team, trainer, now):
    bep = member(team, "Bep")

    row = walk_in(sessie, gebruiker=bep, actor=trainer, now=now)

    assert (row.team, row.team_toen, row.gast_naam) == (team, "Team Linde", "")
    with pytest.raises(RefusedAction, match="Bep staat al op de lijst"):
        walk_in(sessie, gebruiker=bep, actor=trainer, now=now)


def test_a_guest_who_was_unticked_walks_in_again_on_the_same_row(sessie, trainer, now):
    row = walk_in(sessie, naam="Bep", actor=trainer, now=now)
    tick(row, aanwezig=False, actor=trainer, now=now)
    assert state(row) == (False, "afgemeld")  # a mistake takes no place

    assert walk_in(sessie, naam="bep", actor=trainer, now=now) == row
    assert state(row) == (True, "aangemeld")


def test_an_evening_of_tomorrow_cannot_be_ticked_yet(team, trainer, now):
    row = InschrijvingFactory(sessie=SessieFactory(team=team, gemeente=team.gemeente, op=now + timedelta(hours=3)))
    for act in (
        lambda: tick(row, aanwezig=True, actor=trainer, now=now),
        lambda: tick_everybody(row.sessie, actor=trainer, now=now),
        lambda: walk_in(row.sessie, naam="Bep", actor=trainer, now=now),
    ):
        with pytest.raises(RefusedAction, match="2 uur voor het begin"):
            act()
    tick(row, aanwezig=True, actor=trainer, now=now + timedelta(hours=1))  # two hours before
    assert state(row)[0] is True


def test_an_evening_of_last_week_can_still_be_ticked(team, trainer, now):
    row = InschrijvingFactory(sessie=SessieFactory(gemeente=team.gemeente, op=now - timedelta(days=7)))
    tick(row, aanwezig=True, actor=trainer, now=now)
    assert state(row)[0] is True


def test_a_cancelled_evening_has_no_list_and_a_closed_one_is_not_ticked(team, trainer, now):
    for facts, words in (({"vervallen": True}, "gaat niet door"), ({"gehouden": True}, "al afgesloten")):
        row = InschrijvingFactory(sessie=SessieFactory(gemeente=team.gemeente, op=now - timedelta(days=1), **facts))
        with pytest.raises(RefusedAction, match=words):
            tick(row, aanwezig=True, actor=trainer, now=now)
        with pytest.raises(RefusedAction, match=words):
            walk_in(row.sessie, naam="Bep", actor=trainer, now=now)


# --- the pages ------------------------------------------------------------------------------------


@pytest.fixture
def as_trainer(client, trainer, sessie):
    client.force_login(trainer)
    return client


def page(client, sessie):
    return client.get(reverse("trainingen:lijst", args=[sessie.pk])).content.decode()


def test_the_list_comes_first_and_says_the_state_in_words(as_trainer, sessie, team):
    listed(sessie, team, "Anna Er", aanwezig=True)
    listed(sessie, team, "Bert Weg", aanwezig=False)
    listed(sessie, team, "Cor Onbekend")
    listed(sessie, team, "Dirk Wacht", stand="wachtlijst")

    html = page(as_trainer, sessie)

    assert "1 van 3 aanwezig, 1 nog niet aangevinkt" in html
    assert html.index("Iedereen is er") < html.index("Anna Er") < html.index("Bert Weg") < html.index("Cor Onbekend")
    for words in ("Is er", "Is er niet", "Nog niet aangevinkt", "Stond op de wachtlijst"):
        assert words in html


def test_a_tick_on_the_page_comes_back_to_the_same_name(as_trainer, sessie, team):
    row = listed(sessie, team, "Bep")
    response = as_trainer.post(reverse("trainingen:tik", args=[row.pk]), {"aanwezig": "ja"})
    assert response.status_code == 302
    assert response.url.endswith(f"?bij={row.pk}#wie-{row.pk}")
    assert state(row) == (True, "aangemeld")


def test_a_stale_page_says_what_it_was_pressed_for(as_trainer, sessie, team):
    """Who pressed "there" on an old page finds the person there, and nothing turns round."""
    row = listed(sessie, team, "Bep", aanwezig=True)
    as_trainer.post(reverse("trainingen:tik", args=[row.pk]), {"aanwezig": "ja"})
    assert state(row)[0] is True


def test_a_tick_on_a_page_of_before_the_closing_is_refused_and_the_list_shows(as_trainer, team, now):
    op = now - timedelta(hours=4)
    held = SessieFactory(gemeente=team.gemeente, team=team, gehouden=True, op=op)
    row = listed(held, team, "Bep", aanwezig=False)

    response = as_trainer.post(reverse("trainingen:tik", args=[row.pk]), {"aanwezig": "ja"})

    assert response.status_code == 409
    assert "al afgesloten" in response.content.decode()
    assert state(row)[0] is False


def test_a_name_that_could_be_a_member_is_asked_about(as_trainer, sessie, team):
    listed(sessie, team, "Bep de Vries")
    wilma = member(team, "Wilma Stokvis")
    elsewhere = LidmaatschapFactory(gebruiker__naam="Wilma Elders").gebruiker
    url = reverse("trainingen:inloop", args=[sessie.pk])

    html = as_trainer.post(url, {"naam": "wil"}).content.decode()
    assert "Bedoelt u" in html and "Wilma Stokvis" in html
    assert elsewhere.naam not in html

    assert "Staat op de lijst" in as_trainer.post(url, {"naam": "vri be"}).content.decode()
    as_trainer.post(url, {"gebruiker": wilma.pk})
    row = Inschrijving.objects.get(gebruiker=wilma)
    assert (row.aanwezig, row.ingang) == (True, "inloop")


def test_of_an_evening_for_the_region_a_trainer_is_offered_the_own_gemeente_only(as_trainer, sessie, team):
    regio = RegioFactory()
    Gemeente.objects.filter(pk=sessie.gemeente_id).update(regio=regio)
    Sessie.objects.filter(pk=sessie.pk).update(bereik="regio")
    own = TeamFactory(gemeente=team.gemeente)
    member(own, "Wilma Stokvis"), member(TeamFactory(gemeente__regio=regio), "Wilma Elders")

    html = as_trainer.post(reverse("trainingen:inloop", args=[sessie.pk]), {"naam": "wilma"}).content.decode()

    assert "Wilma Stokvis" in html and "Wilma Elders" not in html


def test_a_name_that_nobody_has_is_a_guest_at_once_and_so_is_who_is_somebody_else(as_trainer, sessie, team):
    member(team, "Wilma Stokvis")
    url = reverse("trainingen:inloop", args=[sessie.pk])

    as_trainer.post(url, {"naam": "  Wout   Terpstra "})
    as_trainer.post(url, {"naam": "Wilma", "anders": "on"})

    guests = Inschrijving.objects.filter(sessie=sessie, gebruiker=None).order_by("pk")
    assert [(row.gast_naam, row.aanwezig) for row in guests] == [("Wout Terpstra", True), ("Wilma", True)]


def test_the_same_guest_twice_keeps_what_was_typed(as_trainer, sessie):
    url = reverse("trainingen:inloop", args=[sessie.pk])
    as_trainer.post(url, {"naam": "Wout Terpstra"})
    response = as_trainer.post(url, {"naam": "wout terpstra"})
    assert response.status_code == 409
    assert "staat al op de lijst" in response.content.decode()
    assert 'value="wout terpstra"' in response.content.decode()


def test_an_empty_name_and_a_member_of_another_gemeente_are_invalid(as_trainer, sessie):
    url = reverse("trainingen:inloop", args=[sessie.pk])
    assert as_trainer.post(url, {"naam": " "}).status_code == 422
    stranger = LidmaatschapFactory().gebruiker
    assert as_trainer.post(url, {"gebruiker": stranger.pk}).status_code == 422
    assert Inschrijving.objects.count() == 0


def test_more_people_than_places_are_welcome_in_words(as_trainer, sessie, trainer, now):
    Sessie.objects.filter(pk=sessie.pk).update(plaatsen=1)
    for naam in ("Anna", "Bert"):
        walk_in(sessie, naam=naam, actor=trainer, now=now)
    assert "Er zijn meer mensen dan plaatsen (2 op 1)" in page(as_trainer, sessie)


def test_an_evening_of_tomorrow_shows_who_comes_without_buttons(as_trainer, team, now):
    later = SessieFactory(gemeente=team.gemeente, team=team, op=now + timedelta(days=1))
    listed(later, team, "Bep")
    html = page(as_trainer, later)
    assert "Bep" in html and "vanaf 2 uur voor het begin" in html
    assert "Iedereen is er" not in html and "app-vinkknop" in html and "/vinkje/" not in html


def test_a_cancelled_evening_shows_no_names(as_trainer, team, now):
    off = SessieFactory(gemeente=team.gemeente, team=team, vervallen=True, op=now - timedelta(hours=1))
    listed(off, team, "Bep Noordzij")
    html = page(as_trainer, off)
    assert "Er is geen lijst" in html and "Bep Noordzij" not in html


def test_only_a_trainer_of_the_gemeente_reads_the_list(client, sessie, team):
    url = reverse("trainingen:lijst", args=[sessie.pk])
    row = listed(sessie, team, "Bep")
    client.force_login(row.gebruiker)
    assert client.get(url).status_code == 403
    assert client.post(reverse("trainingen:tik", args=[row.pk]), {"aanwezig": "ja"}).status_code == 403
    client.force_login(AanstellingFactory(trainer=True).gebruiker)
    assert client.get(url).status_code == 404
    assert state(row)[0] is None
