"""What happens to a melding before and beside the follow-up; the only place that changes its rows."""

from meldingen.actions.cards import MOST_CARDS, make_cards
from meldingen.actions.categories import (
    change_categorie,
    copy_categorieen,
    free_code,
    make_categorie,
    switch_categorie,
)
from meldingen.actions.drafts import begin_beside, begin_concept, discard_concept, purge_concepten, save_concept
from meldingen.actions.handling import raise_level, recategorise, set_level, take_up, take_up_next
from meldingen.actions.indexing import forget_addresses, index_anew, indexed_with_another_key
from meldingen.actions.life import advance, locked
from meldingen.actions.looking_again import (
    answer_even_aanzien,
    ask_how_it_is,
    begin_even_aanzien,
    concept_of,
    forget_even_aanzien,
)
from meldingen.actions.opening import open_inhoud
from meldingen.actions.photos import (
    add_draft_photos,
    add_photos,
    open_photo,
    remove_draft_photo,
    remove_photo,
)
from meldingen.actions.reporting import (
    add_aanvulling,
    report_melding,
    same_in_street,
    withdraw_melding,
)
from meldingen.actions.talks import (
    ask_overleg,
    begin_concept_after_talk,
    finish_overleg,
    note_attempt,
    record_belmoment,
    take_overleg,
    withdraw_overleg,
)

__all__ = [
    "MOST_CARDS",
    "make_cards",
    "change_categorie",
    "free_code",
    "make_categorie",
    "switch_categorie",
    "add_draft_photos",
    "add_photos",
    "open_photo",
    "remove_draft_photo",
    "remove_photo",
    "begin_beside",
    "withdraw_overleg",
    "take_overleg",
    "record_belmoment",
    "note_attempt",
    "finish_overleg",
    "begin_concept_after_talk",
    "ask_overleg",
    "forget_addresses",
    "forget_even_aanzien",
    "concept_of",
    "begin_even_aanzien",
    "ask_how_it_is",
    "answer_even_aanzien",
    "add_aanvulling",
    "advance",
    "begin_concept",
    "copy_categorieen",
    "discard_concept",
    "index_anew",
    "indexed_with_another_key",
    "locked",
    "open_inhoud",
    "purge_concepten",
    "raise_level",
    "recategorise",
    "report_melding",
    "same_in_street",
    "save_concept",
    "set_level",
    "take_up",
    "take_up_next",
    "withdraw_melding",
]
