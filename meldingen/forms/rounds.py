"""From a round: which one, in the address of the page where one begins."""

from django import forms

from buurtpreventie.ui.forms import NldsForm


class VanRondeForm(NldsForm):
    """Only a number; what it opens, the rows say."""

    ronde = forms.IntegerField(required=False)
