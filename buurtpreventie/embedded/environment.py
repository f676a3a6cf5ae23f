"""The environment that settings read, for servers of our own. Only the demo and the tests use this."""

import base64
import json
import os
import secrets

from buurtpreventie.embedded.processes import ROOT

# What a developer may have set for other work, and must not leak into a stack of ours.
OTHERS = ("DEBUG", "DEMO", "DEMO_POST_DIR", "TESTING", "MIGRATE_DATABASE_URL", "LOG_LEVEL")

BYTECODE = ROOT / "var/bytecode"

# The tests' own values: fixed, so that what is stored or hashed with them can be literal in a test.
TEST_ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "buurtpreventie.settings",
    "TESTING": "1",
    "SECRET_KEY": "only-for-tests-and-long-enough-to-please-every-check-of-it-7f3a9c",
    "FIELD_KEYS": "k1:" + base64.urlsafe_b64encode(bytes(range(32))).decode(),
    "ADDRESS_INDEX_KEY": base64.urlsafe_b64encode(bytes(range(32, 64))).decode(),
    "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
    "SITE_URL": "https://buurt.example.nl",
    "REDIS_URL": "redis://localhost:6379/0",
    "EMAIL_URL": "memorymail://",
    "DEFAULT_FROM_EMAIL": "Buurtpreventie <noreply@buurtpreventie.example>",
    "LOG_LEVEL": "WARNING",
}


def load_keys(path):
    """The secrets of one stack, made at its first start and kept in a file only its owner reads."""
    if not path.exists():
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(new_keys(), file, indent=1)
    return json.loads(path.read_text())


def new_keys():
    """Fresh secrets, in the forms that settings and PostgreSQL ask for."""
    return {
        "secret_key": secrets.token_urlsafe(50),
        "field_keys": f"k1:{random_base64(32)}",
        "address_index_key": random_base64(32),
        "owner_password": secrets.token_urlsafe(24),
        "superuser_password": secrets.token_urlsafe(24),
    }


def random_base64(size):
    return base64.urlsafe_b64encode(secrets.token_bytes(size)).decode()


def environment(keys, *, database_url, redis_url, site_url, email_url, extra):
    """All that settings read; ``extra`` comes last."""
    return inherited() | {
        "DJANGO_SETTINGS_MODULE": "buurtpreventie.settings",
        "SECRET_KEY": keys["secret_key"],
        "FIELD_KEYS": keys["field_keys"],
        "ADDRESS_INDEX_KEY": keys["address_index_key"],
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "SITE_URL": site_url,
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "EMAIL_URL": email_url,
        "DEFAULT_FROM_EMAIL": "Buurtpreventie <noreply@buurtpreventie.example>",
        **extra,
    }


def inherited():
    """Our own environment, without what would change the meaning of ours.

    Who wants no bytecode beside the sources gets it in ``var/``: with none at all every program of a stack
    compiles all that it imports, and takes three times as long to start.
    """
    ours = {name: value for name, value in os.environ.items() if name not in OTHERS}
    if ours.pop("PYTHONDONTWRITEBYTECODE", ""):
        ours.setdefault("PYTHONPYCACHEPREFIX", str(BYTECODE))
    return ours
