"""What the form pack draws: labels, hints, errors and nothing a visitor could slip in."""

import re

import pytest
from crispy_forms.layout import HTML, ButtonHolder, Column, Div, Fieldset, Layout, MultiField, Row, Submit
from crispy_forms.utils import render_crispy_form
from django import forms
from django.template import loader
from django.utils.safestring import mark_safe

from buurtpreventie.ui.forms import FilterForm, Keuze, NldsForm, SuggestieInput
from buurtpreventie.ui.layout import Deel, Groep, Knop, Meer, Rij, Vraag

HOSTILE = "<script>alert(1)</script>{{ 7|add:7 }}"


class VoorbeeldForm(NldsForm):
    tekst = forms.CharField(label="Wat merkte u?", help_text="1 zin is genoeg.", widget=forms.Textarea)
    hoe = forms.MultipleChoiceField(
        label="Hoe merkte u het?",
        choices=[("zag", Keuze("Ik zag iets", icoon="oog", uitleg="Met uw ogen.")), ("hoorde", "Ik hoorde iets")],
        widget=forms.CheckboxSelectMultiple,
    )
    straat = forms.CharField(label="Straat", required=False)
    akkoord = forms.BooleanField(label="Ik ga akkoord")


def drawn(form):
    return render_crispy_form(form, context={"csrf_token": "t"})


def test_a_field_points_at_its_hint_and_its_error():
    html = drawn(VoorbeeldForm({}))

    assert 'aria-describedby="id_tekst_helptext id_tekst_error"' in html
    assert 'id="id_tekst_helptext"' in html and 'id="id_tekst_error"' in html
    assert 'aria-invalid="true"' in html
    assert '<label class="utrecht-form-label" for="id_tekst">Wat merkte u?' in html


def test_a_group_of_choices_is_a_fieldset_that_points_at_its_error():
    html = drawn(VoorbeeldForm({}))

    assert (
        '<fieldset class="utrecht-form-fieldset utrecht-form-fieldset--html-fieldset" aria-describedby="id_hoe_error">'
        in html
    )
    assert 'for="id_hoe_0"' in html and "Met uw ogen." in html


def test_every_id_is_used_once():
    ids = re.findall(r'\bid="([^"]+)"', drawn(VoorbeeldForm({})))

    assert sorted(ids) == sorted(set(ids))


def test_only_what_may_stay_empty_says_so():
    html = drawn(VoorbeeldForm())

    assert html.count("(niet verplicht)") == 1
    assert "required" not in html.replace("novalidate", "")


def test_the_error_list_links_to_the_field_and_to_the_first_choice_of_a_group():
    html = loader.render_to_string("delen/_foutenlijst.html", {"form": VoorbeeldForm({})})

    assert 'href="#id_tekst"' in html and 'href="#id_hoe_0"' in html and 'href="#id_akkoord"' in html
    assert "Er zijn nog 3 dingen die u moet aanpassen" in html
    assert 'role="alert" tabindex="-1" autofocus' in html


def test_the_error_list_of_a_form_stands_on_the_page_once():
    form = VoorbeeldForm({})
    first, second = (loader.render_to_string("delen/_foutenlijst.html", {"form": form}) for _ in range(2))

    assert "dingen die u moet aanpassen" in first
    assert second.strip() == ""


def test_a_form_without_errors_or_without_data_lists_nothing():
    form = VoorbeeldForm({"tekst": "a", "hoe": ["zag"], "akkoord": "on"})

    assert loader.render_to_string("delen/_foutenlijst.html", {"form": form}).strip() == ""
    assert loader.render_to_string("delen/_foutenlijst.html", {"form": VoorbeeldForm()}).strip() == ""


def test_a_hostile_label_choice_hint_or_value_is_shown_as_text_and_never_run():
    class VijandigForm(NldsForm):
        knop = HOSTILE
        tweede_knop = ("x", HOSTILE)
        tekst = forms.CharField(label=HOSTILE, help_text=HOSTILE)
        keus = forms.ChoiceField(
            label=HOSTILE, choices=[(HOSTILE, Keuze(HOSTILE, uitleg=HOSTILE, icoon=HOSTILE))], widget=forms.RadioSelect
        )
        straat = forms.CharField(widget=SuggestieInput([HOSTILE]), label=HOSTILE, max_length=3)
        vink = forms.BooleanField(label=HOSTILE, help_text=HOSTILE)
        layout = Layout(Groep(HOSTILE, "tekst", "keus"), Meer("straat", titel=HOSTILE, uitleg=HOSTILE), Rij("vink"))

    html = drawn(VijandigForm({"tekst": HOSTILE, "straat": HOSTILE, "keus": "anders"}))

    assert "<script>" not in html
    assert "14" not in html
    assert html.count("&lt;script&gt;") >= 12


def test_help_of_our_own_may_carry_markup():
    class HulpForm(NldsForm):
        tekst = forms.CharField(help_text=mark_safe("Bel <strong>112</strong>"))

    assert "Bel <strong>112</strong>" in drawn(HulpForm())


