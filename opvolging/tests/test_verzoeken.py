"""A resident asks about the own data: who writes it down, who confirms, what is looked up, and what is wiped."""

import uuid
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse

from buurtpreventie.audit.models import Logregel
from buurtpreventie.errors import RefusedAction
from buurtpreventie.outbox.models import Bericht
from opvolging import actions
from opvolging.actions.requests import months_later
from opvolging.invariants import broken_invariants
from opvolging.models import Adreszoeking, Nazicht, Verzoek
from opvolging.reviewing import months_of
from opvolging.tests.meldpunt_pages import signed_in, text_of
from opvolging.tests.wereld import make_wereld
from teams.tests.factories import AanstellingFactory

pytestmark = pytest.mark.django_db

NU = datetime(2026, 11, 17, 10, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))
WIE, HUIS = "Mevrouw KANARIE", "Elzenpad 7, graag per brief KANARIE"


@pytest.fixture
def wereld():
    return make_wereld()


def asked(wereld, **words):
    facts = {
        "sleutel": uuid.uuid4(),
        "soort": "inzage",
        "naam": WIE,
        "bereikbaar": HUIS,
        "vraag": "Wat staat er over mij? KANARIE",
        "ontvangen_op": date(2026, 11, 16),
        "actor": wereld.toezicht,
        "now": NU,
    }
    return actions.open_request(wereld.gemeente, **facts | words)


def confirmed(wereld):
    return actions.confirm_request(asked(wereld), actor=wereld.meldpunt, now=NU)


def url_of(name, *args):
    return reverse(f"opvolging:{name}", args=args)


def events(verzoek):
    return list(Logregel.objects.about(verzoek).values_list("gebeurtenis", "actor_id"))


