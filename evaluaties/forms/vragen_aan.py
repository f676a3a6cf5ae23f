"""What one says about asking: how often, how many are expected, why people were silent, and what came of it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from buurtpreventie.ui.forms import NldsForm
from buurtpreventie.ui.gelezen import GelezenMixin
from evaluaties.forms.invullen import InvulForm
from evaluaties.models import Reden
from evaluaties.moments import EXPECTED


class NamensForm(InvulForm):
    """The questions, filled in together with somebody on the telephone."""

    knop = _("Bewaar de antwoorden")


class GrensForm(GelezenMixin, NldsForm):
    """How often one person may be asked."""

    knop = _("Bewaar")
    max_per_kwartaal = forms.IntegerField(
        label=_("Hoe vaak per kwartaal mag iemand iets krijgen?"),
        help_text=_("Van 1 tot 12 keer. Alle vragenlijsten tellen mee, ook die van andere gemeenten."),
        min_value=1,
        max_value=12,
    )


class EindmetingForm(NldsForm):
    """Begin the measurement; how many answers one expects."""

    knop = _("Vraag het nu")
    verwacht_procent = forms.IntegerField(
        label=_("Hoeveel procent verwacht u?"),
        help_text=_("Antwoorden er minder? Dan vragen wij de coördinatoren waarom."),
        min_value=1,
        max_value=100,
        initial=EXPECTED,
    )


class RedenForm(GelezenMixin, NldsForm):
    """Why people were silent: reasons, and words without names."""

    knop = _("Verstuur")
    redenen = forms.MultipleChoiceField(
        label=_("Wat denkt u: waarom vulden mensen het niet in?"),
        help_text=_("U kunt meer dan één antwoord kiezen."),
        choices=Reden.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    toelichting = forms.CharField(
        label=_("In uw eigen woorden"),
        help_text=_("Noem geen namen."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self):
        """Something else is said in words."""
        cleaned = super().clean()
        if Reden.ANDERS in cleaned.get("redenen", []) and not cleaned.get("toelichting"):
            self.add_error("toelichting", _("Vul in wat het was. U koos “Iets anders”."))
        return cleaned


class WijDedenForm(NldsForm):
    """One line of what people said and what was done with it."""

    knop = _("Zet erbij")
    uzei = forms.CharField(
        label=_("U zei"),
        help_text=_("Wat zeiden mensen? Noem geen namen of plaatsen."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    wijdeden = forms.CharField(
        label=_("Wij deden"),
        help_text=_("Wat deed u ermee? Of waarom kon het niet?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
