"""What can a team report?"""

from django import forms
from django.utils.translation import gettext_lazy as _

from buurtpreventie.ui.forms import Keuze, NldsForm
from buurtpreventie.ui.gelezen import GelezenMixin
from teams.models import Soort

UITLEG = {
    Soort.WIJKVEILIGHEID: _("Inbraak, overlast, verkeer, of iets klopt niet."),
    Soort.NIET_PLUIS: _("Uw team let ook op mensen. Kies dit alleen als het team dat zelf wil."),
    Soort.OPENBARE_RUIMTE: _("Iets is kapot, vies of gevaarlijk op straat."),
    Soort.BURENHULP: _("Een buur zoekt hulp, of iemand wil zelf iets doen."),
    Soort.HARTVEILIG: _("Iets over een AED, of leren reanimeren."),
}


class SoortenForm(GelezenMixin, NldsForm):
    """The kinds of a team; niet pluis asks whether the team talked about it (E011)."""

    knop = _("Opslaan")
    soorten = forms.MultipleChoiceField(
        label=_("Wat kunnen de leden melden?"),
        help_text=_("U mag meer dan 1 antwoord kiezen."),
        choices=[(soort.value, Keuze(soort.label, uitleg=uitleg)) for soort, uitleg in UITLEG.items()],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Kies ten minste 1 soort. Anders kan het team niets melden.")},
    )
    besproken = forms.BooleanField(
        label=_("Ik heb met het team besproken dat wij ook zorgen om iemand melden"),
        help_text=_("Alleen nodig als u Zorgen om iemand nu aanzet. Niemand in het team hoeft dit te doen."),
        required=False,
    )

    def __init__(self, *args, team, **kwargs):
        kwargs.setdefault("initial", {"soorten": team.soorten})
        super().__init__(*args, **kwargs)
        self.already_on = Soort.NIET_PLUIS in team.soorten
        if self.already_on:
            del self.fields["besproken"]

    def clean(self):
        """Switching niet pluis on needs the tick."""
        cleaned = super().clean()
        switched_on = Soort.NIET_PLUIS in cleaned.get("soorten", []) and not self.already_on
        if switched_on and not cleaned.get("besproken"):
            self.add_error("besproken", _("Bespreek dit eerst met het team. Zet daarna dit vinkje."))
        return cleaned
