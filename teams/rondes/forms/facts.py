"""When, where and who of a round: the part that is the same for everybody who reports about it (E098-E101)."""

from crispy_forms.layout import Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from buurtpreventie.errors import RefusedAction
from buurtpreventie.ui.forms import NldsForm
from buurtpreventie.ui.gelezen import fingerprint
from buurtpreventie.ui.layout import Deel, Groep, Meer, Rij, Vervolg
from teams.rondes.forms.merging import SamenvoegMixin
from teams.rondes.forms.streets import StratenField, known_streets, own_buurten, suggestions
from teams.rondes.models import Gast, Route
from teams.rondes.names import members_of, name_in_ronde
from teams.rondes.times import walked_span
from teams.rondes.walked import Feiten

OTHERWISE = "anders"
OUTSIDE_MOST = 3


def radio(label, choices, missing, **kwargs):
    """One answer out of a few, as big targets."""
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect, error_messages={"required": missing}, **kwargs
    )


class TicksField(forms.MultipleChoiceField):
    """Ticks; one that is sent twice is one answer."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value):
        """Each answer once, as ticked first."""
        return list(dict.fromkeys(super().clean(value)))


def ticks(label, choices, missing, **kwargs):
    """Several answers, as big targets."""
    return TicksField(label=label, choices=choices, error_messages={"required": missing}, **kwargs)


class FeitenForm(SamenvoegMixin, NldsForm):
    """When, where and who: the same for everybody who reports about this round."""

    knop = gettext_lazy("Opslaan")
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
        place = Vervolg("route", "straten") if "route" in self.fields else "straten"
        return [
            Groep(_("Wanneer liep u?"), "dag", Rij("begin", "einde")),
            Groep(_("Waar liep u?"), place),
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
