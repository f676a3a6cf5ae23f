"""Is what trainers and beheer say about a module or a situation sound?"""

from crispy_forms.layout import Layout
from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from buurtpreventie.ui.forms import NldsForm
from buurtpreventie.ui.gelezen import GelezenMixin
from buurtpreventie.ui.layout import Groep, Rij
from trainingen.models import BewijsSoort, Doel, SituatieGroep

GIVES = [("", _("Geen bewijs"))] + [(value, label) for value, label in BewijsSoort.choices if value != BewijsSoort.VOG]


class ModuleForm(GelezenMixin, NldsForm):
    """What the evening is about, what one learns and what it gives."""

    knop = _("Opslaan")
    naam = forms.CharField(label=_("Naam"), max_length=80)
    waarover = forms.CharField(
        label=_("Waar gaat het over?"),
        help_text=_("Dit lezen mensen voordat zij zich aanmelden. Gebruik woorden van de straat."),
        widget=forms.Textarea,
        max_length=3000,
    )
    leerdoelen = forms.CharField(
        label=_("Wat kan iemand na afloop?"),
        help_text=_("Eén doel per regel."),
        widget=forms.Textarea,
        max_length=2000,
    )
    doelen = forms.MultipleChoiceField(
        label=_("Bij welke doelen hoort het?"),
        choices=Doel.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    duur_minuten = forms.IntegerField(
        label=_("Duur in minuten"), help_text=_("Drie uur is 180."), min_value=15, max_value=600
    )
    volgorde = forms.IntegerField(
        label=_("Plaats in de lijst"), help_text=_("Het laagste getal staat bovenaan."), min_value=0, max_value=999
    )
    met_acteur = forms.BooleanField(label=_("Met een acteur"), required=False)
    bewijs = forms.ChoiceField(
        label=_("Welk bewijs krijgt iemand die er was?"),
        help_text=_("Het bewijs komt vanzelf als de lijst van de avond klaar is."),
        choices=GIVES,
        required=False,
    )
    naderhand = forms.CharField(
        label=_("Wat kunnen deelnemers na afloop nalezen?"),
        widget=forms.Textarea,
        required=False,
        max_length=10_000,
    )

    first_fields = ()

    def get_layout(self):
        return Layout(
            Groep(_("Wat deelnemers lezen"), *self.first_fields, "naam", "waarover", "leerdoelen", "naderhand"),
            Groep(_("Doelen"), "doelen"),
            Groep(_("De avond"), Rij("duur_minuten", "volgorde"), "met_acteur", "bewijs"),
        )

    def clean_leerdoelen(self):
        """One goal a line, without empty lines."""
        return "\n".join(line.strip() for line in self.cleaned_data["leerdoelen"].splitlines() if line.strip())


class ModuleNieuwForm(ModuleForm):
    """A module of the gemeente's own."""

    knop = _("Module toevoegen")
    first_fields = ("code",)
    code = forms.CharField(
        label=_("Code"),
        help_text=_("Een kort kenmerk, bijvoorbeeld AED. De code blijft altijd hetzelfde."),
        max_length=8,
        validators=[RegexValidator(r"^[A-Z][A-Z0-9]{1,7}$", _("Gebruik 2 tot 8 hoofdletters of cijfers."))],
    )


class SituatieForm(GelezenMixin, NldsForm):
    """What happens, and what to watch when talking about it."""

    knop = _("Opslaan")
    groep = forms.ChoiceField(label=_("Wat oefent u ermee?"), choices=SituatieGroep.choices, widget=forms.RadioSelect)
    naam = forms.CharField(
        label=_("Naam"), help_text=_("Kort, bijvoorbeeld: Een groep jongeren bij het bankje."), max_length=100
    )
    omschrijving = forms.CharField(
        label=_("Wat gebeurt er?"),
        help_text=_("Verzin het, of maak het onherkenbaar. Gebruik geen namen en geen echte adressen."),
        widget=forms.Textarea,
        max_length=2000,
    )
    nabespreken = forms.CharField(
        label=_("Waar let u op bij het napraten?"), widget=forms.Textarea, required=False, max_length=2000
    )


class SituatieNieuwForm(SituatieForm):
    """A situation of the gemeente's own."""

    knop = _("Situatie toevoegen")
