"""The pages of a warning: for who warns, for who is out, and for who has the link of a mail (E111)."""

import re
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from buurtpreventie.accounts.models import Gebruiker
from buurtpreventie.outbox.models import Bericht
from teams.rondes.actions import acknowledge, close_waarschuwing, withdraw_waarschuwing
from teams.rondes.models import Bevestiging, Oproep, Waarschuwing
from teams.rondes.tests.factories import WaarschuwingFactory
from teams.rondes.tests.warning_cast import HOUR, NOW, Cast, make_team, member, minutes, out, planned
from teams.tests.factories import AanstellingFactory, GemeenteFactory

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
MEMBER_PAGE = "/mijn/gegevens/"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def cast():
    return Cast()


def words(response):
    return " ".join(strip_tags(response.content.decode().replace("<", " <")).split())


def desk(waarschuwing, part=""):
    return f"/op-straat/waarschuwing/{waarschuwing.pk}/{part}"


def logged_in(client, person):
    client.force_login(person)
    return client


@pytest.fixture
def politie(client, cast):
    return logged_in(client, cast.politie)


# --- who warns ------------------------------------------------------------------------------------


def test_a_warning_goes_from_the_first_call_to_its_end_on_one_page(politie, cast):
    page = words(politie.get("/op-straat/waarschuwing/nieuw/"))
    assert "Dit is geen alarm: alleen wie het scherm open heeft ziet dit." in page
    begin = {"sleutel": uuid.uuid4(), "aangeboden": [cast.team.pk], "teams": [cast.team.pk]}
    answer = politie.post("/op-straat/waarschuwing/nieuw/", begin)
    waarschuwing = Waarschuwing.objects.get()
    assert answer.url == desk(waarschuwing)

    page = politie.get(desk(waarschuwing))
    assert "1. Bel nu" in words(page) and "Bel 06-12345678 , Team Molenkwartier" in words(page)
    assert 'href="tel:0612345678"' in page.content.decode()
    assert 'value="23:30"' in page.content.decode()
    assert "Anna" not in words(page)
    oproep = Oproep.objects.get()
    politie.post(f"/op-straat/oproep/{oproep.pk}/", {"uitslag": "geen_gehoor", "pogingen": 0})
    assert "1 keer gebeld, het laatst om 21.30 uur." in words(politie.get(desk(waarschuwing)))

    text = {"tekst": "Bij het plein is ingebroken.", "doen": "Ga naar huis.", "geldig_tot": "23:00"}
    politie.post(desk(waarschuwing, "versturen/"), text)
    page = words(politie.get(desk(waarschuwing)))
    assert "Bel: nog niet gezien" in page and "0 van 2 gezien." in page
    assert "Geldt tot 23.00 uur." in page
    acknowledge(waarschuwing, soort="gezien", actor=cast.anna, now=NOW)
    acknowledge(waarschuwing, soort="weg", actor=cast.bram, now=NOW)
    page = words(politie.get(desk(waarschuwing)))
    assert "2 van 2 gezien." in page and "Gaat weg" in page and "Bel: nog niet gezien" not in page

    politie.post(desk(waarschuwing, "afsluiten/"), {"slottekst": "Niemand gevonden."})
    page = words(politie.get(desk(waarschuwing)))
    assert "Afgesloten om 21.30 uur Niemand gevonden." in page
    assert "Is het voorbij?" not in page


def test_what_is_missing_keeps_what_was_typed(politie, cast):
    waarschuwing = cast.begin()
    answer = politie.post(desk(waarschuwing, "versturen/"), {"tekst": "Er is iets.", "geldig_tot": "23:00"})
    assert answer.status_code == 422
    assert "Er is iets." in words(answer) and "Vul iets in bij “Wat moet het team doen?”" in words(answer)
    assert Waarschuwing.objects.get().stand == "bellen"


def test_of_two_who_send_at_once_the_second_keeps_the_text_to_copy(client, cast):
    waarschuwing = cast.begin()
    cast.send(waarschuwing)
    collega = logged_in(client, cast.collega)

    typed = {"tekst": "Mijn eigen tekst.", "doen": "Blijf staan.", "geldig_tot": "23:00"}
    answer = collega.post(desk(waarschuwing, "versturen/"), typed)

    assert answer.status_code == 409
    assert "Er is al een tekst verstuurd." in words(answer)
    assert "Dit had u getypt" in words(answer) and "Mijn eigen tekst." in words(answer)
    assert "Is het voorbij?" in words(answer)
    assert Bericht.objects.count() == 2


