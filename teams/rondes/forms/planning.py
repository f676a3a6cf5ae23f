"""Is what somebody says about a planned round sound?"""

import uuid

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from buurtpreventie.ui.forms import NldsForm
from buurtpreventie.ui.layout import Rij
from teams.rondes.models import VervalReden


class TikForm(NldsForm):
    """One tap: the button says it all."""


class RondeForm(NldsForm):
    """One round by the clock on the wall; an end before the begin is after midnight."""

    knop = _("Ronde plannen")
    toont_optioneel = False
    layout = Layout("datum", Rij("van_tijd", "tot_tijd"), "route", "sleutel")
    datum = forms.DateField(label=_("Welke dag?"))
    van_tijd = forms.TimeField(label=_("Begint om"))
    tot_tijd = forms.TimeField(label=_("Klaar om"), help_text=_("Na middernacht mag ook."))
    route = forms.ModelChoiceField(
        label=_("Welke route?"), queryset=None, required=False, empty_label=_("Weet ik nog niet")
    )
    sleutel = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, routes, **kwargs):
        kwargs["initial"] = {"sleutel": uuid.uuid4(), "van_tijd": "20:00", "tot_tijd": "21:30"} | (
            kwargs.get("initial") or {}
        )
        super().__init__(*args, **kwargs)
        self.fields["route"].queryset = routes


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
