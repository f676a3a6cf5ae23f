"""Is what beheer does with the people at a partner sound?"""

from django import forms
from django.utils.translation import gettext_lazy as _

from buurtpreventie.ui.forms import NldsForm


class StopForm(NldsForm):
    """One click, on a page that says what it does."""

    knop = _("Stop deze partner")


class ContactStopForm(NldsForm):
    """Leaves; what is open goes to the deputy."""

    knop = _("Contactpersoon stopt")

    def __init__(self, *args, vervanger=None, **kwargs):
        super().__init__(*args, **kwargs)
        if vervanger:
            self.fields["doorgeven"] = forms.BooleanField(
                label=_("Geef alles wat openstaat door aan %(naam)s") % {"naam": vervanger.naam},
                help_text=_("%(naam)s krijgt er een mail over. De oude link werkt dan niet meer.")
                % {"naam": vervanger.naam},
                required=False,
            )