def test_the_only_question_of_a_page_is_its_heading():
    class VraagForm(NldsForm):
        gevaar = forms.ChoiceField(label="Is er nu gevaar?", choices=[("ja", "Ja")], widget=forms.RadioSelect)
        tekst = forms.CharField(label="Waar?")
        layout = Layout(Vraag("gevaar"), "tekst")

    html = drawn(VraagForm())

    assert html.count("<h1") == 1
    assert re.search(r"<legend[^>]*><h1[^>]*>Is er nu gevaar\?", html)


def more_form(*args, **kwargs):
    class MeerForm(NldsForm):
        tekst = forms.CharField(label="Wat?")
        reactie = forms.CharField(label="Reactie", required=False, max_length=5)
        layout = Layout("tekst", Meer("reactie"))

    return MeerForm(*args, **kwargs)


def test_tell_more_is_closed_until_it_holds_something():
    assert '<details class="app-meer app-meer--groep">' in drawn(more_form())
    assert '<details class="app-meer app-meer--groep" open>' in drawn(more_form({"reactie": "nee"}))
    assert '<details class="app-meer app-meer--groep" open>' in drawn(more_form({"reactie": "te lang antwoord"}))


def test_tell_more_says_it_is_not_required_once_for_all_its_questions():
    assert drawn(more_form()).count("(niet verplicht)") == 1


def test_a_field_the_layout_forgot_is_still_drawn():
    class VergetenForm(NldsForm):
        een = forms.CharField(label="Een")
        twee = forms.CharField(label="Twee")
        layout = Layout("een")

    assert 'name="twee"' in drawn(VergetenForm())


def test_the_first_button_goes_on_and_the_second_has_a_name():
    class KnopForm(NldsForm):
        knop = "Melding versturen"
        tweede_knop = ("later", "Bewaar voor later")

    buttons = re.findall(r"<button[^>]*>([^<]*)</button>", drawn(KnopForm()))

    assert buttons == ["Melding versturen", "Bewaar voor later"]
    assert 'name="later" value="1"' in drawn(KnopForm())


def test_a_form_is_posted_with_a_token_and_kept_by_the_browser_when_the_line_is_gone():
    html = drawn(VoorbeeldForm())

    assert 'method="post"' in html and "novalidate" in html and "data-bewaar" in html
    assert 'name="csrfmiddlewaretoken" value="t"' in html


def test_filters_are_looked_up_not_posted():
    class ZoekForm(FilterForm):
        wijk = forms.ChoiceField(label="Wijk", choices=[("", "Alle"), ("noord", "Noord")])

    html = drawn(ZoekForm({"wijk": "noord"}))

    assert 'method="get"' in html and "csrf" not in html and "(1 gekozen)" in html
    assert "niet verplicht" not in html
    assert ZoekForm({"wijk": "noord"}).chosen == {"wijk": "noord"}
    assert ZoekForm({"wijk": "bestaat niet"}).chosen == {}


def test_suggestions_come_as_a_list_one_may_ignore():
    class StraatForm(NldsForm):
        straat = forms.CharField(label="Straat", widget=SuggestieInput(["Lindestraat", "Kerkweg"]))

    html = drawn(StraatForm({"straat": "Achterweg"}))

    assert 'list="id_straat_lijst"' in html and '<datalist id="id_straat_lijst">' in html
    assert StraatForm({"straat": "Achterweg"}).is_valid()


def test_every_layout_object_of_crispy_finds_its_template():
    class AllesForm(NldsForm):
        a = forms.CharField()
        b = forms.CharField()
        c = forms.CharField()
        d = forms.CharField()
        layout = Layout(
            Fieldset("Groep", "a"), Row(Column("b")), MultiField("Meer", "c"), Div("d"), HTML("<hr>"),
            Deel("delen/_uitleg.html", tekst="Uitleg"), ButtonHolder(Submit("x", "Stuur"), Knop("Verder")),
        )  # fmt: skip

    html = drawn(AllesForm())

    assert all(f'name="{name}"' in html for name in "abcd")
    assert "Uitleg" in html and "Stuur" in html


def test_a_formset_is_drawn_with_its_management_form():
    class RegelForm(NldsForm):
        naam = forms.CharField(label="Naam")

    formset = forms.formset_factory(RegelForm, extra=2)()
    html = loader.get_template("nlds/whole_uni_formset.html").render(
        {"formset": formset, "formset_tag": True, "formset_method": "post", "field_template": "nlds/field.html"}
    )

    assert 'name="form-TOTAL_FORMS"' in html and 'name="form-1-naam"' in html


@pytest.mark.parametrize(
    "part", ["_tijdlijn", "_termijn", "_bladeren", "_statusbadge", "_telvakken", "_lege_staat", "_antwoord"]
)
def test_a_partial_without_its_values_draws_without_a_fault(part):
    assert loader.render_to_string(f"delen/{part}.html", {}) is not None


def test_a_message_to_the_melder_keeps_its_lines_and_loses_its_markup():
    html = loader.render_to_string("delen/_antwoord.html", {"van": HOSTILE, "tekst": f"Dank u.\n{HOSTILE}"})

    assert "<script>" not in html and "Dank u.<br>" in html
