"""What a team reads beside a round."""

from django.urls import path

from opvolging.views import ronde

urlpatterns = [path("ronde/<int:ronde>/letten/", ronde.ronde_letten, name="ronde_letten")]
