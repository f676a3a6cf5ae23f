"""Burenhulp above the form: what may be read of it by whom, and an offer that nobody judges (formulieren)."""

import pytest
from django.test import Client
from django.urls import reverse

from buurtpreventie.errors import RefusedAction
from meldingen.actions import copy_categorieen
from meldingen.models import Categorie, MeldingInhoud
from opvolging.actions import close_with_antwoord, give_oordeel
from opvolging.permissions import can_judge
from opvolging.wording import prefilled_extract

pytestmark = pytest.mark.django_db
PERSON = {"persoon_naam": "Mevrouw Linthorst", "persoon_telefoon": "0599-444 555"}


@pytest.fixture
def categorie(wereld):
    """By code, of the start list of this gemeente."""
    copy_categorieen(wereld.gemeente)
    rows = Categorie.objects.filter(gemeente=wereld.gemeente).select_related("gemeente")
    return lambda code: rows.get(code=code)


def test_name_and_number_are_for_who_arranges_it_and_the_name_of_the_melder_is_not(wereld, categorie, now):
    melding = wereld.report(2, now=now, categorie=categorie("BH01"), inhoud=PERSON | {"toestemming": "Ja"})

    extract = prefilled_extract(melding, MeldingInhoud.objects.get(melding=melding))

    assert [said for said in PERSON.values() if said not in extract] == []
    assert wereld.melder.naam not in extract


def test_an_extract_of_another_kind_never_names_the_person_nor_a_fear_or_a_suspicion(wereld, categorie, now):
    told = PERSON | {"bang_voor": "ANGST", "vermoeden": "VERMOEDEN", "wanneer": "Zojuist"}
    melding = wereld.report(1, now=now, categorie=categorie("WV01"), inhoud=told)

    extract = prefilled_extract(melding, MeldingInhoud.objects.get(melding=melding))

    assert [word for word in ("Linthorst", "0599", "ANGST", "VERMOEDEN") if word in extract] == []
    assert "Wanneer: Zojuist" in extract


def test_a_coordinator_who_reads_an_offer_does_not_read_how_to_reach_the_person(wereld, categorie, now):
    melding = wereld.report(1, now=now, categorie=categorie("BH10"), inhoud=PERSON, tekst="Taarten bakken.")
    browser = Client()
    browser.force_login(wereld.coordinator)

    page = browser.get(reverse("opvolging:team_melding", args=[melding.nummer])).content.decode()

    assert "Taarten bakken." in page
    assert [said for said in PERSON.values() if said in page] == []


def test_nobody_asks_whether_an_offer_was_solved(wereld, categorie, now):
    offer = wereld.taken_up(1, now=now, categorie=categorie("BH11"))
    antwoord = close_with_antwoord(offer, uitkomst="opgelost", tekst="Wij belden u.", actor=wereld.meldpunt, now=now)
    browser = Client()
    browser.force_login(wereld.melder)

    page = browser.get(reverse("opvolging:mijn_melding", args=[offer.nummer])).content.decode()

    assert "Wij belden u." in page
    assert "Is het opgelost?" not in page
    assert not can_judge(wereld.melder, antwoord)
    with pytest.raises(RefusedAction):
        give_oordeel(antwoord, oordeel="opgelost", actor=wereld.melder, now=now)
