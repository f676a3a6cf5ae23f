"""Which teams are out now, for who watches over them."""

from django.urls import path

from teams.rondes.views import straat

urlpatterns = [
    path("op-straat/", straat.op_straat, name="op_straat"),
    path("beheer/instellingen/wacht/", straat.wacht, name="wacht"),
]
