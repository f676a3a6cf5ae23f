"""Which calendar feed somebody wants, and its link to copy."""

from django import forms
from django.utils.translation import gettext_lazy as _

from buurtpreventie.ui.forms import NldsForm
from teams.models import Team


class AgendaForm(NldsForm):
    """Own rounds, or with ``team`` all rounds of that team."""

    team = forms.ModelChoiceField(Team.objects.none(), required=False, widget=forms.HiddenInput)
    knop = _("Maak een link")

    def __init__(self, teams, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams


class LinkForm(NldsForm):
    """The link in a field of its own, so that one can select and copy it; nothing is sent."""

    link = forms.CharField(
        label=_("Link voor uw agenda"),
        help_text=_("Houd deze link voor uzelf. Wie hem heeft, ziet wanneer er gelopen wordt."),
        max_length=500,
        widget=forms.TextInput(attrs={"readonly": True, "autocomplete": "off", "spellcheck": "false"}),
    )
