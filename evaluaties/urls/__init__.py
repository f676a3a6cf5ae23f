"""Addresses of evaluations, a file per group of pages."""

from django.urls import path

from evaluaties.urls import afnames, bewaren, invullen, kring, lijsten, open, papier, rapporten, uitkomsten, vragen
from evaluaties.views.gezond import gezond

app_name = "evaluaties"
urlpatterns = [
    path("gezond", gezond, name="gezond"),
    *lijsten.urlpatterns,
    *afnames.urlpatterns,
    *invullen.urlpatterns,
    *papier.urlpatterns,
    *open.urlpatterns,
    *vragen.urlpatterns,
    *uitkomsten.urlpatterns,
    *kring.urlpatterns,
    *rapporten.urlpatterns,
    *bewaren.urlpatterns,
]
