"""Is the agenda, the material or the refresher of a module sound? Each form is the whole list."""

import re

from crispy_forms.layout import Layout
from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from buurtpreventie.ui.forms import NldsForm
from buurtpreventie.ui.gelezen import GelezenMixin
from buurtpreventie.ui.layout import Groep
from trainingen.models import Materiaal, Opfrisser

PART = re.compile(r"(\d{1,3})\s*(?:min\.?|minuten|')?\s+(.+)")
MOST_PARTS, LONGEST_TITLE, LONGEST_PART = 30, 160, 300
MOST_THINGS, NEW_ROWS = 30, 2
OF_A_THING = ("naam", "soort", "link", "na_afloop")


class OnderdelenForm(GelezenMixin, NldsForm):
    """The agenda as lines: to move a part is to cut and paste it."""

    knop = gettext_lazy("Opslaan")
    toont_optioneel = False
    agenda = forms.CharField(
        label=gettext_lazy("Onderdelen van de avond"),
        help_text=gettext_lazy("Eén onderdeel per regel. Begin met het aantal minuten. Bijvoorbeeld: 15 Kennismaken."),
        widget=forms.Textarea(attrs={"rows": 12}),
        max_length=5000,
        required=False,
    )

    def clean_agenda(self):
        """(minutes, title) of each line."""
        lines = [line.strip() for line in self.cleaned_data["agenda"].splitlines() if line.strip()]
        if len(lines) > MOST_PARTS:
            raise forms.ValidationError(_("Gebruik hooguit %(meest)d onderdelen.") % {"meest": MOST_PARTS})
        return [self._part(n, line) for n, line in enumerate(lines, start=1)]

    @staticmethod
    def _part(n, line):
        found = PART.fullmatch(line)
        if not found or not 1 <= int(found[1]) <= LONGEST_PART:
            raise forms.ValidationError(
                _("Regel %(n)d: begin met het aantal minuten. Bijvoorbeeld: 15 Kennismaken.") % {"n": n}
            )
        if len(found[2]) > LONGEST_TITLE:
            raise forms.ValidationError(
                _("Regel %(n)d: gebruik hooguit %(meest)d tekens.") % {"n": n, "meest": LONGEST_TITLE}
            )
        return int(found[1]), found[2].strip()


class MaterialenForm(GelezenMixin, NldsForm):
    """Every thing a group of fields by its place, with room for two more; a thing without a name goes."""

    knop = gettext_lazy("Opslaan")
    toont_optioneel = False

    def __init__(self, *args, materialen, **kwargs):
        super().__init__(*args, **kwargs)
        self.things = list(materialen)
        for n in range(1, self._rows() + 1):
            self._add_fields(n, self.things[n - 1] if n <= len(self.things) else Materiaal())

    def _rows(self):
        """As many as there are and two more; what was typed in a form that had more stays."""
        shown = len(self.things) + NEW_ROWS
        while self.is_bound and shown < MOST_THINGS and f"naam_{shown + 1}" in self.data:
            shown += 1
        return min(shown, max(MOST_THINGS, len(self.things)))

    def _add_fields(self, n, thing):
        self.fields |= {
            f"naam_{n}": forms.CharField(label=_("Naam"), max_length=120, required=False, initial=thing.naam),
            f"soort_{n}": forms.ChoiceField(
                label=_("Wat is het?"),
                choices=Materiaal.Soort.choices,
                initial=thing.soort or Materiaal.Soort.FOLDER,
                required=bool(thing.naam),
            ),
            f"link_{n}": forms.URLField(
                label=_("Link"),
                help_text=_("Laat dit leeg als het op papier is."),
                max_length=300,
                required=False,
                assume_scheme="https",
                initial=thing.link,
                validators=[RegexValidator("^https://", _("Gebruik een link die met https:// begint."), "no_https")],
            ),
            f"na_afloop_{n}": forms.BooleanField(
                label=_("Ook voor deelnemers, na afloop"), required=False, initial=thing.na_afloop
            ),
        }

    def get_layout(self):
        return Layout(*(Groep(self._legend(n), *names_of(n)) for n in range(1, self._rows() + 1)))

    def _legend(self, n):
        if n <= len(self.things):
            return self.things[n - 1].naam
        return _("Nieuw materiaal") if n == len(self.things) + 1 else _("Nog meer nieuw materiaal")

    def clean(self):
        cleaned = super().clean()
        rows = {n: self._row(n, cleaned) for n in range(1, self._rows() + 1)}
        seen = set()
        for n, row in rows.items():
            if row["link"] and not row["naam"]:
                self.add_error(f"naam_{n}", _("Vul een naam in bij deze link."))
            elif row["naam"] and row["naam"].lower() in seen:
                self.add_error(f"naam_{n}", _("Deze naam staat er al. Kies een andere naam."))
            seen.add(row["naam"].lower())
        return {"materialen": [row for row in rows.values() if row["naam"]], "gelezen": cleaned.get("gelezen", "")}

    @staticmethod
    def _row(n, cleaned):
        row = {veld: cleaned.get(name, "") for veld, name in zip(OF_A_THING, names_of(n), strict=True)}
        return row | {"soort": row["soort"] or Materiaal.Soort.FOLDER.value, "na_afloop": bool(row["na_afloop"])}

    def conflict(self):
        """What stands there now."""
        return f"{super().conflict()} {_('Er staat nu:')} {self.stond['materiaal'] or _('leeg')}."


def names_of(n):
    """The fields of the thing at this place."""
    return [f"{veld}_{n}" for veld in OF_A_THING]


class OpfrissersForm(GelezenMixin, NldsForm):
    """A title and a text after 3, 6 and 12 months; empty means: none."""

    knop = gettext_lazy("Opslaan")
    toont_optioneel = False

    def __init__(self, *args, opfrissers, **kwargs):
        super().__init__(*args, **kwargs)
        texts = {row.maanden: row for row in opfrissers}
        for maanden in Opfrisser.MAANDEN:
            row = texts.get(maanden) or Opfrisser()
            self.fields[f"titel_{maanden}"] = forms.CharField(
                label=_("Titel"), max_length=120, required=False, initial=row.titel
            )
            self.fields[f"tekst_{maanden}"] = forms.CharField(
                label=_("Tekst"), max_length=4000, required=False, initial=row.tekst, widget=forms.Textarea
            )

    def get_layout(self):
        groups = ((_("Na %(maanden)d maanden") % {"maanden": m}, f"titel_{m}", f"tekst_{m}") for m in Opfrisser.MAANDEN)
        return Layout(*(Groep(*group) for group in groups))

    def clean(self):
        cleaned, texts = super().clean(), {}
        for maanden in Opfrisser.MAANDEN:
            titel, tekst = (cleaned.get(f"{veld}_{maanden}", "") for veld in ("titel", "tekst"))
            if bool(titel) != bool(tekst) and not {f"titel_{maanden}", f"tekst_{maanden}"} & self.errors.keys():
                missing = f"tekst_{maanden}" if titel else f"titel_{maanden}"
                self.add_error(missing, _("Vul de titel en de tekst allebei in, of geen van beide."))
            elif titel:
                texts[maanden] = (titel, tekst)
        return {"opfrissers": texts, "gelezen": cleaned.get("gelezen", "")}

    def conflict(self):
        """What stands there now."""
        return f"{super().conflict()} {_('Er staat nu:')} {self.stond['opfrissers'] or _('leeg')}."