@pytest.mark.parametrize(
    ("day", "n", "later"),
    [
        (date(2026, 11, 17), 1, date(2026, 12, 17)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last_of_that_month(day, n, later):
    assert months_later(day, n) == later


def test_a_request_goes_from_toezicht_over_the_meldpunt_to_an_outcome(wereld):
    about = wereld.report(2, now=NU - timedelta(days=9), inhoud={"straat": "Elzenpad", "huisnummer": "7"})
    wereld.report(2, now=NU - timedelta(days=9), inhoud={"straat": "Elzenpad", "huisnummer": "9"})
    with time_machine.travel(NU, tick=False):
        toezicht, desk = signed_in(wereld.toezicht), signed_in(wereld.meldpunt)
        form = toezicht.get(url_of("verzoek_nieuw")).context["form"]
        typed = {"sleutel": form["sleutel"].value(), "soort": "verwijdering", "naam": WIE, "bereikbaar": HUIS}
        typed |= {"vraag": "Wis alles.", "ontvangen_op": "2026-11-16"}
        for _press in range(2):
            sent = toezicht.post(url_of("verzoek_nieuw"), typed)
        verzoek = Verzoek.objects.get()
        assert sent.url == url_of("verzoek", verzoek.pk)
        assert verzoek.uiterlijk == date(2026, 12, 16)

        assert WIE in text_of(desk.get(url_of("verzoek", verzoek.pk)))
        assert desk.get(url_of("verzoek_adres", verzoek.pk)).status_code == 403
        for _press in range(2):
            assert desk.post(url_of("verzoek_bevestigen", verzoek.pk)).status_code == 302
        looked = desk.post(url_of("verzoek_adres", verzoek.pk), {"straat": " elzenpad", "huisnummer": "7"})
        assert looked.context["gevonden"] == [about]
        assert about.nummer in text_of(looked)
        assert about.nummer not in text_of(toezicht.get(url_of("verzoek", verzoek.pk)))
        assert toezicht.get(url_of("verzoek_adres", verzoek.pk)).status_code == 403

        refused = {"uitkomst": "geweigerd", "weigering": "", "toelichting": "Nee."}
        assert desk.post(url_of("verzoek_afronden", verzoek.pk), refused).status_code == 422
        for _press in range(2):
            desk.post(url_of("verzoek_afronden", verzoek.pk), {"uitkomst": "deels", "toelichting": "Gewist op naam."})
    verzoek.refresh_from_db()
    assert (verzoek.uitkomst, verzoek.bevestigd_door, verzoek.afgerond_door) == (
        "deels",
        wereld.meldpunt,
        wereld.meldpunt,
    )
    assert [name for name, _who in events(verzoek) if name != "inhoud.geopend"] == [
        "verzoek.geopend",
        "verzoek.bevestigd",
        "verzoek.adres_gezocht",
        "verzoek.afgerond",
    ]
    assert ("inhoud.geopend", wereld.meldpunt.pk) in events(verzoek)
    assert ("inhoud.geopend", wereld.toezicht.pk) in events(verzoek)


def test_no_name_stands_in_clear_in_the_database_a_mail_or_the_log(wereld):
    verzoek = confirmed(wereld)
    actions.look_up_address(verzoek, straat="KANARIEpad", huisnummer="7", actor=wereld.meldpunt, now=NU)
    actions.close_request(verzoek, uitkomst="niets", toelichting="KANARIE", actor=wereld.meldpunt, now=NU)

    tables = ("opvolging_verzoek", "opvolging_adreszoeking", "audit_logregel", "outbox_bericht")
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT count(*), count(*) FILTER (WHERE t::text ILIKE '%kanarie%') FROM {table} t")
            rows, leaks = cursor.fetchone()
            assert (rows > 0, leaks) == (True, 0), table
    mail = Bericht.objects.get(bron=f"verzoek:{verzoek.pk}")
    assert (mail.aan, mail.gemeente_id) == (wereld.gemeente.meldpunt_email, wereld.gemeente.pk)


def test_who_wrote_it_down_does_not_confirm_or_look_up_also_not_with_a_second_hat(wereld):
    AanstellingFactory(gebruiker=wereld.toezicht, gemeente=wereld.gemeente, meldpunt=True)
    verzoek = asked(wereld)
    with time_machine.travel(NU, tick=False):
        client = signed_in(wereld.toezicht)
        assert client.post(url_of("verzoek_bevestigen", verzoek.pk)).status_code == 403
    with pytest.raises(RefusedAction, match="Een ander"):
        actions.confirm_request(verzoek, actor=wereld.toezicht, now=NU)
    with pytest.raises(IntegrityError), transaction.atomic():
        Verzoek.objects.update(bevestigd_door=wereld.toezicht, bevestigd_op=NU)
    with pytest.raises(RefusedAction, match="Stel eerst vast"):
        actions.look_up_address(verzoek, straat="A", huisnummer="1", actor=wereld.meldpunt, now=NU)
    actions.confirm_request(verzoek, actor=wereld.meldpunt, now=NU)
    with pytest.raises(RefusedAction):
        actions.look_up_address(verzoek, straat="A", huisnummer="1", actor=wereld.toezicht, now=NU)


def test_a_look_up_finds_what_this_person_may_see_in_this_gemeente_only(wereld):
    place = {"straat": "Elzenpad", "huisnummer": "7"}
    hidden = wereld.report(3, now=NU, inhoud=place)
    shared = wereld.report(1, now=NU + timedelta(minutes=1), inhoud=place)
    make_wereld("Elders").report(1, now=NU, inhoud=place)
    verzoek = confirmed(wereld)

    def found(actor):
        return actions.look_up_address(verzoek, **place, actor=actor, now=NU)

    assert found(wereld.meldpunt_tot_v1) == [shared]
    assert found(wereld.meldpunt) == [shared, hidden]
    assert [one.gevonden for one in verzoek.zoekingen.all()] == [1, 2]


def test_each_look_is_a_line_and_after_five_addresses_it_stops(wereld):
    verzoek = confirmed(wereld)

    def look(number, actor=wereld.meldpunt):
        return actions.look_up_address(verzoek, straat="Elzenpad", huisnummer=number, actor=actor, now=NU)

    look("1", wereld.meldpunt_tot_v1)  # a colleague who sees more looks at the same house: that is no other address
    for number in ("1", "1", "2", "3", "4", "5"):
        look(number)
    with pytest.raises(RefusedAction, match="vijf adressen"):
        look("6")
    assert Adreszoeking.objects.count() == 6
    assert Logregel.objects.filter(gebeurtenis="verzoek.adres_gezocht").count() == 7
    with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
        Adreszoeking.objects.update(gevonden=9)


def test_the_term_is_lengthened_once_with_a_reason_and_not_after_the_month(wereld):
    first, late = asked(wereld), asked(wereld)
    with time_machine.travel(NU, tick=False):
        client = signed_in(wereld.toezicht)
        assert client.post(url_of("verzoek_langer", first.pk), {}).status_code == 422
        for _press in range(2):
            assert client.post(url_of("verzoek_langer", first.pk), {"reden": "ingewikkeld"}).status_code == 302
        assert signed_in(wereld.meldpunt).get(url_of("verzoek_langer", first.pk)).status_code == 403
    first.refresh_from_db()
    assert (first.uiterlijk, first.verlengd_reden) == (date(2027, 2, 16), "ingewikkeld")
    with pytest.raises(RefusedAction, match="al voorbij"):
        actions.lengthen_request(late, reden="veel", actor=wereld.toezicht, now=NU + timedelta(days=40))


def test_before_anybody_confirmed_it_can_only_be_refused_or_withdrawn(wereld):
    verzoek = asked(wereld)
    with pytest.raises(RefusedAction, match="Stel eerst vast"):
        actions.close_request(verzoek, uitkomst="gegeven", actor=wereld.meldpunt, now=NU)
    closed = actions.close_request(verzoek, uitkomst="geweigerd", weigering="wie", actor=wereld.toezicht, now=NU)
    assert closed.weigering == "wie"
    with pytest.raises(RefusedAction, match="Het meldpunt rondt"):
        actions.close_request(confirmed(wereld), uitkomst="gegeven", actor=wereld.toezicht, now=NU)


def test_thirty_days_after_closing_only_dates_and_codes_stay(wereld):
    verzoek, running = confirmed(wereld), asked(wereld)
    actions.look_up_address(verzoek, straat="Elzenpad", huisnummer="7", actor=wereld.meldpunt, now=NU)
    actions.close_request(verzoek, uitkomst="gegeven", toelichting="Gestuurd.", actor=wereld.meldpunt, now=NU)

    assert actions.wipe_requests(now=NU + timedelta(days=29)) == 0
    assert actions.wipe_requests(now=NU + timedelta(days=30)) == 1
    assert actions.wipe_requests(now=NU + timedelta(days=31)) == 0
    verzoek.refresh_from_db()
    assert {verzoek.naam, verzoek.bereikbaar, verzoek.vraag, verzoek.toelichting} == {""}
    assert (verzoek.soort, verzoek.uitkomst, verzoek.zoekingen.get().adres) == ("inzage", "gegeven", "")
    running.refresh_from_db()
    assert running.naam == WIE
    page = text_of(signed_in(wereld.toezicht).get(url_of("verzoek", verzoek.pk)))
    assert "is gewist op 17 december" in page


def test_the_list_names_nobody_and_others_see_no_request(wereld):
    verzoek = asked(wereld)
    with time_machine.travel(NU, tick=False):
        for person in (wereld.toezicht, wereld.meldpunt):
            page = text_of(signed_in(person).get(url_of("verzoeken")))
            assert url_of("verzoek", verzoek.pk) in page
            assert "KANARIE" not in page
        for person in (wereld.beheer, wereld.beleid, wereld.trainer, wereld.coordinator, wereld.melder):
            client = signed_in(person)
            assert client.get(url_of("verzoeken")).status_code == 403
            assert client.get(url_of("verzoek", verzoek.pk)).status_code == 404
        elsewhere = make_wereld("Elders")
        for person in (elsewhere.meldpunt, elsewhere.toezicht):
            assert signed_in(person).get(url_of("verzoek", verzoek.pk)).status_code == 404


@pytest.mark.parametrize("day", ["2026-11-18", "2026-08-01", "niks"])
def test_a_day_of_receipt_that_cannot_be_keeps_what_was_typed(wereld, day):
    with time_machine.travel(NU, tick=False):
        typed = {"sleutel": uuid.uuid4(), "soort": "bezwaar", "naam": WIE, "bereikbaar": HUIS, "vraag": "Stop."}
        answer = signed_in(wereld.toezicht).post(url_of("verzoek_nieuw"), typed | {"ontvangen_op": day})
    assert answer.status_code == 422
    assert WIE in text_of(answer)
    assert not Verzoek.objects.exists()


def test_rules_find_a_tick_without_opening_a_look_without_a_line_and_words_that_should_be_gone(wereld):
    verzoek = confirmed(wereld)
    actions.look_up_address(verzoek, straat="Elzenpad", huisnummer="7", actor=wereld.meldpunt, now=NU)
    actions.close_request(verzoek, uitkomst="niets", actor=wereld.meldpunt, now=NU)
    mine = ("nazicht", "adres", "gewist_verzoek")

    def broken():
        return {name: ids for name, ids in broken_invariants().items() if name.startswith(mine)}

    assert broken() == {}
    tick = Nazicht.objects.create(
        gemeente=wereld.gemeente, maand=date(2026, 10, 1), regel=1, oordeel="in_orde", door=wereld.toezicht, op=NU
    )
    silent = Adreszoeking.objects.create(verzoek=verzoek, adres="Dorp 1", gevonden=0, door=wereld.collega, op=NU)
    Verzoek.objects.update(gewist_op=NU)
    assert broken() == {
        "nazicht_zonder_inzage": [tick.pk],
        "adres_gezocht_zonder_spoor": [silent.pk],
        "gewist_verzoek_met_woorden": [verzoek.pk],
        "gewist_verzoek_met_adres": sorted(Adreszoeking.objects.values_list("pk", flat=True)),
    }


def test_reading_a_request_is_no_opening_of_a_melding_to_review(wereld):
    actions.read_request(asked(wereld), actor=wereld.toezicht, now=NU)

    assert Logregel.objects.openings().count() == 1
    assert months_of(wereld.gemeente, NU) == []
