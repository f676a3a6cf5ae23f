"""Is what beheer says about a category sound?"""

from crispy_forms.layout import Layout
from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from buurtpreventie.ui.forms import Keuze, NldsForm, SuggestieInput
from buurtpreventie.ui.gelezen import GelezenMixin
from buurtpreventie.ui.layout import Groep, Meer, Rij
from meldingen.models import Spoed
from teams.models import BEWAAR_HOOGUIT, Niveau, PartnerSoort, Soort

LEVELS = [
    (Niveau.V0.value, Keuze(_("Open"), uitleg=_("Het hele team kan de melding lezen."))),
    (Niveau.V1.value, Keuze(_("Team en meldpunt"), uitleg=_("Van het team leest alleen de coördinator mee."))),
    (Niveau.V2.value, Keuze(_("Vertrouwelijk"), uitleg=_("Alleen het meldpunt leest mee, en wie helpt het nodige."))),
    (Niveau.V3.value, Keuze(_("Strikt vertrouwelijk"), uitleg=_("Alleen wie bij het meldpunt daarvoor gekozen is."))),
    (
        Niveau.V4.value,
        Keuze(_("Niet vastleggen"), uitleg=_("Er komt geen melding. De melder ziet wie er te bellen is.")),
    ),
]
MOST_HINTS, LONGEST_HINT = 12, 200
KINDS = [(value, label) for value, label in Soort.choices if value != Soort.TEAM]


class CategorieForm(GelezenMixin, NldsForm):
    """What the melder sees, who takes it up and who reads it."""

    knop = _("Opslaan")
    tweede_knop = ("bekijk", _("Bekijk zonder op te slaan"))
    naam = forms.CharField(label=_("Naam van het onderwerp"), max_length=100)
    groep = forms.CharField(
        label=_("Groep"),
        help_text=_("Onder deze kop staat het onderwerp in de lijst. Kies een groep, of typ een nieuwe."),
        max_length=60,
    )
    kijk_naar = forms.CharField(
        label=_("Waar let u op?"),
        help_text=_("Voorbeelden, elk op een eigen regel."),
        required=False,
        widget=forms.Textarea,
    )
    tip = forms.CharField(label=_("Tip voor de melder"), required=False, max_length=1000, widget=forms.Textarea)
    spoed = forms.ChoiceField(label=_("Welk nummer staat erbij?"), choices=Spoed.choices)
    partner_soort = forms.ChoiceField(label=_("Wie pakt dit meestal op?"), choices=PartnerSoort.choices)
    reactie_werkdagen = forms.IntegerField(
        label=_("Werkdagen tot de reactie"), required=False, min_value=0, max_value=60
    )
    antwoord_werkdagen = forms.IntegerField(
        label=_("Werkdagen tot het antwoord"), required=False, min_value=0, max_value=120
    )
    vertrouwelijkheid = forms.TypedChoiceField(
        label=_("Wie mag het lezen?"), choices=LEVELS, coerce=int, widget=forms.RadioSelect
    )
    verlagen = forms.BooleanField(
        label=_("Het niveau mag omlaag"),
        help_text=_("Alleen nodig als u een minder vertrouwelijk niveau kiest. Er lezen dan meer mensen mee."),
        required=False,
    )
    bewaar_maanden = forms.IntegerField(
        label=_("Maanden bewaren"),
        help_text=_("Nadat de melding klaar is. Vult u niets in? Dan geldt de termijn van het niveau."),
        required=False,
        min_value=1,
        max_value=max(BEWAAR_HOOGUIT.values()),
    )
    ook = forms.MultipleChoiceField(
        label=_("Wie kan het ook oppakken?"),
        choices=PartnerSoort.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    fotos = forms.BooleanField(label=_("Foto's mogen mee"), required=False)
    zwaar = forms.BooleanField(
        label=_("Zwaar onderwerp"),
        help_text=_("Wij vragen de melder of iemand moet bellen om na te praten."),
        required=False,
    )
    tekst_verborgen = forms.BooleanField(
        label=_("De eigen tekst is na het versturen niet meer te lezen"),
        help_text=_("Voor als iemand in de telefoon van de melder kan kijken."),
        required=False,
    )
    volgorde = forms.IntegerField(
        label=_("Plaats in de lijst"), help_text=_("Het laagste getal staat bovenaan."), min_value=0, max_value=999
    )

    def __init__(self, *args, groepen=(), termijnen=(3, 10), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["groep"].widget = SuggestieInput(groepen)
        for veld, dagen in zip(("reactie_werkdagen", "antwoord_werkdagen"), termijnen, strict=True):
            self.fields[veld].help_text = _("Leeg is %(dagen)s: dat geldt in de hele gemeente.") % {"dagen": dagen}

    def get_layout(self):
        return Layout(
            Groep(
                _("Wat de melder ziet"), *self.first_fields, "naam", "groep", "kijk_naar", "tip", "spoed", "volgorde"
            ),
            Groep(_("Wie pakt het op, en wanneer?"), "partner_soort", Rij("reactie_werkdagen", "antwoord_werkdagen")),
            Groep(
                _("Hoe vertrouwelijk is het, en hoe lang blijft het?"),
                "vertrouwelijkheid",
                "verlagen",
                "bewaar_maanden",
            ),
            Meer("ook", titel=_("Wie kan het ook oppakken?")),
            Meer("fotos", "zwaar", "tekst_verborgen", titel=_("Foto's en gevoelige onderwerpen")),
        )

    first_fields = ()

    @property
    def only_looks(self):
        """Beheer wants to see it, not to save it."""
        return self.is_bound and "bekijk" in self.data

    def clean_kijk_naar(self):
        """One example a line."""
        hints = [line.strip() for line in self.cleaned_data["kijk_naar"].splitlines() if line.strip()]
        if len(hints) > MOST_HINTS:
            raise forms.ValidationError(_("Gebruik hooguit 12 voorbeelden."))
        if any(len(hint) > LONGEST_HINT for hint in hints):
            raise forms.ValidationError(_("Gebruik hooguit 200 tekens per voorbeeld."))
        return hints


class CategorieNieuwForm(CategorieForm):
    """A category of the gemeente's own."""

    knop = _("Onderwerp toevoegen")
    first_fields = ("soort", "code")
    soort = forms.ChoiceField(label=_("Bij welke soort meldingen hoort het?"), choices=KINDS, widget=forms.RadioSelect)
    code = forms.CharField(
        label=_("Code"),
        help_text=_("Een kort kenmerk voor cijfers en afspraken. De code blijft altijd hetzelfde."),
        max_length=6,
        validators=[RegexValidator(r"^[A-Z]{1,3}\d{2,3}$", _("Gebruik hoofdletters en cijfers. Bijvoorbeeld: X01."))],
    )
