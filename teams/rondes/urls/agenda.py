"""Calendar feeds, the printed roster, who walks how often, and rounds from paper."""

from django.urls import path

from teams.rondes.views import agenda, lopers, papier

urlpatterns = [
    path("mijn-agenda/", agenda.agenda, name="agenda"),
    path("mijn-agenda/maken/", agenda.agenda_maken, name="agenda_maken"),
    path("mijn-agenda/<int:agenda>/nieuwe-link/", agenda.agenda_nieuw, name="agenda_nieuw"),
    path("mijn-agenda/<int:agenda>/stoppen/", agenda.agenda_stoppen, name="agenda_stoppen"),
    path("agenda/<str:token>.ics", agenda.agenda_ics, name="agenda_ics"),
    path("rondes/<int:team>/wie-loopt/", lopers.lopers, name="lopers"),
    path("rondes/<int:team>/rooster-op-papier/", papier.rooster_afdruk, name="rooster_afdruk"),
    path("rondes/<int:team>/van-papier/", papier.papier, name="papier"),
]
