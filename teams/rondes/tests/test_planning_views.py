"""Pages about planned rounds: one tap to come along, and everything that who leads a team plans (E109)."""

from datetime import date, time, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from buurtpreventie.ui.tests.reading import mark_of
from teams.clocks import at
from teams.rondes.models import Ronde, Rooster, Route, TeamInstelling
from teams.rondes.tests.factories import DeelnameFactory, RondeFactory, RoosterFactory, RouteFactory
from teams.tests.factories import AanstellingFactory, BuurtFactory, LidmaatschapFactory, StraatFactory, TeamFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return TeamFactory()


@pytest.fixture
def lid(team):
    return LidmaatschapFactory(team=team).gebruiker


@pytest.fixture
def coordinator(team):
    return LidmaatschapFactory(team=team, coordinator=True).gebruiker


def enter(client, person):
    client.force_login(person)
    return client


def page(client, name, *args):
    return client.get(reverse(f"rondes:{name}", args=args))


def press(client, name, *args, **data):
    return client.post(reverse(f"rondes:{name}", args=args), data)


def words(response):
    return response.content.decode()


# --- the list --------------------------------------------------------------------------------------


def test_without_rounds_the_page_says_who_makes_the_planning(client, lid, coordinator):
    assert "Uw coördinator maakt de planning." in words(page(enter(client, lid), "rondes"))
    assert "Ronde plannen" in words(page(enter(client, coordinator), "rondes"))


def test_a_member_sees_own_rounds_with_who_comes_and_what_is_missing(client, team, lid):
    komt = DeelnameFactory(ronde=RondeFactory(team=team)).gebruiker
    DeelnameFactory(ronde=RondeFactory())
    text = words(page(enter(client, lid), "rondes"))

    assert text.count("<article") == 1
    assert f"Aangemeld: {komt.naam}." in text
    assert "Nog 1 nodig" in text


def test_one_tap_signs_up_and_says_that_one_is_alone(client, team, lid):
    ronde = RondeFactory(team=team)
    client = enter(client, lid)
    assert "Ik loop mee" in words(page(client, "rondes"))
    response = client.post(reverse("rondes:meelopen", args=[ronde.pk]), follow=True)

    assert "Op dit moment bent u als enige aangemeld." in words(response)
    assert list(ronde.deelnames.values_list("gebruiker", "stand")) == [(lid.pk, "aangemeld")]


def test_one_tap_says_no_and_nobody_asks_why(client, team, lid):
    ronde = RondeFactory(team=team)
    response = enter(client, lid).post(reverse("rondes:kan_niet", args=[ronde.pk]), follow=True)

    assert "U kunt niet mee." in words(response)
    assert ronde.deelnames.get().stand == "afgemeld"


def test_who_signs_up_for_two_rounds_at_once_sees_why_not_and_the_list_stays(client, team, lid):
    ronde = RondeFactory(team=team)
    DeelnameFactory(ronde=ronde, gebruiker=lid)
    other = RondeFactory(team=team, op=ronde.gepland_van + timedelta(minutes=30))
    response = press(enter(client, lid), "meelopen", other.pk)

    assert response.status_code == 409
    assert "staat al bij een andere ronde" in words(response)
    assert words(response).count("<article") == 2


def test_rounds_of_weeks_ahead_stand_folded_unless_a_stand_in_is_asked(client, team, lid):
    now = timezone.now()
    rondes = [RondeFactory(team=team, op=now + timedelta(days=days)) for days in (2, 4, 6, 20, 27)]
    asks = DeelnameFactory(ronde=rondes[4], stand="afgemeld", vervanging_gevraagd_op=now)
    text = words(page(enter(client, lid), "rondes"))

    assert asks.gebruiker != lid
    assert text.count("<article") == 4
    assert "Later: 1 ronde<" in text


def test_who_is_outside_finds_the_own_round_on_top_and_starts_no_other(client, team, lid):
    soon = RondeFactory(team=team, op=timezone.now() - timedelta(hours=1), bezig=True)
    mine = DeelnameFactory(ronde=RondeFactory(team=team, bezig=True), gebruiker=lid, liep_mee=True).ronde
    text = words(page(enter(client, lid), "rondes"))

    assert "Naar uw ronde" in text
    assert "Ronde starten" not in text
    assert text.index(f'id="ronde-{mine.pk}"') < text.index(f'id="ronde-{soon.pk}"')


