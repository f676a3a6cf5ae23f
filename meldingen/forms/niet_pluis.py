"""Zorgen om iemand: gevaar, wat, waar, wie, controle (formulieren)."""

from crispy_forms.layout import Field, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from buurtpreventie.ui.forms import Keuze
from buurtpreventie.ui.layout import Deel, Meer, Rij
from meldingen.forms.pages import NEE, PaginaForm, ja_nee, optional_choice, place_fields
from meldingen.forms.shared_pages import ControleForm, GroepForm, HorenMixin, for_whom
from meldingen.models import Reactie, WeetErvan, Zintuig
from teams.models import Niveau

DOORGEVEN, OVERLEGGEN, AANZIEN = "doorgeven", "overleggen", "aanzien"
ICONS = {"zag": "oog", "hoorde": "oor", "rook": "neus", "verteld": "praat", "gevoel": "hart"}
OM_WIE = ["Een kind", "Een jongere", "Een volwassene", "Een oudere", "Een gezin of meer mensen", "Dat weet ik niet"]
HOE_VAAK = ["Een keer", "Een paar keer", "Vaak", "Altijd", "Dat weet ik niet"]
VERANDERD = ["Ja, het was eerst anders", "Nee, het is al lang zo", "Dat weet ik niet"]
HULP = ["Ja", "Nee", "Dat weet ik niet"]


class OnderwerpForm(GroepForm):
    """Step 2, first part: report or talk, and roughly about what."""

    wens = forms.ChoiceField(
        label=_("Wat wilt u?"),
        choices=[
            (DOORGEVEN, Keuze(_("Iets doorgeven"), uitleg=_("U vult dit formulier in."))),
            (
                OVERLEGGEN,
                Keuze(
                    _("Eerst overleggen"),
                    uitleg=_("U belt met het meldpunt, of wij bellen u. Het is nog geen melding."),
                ),
            ),
            (
                AANZIEN,
                Keuze(_("Even aanzien, herinner mij"), uitleg=_("Wij vragen u over twee weken hoe het gaat.")),
            ),
        ],
        initial=DOORGEVEN,
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies wat u wilt.")},
    )

    def set_up(self, invulling):
        super().set_up(invulling)
        self.order_fields([*for_whom(self), "wens", "groep"])

    def clean(self):
        """Who wants to talk first, or to wait, need not know what it is about."""
        if self.wants_advice_first or self.wants_to_wait:
            self._errors.pop("groep", None)
        return super().clean()

    @property
    def wants_advice_first(self):
        return self.cleaned_data.get("wens") == OVERLEGGEN

    @property
    def wants_to_wait(self):
        return self.cleaned_data.get("wens") == AANZIEN


