"""The keys of a copy: they travel apart from it, and are known by marks that say nothing about them."""

import base64
import hashlib
import hmac

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError
from django.db import connection

from buurtpreventie.encryption import CannotDecrypt, EncryptedTextField, decrypt

NAMES = ("SECRET_KEY", "FIELD_KEYS", "ADDRESS_INDEX_KEY")
PURPOSE = b"buurtpreventie: mark of a key"
# One value per key and column: whoever reads these, reads them all.
SAMPLES = """
    SELECT DISTINCT ON (split_part(left({column}, 80), ':', 1)) {column}
    FROM {table} WHERE {column} <> '' ORDER BY split_part(left({column}, 80), ':', 1), {key} DESC
"""


def key_file():
    """The keys as a file of variables, as a shell or systemd reads it."""
    return "".join(f"{name}='{getattr(settings, name)}'\n" for name in NAMES)


def marks():
    """A mark per key by its name; nobody finds the key from it."""
    fields = dict(part.strip().split(":", 1) for part in settings.FIELD_KEYS.split(",") if part.strip())
    index = [part.strip() for part in settings.ADDRESS_INDEX_KEY.split(",") if part.strip()]
    return {
        "velden": {name: _mark(base64.urlsafe_b64decode(key)) for name, key in fields.items()},
        "adressen": [_mark(base64.b64decode(key, altchars=b"-_")) for key in index],
    }


def _mark(key):
    return hmac.new(key, PURPOSE, hashlib.sha256).hexdigest()[:16]


def refuse_other_keys(then):
    """``CommandError`` when the keys of this process are not those that the copy was made with."""
    now = marks()
    missing = sorted(name for name, mark in then["velden"].items() if now["velden"].get(name) != mark)
    if missing:
        raise CommandError(
            f"FIELD_KEYS mist {', '.join(missing)} van deze kopie, of heeft onder die naam een andere sleutel. "
            "Neem de variabelen uit het sleutelbestand dat bij deze kopie hoort."
        )
    if not set(then["adressen"]) & set(now["adressen"]):
        raise CommandError("ADDRESS_INDEX_KEY is een andere dan van deze kopie: adressen zijn dan niet meer te vinden.")


def encrypted_fields():
    """Every column whose contents the database cannot read."""
    for model in apps.get_models():
        if not model._meta.proxy:
            yield from (field for field in model._meta.local_concrete_fields if isinstance(field, EncryptedTextField))


def refuse_unreadable():
    """``CommandError`` when there is a value that the keys of this process do not read; gives how many were read."""
    try:
        return sum(_read_samples(field) for field in encrypted_fields()) + _read_second_factors()
    except CannotDecrypt as error:
        raise CommandError(f"De sleutels van nu lezen deze gegevens niet: {error}") from None


def _read_samples(field):
    quote = connection.ops.quote_name
    names = {"column": field.column, "table": field.model._meta.db_table, "key": field.model._meta.pk.column}
    with connection.cursor() as cursor:
        cursor.execute(SAMPLES.format(**{name: quote(value) for name, value in names.items()}))
        values = [value for (value,) in cursor.fetchall()]
    for value in values:
        decrypt(value, field.bound_to)
    return len(values)


def _read_second_factors():
    rows = Authenticator.objects.filter(type=Authenticator.Type.TOTP).order_by("-pk")[:1]
    return len([get_adapter().decrypt(row.data["secret"]) for row in rows])