def test_a_closing_message_is_compulsory(politie, cast):
    waarschuwing = cast.send()
    answer = politie.post(desk(waarschuwing, "afsluiten/"), {"slottekst": " "})
    assert answer.status_code == 422
    assert Waarschuwing.objects.get().gesloten_op is None


def test_who_had_something_else_open_hears_that_it_is_closed(politie, cast):
    waarschuwing = cast.send()
    close_waarschuwing(waarschuwing, slottekst="Voorbij.", actor=cast.collega, now=NOW)
    for part, typed in (("afsluiten/", {"slottekst": "Anders."}), ("versturen/", {})):
        assert politie.post(desk(waarschuwing, part), typed).status_code in (409, 422)
    assert politie.post(desk(waarschuwing, "intrekken/")).status_code == 302
    assert "al gesloten" in words(politie.get(desk(waarschuwing)))


def test_stopping_before_anything_was_sent_says_so(politie, cast):
    waarschuwing = cast.begin()
    politie.post(desk(waarschuwing, "intrekken/"))
    assert "Gestopt. Er is niets verstuurd." in words(politie.get(desk(waarschuwing)))


def test_the_addresses_of_acts_lead_back_to_the_page(politie, cast):
    waarschuwing = cast.begin()
    for part in ("versturen/", "afsluiten/", "intrekken/", "stand/"):
        assert politie.get(desk(waarschuwing, part)).url == desk(waarschuwing)


def test_at_least_one_team_is_chosen_and_a_team_without_tick_is_left_out(politie, cast):
    other = make_team(cast.gemeente, "Team Dijkzicht")
    out(other)
    begin = {"sleutel": uuid.uuid4(), "aangeboden": [cast.team.pk, other.pk]}
    answer = politie.post("/op-straat/waarschuwing/nieuw/", begin)
    assert answer.status_code == 422 and "Kies ten minste één team." in words(answer)

    politie.post("/op-straat/waarschuwing/nieuw/", begin | {"teams": [other.pk], "oefening": "on"})
    waarschuwing = Waarschuwing.objects.get()
    assert list(waarschuwing.niet_voor.all()) == [cast.team]
    assert waarschuwing.oefening
    page = words(politie.get(desk(waarschuwing)))
    assert "OEFENING: Waarschuwing van 21.30 uur" in page
    assert "Niet voor: Team Molenkwartier." in page


def test_a_team_of_another_gemeente_is_no_choice(politie):
    stranger = make_team(GemeenteFactory(), "Team Elders")
    begin = {"sleutel": uuid.uuid4(), "aangeboden": [stranger.pk], "teams": [stranger.pk]}
    assert politie.post("/op-straat/waarschuwing/nieuw/", begin).status_code == 422


def test_without_a_team_outside_one_can_still_warn_who_goes_out_next(client):
    seat = AanstellingFactory(politie_dienst=True)
    politie = logged_in(client, seat.gebruiker)
    assert "Er is nu geen team buiten." in words(politie.get("/op-straat/waarschuwing/nieuw/"))
    assert politie.post("/op-straat/waarschuwing/nieuw/", {"sleutel": uuid.uuid4()}).status_code == 302


def test_who_begins_a_warning_reads_which_one_a_colleague_began(politie, cast):
    assert "Er loopt een waarschuwing" not in words(politie.get("/op-straat/waarschuwing/nieuw/"))
    waarschuwing = cast.begin(actor=cast.collega)
    page = politie.get("/op-straat/waarschuwing/nieuw/")
    assert "Er loopt een waarschuwing Waarschuwing van 21.30 uur : nog niet verstuurd" in words(page)
    assert desk(waarschuwing) in page.content.decode()


def test_the_part_that_refreshes_is_a_part_and_says_when_a_colleague_went_on(politie, cast):
    waarschuwing = cast.begin()
    url = desk(waarschuwing, "stand/?stand=bellen")
    part = politie.get(url, headers=HTMX)
    assert "<html" not in part.content.decode() and "Een collega ging" not in words(part)
    cast.send(waarschuwing)
    assert "Een collega ging intussen verder" in words(politie.get(url, headers=HTMX))


