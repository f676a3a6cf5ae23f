"""A middleware that finds the database gone, as the session or the web role would."""

from django.db import OperationalError


class DatabaseAwayMiddleware:
    """Fails before any view is reached."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        raise OperationalError("connection refused")
