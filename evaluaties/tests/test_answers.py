"""Every value of every type is an answer, or a sentence at its field: never an exception (E199)."""

from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from evaluaties.answers import clean_value, condition_in_words, holds, key_in_words, value_in_words
from evaluaties.forms.vragen import VragenForm
from evaluaties.models import Versie, Vraag, VraagType

YES_NO = [{"code": "ja", "tekst": "Ja"}, {"code": "nee", "tekst": "Nee"}]
MORE = [*YES_NO, {"code": "geen", "tekst": "Geen van deze"}]
RANGE = {VraagType.SCHAAL: (1, 5), VraagType.RAPPORTCIJFER: (1, 10)}
RAW = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["ja", "nee", "geen", "4", "10", "11", "-1", "1e3", "２", "onleesbaar", "?", "17-11-2026", "21.40"]
    ),
    st.sampled_from(["\x00", "9" * 5000, "x" * 1_000_000, "\ud800", "2026-02-30", "0000-00-00", "24:00", " ", "NaN"]),
)


def question(kind, code="V1", pk=1, **facts):
    low, high = RANGE.get(kind, (None, None))
    known = {"opties": MORE, "laagste": low, "hoogste": high, "links": "slecht", "rechts": "goed", "volgorde": pk}
    return Vraag(pk=pk, code=code, tekst="Wat vindt u?", type=kind, **known | facts)


@given(kind=st.sampled_from(VraagType.values), raw=RAW | st.lists(RAW, max_size=4) | st.none(), papier=st.booleans())
def test_any_value_is_an_answer_or_a_sentence(kind, raw, papier):
    vraag = question(kind)
    try:
        value = clean_value(vraag, None, raw, papier=papier)
    except ValidationError as wrong:
        assert wrong.messages[0].endswith((".", "!"))
    else:
        assert value is None or isinstance(value, bool | int | str | list)
        assert papier or value != "onleesbaar" or vraag.is_in_words
        assert str(value_in_words(vraag, value))


@given(
    answers=st.dictionaries(
        st.sampled_from([f"V{n}" for n, _kind in enumerate(VraagType.values, start=1)] + ["V8.a", "zomaar", "\x00"]),
        st.lists(RAW, max_size=3),
    ),
    papier=st.booleans(),
)
def test_any_posted_form_comes_back_or_is_taken(answers, papier):
    vragen = [question(kind, f"V{n}", n) for n, kind in enumerate(VraagType.values, start=1)]
    vragen[-1].als_vraag, vragen[-1].als_waarden = vragen[4], ["ja"]
    vragen[7].per = [{"code": "a", "tekst": "Avond"}, {"code": "b", "tekst": "Zaal"}]
    query = QueryDict(mutable=True)
    for key, values in answers.items():
        query.setlist(key, values)
    form = VragenForm(query, versie=Versie(), vragen=vragen, papier=papier)
    if form.is_valid():
        assert set(form.formulier) == {"antwoorden", "woorden", "vlaggen"}
        keys = {key for vraag in vragen for key in vraag.sleutels}
        assert set(form.formulier["antwoorden"]) | set(form.formulier["woorden"]) <= keys
        assert papier or form.formulier["vlaggen"] == []
    else:
        assert all(sentence.endswith(".") for sentences in form.errors.values() for sentence in sentences)


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        ("schaal", "4", 4),
        ("schaal", ["1", "5"], 5),
        ("rapportcijfer", " 10 ", 10),
        ("aantal", "0", 0),
        ("procent", "100", 100),
        ("datum", "17-11-2026", "2026-11-17"),
        ("datum", "2026-11-17", "2026-11-17"),
        ("tijd", "9.05", "09:05"),
        ("bevestiging", "on", True),
        ("meerkeuze", ["nee", "ja", "ja"], ["ja", "nee"]),
        ("meerkeuze", [], None),
        ("keuze", "", None),
        ("kort", "een\nregel", "een regel"),
        ("lang", "  \x00 ", None),
        ("uitleg", "iets", None),
    ],
)
def test_what_is_kept(kind, raw, value):
    assert clean_value(question(kind), None, raw) == value


@pytest.mark.parametrize(
    ("kind", "raw", "sentence"),
    [
        ("schaal", "6", "Vul een heel getal in van 1 tot en met 5."),
        ("schaal", "3,5", "Vul een heel getal in van 1 tot en met 5."),
        ("rapportcijfer", "11", "Vul een heel getal in van 1 tot en met 10."),
        ("procent", "101", "Vul een heel getal in van 0 tot en met 100."),
        ("aantal", "twaalf", "Vul een heel getal in. Gebruik geen letters. Bijvoorbeeld: 12."),
        ("keuze", "misschien", "Kies een antwoord uit de lijst."),
        ("lang", "x" * 1001, "Gebruik hooguit 1000 tekens. U hebt er nu 1001."),
        ("datum", "31-02-2026", "Vul een datum in. Bijvoorbeeld: 17-11-2026."),
        ("tijd", "25:00", "Vul een tijd in. Bijvoorbeeld: 21:40."),
        ("keuze", "onleesbaar", "Kies een antwoord uit de lijst."),
    ],
)
def test_what_is_refused_and_how(kind, raw, sentence):
    with pytest.raises(ValidationError) as wrong:
        clean_value(question(kind), None, raw)
    assert wrong.value.messages == [sentence]


def test_two_crosses_on_paper_are_an_answer_of_their_own():
    for kind in set(VraagType.values) - {"uitleg", "kort", "lang"}:
        assert clean_value(question(kind), None, ["onleesbaar"], papier=True) == "onleesbaar"
    with pytest.raises(ValidationError, match="Niet te lezen"):
        clean_value(question("meerkeuze"), None, ["onleesbaar", "ja"], papier=True)
    with pytest.raises(ValidationError, match="Kies dan “Niet te lezen”"):
        clean_value(question("meerkeuze"), None, ["geen", "ja"], papier=True)


def test_a_condition_holds_for_one_of_its_answers_and_not_for_what_cannot_be_read():
    source = question("meerkeuze", "E1")
    vraag = question("ja_nee", "E2", 2, als_vraag=source, als_waarden=["ja"])
    assert holds(vraag, {"E1": ["nee", "ja"]})
    assert not holds(vraag, {"E1": ["nee"]}) and not holds(vraag, {}) and not holds(vraag, {"E1": "onleesbaar"})
    assert condition_in_words(vraag) == "Alleen als u bij “Wat vindt u?” “Ja” antwoordt."
    number = question("ja_nee", "E3", 3, als_vraag=question("schaal", "S"), als_waarden=[1, 2])
    assert holds(number, {"S": 2}) and not holds(number, {"S": 3})


def test_answers_in_words():
    assert value_in_words(question("keuze"), "ja") == "Ja"
    assert value_in_words(question("keuze"), "vroeger") == "vroeger"
    assert value_in_words(question("meerkeuze"), ["ja", "geen"]) == "Ja, Geen van deze"
    assert value_in_words(question("procent"), 40) == "40 %"
    assert value_in_words(question("datum"), "2026-11-17") == "17 november 2026"
    assert value_in_words(question("schaal"), "onleesbaar") == "Niet te lezen"
    assert value_in_words(question("bevestiging"), True) == "Ja"
    assert value_in_words(question("keuze"), None) == "Geen antwoord"
    assert key_in_words(SimpleNamespace(tekst="Welk cijfer?"), {"tekst": "Niet pluis"}) == "Welk cijfer? Niet pluis"
