"""Start, longer, home: the actions and their pages (E110, E112)."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from buurtpreventie.audit.models import Logregel
from buurtpreventie.errors import RefusedAction
from teams.rondes.actions import come_home, extend_ronde, start_ronde, watch
from teams.rondes.models import Deelname, Ronde
from teams.rondes.tests.factories import (
    DeelnameFactory,
    RondeFactory,
    RouteFactory,
    WaarschuwingFactory,
)
from teams.rondes.tests.threads import at_once
from teams.tests.factories import LidmaatschapFactory, TeamFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 17, 19, 0, tzinfo=UTC)  # 20.00 uur
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def team(db):
    return TeamFactory()


@pytest.fixture(autouse=True)
def evening():
    with time_machine.travel(NOW, tick=False):
        yield


def member(team, naam="", **facts):
    if naam:
        facts |= {"gebruiker__naam": naam}
    return LidmaatschapFactory(team=team, **({"gebruiker__telefoon": "0687654321"} | facts)).gebruiker


def started(team, *people, now=NOW, **facts):
    leider = people[0]
    facts = {"deelnemers": people, "leider": leider, "verwacht_einde": now + HOUR, "telefoon": "0612345678"} | facts
    return start_ronde(**({"team": team, "actor": leider, "now": now} | facts))


def planned(team, op=NOW, **facts):
    return RondeFactory(team=team, op=op, **facts)


def browser(person):
    client = Client()
    client.force_login(person)
    return client


def page(client, name, thing, **data):
    """Get a page of a round, or post to it when there is something to say."""
    url = reverse(f"rondes:{name}", args=[thing.pk])
    return client.post(url, data) if data else client.get(url)


def filled_in(*people, **facts):
    """What a start page sends."""
    leider = people[0]
    ticked = [persoon.pk for persoon in people]
    return {"deelnemers": ticked, "klaar_om": "21:30", "leider": leider.pk, "telefoon": "0612345678"} | facts


def stands(ronde):
    return {d.gebruiker and d.gebruiker.naam or d.gast: d.stand for d in ronde.deelnames.select_related("gebruiker")}


# --- the page of a round --------------------------------------------------------------------------


@pytest.mark.parametrize("stand", ["gepland", "bezig", "thuis", "afgerond", "niet_afgesloten", "vervallen"])
def test_the_page_of_a_round_shows_in_every_stand(team, stand):
    ik = member(team, rol="coordinator")
    ronde = RondeFactory(team=team, **({stand: True} if stand != "gepland" else {}))
    DeelnameFactory(ronde=ronde, gebruiker=ik, liep_mee=stand not in ("gepland", "vervallen"))
    response = page(browser(ik), "ronde", ronde)
    assert response.status_code == 200
    assert ronde.get_stand_display() in response.content.decode()


def test_who_left_the_team_is_an_old_member_in_an_old_round(team):
    ik, weg = member(team), member(team, "Joop Vertrokken")
    ronde = started(team, ik, weg)
    come_home(ronde, actor=ik, now=NOW + HOUR)
    team.lidmaatschappen.filter(gebruiker=weg).update(tot=NOW.date())
    shown = page(browser(ik), "ronde", ronde).content.decode()
    assert "oud-lid" in shown
    assert "Joop" not in shown


def test_a_guest_is_shown_by_kind(team):
    ik = member(team)
    ronde = started(team, ik, gasten=[("wijkagent", "Marleen"), ("bewoner", "")])
    shown = page(browser(ik), "ronde", ronde).content.decode()
    assert "Wijkagent Marleen" in shown
    assert "Iemand uit de buurt" in shown


def test_members_see_no_number_of_who_leads(team):
    ik, ander = member(team), member(team)
    ronde = started(team, ik, ander)
    assert "0612345678" not in page(browser(ander), "ronde", ronde).content.decode()


def test_another_team_sees_no_round(team):
    ronde = started(team, member(team))
    stranger = browser(member(TeamFactory(gemeente=team.gemeente)))
    assert [page(stranger, name, ronde).status_code for name in ("ronde", "start_ronde", "thuis", "bellen")] == [
        404
    ] * 4
    assert page(stranger, "start", team).status_code == 404


def test_the_emergency_card_stands_on_the_page_and_can_be_printed(team):
    ik = member(team)
    ronde = started(team, ik)
    for response in (page(browser(ik), "ronde", ronde), browser(ik).get(reverse("rondes:noodkaart"))):
        shown = response.content.decode()
        assert all(words in shown for words in ("Houd afstand", "Ga weg", "Bel 112"))


# --- start ----------------------------------------------------------------------------------------


def test_a_start_writes_who_is_there_and_who_did_not_come(team):
    ik, ziek, kan_niet, erbij = (member(team, naam) for naam in ("Ik", "Ziek", "Kan niet", "Erbij"))
    ronde = planned(team)
    for wie, stand in ((ik, "aangemeld"), (ziek, "aangemeld"), (kan_niet, "afgemeld")):
        DeelnameFactory(ronde=ronde, gebruiker=wie, stand=stand)
    started(team, ik, erbij, ronde=ronde, gasten=[("boa", "")])
    assert stands(ronde) == {
        "Ik": "liep_mee",
        "Ziek": "niet_gekomen",
        "Kan niet": "afgemeld",
        "Erbij": "liep_mee",
        "boa": "liep_mee",
    }
    ronde.refresh_from_db()
    assert (ronde.stand, ronde.begin, ronde.verwacht_einde, ronde.telefoon) == ("bezig", NOW, NOW + HOUR, "0612345678")
    assert Logregel.objects.get(gebeurtenis="ronde.gestart").details == {"lopers": 2, "gasten": 1}


def test_who_could_not_come_and_is_there_after_all_walks(team):
    ik = member(team, "Ik")
    ronde = planned(team)
    DeelnameFactory(ronde=ronde, gebruiker=ik, stand="afgemeld", vervanging_gevraagd_op=NOW - HOUR)
    started(team, ik, ronde=ronde)
    assert stands(ronde) == {"Ik": "liep_mee"}


def test_a_round_keeps_its_route_unless_another_is_chosen(team):
    ik, plan, anders = member(team), RouteFactory(team=team), RouteFactory(team=team)
    assert started(team, ik, ronde=planned(team, route=plan)).route == plan
    assert started(team, member(team), ronde=planned(team, route=plan), route=anders).route == anders


def test_the_same_start_twice_is_one_round(team):
    ik, ander, sleutel = member(team), member(team), uuid4()
    first = started(team, ik, ander, sleutel=sleutel)
    assert started(team, ik, ander, sleutel=sleutel, now=NOW + MINUTE) == first
    assert started(team, ander, ik, sleutel=uuid4(), now=NOW + MINUTE) == first  # the other telephone
    assert Ronde.objects.count() == 1
    assert Logregel.objects.filter(gebeurtenis="ronde.gestart").count() == 1


def test_a_key_of_another_team_is_no_key(team):
    other, sleutel = TeamFactory(gemeente=team.gemeente), uuid4()
    theirs = started(other, member(other), sleutel=sleutel)
    assert started(team, member(team), sleutel=sleutel) != theirs


def test_a_stale_page_of_yesterday_shows_the_round_it_made(team):
    ik, sleutel = member(team), uuid4()
    ronde = started(team, ik, sleutel=sleutel)
    come_home(ronde, actor=ik, now=NOW + HOUR)
    assert started(team, ik, sleutel=sleutel, now=NOW + 20 * HOUR) == ronde


def test_who_walks_in_another_round_is_named(team):
    other = TeamFactory(gemeente=team.gemeente)
    dubbel = member(team, "Gerda Dubbel")
    LidmaatschapFactory(team=other, gebruiker=dubbel)
    started(other, dubbel)
    with pytest.raises(RefusedAction, match="Gerda Dubbel loopt al in een andere ronde"):
        started(team, member(team), dubbel)
    assert Ronde.objects.filter(team=team).count() == 0


@pytest.mark.parametrize("minutes, words", [(13, "ten minste 15 minuten"), (0, "15 minuten"), (362, "hooguit 6 uur")])
def test_an_end_is_a_quarter_to_six_hours_away(team, minutes, words):
    with pytest.raises(RefusedAction, match=words):
        started(team, member(team), verwacht_einde=NOW + minutes * MINUTE)
    assert Ronde.objects.count() == 0


@pytest.mark.parametrize(
    "op, words", [(NOW + 61 * MINUTE, "starten vanaf 20.01 uur"), (NOW - timedelta(hours=2, minutes=31), "voorbij")]
)
def test_a_planned_round_starts_from_an_hour_before_until_an_hour_after(team, op, words):
    ronde = planned(team, op=op)
    with pytest.raises(RefusedAction, match=words):
        started(team, member(team), ronde=ronde)
    assert "Start de ronde" not in page(browser(member(team)), "ronde", ronde).content.decode()


@pytest.mark.parametrize("trait, words", [("vervallen", "Gaat niet door"), ("afgerond", "Afgerond")])
def test_a_round_that_is_no_plan_any_more_does_not_start(team, trait, words):
    ronde = planned(team, op=NOW - HOUR, **{trait: True})
    with pytest.raises(RefusedAction, match=words):
        started(team, member(team), ronde=ronde)


def test_who_is_no_member_and_who_does_not_walk_along_do_not_lead(team):
    stranger = member(TeamFactory(gemeente=team.gemeente))
    with pytest.raises(RefusedAction, match="geen lid"):
        started(team, stranger)
    with pytest.raises(RefusedAction, match="loopt zelf mee"):
        started(team, member(team), leider=member(team))


def test_a_round_that_starts_hears_an_open_warning(team):
    warning = WaarschuwingFactory(gemeente=team.gemeente, begonnen_op=NOW - MINUTE)
    ronde = started(team, member(team))
    assert list(warning.oproepen.values_list("ronde", flat=True)) == [ronde.pk]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("with_plan", [True, False])
def test_two_people_who_press_start_at_once_make_one_round(team, with_plan):
    people = [member(team), member(team)]
    ronde = planned(team) if with_plan else None

    def press(wie):
        return lambda: started(team, *people, leider=wie, actor=wie, ronde=ronde, sleutel=uuid4()).pk

    made = at_once(*map(press, people))
    assert len(made) == 2
    assert set(made) == {Ronde.objects.get().pk}
    assert Deelname.objects.count() == 2


# --- the start page -------------------------------------------------------------------------------


def test_who_signed_up_stands_ticked_and_the_others_below_a_fold(team):
    ik, komt, rest = member(team, "Ik"), member(team, "Komt"), member(team, "Rest")
    ronde = planned(team)
    DeelnameFactory(ronde=ronde, gebruiker=komt)
    form = page(browser(ik), "start_ronde", ronde).context["form"]
    assert list(form.fields["deelnemers"].queryset) == [ik, komt]
    assert form.initial["deelnemers"] == [komt.pk]
    assert list(form.fields["anderen"].queryset) == [rest]


def test_the_page_proposes_end_leader_and_telephone(team):
    ik = member(team)
    ronde = planned(team)
    shown = page(browser(ik), "start_ronde", ronde).content.decode()
    assert 'value="21:30"' in shown
    assert 'value="0687654321"' in shown


def test_a_start_by_the_page_shows_the_round(team):
    ik, ander = member(team), member(team)
    client = browser(ik)
    response = page(client, "start", team, **filled_in(ik, ander, gast_1="wijkagent", gast_naam_1="Marleen"))
    ronde = Ronde.objects.get()
    assert response.url == reverse("rondes:ronde", args=[ronde.pk])
    assert (ronde.leider, ronde.verwacht_einde) == (ik, NOW + 90 * MINUTE)
    assert "Wijkagent Marleen" in client.get(response.url).content.decode()


def test_the_second_who_presses_start_is_shown_the_running_round(team):
    ik, ander = member(team), member(team)
    ronde = planned(team)
    page(browser(ik), "start_ronde", ronde, **filled_in(ik, ander))
    client = browser(ander)
    with time_machine.travel(NOW + MINUTE, tick=False):
        response = client.post(reverse("rondes:start_ronde", args=[ronde.pk]), filled_in(ander, ik), follow=True)
    assert "al gestart" in response.content.decode()
    assert Ronde.objects.get().leider == ik


@pytest.mark.parametrize(
    "wrong, words",
    [
        ({"deelnemers": []}, "Zet een vinkje bij wie er meeloopt."),
        ({"klaar_om": ""}, "Vul iets in"),
        ({"klaar_om": "25:00"}, "Vul een tijd in"),
        ({"telefoon": "bel maar"}, "Vul een telefoonnummer in"),
        ({"gast_1": "", "gast_naam_1": "Marleen"}, "Kies wat voor gast dit is."),
        ({"gast_1": "bewoner", "gast_naam_1": "Truus"}, "geen naam op"),
        ({"gast_1": "burgemeester"}, "Kies een antwoord uit de lijst."),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_nothing_typed_is_lost(team, wrong, words):
    ik = member(team)
    response = page(browser(ik), "start", team, **(filled_in(ik, telefoon="0611112222") | wrong))
    shown = response.content.decode()
    assert response.status_code == 422
    assert words in shown
    assert wrong.get("telefoon", "0611112222") in shown
    assert Ronde.objects.count() == 0


def test_a_foreign_person_route_or_leader_is_no_choice(team):
    ik, other = member(team), TeamFactory(gemeente=team.gemeente)
    stranger = member(other)
    RouteFactory(team=team)
    for wrong in (
        {"deelnemers": [ik.pk, stranger.pk]},
        {"leider": stranger.pk},
        {"route": RouteFactory(team=other).pk},
    ):
        assert page(browser(ik), "start", team, **(filled_in(ik) | wrong)).status_code == 422
    assert Ronde.objects.count() == 0


@pytest.mark.parametrize("junk", ["\x00", "9" * 40, "x" * 100_000, "-1", "\u202e", "2026-13-45"])
def test_no_input_breaks_a_page(team, junk):
    ik = member(team)
    ronde, client = started(team, ik), browser(ik)
    fields = [*filled_in(ik), "anderen", "route", "sleutel", "gast_1", "gast_naam_1"]
    for field in fields:
        assert page(client, "start", team, **(filled_in(ik) | {field: junk})).status_code in (302, 422, 409)
    for field in ("keer", "minuten"):
        sent = {"keer": 0, "minuten": 15} | {field: junk}
        assert page(client, "langer", ronde, **sent).status_code in (302, 409, 422)
    assert client.get(reverse("rondes:thuis_link", args=[junk[:200].replace("\x00", "%00") or "x"])).status_code == 404


def test_somebody_else_who_leads_is_rung_on_the_own_number(team):
    ik, ander = member(team), member(team, gebruiker__telefoon="0699998888")
    page(browser(ik), "start", team, **filled_in(ander, ik, telefoon=ik.telefoon))
    assert Ronde.objects.get().telefoon == "0699998888"


def test_without_any_number_there_is_no_start(team):
    ik = member(team, gebruiker__telefoon="")
    response = page(browser(ik), "start", team, **filled_in(ik, telefoon=""))
    assert response.status_code == 422
    assert "Vul het nummer in van wie de ronde leidt." in response.content.decode()


def test_one_person_alone_is_warned_and_never_refused(team):
    ik = member(team)
    client = browser(ik)
    assert "Met 2 of meer mensen is het veiliger." in page(client, "start", team).content.decode()
    response = client.post(reverse("rondes:start", args=[team.pk]), filled_in(ik), follow=True)
    assert "U loopt alleen" in response.content.decode()


def test_an_unplanned_start_shows_a_plan_that_can_start_now(team):
    now, later = planned(team), planned(team, op=NOW + 3 * HOUR)
    shown = page(browser(member(team)), "start", team).content.decode()
    assert reverse("rondes:start_ronde", args=[now.pk]) in shown
    assert reverse("rondes:start_ronde", args=[later.pk]) not in shown


# --- longer, and home -----------------------------------------------------------------------------


def test_who_leads_from_home_rings_first_when_a_round_is_late(team):
    ik, ander = member(team), member(team)
    ronde = started(team, ik, ander)
    leidt = LidmaatschapFactory(team=team, coordinator=True).gebruiker
    late = ronde.verwacht_einde + MINUTE
    with time_machine.travel(late, tick=False):
        shown = {who: page(browser(who), "ronde", ronde).content.decode() for who in (ik, leidt)}
    home, ring = (reverse(f"rondes:{name}", args=[ronde.pk]) for name in ("thuis", "bellen"))
    assert home in shown[ik] and ring not in shown[ik]
    assert ring in shown[leidt] and home not in shown[leidt]


def test_one_tap_on_the_page_and_everybody_is_home(team):
    ik, ander = member(team), member(team)
    ronde = started(team, ik, ander)
    client = browser(ander)
    with time_machine.travel(NOW + HOUR, tick=False):
        for _ in range(2):
            response = client.post(reverse("rondes:thuis", args=[ronde.pk]), follow=True)
            assert "Fijn dat iedereen thuis is." in response.content.decode()
    ronde.refresh_from_db()
    assert (ronde.stand, ronde.einde, ronde.telefoon, ronde.gesloten_door) == ("thuis", NOW + HOUR, None, ander)
    assert {d.tijdvak.upper for d in ronde.deelnames.all()} == {NOW + HOUR}
    assert Logregel.objects.filter(gebeurtenis="ronde.thuis").count() == 1


def test_only_who_walks_and_the_coordinator_close_and_extend(team):
    ik, thuisblijver, leidt = member(team), member(team), member(team, rol="coordinator")
    ronde = started(team, ik)
    other = browser(thuisblijver)
    assert "Iedereen is thuis</button>" not in page(other, "ronde", ronde).content.decode()
    assert other.post(reverse("rondes:thuis", args=[ronde.pk])).status_code == 403
    assert page(other, "langer", ronde, keer=0, minuten=15).status_code == 403
    assert page(browser(leidt), "langer", ronde, keer=0, minuten=15).status_code == 302


def test_a_longer_round_pressed_twice_is_longer_once(team):
    ronde = started(team, ik := member(team))
    for _ in range(2):
        response = browser(ik).post(reverse("rondes:langer", args=[ronde.pk]), {"keer": 0, "minuten": 30}, follow=True)
        assert "Uw ronde loopt nu tot 21.30 uur." in response.content.decode()
    ronde.refresh_from_db()
    assert (ronde.verwacht_einde, ronde.verlengd) == (NOW + 90 * MINUTE, 1)


@pytest.mark.parametrize(
    "sent", [{"keer": 0}, {"minuten": 15}, {"keer": 0, "minuten": 17}, {"keer": "x", "minuten": 15}]
)
def test_a_longer_round_of_nobody_knows_how_long_is_asked_again(team, sent):
    ronde = started(team, ik := member(team))
    assert page(browser(ik), "langer", ronde, **sent).status_code == 422
    ronde.refresh_from_db()
    assert ronde.verlengd == 0


def test_a_stale_tab_does_not_extend_a_closed_round(team):
    ronde = started(team, ik := member(team))
    come_home(ronde, actor=ik, now=NOW + MINUTE)
    response = page(browser(ik), "langer", ronde, keer=0, minuten=15)
    assert response.status_code == 409
    assert "al afgesloten" in response.content.decode()


def test_home_is_no_time_that_did_not_come_and_none_before_the_begin(team):
    ronde = started(team, ik := member(team))
    for einde, words in ((NOW + HOUR, "nog niet geweest"), (NOW, "niet voor het begin"), (NOW - HOUR, "begin")):
        with pytest.raises(RefusedAction, match=words):
            come_home(ronde, actor=ik, now=NOW + MINUTE, einde=einde)


def test_a_planned_round_does_not_come_home(team):
    with pytest.raises(RefusedAction, match="Gepland"):
        come_home(planned(team), actor=member(team), now=NOW)


def test_a_forgotten_round_cannot_last_into_the_next_one(team):
    ik = member(team, "Gerda Dubbel")
    forgotten = started(team, ik)
    for hours in (13, 14):  # everybody heard it, nobody answered
        watch(NOW + hours * HOUR)
    started(team, ik, now=NOW + 15 * HOUR)
    with pytest.raises(RefusedAction, match="Gerda Dubbel loopt al"):
        come_home(forgotten, actor=ik, now=NOW + 17 * HOUR, einde=NOW + 16 * HOUR)
    assert come_home(forgotten, actor=ik, now=NOW + 17 * HOUR, einde=NOW + 2 * HOUR).stand == "thuis"


def test_somebody_can_walk_again_after_coming_home(team):
    ik = member(team)
    come_home(started(team, ik), actor=ik, now=NOW + HOUR)
    assert started(team, ik, now=NOW + HOUR).stand == "bezig"


def test_extending_moves_on_from_now_when_the_end_has_passed(team):
    ronde = started(team, ik := member(team))
    assert extend_ronde(ronde, minuten=15, keer=0, actor=ik, now=NOW + 2 * HOUR).verwacht_einde == NOW + 135 * MINUTE
