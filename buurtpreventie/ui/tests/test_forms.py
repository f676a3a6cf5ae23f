"""What a form does with what people, and machines, send."""

import datetime as dt
import uuid

import pytest
from django import forms
from django.core.validators import MinLengthValidator
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from buurtpreventie.ui.forms import LONG_TEXT, NldsForm


class AllesForm(NldsForm):
    tekst = forms.CharField(label="Wat merkte u?", widget=forms.Textarea)
    straat = forms.CharField(label="Straat", required=False)
    mail = forms.EmailField(label="E-mail", required=False)
    aantal = forms.IntegerField(label="Aantal", required=False)
    dag = forms.DateField(label="Dag", required=False)
    moment = forms.DateTimeField(label="Moment", required=False)
    keus = forms.ChoiceField(label="Keus", choices=[("a", "A")], required=False, widget=forms.RadioSelect)
    meer = forms.MultipleChoiceField(label="Meer", choices=[("a", "A"), ("b", "B")], required=False)
    geheim = forms.CharField(label="Wachtwoord", required=False, strip=False, widget=forms.PasswordInput)


def form_with(**data):
    return AllesForm({"tekst": "x"} | data)


def errors_of(**data):
    return {name: list(errors) for name, errors in form_with(**data).errors.items()}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\x00b", "ab"),
        ("a\ud800b\udfff", "ab"),
        ("naam\u202egnp.exe", "naamgnp.exe"),
        ("\u200fשלום\u2069", "שלום"),
        ("a\x1b[31mb\x07", "a[31mb"),
        ("e\u0301en", "\u00e9en"),
        ("👩\u200d🌾 in 't veld", "👩\u200d🌾 in 't veld"),
        ("regel 1\r\nregel 2\rregel 3", "regel 1\nregel 2\nregel 3"),
        ("tab\tblijft", "tab\tblijft"),
    ],
)
def test_trick_characters_go_and_the_rest_stays(typed, kept):
    form = form_with(tekst=typed)

    assert form.is_valid()
    assert form.cleaned_data["tekst"] == kept


def test_what_is_shown_again_is_clean_as_well():
    form = AllesForm({"tekst": "a\ud800\x00b", "mail": "geen adres\u202e"})

    assert not form.is_valid()
    assert form["tekst"].value() == "ab"
    str(form).encode()


def test_a_short_field_is_one_line():
    form = form_with(straat="Linde\r\nBcc: een@ander.nl")
    assert form.is_valid() and form.cleaned_data["straat"] == "Linde Bcc: een@ander.nl"


def test_a_password_stays_as_typed():
    form = form_with(geheim=" e\u0301\u200f\x00 ")

    assert form.is_valid() and form.cleaned_data["geheim"] == " e\u0301\u200f "


def test_a_text_of_a_megabyte_is_refused_with_a_sentence_and_kept():
    form = form_with(tekst="é" * 1_000_000)

    assert form.errors["tekst"] == [f"Gebruik hooguit {LONG_TEXT} tekens. U hebt er nu 1000000."]
    assert len(form["tekst"].value()) == 1_000_000


def test_a_browser_never_cuts_a_long_text_off():
    assert "maxlength" not in str(AllesForm()["tekst"])


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "1899-12-31", "2101-01-01"])
def test_a_day_at_the_edge_of_the_calendar_is_refused(day):
    assert errors_of(dag=day, moment=f"{day} 12:00") == {
        "dag": ["Vul een datum in tussen 1900 en 2100."],
        "moment": ["Vul een datum in tussen 1900 en 2100."],
    }


@pytest.mark.parametrize("day", ["2026-11-17", "17-11-2026"])
def test_a_day_is_read_from_a_date_picker_and_from_the_keyboard(day):
    form = form_with(dag=day)

    assert form.is_valid() and form.cleaned_data["dag"] == dt.date(2026, 11, 17)
    assert 'type="date"' in str(AllesForm()["dag"])


@pytest.mark.parametrize("number", ["9" * 30, "-" + "9" * 30, "2147483648"])
def test_a_number_the_database_cannot_keep_is_refused(number):
    assert list(errors_of(aantal=number)) == ["aantal"]


def test_a_key_of_a_form_has_no_length_and_nonsense_is_told():
    class SleutelForm(NldsForm):
        sleutel = forms.UUIDField(widget=forms.HiddenInput)

    assert SleutelForm({"sleutel": str(uuid.UUID(int=7))}).is_valid()
    assert SleutelForm({"sleutel": "x"}).errors == {
        "sleutel": ["Dit formulier klopt niet meer. Open de pagina opnieuw."]
    }


def test_messages_are_dutch_and_say_what_to_do():
    assert errors_of(tekst="", mail="nee", aantal="veel", dag="gisteren", keus="z") == {
        "tekst": ["Vul iets in bij “Wat merkte u?”."],
        "mail": ["Vul een e-mailadres in. Bijvoorbeeld: naam@voorbeeld.nl."],
        "aantal": ["Vul een getal in. Gebruik geen letters."],
        "dag": ["Vul een datum in. Bijvoorbeeld: 17-11-2026."],
        "keus": ["Kies een antwoord uit de lijst."],
    }


def test_a_choice_and_a_tick_are_asked_for_in_their_own_words():
    class KeusForm(NldsForm):
        wijk = forms.ChoiceField(label="Buurt", choices=[("n", "Noord")])
        akkoord = forms.BooleanField(label="Klopt alles?")

    assert KeusForm({}).errors == {
        "wijk": ["Kies een antwoord bij “Buurt”."],
        "akkoord": ["Zet een vinkje bij “Klopt alles?”."],
    }


def test_the_words_of_a_form_itself_win():
    class EigenForm(NldsForm):
        naam = forms.CharField(error_messages={"required": "Vul uw naam in."})
        tekst = forms.CharField(validators=[MinLengthValidator(5, "Vertel iets meer.")])

    assert EigenForm({"tekst": "kort"}).errors == {"naam": ["Vul uw naam in."], "tekst": ["Vertel iets meer."]}


def test_missing_and_doubled_fields_do_no_harm():
    doubled = QueryDict("tekst=een&tekst=twee&keus=a&keus=a&meer=a&meer=b&onbekend=1")

    form = AllesForm(doubled)

    assert form.is_valid()
    assert (form.cleaned_data["tekst"], form.cleaned_data["keus"], form.cleaned_data["meer"]) == (
        "twee",
        "a",
        ["a", "b"],
    )
    assert not AllesForm(QueryDict("")).is_valid()


def test_a_field_added_late_has_the_same_care():
    form = form_with(later="a\x00b\nc")
    form.fields["later"] = forms.CharField(label="Later")

    assert form.is_valid() and form.cleaned_data["later"] == "ab c"


def test_one_form_does_not_spoil_the_next():
    AllesForm({}).is_valid()

    assert AllesForm.base_fields["tekst"].max_length is None


def test_a_rejected_form_answers_422_and_keeps_its_text():
    form = AllesForm({"tekst": "", "straat": "Lindestraat"})

    assert not form.is_valid() and form.status == 422
    assert form["straat"].value() == "Lindestraat"


@settings(deadline=None, max_examples=200)
@given(st.dictionaries(st.sampled_from(list(AllesForm.base_fields)), st.text(st.characters())))
def test_whatever_is_sent_there_is_an_answer_that_can_be_stored_and_shown(data):
    form = AllesForm(data)
    form.is_valid()

    str(form).encode()
    assert not any("\x00" in value for value in form.cleaned_data.values() if isinstance(value, str))
