"""Who did not feel safe on a round is called back: no word about what, and no tie to the round (E113)."""

import pytest
from django.urls import reverse

from meldingen.models import Overleg
from opvolging.tests.meldpunt_pages import signed_in, text_of

pytestmark = pytest.mark.django_db

LINK = "?aanleiding=ronde"


def ask(wereld, **said):
    """Follow the link of a report and send what the page shows."""
    client = signed_in(wereld.melder)
    page = client.get(reverse("meldingen:overleg_vragen") + LINK)
    data = {name: page.context["form"][name].value() or "" for name in ("aanleiding", "soort", "melding", "sleutel")}
    return page, client.post(reverse("meldingen:overleg_vragen") + LINK, data | {"telefoon": "0612345678"} | said)


def test_a_call_after_a_round_is_asked_without_a_word_about_what(wereld):
    page, response = ask(wereld)

    assert "Iets van een ronde kan u bijblijven." in text_of(page)
    assert response.status_code == 302
    talk = Overleg.objects.get()
    assert (talk.wie, talk.aanleiding, talk.soort) == (wereld.melder, "ronde", "wijkveiligheid")


def test_the_meldpunt_sees_that_it_is_after_a_round_and_whom_to_call(wereld):
    ask(wereld)
    desk = signed_in(wereld.meldpunt)

    in_list = text_of(desk.get(reverse("opvolging:overleggen")))
    on_page = text_of(desk.get(reverse("opvolging:overleg", args=[Overleg.objects.get().pk])))

    assert "Na een ronde" in in_list
    assert "Na een ronde" in on_page
    assert wereld.melder.naam in on_page


def test_asked_again_while_it_waits_is_one_call(wereld):
    ask(wereld)
    ask(wereld)

    assert Overleg.objects.open().count() == 1


@pytest.mark.parametrize("rol", ["teamgenoot", "coordinator"])
def test_nobody_of_the_team_sees_that_somebody_asked(wereld, rol):
    ask(wereld)

    assert list(Overleg.objects.visible_to(getattr(wereld, rol))) == []
