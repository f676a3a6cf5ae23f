"""The addresses of the acts on one case at the meldpunt."""

from django.urls import path

from opvolging.views import meldpunt_zaak as views

MELDING = "melding/<str:nummer>/"

urlpatterns = [
    path("verlagingen/", views.verlagingen, name="verlagingen"),
    path(MELDING + "aanzien/", views.aanzien, name="aanzien"),
    path(MELDING + "verder/", views.verder, name="verder"),
    path(MELDING + "verlagen/", views.verlagen, name="verlagen"),
    path(MELDING + "verlagen/besluit/", views.verlaging, name="verlaging"),
    path(MELDING + "stap/", views.stap, name="stap"),
    path(MELDING + "bewoner/", views.ingelicht, name="ingelicht"),
    path(MELDING + "vraag-aan-melder/", views.vraag_melder, name="vraag_melder"),
    path(MELDING + "vraag-aan-melder/antwoord/", views.vraag_melder_antwoord, name="vraag_melder_antwoord"),
    path(MELDING + "vraag-aan-melder/verder/", views.vraag_melder_verder, name="vraag_melder_verder"),
    path(MELDING + "zwart/", views.zwart, name="zwart"),
    path(MELDING + "past-niet/", views.modereren, name="modereren"),
    path(MELDING + "splitsen/", views.splitsen, name="splitsen"),
    path(MELDING + "toewijzen/", views.toewijzen, name="toewijzen"),
    path(MELDING + "vergelijk/<str:ander>/", views.vergelijk, name="vergelijk"),
    path(MELDING + "dubbel/<str:ander>/", views.dubbel, name="dubbel"),
    path(MELDING + "eerder/<str:ander>/", views.eerder, name="eerder"),
]
