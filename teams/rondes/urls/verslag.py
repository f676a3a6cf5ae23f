"""The report of a round."""

from django.urls import path

from teams.rondes.views import achteraf, verslag

urlpatterns = [
    path("ronde/<int:ronde>/verslag/", verslag.verslag, name="verslag"),
    path("ronde/<int:ronde>/verslag/bewaar/", verslag.bewaar, name="verslag_bewaar"),
    path("ronde/<int:ronde>/verslag/klaar/", verslag.klaar, name="verslag_klaar"),
    path("ronde/<int:ronde>/verbeteren/", verslag.ronde_verbeteren, name="ronde_verbeteren"),
    path("ronde/verslag/<int:verslag>/verbeteren/", verslag.verslag_verbeteren, name="verslag_verbeteren"),
    path("ronde/achteraf/<int:team>/", achteraf.achteraf, name="achteraf"),
]
