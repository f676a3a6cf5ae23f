"""The report of a round: the eight questions of CCV's hand-out on one page (E098-E108, E113, E115)."""

import re

from crispy_forms.layout import Field, Layout
from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from buurtpreventie.ui.forms import LONG_TEXT, Keuze
from buurtpreventie.ui.layout import Deel, Groep, Vervolg
from buurtpreventie.ui.tellers import TellerField
from teams.models import Straat
from teams.rondes.forms.facts import FeitenForm, radio, ticks
from teams.rondes.forms.merging import sent
from teams.rondes.models import Gesprek, LetteOp, Opvallend, Veilig, Wegen
from teams.rondes.walked import talks_of
from teams.rondes.words import names_an_address

JA, NEE = "ja", "nee"
YES_NO = [(JA, gettext_lazy("Ja")), (NEE, gettext_lazy("Nee"))]
LONG_NOTE = 2000
NAMES_SOMEBODY = re.compile(r"\b(?i:mevrouw|meneer|mevr|mw|dhr|de heer|familie|fam)\b\.?\s+[A-Z]|\b\d{4}\s?[A-Z]{2}\b")
BEFORE_DIGITS = re.compile(r"([^\d\n,.;:!?]{3,60}?)\s(?:(?:nr\.?|nummer)\s?)?\d")


