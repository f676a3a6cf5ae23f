"""A warning to the teams that are out."""

urlpatterns = []
