"""How a trainer goes about an evening."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from buurtpreventie.ui.forms import NldsForm
from buurtpreventie.ui.gelezen import GelezenMixin


class VoorbereidingForm(GelezenMixin, NldsForm):
    """The approach, and where the presentation is."""

    knop = gettext_lazy("Opslaan")
    aanpak = forms.CharField(
        label=gettext_lazy("Hoe pakt u de avond aan?"),
        help_text=gettext_lazy("Uw medetrainers lezen dit. Schrijf geen namen van deelnemers of bewoners op."),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    presentatie = forms.URLField(
        label=gettext_lazy("Link naar de presentatie"),
        help_text=gettext_lazy("Bijvoorbeeld: https://www.voorbeeld.nl/presentatie."),
        max_length=300,
        required=False,
        assume_scheme="https",
    )

    def clean_presentatie(self):
        link = self.cleaned_data["presentatie"]
        if link and not link.startswith("https://"):
            raise forms.ValidationError(_("Gebruik een link die begint met https://."))
        return link
