"""``script/test`` leaves nothing behind either, and says in its exit code how it went."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from buurtpreventie.embedded.processes import ROOT
from buurtpreventie.embedded.suite import closing_line
from buurtpreventie.embedded.tests.conftest import ordinary_shell

SLOW = """
import pathlib, time

def test_slow():
    pathlib.Path({begun!r}).touch()
    time.sleep(60)
"""


@pytest.fixture
def slow_suite(tmp_path):
    """``script/test`` on its own servers, in the middle of a test."""
    begun = tmp_path / "begun"
    (tmp_path / "test_slow.py").write_text(SLOW.format(begun=str(begun)))
    command = [sys.executable, "-m", "buurtpreventie.embedded.suite", "-c", "pytest.ini", str(tmp_path), "-n", "2"]
    process = subprocess.Popen(
        command, cwd=ROOT, env=ordinary_shell(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    while not begun.exists():
        assert process.poll() is None
        time.sleep(0.1)
    yield process
    process.kill()
    process.wait()


def parents():
    """``{pid: parent's pid}`` of the whole process table."""
    found = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            found[int(path.parent.name)] = int(path.read_text().rsplit(")", 1)[1].split()[1])
    return found


def descendants(ancestor):
    """All processes below this one."""
    table = parents()
    family = {ancestor}
    while more := {pid for pid, parent in table.items() if parent in family} - family:
        family |= more
    return family - {ancestor}


def alive(pids, seconds=30):
    """Which of these still run after this time; ``set()`` as it should be."""
    deadline = time.monotonic() + seconds
    while (left := pids & set(parents())) and time.monotonic() < deadline:
        time.sleep(0.1)
    return left


@pytest.mark.chaos
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_stopped_suite_leaves_nothing(slow_suite, number):
    family = descendants(slow_suite.pid)
    assert len(family) > 5

    os.kill(slow_suite.pid, number)
    slow_suite.wait()

    assert alive(family) == set()


def test_the_closing_line_sums_the_groups(tmp_path):
    report = '<testsuites><testsuite tests="{}" failures="{}" errors="{}" skipped="{}"/></testsuites>'
    (tmp_path / "a.xml").write_text(report.format(10, 1, 1, 2))
    (tmp_path / "b.xml").write_text(report.format(5, 0, 0, 0))

    assert closing_line(tmp_path) == "11 passed, 2 failed, 2 skipped"
