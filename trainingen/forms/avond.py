"""The list of the evening: one tick, a name that walked in, a code from the wall, what was practised."""

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from buurtpreventie.ui.forms import NldsForm
from buurtpreventie.ui.layout import Knop
from trainingen.evening import members_to_offer
from trainingen.same_names import names_in

NAAM = 120
CODE_CIJFERS = 6


class PersoonField(forms.ModelChoiceField):
    """One person by name."""

    def label_from_instance(self, persoon):
        """Called by Django."""
        return persoon.naam


class TikForm(NldsForm):
    """There, or not; pressed on a row of the list."""

    aanwezig = forms.TypedChoiceField(
        label=gettext_lazy("Was deze persoon er?"),
        choices=[("ja", gettext_lazy("Ja")), ("nee", gettext_lazy("Nee"))],
        coerce=lambda answer: answer == "ja",
    )


class InloopForm(NldsForm):
    """Who walked in: a name, and after "Bedoelt u …?" a member, or really somebody else."""

    knop = gettext_lazy("Zet op de lijst")
    toont_optioneel = False
    naam = forms.CharField(
        label=gettext_lazy("Wie is er nog meer?"),
        max_length=NAAM,
        required=False,
        help_text=gettext_lazy("Typ een naam. Kennen wij die? Dan vragen wij of u die persoon bedoelt."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    gebruiker = PersoonField(queryset=None, required=False, widget=forms.HiddenInput)
    anders = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, sessie, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["gebruiker"].queryset = members_to_offer(sessie)

    def buttons(self):
        """Beside the list, which has the primary button of the page."""
        yield Knop(self.knop, stijl="secondary")

    def clean_naam(self):
        return " ".join(self.cleaned_data["naam"].split())

    def clean(self):
        """A name or a person; ``anders`` steers the page and is no fact."""
        data = super().clean()
        self.is_anders = data.pop("anders", False)
        if not self.errors and not data.get("gebruiker") and len(data.get("naam", "")) < 2:
            self.add_error("naam", _("Typ de naam van wie er is."))
        return data


class SluitForm(NldsForm):
    """The list is complete; ``onbekend`` is how many were not ticked when one looked."""

    onbekend = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_onbekend(self):
        return self.cleaned_data["onbekend"] or 0


class GastForm(NldsForm):
    """Which member this guest is."""

    knop = gettext_lazy("Dit is dezelfde persoon")
    gebruiker = PersoonField(
        label=gettext_lazy("Is deze gast lid van een team?"),
        queryset=None,
        empty_label=gettext_lazy("Kies een naam"),
        error_messages={"required": gettext_lazy("Kies wie deze gast is.")},
    )

    def __init__(self, *args, sessie, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["gebruiker"].queryset = members_to_offer(sessie)

    def buttons(self):
        """One way out of several on its page."""
        yield Knop(self.knop, stijl="secondary")


class WandForm(NldsForm):
    """The code that one saw: pressed twice it is one new code."""

    gelezen = forms.CharField(required=False, max_length=CODE_CIJFERS, widget=forms.HiddenInput)


class CodeField(forms.CharField):
    """Six digits, as one reads them from a wall: with spaces or without."""

    def to_python(self, value):
        """Called by Django."""
        return "".join(letter for letter in super().to_python(value) if letter in "0123456789")


class HierForm(NldsForm):
    """Somebody ticks in alone; who scanned the QR needs no code, and who is signed in no name."""

    knop = gettext_lazy("Ik ben er")
    code = CodeField(
        label=gettext_lazy("Code van de muur"),
        max_length=20,
        help_text=gettext_lazy("Zes cijfers."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Vul de zes cijfers in die op de muur staan.")},
    )
    naam = forms.CharField(
        label=gettext_lazy("Uw voornaam en achternaam"),
        max_length=NAAM,
        min_length=2,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Vul uw naam in.")},
    )

    def __init__(self, *args, met_code, met_naam, **kwargs):
        super().__init__(*args, **kwargs)
        for wanted, name in ((met_code, "code"), (met_naam, "naam")):
            if not wanted:
                del self.fields[name]

    def clean_naam(self):
        return " ".join(self.cleaned_data["naam"].split())


class OefenForm(NldsForm):
    """Pressed on a situation: practised, or not after all."""

    geoefend = forms.TypedChoiceField(
        label=gettext_lazy("Is dit geoefend?"),
        choices=[("ja", gettext_lazy("Ja")), ("nee", gettext_lazy("Nee"))],
        coerce=lambda answer: answer == "ja",
    )


class NotitieForm(NldsForm):
    """What the group learnt, without names: a name of somebody who was there is asked about."""

    knop = gettext_lazy("Opslaan")
    toont_optioneel = False
    met_acteur = forms.BooleanField(label=gettext_lazy("Met de acteur"), required=False)
    notitie = forms.CharField(
        label=gettext_lazy("Wat leerde de groep?"),
        max_length=1000,
        required=False,
        help_text=gettext_lazy("Een of twee zinnen, zonder namen. Bijvoorbeeld: eerst groeten, dan pas vragen."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    geen_naam = forms.BooleanField(
        label=gettext_lazy("Dit is een gewoon woord en geen naam van iemand"), required=False
    )
    gelezen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args, sessie, **kwargs):
        super().__init__(*args, **kwargs)
        self.sessie = sessie
        if not self.is_bound or not names_in(self.data.get(self.add_prefix("notitie"), ""), sessie):
            del self.fields["geen_naam"]

    def get_layout(self):
        """The tick about names only when there is something to say about them."""
        fields = ["met_acteur", "notitie", *(["geen_naam"] if "geen_naam" in self.fields else []), "gelezen"]
        return Layout(*fields)

    def clean(self):
        """Nothing is refused without a word: what looks like a name is shown, and one may say that it is none."""
        data = super().clean()
        said = data.pop("geen_naam", False)
        found = [] if said else names_in(data.get("notitie", ""), self.sessie)
        if found:
            self.add_error(
                "notitie",
                _(
                    "Hier staat “%(woorden)s”. Zo heet iemand van deze avond. Haal de naam weg. Is het een gewoon "
                    "woord? Zet dan hieronder een vinkje."
                )
                % {"woorden": ", ".join(found)},
            )
        return data
