"""The dossier and the acts on the melding itself: done, refused, foreign, twice and from a stale tab."""

import ast
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from buurtpreventie.audit.models import Logregel
from buurtpreventie.outbox.models import Bericht
from meldingen.actions import add_aanvulling, take_up, withdraw_melding
from meldingen.models import Melding, Stand
from meldingen.tests.factories import DINSDAG, CategorieFactory
from opvolging.history import SENTENCES
from opvolging.models import Terugkoppeling
from opvolging.tests.factories import answered, asked, colleague, finished, handed_back, reported, taken_up
from opvolging.tests.meldpunt_pages import make_desk, signed_in, text_of
from teams.models import Niveau
from teams.tests.factories import LidmaatschapFactory

pytestmark = pytest.mark.django_db
CANARY = "Kanariegeel behang in de voorkamer."
ACTS = [  # name of the address, and a sound answer to its form
    ("afronden", {"uitkomst": "hulp"}),
    ("antwoord", {"tekst": "Dank u wel."}),
    ("sluiten", {"uitkomst": "hulp", "tekst": "Dank u wel."}),
    ("tussenbericht", {"tekst": "Het duurt langer."}),
    ("geen_antwoord", {"reden": "niet_bereikbaar"}),
    ("niveau", {"niveau": "3", "reden": "gevoelig"}),
    ("onderwerp", {"categorie": ""}),
]
PAGES = [name for name, _ in ACTS] + ["vragen"]


@pytest.fixture(autouse=True)
def on_tuesday():
    with time_machine.travel(DINSDAG, tick=False):
        yield


@pytest.fixture
def desk():
    return make_desk()


@pytest.fixture
def mine(desk):
    """A confidential melding that I handle."""
    return taken_up(gemeente=desk.gemeente, by=desk.ik, inhoud={"waarneming": CANARY})


def openings(melding):
    return list(Logregel.objects.about(melding).openings().values_list("actor_id", flat=True))


# --- reading ----------------------------------------------------------------------------------


def test_each_opening_is_written_down_and_the_page_says_who_looked(desk, mine):
    colleague_looks = make_desk(desk.gemeente)
    assert openings(mine) == []

    assert CANARY in text_of(desk.get("dossier", mine.nummer))
    page = text_of(colleague_looks.get("dossier", mine.nummer))

    assert openings(mine) == [desk.ik.pk, colleague_looks.ik.pk]
    assert "Wie bekeek deze melding (2)" in page


def test_no_row_in_the_log_no_page(desk, mine):
    desk.get("werklijst")
    with connection.cursor() as cursor:
        cursor.execute("REVOKE INSERT ON audit_logregel FROM web")
    desk.client.raise_request_exception = False

    response = desk.get("dossier", mine.nummer)

    assert response.status_code == 500
    assert CANARY not in text_of(response)


@pytest.mark.parametrize("page", ["vraag_tekst", "antwoord", "sluiten", "tussenbericht"])
def test_a_page_that_shows_or_carries_contents_is_an_opening_too(desk, mine, page):
    partner = asked(gemeente=desk.gemeente, by=desk.ik).partner
    desk.get(page, mine.nummer, query=f"?partner={partner.pk}" if page == "vraag_tekst" else "")
    assert openings(mine) == [desk.ik.pk]


def test_a_dossier_of_another_gemeente_kind_or_level_does_not_exist(desk):
    foreign = reported(inhoud={"waarneming": CANARY})
    above_me = reported(gemeente=desk.gemeente, niveau=Niveau.V3, inhoud={"waarneming": CANARY})
    low = make_desk(desk.gemeente, hoogste_niveau=Niveau.V2)

    missing = low.get("dossier", "0000-0000")
    for melding in (foreign, above_me):
        response = low.get("dossier", melding.nummer)
        assert (response.status_code, response.content) == (404, missing.content)
    assert openings(above_me) == []


def test_the_melder_and_the_coordinator_have_no_dossier(mine):
    coordinator = LidmaatschapFactory(team=mine.team, coordinator=True).gebruiker
    for user in (mine.melder, coordinator):
        assert signed_in(user).get(reverse("opvolging:dossier", args=[mine.nummer])).status_code == 404


