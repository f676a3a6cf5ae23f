"""Start, extend, come home."""

from django.urls import path

from teams.rondes.views import lopen

urlpatterns = [
    path("ronde/<int:ronde>/", lopen.ronde, name="ronde"),
    path("ronde/<int:ronde>/start/", lopen.start_ronde, name="start_ronde"),
    path("ronde/<int:ronde>/langer/", lopen.langer, name="langer"),
    path("ronde/<int:ronde>/thuis/", lopen.thuis, name="thuis"),
    path("ronde/start/<int:team>/", lopen.start, name="start"),
    path("ronde/noodkaart/", lopen.noodkaart, name="noodkaart"),
]
