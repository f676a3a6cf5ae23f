"""How many weeks of the roster go on paper."""

from django import forms
from django.utils.translation import gettext_lazy as _

from buurtpreventie.ui.forms import NldsForm

WEEKS = ((2, _("2 weken")), (4, _("4 weken")), (6, _("6 weken")), (8, _("8 weken")))


class AfdrukForm(NldsForm):
    """A question with a ready answer; it changes nothing, so it travels in the address."""

    methode = "get"
    knop = _("Maak het rooster (PDF)")
    weken = forms.TypedChoiceField(label=_("Hoeveel weken vooruit?"), choices=WEEKS, coerce=int, initial=6)
