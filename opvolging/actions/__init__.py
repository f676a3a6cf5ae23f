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
from opvolging.actions.desk import as_handler, ask_partners, preview_asks, renew_frozen
from opvolging.actions.partner_acts import accept_ask, add_note, finish_ask, hand_back, revise_result
from opvolging.actions.reminders import sweep
from opvolging.actions.verdicts import give_oordeel, mark_read, record_call

__all__ = [
    "as_handler",
    "accept_ask",
    "add_note",
    "ask_partner",
    "ask_partners",
    "close_with_antwoord",
    "finish_ask",
    "finish_melding",
    "give_antwoord",
    "give_oordeel",
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
]
