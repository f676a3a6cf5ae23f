""" "Dit heeft uw team bereikt", once a month, and the tips of what partners missed (E018, E020, E030, E157, E158)."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from buurtpreventie.accounts.tests.factories import GebruikerFactory
from buurtpreventie.errors import RefusedAction
from buurtpreventie.outbox.models import Bericht
from opvolging.actions import close_with_antwoord, finish_ask, give_antwoord, sweep, write_team_messages
from opvolging.invariants import broken_invariants
from opvolging.models import Langs, TeamBericht, Terugkoppeling
from opvolging.team import tips_for
from opvolging.team_message import last_month, month_of
from opvolging.tests.meldpunt_pages import signed_in, text_of
from teams.clocks import at
from teams.tests.factories import LidmaatschapFactory, TeamFactory

pytestmark = pytest.mark.django_db
OKTOBER = date(2026, 10, 1)


@pytest.fixture
def nine():
    """Nine o'clock on a day of November 2026."""

    def moment(day, hour=9, month=11):
        return at(date(2026, month, day), timezone.datetime.min.time().replace(hour=hour))

    return moment


@pytest.fixture
def october(wereld, nine):
    """What a team brought about in October: three open meldingen, and confidential ones of too few people."""
    now = nine(13, month=10)
    for uitkomst in ("opgelost", "opgelost", "niet_van_ons"):
        close(wereld, 0, uitkomst, now)
    close(wereld, 1, "hulp", now, voor_team="In de hele straat is het slot vervangen.")
    close(wereld, 2, "hulp", now)
    close(wereld, 3, "hulp", now)
    return wereld


def close(wereld, niveau, uitkomst, now, **woorden):
    melding = wereld.taken_up(niveau, now=now, **{k: woorden.pop(k) for k in ("melder",) if k in woorden})
    close_with_antwoord(melding, uitkomst=uitkomst, tekst="Geheim antwoord.", actor=wereld.meldpunt, now=now, **woorden)
    return melding


def told(team):
    return list(TeamBericht.objects.filter(team=team).values_list("maand", "tekst"))


def mails():
    return list(Bericht.objects.filter(sleutel__startswith="teambericht:").order_by("pk"))


def test_the_month_is_told_in_words_by_subject_and_outcome_and_never_in_persons_or_places(october, nine):
    write_team_messages(nine(2))

    ((maand, tekst),) = told(october.team)
    assert maand == OKTOBER
    assert tekst.startswith(f"Dit heeft {october.team.naam} bereikt in oktober 2026")
    assert "4 meldingen van uw team kregen antwoord." in tekst
    assert "- Onderwerp V0: 2 keer opgelost of hersteld, 1 keer hoort niet bij ons." in tekst
    assert "- Wijkveiligheid: 1 keer hulp of contact geregeld." in tekst
    assert "- Wijkveiligheid: In de hele straat is het slot vervangen." in tekst
    assert "Waarom dit telt: wat u vroeg doorgeeft" in tekst
    for hidden in (
        "Onderwerp V1",
        "Onderwerp V2",
        "Onderwerp V3",
        "vertrouwelijk",
        "Geheim antwoord",
        october.melder.naam,
    ):
        assert hidden not in tekst
    assert october.buurt.naam not in tekst


def test_it_says_nothing_about_other_teams_and_holds_no_ranking(october, nine):
    LidmaatschapFactory(team=TeamFactory(gemeente=october.gemeente, naam="Team Rivaal"), coordinator=True)

    write_team_messages(nine(2))

    (_maand, tekst), *_ = told(october.team)
    assert "Rivaal" not in tekst
    assert not [word for word in ("beste", "meeste", "minder dan", "meer dan", "plaats") if word in tekst.lower()]


