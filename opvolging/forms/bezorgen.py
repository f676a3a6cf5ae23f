"""What somebody says who brings an answer: how it was told, and what the melder thought of it."""

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from buurtpreventie.ui.forms import NldsForm
from buurtpreventie.ui.layout import Meer
from opvolging.models import Kanaal, Terugkoppeling
from opvolging.permissions import oordelen_for
from opvolging.roads import roads_for

WORDS = {
    Kanaal.TELEFOON: _("Per telefoon: ik heb het voorgelezen"),
    Kanaal.COORDINATOR: _("De coördinator heeft het verteld"),
    Kanaal.BRIEF: _("De brief is op de post"),
}
Oordeel = Terugkoppeling.Oordeel


class VerteldForm(NldsForm):
    """It was told; on the telephone one can ask at once what the melder thinks of it."""

    knop = _("Vastleggen")
    langs = forms.ChoiceField(label=_("Hoe weet de melder het?"), widget=forms.RadioSelect)
    oordeel = forms.ChoiceField(required=False, widget=forms.RadioSelect)
    toelichting = forms.CharField(
        label=_("Wat zei de melder erbij?"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, bezorging, now, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.bezorging = bezorging
        self.fields["langs"].choices = [(road.value, WORDS[road]) for road in roads_for(bezorging.melding, now)]
        self.fields["langs"].initial = bezorging.langs
        melding = bezorging.melding
        self.fields["oordeel"].choices = [(one.value, one.label) for one in oordelen_for(melding)]
        self.fields["oordeel"].label = (
            _("Heeft de melder genoeg gehoord?") if melding.is_confidential else _("Is het volgens de melder opgelost?")
        )
        if bezorging.soort != Terugkoppeling.Soort.ANTWOORD or not self.fields["oordeel"].choices:
            del self.fields["oordeel"], self.fields["toelichting"]

    def get_layout(self):
        """The verdict is not asked for when there was no time for it."""
        asked = (
            [Meer("oordeel", "toelichting", titel=_("Wat vond de melder ervan?"))] if "oordeel" in self.fields else []
        )
        return Layout("langs", *asked)

    def clean(self):
        """Something new has to be told; on paper nobody has said anything yet."""
        data = super().clean()
        if data.get("oordeel") == Oordeel.IETS_NIEUWS and not data.get("toelichting"):
            self.add_error("toelichting", _("Schrijf op wat de melder nu zag."))
        if data.get("oordeel") and data.get("langs") == Kanaal.BRIEF:
            self.add_error("oordeel", _("Bij een brief weet u nog niet wat de melder ervan vindt."))
        return data


class NietBereiktForm(NldsForm):
    """Nobody answered; ``poging`` is how often it was tried when the page was shown."""

    poging = forms.IntegerField(min_value=0, max_value=1000, widget=forms.HiddenInput)


class TerugnemenForm(NldsForm):
    """Other words first: only a button."""


class OverbrengForm(NldsForm):
    """The coordinator told it: only a button."""
