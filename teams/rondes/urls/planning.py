"""Planned rounds, rosters, routes, signing up."""

from django.urls import path

from teams.rondes.views import planning

urlpatterns = [
    path("rondes/", planning.rondes, name="rondes"),
    path("ronde/<int:ronde>/meelopen/", planning.meelopen, name="meelopen"),
    path("ronde/<int:ronde>/kan-niet/", planning.kan_niet, name="kan_niet"),
]
