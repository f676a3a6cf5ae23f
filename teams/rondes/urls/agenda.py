"""Rounds in one's own calendar."""

from django.urls import path

from teams.rondes.views import agenda

urlpatterns = [
    path("mijn-agenda/", agenda.agenda, name="agenda"),
    path("mijn-agenda/maken/", agenda.agenda_maken, name="agenda_maken"),
    path("mijn-agenda/<int:agenda>/nieuwe-link/", agenda.agenda_nieuw, name="agenda_nieuw"),
    path("mijn-agenda/<int:agenda>/stoppen/", agenda.agenda_stoppen, name="agenda_stoppen"),
    path("agenda/<str:token>.ics", agenda.agenda_ics, name="agenda_ics"),
]