class VerslagForm(FeitenForm):
    """The facts, and what one saw oneself."""

    knop = gettext_lazy("Verstuur het verslag")
    tweede_knop = ("later", gettext_lazy("Bewaar en ga later verder"))

    wegen = ticks(
        gettext_lazy("Welke wegen koos u?"), Wegen.choices, gettext_lazy("Kies hoofdwegen, achterpaden of allebei.")
    )
    lette_op = ticks(
        gettext_lazy("Waar lette u op?"), LetteOp.choices, gettext_lazy("Kies waar u op lette. Eén ding is genoeg.")
    )
    lette_op_anders = forms.CharField(label=gettext_lazy("Waar nog meer op?"), max_length=100, required=False)
    opvallend = radio(
        gettext_lazy("Zag u iets opvallends?"),
        [
            (Opvallend.NEE, Keuze(Opvallend.NEE.label, uitleg=gettext_lazy("Ook dat is goed om te weten."))),
            (Opvallend.MELDING, Opvallend.MELDING.label),
            (Opvallend.TWIJFEL, Opvallend.TWIJFEL.label),
        ],
        gettext_lazy("Kies of u iets opvallends zag."),
    )
    gepraat = radio(
        gettext_lazy("Hebt u met mensen gepraat?"),
        YES_NO,
        gettext_lazy("Kies of u met mensen praatte. Een praatje telt mee."),
    )
    verloop = radio(gettext_lazy("Hoe verliep het contact?"), Gesprek.Verloop.choices, "", required=False)
    kapot = radio(
        gettext_lazy("Is er iets kapot of vies op straat?"), YES_NO, gettext_lazy("Kies of er iets kapot of vies was.")
    )
    verlichting = TellerField(label=gettext_lazy("Kapotte verlichting"))
    afval = TellerField(label=gettext_lazy("Afval op straat"))
    verkeer = TellerField(label=gettext_lazy("Onveilige plek in het verkeer"))
    gebeld = radio(
        gettext_lazy("Hebt u 112 of de politie gebeld?"), YES_NO, gettext_lazy("Kies of u 112 of de politie belde.")
    )
    veilig = radio(
        gettext_lazy("Voelde u zich veilig?"),
        Veilig.choices,
        gettext_lazy("Kies of u zich veilig voelde."),
        help_text=gettext_lazy("Dit lezen alleen u en uw coördinator."),
    )
    opmerking = forms.CharField(
        label=gettext_lazy("Wilt u nog iets kwijt?"),
        help_text=gettext_lazy("Uw team leest dit. Schrijf geen namen en geen huisnummers op."),
        required=False,
        max_length=LONG_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    altijd_optioneel = ("verloop", "opmerking", "lette_op_anders")

    def __init__(self, *args, vorige=None, onderweg=False, **kwargs):
        """``vorige``: the report before this one, of which roads and attention can be taken over with one tap."""
        self.vorige = vorige
        self.knop = _("Iedereen is thuis: verstuur") if onderweg else self.knop
        super().__init__(*args, **kwargs)
        for onderwerp, label in Gesprek.Onderwerp.choices:
            self.fields[f"gesprek_{onderwerp}"] = TellerField(label=label)

    # --- drafts ---------------------------------------------------------------------------------

    def changed_here(self):
        """What was sent and is not what the page showed, unchecked."""
        shown = self._shown()
        return {name: texts for name, texts in self.typed().items() if sent(texts) != shown.get(name, [])}

    def typed(self, names=None):
        """What was sent, unchecked, by field: all of it, or only these fields."""
        self.full_clean()
        fields = {name for name, field in self.fields.items() if not field.widget.is_hidden}
        wanted = fields & names if names is not None else fields
        return {name: [text[:LONG_TEXT] for text in self.data.getlist(name)[:60]] for name in wanted}

    def resume(self, concept):
        """Show what was typed before."""
        data = MultiValueDict(concept or {})
        known = [name for name in self.fields if name in data]
        self.initial |= {name: self.fields[name].widget.value_from_datadict(data, {}, name) for name in known}
        return self

    def same_as_before(self):
        """Roads and attention of the report before, as a browser would send them."""
        return {
            "wegen": self.vorige.wegen,
            "lette_op": self.vorige.lette_op,
            "lette_op_anders": [self.vorige.lette_op_anders],
        }

    # --- how it looks ---------------------------------------------------------------------------

    def get_layout(self):
        """In the order of walking home: when, where, who, then what one saw."""
        again = [Deel("rondes/_vorige_keer.html", vorige=self.vorige)] if self.vorige else []
        focus = Vervolg(Field("lette_op", wrapper_class="tweekolom"), "lette_op_anders")
        return Layout(
            Deel("rondes/_eerste_knop.html"),
            *self.facts_layout(),
            Groep(_("Hoe liep u?"), *again, Field("wegen", wrapper_class="tweekolom"), focus),
            Groep(_("Wat zag u?"), *self._seen_layout()),
            Groep(_("Hoe was het voor u?"), "veilig", "opmerking"),
            "gevraagd",
            "getoond",
        )

    def _seen_layout(self):
        """What was striking, whom one spoke, what was broken; an answer that calls for more asks it below itself."""
        talks = [Field(f"gesprek_{o}", wrapper_class="app-telregel") for o in Gesprek.Onderwerp.values]
        broken = [Field(name, wrapper_class="app-telregel") for name in ("verlichting", "afval", "verkeer")]
        went = Field("verloop", wrapper_class="paar")
        return [
            Vervolg("opvallend", Deel("rondes/_naar_melding.html")),
            Vervolg(Field("gepraat", wrapper_class="paar"), Deel("rondes/_tel_mensen.html"), *talks, went),
            Vervolg(Field("kapot", wrapper_class="paar"), *broken, Deel("rondes/_naar_straat.html")),
            Field("gebeld", wrapper_class="paar"),
        ]

    # --- what it says ---------------------------------------------------------------------------

    def also_cleaned(self, data):
        """The answers by the names of their columns."""
        counts = {o: data.get(f"gesprek_{o}") or 0 for o in Gesprek.Onderwerp.values}
        gepraat, kapot = data.get("gepraat") == JA, data.get("kapot") == JA
        if gepraat and not any(counts.values()) and not any(f"gesprek_{o}" in self.errors for o in counts):
            self.add_error("gesprek_praatje", _("Tel ook met hoeveel mensen u sprak. Een praatje telt mee."))
        answers = {name: data.get(name) for name in ("wegen", "lette_op", "opvallend", "veilig", "opmerking")}
        answers |= {name: (data.get(name) or 0) if kapot else 0 for name in ("verlichting", "afval", "verkeer")}
        other = LetteOp.ANDERS in (data.get("lette_op") or [])
        return {
            "verslag": answers
            | {
                "gepraat": gepraat,
                "kapot": kapot,
                "gebeld": data.get("gebeld") == JA,
                "gesprekken": {o: n for o, n in counts.items() if n} if gepraat else {},
                "verloop": (data.get("verloop") or "") if gepraat else "",
                "lette_op_anders": (data.get("lette_op_anders") or "") if other else "",
            }
        }

    def doubts(self, data, streets):
        """Also asked: a name or an address in the remark."""
        yield from super().doubts(data, streets)
        remark = data.get("opmerking") or ""
        if NAMES_SOMEBODY.search(remark) or names_an_address(remark) or has_address(remark, self.team):
            yield (
                "opmerking",
                _("Staat er een naam of adres in? Haal die dan weg. Klopt het zo? Verstuur het dan nog een keer."),
            )


class VerbeterForm(VerslagForm):
    """The same questions about a report that was sent."""

    knop = gettext_lazy("Opslaan")
    tweede_knop = None


def answers_of(verslag):
    """What a report says, as the form shows it."""
    yes_no = {name: JA if getattr(verslag, name) else NEE for name in ("gepraat", "kapot", "gebeld")}
    same = (
        "wegen",
        "lette_op",
        "lette_op_anders",
        "opvallend",
        "veilig",
        "verlichting",
        "afval",
        "verkeer",
        "opmerking",
    )
    talks = {f"gesprek_{onderwerp}": aantal for onderwerp, aantal in talks_of(verslag)["gesprekken"].items()}
    return yes_no | {name: getattr(verslag, name) for name in same} | talks | {"verloop": talks_of(verslag)["verloop"]}


def has_address(text, team):
    """Whether a street of the gemeente stands there with a number behind it."""
    before_digits = BEFORE_DIGITS.findall(single_spaced(text.lower()))
    if not before_digits:
        return False
    streets = Straat.objects.filter(buurt__gemeente=team.gemeente_id).values_list("naam", flat=True)
    return any(words.strip().endswith(naam.lower()) for naam in streets for words in before_digits)


def single_spaced(text):
    """Every run of white space as one; a search in what remains takes no longer than its letters."""
    return "\n".join(" ".join(line.split()) for line in text.splitlines() if line.strip())
