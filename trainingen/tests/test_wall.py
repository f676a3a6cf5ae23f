"""The code on the wall: who is in the room ticks in alone, signed in or not, and nobody reads the list (E173)."""

import base64
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from buurtpreventie.errors import RefusedAction
from teams.tests.factories import AanstellingFactory, LidmaatschapFactory, TeamFactory
from trainingen.actions.closing import close_sessie
from trainingen.actions.wall import open_wall, tick_in, tick_self
from trainingen.models import Aanwezigheid, Inschrijving, Sessie
from trainingen.tests.factories import InschrijvingFactory, SessieFactory
from trainingen.views.hier import LIMIT
from trainingen.wall import evening_of_code, evening_of_token, link_of_wall, qr_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_tried_before():
    cache.clear()


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def team():
    return TeamFactory()


@pytest.fixture
def trainer(team):
    return AanstellingFactory(trainer=True, gemeente=team.gemeente).gebruiker


@pytest.fixture
def sessie(team, trainer, now):
    """An evening that goes on, with a code."""
    op = now - timedelta(hours=1)
    row = SessieFactory(gemeente=team.gemeente, team=team, trainer=trainer, op=op, plaatsen=3)
    return open_wall(row, actor=trainer, now=now)


def listed(sessie, team, naam, **facts):
    person = LidmaatschapFactory(team=team, gebruiker__naam=naam).gebruiker
    return InschrijvingFactory(sessie=sessie, team=team, gebruiker=person, **facts)


def present(sessie):
    rows = Inschrijving.objects.filter(sessie=sessie, aanwezig=True).for_list().order_by("pk")
    return [(row.naam, row.ingang) for row in rows]


def send(client, sessie, naam):
    return client.post(reverse("trainingen:hier"), {"code": sessie.wand_code, "naam": naam})


# --- the code -------------------------------------------------------------------------------------


def test_a_code_is_made_once_and_a_new_one_ends_the_old(sessie, trainer, now):
    first = (sessie.wand_code, sessie.wand_geheim)
    again = open_wall(sessie, actor=trainer, now=now)
    assert (again.wand_code, again.wand_geheim) == first

    other = open_wall(sessie, gelezen=first[0], actor=trainer, now=now)
    assert other.wand_geheim != first[1]
    assert evening_of_token(first[1], now) is None and evening_of_token(other.wand_geheim, now) == sessie
    twice = open_wall(sessie, gelezen=first[0], actor=trainer, now=now)  # the same page, pressed once more
    assert twice.wand_code == other.wand_code


@pytest.mark.parametrize(("minutes", "works"), [(-31, False), (-29, True), (180 + 29, True), (180 + 31, False)])
def test_the_code_works_from_half_an_hour_before_until_half_an_hour_after(sessie, minutes, works):
    moment = sessie.begin + timedelta(minutes=minutes)
    assert (evening_of_code(sessie.wand_code, moment) == sessie) is works
    assert (evening_of_token(sessie.wand_geheim, moment) == sessie) is works


def test_the_code_is_dead_once_the_list_is_closed(sessie, trainer, now):
    code, secret = sessie.wand_code, sessie.wand_geheim
    close_sessie(sessie, actor=trainer, now=now)
    assert evening_of_code(code, now) is None and evening_of_token(secret, now) is None
    with pytest.raises(RefusedAction, match="werkt niet"):
        tick_in(sessie, naam="Bep", now=now)


def test_a_code_is_not_made_for_what_is_over_or_does_not_go_on(team, trainer, now):
    old = SessieFactory(gemeente=team.gemeente, op=now - timedelta(days=2))
    off = SessieFactory(gemeente=team.gemeente, vervallen=True, op=now)
    for row, words in ((old, "voorbij"), (off, "gaat niet door")):
        with pytest.raises(RefusedAction, match=words):
            open_wall(row, actor=trainer, now=now)


# --- signed out -----------------------------------------------------------------------------------


def test_a_known_name_ticks_that_person_and_an_unknown_one_walks_in_with_the_same_answer(client, sessie, team):
    listed(sessie, team, "Bep de Vries")
    answers = [send(client, sessie, naam) for naam in ("bep  de vries", "Wout Terpstra", "Wout Terpstra")]

    assert {(answer.status_code, answer.url) for answer in answers} == {(302, reverse("trainingen:hier_dank"))}
    assert present(sessie) == [("Bep de Vries", "zelf"), ("Wout Terpstra", "inloop")]
    assert set(Aanwezigheid.objects.values_list("hoe", "door")) == {("zelf", None)}


def test_the_qr_needs_only_a_name_and_looking_changes_nothing(client, sessie, team):
    listed(sessie, team, "Bep de Vries")
    url = reverse("trainingen:hier_link", args=[sessie.wand_geheim])
    html = client.get(url).content.decode()
    assert sessie.titel in html and "Bep" not in html and "Code van de muur" not in html
    assert present(sessie) == []

    assert client.post(url, {"naam": "Bep de Vries"}).url == reverse("trainingen:hier_dank")
    assert present(sessie) == [("Bep de Vries", "zelf")]


def test_who_was_waiting_is_ticked_by_name_too(client, sessie, team):
    listed(sessie, team, "Bep", stand="wachtlijst")
    send(client, sessie, "Bep")
    assert present(sessie) == [("Bep", "zelf")]


def test_a_name_of_two_people_ticks_neither_and_walks_in_once(client, sessie, team):
    listed(sessie, team, "Jan Smit"), listed(sessie, team, "Jan Smit")
    for _press in range(2):
        send(client, sessie, "Jan Smit")
    assert present(sessie) == [("Jan Smit", "inloop")]


