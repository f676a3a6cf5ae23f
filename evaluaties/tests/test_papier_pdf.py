"""The empty form on paper: large boxes, every question and condition in words, no place for a name (E198, E199)."""

from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from evaluaties.documents.formulier import render_formulier
from evaluaties.tests.factories import AfnameFactory, held_evening, start_version
from teams.tests.factories import AanstellingFactory
from trainingen.tests.factories import ModuleFactory

pytestmark = pytest.mark.django_db


def text_of(pdf):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


@pytest.mark.parametrize("code", ["NPE", "WVE"])
def test_the_form_of_an_evening_fits_on_one_sheet_of_two_sides(code):
    pdf = render_formulier(start_version(code), waarover="Niet pluis, 13 april 2017, Leerdam", gemeente="Leerdam")
    assert len(PdfReader(BytesIO(pdf)).pages) <= 2


def test_every_question_and_every_condition_stands_on_it_and_no_place_for_a_name():
    versie = start_version("EIND")
    text = text_of(render_formulier(versie, waarover="Een half jaar later", gemeente="Leerdam"))
    missing = [vraag.code for vraag in versie.vraagreeks.all() if vraag.tekst not in text]
    assert missing == []
    assert "Alleen als u bij “Hebt u na de training iets gemeld omdat het niet pluis voelde?” “Ja” antwoordt." in text
    assert "Niemand ziet welk antwoord van u is. Zet uw naam er niet op." in text
    assert "U mag meer dan één hokje aankruisen." in text
    assert "Geef het aan uw coördinator" in text and "Naam:" not in text


def test_it_is_a_tagged_pdf_in_dutch_with_a_title():
    pdf = render_formulier(start_version(), waarover="Niet pluis", gemeente="Leerdam")
    with pikepdf.open(BytesIO(pdf)) as found:
        assert found.Root.MarkInfo.Marked and str(found.Root.Lang) == "nl"
        assert str(found.docinfo["/Title"]) == "Evaluatie training Niet pluis"
        assert found.open_metadata()["pdfuaid:part"] == "1"


def test_who_looks_after_the_run_prints_it_and_others_do_not(client):
    afname = AfnameFactory(sessie=held_evening(6))
    address = reverse("evaluaties:papier_pdf", args=[afname.pk])
    client.force_login(AanstellingFactory(trainer=True, gemeente=afname.gemeente).gebruiker)
    answer = client.get(address)
    assert answer["Content-Type"] == "application/pdf" and afname.naam_toen in text_of(answer.content)

    client.force_login(AanstellingFactory(trainer=True).gebruiker)  # of another gemeente
    assert client.get(address).status_code == 404


def test_it_can_be_taken_along_before_the_evening(client):
    start_version()
    sessie = held_evening(6, ended=timezone.now() + timedelta(days=3))
    client.force_login(AanstellingFactory(trainer=True, gemeente=sessie.gemeente).gebruiker)
    answer = client.get(reverse("evaluaties:avond_papier_pdf", args=[sessie.pk]))
    assert "Wat vindt u van de inhoud van deze training?" in text_of(answer.content)


def test_an_evening_without_a_questionnaire_has_no_form(client):
    start_version()
    sessie = held_evening(2, module=ModuleFactory(code="EHBO"))
    client.force_login(AanstellingFactory(trainer=True, gemeente=sessie.gemeente).gebruiker)
    assert client.get(reverse("evaluaties:avond_papier_pdf", args=[sessie.pk])).status_code == 404
