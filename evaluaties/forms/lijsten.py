"""Is what beleid writes into a draft of a questionnaire sound?"""

from crispy_forms.layout import Field, Layout
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from buurtpreventie.ui.forms import FilterForm, Keuze, NldsForm
from buurtpreventie.ui.gelezen import MARK_LENGTH, GelezenMixin
from buurtpreventie.ui.layout import Meer, Rij
from evaluaties.balansmodel import INDICATOREN
from evaluaties.models import WITH_OPTIONS, VraagType
from evaluaties.versions import possible_answers

MOST_OPTIONS, LONGEST_OPTION = 15, 80
SCALES = (VraagType.SCHAAL, VraagType.RAPPORTCIJFER)
TYPED = (VraagType.KEUZE, VraagType.MEERKEUZE)
FOR_SEVERAL = (*SCALES, VraagType.KEUZE, VraagType.JA_NEE, VraagType.AANTAL, VraagType.PROCENT)
MARKS = {"laagste": 1, "hoogste": 10}
CONDITION = gettext_lazy("Zet een vinkje bij de antwoorden waarna u deze vraag wilt stellen. Kies van één vraag.")
GOALS = [("", gettext_lazy("Geen van deze")), *((one.sleutel, one.naam) for one in INDICATOREN)]
WHAT_FOR = {
    VraagType.UITLEG: gettext_lazy("Alleen tekst. Mensen hoeven niets in te vullen."),
    VraagType.KORT: gettext_lazy("Eén regel. Iemand leest het eerst en haalt namen weg."),
    VraagType.LANG: gettext_lazy("Een paar zinnen. Iemand leest het eerst en haalt namen weg."),
    VraagType.KEUZE: gettext_lazy("U typt de antwoorden hieronder."),
    VraagType.MEERKEUZE: gettext_lazy("U typt de antwoorden hieronder."),
    VraagType.SCHAAL: gettext_lazy("U kiest hieronder de cijfers."),
}


