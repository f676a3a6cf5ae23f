"""Why a photo goes away."""

from django import forms
from django.utils.translation import gettext_lazy as _

from buurtpreventie.ui.forms import NldsForm
from buurtpreventie.ui.layout import Knop
from meldingen.models import FotoReden


class FotoWegForm(NldsForm):
    """A reason as a code: it stands in the log."""

    reden = forms.ChoiceField(
        label=_("Waarom haalt u de foto weg?"), choices=FotoReden.choices, widget=forms.RadioSelect
    )

    def buttons(self):
        """One, and it looks like what it does."""
        yield Knop(_("Foto weghalen"), stijl="primary nl-button--negative")
