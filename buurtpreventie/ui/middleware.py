"""Headers every page carries, and what a reader sees when the database is away."""

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.http import HttpResponse

from buurtpreventie.ui.views import unavailable

PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in [
        "accelerometer",
        "autoplay",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "hid",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "publickey-credentials-get",
        "screen-wake-lock",
        "serial",
        "usb",
    ]
)


ALONE = "sandbox; default-src 'none'"  # the policy of what is no page: nothing in it runs or is fetched


class HeadersMiddleware:
    """No page is kept by a browser or a proxy, no page may use the camera or the place; a download stands alone."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers["Permissions-Policy"] = PERMISSIONS
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        if request.path.startswith(settings.STATIC_URL) and "Cache-Control" in response.headers:
            return response
        response.headers["Cache-Control"] = "no-store"
        response.headers.pop("Expires", None)  # the library's own way to say the same
        if not response.headers.get("Content-Type", "text/html").startswith("text/html"):
            response.headers["Content-Security-Policy"] = ALONE
        return response

    def process_exception(self, request, exception):
        """A view lost the database: 503, with what was typed. (Middleware that loses it ends in ``server_error``.)"""
        if isinstance(exception, OperationalError | InterfaceError):
            return unavailable(request)
        return None


AHEAD = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")  # a browser fetches what somebody may open later
FETCHES_AHEAD = ("prefetch", "prerender", "preview")


class LookingMiddleware:
    """Only who opens a page has opened it: asking for its head leaves nothing behind, and fetching ahead gives nothing.

    What is fetched ahead would show words of which no audit line says that somebody read them.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if is_fetched_ahead(request):
            return HttpResponse(status=403)
        response = self.get_response(request)
        if request.method == "HEAD":
            transaction.set_rollback(True)
        return response


def is_fetched_ahead(request):
    """The browser says that nobody asked for this yet."""
    said = " ".join(request.headers.get(name, "") for name in AHEAD).lower()
    return any(word in said for word in FETCHES_AHEAD)
