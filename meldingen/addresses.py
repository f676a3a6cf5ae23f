"""Under which values an address is found without being read (keyed blind index), and for how long."""

from datetime import timedelta

from buurtpreventie.encryption import blind_indexes
from teams.models import Niveau

REMEMBERED_FOR = timedelta(days=183)  # after receipt an address is recognised for half a year (ontwerp §4)


def addresses_of(gemeente_id, straat, huisnummer):
    """Where this house may stand: under the key that writes first; empty without a street and a number."""
    return _indexes(gemeente_id, straat, huisnummer)


def streets_of(gemeente_id, straat):
    """Where this street may stand: under the key that writes first; empty without a street."""
    return _indexes(gemeente_id, straat)


def address_index(gemeente_id, straat, huisnummer):
    """What is kept of a house."""
    return next(iter(addresses_of(gemeente_id, straat, huisnummer)), "")


def street_index(gemeente_id, niveau, straat):
    """What is kept of a street, for "is this known already?"; never for confidential levels."""
    return next(iter(streets_of(gemeente_id, straat)), "") if niveau <= Niveau.V1 else ""


def _indexes(gemeente_id, *parts):
    spelled = [" ".join(part.casefold().split()) for part in parts]
    return blind_indexes(gemeente_id, *spelled) if all(spelled) else []
