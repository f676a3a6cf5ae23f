"""The pages of questionnaires: who reads, who writes, and what is said when a rule says no (E198, E206)."""

import pytest
from django.urls import reverse

from evaluaties.models import Inzending, Versie, Vraag, Wachtend
from evaluaties.tests.factories import AfnameFactory, start_version
from teams.tests.factories import AanstellingFactory, LidmaatschapFactory

pytestmark = pytest.mark.django_db
VRAAG = {"tekst": "Was de zaal goed?", "hulp": "", "type": "keuze", "opties": "Ja\n\n Nee \nWeet ik niet"}


@pytest.fixture
def gemeente():
    return AanstellingFactory(trainer=True).gemeente


@pytest.fixture
def beleid(client, gemeente):
    """Signed in as beleid."""
    user = AanstellingFactory(beleid=True, gemeente=gemeente).gebruiker
    client.force_login(user)
    return client


@pytest.fixture
def draft(beleid):
    start_version()
    beleid.post(url("versie_nieuw", "NPE"))
    return Versie.objects.get(vastgesteld_op=None)


def url(name, *args):
    return reverse(f"evaluaties:{name}", args=args)


def text(answer):
    return answer.content.decode()


def vraag(draft, code):
    return Vraag.objects.get(versie=draft, code=code)


def mark(answer):
    """The mark of what was shown, as the browser sends it back."""
    return answer.context["form"]["gelezen"].value()


def test_the_list_says_what_is_in_use_and_how_often_it_was_asked(beleid, gemeente):
    AfnameFactory(sessie=None, gemeente=gemeente, versie=start_version("EIND"))
    page = text(beleid.get(url("lijsten")))
    assert "Evaluatie training Niet pluis" in page and "In gebruik: versie 1" in page
    assert page.count("1 keer gevraagd") == 1 and page.count("Nog niet gevraagd.") == 3


def test_the_menu_says_that_questionnaires_belong_to_evaluations(beleid):
    items = beleid.get(url("lijsten")).context["schil"]["menu"]
    assert [str(item.tekst) for item in items if item.nu] == ["Evaluaties"]


def test_without_a_questionnaire_it_says_what_comes(beleid):
    assert "Er zijn nog geen vragenlijsten" in text(beleid.get(url("lijsten")))


def test_trainers_read_and_do_not_write_and_others_see_nothing(client, gemeente, draft):
    client.force_login(AanstellingFactory(trainer=True, gemeente=gemeente).gebruiker)
    for name, key in (("lijsten", None), ("lijst", "NPE"), ("versie", draft.pk), ("versie_proberen", draft.pk)):
        assert client.get(url(name, *([key] if key else []))).status_code == 200
    assert "Maak een nieuwe versie" not in text(client.get(url("lijst", "WVE")))
    assert "Omhoog" not in text(client.get(url("versie", draft.pk)))
    assert client.post(url("versie_nieuw", "WVE")).status_code == 403
    for name in ("versie_bewerken", "vraag_nieuw", "versie_vaststellen", "versie_weg"):
        assert client.get(url(name, draft.pk)).status_code == 403
    client.force_login(LidmaatschapFactory().gebruiker)
    assert client.get(url("lijsten")).status_code == 403
    assert client.get(url("versie", draft.pk)).status_code == 404


def test_the_start_set_is_read_and_not_written(beleid):
    start = start_version()
    assert beleid.get(url("versie", start.pk)).status_code == 200
    assert beleid.post(url("versie_weg", start.pk)).status_code == 403
    assert beleid.post(url("vraag_weg", vraag(start, "NPE1").pk)).status_code == 403


def test_a_gemeente_does_not_see_what_another_makes(client, draft):
    client.force_login(AanstellingFactory(beleid=True).gebruiker)
    assert client.get(url("versie", draft.pk)).status_code == 404
    assert client.post(url("vraag_weg", vraag(draft, "NPE1").pk)).status_code == 404
    assert "Concept van versie" not in text(client.get(url("lijst", "NPE")))


def test_beleid_writes_a_version_from_copy_to_adoption(beleid, draft):
    page = beleid.get(url("vraag_nieuw", draft.pk))
    answer = beleid.post(url("vraag_nieuw", draft.pk), VRAAG | {"gelezen": mark(page), "als_NPE2": ["ja", "nvt"]})
    assert answer.status_code == 302
    made = vraag(draft, "NPE9")
    assert [one["tekst"] for one in made.opties] == ["Ja", "Nee", "Weet ik niet"]
    assert made.als_vraag == vraag(draft, "NPE2") and made.als_waarden == ["ja", "nvt"]

    page = beleid.get(url("versie_vaststellen", draft.pk))
    assert "Schrijf op wat er anders is" in text(page) and "Stel deze versie vast" not in text(page)
    assert beleid.post(url("versie_vaststellen", draft.pk), {"gelezen": mark(page)}).status_code == 409

    page = beleid.get(url("versie_bewerken", draft.pk))
    top = {"inleiding": "Over de avond.", "verschil": "Wij vragen nu ook naar de zaal.", "minuten": "3"}
    assert beleid.post(url("versie_bewerken", draft.pk), top | {"gelezen": mark(page)}).status_code == 302
    page = beleid.get(url("versie_vaststellen", draft.pk))
    assert "Was de zaal goed?" in text(page) and "Stel deze versie vast" in text(page)
    answer = beleid.post(url("versie_vaststellen", draft.pk), {"gelezen": mark(page)}, follow=True)
    assert "Nieuwe evaluaties gebruiken hem" in text(answer) and "In gebruik" in text(answer)
    assert beleid.get(url("vraag", made.pk)).status_code == 302
    assert beleid.post(url("vraag_weg", made.pk)).status_code == 409


