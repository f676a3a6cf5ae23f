"""Forms survive everything and never choose what is not theirs (veiligheid 3 and 18)."""

import pytest
from django.urls import reverse

from meldingen.models import Concept, Melding, MeldingInhoud
from meldingen.tests.conftest import GOED_PER_SOORT, text_of
from teams.tests.factories import AanstellingFactory

pytestmark = [pytest.mark.fuzz, pytest.mark.django_db]
NASTY = ["\x00nul", "\ud800 half", "‮omgekeerd", "<script>alert(1)</script>", "{{ 7 * 7 }}", "a" * 20_001, " "]


@pytest.mark.parametrize("tekst", NASTY, ids=range(len(NASTY)))
def test_no_text_breaks_a_page(schrijver, tekst):
    schrijver.fill_until("categorie")
    raw = {"waarneming": tekst.encode("utf-8", "surrogatepass").decode("utf-8", "replace"), "zintuigen": ["zag"]}

    response = schrijver.fill("wat", only=raw)

    assert response.status_code in (302, 422)
    assert "<script>alert" not in schrijver.page("wat").content.decode()


def test_a_megabyte_is_refused_with_a_sentence_and_the_draft_stays_small(schrijver):
    schrijver.fill_until("categorie")

    response = schrijver.fill("wat", waarneming="a" * 1_000_000)

    assert response.status_code == 422
    assert "Gebruik hooguit 10000 tekens." in text_of(response)
    assert len(Concept.objects.get().antwoorden["waarneming"]) == 20_000


@pytest.mark.parametrize("veld", ["zintuigen", "hoe_vaak", "om_wie", "veranderd"])
def test_a_choice_that_is_not_offered_is_refused_at_its_field(schrijver, veld):
    schrijver.fill_until("categorie")

    response = schrijver.fill("wat", **{veld: ["onzin"] * 500})

    assert veld in response.context["form"].errors
    assert response.status_code == 422


def test_a_buurt_of_another_gemeente_is_no_choice(schrijver, elders):
    schrijver.fill_until("wat")

    for buurt in (elders.buurt.pk, "0", "onzin", "99999999999999999999"):
        response = schrijver.fill("waar", buurt=buurt)
        assert response.status_code == 422
        assert [str(error) for error in response.context["form"].errors["buurt"]] == ["Kies een buurt uit de lijst."]


def test_places_of_another_gemeente_are_not_even_suggested(schrijver, elders):
    schrijver.fill_until("wat")

    page = text_of(schrijver.page("waar"))

    assert "Elzenpad Veldrecht" in page
    assert "Elders" not in page


def test_a_category_of_another_group_or_kind_is_no_choice(schrijver):
    schrijver.begin()
    schrijver.fill("onderwerp")

    for code in ("NP10", "OR01", "WV01", "onzin", ""):
        assert list(schrijver.fill("categorie", categorie=code).context["form"].errors) == ["categorie"]


def test_fields_that_are_not_on_the_form_change_nothing(schrijver, plaats, elders):
    extra = {
        "melder": elders.melder.pk,
        "ingevoerd_door": elders.melder.pk,
        "vertrouwelijkheid": 0,
        "gemeente": elders.gemeente.pk,
        "team": elders.team.pk,
        "stand": "beantwoord",
        "antwoord_voor": "9999-12-31",
        "adres_index": "x",
        "coordinator_mag_lezen": "on",
        "gevaar": "ja",
        "nummer": "0000-0000",
    }
    schrijver.fill_until("wie", **dict.fromkeys(("onderwerp", "categorie", "wat", "waar"), extra))
    schrijver.fill("controle", **extra)

    melding = Melding.objects.get()
    assert (melding.melder, melding.ingevoerd_door, melding.team) == (plaats.melder, plaats.melder, plaats.team)
    assert (melding.vertrouwelijkheid, melding.stand, melding.gevaar) == (2, "ontvangen", False)
    assert (melding.coordinator_mag_lezen, str(melding.antwoord_voor)) == (False, "2026-12-01")
    assert MeldingInhoud.objects.get().adres_index not in ("", "x")


def test_a_key_that_is_no_key_is_no_error(schrijver):
    response = schrijver.begin(sleutel="onzin")

    assert response.status_code == 302


def test_there_is_no_field_for_origin_faith_diagnosis_guilt_or_photos(schrijver):
    schrijver.fill_until("wie")
    asked = " ".join(
        str(field.label)
        for stap in ("onderwerp", "categorie", "wat", "waar", "wie", "controle")
        for field in schrijver.page(stap).context["form"].fields.values()
    ).lower()

    assert [
        w for w in ("afkomst", "geloof", "diagnose", "ziekte", "schuld", "oorzaak", "foto", "naam van") if w in asked
    ] == []


def test_posting_to_pages_that_only_show_is_not_allowed(schrijver):
    for name in ("meldingen:melden", "meldingen:zorgen", "meldingen:bellen"):
        assert schrijver.client.post(reverse(name)).status_code == 405


