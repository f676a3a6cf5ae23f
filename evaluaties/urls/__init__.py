"""Addresses of evaluations, a file per group of pages."""

from evaluaties.urls import afnames, invullen, kring, lijsten, open, papier, rapporten, uitkomsten, vragen

app_name = "evaluaties"
urlpatterns = [
    *lijsten.urlpatterns,
    *afnames.urlpatterns,
    *invullen.urlpatterns,
    *papier.urlpatterns,
    *open.urlpatterns,
    *vragen.urlpatterns,
    *uitkomsten.urlpatterns,
    *kring.urlpatterns,
    *rapporten.urlpatterns,
]
