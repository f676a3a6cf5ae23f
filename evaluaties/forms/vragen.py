"""One form that draws any version of a questionnaire: on a phone, or typed over from paper (E198, E199)."""

import json

from crispy_forms.layout import Div, Field, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from buurtpreventie.ui.forms import Keuze, NldsForm
from buurtpreventie.ui.layout import Deel, Groep
from evaluaties.answers import ONLEESBAAR, clean_value, condition_in_words, holds, is_alone, questions_of
from evaluaties.models import IN_WORDS, VraagType

GEEN_NAMEN = gettext_lazy("Schrijf geen namen of adressen op.")
ONE_OF = (VraagType.KEUZE, VraagType.JA_NEE, VraagType.SCHAAL, VraagType.RAPPORTCIJFER)
RANGES = (VraagType.SCHAAL, VraagType.RAPPORTCIJFER)
REQUIRED = {
    VraagType.SCHAAL: gettext_lazy("Kies een cijfer bij “%(label)s”."),
    VraagType.RAPPORTCIJFER: gettext_lazy("Kies een cijfer bij “%(label)s”."),
    VraagType.KEUZE: gettext_lazy("Kies een antwoord bij “%(label)s”."),
    VraagType.JA_NEE: gettext_lazy("Kies een antwoord bij “%(label)s”."),
    VraagType.MEERKEUZE: gettext_lazy("Kies ten minste één antwoord bij “%(label)s”."),
    VraagType.BEVESTIGING: gettext_lazy("Zet een vinkje bij “%(label)s”."),
}
FILL_IN = gettext_lazy("Vul iets in bij “%(label)s”.")
UNREADABLE = (ONLEESBAAR, gettext_lazy("Niet te lezen"))
NOTHING = ("", gettext_lazy("Niets ingevuld"))


class AntwoordField(forms.Field):
    """The answer to one question, or to a question for one of several things; whether it is missing the form knows."""

    def __init__(self, vraag, sub, *, papier):
        self.vraag, self.sub, self.papier = vraag, sub, papier
        label = sub["tekst"] if sub else vraag.tekst
        widget = widget_for(vraag, papier)
        super().__init__(required=vraag.verplicht and not papier, label=label, widget=widget)
        self.help_text = "" if sub else help_for(vraag, papier)

    def clean(self, value):
        """Called by Django."""
        return clean_value(self.vraag, self.sub, value, papier=self.papier)

    @property
    def missing(self):
        """What to do about it."""
        label = f"{self.vraag.tekst} {self.sub['tekst']}" if self.sub else self.vraag.tekst
        return REQUIRED.get(self.vraag.type, FILL_IN) % {"label": label}


def widget_for(vraag, papier):
    """What one answers with: always something to press or to type in, never a list that folds out."""
    if vraag.type in ONE_OF:
        return forms.RadioSelect(choices=choices_for(vraag, papier))
    if vraag.type == VraagType.MEERKEUZE:
        choices = [(one["code"], one["tekst"]) for one in vraag.opties] + ([UNREADABLE] if papier else [])
        alone = [one["code"] for one in vraag.opties if is_alone(one)] + [ONLEESBAAR]
        return forms.CheckboxSelectMultiple(choices=choices, attrs={"data-alleen": json.dumps(alone)})
    if vraag.type == VraagType.BEVESTIGING:
        return forms.CheckboxInput()
    if vraag.type == VraagType.LANG:
        return forms.Textarea(attrs={"rows": 3})
    if vraag.type in (VraagType.AANTAL, VraagType.PROCENT):
        return forms.TextInput(attrs={"inputmode": "text" if papier else "numeric", "autocomplete": "off"})
    if not papier and vraag.type in (VraagType.DATUM, VraagType.TIJD):
        return forms.DateInput() if vraag.type == VraagType.DATUM else forms.TimeInput()
    return forms.TextInput(attrs={"autocomplete": "off"})


def choices_for(vraag, papier):
    """The choices of a question with one answer; on paper also none, and one that cannot be read."""
    more = [NOTHING, UNREADABLE] if papier else []
    if vraag.type not in RANGES:
        return [(one["code"], one["tekst"]) for one in vraag.opties] + more
    ends = {vraag.laagste: vraag.links, vraag.hoogste: vraag.rechts}
    numbers = range(vraag.laagste, vraag.hoogste + 1)
    return [(str(number), Keuze(str(number), uitleg=ends.get(number, ""))) for number in numbers] + more


def help_for(vraag, papier):
    """The explanation of a question; who writes words is asked to leave names out."""
    if papier and vraag.type in (VraagType.AANTAL, VraagType.PROCENT, VraagType.DATUM, VraagType.TIJD):
        return f"{vraag.hulp} {_('Kunt u het niet lezen? Typ dan een vraagteken.')}".strip()
    if vraag.type in IN_WORDS and _("geen namen") not in vraag.hulp.lower():
        return f"{vraag.hulp} {GEEN_NAMEN}".strip()
    return vraag.hulp


class Als(Div):
    """A question that is only asked after some answer: said in words, and on a phone with script it comes and goes."""

    def __init__(self, vraag, form, *things):
        said = Deel("evaluaties/_vraag_als.html", zin=condition_in_words(vraag))
        super().__init__(said, *things, css_class="app-als", **({} if form.papier else wanted_of(vraag, form)))


