"""What happens in the follow-up: asks, answers, verdicts and reminders; the only place that changes these rows."""

from opvolging.actions.access import (
    mail_open_asks,
    open_ask,
    renew_access,
    request_code,
    set_away,
    use_code,
)
from opvolging.actions.answers import (
    close_with_antwoord,
    finish_melding,
    give_antwoord,
    give_tussenbericht,
    record_no_antwoord,
)
from opvolging.actions.asks import ask_partner, withdraw_ask
from opvolging.actions.assigning import assign, close_as_duplicate, split_melding
from opvolging.actions.delivering import bring_as_coordinator, note_not_reached, record_delivered, take_back
from opvolging.actions.desk import as_handler, ask_partners, preview_asks, renew_frozen
from opvolging.actions.levels import decide_lowering, lower_level
from opvolging.actions.moderation import black_out, moderate
from opvolging.actions.on_behalf import ask_again, clear_bounce, record_bounce, record_partner
from opvolging.actions.oversight import take_openings_along, tick_line, tick_month
from opvolging.actions.partner_acts import accept_ask, add_note, finish_ask, hand_back, revise_result
from opvolging.actions.photos import open_photo_with_ask, photos_with_ask
from opvolging.actions.questions import answer_question, ask_melder, go_on_without
from opvolging.actions.reminders import sweep
from opvolging.actions.requests import (
    close_request,
    confirm_request,
    lengthen_request,
    look_up_address,
    open_request,
    read_request,
    wipe_requests,
)
from opvolging.actions.steps import record_informed, take_step
from opvolging.actions.team import give_seintje, write_team_messages
from opvolging.actions.together import (
    add_to_bundle,
    answer_bundle,
    bundle,
    bundle_or_join,
    leave_bundle,
    take_up_and_ask,
    take_up_and_close,
    take_up_bundle,
)
from opvolging.actions.verdicts import give_oordeel, mark_read, record_call
from opvolging.actions.watching import resume, watch

__all__ = [
    "close_request",
    "confirm_request",
    "lengthen_request",
    "look_up_address",
    "open_request",
    "read_request",
    "wipe_requests",
    "take_openings_along",
    "tick_line",
    "tick_month",
    "ask_again",
    "clear_bounce",
    "record_bounce",
    "record_partner",
    "bring_as_coordinator",
    "note_not_reached",
    "record_delivered",
    "take_back",
    "open_photo_with_ask",
    "photos_with_ask",
    "answer_question",
    "ask_melder",
    "assign",
    "black_out",
    "close_as_duplicate",
    "decide_lowering",
    "go_on_without",
    "lower_level",
    "moderate",
    "record_informed",
    "resume",
    "split_melding",
    "take_step",
    "watch",
    "as_handler",
    "accept_ask",
    "add_to_bundle",
    "answer_bundle",
    "bundle",
    "bundle_or_join",
    "take_up_and_ask",
    "take_up_and_close",
    "leave_bundle",
    "take_up_bundle",
    "add_note",
    "ask_partner",
    "ask_partners",
    "close_with_antwoord",
    "finish_ask",
    "finish_melding",
    "give_antwoord",
    "give_oordeel",
    "give_seintje",
    "give_tussenbericht",
    "hand_back",
    "mail_open_asks",
    "mark_read",
    "open_ask",
    "preview_asks",
    "record_call",
    "record_no_antwoord",
    "renew_access",
    "renew_frozen",
    "request_code",
    "revise_result",
    "set_away",
    "sweep",
    "use_code",
    "withdraw_ask",
    "write_team_messages",
]
