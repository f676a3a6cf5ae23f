"""What beheer does with one partner and the people there."""

from django.urls import path

from opvolging.views import beheer

urlpatterns = [
    path("beheer/partners/<int:pk>/", beheer.partner, name="beheer_partner"),
    path("beheer/partners/<int:pk>/einde/", beheer.partner_einde, name="beheer_partner_einde"),
    path("beheer/contact/<int:pk>/", beheer.contact, name="beheer_contact"),
    path("beheer/contact/<int:pk>/afwezig/", beheer.contact_afwezig, name="beheer_contact_afwezig"),
    path("beheer/contact/<int:pk>/adres-klopt/", beheer.contact_adres_klopt, name="beheer_contact_klopt"),
    path("beheer/contact/<int:pk>/einde/", beheer.contact_einde, name="beheer_contact_einde"),
]
