"""Is what beheer says about a partner sound?"""

from django import forms
from django.utils.translation import gettext_lazy as _

from buurtpreventie.accounts.forms import TelefoonField
from buurtpreventie.ui.forms import FilterForm, Keuze, NldsForm
from buurtpreventie.ui.gelezen import GelezenMixin
from teams.forms.people import EMAIL, name_field
from teams.forms.settings import NummerField
from teams.models import Partner, PartnerSoort, Soort

WEGEN = [
    (Partner.Weg.LINK, Keuze(_("Mail met een link"), uitleg=_("De contactpersoon antwoordt op een eigen pagina."))),
    (Partner.Weg.TELEFOON, Keuze(_("Telefoon"), uitleg=_("Het meldpunt belt, en schrijft het antwoord zelf op."))),
    (
        Partner.Weg.EIGEN_SYSTEEM,
        Keuze(_("Eigen systeem van de gemeente"), uitleg=_("Het meldpunt zet de vraag daar neer, met een kenmerk.")),
    ),
]


class ZoekForm(FilterForm):
    """Partners by name and sort."""

    naam = forms.CharField(label=_("Naam"), max_length=120)
    soort = forms.ChoiceField(label=_("Soort"), choices=[("", _("Alle soorten")), *PartnerSoort.choices])


class PartnerForm(NldsForm):
    """An organisation that can be asked."""

    knop = _("Partner toevoegen")
    naam = name_field(help_text=_("Zo staat de partner in de lijst van het meldpunt."))
    soort = forms.ChoiceField(
        label=_("Wat voor partner is het?"), choices=[("", _("Kies een soort")), *PartnerSoort.choices]
    )
    weg = forms.ChoiceField(label=_("Hoe vraagt het meldpunt iets?"), choices=WEGEN, widget=forms.RadioSelect)
    telefoon = NummerField(required=False, autofill="off")
    openingstijden = forms.CharField(
        label=_("Uitleg over bereikbaarheid"),
        help_text=_("Bijvoorbeeld: buiten deze uren belt u de gemeente. De uren per dag vult u hierna in."),
        max_length=200,
        required=False,
    )
    bij_wie_bel_ik = forms.BooleanField(
        label=_("Staat bij “Wie bel ik?”"),
        help_text=_("Dan zien alle buurtpreventen deze partner, met het telefoonnummer."),
        required=False,
    )

    def clean(self):
        cleaned = super().clean()
        needs_number = cleaned.get("weg") == Partner.Weg.TELEFOON or cleaned.get("bij_wie_bel_ik")
        if needs_number and not cleaned.get("telefoon") and "telefoon" not in self.errors:
            self.add_error("telefoon", _("Vul een telefoonnummer in. Anders kan niemand deze partner bellen."))
        if cleaned.get("soort") == PartnerSoort.VEILIG_THUIS and cleaned.get("weg", "telefoon") != Partner.Weg.TELEFOON:
            self.add_error("weg", _("Veilig Thuis vraagt u altijd per telefoon. Kies Telefoon."))
        return cleaned


class PartnerBewerkForm(GelezenMixin, PartnerForm):
    knop = _("Opslaan")


class AfspraakForm(GelezenMixin, NldsForm):
    """What a partner agreed to about one kind."""

    knop = _("Afspraak opslaan")
    reactie_werkdagen = forms.IntegerField(
        label=_("Reactie binnen hoeveel werkdagen?"),
        help_text=_("Dan weet het meldpunt of de partner het oppakt. 0 is: dezelfde werkdag."),
        min_value=0,
        max_value=60,
    )
    antwoord_werkdagen = forms.IntegerField(label=_("Antwoord binnen hoeveel werkdagen?"), min_value=0, max_value=120)
    geldig_tot = forms.DateField(
        label=_("Geldig tot en met"),
        help_text=_("Dertig dagen ervoor krijgt de contactpersoon voor de teams een mail. Leeg: zonder einddatum."),
        required=False,
        widget=forms.DateInput,
    )

    def clean(self):
        cleaned = super().clean()
        check_terms(self, cleaned)
        return cleaned


class AfspraakSoortForm(NldsForm):
    """About which kind?"""

    methode = "get"
    knop = _("Verder")
    soort = forms.ChoiceField(label=_("Over welke meldingen gaat de afspraak?"), widget=forms.RadioSelect)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["soort"].choices = Soort.choices


def check_terms(form, cleaned):
    """An answer takes at least as long as the first reaction."""
    reactie, antwoord = cleaned.get("reactie_werkdagen"), cleaned.get("antwoord_werkdagen")
    if reactie is not None and antwoord is not None and antwoord < reactie:
        form.add_error("antwoord_werkdagen", _("Kies hier evenveel werkdagen als bij de reactie, of meer."))


class ContactForm(NldsForm):
    """A person who can be asked at a partner."""

    knop = _("Contactpersoon toevoegen")
    naam = name_field()
    email = forms.EmailField(label=_("E-mailadres"), max_length=254, required=False, widget=EMAIL)
    telefoon = TelefoonField(required=False, autofill="off")
    buurten = forms.ModelMultipleChoiceField(
        label=_("Voor welke buurten?"),
        help_text=_("Kies er geen als deze persoon er voor alle buurten is."),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    vervanger = forms.ModelChoiceField(
        label=_("Wie vervangt deze persoon?"),
        help_text=_("Een collega bij dezelfde partner. Is iemand afwezig, dan krijgt de vervanger de vragen."),
        queryset=None,
        required=False,
        empty_label=_("Niemand"),
    )

    def __init__(self, *args, buurten, collegas, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["buurten"].queryset = buurten
        self.fields["vervanger"].queryset = collegas


class ContactBewerkForm(GelezenMixin, ContactForm):
    knop = _("Opslaan")


class AfwezigForm(GelezenMixin, NldsForm):
    """From when until when somebody is away."""

    knop = _("Opslaan")
    afwezig_van = forms.DateField(
        label=_("Afwezig vanaf"),
        help_text=_("Maak beide leeg als deze persoon er weer is."),
        required=False,
        widget=forms.DateInput,
    )
    afwezig_tot = forms.DateField(
        label=_("Weer terug op"),
        help_text=_("Leeg: u weet het nog niet."),
        required=False,
        widget=forms.DateInput,
    )

    def clean(self):
        cleaned = super().clean()
        van, tot = cleaned.get("afwezig_van"), cleaned.get("afwezig_tot")
        if tot and not van and "afwezig_van" not in self.errors:
            self.add_error("afwezig_van", _("Vul ook in vanaf wanneer deze persoon afwezig is."))
        elif van and tot and tot <= van:
            self.add_error("afwezig_tot", _("Kies een dag na de eerste dag van de afwezigheid."))
        return cleaned
