"""A sheet of paper: several rounds on one page (E098-E106)."""

import uuid
from datetime import timedelta

from django import forms
from django.db.models import Q

from buurtpreventie.accounts.models import Gebruiker
from buurtpreventie.ui.forms import cleaned
from teams.models import Lidmaatschap
from teams.rondes.forms.papier_rij import PapierRij
from teams.rondes.models import Route

FEWEST, MOST = 2, 10
OPSLAAN, ERBIJ, ZELFDE = "opslaan", "erbij", "zelfde"
RECENT = timedelta(weeks=8)  # who left since may stand on the paper
AS_LAST_TIME = ("begin", "einde", "route", "straten", "deelnemers", "gasten", "wegen", "lette_op")
HIDDEN = ("sleutel", "gevraagd")


class ActieForm(forms.Form):
    """How many rows the page has, and which button was pressed."""

    rijen = forms.IntegerField(min_value=1, max_value=MOST)
    actie = forms.RegexField(rf"^({OPSLAAN}|{ERBIJ}|{ZELFDE}-\d\d?)$", required=False)


class Papier:
    """A sheet with several rounds; ``vorige`` gives what the team did the last time, when somebody asks for it."""

    def __init__(self, team, user, *, data=None, vorige=dict, now, today):
        self.hier = 0
        data = self.data = data and cleaned(data, row_fields())
        routes = Route.objects.visible_to(user).active().filter(team=team)
        self.shared = {"team": team, "routes": routes.all(), "people": people_of(team, today), "now": now}
        self.actie, aantal = asked(data)
        self.values = [typed(data, nummer) for nummer in range(1, aantal + 1)]
        self._do(vorige)
        self.rijen = [self._form(nummer, values) for nummer, values in enumerate(self.values, 1)]

    def _do(self, vorige):
        """What the button changes on the page; nothing that was typed goes away."""
        if self.actie == ERBIJ and len(self.values) < MOST:
            self.values.append({})
            self.hier = len(self.values)
        elif self.actie.startswith(ZELFDE):
            nummer = int(self.actie.removeprefix(f"{ZELFDE}-"))
            if 1 <= nummer <= len(self.values):
                self.hier, row = nummer, self.values[nummer - 1]
                before = self.values[nummer - 2] if nummer > 1 and is_filled(self.values[nummer - 2]) else vorige()
                row |= {name: before[name] for name in AS_LAST_TIME if before.get(name) and not row.get(name)}

    def _form(self, nummer, values):
        initial = values | {"sleutel": values.get("sleutel") or uuid.uuid4()}
        if self.actie == OPSLAAN and is_filled(values):
            return PapierRij(self.data, prefix=prefix_of(nummer), **self.shared)
        return PapierRij(initial=initial, prefix=prefix_of(nummer), **self.shared)

    @property
    def is_full(self):
        return len(self.rijen) >= MOST

    @property
    def filled(self):
        """(number, form) of every row with something in it; empty rows are no rounds."""
        return [(nummer, form) for nummer, form in enumerate(self.rijen, 1) if form.is_bound]

    def is_valid(self):
        """Every row by itself, all of them looked at."""
        return bool(self.filled) and not self.wrong

    @property
    def by_row(self):
        """What the action takes."""
        return {nummer: form.cleaned_data for nummer, form in self.filled}

    def refuse(self, by_row):
        """What the action said, at the rows it was about."""
        for nummer, message in by_row.items():
            self.rijen[nummer - 1].add_error(None, message)

    @property
    def wrong(self):
        """(number, form) of the rows with errors."""
        return [(nummer, form) for nummer, form in self.filled if form.errors]


def asked(data):
    """(button, number of rows); nonsense is a sheet to save as it is."""
    form = ActieForm(data)
    if data is None:
        return "", FEWEST
    form.is_valid()
    return form.cleaned_data.get("actie") or OPSLAAN, form.cleaned_data.get("rijen") or FEWEST


def prefix_of(nummer):
    return f"rij{nummer}"


def row_fields():
    """Every field that the page may hold, by the name it is sent under."""
    return {f"{prefix_of(n)}-{name}": f for n in range(1, MOST + 1) for name, f in PapierRij.base_fields.items()}


def typed(data, nummer):
    """What stands in a row, unchecked, by field."""
    if data is None:
        return {}
    fields = PapierRij.base_fields
    values = {n: f.widget.value_from_datadict(data, {}, f"{prefix_of(nummer)}-{n}") for n, f in fields.items()}
    return {name: value for name, value in values.items() if value not in (None, "", [])}


def is_filled(values):
    return any(name not in HIDDEN for name in values)


def people_of(team, today):
    """Members of today, and who left a short while ago: the paper may be older."""
    recent = Lidmaatschap.objects.filter(Q(tot__isnull=True) | Q(tot__gt=today - RECENT), team=team, van__lte=today)
    return Gebruiker.objects.filter(pk__in=recent.values("gebruiker")).order_by("naam", "pk")
