"""What happens to people, their sessions, codes and invitations; one file per group of events."""

from buurtpreventie.accounts.actions.codes import check_code, send_code, send_fresh_code
from buurtpreventie.accounts.actions.devices import end_device, end_devices, note_device
from buurtpreventie.accounts.actions.invitations import accept_invitation, invite
from buurtpreventie.accounts.actions.people import (
    change_details,
    end_sessions,
    moved_to_new_email,
    reset_second_factor,
    started_second_factor,
)
from buurtpreventie.accounts.actions.texts import forget_expired, keep_text

__all__ = [
    "accept_invitation",
    "change_details",
    "check_code",
    "end_device",
    "end_devices",
    "end_sessions",
    "forget_expired",
    "invite",
    "keep_text",
    "moved_to_new_email",
    "note_device",
    "reset_second_factor",
    "send_code",
    "send_fresh_code",
    "started_second_factor",
]
