"""Everything that changes a round: lock, check, change, record, queue."""

from teams.rondes.actions.agenda import make_agenda, renew_agenda, stop_agenda
from teams.rondes.actions.correcting import correct_ronde
from teams.rondes.actions.papier import RefusedRows, log_paper
from teams.rondes.actions.planning import cancel_ronde, plan_ronde, restore_ronde
from teams.rondes.actions.planning_reminders import remind_planning
from teams.rondes.actions.reminding import remind
from teams.rondes.actions.reporting import finish_verslag, forget_drafts, log_afterwards, save_verslag
from teams.rondes.actions.rosters import change_rooster, make_rooster, plan_ahead, stop_rooster
from teams.rondes.actions.routes import change_route, make_route, switch_route
from teams.rondes.actions.settings import set_safety_net
from teams.rondes.actions.signing import cannot_come, sign_up
from teams.rondes.actions.walking import come_home, extend_ronde, start_ronde
from teams.rondes.actions.warning import (
    acknowledge,
    begin_waarschuwing,
    close_waarschuwing,
    join_open_warnings,
    note_call,
    remind_warnings,
    send_waarschuwing,
    withdraw_waarschuwing,
)
from teams.rondes.actions.watching import WATCH, call_walkers, reach_nobody, watch

__all__ = [
    "RefusedRows",
    "WATCH",
    "acknowledge",
    "begin_waarschuwing",
    "call_walkers",
    "cancel_ronde",
    "cannot_come",
    "change_rooster",
    "change_route",
    "close_waarschuwing",
    "come_home",
    "correct_ronde",
    "extend_ronde",
    "finish_verslag",
    "forget_drafts",
    "join_open_warnings",
    "log_afterwards",
    "log_paper",
    "make_agenda",
    "make_rooster",
    "make_route",
    "note_call",
    "plan_ahead",
    "plan_ronde",
    "reach_nobody",
    "remind",
    "remind_planning",
    "remind_warnings",
    "renew_agenda",
    "restore_ronde",
    "save_verslag",
    "send_waarschuwing",
    "set_safety_net",
    "sign_up",
    "start_ronde",
    "stop_agenda",
    "stop_rooster",
    "switch_route",
    "watch",
    "withdraw_waarschuwing",
]
