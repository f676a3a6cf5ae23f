"""pytest plugin: the environment of the tests, before settings are read.

``script/test`` sets the addresses of its own servers. Who calls pytest directly sets DATABASE_URL (and
REDIS_URL, when it is not the usual address); the rest has the tests' own values.
"""

import os

import pytest

from buurtpreventie.embedded.environment import TEST_ENVIRONMENT

if not os.environ.get("DATABASE_URL"):
    pytest.exit("DATABASE_URL is not set: use script/test, which starts servers of its own.", returncode=2)
for name, value in TEST_ENVIRONMENT.items():
    os.environ.setdefault(name, value)
