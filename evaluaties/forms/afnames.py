"""What narrows the list of runs, and the buttons of one run."""

from django import forms
from django.utils.translation import gettext_lazy as _

from buurtpreventie.ui.forms import FilterForm, NldsForm

NOG, OPEN, GESLOTEN = "nog", "open", "gesloten"
WELKE = [
    ("", _("Open en gesloten")),
    (NOG, _("Avonden: nog niet gevraagd")),
    (OPEN, _("Nu in te vullen")),
    (GESLOTEN, _("Gesloten")),
]


class AfnamesForm(FilterForm):
    """Which runs the list shows."""

    welke = forms.ChoiceField(label=_("Welke evaluaties?"), choices=WELKE)
    lijst = forms.ModelChoiceField(label=_("Vragenlijst"), queryset=None, empty_label=_("Alle vragenlijsten"))

    def __init__(self, *args, lijsten, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["lijst"].queryset = lijsten


class BeginForm(NldsForm):
    """Begin to ask; nothing to fill in."""

    knop = _("Begin de evaluatie")


class WandForm(NldsForm):
    """The code that one saw: pressed twice it is one new code."""

    gelezen = forms.CharField(required=False, max_length=4, widget=forms.HiddenInput)


class SluitForm(NldsForm):
    """Nothing more comes in; nothing to fill in."""

    knop = _("Sluit de evaluatie")