class WatForm(PaginaForm):
    """Step 2, third part: a fact or a feeling, kept apart (E138)."""

    kop = _("Wat hebt u gemerkt?")
    toont_tip = True
    toont_optioneel = False
    zintuigen = forms.MultipleChoiceField(
        label=_("Hoe merkte u het?"),
        help_text=_("U mag meer dan 1 antwoord kiezen."),
        choices=[(value, Keuze(label, icoon=ICONS[value])) for value, label in Zintuig.choices],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Kies hoe u het merkte.")},
    )
    waarneming = forms.CharField(
        label=_("Schrijf op wat u merkte"),
        help_text=_("1 zin is genoeg. Schrijf geen namen op."),
        widget=forms.Textarea,
        required=False,
    )
    vermoeden = forms.CharField(
        label=_("Wat maakt dat u zich zorgen maakt?"),
        help_text=_("Alleen een gevoel? Dan is dit vak genoeg. Wie helpt, krijgt dit niet te lezen."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    sinds = forms.CharField(label=_("Sinds wanneer?"), required=False, max_length=100)
    hoe_vaak = optional_choice(_("Hoe vaak?"), HOE_VAAK)
    veranderd = optional_choice(_("Is er iets veranderd?"), VERANDERD)
    om_wie = optional_choice(_("Om wie gaat het ongeveer?"), OM_WIE, help_text=_("Geen namen."))
    layout = Layout(
        "zintuigen",
        Deel(
            "delen/_feit.html",
            wel=_("De gordijnen zijn al 5 dagen dicht. De brievenbus zit vol."),
            niet=_("Die man zorgt slecht voor zichzelf."),
        ),
        "waarneming",
        "vermoeden",
        Meer("sinds", "hoe_vaak", "veranderd", "om_wie"),
    )

    def clean(self):
        """A sense asks for what was noticed, a feeling alone for what worries."""
        senses = set(filter(None, self.cleaned_data.get("zintuigen", "").split(",")))
        said, felt = self.cleaned_data.get("waarneming"), self.cleaned_data.get("vermoeden")
        if senses == {Zintuig.GEVOEL} and not (said or felt):
            self.add_error("vermoeden", _("Schrijf op wat maakt dat u zich zorgen maakt. 1 zin is genoeg."))
        elif senses - {Zintuig.GEVOEL} and not said and "waarneming" not in self.errors:
            self.add_error("waarneming", _("Schrijf op wat u merkte. 1 zin is genoeg."))
        return self.cleaned_data

    def clean_zintuigen(self):
        return ",".join(self.cleaned_data["zintuigen"])


class WaarForm(PaginaForm):
    """Step 3: a buurt is enough."""

    kop = _("Waar is het?")
    toont_optioneel = False
    layout = Layout("buurt", Rij("straat", Field("huisnummer", wrapper_class="kort")), "plek")

    def set_up(self, invulling):
        self.fields |= place_fields(invulling)
        self.fields["buurt"].help_text = _("De buurt is genoeg. Straat of nummer onbekend? Laat dat dan leeg.")
        self.fields["plek"].help_text = _("Bijvoorbeeld: de flat naast de kerk, derde verdieping.")


class WieForm(HorenMixin, PaginaForm):
    """Step 4: who may know, and how one wants to hear."""

    kop = _("Wie mag wat weten?")
    weet_ervan = forms.ChoiceField(
        label=_("Weet de persoon dat u dit doorgeeft?"), choices=WeetErvan.choices, widget=forms.RadioSelect
    )
    naam_delen = ja_nee(
        _("Mag wie helpt uw naam weten?"),
        help_text=_("Het meldpunt ziet uw naam altijd, om u te antwoorden. De bewoner krijgt uw naam niet van ons."),
        ja=_("Ja, wie helpt mag mijn naam weten"),
        nee=_("Nee, alleen het meldpunt"),
        initial=NEE,
    )
    antwoord_via = forms.ChoiceField(label=_("Hoe wilt u horen wat er gebeurt?"), widget=forms.RadioSelect)
    tekst_verborgen = forms.BooleanField(
        label=_("Laat mijn tekst na het versturen niet meer zien"),
        help_text=_("Dit is veiliger als iemand anders uw telefoon kan gebruiken."),
        required=False,
    )
    coordinator_mag_lezen = forms.BooleanField(label=_("Mijn coördinator mag dit lezen"), required=False)
    reactie = forms.ChoiceField(
        label=_("Hebt u met de persoon gesproken? Wat was de reactie?"),
        choices=[("", _("Kies een antwoord")), *Reactie.choices],
        required=False,
    )
    wil_zelf = forms.CharField(label=_("Wat wil de persoon zelf?"), required=False)
    bang_voor = forms.CharField(label=_("Waar bent u bang voor?"), required=False)
    hulp_betrokken = optional_choice(_("Is er al hulp?"), HULP)

    def set_up(self, invulling):
        self.set_ways_to_hear(invulling.melder, in_team=bool(invulling.teams_of_melder))
        niveau = invulling.categorie.vertrouwelijkheid
        self.fields["tekst_verborgen"].initial = invulling.categorie.tekst_verborgen
        if niveau != Niveau.V3:
            del self.fields["tekst_verborgen"]
        if niveau != Niveau.V2 or not invulling.teams_of_melder:
            del self.fields["coordinator_mag_lezen"]

    def get_layout(self):
        """The ticks stand with the questions about who may know."""
        ticks = [name for name in ("tekst_verborgen", "coordinator_mag_lezen") if name in self.fields]
        more = Meer("reactie", "wil_zelf", "bang_voor", "hulp_betrokken")
        return Layout("weet_ervan", "naam_delen", "antwoord_via", *ticks, more)


class ZorgControleForm(ControleForm):
    """Step 5: ticks that it is what was noticed, and nothing filled in for another (E005)."""

    klopt = forms.BooleanField(
        label=_("Hier staat alleen wat ik zag, hoorde, rook of voelde"),
        help_text=_("Dus niet wat ik denk dat een ander heeft of doet."),
        error_messages={"required": _("Lees uw tekst na. Staat er alleen wat u zag, hoorde, rook of voelde?")},
    )
