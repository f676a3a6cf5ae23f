"""Zorgen om iemand, page by page (formulieren; E119, E121, E126, E127, E138, E147)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from meldingen.models import Concept, Melding, MeldingInhoud, Stand
from meldingen.tests.conftest import Schrijver, text_of

pytestmark = pytest.mark.django_db


def test_five_steps_make_one_melding_with_its_promises(schrijver, plaats, now):
    melding = schrijver.report()

    assert melding.categorie == plaats.categorie("NP02")
    assert (melding.melder, melding.ingevoerd_door, melding.team) == (plaats.melder, plaats.melder, plaats.team)
    assert (melding.stand, melding.vertrouwelijkheid, melding.buurt) == (Stand.ONTVANGEN, 2, plaats.buurt)
    assert (melding.naam_delen, melding.antwoord_via, melding.tekst_verborgen) == (False, "mail", False)
    assert f"{melding.reageren_voor} {melding.antwoord_voor}" == "2026-11-19 2026-12-01"
    inhoud = MeldingInhoud.objects.get(melding=melding)
    assert (inhoud.waarneming, inhoud.zintuigen, inhoud.adres, inhoud.weet_ervan) == (
        "De brievenbus zit al vier dagen vol.",
        "zag,hoorde",
        "Elzenpad 12",
        "nog_niet",
    )


@pytest.mark.parametrize(
    ("stap", "veld", "zin"),
    [
        ("onderwerp", "wens", "Kies wat u wilt."),
        ("onderwerp", "groep", "Kies wat het best past."),
        ("categorie", "categorie", "Kies wat het best past."),
        ("wat", "zintuigen", "Kies hoe u het merkte."),
        ("wat", "waarneming", "Schrijf op wat u merkte. 1 zin is genoeg."),
        ("waar", "buurt", "Kies de buurt."),
        ("wie", "weet_ervan", "Weet de persoon dat u dit doorgeeft?"),
        ("wie", "naam_delen", "Mag wie helpt uw naam weten?"),
        ("wie", "antwoord_via", "Hoe wilt u horen wat er gebeurt?"),
        ("controle", "klopt", "Lees uw tekst na."),
    ],
)
def test_a_required_answer_that_is_missing_brings_the_page_back(schrijver, stap, veld, zin):
    before = list(Schrijver.GOED)[list(Schrijver.GOED).index(stap) - 1]
    schrijver.fill_until(before) if before != "gevaar" else schrijver.begin()

    response = schrijver.fill(stap, **{veld: [] if veld == "zintuigen" else ""})

    assert response.status_code == 422
    assert veld in response.context["form"].errors
    assert zin in text_of(response)
    assert Melding.objects.count() == 0


def test_a_feeling_alone_is_enough(schrijver):
    melding = schrijver.report(
        wat={"zintuigen": ["gevoel"], "waarneming": "", "vermoeden": "Er klopt iets niet, ik weet niet wat."}
    )

    inhoud = MeldingInhoud.objects.get(melding=melding)
    assert (inhoud.waarneming, inhoud.vermoeden) == ("", "Er klopt iets niet, ik weet niet wat.")


def test_a_feeling_without_words_asks_what_worries(schrijver):
    schrijver.fill_until("categorie")

    response = schrijver.fill("wat", zintuigen=["gevoel"], waarneming="")

    assert list(response.context["form"].errors) == ["vermoeden"]


def test_danger_now_shows_only_112_and_keeps_nothing(schrijver):
    response = schrijver.begin(nu_gevaar="ja")

    assert response.status_code == 200
    page = text_of(response)
    assert "Bel nu 112" in page
    assert "Gebeld? Ga verder" in page
    assert Concept.objects.count() == 0


def test_after_the_call_one_goes_on(schrijver):
    response = schrijver.begin(nu_gevaar="gebeld")

    assert response.url == schrijver.url("onderwerp")


def test_who_does_not_know_chooses_once(schrijver, plaats):
    schrijver.begin()

    response = schrijver.fill("onderwerp", groep="Ik weet het niet precies")

    assert response.url == schrijver.url("wat")
    for stap in ("wat", "waar", "wie", "controle"):
        schrijver.fill(stap)
    assert Melding.objects.get().categorie == plaats.categorie("NP00")


def test_i_do_not_know_stands_on_top_of_every_choice(schrijver):
    schrijver.begin()
    assert schrijver.page("onderwerp").context["form"].fields["groep"].choices[0][0] == "Ik weet het niet precies"

    schrijver.fill("onderwerp")
    assert schrijver.page("categorie").context["form"].fields["categorie"].choices[0][0] == "NP00"


def test_the_category_tells_what_to_look_for_and_whom_to_call_before_any_text(schrijver):
    schrijver.begin()
    schrijver.fill("onderwerp", groep="Iemand is bang voor een ander")
    schrijver.fill("categorie", categorie="NP10")

    page = text_of(schrijver.page("wat"))

    assert "Schreeuwen, bonken, glas." in page
    assert "Ga niet zelf in gesprek" in page
    assert 'href="tel:08002000"' in page


def test_talking_first_gives_the_number_and_keeps_nothing(schrijver, plaats):
    schrijver.begin()

    response = schrijver.fill("onderwerp", only={"wens": "overleggen"})

    page = text_of(response)
    assert plaats.gemeente.meldpunt_telefoon in page
    assert "Nu open, tot 17.00 uur." in page
    assert "Een overleg is nog geen melding. Wij bewaren hier niets van." in page
    assert (Concept.objects.count(), Melding.objects.count()) == (0, 0)


def test_looking_again_in_two_weeks_leads_there_and_keeps_nothing(schrijver):
    schrijver.begin()

    response = schrijver.fill("onderwerp", only={"wens": "aanzien"})

    assert response.url == reverse("meldingen:even_aanzien")
    assert (Concept.objects.count(), Melding.objects.count()) == (0, 0)


def test_every_entry_says_that_this_is_no_telling_tales(schrijver):
    """E003, E006."""
    for url in (reverse("meldingen:begin", args=["niet_pluis"]), reverse("meldingen:zorgen")):
        page = text_of(schrijver.client.get(url))
        assert "Melden is geen klikken." in page
        assert "U hoeft niet te weten wat er aan de hand is." in page


def test_whether_the_person_knows_has_an_answer_for_who_cannot_ask_safely(schrijver):
    """E219."""
    schrijver.fill_until("waar")

    choices = dict(schrijver.page("wie").context["form"].fields["weet_ervan"].choices)

    assert str(choices["niet_veilig"]) == "Nee, dat kan niet veilig"


def test_talking_first_does_not_throw_away_what_was_written_before(schrijver):
    schrijver.fill_until("wat")

    response = schrijver.fill("onderwerp", only={"wens": "overleggen"})

    assert "Wat u eerder invulde, staat er nog." in text_of(response)
    assert Concept.objects.get().antwoorden["waarneming"] == "De brievenbus zit al vier dagen vol."


def test_v4_keeps_nothing_at_all_not_even_the_draft(schrijver):
    schrijver.begin()
    schrijver.fill("onderwerp", groep="Iemand doet anders dan eerst")

    response = schrijver.fill("categorie", categorie="NP21")

    page = text_of(response)
    assert "Wij bewaren hier niets over." in page
    assert 'href="tel:113"' in page
    assert 'href="tel:112"' in page
    assert (Concept.objects.count(), Melding.objects.count()) == (0, 0)


def test_who_changes_to_v4_loses_the_whole_draft_at_once(schrijver):
    schrijver.fill_until("wie")
    schrijver.fill("onderwerp", groep="Iemand doet anders dan eerst")

    schrijver.fill("categorie", categorie="NP21")

    assert Concept.objects.count() == 0
    assert schrijver.page("wat").status_code == 404


def test_everything_to_know_stands_on_the_page_before_sending(schrijver):
    schrijver.fill_until("wie")

    page = text_of(schrijver.page("controle"))

    for sentence in (
        "Het meldpunt van de gemeente leest uw melding.",
        "Wie helpt, krijgt alleen wat daarvoor nodig is: wat u merkte en waar. Meestal is dat: Sociaal wijkteam.",
        "Uw coördinator en uw team lezen niet mee.",
        "Uiterlijk <strong>donderdag 19 november</strong> hoort u of iemand het oppakt.",
        "Uiterlijk <strong>dinsdag 1 december</strong> krijgt u antwoord, of een nieuwe datum.",
        "U krijgt een mail als er een bericht is.",
        "U hoort niet hoe het met de persoon gaat",
        "Wij noemen u niet aan de bewoner, tenzij de wet dat eist; dan hoort u het eerst.",
        "De brievenbus zit al vier dagen vol.",
    ):
        assert sentence in page


def test_a_strict_kind_hides_the_text_unless_the_melder_wants_it(plaats):
    strict = {"groep": "Iemand is bang voor een ander"}
    by_default, wanted = Schrijver(plaats), Schrijver(plaats)
    by_default.fill_until("waar", onderwerp=strict, categorie={"categorie": "NP10"})
    assert by_default.page("wie").context["form"]["tekst_verborgen"].value() is True

    hidden = by_default.fill("wie", tekst_verborgen="on") and by_default.fill("controle")
    shown = wanted.report(onderwerp=strict, categorie={"categorie": "NP10"})

    assert hidden.status_code == 302
    assert Melding.objects.get(concept_id=by_default.concept.pk).tekst_verborgen is True
    assert shown.tekst_verborgen is False


def test_a_kind_that_became_strict_after_the_question_hides_the_text(schrijver):
    schrijver.fill_until("wie")
    schrijver.fill("onderwerp", groep="Iemand is bang voor een ander")
    schrijver.fill("categorie", categorie="NP10")

    schrijver.fill("controle")

    assert Melding.objects.get().tekst_verborgen is True


def test_the_coordinator_reads_along_only_when_the_melder_ticks_so(plaats):
    assert Schrijver(plaats).report().coordinator_mag_lezen is False
    assert Schrijver(plaats).report(wie={"coordinator_mag_lezen": "on"}).coordinator_mag_lezen is True


@pytest.mark.parametrize(
    ("reactie", "advies"),
    [
        ("herkenning", "Vraag of iemand de persoon mag bellen."),
        ("ontkenning", "Duw niet."),
        ("boosheid", "Laat het rusten."),
    ],
)
def test_advice_fits_the_reaction(schrijver, reactie, advies):
    schrijver.fill_until("wie", wie={"reactie": reactie})

    assert advies in text_of(schrijver.page("controle"))


def test_friday_night_says_when_it_is_read_and_whom_to_call(schrijver, plaats, clock, now):
    clock.move_to(now + timedelta(days=3, hours=12))  # Friday 20 November, 22.00 uur
    schrijver.fill_until("wie", onderwerp={"groep": "Iemand doet anders dan eerst"}, categorie={"categorie": "NP07"})

    page = text_of(schrijver.page("controle"))

    assert "Het meldpunt leest dit pas maandag om 8.30 uur." in page
    assert plaats.gemeente.buiten_openingstijd_telefoon in page
    assert 'href="tel:08001205"' in page


def test_by_day_or_for_what_can_wait_there_is_no_such_warning(schrijver, clock, now):
    schrijver.fill_until("wie", onderwerp={"groep": "Iemand doet anders dan eerst"}, categorie={"categorie": "NP07"})
    assert "leest dit pas" not in text_of(schrijver.page("controle"))

    clock.move_to(now + timedelta(days=3, hours=12))
    other = Schrijver(schrijver.plaats)
    other.fill_until("wie")
    assert "leest dit pas" not in text_of(other.page("controle"))


def test_only_ways_to_hear_that_exist_are_offered(plaats):
    plaats.melder.telefoon = ""
    plaats.melder.save()
    schrijver = Schrijver(plaats)
    schrijver.fill_until("waar")

    choices = [value for value, _label in schrijver.page("wie").context["form"].fields["antwoord_via"].choices]

    assert choices == ["mail", "app", "coordinator"]
    assert schrijver.fill("wie", antwoord_via="telefoon").status_code == 422
