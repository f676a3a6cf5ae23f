"""The one filter of the demo's mailbox."""

from django import forms

from buurtpreventie.ui.forms import FilterForm


class PostvakForm(FilterForm):
    """Whose mail."""

    aan = forms.ChoiceField(label="Mail aan")

    def __init__(self, *args, adressen, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["aan"].choices = [("", "Iedereen"), *((adres, adres) for adres in adressen)]
