"""The report of a round: the eight questions of CCV's hand-out on one page (E098-E108, E113, E115)."""

import re
from dataclasses import fields
from datetime import timedelta

from crispy_forms.layout import Div, Field, Layout
from django import forms
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from buurtpreventie.errors import RefusedAction
from buurtpreventie.ui.dates import time_in_words, weekday_in_words
from buurtpreventie.ui.forms import LONG_TEXT, Keuze, NldsForm
from buurtpreventie.ui.gelezen import fingerprint
from buurtpreventie.ui.layout import Deel, Groep, Meer, Rij
from buurtpreventie.ui.tellers import TellerField
from teams.clocks import local_date
from teams.models import Straat
from teams.rondes.forms.merging import SamenvoegMixin, sent
from teams.rondes.forms.streets import StratenField, known_streets, own_buurten, suggestions
from teams.rondes.models import Gast, Gesprek, LetteOp, Opvallend, Route, Veilig, Wegen
from teams.rondes.names import members_of, name_in_ronde
from teams.rondes.walked import Feiten, talks_of, walked_span
from teams.rondes.words import names_an_address

OTHERWISE = "anders"
JA, NEE = "ja", "nee"
YES_NO = [(JA, gettext_lazy("Ja")), (NEE, gettext_lazy("Nee"))]
LONG_NOTE = 2000
OUTSIDE_MOST = 3
NEAR = timedelta(hours=1)
NAMES_SOMEBODY = re.compile(r"\b(?i:mevrouw|meneer|mevr|mw|dhr|de heer|familie|fam)\b\.?\s+[A-Z]|\b\d{4}\s?[A-Z]{2}\b")
SAME_AS_BEFORE = ("wegen", "lette_op", "lette_op_anders")


def radio(label, choices, missing, **kwargs):
    """One answer out of a few, as big targets."""
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect, error_messages={"required": missing}, **kwargs
    )


def ticks(label, choices, missing, **kwargs):
    """Several answers, as big targets."""
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": missing},
        **kwargs,
    )


