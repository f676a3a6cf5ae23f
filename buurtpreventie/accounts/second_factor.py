"""Does this session stand behind a second factor? Who needs one is decided on the floor above."""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator

SESSION_KEY = "tweede_factor"


def passed_second_factor(request):
    """This person has a second factor, so nobody signed in without it; asks the database once per session.

    A session from before the second factor was chosen has ended at that moment (``started_second_factor``).
    """
    if not request.session.get(SESSION_KEY):
        if not get_adapter().is_mfa_enabled(request.user, [Authenticator.Type.TOTP]):
            return False
        mark_second_factor(request)
    return True


def mark_second_factor(request):
    """Remember the answer in the session; it ends with the session."""
    request.session[SESSION_KEY] = True
