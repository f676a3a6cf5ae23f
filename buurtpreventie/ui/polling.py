"""Parts of a page that ask for themselves again every few seconds (HTMX): see ``delen/_ververst.html``."""

from django.http import HttpResponse
from django.template.loader import render_to_string

STOP_POLLING = 286  # HTMX puts this answer in the page and asks no more


def is_part(request):
    """The browser puts the answer in a part of a page that it already shows."""
    return "HX-Request" in request.headers


def is_poll(request):
    """It asks for that part by itself: nobody pressed anything."""
    return request.method == "GET" and is_part(request)


class PollingMiddleware:
    """Who may not see the page (any more) gets a sentence in that part, and no sign-in page inside it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if is_part(request) and (300 <= response.status_code < 400 or response.status_code in (401, 403, 404)):
            return HttpResponse(render_to_string("delen/_ververst_klaar.html"), status=STOP_POLLING)
        return response