class FeitenForm(SamenvoegMixin, NldsForm):
    """When, where and who: the same for everybody who reports about this round."""

    toont_optioneel = False
    altijd_optioneel = ("andere_straten", "gasten")
    dag = forms.DateField(label=gettext_lazy("Op welke dag?"))
    begin = forms.TimeField(label=gettext_lazy("Begonnen om"))
    einde = forms.TimeField(label=gettext_lazy("Klaar om"))
    route = radio(gettext_lazy("Welke route liep u?"), [], gettext_lazy("Kies uw route, of kies “Andere straten”."))
    straten = StratenField(
        label=gettext_lazy("Door welke straten ging u?"),
        help_text=gettext_lazy("Schrijf ze op in de volgorde waarin u liep. Geen huisnummers."),
        required=False,
    )
    deelnemers = ticks(
        gettext_lazy("Wie liepen er mee?"), [], gettext_lazy("Zet een vinkje bij wie er meeliep."), required=False
    )
    anderen = ticks(gettext_lazy("Anderen van het team"), [], "", required=False)
    gasten = ticks(gettext_lazy("Liep er een gast mee?"), [], "", required=False)
    gevraagd = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args, team, wie, leden, feiten, verwacht=(), today, **kwargs):
        """``feiten``: what is known, with None for what is not; ``verwacht``: who is ticked or named first."""
        super().__init__(*args, **kwargs)
        self.team, self.wie, self.feiten, self.leden, self.today = team, wie, feiten, leden, today
        self.people = {str(p.pk): p for p in members_of(team, feiten.day or today)}
        self.people |= {str(p.pk): p for p in [*feiten.deelnemers, *verwacht]}
        self.routes = {str(r.pk): r for r in self._routes()}
        self._offer_people(verwacht)
        self._offer_places()
        self._offer_guests()
        self.initial = self.from_feiten() | self.initial

    # --- what is offered ------------------------------------------------------------------------

    def _routes(self):
        routes = list(Route.objects.visible_to(self.wie).active().filter(team=self.team))
        return routes + ([self.feiten.route] if self.feiten.route and self.feiten.route not in routes else [])

    def _offer_people(self, verwacht):
        first = {str(p.pk) for p in [*self.feiten.deelnemers, *verwacht]} or {str(self.wie.pk)}
        named = sorted((name_in_ronde(p, self.leden), pk) for pk, p in self.people.items())
        self.fields["deelnemers"].choices = [(pk, naam) for naam, pk in named if pk in first]
        self.fields["anderen"].choices = [(pk, naam) for naam, pk in named if pk not in first]
        if not self.fields["anderen"].choices:
            del self.fields["anderen"]

    def _offer_places(self):
        self.fields["straten"].widget.suggesties = suggestions(self.team)
        routes = [(pk, route.naam) for pk, route in self.routes.items()]
        self.fields["route"].choices = [*routes, (OTHERWISE, _("Andere straten"))]
        if not routes:
            del self.fields["route"]

    def _offer_guests(self):
        """Who is known to have been there by name, and one more of each kind."""
        self.guests = {f"was{i}": guest for i, guest in enumerate(self.feiten.gasten)}
        labels = {
            key: " ".join(filter(None, [str(Gast(gast).label), naam])) for key, (gast, naam) in self.guests.items()
        }
        more = [(gast, label) for gast, label in Gast.choices if gast not in {g for g, _naam in self.guests.values()}]
        self.guests |= {gast: (gast, "") for gast, _label in more}
        self.fields["gasten"].choices = [*labels.items(), *more]

    def from_feiten(self):
        """What is known, as the fields show it."""
        feiten = self.feiten
        begin, einde = (timezone.localtime(moment) if moment else None for moment in (feiten.begin, feiten.einde))
        streets = [*[s.naam for s in feiten.straten], *filter(None, feiten.andere_straten.split("; "))]
        return {
            "dag": begin.date() if begin else feiten.day or self.today,
            "begin": begin.strftime("%H:%M") if begin else None,
            "einde": einde.strftime("%H:%M") if einde else None,
            "route": str(feiten.route.pk) if feiten.route else OTHERWISE if streets else self._only_route(),
            "straten": streets,
            "deelnemers": [str(p.pk) for p in feiten.deelnemers],
            "gasten": [key for key in self.guests if key.startswith("was")],
        }

    def _only_route(self):
        """A team with one route walked it, unless somebody says otherwise."""
        return next(iter(self.routes)) if len(self.routes) == 1 else None

    # --- how it looks ---------------------------------------------------------------------------

    def facts_layout(self):
        """When, where and who."""
        others = [Meer("anderen", titel=_("Iemand anders van het team"))] if "anderen" in self.fields else []
        streets = Div("straten", css_class="app-vervolg__dan") if "route" in self.fields else "straten"
        route = ["route"] if "route" in self.fields else []
        return [
            Groep(_("Wanneer liep u?"), "dag", Rij("begin", "einde")),
            Groep(_("Waar liep u?"), Div(*route, streets, css_class="app-vervolg")),
            Groep(_("Met wie liep u?"), "deelnemers", *others, Meer("gasten", titel=_("Er liep een gast mee"))),
        ]

    def get_layout(self):
        """Only the facts."""
        return Layout(Deel("rondes/_eerste_knop.html"), *self.facts_layout(), "gevraagd", "getoond")

    # --- what it says ---------------------------------------------------------------------------

    def clean(self):
        """The facts in one piece, as the actions take them."""
        data = super().clean()
        begin, einde = self._span(data)
        streets, unknown, route = self._place(data)
        people = self._people(data)
        gasten = tuple(self.guests[key] for key in data.get("gasten") or [] if key in self.guests)
        self._ask_once(data, streets)
        cleaned = {"feiten": Feiten(begin, einde, people, gasten, route, tuple(streets), "; ".join(unknown))}
        return cleaned | self.also_cleaned(data)

    def also_cleaned(self, data):
        """What a form with more questions adds."""
        return {}

    def _span(self, data):
        if not all(data.get(name) for name in ("dag", "begin", "einde")):
            return None, None
        known = [moment for moment in (self.feiten.begin, self.feiten.einde, *self.feiten.planned) if moment]
        try:
            return walked_span(data["dag"], data["begin"], data["einde"], known=known)
        except RefusedAction as refusal:
            self.add_error("einde", refusal.message)
            return None, None

    def _place(self, data):
        chosen = data.get("route")
        route = self.routes.get(chosen)
        if route:
            return [], [], route
        streets, unknown = known_streets(data.get("straten") or [], self.team)
        missing = "straten" not in self.errors and not (streets or unknown)
        if missing and (chosen == OTHERWISE or "route" not in self.fields):
            self.add_error("straten", _("Schrijf op door welke straten u ging."))
        if len("; ".join(unknown)) > 300:
            self.add_error("straten", _("Schrijf de namen korter op."))
        return streets, unknown, None

    def _people(self, data):
        chosen = [*(data.get("deelnemers") or []), *(data.get("anderen") or [])]
        if not chosen and "deelnemers" not in self.errors:
            self.add_error("deelnemers", _("Zet een vinkje bij wie er meeliep."))
        return tuple(self.people[pk] for pk in chosen)

    # --- asked once -----------------------------------------------------------------------------

    def _ask_once(self, data, streets):
        """What may be a slip is asked; sent again it is accepted."""
        questions = dict(self.doubts(data, streets))
        mark = fingerprint(questions)
        if questions and data.get("gevraagd") != mark:
            for name, question in questions.items():
                self.add_error(name, question)
            self.data[self.add_prefix("gevraagd")] = mark

    def doubts(self, data, streets):
        """(field, question) of what may be a slip."""
        outside = [s.naam for s in streets if s.buurt_id not in own_buurten(self.team)]
        if outside:
            names = ", ".join(outside[:OUTSIDE_MOST])
            yield (
                "straten",
                _("%(straten)s: dit is buiten de buurten van uw team. Klopt dat? Verstuur het dan nog een keer.")
                % {"straten": names},
            )


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

    def __init__(self, *args, vorige=None, **kwargs):
        """``vorige``: the report before this one, of which roads and attention can be taken over with one tap."""
        self.vorige = vorige
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
        counts = [Field(f"gesprek_{o}", wrapper_class="app-telregel") for o in Gesprek.Onderwerp.values]
        broken = [Field(name, wrapper_class="app-telregel") for name in ("verlichting", "afval", "verkeer")]
        return Layout(
            Deel("rondes/_eerste_knop.html"),
            *self.facts_layout(),
            Groep(
                _("Hoe liep u?"),
                *again,
                Field("wegen", wrapper_class="tweekolom"),
                Div(
                    Field("lette_op", wrapper_class="tweekolom"),
                    Div("lette_op_anders", css_class="app-vervolg__dan"),
                    css_class="app-vervolg",
                ),
            ),
            Groep(
                _("Wat zag u?"),
                Div(
                    "opvallend",
                    Div(Deel("rondes/_naar_melding.html"), css_class="app-vervolg__dan"),
                    css_class="app-vervolg",
                ),
                Div(
                    Field("gepraat", wrapper_class="paar"),
                    Div(
                        Deel("rondes/_tel_mensen.html"),
                        *counts,
                        Field("verloop", wrapper_class="paar"),
                        css_class="app-vervolg__dan",
                    ),
                    css_class="app-vervolg",
                ),
                Div(
                    Field("kapot", wrapper_class="paar"),
                    Div(*broken, Deel("rondes/_naar_straat.html"), css_class="app-vervolg__dan"),
                    css_class="app-vervolg",
                ),
                Field("gebeld", wrapper_class="paar"),
            ),
            Groep(_("Hoe was het voor u?"), "veilig", "opmerking"),
            "gevraagd",
            "getoond",
        )

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


