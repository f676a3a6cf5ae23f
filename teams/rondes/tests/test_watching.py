"""A round that nobody closed: who hears it, what the mails say, and what the links do (E114)."""

import logging
import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from buurtpreventie.audit.models import Logregel
from buurtpreventie.errors import RefusedAction
from buurtpreventie.logs import HideTokens
from buurtpreventie.outbox.models import Bericht, Hartslag
from buurtpreventie.tokens import new_token
from teams.rondes.actions import call_walkers, come_home, extend_ronde, reach_nobody, watch
from teams.rondes.models import Deelname, Ronde, Sleutel, TeamInstelling, WachtInstelling
from teams.rondes.tests.evening import out, person, team_of
from teams.rondes.times import first_after
from teams.tests.factories import AanstellingFactory, GemeenteFactory

pytestmark = pytest.mark.django_db
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
END = datetime(2026, 11, 17, 21, 30, tzinfo=AMSTERDAM)


def after(minutes):
    return END + timedelta(minutes=minutes)


@pytest.fixture
def gemeente():
    return GemeenteFactory(buiten_openingstijd_telefoon="0599-654 321")


@pytest.fixture
def piket(gemeente):
    return WachtInstelling.objects.create(
        gemeente=gemeente, piket_email="piket@example.nl", piket_telefoon="0599-777 888"
    )


@pytest.fixture
def team(gemeente):
    return team_of(gemeente, "noord")


@pytest.fixture
def ronde(team):
    return out(team, person(team, "gerda"), person(team, "piet"), end=END)


def mail_to(naam):
    return Bericht.objects.filter(aan=f"{naam}@example.nl").latest("pk")


def half_a_day():
    """The clock rings whenever somebody has to hear it, and nobody answers for twelve hours."""
    for minute in (20, 40, 70, 12 * 60):
        watch(after(minute))


def links_to(naam):
    """The path of the link in the newest mail to this person."""
    return re.sub(r"^https?://[^/]+", "", mail_to(naam).geheim["link"])


def addresses():
    return sorted(aan.removesuffix("@example.nl") for aan in Bericht.objects.values_list("aan", flat=True))


@pytest.fixture
def at(client):
    """A browser without sign-in, so many minutes after the planned end."""

    def visit(minutes, method, path, **data):
        with time_machine.travel(after(minutes), tick=False):
            return getattr(client, method)(path, data)

    return visit


# --- who, and when --------------------------------------------------------------------------------


def test_a_mail_about_a_late_round_goes_at_once_at_any_hour(ronde):
    watch(after(20))
    assert {mail.volgende_poging for mail in Bericht.objects.all()} == {after(20)}  # ten to ten in the evening
    assert {mail.soort for mail in Bericht.objects.all()} == {"spoed"}


def test_the_clock_writes_down_that_it_ran(ronde):
    watch(after(1))
    assert Hartslag.objects.get(naam="rondes").op == after(1)


def test_after_an_outage_each_kind_goes_out_once(ronde, piket):
    assert watch(after(300)) == 4
    assert watch(after(301)) == 0
    assert addresses() == ["coordinator-noord", "gerda", "piet", "piket"]


def test_who_cannot_sign_in_any_more_gets_no_mail(ronde):
    Ronde.objects.get().leider.__class__.objects.filter(naam="piet").update(is_active=False)
    watch(after(20))
    assert addresses() == ["gerda"]


def test_people_with_the_role_and_the_address_of_the_piket_hear_it_once_each(ronde, piket, gemeente):
    AanstellingFactory(gemeente=gemeente, rol="piket", gebruiker__email="PIKET@example.nl")
    AanstellingFactory(gemeente=gemeente, rol="piket", gebruiker__email="dienst@example.nl")
    AanstellingFactory(rol="piket", gebruiker__email="elders@example.nl", gemeente=GemeenteFactory())
    watch(after(70))
    heard = Bericht.objects.filter(sleutel__contains=":piket:").values_list("aan", flat=True)
    assert sorted(aan.lower() for aan in heard) == ["dienst@example.nl", "piket@example.nl"]