def test_a_round_that_is_late_says_so_and_who_leads_can_ring(client, team, lid, coordinator):
    late = RondeFactory(team=team, op=timezone.now() - timedelta(hours=4), bezig=True)
    bellen = reverse("rondes:bellen", args=[late.pk])
    of_a_member, of_who_leads = (words(page(enter(client, one), "rondes")) for one in (lid, coordinator))

    assert "Nog niet thuis" in of_a_member and bellen not in of_a_member
    assert bellen in of_who_leads


def test_a_round_whose_time_passed_is_named_to_write_down(client, team, lid):
    RondeFactory(team=team, op=timezone.now() - timedelta(days=2))
    assert "Nog niet vastgelegd" in words(page(enter(client, lid), "rondes"))


def test_a_round_of_another_team_does_not_exist(client, lid):
    ronde = RondeFactory()
    for name in ("meelopen", "kan_niet", "namens_mee", "namens_niet", "gaat_door", "vervalt"):
        assert press(enter(client, lid), name, ronde.pk).status_code == 404
    assert page(enter(client, lid), "planning", ronde.pk).status_code == 404


def test_a_member_does_not_plan(client, team, lid):
    client, ronde, rooster, route = (
        enter(client, lid),
        RondeFactory(team=team),
        RoosterFactory(team=team),
        RouteFactory(team=team),
    )
    for name in ("plannen", "rooster", "rooster_nieuw", "routes", "route_nieuw", "instelling"):
        assert page(client, name, team.pk).status_code == 403
    for name, thing in (
        ("planning", ronde),
        ("vervalt", ronde),
        ("rooster_wijzigen", rooster),
        ("rooster_stop", rooster),
        ("route", route),
    ):
        assert page(client, name, thing.pk).status_code == 403
    assert press(client, "route_weg", route.pk).status_code == 403


@pytest.mark.parametrize("rol", ["meldpunt", "beheer"])
def test_staff_of_the_gemeente_plans_nothing(client, team, rol):
    client = enter(client, AanstellingFactory(gemeente=team.gemeente, **{rol: True}).gebruiker)
    assert page(client, "plannen", team.pk).status_code == 403
    assert page(client, "planning", RondeFactory(team=team).pk).status_code == 404


# --- planning --------------------------------------------------------------------------------------


def plan(tomorrow, **more):
    return {"datum": tomorrow.isoformat(), "van_tijd": "20:00", "tot_tijd": "21:30", "route": ""} | more


def test_the_coordinator_plans_a_round_and_a_double_press_is_one(client, team, coordinator):
    client, tomorrow = enter(client, coordinator), timezone.localdate() + timedelta(days=1)
    form = page(client, "plannen", team.pk).context["form"]
    sent = plan(tomorrow, sleutel=str(form["sleutel"].value()))
    for _ in range(2):
        assert press(client, "plannen", team.pk, **sent).status_code == 302

    ronde = Ronde.objects.get()
    assert (ronde.team, ronde.stand, ronde.aangemaakt_door) == (team, "gepland", coordinator)


def test_a_plan_of_yesterday_is_refused_and_what_was_typed_stays(client, team, coordinator):
    client, yesterday = enter(client, coordinator), timezone.localdate() - timedelta(days=1)
    form = page(client, "plannen", team.pk).context["form"]
    response = press(client, "plannen", team.pk, **plan(yesterday, sleutel=str(form["sleutel"].value())))

    assert response.status_code == 409
    assert "Leg de ronde dan achteraf vast" in words(response)
    assert yesterday.isoformat() in words(response)


def test_the_coordinator_answers_on_behalf_of_a_member_without_mail(client, team, coordinator):
    ronde = RondeFactory(team=team)
    zonder = LidmaatschapFactory(team=team, gebruiker__zonder_mail=True).gebruiker
    client = enter(client, coordinator)
    assert zonder.naam in words(page(client, "planning", ronde.pk))
    assert press(client, "namens_mee", ronde.pk, gebruiker=zonder.pk).status_code == 302
    assert ronde.deelnames.get().gebruiker == zonder

    elsewhere = LidmaatschapFactory().gebruiker
    assert press(client, "namens_mee", ronde.pk, gebruiker=elsewhere.pk).status_code == 422