class AchterafForm(VerslagForm):
    """A round that nobody started: the same questions, and whether it was one of the plan."""

    tweede_knop = None
    was_ronde = forms.CharField(
        label=gettext_lazy("Was dit een ronde van het rooster?"), required=False, widget=forms.RadioSelect
    )
    sleutel = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, gepland=(), **kwargs):
        """``gepland``: rounds of the team that nobody wrote down yet."""
        super().__init__(*args, **kwargs)
        self.gepland = {str(ronde.pk): ronde for ronde in gepland}
        self.asked = []

    def get_layout(self):
        """The extra question on top, once there is something to ask."""
        layout = super().get_layout()
        layout.fields[1:1] = ["was_ronde"] if self.asked else []
        layout.fields.append("sleutel")
        return layout

    @cached_property
    def helper(self):
        """What is not asked is not drawn."""
        helper = super().helper
        helper.render_unmentioned_fields = False
        return helper

    def clean(self):
        """As ``log_afterwards`` takes it."""
        cleaned = super().clean()
        feiten, typed = cleaned["feiten"], self.data.get(self.add_prefix("was_ronde"), "")
        self._ask_which(feiten, typed)
        return {field.name: getattr(feiten, field.name) for field in fields(feiten)} | {
            "verslag": cleaned["verslag"],
            "sleutel": cleaned["sleutel"],
            "ronde": self.gepland.get(typed),
        }

    def also_cleaned(self, data):
        """The answers, and the key of this page."""
        return super().also_cleaned(data) | {"sleutel": data.get("sleutel")}

    def _ask_which(self, feiten, typed):
        """A round of the plan near these times may be this one; asked until it has an answer."""
        if not (feiten.begin and feiten.einde):
            return
        self.asked = [r for r in self.gepland.values() if is_near(r, feiten)]
        if not self.asked:
            return
        words = [(str(r.pk), _("Ja, die van %(moment)s") % {"moment": moment_words(r)}) for r in self.asked]
        self.fields["was_ronde"].widget.choices = [*words, (NEE, _("Nee, dit was een andere ronde"))]
        if typed != NEE and typed not in {str(r.pk) for r in self.asked}:
            self.add_error("was_ronde", _("Kies of dit een ronde van het rooster was."))


def is_near(ronde, feiten):
    """Whether a round of the plan may be the one that was walked then."""
    begin, einde = ronde.begin or ronde.gepland_van, ronde.einde or ronde.gepland_tot
    return begin - NEAR < feiten.einde and feiten.begin < einde + NEAR


def moment_words(ronde):
    """vrijdag 27 november, 20.00 uur."""
    begin = ronde.begin or ronde.gepland_van
    return f"{weekday_in_words(begin, local_date(begin))}, {time_in_words(begin)}"


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
    before_digits = re.findall(r"([^\d\n,.;:!?]{3,60}?)\s+(?:nr\.?|nummer)?\s*\d", text.lower())
    if not before_digits:
        return False
    streets = Straat.objects.filter(buurt__gemeente=team.gemeente_id).values_list("naam", flat=True)
    return any(words.strip().endswith(naam.lower()) for naam in streets for words in before_digits)
