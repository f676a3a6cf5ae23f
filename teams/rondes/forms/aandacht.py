"""What a team should look at: behaviour or a place, never an address and never how somebody looks."""

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from buurtpreventie.ui.forms import Keuze, NldsForm, SuggestieInput
from buurtpreventie.ui.layout import Meer
from teams.models import Straat, Team
from teams.rondes.models import Aandachtspunt
from teams.rondes.words import describes_looks, names_a_plate, names_an_address

MOST_STREETS = 300
WEKEN = [(1, _("1 week")), (2, _("2 weken")), (3, _("3 weken")), (4, _("4 weken"))]
NOT_IN_A_POINT = [
    (names_an_address, _("Laat het huisnummer weg. Noem hooguit de straat.")),
    (names_a_plate, _("Laat het kenteken weg. Schrijf op wat er gebeurt.")),
    (describes_looks, _("Wat doet iemand? Schrijf dat op. Niet hoe iemand eruitziet of waar iemand vandaan komt.")),
]


class TeamsField(forms.ModelMultipleChoiceField):
    """Teams by name and place."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj):
        """Called by Django."""
        return Keuze(obj.naam, uitleg=", ".join(sorted(buurt.naam for buurt in obj.buurten.all())))


class AandachtForm(NldsForm):
    """One point for one or more teams; a wijkagent speaks for itself only."""

    knop = _("Geef door aan het team")
    toont_optioneel = False
    teams = TeamsField(
        queryset=Team.objects.none(),
        label=_("Voor welk team?"),
        error_messages={"required": _("Kies ten minste 1 team.")},
    )
    soort = forms.ChoiceField(
        label=_("Waar gaat het over?"),
        choices=[
            (
                Aandachtspunt.Soort.GEDRAG.value,
                Keuze(_("Wat mensen doen"), uitleg=_("Bijvoorbeeld: aan deuren voelen.")),
            ),
            (
                Aandachtspunt.Soort.PLEK.value,
                Keuze(_("Een plek"), uitleg=_("Bijvoorbeeld: de tunnel bij het station.")),
            ),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies waar het over gaat.")},
    )
    tekst = forms.CharField(
        label=_("Waar kan het team op letten?"),
        help_text=_("Schrijf op wat iemand doet, of wat er met de plek is. Geen namen, huisnummers of kentekens."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=300,
        error_messages={"required": _("Schrijf op waar het team op kan letten. 1 zin is genoeg.")},
    )
    weken = forms.TypedChoiceField(
        label=_("Hoe lang?"),
        help_text=_("Daarna verdwijnt het vanzelf."),
        choices=WEKEN,
        coerce=int,
        initial=2,
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies hoe lang het team hierop let.")},
    )
    straat = forms.CharField(label=_("In welke straat?"), required=False, max_length=120)
    namens = forms.ChoiceField(
        label=_("Van wie komt dit?"),
        choices=Aandachtspunt.Namens.choices,
        initial=Aandachtspunt.Namens.MELDPUNT,
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies van wie dit komt.")},
    )

    def __init__(self, *args, gemeenten, is_meldpunt, **kwargs):
        super().__init__(*args, **kwargs)
        self.gemeenten, self.is_meldpunt = gemeenten, is_meldpunt
        there = Team.objects.active().filter(gemeente__in=gemeenten)
        self.fields["teams"].queryset = there.prefetch_related("buurten").order_by("naam")
        self.fields["straat"].widget = SuggestieInput(self.street_names())
        if not is_meldpunt:
            del self.fields["namens"]

    @property
    def layout(self):
        """The street only for who wants it."""
        whom = ["namens"] if self.is_meldpunt else []
        return Layout("teams", "soort", "tekst", Meer("straat", titel=_("Een straat kiezen")), "weken", *whom)

    def streets(self):
        return Straat.objects.filter(buurt__gemeente__in=self.gemeenten)

    def street_names(self):
        """To pick from; without the rest when there are very many."""
        names = self.streets().order_by("naam").values_list("naam", flat=True)[:MOST_STREETS]
        return list(dict.fromkeys(names))

    def clean_tekst(self):
        """Behaviour or a place; nothing that points at a door or a person, all of it said at once."""
        tekst = self.cleaned_data["tekst"]
        if wrong := [sentence for is_wrong, sentence in NOT_IN_A_POINT if is_wrong(tekst)]:
            raise forms.ValidationError(wrong)
        return tekst

    def clean(self):
        """The street as one that the gemeente has: first that of a chosen team."""
        naam, teams = self.cleaned_data.get("straat", ""), self.cleaned_data.get("teams") or []
        self.cleaned_data["straat"] = self.street_of(naam, teams) if naam else None
        if naam and not self.cleaned_data["straat"]:
            self.add_error("straat", _("Deze straat kennen wij niet. Kies een straat uit de lijst, zonder huisnummer."))
        self.cleaned_data.setdefault("namens", Aandachtspunt.Namens.WIJKAGENT)
        return self.cleaned_data

    def street_of(self, naam, teams):
        """The street of this name, where a chosen team walks if there are more."""
        found = list(self.streets().filter(naam__iexact=naam).order_by("pk"))
        walked = {buurt.pk for team in teams for buurt in team.buurten.all()}
        return next((straat for straat in found if straat.buurt_id in walked), next(iter(found), None))
