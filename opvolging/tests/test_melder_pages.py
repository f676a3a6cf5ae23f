"""What a melder sees afterwards: the list, the own page, the verdict (ontwerp §4; E146, E147)."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from buurtpreventie.accounts.fresh import SESSION_KEY
from buurtpreventie.audit.models import Logregel
from meldingen.actions import add_aanvulling
from meldingen.models import Aanvulling, Melding, Stand
from opvolging.actions import ask_melder, give_tussenbericht
from opvolging.models import Terugkoppeling
from opvolging.progress import promise_lines, timeline
from teams.rondes.tests.factories import DeelnameFactory, RondeFactory

pytestmark = pytest.mark.django_db
TEKST = "De gordijnen zijn al vijf dagen dicht."


@pytest.fixture
def clock(now):
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


@pytest.fixture
def zij(clock, wereld):
    return wereld


def browser(gebruiker):
    client = Client()
    client.force_login(gebruiker)
    return client


def page_of(melding):
    return reverse("opvolging:mijn_melding", args=[melding.nummer])


def text_of(response):
    return " ".join(response.content.decode().split())


def read(gebruiker, melding, **headers):
    return text_of(browser(gebruiker).get(page_of(melding), headers=headers))


# --- who sees the page ------------------------------------------------------------------------


@pytest.mark.parametrize("niveau", [0, 1, 2, 3])
def test_the_own_page_is_for_who_reported(zij, elders, niveau, now):
    melding = zij.report(niveau, now=now)

    assert browser(zij.melder).get(page_of(melding)).status_code == 200
    for other in (zij.teamgenoot, zij.ander_teamlid, zij.coordinator, elders.melder):
        assert browser(other).get(page_of(melding)).status_code == 404


@pytest.mark.parametrize("niveau", [2, 3])
def test_who_entered_a_confidential_melding_for_another_sees_number_and_stand_only(zij, niveau, now):
    melding = zij.report(niveau, now=now, actor=zij.coordinator, melder=zij.melder)

    page = read(zij.coordinator, melding)
    listed = text_of(browser(zij.coordinator).get(reverse("opvolging:mijn")))

    for shown in (page, listed):
        assert melding.nummer in shown
        assert "Ontvangen" in shown
        for hidden in (TEKST, melding.categorie.naam, zij.buurt.naam, zij.melder.naam, "Iets toevoegen"):
            assert hidden not in shown
    for act in ("toevoegen", "intrekken"):
        assert browser(zij.coordinator).get(reverse(f"opvolging:{act}", args=[melding.nummer])).status_code == 403


@pytest.mark.parametrize("niveau", [0, 1])
def test_who_entered_an_open_melding_for_another_sees_all_of_it(zij, niveau, now):
    melding = zij.report(niveau, now=now, actor=zij.coordinator, melder=zij.melder)

    page = read(zij.coordinator, melding)

    assert TEKST in page
    assert zij.melder.naam in page


def test_the_answer_to_an_open_melding_reaches_who_entered_it(zij, now):
    antwoord = zij.answered(0, now=now, actor=zij.coordinator, melder=zij.melder)

    assert antwoord.tekst in read(zij.coordinator, antwoord.melding)
    antwoord.refresh_from_db()
    assert antwoord.gelezen_op is None


# --- the own words ----------------------------------------------------------------------------


@pytest.mark.parametrize("niveau", [0, 1])
def test_open_words_are_always_shown(zij, niveau, now):
    assert TEKST in read(zij.melder, zij.report(niveau, now=now - timedelta(days=20)))


@pytest.mark.parametrize("niveau", [2, 3])
def test_confidential_words_are_shown_for_half_an_hour_and_then_after_a_code(zij, niveau, clock, now):
    melding = zij.report(niveau, now=now)
    client = browser(zij.melder)
    assert TEKST in text_of(client.get(page_of(melding)))

    clock.move_to(now + timedelta(minutes=30))
    later = text_of(client.get(page_of(melding)))
    assert TEKST not in later
    assert f"{reverse('accounts:opnieuw')}?next={page_of(melding)}" in later

    session = client.session
    session[SESSION_KEY] = (now + timedelta(minutes=29)).timestamp()
    session.save()
    assert TEKST in text_of(client.get(page_of(melding)))


def test_hidden_words_are_never_shown_and_neither_is_what_it_is_about(zij, now):
    melding = zij.report(3, now=now, tekst_verborgen=True)
    client = browser(zij.melder)
    session = client.session
    session[SESSION_KEY] = now.timestamp()
    session.save()

    for page in (client.get(page_of(melding)), client.get(reverse("opvolging:mijn"))):
        for hidden in (TEKST, melding.categorie.naam, zij.buurt.naam):
            assert hidden not in text_of(page)
        assert "Zorgen om iemand" in text_of(page)


@pytest.mark.parametrize(("niveau", "lines"), [(0, 0), (1, 1), (2, 1), (3, 1)])
def test_opening_the_own_words_is_written_down(zij, niveau, lines, now):
    melding = zij.report(niveau, now=now)

    read(zij.melder, melding)

    assert Logregel.objects.about(melding).openings().by(zij.melder).count() == lines


def test_additions_stand_with_the_own_words(zij, now):
    melding = zij.report(2, now=now)
    add_aanvulling(melding, tekst="Nu brandt er licht.", actor=zij.melder, now=now)

    assert "Nu brandt er licht." in read(zij.melder, melding)


# --- reading ----------------------------------------------------------------------------------


def test_opening_the_own_page_marks_the_answer_as_read(zij, now):
    antwoord = zij.answered(2, now=now)
    assert "Er is nieuws over 1 melding" in text_of(browser(zij.melder).get(reverse("opvolging:thuis")))
    assert "Nieuw bericht" in text_of(browser(zij.melder).get(reverse("opvolging:mijn")))

    assert antwoord.tekst in read(zij.melder, antwoord.melding)

    antwoord.refresh_from_db()
    assert antwoord.gelezen_op == now
    assert "Er is nieuws" not in text_of(browser(zij.melder).get(reverse("opvolging:thuis")))


def test_a_head_or_a_prefetch_reads_nothing(zij, now):
    antwoord = zij.answered(2, now=now)
    client = browser(zij.melder)

    client.head(page_of(antwoord.melding))
    ahead = client.get(page_of(antwoord.melding), headers={"sec-purpose": "prefetch;prerender"})

    antwoord.refresh_from_db()
    assert (ahead.status_code, ahead.content, antwoord.gelezen_op) == (403, b"", None)
    assert Logregel.objects.about(antwoord.melding).openings().by(zij.melder).count() == 0


# --- promises ---------------------------------------------------------------------------------


def test_the_four_steps(zij, now):
    today = now.date()
    fresh, taken, done, answered = (
        zij.report(0, now=now),
        zij.taken_up(0, now=now),
        zij.finished(0, now=now),
        zij.answered(0, now=now).melding,
    )
    answered.refresh_from_db()

    kinds = [[step["soort"] for step in timeline(melding, today)] for melding in (fresh, taken, done, answered)]

    assert [step["naam"] for step in timeline(fresh, today)] == ["Ontvangen", "Opgepakt", "Afgerond", "Antwoord"]
    assert kinds == [
        ["nu", "straks", "straks", "straks"],
        ["klaar", "nu", "straks", "straks"],
        ["klaar", "klaar", "nu", "straks"],
        ["klaar", "klaar", "klaar", "klaar"],
    ]


def test_a_broken_promise_is_said_without_excuses(zij, now):
    melding = zij.report(0, now=now)

    lines = promise_lines(melding, melding.antwoord_voor + timedelta(days=1))

    assert [line["laat"] for line in lines] == [True, True]
    assert lines[1]["tekst"] == "U zou uiterlijk 1 december antwoord krijgen. Dat is niet gelukt. Dat ligt niet aan u."


def test_a_moved_promise_names_the_first_date_too(zij, now):
    melding = zij.taken_up(2, now=now)
    give_tussenbericht(
        melding,
        tekst="Het duurt langer.",
        nieuwe_datum=melding.antwoord_voor + timedelta(days=7),
        actor=zij.meldpunt,
        now=now,
    )
    melding.refresh_from_db()

    page = read(zij.melder, melding)

    assert "Eerst beloofden wij antwoord op 1 december. Dat lukt niet. U hoort nu uiterlijk 8 december van ons." in page
    assert "Het duurt langer." in page


# --- acts -------------------------------------------------------------------------------------


def test_something_can_be_added_until_it_is_answered(zij, now):
    melding = zij.report(2, now=now)
    url = reverse("opvolging:toevoegen", args=[melding.nummer])
    client = browser(zij.melder)

    assert client.post(url, {"tekst": ""}).status_code == 422
    assert client.post(url, {"tekst": "Nu brandt er licht."}).url == page_of(melding)
    assert [one.tekst for one in Aanvulling.objects.filter(melding=melding)] == ["Nu brandt er licht."]


def test_adding_to_an_answered_melding_is_refused_and_the_text_stays(zij, now):
    melding = zij.answered(2, now=now).melding
    url = reverse("opvolging:toevoegen", args=[melding.nummer])

    response = browser(zij.melder).post(url, {"tekst": "Nu brandt er licht."})

    assert response.status_code == 409
    assert "Nu brandt er licht." in text_of(response)
    assert browser(zij.melder).get(url).url == page_of(melding)


@pytest.mark.parametrize(
    ("niveau", "zin"), [(0, "Na het intrekken gebeurt er niets meer mee."), (2, "Uw naam gaat weg bij deze melding.")]
)
def test_withdrawing_says_first_what_it_means(zij, niveau, zin, now):
    melding = zij.report(niveau, now=now)
    url = reverse("opvolging:intrekken", args=[melding.nummer])
    client = browser(zij.melder)

    assert zin in text_of(client.get(url))
    assert Melding.objects.get(pk=melding.pk).melder == zij.melder
    client.post(url)

    melding.refresh_from_db()
    assert (melding.stand, melding.melder) == (
        (Stand.INGETROKKEN, zij.melder) if niveau == 0 else (Stand.ONTVANGEN, None)
    )
    assert client.get(page_of(melding)).status_code == (200 if niveau == 0 else 404)


def test_withdrawing_too_late_is_refused(zij, now):
    melding = zij.taken_up(0, now=now)
    url = reverse("opvolging:intrekken", args=[melding.nummer])

    assert browser(zij.melder).get(url).url == page_of(melding)
    assert browser(zij.melder).post(url).status_code == 409


@pytest.mark.parametrize(
    ("niveau", "vraag", "keuzes"),
    [
        (0, "Is het opgelost?", ["opgelost", "deels", "niet_opgelost"]),
        (2, "Hebt u genoeg gehoord?", ["genoeg", "bel_mij", "iets_nieuws"]),
    ],
)
def test_the_verdict_asks_what_fits_the_level(zij, niveau, vraag, keuzes, now):
    antwoord = zij.answered(niveau, now=now)

    response = browser(zij.melder).get(page_of(antwoord.melding))

    assert vraag in text_of(response)
    assert [value for value, _label in response.context["form"].fields["oordeel"].choices] == keuzes


@pytest.mark.parametrize(("niveau", "oordeel"), [(0, "niet_opgelost"), (2, "iets_nieuws")])
def test_the_verdict_reopens_once_and_the_page_says_so(zij, niveau, oordeel, now):
    antwoord = zij.answered(niveau, now=now)
    url = reverse("opvolging:oordeel", args=[antwoord.melding.nummer])
    client = browser(zij.melder)

    first = client.post(url, {"oordeel": oordeel, "toelichting": "Ik zie het nog."}, follow=True)
    again = client.post(url, {"oordeel": oordeel, "toelichting": "Ik zie het nog."}, follow=True)

    melding = Melding.objects.get(pk=antwoord.melding.pk)
    assert (melding.stand, melding.keer) == (Stand.OPGEPAKT, 2)
    for page in (first, again):
        assert page.status_code == 200
        assert "loopt weer" in text_of(page)


def test_a_verdict_that_is_none_or_not_ours_changes_nothing(zij, now):
    antwoord = zij.answered(2, now=now)
    url = reverse("opvolging:oordeel", args=[antwoord.melding.nummer])
    client = browser(zij.melder)

    assert client.post(url, {}).status_code == 422
    assert client.post(url, {"oordeel": "opgelost"}).status_code == 422
    assert client.post(url, {"oordeel": "iets_nieuws"}).status_code == 422
    assert Terugkoppeling.objects.get(pk=antwoord.pk).oordeel == ""


def test_another_verdict_afterwards_is_refused(zij, now):
    antwoord = zij.answered(2, now=now)
    url = reverse("opvolging:oordeel", args=[antwoord.melding.nummer])
    client = browser(zij.melder)
    client.post(url, {"oordeel": "genoeg"})

    assert client.post(url, {"oordeel": "bel_mij"}).status_code == 409
    assert Terugkoppeling.objects.get(pk=antwoord.pk).oordeel == "genoeg"


def test_a_verdict_before_an_answer_does_not_exist(zij, now):
    url = reverse("opvolging:oordeel", args=[zij.report(0, now=now).nummer])

    assert browser(zij.melder).post(url, {"oordeel": "opgelost"}).status_code == 404


# --- lists ------------------------------------------------------------------------------------


def queries(client, url):
    """All that a page asks of the database; savepoints are the test's, and free in life."""
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len([query for query in captured if "SAVEPOINT" not in query["sql"]])


