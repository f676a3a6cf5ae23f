"""Runs inside the stack of the pictures: a session for every role, and an address for every page that needs one."""

import json

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from buurtpreventie.accounts.models import Gebruiker
from meldingen.models import EvenAanzien, Melding, Stand
from opvolging.models import Opvolging, Toegang, VraagStand
from opvolging.tests.browser.atlas import atlas
from teams.models import Aanstelling, Lidmaatschap, Team

PEOPLE = {
    "buurtprevent": "vrijwilliger@example.nl",
    "coordinator": "coordinator@example.nl",
    "meldpunt": "meldpunt@example.nl",
    "beheer": "beheer@example.nl",
    "beleid": "beleid@example.nl",
    "trainer": "trainer@example.nl",
    "politie": "politie@example.nl",
    "piket": "piket@example.nl",
    "toezicht": "toezicht@example.nl",
    "loper": "vrijwilliger5@example.nl",
    "platform": "platform@example.nl",
}


def look_around(*roles):
    """Print cookies by role, addresses by name (of these roles, or of all), and the links of two open asks."""
    people = {rol: Gebruiker.objects.with_email(email) for rol, email in PEOPLE.items()}
    addresses, dark = atlas({rol: person for rol, person in people.items() if not roles or rol in roles})
    found = {
        "atlas": addresses,
        "dark": [] if roles else dark,
        "cookies": {rol: session_of(person) for rol, person in people.items()},
        "melder": own_pages(people["buurtprevent"]),
        "coordinator": team_pages(people["coordinator"]),
        "dossiers": dossiers(people["meldpunt"]),
        "beheer": people_pages(people["beheer"]),
        "links": {niveau: link_to(niveau) for niveau in (0, 2)},
    }
    print(json.dumps(found))


def session_of(person):
    browser = Client()
    browser.force_login(person)
    return browser.cookies["sessionid"].value


def own_pages(person):
    """One own melding of each stand and level, with what can be done about the open ones."""
    pages = {}
    for melding in Melding.objects.filter(melder=person).order_by("pk"):
        name = f"{melding.stand}-v{melding.vertrouwelijkheid}"
        pages[name] = reverse("opvolging:mijn_melding", args=[melding.nummer])
        if melding.stand == Stand.ONTVANGEN:
            pages["toevoegen"] = reverse("opvolging:toevoegen", args=[melding.nummer])
            pages[f"intrekken-v{melding.vertrouwelijkheid}"] = reverse("opvolging:intrekken", args=[melding.nummer])
    kijk = EvenAanzien.objects.visible_to(person).open().first()
    if kijk:
        pages["even-aanzien-vraag"] = reverse("meldingen:even_aanzien_vraag", args=[kijk.sleutel])
    return pages


def team_pages(person):
    team = Team.objects.get(lidmaatschappen__gebruiker=person)
    member = Lidmaatschap.objects.filter(team=team, rol="lid").first()
    shared = Melding.objects.filter(team=team, vertrouwelijkheid=0).last()
    return {
        "team": reverse("opvolging:team", args=[team.pk]),
        "melding": reverse("opvolging:team_melding", args=[shared.nummer]),
        "leden": reverse("teams:leden", args=[team.pk]),
        "lid-nieuw": reverse("teams:lid_nieuw", args=[team.pk]),
        "wat-kan-het-team": reverse("teams:soorten", args=[team.pk]),
        "lid-einde": reverse("teams:lid_einde", args=[member.pk]),
    }


def dossiers(person):
    """Numbers of meldingen by what this handler has to do next."""
    gemeente = person.aanstellingen.get().gemeente
    here = Melding.objects.filter(gemeente=gemeente)
    mine = here.filter(behandelaar=person)
    asked = Opvolging.objects.open().filter(melding__in=here)
    wanted = {
        "nieuw-v0": here.filter(stand=Stand.ONTVANGEN, vertrouwelijkheid=0),
        "nieuw-v2": here.filter(stand=Stand.ONTVANGEN, vertrouwelijkheid=2),
        "van-collega": here.filter(stand=Stand.OPGEPAKT).exclude(behandelaar=person),
        "opgepakt": mine.filter(stand=Stand.OPGEPAKT).exclude(opvolgingen__isnull=False),
        "gevraagd": here.filter(pk__in=asked.filter(stand=VraagStand.GEVRAAGD).values("melding")),
        "aangenomen": here.filter(pk__in=asked.filter(stand=VraagStand.AANGENOMEN).values("melding")),
        "klaar-om-te-antwoorden": here.filter(stand=Stand.AFGEROND),
        "beantwoord": mine.filter(stand=Stand.BEANTWOORD),
        "met-foto": here.filter(bijlagen__isnull=False, stand=Stand.OPGEPAKT),
    }
    return {name: melding.nummer for name, rows in wanted.items() if (melding := rows.order_by("pk").last())}


def people_pages(person):
    gemeente = person.aanstellingen.filter(rol="beheer").get().gemeente
    other = Aanstelling.objects.filter(gemeente=gemeente, rol="trainer").first()
    return {
        "mensen": reverse("teams:mensen"),
        "medewerker-nieuw": reverse("teams:medewerker_nieuw"),
        "aanstelling-einde": reverse("teams:aanstelling_einde", args=[other.pk]),
    }


def link_to(niveau):
    """The link of an ask of this level that nobody answered."""
    usable = Toegang.objects.usable(timezone.now()).filter(
        opvolging__melding__vertrouwelijkheid=niveau, opvolging__stand=VraagStand.GEVRAAGD
    )
    toegang = usable.order_by("pk").last()
    return {"mail": toegang.email, "link": reverse("opvolging:link", args=[toegang.geheim])}
