"""One page of an intake: its fields come from the questions; what is wrong is said by ``trainingen.intake``."""

from crispy_forms.layout import Field, Layout
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from buurtpreventie.ui.forms import NldsForm
from buurtpreventie.ui.layout import Deel, Groep, Meer, Rij, Vervolg
from trainingen import intake
from trainingen.models import Kennismaking

LATER = "later"
FIRST = 1  # the page that also asks when and how one talked


class StapForm(NldsForm):
    """The questions of one page; ``typed`` is what was sent, right or not, so that a draft loses nothing."""

    tweede_knop = (LATER, gettext_lazy("Bewaar en ga later verder"))
    toont_optioneel = False

    def __init__(self, stap, *args, feiten=None, today=None, **kwargs):
        """``feiten``: what the registers say, to compare with."""
        super().__init__(*args, **kwargs)
        self.stap, self.today = stap, today
        self.altijd_optioneel = tuple(naam for vraag in stap.vragen if not vraag.delen for naam in vraag.velden)
        if stap.nummer == FIRST:
            self.fields |= talk_fields()
        for vraag in stap.vragen:
            self.fields |= fields_of(vraag)
        for naam, sentence in comparisons(feiten).items() if feiten else ():
            if naam in self.fields:
                field = self.fields[naam]
                field.help_text = f"{field.help_text} {sentence}".strip()

    def clean_gehouden_op(self):
        day = self.cleaned_data["gehouden_op"]
        if self.today and day > self.today:
            raise forms.ValidationError(_("Deze dag komt nog. Kies de dag waarop u elkaar sprak."))
        return day

    def clean(self):
        cleaned = super().clean()
        for naam, sentence in intake.problems(self.stap, self.answers()).items():
            if naam not in self.errors:
                self.add_error(naam, sentence)
        return cleaned

    def answers(self):
        """By field: what it means where it is right, else what was typed."""
        right = {naam: value for naam, value in self.cleaned_data.items() if naam in self.stap.velden}
        wrong = {naam: self._raw(naam) for naam in self.stap.velden if naam not in right}
        return wrong | right

    def _raw(self, naam):
        """What was typed, as far as a page can show it again."""
        field = self.fields[naam]
        value = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(naam))
        if isinstance(value, list):
            return [one for one in value if field.valid_value(one)]
        return (value or "")[: intake.LONG]

    def talk(self):
        """When and how one talked, as far as that is right."""
        return {naam: self.cleaned_data.get(naam) for naam in ("hoe", "gehouden_op") if naam in self.fields}

    def get_layout(self):
        first = ["hoe", "gehouden_op"] if self.stap.nummer == FIRST else []
        return Layout(*first, *(part for vraag in self.stap.vragen for part in layout_of(vraag)))


def talk_fields():
    """How and when one talked about the team."""
    how = forms.ChoiceField(label=_("Hoe sprak u elkaar?"), choices=Kennismaking.Hoe.choices, widget=forms.RadioSelect)
    return {"hoe": how, "gehouden_op": forms.DateField(label=_("Wanneer?"))}


def fields_of(vraag):
    """The fields of one question by name."""
    if vraag.soort == "paren":
        return {naam: pair_field(vraag, naam, nummer) for nummer, naam in enumerate(vraag.velden)}
    if vraag.delen:
        labels = zip(vraag.velden, vraag.delen.values(), strict=True)
        return {naam: number_field(label) for naam, label in labels}
    kinds = {"aantal": number, "keuze": choice, "vinkjes": ticks, "kort": line, "lang": paragraph}
    fields = {vraag.id: kinds[vraag.soort](vraag)}
    if vraag.anders:
        fields[vraag.velden[1]] = forms.CharField(label=vraag.anders, max_length=intake.SHORT, required=False)
    return fields


def comparisons(feiten):
    """What the registers say, beside the field it belongs to."""
    said = {
        "T7": _("In deze website staan nu %(aantal)s leden.") % {"aantal": feiten.leden},
        "T11": feiten.woningen and _("Volgens het CBS: %(aantal)s.") % {"aantal": feiten.woningen},
        "T13": feiten.ouder_dan_65_procent is not None
        and _("Volgens het CBS is %(deel)s procent ouder dan 65.") % {"deel": feiten.ouder_dan_65_procent},
    }
    return {naam: sentence for naam, sentence in said.items() if sentence}


def asked(vraag):
    """Label, help and whether an answer is needed."""
    return {"label": vraag.vraag, "help_text": vraag.hulp, "required": vraag.verplicht}


def number_field(label):
    return forms.IntegerField(label=label, required=False, min_value=0)


def number(vraag):
    return forms.IntegerField(min_value=0, **asked(vraag))


def choice(vraag):
    return forms.ChoiceField(choices=list(vraag.keuzes.items()), widget=forms.RadioSelect, **asked(vraag))


def ticks(vraag):
    return forms.MultipleChoiceField(
        choices=list(vraag.keuzes.items()), widget=forms.CheckboxSelectMultiple, **asked(vraag)
    )


def pair_field(vraag, naam, nummer):
    """The same list asked in two ways; only the first asks for an answer and knows "none"."""
    choices = [(code, text) for code, text in vraag.keuzes.items() if nummer == 0 or code != vraag.geen]
    label = vraag.delen[naam.removeprefix(f"{vraag.id}_")]
    return forms.MultipleChoiceField(
        label=label, choices=choices, widget=forms.CheckboxSelectMultiple, required=vraag.verplicht and nummer == 0
    )


def line(vraag):
    return forms.CharField(max_length=intake.SHORT, **asked(vraag))


def paragraph(vraag):
    return forms.CharField(max_length=intake.LONG, widget=forms.Textarea(attrs={"rows": 3}), **asked(vraag))


def layout_of(vraag):
    """Where the fields of one question stand."""
    if vraag.soort in ("aantallen", "procenten"):
        legend = _("%(vraag)s (niet verplicht)") % {"vraag": vraag.vraag}
        return [Groep(legend, Deel("trainingen/_hulp.html", tekst=vraag.hulp), Rij(*vraag.velden))]
    wide = [Field(naam, wrapper_class="tweekolom") for naam in vraag.velden if vraag.soort in ("vinkjes", "paren")]
    if vraag.anders:
        return [Vervolg(wide[0], vraag.velden[1])]
    if vraag.soort == "paren":
        return [wide[0], Meer(*wide[1:], titel=_("Met wie wilt u nog meer contact?"))]
    return wide or list(vraag.velden)
