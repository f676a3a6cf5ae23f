"""What people do to be called back, and what a story asks of the database about it; the last part runs in a stack."""

import json
from datetime import time, timedelta

from django.apps import apps
from django.db import connection
from django.utils import timezone

from buurtpreventie.encryption import CannotDecrypt, decrypt
from meldingen.actions import ask_how_it_is
from meldingen.models import Belmoment, EvenAanzien, Overleg
from teams.clocks import Kalender, at, local_date
from teams.models import Gemeente, Partner

MODULE = "opvolging.tests.browser.acts_overleg"
NUMMER = "06 12 34 56 78"
MIDNIGHT = time(0, 0)


# --- in the browser --------------------------------------------------------------------------


def begin_worry(person):
    """Zorgen om iemand, up to what one wants."""
    person.sees("Dag ")
    person.follow("Iets melden")
    person.sees("Wat wilt u melden?")
    person.follow("Zorgen om iemand")
    person.sees("Is iedereen veilig?")
    person.choose("Nee, er is nu geen gevaar")
    person.press("Verder")
    person.sees("Waar gaat het over?")


def leave_number(person):
    person.fill("Op welk nummer kunnen wij bellen?", NUMMER)
    person.press("Bel mij terug")
    person.sees("Dag ")
    person.reads("Wij bellen u uiterlijk")


def find_on_the_list(person, naam):
    """From the worklist to the page of who waits."""
    person.go("/werklijst/")
    person.sees("Werklijst")
    person.follow("1 mens wil overleggen")
    person.sees("Bel mij, ik wil overleggen")
    person.follow(naam)
    person.sees(f"Bel {naam}")


# --- in the stack ----------------------------------------------------------------------------


def put_on_the_list(slug):
    """A partner that everybody may ring, every day of the week."""
    partner = Partner.objects.filter(gemeente__slug=slug).first()
    partner.bij_wie_bel_ik, partner.openingstijden = True, "Daarbuiten belt u 14 0599."
    partner.save()
    for weekdag in range(7):
        partner.tijden.create(weekdag=weekdag, van="00:00", tot="23:59")


def let_two_weeks_pass(slug):
    """What was begun just now began two weeks before the last working day, and is asked about."""
    gemeente = Gemeente.objects.get(slug=slug)
    day = Kalender.of(gemeente).add_working_days(local_date(timezone.now()), -1)
    begun = at(day - timedelta(days=14), MIDNIGHT)
    EvenAanzien.objects.filter(gemeente=gemeente).update(vragen_op=day, begonnen_op=begun)
    ask_how_it_is(at(day, MIDNIGHT) + timedelta(hours=10))


def what_is_kept(slug, *words):
    """Print how many calls and talks this gemeente has, and in which tables one of these words stands."""
    gemeente = Gemeente.objects.get(slug=slug)
    found = {
        "belmomenten": Belmoment.objects.filter(gemeente=gemeente).count(),
        "overleggen": Overleg.objects.filter(gemeente=gemeente).count(),
        "waar": sorted(table for table, text in every_table() if any(word in text for word in words)),
    }
    print(json.dumps(found))


def every_table():
    """(table, all its text) of everything but the categories themselves; what is encrypted is opened."""
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            if model._meta.managed and not model._meta.proxy and table != "meldingen_categorie":
                cursor.execute(f'SELECT * FROM "{table}"')
                columns = [f"{model._meta.label_lower}.{column.name}" for column in cursor.description]
                rows = [[opened(value, column) for value, column in zip(row, columns, strict=True)] for row in cursor]
                yield table, repr(rows)


def opened(value, column):
    """A value as it reads after decryption."""
    try:
        return decrypt(value, column) if isinstance(value, str) else value
    except CannotDecrypt:  # not every text is a cipher
        return value
