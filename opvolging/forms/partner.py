"""What a partner sends: each form one small screen; they check, they never act."""

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from buurtpreventie.ui.dates import weekday_in_words
from buurtpreventie.ui.forms import Keuze, NldsForm
from buurtpreventie.ui.gelezen import GelezenMixin
from buurtpreventie.ui.layout import Deel, Groep, Knop, Meer
from meldingen.models import Uitkomst
from opvolging.forms.ingelicht import VELDEN, MetBewoner
from opvolging.models import Aanpak, Hulpvorm, Mist, Nuttig, TeruggaveReden
from teams.models import Niveau

CODE_LENGTH = 6
# What a partner says came of it; the others are reasons to hand back, or for the meldpunt.
UITKOMSTEN = [Uitkomst.OPGELOST, Uitkomst.HULP, Uitkomst.BEKEND, Uitkomst.DOORGEGEVEN, Uitkomst.GEEN_ACTIE]
OVER_BEWONER = gettext_lazy("Weet de bewoner ervan?")
REDENEN = {
    TeruggaveReden.NIET_VAN_ONS: gettext_lazy("Schrijf erbij wie dit wel kan doen, als u het weet."),
    TeruggaveReden.AL_BEKEND: gettext_lazy("U bent er al mee bezig, of een collega."),
    TeruggaveReden.TE_WEINIG: gettext_lazy("Schrijf erbij wat u nog moet weten."),
}


class OpenForm(NldsForm):
    """The secret of the link travels in the body, so that no address after this one holds it."""

    token = forms.CharField(widget=forms.HiddenInput, max_length=100)


class CodeForm(NldsForm):
    """The six digits of the mail; a device is remembered for V2 and never for V3."""

    knop = gettext_lazy("Bekijk de vraag")
    code = forms.CharField(
        label=gettext_lazy("Code uit de mail"),
        help_text=gettext_lazy("De code heeft 6 cijfers en werkt een kwartier."),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"required": gettext_lazy("Vul de 6 cijfers uit de mail in.")},
    )
    onthoud = forms.BooleanField(
        label=gettext_lazy("Onthoud dit apparaat 30 dagen"),
        help_text=gettext_lazy("Doe dit alleen op een apparaat van uzelf of van uw werk."),
        required=False,
    )

    def __init__(self, *args, niveau, **kwargs):
        super().__init__(*args, **kwargs)
        if niveau > Niveau.V2:
            del self.fields["onthoud"]

    def clean_code(self):
        """People type spaces between the digits."""
        digits = "".join(self.cleaned_data["code"].split())
        if len(digits) != CODE_LENGTH or not (digits.isascii() and digits.isdigit()):
            raise forms.ValidationError(_("Vul de 6 cijfers uit de mail in."))
        return digits


class KnopForm(NldsForm):
    """Only a button, below and beside the act that matters most."""

    def __init__(self, *args, knop, naar="", **kwargs):
        super().__init__(*args, **kwargs)
        self.knop = knop
        self.helper.form_action = naar

    def buttons(self):
        """A second way, never the primary one."""
        yield Knop(self.knop, stijl="secondary")


class AannemenForm(NldsForm):
    """A promise with a date, made by a person."""

    knop = gettext_lazy("Neem de vraag aan")
    akkoord = forms.BooleanField(error_messages={"required": gettext_lazy("Zet een vinkje als u dit oppakt.")})

    def __init__(self, *args, uiterlijk, vandaag, niveau, **kwargs):
        super().__init__(*args, **kwargs)
        self.belofte = _("Ja, wij pakken dit op. Uiterlijk %(dag)s schrijven wij wat er is gedaan.") % {
            "dag": weekday_in_words(uiterlijk, vandaag)
        }
        self.fields["akkoord"].label = self.belofte
        if niveau < Niveau.V2:  # the button says it: one tap less
            del self.fields["akkoord"]

    def clean(self):
        """The tick is for the person; the action needs nothing of it."""
        return {}


class TeruggevenForm(NldsForm):
    knop = gettext_lazy("Geef de vraag terug")
    reden = forms.ChoiceField(
        label=gettext_lazy("Waarom geeft u de vraag terug?"),
        choices=[(reden, Keuze(reden.label, uitleg=uitleg)) for reden, uitleg in REDENEN.items()],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies waarom u de vraag teruggeeft.")},
    )
    toelichting = forms.CharField(
        label=gettext_lazy("Uitleg voor het meldpunt"),
        help_text=gettext_lazy("Alleen het meldpunt leest dit."),
        max_length=2000,
        required=False,
        widget=forms.Textarea,
    )

    def clean(self):
        """Too little to go on: the meldpunt must know what is missing."""
        data = super().clean()
        if data.get("reden") == TeruggaveReden.TE_WEINIG and not data.get("toelichting"):
            self.add_error("toelichting", _("Schrijf op wat u nog moet weten."))
        return data


