"""Planning an evening: what is put on the agenda, changed, called off, and who is asked (E172, E180, E190)."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from buurtpreventie.audit.models import Logregel
from buurtpreventie.errors import RefusedAction
from buurtpreventie.outbox.models import Bericht
from buurtpreventie.ui.gelezen import fingerprint
from teams.tests.factories import AanstellingFactory, GemeenteFactory, LidmaatschapFactory, RegioFactory, TeamFactory
from trainingen.actions.planning import cancel_sessie, change_sessie, follow_merged_teams, invite_teams, plan_sessie
from trainingen.actions.signing import sign_up
from trainingen.advice import tips_for
from trainingen.models import Beltaak, Inschrijving, Programma, Sessie, SessieTeam
from trainingen.planned import words_of
from trainingen.tests.factories import InschrijvingFactory, ModuleFactory, SessieFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 2, 10, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))
DAG = date(2026, 12, 8)
KEY = "6d9d3a1e-0f6b-4a53-9d3c-1f6f5b7c2a11"


@pytest.fixture
def gemeente():
    return GemeenteFactory()


@pytest.fixture
def trainer(gemeente):
    return AanstellingFactory(trainer=True, gemeente=gemeente).gebruiker


@pytest.fixture
def team(gemeente):
    return TeamFactory(gemeente=gemeente)


@pytest.fixture
def plan(gemeente, trainer, team):
    """Plan an evening of 19.00 to 22.00 uur, five weeks ahead."""
    module = ModuleFactory(gemeente=gemeente)

    def do(**other):
        facts = {
            "soort": "training",
            "module": module,
            "dag": DAG,
            "van": time(19, 0),
            "tot": time(22, 0),
            "plaats": "De Linde",
            "plaatsen": 15,
            "bereik": "teams",
            "teams": [team],
            "trainers": [trainer],
            "actor": trainer,
            "now": NOW,
        }
        return plan_sessie(gemeente, **(facts | other))

    return do


def change(sessie, trainer, now=NOW, **waarden):
    return change_sessie(sessie, gelezen=None, actor=trainer, now=now, **waarden)


def member(team, **facts):
    return LidmaatschapFactory(team=team, **facts).gebruiker


def signed(sessie, team, gebruiker, now=NOW):
    return sign_up(sessie, gebruiker=gebruiker, team=team, ingang="zelf", actor=gebruiker, now=now)


def mails(aan, soort=None):
    rows = Bericht.objects.filter(aan=aan.email).exclude(stand="vervallen").order_by("pk")
    return [bericht.onderwerp for bericht in rows if soort in (None, bericht.soort)]


# --- planning --------------------------------------------------------------------------------


def test_an_evening_is_planned_by_the_clock_on_the_wall_with_the_names_of_now(plan, gemeente, team, trainer):
    sessie = plan()
    assert (sessie.begin, sessie.einde) == (
        datetime(2026, 12, 8, 19, 0, tzinfo=ZoneInfo("Europe/Amsterdam")),
        datetime(2026, 12, 8, 22, 0, tzinfo=ZoneInfo("Europe/Amsterdam")),
    )
    sessie.refresh_from_db()
    assert (sessie.gemeente_toen, sessie.stand, sessie.uitgenodigd_op) == (gemeente.naam, "gepland", None)
    assert [(row.team, row.naam_toen) for row in sessie.sessieteams.all()] == [(team, team.naam)]
    assert list(sessie.trainers.all()) == [trainer]
    assert len(sessie.wand_code) == 6
    assert Logregel.objects.filter(gebeurtenis="sessie.gepland", doel_id=sessie.pk).count() == 1
    assert Bericht.objects.count() == 0  # the teams hear nothing yet


def test_pressed_twice_is_one_evening(plan):
    assert plan(sleutel=KEY) == plan(sleutel=KEY)
    assert Sessie.objects.count() == 1


def test_the_key_of_an_evening_of_another_gemeente_is_no_way_in(plan):
    elsewhere = SessieFactory(sleutel=KEY)
    assert plan(sleutel=KEY).pk != elsewhere.pk


def test_what_was_keeps_its_name(plan, gemeente, team):
    sessie = plan()
    gemeente.naam, team.naam = "Vijf Dorpen", "Team Vijf Dorpen"
    gemeente.save()
    team.save()
    sessie.refresh_from_db()
    assert sessie.gemeente_toen != "Vijf Dorpen"
    assert sessie.sessieteams.get().naam_toen != "Team Vijf Dorpen"


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"dag": date(2026, 11, 1)}, "al voorbij"),
        ({"dag": date(2026, 11, 2), "van": time(9, 0)}, "al voorbij"),
        ({"al_geweest": True}, "nog niet geweest"),
        ({"van": time(22, 0), "tot": time(19, 0)}, "klaar voor hij begint"),
        ({"van": time(19, 0), "tot": time(19, 0)}, "klaar voor hij begint"),
        ({"dag": date(2027, 3, 28), "van": time(2, 30), "tot": time(3, 0)}, "klok"),  # the hour that is skipped
        ({"teams": []}, "ten minste één team"),
        ({"trainers": []}, "ten minste één trainer"),
        ({"module": None}, "module"),
        ({"soort": "kennisavond", "thema": ""}, "thema"),
    ],
)
def test_what_cannot_be_is_refused_in_words(plan, other, sentence):
    with pytest.raises(RefusedAction, match=sentence):
        plan(**other)
    assert Sessie.objects.count() == 0


def test_nothing_of_another_gemeente_comes_on_the_agenda(plan):
    elsewhere = GemeenteFactory(regio=RegioFactory())
    for other in (
        {"module": ModuleFactory(gemeente=elsewhere)},
        {"teams": [TeamFactory(gemeente=elsewhere)]},
        {"trainers": [AanstellingFactory(trainer=True, gemeente=elsewhere).gebruiker]},
        {"programma": Programma.objects.create(gemeente=elsewhere, naam="P", van=DAG, tot=DAG)},
        {"programma": Programma.objects.create(regio=elsewhere.regio, naam="R", van=DAG, tot=DAG)},
    ):
        with pytest.raises(RefusedAction, match="gemeente"):
            plan(**other)


def test_a_programme_of_the_own_region_fits(plan, gemeente):
    gemeente.regio = RegioFactory()
    gemeente.save()
    programma = Programma.objects.create(regio=gemeente.regio, naam="Veilig rond", van=DAG, tot=DAG)
    assert plan(programma=programma).programma == programma


def test_a_team_that_stopped_and_a_module_that_is_not_used_any_more_are_not_asked_anew(plan, gemeente):
    with pytest.raises(RefusedAction, match="is gestopt"):
        plan(teams=[TeamFactory(gemeente=gemeente, stand="gestopt")])
    with pytest.raises(RefusedAction, match="niet meer in gebruik"):
        plan(module=ModuleFactory(gemeente=gemeente, actief=False))


def test_who_is_no_trainer_any_more_on_the_day_itself_does_not_give_it(plan, gemeente):
    leaves = AanstellingFactory(trainer=True, gemeente=gemeente, tot=DAG).gebruiker
    with pytest.raises(RefusedAction, match="op die dag geen trainer"):
        plan(trainers=[leaves])
    assert plan(trainers=[leaves], dag=DAG - timedelta(days=1)).pk


def test_an_evening_that_was_held_before_it_was_written_down(plan, gemeente):
    gone = AanstellingFactory(trainer=True, gemeente=gemeente, tot=date(2026, 10, 1)).gebruiker
    sessie = plan(dag=date(2026, 9, 8), al_geweest=True, trainers=[gone])
    assert (sessie.stand, sessie.wand_code, list(sessie.trainers.all())) == ("gepland", None, [gone])


def test_modules_come_in_any_order(plan, gemeente, team):
    """Two of the pilot's nine towns did niet pluis first (E172)."""
    pluis = ModuleFactory(gemeente=gemeente, bewijs="niet_pluis")
    first, second = plan(module=pluis), plan(dag=DAG + timedelta(days=14))
    assert list(Sessie.objects.coming(NOW).filter(teams=team)) == [first, second]


