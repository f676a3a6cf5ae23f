"""What production must be before it starts: a login that can do no harm, keys that nobody knows, mail over TLS.

``refuse_unsafe_start`` stops web and worker; every later connection is looked at too. ``manage.py check --deploy`` says
the same beforehand.
"""

import base64
import binascii
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from buurtpreventie.embedded.environment import TEST_ENVIRONMENT
from buurtpreventie.ui.wellknown import expires_on, expires_soon

LOCAL = {"localhost", "127.0.0.1", "::1"}
SHORTEST_SECRET = 50
CONTACTS = ("mailto:", "https://", "tel:")
# What the login is, or may become with SET ROLE: that is what counts, not what it inherits.
LOGIN = """
    SELECT session_user::text,
           bool_or(r.rolsuper),
           bool_or(r.rolbypassrls),
           bool_or(r.rolname IN ('pg_read_all_data', 'pg_write_all_data', 'pg_database_owner',
                                 'pg_read_server_files', 'pg_write_server_files', 'pg_execute_server_program')),
           EXISTS (SELECT FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace
                   AND pg_has_role(session_user, c.relowner, 'MEMBER')),
           ARRAY(SELECT w.name FROM unnest(%s::text[]) AS w(name)
                 WHERE NOT EXISTS (SELECT FROM pg_roles x WHERE x.rolname = w.name
                                   AND pg_has_role(session_user, x.oid, 'MEMBER')))
    FROM pg_roles r WHERE pg_has_role(session_user, r.oid, 'MEMBER')
"""
NEEDED = ["web", "cijfers"]


def login_faults(cursor):
    """Why this login of the database may not do the work of pages and jobs; empty is what we want."""
    cursor.execute(LOGIN, [NEEDED])
    login, superuser, bypasses, reads_all, owns, missing = cursor.fetchone()
    found = []
    if superuser:
        found.append(f"{login} is a superuser: no rule of the database holds for it.")
    elif bypasses:
        found.append(f"{login} may bypass row-level security (ALTER ROLE {login} NOBYPASSRLS).")
    if owns and not superuser:
        found.append(f"{login} owns tables, or may become who does: the owner migrates, and does no other work.")
    if reads_all and not (superuser or owns):  # an owner is a member of pg_database_owner
        found.append(f"{login} is a member of a role of PostgreSQL that reads or writes everything: REVOKE it.")
    if missing:
        wanted = " ".join(f"GRANT {role} TO {login} WITH INHERIT FALSE, SET TRUE;" for role in missing)
        found.append(f"{login} is no member of {' and '.join(missing)}. As a superuser: {wanted}")
    return found


def check_login(connection, **kwargs):
    """For every new connection in production; whatever it was for fails when the login may do too much."""
    with connection.cursor() as cursor:
        faults = login_faults(cursor)
    if faults:
        connection.close()  # or the next question would be asked over it
        raise ImproperlyConfigured("DATABASE_URL: " + " ".join(faults))


def refuse_unsafe_start():
    """Stop a process of production that should not run; a database that is away is no reason not to start."""
    if not settings.SECURE or settings.MIGRATING:
        return
    if faults := configuration_faults():
        raise ImproperlyConfigured(" ".join(faults))
    try:
        connection.ensure_connection()  # ``check_login`` hears of it
    except (OperationalError, InterfaceError):
        return
    connection.close()


def configuration_faults():
    """What in the environment would make production unsafe, in sentences that name the variable."""
    return [*_mode_faults(), *_key_faults(), *_line_faults(), *_contact_faults()]


def _mode_faults():
    for name in ("DEBUG", "TESTING", "DEMO"):
        if getattr(settings, name):
            yield f"{name} must be off."


def _key_faults():
    keys = {"ADDRESS_INDEX_KEY": settings.ADDRESS_INDEX_KEY, "FIELD_KEYS": settings.FIELD_KEYS}
    secrets = {name: {_raw(part.rpartition(":")[2]) for part in value.split(",")} for name, value in keys.items()}
    secrets["SECRET_KEY"] = {settings.SECRET_KEY.encode(), _raw(settings.SECRET_KEY)}
    if len(settings.SECRET_KEY) < SHORTEST_SECRET:
        yield f"SECRET_KEY needs at least {SHORTEST_SECRET} characters."
    for one, other in (
        ("FIELD_KEYS", "ADDRESS_INDEX_KEY"),
        ("FIELD_KEYS", "SECRET_KEY"),
        ("ADDRESS_INDEX_KEY", "SECRET_KEY"),
    ):
        if secrets[one] & secrets[other]:
            yield f"{one} and {other} must not share a key."
    for name, own in secrets.items():
        published = {_raw(part.rpartition(":")[2]) for part in TEST_ENVIRONMENT[name].split(",")}
        if own & published or any(len(set(key)) < 8 for key in own):
            yield f"{name} holds a key that anybody can know: make one with a generator of random numbers."


def _raw(encoded):
    """The bytes of a key; of what is no base64, the text itself."""
    try:
        return base64.b64decode(encoded.strip(), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return encoded.encode()


def _line_faults():
    if urlsplit(settings.SITE_URL).scheme != "https":
        yield "SITE_URL must begin with https://: links in mails are secrets."
    if "*" in settings.ALLOWED_HOSTS:
        yield "ALLOWED_HOSTS must name the hosts."
    over_tls = settings.EMAIL_CONFIG.get("EMAIL_USE_TLS") or settings.EMAIL_CONFIG.get("EMAIL_USE_SSL")
    if not over_tls and settings.EMAIL_CONFIG.get("EMAIL_HOST") not in LOCAL:
        yield "EMAIL_URL must use TLS (smtp+tls://… or smtp+ssl://…), or a mail server on this machine."


def _contact_faults():
    if not settings.SECURITY_CONTACT.startswith(CONTACTS):
        yield "SECURITY_CONTACT must be an address of mail, web or telephone: mailto:…, https://… or tel:…"


@checks.register(checks.Tags.security, deploy=True)
def check_configuration(app_configs, **kwargs):
    """``manage.py check --deploy`` says what would stop the start, and when security.txt is about to expire."""
    faults = [checks.Error(fault, id="buurtpreventie.E002") for fault in configuration_faults()]
    if expires_soon(timezone.localdate()):
        words = f"security.txt expires on {expires_on()}: see whether it is still right and set SECURITY_CHECKED."
        faults.append(checks.Warning(words, id="buurtpreventie.W001"))
    return faults
