"""What a melder fills in: one form per page, and the draft in which the answers come together."""

from meldingen.forms.draft import Invulling
from meldingen.forms.niet_pluis import GebeldForm, WegForm

__all__ = ["GebeldForm", "Invulling", "WegForm"]
