"""A partner by other roads: on one page what was said, when one hears more, and a mail that came back (E149, E223)."""

from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from django.urls import reverse

from buurtpreventie.audit.models import Logregel
from buurtpreventie.errors import RefusedAction
from buurtpreventie.outbox.models import Bericht
from meldingen.tests.factories import DINSDAG
from opvolging.actions import ask_again, record_bounce, record_partner, sweep, withdraw_ask
from opvolging.actions.contacts import edit_contact
from opvolging.invariants import broken_invariants
from opvolging.models import Opvolging, VraagStand
from opvolging.tests.meldpunt_pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_tuesday():
    with time_machine.travel(DINSDAG, tick=False):
        yield


def say(wereld, ask, **data):
    url = reverse("opvolging:partner_zei", args=[ask.melding.nummer, ask.pk])
    status = signed_in(wereld.meldpunt).post(url, {"langs": "telefoon"} | data).status_code
    ask.refresh_from_db()
    return status, ask.stand


@pytest.mark.parametrize(
    ("data", "stand"),
    [
        ({"wat": "pakt_op", "tekst": "Gaat morgen langs."}, VraagStand.AANGENOMEN),
        ({"wat": "klaar", "uitkomst": "hulp", "tekst": "Gesproken."}, VraagStand.AFGEROND),
        ({"wat": "terug", "reden": "niet_van_ons"}, VraagStand.TERUGGEGEVEN),
        ({"wat": "notitie", "tekst": "Belt vrijdag terug."}, VraagStand.GEVRAAGD),
    ],
)
def test_whatever_the_partner_says_is_one_page(wereld, data, stand):
    assert say(wereld, wereld.asked(2, now=DINSDAG), **data) == (302, stand)
    assert broken_invariants() == {}


@pytest.mark.parametrize("wat", ["klaar", "terug", "notitie", ""])
def test_what_belongs_to_it_must_be_said_too(wereld, wat):
    assert say(wereld, wereld.asked(2, now=DINSDAG), wat=wat) == (422, VraagStand.GEVRAAGD)


def test_the_day_on_which_the_own_system_answers_reminds_the_handler_once(wereld):
    ask = wereld.asked(0, now=DINSDAG)
    morgen = DINSDAG + timedelta(days=1)
    say(wereld, ask, wat="notitie", tekst="Staat erin.", kenmerk="W-17", terug_op=f"{morgen:%Y-%m-%d}")
    assert (ask.kenmerk, ask.terug_op) == ("W-17", morgen.date())
    for hours in (0, 3):
        sweep(morgen + timedelta(hours=hours))
    mails = Bericht.objects.filter(aan=wereld.meldpunt.email, tekst__contains="hoort u terug van")
    assert mails.count() == 1


# --- a mail that came back ---------------------------------------------------------------------


def test_a_mail_that_came_back_ends_the_link_and_the_ask_goes_to_somebody_else(wereld):
    ask = wereld.asked(0, now=DINSDAG)
    for _twice in range(2):
        record_bounce(ask, actor=wereld.meldpunt, now=DINSDAG)
    assert not ask.toegangen.filter(ingetrokken_op__isnull=True).exists()
    assert Opvolging.objects.open().get(pk=ask.pk).verantwoordelijk and broken_invariants() == {}

    ask_again(ask, contact=wereld.vervanger, actor=wereld.meldpunt, now=DINSDAG)
    ask.refresh_from_db()
    assert (ask.contact, ask.onbestelbaar_op) == (wereld.vervanger, None)
    assert ask.toegangen.get(ingetrokken_op__isnull=True).email == wereld.vervanger.email
    assert broken_invariants() == {}


@pytest.fixture
def came_back(wereld):
    """An ask whose mail was sent, and came back."""
    ask = wereld.asked(0, now=DINSDAG)
    sent(Bericht.objects.get(bron=ask.bron))
    return record_bounce(ask, actor=wereld.meldpunt, now=DINSDAG)


def sent(mail):
    """The mail as it is once the mail server took it."""
    rows = Bericht.objects.filter(pk=mail.pk)
    rows.update(stand="geclaimd", lease=UUID(int=1), lease_tot=DINSDAG)
    rows.update(stand="op_de_lijn")
    rows.update(stand="verzonden", lease=None, lease_tot=None, geheim=None, laatste_code="250", verzonden_op=DINSDAG)


def mailbox(wereld):
    return signed_in(wereld.meldpunt).get(reverse("opvolging:berichten")).content.decode()


