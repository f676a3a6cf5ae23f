"""The addresses of toezicht, of requests of residents, and of who looked at one melding."""

from django.urls import path

from opvolging.views import toezicht, verzoeken, wie_bekeek

VERZOEK = "verzoeken/<int:verzoek>/"

urlpatterns = [
    path("toezicht/", toezicht.toezicht, name="toezicht"),
    path("toezicht/inzage/", toezicht.inzage, name="inzage"),
    path("toezicht/inzage/meenemen/", toezicht.inzage_meenemen, name="inzage_meenemen"),
    path("toezicht/nazicht/", toezicht.nazicht, name="nazicht"),
    path("toezicht/nazicht/<int:jaar>/<int:maand>/", toezicht.nazicht_maand, name="nazicht_maand"),
    path("toezicht/nazicht/regel/<int:regel>/", toezicht.nazicht_regel, name="nazicht_regel"),
    path("verzoeken/", verzoeken.verzoeken, name="verzoeken"),
    path("verzoeken/nieuw/", verzoeken.verzoek_nieuw, name="verzoek_nieuw"),
    path(VERZOEK, verzoeken.verzoek, name="verzoek"),
    path(VERZOEK + "bevestigen/", verzoeken.verzoek_bevestigen, name="verzoek_bevestigen"),
    path(VERZOEK + "adres/", verzoeken.verzoek_adres, name="verzoek_adres"),
    path(VERZOEK + "langer/", verzoeken.verzoek_langer, name="verzoek_langer"),
    path(VERZOEK + "afronden/", verzoeken.verzoek_afronden, name="verzoek_afronden"),
    path("melding/<str:nummer>/wie-bekeek/", wie_bekeek.wie_bekeek, name="wie_bekeek"),
]
