"""The addresses of rounds, one file per moment in the life of a round."""

from teams.rondes.urls import aandacht, agenda, lezen, lopen, planning, straat, verslag, waarschuwing

app_name = "rondes"
urlpatterns = [
    *aandacht.urlpatterns,
    *agenda.urlpatterns,
    *lezen.urlpatterns,
    *lopen.urlpatterns,
    *planning.urlpatterns,
    *straat.urlpatterns,
    *verslag.urlpatterns,
    *waarschuwing.urlpatterns,
]