class ToevoegenForm(MetBewoner):
    knop = gettext_lazy("Verstuur naar het meldpunt")
    tekst = forms.CharField(
        label=gettext_lazy("Wat wilt u laten weten?"),
        help_text=gettext_lazy("Alleen het meldpunt leest dit. U kunt ook een vraag stellen."),
        max_length=2000,
        widget=forms.Textarea,
        error_messages={"required": gettext_lazy("Schrijf op wat u wilt laten weten.")},
    )

    def get_layout(self):
        """What one came to say stands first."""
        return Layout("tekst", *([Meer(*VELDEN, titel=OVER_BEWONER)] if self.over_iemand else []))


class AfrondenForm(MetBewoner):
    """The result: what only the meldpunt reads and what the melder may read are clearly apart."""

    knop = gettext_lazy("Verstuur het antwoord")
    uitkomst = forms.ChoiceField(
        label=gettext_lazy("Hoe is het afgelopen?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies hoe het is afgelopen.")},
    )
    voor_meldpunt = forms.CharField(
        label=gettext_lazy("Alleen voor het meldpunt"),
        help_text=gettext_lazy("Bijvoorbeeld wat er nog moet gebeuren. De melder leest dit niet."),
        max_length=2000,
        required=False,
        widget=forms.Textarea,
    )
    voor_melder = forms.CharField(
        label=gettext_lazy("Dit mag de melder lezen"),
        max_length=2000,
        required=False,
        widget=forms.Textarea,
    )
    gedaan = forms.MultipleChoiceField(
        label=gettext_lazy("Wat hebt u gedaan?"),
        help_text=gettext_lazy("Kies alles wat past."),
        choices=Aanpak.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    hulpvorm = forms.ChoiceField(
        label=gettext_lazy("Wie helpt er nu?"), choices=Hulpvorm.choices, required=False, widget=forms.RadioSelect
    )
    nuttig = forms.ChoiceField(
        label=gettext_lazy("Kon u iets met deze melding?"),
        choices=Nuttig.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    mist = forms.MultipleChoiceField(
        label=gettext_lazy("Wat miste u?"),
        help_text=gettext_lazy("Hiermee leren buurtpreventen beter melden. Kies alles wat past."),
        choices=Mist.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    wat_miste = forms.CharField(
        label=gettext_lazy("Miste u iets anders?"),
        help_text=gettext_lazy("Alleen het meldpunt leest dit. Schrijf niets over personen."),
        max_length=1000,
        required=False,
        widget=forms.Textarea,
    )

    def __init__(self, *args, niveau, **kwargs):
        super().__init__(*args, **kwargs)
        now = self.initial.get("uitkomst")
        offered = UITKOMSTEN + ([Uitkomst(now)] if now and now not in UITKOMSTEN else [])
        self.fields["uitkomst"].choices = [(uitkomst.value, uitkomst.label) for uitkomst in offered]
        self.vertrouwelijk = niveau >= Niveau.V2
        if not self.vertrouwelijk:
            del self.fields["hulpvorm"]

    def get_layout(self):
        """The example stands above the field, before anybody types."""
        example = "opvolging/partner/_voorbeeld.html"
        return Layout(
            "uitkomst",
            "voor_meldpunt",
            Groep(_("Voor de melder"), Deel(example, vertrouwelijk=self.vertrouwelijk), "voor_melder"),
            *([Meer(*VELDEN, titel=OVER_BEWONER)] if self.over_iemand else []),
            Meer("gedaan", *(["hulpvorm"] if self.vertrouwelijk else [])),
            Groep(_("Over de melding"), "nuttig", "mist", "wat_miste"),
        )


class AanpassenForm(GelezenMixin, AfrondenForm):
    """The answer once more; a colleague at the partner may have done so meanwhile."""

    knop = gettext_lazy("Verstuur het nieuwe antwoord")


class AfwezigForm(NldsForm):
    knop = gettext_lazy("Stuur mijn vragen naar mijn vervanger")
    afwezig_van = forms.DateField(label=gettext_lazy("Vanaf welke dag bent u er niet?"))
    afwezig_tot = forms.DateField(
        label=gettext_lazy("Op welke dag bent u er weer?"),
        help_text=gettext_lazy("Weet u het nog niet? Kies een ruime datum. U kunt die later veranderen."),
    )

    def __init__(self, *args, vandaag, **kwargs):
        super().__init__(*args, **kwargs)
        self.vandaag = vandaag

    def clean(self):
        """Days that make sense together."""
        data = super().clean()
        van, tot = data.get("afwezig_van"), data.get("afwezig_tot")
        if tot and tot <= self.vandaag:
            self.add_error("afwezig_tot", _("Kies een dag na vandaag."))
        elif van and tot and tot <= van:
            self.add_error("afwezig_tot", _("Kies een dag na de eerste dag."))
        return data
