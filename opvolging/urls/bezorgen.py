"""The addresses of answers that a person brings, and of printed cards."""

from django.urls import path

from opvolging.views import bezorgen as views
from opvolging.views.kaarten import kaarten

BEZORGING = "doorgeven/<int:bezorging>/"

urlpatterns = [
    path("kaarten/", kaarten, name="kaarten"),
    path("doorgeven/", views.bezorgingen, name="bezorgingen"),
    path(BEZORGING, views.bezorging, name="bezorging"),
    path(BEZORGING + "verteld/", views.bezorging_verteld, name="bezorging_verteld"),
    path(BEZORGING + "niet-bereikt/", views.bezorging_niet_bereikt, name="bezorging_niet_bereikt"),
    path(BEZORGING + "terugnemen/", views.bezorging_terug, name="bezorging_terug"),
    path(BEZORGING + "brief/", views.bezorging_brief, name="bezorging_brief"),
    path("overbrengen/", views.overbrengen, name="overbrengen"),
    path("overbrengen/<int:bezorging>/verteld/", views.overgebracht, name="overgebracht"),
]
