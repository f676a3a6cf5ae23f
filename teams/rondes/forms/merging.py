"""One page open in two places: what was not touched here takes what was written there, and a clash is told once."""

import json

from django import forms
from django.utils.translation import gettext as _


class SamenvoegMixin:
    """A form that carries what it showed (``getoond``), to tell what somebody changed from what stood there.

    Of a field that changed elsewhere meanwhile the newer value is taken; only when both changed it the form comes
    back (409) and says what stands there now; sent again it is accepted.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.clashes = []
        self.fields["getoond"] = forms.CharField(required=False, max_length=40_000, widget=forms.HiddenInput)

    def stands_there(self):
        """What a page would show now, as a browser would send it back, by field."""
        return {name: self.as_sent(name) for name, field in self.fields.items() if not field.widget.is_hidden}

    def as_sent(self, name):
        """The initial value of one field as the list of texts that a browser sends."""
        bound = self[name]  # also gives the widget its format
        value = self.get_initial_for_field(bound.field, name)
        shown = bound.field.widget.format_value(bound.field.prepare_value(value))
        return sent(shown if isinstance(shown, list | tuple) else [shown])

    def carry(self):
        """Write down what this page shows."""
        self.initial["getoond"] = json.dumps(self.stands_there())
        return self

    def _clean_fields(self):
        """First take what changed elsewhere, then clean as always."""
        self._merge()
        super()._clean_fields()

    def _merge(self):
        shown, now = self._shown(), self.stands_there()
        for name, there in now.items():
            if name not in shown or shown[name] == there:
                continue
            key = self.add_prefix(name)
            typed = sent(self.data.getlist(key))
            if typed == shown[name]:
                self.data.setlist(key, there)
            elif typed != there:
                self.clashes.append(name)
        self.data[self.add_prefix("getoond")] = json.dumps(now)

    def _shown(self):
        """What the page said it showed; nothing when that makes no sense."""
        try:
            shown = json.loads(self.data.get(self.add_prefix("getoond"), ""))
        except (ValueError, RecursionError):
            return {}
        return shown if isinstance(shown, dict) else {}

    def clean(self):
        """Say what stands there now, of what was changed in two places."""
        cleaned = super().clean()
        if self.clashes:
            self.status = 409
            fields = [f"{self.fields[name].label}: {self.in_words(name)}" for name in self.clashes]
            self.add_error(
                None,
                _(
                    "Dit werd intussen ook op een andere plek gewijzigd. Er staat nu: %(nu)s. Wat u invulde, staat er "
                    "nog. Klopt dat? Verstuur het dan nog een keer."
                )
                % {"nu": "; ".join(fields)},
            )
        return cleaned

    def in_words(self, name):
        """The value that stands there now, as a person reads it."""
        values = self.as_sent(name)
        labels = {str(value): str(label) for value, label in getattr(self.fields[name], "choices", [])}
        return ", ".join(labels.get(value, value) for value in values) or _("leeg")


def sent(values):
    """Texts without the empty ones: a browser leaves out what is not ticked."""
    return [str(value) for value in values if value not in (None, "")]
