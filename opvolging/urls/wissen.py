"""The addresses of what is wiped, for the meldpunt and for toezicht."""

from django.urls import path

from opvolging.views import wissen

MELDING = "melding/<str:nummer>/"

urlpatterns = [
    path("wissen/", wissen.wislijst, name="wislijst"),
    path(MELDING + "aanhouden/", wissen.aanhouden, name="aanhouden"),
    path(MELDING + "aanhouden/besluit/", wissen.aanhouding_besluit, name="aanhouding_besluit"),
    path(MELDING + "aanhouden/stoppen/", wissen.aanhouding_stoppen, name="aanhouding_stoppen"),
    path("toezicht/wissen/", wissen.toezicht_wissen, name="toezicht_wissen"),
    path("toezicht/wissen/<int:aanhouding>/", wissen.toezicht_aanhouding, name="toezicht_aanhouding"),
]
