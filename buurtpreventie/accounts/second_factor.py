"""Does this session stand behind a second factor? Who needs one is decided on the floor above."""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator

SESSION_KEY = "tweede_factor"


def has_second_factor(gebruiker):
    """Somebody's app gives codes for this site (asks the database)."""
    return get_adapter().is_mfa_enabled(gebruiker, [Authenticator.Type.TOTP])


def passed_second_factor(request):
    """This person has a second factor, so nobody signed in without it; asks the database once per session.

    A session from before the second factor was chosen has ended at that moment (``started_second_factor``).
    """
    if not request.session.get(SESSION_KEY):
        if not has_second_factor(request.user):
            return False
        mark_second_factor(request)
    return True


def mark_second_factor(request):
    """Remember the answer in the session; it ends with the session."""
    request.session[SESSION_KEY] = True