def marked(wereld):
    page = signed_in(wereld.beheer).get(reverse("opvolging:beheer_partner", args=[wereld.partner.pk]))
    return "Een mail naar dit adres kwam terug" in page.content.decode()


def test_what_came_back_stands_among_the_mails_that_need_a_person_until_somebody_decides(wereld, came_back):
    page, mail = mailbox(wereld), Bericht.objects.stuck().get()
    assert "De mail kwam terug." in page and came_back.melding.nummer in page and "Stuur opnieuw" not in page
    dossier = reverse("opvolging:dossier", args=[came_back.melding.nummer])
    assert "kwam terug" in signed_in(wereld.meldpunt).get(dossier).content.decode()
    record_bounce(came_back, actor=wereld.meldpunt, now=DINSDAG)
    assert Bericht.objects.stuck().get() == mail

    signed_in(wereld.meldpunt).post(reverse("opvolging:bericht_weg", args=[mail.pk]))
    assert "De mail kwam terug." not in mailbox(wereld) and marked(wereld)


@pytest.mark.parametrize("how", ["asked elsewhere", "withdrawn", "answered", "beheer mended the address"])
def test_what_came_back_is_off_the_list_once_it_was_decided(wereld, came_back, how):
    facts = {"actor": wereld.meldpunt, "now": DINSDAG}
    if how == "asked elsewhere":
        ask_again(came_back, contact=wereld.vervanger, **facts)
    elif how == "withdrawn":
        withdraw_ask(came_back, **facts)
    elif how == "answered":
        record_partner(came_back, wat="klaar", langs="telefoon", uitkomst="hulp", **facts)
    else:
        own = {veld: getattr(wereld.contact, veld) for veld in ("naam", "telefoon", "vervanger")}
        facts |= {"buurten": [], "gelezen": None, "actor": wereld.beheer}
        edit_contact(wereld.contact, email="ander@veldrecht.example", **own, **facts)
    assert not Bericht.objects.stuck().exists()
    assert marked(wereld) == (how != "beheer mended the address")
    assert broken_invariants() == {}


def test_an_address_stays_marked_until_beheer_finds_it_right_and_is_asked_again_only_then(wereld, came_back):
    facts = {"contact": wereld.contact, "actor": wereld.meldpunt, "now": DINSDAG}
    with pytest.raises(RefusedAction, match="kwam de mail terug"):
        ask_again(came_back, **facts)
    url = reverse("opvolging:beheer_contact_klopt", args=[wereld.contact.pk])
    assert signed_in(wereld.meldpunt).post(url).status_code == 403 and marked(wereld)
    for _twice in range(2):
        assert signed_in(wereld.beheer).post(url).status_code == 302
    assert not marked(wereld)
    assert Logregel.objects.filter(gebeurtenis="contact.adres_klopt").count() == 1
    ask_again(came_back, **facts)
    assert Bericht.objects.filter(bron=came_back.bron, stand="klaar").get().aan == wereld.contact.email


def test_another_address_of_the_same_person_needs_a_reason(wereld):
    ask = record_bounce(wereld.asked(0, now=DINSDAG), actor=wereld.meldpunt, now=DINSDAG)
    facts = {"contact": wereld.contact, "actor": wereld.meldpunt, "now": DINSDAG}
    with pytest.raises(RefusedAction, match="kwam de mail terug"):
        ask_again(ask, **facts)
    with pytest.raises(RefusedAction, match="van wie"):
        ask_again(ask, adres="nieuw@veldrecht.example", **facts)
    ask_again(ask, adres="nieuw@veldrecht.example", reden="Zij belde zelf.", **facts)
    assert Bericht.objects.filter(soort="vraag", aan="nieuw@veldrecht.example").exists()


def test_the_pages_lead_from_the_bounce_to_somebody_else(wereld):
    ask = wereld.asked(0, now=DINSDAG)
    client, args = signed_in(wereld.meldpunt), [ask.melding.nummer, ask.pk]
    assert client.get(reverse("opvolging:vraag_ander_adres", args=args)).status_code == 404
    assert client.post(reverse("opvolging:mail_kwam_terug", args=args)).status_code == 302
    page = reverse("opvolging:vraag_ander_adres", args=args)
    assert client.get(page).status_code == 200
    assert client.post(page, {"contact": wereld.vervanger.pk}).status_code == 302
    assert broken_invariants() == {}
