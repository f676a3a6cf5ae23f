"""Pages of who may come, of who leads a team, and of who runs the evening: lists, taps, guests, wishes."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from teams.tests.factories import AanstellingFactory, ContactFactory, LidmaatschapFactory, TeamFactory
from trainingen.models import Inschrijving, Leerwens
from trainingen.tests.factories import BewijsFactory, InschrijvingFactory, SessieFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def team():
    return TeamFactory()


@pytest.fixture
def sessie(team):
    return SessieFactory(gemeente=team.gemeente, team=team, plaatsen=2, module__naam="Wijkveiligheid")


@pytest.fixture
def lid(team):
    return LidmaatschapFactory(team=team).gebruiker


@pytest.fixture
def coordinator(team):
    return LidmaatschapFactory(team=team, coordinator=True).gebruiker


@pytest.fixture
def trainer(team):
    return AanstellingFactory(trainer=True, gemeente=team.gemeente).gebruiker


def enter(client, person):
    client.force_login(person)
    return client


def page(client, name, *args):
    return client.get(reverse(f"trainingen:{name}", args=args))


def press(client, name, *args, **data):
    return client.post(reverse(f"trainingen:{name}", args=args), data)


def words(response):
    return " ".join(response.content.decode().split())


def stand(person):
    return Inschrijving.objects.get(gebruiker=person).stand


def held(team, **facts):
    """An evening of a week ago, with its list closed."""
    op = timezone.localtime().replace(hour=19, minute=0, second=0, microsecond=0) - 7 * DAY
    return SessieFactory(gemeente=team.gemeente, team=team, gehouden=True, op=op, **facts)


# --- the list --------------------------------------------------------------------------------------


def test_without_evenings_the_page_says_what_happens_next(client, lid, trainer):
    assert "U krijgt een mail als er een komt" in words(page(enter(client, lid), "trainingen"))
    assert "geen lid van een team" in words(page(enter(client, trainer), "trainingen"))


def test_a_member_sees_where_one_may_come_where_one_stands_and_what_was(client, team, lid, sessie):
    mine = SessieFactory(gemeente=team.gemeente, team=team, module__naam="Niet pluis")
    InschrijvingFactory(sessie=mine, gebruiker=lid, team=team)
    past = held(team, module__naam="Reanimatie")
    row = InschrijvingFactory(sessie=past, gebruiker=lid, team=team, aanwezig=True)
    BewijsFactory(inschrijving=row, gebruiker=lid, gemeente=team.gemeente, gezien_op=None)
    SessieFactory(gemeente=team.gemeente, team=team, uitgenodigd_op=None, module__naam="Nog geheim")
    SessieFactory(module__naam="Van een ander")

    text = words(page(enter(client, lid), "trainingen"))

    assert text.index("Niet pluis") < text.index("Wijkveiligheid") < text.index("Reanimatie")
    assert "Uw bewijs" in text
    assert "Nog geheim" not in text
    assert "Van een ander" not in text


def test_what_does_not_go_on_stays_on_the_list_of_who_would_come(client, team, lid):
    off = SessieFactory(gemeente=team.gemeente, team=team, vervallen=True)
    SessieFactory(gemeente=team.gemeente, team=team, vervallen=True, module__naam="Niet voor mij")
    InschrijvingFactory(sessie=off, gebruiker=lid, team=team)
    text = words(page(enter(client, lid), "trainingen"))
    assert text.index("Hier bent u voor aangemeld") < text.index(off.module.naam) < text.index("Gaat niet door")
    assert "Geweest" not in text
    assert "Niet voor mij" not in text


def test_the_start_page_says_where_one_comes_or_may_come(client, sessie, lid):
    enter(client, lid)
    tile = 'Trainingen</span></a><span class="app-keuze__uitleg">'
    assert tile + "U kunt bij 1 avond zijn." in words(client.get(reverse("opvolging:thuis")))
    press(client, "aanmelden", sessie.pk)
    assert tile + "U komt: " in words(client.get(reverse("opvolging:thuis")))


# --- one evening -----------------------------------------------------------------------------------


def test_one_tap_signs_up_and_one_tap_signs_off(client, sessie, lid):
    enter(client, lid)
    assert "Ik kom" in words(page(client, "training", sessie.pk))

    response = press(client, "aanmelden", sessie.pk)

    assert response.url == reverse("trainingen:training", args=[sessie.pk])
    assert stand(lid) == "aangemeld"
    text = words(client.get(response.url))
    assert "U bent aangemeld." in text
    assert "Ik kan niet" in text
    press(client, "afmelden", sessie.pk)
    assert stand(lid) == "afgemeld"


def test_who_signs_up_may_say_what_to_learn(client, sessie, lid, team):
    press(enter(client, lid), "aanmelden", sessie.pk, onderwerpen=["jongeren", "boos"], tekst="Groepen bij de school")
    assert sorted(Leerwens.objects.filter(team=team).values_list("onderwerp", flat=True)) == [
        "anders",
        "boos",
        "jongeren",
    ]


def test_nonsense_is_refused_and_what_was_typed_stays(client, sessie, lid):
    response = press(enter(client, lid), "aanmelden", sessie.pk, onderwerpen=["vliegen"], tekst="Boze honden")
    assert response.status_code == 422
    assert "Boze honden" in words(response)
    assert not Inschrijving.objects.exists()


def test_too_late_is_said_and_what_was_typed_stays(client, team, lid):
    op = timezone.localtime() - timedelta(minutes=10)
    running = SessieFactory(gemeente=team.gemeente, team=team, op=op, einde=op + timedelta(minutes=1))
    response = press(enter(client, lid), "aanmelden", running.pk, tekst="Boze honden")
    assert response.status_code == 409
    assert "voorbij" in words(response)
    assert "Boze honden" in words(response)


def test_a_full_evening_says_the_turn(client, sessie, lid):
    for _place in range(2):
        InschrijvingFactory(sessie=sessie)
    InschrijvingFactory(sessie=sessie, stand="wachtlijst")
    enter(client, lid)
    before = words(page(client, "training", sessie.pk))
    assert "Zet mij op de wachtlijst" in before and "Ik kom" not in before
    press(client, "aanmelden", sessie.pk)
    assert "U bent de tweede op de wachtlijst" in words(page(client, "training", sessie.pk))
    assert "U bent de tweede op de wachtlijst" in words(page(client, "trainingen"))


def test_a_member_sees_numbers_and_nobody_else(client, sessie, lid, team):
    other = InschrijvingFactory(sessie=sessie, team=team)
    text = words(page(enter(client, lid), "training", sessie.pk))
    assert "Nog 1 van 2 plekken vrij" in text
    assert other.gebruiker.naam not in text


def test_who_is_in_two_teams_says_with_which(client, sessie, lid):
    second = LidmaatschapFactory(gebruiker=lid, team=TeamFactory(gemeente=sessie.gemeente)).team
    sessie.sessieteams.create(team=second, naam_toen=second.naam)
    enter(client, lid)
    assert press(client, "aanmelden", sessie.pk).status_code == 422
    press(client, "aanmelden", sessie.pk, team=second.pk)
    assert Inschrijving.objects.get().team == second


def test_after_the_evening_who_was_there_reads_on_and_can_be_called(client, team, lid):
    past = held(team, module__naderhand="Lees de praktijktips.", presentatie="https://example.nl/dia")
    InschrijvingFactory(sessie=past, gebruiker=lid, team=team, aanwezig=True)
    text = words(page(enter(client, lid), "training", past.pk))
    assert "Lees de praktijktips." in text
    assert "https://example.nl/dia" in text
    assert reverse("meldingen:overleg_vragen") + "?aanleiding=training" in text


def test_who_was_not_there_does_not_read_it(client, team, lid):
    past = held(team, module__naderhand="Lees de praktijktips.")
    InschrijvingFactory(sessie=past, gebruiker=lid, team=team, aanwezig=False)
    text = words(page(enter(client, lid), "training", past.pk))
    assert "Lees de praktijktips." not in text
    assert "Klopt dat niet?" in text


def test_an_evening_that_does_not_go_on_says_so(client, team, lid):
    off = SessieFactory(gemeente=team.gemeente, team=team, vervallen=True, vervallen_reden="De trainer is ziek.")
    text = words(page(enter(client, lid), "training", off.pk))
    assert "gaat niet door" in text
    assert "De trainer is ziek." in text


def test_an_evening_of_another_team_does_not_exist(client, lid):
    other = SessieFactory()
    enter(client, lid)
    assert page(client, "training", other.pk).status_code == 404
    assert page(client, "agenda_bestand", other.pk).status_code == 404
    assert press(client, "aanmelden", other.pk).status_code == 404
    assert press(client, "afmelden", other.pk).status_code == 404


def test_a_trainer_has_a_page_of_their_own(client, sessie, trainer, team):
    enter(client, trainer)
    assert page(client, "training", sessie.pk).url == reverse("trainingen:sessie", args=[sessie.pk])
    assert press(client, "aanmelden", sessie.pk).status_code == 403
    LidmaatschapFactory(gebruiker=trainer, team=team)
    assert page(client, "training", sessie.pk).status_code == 200


# --- for others ------------------------------------------------------------------------------------


def test_a_coordinator_signs_up_members_by_tick_and_off_again(client, sessie, team, coordinator):
    jolanda = LidmaatschapFactory(team=team, gebruiker__zonder_mail=True)
    enter(client, coordinator)
    text = words(page(client, "team_aanmelden", sessie.pk))
    assert jolanda.gebruiker.naam in text
    assert "Geen e-mail: vertel het zelf." in text

    press(client, "team_aanmelden", sessie.pk, **{f"leden_{team.pk}": [jolanda.pk]})

    row = Inschrijving.objects.get(gebruiker=jolanda.gebruiker)
    assert (row.stand, row.ingang, row.aangemeld_door) == ("aangemeld", "coordinator", coordinator)
    assert jolanda.gebruiker.naam in words(page(client, "training", sessie.pk))
    back = press(client, "kan_niet", row.pk, terug="team")
    assert back.url == reverse("trainingen:team_aanmelden", args=[sessie.pk])
    assert stand(jolanda.gebruiker) == "afgemeld"


def test_without_a_tick_the_page_says_what_to_do(client, sessie, coordinator):
    response = press(enter(client, coordinator), "team_aanmelden", sessie.pk)
    assert response.status_code == 422
    assert "Zet een vinkje bij wie er komt." in words(response)


def test_a_coordinator_reaches_nobody_of_another_team(client, sessie, coordinator):
    other = LidmaatschapFactory(team=TeamFactory(gemeente=sessie.gemeente))
    row = InschrijvingFactory(sessie=sessie)
    enter(client, coordinator)
    for name in (f"leden_{sessie.teams.get().pk}", f"leden_{other.team_id}"):
        assert press(client, "team_aanmelden", sessie.pk, **{name: [other.pk]}).status_code == 422
    assert press(client, "kan_niet", row.pk).status_code == 404
    assert row.naam not in words(page(client, "training", sessie.pk))


def test_a_member_signs_up_nobody_else(client, sessie, lid, team):
    own = InschrijvingFactory(sessie=sessie, gebruiker=lid, team=team)
    enter(client, lid)
    assert page(client, "team_aanmelden", sessie.pk).status_code == 403
    assert press(client, "kan_niet", own.pk).status_code == 403  # one's own goes by the own page
    assert page(client, "gasten", sessie.pk).status_code == 403


def test_a_trainer_signs_up_anybody_of_the_teams(client, sessie, trainer, lid):
    enter(client, trainer)
    row = lid.lidmaatschappen.get()
    press(client, "team_aanmelden", sessie.pk, **{f"leden_{row.team_id}": [row.pk]})
    assert Inschrijving.objects.get(gebruiker=lid).ingang == "trainer"


# --- guests and partners ---------------------------------------------------------------------------


def test_a_trainer_puts_a_guest_on_the_list_once(client, sessie, trainer):
    enter(client, trainer)
    press(client, "gasten", sessie.pk, naam="Bep Noordzij", van="Woonplus")
    assert "Bep Noordzij" in words(page(client, "gasten", sessie.pk))
    again = press(client, "gasten", sessie.pk, naam="bep noordzij")
    assert again.status_code == 409
    assert "staat al op de lijst" in words(again)


def test_partners_are_asked_by_tick_and_who_has_no_address_is_named(client, sessie, trainer):
    mailed = ContactFactory(partner__gemeente=sessie.gemeente, naam="Wim Kok")
    rung = ContactFactory(partner__gemeente=sessie.gemeente, email="", naam="Ria Bel")
    elsewhere = ContactFactory(naam="Ver Weg")
    enter(client, trainer)
    assert "Ver Weg" not in words(page(client, "gasten", sessie.pk))
    assert press(client, "partners", sessie.pk, contacten=[elsewhere.pk]).status_code == 422

    press(client, "partners", sessie.pk, contacten=[mailed.pk, rung.pk])

    text = words(page(client, "gasten", sessie.pk))
    assert "1 mens krijgt een uitnodiging." in text
    assert "geen mailadres: Ria Bel" in text
    assert set(Inschrijving.objects.values_list("stand", flat=True)) == {"uitgenodigd"}
    press(client, "komt", Inschrijving.objects.get(contact=rung).pk, terug="gasten")
    assert Inschrijving.objects.get(contact=rung).stand == "aangemeld"


def test_a_trainer_of_another_gemeente_finds_nothing(client, sessie):
    enter(client, AanstellingFactory(trainer=True).gebruiker)
    for name in ("training", "gasten", "team_aanmelden"):
        assert page(client, name, sessie.pk).status_code == 404


# --- wishes ----------------------------------------------------------------------------------------


def test_a_team_keeps_a_list_of_what_it_wants_to_learn(client, team, coordinator, sessie, lid):
    enter(client, coordinator)
    for _time in range(2):
        press(client, "leerwensen", team.pk, onderwerp="jongeren", tekst="Groepen bij de school")
    row = InschrijvingFactory(sessie=sessie, gebruiker=lid, team=team)
    Leerwens.objects.create(inschrijving=row, team=team, onderwerp="jongeren", door=lid, op=timezone.now())

    text = words(page(client, "leerwensen", team.pk))

    assert "2 keer gevraagd" in text
    assert "Groepen bij de school" in text
    assert lid.naam not in text
    press(client, "geleerd", team.pk, onderwerp="jongeren")
    assert not Leerwens.objects.open().exists()


def test_wishes_of_a_team_that_merged_stand_with_the_team_it_became_part_of(client, team, coordinator):
    before = TeamFactory(gemeente=team.gemeente, stand="gestopt", opgegaan_in=team, naam="Team van vroeger")
    wish = Leerwens.objects.create(team=before, onderwerp="boos", op=timezone.now())
    enter(client, coordinator)
    assert "Boze mensen" in words(page(client, "leerwensen", team.pk))
    assert "Team van vroeger" not in words(page(client, "trainingen"))
    press(client, "geleerd", team.pk, onderwerp="boos")
    assert not Leerwens.objects.open().filter(pk=wish.pk).exists()


def test_a_trainer_reads_the_list_and_a_member_does_not(client, team, trainer, lid):
    Leerwens.objects.create(team=team, onderwerp="boos", op=timezone.now())
    assert "Boze mensen" in words(page(enter(client, trainer), "leerwensen", team.pk))
    sheet = SessieFactory(gemeente=team.gemeente, team=team)
    assert reverse("trainingen:leerwensen", args=[team.pk]) in words(page(client, "voorbereiding", sheet.pk))
    assert press(client, "leerwensen", team.pk, onderwerp="boos").status_code == 403
    assert press(client, "geleerd", team.pk, onderwerp="boos").status_code == 403
    assert page(enter(client, lid), "leerwensen", team.pk).status_code == 403
    assert page(enter(client, AanstellingFactory(trainer=True).gebruiker), "leerwensen", team.pk).status_code == 404
