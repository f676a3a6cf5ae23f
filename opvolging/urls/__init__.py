"""The addresses of the follow-up, one file per kind of reader."""

from opvolging.urls import melder, meldpunt, partner

app_name = "opvolging"
urlpatterns = [*melder.urlpatterns, *meldpunt.urlpatterns, *partner.urlpatterns]
