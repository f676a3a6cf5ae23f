"""A partner who never answers: who hears what, on which day, and never twice (E145, E149)."""

from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest

from buurtpreventie.outbox.delivery import claim, deliver_due, put_on_the_line
from buurtpreventie.outbox.models import Bericht
from buurtpreventie.outbox.querysets import as_clock
from buurtpreventie.outbox.tests.conftest import smtp  # noqa: F401  a fixture
from meldingen.models import Melding
from opvolging.actions import accept_ask, finish_ask, hand_back, sweep
from opvolging.invariants import broken_invariants
from opvolging.models import Herinnering, Langs
from opvolging.tests.wereld import make_wereld
from teams.rondes.tests.threads import Crowd

pytestmark = [pytest.mark.chaos, pytest.mark.django_db(transaction=True)]

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=AMSTERDAM)  # the clock changes on 29 March
THREADS = 50


@pytest.fixture
def wereld(transactional_db):
    return make_wereld()


def at_nine(day):
    return datetime(day.year, day.month, day.day, 9, 0, tzinfo=AMSTERDAM)


def reminders():
    """Every digest so far: day, address and how many links it holds."""
    rows = Bericht.objects.filter(soort="herinnering").order_by("gemaakt_op", "aan")
    return [(f"{row.gemaakt_op.astimezone(AMSTERDAM):%d-%m}", row.aan, row.tekst.count("{{link")) for row in rows]


def interim_words():
    rows = Bericht.objects.filter(soort="tussenbericht").order_by("gemaakt_op")
    return [(f"{row.gemaakt_op.astimezone(AMSTERDAM):%d-%m}", row.aan) for row in rows]


def accepted(server):
    """Take what the mail server accepted since the last time: addresses and subjects, in order."""
    mails, server.mails[:] = list(server.mails), []
    return sorted((mail["To"], mail["Subject"]) for mail in mails)


PARTNER, DEPUTY = "partner@veldrecht.example", "vervanger@veldrecht.example"
DESK, HANDLER = "meldpunt@veldrecht.example", "meldpunter@veldrecht.example"
TEAMS, MELDER = "contact@veldrecht.example", "melder@veldrecht.example"


def test_for_21_days_fifty_sweeps_at_once_send_each_mail_once(wereld, smtp):  # noqa: F811
    asks = [wereld.asked(2, now=MONDAY), wereld.asked(0, now=MONDAY + timedelta(minutes=5))]
    numbers = sorted(ask.melding.nummer for ask in asks)
    deliver_due(MONDAY + timedelta(minutes=10))
    smtp.mails.clear()

    days = {}
    with Crowd(THREADS) as crowd:
        for day in (at_nine(MONDAY + timedelta(days=n)) for n in range(1, 22)):
            crowd.do(partial(sweep, day))
            deliver_due(day + timedelta(minutes=1))
            if mails := accepted(smtp):
                days[f"{day:%d-%m}"] = mails

    waits = "De buurtprevent wacht op antwoord (2)"
    word = [(MELDER, f"Bericht over uw melding {number}") for number in numbers]
    assert days == {
        "04-03": [(PARTNER, waits)],  # the working day before the term of 5 March
        "05-03": [(PARTNER, waits)],  # on the term
        "09-03": [(DESK, "Vandaag nodig: 2"), (PARTNER, waits), (DEPUTY, waits)],  # two working days after
        "11-03": [(TEAMS, "Vandaag nodig: 2")],  # then the gemeente's contact
        "13-03": [(HANDLER, "Vandaag nodig: 2")],  # the promise to the melder breaks on the 16th
        "17-03": word,  # it broke: an honest new date
        "23-03": [(HANDLER, "Vandaag nodig: 2")],  # before the new date
    }
    assert set(smtp.accepted.values()) == {1}
    assert broken_invariants() == {}


def test_nothing_goes_out_after_the_ask_ended(wereld, smtp):  # noqa: F811
    ask = wereld.asked(0, now=MONDAY)
    wednesday = at_nine(MONDAY + timedelta(days=2))
    deliver_due(MONDAY + timedelta(minutes=1))
    sweep(wednesday)
    finish_ask(ask, uitkomst="opgelost", contact=wereld.contact, langs=Langs.LINK, now=wednesday)
    smtp.mails.clear()

    with Crowd(4) as crowd:
        for day in range(2, 10):
            crowd.do(partial(sweep, at_nine(MONDAY + timedelta(days=day))))
            deliver_due(at_nine(MONDAY + timedelta(days=day, minutes=1)))

    assert [mail["To"] for mail in smtp.mails if mail["To"] in (PARTNER, DEPUTY, DESK, TEAMS)] == []


