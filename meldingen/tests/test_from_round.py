"""From a round to a melding: place and time are filled in, and nothing about a person hangs on a round (E102, E105)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from meldingen.models import Concept, Melding
from meldingen.tests.conftest import Schrijver, signed_in, text_of
from teams.rondes.tests.factories import RondeFactory
from teams.tests.factories import BuurtFactory, LidmaatschapFactory, TeamFactory

pytestmark = pytest.mark.django_db

NOOIT = "Een zorg om iemand hangen wij nooit aan uw ronde."
ERBIJ = "Uw melding komt bij uw ronde van"


class Loper(Schrijver):
    """Begins on the page that a round leads to."""

    def __init__(self, plaats, ronde, gebruiker=None):
        super().__init__(plaats, gebruiker)
        self.ronde = ronde

    def address(self, soort):
        return reverse("meldingen:begin", args=[soort]) + f"?ronde={self.ronde.pk}"

    def begin(self, soort="niet_pluis", only=None, **data):
        there = list(Concept.objects.values_list("pk", flat=True))
        response = self.client.post(self.address(soort), (only if only is not None else self.GOED["gevaar"]) | data)
        self.concept = Concept.objects.exclude(pk__in=there).first() or self.concept
        return response

    def first_page(self, soort):
        return self.client.get(self.address(soort))


@pytest.fixture
def onderweg(plaats, now):
    """A round that left twenty minutes ago."""
    return RondeFactory(team=plaats.team, bezig=True, op=now - timedelta(minutes=20))


@pytest.fixture
def loper(plaats, onderweg):
    return Loper(plaats, onderweg)


def test_a_lamp_post_seen_on_a_round_hangs_on_that_round(loper, plaats, onderweg):
    page = loper.first_page("openbare_ruimte")
    assert ERBIJ in text_of(page)
    assert page.context["form"]["buurt"].value() == plaats.buurt.pk

    melding = loper.send_kind("openbare_ruimte")

    assert (melding.ronde, melding.team, melding.vertrouwelijkheid) == (onderweg, plaats.team, 0)


def test_the_check_page_says_with_which_round_it_stands(loper, plaats):
    loper.walk("openbare_ruimte", last="wat")

    assert f"Uw melding staat straks bij de ronde van {plaats.team.naam}, dinsdag 17 november, 9.40 uur." in text_of(
        loper.page("controle")
    )


def test_what_happened_on_a_round_that_goes_on_was_just_now(loper):
    loper.walk("wijkveiligheid", last="wat")

    form = loper.page("waar").context["form"]

    assert [form[name].value() for name in ("wanneer", "dag", "tijd")] == ["Zojuist", None, "rond 10.00 uur"]


@pytest.mark.parametrize(
    ("ago", "wanneer", "dag", "tijd"),
    [
        (timedelta(hours=3), "Eerder vandaag", None, "tussen 7.00 en 8.30 uur"),
        (timedelta(hours=14), "Een andere dag", "2026-11-16", "tussen 20.00 en 21.30 uur"),
    ],
)
def test_what_happened_on_a_round_that_is_over_was_then(plaats, now, ago, wanneer, dag, tijd):
    loper = Loper(plaats, RondeFactory(team=plaats.team, afgerond=True, op=now - ago))
    loper.walk("wijkveiligheid", last="wat")

    form = loper.page("waar").context["form"]

    shown = form["dag"].value()
    assert (form["wanneer"].value(), shown and shown.isoformat(), form["tijd"].value()) == (wanneer, dag, tijd)


def test_a_team_of_several_buurten_is_asked_in_which_one(plaats, now):
    buurten = [plaats.buurt, BuurtFactory(gemeente=plaats.gemeente)]
    team = TeamFactory(gemeente=plaats.gemeente, buurten=buurten, alle_soorten=True)
    LidmaatschapFactory(team=team, gebruiker=plaats.melder)
    loper = Loper(plaats, RondeFactory(team=team, bezig=True, op=now - timedelta(minutes=5)))

    assert loper.first_page("openbare_ruimte").context["form"]["buurt"].value() is None


def test_a_melding_of_a_round_is_of_the_team_that_walked_it(plaats, now):
    second = TeamFactory(gemeente=plaats.gemeente, buurten=[plaats.buurt], alle_soorten=True)
    LidmaatschapFactory(team=second, gebruiker=plaats.melder)
    ronde = RondeFactory(team=second, bezig=True, op=now - timedelta(minutes=5))

    melding = Loper(plaats, ronde).send_kind("openbare_ruimte")

    assert (melding.team, melding.ronde) == (second, ronde)


def test_a_worry_about_somebody_never_hangs_on_a_round_and_the_draft_does_not_know_it(loper, plaats):
    assert NOOIT in text_of(loper.first_page("niet_pluis"))

    loper.begin("niet_pluis")
    assert "ronde" not in loper.concept.antwoorden
    for stap in ["onderwerp", "categorie", "wat", "waar", "wie"]:
        loper.fill(stap)
    assert NOOIT in text_of(loper.page("controle"))
    loper.fill("controle")

    melding = Melding.objects.get()
    assert (melding.ronde, melding.vertrouwelijkheid) == (None, 2)
    assert "ronde" not in Concept.objects.get().antwoorden


@pytest.mark.parametrize("soort", ["burenhulp", "team"])
def test_what_is_about_people_begins_without_a_round(loper, plaats, meldpunt, soort):
    assert NOOIT in text_of(loper.first_page(soort))

    loper.walk(soort, last="hulp" if soort == "burenhulp" else "wat")

    assert "ronde" not in loper.concept.antwoorden


def test_a_confidential_subject_of_a_kind_that_can_hang_on_a_round_does_not(loper, plaats):
    plaats.categorie("WV01").__class__.objects.filter(gemeente=plaats.gemeente, code="WV01").update(
        vertrouwelijkheid=2, fotos=False
    )
    loper.walk("wijkveiligheid", last="waar")
    assert NOOIT in text_of(loper.page("controle"))

    loper.fill("controle", only={"klopt": "on"})

    melding = Melding.objects.get()
    assert (melding.ronde, melding.vertrouwelijkheid) == (None, 2)


def rounds_that_do_not_count(plaats, elders, now):
    """Everything that could stand in the address but is no round to report from now."""
    other_team = TeamFactory(gemeente=plaats.gemeente)
    away = LidmaatschapFactory(team=elders.team, gebruiker=plaats.melder).team
    hour = timedelta(hours=1)
    return {
        "of another team": RondeFactory(team=other_team, bezig=True, op=now - hour).pk,
        "of another gemeente": RondeFactory(team=away, bezig=True, op=now - hour).pk,
        "over two days ago": RondeFactory(team=plaats.team, afgerond=True, op=now - 50 * hour).pk,
        "planned": RondeFactory(team=plaats.team, op=now + hour).pk,
        "cancelled": RondeFactory(team=plaats.team, vervallen=True, op=now - hour).pk,
        "missing": 999_999,
        "words": "kanarie",
        "too large": 10**30,
        "a zero byte": "%00",
        "twice": f"{RondeFactory(team=plaats.team, bezig=True, op=now - hour).pk}&ronde=x",
    }


def test_any_other_round_is_as_if_there_were_none(plaats, elders, now):
    for why, pk in rounds_that_do_not_count(plaats, elders, now).items():
        client = signed_in(plaats.melder)
        address = reverse("meldingen:begin", args=["openbare_ruimte"]) + f"?ronde={pk}"
        page = client.get(address)
        assert (page.status_code, ERBIJ in text_of(page)) == (200, False), why

        data = {"categorie": "OR01", "straat": "Elzenpad", "gevaar": "nee", "buurt": plaats.buurt.pk}
        client.post(address, data)
        assert "ronde" not in Concept.objects.latest("begonnen_op").antwoorden, why
        Concept.objects.all().delete()


def test_who_left_the_team_sends_the_draft_without_the_round(loper, plaats, now):
    loper.walk("openbare_ruimte", last="wat")
    plaats.melder.lidmaatschappen.update(tot=now.date())
    LidmaatschapFactory(team=TeamFactory(gemeente=plaats.gemeente, alle_soorten=True), gebruiker=plaats.melder)

    loper.fill("controle", only={})

    assert Melding.objects.get().ronde is None


def test_a_draft_that_began_in_time_keeps_its_round_when_it_is_sent_later(loper, plaats, onderweg, clock, now):
    loper.walk("openbare_ruimte", last="wat")
    clock.move_to(now + timedelta(days=5))
    loper.fill("controle", only={})

    assert Melding.objects.get().ronde == onderweg


def test_where_one_chooses_only_open_kinds_take_the_round_along(loper, plaats, onderweg):
    page = loper.client.get(reverse("meldingen:melden") + f"?ronde={onderweg.pk}").content.decode()

    assert f"/melden/openbare_ruimte/?ronde={onderweg.pk}" in page
    assert '/melden/niet_pluis/"' in page
    assert NOOIT in page
