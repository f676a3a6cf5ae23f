"""Every address of the house and who sees a page there, so that no page escapes the pictures.

Runs inside the stack of the pictures. Parameters are those of the access matrix; for each the rows of the demo are
tried, of every stand and level, until one gives a page.
"""

from itertools import islice, product

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from buurtpreventie.accounts.models import Apparaat, Gebruiker
from buurtpreventie.outbox.models import Bericht
from evaluaties import models as evaluaties
from meldingen.models import Bijlage, Categorie, Concept, EvenAanzien, Melding, Overleg
from opvolging.models import Aanhouding, Bezorging, Bundel, Nazicht, Opvolging, Terugkoppeling, Toegang, Verzoek
from opvolging.tests.browser.seed_links import links_about_rounds
from opvolging.tests.test_access_matrix import FIXED, MONTH, every_url, thing_of
from teams.demo import HOOFD
from teams.models import Aanstelling, Belnummer, Contact, Lidmaatschap, Partner, Soort, Team
from teams.rondes.models import Aandachtspunt, Agenda, Oproep, Ronde, Rooster, Route, Verslag, Waarschuwing
from trainingen import models as trainingen

MOST = 20  # rows tried for one address
PAGE, NOT_FOR_GET = 200, 405
STEPS = ("gevaar", "onderwerp", "categorie", "wat", "waar", "wie", "controle")

# The rows that a parameter can point at, and by which column.
ROWS = {
    "team": (Team, "pk"),
    "lid": (Lidmaatschap, "pk"),
    "aanstelling": (Aanstelling, "pk"),
    "persoon": (Gebruiker, "pk"),
    "apparaat": (Apparaat, "pk"),
    "aanhouding": (Aanhouding, "pk"),
    "terugkoppeling": (Terugkoppeling, "pk"),
    "toegang": (Toegang, "pk"),
    "vraag": (Opvolging, "pk"),
    "bericht": (Bericht, "pk"),
    "partner": (Partner, "pk"),
    "contact": (Contact, "pk"),
    "categorie": (Categorie, "pk"),
    "belnummer": (Belnummer, "pk"),
    "overleg": (Overleg, "pk"),
    "bezorging": (Bezorging, "pk"),
    "bundel": (Bundel, "pk"),
    "verzoek": (Verzoek, "pk"),
    "regel": (Nazicht, "regel"),
    "kijk": (EvenAanzien, "sleutel"),
    "foto": (Bijlage, "sleutel"),
    "rooster": (Rooster, "pk"),
    "route": (Route, "pk"),
    "verslag": (Verslag, "pk"),
    "waarschuwing": (Waarschuwing, "pk"),
    "oproep": (Oproep, "pk"),
    "punt": (Aandachtspunt, "pk"),
    "agenda": (Agenda, "pk"),
    "sessie": (trainingen.Sessie, "pk"),
    "inschrijving": (trainingen.Inschrijving, "pk"),
    "module": (trainingen.Module, "pk"),
    "situatie": (trainingen.Situatie, "pk"),
    "opfrisser": (trainingen.Opfrisser, "pk"),
    "bewijs": (trainingen.Bewijs, "pk"),
    "kennismaking": (trainingen.Kennismaking, "pk"),
    "werktafel": (trainingen.Werktafel, "pk"),
    "actiepunt": (trainingen.Actiepunt, "pk"),
    "beltaak": (trainingen.Beltaak, "pk"),
    "programma": (trainingen.Programma, "pk"),
    "afname": (evaluaties.Afname, "pk"),
    "gevraagd": (evaluaties.Gevraagd, "pk"),
    "woorden": (evaluaties.OpenAntwoord, "pk"),
    "wijdeden": (evaluaties.WijDeden, "pk"),
    "versie": (evaluaties.Versie, "pk"),
    "lijstvraag": (evaluaties.Vraag, "pk"),
    "lijst": (evaluaties.Vragenlijst, "code"),
    "rapport": (evaluaties.Rapport, "pk"),
}
GEMEENTE_OF = {
    "team": "gemeente",
    "lid": "team__gemeente",
    "aanstelling": "gemeente",
    "persoon": "lidmaatschappen__team__gemeente",
    "partner": "gemeente",
    "contact": "partner__gemeente",
    "categorie": "gemeente",
    "belnummer": "gemeente",
    "overleg": "gemeente",
    "verzoek": "gemeente",
    "regel": "gemeente",
    "rooster": "team__gemeente",
    "route": "team__gemeente",
    "verslag": "ronde__team__gemeente",
    "waarschuwing": "gemeente",
    "oproep": "waarschuwing__gemeente",
    "punt": "team__gemeente",
    "sessie": "gemeente",
    "inschrijving": "sessie__gemeente",
    "module": "gemeente",
    "situatie": "gemeente",
    "opfrisser": "module__gemeente",
    "bewijs": "gemeente",
    "kennismaking": "team__gemeente",
    "werktafel": "sessie__gemeente",
    "actiepunt": "sessie__gemeente",
    "beltaak": "inschrijving__sessie__gemeente",
    "afname": "gemeente",
    "gevraagd": "afname__gemeente",
    "woorden": "afname__gemeente",
    "wijdeden": "afname__gemeente",
    "rapport": "gemeente",
}


