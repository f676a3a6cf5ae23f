"""Encrypted columns (AES-256-GCM) and the blind index for addresses.

A stored value is ``<key id>:<base64 of nonce and cipher>``. ``FIELD_KEYS`` is ``"k2:base64,k1:base64"``: the first key
writes, all of them read. The column is the associated data, so a value that moved to another column cannot be read.
Whatever cannot be read raises ``CannotDecrypt``: never a cipher on a page, never an empty text instead of a lost one.
"""

import base64
import binascii
import hashlib
import hmac
import json
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core import checks
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

KEY_BYTES = 32
NONCE_BYTES = 12
ALLOWED_LOOKUPS = {"isnull"}


class CannotDecrypt(Exception):
    """The key is unknown, or the value was damaged or moved to another column."""


def encrypt(text, aad):
    """Encrypt a text with the first key, bound to ``aad``."""
    key_id, key = next(iter(_ring(settings.FIELD_KEYS).items()))
    nonce = os.urandom(NONCE_BYTES)
    cipher = key.encrypt(nonce, text.encode(), aad.encode())
    return f"{key_id}:{base64.urlsafe_b64encode(nonce + cipher).decode()}"


def decrypt(token, aad):
    """Read what ``encrypt`` wrote with any of the keys, or raise ``CannotDecrypt``."""
    key_id, _, body = token.partition(":")
    key = _ring(settings.FIELD_KEYS).get(key_id)
    if key is None:
        raise CannotDecrypt(f"No key in FIELD_KEYS reads a value of {aad}.")
    try:
        raw = base64.urlsafe_b64decode(body)
        return key.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], aad.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise CannotDecrypt(f"A value of {aad} was damaged or belongs to another column.") from error


def writing_key_id():
    """The id of the key that writes."""
    return next(iter(_ring(settings.FIELD_KEYS)))


def key_ids():
    """The ids of all keys that read, the writing key first."""
    return list(_ring(settings.FIELD_KEYS))


def encrypt_anew(token, aad):
    """The same text under the writing key, or ``CannotDecrypt``; what stands under that key stays as it is."""
    is_new = token.startswith(f"{writing_key_id()}:")
    return token if is_new else encrypt(decrypt(token, aad), aad)


def blind_index(*parts):
    """Give the keyed fingerprint (64 hex digits) by which equal parts can be found without being read."""
    return blind_indexes(*parts)[0]


def blind_indexes(*parts):
    """Every fingerprint under which equal parts may stand: of the key that writes first, then of older keys."""
    message = json.dumps([str(part) for part in parts]).encode()
    return [hmac.new(key, message, hashlib.sha256).hexdigest() for key in _index_keys(settings.ADDRESS_INDEX_KEY)]


@lru_cache(maxsize=8)
def _index_keys(spec):
    """Read ``ADDRESS_INDEX_KEY``: the first key writes, the others still find."""
    keys = [base64.b64decode(part.strip(), altchars=b"-_") for part in spec.split(",")]
    if any(len(key) < KEY_BYTES for key in keys):
        raise ValueError(f"ADDRESS_INDEX_KEY needs at least {KEY_BYTES} bytes in base64 for each key.")
    return keys


@lru_cache(maxsize=8)
def _ring(spec):
    """Read ``FIELD_KEYS`` into ciphers by key id, the writing key first."""
    ring = {}
    for part in filter(None, (part.strip() for part in spec.split(","))):
        key_id, _, encoded = part.partition(":")
        key = base64.urlsafe_b64decode(encoded)
        if not key_id or key_id in ring or len(key) != KEY_BYTES:
            raise ValueError(f"FIELD_KEYS: '{key_id}' needs a name of its own and {KEY_BYTES} bytes in base64.")
        ring[key_id] = AESGCM(key)
    if not ring:
        raise ValueError("FIELD_KEYS holds no key.")
    return ring


@checks.register(checks.Tags.security)
def check_keys(app_configs, **kwargs):
    """Refuse to start with keys that can neither write nor read."""
    try:
        _ring(settings.FIELD_KEYS)
        _index_keys(settings.ADDRESS_INDEX_KEY)
    except (ValueError, binascii.Error) as error:
        return [checks.Error(str(error), id="buurtpreventie.E001")]
    return []


class EncryptedTextField(models.TextField):
    """Text that the database stores but cannot read; an empty text stays empty, and no lookup but ``isnull`` works.

    ``aad`` overrides the column ("app.model.field") that a value is bound to: give it when a model or field is renamed.
    """

    def __init__(self, *args, aad=None, **kwargs):
        self.aad = aad
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        """Carry ``aad`` into migrations only when it was given."""
        name, path, args, kwargs = super().deconstruct()
        if self.aad:
            kwargs["aad"] = self.aad
        return name, path, args, kwargs

    @property
    def bound_to(self):
        """The column that values of this field are bound to."""
        return self.aad or f"{self.model._meta.label_lower}.{self.name}"

    def get_db_prep_save(self, value, connection):
        """Encrypt on the way in; an expression (a copy of another column, say) is passed on untouched."""
        if value is None or value == "" or hasattr(value, "resolve_expression"):
            return super().get_db_prep_save(value, connection)
        return encrypt(self.to_plain(value), self.bound_to)

    def from_db_value(self, value, expression, connection):
        """Decrypt on the way out."""
        return self.from_plain(decrypt(value, self.bound_to)) if value else value

    def get_lookup(self, lookup_name):
        """Refuse every lookup that would compare ciphers: Django then raises ``FieldError``."""
        return super().get_lookup(lookup_name) if lookup_name in ALLOWED_LOOKUPS else None

    def get_transform(self, lookup_name):
        """Refuse transforms for the same reason."""
        return None

    def to_plain(self, value):
        """Give the text that is encrypted."""
        return str(value)

    def from_plain(self, text):
        """Give the value that the text stands for."""
        return text


class EncryptedValueField(EncryptedTextField):
    """What is not text: a subclass says how it is written and read; it is never in a form."""

    def to_python(self, value):
        """Leave the value as it is: it is not text."""
        return value

    def value_to_string(self, obj):
        """Serialise for a fixture."""
        return self.to_plain(self.value_from_object(obj))

    def formfield(self, **kwargs):
        """Refuse a form: nobody types this."""
        return None


class EncryptedJSONField(EncryptedValueField):
    """JSON that the database stores but cannot read; it cannot be searched."""

    def to_plain(self, value):
        """Write the value as JSON."""
        return json.dumps(value, cls=DjangoJSONEncoder)

    def from_plain(self, text):
        """Read the value back."""
        return json.loads(text)


class EncryptedBinaryField(EncryptedValueField):
    """Bytes that the database stores but cannot read."""

    def to_plain(self, value):
        """Write the bytes as text."""
        return base64.b64encode(value).decode()

    def from_plain(self, text):
        """Read the bytes back."""
        return base64.b64decode(text)
