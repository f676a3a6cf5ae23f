"""Is what somebody says about planned rounds sound?"""

import uuid

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from buurtpreventie.ui.dates import WEEKDAYS
from buurtpreventie.ui.forms import NldsForm
from buurtpreventie.ui.gelezen import GelezenMixin
from buurtpreventie.ui.layout import Groep, Rij
from teams.rondes.models import VervalReden

NO_ROUTE = _("Dat kiezen wij later")
ELKE_WEKEN = [(1, _("Elke week")), (2, _("Om de 2 weken")), (3, _("Om de 3 weken")), (4, _("Om de 4 weken"))]


class TikForm(NldsForm):
    """One tap: the button says it all."""


class AntwoordForm(NldsForm):
    """One tap, and to which page it leads back."""

    terug = forms.ChoiceField(choices=[("lijst", ""), ("ronde", "")], required=False, widget=forms.HiddenInput)


class RondeForm(NldsForm):
    """One round by the clock on the wall; an end before the begin is after midnight."""

    knop = _("Zet op de planning")
    toont_optioneel = False
    layout = Layout("datum", Rij("van_tijd", "tot_tijd"), "route", "sleutel")

    datum = forms.DateField(label=_("Welke dag?"))
    van_tijd = forms.TimeField(label=_("Begint om"), initial="20:00")
    tot_tijd = forms.TimeField(label=_("Klaar om"), initial="21:30")
    route = forms.ModelChoiceField(label=_("Welke route?"), queryset=None, required=False, empty_label=NO_ROUTE)
    sleutel = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args, routes, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["route"].queryset = routes


class RoosterForm(NldsForm):
    """A weekly pattern; the times and the route of its rounds."""

    knop = _("Bewaar het rooster")
    toont_optioneel = False
    layout = Layout(
        "weekdag",
        Rij("van_tijd", "tot_tijd"),
        "elke_weken",
        "route",
        "van",
        "tot",
        "ook_op_feestdagen",
    )

    weekdag = forms.TypedChoiceField(
        label=_("Welke dag van de week?"),
        choices=[("", _("Kies een dag")), *((nummer, naam.capitalize()) for nummer, naam in enumerate(WEEKDAYS))],
        coerce=int,
    )
    van_tijd = forms.TimeField(label=_("Begint om"), initial="20:00")
    tot_tijd = forms.TimeField(label=_("Klaar om"), initial="21:30")
    elke_weken = forms.TypedChoiceField(label=_("Hoe vaak?"), choices=ELKE_WEKEN, coerce=int, initial=1)
    route = forms.ModelChoiceField(label=_("Welke route?"), queryset=None, required=False, empty_label=NO_ROUTE)
    van = forms.DateField(label=_("Eerste dag"))
    tot = forms.DateField(
        label=_("Laatste dag"), required=False, help_text=_("Laat dit leeg als het rooster gewoon doorgaat.")
    )
    ook_op_feestdagen = forms.BooleanField(
        label=_("Ook op feestdagen"),
        help_text=_("Zonder vinkje slaan wij feestdagen en dagen waarop de gemeente dicht is over."),
        required=False,
    )

    def __init__(self, *args, routes, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["route"].queryset = routes

    def clean(self):
        """The last day is not before the first."""
        cleaned = super().clean()
        van, tot = cleaned.get("van"), cleaned.get("tot")
        if van and tot and tot < van:
            self.add_error("tot", _("De laatste dag ligt vóór de eerste dag. Kies een latere dag."))
        return cleaned


class RoosterWijzigForm(GelezenMixin, RoosterForm):
    """The same of a pattern that stands there."""


class VervalForm(NldsForm):
    """Why a round does not go on."""

    knop = _("Laat de ronde vervallen")
    reden = forms.ChoiceField(
        label=_("Waarom gaat de ronde niet door?"), choices=VervalReden.choices, widget=forms.RadioSelect
    )


class NamensForm(NldsForm):
    """The coordinator says it for a member who does not do so."""

    gebruiker = forms.ModelChoiceField(queryset=None, widget=forms.HiddenInput)

    def __init__(self, *args, leden, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["gebruiker"].queryset = leden


class InstellingForm(GelezenMixin, NldsForm):
    """What of the safety net is on; whoever switches off the first has no second."""

    knop = _("Opslaan")
    toont_optioneel = False
    layout = Layout(Groep(_("Als een ronde niet wordt afgesloten"), "bewaking", "coordinator_bellen", "piket_bellen"))

    bewaking = forms.BooleanField(
        label=_("Vraag de lopers of iedereen thuis is"),
        help_text=_("20 minuten na het einde dat zij zelf kozen, per mail."),
        required=False,
    )
    coordinator_bellen = forms.BooleanField(
        label=_("Mail daarna de coördinator"),
        help_text=_("40 minuten na het einde. De coördinator belt de lopers."),
        required=False,
    )
    piket_bellen = forms.BooleanField(
        label=_("Mail daarna het piket van de gemeente"),
        help_text=_("70 minuten na het einde, of eerder als de coördinator niemand te pakken krijgt."),
        required=False,
    )
