"""Mails that need a person, and mails that wait for the mail server: only what one may see, and in words."""

from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from buurtpreventie.outbox.actions import queue
from buurtpreventie.outbox.models import Bericht, Soort
from meldingen.actions import withdraw_melding
from meldingen.tests.factories import DINSDAG
from opvolging.tests.factories import asked, reported, taken_up
from opvolging.tests.meldpunt_pages import make_desk, text_of
from teams.models import Niveau

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_tuesday():
    with time_machine.travel(DINSDAG, tick=False):
        yield


@pytest.fixture
def desk():
    return make_desk()


def stuck(mail, stand="dood", code="550 5.1.1"):
    """The mail as it is after the mail server said no, or said nothing."""
    rows = Bericht.objects.filter(pk=mail.pk)
    rows.update(stand="geclaimd", lease=UUID(int=1), lease_tot=DINSDAG)
    rows.update(stand="op_de_lijn")
    rows.update(stand=stand, lease=None, lease_tot=None, laatste_code=code)
    return rows.get()


def mail_about(bron, gemeente, aan="iemand@example.nl", soort=Soort.BERICHT, sleutel=None):
    return queue(
        sleutel=sleutel or f"test:{bron}:{aan}",
        soort=soort,
        aan=aan,
        onderwerp="Onderwerp",
        tekst="Geheime tekst.",
        bron=bron,
        gemeente_id=gemeente.pk,
        now=DINSDAG,
    )


def ask_mail(**kw):
    ask = asked(**kw)
    return ask, Bericht.objects.get(soort="vraag", bron=ask.bron)


def test_what_the_mail_server_refused_and_what_nobody_knows_stand_in_two_lists(desk):
    dead_ask, dead = ask_mail(gemeente=desk.gemeente)
    _, unsure = ask_mail(gemeente=desk.gemeente)
    ask_mail(gemeente=desk.gemeente)  # on its way
    stuck(dead)
    stuck(unsure, "onzeker", "na de punt")

    page = desk.get("berichten")

    assert (page.context["dood"], page.context["onzeker"]) == ([dead], [unsure])
    text = text_of(page)
    assert "De mailserver weigerde de mail (550 5.1.1). Klopt het adres?" in text
    assert "Misschien is de mail weg, misschien niet." in text
    assert dead.aan in text and dead_ask.melding.nummer in text
    assert "Wilt u dit oppakken" not in text  # never the words of a mail
    assert "2 mails hebben een mens nodig" in text_of(desk.get("werklijst"))


@pytest.mark.parametrize("source", ["vraag", "melding", "code"])
def test_mails_of_meldingen_that_one_may_not_see_are_neither_shown_nor_counted(desk, source):
    low = make_desk(desk.gemeente, hoogste_niveau=Niveau.V2)
    ask, mail = ask_mail(gemeente=desk.gemeente, niveau=Niveau.V3)
    if source == "melding":
        mail = mail_about(f"melding:{ask.melding_id}", desk.gemeente)
    if source == "code":
        mail = mail_about(ask.toegangen.get().bron, desk.gemeente, soort=Soort.CODE)
    stuck(mail)

    assert [m.pk for m in desk.get("berichten").context["dood"]] == [mail.pk]
    page = low.get("berichten")
    assert page.context["dood"] == [] and mail.aan not in text_of(page)
    assert low.get("werklijst").context["post"] == {"vast": 0, "wacht": ""}
    for act in ("bericht_opnieuw", "bericht_weg"):
        assert low.post(act, mail.pk).status_code == 404


def test_mails_of_another_gemeente_do_not_exist(desk):
    _, foreign = ask_mail()
    stuck(foreign)
    assert desk.get("berichten").context["pagina"].paginator.count == 0
    for act in ("bericht_opnieuw", "bericht_weg"):
        assert desk.post(act, foreign.pk).status_code == 404
    assert Bericht.objects.get(pk=foreign.pk).stand == "dood"


