"""What a team wants to learn."""

from django import forms
from django.utils.translation import gettext_lazy as _

from buurtpreventie.ui.forms import NldsForm
from trainingen.models import Onderwerp


class WensForm(NldsForm):
    """Something to learn, for the list of the team."""

    knop = _("Zet op de lijst")

    onderwerp = forms.ChoiceField(label=_("Waarover?"), choices=Onderwerp.choices, widget=forms.RadioSelect)
    tekst = forms.CharField(
        label=_("In uw eigen woorden"),
        help_text=_("Noem geen namen of adressen."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class GeleerdForm(NldsForm):
    """Which topic may go off the list."""

    onderwerp = forms.ChoiceField(choices=Onderwerp.choices, widget=forms.HiddenInput)