@pytest.mark.parametrize("name,data", ACTS)
def test_an_act_on_a_foreign_melding_does_not_exist(desk, name, data):
    foreign = taken_up()
    before = Melding.objects.values().get(pk=foreign.pk)
    assert desk.get(name, foreign.nummer).status_code == 404
    assert desk.act(name, foreign, **data).status_code == 404
    assert Melding.objects.values().get(pk=foreign.pk) == before


def test_the_dossier_shows_melder_additions_dates_and_promises(desk, mine):
    add_aanvulling(mine, tekst="Vandaag stond de bak buiten.", actor=mine.melder, now=DINSDAG)

    page = text_of(desk.get("dossier", mine.nummer))

    for words in (mine.melder.naam, "Vandaag stond de bak buiten.", "1 december", desk.ik.naam, "Per mail"):
        assert words in page


def test_after_a_withdrawn_name_no_page_of_the_dossier_gives_it_away(desk, mine):
    naam, email = mine.melder.naam, mine.melder.email
    add_aanvulling(mine, tekst="Nog iets.", actor=mine.melder, now=DINSDAG)
    Logregel.objects.create(  # the melder read his own text
        op=DINSDAG,
        gebeurtenis="inhoud.geopend",
        doel_soort="meldingen.melding",
        doel_id=mine.pk,
        actor_soort="accounts.gebruiker",
        actor_id=mine.melder.pk,
    )
    withdraw_melding(mine, actor=mine.melder, now=DINSDAG)

    page = text_of(desk.get("dossier", mine.nummer))

    assert naam not in page and email not in page
    assert "De melder of iemand van het team" in page


def test_earlier_signals_are_counted_with_dates_by_others_in_half_a_year_and_only_visible_ones(desk):
    address = {"straat": "Elzenpad", "huisnummer": "12"}
    at = {"gemeente": desk.gemeente, "inhoud": address}
    seen = make_desk(desk.gemeente, hoogste_niveau=Niveau.V2)
    melding = reported(**at)
    reported(
        now=DINSDAG - timedelta(days=30), gemeente=desk.gemeente, inhoud={"straat": " elzenPAD ", "huisnummer": "12"}
    )
    reported(now=DINSDAG - timedelta(days=200), **at)  # too long ago
    reported(now=DINSDAG - timedelta(days=20), melder=melding.melder, **at)  # the same person
    reported(now=DINSDAG - timedelta(days=10), niveau=Niveau.V3, **at)  # above this seat
    reported(now=DINSDAG - timedelta(days=9), inhoud=address)  # another gemeente
    reported(now=DINSDAG - timedelta(days=8), gemeente=desk.gemeente, inhoud={"straat": "Elzenpad", "huisnummer": "14"})

    found = seen.get("dossier", melding.nummer).context["dossier"].eerder

    assert [timezone.localdate(moment).isoformat() for moment in found] == ["2026-10-18"]


def test_every_event_in_the_log_has_a_sentence():
    recorded = set()
    for app in ("meldingen", "opvolging"):
        for path in Path(app, "actions").glob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("record", "_record"):
                    event = node.args[0]
                    recorded |= {event.value} if isinstance(event, ast.Constant) else set()
    about_a_melding = {event for event in recorded if event.startswith(("melding.", "vraag.", "toegang."))}
    assert about_a_melding - set(SENTENCES) == set()


def test_the_history_tells_who_did_what_in_words(desk):
    melding = answered(gemeente=desk.gemeente, by=desk.ik, oordeel="bel_mij")
    lines = [event.zin for event in desk.get("dossier", melding.nummer).context["dossier"].geschiedenis]
    partner = melding.opvolgingen.get().partner.naam
    assert lines == [
        "De melder reageerde: nee, bel mij.",
        f"{desk.ik.naam} gaf antwoord aan de melder.",
        "De melding is afgerond: hulp of contact geregeld.",
        f"{partner} is klaar: hulp of contact geregeld.",
        f"{partner} pakt het op.",
        f"{desk.ik.naam} vroeg {partner}.",
        f"{desk.ik.naam} pakte de melding op.",
        "De melding kwam binnen.",
    ]