def test_a_call_from_the_page_draws_the_list_again_and_a_refused_one_says_why(politie, cast):
    waarschuwing = cast.begin()
    url = f"/op-straat/oproep/{Oproep.objects.get().pk}/"
    part = politie.post(url, {"uitslag": "gesproken", "pogingen": 0}, headers=HTMX)
    assert "<html" not in part.content.decode() and "Gesproken" in words(part)
    withdraw_waarschuwing(waarschuwing, actor=cast.collega, now=NOW)
    part = politie.post(url, {"uitslag": "gesproken", "pogingen": 1}, headers=HTMX)
    assert "Deze waarschuwing is al gesloten." in words(part)


def test_past_its_time_the_page_asks_to_close_it(politie, cast, clock):
    waarschuwing = cast.send()
    clock.move_to(NOW + 3 * HOUR)
    page = words(logged_in(politie, cast.politie).get(desk(waarschuwing)))
    assert "Deze waarschuwing gold tot 23.30 uur. Sluit haar af" in page


def test_a_warning_of_another_gemeente_does_not_exist(politie):
    elsewhere = WaarschuwingFactory(verstuurd=True)
    for part in ("", "stand/", "versturen/", "afsluiten/", "intrekken/"):
        assert politie.get(desk(elsewhere, part)).status_code == 404
        assert politie.post(desk(elsewhere, part)).status_code in (404, 405)


@pytest.mark.parametrize("rol", ["beleid", "beheer", "trainer"])
def test_other_roles_do_not_warn(client, cast, rol):
    other = logged_in(client, AanstellingFactory(gemeente=cast.gemeente, **{rol: True}).gebruiker)
    assert other.get("/op-straat/waarschuwing/nieuw/").status_code == 403
    assert other.get("/op-straat/waarschuwingen/").status_code == 403
    assert other.get(desk(cast.begin())).status_code == 404


# --- the list -------------------------------------------------------------------------------------


def test_the_list_shows_each_warning_without_its_text_page_by_page(politie, cast):
    assert "Er is nog geen waarschuwing verstuurd." in words(politie.get("/op-straat/waarschuwingen/"))
    for i in range(26):
        WaarschuwingFactory(gemeente=cast.gemeente, door=cast.politie, begonnen_op=NOW - i * HOUR, oefening=i == 0)
    WaarschuwingFactory(verstuurd=True, tekst="KANARIE")
    page = politie.get("/op-straat/waarschuwingen/")
    assert "20 november, 21.30 uur OEFENING" in words(page)
    assert "1 tot en met 25 van 26" in words(page)
    assert "inbraak" not in words(page) and "KANARIE" not in words(page)


