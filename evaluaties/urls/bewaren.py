"""The addresses of what is kept how long, and of what was destroyed."""

from django.urls import path

from evaluaties.views import bewaren

urlpatterns = [
    path("toezicht/bewaren/", bewaren.bewaren, name="bewaren"),
    path("toezicht/vernietigd/", bewaren.vernietigd, name="vernietigd"),
    path("toezicht/vernietigd.csv", bewaren.vernietigd_csv, name="vernietigd_csv"),
]
