"""Answering who reported: the text to begin from, its ceiling, how it will be heard, and the other ways to close."""

from datetime import date
from urllib.parse import urlencode

import pytest
import time_machine
from django.urls import reverse

from buurtpreventie.accounts.models import AntwoordVia
from buurtpreventie.outbox.models import Bericht
from meldingen.actions import withdraw_melding
from meldingen.models import Melding, Stand, Uitkomst
from meldingen.tests.factories import DINSDAG
from opvolging.actions import give_antwoord
from opvolging.models import GeenAntwoord, Terugkoppeling
from opvolging.tests.factories import answered, asked, finished, taken_up
from opvolging.tests.meldpunt_pages import make_desk, text_of
from teams.models import Niveau
from teams.tests.factories import LidmaatschapFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_tuesday():
    with time_machine.travel(DINSDAG, tick=False):
        yield


@pytest.fixture
def desk():
    return make_desk()


def told(melding):
    return list(Terugkoppeling.objects.filter(melding=melding).values_list("soort", "tekst"))


def answer_field(response):
    return response.context["form"]["tekst"].value()


# --- the answer -------------------------------------------------------------------------------


def test_an_open_melding_begins_with_what_the_partner_wrote_for_the_melder(desk):
    melding = finished(
        gemeente=desk.gemeente, by=desk.ik, niveau=Niveau.V0, voor_melder="De lamp is gemaakt.", voor_meldpunt="Geheim."
    )
    page = desk.get("antwoord", melding.nummer)
    assert answer_field(page) == "Dank u wel voor uw melding. De lamp is gemaakt."
    assert "Geheim." in text_of(page)


@pytest.mark.parametrize(
    "uitkomst,begin",
    [("hulp", "Afgerond."), ("bekend", "Iemand is ermee bezig."), ("te_weinig", "Wij konden hier niets")],
)
def test_a_confidential_melding_begins_with_the_sentence_that_fits_and_offers_the_other_two(desk, uitkomst, begin):
    melding = finished(gemeente=desk.gemeente, by=desk.ik, uitkomst=uitkomst, voor_melder="Wij waren bij hem.")
    page = desk.get("antwoord", melding.nummer)
    assert answer_field(page).startswith(begin)
    assert len(page.context["zinnen"]) == 3
    for n, zin in enumerate(page.context["zinnen"]):
        assert answer_field(desk.get("antwoord", melding.nummer, query=f"?zin={n}")) == zin
    assert answer_field(desk.get("antwoord", melding.nummer, query="?zin=9")).startswith(begin)


def test_the_answer_closes_the_melding_tells_the_melder_and_goes_out_once(desk):
    melding = finished(gemeente=desk.gemeente, by=desk.ik)
    for _ in range(2):
        assert desk.act("antwoord", melding, tekst="Afgerond. Dank u wel.").status_code == 302
    melding.refresh_from_db()
    assert melding.stand == Stand.BEANTWOORD
    assert told(melding) == [("antwoord", "Afgerond. Dank u wel.")]
    mail = Bericht.objects.get(soort="antwoord")
    assert mail.aan == melding.melder.email and "Afgerond" not in mail.tekst


def test_a_second_answer_from_a_stale_tab_is_refused_and_stays_on_the_page(desk):
    melding = finished(gemeente=desk.gemeente, by=desk.ik)
    give_antwoord(melding, tekst="Het eerste.", actor=desk.ik, now=DINSDAG)
    refused = desk.act("antwoord", melding, tekst="Het tweede.")
    assert refused.status_code == 409
    assert "al beantwoord" in text_of(refused) and "Het tweede." in text_of(refused)
    assert told(melding) == [("antwoord", "Het eerste.")]


@pytest.mark.parametrize("name,extra", [("antwoord", {}), ("sluiten", {"uitkomst": "hulp"}), ("tussenbericht", {})])
def test_above_the_ceiling_nothing_goes_out_and_the_page_names_the_word(desk, name, extra):
    ask = asked(gemeente=desk.gemeente, by=desk.ik)
    desk.post("partner_zei", ask.melding.nummer, ask.pk, langs="mail", wat="klaar", uitkomst="hulp")
    text = f"{ask.partner.naam} was er gisteren."
    refused = desk.act(name, ask.melding, tekst=text, **extra)
    assert refused.status_code == 409
    assert ask.partner.naam in text_of(refused) and text in text_of(refused)
    assert told(ask.melding) == []


def test_before_the_work_is_done_there_is_no_answer(desk):
    melding = taken_up(gemeente=desk.gemeente, by=desk.ik)
    refused = desk.act("antwoord", melding, tekst="Afgerond.")
    assert refused.status_code == 409 and "nog niet afgerond" in text_of(refused)


