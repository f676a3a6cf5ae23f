"""Printed cards with a number, and meldingen for people who are not known yet (E067, E132, E139)."""

import pytest
from django.urls import reverse

from buurtpreventie.accounts.models import Gebruiker
from buurtpreventie.documents.tests.reading import words_of
from buurtpreventie.errors import RefusedAction
from meldingen.actions import begin_concept, make_cards
from meldingen.forms.draft import Invulling
from meldingen.forms.openbare_ruimte import BuitenForm
from meldingen.models import Kaart
from opvolging.tests.meldpunt_pages import signed_in
from opvolging.tests.test_wie_ziet_wat import fresh

pytestmark = pytest.mark.django_db
NEW = {"naam": "Truus Kamerling", "telefoon": "06 12 34 56 78", "antwoord_via": "telefoon"}


def somebody(**other):
    return Gebruiker(**(NEW | other))


def card_of(wereld, now):
    return make_cards(wereld.gemeente, aantal=1, team=wereld.team, actor=wereld.meldpunt, now=now)[0]


def test_each_card_has_a_number_of_its_own_and_a_double_click_makes_no_more(wereld, now):
    first = make_cards(wereld.gemeente, aantal=3, team=wereld.team, actor=wereld.meldpunt, now=now)
    again = make_cards(wereld.gemeente, aantal=3, team=wereld.team, actor=wereld.meldpunt, now=now)
    assert again == first
    assert len({card.nummer for card in Kaart.objects.all()}) == 3
    with pytest.raises(RefusedAction, match="hooguit 50"):
        make_cards(wereld.gemeente, aantal=51, actor=wereld.meldpunt, now=now)


def test_a_coordinator_prints_cards_of_the_own_team_with_the_number_twice_and_nobody_on_them(wereld, elders):
    response = signed_in(wereld.coordinator).post("/kaarten/", {"team": wereld.team.pk, "aantal": 2})
    assert response["Content-Type"] == "application/pdf"
    words = words_of(response.content)
    for card in Kaart.objects.all():
        assert words.count(card.nummer) == 2 and card.team == wereld.team
    assert "Bel 112" in words and wereld.gemeente.meldpunt_telefoon in words
    assert wereld.coordinator.naam not in words and wereld.team.naam not in words
    refused = signed_in(wereld.coordinator).post("/kaarten/", {"team": elders.team.pk, "aantal": 2})
    assert refused.status_code == 422
    assert signed_in(wereld.melder).get("/kaarten/").status_code == 403


def test_the_melding_takes_the_number_of_its_card_and_a_card_is_entered_once(wereld, elders, now):
    card = card_of(wereld, now)
    facts = {"actor": wereld.meldpunt, "melder": wereld.melder, "kaart": card.nummer, "ingang": "papier"}
    melding = wereld.report(0, now=now, **facts)
    assert melding.nummer == card.nummer
    with pytest.raises(RefusedAction, match="al ingevoerd"):
        wereld.report(0, now=now, **facts)
    with pytest.raises(RefusedAction, match="kennen wij niet"):
        wereld.report(0, now=now, **facts | {"kaart": card_of(elders, now).nummer})


def refused_card(wereld, user, card, now):
    """What somebody reads who enters a card again: the error, and where its melding is."""
    concept = begin_concept("openbare_ruimte", gemeente=wereld.gemeente, actor=user, now=now)
    client = signed_in(user)
    page = client.post(reverse("meldingen:stap", args=[concept.pk, "wat"]), {"kaart": card.nummer})
    assert page.status_code == 422 and "al ingevoerd" in page.content.decode()
    return page.context["form"].al_ingevoerd, page.content.decode()


def test_a_card_that_was_entered_leads_to_its_melding_for_who_may_see_it(wereld, now):
    card, secret = (
        card_of(wereld, now),
        make_cards(wereld.gemeente, aantal=2, team=wereld.team, actor=wereld.meldpunt, now=now)[0],
    )
    wereld.report(0, now=now, actor=wereld.meldpunt, melder=wereld.melder, kaart=card.nummer)
    wereld.report(3, now=now, actor=wereld.meldpunt, melder=wereld.melder, kaart=secret.nummer)

    way, page = refused_card(wereld, wereld.meldpunt, card, now)
    assert way == reverse("opvolging:dossier", args=[card.nummer]) and f'href="{way}"' in page
    way, _page = refused_card(wereld, wereld.coordinator, card, now)
    assert way == reverse("opvolging:team_melding", args=[card.nummer])
    way, page = refused_card(wereld, wereld.coordinator, secret, now)
    assert way == "" and f"Vraag het meldpunt naar nummer {secret.nummer}" in page
    assert f"/{secret.nummer}/" not in page


def test_somebody_new_is_added_once_and_hears_by_telephone(wereld, now):
    first = wereld.report(0, now=now, actor=wereld.meldpunt, melder=somebody(), antwoord_via="telefoon")
    again = wereld.report(0, now=now, actor=wereld.meldpunt, melder=somebody(telefoon="0031612345678"))
    other = wereld.report(0, now=now, actor=wereld.meldpunt, melder=somebody(naam="Wim Kamerling"))
    assert first.melder == again.melder != other.melder
    assert (first.melder.email, first.melder.antwoord_via) == (None, "telefoon")
    with pytest.raises(RefusedAction, match="telefoonnummer"):
        wereld.report(0, now=now, actor=wereld.meldpunt, melder=somebody(telefoon=""))


def whom_form(wereld, user, now):
    concept = begin_concept("openbare_ruimte", gemeente=wereld.gemeente, actor=user, now=now)
    return BuitenForm(invulling=Invulling(concept))


def test_who_rang_before_is_in_the_list_of_the_meldpunt_of_this_gemeente_only(wereld, elders, now):
    melder = wereld.report(0, now=now, actor=wereld.meldpunt, melder=somebody()).melder
    listed = whom_form(wereld, fresh(wereld.meldpunt), now).fields
    assert melder in listed["namens"].queryset
    assert {"kaart", "nieuw_naam", "nieuw_telefoon"} <= set(listed)
    assert melder not in whom_form(elders, fresh(elders.meldpunt), now).fields["namens"].queryset
    led = whom_form(wereld, fresh(wereld.coordinator), now).fields
    assert melder not in led["namens"].queryset and "nieuw_naam" not in led and "kaart" in led
