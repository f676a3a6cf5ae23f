"""Addresses of reporting, and of whom to call."""

from django.urls import path

from meldingen.views import around, drafts

app_name = "meldingen"
urlpatterns = [
    path("melden/", drafts.melden, name="melden"),
    path("melden/concept/<uuid:sleutel>/weg/", drafts.weg, name="weg"),
    path("melden/concept/<uuid:sleutel>/<slug:naam>/", drafts.stap, name="stap"),
    path("melden/verstuurd/<str:nummer>/", around.verstuurd, name="verstuurd"),
    path("melden/<slug:soort>/", drafts.begin, name="begin"),
    path("zorgen/", around.zorgen, name="zorgen"),
    path("wie-bel-ik/", around.bellen, name="bellen"),
]
