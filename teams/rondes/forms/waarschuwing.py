"""What is typed for a warning, on a telephone in a hurry: few fields, most of them filled in."""

import uuid
from datetime import UTC, timedelta

from crispy_forms.layout import Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from buurtpreventie.ui.forms import Keuze, NldsForm
from buurtpreventie.ui.layout import Knop
from teams.clocks import at, local_date
from teams.models import Team
from teams.rondes.models import Bevestiging, Oproep

COUNTS_FOR = timedelta(hours=2)
ROUND_MINUTES = 5
LONG = 600


class BeginForm(NldsForm):
    """Which teams, and whether it is an exercise; all teams that are out are ticked."""

    knop = _("Verder naar bellen")
    toont_optioneel = False
    sleutel = forms.UUIDField(widget=forms.HiddenInput)
    aangeboden = forms.ModelMultipleChoiceField(
        queryset=Team.objects.none(), required=False, widget=forms.MultipleHiddenInput
    )
    teams = forms.ModelMultipleChoiceField(
        label=_("Welke teams?"),
        queryset=Team.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    oefening = forms.BooleanField(
        label=_("Dit is een oefening"),
        help_text=_("Overal staat dan groot OEFENING bij."),
        required=False,
    )

    def __init__(self, *args, gemeente_id, buiten=(), **kwargs):
        kwargs.setdefault("initial", {"sleutel": uuid.uuid4(), "aangeboden": buiten, "teams": buiten})
        super().__init__(*args, **kwargs)
        offered = Team.objects.filter(gemeente=gemeente_id)
        self.fields["teams"].queryset = self.fields["aangeboden"].queryset = offered
        self.fields["teams"].choices = [(team.pk, Keuze(team.naam)) for team in buiten]
        if not buiten:
            self.fields["teams"].widget = forms.MultipleHiddenInput()

    def clean(self):
        """Who was shown and is not ticked is left out; a team that went out meanwhile is in."""
        data = super().clean()
        shown, chosen = data.pop("aangeboden", []), data.pop("teams", [])
        if shown and not chosen:
            self.add_error("teams", _("Kies ten minste één team."))
        data["niet_voor"] = [team for team in shown if team not in chosen]
        return data


class TekstForm(NldsForm):
    """What is going on, what to do, and until when; a time before now is tomorrow."""

    knop = _("Verstuur de waarschuwing")
    tekst = forms.CharField(
        label=_("Wat is er aan de hand?"),
        help_text=_("Kort, en waar. Geen namen of kentekens."),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    doen = forms.CharField(
        label=_("Wat moet het team doen?"),
        help_text=_("Bijvoorbeeld: ga naar huis, spreek niemand aan."),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    geldig_tot = forms.TimeField(label=_("Tot hoe laat geldt dit?"))
    layout = Layout("tekst", "doen", "geldig_tot")

    def __init__(self, *args, now, **kwargs):
        super().__init__(*args, initial={"geldig_tot": proposed_end(now)}, **kwargs)
        self.now = now

    def clean_geldig_tot(self):
        """The next moment at which the clock shows this."""
        return next_moment(self.cleaned_data["geldig_tot"], self.now)


def proposed_end(now):
    """Two hours from now, rounded up to five minutes."""
    late = timezone.localtime(now + COUNTS_FOR)
    return (late + timedelta(minutes=-late.minute % ROUND_MINUTES)).time().replace(second=0, microsecond=0)


def next_moment(clock, now):
    """The first moment after ``now`` at which the clock on the wall shows this, also in a night that has it twice.

    Compared in UTC: two moments of one time zone compare by what the clock shows.
    """
    days = (local_date(now), local_date(now) + timedelta(days=1))
    pairs = [[at(day, clock.replace(fold=fold)).astimezone(UTC) for fold in (0, 1)] for day in days]
    moments = sorted(moment for first, second in pairs for moment in (first, max(first, second)))
    return next(moment for moment in moments if moment > now)


class SlotForm(NldsForm):
    """How it ended: everybody who was warned reads this."""

    knop = _("Sluit af en vertel het iedereen")
    slottekst = forms.CharField(
        label=_("Hoe is het afgelopen?"),
        help_text=_("Bijvoorbeeld: niemand aangetroffen, u kunt weer gewoon lopen."),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class BelForm(NldsForm):
    """What came of ringing, and how often that was done before."""

    uitslag = forms.ChoiceField(choices=Oproep.Uitslag.choices)
    pogingen = forms.IntegerField(min_value=0, max_value=99)


class LeegForm(NldsForm):
    """Only a button."""

    def __init__(self, *args, knop="", naar="", **kwargs):
        super().__init__(*args, **kwargs)
        self.knop, self.helper.form_action = knop, naar

    def buttons(self):
        """Never the first thing to press."""
        yield Knop(self.knop, stijl="subtle")


class BevestigForm(NldsForm):
    """Read, or going away."""

    soort = forms.ChoiceField(choices=Bevestiging.Soort.choices)
