"""Burenhulp: consent first, then what help; and one page to read it again (formulieren, E139)."""

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from buurtpreventie.accounts.forms import TelefoonField
from buurtpreventie.ui.forms import Keuze
from buurtpreventie.ui.layout import Groep, Meer
from meldingen.forms.pages import PaginaForm, in_own_words, place_fields
from meldingen.forms.shared_pages import SoortForm, for_whom, place_group, whom_layout

GOED, ZELF, NOG_NIET = "Ja, die vindt het goed", "Het gaat om mijzelf", "nog_niet"
HOE_VAAK = ["Eén keer", "Een paar keer", "Elke week", "Dat weet ik nog niet"]


class HulpForm(SoortForm):
    """Step 1: nobody is helped without wanting it."""

    kop = _("Voor wie is de hulp?")
    toestemming = forms.ChoiceField(
        label=_("Vindt de persoon het goed dat u dit doorgeeft?"),
        choices=[
            (GOED, _("Ja, die vindt het goed")),
            (ZELF, Keuze(_("Het gaat om mijzelf"), uitleg=_("U vraagt zelf hulp, of u wilt iets doen voor de buurt."))),
            (NOG_NIET, Keuze(_("Nee, nog niet"), uitleg=_("Dan denken wij eerst met u mee. U geeft nog niets door."))),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies of de persoon het goed vindt.")},
    )

    def set_up(self, invulling):
        super().set_up(invulling)
        self.fields["categorie"].label = _("Wat voor hulp?")
        self.fields["categorie"].error_messages["required"] = _("Kies wat voor hulp het is.")
        self.order_fields([*for_whom(self), "toestemming", "categorie"])

    def get_layout(self):
        """The rest in the order of the fields."""
        return Layout(*whom_layout(self)) if for_whom(self) else super().get_layout()

    def clean(self):
        """Who has no consent yet need not know what help it would be."""
        if self.wants_advice_first:
            self._errors.pop("categorie", None)
        return self.cleaned_data

    @property
    def wants_advice_first(self):
        return self.cleaned_data.get("toestemming") == NOG_NIET


class VertelForm(PaginaForm):
    """Step 2: what is needed, and how who arranges it reaches the person."""

    kop = _("Vertel kort wat er nodig is")
    toont_tip = True
    toont_optioneel = False
    altijd_optioneel = ("persoon_naam", "persoon_telefoon")
    waarneming = forms.CharField(
        label=_("Wat is er nodig?"),
        help_text=_("Bijvoorbeeld: elke donderdag de container buiten zetten. Schrijf niets op over ziekte."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Schrijf kort op wat er nodig is.")},
    )
    hoe_vaak = forms.ChoiceField(
        label=_("Hoe vaak?"),
        choices=in_own_words(HOE_VAAK),
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies hoe vaak het nodig is.")},
    )
    persoon_naam = forms.CharField(
        label=_("Naam van de persoon"),
        help_text=_("Naam en nummer zien alleen het meldpunt en wie de hulp regelt."),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    persoon_telefoon = TelefoonField(label=_("Telefoonnummer van de persoon"), required=False, autofill="off")
    kan_zelf = forms.CharField(
        label=_("Kan de persoon zelf iets doen voor een ander?"),
        help_text=_("Iedereen kan iets. Het mag, het hoeft niet."),
        required=False,
    )

    def set_up(self, invulling):
        self.fields |= place_fields(invulling)
        self.fields["buurt"].help_text = _("De buurt is genoeg.")
        if (invulling.answered("hulp") or {}).get("toestemming") == ZELF:
            self.ask_about_oneself(invulling.melder)
        if invulling.categorie and invulling.categorie.is_offer:
            self.ask_about_offer()
        place = ["buurt", "straat", "huisnummer", "plek"]
        self.order_fields(["waarneming", "hoe_vaak", *place, "persoon_naam", "persoon_telefoon", "kan_zelf"])

    def ask_about_oneself(self, melder):
        """The person is who fills it in: known already, and free to change."""
        naam, telefoon = self.fields["persoon_naam"], self.fields["persoon_telefoon"]
        naam.label, telefoon.label = _("Uw naam"), _("Uw telefoonnummer")
        naam.initial, telefoon.initial = melder.naam, melder.telefoon

    def ask_about_offer(self):
        """An offer asks what one wants to do."""
        self.kop = _("Vertel kort wat u wilt doen")
        self.fields["waarneming"].label = _("Wat wilt u doen, en wanneer?")
        self.fields["waarneming"].help_text = _("Bijvoorbeeld: op zaterdag boodschappen doen voor iemand.")
        self.fields["waarneming"].error_messages["required"] = _("Schrijf kort op wat u wilt doen.")
        self.fields["hoe_vaak"].error_messages["required"] = _("Kies hoe vaak.")
        del self.fields["kan_zelf"]

    def get_layout(self):
        person = Groep(_("Hoe bereiken wij de persoon?"), "persoon_naam", "persoon_telefoon")
        more = [Meer("kan_zelf")] if "kan_zelf" in self.fields else []
        return Layout("waarneming", "hoe_vaak", place_group(), person, *more)
