"""Zorgen om iemand: gevaar, wat, waar, wie, controle (formulieren)."""

from crispy_forms.layout import Field, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from buurtpreventie.accounts.models import AntwoordVia
from buurtpreventie.ui.forms import Keuze, NldsForm
from buurtpreventie.ui.layout import Deel, Knop, Meer, Rij, Vraag
from meldingen.forms.pages import JA, NEE, PaginaForm, ja_nee, namens_field, place_fields
from meldingen.models import Reactie, WeetErvan, Zintuig
from meldingen.permissions import ways_to_hear
from teams.models import Niveau

GEBELD = "gebeld"
OVERLEGGEN = "overleggen"
ICONS = {"zag": "oog", "hoorde": "oor", "rook": "neus", "verteld": "praat", "gevoel": "hart"}
OM_WIE = ["Een kind", "Een jongere", "Een volwassene", "Een oudere", "Een gezin of meer mensen", "Dat weet ik niet"]
HOE_VAAK = ["Een keer", "Een paar keer", "Vaak", "Altijd", "Dat weet ik niet"]
VERANDERD = ["Ja, het was eerst anders", "Nee, het is al lang zo", "Dat weet ik niet"]
HULP = ["Ja", "Nee", "Dat weet ik niet"]


def optional_choice(label, words, **kwargs):
    """A question that may stay open, answered in words that are kept as they are."""
    return forms.ChoiceField(
        label=label, choices=[("", _("Kies een antwoord")), *((word, word) for word in words)], required=False, **kwargs
    )


class GevaarForm(PaginaForm):
    """Step 1: nothing is asked before everybody is safe."""

    kop = _("Is iedereen veilig?")
    tweede_knop = None
    nu_gevaar = forms.ChoiceField(
        label=_("Is er nu gevaar?"),
        help_text=_("Bijvoorbeeld brand, geweld of iemand die nu hulp nodig heeft."),
        choices=[(JA, _("Ja, of ik twijfel")), (NEE, _("Nee, er is nu geen gevaar")), (GEBELD, _("Ik heb gebeld"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies of er nu gevaar is.")},
    )

    def set_up(self, invulling):
        """Who has called comes from the page that says to call."""
        field = self.fields["nu_gevaar"]
        field.widget.choices = field.choices[:2]

    @property
    def is_danger_now(self):
        return self.cleaned_data.get("nu_gevaar") == JA


class GebeldForm(NldsForm):
    """Under the only button of the danger page."""

    knop = _("Gebeld? Ga verder")
    nu_gevaar = forms.CharField(widget=forms.HiddenInput, initial=GEBELD)
    sleutel = forms.CharField(widget=forms.HiddenInput, required=False)


class OnderwerpForm(PaginaForm):
    """Step 2, first part: report or talk, and roughly about what."""

    kop = _("Waar gaat het over?")
    wens = forms.ChoiceField(
        label=_("Wat wilt u?"),
        choices=[
            ("doorgeven", Keuze(_("Iets doorgeven"), uitleg=_("U vult dit formulier in."))),
            (
                OVERLEGGEN,
                Keuze(_("Eerst overleggen"), uitleg=_("U belt met het meldpunt. Een overleg is nog geen melding.")),
            ),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies wat u wilt.")},
    )
    groep = forms.ChoiceField(
        label=_("Wat past het best?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies wat het best past. Weet u het niet? Kies dan het bovenste antwoord.")},
    )

    def set_up(self, invulling):
        self.fields["groep"].choices = [(groep, groep) for groep in invulling.groepen]
        if namens := namens_field(invulling):
            self.fields = {"namens": namens} | self.fields

    def clean(self):
        """Who wants to talk first need not know what it is about; a group of one category is a choice made."""
        if self.wants_advice_first:
            self._errors.pop("groep", None)
        in_groep = self.invulling.categorieen_in(self.cleaned_data.get("groep"))
        if len(in_groep) == 1:
            self.cleaned_data["categorie"] = in_groep[0]
        return self.cleaned_data

    @property
    def wants_advice_first(self):
        return self.cleaned_data.get("wens") == OVERLEGGEN


class CategorieForm(PaginaForm):
    """Step 2, second part: what it is about, with what to look for."""

    categorie = forms.ChoiceField(
        label=_("Wat merkt u precies?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies wat het best past. Weet u het niet? Kies dan het bovenste antwoord.")},
    )
    kop = _("Wat merkt u precies?")
    vraag_is_kop = True
    layout = Layout(Vraag("categorie"))

    def set_up(self, invulling):
        self.fields["categorie"].choices = [
            (categorie.code, Keuze(categorie.naam, uitleg=categorie.voorbeelden))
            for categorie in invulling.to_choose_from
        ]

    def clean_categorie(self):
        return self.invulling.by_code(self.cleaned_data["categorie"])


class WatForm(PaginaForm):
    """Step 2, third part: a fact or a feeling, kept apart (E138)."""

    kop = _("Wat hebt u gemerkt?")
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


class WieForm(PaginaForm):
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

    def set_ways_to_hear(self, melder, *, in_team):
        """Only roads that exist; the one this person usually wants first."""
        ways = ways_to_hear(melder, in_team=in_team)
        explained = {
            AntwoordVia.MAIL: _("U krijgt een mail als er een antwoord is."),
            AntwoordVia.APP: _("U kijkt zelf bij Mijn meldingen."),
            AntwoordVia.TELEFOON: melder.telefoon,
            AntwoordVia.COORDINATOR: _("Uw coördinator weet dan dat u een melding deed."),
        }
        field = self.fields["antwoord_via"]
        field.choices = [(way.value, Keuze(way.label, uitleg=explained[way])) for way in ways]
        field.initial = melder.antwoord_via if melder.antwoord_via in ways else None

    def get_layout(self):
        """The ticks stand with the questions about who may know."""
        ticks = [name for name in ("tekst_verborgen", "coordinator_mag_lezen") if name in self.fields]
        more = Meer("reactie", "wil_zelf", "bang_voor", "hulp_betrokken")
        return Layout("weet_ervan", "naam_delen", "antwoord_via", *ticks, more)


class ControleForm(PaginaForm):
    """Step 5: reads again, ticks that it is what was noticed, and sends."""

    kop = _("Klopt het zo?")
    knop = _("Melding versturen")
    klopt = forms.BooleanField(
        label=_("Hier staat alleen wat ik zag, hoorde, rook of voelde"),
        help_text=_("Dus niet wat ik denk dat een ander heeft of doet."),
        error_messages={"required": _("Lees uw tekst na. Staat er alleen wat u zag, hoorde, rook of voelde?")},
    )
    bewaard = forms.CharField(required=False, widget=forms.HiddenInput)

    def set_up(self, invulling):
        self.fields["bewaard"].initial = invulling.version

    def clean_bewaard(self):
        """The page shows what is sent: a draft that changed in another window is read again."""
        if self.cleaned_data["bewaard"] != self.invulling.version:
            self.data[self.add_prefix("bewaard")] = self.invulling.version  # the page that comes back shows the new one
            self.status = 409
            raise forms.ValidationError(
                _("U hebt deze melding in een ander venster veranderd. Lees hem nog eens na en verstuur hem dan.")
            )
        return self.cleaned_data["bewaard"]

    def clean(self):
        """What is sent is not this page but the whole draft."""
        return self.invulling.facts()


class WegForm(NldsForm):
    """Throws a draft away."""

    def buttons(self):
        """One, and it looks like what it does."""
        yield Knop(_("Gooi weg"), stijl="primary nl-button--negative")
