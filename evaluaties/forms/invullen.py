"""What a participant fills in: the four digits of the screen, and the questions with the key of this one form."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy

from buurtpreventie.ui.forms import FilterForm, NldsForm
from evaluaties.forms.vragen import VragenForm

CIJFERS = 4


class CodeField(forms.CharField):
    """Four digits, as one reads them from a screen: with spaces or without."""

    def to_python(self, value):
        """Called by Django."""
        return "".join(letter for letter in super().to_python(value) if letter in "0123456789")


class CodeForm(NldsForm):
    """Who cannot scan the QR types the code."""

    knop = gettext_lazy("Naar de vragen")
    code = CodeField(
        label=gettext_lazy("Code op het scherm"),
        max_length=20,
        help_text=gettext_lazy("Vier cijfers."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Vul de vier cijfers in die op het scherm staan.")},
    )


class InvulForm(VragenForm):
    """The questions; ``sleutel`` is of this form alone, so that pressed twice is one answer."""

    knop = gettext_lazy("Verstuur")
    sleutel = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class WeerForm(FilterForm):
    """Somebody else fills it in on the same telephone."""

    nog = forms.ChoiceField(choices=[("ja", "ja")])
