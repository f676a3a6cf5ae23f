"""Drafts: kept at every step, never lost, never back from the dead (issue 2 Build 5)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from buurtpreventie.errors import RefusedAction
from meldingen.actions import begin_concept, purge_concepten, save_concept
from meldingen.models import Concept, Melding
from meldingen.tests.conftest import Schrijver, signed_in, text_of
from teams.tests.factories import LidmaatschapFactory

pytestmark = pytest.mark.django_db
CANARY = "De brievenbus zit al vier dagen vol."


def test_looking_at_a_page_writes_nothing(schrijver):
    for soort in ("niet_pluis", "openbare_ruimte"):
        schrijver.client.get(reverse("meldingen:begin", args=[soort]))

    assert Concept.objects.count() == 0


def test_a_draft_is_encrypted_from_its_first_save(schrijver):
    schrijver.fill_until("wat")

    with connection.cursor() as cursor:
        cursor.execute("SELECT antwoorden::text FROM meldingen_concept")
        stored = cursor.fetchone()[0]
    assert "brievenbus" not in stored
    assert Concept.objects.get().antwoorden["waarneming"] == CANARY


def test_an_invalid_page_is_kept_as_well(schrijver):
    schrijver.fill_until("categorie")

    response = schrijver.fill("wat", zintuigen=[])

    assert response.status_code == 422
    assert CANARY in text_of(response)
    assert CANARY in text_of(schrijver.page("wat"))


def test_a_draft_survives_a_closed_browser(schrijver, plaats):
    schrijver.fill_until("wat")

    elsewhere = signed_in(plaats.melder)

    assert "Ga verder met uw melding" in text_of(elsewhere.get(reverse("opvolging:thuis")))
    assert elsewhere.get(schrijver.url("controle")).url == schrijver.url("waar")
    assert CANARY in text_of(elsewhere.get(schrijver.url("wat")))


def test_a_page_that_is_not_possible_yet_leads_to_the_first_open_one(schrijver):
    schrijver.begin()

    for stap in ("wat", "wie", "controle", "bestaat-niet"):
        assert schrijver.page(stap).url == schrijver.url("onderwerp")


def test_another_group_asks_the_category_again_and_keeps_the_text(schrijver):
    schrijver.fill_until("wie")

    response = schrijver.fill("onderwerp", groep="Een kind of jongere")

    assert response.url == schrijver.url("categorie")
    schrijver.fill("categorie", categorie="NP12")
    assert CANARY in text_of(schrijver.page("controle"))


def test_keep_for_later_asks_nothing(schrijver):
    schrijver.fill_until("categorie")

    response = schrijver.fill("wat", only={"waarneming": "Half", "later": "1"})

    assert response.url == reverse("teams:start")
    assert Concept.objects.get().antwoorden["waarneming"] == "Half"


def test_throwing_away_asks_first_and_then_leaves_nothing(schrijver):
    schrijver.fill_until("wat")
    url = reverse("meldingen:weg", args=[schrijver.concept.pk])

    assert "Wilt u stoppen?" in text_of(schrijver.client.get(url))
    assert Concept.objects.count() == 1
    schrijver.client.post(url)

    assert Concept.objects.count() == 0
    assert schrijver.page("wat").status_code == 404


def test_after_fourteen_days_a_draft_is_gone_also_before_it_is_swept(schrijver, clock, now):
    schrijver.fill_until("wat")
    clock.move_to(now + timedelta(days=15))
    schrijver.client.force_login(schrijver.gebruiker)

    assert "Deze melding staat hier niet meer" in text_of(schrijver.page("wat"))
    assert purge_concepten(now + timedelta(days=15)) == 1


def test_somebody_elses_draft_and_one_that_never_was_look_the_same(schrijver, plaats):
    schrijver.fill_until("wat")
    nosy = signed_in(LidmaatschapFactory(team=plaats.team).gebruiker)
    never = reverse("meldingen:stap", args=["00000000-0000-4000-8000-000000000000", "wat"])

    theirs, missing = nosy.get(schrijver.url("wat")), nosy.get(never)

    assert theirs.status_code == missing.status_code == 404
    assert text_of(theirs) == text_of(missing)
    assert nosy.post(schrijver.url("wat"), {"waarneming": "x"}).status_code == 404
    assert Concept.objects.get().antwoorden["waarneming"] == CANARY


def test_pages_of_a_sent_draft_lead_to_its_melding(schrijver):
    melding = schrijver.report()
    sent = reverse("meldingen:verstuurd", args=[melding.nummer])

    assert schrijver.page("wat").url == sent
    assert schrijver.client.post(schrijver.url("wat"), {"waarneming": "Nog iets"}).url == sent
    assert Concept.objects.get().antwoorden == {}


def test_a_draft_that_changed_in_another_window_is_read_again_before_sending(schrijver, clock, now):
    schrijver.fill_until("wie")
    shown = schrijver.page("controle").context["form"]["bewaard"].value()
    clock.move_to(now + timedelta(minutes=1))
    schrijver.fill("wat", waarneming="Iets heel anders.")

    response = schrijver.fill("controle", only={"klopt": "on", "bewaard": shown})

    assert response.status_code == 409
    assert "in een ander venster veranderd" in text_of(response)
    assert "Iets heel anders." in text_of(response)
    assert Melding.objects.count() == 0
    fresh = response.context["form"]["bewaard"].value()
    assert schrijver.fill("controle", only={"klopt": "on", "bewaard": fresh}).status_code == 302


def test_nothing_is_written_into_a_draft_that_was_sent_or_thrown_away(plaats, now):
    kw = {"gemeente": plaats.gemeente, "actor": plaats.melder, "now": now}
    sent = begin_concept("niet_pluis", **kw)
    Concept.objects.filter(pk=sent.pk).update(verstuurd_op=now)
    gone = begin_concept("niet_pluis", **kw)
    Concept.objects.filter(pk=gone.pk).delete()

    with pytest.raises(RefusedAction, match="al verstuurd"):
        save_concept(sent, {"waarneming": CANARY}, now=now)
    with pytest.raises(RefusedAction, match="weggegooid"):
        save_concept(gone, {"waarneming": CANARY}, now=now)


def test_a_draft_without_words_is_not_offered(schrijver):
    schrijver.begin()

    assert "Ga verder" not in text_of(schrijver.client.get(reverse("opvolging:thuis")))


def test_two_drafts_of_one_person_stay_apart(plaats):
    first, second = Schrijver(plaats), Schrijver(plaats)
    first.fill_until("wat")
    second.fill_until("wat", wat={"waarneming": "Iets anders."})

    assert CANARY in text_of(first.page("wat"))
    assert "Iets anders." in text_of(second.page("wat"))
