"""Who hears about signing in, and under which key."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from buurtpreventie.outbox.actions import queue, wake_up
from buurtpreventie.outbox.models import Beleid, Soort
from buurtpreventie.tokens import new_token

NOBODY = "niemand"  # the cause of a mail that is never sent
UITNODIGING = """Beste {voornaam},

{uitnodiger} nodigt u uit voor Buurtpreventie{waarvoor}.

Open deze link om mee te doen:
{{{{link}}}}

De link werkt 14 dagen, en alleen voor u.
Verwacht u deze mail niet? Dan hoeft u niets te doen.

Met vriendelijke groet,
Buurtpreventie
"""
INLOGCODE = """Uw code om in te loggen is: {{code}}

Typ deze code op de pagina waar u bent gebleven. De code werkt 15 minuten.
Geef de code aan niemand. Wij vragen er nooit om, ook niet aan de telefoon.
Wilde u niet inloggen? Dan hoeft u niets te doen.

Met vriendelijke groet,
Buurtpreventie
"""
WACHTWOORD = """U wilt een nieuw wachtwoord kiezen. Dat kan met deze link:
{{link}}

De link werkt een dag, en één keer.
Wilde u geen nieuw wachtwoord? Dan hoeft u niets te doen.

Met vriendelijke groet,
Buurtpreventie
"""
VERS = """Uw code is: {{code}}

Typ deze code op de pagina waar u bent gebleven. Daarna ziet u uw tekst. De code werkt 15 minuten.
Geef de code aan niemand. Wij vragen er nooit om, ook niet aan de telefoon.

Met vriendelijke groet,
Buurtpreventie
"""


EXTRA_CODE_WEG = """Beste {voornaam},

Uw extra code voor Buurtpreventie is weggehaald, omdat u er niet meer bij kon. U bent overal uitgelogd.

Log opnieuw in en zet meteen een nieuwe extra code aan. Zonder die code kunt u niet verder:
{site}

Hebt u hier niet om gevraagd? Bel dan meteen uw gemeente. Iemand anders probeert misschien in te loggen.

Met vriendelijke groet,
Buurtpreventie
"""


def queue_second_factor_taken(gebruiker, nummer, *, gemeente_id, antwoord_aan, now):
    """To who lost the second factor, or to who should know that somebody else says so; at any hour."""
    return queue(
        sleutel=f"extra-code-weg:{gebruiker.pk}:{nummer}",
        soort=Soort.BERICHT,
        aan=gebruiker.email,
        onderwerp="Uw extra code is weggehaald",
        tekst=EXTRA_CODE_WEG.format(voornaam=gebruiker.voornaam, site=settings.SITE_URL),
        bron=f"gebruiker:{gebruiker.pk}",
        gemeente_id=gemeente_id,
        beleid=Beleid.LIEVER_DUBBEL,
        antwoord_aan=antwoord_aan,
        now=now,
    )


def queue_invitation(uitnodiging, token, *, gemeente_id, antwoord_aan, now):
    """The link of an invitation."""
    gebruiker, door = uitnodiging.gebruiker, uitnodiging.uitgenodigd_door
    return queue(
        sleutel=f"uitnodiging:{uitnodiging.pk}",
        soort=Soort.UITNODIGING,
        aan=gebruiker.email,
        onderwerp="Uitnodiging voor Buurtpreventie",
        tekst=UITNODIGING.format(
            voornaam=gebruiker.voornaam,
            uitnodiger=door.naam if door else "De gemeente",
            waarvoor=f", als {uitnodiging.waarvoor}" if uitnodiging.waarvoor else "",
        ),
        geheim={"link": settings.SITE_URL.rstrip("/") + reverse("accounts:uitnodiging", args=[token])},
        bron=f"uitnodiging:{uitnodiging.pk}",
        gemeente_id=gemeente_id,
        beleid=Beleid.LIEVER_DUBBEL,
        verloopt_op=uitnodiging.verloopt_op,
        antwoord_aan=antwoord_aan,
        now=now,
    )


def queue_sign_in_code(email, code, *, bron, now):
    """The code of the sign-in page."""
    return queue(
        sleutel=f"inlogcode:{new_token()}",
        soort=Soort.CODE,
        aan=email,
        onderwerp="Uw code om in te loggen",
        tekst=INLOGCODE,
        geheim={"code": code},
        bron=bron,
        gemeente_id=None,
        beleid=Beleid.LIEVER_DUBBEL,
        verloopt_op=now + timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT),
        now=now,
    )


def queue_password_link(email, link, *, bron, now):
    """The link of the page "nieuw wachtwoord"."""
    return queue(
        sleutel=f"wachtwoord:{new_token()}",
        soort=Soort.CODE,
        aan=email,
        onderwerp="Een nieuw wachtwoord kiezen",
        tekst=WACHTWOORD,
        geheim={"link": link},
        bron=bron,
        gemeente_id=None,
        beleid=Beleid.LIEVER_DUBBEL,
        verloopt_op=now + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT),
        now=now,
    )


def pretend_to_queue(email, *, now):
    """Do the work of a mail without one, so that an unknown address takes as long as a known one (veiligheid 6)."""
    with transaction.atomic():
        queue_sign_in_code(email, "000000", bron=NOBODY, now=now)
        transaction.set_rollback(True)
    transaction.on_commit(wake_up, robust=True)
