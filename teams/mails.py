"""Who hears about a role, and under which key."""

from django.conf import settings

from buurtpreventie.outbox.actions import queue
from buurtpreventie.outbox.models import Soort
from teams.clocks import daytime_from

NIEUWE_ROL = """Beste {voornaam},

{door} heeft u toegevoegd als {rol}.

Log in om te zien wat u kunt doen: {site}

Klopt dit niet? Antwoord dan op deze mail.

Met vriendelijke groet,
Buurtpreventie
"""


def queue_new_role(rij, rol, gemeente, *, actor, now):
    """To somebody who could sign in already: there is a role more. ``rij`` is the membership or the appointment."""
    gebruiker, bron = rij.gebruiker, f"{rij._meta.model_name}:{rij.pk}"
    return queue(
        sleutel=f"rol:{bron}",
        soort=Soort.BERICHT,
        aan=gebruiker.email,
        onderwerp="U hebt een rol erbij in Buurtpreventie",
        tekst=NIEUWE_ROL.format(
            voornaam=gebruiker.voornaam, door=actor.naam if actor else "De gemeente", rol=rol, site=settings.SITE_URL
        ),
        bron=bron,
        gemeente_id=gemeente.pk,
        antwoord_aan=gemeente.meldpunt_email,
        vanaf=daytime_from(now),
        now=now,
    )
