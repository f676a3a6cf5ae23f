"""Wijkveiligheid: gevaar, wat, waar en wanneer, controle (formulieren). What somebody did, never who it was (E008)."""

from crispy_forms.layout import Field, Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from buurtpreventie.ui.dates import date_in_words
from buurtpreventie.ui.layout import Meer, Rij
from meldingen.forms.pages import PaginaForm, in_own_words, optional_choice, place_fields
from meldingen.forms.shared_pages import ControleForm
from meldingen.rounds import seen_around
from teams.clocks import local_date

AL_GEBELD = ["Nee", "Ja, 112", "Ja, 0900-8844"]
ZOJUIST, VANDAAG, ANDERE_DAG = WANNEER = ["Zojuist", "Eerder vandaag", "Een andere dag"]
VAKER = ["Dit was de eerste keer", "Het gebeurde vaker", "Elke week", "Dat weet ik niet"]
AANGESPROKEN = ["Nee", "Ja, dat ging goed", "Ja, dat ging lastig", "Ja, het werd dreigend"]
BANG = ["Nee", "Ja, voor problemen door deze melding"]


class WatGebeurdeForm(PaginaForm):
    """Step 2: what happened, as it could be seen."""

    kop = _("Wat gebeurde er?")
    toont_tip = True
    al_gebeld = forms.ChoiceField(
        label=_("Hebt u al gebeld?"),
        choices=in_own_words(AL_GEBELD),
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies of u al hebt gebeld.")},
    )
    waarneming = forms.CharField(
        label=_("Wat gebeurde er? Wat deed iemand precies?"),
        help_text=_("Schrijf op wat iemand deed. Hoe iemand eruitziet vertelt u aan de politie, aan de telefoon."),
        widget=forms.Textarea,
        error_messages={"required": _("Schrijf op wat er gebeurde. 1 zin is genoeg.")},
    )


class WaarWanneerForm(PaginaForm):
    """Step 3: place and time, and what may help who goes on with it."""

    kop = _("Waar en wanneer was het?")
    toont_optioneel = False
    wanneer = forms.ChoiceField(
        label=_("Wanneer was het?"),
        choices=in_own_words(WANNEER),
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies wanneer het was.")},
    )
    dag = forms.DateField(
        label=_("Welke dag?"), help_text=_("Alleen bij een andere dag."), required=False, widget=forms.DateInput
    )
    tijd = forms.CharField(
        label=_("Hoe laat?"),
        help_text=_("Niet verplicht. Ongeveer mag."),
        required=False,
        max_length=40,
    )
    hoe_vaak = optional_choice(_("Gebeurde het vaker?"), VAKER)
    aangesproken = optional_choice(_("Hebt u iemand aangesproken? Hoe ging dat?"), AANGESPROKEN)
    bang_voor = optional_choice(_("Bent u bang voor problemen?"), BANG)
    layout = Layout(
        "buurt",
        Rij("straat", Field("huisnummer", wrapper_class="kort")),
        "plek",
        "wanneer",
        Rij("dag", "tijd"),
        Meer("hoe_vaak", "aangesproken", "bang_voor"),
    )

    def set_up(self, invulling):
        self.fields |= place_fields(invulling)
        self.fields["buurt"].help_text = _("De buurt is genoeg. Straat of nummer onbekend? Laat dat dan leeg.")
        self.fields["plek"].help_text = _("Bijvoorbeeld: het pad achter de garages.")
        place = ["buurt", "straat", "huisnummer", "plek"]
        self.order_fields([*place, "wanneer", "dag", "tijd", "hoe_vaak", "aangesproken", "bang_voor"])
        if invulling.ronde:
            self.fill_in_moment(invulling.ronde, timezone.now())

    def fill_in_moment(self, ronde, now):
        """Begin from when the round was, to change where it was otherwise."""
        walked, today = local_date(ronde.begin), local_date(now)
        earlier = VANDAAG if walked == today else ANDERE_DAG
        self.fields["wanneer"].initial = ZOJUIST if ronde.is_under_way else earlier
        self.fields["dag"].initial = walked if earlier == ANDERE_DAG and not ronde.is_under_way else None
        self.fields["tijd"].initial = seen_around(ronde, now)

    def clean_dag(self):
        """Nothing is reported of tomorrow."""
        dag = self.cleaned_data["dag"]
        if dag and dag > timezone.localdate():
            raise forms.ValidationError(_("Kies vandaag of een eerdere dag."))
        return dag

    def clean(self):
        """The moment in words, as it is kept; another day asks which."""
        wanneer, dag = self.cleaned_data.get("wanneer"), self.cleaned_data.get("dag")
        if wanneer == ANDERE_DAG and not dag and "dag" not in self.errors:
            self.add_error("dag", _("Vul de dag in. Weet u het niet precies? Vul dan in wat u denkt."))
        if wanneer:
            self.cleaned_data["wanneer"] = moment_in_words(wanneer, dag, self.cleaned_data.get("tijd"))
        return self.cleaned_data


def is_afraid(answers):
    """Who fears trouble is told about a number that asks no name."""
    return answers.get("bang_voor") == BANG[-1]


def moment_in_words(wanneer, dag, tijd):
    """Zojuist, rond 22.00 uur / 14 november / 14 november, rond 22.00 uur."""
    if wanneer != ZOJUIST:
        today = timezone.localdate()
        shown = dag if wanneer == ANDERE_DAG and dag else today
        wanneer = f"{wanneer}: {date_in_words(shown, today)}"
    return ", ".join(filter(None, [wanneer, tijd]))


class WijkControleForm(ControleForm):
    """Step 4: ticks that it is about what was done, not about how somebody looks (E005, E008)."""

    klopt = forms.BooleanField(
        label=_("Hier staat alleen wat ik zelf zag of hoorde"),
        help_text=_("Dus wat er gebeurde. Niet hoe iemand eruitziet, en niet wat ik denk over iemand."),
        error_messages={"required": _("Lees uw tekst na. Staat er alleen wat u zelf zag of hoorde?")},
    )