def test_a_stale_page_is_told_first_and_accepted_after(beleid, draft):
    row = vraag(draft, "NPE1")
    page = beleid.get(url("vraag", row.pk))
    sent = {"tekst": "Hoe goed was het?", "hulp": "", "type": "schaal", "laagste": "1", "hoogste": "5"}
    sent |= {"links": "slecht", "rechts": "uitstekend", "verplicht": "on"}
    old = sent | {"gelezen": mark(page)}
    assert beleid.post(url("vraag", row.pk), old | {"tekst": "Eerst iets van een ander?"}).status_code == 302
    answer = beleid.post(url("vraag", row.pk), old)
    assert answer.status_code == 409 and "Een collega heeft dit intussen gewijzigd" in text(answer)
    assert "Hoe goed was het?" in text(answer)
    assert beleid.post(url("vraag", row.pk), sent | {"gelezen": mark(answer)}).status_code == 302


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"opties": "Ja"}, "Typ ten minste twee antwoorden"),
        ({"opties": "Ja\nja"}, "twee keer hetzelfde"),
        ({"opties": "x" * 90 + "\nNee"}, "Regel 1: gebruik hooguit 80 tekens"),
        ({"opties": "\n".join(f"a{n}" for n in range(20))}, "hooguit 15 regels"),
        ({"type": "schaal"}, "Vul het laagste en het hoogste cijfer in"),
        ({"type": "schaal", "laagste": "5", "hoogste": "5"}, "moet hoger zijn"),
        ({"type": "foto"}, "Kies een antwoord uit de lijst"),
        ({"als_NPE2": ["ja"], "als_NPE3": ["nee"]}, "Kies antwoorden van één vraag"),
        ({"als_NPE2": ["vreemd"]}, "Kies een antwoord uit de lijst"),
        ({"tekst": "\x00"}, "Vul iets in bij"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(beleid, draft, facts, sentence):
    page = beleid.get(url("vraag_nieuw", draft.pk))
    answer = beleid.post(url("vraag_nieuw", draft.pk), VRAAG | facts | {"gelezen": mark(page)})
    assert answer.status_code == 422 and sentence in text(answer)
    assert not Vraag.objects.filter(versie=draft, code="NPE9").exists()


def test_moving_and_removing_say_why_they_cannot(beleid):
    start_version("EIND")
    beleid.post(url("versie_nieuw", "EIND"))
    draft = Versie.objects.get(vastgesteld_op=None)
    answer = beleid.post(url("vraag_weg", vraag(draft, "E4").pk))
    assert answer.status_code == 409 and "hangt hiervan af" in text(answer)
    assert beleid.post(url("vraag_op", vraag(draft, "E5").pk)).status_code == 409
    assert beleid.post(url("vraag_neer", vraag(draft, "E0").pk)).status_code == 302
    assert beleid.post(url("vraag_weg", vraag(draft, "E0").pk)).status_code == 302


def test_trying_keeps_nothing(beleid, draft):
    sent = {"NPE1": "4", "NPE2": "ja", "NPE3": "ja", "NPE4": "nee", "NPE5": "nvt", "NPE8": "Mooie zaal."}
    answer = beleid.post(url("versie_proberen", draft.pk), sent)
    assert "Dit zou er binnenkomen" in text(answer) and "Mooie zaal." in text(answer)
    assert beleid.post(url("versie_proberen", draft.pk), {"NPE1": "9"}).status_code == 422
    assert not Inzending.objects.exists() and not Wachtend.objects.exists()


def test_two_versions_are_compared_in_words(beleid, draft):
    beleid.post(url("vraag_weg", vraag(draft, "NPE8").pk))
    page = text(beleid.get(url("versie", draft.pk)))
    assert "Wat is er anders dan in versie 1?" in page and "Hebt u een suggestie of opmerking?" in page
    assert beleid.get(url("versie", draft.pk) + "?met=abc").status_code == 200
    assert beleid.get(url("versie", draft.pk) + "?met=999999").status_code == 200


def test_a_draft_is_thrown_away_after_one_more_question(beleid, draft):
    assert "Gooi het concept weg" in text(beleid.get(url("versie_weg", draft.pk)))
    assert beleid.post(url("versie_weg", draft.pk)).status_code == 302
    assert not Versie.objects.filter(pk=draft.pk).exists()
    assert beleid.post(url("versie_weg", draft.pk)).status_code == 404


def test_the_list_asks_the_same_number_of_queries_for_one_version_and_for_many(
    beleid, gemeente, draft, django_assert_max_num_queries
):
    beleid.get(url("lijst", "NPE"))
    with django_assert_max_num_queries(30) as few:
        beleid.get(url("lijst", "NPE"))
    for number in range(3, 23):
        made = {"gemaakt_op": draft.gemaakt_op, "vastgesteld_op": draft.gemaakt_op, "vastgesteld_door_id": 0}
        made["vastgesteld_door_id"] = gemeente.aanstellingen.first().gebruiker_id
        Versie.objects.create(vragenlijst=draft.vragenlijst, gemeente=gemeente, nummer=number, **made)
    with django_assert_max_num_queries(len(few)):
        beleid.get(url("lijst", "NPE"))
