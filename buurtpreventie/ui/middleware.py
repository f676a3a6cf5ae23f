"""Headers every page carries, and what a reader sees when the database is away."""

from django.conf import settings
from django.db import InterfaceError, OperationalError

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


class HeadersMiddleware:
    """No page is kept by a browser or a proxy, no page may use the camera or the place."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if not request.path.startswith(settings.STATIC_URL):
            response.headers["Cache-Control"] = "no-store"
        return response

    def process_exception(self, request, exception):
        """A view lost the database: 503, with what was typed. (Middleware that loses it ends in ``server_error``.)"""
        if isinstance(exception, OperationalError | InterfaceError):
            return unavailable(request)
        return None
