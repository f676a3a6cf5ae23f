"""What happens to people in teams, and to the settings of a gemeente; the only place that changes their rows."""

from teams.actions.people import add_member, appoint, end_appointment, end_membership

__all__ = ["add_member", "appoint", "end_appointment", "end_membership"]
