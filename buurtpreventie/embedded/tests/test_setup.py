"""Promises of the set-up: nothing starts without its secrets, and no file names a registry."""

import json
import os
import subprocess
import sys

import pytest

from buurtpreventie.celery import app
from buurtpreventie.embedded.environment import BYTECODE, TEST_ENVIRONMENT, inherited
from buurtpreventie.embedded.processes import ROOT

REQUIRED = [
    "SECRET_KEY",
    "FIELD_KEYS",
    "ADDRESS_INDEX_KEY",
    "ALLOWED_HOSTS",
    "SITE_URL",
    "DATABASE_URL",
    "REDIS_URL",
    "EMAIL_URL",
    "DEFAULT_FROM_EMAIL",
    "SECURITY_CONTACT",
    "SECURITY_CHECKED",
]
OF_PRODUCTION = {
    "DATABASE_URL": "postgres://a:b@localhost/c",
    "SECURITY_CONTACT": "mailto:beveiliging@buurt.example.nl",
    "SECURITY_CHECKED": "2026-11-01",
}


@pytest.mark.parametrize("missing", REQUIRED)
def test_without_a_secret_or_a_server_nothing_starts(missing):
    env = os.environ | TEST_ENVIRONMENT | OF_PRODUCTION
    del env[missing], env["TESTING"]
    command = [sys.executable, "-c", "import buurtpreventie.settings"]

    done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True)

    assert done.returncode == 1
    assert f"Set the {missing} environment variable" in done.stderr


def test_who_wants_no_bytecode_beside_the_sources_gets_it_in_var(monkeypatch):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.delenv("PYTHONPYCACHEPREFIX", raising=False)

    env = inherited()

    assert "PYTHONDONTWRITEBYTECODE" not in env
    assert env["PYTHONPYCACHEPREFIX"] == str(BYTECODE)


def test_the_clock_wakes_only_tasks_that_exist():
    app.loader.import_default_modules()

    scheduled = {entry["task"] for entry in app.conf.beat_schedule.values()}

    assert scheduled - set(app.tasks) == set()


def test_the_lock_file_names_no_registry():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]

    assert [name for name, package in packages.items() if "resolved" in package] == []
    assert [name for name, package in packages.items() if name and "integrity" not in package] == []


def test_every_requirement_is_pinned():
    lines = [
        line
        for name in ("requirements.txt", "requirements-dev.txt")
        for line in (ROOT / name).read_text().splitlines()
        if line and not line.lstrip().startswith("#")
    ]

    assert [line for line in lines if "==" not in line.split(";")[0]] == []
