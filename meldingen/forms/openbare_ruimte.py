"""Straat en groen: one page, and one to read it again (formulieren)."""

from itertools import groupby

from crispy_forms.layout import Field, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from buurtpreventie.ui.layout import Groep, Rij
from meldingen.forms.niet_pluis import ControleForm
from meldingen.forms.pages import PaginaForm, ja_nee, namens_field, place_fields


class BuitenForm(PaginaForm):
    """What, where, and whether somebody can be hurt: a lamp post in half a minute."""

    kop = _("Wat is er op straat?")
    toont_optioneel = False  # straat or plek will do: neither is required, and one of them is
    categorie = forms.ChoiceField(
        label=_("Wat is er aan de hand?"), error_messages={"required": _("Kies wat er aan de hand is.")}
    )
    gevaar = ja_nee(
        _("Kan iemand vallen of zich pijn doen?"),
        error_messages={"required": _("Kies of iemand kan vallen of zich pijn kan doen.")},
    )
    waarneming = forms.CharField(
        label=_("Wilt u iets toevoegen? (niet verplicht)"),
        help_text=_("Schrijf geen namen van bewoners op."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )

    def set_up(self, invulling):
        self.fields["categorie"].choices = [("", _("Kies wat het best past")), *grouped(invulling.categorieen)]
        self.fields |= place_fields(invulling)
        self.fields["plek"].help_text = _("Bijvoorbeeld: tegenover de bakker, of het nummer van de lantaarnpaal.")
        if namens := namens_field(invulling):
            self.fields["namens"] = namens
        self.order_fields(["namens", "categorie", "buurt", "straat", "huisnummer", "plek", "gevaar", "waarneming"])

    def get_layout(self):
        place = Groep(_("Waar is het?"), "buurt", Rij("straat", Field("huisnummer", wrapper_class="kort")), "plek")
        first = ["namens"] if "namens" in self.fields else []
        return Layout(*first, "categorie", place, "gevaar", "waarneming")

    def clean_categorie(self):
        return self.invulling.by_code(self.cleaned_data["categorie"])

    def clean(self):
        """Somebody has to be able to find it."""
        found = self.cleaned_data.get("straat") or self.cleaned_data.get("plek")
        if not found and not {"straat", "plek"} & set(self.errors):
            self.add_error("straat", _("Vul de straat in, of beschrijf de plek."))
        return self.cleaned_data


class BuitenControleForm(ControleForm):
    """Nothing to tick for a lamp post: read and send."""

    klopt = None


def grouped(categorieen):
    """Choices under the names of their groups; a group of one stands by itself."""
    for groep, rows in groupby(categorieen, key=lambda categorie: categorie.groep):
        choices = [(categorie.code, categorie.naam) for categorie in rows]
        if len(choices) > 1:
            yield groep, choices
        else:
            code, naam = choices[0]
            yield code, naam if naam == groep else f"{groep}: {naam.lower()}"
