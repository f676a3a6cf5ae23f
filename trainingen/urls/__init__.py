"""Addresses of trainings, a file per group of pages."""

from trainingen.urls import aanmelden, avond, bewijzen, kennisavond, lezen, modules, plannen, voorbereiding

app_name = "trainingen"
urlpatterns = [
    *lezen.urlpatterns,
    *plannen.urlpatterns,
    *modules.urlpatterns,
    *aanmelden.urlpatterns,
    *avond.urlpatterns,
    *bewijzen.urlpatterns,
    *voorbereiding.urlpatterns,
    *kennisavond.urlpatterns,
]
