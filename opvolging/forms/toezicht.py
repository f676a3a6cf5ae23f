"""What toezicht asks and ticks, and what is written down about a request of a resident."""

import re
from datetime import timedelta

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from buurtpreventie.ui.dates import MONTHS
from buurtpreventie.ui.forms import FilterForm, NldsForm, SuggestieInput
from buurtpreventie.ui.layout import Groep, Rij
from opvolging.forms.meldpunt import LONG_NOTE, SHORT_NOTE
from opvolging.models import Nazicht, Verzoek
from opvolging.openings import Deel, Wie, numbers_known
from opvolging.openings import Groep as Niveaugroep

NUMMER = re.compile(r"\d{4}-?\d{4}")
YEAR = timedelta(days=366)
LOOK_BACK = timedelta(days=30)
OLDEST_REQUEST = timedelta(days=92)
ALL = ("", gettext_lazy("Alles"))
EVERYBODY = ("", gettext_lazy("Iedereen"))


def days_fit(form, data):
    """The second day is not before the first."""
    van, tot = data.get("van"), data.get("tot")
    if van and tot and tot < van:
        form.add_error("tot", _("Kies een dag die niet voor de eerste dag ligt."))


# --- who opened what --------------------------------------------------------------------------


class InzageForm(FilterForm):
    """Which openings to show; nothing chosen shows the last month."""

    van = forms.DateField(label=gettext_lazy("Van"))
    tot = forms.DateField(label=gettext_lazy("Tot en met"))
    persoon = forms.ChoiceField(label=gettext_lazy("Wie"))
    wie = forms.ChoiceField(label=gettext_lazy("Rol"), choices=[EVERYBODY, *Wie.choices])
    deel = forms.ChoiceField(label=gettext_lazy("Wat"), choices=[ALL, *Deel.choices])
    groep = forms.ChoiceField(label=gettext_lazy("Hoe vertrouwelijk"), choices=[ALL, *Niveaugroep.choices])

    def __init__(self, people, today, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["persoon"].choices = [EVERYBODY, *people]

    @property
    def days(self):
        """The first and the last day; a first day alone runs to today."""
        tot = self.chosen.get("tot") or self.today
        return self.chosen.get("van") or tot - LOOK_BACK, tot

    @property
    def which(self):
        """What else was chosen."""
        return {name: self.chosen[name] for name in ("persoon", "wie", "deel", "groep") if name in self.chosen}


class MeenemenForm(NldsForm):
    """Which openings to take along: of these meldingen, of this person, or of this period."""

    CSV, XLSX = "csv", "xlsx"
    SOORTEN = [(CSV, gettext_lazy("CSV-bestand")), (XLSX, gettext_lazy("Werkblad (XLSX)"))]

    knop = gettext_lazy("Bestand maken")
    nummers = forms.CharField(
        label=gettext_lazy("Nummers van meldingen"),
        help_text=gettext_lazy("Bijvoorbeeld 4071-2268. Zet elk nummer op een eigen regel."),
        required=False,
        max_length=LONG_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    persoon = forms.ChoiceField(label=gettext_lazy("Wie"), required=False)
    van = forms.DateField(label=gettext_lazy("Van"), required=False)
    tot = forms.DateField(label=gettext_lazy("Tot en met"), required=False)
    als = forms.ChoiceField(
        label=gettext_lazy("Welk bestand wilt u?"), choices=SOORTEN, initial=CSV, widget=forms.RadioSelect
    )
    layout = Layout("nummers", "persoon", Rij("van", "tot"), "als")

    def __init__(self, gemeente, people, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.gemeente = gemeente
        self.fields["persoon"].choices = [EVERYBODY, *people]

    def clean_nummers(self):
        """The ids of these meldingen; a number of elsewhere is a number that does not exist."""
        words = re.split(r"[\s,;]+", self.cleaned_data["nummers"].strip())
        numbers = [
            f"{word.replace('-', '')[:4]}-{word.replace('-', '')[4:]}" for word in words if NUMMER.fullmatch(word)
        ]
        known = numbers_known(self.gemeente, numbers)
        strange = [word for word in filter(None, words) if not NUMMER.fullmatch(word)]
        strange += [number for number in numbers if number not in known]
        if strange:
            raise forms.ValidationError(_("Dit nummer kennen wij niet: %(nummer)s.") % {"nummer": strange[0][:20]})
        return sorted(known.values()) or None

    def clean(self):
        """Something has to be chosen, and a period of more than a year needs a number or a person."""
        data = super().clean()
        days_fit(self, data)
        whole = data.get("van") and data.get("tot")
        narrow = data.get("nummers") or data.get("persoon")
        if not narrow and not whole and not self.errors:
            raise forms.ValidationError(
                _("Vul een nummer in, kies een persoon, of kies een eerste en een laatste dag.")
            )
        if whole and not narrow and data["tot"] - data["van"] > YEAR:
            self.add_error("tot", _("Kies hooguit een jaar."))
        return data


class NazichtForm(NldsForm):
    """Whether it is in order, and what was asked when it did not seem so."""

    knop = gettext_lazy("Afvinken")
    oordeel = forms.ChoiceField(
        label=gettext_lazy("Wat vindt u?"), choices=Nazicht.Oordeel.choices, widget=forms.RadioSelect
    )
    opmerking = forms.CharField(
        label=gettext_lazy("Opmerking"),
        help_text=gettext_lazy("Wat vroeg u, en wat hoorde u? Noem geen bewoners."),
        required=False,
        max_length=LONG_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self):
        """Who asked somebody something writes down what."""
        data = super().clean()
        asked = data.get("oordeel") not in (None, Nazicht.Oordeel.IN_ORDE)
        if asked and not data.get("opmerking") and "opmerking" not in self.errors:
            self.add_error("opmerking", _("Schrijf op wat u vroeg of wat er niet in orde is."))
        return data


class MaandForm(NazichtForm):
    """The same about a whole month."""

    knop = gettext_lazy("Maand afvinken")

    def __init__(self, maand, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["oordeel"].label = _("Wat vindt u van %(maand)s?") % {"maand": MONTHS[maand.month - 1]}


# --- requests of residents --------------------------------------------------------------------


class VerzoekForm(NldsForm):
    """What a resident asked, and when."""

    knop = gettext_lazy("Verzoek opschrijven")
    sleutel = forms.UUIDField(widget=forms.HiddenInput)
    soort = forms.ChoiceField(
        label=gettext_lazy("Wat vraagt de bewoner?"), choices=Verzoek.Soort.choices, widget=forms.RadioSelect
    )
    naam = forms.CharField(label=gettext_lazy("Naam van de bewoner"), max_length=120)
    bereikbaar = forms.CharField(
        label=gettext_lazy("Adres, en hoe de bewoner het antwoord wil krijgen"),
        max_length=SHORT_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    vraag = forms.CharField(
        label=gettext_lazy("Het verzoek in woorden van de bewoner"),
        max_length=LONG_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    ontvangen_op = forms.DateField(
        label=gettext_lazy("Wanneer kwam het binnen?"),
        help_text=gettext_lazy("Vanaf deze dag hebt u één maand voor het antwoord."),
    )

    def __init__(self, today, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_ontvangen_op(self):
        """Not in the future, and not so long ago that the term is an error of typing."""
        day = self.cleaned_data["ontvangen_op"]
        if not self.today - OLDEST_REQUEST <= day <= self.today:
            raise forms.ValidationError(_("Kies een dag in de afgelopen drie maanden."))
        return day


class BevestigForm(NldsForm):
    """A press: I know who this is."""

    knop = gettext_lazy("Ik weet wie de bewoner is")


class LangerForm(NldsForm):
    """Why it takes longer."""

    knop = gettext_lazy("Twee maanden langer")
    reden = forms.ChoiceField(
        label=gettext_lazy("Waarom lukt het niet binnen een maand?"),
        choices=Verzoek.Langer.choices,
        widget=forms.RadioSelect,
    )


class AdresForm(NldsForm):
    """Which address to look up."""

    knop = gettext_lazy("Zoek dit adres op")
    straat = forms.CharField(label=gettext_lazy("Straat"), max_length=120)
    huisnummer = forms.CharField(label=gettext_lazy("Nummer"), max_length=12)
    layout = Layout(Rij("straat", "huisnummer"))

    def __init__(self, streets, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["straat"].widget = SuggestieInput(streets)


class VerzoekAfrondForm(NldsForm):
    """What came of it."""

    knop = gettext_lazy("Verzoek afronden")
    uitkomst = forms.ChoiceField(
        label=gettext_lazy("Wat is er gedaan?"), choices=Verzoek.Uitkomst.choices, widget=forms.RadioSelect
    )
    weigering = forms.ChoiceField(
        label=gettext_lazy("Waarom is het geweigerd?"),
        choices=[("", gettext_lazy("Niet geweigerd")), *Verzoek.Weigering.choices],
        required=False,
    )
    toelichting = forms.CharField(
        label=gettext_lazy("Wat hebt u de bewoner geantwoord?"),
        help_text=gettext_lazy("Dertig dagen na het afronden wissen wij dit."),
        required=False,
        max_length=LONG_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    layout = Layout("uitkomst", Groep(gettext_lazy("Alleen bij weigeren"), "weigering"), "toelichting")

    def clean(self):
        """A refusal has a reason, and nothing else has."""
        data = super().clean()
        refused = data.get("uitkomst") == Verzoek.Uitkomst.GEWEIGERD
        if refused and not data.get("weigering"):
            self.add_error("weigering", _("Kies waarom het is geweigerd."))
        if data.get("uitkomst") and not refused:
            data["weigering"] = ""
        return data