@pytest.mark.parametrize(
    "via,niveau,words",
    [
        (AntwoordVia.MAIL, 2, "De melder krijgt een mail met een link."),
        (AntwoordVia.APP, 2, "De melder leest dit bij Mijn meldingen."),
        (AntwoordVia.TELEFOON, 2, "U belt zelf en leest dit voor"),
        (AntwoordVia.COORDINATOR, 0, "De melder hoort het van de coördinator."),
        (AntwoordVia.COORDINATOR, 2, "U belt zelf en leest dit voor"),  # above what a coordinator reads
    ],
)
def test_the_page_says_how_the_melder_will_hear_it(desk, via, niveau, words):
    melding = finished(gemeente=desk.gemeente, by=desk.ik, antwoord_via=via, niveau=niveau)
    LidmaatschapFactory(team=melding.team, coordinator=True)
    assert words in text_of(desk.get("antwoord", melding.nummer))


# --- other ways to close ----------------------------------------------------------------------


def test_rounding_off_waits_for_the_answer_and_is_refused_while_a_partner_is_asked(desk):
    ask = asked(gemeente=desk.gemeente, by=desk.ik)
    refused = desk.act("afronden", ask.melding, uitkomst="bekend")
    assert refused.status_code == 409 and "nog een vraag open" in text_of(refused)

    melding = taken_up(gemeente=desk.gemeente, by=desk.ik)
    for _ in range(2):
        assert desk.act("afronden", melding, uitkomst="bekend").status_code == 302
    melding.refresh_from_db()
    assert (melding.stand, melding.uitkomst) == (Stand.AFGEROND, Uitkomst.BEKEND)


def test_closing_without_a_partner_needs_a_reason_and_an_answer_and_happens_once(desk):
    melding = taken_up(gemeente=desk.gemeente, by=desk.ik)
    assert desk.act("sluiten", melding, tekst="Dank u wel.").status_code == 422
    for _ in range(2):
        assert desk.act("sluiten", melding, uitkomst="dubbel", tekst="Dank u wel.").status_code == 302
    melding.refresh_from_db()
    assert (melding.stand, melding.uitkomst) == (Stand.BEANTWOORD, Uitkomst.DUBBEL)
    assert told(melding) == [("antwoord", "Dank u wel.")]


def test_an_interim_word_with_a_new_date_moves_the_promise_but_not_the_first_one(desk):
    melding = taken_up(gemeente=desk.gemeente, by=desk.ik)
    first = melding.antwoord_voor
    for _ in range(2):
        assert (
            desk.act("tussenbericht", melding, tekst="Het duurt langer.", nieuwe_datum="2026-12-08").status_code == 302
        )
    melding.refresh_from_db()
    assert (melding.antwoord_voor, melding.eerste_belofte) == (date(2026, 12, 8), first)
    assert told(melding) == [("tussenbericht", "Het duurt langer.")]


@pytest.mark.parametrize("day,status", [("2026-12-09", 409), ("2026-11-18", 409), ("9999-12-31", 422), ("morgen", 422)])
def test_a_promise_moves_at_most_fifteen_working_days_and_never_back(desk, day, status):
    melding = taken_up(gemeente=desk.gemeente, by=desk.ik)
    response = desk.act("tussenbericht", melding, tekst="Het duurt langer.", nieuwe_datum=day)
    assert response.status_code == status
    assert "Het duurt langer." in text_of(response)
    assert told(melding) == []


def test_after_a_withdrawn_name_only_a_reason_closes_the_melding(desk):
    melding = finished(gemeente=desk.gemeente, by=desk.ik)
    withdraw_melding(melding, actor=melding.melder, now=DINSDAG)

    assert desk.get("dossier", melding.nummer).context["dossier"].nu == "geen_antwoord"
    assert desk.act("antwoord", melding, tekst="Dank u wel.").status_code == 409
    for _ in range(2):
        assert desk.act("geen_antwoord", melding, reden="naam_ingetrokken").status_code == 302

    assert Melding.objects.get(pk=melding.pk).stand == Stand.BEANTWOORD
    assert [row.reden for row in GeenAntwoord.objects.filter(melding=melding)] == ["naam_ingetrokken"]


def test_a_reason_after_an_answer_is_refused(desk):
    melding = answered(gemeente=desk.gemeente, by=desk.ik)
    assert desk.act("geen_antwoord", melding, reden="niet_bereikbaar").status_code == 409


@pytest.mark.parametrize("text", ["a\x00b", "\ud800", "\u202eomgekeerd", "x" * 1_000_000])
def test_strange_text_is_no_server_error_and_comes_back(desk, text):
    melding = taken_up(gemeente=desk.gemeente, by=desk.ik)
    body = urlencode({"tekst": text.encode("utf-8", "surrogatepass")})
    url = reverse("opvolging:tussenbericht", args=[melding.nummer])
    response = desk.client.post(url, body, content_type="application/x-www-form-urlencoded")
    assert response.status_code in (302, 422)