def test_a_knowledge_evening_for_the_whole_gemeente_needs_no_team(plan):
    sessie = plan(soort="kennisavond", thema="Samen leven", spreker="Marga Molen", bereik="gemeente", teams=[])
    assert (sessie.module, sessie.titel, sessie.sessieteams.count()) == (None, "Samen leven", 0)


# --- inviting --------------------------------------------------------------------------------


def test_the_teams_hear_it_once_when_they_are_invited(plan, team, trainer):
    sessie, lid = plan(), member(team)
    assert Sessie.objects.visible_to(lid).count() == 0

    sessie = invite_teams(sessie, actor=trainer, now=NOW)
    assert sessie.uitgenodigd_op == NOW
    assert len(mails(lid)) == 1
    assert invite_teams(sessie, actor=trainer, now=NOW + timedelta(hours=1)).uitgenodigd_op == NOW
    assert len(mails(lid)) == 1
    del lid._rollen
    assert list(Sessie.objects.visible_to(lid)) == [sessie]


def test_nobody_is_invited_to_what_began_is_over_or_does_not_go_on(plan, trainer):
    sessie = plan()
    with pytest.raises(RefusedAction, match="al begonnen"):
        invite_teams(sessie, actor=trainer, now=sessie.begin)
    cancel_sessie(sessie, reden="Ziek", actor=trainer, now=NOW)
    with pytest.raises(RefusedAction, match="gaat niet door"):
        invite_teams(sessie, actor=trainer, now=NOW)


