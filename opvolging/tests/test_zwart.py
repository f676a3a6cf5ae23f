"""Words made black with a trace, and what should not have been a melding: closed with a kind answer (E008)."""

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from buurtpreventie.audit.models import Logregel
from buurtpreventie.errors import RefusedAction
from meldingen.actions import add_aanvulling
from meldingen.models import Bijlage, Melding, MeldingInhoud, Stand
from meldingen.tests.factories import DINSDAG
from opvolging.actions import black_out, moderate, open_ask
from opvolging.models import Toegang
from opvolging.tests.factories import answered, asked, taken_up
from opvolging.tests.meldpunt_pages import make_desk, signed_in, text_of

pytestmark = pytest.mark.django_db
TEKST = "Henk  de Vries stond er weer. HENK DE VRIES riep hard. De Vriesstraat is verderop."
NAAM = "Henk de Vries"


def named(**kw):
    return taken_up(inhoud={"waarneming": TEKST, "veranderd": "Sinds Henk de Vries er is."}, **kw)


def blackened(melding, veld="overal", passage=NAAM, reden="naam"):
    return black_out(melding, veld=veld, passage=passage, reden=reden, actor=melding.behandelaar, now=DINSDAG)


def contents(melding):
    return MeldingInhoud.objects.get(pk=melding.pk)


def test_the_same_words_go_everywhere_whatever_their_capitals_and_spaces():
    melding = named()
    add_aanvulling(melding, tekst="Ik zag Henk de Vries weer.", actor=melding.melder, now=DINSDAG)
    assert blackened(melding) == 4
    inhoud = contents(melding)
    assert inhoud.waarneming == "█████ stond er weer. █████ riep hard. De Vriesstraat is verderop."
    assert inhoud.veranderd == "Sinds █████ er is."
    assert [added.tekst for added in melding.aanvullingen.all()] == ["Ik zag █████ weer."]


def test_in_one_field_only_when_that_is_asked():
    melding = named()
    assert blackened(melding, veld="veranderd") == 1
    assert contents(melding).waarneming == TEKST


def test_the_partner_reads_black_too():
    melding = named()
    ask = asked(melding=melding, uittreksel=f"Zie {NAAM}. Gordijnen dicht.")
    blackened(melding)
    assert open_ask(Toegang.objects.get(opvolging=ask), now=DINSDAG).uittreksel == "Zie █████. Gordijnen dicht."


def test_the_log_keeps_who_when_where_and_how_long_and_never_the_words():
    melding = named()
    blackened(melding)
    line = Logregel.objects.about(melding).get(gebeurtenis="melding.zwart")
    assert (line.actor_id, line.op) == (melding.behandelaar_id, DINSDAG)
    assert line.details == {"veld": "overal", "tekens": 13, "keer": 3, "reden": "naam"}
    assert "Henk" not in str(line.details) and not hasattr(line, "reden")


def test_words_that_are_not_there_are_refused_and_a_second_press_finds_nothing_left():
    melding = named()
    with pytest.raises(RefusedAction, match="staan daar niet"):
        blackened(melding, passage="Piet")
    blackened(melding)
    with pytest.raises(RefusedAction, match="staan daar niet"):
        blackened(melding)
    assert Logregel.objects.about(melding).filter(gebeurtenis="melding.zwart").count() == 1


def test_a_black_address_is_not_found_by_its_index_any_more():
    melding = taken_up(niveau=0)
    assert contents(melding).adres_index and melding.straat_index
    blackened(melding, veld="straat", passage="Elzenpad", reden="herkenbaar")
    assert contents(melding).adres_index == "" and Melding.objects.get(pk=melding.pk).straat_index == ""


# --- what should not have been a melding ------------------------------------------------------


def moderated(melding, tekst="Dank u wel dat u oplet.", reden="groep"):
    return moderate(melding, reden=reden, tekst=tekst, actor=melding.behandelaar, now=DINSDAG)


