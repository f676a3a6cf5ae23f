"""A rule says no, and the form says why."""

from django import forms

from buurtpreventie.errors import RefusedAction
from buurtpreventie.ui.forms import NldsForm
from buurtpreventie.ui.refusals import accepted


class AntwoordForm(NldsForm):
    tekst = forms.CharField(label="Antwoord")


def valid_form():
    form = AntwoordForm({"tekst": "Dank u wel."})
    assert form.is_valid()
    return form


def test_an_action_gets_what_the_form_says_and_its_outcome_stays_on_the_form():
    form = valid_form()

    assert accepted(form, lambda melding, *, tekst, actor: (melding, tekst, actor), "melding", actor="ik")
    assert form.result == ("melding", "Dank u wel.", "ik")


def test_a_refusal_becomes_the_forms_own_error_with_409_and_the_text_kept():
    def refuse(*, tekst):
        raise RefusedAction("Deze melding is nog niet afgerond.")

    form = valid_form()

    assert not accepted(form, refuse)
    assert form.status == 409
    assert form.non_field_errors() == ["Deze melding is nog niet afgerond."]
    assert form["tekst"].value() == "Dank u wel."