def test_without_anybody_who_leads_and_has_mail_the_piket_hears_it_at_its_own_time(piket, gemeente):
    team = team_of(gemeente, "zuid")
    team.lidmaatschappen.all().delete()
    ronde = out(team, person(team, "gerda"), end=END)
    assert (watch(after(20)), watch(after(40)), watch(after(69)), watch(after(70))) == (1, 0, 0, 1)
    assert mail_to("piket").bron == ronde.bron


def test_after_half_a_day_without_a_clock_everybody_hears_it_first_and_has_an_hour_to_answer(ronde, piket, at):
    assert watch(after(13 * 60)) == 4
    assert (watch(after(13 * 60 + 59)), Ronde.objects.get().stand) == (0, "bezig")
    assert at(13 * 60 + 59, "post", links_to("gerda")).status_code == 302
    assert Ronde.objects.get().stand == "thuis"


def test_who_hears_it_late_and_says_nothing_leaves_the_round_open_for_an_hour(ronde, piket):
    watch(after(13 * 60))
    watch(after(14 * 60))
    assert Ronde.objects.get().stand == "niet_afgesloten"


@pytest.mark.parametrize(
    "switches, heard",
    [
        ({"bewaking": False}, []),
        ({"coordinator_bellen": False}, ["gerda", "piket"]),
        ({"piket_bellen": False}, ["coordinator-noord", "gerda"]),
    ],
)
def test_a_team_switches_parts_off(gemeente, piket, switches, heard):
    team = team_of(gemeente, "noord", **switches)
    out(team, person(team, "gerda"), end=END)
    for minute in (20, 40, 70, 100):
        watch(after(minute))
    assert addresses() == heard


def test_in_the_night_that_skips_an_hour_real_minutes_count(team):
    end = datetime(2026, 3, 29, 1, 50, tzinfo=AMSTERDAM)
    out(team, person(team, "gerda"), end=end)
    in_real_time = end.astimezone(ZoneInfo("UTC"))
    assert watch(in_real_time + timedelta(minutes=19)) == 0
    assert watch(in_real_time + timedelta(minutes=20)) == 1  # 3.10 uur on the wall
    assert "zou tot 1.50 uur duren" in mail_to("gerda").tekst


# --- what the mails say ---------------------------------------------------------------------------


def test_the_number_of_who_leads_is_in_no_row_and_not_in_the_mail_to_who_walks(ronde, piket):
    watch(after(70))
    for mail in Bericht.objects.all():
        assert "0612345678" not in mail.onderwerp + mail.tekst
    assert "telefoon" not in mail_to("gerda").geheim
    assert mail_to("coordinator-noord").geheim["telefoon"] == "0612345678"
    assert mail_to("piket").geheim == {"telefoon": "0612345678"}


def test_the_mails_name_team_and_times_and_nobody(ronde, piket):
    watch(after(70))
    for mail in Bericht.objects.all():
        assert "Team noord" in mail.tekst
        assert "20.30 uur" in mail.tekst
        assert "21.30 uur" in mail.tekst
        assert "112" in mail.tekst
        assert not re.search("gerda|piet", mail.tekst + mail.onderwerp)


def test_walkers_read_who_hears_it_next_and_when(ronde):
    watch(after(20))
    assert "Dan mailen wij om 22.10 uur uw coördinator." in mail_to("gerda").tekst


def test_the_coordinator_reads_when_the_piket_hears_it(ronde, piket):
    watch(after(40))
    assert "Anders krijgt het piket die om 22.40 uur." in mail_to("coordinator-noord").tekst


def test_without_mail_to_the_piket_the_coordinator_reads_whom_to_ring(ronde, gemeente):
    WachtInstelling.objects.create(gemeente=gemeente, piket_telefoon="0599-777 888")
    watch(after(40))
    assert "Bel het piket van de gemeente: 0599-777 888." in mail_to("coordinator-noord").tekst


def test_without_any_piket_the_coordinator_reads_the_number_of_the_gemeente(ronde):
    watch(after(40))
    assert "Bel de gemeente: 0599-654 321, of de politie: 0900-8844." in mail_to("coordinator-noord").tekst


