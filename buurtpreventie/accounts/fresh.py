"""A fresh proof that it is really you: needed before confidential text is shown again (ontwerp §4)."""

from datetime import timedelta

FRESH_FOR = timedelta(minutes=30)
SESSION_KEY = "vers_op"


def is_fresh(request, now) -> bool:
    """A code was typed in this session within the last 30 minutes."""
    proved = request.session.get(SESSION_KEY)
    return proved is not None and 0 <= now.timestamp() - proved < FRESH_FOR.total_seconds()


def mark_fresh(request, now):
    """Remember in the session that a code was typed in just now."""
    request.session[SESSION_KEY] = now.timestamp()
