"""Who asks a demo to stop finds nothing of its stack in the process table, and the data the next time.

The tests use one folder, one after the other.
"""

import os
import signal

import psycopg
import pytest

pytestmark = pytest.mark.chaos


def test_a_running_demo_is_seen_in_the_process_table(demo_folder):
    demo_folder.running()

    seen = " ".join(demo_folder.processes().values())

    parts = ["caretaker.py", "postgres", "valkey-server", "embedded.smtp", "gunicorn", "celery"]
    assert [part for part in parts if part not in seen] == []


def test_a_second_demo_in_the_same_folder_says_so_and_harms_nothing(demo_folder):
    process, _ = demo_folder.running()

    exit_code, output = demo_folder.run("--once")

    assert exit_code == 1
    assert "Er draait al een demo" in output
    assert process.poll() is None


def test_a_port_that_was_asked_for_and_is_taken_is_refused_in_one_line(demo_folder):
    _, url = demo_folder.running()
    port = url.rstrip("/").rsplit(":", 1)[1]

    exit_code, output = demo_folder.run("--once", "--port", port)

    assert (exit_code, output) == (1, f"Poort {port} is al in gebruik.\n")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_ctrl_c_kill_and_a_closed_terminal_stop_all_before_the_starter_ends_and_a_second_run_keeps_the_data(
    demo_folder, number
):
    process, _ = demo_folder.running()
    mark(demo_folder)

    os.killpg(process.pid, number)

    assert process.wait(60) == 0
    assert demo_folder.processes() == {}
    demo_folder.start_and_wait()
    assert is_marked(demo_folder)


def test_nieuw_throws_the_data_away(demo_folder):
    process, _ = demo_folder.running()
    mark(demo_folder)

    os.killpg(process.pid, signal.SIGINT)
    process.wait(60)

    demo_folder.start_and_wait("--nieuw")
    assert not is_marked(demo_folder)


def mark(demo_folder):
    """Leave something in the database by which it is known again."""
    with psycopg.connect(database_url(demo_folder), autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS marker; CREATE TABLE marker ()")


def is_marked(demo_folder):
    with psycopg.connect(database_url(demo_folder)) as connection:
        return connection.execute("SELECT count(*) FROM pg_tables WHERE tablename = 'marker'").fetchone() == (1,)


def database_url(demo_folder):
    """The owner's address, read from a process of the demo as a person with ``ps e`` would."""
    for pid in demo_folder.processes():
        with open(f"/proc/{pid}/environ") as file:
            for pair in file.read().split("\0"):
                if pair.startswith("DATABASE_URL="):
                    return pair.partition("=")[2]
    raise AssertionError("no process of the demo knows the database")
