"""What a melder fills in: one form per page, and the draft in which the answers come together."""

from meldingen.forms.draft import Invulling
from meldingen.forms.rounds import VanRondeForm
from meldingen.forms.shared_pages import ErbijForm, GebeldForm, WegForm
from meldingen.forms.wijkveiligheid import is_afraid

__all__ = ["ErbijForm", "GebeldForm", "Invulling", "VanRondeForm", "WegForm", "is_afraid"]
