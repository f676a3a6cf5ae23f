"""What ``script/bench inloggen`` measures: whether the time of an answer gives away who has an account (veiligheid 6).

Password, code by mail and forgotten password, each asked in turns for an address that has an account and for one that
has not. Per page it prints the medians and their ratio; the exit code is 1 when two medians differ by more than 10 %.
Limits and the cache are those of the site, but each try comes from an address of its own.
"""

import os
import statistics
import sys
import time
from itertools import count

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "buurtpreventie.settings")
django.setup()

from django.core.cache import cache  # noqa: E402
from django.test import Client  # noqa: E402

from buurtpreventie.accounts.tests.factories import GebruikerFactory  # noqa: E402
from teams.tests.factories import AanstellingFactory, LidmaatschapFactory  # noqa: E402

TIMES, WARM_UP, MOST = 500, 10, 1.10
KNOWN = 50  # accounts of each kind
WRONG = "helemaal-verkeerd-woord"
PAGES = {
    "wachtwoord": ("/accounts/login/", lambda email: {"login": email, "password": WRONG}),
    "code": ("/accounts/login/code/", lambda email: {"email": email}),
    "vergeten": ("/accounts/password/reset/", lambda email: {"email": email}),
}
KINDS = ("vrijwilliger", "zonder wachtwoord", "medewerker")


def begin():
    """Volunteers with and without a password, and staff with a second factor."""
    for number in range(KNOWN):
        person = GebruikerFactory(email=f"vrijwilliger{number}@example.nl", naam="Meter", met_wachtwoord=True)
        LidmaatschapFactory(gebruiker=person)
        LidmaatschapFactory(gebruiker=GebruikerFactory(email=f"zonder-wachtwoord{number}@example.nl", naam="Meter"))
        staff = GebruikerFactory(email=f"medewerker{number}@example.nl", met_wachtwoord=True, tweede_factor=True)
        AanstellingFactory(meldpunt=True, gebruiker=staff)


def measure(times=TIMES):
    """Ask in turns, the first one alternating; 1 when an answer takes noticeably longer or shorter."""
    worst = 1.0
    for page in PAGES:
        for kind in KINDS:
            known, unknown = compare(page, kind, times)
            ratio = known / unknown
            worst = max(worst, ratio, 1 / ratio)
            say(f"{page:<12}{kind:<20}{known * 1000:>8.1f} ms{unknown * 1000:>8.1f} ms   ratio {ratio:.3f}")
    say(f"medians of {times} tries each, with and without an account; furthest apart {worst:.3f} (at most {MOST})")
    return int(worst > MOST)


def compare(page, kind, times):
    """The two medians of one page, in seconds."""
    took, numbers = {True: [], False: []}, count()
    for turn in range(WARM_UP + times):
        for known in (True, False) if turn % 2 else (False, True):
            email = address(kind, known, turn)
            seconds = asked(page, email, next(numbers))
            if turn >= WARM_UP:
                took[known].append(seconds)
    return statistics.median(took[True]), statistics.median(took[False])


def address(kind, known, turn):
    """Spelled equally long, so that only the account makes the difference."""
    name = kind.replace(" ", "-")
    return f"{name if known else name[::-1]}{turn % KNOWN}@example.nl"


def asked(page, email, number):
    """Seconds of one request from an address of its own; the limits of one account never get full."""
    path, fields = PAGES[page]
    client = Client(REMOTE_ADDR=f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}", SERVER_NAME="localhost")
    cache.clear()
    begun = time.perf_counter()
    response = client.post(path, fields(email))
    took = time.perf_counter() - begun
    assert response.status_code in (200, 302), (page, response.status_code)
    return took


def say(line):
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit({"begin": begin, "measure": measure}[sys.argv[1]]())
