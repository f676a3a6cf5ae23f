"""What teams should look at."""

from django.urls import path

from teams.rondes.views import aandacht

urlpatterns = [
    path("rondes/aandacht/", aandacht.aandacht, name="aandacht"),
    path("rondes/aandacht/nieuw/", aandacht.aandacht_nieuw, name="aandacht_nieuw"),
    path("rondes/aandacht/<int:punt>/stoppen/", aandacht.aandacht_einde, name="aandacht_einde"),
]
