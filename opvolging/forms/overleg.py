"""What the meldpunt says of a talk: who rings, that nobody answered, and what came of it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from buurtpreventie.ui.forms import NldsForm
from meldingen.models import Overleg

HELD = [Overleg.Uitkomst.ADVIES, Overleg.Uitkomst.MELDING, Overleg.Uitkomst.NAZORG]


class NeemOverForm(NldsForm):
    """Whom somebody saw as the one who rings."""

    van = forms.IntegerField(required=False, widget=forms.HiddenInput)


class PogingForm(NldsForm):
    """Nobody answered; ``poging`` is how often it was tried when the page was shown."""

    poging = forms.IntegerField(min_value=0, max_value=1000, widget=forms.HiddenInput)


class UitkomstForm(NldsForm):
    """What came of the talk; after three times also that nobody was reached."""

    knop = _("Overleg sluiten")
    uitkomst = forms.ChoiceField(
        label=_("Wat kwam ervan?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies wat ervan kwam.")},
    )

    def __init__(self, overleg, *args, **kwargs):
        super().__init__(*args, **kwargs)
        possible = [*HELD, *([Overleg.Uitkomst.NIET_BEREIKT] if overleg.was_rung_often else [])]
        self.fields["uitkomst"].choices = [(uitkomst.value, uitkomst.label) for uitkomst in possible]
