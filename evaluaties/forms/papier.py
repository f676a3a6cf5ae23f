"""Paper typed over: how many forms, a row for each, and a check beside the pile (E198, E199)."""

import re
import uuid
from dataclasses import dataclass
from functools import cached_property

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from buurtpreventie.ui.forms import NldsForm
from evaluaties.answers import ONLEESBAAR, condition_in_words, key_in_words, questions_of
from evaluaties.forms.vragen import ONE_OF, RANGES, VragenForm
from evaluaties.models import Vraag, VraagType

MOST_ROWS, MOST_FIELDS, WIDE = 20, 600, 8
MOST_ON_PILE = 1000
APART = re.compile(r"[\s,;+/]+")
CONTROLE, BEWAAR, TERUG, ERBIJ = "controle", "bewaar", "terug", "erbij"


class Nummers(forms.TextInput):
    """Boxes that were crossed, by their numbers from left to right: "1 3"; a question mark when nobody can read it."""

    def __init__(self, opties, attrs=None):
        super().__init__(attrs)
        self.codes = [optie["code"] for optie in opties]

    def value_from_datadict(self, data, files, name):
        """Called by Django: the codes of the numbers; what is no number of a box stays, and is refused."""
        typed = [one for one in APART.split(str(data.get(name) or "")) if one]
        return [self.code(one) for one in typed]

    def code(self, one):
        if one in ("?", ONLEESBAAR):
            return ONLEESBAAR
        is_known = one.isascii() and one.isdigit() and 0 < int(one[:4]) <= len(self.codes)
        return self.codes[int(one[:4]) - 1] if is_known else one

    def format_value(self, value):
        """Called by Django."""
        value = [value] if isinstance(value, str) else value or []
        return " ".join("?" if one == ONLEESBAAR else self.number(one) for one in value)

    def number(self, code):
        return str(self.codes.index(code) + 1) if code in self.codes else code


@dataclass(frozen=True)
class Kolom:
    """A question as the head of a column; ``opties``: the boxes with the numbers that one types."""

    sleutel: str
    nummer: int
    tekst: str
    als: str
    uitleg: str
    opties: list
    is_in_words: bool


class RijForm(VragenForm):
    """One paper form as a row: small things to type in, each named by its form and its question."""

    def __init__(self, data, *, nummer, **kwargs):
        prefix = f"f{nummer}"
        own = None
        if data is not None:
            own = MultiValueDict({name: data.getlist(name) for name in data if name.startswith(f"{prefix}-")})
        super().__init__(own, papier=True, prefix=prefix, **kwargs)
        self.nummer = nummer
        for key, field in self.fields.items():
            self._make_small(key, field)

    def _make_small(self, key, field):
        if field.vraag.type in ONE_OF:
            choices = [("", "–"), *((code, str(text)) for code, text in field.widget.choices if code)]
            field.widget = forms.Select(choices=choices)
        elif field.vraag.type == VraagType.MEERKEUZE:
            field.widget = Nummers(field.vraag.opties, attrs={"autocomplete": "off"})
        elif field.vraag.is_in_words:
            field.widget.attrs["rows"] = 2
        named = {"n": self.nummer, "vraag": key_in_words(field.vraag, field.sub)}
        field.widget.attrs["aria-label"] = _("Formulier %(n)d: %(vraag)s") % named
        field.help_text = ""

    @property
    def is_blank(self):
        """Nothing was typed in this row."""
        return not any(self[key].value() for key in self.fields)

    @property
    def mist(self):
        """Whether something is wrong with what was typed."""
        return self.is_bound and not self.is_blank and not self.is_valid()

    def cellen(self):
        """Its fields in closed questions, in the order of the columns."""
        return [self[key] for key, field in self.fields.items() if not field.vraag.is_in_words]

    def woorden(self):
        """Its fields for words."""
        return [self[key] for key, field in self.fields.items() if field.vraag.is_in_words]

    def invalid_fields(self):
        """Fields with their errors, for the list on top."""
        return [self[key] for key in self.errors if key in self.fields]


class Rooster:
    """A grid: a row per form, a column per question; rows without anything are no forms."""

    def __init__(self, versie, aantal, data=None):
        self.vragen = questions_of(versie)
        self.rijen = [
            RijForm(data, nummer=nummer, versie=versie, vragen=self.vragen) for nummer in range(1, aantal + 1)
        ]

    def is_valid(self):
        return bool(self.gevuld) and not self.fout

    @cached_property
    def gevuld(self):
        """The rows in which something was typed."""
        return [rij for rij in self.rijen if rij.is_bound and not rij.is_blank]

    @cached_property
    def fout(self):
        return [rij for rij in self.gevuld if rij.mist]

    @property
    def lege(self):
        return [rij.nummer for rij in self.rijen if rij.is_blank]

    @property
    def formulieren(self):
        """What to keep of each form."""
        return [rij.formulier for rij in self.gevuld]

    @cached_property
    def kolommen(self):
        """The heads, numbered as on paper."""
        return list(columns(self.vragen))

    @property
    def koppen(self):
        return [kolom for kolom in self.kolommen if not kolom.is_in_words]

    @property
    def is_breed(self):
        """Too many columns for a table."""
        return len(self.koppen) > WIDE

    def verborgen(self):
        """(name, value) of everything that was typed, to carry along."""
        return [
            (name, value)
            for rij in self.rijen
            if rij.is_bound
            for name, values in rij.data.lists()
            for value in values
            if value
        ]


