"""The addresses of what a partner said by another road, and of mail that came back."""

from django.urls import path

from opvolging.urls.meldpunt import VRAAG
from opvolging.views import namens as views

urlpatterns = [
    path(VRAAG + "partner-zei/", views.partner_zei, name="partner_zei"),
    path(VRAAG + "mail-terug/", views.mail_kwam_terug, name="mail_kwam_terug"),
    path(VRAAG + "ander-adres/", views.vraag_ander_adres, name="vraag_ander_adres"),
]
