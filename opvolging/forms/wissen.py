"""What is typed about keeping contents longer than their term."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from buurtpreventie.ui.forms import NldsForm
from opvolging.forms.meldpunt import SHORT_NOTE
from opvolging.models import Aanhouding
from opvolging.models.retention import HOLD_DAYS

JA, NEE = "ja", "nee"


class AanhoudForm(NldsForm):
    """Why, and until when."""

    knop = _("Vraag om langer bewaren")
    reden = forms.ChoiceField(
        label=_("Waarom moet de inhoud blijven?"), choices=Aanhouding.Reden.choices, widget=forms.RadioSelect
    )
    tot = forms.DateField(
        label=_("Tot en met welke dag?"), help_text=_("Hooguit een jaar vooruit. Daarna kunt u het opnieuw vragen.")
    )
    toelichting = forms.CharField(
        label=_("Toelichting voor uw collega"),
        help_text=_("Dit wordt gewist met de melding."),
        max_length=SHORT_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_tot(self):
        """After today, and within a year."""
        tot = self.cleaned_data["tot"]
        if not self.today < tot <= self.today + timedelta(days=HOLD_DAYS):
            raise forms.ValidationError(_("Kies een dag na vandaag, hooguit een jaar vooruit."))
        return tot


class AanhoudBesluitForm(NldsForm):
    """What a second person thinks of it."""

    knop = _("Vastleggen")
    akkoord = forms.TypedChoiceField(
        label=_("Mag de inhoud langer blijven?"),
        choices=[(JA, _("Ja, ik ben het ermee eens")), (NEE, _("Nee, de inhoud wordt op tijd gewist"))],
        coerce=lambda value: value == JA,
        widget=forms.RadioSelect,
    )


class StopForm(NldsForm):
    """Only a button: nothing needs to be held back any more."""

    knop = _("Niet langer bewaren")
