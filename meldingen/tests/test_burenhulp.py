"""Burenhulp: consent first (formulieren; E118, E124, E139, E219)."""

import pytest
from django.urls import reverse

from meldingen.models import Concept, Melding, MeldingInhoud
from meldingen.tests.conftest import Schrijver, text_of

pytestmark = pytest.mark.django_db
KIND = "burenhulp"
PERSON = {"persoon_naam": "Mevrouw Linthorst", "persoon_telefoon": "0599-444 555"}
OFFER = {"toestemming": "Het gaat om mijzelf", "categorie": "BH11"}


def test_two_pages_and_a_check_make_one_melding(schrijver, plaats):
    melding = schrijver.send_kind(KIND, wat=PERSON | {"kan_zelf": "Taarten bakken."})

    inhoud = MeldingInhoud.objects.get(melding=melding)
    assert (melding.categorie, melding.vertrouwelijkheid) == (plaats.categorie("BH01"), 2)
    assert (inhoud.waarneming, inhoud.hoe_vaak) == ("Boodschappen na een val.", "Elke week")
    assert (inhoud.toestemming, inhoud.kan_zelf) == ("Ja, die vindt het goed", "Taarten bakken.")


def test_without_consent_it_becomes_a_talk_and_nothing_is_kept(schrijver):
    response = schrijver.walk(KIND, last="hulp", hulp={"toestemming": "nog_niet", "categorie": ""})

    assert response.url == reverse("meldingen:overleg_vragen") + "?aanleiding=burenhulp&soort=burenhulp"
    assert (Concept.objects.count(), Melding.objects.count()) == (0, 0)
    assert schrijver.client.get(response.url).status_code == 200


def test_consent_that_is_taken_back_keeps_what_was_written(schrijver):
    schrijver.walk(KIND, last="wat")

    response = schrijver.fill("hulp", only={"toestemming": "nog_niet"})

    assert response.url.startswith(reverse("meldingen:overleg_vragen"))
    assert Concept.objects.get().antwoorden["waarneming"] == "Boodschappen na een val."


@pytest.mark.parametrize(
    ("stap", "veld"),
    [("hulp", "toestemming"), ("hulp", "categorie"), ("wat", "waarneming"), ("wat", "hoe_vaak"), ("wat", "buurt")],
)
def test_a_required_answer_that_is_missing_brings_the_page_back(schrijver, stap, veld):
    response = schrijver.walk(KIND, last=stap, **{stap: {veld: ""}})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [veld]


def test_a_number_that_cannot_be_called_is_refused(schrijver):
    response = schrijver.walk(KIND, last="wat", wat={"persoon_telefoon": "geen"})

    assert list(response.context["form"].errors) == ["persoon_telefoon"]


def test_who_asks_for_oneself_finds_the_own_name_and_number_filled_in(plaats):
    schrijver = Schrijver(plaats)
    schrijver.walk(KIND, last="hulp", hulp={"toestemming": "Het gaat om mijzelf"})

    form = schrijver.page("wat").context["form"]

    assert (form["persoon_naam"].value(), form["persoon_telefoon"].value()) == (
        plaats.melder.naam,
        plaats.melder.telefoon,
    )


def test_an_offer_is_called_about(schrijver):
    schrijver.walk(KIND, last="wat", hulp=OFFER)
    before = text_of(schrijver.page("controle"))

    melding = schrijver.send_kind(KIND, hulp=OFFER)
    after = text_of(schrijver.client.get(reverse("meldingen:verstuurd", args=[melding.nummer])))

    assert "belt iemand u over uw aanbod." in before
    assert "belt iemand u over uw aanbod." in after
    assert "hoort u of iemand het oppakt" not in before + after


def test_an_offer_asks_what_one_wants_to_do(schrijver):
    schrijver.walk(KIND, last="hulp", hulp=OFFER)

    form = schrijver.page("wat").context["form"]

    assert str(form.fields["waarneming"].label) == "Wat wilt u doen, en wanneer?"
    assert "kan_zelf" not in form.fields
