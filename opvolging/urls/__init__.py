"""The addresses of the follow-up, one file per kind of reader."""

from opvolging.urls import beheer, melder, meldpunt, partner, zaak

app_name = "opvolging"
urlpatterns = [*beheer.urlpatterns, *melder.urlpatterns, *meldpunt.urlpatterns, *partner.urlpatterns, *zaak.urlpatterns]
