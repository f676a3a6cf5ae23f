"""``script/pictures``: gives this process settings (the stack has its own), then makes the pictures."""

import importlib
import os
import sys

import django

from buurtpreventie.embedded.environment import TEST_ENVIRONMENT

os.environ.update(TEST_ENVIRONMENT, DATABASE_URL="postgres:///none")
django.setup()
sys.exit(importlib.import_module("opvolging.tests.browser.pictures").main(sys.argv[1:]))
