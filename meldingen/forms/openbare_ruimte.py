"""Straat en groen: one page, and one to read it again (formulieren)."""

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from meldingen.forms.pages import ja_nee, place_fields
from meldingen.forms.shared_pages import SoortForm, for_whom, place_group, whom_layout


class BuitenForm(SoortForm):
    """What, where, and whether somebody can be hurt: a lamp post in half a minute."""

    kop = _("Wat is er op straat?")
    toont_optioneel = False  # straat or plek will do: neither is required, and one of them is
    altijd_optioneel = ("waarneming",)
    gevaar = ja_nee(
        _("Kan iemand vallen of zich pijn doen?"),
        error_messages={"required": _("Kies of iemand kan vallen of zich pijn kan doen.")},
    )
    waarneming = forms.CharField(
        label=_("Wilt u iets toevoegen?"),
        help_text=_("Schrijf geen namen van bewoners op."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )

    def set_up(self, invulling):
        super().set_up(invulling)
        self.fields |= place_fields(invulling)
        self.fields["plek"].help_text = _("Bijvoorbeeld: tegenover de bakker, of het nummer van de lantaarnpaal.")
        self.order_fields([*for_whom(self), "categorie", "buurt", "straat", "huisnummer", "plek", "gevaar"])

    def get_layout(self):
        return Layout(*whom_layout(self), "categorie", place_group(), "gevaar", "waarneming")

    def clean(self):
        """Somebody has to be able to find it."""
        found = self.cleaned_data.get("straat") or self.cleaned_data.get("plek")
        if not found and not {"straat", "plek"} & set(self.errors):
            self.add_error("straat", _("Vul de straat in, of beschrijf de plek."))
        return self.cleaned_data
