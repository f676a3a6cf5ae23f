"""The addresses of rounds, one file per moment in the life of a round."""

from teams.rondes.urls import aandacht, agenda, lezen, lopen, planning, straat, verslag, waarschuwing

app_name = "rondes"
urlpatterns = [
    *planning.urlpatterns,
    *agenda.urlpatterns,
    *aandacht.urlpatterns,
    *lopen.urlpatterns,
    *straat.urlpatterns,
    *waarschuwing.urlpatterns,
    *verslag.urlpatterns,
    *lezen.urlpatterns,
]
