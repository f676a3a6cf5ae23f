"""Even aanzien of a volunteer: asked once after two weeks, answered with one tap, then emptied (E128)."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from buurtpreventie.accounts.models import Gebruiker
from buurtpreventie.errors import RefusedAction
from buurtpreventie.outbox.models import Bericht
from meldingen.actions import answer_even_aanzien, ask_how_it_is, begin_even_aanzien, forget_even_aanzien
from meldingen.models import Concept, EvenAanzien, Melding
from meldingen.tasks import purge_concepten
from meldingen.tests.conftest import make_plaats, signed_in, text_of
from meldingen.tests.factories import DINSDAG
from meldingen.tests.test_talks import at_once
from teams.models import Team

pytestmark = pytest.mark.django_db
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
BEGIN = reverse("meldingen:even_aanzien")
NOTITIE = "De gordijnen op de hoek blijven dicht."
TWEE_WEKEN = timedelta(days=14)


def begun(plaats, now, **facts):
    facts = {"wie": plaats.melder, "actor": plaats.melder, "notitie": NOTITIE} | facts
    return begin_even_aanzien(gemeente=plaats.gemeente, now=now, **facts)


def page_of(kijk):
    return reverse("meldingen:even_aanzien_vraag", args=[kijk.sleutel])


def tap(client, kijk, uitkomst):
    return client.post(page_of(kijk), {"uitkomst": uitkomst})


# --- beginning -------------------------------------------------------------------------------


def test_it_takes_one_tap_to_be_asked_in_two_weeks_and_sent_twice_it_is_once(plaats):
    client = signed_in(plaats.melder)
    page = client.get(BEGIN)
    assert EvenAanzien.objects.count() == 0

    for _ in range(2):
        response = client.post(BEGIN, {"sleutel": page.context["form"]["sleutel"].value()})

    kijk = EvenAanzien.objects.get()
    assert (kijk.wie, f"{kijk.vragen_op}", kijk.notitie) == (plaats.melder, "2026-12-01", None)
    assert "Wij vragen u op dinsdag 1 december hoe het gaat." in text_of(client.get(response.url, follow=True))
    assert Melding.objects.count() == 0


def test_the_page_says_how_to_stay_safe_and_not_to_push(plaats):
    page = text_of(signed_in(plaats.melder).get(BEGIN))

    for words in ("Alleen als dat veilig voelt.", "Wij komen niet achter de voordeur.", "Duw niet.", "Laat het rusten"):
        assert words in page  # E010, E127, E134


def test_a_note_is_for_the_own_memory_and_encrypted(plaats, now):
    client = signed_in(plaats.melder)
    assert "Schrijf geen namen op." in text_of(client.get(BEGIN))
    client.post(BEGIN, {"notitie": NOTITIE, "buurt": plaats.buurt.pk})
    kijk = EvenAanzien.objects.get()

    with connection.cursor() as cursor:
        cursor.execute("SELECT notitie FROM meldingen_evenaanzien")
        assert "gordijnen" not in cursor.fetchone()[0]
    assert NOTITIE in text_of(client.get(page_of(kijk)))


def test_the_note_is_shown_later_only_after_a_fresh_code(plaats, now, clock):
    kijk = begun(plaats, now)
    clock.move_to(now + TWEE_WEKEN)

    page = text_of(signed_in(plaats.melder).get(page_of(kijk)))

    assert NOTITIE not in page
    assert reverse("accounts:opnieuw") in page


def test_hostile_fields_never_break_the_page(plaats, elders, now):
    client, kijk = signed_in(plaats.melder), begun(plaats, now)
    for field in ("sleutel", "buurt", "notitie"):
        for value in ("\x00", "9" * 9000, "<script>", f"{elders.buurt.pk}"):
            assert client.post(BEGIN, {field: value}).status_code in (302, 422)
    for value in ("", "weg", "\x00", "x" * 9000):
        assert tap(client, kijk, value).status_code == 422
    assert not EvenAanzien.objects.filter(buurt=elders.buurt).exists()


def test_nobody_else_sees_it(plaats, elders, now):
    kijk = begun(plaats, now)

    for nosy in (plaats.coordinator, elders.melder):
        assert signed_in(nosy).get(page_of(kijk)).status_code == 404
        assert tap(signed_in(nosy), kijk, "goed").status_code == 404
        assert "U ziet iets even aan" not in text_of(signed_in(nosy).get(reverse("opvolging:mijn")))
    assert EvenAanzien.objects.get().is_open


def test_a_key_of_somebody_else_gives_nothing_away(plaats, now):
    kijk = begun(plaats, now)

    with pytest.raises(RefusedAction, match="probeer het nog een keer"):
        begun(plaats, now, wie=plaats.coordinator, actor=plaats.coordinator, sleutel=kijk.sleutel)


# --- being asked -----------------------------------------------------------------------------


def asked_at(*moments):
    """Let the clock pass; which of these moments gave a mail."""
    return [moment for moment in moments if ask_how_it_is(datetime.fromisoformat(moment).replace(tzinfo=AMSTERDAM))]


@pytest.mark.parametrize(
    ("begun_at", "moments", "mailed"),
    [
        ("2026-11-17 10:00", ["2026-11-30 12:00", "2026-12-01 08:59", "2026-12-01 09:00", "2026-12-02 09:00"], 2),
        ("2026-11-21 10:00", ["2026-12-05 12:00", "2026-12-06 12:00", "2026-12-07 09:00"], 2),  # falls in a weekend
        ("2026-12-11 10:00", ["2026-12-25 12:00", "2026-12-28 09:00"], 1),  # at Christmas
    ],
)
def test_one_mail_after_two_weeks_on_a_working_day(plaats, begun_at, moments, mailed):
    begun(plaats, datetime.fromisoformat(begun_at).replace(tzinfo=AMSTERDAM))

    assert asked_at(*moments) == [moments[mailed]]
    mail = Bericht.objects.get()
    assert (mail.aan, mail.onderwerp) == (plaats.melder.email, "Hoe is het nu?")
    assert "gordijnen" not in mail.tekst and plaats.buurt.naam not in mail.tekst
    assert page_of(EvenAanzien.objects.get()) in mail.tekst


def test_after_an_outage_until_the_evening_the_mail_waits_for_the_morning(plaats, now):
    begun(plaats, now)

    ask_how_it_is(datetime(2026, 12, 1, 23, 30, tzinfo=AMSTERDAM))

    assert Bericht.objects.get().volgende_poging == datetime(2026, 12, 2, 8, 0, tzinfo=AMSTERDAM)


def test_who_wants_no_mail_sees_it_on_the_own_pages_from_that_day(plaats, now, clock):
    Gebruiker.objects.filter(pk=plaats.melder.pk).update(antwoord_via="app")
    begun(plaats, now)
    client = signed_in(plaats.melder)
    assert "Wij vragen u op dinsdag 1 december" in text_of(client.get(reverse("opvolging:mijn")))

    clock.move_to(now + TWEE_WEKEN)
    assert ask_how_it_is(now + TWEE_WEKEN) == 0
    client.force_login(plaats.melder)

    for name in ("opvolging:mijn", "opvolging:thuis"):
        assert "U wilde iets even aanzien. Hoe is het nu?" in text_of(client.get(reverse(name)))
    assert Bericht.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_ask_once(transactional_db):
    plaats = make_plaats()
    begun(plaats, DINSDAG)

    assert sum(at_once(*[lambda: ask_how_it_is(DINSDAG + TWEE_WEKEN)] * 4)) == 1
    assert Bericht.objects.count() == 1


# --- answering -------------------------------------------------------------------------------


def is_empty(kijk):
    kijk.refresh_from_db()
    return kijk.notitie is None and kijk.buurt is None and not kijk.is_open


def test_it_goes_well_again_ends_it_and_nothing_is_left_of_the_note(plaats, now):
    kijk = begun(plaats, now, buurt=plaats.buurt)
    client = signed_in(plaats.melder)

    for _ in range(2):
        assert tap(client, kijk, "goed").url == reverse("teams:start")

    assert is_empty(kijk)
    assert tap(client, kijk, "zorgen").status_code == 409
    assert Concept.objects.count() == 0


def test_worries_begin_a_melding_with_the_own_words(plaats, now):
    kijk = begun(plaats, now, buurt=plaats.buurt)
    client = signed_in(plaats.melder)

    first, second = tap(client, kijk, "zorgen"), tap(client, kijk, "zorgen")

    concept = Concept.objects.get()
    assert first.url == second.url == reverse("meldingen:stap", args=[concept.pk, "controle"])
    assert client.get(first.url).url == reverse("meldingen:stap", args=[concept.pk, "gevaar"])  # safety comes first
    assert (concept.soort, concept.antwoorden["waarneming"]) == ("niet_pluis", NOTITIE)
    assert is_empty(kijk)


def test_who_does_not_know_is_called_back(plaats, now):
    kijk = begun(plaats, now)

    assert tap(signed_in(plaats.melder), kijk, "weet_niet").url == reverse("meldingen:overleg_vragen")
    assert is_empty(kijk)


def test_worries_become_a_talk_where_they_cannot_be_reported(plaats, now):
    Team.objects.filter(pk=plaats.team.pk).update(soorten=["openbare_ruimte"])
    kijk = begun(plaats, now)

    assert tap(signed_in(plaats.melder), kijk, "zorgen").url == reverse("meldingen:overleg_vragen")
    assert Concept.objects.count() == 0


def test_left_alone_for_two_weeks_it_is_emptied_in_the_night(plaats, now, clock):
    kijk, later = begun(plaats, now), begun(plaats, now + timedelta(days=7))
    asked = now + TWEE_WEKEN
    ask_how_it_is(asked)
    assert forget_even_aanzien(asked + TWEE_WEKEN - timedelta(hours=1)) == 0

    clock.move_to(asked + TWEE_WEKEN)
    purge_concepten()

    assert is_empty(kijk)
    assert kijk.uitkomst == "weg"
    later.refresh_from_db()
    assert later.notitie == NOTITIE


def test_two_different_taps_at_once_leave_one_answer(plaats, now):
    kijk = begun(plaats, now)
    answer_even_aanzien(kijk, uitkomst="goed", actor=plaats.melder, now=now)

    with pytest.raises(RefusedAction, match="al beantwoord"):
        answer_even_aanzien(kijk, uitkomst="zorgen", actor=plaats.melder, now=now)


def test_the_database_keeps_no_note_of_what_ended(plaats, now):
    kijk = begun(plaats, now)

    with pytest.raises(IntegrityError), transaction.atomic():
        EvenAanzien.objects.filter(pk=kijk.pk).update(klaar_op=now, uitkomst="goed")
