"""Answers that a person brings: the melding is answered only when the melder was told (E067, E132, E140, E146)."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from buurtpreventie.accounts.models import AntwoordVia
from buurtpreventie.documents.tests.reading import words_of
from buurtpreventie.errors import RefusedAction
from buurtpreventie.outbox.models import Bericht
from meldingen.actions import raise_level, withdraw_melding
from meldingen.models import Stand
from meldingen.tests.factories import DINSDAG
from opvolging.actions import (
    ask_partner,
    bring_as_coordinator,
    give_antwoord,
    give_tussenbericht,
    note_not_reached,
    record_delivered,
    record_no_antwoord,
    sweep,
    take_back,
)
from opvolging.figures import Periode, cell_of, followed
from opvolging.invariants import broken_invariants
from opvolging.models import Bezorging, Terugkoppeling
from opvolging.tests.meldpunt_pages import signed_in, text_of
from opvolging.tests.test_wie_ziet_wat import fresh
from teams.clocks import local_date

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1, minutes=1)


@pytest.fixture(autouse=True)
def on_tuesday():
    with time_machine.travel(DINSDAG, tick=False):
        yield


def waiting(wereld, niveau=0, via=AntwoordVia.TELEFOON, now=DINSDAG, tekst="De lamp is gemaakt.", **feiten):
    """An answer that waits to be brought to the melder."""
    melding = wereld.finished(niveau, now=now, antwoord_via=via, **feiten)
    return give_antwoord(melding, tekst=tekst, actor=wereld.meldpunt, now=now)


def told(melding):
    return list(Terugkoppeling.objects.filter(melding=melding, soort="antwoord").values_list("tekst", "langs"))


def stand_of(melding):
    melding.refresh_from_db()
    return melding.stand


def test_an_answer_by_telephone_is_a_task_and_only_the_call_answers_the_melding(wereld):
    task = waiting(wereld)
    assert (task.langs, task.voor, stand_of(task.melding)) == ("telefoon", task.melding.antwoord_voor, Stand.AFGEROND)
    assert told(task.melding) == []
    assert cell_of(followed(wereld.gemeente, Periode(2026), local_date(DINSDAG))).op_tijd == 0

    for _twice in range(2):
        record_delivered(task, langs="telefoon", actor=wereld.collega, now=DINSDAG)
    assert stand_of(task.melding) == Stand.BEANTWOORD
    assert told(task.melding) == [("De lamp is gemaakt.", "telefoon")]
    assert cell_of(followed(wereld.gemeente, Periode(2026), local_date(DINSDAG))).op_tijd == 1
    assert broken_invariants() == {}


@pytest.mark.parametrize("via", [AntwoordVia.MAIL, AntwoordVia.APP])
def test_who_hears_online_is_answered_at_once(wereld, via):
    assert isinstance(waiting(wereld, via=via), Terugkoppeling)


def test_the_same_answer_twice_is_one_task_and_other_words_ask_to_take_it_back(wereld):
    task = waiting(wereld)
    assert give_antwoord(task.melding, tekst="De lamp is gemaakt.", actor=wereld.meldpunt, now=DINSDAG) == task
    with pytest.raises(RefusedAction, match="Neem dat eerst terug"):
        give_antwoord(task.melding, tekst="Anders.", actor=wereld.meldpunt, now=DINSDAG)
    take_back(task, actor=wereld.meldpunt, now=DINSDAG)
    with pytest.raises(RefusedAction, match="niet meer nodig"):
        record_delivered(task, langs="telefoon", actor=wereld.meldpunt, now=DINSDAG)
    assert give_antwoord(task.melding, tekst="Anders.", actor=wereld.meldpunt, now=DINSDAG).tekst == "Anders."


def test_only_after_three_calls_on_different_moments_there_can_be_no_answer(wereld):
    task, now = waiting(wereld), DINSDAG
    facts = {"reden": "niet_bereikbaar", "actor": wereld.meldpunt}
    for attempt in range(3):
        with pytest.raises(RefusedAction, match="drie keer"):
            record_no_antwoord(task.melding, now=now, **facts)
        for _twice in range(2):
            note_not_reached(task, poging=attempt, actor=wereld.meldpunt, now=now)
        with pytest.raises(RefusedAction, match="net nog"):
            note_not_reached(task, poging=attempt + 1, actor=wereld.meldpunt, now=now)
        now += HOUR
    record_no_antwoord(task.melding, now=now, **facts)
    assert stand_of(task.melding) == Stand.BEANTWOORD and told(task.melding) == []
    assert broken_invariants() == {}


def test_what_was_not_told_is_not_true_any_more_when_a_partner_is_asked_again(wereld):
    task = waiting(wereld)
    facts = {"partner": wereld.partner, "contact": wereld.contact, "uittreksel": "Weer stuk.", "actor": wereld.meldpunt}
    ask_partner(task.melding, now=DINSDAG, **facts)
    assert list(Bezorging.objects.open()) == [] and broken_invariants() == {}


def test_after_a_withdrawn_name_nobody_is_called(wereld):
    task = waiting(wereld, niveau=2, tekst="Afgerond.")
    withdraw_melding(task.melding, actor=wereld.melder, now=DINSDAG)
    assert list(Bezorging.objects.open()) == []
    with pytest.raises(RefusedAction, match="trok zijn naam in"):
        record_delivered(task, langs="telefoon", actor=wereld.meldpunt, now=DINSDAG)


def test_a_new_date_counts_from_when_the_melder_knows_it(wereld):
    melding = wereld.taken_up(0, now=DINSDAG, antwoord_via=AntwoordVia.TELEFOON)
    was, later = melding.antwoord_voor, melding.antwoord_voor + timedelta(days=2)
    task = give_tussenbericht(melding, tekst="Het duurt.", nieuwe_datum=later, actor=wereld.meldpunt, now=DINSDAG)
    melding.refresh_from_db()
    assert melding.antwoord_voor == was
    record_delivered(task, langs="telefoon", actor=wereld.meldpunt, now=DINSDAG)
    melding.refresh_from_db()
    assert melding.antwoord_voor == later


def test_the_handler_hears_on_the_day_that_somebody_still_has_to_be_told(wereld):
    task = waiting(wereld)
    sweep(DINSDAG.replace(day=task.voor.day, month=task.voor.month, hour=9, minute=5))
    mail = Bericht.objects.filter(soort="herinnering", aan=wereld.meldpunt.email).last()
    assert reverse("opvolging:bezorging", args=[task.pk]) in mail.tekst
    assert wereld.melder.naam not in mail.tekst


# --- through the coordinator -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("niveau", "shared", "langs"),
    [(0, False, "coordinator"), (1, False, "coordinator"), (2, False, "telefoon"), (2, True, "coordinator")],
)
def test_the_coordinator_brings_only_what_she_may_read(wereld, niveau, shared, langs):
    task = waiting(wereld, niveau, AntwoordVia.COORDINATOR, tekst="Afgerond.", coordinator_mag_lezen=shared)
    assert task.langs == langs
    asked = list(Bezorging.objects.visible_to(fresh(wereld.coordinator)))
    assert asked == ([task] if langs == "coordinator" else [])
    assert list(Bezorging.objects.visible_to(fresh(wereld.teamgenoot))) == []


def test_the_coordinator_reads_it_and_says_that_it_was_told(wereld):
    task = waiting(wereld, 1, AntwoordVia.COORDINATOR)
    page = signed_in(wereld.coordinator)
    shown = text_of(page.get(reverse("opvolging:overbrengen")))
    assert wereld.melder.naam in shown and "De lamp is gemaakt." in shown
    assert page.post(reverse("opvolging:overgebracht", args=[task.pk])).status_code == 302
    assert told(task.melding) == [("De lamp is gemaakt.", "coordinator")]
    assert signed_in(wereld.melder).get(reverse("opvolging:overbrengen")).status_code == 403


def test_when_the_level_rises_it_is_out_of_her_sight_and_the_meldpunt_rings(wereld):
    task = waiting(wereld, 1, AntwoordVia.COORDINATOR)
    raise_level(task.melding, niveau=2, reden="gevoelig", actor=wereld.meldpunt, now=DINSDAG)
    with pytest.raises(RefusedAction, match="Het meldpunt vertelt dit nu zelf"):
        bring_as_coordinator(task, actor=fresh(wereld.coordinator), now=DINSDAG)
    assert record_delivered(task, langs="telefoon", actor=wereld.meldpunt, now=DINSDAG).langs == "telefoon"


# --- the pages of the meldpunt -----------------------------------------------------------------


def test_the_list_the_dossier_and_the_worklist_say_whom_to_ring(wereld, elders):
    task, client = waiting(wereld), signed_in(wereld.meldpunt)
    waiting(elders)
    rows = client.get(reverse("opvolging:bezorgingen"))
    assert list(rows.context["pagina"]) == [task]
    assert wereld.melder.telefoon in text_of(rows)
    assert client.get(reverse("opvolging:werklijst")).context["door_te_geven"] == {"open": 1, "laat": 0}
    dossier = client.get(reverse("opvolging:dossier", args=[task.melding.nummer]))
    assert dossier.context["dossier"].nu == "doorgeven"
    assert f"Bel {wereld.melder.naam} met het antwoord" in text_of(dossier)


def test_the_call_may_hold_the_verdict_of_the_melder_and_a_no_reopens(wereld):
    task, client = waiting(wereld), signed_in(wereld.collega)
    data = {"langs": "telefoon", "oordeel": "niet_opgelost", "toelichting": "Hij knippert weer."}
    assert client.post(reverse("opvolging:bezorging_verteld", args=[task.pk]), data).status_code == 302
    task.melding.refresh_from_db()
    assert (task.melding.stand, task.melding.keer) == (Stand.OPGEPAKT, 2)


def test_a_letter_is_printed_before_it_is_posted(wereld):
    task, client = waiting(wereld), signed_in(wereld.meldpunt)
    letter = client.get(reverse("opvolging:bezorging_brief", args=[task.pk]))
    assert "De lamp is gemaakt." in words_of(letter.content) and told(task.melding) == []
    client.post(reverse("opvolging:bezorging_verteld", args=[task.pk]), {"langs": "brief"})
    assert told(task.melding) == [("De lamp is gemaakt.", "brief")]
    assert client.get(reverse("opvolging:bezorging_brief", args=[task.pk])).status_code == 404
