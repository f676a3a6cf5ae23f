"""What happens to a melding before and beside the follow-up; the only place that changes its rows."""

from meldingen.actions.categories import copy_categorieen
from meldingen.actions.drafts import begin_concept, discard_concept, purge_concepten, save_concept
from meldingen.actions.handling import raise_level, recategorise, take_up, take_up_next
from meldingen.actions.life import advance, locked
from meldingen.actions.opening import open_inhoud
from meldingen.actions.reporting import add_aanvulling, report_melding, same_in_street, withdraw_melding

__all__ = [
    "add_aanvulling",
    "advance",
    "begin_concept",
    "copy_categorieen",
    "discard_concept",
    "locked",
    "open_inhoud",
    "purge_concepten",
    "raise_level",
    "recategorise",
    "report_melding",
    "same_in_street",
    "save_concept",
    "take_up",
    "take_up_next",
    "withdraw_melding",
]
