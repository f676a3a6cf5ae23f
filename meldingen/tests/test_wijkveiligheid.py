"""Wijkveiligheid: gevaar, wat, waar en wanneer, controle (formulieren; E118, E124, E134, E005, E008, E009)."""

import pytest
from django.urls import reverse

from meldingen.models import Concept, Melding, MeldingInhoud
from meldingen.tests.conftest import GOED_PER_SOORT, text_of

pytestmark = pytest.mark.django_db
KIND = "wijkveiligheid"


def test_four_steps_make_one_melding(schrijver, plaats):
    melding = schrijver.send_kind(KIND)

    inhoud = MeldingInhoud.objects.get(melding=melding)
    assert (melding.categorie, melding.vertrouwelijkheid, melding.team) == (plaats.categorie("WV01"), 1, plaats.team)
    assert (inhoud.waarneming, inhoud.al_gebeld) == ("De ruit van de voordeur is kapot.", "Nee")
    assert inhoud.wanneer == "Eerder vandaag: 17 november"
    assert melding.naam_delen is False


def test_nothing_is_asked_before_everybody_is_safe(schrijver, plaats):
    response = schrijver.walk(KIND, last="gevaar", gevaar={"nu_gevaar": "ja"})

    page = text_of(response)
    assert "Bel nu 112" in page
    assert "Wij hebben hier niets van bewaard." in page
    assert (Concept.objects.count(), Melding.objects.count()) == (0, 0)


def test_the_first_page_says_what_is_not_the_work_of_a_volunteer(schrijver):
    page = text_of(schrijver.client.get(reverse("meldingen:begin", args=[KIND])))

    assert "Ga niet achter iemand aan. De politie doet het politiewerk." in page
    assert reverse("ui:grenzen") in page
    assert "Melden is geen klikken" not in page


@pytest.mark.parametrize(
    ("stap", "veld"),
    [
        ("gevaar", "nu_gevaar"),
        ("onderwerp", "groep"),
        ("categorie", "categorie"),
        ("wat", "al_gebeld"),
        ("wat", "waarneming"),
        ("waar", "buurt"),
        ("waar", "wanneer"),
        ("controle", "klopt"),
    ],
)
def test_a_required_answer_that_is_missing_brings_the_page_back(schrijver, stap, veld):
    response = schrijver.walk(KIND, last=stap, **{stap: {veld: ""}})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [veld]
    assert Melding.objects.count() == 0


def test_another_day_asks_which_and_never_tomorrow(schrijver):
    answers = {"wanneer": "Een andere dag"}

    assert list(schrijver.walk(KIND, last="waar", waar=answers).context["form"].errors) == ["dag"]
    tomorrow = schrijver.fill("waar", only=GOED_PER_SOORT[KIND]["waar"] | answers | {"dag": "2026-11-18"})
    assert [str(error) for error in tomorrow.context["form"].errors["dag"]] == ["Kies vandaag of een eerdere dag."]


def test_the_moment_is_kept_in_words(schrijver):
    when = {"wanneer": "Een andere dag", "dag": "2026-11-14", "tijd": "rond 22.00 uur"}

    melding = schrijver.send_kind(KIND, waar=when)

    assert MeldingInhoud.objects.get(melding=melding).wanneer == "Een andere dag: 14 november, rond 22.00 uur"


def test_the_check_page_shows_the_day_in_words(schrijver):
    schrijver.walk(KIND, last="waar", waar={"wanneer": "Een andere dag", "dag": "2026-11-14"})

    assert "14 november" in text_of(schrijver.page("controle"))


def test_who_does_not_know_chooses_once(schrijver, plaats):
    schrijver.walk(KIND, last="onderwerp", onderwerp={"groep": "Ik weet het niet precies"})

    for stap in ("wat", "waar", "controle"):
        data = GOED_PER_SOORT[KIND][stap]
        schrijver.fill(stap, only=data | ({"buurt": plaats.buurt.pk} if stap == "waar" else {}))

    assert Melding.objects.get().categorie == plaats.categorie("WV00")


def test_who_is_afraid_is_told_about_the_number_that_asks_no_name(schrijver):
    schrijver.walk(KIND, last="waar")
    assert "08007000" not in text_of(schrijver.page("controle"))

    schrijver.walk(KIND, last="waar", waar={"bang_voor": "Ja, voor problemen door deze melding"})

    page = text_of(schrijver.page("controle"))
    assert "Bent u bang voor problemen?" in page
    assert 'href="tel:08007000"' in page


def test_what_one_will_not_hear_stands_on_the_page_before_sending(schrijver):
    schrijver.walk(KIND, last="waar")

    page = text_of(schrijver.page("controle"))

    assert "U hoort niet wie er iets deed, en niet wat de politie met iemand doet." in page
    assert "Uw coördinator kan de melding ook lezen. Uw team niet." in page


def test_a_missing_person_is_a_call_and_nothing_is_kept(schrijver):
    schrijver.walk(KIND, last="onderwerp", onderwerp={"groep": "Iets of iemand klopt niet"})

    response = schrijver.fill("categorie", only={"categorie": "WV14"})

    assert 'href="tel:112"' in text_of(response)
    assert (Concept.objects.count(), Melding.objects.count()) == (0, 0)
