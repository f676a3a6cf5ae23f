"""Which period and which module somebody reads the outcomes of."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from buurtpreventie.ui.forms import FilterForm

ALLES = ""


class PeriodeForm(FilterForm):
    """A year and a module; without them everything. Fixed pieces, so that no small group can be cut out."""

    jaar = forms.TypedChoiceField(label=_("Jaar"), coerce=int)
    module = forms.ChoiceField(label=_("Vragenlijst over"))

    def __init__(self, *args, jaren, modules, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["jaar"].choices = [(ALLES, _("Alle jaren")), *((jaar, str(jaar)) for jaar in jaren)]
        self.fields["module"].choices = [(ALLES, _("Alles")), *modules]

    @property
    def period(self):
        """First and last day, and the module, as ``results_of_gemeente`` takes them."""
        jaar = self.chosen.get("jaar")
        days = {"van": date(jaar, 1, 1), "tot": date(jaar, 12, 31)} if jaar else {}
        return days | {"module": self.chosen.get("module", ALLES)}

    @property
    def query(self):
        """The same choice as an address."""
        asked = "&".join(f"{name}={value}" for name, value in self.chosen.items())
        return f"?{asked}" if asked else ""