class VersieForm(GelezenMixin, NldsForm):
    """What stands above the questions."""

    knop = gettext_lazy("Opslaan")
    inleiding = forms.CharField(
        label=gettext_lazy("Wat staat er boven het formulier?"),
        help_text=gettext_lazy("Vertel waar het over gaat en hoelang het duurt."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1000,
    )
    verschil = forms.CharField(
        label=gettext_lazy("Wat is er anders dan bij het vorige formulier?"),
        help_text=gettext_lazy("Mensen lezen dit voordat zij beginnen. Zo weten zij dat het niet hetzelfde is."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=300,
    )
    minuten = forms.IntegerField(
        label=gettext_lazy("Hoeveel minuten kost het?"),
        min_value=1,
        max_value=60,
        error_messages={"required": gettext_lazy("Vul in hoeveel minuten het kost. Bijvoorbeeld: 2.")},
    )

    def get_layout(self):
        return Layout("inleiding", "verschil", Field("minuten", wrapper_class="kort"), "gelezen")


class LijnenField(forms.CharField):
    """Texts, one a line, without empty lines and doubles."""

    widget = forms.Textarea(attrs={"rows": 5})

    def clean(self, value):
        """Called by Django."""
        lines = [" ".join(line.split()) for line in super().clean(value).splitlines()]
        lines = [line for line in lines if line]
        if len(lines) > MOST_OPTIONS:
            raise forms.ValidationError(_("Gebruik hooguit %(meest)s regels.") % {"meest": MOST_OPTIONS})
        if too_long := next((n for n, line in enumerate(lines, start=1) if len(line) > LONGEST_OPTION), None):
            words = _("Regel %(n)s: gebruik hooguit %(meest)s tekens.")
            raise forms.ValidationError(words % {"n": too_long, "meest": LONGEST_OPTION})
        if len({line.casefold() for line in lines}) < len(lines):
            raise forms.ValidationError(_("Er staat twee keer hetzelfde. Haal een van de twee weg."))
        return lines


class VraagForm(GelezenMixin, NldsForm):
    """One question; ``eerder`` are the questions before it, on whose answers it may depend."""

    knop = gettext_lazy("Opslaan")
    tekst = forms.CharField(
        label=gettext_lazy("De vraag"),
        help_text=gettext_lazy("Korte zin, gewone woorden. Vraag één ding tegelijk."),
        max_length=300,
    )
    hulp = forms.CharField(
        label=gettext_lazy("Uitleg bij de vraag"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Laat dit leeg als de vraag duidelijk is."),
    )
    type = forms.ChoiceField(
        label=gettext_lazy("Wat voor antwoord?"),
        choices=[(value, Keuze(label, uitleg=WHAT_FOR.get(value, ""))) for value, label in VraagType.choices],
        widget=forms.RadioSelect,
    )
    verplicht = forms.BooleanField(
        label=gettext_lazy("Deze vraag is verplicht"),
        help_text=gettext_lazy("Op papier mag iemand hem toch overslaan."),
        required=False,
    )
    opties = LijnenField(
        label=gettext_lazy("Antwoorden"),
        max_length=2000,
        required=False,
        help_text=gettext_lazy(
            "Eén antwoord per regel, bij “Eén keuze” en “Meer keuzes mogelijk”. Verandert u een antwoord? Dan telt het "
            "als een nieuw antwoord. Een regel die begint met “Geen van” gaat niet samen met een ander antwoord."
        ),
    )
    laagste = forms.IntegerField(label=gettext_lazy("Laagste cijfer"), min_value=0, max_value=9, required=False)
    hoogste = forms.IntegerField(label=gettext_lazy("Hoogste cijfer"), min_value=1, max_value=10, required=False)
    links = forms.CharField(label=gettext_lazy("Het laagste betekent"), max_length=60, required=False)
    rechts = forms.CharField(label=gettext_lazy("Het hoogste betekent"), max_length=60, required=False)
    per = LijnenField(
        label=gettext_lazy("Voor welke dingen vraagt u dit?"),
        max_length=2000,
        required=False,
        help_text=gettext_lazy("Eén per regel. Bijvoorbeeld: een cijfer voor elke module. Meestal blijft dit leeg."),
    )
    indicator = forms.ChoiceField(
        label=gettext_lazy("Welk doel meet deze vraag?"),
        help_text=gettext_lazy("Dan staat de uitkomst ook op de pagina over het effect."),
        choices=GOALS,
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, eerder=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.eerder = {f"als_{vraag.code}": vraag for vraag in eerder if possible_answers(vraag)}
        for name, vraag in self.eerder.items():
            choices = [(str(value), words) for value, words in possible_answers(vraag)]
            self.fields[name] = forms.MultipleChoiceField(
                label=vraag.tekst, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
            )

    def get_layout(self):
        """What most questions need stands open; the rest waits until somebody wants it."""
        condition = [Field(name, wrapper_class="tweekolom") for name in self.eerder]
        more = (
            [Meer(*condition, titel=_("Alleen vragen na een bepaald antwoord"), uitleg=CONDITION)] if condition else []
        )
        return Layout(
            "tekst",
            "hulp",
            Field("type", wrapper_class="tweekolom"),
            "opties",
            Meer(Rij("laagste", "hoogste"), Rij("links", "rechts"), titel=_("Cijfers van een schaal")),
            "verplicht",
            *more,
            Meer("per", titel=_("Voor meer dingen tegelijk vragen")),
            Meer("indicator", titel=_("Hoort bij een doel")),
            "gelezen",
        )

    def clean(self):
        """What does not go with this kind of answer is left out; the condition becomes one question and its answers."""
        data = super().clean()
        kind = data.get("type")
        if kind in TYPED:
            self._wants_two(data)
        if kind == VraagType.SCHAAL:
            self._wants_a_range(data)
        self._one_condition(data)
        if not self.errors:
            leave_out(data, kind)
        return data

    def _wants_two(self, data):
        if "opties" in data and len(data["opties"]) < 2:
            self.add_error("opties", _("Typ ten minste twee antwoorden, elk op een eigen regel."))

    def _wants_a_range(self, data):
        low, high = data.get("laagste"), data.get("hoogste")
        if low is None or high is None:
            missing = "laagste" if low is None else "hoogste"
            if missing not in self.errors:
                self.add_error(missing, _("Vul het laagste en het hoogste cijfer in. Bijvoorbeeld: 1 en 5."))
        elif high <= low:
            self.add_error("hoogste", _("Het hoogste cijfer moet hoger zijn dan het laagste."))

    def _one_condition(self, data):
        """``als_code`` and ``als_waarden`` of the one question whose answers were ticked."""
        ticked = {name: values for name in self.eerder if (values := data.pop(name, None))}
        data["als_code"], data["als_waarden"] = "", []
        for name, texts in ticked.items():
            vraag = self.eerder[name]
            data["als_code"] = vraag.code
            data["als_waarden"] = [value for value, _words in possible_answers(vraag) if str(value) in texts]
        if len(ticked) > 1:
            self.add_error(list(ticked)[-1], _("Kies antwoorden van één vraag. Haal de vinkjes bij de andere weg."))


def leave_out(data, kind):
    """Nothing is kept that this kind of answer has no use for."""
    if kind not in TYPED:
        data["opties"] = []
    if kind not in SCALES:
        data |= {"laagste": None, "hoogste": None, "links": "", "rechts": ""}
    if kind == VraagType.RAPPORTCIJFER:
        data |= MARKS
    if kind not in FOR_SEVERAL:
        data["per"] = []
    if kind == VraagType.UITLEG:
        data |= {"verplicht": False, "indicator": ""}


def initial_of(vraag):
    """A question as the form shows it."""
    facts = {veld: getattr(vraag, veld) for veld in ("tekst", "hulp", "type", "verplicht", "links", "rechts")}
    facts |= {"laagste": vraag.laagste, "hoogste": vraag.hoogste, "indicator": vraag.indicator}
    facts["opties"] = "" if vraag.type not in WITH_OPTIONS else "\n".join(one["tekst"] for one in vraag.opties)
    facts["per"] = "\n".join(one["tekst"] for one in vraag.per)
    if vraag.als_vraag_id:
        facts[f"als_{vraag.als_vraag.code}"] = [str(value) for value in vraag.als_waarden]
    return facts


class VaststelForm(NldsForm):
    """ "I know that it never changes after this", with the mark of what one saw."""

    knop = gettext_lazy("Stel deze versie vast")
    gelezen = forms.CharField(max_length=MARK_LENGTH, widget=forms.HiddenInput)


class MetForm(FilterForm):
    """With which other version one compares."""

    met = forms.TypedChoiceField(label=gettext_lazy("Vergelijk met"), coerce=int, empty_value=None)

    def __init__(self, *args, versies, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["met"].choices = [(one.pk, _("Versie %(nummer)s") % {"nummer": one.nummer}) for one in versies]
