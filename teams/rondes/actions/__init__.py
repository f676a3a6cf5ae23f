"""Everything that changes a round: lock, check, change, record, queue."""

from teams.rondes.actions.agenda import make_agenda, renew_agenda, stop_agenda
from teams.rondes.actions.correcting import correct_ronde
from teams.rondes.actions.planning import cancel_ronde, plan_ronde, restore_ronde
from teams.rondes.actions.reporting import finish_verslag, log_afterwards, save_verslag
from teams.rondes.actions.signing import cannot_come, sign_up, stand_in
from teams.rondes.actions.walking import close_times, come_home, extend_ronde, start_ronde, stop_watching

__all__ = [
    "cancel_ronde",
    "cannot_come",
    "close_times",
    "come_home",
    "correct_ronde",
    "extend_ronde",
    "finish_verslag",
    "log_afterwards",
    "make_agenda",
    "plan_ronde",
    "renew_agenda",
    "restore_ronde",
    "save_verslag",
    "sign_up",
    "stand_in",
    "start_ronde",
    "stop_agenda",
    "stop_watching",
]