@pytest.mark.parametrize(
    "switches, found",
    [({}, "liet nog niets weten"), ({"coordinator_bellen": False}, "De coördinator kreeg geen mail.")],
)
def test_the_piket_reads_what_the_coordinator_found(gemeente, piket, switches, found):
    team = team_of(gemeente, "noord", **switches)
    out(team, person(team, "gerda"), end=END)
    watch(after(70))
    assert found in mail_to("piket").tekst


# --- home by the mail -----------------------------------------------------------------------------


def test_looking_at_the_link_changes_nothing(ronde, at):
    watch(after(20))
    before = Ronde.objects.values().get(), list(Sleutel.objects.values())
    response = at(25, "get", links_to("gerda"))
    assert response.status_code == 200
    assert "Team noord" in response.content.decode()
    assert not re.search("gerda|piet|0612345678", response.content.decode())
    assert (Ronde.objects.values().get(), list(Sleutel.objects.values())) == before


def test_one_tap_closes_the_round_ends_the_mails_and_the_links_and_wipes_the_number(ronde, at):
    watch(after(20))
    mine, other = links_to("gerda"), links_to("piet")
    assert at(25, "post", mine).url == reverse("rondes:thuis_dank")
    ronde.refresh_from_db()
    assert (ronde.stand, ronde.einde, ronde.telefoon) == ("thuis", after(25), None)
    assert ronde.gesloten_door.naam == "gerda"
    assert {d.tijdvak.upper for d in Deelname.objects.all()} == {after(25)}
    assert set(Bericht.objects.values_list("stand", "geheim")) == {("vervallen", None)}
    assert at(26, "get", mine).status_code == at(26, "get", other).status_code == 404
    assert Logregel.objects.get(gebeurtenis="ronde.thuis").actor_id == ronde.gesloten_door_id


def test_who_taps_twice_is_thanked_twice(ronde, at):
    watch(after(20))
    link = links_to("gerda")
    assert [at(25, "post", link).url for _ in range(2)] == [reverse("rondes:thuis_dank")] * 2
    assert Logregel.objects.filter(gebeurtenis="ronde.thuis").count() == 1


def test_a_dead_an_unknown_and_an_expired_link_show_the_same_page(ronde, at):
    watch(after(20))
    link = links_to("gerda")
    answers = [at(13 * 60, "get", link), at(21, "get", reverse("rondes:thuis_link", args=["x" * 43]))]
    come_home(ronde, actor=ronde.leider, now=after(22))
    answers += [at(23, "get", link), at(23, "get", reverse("rondes:bellen_link", args=[link.split("/")[-2]]))]
    answers += [at(23, "post", links_to_piet) for links_to_piet in [reverse("rondes:thuis_link", args=["y" * 43])]]
    assert {(answer.status_code, answer.content) for answer in answers} == {(404, answers[0].content)}


def test_a_link_of_who_walks_is_no_link_of_who_rings(ronde, at):
    watch(after(40))
    secret = links_to("gerda").split("/")[-2]
    assert at(41, "post", reverse("rondes:bellen_link", args=[secret]), wat="thuis").status_code == 404
    assert Ronde.objects.get().stand == "bezig"


def test_still_walking_gives_a_later_end_and_reminders_of_its_own(ronde, at):
    watch(after(20))
    link = links_to("gerda")
    answer = at(25, "post", link + "langer/", keer=0, minuten=30)
    assert (answer.status_code, answer.url) == (302, link)
    assert Ronde.objects.get().verwacht_einde == after(55)
    assert at(26, "get", link).status_code == 200  # the link goes on
    assert (watch(after(40)), watch(after(74)), watch(after(75))) == (0, 0, 2)


def test_two_devices_that_extend_at_once_extend_once(ronde):
    for wie in (ronde.leider, ronde.leider):
        extend_ronde(ronde, minuten=15, keer=0, actor=wie, now=after(5))
    ronde.refresh_from_db()
    assert (ronde.verwacht_einde, ronde.verlengd) == (after(20), 1)


