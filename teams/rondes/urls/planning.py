"""Planned rounds and who comes; the roster and the routes of a team, and who walks how often."""

from django.urls import path

from teams.rondes.views import lopers, papier, planning, planning_ronde, planning_team, routes

urlpatterns = [
    path("rondes/", planning.rondes, name="rondes"),
    path("ronde/<int:ronde>/meelopen/", planning.meelopen, name="meelopen"),
    path("ronde/<int:ronde>/kan-niet/", planning.kan_niet, name="kan_niet"),
    path("ronde/<int:ronde>/planning/", planning_ronde.planning, name="planning"),
    path("ronde/<int:ronde>/planning/mee/", planning_ronde.namens_mee, name="namens_mee"),
    path("ronde/<int:ronde>/planning/niet/", planning_ronde.namens_niet, name="namens_niet"),
    path("ronde/<int:ronde>/vervalt/", planning_ronde.vervalt, name="vervalt"),
    path("ronde/<int:ronde>/gaat-door/", planning_ronde.gaat_door, name="gaat_door"),
    path("rondes/team/<int:team>/plannen/", planning_team.plannen, name="plannen"),
    path("rondes/team/<int:team>/instelling/", planning_team.instelling, name="instelling"),
    path("rondes/team/<int:team>/rooster/", planning_team.rooster, name="rooster"),
    path("rondes/team/<int:team>/rooster/nieuw/", planning_team.rooster_nieuw, name="rooster_nieuw"),
    path("rondes/team/<int:team>/rooster/op-papier/", papier.rooster_afdruk, name="rooster_afdruk"),
    path("rondes/rooster/<int:rooster>/", planning_team.rooster_wijzigen, name="rooster_wijzigen"),
    path("rondes/rooster/<int:rooster>/stop/", planning_team.rooster_stop, name="rooster_stop"),
    path("rondes/team/<int:team>/routes/", routes.routes, name="routes"),
    path("rondes/team/<int:team>/routes/nieuw/", routes.route_nieuw, name="route_nieuw"),
    path("rondes/route/<int:route>/", routes.route, name="route"),
    path("rondes/route/<int:route>/weg/", routes.route_weg, name="route_weg"),
    path("rondes/route/<int:route>/terug/", routes.route_terug, name="route_terug"),
    path("rondes/team/<int:team>/wie-loopt/", lopers.lopers, name="lopers"),
]
