"""How many cards, and for which team."""

from django import forms
from django.utils.translation import gettext_lazy as _

from buurtpreventie.ui.forms import NldsForm
from meldingen.actions import MOST_CARDS
from teams.models import Team


class KaartenForm(NldsForm):
    """Cards of a team one leads, or of the whole gemeente for its meldpunt."""

    knop = _("Maak de kaarten (PDF)")
    team = forms.ModelChoiceField(Team.objects.none(), label=_("Voor welk team?"), empty_label=None)
    aantal = forms.IntegerField(
        label=_("Hoeveel kaarten?"),
        help_text=_("Hooguit 50 tegelijk. Elke kaart heeft een eigen nummer."),
        min_value=1,
        max_value=MOST_CARDS,
        initial=10,
    )

    def __init__(self, teams, whole, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams
        if whole:
            self.fields["team"].required = False
            self.fields["team"].empty_label = _("Geen team: voor de balie")
