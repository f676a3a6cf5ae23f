"""Iets in ons team zit mij dwars: one page, for the contact of the gemeente only (formulieren)."""

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from meldingen.forms.pages import PaginaForm
from meldingen.forms.shared_pages import HorenMixin
from meldingen.permissions import own_teams_with_reader
from teams.models import Buurt


class TeamForm(HorenMixin, PaginaForm):
    """What it is, in which team, and how one wants to hear: never through the coordinator."""

    kiest_categorie = True
    kop = _("Wat zit u dwars in uw team?")
    inleiding = _(
        "Alleen de contactpersoon van de gemeente voor de teams leest dit. Uw coördinator en uw team zien het niet. "
        "Het telt ook nergens mee waar uw coördinator bij kan."
    )
    team = forms.ModelChoiceField(
        label=_("Om welk team gaat het?"), queryset=None, empty_label=None, widget=forms.RadioSelect
    )
    waarneming = forms.CharField(
        label=_("Wat zit u dwars?"),
        help_text=_("Wat gebeurde er? Wie merkt er last van? Wat hebt u zelf al gezegd? 1 zin is genoeg."),
        widget=forms.Textarea,
        error_messages={"required": _("Schrijf op wat u dwarszit. 1 zin is genoeg.")},
    )
    antwoord_via = forms.ChoiceField(label=_("Hoe wilt u horen wat wij doen?"), widget=forms.RadioSelect)
    tekst_verborgen = forms.BooleanField(
        label=_("Laat mijn tekst na het versturen niet meer zien"),
        help_text=_("Dit is veiliger als iemand anders uw telefoon kan gebruiken."),
        required=False,
        initial=True,
    )
    layout = Layout("team", "waarneming", "antwoord_via", "tekst_verborgen")

    def set_up(self, invulling):
        teams = own_teams_with_reader(invulling.concept.eigenaar, invulling.concept.gemeente)
        self.fields["team"].queryset = teams
        self.fields["team"].initial = teams.values_list("pk", flat=True).first()
        if len(teams) == 1:
            self.fields["team"].widget = forms.HiddenInput()
        self.set_ways_to_hear(invulling.concept.eigenaar, in_team=False)

    def clean(self):
        """The place is that of the team; there is one thing that it is about."""
        team = self.cleaned_data.get("team")
        self.cleaned_data["categorie"] = next(iter(self.invulling.categorieen), None)
        if team:
            walked = Buurt.objects.visible_to(self.invulling.concept.eigenaar).filter(gemeente=team.gemeente_id)
            self.cleaned_data["buurt"] = walked.filter(teams=team).first() or walked.first()
        return self.cleaned_data
