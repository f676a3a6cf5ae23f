"""Addresses of reporting, and of whom to call."""

from django.urls import path

from meldingen import views

app_name = "meldingen"
urlpatterns = [
    path("melden/", views.melden, name="melden"),
    path("melden/concept/<uuid:sleutel>/weg/", views.weg, name="weg"),
    path("melden/concept/<uuid:sleutel>/<slug:naam>/", views.stap, name="stap"),
    path("melden/verstuurd/<str:nummer>/", views.verstuurd, name="verstuurd"),
    path("melden/<slug:soort>/", views.begin, name="begin"),
    path("zorgen/", views.zorgen, name="zorgen"),
    path("wie-bel-ik/", views.bellen, name="bellen"),
]
