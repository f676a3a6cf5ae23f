"""Which period somebody reads, and along which way: fixed pieces, so that no small group can be cut out."""

from django import forms
from django.utils.translation import gettext_lazy as _

from buurtpreventie.ui.forms import FilterForm
from evaluaties.figures.kring import Per
from evaluaties.figures.kring_tabellen import period_in_words
from opvolging.figures import Periode


class PeriodeForm(FilterForm):
    """A year or a quarter; what means nothing is this year."""

    periode = forms.ChoiceField(label=_("Periode"))

    def __init__(self, jaren, today, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["periode"].choices = list(_periods(jaren, today))

    @property
    def chosen_period(self):
        """The period asked for; this year when none is."""
        jaar, _streep, kwartaal = self.chosen.get("periode", str(self.today.year)).partition("-")
        return Periode(int(jaar), int(kwartaal or 0))

    @property
    def periode_code(self):
        return code_of(self.chosen_period)

    @property
    def query(self):
        """The same choice as an address."""
        return f"?periode={self.periode_code}"


class KringForm(PeriodeForm):
    """And which table; what means nothing is the one per kind."""

    per = forms.ChoiceField(label=_("Bekijk per"), choices=Per.choices)

    @property
    def chosen_way(self):
        return Per(self.chosen.get("per", Per.SOORT))

    @property
    def query(self):
        return f"{super().query}&per={self.chosen_way.value}"


def code_of(periode):
    """2026 or 2026-3: how a period is called in an address."""
    return f"{periode.jaar}-{periode.kwartaal}" if periode.kwartaal else str(periode.jaar)


def _periods(jaren, today):
    for jaar in jaren:
        for periode in (Periode(jaar), *reversed(Periode(jaar).quarters)):
            if periode.van <= today:
                yield code_of(periode), period_in_words(periode)
