"""The rules of asking that ``controleer`` looks after find what breaks them, and nothing in what is sound."""

from datetime import date, time, timedelta

import pytest

from buurtpreventie.outbox.models import Bericht
from evaluaties.actions.answering import give_answers
from evaluaties.actions.asking import ask_who_was_there
from evaluaties.actions.asking_again import remind_silent
from evaluaties.actions.closing import close_afname
from evaluaties.actions.explaining import explain_silence
from evaluaties.actions.returning import add_line, tell_what_came_of_it
from evaluaties.invariants import of_asking
from evaluaties.models import Afname, Gevraagd, NonRespons, WijDeden
from evaluaties.tests.factories import NPE_ANSWERS, AfnameFactory, GevraagdFactory, held_evening, start_version
from teams.clocks import at
from teams.tests.factories import LidmaatschapFactory, TeamFactory
from trainingen.models import Programma
from trainingen.tests.factories import InschrijvingFactory

pytestmark = pytest.mark.django_db

NOON = at(date(2026, 10, 7), time(12, 0))
FORM = {"antwoorden": NPE_ANSWERS, "woorden": {}, "vlaggen": []}


def broken():
    return {naam for naam, rows in of_asking().items() if rows.exists()}


@pytest.fixture
def afname():
    """Asked yesterday evening: seven members and a guest."""
    team = TeamFactory()
    sessie = held_evening(7, gemeente=team.gemeente, team=team, ended=NOON - timedelta(hours=14))
    InschrijvingFactory(sessie=sessie, gast="Gast", gast_email="gast@example.org", aanwezig=True)
    afname = AfnameFactory(sessie=sessie, gemaakt_op=NOON, sluit_op=NOON + timedelta(days=28))
    ask_who_was_there(afname, actor=None, now=NOON)
    return afname


def test_a_run_from_asking_to_telling_breaks_no_rule(afname):
    assert broken() == set()
    for number, row in enumerate(Gevraagd.objects.all()[:6]):
        give_answers(afname, FORM, kanaal="link", sleutel=number, gevraagd=row, now=NOON)
    remind_silent(NOON + timedelta(days=10))
    close_afname(afname, actor=None, now=NOON + timedelta(days=28))
    afname.refresh_from_db()
    leads = LidmaatschapFactory(team=afname.teams.get(), coordinator=True).gebruiker
    explain_silence(afname, afname.teams.get(), redenen=["moe"], actor=leads, now=NOON + timedelta(days=29))
    add_line(afname, uzei="Meer.", wijdeden="Ja.", actor=leads, now=NOON + timedelta(days=30))
    tell_what_came_of_it(afname, actor=leads, now=NOON + timedelta(days=30))
    assert broken() == set()


def test_a_mail_that_still_asks_who_answered_is_found_of_members_and_guests(afname):
    for who in ({"gebruiker__isnull": False}, {"gebruiker": None}):
        row = Gevraagd.objects.filter(beantwoord=False, **who).first()
        Gevraagd.objects.filter(pk=row.pk).update(beantwoord=True)
        assert broken() == {"mail_vraagt_wie_niet_meer_hoeft"}
        Bericht.objects.filter(bron=row.bron).update(stand="vervallen", geheim=None)
        assert broken() == set()


def test_each_other_broken_rule_is_found(afname):
    Gevraagd.objects.filter(gebruiker=None).update(geheim=None)
    assert broken() == {"gevraagd_zonder_link"}
    Gevraagd.objects.filter(gebruiker=None).delete()
    spared = GevraagdFactory(afname=AfnameFactory(), weg="overgeslagen", herinnerd_op=NOON.date() + timedelta(days=99))
    assert broken() == {"overgeslagen_en_toch_herinnerd"}
    spared.delete()
    reason = {"team": TeamFactory(), "redenen": ["moe"], "door": LidmaatschapFactory().gebruiker, "op": NOON}
    NonRespons.objects.create(afname=afname, **reason)
    assert broken() == {"reden_van_een_team_dat_niets_kreeg", "reden_bij_een_open_afname"}
    NonRespons.objects.all().delete()
    WijDeden.objects.create(afname=afname, uzei="Meer.", wijdeden="Ja.", door=reason["door"], op=NOON)
    Afname.objects.filter(pk=afname.pk).update(verteld_op=NOON)
    assert broken() == {"verteld_terwijl_er_niets_stond"}


def test_two_end_measurements_of_one_programme_are_found():
    programma = Programma.objects.create(
        naam="Voorjaar", van=NOON.date(), tot=NOON.date(), gemeente=TeamFactory().gemeente
    )
    facts = {"sessie": None, "programma": programma, "gemeente": programma.gemeente, "naam_toen": "Later"}
    AfnameFactory(versie=start_version("EIND"), **facts)
    assert broken() == set()
    lijst, later = start_version("EIND").vragenlijst, {"nummer": 2, "vastgesteld_op": NOON, "gemaakt_op": NOON}
    AfnameFactory(versie=lijst.versies.create(**later), **facts)
    assert broken() == {"twee_eindmetingen_van_een_programma"}
