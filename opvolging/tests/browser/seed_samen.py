"""Runs inside a stack: a morning's work, eight reports of one event, and a meldpunt that is closed."""

import json

from django.utils import timezone

from buurtpreventie.accounts.models import Gebruiker
from meldingen.models import Categorie, Melding
from meldingen.tests.factories import report
from opvolging.models import Opvolging
from opvolging.tests.browser.seed import make_member, make_partner
from teams.clocks import local_date
from teams.models import Gemeente

MORNING = [  # a subject, and what was written about it
    ("NP02", "De gordijnen zijn al vijf dagen dicht en de brievenbus zit vol."),
    ("OR01", "De lamp bij de speelplek knippert en gaat dan uit."),
    ("WV04", "Bij drie auto's is in de nacht de spiegel eraf getrapt."),
    ("OR04", "Naast de container staan al een week twee matrassen."),
    ("NP07", "Een man loopt elke avond op sokken over straat en praat in zichzelf."),
    ("OR02", "Voor de ingang van de school ligt een tegel los."),
    ("WV06", "Elke vrijdag zit een groep volwassenen te drinken op de trap."),
    ("NP06", "Mijn buurvrouw huilt veel en komt de deur niet meer uit."),
    ("OR10", "Een dikke tak hangt los boven het fietspad."),
    ("OR14", "Op het grasveld bij de school ligt elke dag hondenpoep."),
]
MORE_PARTNERS = {"wijkagent": "Wijkagent Oost", "handhaving": "Handhaving Oost", "ggd": "GGD Waterland"}
EVENT = "De grote boom op de hoek hangt scheef en kraakt."


def make_morning(slug):
    """Ten new meldingen of mixed kinds and levels, and a partner for each; print number and words of each."""
    gemeente, now = Gemeente.objects.get(slug=slug), timezone.now()
    for soort, naam in MORE_PARTNERS.items():
        make_partner(gemeente, soort, naam)
    melder = Gebruiker.objects.with_email(f"melder@{slug}.example")
    print(json.dumps({_report(gemeente, melder, code, words, now).nummer: words for code, words in MORNING}))


def make_event(slug):
    """Eight people report the same tree; print the number of each and whose it is."""
    gemeente, now = Gemeente.objects.get(slug=slug), timezone.now()
    team, found = gemeente.teams.get(), {}
    for n in range(8):
        email = make_member(team, f"Buur {n + 1}", f"buur{n + 1}@{slug}.example")
        found[_report(gemeente, Gebruiker.objects.with_email(email), "OR10", EVENT, now).nummer] = email
    print(json.dumps(found))


def _report(gemeente, melder, code, words, now):
    categorie = Categorie.objects.get(gemeente=gemeente, code=code)
    return report(categorie=categorie, team=gemeente.teams.get(), melder=melder, now=now, inhoud={"waarneming": words})


def close_for_today(slug):
    """From now on it is after hours: nobody at this meldpunt reads along before another day."""
    Gemeente.objects.get(slug=slug).openingstijden.filter(weekdag=local_date(timezone.now()).weekday()).delete()


def owners(slug):
    """Print for each melding who answers for it: the handler, the partner and what the partner may read."""
    asks = Opvolging.objects.open().filter(melding__gemeente__slug=slug, verantwoordelijk=True)
    found = {ask.melding.nummer: [ask.melding.behandelaar.email, ask.partner.naam, ask.uittreksel] for ask in asks}
    waiting = Melding.objects.filter(gemeente__slug=slug, behandelaar=None).count()
    print(json.dumps({"vragen": found, "zonder": waiting}))
