"""However the starter ends, nothing of its stack stays in the process table."""

import contextlib
import os
import signal

import psycopg
import pytest

pytestmark = pytest.mark.chaos


def caretaker_of(demo_folder):
    [pid] = [pid for pid, words in demo_folder.processes().items() if "caretaker.py" in words]
    return pid


def test_a_running_demo_is_seen_in_the_process_table(demo_folder):
    demo_folder.start_and_wait()

    seen = " ".join(demo_folder.processes().values())

    parts = ["caretaker.py", "postgres", "valkey-server", "embedded.smtp", "gunicorn", "celery"]
    assert [part for part in parts if part not in seen] == []


def test_kill_9_of_the_starter_leaves_nothing(demo_folder):
    process, _ = demo_folder.start_and_wait()

    process.kill()
    process.wait()

    assert demo_folder.wait_until_nothing_runs() == {}


def test_kill_9_of_the_caretaker_leaves_nothing(demo_folder):
    process, _ = demo_folder.start_and_wait()

    os.kill(caretaker_of(demo_folder), signal.SIGKILL)

    assert process.wait(60) == 1
    assert demo_folder.wait_until_nothing_runs() == {}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_ctrl_c_kill_and_a_closed_terminal_stop_all_before_the_starter_ends(demo_folder, number):
    process, _ = demo_folder.start_and_wait()

    os.killpg(process.pid, number)

    assert process.wait(60) == 0
    assert demo_folder.processes() == {}


def test_kill_9_while_starting_leaves_nothing(demo_folder):
    process = demo_folder.start()
    assert process.stdout.readline() == "Servers en database …\n"
    while len(demo_folder.processes()) < 4:
        assert process.poll() is None

    process.kill()
    process.wait()

    assert demo_folder.wait_until_nothing_runs() == {}


def test_a_demo_starts_again_after_everything_was_killed_at_once(demo_folder):
    process, _ = demo_folder.start_and_wait()

    for pid in demo_folder.processes():
        with contextlib.suppress(ProcessLookupError):  # it followed one that we killed
            os.kill(pid, signal.SIGKILL)
    process.wait(60)

    assert demo_folder.run("--once")[0] == 0


def test_a_second_run_keeps_the_data_and_nieuw_throws_them_away(demo_folder):
    with_marker = "SELECT count(*) FROM pg_tables WHERE tablename = 'marker'"

    assert demo_folder.run("--once")[0] == 0
    process, _ = demo_folder.start_and_wait()
    with psycopg.connect(database_url(demo_folder), autocommit=True) as connection:
        connection.execute("CREATE TABLE marker ()")
    stop(process)
    process, _ = demo_folder.start_and_wait()
    with psycopg.connect(database_url(demo_folder)) as connection:
        kept = connection.execute(with_marker).fetchone()
    stop(process)
    process, _ = demo_folder.start_and_wait("--nieuw")
    with psycopg.connect(database_url(demo_folder)) as connection:
        after_nieuw = connection.execute(with_marker).fetchone()

    assert (kept, after_nieuw) == ((1,), (0,))


def test_a_second_demo_in_the_same_folder_says_so_and_harms_nothing(demo_folder):
    process, _ = demo_folder.start_and_wait()

    exit_code, output = demo_folder.run("--once")

    assert exit_code == 1
    assert "Er draait al een demo" in output
    assert process.poll() is None


def test_a_port_that_was_asked_for_and_is_taken_is_refused_in_one_line(demo_folder):
    _, url = demo_folder.start_and_wait()
    port = url.rstrip("/").rsplit(":", 1)[1]

    exit_code, output = demo_folder.run("--once", "--port", port)

    assert (exit_code, output) == (1, f"Poort {port} is al in gebruik.\n")


def stop(process):
    process.send_signal(signal.SIGINT)
    process.wait(60)


def database_url(demo_folder):
    """The owner's address, read from a process of the demo as a person with ``ps e`` would."""
    for pid in demo_folder.processes():
        with open(f"/proc/{pid}/environ") as file:
            for pair in file.read().split("\0"):
                if pair.startswith("DATABASE_URL="):
                    return pair.partition("=")[2]
    raise AssertionError("no process of the demo knows the database")
