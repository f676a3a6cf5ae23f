"""Runs inside the stack of the pictures: links of mails about rounds, of which only a hash is kept."""

from datetime import timedelta
from functools import cache

from django.utils import timezone

from buurtpreventie.tokens import hash_token, new_token
from teams.demo import HOOFD
from teams.rondes.models import Ronde, Sleutel, Waarschuwing


@cache
def links_about_rounds():
    """A secret for everybody home, for who rings, and for a warning; made once."""
    out = Ronde.objects.under_way().filter(team__gemeente__slug=HOOFD).latest("begin")
    warned = Waarschuwing.objects.filter(gemeente__slug=HOOFD, verstuurd_op__isnull=False).latest("pk")
    about = [
        {"doel": Sleutel.Doel.THUIS, "ronde": out},
        {"doel": Sleutel.Doel.BELLEN, "ronde": out},
        {"doel": Sleutel.Doel.WAARSCHUWING, "ronde": warned.oproepen.first().ronde, "waarschuwing": warned},
    ]
    return [make_link(**facts) for facts in about]


def make_link(**facts):
    """The secret of a link that opens something for a day."""
    secret, now = new_token(), timezone.now()
    person = facts["ronde"].deelnames.walked().filter(gebruiker__email__isnull=False).first().gebruiker
    Sleutel.objects.create(
        gebruiker=person,
        token_hash=hash_token(secret),
        gemaakt_op=now,
        verloopt_op=now + timedelta(days=1),
        **facts,
    )
    return secret
