"""One round from paper: when, where and who, and what else the paper says (E098-E106)."""

from functools import cached_property

from crispy_forms.layout import Field, Layout
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from buurtpreventie.accounts.models import Gebruiker
from buurtpreventie.errors import RefusedAction
from buurtpreventie.ui.forms import NldsForm
from buurtpreventie.ui.gelezen import fingerprint
from buurtpreventie.ui.layout import Meer, Rij
from teams.rondes.forms.facts import TicksField
from teams.rondes.forms.streets import known_streets, own_buurten
from teams.rondes.forms.verslag import NAMES_SOMEBODY, has_address
from teams.rondes.models import HOOGSTE_TELLING, Gast, Gesprek, LetteOp, Opvallend, Route, Veilig, Wegen
from teams.rondes.times import refuse_odd_moment, walked_span

EMPTY = ("", gettext_lazy("Staat er niet op"))
YES_NO = [EMPTY, ("ja", gettext_lazy("Ja")), ("nee", gettext_lazy("Nee"))]
ANSWERS = {
    "wegen": gettext_lazy("Kies hoofdwegen, achterpaden of allebei."),
    "lette_op": gettext_lazy("Kies waar zij op letten. Eén ding is genoeg."),
    "opvallend": gettext_lazy("Kies of zij iets opvallends zagen."),
    "gepraat": gettext_lazy("Vul in met hoeveel mensen zij praatten. Met niemand? Vul dan 0 in."),
    "kapot": gettext_lazy("Kies of er iets kapot of vies was."),
    "gebeld": gettext_lazy("Kies of zij 112 of de politie belden."),
    "veilig": gettext_lazy("Kies of zij zich veilig voelden."),
}
MORE = ("verloop", "opmerking")