def test_the_list_asks_the_same_for_one_warning_and_for_thirty(politie, cast):
    counts = []
    for n in (1, 29):
        for i in range(n):
            WaarschuwingFactory(gemeente=cast.gemeente, verstuurd=True, begonnen_op=NOW - i * HOUR)
        politie.get("/op-straat/waarschuwingen/")
        with CaptureQueriesContext(connection) as queries:
            politie.get("/op-straat/waarschuwingen/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_call_list_asks_the_same_for_one_team_and_for_thirty(politie, cast):
    counts = []
    for n in (0, 29):
        for i in range(n):
            team = make_team(cast.gemeente, f"Team {i}")
            out(team, member(team, f"Loper{i}"))
        waarschuwing = cast.send()
        politie.get(desk(waarschuwing))
        with CaptureQueriesContext(connection) as queries:
            politie.get(desk(waarschuwing))
        counts.append(len(queries))
    assert counts[0] == counts[1]


# --- who is out -----------------------------------------------------------------------------------


def test_a_warning_stands_above_every_page_of_who_is_out_and_of_nobody_else(client, cast):
    cast.send()
    thuis = member(cast.team, "Carla")
    assert "Bij het plein is ingebroken." in words(logged_in(client, cast.anna).get(MEMBER_PAGE))
    assert "Bij het plein" not in words(logged_in(client, thuis).get(MEMBER_PAGE))


def test_the_page_of_who_is_out_looks_every_ten_seconds_and_that_of_others_does_not(client, cast):
    poll = 'hx-get="/waarschuwing/nu/" hx-trigger="every 10s'
    assert poll in logged_in(client, cast.anna).get(MEMBER_PAGE).content.decode()
    assert poll not in logged_in(client, member(cast.team, "Carla")).get(MEMBER_PAGE).content.decode()
    assert logged_in(client, cast.anna).get("/waarschuwing/nu/").content.strip() == b""


def test_who_goes_out_soon_looks_along_too_so_that_a_start_by_another_is_seen(client, cast):
    carla, dirk = member(cast.team, "Carla"), member(cast.team, "Dirk")
    planned(cast.team, carla, at=NOW + HOUR)
    planned(cast.team, dirk, at=NOW + 3 * HOUR)
    cast.send()
    assert "Bij het plein is ingebroken." in words(logged_in(client, carla).get(MEMBER_PAGE))
    assert "hx-get" not in logged_in(client, dirk).get(MEMBER_PAGE).content.decode()


def test_the_strip_costs_one_query_for_members_and_none_for_others(client, cast):
    def asked(person):
        logged_in(client, person).get(MEMBER_PAGE)
        with CaptureQueriesContext(connection) as queries:
            client.get(MEMBER_PAGE)
        return [query["sql"] for query in queries if "rondes_" in query["sql"]]

    assert len(asked(cast.anna)) == len(asked(member(cast.team, "Carla"))) == 1
    cast.send()
    cast.send()
    assert len(asked(cast.anna)) == 1
    assert asked(cast.politie) == []


def test_in_the_strip_one_says_to_have_read_it_and_the_page_underneath_stays(client, cast):
    waarschuwing = cast.send()
    anna = logged_in(client, cast.anna)
    strip = anna.post(f"/waarschuwing/{waarschuwing.pk}/bevestigen/", {"soort": "gezien"}, headers=HTMX)
    assert "<html" not in strip.content.decode()
    assert "Doorgegeven: u zag dit." in words(strip) and 'value="gezien"' not in strip.content.decode()
    anna.post(f"/waarschuwing/{waarschuwing.pk}/bevestigen/", {"soort": "weg"}, headers=HTMX)
    assert "Doorgegeven: u gaat weg." in words(anna.get("/waarschuwing/nu/"))


def test_without_javascript_the_button_leads_to_the_page_of_the_warning(client, cast):
    waarschuwing = cast.send()
    anna = logged_in(client, cast.anna)
    answer = anna.post(f"/waarschuwing/{waarschuwing.pk}/bevestigen/", {"soort": "weg"})
    assert answer.url == f"/waarschuwing/{waarschuwing.pk}/"
    page = words(anna.get(answer.url))
    assert "Wat moet u doen? Ga naar huis." in page and "Doorgegeven: u gaat weg." in page
    assert list(Bevestiging.objects.values_list("soort", flat=True)) == ["weg"]


def test_the_end_stands_above_every_page_for_an_hour(client, cast, clock):
    waarschuwing = cast.send()
    close_waarschuwing(waarschuwing, slottekst="Niemand gevonden.", actor=cast.politie, now=NOW)
    anna = logged_in(client, cast.anna)
    strip = words(anna.get("/waarschuwing/nu/"))
    assert "Voorbij: de waarschuwing van 21.30 uur Niemand gevonden." in strip and "plein" not in strip
    clock.move_to(NOW + HOUR + minutes(1))
    assert words(anna.get("/waarschuwing/nu/")) == ""


def test_a_withdrawn_warning_says_that_nothing_is_wrong(client, cast):
    withdraw_waarschuwing(cast.send(), actor=cast.politie, now=NOW)
    strip = words(logged_in(client, cast.anna).get("/waarschuwing/nu/"))
    assert (
        strip == "Ingetrokken: de waarschuwing van 21.30 uur Zij was per vergissing verstuurd. Er is niets aan de hand."
    )


def test_two_warnings_both_show(client, cast):
    cast.send()
    cast.send(tekst="Er loopt ook een losse hond.", now=NOW + minutes(1))
    strip = words(logged_in(client, cast.anna).get("/waarschuwing/nu/"))
    assert strip.index("losse hond") < strip.index("plein")


def test_an_exercise_says_so_with_a_word_and_a_pattern(client, cast):
    cast.send(cast.begin(oefening=True))
    strip = logged_in(client, cast.anna).get("/waarschuwing/nu/").content.decode()
    assert "app-strook--oefening" in strip and '<span class="app-oefening">OEFENING</span>' in strip
    assert 'aria-label="OEFENING: Waarschuwing voor uw ronde"' in strip


def test_members_read_a_warning_that_was_sent_to_their_team_and_no_other(client, cast):
    waarschuwing, other = cast.send(), make_team(cast.gemeente, "Team Dijkzicht")
    url, not_sent = f"/waarschuwing/{waarschuwing.pk}/", cast.begin()
    carla, dirk = member(cast.team, "Carla"), member(other, "Dirk")

    assert "Gezien" not in words(logged_in(client, carla).get(url))  # reads it, has nothing to confirm
    assert client.get(desk(waarschuwing)).status_code == 403
    assert client.get(f"/waarschuwing/{not_sent.pk}/").status_code == 404
    logged_in(client, dirk)
    assert client.get(url).status_code == client.post(f"{url}bevestigen/", {"soort": "gezien"}).status_code == 404


def test_who_signed_up_can_say_to_have_read_it_before_the_start(client, cast):
    carla = member(cast.team, "Carla")
    planned(cast.team, carla, at=NOW + 3 * HOUR)
    waarschuwing = cast.send(until=4 * HOUR)
    page = logged_in(client, carla).get(f"/waarschuwing/{waarschuwing.pk}/")
    assert 'value="gezien"' in page.content.decode()
    client.post(f"/waarschuwing/{waarschuwing.pk}/bevestigen/", {"soort": "gezien"})
    assert Bevestiging.objects.get().gebruiker == carla


def test_text_of_a_warning_is_text_and_no_markup(client, cast):
    cast.send(tekst="<b>let op</b>\ntweede regel")
    strip = logged_in(client, cast.anna).get("/waarschuwing/nu/").content.decode()
    assert "&lt;b&gt;let op&lt;/b&gt;<br>tweede regel" in strip


def test_who_is_signed_out_meanwhile_gets_no_sign_in_page_in_the_strip(client, cast):
    waarschuwing = cast.send()
    for answer in (
        client.get("/waarschuwing/nu/", headers=HTMX),
        client.post(f"/waarschuwing/{waarschuwing.pk}/bevestigen/", {"soort": "gezien"}, headers=HTMX),
    ):
        assert answer.status_code == 286
        assert "Laad de pagina opnieuw" in words(answer)


# --- who has the link of a mail -------------------------------------------------------------------


def link_in_mail(person):
    bericht = Bericht.objects.get(aan=person.email, onderwerp__contains="Waarschuwing")
    return re.search(r"/gezien/[^/]+/", bericht.geheim["link"])[0]


def test_looking_at_the_link_changes_nothing_and_shows_nothing_of_the_warning(client, cast):
    cast.send()
    page = client.get(link_in_mail(cast.anna))
    assert "Team Molenkwartier" in words(page) and "plein" not in words(page)
    assert Bevestiging.objects.count() == 0


def test_the_link_says_gezien_and_wij_gaan_weg_without_sign_in_once_each(client, cast):
    cast.send()
    url = link_in_mail(cast.anna)
    for _press in range(2):
        assert "u hebt de waarschuwing gelezen" in words(client.post(url, {"soort": "gezien"}))
    assert "u gaat weg" in words(client.post(url, {"soort": "weg"}))
    assert list(Bevestiging.objects.order_by("pk").values_list("gebruiker", "soort")) == [
        (cast.anna.pk, "gezien"),
        (cast.anna.pk, "weg"),
    ]


def test_who_is_signed_in_goes_from_the_link_to_the_page_with_all_of_it(client, cast):
    waarschuwing = cast.send()
    url = link_in_mail(cast.anna)
    assert logged_in(client, cast.anna).get(url).url == f"/waarschuwing/{waarschuwing.pk}/"
    assert logged_in(client, cast.bram).get(url).status_code == 200  # somebody else's mail on this telephone
    assert Bevestiging.objects.count() == 0


def test_an_empty_post_by_a_scanner_changes_nothing(client, cast):
    cast.send()
    assert client.post(link_in_mail(cast.anna)).status_code == 200
    assert Bevestiging.objects.count() == 0


def test_who_may_not_sign_in_any_more_has_a_dead_link(client, cast):
    cast.send()
    url = link_in_mail(cast.anna)
    Gebruiker.objects.filter(pk=cast.anna.pk).update(is_active=False)
    assert client.post(url, {"soort": "gezien"}).status_code == 404
    assert Bevestiging.objects.count() == 0


def test_after_the_end_the_link_says_so_and_half_a_day_later_it_is_dead(client, cast, clock):
    waarschuwing = cast.send()
    url = link_in_mail(cast.anna)
    close_waarschuwing(waarschuwing, slottekst="Voorbij.", actor=cast.politie, now=NOW)
    assert "Deze waarschuwing is voorbij." in words(client.post(url, {"soort": "gezien"}))
    clock.move_to(NOW + timedelta(hours=14, minutes=1))
    dead = client.get(url)
    assert dead.status_code == 404
    assert words(dead) == words(client.get("/gezien/bestaat-niet/"))
