"""A warning to the teams that are out."""

from django.urls import path

from teams.rondes.views import waarschuwing

urlpatterns = [
    path("op-straat/waarschuwingen/", waarschuwing.waarschuwingen, name="waarschuwingen"),
    path("op-straat/waarschuwing/nieuw/", waarschuwing.nieuw, name="waarschuwing_nieuw"),
    path("op-straat/waarschuwing/<int:waarschuwing>/", waarschuwing.waarschuwing, name="waarschuwing"),
    path("op-straat/waarschuwing/<int:waarschuwing>/stand/", waarschuwing.stand, name="waarschuwing_stand"),
    path("op-straat/waarschuwing/<int:waarschuwing>/versturen/", waarschuwing.versturen, name="waarschuwing_versturen"),
    path("op-straat/waarschuwing/<int:waarschuwing>/afsluiten/", waarschuwing.afsluiten, name="waarschuwing_afsluiten"),
    path("op-straat/waarschuwing/<int:waarschuwing>/intrekken/", waarschuwing.intrekken, name="waarschuwing_intrekken"),
    path("op-straat/oproep/<int:oproep>/", waarschuwing.oproep, name="oproep"),
    path("waarschuwing/nu/", waarschuwing.strook, name="waarschuwing_strook"),
    path("waarschuwing/<int:waarschuwing>/", waarschuwing.team, name="waarschuwing_team"),
    path("waarschuwing/<int:waarschuwing>/bevestigen/", waarschuwing.bevestigen, name="waarschuwing_bevestigen"),
    path("gezien/<str:token>/", waarschuwing.link, name="waarschuwing_link"),
]
