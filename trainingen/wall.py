"""The code on the wall: which evening it opens, and how it looks."""

import segno
from django.conf import settings
from django.urls import reverse

from buurtpreventie.tokens import hash_token
from trainingen.evening import wall_works
from trainingen.models import Sessie

SCALE, QUIET_ZONE = 8, 4


def evening_of_token(token, now):
    """The evening whose QR somebody scanned; None when it opens nothing now."""
    return _works(Sessie.objects.filter(wand_hash=hash_token(token)), now)


def evening_of_code(code, now):
    """The evening whose six digits somebody typed; None when they open nothing now."""
    return _works(Sessie.objects.filter(wand_code=code), now) if code else None


def _works(rows, now):
    sessie = rows.planned().select_related("gemeente", "module").first()
    return sessie if sessie and wall_works(sessie, now) else None


def link_of_wall(sessie):
    """What the QR holds."""
    return settings.SITE_URL + reverse("trainingen:hier_link", args=[sessie.wand_geheim])


def short_address():
    """What people type: without https."""
    return (settings.SITE_URL + reverse("trainingen:hier")).partition("//")[2]


def qr_of(link):
    """A drawing of this link, as an address for an image: it needs no file and no style."""
    return segno.make(link, error="m", micro=False).svg_data_uri(scale=SCALE, border=QUIET_ZONE, dark="#000")


def code_in_words(code):
    """123 456: read in two halves."""
    return f"{code[:3]} {code[3:]}"
