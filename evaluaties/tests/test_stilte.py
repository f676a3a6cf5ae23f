"""Fewer answers than expected: who leads the teams says why, never about names (E203)."""

from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from buurtpreventie.accounts.tests.factories import GebruikerFactory
from buurtpreventie.errors import RefusedAction
from buurtpreventie.outbox.models import Bericht
from evaluaties.actions.closing import close_afname
from evaluaties.actions.explaining import ask_why, explain_silence
from evaluaties.models import NonRespons, Respons
from evaluaties.silence import silent_runs
from evaluaties.tests.factories import AfnameFactory, GevraagdFactory
from teams.clocks import at
from teams.tests.factories import GemeenteFactory, LidmaatschapFactory, TeamFactory

pytestmark = pytest.mark.django_db

NOW = at(date(2026, 10, 7), time(12, 0))
DAY = timedelta(days=1)


def lead_of(*teams, **facts):
    person = GebruikerFactory(**facts)
    for team in teams:
        LidmaatschapFactory(team=team, gebruiker=person, coordinator=True)
    return person


def closed_run(teams, answered, asked, *, procent=30, closed=NOW):
    """A run of which so many of so many answered, over these teams."""
    facts = {"gemeente": teams[0].gemeente, "sessie": None, "verwacht_procent": procent}
    afname = AfnameFactory(naam_toen=f"Voorjaar {asked}", gemaakt_op=closed - 30 * DAY, sluit_op=closed + DAY, **facts)
    afname.teams.set(teams)
    for n in range(asked):
        GevraagdFactory(afname=afname, gebruiker=GebruikerFactory(), team=teams[0], beantwoord=n < answered)
    GevraagdFactory(afname=afname, gebruiker=GebruikerFactory(), weg="overgeslagen")
    Respons.objects.create(afname=afname, kanaal="link", aantal=answered)
    return close_afname(afname, actor=None, now=closed)


def mails():
    rows = Bericht.objects.filter(bron__startswith="geen_antwoord").order_by("gemaakt_op", "aan")
    return [(row.gemaakt_op, row.aan, row.tekst.count("\n- ")) for row in rows]


def test_below_what_was_expected_is_silent_and_exactly_that_is_not():
    team = TeamFactory()
    below, _just = closed_run([team], 2, 10), closed_run([team], 3, 10)
    unsaid, nothing = closed_run([team], 2, 10, procent=None), closed_run([team], 0, 1)
    closed_run([team], 0, 0)
    assert set(silent_runs()) == {below, unsaid, nothing}


def test_a_form_on_paper_is_an_answer_too():
    afname = closed_run([TeamFactory()], 2, 10)
    assert list(silent_runs()) == [afname]
    Respons.objects.create(afname=afname, kanaal="papier", aantal=1)
    assert not silent_runs().exists()


def test_who_leads_hears_of_all_runs_in_one_mail_a_day_and_of_each_once():
    team, other = TeamFactory(), TeamFactory()
    lead, both = lead_of(team), lead_of(team, other)
    for asked in (5, 6):
        closed_run([team, other], 1, asked)
    assert ask_why(NOW) == 2
    assert sorted(mails()) == sorted([(NOW, lead.email, 2), (NOW, both.email, 2)])
    closed_run([team], 1, 7, closed=NOW + timedelta(hours=1))
    assert ask_why(NOW + timedelta(hours=2)) == 0
    assert ask_why(NOW + DAY) == 2
    assert ask_why(NOW + 2 * DAY) == 0
    assert mails()[-1][2] == 1


def test_after_four_weeks_nobody_knows_any_more_and_what_was_said_is_not_asked():
    team = TeamFactory()
    lead = lead_of(team)
    old = closed_run([team], 0, 5, closed=NOW - 29 * DAY)
    said = closed_run([team], 0, 6)
    explain_silence(said, team, redenen=["moe"], actor=lead, now=NOW)
    assert old in silent_runs()
    assert ask_why(NOW) == 0


def test_reasons_are_kept_per_team_and_said_again_the_last_words_stand():
    team = TeamFactory()
    lead, afname = lead_of(team), closed_run([team], 0, 5)
    explain_silence(afname, team, redenen=["moe"], actor=lead, now=NOW)
    explain_silence(afname, team, redenen=["moe", "zelfde"], toelichting="Alweer.", actor=lead, now=NOW + DAY)
    row = NonRespons.objects.get()
    assert (row.redenen, row.toelichting, row.door) == (["moe", "zelfde"], "Alweer.", lead)


def test_an_open_run_and_a_team_that_was_not_asked_refuse():
    team, stranger = TeamFactory(), TeamFactory()
    afname = AfnameFactory(sessie=None, gemeente=GemeenteFactory())
    afname.teams.add(team)
    with pytest.raises(RefusedAction, match="nog open"):
        explain_silence(afname, team, redenen=["moe"], actor=lead_of(team), now=NOW)
    closed = closed_run([team], 0, 5)
    with pytest.raises(RefusedAction, match="niets gevraagd"):
        explain_silence(closed, stranger, redenen=["moe"], actor=lead_of(stranger), now=NOW)


def test_who_leads_the_team_that_it_became_part_of_hears_it():
    old, heir = TeamFactory(), TeamFactory()
    lead = lead_of(heir)
    closed_run([old], 0, 5)
    old.opgegaan_in, old.stand = heir, "gestopt"
    old.save()
    assert ask_why(NOW) == 1
    assert mails()[0][1] == lead.email


def test_the_clock_asks_the_database_the_same_for_one_silent_run_and_for_many(django_assert_num_queries):
    def runs(n):
        for team in TeamFactory.create_batch(n):
            lead_of(team)
            closed_run([team], 0, 5)
        ask_why(NOW)

    runs(1)
    with CaptureQueriesContext(connection) as once:
        assert ask_why(NOW) == 0
    runs(5)
    with django_assert_num_queries(len(once)):
        assert ask_why(NOW) == 0
