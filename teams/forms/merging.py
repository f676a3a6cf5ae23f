"""Into which team does a team go?"""

from django import forms
from django.utils.translation import gettext_lazy as _

from buurtpreventie.ui.forms import NldsForm
from teams.models import Team


class NaarForm(NldsForm):
    """One of ``teams``: those that the user manages and that go on."""

    methode = "get"
    knop = _("Verder")
    naar = forms.ModelChoiceField(
        Team.objects.none(), label=_("In welk team gaat het op?"), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args, teams, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["naar"].queryset = teams
        self.fields["naar"].label_from_instance = lambda team: f"{team.naam} ({team.gemeente.naam})"


class SamenvoegForm(NaarForm):
    """The same, asked once more before it is done."""

    methode = "post"
    knop = _("Voeg de teams samen")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["naar"].widget = forms.HiddenInput()
