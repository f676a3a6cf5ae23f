"""Planned rounds, rosters, routes, signing up."""

urlpatterns = []
