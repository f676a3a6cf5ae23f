"""Versions of a gemeente: codes stay, numbers count on, and nothing changes afterwards (E206)."""

import pytest
from django.utils import timezone

from buurtpreventie.errors import RefusedAction
from buurtpreventie.ui.gelezen import fingerprint
from evaluaties.actions.versions import (
    add_vraag,
    adopt_version,
    begin_version,
    change_vraag,
    discard_version,
    move_vraag,
    remove_vraag,
    write_version,
)
from evaluaties.answers import questions_of
from evaluaties.invariants import of_versions
from evaluaties.models import Versie, Vraag
from evaluaties.tests.factories import AfnameFactory, start_version
from evaluaties.versions import all_words, changes_between, options_from
from teams.tests.factories import AanstellingFactory, GemeenteFactory

pytestmark = pytest.mark.django_db
NEW = {"hulp": "", "verplicht": False, "per": [], "laagste": None, "hoogste": None, "links": "", "rechts": ""}
NEW |= {"als_code": "", "als_waarden": [], "opties": [], "indicator": ""}


@pytest.fixture
def beleid():
    return AanstellingFactory(beleid=True).gebruiker


@pytest.fixture
def draft(beleid):
    return begun(beleid)


def begun(beleid, code="NPE"):
    gemeente = beleid.aanstellingen.get().gemeente
    return begin_version(start_version(code).vragenlijst, gemeente, actor=beleid, now=timezone.now())


def act(beleid, action, *things, **facts):
    return action(*things, actor=beleid, now=timezone.now(), **facts)


def added(beleid, draft, **facts):
    return act(beleid, add_vraag, draft, **(NEW | {"tekst": "Was het op tijd klaar?", "type": "ja_nee"} | facts))


def changed(beleid, vraag, **facts):
    veld = [*NEW, "tekst", "type"]
    now_there = {name: getattr(vraag, name) for name in veld if hasattr(vraag, name)}
    now_there |= {"opties": [one["tekst"] for one in vraag.opties], "per": [one["tekst"] for one in vraag.per]}
    now_there |= {"als_code": vraag.als_vraag.code if vraag.als_vraag else "", "als_waarden": vraag.als_waarden}
    return act(beleid, change_vraag, vraag, gelezen=None, **(now_there | facts))


def told(beleid, draft, verschil="Wij vragen nu ook naar de zaal."):
    facts = {"inleiding": draft.inleiding, "verschil": verschil, "minuten": 2, "gelezen": None}
    return act(beleid, write_version, draft, **facts)


def adopted(beleid, draft):
    return act(beleid, adopt_version, draft, gelezen=fingerprint(all_words(Versie.objects.get(pk=draft.pk))))


def codes(versie):
    return [vraag.code for vraag in questions_of(versie)]


def test_a_draft_is_a_copy_with_number_two_and_begun_twice_it_is_one(beleid, draft):
    assert begun(beleid) == draft
    assert (draft.nummer, draft.verschil, draft.is_adopted) == (2, "", False)
    assert codes(draft) == [f"NPE{n}" for n in range(1, 9)]


def test_conditions_of_a_copy_point_into_the_copy(beleid):
    draft = begun(beleid, "EIND")
    by_code = {vraag.code: vraag for vraag in questions_of(draft)}
    assert by_code["E5"].als_vraag == by_code["E4"] and by_code["E5"].als_waarden == ["ja"]
    assert (
        changes_between(start_version("EIND"), questions_of(start_version("EIND")), draft, list(by_code.values())) == []
    )


def test_another_wording_keeps_the_code_and_a_new_question_gets_one_that_was_never_used(beleid, draft):
    first = Vraag.objects.get(versie=draft, code="NPE2")
    assert changed(beleid, first, tekst="Hebt u iets nieuws gehoord?").code == "NPE2"
    act(beleid, remove_vraag, Vraag.objects.get(versie=draft, code="NPE8"))
    assert added(beleid, draft).code == "NPE9"


def test_an_answer_that_stays_keeps_its_code_and_another_gets_one_that_was_never_used(beleid, draft):
    vraag = Vraag.objects.get(versie=draft, code="NPE2")
    vraag = changed(beleid, vraag, opties=["ja.", "Nee", "Een beetje"])
    assert vraag.opties == [
        {"code": "ja", "tekst": "ja."},
        {"code": "nee", "tekst": "Nee"},
        {"code": "een_beetje", "tekst": "Een beetje"},
    ]
    back = changed(beleid, vraag, opties=["Ja", "Niet van toepassing", "Onleesbaar"])
    assert [one["code"] for one in back.opties] == ["ja", "nvt", "onleesbaar_2"]


def test_codes_of_answers_are_never_the_same_twice():
    made = options_from(["Ja!", "ja?", "Ja ja", "!!!", "??"], [], [{"code": "ja", "tekst": "Ja"}])
    assert len({one["code"] for one in made}) == 5


