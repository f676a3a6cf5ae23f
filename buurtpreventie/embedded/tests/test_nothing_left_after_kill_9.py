"""Whatever is killed without warning, nothing of its stack stays in the process table, and the next one starts."""

import contextlib
import os
import signal

import pytest

pytestmark = pytest.mark.chaos


def caretaker_of(demo_folder):
    [pid] = [pid for pid, words in demo_folder.processes().items() if "caretaker.py" in words]
    return pid


def test_kill_9_of_the_starter_leaves_nothing(demo_folder):
    process, _ = demo_folder.running()

    process.kill()
    process.wait()

    assert demo_folder.wait_until_nothing_runs() == {}


def test_kill_9_of_the_caretaker_leaves_nothing(demo_folder):
    process, _ = demo_folder.running()

    os.kill(caretaker_of(demo_folder), signal.SIGKILL)

    assert process.wait(60) == 1
    assert demo_folder.wait_until_nothing_runs() == {}


def test_kill_9_during_a_first_start_leaves_nothing(new_folder):
    process = new_folder.start()
    assert process.stdout.readline() == "Servers en database …\n"
    while len(new_folder.processes()) < 4:
        assert process.poll() is None

    process.kill()
    process.wait()

    assert new_folder.wait_until_nothing_runs() == {}


def test_a_demo_starts_again_after_everything_was_killed_at_once(demo_folder):
    process, _ = demo_folder.running()

    for pid in demo_folder.processes():
        with contextlib.suppress(ProcessLookupError):  # it followed one that we killed
            os.kill(pid, signal.SIGKILL)
    process.wait(60)

    assert demo_folder.run("--once")[0] == 0
