"""Addresses of people in teams and at the gemeente."""

from django.urls import path

from teams.views import people

app_name = "teams"
urlpatterns = [
    path("", people.start, name="start"),
    path("rol/", people.rol, name="rol"),
    path("welkom/", people.welkom, name="welkom"),
    path("team/<int:pk>/leden/", people.leden, name="leden"),
    path("team/<int:pk>/leden/nieuw/", people.lid_nieuw, name="lid_nieuw"),
    path("lid/<int:pk>/einde/", people.lid_einde, name="lid_einde"),
    path("beheer/mensen/", people.mensen, name="mensen"),
    path("beheer/mensen/nieuw/", people.medewerker_nieuw, name="medewerker_nieuw"),
    path("beheer/aanstelling/<int:pk>/einde/", people.aanstelling_einde, name="aanstelling_einde"),
]
