"""Addresses of people in teams and at the gemeente."""

from django.urls import path

from teams.views import kinds, merging, partners, people, persons, settings, texts

app_name = "teams"
urlpatterns = [
    path("", people.start, name="start"),
    path("rol/", people.rol, name="rol"),
    path("welkom/", people.welkom, name="welkom"),
    path("team/<int:pk>/leden/", people.leden, name="leden"),
    path("team/<int:pk>/leden/nieuw/", people.lid_nieuw, name="lid_nieuw"),
    path("team/<int:pk>/soorten/", kinds.soorten, name="soorten"),
    path("team/<int:team>/samenvoegen/", merging.team_samenvoegen, name="team_samenvoegen"),
    path("lid/<int:pk>/einde/", people.lid_einde, name="lid_einde"),
    path("beheer/mensen/", people.mensen, name="mensen"),
    path("beheer/mensen/nieuw/", people.medewerker_nieuw, name="medewerker_nieuw"),
    path("beheer/aanstelling/<int:pk>/einde/", people.aanstelling_einde, name="aanstelling_einde"),
    path("beheer/instellingen/", settings.instellingen, name="instellingen"),
    path("beheer/instellingen/bereik/", settings.bereik, name="bereik"),
    path("beheer/instellingen/termijnen/", settings.termijnen, name="termijnen"),
    path("beheer/instellingen/bewaren/", settings.bewaren, name="bewaartermijnen"),
    path("beheer/instellingen/openingstijden/", settings.openingstijden, name="openingstijden"),
    path("beheer/instellingen/sluitingsdagen/", settings.sluitingsdagen, name="sluitingsdagen"),
    path("beheer/instellingen/sluitingsdagen/weg/", settings.sluitingsdag_weg, name="sluitingsdag_weg"),
    path("beheer/nummers/", settings.belnummers, name="belnummers"),
    path("beheer/nummers/nieuw/", settings.belnummer_nieuw, name="belnummer_nieuw"),
    path("beheer/nummers/<int:pk>/", settings.belnummer, name="belnummer"),
    path("mensen/<int:pk>/", persons.persoon, name="persoon"),
    path("mensen/<int:pk>/uitnodigen/", persons.persoon_uitnodigen, name="persoon_uitnodigen"),
    path("mensen/<int:pk>/adres/", persons.persoon_adres, name="persoon_adres"),
    path("mensen/<int:pk>/extra-code/", persons.persoon_extra_code, name="persoon_extra_code"),
    path("mensen/<int:pk>/uitloggen/", persons.persoon_uitloggen, name="persoon_uitloggen"),
    path("beheer/aanstelling/<int:pk>/", persons.zetel, name="zetel"),
    path("beheer/teksten/", texts.teksten, name="teksten"),
    path("beheer/teksten/<slug:sleutel>/", texts.tekst, name="tekst"),
    path("beheer/teksten/<slug:sleutel>/standaard/", texts.tekst_standaard, name="tekst_standaard"),
    path("beheer/partners/", partners.partners, name="partners"),
    path("beheer/partners/nieuw/", partners.partner_nieuw, name="partner_nieuw"),
    path("beheer/partners/<int:pk>/wijzigen/", partners.partner, name="partner"),
    path("beheer/partners/<int:pk>/terug/", partners.partner_terug, name="partner_terug"),
    path("beheer/partners/<int:pk>/tijden/", partners.partner_tijden, name="partner_tijden"),
    path("beheer/partners/<int:pk>/afspraak/", partners.afspraak_nieuw, name="afspraak_nieuw"),
    path("beheer/partners/<int:pk>/afspraak/<slug:soort>/", partners.afspraak, name="afspraak"),
    path("beheer/partners/<int:pk>/contact/", partners.contact_nieuw, name="contact_nieuw"),
    path("beheer/contact/<int:pk>/terug/", partners.contact_terug, name="contact_terug"),
]
