"""What a telephone remembers of an evaluation: that it sent one, never what; the server keeps nothing of it.

The cookie goes to the pages of the code only. It holds the run and the secret of its code, signed, so that the page of
thanks can offer a fresh form to who sits beside.
"""

from django.conf import settings
from django.core.signing import BadSignature
from django.urls import reverse

COOKIE = "__Secure-evaluatie" if settings.SECURE else "evaluatie"  # __Host- would send it to every page
SALT = "evaluaties.devices"
REMEMBERED = 6 * 3600  # longer than any evening


def remember(response, afname):
    """This device sent a form of this run."""
    response.set_signed_cookie(
        COOKIE,
        f"{afname.pk}:{afname.wand_geheim}",
        salt=SALT,
        max_age=REMEMBERED,
        path=reverse("evaluaties:hier"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def sent_before(request, afname):
    """This device sent a form of this run."""
    return _remembered(request)[0] == str(afname.pk)


def token_of(request):
    """The secret of the code that this device used last; empty when it used none."""
    return _remembered(request)[1]


def _remembered(request):
    try:
        said = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=REMEMBERED)
    except BadSignature:
        said = ""
    afname, _colon, token = said.partition(":")
    return afname, token
