"""Whether the resident knows: the same three questions for the meldpunt and for a partner (E219)."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from buurtpreventie.ui.forms import NldsForm
from opvolging.models import Ingelicht

VELDEN = ("ingelicht", "ingelicht_uiterlijk", "ingelicht_want")


def check_informed(form, data, stand, uiterlijk, want):
    """A date with "uiterlijk", a reason with "niet veilig"; the names of the three fields are given."""
    if data.get(stand) == Ingelicht.Stand.UITERLIJK and not data.get(uiterlijk) and uiterlijk not in form.errors:
        form.add_error(uiterlijk, _("Kies de dag waarop de bewoner het uiterlijk weet."))
    if data.get(stand) == Ingelicht.Stand.NIET_VEILIG and not data.get(want) and want not in form.errors:
        form.add_error(want, _("Schrijf op waarom het niet veilig kan."))


class MetBewoner(NldsForm):
    """Room to say whether the resident knows, in a form of a partner; only where it is about somebody."""

    ingelicht = forms.ChoiceField(
        label=gettext_lazy("Weet de bewoner ervan?"),
        choices=Ingelicht.Stand.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    ingelicht_uiterlijk = forms.DateField(
        label=gettext_lazy("Uiterlijk op"),
        help_text=gettext_lazy("Alleen als de bewoner het nog niet weet."),
        required=False,
    )
    ingelicht_want = forms.CharField(
        label=gettext_lazy("Waarom kan het niet veilig?"),
        help_text=gettext_lazy("Alleen het meldpunt leest dit."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, over_iemand=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.over_iemand = over_iemand
        if not over_iemand:
            for name in VELDEN:
                del self.fields[name]

    def clean(self):
        """The three as one: what the action takes, or None when nothing was said."""
        data = super().clean()
        if self.over_iemand:
            check_informed(self, data, *VELDEN)
            stand, uiterlijk, want = (data.pop(name, None) for name in VELDEN)
            data["ingelicht"] = {"stand": stand, "uiterlijk": uiterlijk, "want": want or ""} if stand else None
        return data
