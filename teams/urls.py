"""Addresses of people in teams and at the gemeente."""

from django.urls import path

from teams import views

app_name = "teams"
urlpatterns = [
    path("", views.start, name="start"),
    path("rol/", views.rol, name="rol"),
    path("welkom/", views.welkom, name="welkom"),
    path("team/<int:pk>/leden/", views.leden, name="leden"),
    path("team/<int:pk>/leden/nieuw/", views.lid_nieuw, name="lid_nieuw"),
    path("lid/<int:pk>/einde/", views.lid_einde, name="lid_einde"),
    path("beheer/mensen/", views.mensen, name="mensen"),
    path("beheer/mensen/nieuw/", views.medewerker_nieuw, name="medewerker_nieuw"),
    path("beheer/aanstelling/<int:pk>/einde/", views.aanstelling_einde, name="aanstelling_einde"),
]
