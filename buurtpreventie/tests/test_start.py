"""Production does not start with a login, keys or lines that could do harm, and says what to do (veiligheid 13a)."""

import subprocess
import sys

import psycopg
import pytest
from psycopg import sql

from buurtpreventie.embedded.environment import TEST_ENVIRONMENT, inherited
from buurtpreventie.embedded.processes import ROOT
from buurtpreventie.embedded.stack import running_servers
from buurtpreventie.embedded.suite import like_production
from buurtpreventie.start import configuration_faults, login_faults

PASSWORD = "een-wachtwoord-van-de-test"
LOGINS = {  # what a login is, and the words of the refusal; none for the one that may
    "goed": ("", None),
    "super": ("SUPERUSER", "is a superuser"),
    "langs_de_rijen": ("BYPASSRLS", "may bypass row-level security"),
    "alleslezer": ("", "reads or writes everything"),
    "zonder_rol": ("", "is no member of web and cijfers"),
    "zonder_cijfers": ("", "is no member of cijfers"),
    "ook_eigenaar": ("", "owns tables"),
}
GRANTED = {
    "goed": ["web", "cijfers"],
    "langs_de_rijen": ["web", "cijfers"],
    "alleslezer": ["web", "cijfers", "pg_read_all_data"],
    "zonder_cijfers": ["web"],
    "ook_eigenaar": ["web", "cijfers", "buurtpreventie"],
}
MAY_SET = " WITH INHERIT FALSE, SET TRUE"
PROCESSES = {
    "web": [sys.executable, "-c", "import buurtpreventie.wsgi"],
    "worker": [sys.executable, "-m", "celery", "-A", "buurtpreventie", "worker", "--pool", "solo"],
    "beat": [sys.executable, "-m", "celery", "-A", "buurtpreventie", "beat", "--pidfile="],
    "tik": [sys.executable, str(ROOT / "manage.py"), "tik"],
    "a command": [sys.executable, str(ROOT / "manage.py"), "controleer"],
}


@pytest.fixture(scope="module")
def postgres(tmp_path_factory):
    """A cluster with a table of the owner, and a login of every sort."""
    with running_servers(tmp_path_factory.mktemp("start")) as (_processes, _keys, postgres, _valkey):
        with psycopg.connect(postgres.url) as owner:
            owner.execute("CREATE TABLE van_de_eigenaar (id int)")
        with postgres._superuser() as connection:
            roles = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
            for role in {"web", "cijfers"} - roles:
                connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(role)))
            for login, (words, _refusal) in LOGINS.items():
                make = sql.SQL("CREATE ROLE {} LOGIN " + words + " PASSWORD {}")
                connection.execute(make.format(sql.Identifier(login), sql.Literal(PASSWORD)))
                for role in GRANTED.get(login, []):
                    grant = sql.SQL("GRANT {} TO {}" + MAY_SET)
                    connection.execute(grant.format(sql.Identifier(role), sql.Identifier(login)))
        yield postgres


def url_of(postgres, login):
    """The address of the database for this login."""
    return f"postgres://{login}:{PASSWORD}@/buurtpreventie?host={str(postgres.places.sockets).replace('/', '%2F')}"


@pytest.mark.parametrize("login", LOGINS)
def test_only_a_login_that_owns_nothing_and_is_above_no_rule_may_work(postgres, login):
    refusal = LOGINS[login][1]
    with psycopg.connect(url_of(postgres, login)) as connection, connection.cursor() as cursor:
        found = login_faults(cursor)
    assert (found == []) if refusal is None else [refusal in fault for fault in found] == [True]


def test_the_owner_of_the_tables_may_not_do_the_work_of_pages(postgres):
    with psycopg.connect(postgres.url) as connection, connection.cursor() as cursor:
        assert any("owns tables" in fault for fault in login_faults(cursor))


def start(command, folder=ROOT, **env):
    """Run a process of production to its end: its exit code and what it said."""
    env = like_production(inherited() | TEST_ENVIRONMENT | {"PYTHONPATH": str(ROOT)} | env)
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=20)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("name", PROCESSES)
def test_no_process_of_production_starts_with_the_login_of_the_owner(postgres, name, tmp_path):
    code, said = start(PROCESSES[name], folder=tmp_path, DATABASE_URL=postgres.url)
    assert code != 0 and "owns tables" in said and "the owner migrates" in said


def test_the_web_process_starts_with_a_login_that_may_work_or_while_the_database_is_away(postgres):
    good = url_of(postgres, "goed")
    for url in (good, good.replace("sockets", "nergens")):
        code, said = start(PROCESSES["web"], DATABASE_URL=url)
        assert code == 0, said


@pytest.mark.parametrize("name", ["web", "worker", "beat", "tik"])
def test_no_process_that_sends_starts_when_links_would_go_without_tls(postgres, name, tmp_path):
    unsafe = {"DATABASE_URL": url_of(postgres, "goed"), "SITE_URL": "http://buurt.example.nl"}
    code, said = start(PROCESSES[name], folder=tmp_path, **unsafe)
    assert code != 0 and "SITE_URL must begin with https:" in said


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("SITE_URL", "http://buurt.example.nl", "SITE_URL must begin with https://"),
        ("EMAIL_URL", "smtp://mail.example.nl:25", "EMAIL_URL must use TLS"),
        ("ALLOWED_HOSTS", "*", "ALLOWED_HOSTS must name the hosts"),
        ("SECRET_KEY", "kort", "SECRET_KEY needs at least 50 characters"),
        ("FIELD_KEYS", TEST_ENVIRONMENT["FIELD_KEYS"], "FIELD_KEYS holds a key that anybody can know"),
        ("FIELD_KEYS", "k1:" + "A" * 43 + "=", "FIELD_KEYS holds a key that anybody can know"),
        ("TESTING", True, "TESTING must be off"),
        ("DEBUG", True, "DEBUG must be off"),
        ("DEMO", True, "DEMO must be off"),
    ],
)
def test_what_the_environment_gets_wrong_is_named(settings, variable, value, words):
    make_sound(settings)
    assert list(configuration_faults()) == []

    setattr(settings, variable, value)
    if variable == "EMAIL_URL":
        settings.EMAIL_CONFIG = {"EMAIL_HOST": "mail.example.nl", "EMAIL_USE_TLS": False}
    if variable == "ALLOWED_HOSTS":
        settings.ALLOWED_HOSTS = [value]
    assert [words in fault for fault in configuration_faults()].count(True) == 1


def test_a_key_that_does_two_things_is_refused(settings):
    make_sound(settings)
    settings.ADDRESS_INDEX_KEY = settings.FIELD_KEYS.partition(":")[2]

    assert list(configuration_faults()) == ["FIELD_KEYS and ADDRESS_INDEX_KEY must not share a key."]


def make_sound(settings):
    """As production should be."""
    env = like_production(dict(TEST_ENVIRONMENT))
    for name in ("SECRET_KEY", "FIELD_KEYS", "ADDRESS_INDEX_KEY", "SITE_URL"):
        setattr(settings, name, env[name])
    settings.ALLOWED_HOSTS, settings.SECURITY_CONTACT = ["buurt.example.nl"], env["SECURITY_CONTACT"]
    settings.TESTING = settings.DEBUG = settings.DEMO = False
    settings.EMAIL_CONFIG = {"EMAIL_HOST": "mail.example.nl", "EMAIL_USE_TLS": True}
