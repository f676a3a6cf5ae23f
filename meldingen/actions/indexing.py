"""The blind index of addresses: wiped when its term is over, and made anew when its key changes."""

from django.db import connection, transaction

from buurtpreventie.database import act
from buurtpreventie.triggers import ignore_triggers_of
from meldingen.addresses import REMEMBERED_FOR, address_index, street_index
from meldingen.models import Melding, MeldingInhoud

ROWS = 200  # in one transaction


@act
def forget_addresses(now):
    """Wipe what an address is found by: half a year after receipt, a street of what is still open when it closes."""
    over = now - REMEMBERED_FOR
    old = MeldingInhoud.objects.filter(melding__gemeld_op__lte=over).exclude(adres_index="")
    houses = old.update(adres_index="")
    closed = Melding.objects.exclude(pk__in=Melding.objects.open()).exclude(straat_index="")
    return houses + closed.filter(gemeld_op__lte=over).update(straat_index="")


def index_anew():
    """Make every kept index again with the key that writes; give after each batch how many changed, then stop.

    Only what has an index gets one: what was wiped stays wiped. Each row is compared and written at once, so what
    somebody changes meanwhile is never put back.
    """
    last = 0
    while True:
        with transaction.atomic():
            rows = _take(last)
            written = sum(_index_one(*row) for row in rows)
        if not rows:
            return
        last = rows[-1][0].pk
        yield written


def _take(last):
    """The next meldingen with an index that nobody holds, and their contents."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT m.id FROM meldingen_melding m JOIN meldingen_meldinginhoud i ON i.melding_id = m.id"
            " WHERE m.id > %s AND (i.adres_index <> '' OR m.straat_index <> '')"
            " ORDER BY m.id LIMIT %s FOR NO KEY UPDATE SKIP LOCKED",
            [last, ROWS],
        )
        keys = [key for (key,) in cursor.fetchall()]
    contents = MeldingInhoud.objects.in_bulk(keys)
    return [(melding, contents[melding.pk]) for melding in Melding.objects.filter(pk__in=keys).order_by("pk")]


def indexed_with_another_key():
    """How many meldingen stand under an index that the key that writes did not make (reads every address)."""
    rows = Melding.objects.exclude(straat_index="", inhoud__adres_index="").filter(inhoud__isnull=False)
    rows = rows.select_related("inhoud").only(
        "gemeente_id",
        "vertrouwelijkheid",
        "straat_index",
        "inhoud__straat",
        "inhoud__huisnummer",
        "inhoud__adres_index",
    )
    found = rows.order_by("pk").iterator(chunk_size=ROWS)
    return sum(_wanted(row, row.inhoud) != (row.inhoud.adres_index, row.straat_index) for row in found)


def _wanted(melding, inhoud):
    """The index of house and street as the key that writes makes them."""
    house = address_index(melding.gemeente_id, inhoud.straat, inhoud.huisnummer) if inhoud.adres_index else ""
    street = street_index(melding.gemeente_id, melding.vertrouwelijkheid, inhoud.straat) if melding.straat_index else ""
    return house, street


def _index_one(melding, inhoud):
    """Whether one of the two stood under another key."""
    house, street = _wanted(melding, inhoud)
    changed = 0
    if house != inhoud.adres_index:
        changed += MeldingInhoud.objects.filter(pk=inhoud.pk).update(adres_index=house)
    if street != melding.straat_index:
        ignore_triggers_of(Melding)
        changed += Melding.objects.filter(pk=melding.pk).update(straat_index=street)
    return changed > 0
