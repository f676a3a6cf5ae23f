"""What was typed when the session had ended, and everything else that is kept for a short time only."""

import re
from datetime import timedelta

from django.db import transaction

from buurtpreventie.accounts.models import Apparaat, Bewaard
from buurtpreventie.accounts.retention import REGELS, TASK
from buurtpreventie.tokens import hash_token, new_token

KEPT_FOR = timedelta(hours=1)
KEPT_AT_MOST = 20  # per person, at the same moment
NEVER_KEPT = re.compile(r"csrf|password|wachtwoord|geheim|token", re.IGNORECASE)


@transaction.atomic
def keep_text(gebruiker_id, pad, data, *, now):
    """Keep posted fields for an hour and give the key to them, or None; passwords and tokens are left out."""
    velden = [[name, value] for name, values in data.lists() if not NEVER_KEPT.search(name) for value in values]
    Bewaard.objects.filter(verloopt_op__lte=now).delete()
    max_pad = Bewaard._meta.get_field("pad").max_length
    if not velden or len(pad) > max_pad or _is_full(gebruiker_id):
        return None
    sleutel = new_token()
    Bewaard.objects.create(
        sleutel_hash=hash_token(sleutel),
        gebruiker_id=gebruiker_id,
        pad=pad,
        velden=velden,
        verloopt_op=now + KEPT_FOR,
    )
    return sleutel


def _is_full(gebruiker_id):
    return Bewaard.objects.filter(gebruiker=gebruiker_id).count() >= KEPT_AT_MOST


@transaction.atomic
def forget_expired(now):
    """Delete kept texts, codes, invitations and sessions that are over by the rules of ``retention``."""
    for regel in REGELS:
        if regel.taak == TASK:
            regel.rijen(now).delete()
    Apparaat.objects.without_session().delete()
