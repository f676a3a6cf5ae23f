"""What did somebody see in the picture? Nothing has to be filled in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from buurtpreventie.ui.forms import NldsForm
from trainingen.looking import VRAGEN


class KijkForm(NldsForm):
    """A question each; sent by GET, for nothing is kept."""

    methode = "get"
    knop = _("Bekijk wat er te zien was")
    toont_optioneel = False
    klaar = forms.CharField(initial="ja", required=False, widget=forms.HiddenInput)  # sent also when nothing is chosen

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for vraag in VRAGEN:
            self.fields[vraag.naam] = forms.ChoiceField(
                label=vraag.vraag, choices=vraag.keuzes, required=False, widget=forms.RadioSelect
            )

    @property
    def antwoorden(self):
        """What was answered; a value that is not on the page counts as none."""
        self.full_clean() if self._errors is None else None
        return self.cleaned_data
