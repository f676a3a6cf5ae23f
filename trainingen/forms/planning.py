"""Is what a trainer says about an evening sound?"""

import uuid
from datetime import time

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from buurtpreventie.ui.forms import FilterForm, Keuze, NldsForm
from buurtpreventie.ui.gelezen import GelezenMixin
from buurtpreventie.ui.layout import Groep, Meer, Rij
from trainingen.models import Bereik, SessieSoort

MOST_PLACES = 500
BEREIK = [
    (Bereik.TEAMS, Keuze(_("Alleen deze teams"))),
    (Bereik.GEMEENTE, Keuze(_("Alle teams van de gemeente"))),
    (Bereik.REGIO, Keuze(_("Alle teams van de regio"))),
]
WELKE = [
    ("", _("Wat nog komt")),
    ("sluiten", _("Nog af te sluiten")),
    ("geweest", _("Geweest")),
    ("vervallen", _("Ging niet door")),
    ("alles", _("Alle avonden")),
]


class LijstForm(FilterForm):
    """Which evenings the list shows."""

    welke = forms.ChoiceField(label=_("Welke avonden?"), choices=WELKE)
    module = forms.ModelChoiceField(label=_("Module"), queryset=None, empty_label=_("Alle modules"))

    def __init__(self, *args, modules, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["module"].queryset = modules


class BeginForm(FilterForm):
    """From what a new evening begins: its kind, an evening to copy, a module."""

    soort = forms.ChoiceField(choices=SessieSoort.choices)
    van = forms.ModelChoiceField(queryset=None)
    module = forms.ModelChoiceField(queryset=None)

    def __init__(self, *args, sessies, modules, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["van"].queryset, self.fields["module"].queryset = sessies, modules


class NamenField(forms.ModelMultipleChoiceField):
    """Rows of people or teams, to tick."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, thing):
        """Called by Django."""
        return thing.naam


class AvondForm(NldsForm):
    """What every evening needs; the day and the times by the clock on the wall."""

    soort = SessieSoort.TRAINING
    knop = _("Zet op de agenda")
    toont_optioneel = False
    altijd_optioneel = ("acteur", "spreker", "programma")
    field_order = ("module", "thema", "programma_avond")  # errors are listed as the fields stand

    dag = forms.DateField(label=_("Welke dag?"))
    van = forms.TimeField(label=_("Begint om"), initial=time(19, 0))
    tot = forms.TimeField(label=_("Klaar om"), initial=time(22, 0))
    plaats = forms.CharField(
        label=_("Waar is het?"), help_text=_("De naam van het gebouw, met straat en nummer."), max_length=160
    )
    plaatsen = forms.IntegerField(
        label=_("Hoeveel mensen kunnen er komen?"), min_value=1, max_value=MOST_PLACES, initial=15
    )
    teams = NamenField(label=_("Welke teams nodigt u uit?"), queryset=None, required=False)
    bereik = forms.ChoiceField(
        label=_("Wie mag zich aanmelden?"), choices=BEREIK, widget=forms.RadioSelect, initial=Bereik.TEAMS
    )
    trainers = NamenField(
        label=_("Wie geeft de avond?"),
        queryset=None,
        error_messages={"required": _("Kies ten minste één trainer.")},
    )
    programma = forms.ModelChoiceField(
        label=_("Hoort bij programma"), queryset=None, required=False, empty_label=_("Geen programma")
    )

    def __init__(self, *args, keuzes, **kwargs):
        super().__init__(*args, **kwargs)
        for name, rows in keuzes.items():
            if name in self.fields:
                self.fields[name].queryset = rows
        if not keuzes["programma"].exists():
            del self.fields["programma"]

    def clean(self):
        """An evening ends on the day it begins, after it began, and somebody may come."""
        cleaned = super().clean()
        van, tot = cleaned.get("van"), cleaned.get("tot")
        if van and tot and tot <= van:
            self.add_error("tot", _("De avond is klaar voor hij begint. Kies een later einde, op dezelfde dag."))
        if "teams" in cleaned and not cleaned["teams"] and cleaned.get("bereik") == Bereik.TEAMS:
            self.add_error("teams", _("Kies ten minste één team, of laat alle teams zich aanmelden."))
        return cleaned

    def get_layout(self):
        """What it is about, when and where, for whom, by whom."""
        return Layout(
            *self.about(),
            Groep(_("Wanneer en waar?"), "dag", Rij("van", "tot"), "plaats", "plaatsen"),
            Groep(_("Voor wie?"), "teams", "bereik"),
            Groep(_("Wie doet wat?"), "trainers", *self.others()),
            *(["programma"] if "programma" in self.fields else []),
        )

    def about(self):
        """The fields that say what the evening is about."""
        return ["module"]

    def others(self):
        """Who has a part in it beside the trainers."""
        return ["acteur"]


class TrainingForm(AvondForm):
    """An evening of one module."""

    module = forms.ModelChoiceField(label=_("Welke module?"), queryset=None, empty_label=_("Kies een module"))
    acteur = forms.CharField(label=_("Acteur"), max_length=120, required=False)


class KennisavondForm(AvondForm):
    """An evening about a theme, for several teams."""

    soort = SessieSoort.KENNISAVOND

    thema = forms.CharField(label=_("Wat is het thema?"), max_length=120)
    programma_avond = forms.CharField(
        label=_("Hoe verloopt de avond?"),
        help_text=_("Eén onderdeel per regel. Bijvoorbeeld: 19.30 Opening door de wethouder."),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=4000,
    )
    spreker = forms.CharField(label=_("Spreker"), max_length=120, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["plaatsen"].initial, self.fields["bereik"].initial = 40, Bereik.GEMEENTE

    def about(self):
        return ["thema", "programma_avond"]

    def others(self):
        return ["spreker"]


class NieuwMixin(forms.Form):
    """A new evening carries a key, so that a double click is one evening; it may have been held already."""

    al_geweest = forms.BooleanField(
        label=_("Deze avond is al geweest"),
        help_text=_("U vult daarna in wie er waren. Wij nodigen niemand uit."),
        required=False,
    )
    sleutel = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)

    def get_layout(self):
        """The key, and what is rarely needed, after the rest."""
        layout = super().get_layout()
        layout.fields += [Meer("al_geweest", titel=_("De avond is al geweest")), "sleutel"]
        return layout


class NieuweTrainingForm(NieuwMixin, TrainingForm):
    """Plan a training."""


class NieuweKennisavondForm(NieuwMixin, KennisavondForm):
    """Plan a knowledge evening."""


class TrainingWijzigForm(GelezenMixin, TrainingForm):
    """Change a training."""

    knop = _("Sla de wijziging op")


class KennisavondWijzigForm(GelezenMixin, KennisavondForm):
    """Change a knowledge evening."""

    knop = _("Sla de wijziging op")


class VervalForm(NldsForm):
    """Why an evening does not go on; who signed up reads it."""

    knop = _("Laat de avond vervallen")
    reden = forms.CharField(
        label=_("Waarom gaat de avond niet door?"),
        help_text=_("Wie zich heeft aangemeld, leest dit. Schrijf dus niets over personen."),
        max_length=200,
    )


NIEUW = {SessieSoort.TRAINING: NieuweTrainingForm, SessieSoort.KENNISAVOND: NieuweKennisavondForm}
WIJZIG = {SessieSoort.TRAINING: TrainingWijzigForm, SessieSoort.KENNISAVOND: KennisavondWijzigForm}
