"""A counting mail server, and mails to send with it."""

from datetime import timedelta
from itertools import count

import pytest

from buurtpreventie.outbox.actions import queue
from buurtpreventie.outbox.models import Bericht, Soort
from buurtpreventie.outbox.tests.smtp_server import SmtpServer


@pytest.fixture
def smtp(settings):
    """A mail server that the settings point to."""
    with SmtpServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_TIMEOUT = 5
        yield server


@pytest.fixture
def queued(now):
    """Queue a mail that is due at ``now``; anything may be said otherwise."""
    numbers = count(1)

    def queue_one(**words):
        number = next(numbers)
        return queue(
            **{
                "sleutel": f"vraag:{number}",
                "soort": Soort.VRAAG,
                "aan": f"partner{number}@example.nl",
                "onderwerp": f"Wilt u dit oppakken? {number}",
                "tekst": "Beste partner,\n\nWilt u dit oppakken?",
                "bron": f"opvolging:{number}",
                "gemeente_id": 7,
                "now": now,
            }
            | words
        )

    return queue_one


@pytest.fixture
def state():
    """Read stand, last code and attempts of a mail from the database."""
    return lambda bericht: Bericht.objects.values_list("stand", "laatste_code", "pogingen").get(pk=bericht.pk)


@pytest.fixture
def after_the_lease(now):
    """A moment at which the lease of a deliverer that worked at ``now`` is over."""
    return now + timedelta(seconds=121)
