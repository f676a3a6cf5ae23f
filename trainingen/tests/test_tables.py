"""A knowledge evening: tables, what came of them, who does what by when, and the report (E188-E190, E193)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from buurtpreventie.errors import RefusedAction
from buurtpreventie.ui.gelezen import fingerprint
from teams.clocks import local_date
from teams.tests.factories import AanstellingFactory, LidmaatschapFactory, TeamFactory
from trainingen.actions.tables import add_point, add_table, change_table, finish_point, remove_table, reopen_point
from trainingen.models import Actiepunt, Werktafel
from trainingen.tables import tables_of, words_of
from trainingen.tests.factories import InschrijvingFactory, SessieFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()
LAST_WEEK = timezone.localtime().replace(hour=19, minute=0, second=0, microsecond=0) - timedelta(days=7)


@pytest.fixture
def trainer(db):
    return AanstellingFactory(trainer=True).gebruiker


@pytest.fixture
def avond(trainer):
    gemeente = trainer.aanstellingen.get().gemeente
    team = TeamFactory(gemeente=gemeente)
    return SessieFactory(kennisavond=True, gehouden=True, gemeente=gemeente, team=team, op=LAST_WEEK)


def acts(trainer):
    return {"actor": trainer, "now": NOW}


def table(avond, trainer, vraag="Wie doet er mee?"):
    return add_table(avond, vraag=vraag, **acts(trainer))


def written(tafel, trainer, gelezen=None, **words):
    values = {"vraag": tafel.vraag, "gespreksleider": "", "uitkomst": "", "deelnemers": []} | words
    return change_table(tafel, **values, gelezen=gelezen or fingerprint(words_of(tafel)), **acts(trainer))


def test_tables_are_numbered_and_the_same_question_is_one_table(avond, trainer):
    first, second = table(avond, trainer), table(avond, trainer, "Wie missen wij?")
    assert [first.nummer, second.nummer] == [1, 2]
    assert table(avond, trainer) == first


def test_a_training_has_no_tables(trainer):
    training = SessieFactory(gemeente=trainer.aanstellingen.get().gemeente)
    with pytest.raises(RefusedAction, match="kennisavond"):
        table(training, trainer)


def test_somebody_sits_at_one_table(avond, trainer):
    row = InschrijvingFactory(sessie=avond, aanwezig=True)
    first, second = table(avond, trainer), table(avond, trainer, "Wie missen wij?")
    written(first, trainer, deelnemers=[row])
    written(second, trainer, deelnemers=[row])
    rows, _loose = tables_of(avond, local_date(NOW))
    assert [row.aantal for row in rows] == [0, 1]


def test_who_writes_after_a_colleague_hears_it_and_nothing_is_lost(avond, trainer):
    tafel = table(avond, trainer)
    read = fingerprint(words_of(tafel))
    written(tafel, trainer, uitkomst="Wij bellen aan bij nieuwe buren.")
    with pytest.raises(RefusedAction, match="Een collega"):
        written(tafel, trainer, gelezen=read, uitkomst="Iets anders.")
    assert Werktafel.objects.get().uitkomst == "Wij bellen aan bij nieuwe buren."


def test_a_table_with_words_stays(avond, trainer):
    tafel = written(table(avond, trainer), trainer, uitkomst="Meer jongeren.")
    with pytest.raises(RefusedAction, match="al iets opgeschreven"):
        remove_table(tafel, **acts(trainer))
    remove_table(table(avond, trainer, "Leeg?"), **acts(trainer))
    assert Werktafel.objects.count() == 1


def test_an_action_point_has_an_owner_and_a_day_that_is_not_over(avond, trainer):
    today = local_date(NOW)
    with pytest.raises(RefusedAction, match="al voorbij"):
        add_point(avond, wat="Bellen", voor=today - timedelta(days=1), eigenaar=trainer, **acts(trainer))
    point = add_point(avond, wat="Bellen", voor=today, eigenaar=trainer, **acts(trainer))
    assert add_point(avond, wat="Bellen", voor=today, eigenaar=trainer, **acts(trainer)) == point


def test_done_is_done_once_and_can_be_undone(avond, trainer):
    point = add_point(avond, wat="Bellen", voor=local_date(NOW), eigenaar_naam="Bep", **acts(trainer))
    finish_point(point, resultaat="Gebeld.", **acts(trainer))
    finish_point(point, resultaat="Nog eens.", **acts(trainer))
    assert Actiepunt.objects.get().resultaat == "Gebeld."
    reopen_point(point, **acts(trainer))
    assert Actiepunt.objects.open().get().resultaat == ""


def test_the_owner_sees_and_finishes_only_what_he_or_she_promised(avond, trainer, client):
    lid = LidmaatschapFactory(team=avond.teams.get()).gebruiker
    mine = add_point(avond, wat="Koffie regelen", voor=local_date(NOW), eigenaar=lid, **acts(trainer))
    other = add_point(avond, wat="Zaal huren", voor=local_date(NOW), eigenaar=trainer, **acts(trainer))
    client.force_login(lid)
    page = client.get(reverse("trainingen:actiepunten"))
    assert "Koffie regelen" in page.content.decode() and "Zaal huren" not in page.content.decode()
    assert client.get(reverse("trainingen:actiepunt", args=[other.pk])).status_code == 404
    assert (
        client.post(reverse("trainingen:actiepunt", args=[mine.pk]), {"resultaat": "Er is koffie."}).status_code == 302
    )
    assert Actiepunt.objects.open().get() == other


def test_a_trainer_writes_tables_points_and_reads_the_report(avond, trainer, client):
    client.force_login(trainer)
    row = InschrijvingFactory(sessie=avond, aanwezig=True, team=avond.teams.get())
    new = reverse("trainingen:werktafel_nieuw", args=[avond.pk])
    assert client.post(new, {"vraag": "Wie doet er mee?", "gespreksleider": ""}).status_code == 302
    tafel = Werktafel.objects.get()
    page = client.get(reverse("trainingen:werktafel", args=[tafel.pk]))
    sent = {"vraag": tafel.vraag, "uitkomst": "Wij vragen de school.", "deelnemers": [row.pk]}
    sent["gelezen"] = page.context["form"]["gelezen"].value()
    assert client.post(reverse("trainingen:werktafel", args=[tafel.pk]), sent).status_code == 302
    by = local_date(NOW) + timedelta(days=7)
    point = {"wat": "School bellen", "eigenaar": row.gebruiker.pk, "voor": by, "werktafel": tafel.pk}
    assert client.post(reverse("trainingen:actiepunt_nieuw", args=[avond.pk]), point).status_code == 302
    assert "School bellen" in client.get(reverse("trainingen:werktafels", args=[avond.pk])).content.decode()

    client.force_login(LidmaatschapFactory(team=avond.teams.get()).gebruiker)
    report = client.get(reverse("trainingen:avondverslag", args=[avond.pk])).content.decode()
    assert "Wij vragen de school." in report and "School bellen" in report and "1 mens" in report
    assert row.gebruiker.naam not in report
    pdf = client.get(reverse("trainingen:avondverslag_pdf", args=[avond.pk]))
    assert pdf.content.startswith(b"%PDF")


def test_an_evening_ahead_has_no_report_for_members_yet(trainer, client):
    gemeente = trainer.aanstellingen.get().gemeente
    team = TeamFactory(gemeente=gemeente)
    coming = SessieFactory(kennisavond=True, gemeente=gemeente, team=team)
    url = reverse("trainingen:avondverslag", args=[coming.pk])
    client.force_login(LidmaatschapFactory(team=team).gebruiker)
    assert client.get(url).status_code == 404
    client.force_login(trainer)
    assert client.get(url).status_code == 200


def test_an_owner_is_asked_for(avond, trainer, client):
    client.force_login(trainer)
    sent = {"wat": "Bellen", "voor": local_date(NOW)}
    answer = client.post(reverse("trainingen:actiepunt_nieuw", args=[avond.pk]), sent)
    assert (answer.status_code, "Kies wie het doet" in answer.content.decode()) == (422, True)


def test_who_promised_something_finds_it_and_the_report_among_the_trainings(client, avond, trainer):
    lid = LidmaatschapFactory(team=avond.teams.get()).gebruiker
    InschrijvingFactory(sessie=avond, gebruiker=lid, team=avond.teams.get(), aanwezig=True)
    point = add_point(avond, wat="Bellen", voor=local_date(NOW), eigenaar=lid, **acts(trainer))
    client.force_login(lid)
    assert "1 actiepunt staat open" in client.get(reverse("trainingen:trainingen")).text
    report = reverse("trainingen:avondverslag", args=[avond.pk])
    assert report in client.get(reverse("trainingen:training", args=[avond.pk])).text
    finish_point(point, resultaat="", actor=lid, now=NOW)
    assert "staat open" not in client.get(reverse("trainingen:trainingen")).text