def atlas(people):
    """For each role the pages it can open, ``{name: address}``; and what gave nobody a page though GET is allowed."""
    browsers = {rol: signed_in(person) for rol, person in people.items()}
    found, dark = {rol: {} for rol in browsers}, []
    for view_name, params in sorted(set(every_url())):
        pages = {rol: first_page(browser, view_name, params) for rol, browser in browsers.items()}
        for rol, (address, _statuses) in pages.items():
            if address:
                found[rol][view_name.replace(":", "-")] = address
        statuses = set().union(*(seen for _address, seen in pages.values()))
        if not statuses & {PAGE, NOT_FOR_GET}:
            dark.append(f"{view_name} {sorted(statuses)}")
    return found, dark


def signed_in(person):
    browser = Client(raise_request_exception=False, SERVER_NAME="localhost")
    browser.force_login(person)
    return browser


def first_page(browser, view_name, params):
    """The first address of this view that gives this person a page, or None; and all answers on the way."""
    seen = set()
    for kwargs in islice(choices(view_name, params), MOST):
        address = reverse(view_name, kwargs=kwargs)
        answer = browser.get(address)
        seen.add(answer.status_code)
        if answer.status_code == PAGE and is_whole_page(answer):
            return address, seen
        if answer.status_code == NOT_FOR_GET:
            break
    return None, seen


def is_whole_page(answer):
    """HTML, and not the part of a page that refreshes."""
    return answer.get("Content-Type", "").startswith("text/html") and b"<html" in answer.content[:2000]


def choices(view_name, params):
    """Values for the parameters of this view, from the rows that there are."""
    if view_name in FIXED:
        return iter([FIXED[view_name]])
    if not params:
        return iter([{}])
    values = [candidates(thing_of(view_name, param)) for param in params]
    return (dict(zip(params, combination, strict=True)) for combination in product(*values))


def candidates(thing):
    """The newest rows of this thing; one of every sort where they differ much."""
    if thing in LISTED:
        return LISTED[thing]()
    if thing in MONTH:
        return [MONTH[thing]]
    model, column = ROWS[thing]
    rows = model.objects.filter(**{f"{column}__isnull": False}).order_by("-pk")
    if thing in GEMEENTE_OF:  # of the main gemeente, where the people of the pictures are; elsewhere all is 404
        rows = rows.filter(**{f"{GEMEENTE_OF[thing]}__slug": HOOFD}).distinct()
    return list(rows.values_list(column, flat=True)[:MOST])


def living_drafts():
    return list(Concept.objects.alive(timezone.now()).values_list("pk", flat=True))


def living_links():
    """The secrets of mails about everything; of the newest asks some."""
    asks = [toegang.geheim for toegang in Toegang.objects.usable(timezone.now()).order_by("-pk")[: MOST // 2]]
    return links_about_rounds() + links_of_trainings() + links_of_runs() + asks


def links_of_trainings():
    """What the mail of a registration and the wall of an evening open."""
    signed_up = trainingen.Inschrijving.objects.usable().order_by("-pk")[:2]
    walls = trainingen.Sessie.objects.filter(wand_hash__isnull=False).order_by("begin")[:2]
    return [row.geheim for row in signed_up] + [row.wand_geheim for row in walls]


def links_of_runs():
    """What the mail of a request and the code on the screen open."""
    asked = evaluaties.Gevraagd.objects.usable().filter(afname__stand="open", geheim__isnull=False)[:2]
    walls = evaluaties.Afname.objects.open().filter(wand_hash__isnull=False)[:2]
    return [row.geheim for row in asked] + [row.wand_geheim for row in walls]


def every_sort_of_melding():
    """One number of each stand, level and handler; the newest of all first."""
    sort = ("stand", "vertrouwelijkheid", "behandelaar")
    rows = Melding.objects.order_by(*sort, "-gemeld_op").distinct(*sort).values_list("gemeld_op", "nummer")
    return [nummer for _gemeld_op, nummer in sorted(rows, reverse=True)]


def every_sort_of_round():
    """One round of each stand and team, the newest of all first."""
    rows = Ronde.objects.filter(team__gemeente__slug=HOOFD).order_by("stand", "team", "-moment")
    found = rows.distinct("stand", "team").values_list("moment", "pk")
    return [pk for _moment, pk in sorted(found, reverse=True)]


LISTED = {  # things that are no column of a row, or of which one of each sort is wanted
    "nummer": every_sort_of_melding,
    "ander": every_sort_of_melding,
    "ronde": every_sort_of_round,
    "sleutel": living_drafts,
    "soort": lambda: Soort.values,
    "naam": lambda: STEPS,
    "token": living_links,
}