def test_a_round_is_called_off_with_a_reason_and_who_has_no_mail_is_named(client, team, coordinator):
    ronde = RondeFactory(team=team)
    zonder = LidmaatschapFactory(team=team, gebruiker__zonder_mail=True).gebruiker
    DeelnameFactory(ronde=ronde, gebruiker=zonder)
    client = enter(client, coordinator)
    assert press(client, "vervalt", ronde.pk).status_code == 422
    response = client.post(reverse("rondes:vervalt", args=[ronde.pk]), {"reden": "weer"}, follow=True)

    assert f"Vertel het zelf, want er is geen mailadres: {zonder.naam}." in words(response)
    assert "Gaat niet door" in words(response)
    press(client, "gaat_door", ronde.pk)
    ronde.refresh_from_db()
    assert (ronde.stand, ronde.vervallen_reden) == ("gepland", "")


def test_at_night_who_signed_up_for_the_early_morning_is_named_to_ring(client, team, coordinator):
    ronde = RondeFactory(team=team, op=at(date(2026, 11, 20), time(7)))
    komt = DeelnameFactory(ronde=ronde).gebruiker
    with time_machine.travel(at(date(2026, 11, 19), time(22)), tick=False):
        client = enter(client, coordinator)
        response = client.post(reverse("rondes:vervalt", args=[ronde.pk]), {"reden": "weer"}, follow=True)
    assert f"Bel daarom zelf: {komt.naam}." in words(response)


# --- patterns --------------------------------------------------------------------------------------


def pattern(**more):
    return {
        "weekdag": "4",
        "van_tijd": "20:00",
        "tot_tijd": "21:30",
        "elke_weken": "1",
        "route": "",
        "van": timezone.localdate().isoformat(),
        "tot": "",
    } | more


def test_a_pattern_puts_rounds_on_the_list_at_once(client, team, coordinator):
    client = enter(client, coordinator)
    assert "nog geen vaste dagen" in words(page(client, "rooster", team.pk))
    for _ in range(2):
        assert press(client, "rooster_nieuw", team.pk, **pattern()).status_code == 302

    assert Rooster.objects.count() == 1
    assert Ronde.objects.filter(team=team).count() in range(4, 8)  # weeks with a holiday are skipped
    assert "Elke vrijdag, 20.00 tot 21.30 uur" in words(page(client, "rooster", team.pk))


def test_the_last_day_is_not_before_the_first(client, team, coordinator):
    response = press(enter(client, coordinator), "rooster_nieuw", team.pk, **pattern(tot="2024-01-01"))
    assert response.status_code == 422


def test_stopping_names_the_rounds_that_people_signed_up_for(client, team, coordinator):
    client = enter(client, coordinator)
    press(client, "rooster_nieuw", team.pk, **pattern(ook_op_feestdagen="on"))
    rooster, ronde = Rooster.objects.get(), Ronde.objects.order_by("gepland_van").last()
    komt = DeelnameFactory(ronde=ronde).gebruiker
    assert komt.naam in words(page(client, "rooster_stop", rooster.pk))
    response = client.post(reverse("rondes:rooster_stop", args=[rooster.pk]), follow=True)

    assert "Deze ronde gaat niet door" in words(response)
    assert list(Ronde.objects.values_list("pk", "stand")) == [(ronde.pk, "vervallen")]
    assert "nog geen vaste dagen" in words(page(client, "rooster", team.pk))


def test_another_time_moves_the_rounds_along(client, team, coordinator):
    client = enter(client, coordinator)
    press(client, "rooster_nieuw", team.pk, **pattern(ook_op_feestdagen="on"))
    DeelnameFactory(ronde=Ronde.objects.order_by("gepland_van").last())
    url = reverse("rondes:rooster_wijzigen", args=[Rooster.objects.get().pk])
    shown = client.get(url)
    assert "20:00" in words(shown)
    wanted = pattern(ook_op_feestdagen="on", van_tijd="19:00", tot_tijd="20:30")
    response = client.post(url, mark_of(shown) | wanted, follow=True)

    assert "Deze ronde heeft een andere tijd" in words(response)
    assert {timezone.localtime(r.gepland_van).hour for r in Ronde.objects.all()} == {19}


# --- routes ----------------------------------------------------------------------------------------


def test_a_route_is_streets_in_their_order_and_more_lines_come_without_a_script(client, team, coordinator):
    first, second = StraatFactory.create_batch(2, buurt=team.buurten.get())
    client = enter(client, coordinator)
    typed = {"naam": "Rond het park", "straat_0": second.naam.upper(), "straat_1": "", "straat_2": first.naam}
    more = press(client, "route_nieuw", team.pk, meer="1", **typed)
    assert more.status_code == 200
    assert len(more.context["form"].lines) == 6
    assert not Route.objects.exists()

    assert press(client, "route_nieuw", team.pk, **typed).status_code == 302
    route = Route.objects.get()
    assert [deel.straat for deel in route.delen.all()] == [second, first]


