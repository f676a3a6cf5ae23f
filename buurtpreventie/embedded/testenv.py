"""pytest plugin: the environment of the tests, before settings are read.

``script/test`` sets the addresses of its own servers. Who calls pytest directly sets DATABASE_URL (and
REDIS_URL, when it is not the usual address); the rest has the tests' own values.
"""

import os

import pytest

from buurtpreventie.embedded.environment import TEST_ENVIRONMENT
from buurtpreventie.embedded.suite import MARKERS, files_with

if not os.environ.get("DATABASE_URL"):
    pytest.exit("DATABASE_URL is not set: use script/test, which starts servers of its own.", returncode=2)
for name, value in TEST_ENVIRONMENT.items():
    os.environ.setdefault(name, value)


@pytest.hookimpl(tryfirst=True)  # before -m takes tests away
def pytest_collection_modifyitems(items):
    """A file whose tests have a marker must name it: by that name ``script/test`` finds the files of a group."""
    marked = {(item.path, marker.name) for item in items for marker in item.iter_markers() if marker.name in MARKERS}
    lost = [f"{path}: mark.{name}" for path, name in marked if path not in files_with(name)]
    if lost:
        raise pytest.UsageError(f"script/test would not find: {', '.join(lost)}")