@pytest.mark.parametrize(
    "make,nu",
    [
        (reported, "oppakken"),
        (taken_up, "vragen"),
        (lambda **kw: asked(**kw).melding, "wachten"),
        (lambda **kw: handed_back(**kw).melding, "opnieuw_vragen"),
        (finished, "antwoorden"),
        (answered, "klaar"),
        (lambda **kw: answered(oordeel="bel_mij", **kw), "bellen"),
    ],
)
def test_the_dossier_has_one_next_thing_to_do(desk, make, nu):
    by = {} if make is reported else {"by": desk.ik}
    melding = make(gemeente=desk.gemeente, **by)
    page = desk.get("dossier", melding.nummer)
    assert page.context["dossier"].nu == nu
    assert text_of(page).count("nl-button--primary") == (0 if nu in ("wachten", "klaar") else 1)


def test_verzonden_is_said_only_of_a_mail_that_the_server_took(desk):
    ask = asked(gemeente=desk.gemeente, by=desk.ik)
    mails = Bericht.objects.filter(bron=ask.bron)

    assert [m.woorden for m in desk.get("dossier", ask.melding.nummer).context["dossier"].vragen[0].mails] == [
        "klaargezet"
    ]
    for stand in ("geclaimd", "op_de_lijn", "verzonden"):
        on_its_way = stand != "verzonden"
        mails.update(
            stand=stand,
            lease="11111111-1111-1111-1111-111111111111" if on_its_way else None,
            lease_tot=DINSDAG if on_its_way else None,
            verzonden_op=None if on_its_way else DINSDAG,
            geheim=None,
        )
    page = text_of(desk.get("dossier", ask.melding.nummer))
    assert "verzonden op 17 november, 10.00 uur" in page and "aangekomen" not in page


# --- taking up --------------------------------------------------------------------------------


def test_taking_up_makes_me_the_handler_and_a_double_click_does_it_once(desk):
    melding = reported(gemeente=desk.gemeente)
    for _ in range(2):
        assert desk.act("oppakken", melding, van="").status_code == 302
    melding.refresh_from_db()
    assert (melding.behandelaar, melding.stand) == (desk.ik, Stand.OPGEPAKT)
    assert Logregel.objects.about(melding).filter(gebeurtenis="melding.opgepakt").count() == 1


def test_a_stale_tab_hears_that_a_colleague_was_first_and_may_then_take_over(desk):
    melding = reported(gemeente=desk.gemeente)
    wout = colleague(desk.gemeente)
    take_up(melding, actor=wout, now=DINSDAG)

    refused = desk.act("oppakken", melding, van="")
    assert refused.status_code == 409
    assert f"{wout.naam} heeft deze melding net opgepakt." in text_of(refused)
    assert Melding.objects.get(pk=melding.pk).behandelaar == wout

    assert desk.act("oppakken", melding, van=wout.pk).status_code == 302
    assert Melding.objects.get(pk=melding.pk).behandelaar == desk.ik


def test_a_closed_melding_is_not_taken_up(desk):
    melding = answered(gemeente=desk.gemeente)
    assert desk.act("oppakken", melding, van="").status_code == 409


# --- only the handler acts --------------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
def test_the_pages_to_act_are_for_the_handler(desk, name):
    his = taken_up(gemeente=desk.gemeente)
    assert desk.get(name, his.nummer).status_code == 403


@pytest.mark.parametrize("name,data", ACTS)
def test_who_lost_the_melding_to_a_colleague_is_told_and_keeps_the_text(desk, mine, name, data):
    wout = colleague(desk.gemeente)
    take_up(mine, actor=wout, now=DINSDAG)
    data = {"categorie": mine.categorie_id} if name == "onderwerp" else data

    refused = desk.act(name, mine, **data)

    assert refused.status_code == 409
    assert f"{wout.naam} behandelt deze melding nu." in text_of(refused)
    assert data.get("tekst", "") in text_of(refused)
    assert Terugkoppeling.objects.filter(melding=mine).count() == 0


