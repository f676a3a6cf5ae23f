"""Is what somebody saw, and how long it counts, sound? Days and ticks only: no document, no words about health."""

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from buurtpreventie.accounts.models import Gebruiker
from buurtpreventie.ui.dates import date_in_words
from buurtpreventie.ui.forms import FilterForm, Keuze, NldsForm
from buurtpreventie.ui.gelezen import GelezenMixin
from buurtpreventie.ui.layout import Groep, Rij
from teams.models import Lidmaatschap
from trainingen.models import BewijsSoort

ENDS = _("Dit bewijs telt sinds %(dag)s niet meer. Vraag om een nieuw bewijs.")


class GezienForm(NldsForm):
    """Which certificate of which members was seen, and when; ``regels`` say how long each kind counts."""

    knop = _("Vastleggen")
    soort = forms.ChoiceField(
        label=_("Wat hebt u gezien?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies wat u hebt gezien.")},
    )
    leden = forms.ModelMultipleChoiceField(
        Gebruiker.objects.none(),
        label=_("Van wie?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Zet een vinkje bij van wie het bewijs is.")},
    )
    gehaald_op = forms.DateField(
        label=_("Welke datum staat op het bewijs?"),
        help_text=_("De dag van de cursus, of de dag waarop de VOG is afgegeven."),
        widget=forms.DateInput,
        error_messages={"required": _("Vul de datum in die op het bewijs staat.")},
    )
    gezien_op = forms.DateField(label=_("Wanneer hebt u het gezien?"), widget=forms.DateInput)

    def __init__(self, *args, team, regels, today, **kwargs):
        super().__init__(*args, initial={"gezien_op": today}, **kwargs)
        self.regels, self.today = regels, today
        members = Lidmaatschap.objects.current(today).filter(team=team)
        self.fields["leden"].queryset = Gebruiker.objects.filter(pk__in=members.values("gebruiker")).order_by("naam")
        self.fields["leden"].label_from_instance = lambda gebruiker: gebruiker.naam
        self.fields["soort"].choices = [
            (soort.value, Keuze(str(soort.label), uitleg=months_in_words(regels[soort.value]))) for soort in BewijsSoort
        ]

    def clean(self):
        cleaned = super().clean()
        gained, seen, soort = (cleaned.get(name) for name in ("gehaald_op", "gezien_op", "soort"))
        for name in ("gehaald_op", "gezien_op"):
            if cleaned.get(name) and cleaned[name] > self.today:
                self.add_error(name, _("Deze dag komt nog. Kies vandaag of een eerdere dag."))
        if gained and seen and gained > seen and not self.errors:
            self.add_error("gezien_op", _("Dit is eerder dan de datum op het bewijs. Kijk de dagen na."))
        if gained and soort and "gehaald_op" not in self.errors:
            self._refuse_over(gained, soort)
        return cleaned

    def _refuse_over(self, gained, soort):
        ends = self.regels[soort].ends(gained)
        if ends is not None and ends <= self.today:
            self.add_error("gehaald_op", ENDS % {"dag": date_in_words(ends, self.today)})


def months_in_words(regel):
    """2 jaar geldig."""
    if regel.geldig_maanden is None:
        return _("Blijft geldig.")
    years, months = divmod(regel.geldig_maanden, 12)
    if months:
        return _("%(n)s maanden geldig.") % {"n": regel.geldig_maanden}
    return _("%(n)s jaar geldig.") % {"n": years}


class GeldigheidForm(GelezenMixin, NldsForm):
    """How long each kind counts; gives ``regels`` by kind as (months or None, window)."""

    knop = _("Opslaan")
    toont_optioneel = False

    def __init__(self, *args, regels, **kwargs):
        super().__init__(*args, **kwargs)
        for soort in BewijsSoort:
            regel = regels[soort.value]
            self.fields[f"geldig_{soort.value}"] = forms.IntegerField(
                label=_("Maanden geldig"),
                min_value=1,
                max_value=120,
                required=False,
                initial=regel.geldig_maanden,
            )
            self.fields[f"venster_{soort.value}"] = forms.IntegerField(
                label=_("Maanden van tevoren vernieuwen"),
                min_value=0,
                max_value=24,
                initial=regel.venster_maanden,
            )

    def get_layout(self):
        return Layout(
            *(Groep(soort.label, Rij(f"geldig_{soort.value}", f"venster_{soort.value}")) for soort in BewijsSoort)
        )

    def clean(self):
        cleaned = super().clean()
        regels = {}
        for soort in BewijsSoort:
            months, window = cleaned.get(f"geldig_{soort.value}"), cleaned.get(f"venster_{soort.value}")
            if months is not None and window is not None and window >= months:
                self.add_error(
                    f"venster_{soort.value}",
                    _("Kies minder maanden dan het bewijs geldig is. Dat zijn er nu %(n)s.") % {"n": months},
                )
            regels[soort.value] = (months, window)
        return {"regels": regels, "gelezen": cleaned.get("gelezen", "")}

    def conflict(self):
        """What to do, and how long each kind counts now."""
        there = "; ".join(f"{BewijsSoort(soort).label}: {words}" for soort, words in self.stond.items())
        return _(
            "Een collega heeft dit intussen gewijzigd. Wat u typte, staat er nog. Klopt het? Sla het dan nog een "
            "keer op. Er staat nu: %(nu)s."
        ) % {"nu": there}


class JaarForm(FilterForm):
    """One year, or every year in which there was an evening; nonsense is every year."""

    jaar = forms.TypedChoiceField(label=_("Jaar"), coerce=int, empty_value=None)

    def __init__(self, *args, jaren, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["jaar"].choices = [("", _("Alle jaren")), *((jaar, str(jaar)) for jaar in jaren)]
