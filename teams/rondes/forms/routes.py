"""A route: a name and streets, one on a line, in the order of walking; it works without a script."""

import re

from crispy_forms.layout import Layout
from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from buurtpreventie.ui.forms import NldsForm
from buurtpreventie.ui.gelezen import GelezenMixin
from buurtpreventie.ui.layout import Groep, Knop

LINES, MORE, MOST = 5, 3, 30
LINE = re.compile(r"straat_(\d{1,2})")


class StraatInput(forms.TextInput):
    """A text field that suggests streets; all lines of one form share one list."""

    def __init__(self, list_id):
        super().__init__(attrs={"list": list_id, "autocomplete": "off"})


class RouteForm(NldsForm):
    """Streets are typed or picked; one outside the own buurten is asked about first.

    ``straten`` are the streets of the gemeente with their buurt, ``eigen`` the ids of the buurten of the team.
    """

    knop = gettext_lazy("Bewaar de route")
    tweede_knop = ("meer", gettext_lazy("Nog een straat"))
    toont_optioneel = False
    naam = forms.CharField(
        label=gettext_lazy("Naam van de route"), max_length=80, help_text=gettext_lazy("Bijvoorbeeld: Rond het park.")
    )
    buiten_mag = forms.BooleanField(required=False)

    def __init__(self, *args, straten, eigen, **kwargs):
        super().__init__(*args, **kwargs)
        self.straten, self.eigen = list(straten), frozenset(eigen)
        self.lines = [f"straat_{n}" for n in range(self._count())]
        for number, line in enumerate(self.lines):
            self.fields[line] = forms.CharField(
                label=_("Straat %(nummer)s") % {"nummer": number + 1},
                max_length=250,
                required=False,
                widget=StraatInput("straten_lijst"),
            )
        self.initial |= dict(zip(self.lines, self._written(), strict=False))
        self._ask_about_outside()

    def _written(self):
        """What stands on the lines before anybody types: of a route, or of a page that asked for more lines."""
        return self.initial.get("regels") or [self.label_of[straat.pk] for straat in self.initial.get("straten", [])]

    def _count(self):
        """As many lines as there were or are needed."""
        if not self.is_bound:
            more = MORE if "regels" in self.initial else 1
            return min(MOST, max(LINES, len(self._written()) + more))
        return min(MOST, max(LINES, len(lines_of(self.data))))

    def _ask_about_outside(self):
        """The question stands there only when there is something to ask."""
        self.outside = [straat for straat in self._typed() if straat.buurt_id not in self.eigen]
        if not self.outside:
            del self.fields["buiten_mag"]
            return
        names = ", ".join(dict.fromkeys(straat.naam for straat in self.outside))
        self.fields["buiten_mag"].label = _("%(straten)s ligt buiten uw buurt. Dat klopt.") % {"straten": names}
        self.initial.setdefault("buiten_mag", "straten" in self.initial)

    def _typed(self):
        typed = [self.data.get(line) for line in self.lines] if self.is_bound else self._written()
        return [self.known[key] for line in typed if (key := key_of(line)) in self.known]

    @cached_property
    def label_of(self):
        """How each street is called here: with its buurt when that is another one, or the name comes twice."""
        own = [straat.naam for straat in self.straten if straat.buurt_id in self.eigen]
        return {
            straat.pk: straat.naam
            if straat.buurt_id in self.eigen and own.count(straat.naam) == 1
            else f"{straat.naam} ({straat.buurt.naam})"
            for straat in self.straten
        }

    @cached_property
    def known(self):
        """Each street by what may be typed: its label, and its bare name when only one street is called so."""
        bare = {}
        for straat in self.straten:
            bare.setdefault(key_of(straat.naam), []).append(straat)
        found = {key: rows[0] for key, rows in bare.items() if len(rows) == 1}
        return found | {key_of(self.label_of[straat.pk]): straat for straat in self.straten}

    @cached_property
    def suggesties(self):
        """The own streets first."""
        ordered = sorted(self.straten, key=lambda straat: (straat.buurt_id not in self.eigen, straat.naam))
        return [self.label_of[straat.pk] for straat in ordered]

    def get_layout(self):
        """The question about other buurten stands under the streets."""
        asks = ["buiten_mag"] if "buiten_mag" in self.fields else []
        return Layout("naam", Groep(_("Straten, in de volgorde waarin u loopt"), *self.lines), *asks)

    def buttons(self):
        """Enter saves; another line is the quiet button."""
        yield Knop(self.knop)
        if len(self.lines) < MOST:
            yield Knop(self.tweede_knop[1], naam=self.tweede_knop[0], stijl="subtle")

    def clean(self):
        """What the action asks: the name, the streets in their order, and whether another buurt is meant."""
        cleaned = super().clean()
        straten = []
        for line in self.lines:
            typed = cleaned.get(line)
            if typed and key_of(typed) not in self.known:
                self.add_error(line, self._unknown(typed))
            elif typed:
                straten.append(self.known[key_of(typed)])
        if not straten and not self.errors:
            self.add_error(self.lines[0], _("Vul ten minste 1 straat in."))
        if self.outside and not cleaned.get("buiten_mag"):
            self.add_error("buiten_mag", _("Deze straat ligt buiten uw buurt. Klopt dat? Zet dan het vinkje."))
        return {"naam": cleaned.get("naam"), "straten": straten, "buiten_mag": cleaned.get("buiten_mag", False)}

    def _unknown(self, typed):
        twice = [self.label_of[straat.pk] for straat in self.straten if key_of(straat.naam) == key_of(typed)]
        if twice:
            return _("Er zijn meer straten met deze naam. Kies er een: %(straten)s.") % {"straten": ", ".join(twice)}
        return _("Wij kennen deze straat niet. Kies een straat uit de lijst, of kijk hoe u hem schrijft.")


def key_of(typed):
    """How a street is compared: without capitals and without double spaces."""
    return " ".join((typed or "").casefold().split())


def lines_of(data):
    """The streets that were posted, in the order of their lines; also the empty ones between them."""
    numbers = [int(found[1]) for name in data if (found := LINE.fullmatch(name))]
    return [(data.get(f"straat_{n}") or "")[:250] for n in range(max(numbers, default=-1) + 1)]


class RouteWijzigForm(GelezenMixin, RouteForm):
    """The same of a route that stands there."""
