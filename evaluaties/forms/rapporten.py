"""Which report somebody asks for: one form per kind, that offers only what the person may have."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from buurtpreventie.ui.forms import NldsForm
from evaluaties.models import Afname, RapportSoort, quarter_in_words
from teams.models import Team
from trainingen.models import Programma

QUARTERS_BACK = 8


class RapportForm(NldsForm):
    """What every kind has: the kind itself, and a key that makes pressing twice one report."""

    knop = _("Vraag het verslag")
    toont_optioneel = False
    soort = forms.CharField(widget=forms.HiddenInput)
    sleutel = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, soort, **kwargs):
        initial = {"soort": soort, "sleutel": uuid.uuid4()} | kwargs.pop("initial", {})
        super().__init__(*args, initial=initial, **kwargs)

    def clean(self):
        cleaned = super().clean()
        cleaned.pop("soort", None)
        return cleaned


class JaarverslagForm(RapportForm):
    """The year."""

    jaar = forms.TypedChoiceField(label=_("Over welk jaar?"), coerce=int)

    def __init__(self, *args, jaren, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["jaar"].choices = jaren


class TeamKwartaalForm(RapportForm):
    """A team and a quarter."""

    team = forms.ModelChoiceField(Team.objects.none(), label=_("Van welk team?"), empty_label=_("Kies een team"))
    periode = forms.ChoiceField(label=_("Over welk kwartaal?"))

    def __init__(self, *args, teams, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams
        if len(teams) == 1:
            self.fields["team"].initial = teams[0]
        self.fields["periode"].choices = list(quarter_choices(today))

    def clean(self):
        cleaned = super().clean()
        if periode := cleaned.pop("periode", ""):
            cleaned["jaar"], cleaned["kwartaal"] = map(int, periode.split("-"))
        return cleaned


class ProgrammaverslagForm(RapportForm):
    """A programme."""

    programma = forms.ModelChoiceField(
        Programma.objects.none(), label=_("Van welk programma?"), empty_label=_("Kies een programma")
    )

    def __init__(self, *args, programmas, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["programma"].queryset = programmas


class AvondverslagForm(RapportForm):
    """An evening of which the form is closed."""

    afname = forms.ModelChoiceField(Afname.objects.none(), label=_("Van welke avond?"), empty_label=_("Kies een avond"))

    def __init__(self, *args, afnames, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["afname"].queryset = afnames
        self.fields["afname"].label_from_instance = lambda afname: afname.naam_toen

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("afname"):
            cleaned["sessie"] = cleaned["afname"].sessie
        return cleaned


FORMS = {
    RapportSoort.JAAR: JaarverslagForm,
    RapportSoort.TEAM_KWARTAAL: TeamKwartaalForm,
    RapportSoort.PROGRAMMA: ProgrammaverslagForm,
    RapportSoort.SESSIE: AvondverslagForm,
}


def quarter_choices(today):
    """The quarter that runs and those before it, the last closed one first."""
    number = today.year * 4 + (today.month - 1) // 3
    rows = [divmod(number - back, 4) for back in range(QUARTERS_BACK + 1)]
    named = [(f"{jaar}-{kwartaal + 1}", quarter_in_words(jaar, kwartaal + 1)) for jaar, kwartaal in rows]
    running, *closed = named
    return [*closed, (running[0], _("%(kwartaal)s (loopt nog)") % {"kwartaal": running[1]})]