def test_unknown_expired_early_and_cancelled_give_the_same_answer(client, sessie, team, now):
    early = SessieFactory(gemeente=team.gemeente, op=now + timedelta(days=2), wand_code="111111", wand_hash="a")
    late = SessieFactory(gemeente=team.gemeente, op=now - timedelta(days=2), wand_code="222222", wand_hash="b")
    wrong = "333333" if sessie.wand_code != "333333" else "444444"
    pages = set()
    for code in (early.wand_code, late.wand_code, wrong):
        answer = client.post(reverse("trainingen:hier"), {"code": code, "naam": "Bep"})
        assert answer.status_code == 422
        html = answer.content.decode().replace(code, "")
        pages.add(html[html.index("<main") :].split("csrfmiddlewaretoken")[0])
        assert "Deze code werkt niet" in html
    assert len(pages) == 1
    dead = client.get(reverse("trainingen:hier_link", args=["x" * 43]))
    assert dead.status_code == 404 and "Deze code werkt niet" in dead.content.decode()
    assert Inschrijving.objects.count() == 0


def test_digits_may_be_typed_as_they_stand_on_the_wall(client, sessie):
    code = f"{sessie.wand_code[:3]} {sessie.wand_code[3:]}"
    client.post(reverse("trainingen:hier"), {"code": code, "naam": "Bep Noordzij"})
    assert present(sessie) == [("Bep Noordzij", "inloop")]


def test_an_empty_name_keeps_the_code(client, sessie):
    answer = send(client, sessie, " ")
    assert answer.status_code == 422 and "Vul uw naam in" in answer.content.decode()
    assert sessie.wand_code in answer.content.decode()


def test_there_is_a_ceiling_and_it_says_the_same_to_everybody(sessie, team, now):
    """Three places and twenty more: whether a name is known does not show at the ceiling either."""
    for n in range(23):
        tick_in(sessie, naam=f"Gast {n}", now=now)
    listed(sessie, team, "Bep", stand="wachtlijst")
    for naam in ("Gast 24", "Bep"):
        with pytest.raises(RefusedAction, match="Zeg uw naam tegen de trainer"):
            tick_in(sessie, naam=naam, now=now)
    assert len(present(sessie)) == 23


def test_too_many_tries_from_one_address_have_to_wait(client, sessie, monkeypatch):
    monkeypatch.setitem(LIMIT, "hier", "2/5m/ip")
    answers = [client.post(reverse("trainingen:hier"), {"code": "000000", "naam": "B"}).status_code for _n in range(3)]
    assert answers == [422, 422, 429]


# --- signed in ------------------------------------------------------------------------------------


def test_who_is_signed_in_ticks_in_one_tap(client, sessie, team):
    row = listed(sessie, team, "Bep")
    client.force_login(row.gebruiker)
    url = reverse("trainingen:hier_link", args=[sessie.wand_geheim])
    assert "Uw voornaam" not in client.get(url).content.decode()

    for _press in range(2):
        assert client.post(url).url == reverse("trainingen:hier_dank")

    assert present(sessie) == [("Bep", "zelf")]
    assert Aanwezigheid.objects.get().door == row.gebruiker


def test_a_member_who_was_not_on_the_list_comes_with_the_own_team(sessie, team, now):
    bep = LidmaatschapFactory(team=team).gebruiker
    tick_self(sessie, actor=bep, now=now)
    row = Inschrijving.objects.get()
    assert (row.gebruiker, row.team, row.ingang) == (bep, team, "inloop")


def test_somebody_of_no_team_is_a_guest_and_the_trainer_of_the_evening_does_not_come_to_it(sessie, trainer, now):
    visitor = AanstellingFactory(gemeente=sessie.gemeente, beleid=True).gebruiker
    tick_self(sessie, actor=visitor, now=now)
    assert present(sessie) == [(visitor.naam, "inloop")]
    with pytest.raises(RefusedAction, match="geeft deze avond zelf"):
        tick_self(sessie, actor=trainer, now=now)


# --- on the trainer's pages -----------------------------------------------------------------------


def test_the_trainer_sees_who_ticked_in_alone(client, sessie, team, trainer, now):
    listed(sessie, team, "Bep")
    tick_in(sessie, naam="Bep", now=now)
    client.force_login(trainer)
    assert "Zelf aangevinkt" in client.get(reverse("trainingen:lijst", args=[sessie.pk])).content.decode()


def test_the_wall_shows_the_qr_the_digits_and_a_short_address(client, sessie, trainer):
    client.force_login(trainer)
    html = client.get(reverse("trainingen:wand", args=[sessie.pk])).content.decode()
    assert f"{sessie.wand_code[:3]} {sessie.wand_code[3:]}" in html and "/hier/" in html
    assert 'alt="QR-code' in html and qr_of(link_of_wall(sessie)) in html


def test_the_qr_is_a_drawing_without_style():
    head, _, body = qr_of("https://voorbeeld.nl/hier/abc/").partition(",")
    drawing = base64.b64decode(body).decode() if "base64" in head else body
    assert head.startswith("data:image/svg+xml") and "style" not in drawing and "<script" not in drawing


def test_a_page_makes_a_code_by_a_button_and_another_one_by_another(client, team, trainer, now):
    row = SessieFactory(gemeente=team.gemeente, team=team, op=now + timedelta(days=1))
    client.force_login(trainer)
    page, make = (reverse(f"trainingen:{name}", args=[row.pk]) for name in ("wand", "wand_nieuw"))
    assert "Maak de code" in client.get(page).content.decode()
    assert Sessie.objects.get(pk=row.pk).wand_code is None

    client.post(make)
    first = Sessie.objects.get(pk=row.pk).wand_code
    client.post(make)
    assert Sessie.objects.get(pk=row.pk).wand_code == first
    client.post(make, {"gelezen": first})
    assert Sessie.objects.get(pk=row.pk).wand_code != first
