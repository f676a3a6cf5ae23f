"""The look stands alone: no session, no tables, no other app."""

import pytest
from django.test import Client


@pytest.fixture(autouse=True)
def only_the_look(settings):
    """The pages and the middleware of ``ui``, without the shell of ``teams``."""
    settings.ROOT_URLCONF = "buurtpreventie.ui.tests.urls"
    settings.MIDDLEWARE = [
        "buurtpreventie.ui.middleware.HeadersMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    ]
    settings.MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
    options = settings.TEMPLATES[0]["OPTIONS"] | {
        "context_processors": [
            "django.template.context_processors.request",
            "django.contrib.messages.context_processors.messages",
        ]
    }
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"OPTIONS": options}]


@pytest.fixture
def client(db):
    """A browser that gets the error pages a reader gets, and is held to the CSRF check; every view is a transaction."""
    return Client(raise_request_exception=False, enforce_csrf_checks=True)