def test_a_question_cannot_come_before_the_one_it_depends_on(beleid):
    draft = begun(beleid, "EIND")
    follows = Vraag.objects.get(versie=draft, code="E5")
    with pytest.raises(RefusedAction, match="moet erna komen"):
        act(beleid, move_vraag, follows, omhoog=True)
    with pytest.raises(RefusedAction, match="hangt hiervan af"):
        act(beleid, remove_vraag, Vraag.objects.get(versie=draft, code="E4"))
    with pytest.raises(RefusedAction, match="Verander eerst wanneer"):
        changed(beleid, Vraag.objects.get(versie=draft, code="E2"), opties=["Ja, meer", "Nee"])
    assert codes(draft) == codes(start_version("EIND"))


def test_a_question_goes_up_and_down_and_at_the_end_it_stays(beleid, draft):
    act(beleid, move_vraag, Vraag.objects.get(versie=draft, code="NPE2"), omhoog=True)
    assert codes(draft)[:3] == ["NPE2", "NPE1", "NPE3"]
    act(beleid, move_vraag, Vraag.objects.get(versie=draft, code="NPE2"), omhoog=True)
    act(beleid, move_vraag, Vraag.objects.get(versie=draft, code="NPE8"), omhoog=False)
    assert codes(draft)[:2] == ["NPE2", "NPE1"] and codes(draft)[-1] == "NPE8"


def test_a_version_says_how_it_differs_before_it_is_adopted(beleid, draft):
    with pytest.raises(RefusedAction, match="wat er anders is") as refusal:
        adopted(beleid, draft)
    assert "nog niets anders" in refusal.value.message
    added(beleid, draft)
    told(beleid, draft)
    assert adopted(beleid, draft).is_adopted and adopted(beleid, draft).is_adopted
    with pytest.raises(RefusedAction, match="verandert niet meer"):
        added(beleid, draft)


def test_what_a_colleague_changed_meanwhile_is_not_adopted_unseen(beleid, draft):
    added(beleid, draft)
    told(beleid, draft)
    seen = fingerprint(all_words(Versie.objects.get(pk=draft.pk)))
    added(beleid, draft, tekst="Nog een?")
    with pytest.raises(RefusedAction, match="Een collega"):
        act(beleid, adopt_version, draft, gelezen=seen)


def test_an_open_run_keeps_its_version_and_a_new_draft_counts_on(beleid, draft):
    gemeente = beleid.aanstellingen.get().gemeente
    afname = AfnameFactory(sessie=None, gemeente=gemeente, versie=start_version("NPE"))
    added(beleid, draft)
    told(beleid, draft)
    adopted(beleid, draft)
    afname.refresh_from_db()
    assert afname.versie == start_version("NPE")
    assert Versie.objects.used_by(gemeente).filter(vragenlijst=draft.vragenlijst).first() == draft
    after = begun(beleid)
    assert after.nummer == 3 and codes(after) == codes(draft)
    assert Versie.objects.used_by(GemeenteFactory()).filter(vragenlijst=draft.vragenlijst).first() == start_version()


def test_a_draft_goes_and_what_is_adopted_stays(beleid):
    draft = begun(beleid, "EIND")
    act(beleid, discard_version, draft)
    assert not Versie.objects.filter(pk=draft.pk).exists()
    with pytest.raises(RefusedAction, match="weggegooid"):
        told(beleid, draft)


def test_what_changed_is_told_question_by_question(beleid, draft):
    changed(beleid, Vraag.objects.get(versie=draft, code="NPE2"), verplicht=False)
    act(beleid, move_vraag, Vraag.objects.get(versie=draft, code="NPE4"), omhoog=False)
    act(beleid, remove_vraag, Vraag.objects.get(versie=draft, code="NPE8"))
    added(beleid, draft)
    start = start_version()
    found = changes_between(start, questions_of(start), draft, questions_of(draft))
    assert sorted(one.soort for one in found) == ["anders", "nieuw", "verplaatst", "weg"]
    other = next(one for one in found if one.soort == "anders")
    assert [(line.wat, line.van, line.naar) for line in other.regels] == [("verplicht", "ja", "nee")]


def test_what_must_be_true_of_versions_is_true_and_its_breach_is_seen(beleid, draft):
    added(beleid, draft)
    told(beleid, draft)
    adopted(beleid, draft)
    assert {name: list(rows) for name, rows in of_versions().items() if rows} == {}
    facts = {"vragenlijst": draft.vragenlijst, "gemaakt_op": timezone.now(), "vastgesteld_op": timezone.now()}
    empty = Versie.objects.create(**facts, gemeente=draft.gemeente, nummer=1, vastgesteld_door=beleid)
    found = {name for name, rows in of_versions().items() if empty in rows}
    assert found == {"eigen_versie_begint_bij_twee", "vastgesteld_zonder_vragen"}
