"""What is pulled out while the loop runs: broker, database, worker. No mail is lost, none comes twice."""

import time
import urllib.error
import urllib.request
from collections import Counter

import pytest

from buurtpreventie.embedded.stack import running_stack

pytestmark = pytest.mark.chaos

ASK = """
from django.utils import timezone
from buurtpreventie.database import web_transaction
from opvolging.tests.wereld import make_wereld
wereld = make_wereld("{naam}")
with web_transaction():
    for n in range({n}):
        wereld.asked(n % 3, now=timezone.now())
"""


@pytest.fixture(scope="module")
def stack(tmp_path_factory):
    with running_stack(tmp_path_factory.mktemp("chaos"), durable=True, clerk=["opvolging.tests.wereld"]) as stack:
        yield stack


@pytest.fixture
def post(stack):
    stack.post.clear()
    return stack.post


def ask_partners(stack, naam, n):
    stack.manage("shell", "--no-imports", "-v0", "-c", ASK.format(naam=naam, n=n))


def asks_per_mail(mails):
    return Counter(mail.subject for mail in mails)


def health(stack):
    try:
        with urllib.request.urlopen(f"{stack.url}/gezond", timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def test_without_a_broker_the_mails_wait_and_tik_sends_them(stack, post):
    stack.stop("valkey")
    try:
        ask_partners(stack, "Zonderredis", 6)
        stack.manage("tik")
        mails = post.wait_for(to="partner@zonderredis.example", n=6)
    finally:
        stack.start("valkey")

    assert set(asks_per_mail(mails).values()) == {1}
    stack.manage("controleer")


def test_a_database_that_restarts_in_the_middle_loses_nothing_and_doubles_only_what_it_cut_off(stack, post):
    ask_partners(stack, "Herstart", 25)
    stack.kill("postgres")
    stack.start("postgres")
    for _ in range(3):
        stack.manage("tik")
    cut_off = int(stack.manage("shell", "--no-imports", "-v0", "-c", END_THE_LEASES).split()[-1])
    stack.manage("tik")

    times_sent = asks_per_mail(arrived(post, "partner@herstart.example", 25))
    assert len(times_sent) == 25
    assert sum(times_sent.values()) - 25 <= cut_off  # asks are better twice than not at all (LIEVER_DUBBEL)
    assert cut_off <= 3  # one per process that was delivering
    stack.manage("controleer")


# What was in somebody's hands at the crash waits two minutes for its lease; the test does not.
END_THE_LEASES = """
from django.utils import timezone
from buurtpreventie.outbox.models import Bericht
held = Bericht.objects.filter(aan="partner@herstart.example", stand__in=["geclaimd", "op_de_lijn"])
print(held.update(lease_tot=timezone.now()))
"""


def arrived(post, address, n, seconds=30):
    """The mails to this address, once there are ``n`` different ones."""
    deadline = time.monotonic() + seconds
    while len(asks_per_mail(post.list(to=address))) < n and time.monotonic() < deadline:
        time.sleep(0.2)
    return post.list(to=address)


def test_a_killed_worker_is_no_lost_mail(stack, post):
    stack.kill("worker")
    ask_partners(stack, "Zonderwerker", 3)
    stack.start("worker")

    mails = post.wait_for(to="partner@zonderwerker.example", n=3, seconds=90)
    assert set(asks_per_mail(mails).values()) == {1}


def test_the_health_page_is_well_again_after_all_this(stack):
    deadline = time.monotonic() + 70
    while health(stack) != 200 and time.monotonic() < deadline:
        time.sleep(1)
    assert health(stack) == 200
