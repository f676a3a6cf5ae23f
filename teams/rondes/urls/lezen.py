"""What rounds tell: figures for policy."""

from django.urls import path

from teams.rondes.views import lezen

urlpatterns = [
    path("cijfers/rondes/", lezen.cijfers, name="cijfers"),
    path("cijfers/rondes/teams.csv", lezen.cijfers_csv, name="cijfers_csv"),
    path("cijfers/rondes/straten.csv", lezen.straten_csv, name="straten_csv"),
]
