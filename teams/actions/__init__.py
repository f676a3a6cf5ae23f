"""What happens to people in teams, and to the settings of a gemeente; the only place that changes their rows."""

from teams.actions.kinds import switch_kinds
from teams.actions.partners import (
    agree,
    change_contact_row,
    change_partner,
    make_contact,
    make_partner,
    revive_contact,
    revive_partner,
    set_partner_hours,
)
from teams.actions.people import add_member, appoint, end_appointment, end_membership
from teams.actions.settings import (
    add_closing_day,
    change_number,
    change_settings,
    make_number,
    remove_closing_day,
    set_opening_hours,
)

__all__ = [
    "add_closing_day",
    "add_member",
    "agree",
    "appoint",
    "change_contact_row",
    "change_number",
    "change_partner",
    "change_settings",
    "end_appointment",
    "end_membership",
    "make_contact",
    "make_number",
    "make_partner",
    "remove_closing_day",
    "revive_contact",
    "revive_partner",
    "set_opening_hours",
    "set_partner_hours",
    "switch_kinds",
]
