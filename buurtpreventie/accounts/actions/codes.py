"""Six-digit codes by mail, for the partner's page and for a fresh sign-in."""

import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from buurtpreventie.accounts.mails import VERS
from buurtpreventie.accounts.models import Code
from buurtpreventie.database import one_at_a_time
from buurtpreventie.errors import RefusedAction
from buurtpreventie.outbox.actions import queue
from buurtpreventie.outbox.models import Beleid, Soort

VALID_FOR = timedelta(minutes=15)
LIMITS = [
    (timedelta(minutes=15), 3, _("U hebt net drie codes gevraagd. Wacht een kwartier en vraag dan een nieuwe code.")),
    (timedelta(days=1), 10, _("U hebt vandaag al tien codes gevraagd. Probeer het morgen opnieuw.")),
]


def new_code():
    """Six random digits."""
    return f"{secrets.randbelow(10**6):06d}"


@transaction.atomic
def send_code(doel, email, *, bron, gemeente_id, now, antwoord_aan="", onderwerp, tekst) -> bool:
    """Mail a code for one purpose (``tekst`` holds ``{{code}}``); RefusedAction after 3 in 15 minutes, 10 in a day."""
    one_at_a_time(f"code:{doel}")
    for period, limit, sentence in LIMITS:
        if Code.objects.filter(doel=doel, gemaakt_op__gt=now - period).count() >= limit:
            raise RefusedAction(sentence)
    geheim = new_code()
    code = Code.objects.create(doel=doel, code_hash=_hash(doel, geheim), gemaakt_op=now, verloopt_op=now + VALID_FOR)
    bericht = queue(
        sleutel=f"code:{code.pk}",
        soort=Soort.CODE,
        aan=email,
        onderwerp=onderwerp,
        tekst=tekst,
        geheim={"code": geheim},
        bron=bron,
        gemeente_id=gemeente_id,
        beleid=Beleid.LIEVER_DUBBEL,
        verloopt_op=code.verloopt_op,
        antwoord_aan=antwoord_aan,
        now=now,
    )
    return bericht is not None


def send_fresh_code(gebruiker, doel, *, now) -> bool:
    """Mail somebody who is signed in a code, to prove once more who it is; refuses as ``send_code`` does."""
    return send_code(
        doel,
        gebruiker.email,
        bron=f"gebruiker:{gebruiker.pk}",
        gemeente_id=None,
        now=now,
        onderwerp=str(_("Uw code voor Buurtpreventie")),
        tekst=VERS,
    )


@transaction.atomic
def check_code(doel, code, *, now) -> bool:
    """Use a code up; a wrong one counts against every code that is alive, and ten wrong ones end them.

    Mails may arrive in another order than they were asked for: each code that is alive may be typed in.
    """
    one_at_a_time(f"code:{doel}")
    alive = list(Code.objects.alive(doel, now).select_for_update())
    given = _hash(doel, "".join(character for character in code if character.isdigit()))
    matches = [constant_time_compare(row.code_hash, given) for row in alive]
    rows = Code.objects.filter(pk__in=[row.pk for row in alive])
    if any(matches):
        rows.update(gebruikt_op=now)
    else:
        rows.update(pogingen=F("pogingen") + 1)
    return any(matches)


def _hash(doel, code):
    """Keyed: the hashes of a million codes are quickly made by whoever reads the table."""
    return salted_hmac("buurtpreventie.accounts.code", f"{doel}:{code}", algorithm="sha256").hexdigest()
