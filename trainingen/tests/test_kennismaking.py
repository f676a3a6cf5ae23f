"""Getting to know a team: asked page by page, kept as a draft, once a year, about the whole team only (E089-E095)."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from buurtpreventie.accounts.tests.factories import GebruikerFactory
from buurtpreventie.errors import RefusedAction
from teams.models import Team
from teams.tests.factories import AanstellingFactory, BuurtFactory, LidmaatschapFactory, TeamFactory
from trainingen import intake
from trainingen.actions.intake import begin_intake, drop_intake, finish_intake, keep_step
from trainingen.models import Kennismaking
from trainingen.tests.factories import KennismakingFactory

pytestmark = pytest.mark.django_db

ANSWERS = {
    "T1": "Team De Akkers, begonnen in maart 2014",
    "T2": "samen",
    "T3": ["lopen", "appgroep"],
    "T4": "De Akkers en het park",
    "T5": "meestal",
    "T6": 2,
    "T7": 12,
    "T13": "ouder",
    "T15": ["inbraak", "zorgen"],
    "T16": "Goed, maar er zijn te weinig lopers.",
    "T17_hebben": ["wijkagent", "gemeente"],
    "T17_willen": ["handhaving", "ggd"],
    "T19": ["coordinator", "rooster"],
    "T20": "werkgroep",
    "T22": ["training"],
}


@pytest.fixture
def team():
    buurten = [
        BuurtFactory(naam="De Akkers", woningen=900, huur_procent=30, ouder_dan_65_procent=20),
        BuurtFactory(naam="Het Veld", woningen=100, huur_procent=80, ouder_dan_65_procent=30),
        BuurtFactory(naam="Zonder cijfers"),
    ]
    return TeamFactory(buurten=buurten, gestart_op=date(2014, 3, 1))


@pytest.fixture
def trainer(team):
    person = GebruikerFactory(tweede_factor=True)
    AanstellingFactory(gebruiker=person, gemeente=team.gemeente, trainer=True)
    return person


@pytest.fixture
def leads(team):
    return LidmaatschapFactory(team=team, coordinator=True).gebruiker


@pytest.fixture
def now():
    return timezone.now()


def fill(talk, actor, now, **other):
    for stap in intake.steps():
        keep_step(talk, stap=stap, waarden=ANSWERS | other, actor=actor, now=now)


def as_posted(answers):
    return {naam: value if isinstance(value, list) else str(value) for naam, value in answers.items()}


# --- the questions --------------------------------------------------------------------------------------


def test_all_24_questions_are_asked_once_in_pages_of_at_most_six():
    asked = [vraag.id for stap in intake.steps() for vraag in stap.vragen]
    assert sorted(asked, key=lambda code: int(code[1:])) == [f"T{n}" for n in range(1, 25)]
    assert max(len(stap.vragen) for stap in intake.steps()) <= 6


def test_what_must_be_answered_is_what_the_questionnaire_says():
    asked = {code for code, vraag in intake.questions().items() if vraag.verplicht}
    assert asked == {f"T{n}" for n in (1, 2, 3, 4, 5, 6, 7, 13, 15, 16, 17, 19, 20, 22)}


def test_answers_read_as_words():
    said = dict(
        intake.in_words(ANSWERS | {"T12_huur": 30, "T8_tot24": 2, "T15": ["afval", "anders"], "T15_anders": "Vuurwerk"})
    )
    assert said["Wie begon ermee?"] == "Samen"
    assert said["Hoeveel huur en hoeveel koop?"] == "Huur: 30 procent"
    assert said["Hoe oud zijn de leden?"] == "Tot en met 24 jaar: 2"
    assert said["Wat speelt er nu het meest?"] == "Afval\nVuurwerk"
    assert (
        "Met wie hebt u contact: Wijkagent, gemeente"
        in said["Met welke partners hebt u contact, en met wie wilt u contact?"]
    )


@pytest.mark.parametrize(
    ("field", "answers"),
    [
        ("T8_80plus", {"T7": 12, "T8_tot24": 5, "T8_80plus": 8}),
        ("T9_man", {"T7": 3, "T9_vrouw": 2, "T9_man": 2}),
        ("T23", {"T7": 3, "T23": 4}),
        ("T7", {"T7": "twaalf"}),
        ("T7", {"T7": -1}),
        ("T10", {"T7": 1, "T10": "Bel Ans op 06-12345678"}),
        ("T24", {"T7": 1, "T24": "ans@example.nl kan het"}),
        ("T12_koop", {"T12_huur": 60, "T12_koop": 50}),
        ("T12_corporatie", {"T12_huur": 10, "T12_corporatie": 20}),
        ("T22", {"T22": ["niets", "lampen"]}),
        ("T15_anders", {"T15": ["anders"]}),
        ("T17_hebben", {"T17_hebben": []}),
    ],
)
def test_what_does_not_add_up_is_said_at_its_field(field, answers):
    wrong = {naam for stap in intake.steps() for naam in intake.problems(stap, ANSWERS | answers)}
    assert wrong == {field}


def test_counts_that_are_as_many_as_the_team_are_right():
    answers = ANSWERS | {"T8_tot24": 4, "T8_80plus": 8, "T9_vrouw": 12, "T23": 12, "T12_huur": 60, "T12_koop": 40}
    assert intake.unfinished(answers) == []


def test_what_the_registers_know_is_filled_in(team, trainer, now):
    LidmaatschapFactory.create_batch(3, team=team)
    LidmaatschapFactory(team=team, tot=now.date() - timedelta(days=1))
    answers = begin_intake(team, actor=trainer, now=now).antwoorden
    assert answers == {
        "T1": f"{team.naam}, begonnen in maart 2014",
        "T3": ["lopen"],
        "T4": "De Akkers, Het Veld, Zonder cijfers",
        "T7": 3,
        "T11": 1000,
        "T12_huur": 35,
    }


# --- the draft ------------------------------------------------------------------------------------------


def test_beginning_twice_goes_on_with_the_same_draft(team, trainer, now):
    first = begin_intake(team, actor=trainer, now=now)
    assert begin_intake(team, actor=trainer, now=now) == first
    assert Kennismaking.objects.count() == 1


def test_a_team_that_stopped_is_not_asked_any_more(team, trainer, now):
    Team.objects.filter(pk=team.pk).update(stand="gestopt")
    with pytest.raises(RefusedAction, match="gestopt"):
        begin_intake(team, actor=trainer, now=now)


def test_an_intake_is_finished_only_when_every_page_is_done(team, trainer, now):
    talk = begin_intake(team, actor=trainer, now=now)
    with pytest.raises(RefusedAction, match="De leden|Op pad"):
        finish_intake(talk, actor=trainer, now=now)
    fill(talk, trainer, now)
    done = finish_intake(talk, actor=trainer, now=now)
    assert finish_intake(talk, actor=trainer, now=now + timedelta(hours=1)).klaar_op == done.klaar_op


def test_a_finished_intake_stays_as_it_is(team, trainer, now):
    talk = begin_intake(team, actor=trainer, now=now)
    fill(talk, trainer, now)
    finish_intake(talk, actor=trainer, now=now)
    with pytest.raises(RefusedAction, match="al klaar"):
        keep_step(talk, stap=intake.step(1), waarden={"T1": "Anders"}, actor=trainer, now=now)
    drop_intake(team, actor=trainer, now=now)
    talk.refresh_from_db()
    assert talk.antwoorden["T1"] == ANSWERS["T1"]


def test_a_year_later_it_begins_from_the_last_answers_and_the_old_one_stays(team, trainer, now):
    old = KennismakingFactory(team=team, gehouden_op=now.date() - timedelta(days=400), antwoorden=ANSWERS)
    new = begin_intake(team, actor=trainer, now=now)
    assert new.antwoorden == ANSWERS
    keep_step(new, stap=intake.step(2), waarden=ANSWERS | {"T7": 9}, actor=trainer, now=now)
    finish_intake(new, actor=trainer, now=now)
    old.refresh_from_db()
    assert (old.antwoorden["T7"], new.pk == old.pk) == (12, False)


# --- the pages ------------------------------------------------------------------------------------------


def page(team):
    return reverse("trainingen:kennismaking", args=[team.pk])


def at_step(talk, nummer):
    return reverse("trainingen:kennismaking_stap", args=[talk.pk, nummer])


def talk_of(team):
    return Kennismaking.objects.filter(team=team).latest("pk")


@pytest.mark.parametrize("who", ["trainer", "leads"])
def test_trainer_and_coordinator_walk_through_the_whole_intake(client, team, who, request):
    person = request.getfixturevalue(who)
    client.force_login(person)
    response = client.post(reverse("trainingen:kennismaking_begin", args=[team.pk]))
    talk = talk_of(team)
    assert talk.hoe == {"trainer": "telefoon", "leads": "zelf"}[who]
    assert response.url == at_step(talk, 1)
    for stap in intake.steps():
        assert client.get(at_step(talk, stap.nummer)).status_code == 200
        data = {naam: value for naam, value in as_posted(ANSWERS).items() if naam in stap.velden}
        if stap.nummer == 1:
            data |= {"hoe": "samen", "gehouden_op": "2026-01-05"}
        response = client.post(at_step(talk, stap.nummer), data)
        assert response.status_code == 302
    assert response.url == reverse("trainingen:kennismaking_lezen", args=[talk.pk])
    assert "Klaar, bewaar" in client.get(response.url).content.decode()
    assert client.post(reverse("trainingen:kennismaking_klaar", args=[talk.pk])).url == page(team)
    talk.refresh_from_db()
    assert (talk.klaar_op is not None, talk.hoe, talk.antwoorden) == (True, "samen", ANSWERS)
    assert "Wijkagent" in client.get(page(team)).content.decode()


def test_a_wrong_page_comes_back_and_what_was_typed_is_kept_on_the_server(client, team, trainer, now):
    talk = begin_intake(team, actor=trainer, now=now)
    client.force_login(trainer)
    response = client.post(at_step(talk, 2), {"T7": "twaalf", "T10": "Wij missen jongeren.", "T8_tot24": "3"})
    assert response.status_code == 422
    talk.refresh_from_db()
    assert (talk.antwoorden["T7"], talk.antwoorden["T10"]) == ("twaalf", "Wij missen jongeren.")
    again = client.get(at_step(talk, 2)).content.decode()
    assert 'value="twaalf"' in again
    assert "Wij missen jongeren." in again


def test_one_may_stop_in_the_middle_with_wrong_answers_and_go_on_later(client, team, trainer, now):
    talk = begin_intake(team, actor=trainer, now=now)
    client.force_login(trainer)
    response = client.post(at_step(talk, 2), {"T7": "", "T24": "Twee leden.", "later": "1"})
    assert response.url == page(team)
    talk.refresh_from_db()
    assert talk.antwoorden["T24"] == "Twee leden."
    assert "Ga verder" in client.get(page(team)).content.decode()
    check = client.get(reverse("trainingen:kennismaking_lezen", args=[talk.pk])).content.decode()
    assert "Hier is nog niet alles ingevuld" in check
    assert "Klaar, bewaar" not in check


def test_finishing_too_early_says_which_pages_wait(client, team, trainer, now):
    talk = begin_intake(team, actor=trainer, now=now)
    client.force_login(trainer)
    response = client.post(reverse("trainingen:kennismaking_klaar", args=[talk.pk]))
    assert response.status_code == 409
    assert "Nog niet alles is ingevuld" in response.content.decode()


def test_a_day_that_is_still_to_come_is_refused(client, team, trainer, now):
    talk = begin_intake(team, actor=trainer, now=now)
    client.force_login(trainer)
    tomorrow = timezone.localdate() + timedelta(days=1)
    response = client.post(at_step(talk, 1), as_posted(ANSWERS) | {"hoe": "samen", "gehouden_op": tomorrow.isoformat()})
    assert (response.status_code, "Deze dag komt nog" in response.content.decode()) == (422, True)


def test_markup_in_an_answer_stays_text(client, team, trainer, now):
    KennismakingFactory(team=team, antwoorden=ANSWERS | {"T16": "<script>alert(1)</script>"})
    client.force_login(trainer)
    body = client.get(page(team)).content.decode()
    assert "<script>alert(1)" not in body
    assert "&lt;script&gt;" in body


def test_a_year_old_talk_asks_to_be_brought_up_to_date(client, team, trainer):
    talk = KennismakingFactory(team=team, gehouden_op=timezone.localdate() - timedelta(days=364))
    client.force_login(trainer)
    assert "meer dan een jaar oud" not in client.get(page(team)).content.decode()
    Kennismaking.objects.filter(pk=talk.pk).update(gehouden_op=timezone.localdate() - timedelta(days=365))
    assert "meer dan een jaar oud" in client.get(page(team)).content.decode()


def test_older_talks_stay_readable(client, team, leads):
    old = KennismakingFactory(team=team, gehouden_op=date(2024, 5, 1), antwoorden=ANSWERS | {"T16": "Zo was het toen."})
    KennismakingFactory(team=team, gehouden_op=date(2026, 5, 1), antwoorden=ANSWERS)
    client.force_login(leads)
    address = reverse("trainingen:kennismaking_lezen", args=[old.pk])
    assert address in client.get(page(team)).content.decode()
    assert "Zo was het toen." in client.get(address).content.decode()


def test_the_draft_of_somebody_else_does_not_exist(client, team, trainer, leads, now):
    draft = begin_intake(team, actor=trainer, now=now)
    client.force_login(leads)
    for name, args in (("lezen", []), ("klaar", []), ("stap", [1]), ("pdf", [])):
        address = reverse(f"trainingen:kennismaking_{name}", args=[draft.pk, *args])
        assert client.post(address).status_code in ((404,) if name not in ("lezen", "pdf") else (405,))
        assert client.get(address).status_code in ((404,) if name != "klaar" else (405,))


def test_a_draft_can_be_thrown_away_after_asking_once_and_a_second_press_does_nothing(
    client, team, trainer, leads, now
):
    begin_intake(team, actor=trainer, now=now)
    other = begin_intake(team, actor=leads, now=now)
    client.force_login(trainer)
    address = reverse("trainingen:kennismaking_weg", args=[team.pk])
    assert client.get(address).status_code == 200
    assert Kennismaking.objects.count() == 2
    assert client.post(address).url == client.post(address).url == page(team)
    assert client.get(address).url == page(team)
    assert list(Kennismaking.objects.all()) == [other]


def test_what_is_typed_into_a_draft_that_is_gone_comes_back_with_a_sentence(team, trainer, now):
    talk = begin_intake(team, actor=trainer, now=now)
    drop_intake(team, actor=trainer, now=now)
    with pytest.raises(RefusedAction, match="weggegooid"):
        keep_step(talk, stap=intake.step(1), waarden=ANSWERS, actor=trainer, now=now)


def test_a_member_and_a_stranger_do_not_take_an_intake(client, team):
    client.force_login(LidmaatschapFactory(team=team).gebruiker)
    assert client.get(page(team)).status_code == 403
    assert client.post(reverse("trainingen:kennismaking_begin", args=[team.pk])).status_code == 403
    client.force_login(LidmaatschapFactory().gebruiker)
    assert client.get(page(team)).status_code == 404


def test_a_trainer_of_another_gemeente_sees_no_intake(client, team):
    talk = KennismakingFactory(team=team)
    client.force_login(AanstellingFactory(trainer=True, gebruiker__tweede_factor=True).gebruiker)
    assert client.get(reverse("trainingen:kennismaking_lezen", args=[talk.pk])).status_code == 404