def columns(vragen):
    """A head per key."""
    asked = [vraag for vraag in vragen if vraag.type != VraagType.UITLEG]
    for nummer, vraag in enumerate(asked, start=1):
        for key, sub in zip(vraag.sleutels, vraag.per or [None], strict=True):
            opties = [optie["tekst"] for optie in vraag.opties] if vraag.type == VraagType.MEERKEUZE else []
            facts = {"nummer": nummer, "tekst": key_in_words(vraag, sub), "als": condition_in_words(vraag)}
            yield Kolom(sleutel=key, uitleg=help_for(vraag), opties=opties, is_in_words=vraag.is_in_words, **facts)


def help_for(vraag: Vraag):
    """How one types the answer."""
    if vraag.type in RANGES and (vraag.links or vraag.rechts):
        return f"{vraag.laagste} = {vraag.links}, {vraag.hoogste} = {vraag.rechts}"
    if vraag.type == VraagType.MEERKEUZE:
        return _("Typ de nummers van de hokjes, bijvoorbeeld: 1 3. Niet te lezen: ?")
    if vraag.is_in_words or vraag.type in ONE_OF or vraag.type == VraagType.BEVESTIGING:
        return ""
    return _("Niet te lezen: ?")


def most_rows(vragen):
    """How many forms one types in at a time: a browser sends no more fields."""
    fields = sum(len(vraag.sleutels) for vraag in vragen) or 1
    return max(1, min(MOST_ROWS, MOST_FIELDS // fields))


class AantalForm(NldsForm):
    """How many forms there are to type over."""

    methode = "get"
    knop = gettext_lazy("Naar het rooster")
    aantal = forms.IntegerField(label=gettext_lazy("Hoeveel formulieren gaat u overtypen?"), min_value=1)

    def __init__(self, *args, most, room, **kwargs):
        super().__init__(*args, **kwargs)
        self.most, self.room = most, room
        self.fields["aantal"].help_text = _("Hooguit %(n)d tegelijk. Hebt u er meer? Doe de rest daarna.") % {"n": most}

    def clean_aantal(self):
        wanted = self.cleaned_data["aantal"]
        if wanted > self.most:
            words = _("Typ er hooguit %(n)d tegelijk over. Doe de rest daarna.")
            raise forms.ValidationError(words % {"n": self.most})
        if self.room is not None and wanted > self.room:
            words = _("Er kunnen er nog %(n)d bij. Er zijn niet meer formulieren dan mensen die er waren.")
            raise forms.ValidationError(words % {"n": self.room})
        return wanted


class StapForm(NldsForm):
    """What goes along with a grid: how many rows, its one key, and which button was pressed."""

    aantal = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    sleutel = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    stap = forms.ChoiceField(choices=[(stap, stap) for stap in (CONTROLE, BEWAAR, TERUG, ERBIJ)])

    def __init__(self, *args, most, **kwargs):
        super().__init__(*args, **kwargs)
        self.most = most

    def clean_aantal(self):
        if self.cleaned_data["aantal"] > self.most:
            raise forms.ValidationError(_("Typ er hooguit %(n)d tegelijk over.") % {"n": self.most})
        return self.cleaned_data["aantal"]


@dataclass(frozen=True)
class Regel:
    """An answer on the page of totals: what the grid says, and what one counted."""

    tekst: str
    aantal: int
    veld: forms.BoundField


class ControleForm(NldsForm):
    """The totals beside the pile: how many forms lie there, and where one likes how often each answer was given."""

    stapel = forms.IntegerField(
        label=gettext_lazy("Hoeveel formulieren liggen er op de stapel?"),
        help_text=gettext_lazy("Tel ze nog een keer."),
        min_value=1,
        max_value=MOST_ON_PILE,
    )
    klopt = forms.BooleanField(label=gettext_lazy("Ik heb het nagekeken. Wat ik overtypte, klopt."), required=False)

    def __init__(self, data=None, *, totalen, aantal, **kwargs):
        super().__init__(data, **kwargs)
        self.totalen, self.aantal, self.verschilt = totalen, aantal, False
        self.typed = {}
        for totaal in totalen:
            for code, tekst, n in totaal.antwoorden:
                name = f"t-{totaal.sleutel}-{code}"
                self.typed[name] = n
                self.fields[name] = forms.IntegerField(required=False, min_value=0, max_value=MOST_ON_PILE)
                named = {"vraag": totaal.tekst, "antwoord": tekst}
                self.fields[name].widget = forms.TextInput(
                    attrs={
                        "inputmode": "numeric",
                        "autocomplete": "off",
                        "aria-label": _("U telde: %(antwoord)s bij “%(vraag)s”") % named,
                    }
                )

    def blokken(self):
        """(totals of a question, its lines) for the page."""
        return [
            (totaal, [Regel(tekst, n, self[f"t-{totaal.sleutel}-{code}"]) for code, tekst, n in totaal.antwoorden])
            for totaal in self.totalen
        ]

    def clean(self):
        """The pile must be as large as the grid; other differences one looks at, and then says that it is right."""
        data = super().clean()
        self._compare_pile(data.get("stapel"))
        different = {name: n for name, n in self.typed.items() if data.get(name) not in (None, n)}
        self.verschilt = bool(different)
        if different and not data.get("klopt"):
            for name, n in different.items():
                self.add_error(
                    name, _("U telde %(telde)d. U typte er %(typte)d over.") % {"telde": data[name], "typte": n}
                )
            self.add_error("klopt", _("Kijk de verschillen na. Klopt wat u overtypte? Zet dan hier een vinkje."))
        return {}

    def _compare_pile(self, pile):
        if pile is None or pile == self.aantal:
            return
        words = _("U telt %(stapel)d formulieren, en u typte er %(rooster)d over. Ga terug naar het rooster.")
        more = _("Staat er op een formulier helemaal niets? Tel dat dan niet mee.")
        self.add_error("stapel", f"{words % {'stapel': pile, 'rooster': self.aantal}} {more}")