def wanted_of(vraag, form):
    """Which answers of which fields let a question be asked, for the script."""
    names = [form.add_prefix(key) for key in vraag.als_vraag.sleutels]
    values = [str(value) for value in vraag.als_waarden]
    return {"data-als": json.dumps(names), "data-als-waarden": json.dumps(values)}


class VragenForm(NldsForm):
    """Every question of one version; ``formulier`` is what to keep: ``{"antwoorden", "woorden", "vlaggen"}``.

    Also in ``cleaned_data`` by that one name, so that it goes to an action as it is. ``overslaan``: keys that are not
    asked because they are known; ``bekend``: their values, which are kept with the rest. ``vragen``: the questions,
    for who draws many of these forms.
    """

    knop = gettext_lazy("Verstuur")

    def __init__(self, data=None, *, versie, overslaan=frozenset(), bekend=None, papier=False, vragen=None, **kwargs):
        super().__init__(data, **kwargs)
        self.versie, self.papier, self.bekend = versie, papier, dict(bekend or {})
        self.overslaan = frozenset(overslaan) | set(self.bekend)
        self.vragen = questions_of(versie) if vragen is None else vragen
        self.toont_optioneel = not papier
        self.keys = {}
        for vraag in self.vragen:
            self._add(vraag)

    def _add(self, vraag):
        """The fields of one question, by their keys."""
        subs = vraag.per or [None]
        asked = {key: sub for key, sub in zip(vraag.sleutels, subs, strict=True) if key not in self.overslaan}
        self.keys[vraag.code] = list(asked) if self._can_be_asked(vraag) else []
        if vraag.type != VraagType.UITLEG:
            for key in self.keys[vraag.code]:
                self.fields[key] = AntwoordField(vraag, asked[key], papier=self.papier)

    def _can_be_asked(self, vraag):
        """Not known, and not against what is known."""
        against = vraag.als_vraag_id and vraag.als_vraag.code in self.bekend and not holds(vraag, self.bekend)
        return vraag.code not in self.overslaan and not against

    def get_layout(self):
        """The questions in their order; a mark for several things stands under one legend."""
        return Layout(*(self._drawn(vraag) for vraag in self.vragen if self.keys[vraag.code]))

    def _drawn(self, vraag):
        things = [Field(key, **look_of(vraag)) for key in self.keys[vraag.code]]
        if vraag.type == VraagType.UITLEG:
            things = [Deel("evaluaties/_vraag_uitleg.html", vraag=vraag)]
        elif vraag.per:
            said = [Deel("evaluaties/_vraag_hulp.html", hulp=hulp)] if (hulp := help_for(vraag, self.papier)) else []
            things = [Groep(vraag.tekst, *said, *things, css_class="app-groep--vraag")]
        if vraag.als_vraag_id and not self._knows_condition(vraag):
            return Als(vraag, self, *things)
        return things[0] if len(things) == 1 else Div(*things)

    def _knows_condition(self, vraag):
        """Whether what it depends on is not asked here: then there is nothing to hide."""
        return not self.keys.get(vraag.als_vraag.code)

    def clean(self):
        """Leave out, or flag, what was answered against its condition; ask for what is missing."""
        data = super().clean()
        given = {key: data.pop(key, None) for keys in self.keys.values() for key in keys}
        self.formulier = {"antwoorden": dict(self.bekend), "woorden": {}, "vlaggen": []}
        for vraag in self.vragen:
            self._take(vraag, given)
        if not self.errors and not (set(self.formulier["antwoorden"]) - set(self.bekend) or self.formulier["woorden"]):
            raise ValidationError(_("U hebt nog niets ingevuld. Geef ten minste één antwoord."))
        return data | {"formulier": self.formulier}

    def _take(self, vraag, given):
        keys = [key for key in self.keys[vraag.code] if key in self.fields]
        asked = self._is_asked(vraag)
        if not asked and not self.papier:
            for key in keys:
                self._errors.pop(key, None)  # nobody could see what was wrong with it
            return
        for key in keys:
            if given[key] is not None:
                self._keep(vraag, key, given[key], flagged=not asked)
            elif self.fields[key].required and key not in self.errors:
                self.add_error(key, self.fields[key].missing)

    def _is_asked(self, vraag):
        """Whether its condition holds; one that depends on what is known without its value is asked."""
        if vraag.als_vraag_id and self._knows_condition(vraag) and vraag.als_vraag.code not in self.bekend:
            return True
        return holds(vraag, self.formulier["antwoorden"])

    def _keep(self, vraag, key, value, *, flagged):
        self.formulier["woorden" if vraag.is_in_words else "antwoorden"][key] = value
        if flagged:
            self.formulier["vlaggen"].append(key)


def look_of(vraag):
    """How the choices of a question lie: figures in a row, two short ones beside each other."""
    if vraag.type in RANGES:
        return {"wrapper_class": "cijfers", "template": "evaluaties/_vraag_cijfers.html"}
    if vraag.type == VraagType.JA_NEE:
        return {"wrapper_class": "paar"}
    short = (VraagType.AANTAL, VraagType.PROCENT, VraagType.DATUM, VraagType.TIJD)
    return {"wrapper_class": "kort"} if vraag.type in short else {}
