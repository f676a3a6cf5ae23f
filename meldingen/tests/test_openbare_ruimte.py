"""Straat en groen: one page and one to read again (formulieren; E119)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from meldingen.models import Concept, Melding, MeldingInhoud
from meldingen.tests.conftest import Schrijver, text_of
from meldingen.tests.factories import report

pytestmark = pytest.mark.django_db


def test_a_lamp_post_is_one_page_and_one_send(schrijver, plaats):
    response = schrijver.begin("openbare_ruimte")
    assert response.url == schrijver.url("controle")

    response = schrijver.fill("controle", only={})

    melding = Melding.objects.get()
    assert response.url == reverse("meldingen:verstuurd", args=[melding.nummer])
    assert (melding.categorie, melding.gevaar, melding.vertrouwelijkheid) == (plaats.categorie("OR01"), False, 0)
    assert MeldingInhoud.objects.get(melding=melding).straat == "Elzenpad"


@pytest.mark.parametrize("veld", ["categorie", "buurt", "gevaar"])
def test_a_required_answer_that_is_missing_brings_the_page_back(schrijver, veld):
    response = schrijver.begin("openbare_ruimte", **{veld: ""})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [veld]


def test_the_place_is_a_street_or_a_few_words(plaats):
    assert list(Schrijver(plaats).begin("openbare_ruimte", straat="").context["form"].errors) == ["straat"]
    assert Schrijver(plaats).begin("openbare_ruimte", straat="", plek="Tegenover de bakker").status_code == 302


def test_the_promises_and_readers_stand_on_the_page_before_sending(schrijver):
    schrijver.begin("openbare_ruimte")

    page = text_of(schrijver.page("controle"))

    assert "Uiterlijk <strong>vrijdag 20 november</strong> hoort u of iemand het oppakt." in page
    assert "Uiterlijk <strong>dinsdag 1 december</strong> krijgt u antwoord" in page
    assert "Uw team kan de melding ook lezen. Uw naam staat er daar niet bij." in page
    assert "Het nummer van de paal helpt het meest." in page


def test_who_can_fall_gets_the_number_of_the_gemeente_on_top(schrijver, plaats, clock, now):
    schrijver.begin("openbare_ruimte", gevaar="ja")
    assert plaats.gemeente.telefoon in text_of(schrijver.page("controle"))

    clock.move_to(now + timedelta(hours=12))
    assert plaats.gemeente.buiten_openingstijd_telefoon in text_of(schrijver.page("controle"))


def test_what_is_known_already_in_the_street_shows_count_and_dates_only(schrijver, plaats, now):
    kw = {"gemeente": plaats.gemeente, "team": plaats.team, "categorie": plaats.categorie("OR01")}
    earlier = report(now=now - timedelta(days=3), inhoud={"straat": "elzenpad ", "waarneming": "KANARIE"}, **kw)
    report(now=now - timedelta(days=2), inhoud={"straat": "Kerkweg"}, **kw)
    schrijver.begin("openbare_ruimte")

    page = text_of(schrijver.page("controle"))

    assert "is in deze straat al 1 melding: 14 november." in page
    assert "KANARIE" not in page
    assert earlier.nummer not in page
    assert earlier.melder.naam not in page


def test_nothing_filled_in_makes_no_draft(schrijver, plaats):
    response = schrijver.client.post(reverse("meldingen:begin", args=["openbare_ruimte"]), {"buurt": plaats.buurt.pk})

    assert response.status_code == 422
    assert Concept.objects.count() == 0


def test_sending_the_first_page_twice_makes_one_draft(schrijver):
    page = schrijver.client.get(reverse("meldingen:begin", args=["openbare_ruimte"]))
    sleutel = page.context["form"]["sleutel"].value()

    first = schrijver.begin("openbare_ruimte", sleutel=sleutel)
    second = schrijver.begin("openbare_ruimte", sleutel=sleutel)

    assert Concept.objects.count() == 1
    assert first.url == second.url


def test_the_first_page_sent_again_after_all_leads_to_the_melding(schrijver):
    page = schrijver.client.get(reverse("meldingen:begin", args=["openbare_ruimte"]))
    sleutel = page.context["form"]["sleutel"].value()
    schrijver.begin("openbare_ruimte", sleutel=sleutel)
    sent = schrijver.fill("controle", only={})

    again = schrijver.begin("openbare_ruimte", sleutel=sleutel)

    assert again.url == sent.url
    assert Melding.objects.count() == 1


def test_the_key_of_somebody_elses_draft_opens_nothing(schrijver, elders):
    other = Schrijver(elders)
    other.begin("openbare_ruimte", waarneming="KANARIE")

    schrijver.begin("openbare_ruimte", sleutel=str(other.concept.pk))

    assert schrijver.concept != other.concept
    assert Concept.objects.get(pk=other.concept.pk).antwoorden["waarneming"] == "KANARIE"