def test_the_list_asks_the_same_for_1_and_for_30(zij, now):
    client, url = browser(zij.melder), reverse("opvolging:mijn")
    zij.answered(2, now=now)
    few = queries(client, url)
    for number in range(29):
        zij.report(number % 4, now=now)

    assert queries(client, url) == few
    assert few <= 14  # one says whose rows may be seen


def test_the_page_of_the_team_asks_the_same_for_1_and_for_30(zij, now):
    client, url = browser(zij.coordinator), reverse("opvolging:team", args=[zij.team.pk])
    zij.report(0, now=now)
    few = queries(client, url)
    for number in range(29):
        zij.report(number % 3, now=now)

    assert queries(client, url) == few
    assert few <= 19


def test_what_runs_stands_above_what_is_done_and_pages_turn(zij, now):
    done = zij.answered(0, now=now).melding
    for _ in range(26):
        zij.report(0, now=now - timedelta(days=1))
    client = browser(zij.melder)

    first, second = client.get(reverse("opvolging:mijn")), client.get(reverse("opvolging:mijn"), {"pagina": 2})

    assert "Loopt nog (26)" in text_of(first)
    assert done.nummer not in text_of(first)
    assert "Klaar (1)" in text_of(second)
    assert done.nummer in text_of(second)


def test_an_empty_list_says_what_to_do(zij):
    assert "U hebt nog geen meldingen. Merkt u iets?" in text_of(browser(zij.melder).get(reverse("opvolging:mijn")))


