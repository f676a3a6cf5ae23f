"""Random secrets for links: the holder has the secret, the database only its hash (veiligheid 11)."""

import hashlib
import secrets


def new_token() -> str:
    """A secret of 256 bits that fits in a link."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """What the database keeps of a secret: 64 hex digits."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