@pytest.mark.parametrize(("people", "says"), [(4, False), (5, True)])
def test_confidential_answers_are_one_number_from_five_people_on_and_strict_ones_are_never_counted(
    wereld, nine, people, says
):
    for _n in range(people):
        close(wereld, 2, "hulp", nine(13, month=10), melder=LidmaatschapFactory(team=wereld.team).gebruiker)
        close(wereld, 3, "hulp", nine(13, month=10), melder=GebruikerFactory())

    month = month_of(wereld.team, OKTOBER)
    write_team_messages(nine(2))

    ((_maand, tekst),) = told(wereld.team)
    assert month.vertrouwelijk == (5 if says else 0)
    assert ("Ook 5 vertrouwelijke meldingen kregen antwoord." in tekst) is says


def test_a_complaint_about_the_team_is_not_in_it_in_any_way(wereld, nine):
    melding = close(wereld, 3, "hulp", nine(13, month=10))
    melding.categorie.soort = "team"
    melding.categorie.save()
    melding.refresh_from_db()
    melding.vertrouwelijkheid = 1  # lowered since
    melding.save()

    month = month_of(wereld.team, OKTOBER)

    assert (month.beantwoord, month.vertrouwelijk, month.loopt, month.is_news) == (0, 0, 0, False)


def test_it_is_written_once_on_the_first_working_day_at_nine_and_mailed_to_who_leads(october, nine):
    deputy = LidmaatschapFactory(team=october.team, rol="plaatsvervanger").gebruiker
    runs = {
        "Sunday the first": nine(1),
        "Monday at eight": nine(2, hour=8),
        "Monday at nine": nine(2),
        "again": nine(2, hour=10),
        "a week later": nine(9),
    }

    sent = {name: write_team_messages(moment) for name, moment in runs.items()}

    assert sent == dict.fromkeys(runs, 0) | {"Monday at nine": 2}
    assert len(told(october.team)) == 1
    assert {mail.aan for mail in mails()} == {october.coordinator.email, deputy.email}
    assert mails()[0].onderwerp == "Dit heeft uw team bereikt in oktober"
    assert "Onderwerp V" not in mails()[0].tekst and "slot" not in mails()[0].tekst


def test_after_an_outage_the_sweep_still_writes_it(october, nine):
    sweep(nine(5))
    assert [maand for maand, _tekst in told(october.team)] == [OKTOBER]


def test_a_quiet_month_is_written_and_not_mailed_and_a_new_team_has_none(wereld, nine):
    new = TeamFactory(gemeente=wereld.gemeente, gestart_op=date(2026, 11, 1))

    assert write_team_messages(nine(2)) == 0

    assert "kreeg geen open melding van uw team antwoord" in told(wereld.team)[0][1]
    assert told(new) == []
    assert mails() == []


def test_the_month_before_january_is_december():
    assert last_month(date(2027, 1, 4)) == date(2026, 12, 1)
    assert last_month(date(2026, 12, 1)) == date(2026, 11, 1)


# --- the words of the handler -------------------------------------------------------------------


def test_words_for_the_team_are_kept_once_and_never_reach_the_melder(wereld, now):
    melding = wereld.finished(0, now=now)
    for _press in range(2):
        give_antwoord(melding, tekst="Gedaan.", voor_team="De lamp is weg.", actor=wereld.meldpunt, now=now)

    for_team = Terugkoppeling.objects.filter(doelgroep="team")
    assert [one.tekst for one in for_team] == ["De lamp is weg."]
    assert not Terugkoppeling.objects.visible_to(wereld.melder).filter(doelgroep="team").exists()


def test_of_a_confidential_melding_the_team_is_told_nothing(wereld, now):
    melding = wereld.finished(2, now=now)
    with pytest.raises(RefusedAction, match="vertrouwelijk"):
        give_antwoord(melding, tekst="Gedaan.", voor_team="Over iemand.", actor=wereld.meldpunt, now=now)
    assert not Terugkoppeling.objects.filter(melding=melding).exists()


