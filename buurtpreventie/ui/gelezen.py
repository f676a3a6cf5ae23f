"""Two people change the same thing at once: the second one hears it first, and keeps what was typed."""

import hashlib
import json

from django import forms
from django.utils.translation import gettext as _

MARK_LENGTH = 20


def fingerprint(values):
    """A short mark of what stands there, as words by name: the same words give the same mark."""
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:MARK_LENGTH]


class GelezenMixin:
    """A form that carries a mark of what stood there when it was shown.

    ``stond`` is what stands there now, in words by name. Sent with the mark of something older, the form comes back
    once (409) with what a colleague made of it; sent again it is accepted. What says the same as what stands there
    now (a second press of the button) is no conflict.
    """

    def __init__(self, *args, stond, **kwargs):
        super().__init__(*args, **kwargs)
        self.stond, self.mark = stond, fingerprint(stond)
        self.fields["gelezen"] = forms.CharField(
            required=False, max_length=MARK_LENGTH, initial=self.mark, widget=forms.HiddenInput
        )

    def clean(self):
        cleaned = super().clean()
        read = self.data.get(self.add_prefix("gelezen"), "")
        if self.is_the_same():
            cleaned["gelezen"] = self.mark
        elif read != self.mark:
            self.data[self.add_prefix("gelezen")] = self.mark
            self.status = 409
            self.add_error(None, self.conflict())
        else:
            cleaned["gelezen"] = read
        return cleaned

    def is_the_same(self):
        """Nothing was typed that does not stand there already."""
        return not set(self.changed_data) - {"gelezen"}

    def conflict(self):
        """What to do, and what stands there now where it is not what was typed."""
        others = [name for name in self.changed_data if name in self.stond]
        there = "; ".join(f"{self.fields[name].label}: {self.stond[name] or _('leeg')}" for name in others)
        sentence = _(
            "Een collega heeft dit intussen gewijzigd. Wat u typte, staat er nog. "
            "Klopt het? Sla het dan nog een keer op."
        )
        return f"{sentence} {_('Er staat nu:')} {there}." if there else sentence
