"""Hartveilig: one page, and one to read it again (formulieren). It is no alarm (E169)."""

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from meldingen.forms.pages import optional_choice, place_fields
from meldingen.forms.shared_pages import SoortForm, for_whom, place_group, whom_layout

TIJDEN = ["Altijd bereikbaar", "Alleen overdag bereikbaar", "Dat weet ik niet"]
AT_A_PLACE = {"HV01", "HV02", "HV03", "HV04"}  # about one AED, that somebody has to find


class HartForm(SoortForm):
    """What, and where the AED hangs."""

    kop = _("Wat wilt u doorgeven over hartveilig?")
    bel112 = {
        "kop": _("Reageert iemand niet? Bel 112."),
        "tekst": _("De meldkamer helpt u en weet waar een AED hangt. Dit formulier is geen alarm."),
    }
    toont_optioneel = False
    altijd_optioneel = ("wanneer", "waarneming")
    wanneer = optional_choice(_("Op welke tijden kan iedereen bij de AED?"), TIJDEN)
    waarneming = forms.CharField(
        label=_("Wilt u iets toevoegen?"),
        help_text=_("Schrijf niets op over een patiënt. Schrijf geen namen op."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )

    def set_up(self, invulling):
        super().set_up(invulling)
        self.fields["categorie"].label = _("Wat wilt u doorgeven?")
        self.fields |= place_fields(invulling)
        self.fields["plek"].help_text = _("Bijvoorbeeld: bij de ingang van de sporthal.")
        place = ["buurt", "straat", "huisnummer", "plek"]
        self.order_fields([*for_whom(self), "categorie", *place, "wanneer", "waarneming"])

    def get_layout(self):
        return Layout(*whom_layout(self), "categorie", place_group(), "wanneer", "waarneming")

    def clean(self):
        """An AED has to be found."""
        categorie = self.cleaned_data.get("categorie")
        found = self.cleaned_data.get("straat") or self.cleaned_data.get("plek")
        if categorie and categorie.code in AT_A_PLACE and not found and not {"straat", "plek"} & set(self.errors):
            self.add_error("straat", _("Vul de straat in, of beschrijf waar de AED hangt."))
        return self.cleaned_data