# --- changing --------------------------------------------------------------------------------


def test_another_place_is_heard_once_by_who_comes(plan, team, trainer):
    sessie, lid = invite_teams(plan(), actor=trainer, now=NOW), member(team)
    signed(sessie, team, lid)
    before = len(mails(lid))

    sessie = change(sessie, trainer, plaats="Het Anker")
    assert (sessie.versie, sessie.verplaatst_op) == (1, NOW)
    assert len(mails(lid)) == before  # the mail of signing up had not left yet, and stands corrected
    assert sum("ander" in woord.lower() or "verplaatst" in woord.lower() for woord in mails(lid)) == 1

    assert change(sessie, trainer, plaats="Het Anker").versie == 1
    assert change(sessie, trainer, van=time(19, 30)).versie == 2
    assert sum("ander" in woord.lower() or "verplaatst" in woord.lower() for woord in mails(lid)) == 1


def test_what_is_no_news_for_who_comes_is_not_told(plan, team, trainer):
    sessie, lid = plan(), member(team)
    signed(sessie, team, lid)
    before = mails(lid)
    sessie = change(sessie, trainer, acteur="Bo Toneel", plaatsen=20)
    assert (sessie.acteur, sessie.versie, mails(lid)) == ("Bo Toneel", 0, before)


def test_who_waits_moves_up_when_there_are_more_places(plan, team, trainer):
    sessie = plan(plaatsen=1)
    signed(sessie, team, member(team))
    waits = signed(sessie, team, member(team))
    assert waits.stand == "wachtlijst"
    change(sessie, trainer, plaatsen=2)
    waits.refresh_from_db()
    assert waits.stand == "aangemeld"


def test_whoever_waited_gets_the_free_place_when_an_evening_that_began_is_moved_ahead(plan, team, trainer):
    sessie = plan(plaatsen=1)
    for _lid in range(2):
        signed(sessie, team, member(team))
    Inschrijving.objects.filter(sessie=sessie, stand="aangemeld").update(stand="afgemeld")
    change(sessie, trainer, now=sessie.begin + timedelta(minutes=30), dag=DAG + timedelta(days=7))
    assert Inschrijving.objects.coming().filter(sessie=sessie).count() == 1


def test_nobody_who_has_a_place_loses_it(plan, team, trainer):
    sessie = plan(plaatsen=3)
    for _lid in range(2):
        signed(sessie, team, member(team))
    with pytest.raises(RefusedAction, match="Er komen al 2 mensen"):
        change(sessie, trainer, plaatsen=1)
    assert change(sessie, trainer, plaatsen=2).plaatsen == 2


