"""What a partner said by telephone, by mail or in the own system, on one page; and a mail that came back."""

from crispy_forms.layout import Layout
from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from buurtpreventie.ui.forms import NldsForm
from buurtpreventie.ui.layout import Meer
from opvolging.forms.meldpunt import LONG_NOTE, AfrondForm
from opvolging.models import Langs, TeruggaveReden
from teams.models import Partner


class Zei(models.TextChoices):
    """What a partner can say."""

    PAKT_OP = "pakt_op", _("De partner pakt het op")
    KLAAR = "klaar", _("De partner is klaar")
    TERUG = "terug", _("De partner geeft het terug")
    NOTITIE = "notitie", _("Iets anders: schrijf het hieronder op")


ROADS = [(Langs.TELEFOON.value, _("Per telefoon")), (Langs.MAIL.value, _("Per mail"))]
IN_SYSTEM = (Langs.APP.value, _("In het eigen systeem"))


class ZeiForm(NldsForm):
    """Five taps and a sentence at most."""

    knop = _("Vastleggen")
    toont_optioneel = False
    langs = forms.ChoiceField(label=_("Hoe hoorde u dit?"), widget=forms.RadioSelect)
    wat = forms.ChoiceField(label=_("Wat zei de partner?"), widget=forms.RadioSelect)
    uitkomst = forms.ChoiceField(
        label=_("Is de partner klaar? Wat kwam ervan?"),
        choices=AfrondForm.base_fields["uitkomst"].choices,
        required=False,
    )
    reden = forms.ChoiceField(
        label=_("Geeft de partner het terug? Waarom?"),
        choices=[("", _("Kies waarom")), *TeruggaveReden.choices],
        required=False,
    )
    tekst = forms.CharField(
        label=_("In een paar woorden"),
        help_text=_("Alleen voor het meldpunt."),
        required=False,
        max_length=LONG_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    voor_melder = forms.CharField(
        label=_("Wat mag de melder ervan lezen?"),
        required=False,
        max_length=LONG_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    kenmerk = forms.CharField(label=_("Kenmerk bij de partner"), required=False, max_length=60)
    terug_op = forms.DateField(
        label=_("Wij horen terug op"), help_text=_("U krijgt op die dag een mail."), required=False
    )

    def __init__(self, ask, today, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        own = ask.weg == Partner.Weg.EIGEN_SYSTEEM
        self.fields["langs"].choices = [IN_SYSTEM, *ROADS] if own else ROADS
        self.fields["langs"].initial = self.fields["langs"].choices[0][0]
        self.fields["wat"].choices = Zei.choices  # all of them, for a second press; drawn is what can be said now
        said = [one for one in Zei if one != Zei.PAKT_OP or ask.stand == "gevraagd" or self["wat"].data == one]
        self.fields["wat"].widget.choices = [(one.value, one.label) for one in said]
        self.fields["kenmerk"].initial, self.fields["terug_op"].initial = ask.kenmerk, ask.terug_op
        kept = ("kenmerk", "terug_op")
        more = Meer(*kept, titel=_("Kenmerk, en wanneer u weer iets hoort"))
        self.layout = Layout("langs", "wat", "uitkomst", "reden", "tekst", "voor_melder", more)

    def clean(self):
        """Each thing said asks for its own answer, and for no other."""
        data = super().clean()
        wanted = {Zei.KLAAR: "uitkomst", Zei.TERUG: "reden", Zei.NOTITIE: "tekst"}.get(data.get("wat"))
        messages = {
            "uitkomst": _("Kies wat ervan kwam."),
            "reden": _("Kies waarom de partner het teruggeeft."),
            "tekst": _("Schrijf op wat er is gezegd."),
        }
        if wanted and not data.get(wanted):
            self.add_error(wanted, messages[wanted])
        if data.get("terug_op") and data["terug_op"] < self.today:
            self.add_error("terug_op", _("Kies vandaag of een latere dag."))
        return data


class TerugPostForm(NldsForm):
    """The mail came back: only a button."""

    knop = _("De mail kwam terug")


class AndersForm(NldsForm):
    """To whom the ask goes now; a new address of somebody we know needs a reason."""

    knop = _("Vraag opnieuw mailen")
    contact = forms.ModelChoiceField(
        None, label=_("Wie krijgt de vraag nu?"), empty_label=None, widget=forms.RadioSelect
    )
    adres = forms.EmailField(
        label=_("Ander mailadres van deze persoon"),
        help_text=_("Alleen als het adres verkeerd is."),
        required=False,
    )
    reden = forms.CharField(label=_("Hoe weet u dat dit adres klopt?"), required=False, max_length=200)

    def __init__(self, contacts, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["contact"].queryset = contacts

    def clean(self):
        """A link goes to this address: somebody must have said that it is right."""
        data = super().clean()
        if data.get("adres") and not data.get("reden"):
            self.add_error("reden", _("Schrijf op van wie u dit adres hebt."))
        return data
