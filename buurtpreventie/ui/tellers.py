"""Counting with big buttons: a number one can type, and with JavaScript a plus and a minus beside it."""

from django import forms
from django.utils.translation import gettext_lazy as _

MOST = 200


class TellerInput(forms.NumberInput):
    """A number between its buttons; without JavaScript only the number is there."""

    template_name = "nlds/widgets/teller.html"

    def __init__(self, naam="", attrs=None):
        super().__init__({"inputmode": "numeric", "min": 0, "max": MOST, "step": 1} | (attrs or {}))
        self.naam = naam

    def get_context(self, name, value, attrs):
        """Called by Django."""
        context = super().get_context(name, value, attrs)
        context["widget"]["naam"] = self.naam
        return context


class TellerField(forms.IntegerField):
    """How many: nothing typed is none, never below 0 or above 200."""

    def __init__(self, *, label, **kwargs):
        given = {"required": False, "initial": 0, "widget": TellerInput(label)} | kwargs
        super().__init__(
            label=label,
            min_value=0,
            max_value=MOST,
            error_messages={
                "min_value": _("Minder dan 0 kan niet."),
                "max_value": _("Tel hooguit %(limit_value)s."),
                "invalid": _("Vul een getal in. Gebruik geen letters."),
            },
            **given,
        )

    def clean(self, value):
        """Nothing typed is none."""
        return super().clean(value) or 0
