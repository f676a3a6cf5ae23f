"""The answer as a letter, for a melder who does not hear by mail (E067)."""

import logging
from datetime import date

import pytest
import time_machine
from django.urls import reverse

from buurtpreventie.accounts.models import AntwoordVia
from buurtpreventie.accounts.tests.factories import GebruikerFactory
from buurtpreventie.audit.models import Logregel
from buurtpreventie.documents.tests.reading import open_pdf, tags_of, words_of
from buurtpreventie.documents.tests.without_libraries import take_libraries_away
from meldingen.actions import withdraw_melding
from meldingen.tests.factories import DINSDAG
from opvolging.actions import give_tussenbericht
from opvolging.models import Terugkoppeling
from opvolging.tests.factories import answered, asked, brought, colleague, taken_up
from opvolging.tests.meldpunt_pages import make_desk, signed_in, text_of
from teams.models import Niveau
from teams.tests.factories import GemeenteFactory, LidmaatschapFactory

pytestmark = pytest.mark.django_db
LINK = "Brief om af te drukken (PDF)"
CANARY = "KANARIE"
CONTENTS = {
    name: f"{CANARY} {name}"
    for name in ("waarneming", "vermoeden", "straat", "sinds", "hoe_vaak", "veranderd", "om_wie")
}


@pytest.fixture(autouse=True)
def on_tuesday():
    with time_machine.travel(DINSDAG, tick=False):
        yield


@pytest.fixture
def desk():
    return make_desk(GemeenteFactory(naam="Veldrecht"))


@pytest.fixture
def truus():
    """Somebody without an e-mail address."""
    return GebruikerFactory(zonder_mail=True, naam="Truus Kořínek")


def told(melding, tekst="Het duurt langer.", nieuwe_datum=None):
    """An interim word to the melder."""
    message = give_tussenbericht(
        melding, tekst=tekst, nieuwe_datum=nieuwe_datum, actor=melding.behandelaar, now=DINSDAG
    )
    return brought(message)


def antwoord_to(melding):
    return Terugkoppeling.objects.get(melding=melding, soort="antwoord")


def openings(melding):
    return list(Logregel.objects.about(melding).openings().values_list("actor_id", flat=True))


# --- the paper --------------------------------------------------------------------------------


def test_the_answer_is_a_letter_with_everything_that_the_melder_needs(desk, truus):
    melding = answered(gemeente=desk.gemeente, by=desk.ik, melder=truus, tekst="Afgerond.\n\nDank u wel.")
    response = desk.get("brief", melding.nummer, antwoord_to(melding).pk)
    assert words_of(response.content) == (
        "Meldpunt Veldrecht "
        f"Aan: Truus Kořínek Datum: 17 november 2026 Nummer van uw melding: {melding.nummer} "
        "Antwoord op uw melding Beste Truus Kořínek, U hebt iets gemeld. Dit is ons antwoord: "
        "Afgerond. Dank u wel. "
        "Hebt u een vraag? Of ziet u weer iets? Bel ons: 0599-123 456. "
        f"Noem dan het nummer {melding.nummer}. "
        "Wij zijn er op maandag tot en met vrijdag van 8.30 tot 17.00 uur. "
        "Met vriendelijke groet, Meldpunt Veldrecht "
        f"Melding {melding.nummer}, bladzijde 1 van 1"
    )


def test_an_interim_word_with_a_new_date_says_that_date(desk, truus):
    bericht = told(taken_up(gemeente=desk.gemeente, by=desk.ik, melder=truus), nieuwe_datum=date(2026, 12, 8))
    words = words_of(desk.get("brief", bericht.melding.nummer, bericht.pk).content)
    assert "Bericht over uw melding" in words and "Dit willen wij u laten weten: Het duurt langer." in words
    assert "U hoort uiterlijk 8 december 2026 weer van ons." in words


def test_an_interim_word_without_a_date_promises_none(desk, truus):
    bericht = told(taken_up(gemeente=desk.gemeente, by=desk.ik, melder=truus))
    assert "uiterlijk" not in words_of(desk.get("brief", bericht.melding.nummer, bericht.pk).content)


def test_a_screen_reader_can_read_the_letter(desk, truus):
    melding = answered(gemeente=desk.gemeente, by=desk.ik, melder=truus)
    data = desk.get("brief", melding.nummer, antwoord_to(melding).pk).content
    pdf = open_pdf(data)
    assert pdf.trailer["/Root"]["/Lang"] == "nl"
    assert pdf.metadata.title == f"Brief over melding {melding.nummer}"
    assert [tag for tag in tags_of(data) if tag in ("H1", "P")] == ["P", "P", "H1", *["P"] * 5]


def test_nothing_of_the_contents_and_nothing_of_the_partner_is_in_the_letter_or_in_the_log(desk, truus, caplog):
    caplog.set_level(logging.INFO)
    melding = taken_up(gemeente=desk.gemeente, by=desk.ik, melder=truus, inhoud=CONTENTS)
    partner = asked(melding=melding, uittreksel=f"{CANARY} uittreksel").partner
    bericht = told(melding)
    response = desk.get("brief", melding.nummer, bericht.pk)
    words = f"{words_of(response.content)} {open_pdf(response.content).metadata} {response.headers}"
    for secret in (CANARY, partner.naam, melding.buurt.naam, melding.categorie.naam, desk.ik.naam):
        assert secret not in words
    assert CANARY not in caplog.text and "Truus" not in caplog.text


def test_the_letter_is_a_file_that_is_named_by_number_and_kept_nowhere(desk, truus):
    melding = answered(gemeente=desk.gemeente, by=desk.ik, melder=truus)
    response = desk.get("brief", melding.nummer, antwoord_to(melding).pk)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'attachment; filename="brief-{melding.nummer}.pdf"'
    assert response["Cache-Control"] == "no-store"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in response["Content-Security-Policy"]


