"""What people write at a knowledge evening: a question, an outcome, who does what by when."""

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from buurtpreventie.ui.forms import NldsForm, SuggestieInput
from buurtpreventie.ui.gelezen import GelezenMixin
from buurtpreventie.ui.layout import Groep
from trainingen.forms.planning import NamenField
from trainingen.tables import STARTVRAGEN, words_of


class TafelNieuwForm(NldsForm):
    """A question for a table, of one's own or one to start from."""

    knop = _("Maak de werktafel")
    vraag = forms.CharField(
        label=_("Over welke vraag gaat deze tafel?"),
        help_text=_("Typ een vraag, of kies er een uit de lijst."),
        max_length=300,
        widget=SuggestieInput([str(vraag) for vraag in STARTVRAGEN]),
    )
    gespreksleider = forms.CharField(label=_("Wie leidt het gesprek?"), max_length=120, required=False)


class DeelnemersField(NamenField):
    """Who sits at a table, by name and team."""

    def label_from_instance(self, thing):
        """Called by Django."""
        return f"{thing.naam} ({thing.waarvandaan})" if thing.waarvandaan else thing.naam


class TafelForm(GelezenMixin, NldsForm):
    """One table: what it talked about, who sat there, what came of it."""

    knop = _("Bewaar")
    vraag = forms.CharField(label=_("Vraag"), max_length=300)
    gespreksleider = forms.CharField(label=_("Wie leidt het gesprek?"), max_length=120, required=False)
    uitkomst = forms.CharField(
        label=_("Wat kwam eruit?"),
        help_text=_("Schrijf op wat de groep vond. Zonder namen: wat hier gezegd is, blijft hier."),
        widget=forms.Textarea,
        required=False,
    )
    deelnemers = DeelnemersField(label=_("Wie zat aan deze tafel?"), queryset=None, required=False)

    def __init__(self, *args, tafel, mensen, **kwargs):
        initial = {name: getattr(tafel, name) for name in ("vraag", "gespreksleider", "uitkomst")}
        initial["deelnemers"] = list(tafel.deelnemers.values_list("pk", flat=True))
        super().__init__(*args, stond=words_of(tafel), initial=initial, **kwargs)
        self.fields["deelnemers"].queryset = mensen
        if not mensen.exists():
            self.fields["deelnemers"].help_text = _("Er staat nog niemand op de lijst van deze avond.")

    def conflict(self):
        """Words only: who sits where is read on the page."""
        self.stond = {name: words for name, words in self.stond.items() if name != "deelnemers"}
        return super().conflict()


class PuntForm(NldsForm):
    """Who does what, by when; somebody of the list, or another name."""

    knop = _("Zet op de lijst")
    wat = forms.CharField(label=_("Wat gaat iemand doen?"), max_length=300)
    eigenaar = forms.ModelChoiceField(
        label=_("Wie doet het?"), queryset=None, required=False, empty_label=_("Iemand anders")
    )
    eigenaar_naam = forms.CharField(
        label=_("Of iemand anders: naam"), max_length=120, required=False, help_text=_("Bijvoorbeeld van een partner.")
    )
    voor = forms.DateField(label=_("Wanneer moet het klaar zijn?"))
    werktafel = forms.ModelChoiceField(
        label=_("Van welke tafel?"), queryset=None, required=False, empty_label=_("Van de hele avond")
    )

    def __init__(self, *args, mensen, tafels, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["eigenaar"].queryset = mensen
        self.fields["werktafel"].queryset = tafels
        if not tafels.exists():
            del self.fields["werktafel"]

    def get_layout(self):
        """What, who, when."""
        where = ["werktafel"] if "werktafel" in self.fields else []
        return Layout("wat", Groep(_("Wie?"), "eigenaar", "eigenaar_naam"), "voor", *where)

    def clean(self):
        """One owner, from the list or by name."""
        cleaned = super().clean()
        if not cleaned.get("eigenaar") and not cleaned.get("eigenaar_naam") and "eigenaar" not in self.errors:
            self.add_error("eigenaar", _("Kies wie het doet, of vul een naam in."))
        if cleaned.get("eigenaar"):
            cleaned["eigenaar_naam"] = ""
        return cleaned


class KlaarForm(NldsForm):
    """What it came to."""

    knop = _("Het is klaar")
    resultaat = forms.CharField(
        label=_("Wat is het geworden?"), max_length=300, required=False, help_text=_("Eén zin is genoeg.")
    )


class ProgrammaForm(NldsForm):
    """A name and a time."""

    knop = _("Maak het programma")
    naam = forms.CharField(label=_("Naam"), max_length=120, help_text=_("Bijvoorbeeld: Voorjaar 2027."))
    van = forms.DateField(label=_("Eerste dag"))
    tot = forms.DateField(label=_("Laatste dag"))

    def clean(self):
        """It ends after it began."""
        cleaned = super().clean()
        if cleaned.get("van") and cleaned.get("tot") and cleaned["tot"] < cleaned["van"]:
            self.add_error("tot", _("De laatste dag ligt voor de eerste. Kies een latere dag."))
        return cleaned
