"""The report of a round that nobody started, and whether it was one of the plan."""

from dataclasses import fields
from datetime import timedelta

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from buurtpreventie.ui.dates import time_in_words, weekday_in_words
from teams.clocks import local_date
from teams.rondes.forms.verslag import NEE, VerslagForm

NEAR = timedelta(hours=1)


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