@pytest.mark.parametrize(("niveau", "asks"), [(0, True), (1, True), (2, False), (3, False)])
def test_the_answer_form_asks_what_the_team_may_know_only_at_v0_and_v1(wereld, now, niveau, asks):
    melding = wereld.finished(niveau, now=now)
    with time_machine.travel(now, tick=False):
        page = text_of(signed_in(wereld.meldpunt).get(reverse("opvolging:antwoord", args=[melding.nummer])))
    assert ("Wat mag het team weten?" in page) is asks


# --- the pages ------------------------------------------------------------------------------------


def test_the_team_reads_prints_and_forwards_the_message(october, nine):
    with time_machine.travel(nine(2, hour=10), tick=False):
        write_team_messages(nine(2))
        for reader in (october.coordinator, october.teamgenoot):
            client = signed_in(reader)
            team = text_of(client.get(reverse("opvolging:team", args=[october.team.pk])))
            months = text_of(client.get(reverse("opvolging:team_berichten", args=[october.team.pk])))
            month = text_of(client.get(reverse("opvolging:team_bericht", args=[october.team.pk, 2026, 10])))
            assert reverse("opvolging:team_berichten", args=[october.team.pk]) in team
            assert "Oktober 2026" in months
            assert "2 keer opgelost of hersteld" in month
            assert 'href="mailto:?subject=Dit%20heeft' in month and "readonly" in month


def test_a_month_without_message_a_month_that_is_none_and_another_team_do_not_exist(october, elders, nine):
    write_team_messages(nine(2))

    def status(reader, *month):
        return signed_in(reader).get(reverse("opvolging:team_bericht", args=[october.team.pk, *month])).status_code

    with time_machine.travel(nine(2), tick=False):
        assert [status(october.coordinator, *month) for month in ((2026, 9), (2026, 13), (99999, 1))] == [404] * 3
        assert status(elders.coordinator, 2026, 10) == 404
        assert status(october.ander_teamlid, 2026, 10) == 404
        assert status(october.meldpunt, 2026, 10) == 403


# --- tips -----------------------------------------------------------------------------------------


def useful(wereld, niveau, now, nuttig, *mist, **woorden):
    ask = wereld.asked(niveau, now=now)
    finish_ask(
        ask,
        uitkomst="hulp",
        nuttig=nuttig,
        mist=list(mist),
        contact=wereld.contact,
        langs=Langs.LINK,
        now=now,
        **woorden,
    )


def test_what_partners_missed_comes_back_as_tips_without_their_own_words(wereld, now):
    useful(wereld, 0, now, "ja")
    useful(wereld, 0, now, "deels", "plek", wat_miste="Bij wie het was.")
    assert tips_for(wereld.team, now) is None  # below three answers a tip would point at somebody

    useful(wereld, 1, now, "nee", "plek", "tijd")

    tips = tips_for(wereld.team, now)
    assert tips.antwoorden == 3
    assert [(str(naam), aantal) for naam, aantal in tips.nuttig] == [("Ja", 1), ("Deels", 1), ("Nee", 1)]
    assert [zin.split(".")[0] for zin in tips.zinnen] == [
        "Wie helpt, zocht soms naar de plek",
        "Wie helpt, wist soms niet wanneer het was",
    ]
    with time_machine.travel(now, tick=False):
        page = text_of(signed_in(wereld.melder).get(reverse("opvolging:team_berichten", args=[wereld.team.pk])))
    assert "Schrijf de straat en het nummer op" in page
    assert "Bij wie het was" not in page


def test_confidential_answers_old_ones_and_those_of_other_teams_give_no_tips(wereld, elders, now):
    for _n in range(3):
        useful(wereld, 2, now, "nee", "wat")
        useful(wereld, 0, now - timedelta(days=200), "nee", "tijd")
        useful(elders, 0, now, "nee", "foto")
    assert tips_for(wereld.team, now) is None


def test_controleer_names_a_month_that_was_told_too_early(wereld, nine):
    early = TeamBericht.objects.create(team=wereld.team, maand=date(2026, 11, 1), tekst="Te vroeg.", op=nine(30))
    assert broken_invariants() == {"maand_verteld_voor_zij_om_was": [early.pk]}