class PapierRij(NldsForm):
    """One round on the sheet: when, where and who, and what else the paper says."""

    toont_optioneel = False
    altijd_optioneel = ("opmerking", "verloop")
    sleutel = forms.UUIDField(widget=forms.HiddenInput)
    gevraagd = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    datum = forms.DateField(label=gettext_lazy("Op welke dag?"))
    begin = forms.TimeField(label=gettext_lazy("Begonnen om"))
    einde = forms.TimeField(label=gettext_lazy("Klaar om"))
    route = forms.ModelChoiceField(
        Route.objects.none(),
        label=gettext_lazy("Welke route?"),
        required=False,
        empty_label=gettext_lazy("Andere straten"),
    )
    straten = forms.CharField(
        label=gettext_lazy("Of door welke straten?"),
        help_text=gettext_lazy("Zet een komma tussen de namen. Geen huisnummers."),
        required=False,
        max_length=1000,
    )
    deelnemers = forms.ModelMultipleChoiceField(
        Gebruiker.objects.none(),
        label=gettext_lazy("Wie liepen er mee?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Zet een vinkje bij wie er meeliep.")},
    )
    gasten = TicksField(
        label=gettext_lazy("Liep er een gast mee?"),
        choices=Gast.choices,
        required=False,
    )
    wegen = TicksField(
        label=gettext_lazy("Welke wegen kozen zij?"),
        choices=Wegen.choices,
        required=False,
    )
    lette_op = TicksField(
        label=gettext_lazy("Waar letten zij op?"),
        choices=LetteOp.choices,
        required=False,
    )
    opvallend = forms.ChoiceField(
        label=gettext_lazy("Zagen zij iets opvallends?"),
        choices=[
            EMPTY,
            (Opvallend.NEE, Opvallend.NEE.label),
            (Opvallend.MELDING, gettext_lazy("Ja, daar komt een melding van")),
            (Opvallend.TWIJFEL, gettext_lazy("Ja, maar zij twijfelen")),
        ],
        required=False,
    )
    gepraat = forms.IntegerField(
        label=gettext_lazy("Met hoeveel mensen praatten zij?"),
        required=False,
        min_value=0,
        max_value=HOOGSTE_TELLING,
    )
    verloop = forms.ChoiceField(
        label=gettext_lazy("Hoe verliep het contact?"), choices=[EMPTY, *Gesprek.Verloop.choices], required=False
    )
    kapot = forms.ChoiceField(
        label=gettext_lazy("Was er iets kapot of vies op straat?"), choices=YES_NO, required=False
    )
    gebeld = forms.ChoiceField(label=gettext_lazy("Belden zij 112 of de politie?"), choices=YES_NO, required=False)
    veilig = forms.ChoiceField(
        label=gettext_lazy("Voelden zij zich veilig?"), choices=[EMPTY, *Veilig.choices], required=False
    )
    opmerking = forms.CharField(
        label=gettext_lazy("Staat er nog iets bij?"),
        help_text=gettext_lazy("Het team leest dit. Schrijf geen namen en geen huisnummers over."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, team, routes, people, now, **kwargs):
        super().__init__(*args, **kwargs)
        self.team, self.now = team, now
        self._offer("route", routes, [("", _("Andere straten"))])
        self._offer("deelnemers", people, [])
        if not routes:
            del self.fields["route"]
            self.fields["straten"].label = _("Door welke straten gingen zij?")

    def _offer(self, name, rows, first):
        """These rows to choose from; all forms of a page share them, so they are read once."""
        field = self.fields[name]
        field.queryset = rows
        field.choices = [*first, *((row.pk, str(row)) for row in rows)]

    # --- how it looks ---------------------------------------------------------------------------

    @cached_property
    def helper(self):
        """One of several forms in one: the page has the tag, the token and the buttons."""
        helper = super().helper
        helper.form_tag, helper.disable_csrf = False, True
        return helper

    def buttons(self):
        return []

    def get_layout(self):
        """What is on every paper first; the rest stays closed until it is wanted."""
        return Layout(
            "sleutel",
            "gevraagd",
            Rij("datum", "begin", "einde"),
            *(["route"] if "route" in self.fields else []),
            "straten",
            Field("deelnemers", wrapper_class="tweekolom"),
            Meer(Field("gasten", wrapper_class="tweekolom"), titel=_("Er liep een gast mee")),
            Meer(
                Field("wegen", wrapper_class="tweekolom"),
                Field("lette_op", wrapper_class="tweekolom"),
                "opvallend",
                "gepraat",
                "verloop",
                "kapot",
                "gebeld",
                "veilig",
                "opmerking",
                titel=_("Wat staat er verder op het papier?"),
                uitleg=_(
                    "Staat er niets op over hoe het was? Laat dan alles hier leeg. Vult u iets in, vul dan alles in."
                ),
            ),
        )

    # --- what it says ---------------------------------------------------------------------------

    def clean(self):
        """What ``log_paper`` takes of one round."""
        data = super().clean()
        begin, einde = self._span(data)
        streets, unknown = self._place(data)
        verslag = self._answers(data)
        self._ask_once(data, streets)
        return {
            "sleutel": data.get("sleutel"),
            "begin": begin,
            "einde": einde,
            "deelnemers": list(data.get("deelnemers") or []),
            "gasten": [(gast, "") for gast in data.get("gasten") or []],
            "route": data.get("route"),
            "straten": streets,
            "andere_straten": "; ".join(unknown),
            "verslag": verslag,
        }

    def _span(self, data):
        if not all(data.get(name) for name in ("datum", "begin", "einde")):
            return None, None
        try:
            begin, einde = walked_span(data["datum"], data["begin"], data["einde"])
            refuse_odd_moment(begin, einde, self.now)
        except RefusedAction as refusal:
            self.add_error("einde", refusal.message)
            return None, None
        return begin, einde

    def _place(self, data):
        """The route, or else streets that the gemeente knows and names that it does not."""
        if data.get("route") or {"route", "straten"} & self.errors.keys():
            return [], []
        names = [" ".join(naam.split()) for naam in (data.get("straten") or "").replace(";", ",").split(",")]
        streets, unknown = known_streets(list(dict.fromkeys(filter(None, names))), self.team)
        if not (streets or unknown):
            if "route" in self.fields:
                self.add_error("route", _("Kies een route, of schrijf op door welke straten zij gingen."))
            else:
                self.add_error("straten", _("Schrijf op door welke straten zij gingen."))
        if len("; ".join(unknown)) > 300:
            self.add_error("straten", _("Schrijf de namen korter op."))
        return streets, unknown

    def _answers(self, data):
        """The report, or None when the paper says nothing about how it was."""
        empty = [name for name in ANSWERS if data.get(name) in (None, "", [])]
        if len(empty) == len(ANSWERS) and not any(data.get(name) for name in MORE):
            return None
        for name in empty:
            if name not in self.errors:
                self.add_error(name, ANSWERS[name])
        talked = data.get("gepraat") or 0
        return {name: data.get(name) for name in ("wegen", "lette_op", "opvallend", "veilig", "opmerking")} | {
            "gepraat": talked > 0,
            "kapot": data.get("kapot") == "ja",
            "gebeld": data.get("gebeld") == "ja",
            "gesprekken": {Gesprek.Onderwerp.PRAATJE.value: talked} if talked else {},
            "verloop": data.get("verloop") or "" if talked else "",
        }

    def _ask_once(self, data, streets):
        """What may be a slip is asked; sent again it is accepted."""
        questions = dict(self._doubts(data, streets))
        mark = fingerprint(questions)
        if questions and data.get("gevraagd") != mark:
            for name, question in questions.items():
                self.add_error(name, question)
            self.data[self.add_prefix("gevraagd")] = mark

    def _doubts(self, data, streets):
        outside = [straat.naam for straat in streets if straat.buurt_id not in own_buurten(self.team)]
        if outside:
            sentence = _("%(straten)s: dit is buiten de buurten van uw team. Klopt dat? Sla het dan nog een keer op.")
            yield "straten", sentence % {"straten": ", ".join(outside[:3])}
        remark = data.get("opmerking") or ""
        if NAMES_SOMEBODY.search(remark) or has_address(remark, self.team):
            sentence = _("Staat er een naam of adres in? Haal die dan weg. Klopt het zo? Sla het dan nog een keer op.")
            yield "opmerking", sentence
