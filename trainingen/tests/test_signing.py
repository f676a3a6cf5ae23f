"""Signing up and off, the waiting list that moves up by itself, guests and partners (E173, E179, E190)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from buurtpreventie.errors import RefusedAction
from buurtpreventie.outbox.models import Bericht
from teams.models import Team
from teams.tests.factories import (
    AanstellingFactory,
    ContactFactory,
    GemeenteFactory,
    LidmaatschapFactory,
    PartnerFactory,
    RegioFactory,
    TeamFactory,
)
from trainingen.actions.guests import add_guest, answer, answer_by_link, invite_contact
from trainingen.actions.links import link_of
from trainingen.actions.signing import fill_places, sign_off, sign_up, sign_up_members
from trainingen.models import Beltaak, Ingang, Inschrijving, Leerwens, Sessie, SessieTeam
from trainingen.tests.factories import InschrijvingFactory, SessieFactory

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def team():
    return TeamFactory()


@pytest.fixture
def sessie(team):
    return SessieFactory(gemeente=team.gemeente, team=team, plaatsen=2)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def trainer(sessie):
    return AanstellingFactory(trainer=True, gemeente=sessie.gemeente).gebruiker


def member(team, **facts):
    return LidmaatschapFactory(team=team, **facts).gebruiker


def up(sessie, who, now, **facts):
    """Somebody signs up with the first team they are in."""
    team = who.lidmaatschappen.first().team
    return sign_up(sessie, **{"gebruiker": who, "team": team, "ingang": Ingang.ZELF, "actor": who, "now": now} | facts)


def stands(sessie):
    """Who stands where, in order of turn."""
    rows = Inschrijving.objects.filter(sessie=sessie).order_by("aangemeld_op", "pk").select_related("gebruiker")
    return [(row.naam, row.stand) for row in rows]


# --- signing up ------------------------------------------------------------------------------------


def test_a_member_signs_up_once_and_the_team_is_kept_by_the_name_it_has(sessie, team, now):
    jolanda = member(team)

    row = up(sessie, jolanda, now)
    again = up(sessie, jolanda, now + HOUR)

    assert row == again
    assert (row.stand, row.team, row.team_toen, row.ingang, row.aangemeld_op) == (
        "aangemeld",
        team,
        team.naam,
        "zelf",
        now,
    )
    assert stands(sessie) == [(jolanda.naam, "aangemeld")]
    assert Bericht.objects.filter(aan=jolanda.email).count() == 1


def test_a_full_evening_gives_a_turn_on_the_waiting_list(sessie, team, now):
    people = [member(team) for _ in range(4)]
    rows = [up(sessie, who, now + n * HOUR) for n, who in enumerate(people)]
    assert [row.stand for row in rows] == ["aangemeld", "aangemeld", "wachtlijst", "wachtlijst"]
    assert list(Inschrijving.objects.waiting().filter(sessie=sessie)) == rows[2:]


def test_who_waits_first_moves_up_and_hears_it(sessie, team, now):
    first, second, third, fourth = (up(sessie, member(team), now + n * HOUR) for n in range(4))

    sign_off(first, actor=first.gebruiker, now=now + 5 * HOUR)

    assert [row.stand for row in Inschrijving.objects.filter(sessie=sessie).order_by("pk")] == [
        "afgemeld",
        "aangemeld",
        "aangemeld",
        "wachtlijst",
    ]
    told = Bericht.objects.filter(bron=third.bron).latest("pk")
    assert told.aan == third.gebruiker.email
    assert "plek" in told.onderwerp + told.tekst
    assert not Bericht.objects.filter(bron=fourth.bron, gemaakt_op=now + 5 * HOUR).exists()


def test_who_signs_off_and_comes_back_has_a_new_turn(sessie, team, now):
    first, _second, _third = (up(sessie, member(team), now + n * HOUR) for n in range(3))
    sign_off(first, actor=first.gebruiker, now=now + 4 * HOUR)
    back = up(sessie, first.gebruiker, now + 5 * HOUR)
    assert (back.pk, back.stand, back.aangemeld_op) == (first.pk, "wachtlijst", now + 5 * HOUR)
    assert Bericht.objects.filter(bron=first.bron).exclude(stand="vervallen").filter(gemaakt_op=now + 5 * HOUR).exists()


def test_signing_off_twice_is_once_and_frees_one_place(sessie, team, now):
    first, _second, third, fourth = (up(sessie, member(team), now + n * HOUR) for n in range(4))
    for _time in range(2):
        sign_off(first, actor=first.gebruiker, now=now + 5 * HOUR)
    third.refresh_from_db(), fourth.refresh_from_db()
    assert (third.stand, fourth.stand) == ("aangemeld", "wachtlijst")


def test_who_waits_and_signs_off_moves_nobody(sessie, team, now):
    rows = [up(sessie, member(team), now + n * HOUR) for n in range(4)]
    sign_off(rows[2], actor=rows[2].gebruiker, now=now + 5 * HOUR)
    rows[3].refresh_from_db()
    assert rows[3].stand == "wachtlijst"


def test_more_places_let_as_many_people_in(sessie, team, now):
    rows = [up(sessie, member(team), now + n * HOUR) for n in range(5)]
    Sessie.objects.filter(pk=sessie.pk).update(plaatsen=4)

    moved = fill_places(sessie, now=now + 6 * HOUR)

    assert moved == rows[2:4]
    assert fill_places(sessie, now=now + 6 * HOUR) == []
    assert [stand for _naam, stand in stands(sessie)] == ["aangemeld"] * 4 + ["wachtlijst"]


def test_nobody_moves_up_once_the_evening_began(sessie, team, now):
    for n in range(3):
        up(sessie, member(team), now + n * HOUR)
    Sessie.objects.filter(pk=sessie.pk).update(plaatsen=9)
    assert fill_places(sessie, now=sessie.begin) == []


def test_after_the_begin_nobody_signs_up_or_off(sessie, team, now):
    row = up(sessie, member(team), now)
    with pytest.raises(RefusedAction, match="al begonnen"):
        up(sessie, member(team), sessie.begin)
    with pytest.raises(RefusedAction, match="al begonnen"):
        sign_off(row, actor=row.gebruiker, now=sessie.begin)
    with pytest.raises(RefusedAction, match="voorbij"):
        sign_off(row, actor=row.gebruiker, now=sessie.einde)


def test_an_evening_that_does_not_go_on_takes_nobody(team, now):
    sessie = SessieFactory(gemeente=team.gemeente, team=team, vervallen=True)
    with pytest.raises(RefusedAction, match="gaat niet door"):
        up(sessie, member(team), now)
    with pytest.raises(RefusedAction, match="gaat niet door"):
        sign_off(InschrijvingFactory(sessie=sessie), actor=None, now=now)


def test_only_members_of_a_team_that_may_come(sessie, team, now):
    elsewhere = TeamFactory(gemeente=team.gemeente)
    with pytest.raises(RefusedAction, match="is niet voor"):
        up(sessie, member(elsewhere), now)
    with pytest.raises(RefusedAction, match="geen lid"):
        up(sessie, member(elsewhere), now, team=team)
    left = member(team, tot=timezone.localdate())
    with pytest.raises(RefusedAction, match="geen lid"):
        up(sessie, left, now)
    assert stands(sessie) == []


@pytest.mark.parametrize(("bereik", "welcome"), [("teams", []), ("gemeente", ["here"]), ("regio", ["here", "near"])])
def test_how_far_an_evening_reaches(bereik, welcome, now):
    regio = RegioFactory()
    gemeente = GemeenteFactory(regio=regio)
    sessie = SessieFactory(gemeente=gemeente, bereik=bereik)
    teams = {
        "here": TeamFactory(gemeente=gemeente),
        "near": TeamFactory(gemeente=GemeenteFactory(regio=regio)),
        "far": TeamFactory(gemeente=GemeenteFactory(regio=RegioFactory())),
    }
    for where, team in teams.items():
        who = member(team)
        assert Sessie.objects.visible_to(who).filter(pk=sessie.pk).exists() == (where in welcome)
        if where in welcome:
            assert up(sessie, who, now).stand == "aangemeld"
        else:
            with pytest.raises(RefusedAction, match="is niet voor"):
                up(sessie, who, now)


def test_a_team_that_merged_in_between_comes_under_its_new_name_and_the_evening_keeps_the_old(sessie, team, now):
    before = up(sessie, member(team), now)
    merged = TeamFactory(gemeente=GemeenteFactory(naam="Vijfheerenlanden"), naam="Team Vijfheerenlanden")
    Team.objects.filter(pk=team.pk).update(stand="gestopt", opgegaan_in=merged)
    who = member(merged)

    assert Sessie.objects.visible_to(who).get() == sessie
    after = up(sessie, who, now)

    before.refresh_from_db()
    assert (before.team_toen, after.team_toen) == (team.naam, "Team Vijfheerenlanden")
    assert SessieTeam.objects.get(sessie=sessie).naam_toen == team.naam


def test_a_coordinator_signs_up_several_in_order_also_who_has_no_mail(sessie, team, now):
    coordinator = member(team, coordinator=True)
    leden = [LidmaatschapFactory(team=team) for _ in range(2)]
    leden.insert(1, LidmaatschapFactory(team=team, gebruiker__zonder_mail=True))

    rows = sign_up_members(sessie, leden=leden, ingang=Ingang.COORDINATOR, actor=coordinator, now=now)

    assert [(row.gebruiker, row.stand) for row in rows] == [
        (leden[0].gebruiker, "aangemeld"),
        (leden[1].gebruiker, "aangemeld"),
        (leden[2].gebruiker, "wachtlijst"),
    ]
    assert {(row.ingang, row.aangemeld_door) for row in rows} == {("coordinator", coordinator)}
    assert Bericht.objects.filter(bron=rows[1].bron).count() == 0


def test_what_somebody_wants_to_learn_stands_on_the_list_of_the_team(sessie, team, now):
    jolanda = member(team)
    wensen = [("jongeren", ""), ("anders", "Hoe praat ik met een boze hond?")]
    for _time in range(2):
        row = up(sessie, jolanda, now, wensen=wensen)
    kept = Leerwens.objects.filter(inschrijving=row)
    assert [(wens.onderwerp, wens.tekst, wens.team, wens.door) for wens in kept] == [
        ("jongeren", "", team, jolanda),
        ("anders", "Hoe praat ik met een boze hond?", team, jolanda),
    ]


def test_words_of_a_wish_stand_encrypted(sessie, team, now):
    up(sessie, member(team), now, wensen=[("anders", "Boze hond")])
    with connection.cursor() as cursor:
        cursor.execute("SELECT tekst::text FROM trainingen_leerwens")
        assert "Boze hond" not in cursor.fetchone()[0]


def test_who_is_ticked_already_is_not_signed_off(sessie, team, now):
    row = up(sessie, member(team), now)
    Inschrijving.objects.filter(pk=row.pk).update(aanwezig=True)
    with pytest.raises(RefusedAction, match="al aangevinkt"):
        answer_by_link(row, komt=False, now=sessie.begin - HOUR)


def test_nobody_rings_any_more_who_said_that_they_cannot_come(sessie, team, now):
    row = up(sessie, member(team, gebruiker__zonder_mail=True), now)
    done = Beltaak.objects.create(
        inschrijving=row, waarover="herinnering", gemaakt_op=now, gebeld_op=now, gebeld_door=row.gebruiker
    )
    Beltaak.objects.create(inschrijving=row, waarover="verplaatst", gemaakt_op=now)
    sign_off(row, actor=row.gebruiker, now=now)
    assert list(Beltaak.objects.all()) == [done]


def test_who_comes_after_all_does_so_with_a_team_they_are_in_now(sessie, team, now):
    row = up(sessie, member(team), now)
    sign_off(row, actor=row.gebruiker, now=now)
    merged = TeamFactory(gemeente=team.gemeente)
    row.gebruiker.lidmaatschappen.update(team=merged)
    with pytest.raises(RefusedAction, match="geen lid meer"):
        answer_by_link(row, komt=True, now=now)
    Team.objects.filter(pk=team.pk).update(stand="gestopt", opgegaan_in=merged)
    back = answer_by_link(row, komt=True, now=now)
    assert (back.stand, back.team, back.team_toen) == ("aangemeld", merged, merged.naam)


# --- guests and partners ---------------------------------------------------------------------------


def test_a_guest_needs_a_name_and_takes_a_place(sessie, trainer, now):
    rows = [add_guest(sessie, naam=f"Gast {n}", actor=trainer, now=now) for n in range(3)]
    assert [(row.gebruiker, row.stand) for row in rows] == [
        (None, "aangemeld"),
        (None, "aangemeld"),
        (None, "wachtlijst"),
    ]
    assert Bericht.objects.count() == 0


def test_the_same_guest_twice_is_refused_with_a_sentence(sessie, trainer, now):
    add_guest(sessie, naam="Bep Noordzij", actor=trainer, now=now)
    with pytest.raises(RefusedAction, match="BEP NOORDZIJ staat al op de lijst"):
        add_guest(sessie, naam="BEP NOORDZIJ", actor=trainer, now=now)
    assert stands(sessie) == [("Bep Noordzij", "aangemeld")]


def test_a_guest_who_could_not_come_may_be_put_on_the_list_again(sessie, trainer, now):
    row = add_guest(sessie, naam="Bep Noordzij", actor=trainer, now=now)
    sign_off(row, actor=trainer, now=now)
    again = add_guest(sessie, naam="bep noordzij", van="Woonplus", actor=trainer, now=now + HOUR)
    assert (again.pk, again.stand, again.gast_van) == (row.pk, "aangemeld", "Woonplus")


def test_a_guest_with_another_address_has_another_link(sessie, trainer, now):
    row = add_guest(sessie, naam="Bep Noordzij", email="bep@example.org", actor=trainer, now=now)
    first = link_of(row)
    sign_off(row, actor=trainer, now=now)
    again = add_guest(sessie, naam="Bep Noordzij", email="noordzij@example.org", actor=trainer, now=now + HOUR)
    assert link_of(again) != first


def test_a_guest_with_an_address_hears_it_with_a_link(sessie, trainer, now):
    row = add_guest(sessie, naam="Bep Noordzij", email="bep@example.org", actor=trainer, now=now)
    mail = Bericht.objects.get(aan="bep@example.org")
    row.refresh_from_db()
    assert "{{link}}" in mail.tekst
    assert mail.geheim["link"].endswith(f"/t/{row.geheim}/")


def test_an_invitation_takes_no_place_until_the_answer(sessie, trainer, now):
    contact = ContactFactory(partner=PartnerFactory(gemeente=sessie.gemeente, naam="Wijkteam"))
    row = invite_contact(sessie, contact=contact, actor=trainer, now=now)
    assert (row.stand, row.gast_naam, row.gast_van) == ("uitgenodigd", contact.naam, "Wijkteam")
    mail = Bericht.objects.get(aan=contact.email)
    assert "{{link}}" in mail.tekst

    assert invite_contact(sessie, contact=contact, actor=trainer, now=now) == row
    assert Bericht.objects.filter(aan=contact.email).count() == 1

    row = answer_by_link(row, komt=True, now=now)
    assert (row.stand, row.ingang) == ("aangemeld", "link")


def test_a_partner_who_comes_to_a_full_evening_waits(sessie, trainer, team, now):
    row = invite_contact(sessie, contact=ContactFactory(partner__gemeente=sessie.gemeente), actor=trainer, now=now)
    first, _second = (up(sessie, member(team), now) for _ in range(2))
    assert answer_by_link(row, komt=True, now=now).stand == "wachtlijst"
    sign_off(first, actor=first.gebruiker, now=now)
    row.refresh_from_db()
    assert row.stand == "aangemeld"


def test_who_was_asked_by_telephone_is_answered_for(sessie, trainer, now):
    contact = ContactFactory(partner__gemeente=sessie.gemeente, email="")
    row = invite_contact(sessie, contact=contact, actor=trainer, now=now)
    assert Bericht.objects.count() == 0
    row = answer(row, komt=True, actor=trainer, now=now)
    assert (row.stand, row.ingang) == ("aangemeld", "trainer")
    assert answer(row, komt=False, actor=trainer, now=now).stand == "afgemeld"


def test_only_partners_of_this_gemeente_and_who_is_there_that_day(sessie, trainer, now):
    away = {"afwezig_van": sessie.dag - DAY, "afwezig_tot": sessie.dag + DAY}
    for contact in (
        ContactFactory(),
        ContactFactory(partner__gemeente=sessie.gemeente, actief=False),
        ContactFactory(partner__gemeente=sessie.gemeente, partner__actief=False),
        ContactFactory(partner__gemeente=sessie.gemeente, **away),
    ):
        with pytest.raises(RefusedAction, match="niet bij een partner"):
            invite_contact(sessie, contact=contact, actor=trainer, now=now)
    assert stands(sessie) == []


def test_a_namesake_of_a_guest_is_not_invited_under_that_name(sessie, trainer, now):
    add_guest(sessie, naam="Bep Noordzij", actor=trainer, now=now)
    contact = ContactFactory(partner__gemeente=sessie.gemeente, naam="Bep Noordzij")
    with pytest.raises(RefusedAction, match="Bep Noordzij heet"):
        invite_contact(sessie, contact=contact, actor=trainer, now=now)
