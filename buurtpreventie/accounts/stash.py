"""A time-out never loses what was typed (veiligheid 7): the two cookies that this takes."""

from django.conf import settings
from django.core import signing

COOKIE = "__Host-bewaard" if settings.SECURE else "bewaard"  # the key of one kept text
WHO_COOKIE = "__Host-wie" if settings.SECURE else "wie"  # the signed id of who was signed in here last
SALT = "buurtpreventie.accounts.wie"
STASH_SECONDS = 3600


def who_was_here(request):
    """The id of the person whose session was in this browser, or None."""
    try:
        return int(signing.loads(request.COOKIES[WHO_COOKIE], salt=SALT, max_age=settings.SESSION_COOKIE_AGE))
    except (KeyError, ValueError, TypeError, signing.BadSignature):
        return None


def remember_who(response, user):
    """Note whose session this is, so that a later POST without one can be kept for the right person."""
    _set(response, WHO_COOKIE, signing.dumps(user.pk, salt=SALT), settings.SESSION_COOKIE_AGE)


def give_key(response, sleutel):
    """Give the browser the key of what it sent."""
    _set(response, COOKIE, sleutel, STASH_SECONDS)


def take_key(response):
    """The text was used or thrown away."""
    response.delete_cookie(COOKIE, samesite="Lax")


def _set(response, name, value, max_age):
    response.set_cookie(
        name, value, max_age=max_age, httponly=True, samesite="Lax", secure=bool(settings.SESSION_COOKIE_SECURE)
    )