# --- every other kind -------------------------------------------------------------------------

TYPED = [
    (kind, stap, field)
    for kind, stap, fields in (
        ("wijkveiligheid", "wat", ["waarneming"]),
        ("wijkveiligheid", "waar", ["straat", "huisnummer", "plek", "tijd", "dag"]),
        ("burenhulp", "wat", ["waarneming", "persoon_naam", "persoon_telefoon", "kan_zelf", "straat"]),
        ("hartveilig", "wat", ["plek", "straat", "waarneming"]),
        ("openbare_ruimte", "wat", ["plek", "straat", "waarneming"]),
        ("team", "wat", ["waarneming"]),
    )
    for field in fields
]
CHOSEN = [
    (kind, stap, field)
    for kind, stap, fields in (
        ("wijkveiligheid", "gevaar", ["nu_gevaar"]),
        ("wijkveiligheid", "onderwerp", ["groep"]),
        ("wijkveiligheid", "categorie", ["categorie"]),
        ("wijkveiligheid", "wat", ["al_gebeld"]),
        ("wijkveiligheid", "waar", ["buurt", "wanneer", "hoe_vaak", "aangesproken", "bang_voor"]),
        ("burenhulp", "hulp", ["toestemming", "categorie"]),
        ("burenhulp", "wat", ["buurt", "hoe_vaak"]),
        ("hartveilig", "wat", ["categorie", "buurt", "wanneer"]),
        ("openbare_ruimte", "wat", ["categorie", "buurt", "gevaar"]),
        ("team", "wat", ["team", "antwoord_via"]),
    )
    for field in fields
]


@pytest.fixture
def reader(plaats):
    """Somebody outside the team who reads what is wrong in it."""
    return AanstellingFactory(gemeente=plaats.gemeente, meldpunt=True)


@pytest.mark.parametrize(("kind", "stap", "veld"), TYPED)
def test_no_text_in_any_field_of_any_kind_breaks_a_page(schrijver, reader, kind, stap, veld):
    for tekst in [*NASTY, "9999-12-31", "a" * 1_000_000]:
        raw = tekst.encode("utf-8", "surrogatepass").decode("utf-8", "replace")

        response = schrijver.walk(kind, last=stap, **{stap: {veld: raw}})

        assert response.status_code in (302, 422)
        assert "<script>alert" not in response.content.decode()
        assert response.status_code == 422 or "<script>alert" not in schrijver.page("controle").content.decode()


@pytest.mark.parametrize(("kind", "stap", "veld"), CHOSEN)
def test_a_choice_that_is_not_offered_is_refused_at_its_field_in_every_kind(
    schrijver, reader, elders, kind, stap, veld
):
    for nonsense in ("onzin", elders.buurt.pk, ["x"] * 500, "99999999999999999999"):
        response = schrijver.walk(kind, last=stap, **{stap: {veld: nonsense}})

        assert response.status_code == 422
        assert veld in response.context["form"].errors
    assert Melding.objects.count() == 0


@pytest.mark.parametrize("kind", GOED_PER_SOORT)
def test_fields_that_are_not_on_the_form_change_nothing_in_any_kind(schrijver, plaats, reader, elders, kind):
    extra = {
        "melder": elders.melder.pk,
        "namens": elders.melder.pk,
        "ingevoerd_door": elders.melder.pk,
        "vertrouwelijkheid": 0,
        "gemeente": elders.gemeente.pk,
        "stand": "beantwoord",
        "antwoord_voor": "9999-12-31",
        "adres_index": "x",
        "coordinator_mag_lezen": "on",
        "afgesplitst_van": "0000-0000",
        "ingang": "papier",
        "nummer": "0000-0000",
    }
    melding = schrijver.send_kind(kind, **dict.fromkeys(GOED_PER_SOORT[kind], extra))

    assert (melding.melder, melding.ingevoerd_door, melding.team) == (plaats.melder, plaats.melder, plaats.team)
    assert (melding.gemeente, melding.stand) == (plaats.gemeente, "ontvangen")
    assert melding.vertrouwelijkheid == melding.categorie.vertrouwelijkheid
    assert (melding.coordinator_mag_lezen, melding.ingang, melding.afgesplitst_van) == (False, "app", None)
    assert MeldingInhoud.objects.get(melding=melding).adres_index != "x"


def test_no_kind_asks_for_origin_faith_diagnosis_or_guilt(schrijver, reader):
    asked = []
    for kind, pages in GOED_PER_SOORT.items():
        schrijver.walk(kind, last=list(pages)[-2])
        for stap in pages:
            asked += [str(field.label).lower() for field in schrijver.page(stap).context["form"].fields.values()]

    assert len(asked) > 40
    assert [
        label
        for label in asked
        if any(
            word in label for word in ("afkomst", "geloof", "diagnose", "ziekte", "schuld", "oorzaak", "signalement")
        )
    ] == []
