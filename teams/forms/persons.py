"""Is what is said about one person sound?"""

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from buurtpreventie.ui.forms import NldsForm
from buurtpreventie.ui.gelezen import GelezenMixin
from teams.forms.people import EMAIL, LEVELS
from teams.models import Soort


class AdresForm(NldsForm):
    """Where the invitation goes."""

    knop = _("Opslaan en uitnodigen")
    email = forms.EmailField(
        label=_("E-mailadres"),
        help_text=_("De oude link werkt dan niet meer. Er gaat een nieuwe uitnodiging naar dit adres."),
        max_length=254,
        widget=EMAIL,
    )


class Controle(TextChoices):
    """How beheer knew that it was really this person who asked."""

    GEZIEN = "gezien", _("De persoon stond voor mij")
    GEBELD = "gebeld", _("Ik belde zelf naar het nummer dat wij al hadden")
    LEIDING = "leiding", _("De leidinggevende heeft het bevestigd")


class ExtraCodeForm(NldsForm):
    """Whose second factor is taken away was looked at first."""

    knop = _("Haal de extra code weg")
    gecontroleerd = forms.ChoiceField(
        label=_("Hoe weet u dat het echt deze persoon is?"),
        help_text=_("Een mail of een app is niet genoeg: die kan van iemand anders komen."),
        choices=Controle.choices,
        widget=forms.RadioSelect,
    )


class ZetelForm(GelezenMixin, NldsForm):
    """What a seat at the meldpunt reads."""

    knop = _("Opslaan")
    soorten = forms.MultipleChoiceField(
        label=_("Welke meldingen leest deze persoon?"), choices=Soort.choices, widget=forms.CheckboxSelectMultiple
    )
    hoogste_niveau = forms.TypedChoiceField(
        label=_("Hoe vertrouwelijk mogen die meldingen zijn?"), choices=LEVELS, coerce=int, widget=forms.RadioSelect
    )
