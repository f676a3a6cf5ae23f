"""What a round brought: written while one goes, afterwards, or from paper."""

from django.urls import path

from teams.rondes.views import achteraf, papier, verslag

urlpatterns = [
    path("ronde/<int:ronde>/verslag/", verslag.verslag, name="verslag"),
    path("ronde/<int:ronde>/verslag/bewaar/", verslag.bewaar, name="verslag_bewaar"),
    path("ronde/<int:ronde>/verslag/klaar/", verslag.klaar, name="verslag_klaar"),
    path("ronde/<int:ronde>/verbeteren/", verslag.ronde_verbeteren, name="ronde_verbeteren"),
    path("rondes/verslag/<int:verslag>/verbeteren/", verslag.verslag_verbeteren, name="verslag_verbeteren"),
    path("rondes/team/<int:team>/achteraf/", achteraf.achteraf, name="achteraf"),
    path("rondes/team/<int:team>/van-papier/", papier.papier, name="papier"),
]