def test_no_end_further_away_than_six_hours(ronde):
    for keer in range(5):
        extend_ronde(ronde, minuten=60, keer=keer, actor=ronde.leider, now=after(-10))
    with pytest.raises(RefusedAction, match="hooguit 6 uur"):
        extend_ronde(ronde, minuten=60, keer=5, actor=ronde.leider, now=after(-10))


# --- who rings ------------------------------------------------------------------------------------


def test_i_get_nobody_reaches_the_piket_at_once_and_only_once(ronde, piket, at):
    watch(after(40))
    link = links_to("coordinator-noord")
    for _ in range(2):
        assert at(45, "post", link, wat="niemand").url == link
    assert watch(after(70)) == 0
    assert mail_to("piket").gemaakt_op == after(45)
    assert "kreeg om 22.15 uur niemand te pakken" in mail_to("piket").tekst
    page = at(46, "get", link).content.decode()
    assert "Het piket van de gemeente heeft een mail gekregen." in page
    assert "Ik krijg niemand" not in page


def test_i_ring_them_is_seen_by_who_opens_the_page_later(ronde, piket, at):
    watch(after(40))
    link = links_to("coordinator-noord")
    at(41, "post", link, wat="bel")
    assert "coordinator-noord belt sinds 22.11 uur" in at(42, "get", link).content.decode()
    assert watch(after(70)) == 1  # the piket hears it all the same


def test_the_coordinator_says_that_they_are_home(ronde, at):
    watch(after(40))
    assert at(45, "post", links_to("coordinator-noord"), wat="thuis").url == reverse("rondes:thuis_dank")
    ronde.refresh_from_db()
    assert (ronde.stand, ronde.gesloten_door.naam) == ("thuis", "coordinator-noord")


def test_what_nobody_asked_is_refused_with_a_sentence(ronde, at):
    watch(after(40))
    link = links_to("coordinator-noord")
    assert at(41, "post", link, wat="iets").status_code == 422
    assert at(41, "post", link).status_code == 422
    extend_ronde(ronde, minuten=60, keer=0, actor=ronde.leider, now=after(41))
    answer = at(42, "post", link, wat="niemand")
    assert answer.status_code == 409
    assert "nog niet te laat" in answer.content.decode()


def test_a_new_end_forgets_what_the_coordinator_found(ronde, piket):
    call_walkers(ronde, actor=ronde.leider, now=after(41))
    reach_nobody(ronde, actor=ronde.leider, now=after(42))
    extend_ronde(ronde, minuten=60, keer=0, actor=ronde.leider, now=after(43))
    ronde.refresh_from_db()
    assert (ronde.belt_op, ronde.belt_door, ronde.niemand_op, ronde.niemand_door) == (None,) * 4
    assert watch(after(43 + 60 + 70)) == 4  # walkers, coordinator and piket anew


def test_the_page_of_the_coordinator_has_the_names_and_is_for_nobody_else(ronde, piket, gemeente):
    coordinator = ronde.team.lidmaatschappen.get(rol="coordinator").gebruiker
    page = reverse("rondes:bellen", args=[ronde.pk])
    answers = {}
    with time_machine.travel(after(45), tick=False):
        for wie in (coordinator, ronde.leider, person(team_of(gemeente, "zuid"), "ander", "coordinator")):
            browser = Client()
            browser.force_login(wie)
            answers[wie.naam] = browser.get(page)
    assert {naam: answer.status_code for naam, answer in answers.items()} == {
        "coordinator-noord": 200,
        "gerda": 403,
        "ander": 404,
    }
    shown = answers["coordinator-noord"].content.decode()
    assert "gerda, piet" in shown
    assert 'href="tel:0612345678"' in shown


