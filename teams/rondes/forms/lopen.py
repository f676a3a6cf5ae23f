"""Under way: who walks, until when, who leads, and home again."""

import uuid

from crispy_forms.layout import HTML, Layout
from django import forms
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from buurtpreventie.accounts.forms import TelefoonField
from buurtpreventie.ui.forms import NldsForm
from buurtpreventie.ui.layout import Knop, Meer, Rij
from teams.clocks import local_date
from teams.rondes.models import Gast, Route
from teams.rondes.names import members_of
from teams.rondes.overdue import LONGER_MINUTES, proposed_end
from teams.rondes.times import first_after

GUESTS = range(1, 4)
KIND = [("", gettext_lazy("Geen gast")), *Gast.choices]


class NamenField(forms.ModelMultipleChoiceField):
    """Members of the team by name, each with a tick."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, persoon):
        """Called by Django."""
        return persoon.naam


class LeiderField(forms.ModelChoiceField):
    """One member of the team."""

    def label_from_instance(self, persoon):
        """Called by Django."""
        return persoon.naam


class StartForm(NldsForm):
    """Who is really there: those who signed up stand ticked on top, the others of the team below a fold."""

    knop = gettext_lazy("Start de ronde")
    toont_optioneel = False

    deelnemers = NamenField(
        label=gettext_lazy("Wie lopen er mee?"),
        queryset=None,
        required=False,
        help_text=gettext_lazy("Zet alleen een vinkje bij wie er nu echt is."),
    )
    anderen = NamenField(label=gettext_lazy("Anderen van het team"), queryset=None, required=False)
    klaar_om = forms.TimeField(
        label=gettext_lazy("Hoe laat bent u weer thuis?"),
        help_text=gettext_lazy("Is iedereen dan nog niet thuis gemeld? Dan vragen wij hoe het gaat."),
    )
    leider = LeiderField(label=gettext_lazy("Wie leidt de ronde?"), queryset=None, empty_label=None)
    telefoon = TelefoonField(
        label=gettext_lazy("Telefoonnummer van wie de ronde leidt"),
        required=False,
        help_text=gettext_lazy(
            "De coördinator, het piket en de politie in dienst kunnen u dan bellen. "
            "Zodra iedereen thuis is, wissen wij het nummer."
        ),
    )
    route = forms.ModelChoiceField(
        label=gettext_lazy("Route"), queryset=None, required=False, empty_label=gettext_lazy("Geen vaste route")
    )
    sleutel = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, team, ronde, wie, aangemeld, now, **kwargs):
        """``aangemeld``: ids of who signed up for this planned round."""
        super().__init__(*args, **kwargs)
        self.wie, self.now = wie, now
        members = members_of(team, local_date(now))
        expected = set(aangemeld) | {wie.pk}
        first = members.filter(pk__in=expected) if aangemeld else members
        self.fields["deelnemers"].queryset, self.fields["leider"].queryset = first, members
        self.fields["anderen"].queryset = members.exclude(pk__in=expected) if aangemeld else members.none()
        self.fields["route"].queryset = Route.objects.visible_to(wie).active().filter(team=team)
        for nummer in GUESTS:
            label, naam = _("Gast %(n)d") % {"n": nummer}, _("Voornaam %(n)d") % {"n": nummer}
            self.fields[f"gast_{nummer}"] = forms.ChoiceField(label=label, choices=KIND, required=False)
            self.fields[f"gast_naam_{nummer}"] = forms.CharField(label=naam, max_length=60, required=False)
        self.initial = {
            "deelnemers": list(aangemeld) or [wie.pk],
            "klaar_om": timezone.localtime(proposed_end(ronde, now)).time(),
            "leider": wie.pk,
            "telefoon": wie.telefoon,
            "route": ronde.route_id if ronde else None,
            "sleutel": uuid.uuid4(),
        }
        for naam in ("anderen", "route"):
            if not self.fields[naam].queryset.exists():
                del self.fields[naam]  # nothing to choose from

    def get_layout(self):
        """What is asked of everybody; the others and the guests stand folded."""
        guests = [Rij(f"gast_{nummer}", f"gast_naam_{nummer}") for nummer in GUESTS]
        return Layout(
            "deelnemers",
            *([Meer("anderen", titel=_("Iemand anders van het team"))] if "anderen" in self.fields else []),
            Meer(*guests, titel=_("Er loopt een gast mee")),
            "klaar_om",
            "leider",
            "telefoon",
            *(["route"] if "route" in self.fields else []),
            "sleutel",
        )

    def clean(self):
        """Everybody in one list, the end as a moment, the guests as pairs."""
        data = super().clean()
        people = [*(data.pop("deelnemers", None) or []), *(data.pop("anderen", None) or [])]
        if not people and not self.errors.keys() & {"deelnemers", "anderen"}:
            self.add_error("deelnemers", _("Zet een vinkje bij wie er meeloopt."))
        leider = data.get("leider")
        if leider and people and leider not in people:
            self.add_error("leider", _("Wie de ronde leidt, loopt zelf mee. Zet een vinkje bij die naam."))
        if klaar_om := data.pop("klaar_om", None):
            data["verwacht_einde"] = first_after(self.now, klaar_om)
        data["telefoon"] = self._telefoon(leider, data.get("telefoon", ""))
        return data | {"deelnemers": people, "gasten": self._gasten(data)}

    def _telefoon(self, leider, typed):
        """The number of who leads; that of who filled in the page is not that of somebody else."""
        if leider and leider != self.wie and leider.telefoon and typed == self.wie.telefoon:
            return leider.telefoon
        if not typed and leider and leider.telefoon:
            return leider.telefoon
        if not typed and "telefoon" not in self.errors:
            self.add_error("telefoon", _("Vul het nummer in van wie de ronde leidt. Dan kunnen wij u waarschuwen."))
        return typed

    def _gasten(self, data):
        found = []
        for nummer in GUESTS:
            soort, naam = data.pop(f"gast_{nummer}", ""), data.pop(f"gast_naam_{nummer}", "")
            if naam and not soort:
                self.add_error(f"gast_{nummer}", _("Kies wat voor gast dit is."))
            elif naam and soort == Gast.BEWONER:
                self.add_error(f"gast_naam_{nummer}", _("Schrijf bij iemand uit de buurt geen naam op."))
            elif soort:
                found.append((soort, naam))
        return found


class LangerForm(NldsForm):
    """Three buttons, each so many minutes; ``keer`` is what the page knew, so that two presses are one."""

    keer = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    minuten = forms.TypedChoiceField(coerce=int, choices=[(m, m) for m in LONGER_MINUTES])

    layout = Layout("keer")

    @cached_property
    def helper(self):
        """The buttons are the choice."""
        helper = super().helper
        helper.render_unmentioned_fields = False
        return helper

    def buttons(self):
        """None of them is the primary one: that is home."""
        for minuten in LONGER_MINUTES:
            yield Knop(_("%(n)s minuten langer") % {"n": minuten}, naam="minuten", waarde=minuten, stijl="secondary")


class ThuisForm(NldsForm):
    """One button."""

    knop = gettext_lazy("Iedereen is thuis")


class ToenThuisForm(NldsForm):
    """A round that nobody closed: when was everybody really home?"""

    knop = gettext_lazy("Iedereen is thuis")
    om = forms.TimeField(
        label=gettext_lazy("Hoe laat was iedereen thuis?"),
        help_text=gettext_lazy("Weet u het niet precies? Vul in wat u denkt."),
    )

    def __init__(self, *args, ronde, **kwargs):
        super().__init__(*args, **kwargs)
        self.ronde = ronde

    def clean(self):
        """A time before the begin is after midnight."""
        data = super().clean()
        return {"einde": first_after(self.ronde.begin, data["om"])} if data.get("om") else data


class BelForm(NldsForm):
    """What the coordinator found out; a button that was pressed, or that says nothing yet, is not offered."""

    wat = forms.ChoiceField(
        choices=[
            ("thuis", gettext_lazy("Ze zijn thuis")),
            ("bel", gettext_lazy("Ik bel ze")),
            ("niemand", gettext_lazy("Ik krijg niemand")),
        ]
    )
    layout = Layout(HTML(" "))  # without anything in it all fields would be drawn

    def __init__(self, *args, ronde, te_laat, **kwargs):
        super().__init__(*args, **kwargs)
        in_time = not te_laat
        self.done = {"bel": in_time or ronde.belt_op, "niemand": in_time or ronde.niemand_op}

    @cached_property
    def helper(self):
        """The buttons are the choice."""
        helper = super().helper
        helper.render_unmentioned_fields = False
        return helper

    def buttons(self):
        """None of them is the primary one: that is to ring."""
        for waarde, label in self.fields["wat"].choices:
            if not self.done.get(waarde):
                yield Knop(label, naam="wat", waarde=waarde, stijl="secondary")