def test_an_unknown_street_is_refused_with_what_to_do(client, team, coordinator):
    StraatFactory(buurt=team.buurten.get())
    response = press(enter(client, coordinator), "route_nieuw", team.pk, naam="Rondje", straat_0="Bestaat niet")
    assert response.status_code == 422
    assert "Wij kennen deze straat niet." in words(response)
    assert "Bestaat niet" in words(response)


def test_a_street_outside_the_own_buurt_is_asked_about_and_then_allowed(client, team, coordinator):
    outside = StraatFactory(buurt=BuurtFactory(gemeente=team.gemeente))
    elsewhere = StraatFactory()
    client = enter(client, coordinator)
    sent = {"naam": "Rondje", "straat_0": outside.naam}
    assert "buiten_mag" not in words(page(client, "route_nieuw", team.pk))
    asked = press(client, "route_nieuw", team.pk, **sent)
    assert asked.status_code == 422
    assert "Deze straat ligt buiten uw buurt. Klopt dat?" in words(asked)

    assert press(client, "route_nieuw", team.pk, buiten_mag="on", **sent).status_code == 302
    route = Route.objects.get()
    assert [deel.straat for deel in route.delen.all()] == [outside]
    assert page(client, "route", route.pk).context["form"]["buiten_mag"].value() is True
    far = press(client, "route_nieuw", team.pk, naam="Ver", straat_0=elsewhere.naam, buiten_mag="on")
    assert far.status_code == 422


def test_a_name_of_a_route_comes_once_per_team(client, team, coordinator):
    straat = StraatFactory(buurt=team.buurten.get())
    RouteFactory(team=team, naam="Rondje")
    response = press(enter(client, coordinator), "route_nieuw", team.pk, naam="Rondje", straat_0=straat.naam)
    assert response.status_code == 409


def test_a_route_is_put_away_and_taken_back_never_deleted(client, team, coordinator):
    route = RouteFactory(team=team)
    client = enter(client, coordinator)
    press(client, "route_weg", route.pk)
    assert "Niet meer in gebruik" in words(page(client, "routes", team.pk))
    assert route not in page(client, "plannen", team.pk).context["form"].fields["route"].queryset
    press(client, "route_terug", route.pk)
    assert route in page(client, "plannen", team.pk).context["form"].fields["route"].queryset


# --- the safety net --------------------------------------------------------------------------------


def test_the_coordinator_switches_parts_of_the_safety_net(client, team, coordinator):
    client = enter(client, coordinator)
    shown = page(client, "instelling", team.pk)
    assert shown.context["form"]["piket_bellen"].value() is True
    press(client, "instelling", team.pk, bewaking="on", coordinator_bellen="on", **mark_of(shown))

    setting = TeamInstelling.objects.get(team=team)
    assert (setting.bewaking, setting.coordinator_bellen, setting.piket_bellen) == (True, True, False)


# --- on the page of the round itself ---------------------------------------------------------------


def test_the_page_of_a_round_takes_an_answer_and_stays(client, team, lid):
    ronde = RondeFactory(team=team)
    client = enter(client, lid)
    assert "Loopt u mee?" in words(page(client, "ronde", ronde.pk))
    response = press(client, "meelopen", ronde.pk, terug="ronde")

    assert response.url == reverse("rondes:ronde", args=[ronde.pk])
    assert "Op dit moment bent u als enige aangemeld." in words(page(client, "ronde", ronde.pk))
    assert press(client, "meelopen", ronde.pk, terug="https://elders.example").status_code == 422


def test_who_left_the_team_does_not_count_and_is_not_named(client, team, lid):
    gone = LidmaatschapFactory(team=team, tot=timezone.localdate()).gebruiker
    DeelnameFactory(ronde=RondeFactory(team=team), gebruiker=gone)
    text = words(page(enter(client, lid), "rondes"))
    assert gone.naam not in text
    assert "Nog 2 nodig" in text


def test_who_comes_starts_the_round_from_the_list(client, team, lid):
    ronde = RondeFactory(team=team, op=timezone.now() + timedelta(minutes=30))
    start = reverse("rondes:start_ronde", args=[ronde.pk])
    assert start not in words(page(enter(client, lid), "rondes"))
    DeelnameFactory(ronde=ronde, gebruiker=lid)
    assert start in words(page(enter(client, lid), "rondes"))
