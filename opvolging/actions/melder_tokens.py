"""Who reported, without knowing who: for the figures of a quarter that is not kept yet, after names were wiped.

Confidential groups are shown from five melders on, counted when a quarter is kept. A token stands for one person in one
quarter of one gemeente. Its key goes as soon as that quarter was kept: from then on nobody can make the token again.
"""

import hmac
import secrets
from hashlib import sha256

from buurtpreventie.database import act
from meldingen.models import Melding
from opvolging.models import Tekensleutel
from teams.clocks import local_date

MONTHS = 3
AT_ONCE = 500  # rows per question


def token_of(melding):
    """The same for one person in one quarter of one gemeente; what there was for who has no name any more."""
    if melding.melder_id is None:
        return melding.melder_teken
    key, _new = Tekensleutel.objects.get_or_create(
        **_quarter(local_date(melding.gemeld_op)), defaults={"geheim": secrets.token_hex(32)}
    )
    return _token(key, melding)


def _token(key, melding):
    message = f"{melding.gemeente_id}:{melding.melder_id}"
    return hmac.new(bytes.fromhex(key.geheim), message.encode(), sha256).hexdigest()


def _quarter(day):
    return {"jaar": day.year, "kwartaal": 1 + (day.month - 1) // MONTHS}


@act
def stamp_melders(gemeente, periode):
    """Before a quarter is kept: who still has a name gets the token that what was wiped already has."""
    key = Tekensleutel.objects.filter(**_quarter(periode.van)).first()
    if key is None:
        return
    rows = _received(periode).filter(gemeente=gemeente, melder__isnull=False, melder_teken="")
    meldingen = list(rows.only("gemeente", "melder", "melder_teken").order_by("pk"))
    for melding in meldingen:
        melding.melder_teken = _token(key, melding)
    Melding.objects.bulk_update(meldingen, ["melder_teken"], batch_size=AT_ONCE)


@act
def forget_tokens(periode):
    """A quarter was kept everywhere: its key and every token in it go."""
    _received(periode).exclude(melder_teken="").update(melder_teken="")
    Tekensleutel.objects.filter(**_quarter(periode.van)).delete()


def _received(periode):
    return Melding.objects.filter(gemeld_op__date__gte=periode.van, gemeld_op__date__lt=periode.tot)
