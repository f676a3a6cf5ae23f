"""Counts made by hand: per question how many people answered, and how often each answer was given (E198, E205)."""

from collections import Counter
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from buurtpreventie.ui.forms import NldsForm
from evaluaties.answers import ONLEESBAAR, clean_value, condition_in_words, key_in_words, questions_of, value_in_words
from evaluaties.models import Vraag, VraagType

MOST = 1000
NUMBER = {"inputmode": "numeric", "autocomplete": "off"}


@dataclass(frozen=True)
class Blok:
    """One question on the page: how many answered it, and a line per answer."""

    vraag: Vraag
    sub: dict | None
    sleutel: str
    nummer: int

    @property
    def tekst(self):
        return key_in_words(self.vraag, self.sub)

    @property
    def als(self):
        return condition_in_words(self.vraag)

    @property
    def is_several(self):
        return self.vraag.type == VraagType.MEERKEUZE

    @property
    def codes(self):
        """The answers one counts; none where people wrote a number, a day or a time of their own."""
        if self.vraag.laagste is not None:
            return [str(number) for number in range(self.vraag.laagste, self.vraag.hoogste + 1)]
        if self.vraag.type == VraagType.BEVESTIGING:
            return ["true"]
        return [optie["code"] for optie in self.vraag.opties]

    def words_of(self, code):
        return _("Ja") if code == "true" else value_in_words(self.vraag, code)

    @property
    def n_veld(self):
        return f"n-{self.sleutel}"

    @property
    def vrij_veld(self):
        return f"w-{self.sleutel}"

    def veld(self, code):
        return f"a-{self.sleutel}-{code}"


def blocks(vragen):
    """A block per key of a closed question, numbered as on paper."""
    asked = [vraag for vraag in vragen if vraag.type != VraagType.UITLEG]
    for nummer, vraag in enumerate(asked, start=1):
        for sleutel, sub in zip(vraag.sleutels, vraag.per or [None], strict=True):
            if not vraag.is_in_words:
                yield Blok(vraag, sub, sleutel, nummer)


def number_field(label, **attrs):
    return forms.IntegerField(
        label=label, required=False, min_value=0, max_value=MOST, widget=forms.TextInput(attrs=NUMBER | attrs)
    )


class TellingForm(NldsForm):
    """What one counted; sums that cannot be right are said at their question."""

    mensen = forms.IntegerField(
        label=gettext_lazy("Hoeveel formulieren telde u?"),
        help_text=gettext_lazy("Elk formulier is een mens. Vul 0 in om een telling weg te halen."),
        min_value=0,
        max_value=MOST,
        widget=forms.TextInput(attrs=NUMBER),
    )
    gelezen = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, *args, versie, **kwargs):
        super().__init__(*args, **kwargs)
        self.blokken = list(blocks(questions_of(versie)))
        for blok in self.blokken:
            self._add(blok)

    def _add(self, blok):
        asked = _("Hoeveel mensen vulden dit in bij “%(vraag)s”?") % {"vraag": blok.tekst}
        self.fields[blok.n_veld] = number_field(asked)
        if not blok.codes:
            written = _("Alle antwoorden op “%(vraag)s”, met een spatie ertussen") % {"vraag": blok.tekst}
            self.fields[blok.vrij_veld] = forms.CharField(label=written, required=False, max_length=4000)
        for code in [*blok.codes, ONLEESBAAR]:
            named = _("%(antwoord)s bij “%(vraag)s”") % {"antwoord": blok.words_of(code), "vraag": blok.tekst}
            self.fields[blok.veld(code)] = number_field(named, **{"aria-label": named})

    def groepen(self):
        """What the page draws: (question, how many, free answers, lines)."""
        return [
            {
                "blok": blok,
                "n": self[blok.n_veld],
                "vrij": None if blok.codes else self[blok.vrij_veld],
                "regels": [(blok.words_of(code), self[blok.veld(code)]) for code in [*blok.codes, ONLEESBAAR]],
            }
            for blok in self.blokken
        ]

    def clean(self):
        data = super().clean()
        people = data.get("mensen")
        found = [row for blok in self.blokken if (row := self._taken(blok, data, people))]
        if not self.errors and people and not found:
            self.add_error(None, _("Vul bij ten minste één vraag in wat u telde."))
        return {"mensen": people, "tellingen": found, "gelezen": data.get("gelezen", "")}

    def _taken(self, blok, data, people):
        """(question, key, n, counts), or None when nothing was counted for this question."""
        counts = {code: data.get(blok.veld(code)) or 0 for code in [*blok.codes, ONLEESBAAR]}
        n = data.get(blok.n_veld)
        if not blok.codes:
            counts |= self._written(blok, data.get(blok.vrij_veld) or "")
        counts = {code: number for code, number in counts.items() if number}
        if n is None and not counts:
            return None
        if wrong := mistake(blok, n, counts, people):
            self.add_error(blok.n_veld, wrong) if blok.n_veld not in self.errors else None
            return None
        return blok.vraag, blok.sleutel, n, counts

    def _written(self, blok, text):
        """How often each answer that people wrote themselves stands there."""
        try:
            return Counter(str(clean_value(blok.vraag, blok.sub, one)) for one in text.split())
        except ValidationError as wrong:
            self.add_error(blok.vrij_veld, wrong)
            return {}


def mistake(blok, n, counts, people):
    """Why these numbers cannot be right, and what to do; empty when they can."""
    total, unreadable = sum(counts.values()), counts.get(ONLEESBAAR, 0)
    if n is None:
        return _("Vul in hoeveel mensen deze vraag invulden. U telde %(som)d antwoorden.") % {"som": total}
    if people is not None and n > people:
        words = _("U telde %(mensen)d formulieren. Dan kunnen niet %(n)d mensen deze vraag invullen.")
        return words % {"mensen": people, "n": n}
    if not blok.is_several:
        words = _("De antwoorden zijn samen %(som)d, en u vulde in dat %(n)d mensen antwoordden. Tel het na.")
        return words % {"som": total, "n": n} if total != n else ""
    readable = n - unreadable
    if any(number > readable for code, number in counts.items() if code != ONLEESBAAR) or readable < 0:
        words = _("Een antwoord kan niet vaker voorkomen dan er mensen zijn: hooguit %(n)d keer.")
        return words % {"n": max(readable, 0)}
    if total - unreadable < readable:
        return _("Er zijn minder kruisjes dan mensen. Wie iets invulde, zette er ten minste één. Tel het na.")
    return ""
