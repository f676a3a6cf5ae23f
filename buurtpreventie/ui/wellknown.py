"""What machines ask of every site: where to tell of a weak spot (RFC 9116), and what to keep out of search results."""

from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.http import HttpResponse
from django.views.decorators.http import require_safe

VALID_FOR = timedelta(days=364)  # less than a year, says the RFC
WARN_BEFORE = timedelta(days=30)
NOTHING_IS_FOR_ROBOTS = "User-agent: *\nDisallow: /\n"


def expires_on():
    """The day on which somebody has to look again."""
    return settings.SECURITY_CHECKED + VALID_FOR


def expires_soon(today):
    """Whether it is time to look again."""
    return today >= expires_on() - WARN_BEFORE


@require_safe
def security_txt(request):
    """Where somebody tells of a weak spot, and until when that holds."""
    lines = {
        "Contact": settings.SECURITY_CONTACT,
        "Expires": datetime.combine(expires_on(), time.min, tzinfo=UTC).isoformat(),
        "Preferred-Languages": "nl, en",
        "Canonical": f"{settings.SITE_URL}/.well-known/security.txt",
    }
    return plain("".join(f"{name}: {value}\n" for name, value in lines.items()))


@require_safe
def robots_txt(request):
    """Nothing here is for a search engine."""
    return plain(NOTHING_IS_FOR_ROBOTS)


def plain(text):
    """Plain text, as machines read it."""
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
