"""The code on the screen after an evening: which run it opens, until when, and how it looks."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy

from evaluaties.models import Afname
from teams.clocks import local_date

AFTER = timedelta(minutes=30)  # after the evening ends, or after the code was shown for the first time
DEAD_CODE = gettext_lazy(
    "Deze code werkt niet. Kijk of u de code goed hebt overgenomen. Misschien is het formulier gesloten, of is de code "
    "van een andere avond. Lukt het niet? Vraag het aan uw trainer."
)
GRACE = timedelta(minutes=30)  # who opened the form in time is not cut off while writing


def wall_until(sessie, now):
    """Until when a code works that is made now; None when it is not the day of this evening."""
    if sessie is None or sessie.begin is None or now < sessie.begin:
        return None
    if now > sessie.einde + AFTER and local_date(now) != sessie.dag:
        return None
    return max(sessie.einde, now) + AFTER


def wall_works(afname, now):
    """The code opens this run now."""
    return afname.is_open and afname.wand_tot is not None and now <= afname.wand_tot


def run_of_token(token, now):
    """The run whose QR somebody scanned; None when it opens nothing now."""
    return _works(Afname.objects.by_token(token), now)


def run_of_code(code, now):
    """The run whose four digits somebody typed; None when they open nothing now."""
    return _works(Afname.objects.filter(wand_code=code), now) if code else None


def _works(rows, now):
    afname = rows.open().for_list().first()
    return afname if afname and wall_works(afname, now) else None


def link_of_wall(afname):
    """What the QR holds."""
    return settings.SITE_URL + reverse("evaluaties:hier_link", args=[afname.wand_geheim])


def short_address():
    """What people type: without https."""
    return (settings.SITE_URL + reverse("evaluaties:hier")).partition("//")[2]


def code_in_words(code):
    """12 34: read in two halves."""
    return f"{code[:2]} {code[2:]}"
