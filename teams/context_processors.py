"""What the base template shows around every page."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

MELDEN = ("meldingen:melden", _("Melden"), "melden")
MIJN = ("opvolging:mijn", _("Mijn meldingen"), "lijst")
RONDES = ("rondes:rondes", _("Rondes"), "ronde")
OP_STRAAT = ("rondes:op_straat", _("Nu op straat"), "ronde")
MENUS = {
    "lid": [
        ("opvolging:thuis", _("Start"), "huis"),
        MELDEN,
        MIJN,
        RONDES,
    ],
    "coordinator": [("opvolging:team", _("Team"), "huis"), MELDEN, MIJN, RONDES],
    "meldpunt": [
        ("opvolging:werklijst", _("Werklijst"), "lijst"),
        MELDEN,
        ("opvolging:berichten", _("Berichten"), "mail"),
        OP_STRAAT,
    ],
    "trainer": [
        ("trainingen:vandaag", _("Vandaag"), "huis"),
        ("trainingen:sessies", _("Avonden"), "kalender"),
        ("trainingen:modules", _("Modules"), "lijst"),
        ("trainingen:situaties", _("Oefenen"), "praat"),
    ],
    "politie_dienst": [OP_STRAAT],
    "piket": [OP_STRAAT],
    "beheer": [
        ("meldingen:beheer", _("Beheer"), "instellingen"),
        ("teams:mensen", _("Mensen"), "mensen"),
        ("teams:partners", _("Partners"), "hand"),
        ("meldingen:categorieen", _("Categorieën"), "lijst"),
    ],
    "beleid": [
        ("evaluaties:beleid", _("Start"), "huis"),
        ("evaluaties:kring", _("Cijfers"), "cijfers"),
        ("evaluaties:afnames", _("Evaluaties"), "praat"),
        ("evaluaties:rapporten", _("Verslagen"), "lijst"),
    ],
    "toezicht": [
        ("opvolging:toezicht", _("Start"), "huis"),
        ("opvolging:inzage", _("Wie las wat"), "oog"),
        ("opvolging:verzoeken", _("Verzoeken"), "mail"),
        ("evaluaties:kring", _("Cijfers"), "cijfers"),
    ],
}
OTHERS = [("teams:welkom", _("Welkom"), "huis")]
OF_A_TEAM = {"opvolging:team"}
BELONGS_TO = {  # what a page is about, and the list where that stands
    ("/ronde/", "/mijn-agenda/"): "/rondes/",
    ("/trainer/avond/", "/training/", "/trainer/programma", "/trainer/werktafel/"): "/trainer/avonden/",
    ("/trainer/geldigheid/",): "/trainer/modules/",
    ("/evaluatie/", "/vragenlijsten/"): "/evaluaties/",
    ("/rapport/",): "/rapporten/",
}


@dataclass(frozen=True)
class MenuPunt:
    """One item of the main menu."""

    url: str
    tekst: str
    icoon: str
    nu: bool = False


def shell(request):
    """Give the templates ``schil``; a page for a visitor without an account may set ``request.gemeente`` itself."""
    gemeente, pet = getattr(request, "gemeente", None), getattr(request, "pet", None)
    return {
        "schil": {
            "gemeente": gemeente,
            "thema": gemeente.thema if gemeente else "",
            "menu": menu_of(pet, request.path),
            "nood": pet is not None and pet.is_volunteer,
            "demo": settings.DEMO,
        }
    }


def menu_of(pet, path):
    """At most four items; the one whose address is the longest beginning of this page is current.

    A page about one round, or with rounds in the own calendar, belongs to the list of rounds; so with evenings.
    """
    if pet is None:
        return []
    path = next((everything for about, everything in BELONGS_TO.items() if path.startswith(about)), path)
    items = [(url_of(name, pet), tekst, icoon) for name, tekst, icoon in MENUS.get(pet.rol, OTHERS)]
    current = max((url for url, _tekst, _icoon in items if path.startswith(url)), key=len, default="")
    return [MenuPunt(url, tekst, icoon, nu=url == current) for url, tekst, icoon in items]


def url_of(name, pet):
    """Addresses of a team carry the team."""
    return reverse(name, args=[pet.team] if name in OF_A_TEAM else [])