def test_more_walk_ins_than_places_keep_nobody_from_changing_the_evening(plan, trainer):
    sessie = plan(plaatsen=1)
    for naam in ("Wout", "Bep"):
        InschrijvingFactory(sessie=sessie, gast=naam, ingang="inloop", aanwezig=True)
    assert change(sessie, trainer, acteur="Bo Toneel").acteur == "Bo Toneel"


def test_a_stale_page_is_refused_and_changes_nothing(plan, trainer):
    sessie = plan()
    read = fingerprint(words_of(sessie))
    change_sessie(sessie, gelezen=read, actor=trainer, now=NOW, acteur="Bo Toneel")
    with pytest.raises(RefusedAction, match="collega"):
        change_sessie(sessie, gelezen=read, actor=trainer, now=NOW, plaatsen=9)
    sessie.refresh_from_db()
    assert (sessie.acteur, sessie.plaatsen) == ("Bo Toneel", 15)


def test_an_evening_does_not_move_into_the_past_but_what_was_can_be_put_right(plan, team, trainer):
    sessie = plan()
    with pytest.raises(RefusedAction, match="al voorbij"):
        change(sessie, trainer, dag=date(2026, 11, 1))
    after, lid = sessie.einde + timedelta(hours=1), member(team)
    signed(sessie, team, lid)
    heard = mails(lid)
    assert change(sessie, trainer, now=after, van=time(19, 30)).versie == 0
    assert mails(lid) == heard
    Inschrijving.objects.filter(sessie=sessie).update(aanwezig=True)
    with pytest.raises(RefusedAction, match="plan een nieuwe avond"):
        change(sessie, trainer, now=after, dag=DAG + timedelta(days=7))


def test_teams_and_trainers_come_and_go_but_not_a_team_from_which_people_come(plan, gemeente, team, trainer):
    sessie, other = plan(), TeamFactory(gemeente=gemeente)
    second = AanstellingFactory(trainer=True, gemeente=gemeente).gebruiker
    change(sessie, trainer, teams=[other], trainers=[second])
    assert set(sessie.teams.all()) == {other}
    assert set(sessie.trainers.all()) == {second}
    signed(sessie, other, member(other))
    with pytest.raises(RefusedAction, match="Laat dit team staan"):
        change(sessie, trainer, teams=[team])
    assert set(sessie.teams.all()) == {other}


def test_a_team_that_is_added_after_the_invitation_hears_it_too(plan, gemeente, team, trainer):
    sessie = invite_teams(plan(), actor=trainer, now=NOW)
    other = TeamFactory(gemeente=gemeente)
    late = member(other)
    change(sessie, trainer, teams=[team, other])
    assert len(mails(late)) == 1


def test_a_stopped_team_and_a_trainer_who_left_may_stay_where_they_were(plan, team, trainer):
    sessie = plan()
    team.stand = "gestopt"
    team.save()
    trainer.aanstellingen.update(tot=NOW.date())
    assert change(sessie, trainer, acteur="Bo Toneel").acteur == "Bo Toneel"


def test_what_is_over_is_not_changed(plan, trainer):
    sessie = cancel_sessie(plan(), reden="Ziek", actor=trainer, now=NOW)
    with pytest.raises(RefusedAction, match="gaat niet door"):
        change(sessie, trainer, acteur="Bo")


# --- calling off -----------------------------------------------------------------------------


def test_who_signed_up_hears_that_it_does_not_go_on_and_who_has_no_mail_is_rung(plan, team, trainer):
    sessie = invite_teams(plan(), actor=trainer, now=NOW)
    lid, zonder = member(team), member(team, gebruiker__email=None, gebruiker__antwoord_via="telefoon")
    for person in (lid, zonder):
        signed(sessie, team, person)
    sessie = cancel_sessie(sessie, reden="De zaal is dicht", actor=trainer, now=NOW + timedelta(days=1))
    assert (sessie.stand, sessie.vervallen_reden, sessie.gesloten_door) == ("vervallen", "De zaal is dicht", trainer)
    assert (sessie.wand_code, sessie.wand_hash) == (None, None)
    assert any("niet door" in woord for woord in mails(lid))
    assert [taak.waarover for taak in Beltaak.objects.filter(inschrijving__gebruiker=zonder)] == ["vervallen"]
    assert not Inschrijving.objects.filter(sessie=sessie, token_hash__isnull=False).exists()

    again = cancel_sessie(sessie, reden="Nog eens", actor=trainer, now=NOW + timedelta(days=2))
    assert again.vervallen_reden == "De zaal is dicht"
    assert sum("niet door" in woord for woord in mails(lid)) == 1