def test_the_start_page_leads_back_to_the_round_that_one_is_on_and_to_no_other(zij, now):
    start = reverse("opvolging:thuis")
    ronde = RondeFactory(team=zij.team, bezig=True, op=now)
    DeelnameFactory(ronde=ronde, gebruiker=zij.teamgenoot, liep_mee=True)
    assert "U bent onderweg" not in text_of(browser(zij.melder).get(start))

    DeelnameFactory(ronde=ronde, gebruiker=zij.melder, liep_mee=True)
    shown = text_of(browser(zij.melder).get(start))
    assert "U bent onderweg" in shown and reverse("rondes:ronde", args=[ronde.pk]) in shown


def test_a_question_of_the_meldpunt_waits_on_top_of_the_start_page_and_in_the_list(zij, now):
    melding = zij.taken_up(3, now=now)
    ask_melder(melding, vraag="Geheime vraag?", actor=zij.meldpunt, now=now)
    client = browser(zij.melder)

    start, own = text_of(client.get(reverse("opvolging:thuis"))), text_of(client.get(reverse("opvolging:mijn")))

    assert start.index("Het meldpunt heeft een vraag voor u") < start.index("Iets melden")
    assert melding.nummer in start and "Vraag voor u" in own
    assert "Geheime vraag?" not in start + own