def test_before_a_round_is_late_the_page_of_who_rings_asks_nothing(ronde, piket):
    coordinator = ronde.team.lidmaatschappen.get(rol="coordinator").gebruiker
    browser, page = Client(), reverse("rondes:bellen", args=[ronde.pk])
    with time_machine.travel(after(-5), tick=False):
        browser.force_login(coordinator)
        early = browser.get(page).content.decode()
        refused = browser.post(page, {"wat": "niemand"})
    with time_machine.travel(after(5), tick=False):
        late = browser.get(page).content.decode()
    assert [word in early for word in ("Ze zijn thuis", "Ik bel ze", "Ik krijg niemand")] == [True, False, False]
    assert [word in late for word in ("Ze zijn thuis", "Ik bel ze", "Ik krijg niemand")] == [True] * 3
    assert "U hoeft nu niets te doen." in early and refused.status_code == 409


# --- nobody said anything -------------------------------------------------------------------------


def test_after_twelve_hours_the_plan_is_the_end_and_links_are_dead(ronde, at):
    watch(after(20))
    link = links_to("gerda")
    assert watch(after(12 * 60 - 1)) == 1  # the coordinator
    assert watch(after(13 * 60)) == 0
    ronde.refresh_from_db()
    assert (ronde.stand, ronde.einde, ronde.telefoon) == ("niet_afgesloten", END, None)
    assert {d.tijdvak.upper for d in Deelname.objects.all()} == {END}
    assert set(Bericht.objects.values_list("stand", flat=True)) == {"vervallen"}
    assert at(13 * 60 + 1, "get", link).status_code == 404


def test_a_forgotten_round_is_closed_later_with_the_real_end(ronde):
    half_a_day()
    with pytest.raises(RefusedAction, match="hoe laat"):
        come_home(ronde, actor=ronde.leider, now=after(13 * 60))
    come_home(ronde, actor=ronde.leider, now=after(13 * 60), einde=after(12))
    ronde.refresh_from_db()
    assert (ronde.stand, ronde.einde) == ("thuis", after(12))
    assert {d.tijdvak.upper for d in Deelname.objects.all()} == {after(12)}


def test_the_page_of_a_forgotten_round_asks_when_everybody_was_home(ronde):
    half_a_day()
    browser = Client()
    browser.force_login(ronde.leider)
    page = reverse("rondes:thuis", args=[ronde.pk])
    with time_machine.travel(after(13 * 60), tick=False):
        assert "Hoe laat was iedereen thuis?" in browser.get(page).content.decode()
        assert browser.post(page, {"om": ""}).status_code == 422
        assert browser.post(page, {"om": "11:00"}).status_code == 409  # not yet, the next morning
        assert browser.post(page, {"om": "0:15"}).status_code == 302
    ronde.refresh_from_db()
    assert ronde.einde == END.replace(day=18, hour=0, minute=15)


@pytest.mark.parametrize(
    "moment, clock, found",
    [
        ("2026-10-25T01:10+02:00", "02:30", "2026-10-25T02:30+02:00"),  # the first of the two
        ("2026-10-25T02:40+02:00", "02:30", "2026-10-25T02:30+01:00"),  # the second
        ("2026-10-25T02:40+01:00", "02:30", "2026-10-26T02:30+01:00"),
        ("2026-03-29T01:10+01:00", "02:30", "2026-03-29T03:30+02:00"),  # that hour does not come
        ("2026-11-17T23:00+01:00", "00:30", "2026-11-18T00:30+01:00"),
        ("2026-11-17T20:00+01:00", "21:30", "2026-11-17T21:30+01:00"),
    ],
)
def test_a_time_on_the_wall_is_the_first_one_that_comes(moment, clock, found):
    clock = datetime.strptime(clock, "%H:%M").time()
    assert first_after(datetime.fromisoformat(moment), clock) == datetime.fromisoformat(found)


def test_switches_without_a_row_are_all_on():
    assert all(getattr(TeamInstelling(), naam) for naam in ("bewaking", "coordinator_bellen", "piket_bellen"))


@pytest.mark.parametrize("name", ["thuis_link", "langer_link", "bellen_link", "waarschuwing_link"])
def test_no_log_holds_the_secret_of_a_link(name):
    secret = new_token()
    line = logging.LogRecord(
        "access", logging.INFO, "", 0, "GET %s 200", (reverse(f"rondes:{name}", args=[secret]),), None
    )
    HideTokens().filter(line)
    assert secret not in line.getMessage()