@pytest.mark.parametrize("name", [name for name, _ in ACTS if name != "onderwerp"])
def test_an_empty_form_comes_back_with_a_sentence_at_the_field(desk, mine, name):
    response = desk.act(name, mine)
    assert response.status_code == 422
    assert "<title>Fout: " in text_of(response)


# --- subject and level ------------------------------------------------------------------------


def test_another_subject_raises_the_level_with_it_and_never_lowers_it(desk, mine):
    strict = CategorieFactory(gemeente=desk.gemeente, vertrouwelijkheid=Niveau.V3, naam="Geweld thuis")
    open_one = CategorieFactory(gemeente=desk.gemeente, buiten=True)

    for categorie in (strict, open_one):
        for _ in range(2):
            assert desk.act("onderwerp", mine, categorie=categorie.pk).status_code == 302
        mine.refresh_from_db()
        assert (mine.categorie, mine.vertrouwelijkheid) == (categorie, Niveau.V3)
    assert Logregel.objects.about(mine).filter(gebeurtenis="melding.onderwerp").count() == 2


def test_a_subject_of_another_gemeente_or_one_that_was_switched_off_cannot_be_chosen(desk, mine):
    off = CategorieFactory(gemeente=desk.gemeente, actief=False, naam="Uitgezet")
    foreign = CategorieFactory(naam="Elders")
    page = text_of(desk.get("onderwerp", mine.nummer))
    for categorie in (off, foreign):
        assert categorie.naam not in page
        assert desk.act("onderwerp", mine, categorie=categorie.pk).status_code == 422


def test_a_subject_that_would_take_the_melding_out_of_ones_own_sight_is_refused(desk):
    low = make_desk(desk.gemeente, hoogste_niveau=Niveau.V2)
    melding = taken_up(gemeente=desk.gemeente, by=low.ik)
    strict = CategorieFactory(gemeente=desk.gemeente, vertrouwelijkheid=Niveau.V3)
    refused = low.act("onderwerp", melding, categorie=strict.pk)
    assert refused.status_code == 409 and "niet meer zien" in text_of(refused)
    refused = low.act("niveau", melding, niveau=3, reden="gevoelig")
    assert refused.status_code == 409 and "niet meer zien" in text_of(refused)


def test_a_level_rises_with_a_reason_and_once(desk, mine):  # E144
    for _ in range(2):
        assert desk.act("niveau", mine, niveau=3, reden="melder_veilig").status_code == 302
    mine.refresh_from_db()
    assert mine.vertrouwelijkheid == Niveau.V3
    lines = Logregel.objects.about(mine).filter(gebeurtenis="melding.niveau_verhoogd")
    assert [line.details for line in lines] == [{"niveau": 3, "reden": "melder_veilig"}]
    page = text_of(desk.get("dossier", mine.nummer))
    assert "Reden: de melder kan er last van krijgen." in page


def test_a_level_does_not_fall(desk, mine):
    assert desk.act("niveau", mine, niveau=0, reden="gevoelig").status_code == 422
    assert desk.act("niveau", mine, niveau=4, reden="gevoelig").status_code == 422
    mine.refresh_from_db()
    assert mine.vertrouwelijkheid == Niveau.V2


# --- calling ----------------------------------------------------------------------------------


def test_who_asked_to_be_called_is_called_once_by_any_colleague(desk):
    melding = answered(gemeente=desk.gemeente, oordeel="bel_mij")
    assert desk.act("gebeld", melding).status_code == 302
    assert Terugkoppeling.objects.get(melding=melding).gebeld_op == DINSDAG
    refused = desk.act("gebeld", melding)
    assert refused.status_code == 409 and "Iemand heeft al gebeld." in text_of(refused)


def test_nobody_asked_to_be_called(desk, mine):
    assert desk.act("gebeld", mine).status_code == 404


@pytest.mark.parametrize("name", ["oppakken", "gebeld"])
def test_looking_is_no_act(desk, mine, name):
    assert desk.get(name, mine.nummer).status_code == 405
