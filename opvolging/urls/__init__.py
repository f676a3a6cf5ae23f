"""The addresses of the follow-up, one file per kind of reader."""

from opvolging.urls import beheer, bezorgen, melder, meldpunt, namens, partner, ronde, toezicht, wissen, zaak

app_name = "opvolging"
urlpatterns = [
    *beheer.urlpatterns,
    *bezorgen.urlpatterns,
    *melder.urlpatterns,
    *meldpunt.urlpatterns,
    *namens.urlpatterns,
    *partner.urlpatterns,
    *ronde.urlpatterns,
    *toezicht.urlpatterns,
    *wissen.urlpatterns,
    *zaak.urlpatterns,
]
