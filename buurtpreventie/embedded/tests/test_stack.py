"""Servers and stacks: roles, mail, and getting up again after a crash."""

import contextlib
import os
import signal
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from buurtpreventie.embedded.environment import environment
from buurtpreventie.embedded.places import Places
from buurtpreventie.embedded.processes import Busy, StartFailed
from buurtpreventie.embedded.stack import running_servers, running_stack

pytestmark = pytest.mark.chaos


@pytest.fixture(scope="module")
def stack(tmp_path_factory):
    with running_stack(tmp_path_factory.mktemp("stack"), clerk=()) as stack:
        yield stack


@pytest.fixture
def post(stack):
    stack.post.clear()
    return stack.post


def status(stack):
    with urllib.request.urlopen(stack.url, timeout=20) as answer:
        return answer.status


def test_the_start_page_answers(stack):
    assert status(stack) == 200


def test_the_owner_is_no_superuser_may_make_databases_and_become_web(stack):
    with psycopg.connect(stack.env["DATABASE_URL"]) as owner:
        rights = "SELECT rolname, rolsuper, rolcreatedb FROM pg_roles WHERE rolname = current_user"
        assert owner.execute(rights).fetchone() == ("buurtpreventie", False, True)
        owner.execute("SET LOCAL ROLE web")
        assert owner.execute(rights).fetchone() == ("web", False, False)


def test_nobody_signs_in_as_web(stack):
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(stack.env["DATABASE_URL"], user="web")


def test_the_servers_have_no_port(stack):
    with psycopg.connect(stack.env["DATABASE_URL"]) as owner:
        assert owner.execute("SHOW listen_addresses").fetchone() == ("",)


def test_a_mail_that_the_site_sends_is_read_in_the_post(stack, post):
    stack.manage("sendtestemail", "zoë@example.nl")

    [mail] = post.wait_for(to="zoë@example.nl")

    assert mail.subject.startswith("Test email from")
    assert mail.text.startswith("If you're reading this, it was successful.")


def test_mails_come_in_the_order_in_which_they_were_sent(stack, post):
    stack.manage("sendtestemail", "een@example.nl")
    stack.manage("sendtestemail", "twee@example.nl")

    assert [mail.to for mail in post.wait_for(n=2)] == [["een@example.nl"], ["twee@example.nl"]]


def test_waiting_for_a_mail_that_stays_away_names_what_did_come(stack, post):
    stack.manage("sendtestemail", "een@example.nl")

    with pytest.raises(TimeoutError, match="een@example.nl"):
        post.wait_for(to="ander@example.nl", seconds=0.2)


def test_a_stopped_mail_server_refuses_and_is_found_again_at_the_same_port(stack, post):
    stack.stop("smtp")
    with pytest.raises(StartFailed, match="ConnectionRefusedError"):
        stack.manage("sendtestemail", "een@example.nl")

    stack.start("smtp")
    stack.manage("sendtestemail", "twee@example.nl")

    assert [mail.to for mail in post.wait_for()] == [["twee@example.nl"]]


@pytest.mark.parametrize("name", ["postgres", "valkey", "web"])
def test_a_killed_program_gets_up_again(stack, name):
    stack.kill(name)
    stack.start(name)

    assert status(stack) == 200


@pytest.mark.parametrize("has_clerk", [True, False])
def test_a_failing_management_command_shows_its_output(stack, monkeypatch, has_clerk):
    if not has_clerk:
        monkeypatch.setattr(stack, "clerk", None)
    with pytest.raises(StartFailed, match="Unknown command: 'bestaat_niet'"):
        stack.manage("bestaat_niet")


def test_a_folder_in_use_is_refused(stack):
    with pytest.raises(Busy), running_servers(stack.var_dir):
        pass


def test_two_stacks_live_side_by_side(stack, tmp_path):
    with running_stack(tmp_path / "tweede", with_worker=False) as second:
        assert (status(stack), status(second)) == (200, 200)
        assert second.env["DATABASE_URL"] != stack.env["DATABASE_URL"]


def test_without_keep_no_data_stay_behind(tmp_path):
    with running_servers(tmp_path / "kort"):
        places = Places(tmp_path / "kort")
        assert places.postgres.exists()

    assert not places.postgres.exists()


def one_row_of(server):
    with psycopg.connect(server.url) as owner:
        return owner.execute("SELECT 1").fetchone()


def test_who_waits_for_a_folder_finds_it_empty_and_is_not_cleared_away(tmp_path):
    """The one before empties the folder while it still holds the lock."""

    def take_it_as_soon_as_it_is_free():
        while True:
            with contextlib.suppress(Busy), running_servers(tmp_path) as (_, _, server, _):
                return one_row_of(server)

    with ThreadPoolExecutor() as threads:
        with running_servers(tmp_path):
            waiting = threads.submit(take_it_as_soon_as_it_is_free)
            time.sleep(0.5)
        assert waiting.result(timeout=60) == (1,)


def test_a_frozen_program_does_not_outlive_its_stack(tmp_path):
    with running_servers(tmp_path / "bevroren") as (processes, *_):
        processes.signal("valkey", signal.SIGSTOP)
        pid = processes.pids["valkey"]

    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_what_a_developer_set_for_other_work_does_not_leak_in(monkeypatch):
    monkeypatch.setenv("MIGRATE_DATABASE_URL", "postgres://elsewhere/db")
    monkeypatch.setenv("DEBUG", "1")
    keys = {"secret_key": "a", "field_keys": "b", "address_index_key": "c"}

    env = environment(keys, database_url="d", redis_url="e", site_url="f", email_url="g", extra={"DEMO": "1"})

    assert {name: env.get(name) for name in ("MIGRATE_DATABASE_URL", "DEBUG", "DEMO")} == {
        "MIGRATE_DATABASE_URL": None,
        "DEBUG": None,
        "DEMO": "1",
    }
