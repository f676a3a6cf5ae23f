"""What holds for every kind: groups, numbers to call, on behalf, and another melding beside it (E119, E131, E136)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from buurtpreventie.audit.models import Logregel
from meldingen.models import Concept, Ingang, Melding, MeldingInhoud
from meldingen.numbers import urgent_number
from meldingen.permissions import REPORTABLE, reportable_kinds
from meldingen.tests.conftest import GOED_PER_SOORT, Schrijver, text_of
from teams.models import Soort
from teams.tests.factories import AanstellingFactory, LidmaatschapFactory, TeamFactory

pytestmark = pytest.mark.django_db
KINDS = [kind for kind in GOED_PER_SOORT if kind != "team"]
URGENT = {  # kind -> what makes the draft be about a category with a number, and that number
    "wijkveiligheid": ({"onderwerp": {"groep": "Verkeer en parkeren"}, "categorie": {"categorie": "WV09"}}, "09008844"),
    "openbare_ruimte": ({"wat": {"categorie": "OR15"}}, "144"),
    "hartveilig": ({"wat": {"categorie": "HV01"}}, "112"),
}


@pytest.fixture(autouse=True)
def reader(plaats):
    """Somebody outside the team who reads what is wrong in it."""
    return AanstellingFactory(gemeente=plaats.gemeente, meldpunt=True).gebruiker


def sent_page(schrijver, melding):
    return schrijver.client.get(reverse("meldingen:verstuurd", args=[melding.nummer]))


def test_every_kind_is_offered_where_the_team_has_them_all(schrijver, plaats):
    page = text_of(schrijver.client.get(reverse("meldingen:melden")))

    assert reportable_kinds(plaats.melder, plaats.gemeente) == [*REPORTABLE, Soort.TEAM]
    assert all(reverse("meldingen:begin", args=[kind]) in page for kind in Soort.values)


@pytest.mark.parametrize("kind", GOED_PER_SOORT)
def test_each_kind_goes_from_its_first_page_to_a_melding(schrijver, kind):
    melding = schrijver.send_kind(kind)

    assert melding.soort == kind
    assert sent_page(schrijver, melding).status_code == 200


@pytest.mark.parametrize("kind", GOED_PER_SOORT)
def test_the_check_page_says_who_reads_it_and_both_promises(schrijver, kind):
    schrijver.walk(kind, last=list(GOED_PER_SOORT[kind])[-2])

    page = text_of(schrijver.page("controle"))

    assert "Wie leest dit?" in page
    assert page.count("Uiterlijk <strong>") == 2


@pytest.mark.parametrize("kind", ["wijkveiligheid", "openbare_ruimte", "hartveilig"])
def test_the_number_to_call_stands_on_every_page_after_the_category_and_on_the_sent_page(schrijver, plaats, kind):
    pages, number = URGENT[kind]
    melding = schrijver.send_kind(kind, **pages)
    again = Schrijver(plaats)
    stappen = list(GOED_PER_SOORT[kind])
    again.walk(kind, last=stappen[-2], **pages)

    after = stappen[stappen.index("categorie") + 1 :] if "categorie" in stappen else stappen[1:]
    shown = [text_of(again.page(stap)) for stap in after] + [text_of(sent_page(schrijver, melding))]

    assert [f'href="tel:{number}"' in page for page in shown] == [True] * len(shown)


def test_every_category_with_hurry_leads_to_a_number(plaats, now):
    in_hurry = plaats.gemeente.categorieen.exclude(spoed="GEEN").select_related("gemeente")

    assert [categorie.code for categorie in in_hurry if urgent_number(categorie, now) is None] == []
    assert urgent_number(plaats.categorie("OR01"), now) is None


def test_the_same_questions_come_back_with_what_was_answered(schrijver):
    schrijver.walk("wijkveiligheid", last="waar")

    page = schrijver.page("waar").context["form"]

    assert (page["straat"].value(), page["wanneer"].value()) == ("Elzenpad", "Eerder vandaag")


# --- for somebody else ------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_a_coordinator_reports_every_kind_for_a_member_and_says_how_it_came_in(plaats, kind):
    asked_on = "hulp" if kind == "burenhulp" else ("onderwerp" if kind == "wijkveiligheid" else "wat")
    schrijver = Schrijver(plaats, plaats.coordinator)

    melding = schrijver.send_kind(kind, **{asked_on: {"namens": plaats.melder.pk, "ingang": "papier"}})

    assert (melding.melder, melding.ingevoerd_door) == (plaats.melder, plaats.coordinator)
    assert melding.ingang == Ingang.PAPIER


def test_who_reports_for_oneself_came_in_through_the_app(plaats):
    melding = Schrijver(plaats, plaats.coordinator).send_kind("openbare_ruimte", wat={"ingang": "papier"})

    assert (melding.melder, melding.ingang) == (plaats.coordinator, Ingang.APP)


# --- another melding beside it (E136) ---------------------------------------------------------


def beside(schrijver, melding, soort):
    return schrijver.client.post(reverse("meldingen:erbij", args=[melding.nummer]), {"soort": soort})


def test_another_kind_begins_with_the_place_and_knows_where_it_came_from(schrijver, plaats):
    melding = schrijver.send_kind("openbare_ruimte", wat={"plek": "Bij de brug"})

    response = beside(schrijver, melding, "hartveilig")

    schrijver.concept = Concept.objects.get(soort="hartveilig")
    assert response.url == schrijver.url("wat")
    form = schrijver.page("wat").context["form"]
    assert (str(form["buurt"].value()), form["straat"].value(), form["plek"].value()) == (
        str(plaats.buurt.pk),
        "Elzenpad",
        "Bij de brug",
    )
    schrijver.fill("wat", only={"categorie": "HV02", "buurt": plaats.buurt.pk, "straat": "Elzenpad"})
    schrijver.fill("controle", only={})
    assert Melding.objects.get(categorie__soort="hartveilig").afgesplitst_van == melding


def test_pressed_twice_it_is_one_draft_and_what_was_typed_stays(schrijver):
    melding = schrijver.send_kind("openbare_ruimte")
    beside(schrijver, melding, "burenhulp")
    concept = Concept.objects.get(soort="burenhulp")
    concept.antwoorden |= {"waarneming": "Half"}
    concept.save()

    beside(schrijver, melding, "burenhulp")

    assert Concept.objects.get(soort="burenhulp").antwoorden["waarneming"] == "Half"


def test_the_place_of_a_confidential_melding_is_filled_in_only_for_who_still_reads_it(schrijver, clock, now):
    melding = schrijver.report()
    clock.move_to(now + timedelta(hours=1))
    assert "De plek staat er dan al." not in text_of(sent_page(schrijver, melding))

    beside(schrijver, melding, "burenhulp")

    antwoorden = Concept.objects.get(soort="burenhulp").antwoorden
    assert antwoorden == {"afgesplitst_van": melding.nummer}


def test_filling_in_a_confidential_place_is_written_down_as_an_opening(schrijver):
    melding = schrijver.report()
    opened = Logregel.objects.about(melding).filter(gebeurtenis__startswith="inhoud").count()

    beside(schrijver, melding, "burenhulp")

    assert Concept.objects.get(soort="burenhulp").antwoorden["straat"] == "Elzenpad"
    assert Logregel.objects.about(melding).filter(gebeurtenis__startswith="inhoud").count() == opened + 1


def test_somebody_elses_melding_and_a_kind_that_is_off_begin_nothing(schrijver, elders, plaats):
    theirs = Schrijver(elders).send_kind("openbare_ruimte")
    mine = schrijver.send_kind("openbare_ruimte")
    before = Concept.objects.filter(verstuurd_op=None).count()

    assert beside(schrijver, theirs, "hartveilig").status_code == 404
    for kind in ("team", "onzin", ""):
        assert beside(schrijver, mine, kind).url == reverse("meldingen:verstuurd", args=[mine.nummer])
    assert Concept.objects.filter(verstuurd_op=None).count() == before


def test_beside_what_is_wrong_in_a_team_stands_nothing(schrijver):
    melding = schrijver.send_kind("team")

    assert "Past er nog iets bij?" not in text_of(sent_page(schrijver, melding))
    beside(schrijver, melding, "openbare_ruimte")
    assert Concept.objects.filter(verstuurd_op=None).count() == 0


# --- what the team has on ---------------------------------------------------------------------


def test_a_team_without_niet_pluis_still_reads_whom_to_call(plaats):
    team = TeamFactory(gemeente=plaats.gemeente, naam="Alleen veilig", buurten=[plaats.buurt])
    schrijver = Schrijver(plaats, LidmaatschapFactory(team=team).gebruiker)

    page = text_of(schrijver.client.get(reverse("meldingen:zorgen")))

    assert "Melden is geen klikken." in page
    assert plaats.gemeente.meldpunt_telefoon in page
    assert "maandag tot en met vrijdag" in page.lower()
    assert reverse("meldingen:overleg_vragen") in page
    assert reverse("meldingen:begin", args=["niet_pluis"]) not in page


def test_nothing_of_the_contents_is_kept_outside_its_encrypted_columns(schrijver):
    melding = schrijver.send_kind("burenhulp", wat={"persoon_naam": "KANARIE", "persoon_telefoon": "0599-444 555"})

    facts = Melding.objects.filter(pk=melding.pk).values().get()

    assert "KANARIE" not in str(facts) + str(list(Logregel.objects.values()))
    assert MeldingInhoud.objects.get(pk=melding.pk).persoon_naam == "KANARIE"
