"""Addresses for the tests of the look: its own pages and two that break."""

from django.db import OperationalError
from django.http import HttpResponse
from django.urls import include, path


def lose_database(request):
    """A view whose database goes away."""
    raise OperationalError("server closed the connection")


def break_down(request):
    """A view with a fault of its own."""
    raise ZeroDivisionError


def accept(request):
    """A view that takes any form."""
    return HttpResponse("gelukt")


urlpatterns = [
    path("", include("buurtpreventie.ui.urls")),
    path("melden/", lose_database),
    path("stuk/", break_down),
    path("goed/", accept),
]
handler400 = "buurtpreventie.ui.views.bad_request"
handler403 = "buurtpreventie.ui.views.permission_denied"
handler404 = "buurtpreventie.ui.views.page_not_found"
handler500 = "buurtpreventie.ui.views.server_error"
