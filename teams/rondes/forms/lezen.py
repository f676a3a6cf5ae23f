"""Which days and which wijk do the figures cover?"""

from datetime import timedelta
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from buurtpreventie.ui.forms import FilterForm
from teams.models import Wijk
from teams.rondes.figures import Periode

LONGEST = timedelta(days=2 * 366)


class CijfersForm(FilterForm):
    """A period, by default the last eight weeks, and all wijken or one; nonsense is an error and no other period."""

    van = forms.DateField(label=gettext_lazy("Van"))
    tot = forms.DateField(label=gettext_lazy("Tot en met"))
    wijk = forms.ModelChoiceField(
        Wijk.objects.none(), label=gettext_lazy("Wijk"), empty_label=gettext_lazy("Alle wijken")
    )

    def __init__(self, gemeente, today, data):
        usual = Periode.last_weeks(today)
        self.given = _given(data)
        super().__init__({"van": f"{usual.van}", "tot": f"{usual.tot_en_met}"} | self.given)
        self.today = today
        self.fields["wijk"].queryset = Wijk.objects.filter(gemeente=gemeente).order_by("naam")

    def clean(self):
        """The days make a period that began, and of which a page can tell."""
        van, tot = self.cleaned_data.get("van"), self.cleaned_data.get("tot")
        if not van or not tot:
            return
        if van > self.today:
            self.add_error("van", _("Deze dag moet nog komen. Kies een eerdere dag."))
        elif tot < van:
            self.add_error("tot", _("Deze dag is eerder dan de eerste dag. Kies een latere dag."))
        elif tot - van > LONGEST:
            self.add_error("van", _("Kies een periode van hooguit 2 jaar."))

    @property
    def chosen(self):
        """What somebody chose; the usual period is no choice."""
        return {name: value for name, value in super().chosen.items() if name in self.given}

    @property
    def periode(self):
        return Periode(self.cleaned_data["van"], self.cleaned_data["tot"])

    @property
    def query(self):
        """The same filters for the address of a file."""
        wijk = self.cleaned_data["wijk"]
        days = {"van": self.periode.van, "tot": self.periode.tot_en_met}
        return urlencode(days | ({"wijk": wijk.pk} if wijk else {}))


def _given(data):
    """The filters that somebody filled in; an empty day is the usual one."""
    return {name: data[name] for name in ("van", "tot", "wijk") if data.get(name, "").strip()}