def test_a_judgement_about_a_group_is_wiped_and_answered_kindly_in_one_act():  # E008
    melding = named()
    add_aanvulling(melding, tekst="Die lui deugen niet.", actor=melding.melder, now=DINSDAG)
    Bijlage.objects.create(
        melding=melding, inhoud=b"x", soort="image/png", breedte=1, hoogte=1, door=melding.melder, op=DINSDAG
    )
    for _ in range(2):
        done = moderated(melding)

    assert (done.stand, done.uitkomst) == (Stand.BEANTWOORD, "niet_passend")
    assert [t.tekst for t in melding.terugkoppelingen.all()] == ["Dank u wel dat u oplet."]
    assert {answer for _question, answer in contents(melding).rows} == {"█████", "█████ █████"}
    assert [added.tekst for added in melding.aanvullingen.all()] == ["█████"]
    assert not Bijlage.objects.filter(melding=melding).exists()
    lines = Logregel.objects.about(melding).filter(gebeurtenis="melding.gemodereerd")
    assert [line.details for line in lines] == [{"reden": "groep"}]


def test_somebody_who_is_called_gets_the_kind_answer_as_a_call_and_a_second_press_is_the_same():
    melding = named(antwoord_via="telefoon")
    for _ in range(2):
        moderated(melding)
    assert Melding.objects.get(pk=melding.pk).stand == Stand.AFGEROND
    assert melding.bezorgingen.get().tekst == "Dank u wel dat u oplet."
    assert contents(melding).waarneming == "█████"


def test_it_waits_for_a_partner_and_does_not_undo_an_answer():
    busy = asked().melding
    with pytest.raises(RefusedAction, match="nog een vraag open"):
        moderated(busy)
    done = answered()
    with pytest.raises(RefusedAction, match="al beantwoord"):
        moderated(done)
    assert contents(busy).waarneming and contents(done).waarneming != "█████"


def test_without_a_name_to_answer_it_is_closed_and_waits_for_the_reason():
    melding = named()
    Melding.objects.filter(pk=melding.pk).update(melder=None, naam_ingetrokken_op=DINSDAG)
    assert moderated(melding, tekst="").stand == Stand.AFGEROND
    assert contents(melding).waarneming == "█████"


# --- the pages --------------------------------------------------------------------------------


@pytest.fixture
def desk():
    with time_machine.travel(DINSDAG, tick=False):
        yield make_desk()


def test_the_page_to_make_words_black_is_an_opening_and_keeps_what_was_typed(desk):
    mine = named(gemeente=desk.gemeente, by=desk.ik)
    page = text_of(desk.get("zwart", mine.nummer))
    assert "Henk  de Vries stond er weer." in page and "Wat is er veranderd" in page
    assert Logregel.objects.about(mine).openings().count() == 1

    refused = desk.act("zwart", mine, passage="Piet", veld="overal", reden="naam")
    assert refused.status_code == 409 and 'value="Piet"' in text_of(refused)
    assert desk.act("zwart", mine, passage=NAAM, veld="overal", reden="naam").status_code == 302
    dossier = text_of(desk.get("dossier", mine.nummer))
    assert "Henk" not in dossier
    assert f"{desk.ik.naam} maakte woorden zwart: 13 tekens, 3 keer. Reden: er stond een naam in." in dossier


def test_the_kind_answer_is_proposed_and_the_melder_reads_it(desk):
    mine = named(gemeente=desk.gemeente, by=desk.ik)
    page = desk.get("modereren", mine.nummer)
    proposed = page.context["form"].initial["tekst"]
    assert proposed.startswith("Dank u wel dat u oplet. Wij schrijven op wat iemand doet, niet wie iemand is.")
    assert desk.act("modereren", mine, reden="groep", tekst=proposed).status_code == 302
    with time_machine.travel(DINSDAG + timezone.timedelta(minutes=5), tick=False):
        melder_page = signed_in(mine.melder).get(reverse("opvolging:mijn_melding", args=[mine.nummer]))
    assert "niet wie iemand is" in text_of(melder_page) and "Henk" not in text_of(melder_page)


def test_not_fitting_cannot_be_chosen_as_an_ordinary_outcome(desk):
    mine = named(gemeente=desk.gemeente, by=desk.ik)
    assert desk.act("afronden", mine, uitkomst="niet_passend").status_code == 422
