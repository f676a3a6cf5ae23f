"""Start, extend, come home; on the page of the round, and from a mail without sign-in."""

from django.urls import path

from teams.rondes.views import bellen, lopen

urlpatterns = [
    path("rondes/team/<int:team>/start/", lopen.start, name="start"),
    path("rondes/noodkaart/", lopen.noodkaart, name="noodkaart"),
    path("ronde/<int:ronde>/", lopen.ronde, name="ronde"),
    path("ronde/<int:ronde>/start/", lopen.start_ronde, name="start_ronde"),
    path("ronde/<int:ronde>/langer/", lopen.langer, name="langer"),
    path("ronde/<int:ronde>/thuis/", lopen.thuis, name="thuis"),
    path("ronde/<int:ronde>/bellen/", bellen.bellen, name="bellen"),
    path("thuis/<str:token>/", bellen.thuis_link, name="thuis_link"),
    path("thuis/<str:token>/langer/", bellen.langer_link, name="langer_link"),
    path("bel-ze/<str:token>/", bellen.bellen_link, name="bellen_link"),
    path("iedereen-is-thuis/", bellen.thuis_dank, name="thuis_dank"),
]
