"""Hartveilig: one page, and it is no alarm (formulieren; E118, E169)."""

import pytest
from django.urls import reverse

from meldingen.models import Melding, MeldingInhoud
from meldingen.tests.conftest import Schrijver, text_of

pytestmark = pytest.mark.django_db
KIND = "hartveilig"


def test_one_page_and_a_check_make_one_melding(schrijver, plaats):
    melding = schrijver.send_kind(KIND, wat={"wanneer": "Alleen overdag bereikbaar"})

    inhoud = MeldingInhoud.objects.get(melding=melding)
    assert (melding.categorie, melding.vertrouwelijkheid) == (plaats.categorie("HV02"), 0)
    assert (inhoud.plek, inhoud.wanneer) == ("Bij de sporthal", "Alleen overdag bereikbaar")


def test_112_comes_first_and_it_says_that_this_is_no_alarm(schrijver):
    page = text_of(schrijver.client.get(reverse("meldingen:begin", args=[KIND])))

    assert "Reageert iemand niet? Bel 112." in page
    assert "Dit formulier is geen alarm." in page
    assert page.index("Bel 112.") < page.index("Wat wilt u doorgeven?")


@pytest.mark.parametrize("veld", ["categorie", "buurt"])
def test_a_required_answer_that_is_missing_brings_the_page_back(schrijver, veld):
    response = schrijver.walk(KIND, last="wat", wat={veld: ""})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [veld]
    assert Melding.objects.count() == 0


def test_an_aed_has_to_be_found_and_a_course_does_not(plaats):
    nowhere = {"plek": "", "straat": ""}

    assert list(Schrijver(plaats).walk(KIND, last="wat", wat=nowhere).context["form"].errors) == ["straat"]
    assert Schrijver(plaats).walk(KIND, last="wat", wat=nowhere | {"categorie": "HV06"}).status_code == 302
