"""Are the settings of a gemeente sound?"""

import re

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from buurtpreventie.accounts.forms import TelefoonField
from buurtpreventie.ui.dates import WEEKDAYS
from buurtpreventie.ui.forms import NldsForm
from buurtpreventie.ui.gelezen import GelezenMixin
from buurtpreventie.ui.layout import Groep, Rij
from teams.models import BEWAAR_HOOGUIT

SHORT_NUMBER = re.compile(r"(14\d{3,5}|0[89]00\d{3,7}|\d{3,6})")


class NummerField(TelefoonField):
    """A number that everybody may call, also a short one: 14 0123, 0900-8844, 144."""

    def validate(self, value):
        if not SHORT_NUMBER.fullmatch(re.sub(r"[\s-]", "", value or "")):
            super().validate(value)


class BereikForm(GelezenMixin, NldsForm):
    """How the gemeente and its meldpunt can be reached."""

    knop = _("Opslaan")
    telefoon = NummerField(label=_("Telefoon van de gemeente"), autofill="off")
    meldpunt_telefoon = NummerField(label=_("Telefoon van het meldpunt"), autofill="off")
    buiten_openingstijd_telefoon = NummerField(
        label=_("Telefoon buiten openingstijd"),
        help_text=_("Buurtpreventen zien dit nummer als het meldpunt dicht is."),
        autofill="off",
    )
    meldpunt_email = forms.EmailField(
        label=_("Mail van het meldpunt"), help_text=_("Antwoorden op onze mails komen hier binnen."), max_length=254
    )
    contact_email = forms.EmailField(
        label=_("Mail van de contactpersoon voor de teams"),
        help_text=_("Hoort het als een partner lang niet reageert, en als een afspraak afloopt."),
        max_length=254,
    )


class TermijnenForm(GelezenMixin, NldsForm):
    """What holds where a category or an agreement says nothing else."""

    knop = _("Opslaan")
    reactie_werkdagen = forms.IntegerField(
        label=_("Binnen hoeveel werkdagen hoort de melder of iemand het oppakt?"), min_value=0, max_value=60
    )
    antwoord_werkdagen = forms.IntegerField(
        label=_("Binnen hoeveel werkdagen krijgt de melder antwoord?"), min_value=1, max_value=120
    )
    bevrijdingsdag_vrij = forms.BooleanField(label=_("De gemeente is dicht op 5 mei"), required=False)
    goede_vrijdag_vrij = forms.BooleanField(label=_("De gemeente is dicht op Goede Vrijdag"), required=False)

    def clean(self):
        cleaned = super().clean()
        reactie, antwoord = cleaned.get("reactie_werkdagen"), cleaned.get("antwoord_werkdagen")
        if reactie is not None and antwoord is not None and antwoord < reactie:
            self.add_error("antwoord_werkdagen", _("Kies hier evenveel werkdagen als bij het oppakken, of meer."))
        return cleaned


class BewaarForm(GelezenMixin, NldsForm):
    """How many months the contents of a closed melding stay, by level."""

    knop = _("Opslaan")
    bewaar_v0 = forms.IntegerField(label=_("Meldingen voor het hele team"), min_value=1, max_value=BEWAAR_HOOGUIT[0])
    bewaar_v1 = forms.IntegerField(label=_("Meldingen voor team en meldpunt"), min_value=1, max_value=BEWAAR_HOOGUIT[1])
    bewaar_v2 = forms.IntegerField(label=_("Vertrouwelijke meldingen"), min_value=1, max_value=BEWAAR_HOOGUIT[2])
    bewaar_v3 = forms.IntegerField(label=_("Strikt vertrouwelijke meldingen"), min_value=1, max_value=BEWAAR_HOOGUIT[3])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for niveau, maanden in BEWAAR_HOOGUIT.items():
            self.fields[f"bewaar_v{niveau}"].help_text = _("In maanden, hooguit %(maanden)s.") % {"maanden": maanden}


class WeekForm(GelezenMixin, NldsForm):
    """Hours per weekday; a day without any is a day on which nobody is there. Gives ``tijden`` per weekday."""

    knop = _("Opslaan")
    toont_optioneel = False

    def __init__(self, *args, tijden, **kwargs):
        super().__init__(*args, **kwargs)
        for dag, naam in enumerate(WEEKDAYS):
            van, tot = tijden.get(dag, (None, None))
            self.fields[f"van_{dag}"] = self.moment(_("%(dag)s van") % {"dag": naam.capitalize()}, van)
            self.fields[f"tot_{dag}"] = self.moment(_("%(dag)s tot") % {"dag": naam.capitalize()}, tot)

    @staticmethod
    def moment(label, initial):
        return forms.TimeField(label=label, required=False, initial=initial, widget=forms.TimeInput)

    def get_layout(self):
        from_until = [Rij(f"van_{dag}", f"tot_{dag}") for dag in range(7)]
        return Layout(Groep(_("Laat een dag leeg als er dan niemand is"), *from_until))

    def clean(self):
        cleaned = super().clean()
        tijden = {}
        for dag in range(7):
            van, tot = cleaned.get(f"van_{dag}"), cleaned.get(f"tot_{dag}")
            if self.errors.keys() & {f"van_{dag}", f"tot_{dag}"}:
                continue
            if (van is None) != (tot is None):
                missing = f"van_{dag}" if van is None else f"tot_{dag}"
                self.add_error(missing, _("Vul beide tijden in, of geen van beide."))
            elif van is not None and tot <= van:
                self.add_error(f"tot_{dag}", _("Kies een tijd na het begin."))
            elif van is not None:
                tijden[dag] = (van, tot)
        return {"tijden": tijden, "gelezen": cleaned.get("gelezen", "")}

    def conflict(self):
        """What stands there now, as one line."""
        return f"{super().conflict()} {_('Er staat nu:')} {self.stond['week'] or _('leeg')}."


class SluitingsdagForm(NldsForm):
    """A day on which the gemeente is closed."""

    knop = _("Sluitingsdag toevoegen")
    datum = forms.DateField(label=_("Datum"), widget=forms.DateInput)
    naam = forms.CharField(label=_("Waarom is de gemeente dicht?"), max_length=80)


class DagWegForm(NldsForm):
    """Which closing day is taken away?"""

    datum = forms.DateField()


class BelnummerForm(NldsForm):
    """A number on "Wie bel ik?"."""

    knop = _("Nummer toevoegen")
    naam = forms.CharField(label=_("Naam"), max_length=80)
    nummer = NummerField(label=_("Nummer"), autofill="off")
    tekst = forms.CharField(label=_("Waarvoor, en wanneer?"), max_length=200, required=False)
    volgorde = forms.IntegerField(
        label=_("Plaats in de lijst"),
        help_text=_("Het laagste getal staat bovenaan."),
        min_value=0,
        max_value=999,
        initial=10,
    )


class BelnummerBewerkForm(GelezenMixin, BelnummerForm):
    knop = _("Opslaan")
    actief = forms.BooleanField(label=_("Staat in de lijst"), required=False)