def test_after_an_outage_only_the_newest_step_goes_out_and_the_others_are_skipped(wereld):
    ask = wereld.asked(0, now=MONDAY)

    sweep(at_nine(MONDAY + timedelta(days=9)))  # 11 March: every step is due

    assert {(h.stap, h.aan_rol, h.stand) for h in Herinnering.objects.filter(bron=ask.bron)} == {
        ("vooraf", "contact", "overgeslagen"),
        ("dag", "contact", "overgeslagen"),
        ("laat", "contact", "verstuurd"),
        ("laat", "vervanger", "verstuurd"),
        ("laat", "meldpunt", "verstuurd"),
        ("gemeente", "gemeente", "verstuurd"),
    }


def test_nothing_goes_out_before_nine_in_a_weekend_or_on_a_holiday(wereld):
    wereld.asked(0, now=MONDAY)
    sweep(at_nine(MONDAY + timedelta(days=2)) - timedelta(minutes=1))
    sweep(at_nine(MONDAY + timedelta(days=5)))  # Saturday
    sweep(datetime(2026, 4, 6, 12, 0, tzinfo=AMSTERDAM))  # Easter Monday

    assert reminders() == []


def test_an_address_gets_one_reminder_a_day_listing_all_its_open_asks(wereld):
    wereld.asked(0, now=MONDAY)
    wereld.asked(0, now=MONDAY + timedelta(days=1))
    wednesday, thursday = (at_nine(MONDAY + timedelta(days=n)) for n in (2, 3))
    sweep(wednesday)
    sweep(wednesday + timedelta(hours=3))
    sweep(thursday)

    assert reminders() == [("04-03", "partner@veldrecht.example", 2), ("05-03", "partner@veldrecht.example", 2)]


@pytest.mark.parametrize("end", ["finish", "hand_back", "accept"])
def test_an_answer_takes_a_waiting_reminder_back(wereld, end):
    ask = wereld.asked(0, now=MONDAY)
    wednesday = at_nine(MONDAY + timedelta(days=2))
    sweep(wednesday)
    by_link = {"contact": wereld.contact, "langs": Langs.LINK, "now": wednesday}
    if end == "finish":
        finish_ask(ask, uitkomst="opgelost", **by_link)
    elif end == "hand_back":
        hand_back(ask, reden="al_bekend", **by_link)
    else:
        accept_ask(ask, **by_link)

    assert [b.stand for b in Bericht.objects.filter(soort="herinnering")] == ["vervallen"]
    assert broken_invariants() == {}


def test_an_answer_to_one_ask_leaves_a_new_digest_for_the_other(wereld):
    first, _other = wereld.asked(0, now=MONDAY), wereld.asked(0, now=MONDAY)
    wednesday = at_nine(MONDAY + timedelta(days=2))
    sweep(wednesday)
    finish_ask(first, uitkomst="opgelost", contact=wereld.contact, langs=Langs.LINK, now=wednesday)
    sweep(wednesday + timedelta(minutes=1))

    rows = Bericht.objects.filter(soort="herinnering").order_by("pk")
    assert [(b.stand, b.tekst.count("{{link")) for b in rows] == [("vervallen", 2), ("klaar", 1)]


def test_a_partner_without_a_link_is_reminded_through_the_meldpunt(wereld):
    wereld.partner.weg = "telefoon"
    wereld.partner.save()
    wereld.asked(0, now=MONDAY)
    sweep(at_nine(MONDAY + timedelta(days=3)))

    assert reminders() == [("05-03", "meldpunt@veldrecht.example", 0)]


def test_a_broken_promise_moves_the_date_once_and_the_first_promise_stays(wereld):
    melding = wereld.report(0, now=MONDAY)
    late = at_nine(MONDAY + timedelta(days=4))
    with Crowd(8) as crowd:
        crowd.do(partial(sweep, late))

    fresh = Melding.objects.get(pk=melding.pk)
    assert fresh.reageren_voor.isoformat() == "2026-03-13"
    assert fresh.eerste_belofte == melding.eerste_belofte
    assert interim_words() == [("06-03", "melder@veldrecht.example")]


def test_an_answer_takes_a_reminder_back_that_a_deliverer_has_in_hand(wereld, smtp):  # noqa: F811
    ask = wereld.asked(0, now=MONDAY)
    wednesday = at_nine(MONDAY + timedelta(days=2))
    deliver_due(MONDAY + timedelta(minutes=1))
    smtp.mails.clear()
    sweep(wednesday)
    in_hand = claim(as_clock(wednesday))
    assert (in_hand.soort, in_hand.stand) == ("herinnering", "geclaimd")

    finish_ask(ask, uitkomst="opgelost", contact=wereld.contact, langs=Langs.LINK, now=wednesday)

    in_hand.refresh_from_db()
    assert in_hand.stand == "vervallen"
    assert not put_on_the_line(in_hand, as_clock(wednesday))
    deliver_due(wednesday + timedelta(hours=1))
    assert PARTNER not in [mail["To"] for mail in smtp.mails]
