"""What is asked of a conversation at a table: who sat there, the report, and who does what (E193)."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from buurtpreventie.ui.dates import day_in_words
from buurtpreventie.ui.forms import NldsForm
from buurtpreventie.ui.gelezen import GelezenMixin
from buurtpreventie.ui.layout import Knop
from evaluaties.forms.vragen import VragenForm


class TeamsField(forms.ModelMultipleChoiceField):
    """Teams by name."""

    def label_from_instance(self, team):
        """Called by Django."""
        return team.naam


class AvondField(forms.ModelChoiceField):
    """Evenings by title and day."""

    def label_from_instance(self, sessie):
        """Called by Django."""
        return f"{sessie.titel}, {day_in_words(sessie.dag)} {sessie.dag.year}"


class SamenNieuwForm(NldsForm):
    """Who sits at the table."""

    knop = _("Begin het verslag")
    naam = forms.CharField(
        label=_("Hoe heet dit gesprek?"),
        help_text=_("Bijvoorbeeld: Overleg met drie teams, voorjaar 2026. Zet er geen namen van mensen in."),
        max_length=160,
    )
    teams = TeamsField(
        label=_("Welke teams zitten aan tafel?"),
        help_text=_("Hun coördinatoren kunnen het verslag lezen en printen."),
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
    )
    sessie = AvondField(
        label=_("Was het op een kennisavond?"),
        help_text=_("Dan horen de actiepunten van die avond erbij."),
        queryset=None,
        required=False,
        empty_label=_("Nee"),
    )
    sleutel = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args, teams, avonden, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["teams"].queryset, self.fields["sessie"].queryset = teams, avonden


class SamenForm(GelezenMixin, VragenForm):
    """The report of everybody at the table; written by two at once, the second one hears it first."""

    knop = _("Bewaar het verslag")

    def clean(self):
        """Only the report goes to the action."""
        return {"formulier": super().clean().get("formulier")}


class AfspraakForm(NldsForm):
    """Who does what by when."""

    knop = _("Zet erbij")
    wat = forms.CharField(label=_("Wat gaat er gebeuren?"), max_length=300)
    wie = forms.CharField(
        label=_("Wie doet dat?"), help_text=_("Een voornaam met de organisatie, of een team."), max_length=120
    )
    voor = forms.DateField(label=_("Wanneer is het klaar?"), widget=forms.DateInput)

    def buttons(self):
        """Under the report, which has the primary button of the page."""
        yield Knop(self.knop, stijl="secondary")


class GedaanForm(NldsForm):
    """Which one is done."""

    punt = forms.ModelChoiceField(queryset=None, widget=forms.HiddenInput)

    def __init__(self, *args, punten, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["punt"].queryset = punten
