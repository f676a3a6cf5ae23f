"""Addresses of reporting, and of whom to call."""

from django.urls import path

from meldingen.views import around, beheer, drafts, photos, talks

app_name = "meldingen"
urlpatterns = [
    path("melden/", drafts.melden, name="melden"),
    path("melden/concept/<uuid:sleutel>/weg/", drafts.weg, name="weg"),
    path("melden/concept/<uuid:sleutel>/<slug:naam>/", drafts.stap, name="stap"),
    path("melden/verstuurd/<str:nummer>/", around.verstuurd, name="verstuurd"),
    path("melden/verstuurd/<str:nummer>/erbij/", drafts.erbij, name="erbij"),
    path("melden/<slug:soort>/", drafts.begin, name="begin"),
    path("overleg/", talks.overleg_vragen, name="overleg_vragen"),
    path("overleg/<int:overleg>/intrekken/", talks.overleg_intrekken, name="overleg_intrekken"),
    path("gebeld/", talks.gebeld, name="gebeld"),
    path("even-aanzien/", talks.even_aanzien, name="even_aanzien"),
    path("even-aanzien/<uuid:kijk>/", talks.even_aanzien_vraag, name="even_aanzien_vraag"),
    path("foto/<uuid:foto>/", photos.foto, name="foto"),
    path("zorgen/", around.zorgen, name="zorgen"),
    path("wie-bel-ik/", around.bellen, name="bellen"),
    path("beheer/", beheer.beheer, name="beheer"),
    path("beheer/categorieen/", beheer.categorieen, name="categorieen"),
    path("beheer/categorieen/nieuw/", beheer.categorie_nieuw, name="categorie_nieuw"),
    path("beheer/categorieen/<int:pk>/", beheer.categorie, name="categorie"),
    path("beheer/categorieen/<int:pk>/aan/", beheer.categorie_aan, name="categorie_aan"),
    path("beheer/categorieen/<int:pk>/uit/", beheer.categorie_uit, name="categorie_uit"),
    path("dekking/", beheer.dekking, name="dekking"),
]