def test_an_evening_that_is_over_lapses_in_silence(plan, team, trainer):
    sessie, lid = plan(), member(team)
    signed(sessie, team, lid)
    cancel_sessie(sessie, reden="Niemand kwam", actor=trainer, now=sessie.einde + timedelta(hours=1))
    assert not any("niet door" in woord for woord in mails(lid))


def test_an_evening_at_which_people_were_ticked_does_not_lapse(plan, trainer):
    sessie = plan()
    InschrijvingFactory(sessie=sessie, gast="Wout", aanwezig=True)
    with pytest.raises(RefusedAction, match="kan niet meer vervallen"):
        cancel_sessie(sessie, reden="Toch niet", actor=trainer, now=NOW)


def test_what_was_held_does_not_lapse():
    held = SessieFactory(gehouden=True, op=NOW - timedelta(days=7))
    with pytest.raises(RefusedAction, match="al afgesloten"):
        cancel_sessie(held, reden="Toch niet", actor=None, now=NOW)


# --- teams that merge ------------------------------------------------------------------------


def merge(team, into):
    team.stand, team.opgegaan_in = "gestopt", into
    team.save()


def test_the_team_into_which_an_asked_team_merged_is_asked_too(plan, gemeente, team, trainer):
    """Leerdam went into Vijfheerenlanden: who was asked keeps the name, who comes is the new team."""
    sessie = invite_teams(plan(), actor=trainer, now=NOW)
    between, heir = TeamFactory(gemeente=gemeente), TeamFactory()
    lid, naam = member(heir), team.naam
    merge(team, between)
    merge(between, heir)

    assert follow_merged_teams(NOW) == 1
    assert {(row.team, row.naam_toen) for row in SessieTeam.objects.filter(sessie=sessie)} == {
        (team, naam),
        (heir, heir.naam),
    }
    assert len(mails(lid)) == 1
    assert follow_merged_teams(NOW) == 0


def test_what_was_held_and_who_only_stopped_stay_as_they_were(plan, team, trainer):
    sessie = plan()
    held = SessieFactory(gehouden=True, op=NOW - timedelta(days=7), team=team)
    merge(team, TeamFactory())
    assert follow_merged_teams(sessie.einde) == 0
    stopped = TeamFactory(stand="gestopt")
    team.opgegaan_in = stopped
    team.save()
    assert follow_merged_teams(NOW) == 0
    assert (sessie.sessieteams.count(), held.sessieteams.count()) == (1, 1)


# --- advice ----------------------------------------------------------------------------------


def test_a_team_that_had_only_one_of_the_two_is_pointed_at_the_other(plan, gemeente, team):
    """Safety is the door to niet pluis (E180)."""
    other = TeamFactory(gemeente=gemeente)
    sessie = plan(teams=[team, other])
    pluis = ModuleFactory(gemeente=gemeente, bewijs="niet_pluis", naam="Niet pluis")
    SessieFactory(gemeente=gemeente, module=pluis, team=other, gehouden=True, op=NOW - timedelta(days=60))
    [tip] = tips_for(sessie)
    assert (tip.teams, tip.wel, tip.nog_niet, tip.module) == ((team.naam,), "Wijkveiligheid", "Niet pluis", pluis)


def test_an_evening_that_does_not_go_on_counts_for_no_advice(plan, gemeente, team, trainer):
    sessie = plan()
    pluis = ModuleFactory(gemeente=gemeente, bewijs="niet_pluis")
    cancel_sessie(plan(module=pluis), reden="Ziek", actor=trainer, now=NOW)
    assert [tip.nog_niet for tip in tips_for(sessie)] == ["Niet pluis"]
    plan(module=pluis, dag=DAG + timedelta(days=14))
    assert tips_for(sessie) == []