def test_a_mail_about_no_melding_is_shown_without_one(desk):
    mail = stuck(mail_about("uitnodiging:5", desk.gemeente, aan="nieuw@example.nl", soort=Soort.UITNODIGING))
    page = desk.get("berichten")
    assert page.context["dood"] == [mail] and page.context["dood"][0].melding is None
    assert "Uitnodiging" in text_of(page) and "Geheime tekst" not in text_of(page)


def test_sending_again_puts_it_back_in_line_and_the_second_press_hears_so(desk):
    mail = stuck(ask_mail(gemeente=desk.gemeente)[1])
    assert desk.post("bericht_opnieuw", mail.pk).status_code == 302
    assert Bericht.objects.get(pk=mail.pk).stand == "klaar"
    refused = desk.post("bericht_opnieuw", mail.pk)
    assert refused.status_code == 409 and "Iemand heeft dit al gedaan." in text_of(refused)


def test_leaving_it_takes_it_off_the_list(desk):
    mail = stuck(ask_mail(gemeente=desk.gemeente)[1], "onzeker", "na de punt")
    assert desk.post("bericht_weg", mail.pk).status_code == 302
    assert Bericht.objects.get(pk=mail.pk).stand == "vervallen"
    assert desk.post("bericht_weg", mail.pk).status_code == 409
    assert "Er is geen mail die u nodig heeft." in text_of(desk.get("berichten"))


def test_a_mail_of_an_ask_that_was_withdrawn_cannot_be_sent_again(desk):
    ask, mail = ask_mail(gemeente=desk.gemeente, by=desk.ik)
    stuck(mail)
    desk.post("vraag_intrekken", ask.melding.nummer, ask.pk, reden="Verkeerd adres.")
    page = text_of(desk.get("berichten"))
    assert "Deze mail is niet meer nodig." in page and "Stuur opnieuw" not in page
    assert desk.post("bericht_opnieuw", mail.pk).status_code == 409


def test_a_refused_mail_to_who_withdrew_his_name_does_not_give_the_address_away(desk):
    melding = reported(gemeente=desk.gemeente)
    email = melding.melder.email
    stuck(Bericht.objects.get(bron=f"melding:{melding.pk}"))
    assert email in text_of(desk.get("berichten"))
    withdraw_melding(melding, actor=melding.melder, now=DINSDAG)
    page = text_of(desk.get("berichten"))
    assert email not in page and "aan de melder" in page


def test_while_the_mail_server_is_away_the_worklist_says_how_much_waits(desk):
    reported(gemeente=desk.gemeente)  # one mail to the melder
    taken_up()  # elsewhere
    assert desk.get("werklijst").context["post"]["wacht"] == ""
    with time_machine.travel(DINSDAG + timedelta(minutes=16), tick=False):
        waits = desk.get("werklijst").context["post"]["wacht"]
    assert waits.startswith("1 mail wacht langer dan een kwartier.")


def test_a_mail_for_tomorrow_morning_does_not_wait_too_long(desk):
    reported(gemeente=desk.gemeente, now=DINSDAG + timedelta(hours=12))
    with time_machine.travel(DINSDAG + timedelta(hours=13), tick=False):
        later = make_desk(desk.gemeente)
        assert later.get("werklijst").context["post"]["wacht"] == ""


def test_the_list_asks_the_same_for_one_mail_and_for_thirty(desk):
    stuck(ask_mail(gemeente=desk.gemeente)[1])
    desk.get("berichten")
    with CaptureQueriesContext(connection) as one:
        desk.get("berichten")
    for _ in range(29):
        stuck(ask_mail(gemeente=desk.gemeente)[1])
    with CaptureQueriesContext(connection) as thirty:
        desk.get("berichten")
    transaction_only = ("SAVEPOINT", "RELEASE", "SELECT current_setting")
    asked_for = [q for q in thirty.captured_queries if not q["sql"].startswith(transaction_only)]
    assert len(one) == len(thirty) and len(asked_for) <= 12