# --- the door ---------------------------------------------------------------------------------


@pytest.mark.parametrize("niveau,lines", [(Niveau.V0, 0), (Niveau.V1, 1), (Niveau.V2, 1), (Niveau.V3, 1)])
def test_printing_is_written_down_as_an_opening_from_v1_on(desk, truus, niveau, lines):
    bericht = told(taken_up(gemeente=desk.gemeente, by=desk.ik, melder=truus, niveau=niveau))
    before = openings(bericht.melding)
    assert desk.get("brief", bericht.melding.nummer, bericht.pk).status_code == 200
    assert openings(bericht.melding) == before + [desk.ik.pk] * lines


def test_a_message_of_another_melding_is_not_found_under_this_number_and_opens_nothing(desk, truus):
    mine = told(taken_up(gemeente=desk.gemeente, by=desk.ik, melder=truus)).melding
    other = told(taken_up(gemeente=desk.gemeente, by=desk.ik, melder=truus))
    for pk in (other.pk, 999_999, 10**30):
        assert desk.get("brief", mine.nummer, pk).status_code == 404
    assert openings(mine) == []


def test_a_message_to_the_team_is_not_a_letter_to_the_melder(desk, truus):
    melding = taken_up(gemeente=desk.gemeente, by=desk.ik, melder=truus)
    to_team = Terugkoppeling.objects.create(
        melding=melding, keer=1, doelgroep="team", soort="antwoord", tekst="Let op.", langs="app", op=DINSDAG
    )
    assert desk.get("brief", melding.nummer, to_team.pk).status_code == 404


def test_a_melding_of_another_gemeente_is_not_found(desk, truus):
    elsewhere = told(taken_up(melder=truus))
    assert desk.get("brief", elsewhere.melding.nummer, elsewhere.pk).status_code == 404


def test_a_colleague_who_does_not_handle_it_may_not_print(desk, truus):
    bericht = told(taken_up(gemeente=desk.gemeente, by=desk.ik, melder=truus))
    url = reverse("opvolging:brief", args=[bericht.melding.nummer, bericht.pk])
    assert signed_in(colleague(desk.gemeente)).get(url).status_code == 403
    assert signed_in(colleague(desk.gemeente, hoogste_niveau=1)).get(url).status_code == 404
    assert openings(bericht.melding) == []


def test_for_the_melder_and_the_team_the_letter_does_not_exist(desk):
    melding = taken_up(gemeente=desk.gemeente, by=desk.ik, niveau=Niveau.V0, antwoord_via=AntwoordVia.TELEFOON)
    url = reverse("opvolging:brief", args=[melding.nummer, told(melding).pk])
    coordinator = LidmaatschapFactory(team=melding.team, coordinator=True).gebruiker
    assert [signed_in(who).get(url).status_code for who in (melding.melder, coordinator)] == [404, 404]


def test_a_letter_is_only_read_never_posted(desk, truus):
    bericht = told(taken_up(gemeente=desk.gemeente, by=desk.ik, melder=truus))
    assert desk.post("brief", bericht.melding.nummer, bericht.pk).status_code == 405


def test_there_is_no_letter_for_who_hears_by_mail(desk):
    melding = answered(gemeente=desk.gemeente, by=desk.ik)
    assert LINK not in text_of(desk.get("dossier", melding.nummer))
    assert desk.get("brief", melding.nummer, antwoord_to(melding).pk).status_code == 403


def test_there_is_no_letter_to_a_melder_who_withdrew_the_name(desk):
    bericht = told(taken_up(gemeente=desk.gemeente, by=desk.ik, antwoord_via=AntwoordVia.TELEFOON))
    withdraw_melding(bericht.melding, actor=bericht.melding.melder, now=DINSDAG)
    assert LINK not in text_of(desk.get("dossier", bericht.melding.nummer))
    assert desk.get("brief", bericht.melding.nummer, bericht.pk).status_code == 403


# --- the dossier ------------------------------------------------------------------------------


@pytest.mark.parametrize("via", [AntwoordVia.TELEFOON, AntwoordVia.COORDINATOR, AntwoordVia.APP])
def test_the_dossier_offers_a_letter_at_each_message_to_who_does_not_hear_by_mail(desk, via):
    melding = taken_up(gemeente=desk.gemeente, by=desk.ik, antwoord_via=via)
    berichten = [told(melding), told(melding, "Nog even.")]
    page = text_of(desk.get("dossier", melding.nummer))
    assert page.count(LINK) == 2
    for bericht in berichten:
        assert f'href="{reverse("opvolging:brief", args=[melding.nummer, bericht.pk])}"' in page


def test_the_dossier_of_a_colleague_offers_no_letter(desk, truus):
    bericht = told(taken_up(gemeente=desk.gemeente, by=desk.ik, melder=truus))
    url = reverse("opvolging:dossier", args=[bericht.melding.nummer])
    page = text_of(signed_in(colleague(desk.gemeente)).get(url))
    assert "Het duurt langer." in page and LINK not in page


def test_where_no_pdf_can_be_made_the_handler_returns_to_the_dossier_with_the_reason(desk, truus, monkeypatch):
    bericht = told(taken_up(gemeente=desk.gemeente, by=desk.ik, melder=truus))
    take_libraries_away(monkeypatch)
    response = desk.get("brief", bericht.melding.nummer, bericht.pk, follow=True)
    assert response.redirect_chain == [(reverse("opvolging:dossier", args=[bericht.melding.nummer]), 302)]
    assert "Een PDF maken lukt op deze server niet" in text_of(response)
