"""The streets of a round in the order of walking, with suggestions; others may be typed as well."""

from django import forms
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from teams.models import Straat

FEWEST, MOST = 3, 30
LONGEST = 80


class StratenInput(forms.Widget):
    """Text fields that suggest, as many as there are streets and two more."""

    template_name = "nlds/widgets/straten.html"
    suggesties = ()

    def __init__(self, attrs=None):
        super().__init__({"class": "utrecht-textbox utrecht-textbox--html-input"} | (attrs or {}))

    def value_from_datadict(self, data, files, name):
        """Called by Django."""
        return data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])

    def format_value(self, value):
        """The names as a list."""
        return [naam for naam in value or [] if naam]

    def id_for_label(self, id_):
        """The label points at the first one."""
        return id_

    def get_context(self, name, value, attrs):
        """Called by Django."""
        context = super().get_context(name, value, attrs)
        namen = self.format_value(value)
        namen += [""] * (max(FEWEST, min(len(namen) + 2, MOST)) - len(namen))
        widget = context["widget"]
        widget["attrs"]["aria_describedby"] = widget["attrs"].pop("aria-describedby", "")
        widget["invalid"] = widget["attrs"].pop("aria-invalid", None)
        return context | {
            "widget": widget
            | {"namen": namen, "suggesties": self.suggesties, "list_id": f"{widget['attrs'].get('id', name)}_lijst"}
        }


class StratenField(forms.Field):
    """A list of names; the form says which of them are streets that the gemeente knows."""

    widget = StratenInput

    def clean(self, value):
        """Names without the empty ones, not too long and not too many."""
        namen = [" ".join(naam.split()) for naam in value or [] if naam.strip()]
        if len(namen) > MOST:
            raise forms.ValidationError(_("Schrijf hooguit 30 straten op."))
        if any(len(naam) > LONGEST for naam in namen):
            raise forms.ValidationError(_("Een naam van een straat heeft hooguit 80 tekens."))
        return super().clean(list(dict.fromkeys(namen)))


def known_streets(namen, team):
    """(streets that the gemeente knows, names that it does not); of equal names the one in the own buurten."""
    rows = Straat.objects.annotate(klein=Lower("naam")).filter(
        buurt__gemeente=team.gemeente_id, klein__in=[naam.lower() for naam in namen]
    )
    own = own_buurten(team)
    found = {row.klein: row for row in sorted(rows, key=lambda row: (row.buurt_id in own, -row.pk))}
    streets = [found[naam.lower()] for naam in namen if naam.lower() in found]
    return streets, [naam for naam in namen if naam.lower() not in found]


def own_buurten(team):
    """Ids of the buurten that the team walks."""
    if not hasattr(team, "_buurt_ids"):
        team._buurt_ids = frozenset(team.buurten.values_list("pk", flat=True))
    return team._buurt_ids


def suggestions(team):
    """Names of the streets in the buurten of the team."""
    return sorted(set(Straat.objects.filter(buurt__in=own_buurten(team)).values_list("naam", flat=True)))
