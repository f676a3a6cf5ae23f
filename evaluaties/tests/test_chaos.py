"""``script/chaos`` in short: servers and processes fail while people send and mail goes out; the long one is by hand.

All on one stack, in this order: what happens to what people send, what happens to mail, and whether all is well then.
"""

import time
import urllib.error
import urllib.request

import pytest

from buurtpreventie.embedded.chaos import database, mails

pytestmark = pytest.mark.chaos

SEED = 7
WELL_AGAIN_SECONDS = 65  # rules are asked once a minute


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    with mails.stage(tmp_path_factory.mktemp("chaos"), SEED) as stage:
        yield stage


def test_what_people_were_told_is_kept_is_there_however_often_the_database_restarts(stage):
    stack, _smtp, troupe = stage
    kept = database.under_load(stack, troupe, database.SHORT, print)

    assert kept.broken == [], "\n".join(kept.lines)
    assert {kind for kind, *_rest in kept.told} == {"concept", "melding", "partner"}


def test_no_mail_is_lost_or_comes_twice_while_everything_fails(stage):
    verdict = mails.play(*stage, mails.SHORT, SEED, print)

    assert verdict.broken == [], "\n".join(verdict.lines)
    assert verdict.mails_accepted > mails.SHORT.mails * 0.8


def test_the_health_page_is_well_again_after_all_this(stage):
    stack, _smtp, troupe = stage
    troupe.play_out("tik", 0)

    deadline = time.monotonic() + WELL_AGAIN_SECONDS
    while health(stack) != (200, b"") and time.monotonic() < deadline:
        time.sleep(1)
    assert health(stack) == (200, b"")


def health(stack):
    """Status of the page, and its complaints when it is not well."""
    try:
        with urllib.request.urlopen(f"{stack.url}/gezond", timeout=10) as answer:
            return answer.status, b""
    except urllib.error.HTTPError as error:
        return error.code, error.read()
