"""Are the addresses of who watches over the teams sound?"""

from django import forms
from django.utils.translation import gettext_lazy as _

from buurtpreventie.ui.forms import NldsForm
from buurtpreventie.ui.gelezen import GelezenMixin
from teams.forms.settings import NummerField


class WachtForm(GelezenMixin, NldsForm):
    """Who hears which teams walk tonight, and whom to ring when nobody answers."""

    knop = _("Opslaan")
    basisteam_email = forms.EmailField(
        label=_("Mail van het basisteam van de politie"),
        help_text=_(
            "Hier komt elke dag om 16.00 uur een mail als er die avond teams lopen. "
            "Leeg? Dan gaat de mail naar iedereen met de rol Politie in dienst."
        ),
        max_length=254,
        required=False,
    )
    piket_email = forms.EmailField(
        label=_("Mail van het piket"),
        help_text=_(
            "Krijgt een mail als een team niet zegt dat iedereen thuis is. Wie de rol Piket heeft, krijgt die ook."
        ),
        max_length=254,
        required=False,
    )
    piket_telefoon = NummerField(
        label=_("Telefoon van het piket"),
        help_text=_("De coördinator belt dit nummer als het team niet opneemt."),
        autofill="off",
        required=False,
    )
