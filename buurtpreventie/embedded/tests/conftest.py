import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from buurtpreventie.embedded.environment import TEST_ENVIRONMENT, inherited
from buurtpreventie.embedded.places import Places
from buurtpreventie.embedded.processes import ROOT

DEMO = [sys.executable, "-m", "buurtpreventie.embedded.demo", "--leeg", "--port", "0"]


class DemoFolder:
    """A demo of its own in this folder, and a look at the machine's process table for what belongs to it."""

    def __init__(self, var_dir):
        self.var_dir, self.home = var_dir, Places(var_dir).home
        self.started, self.demo = [], None

    def start(self, *words):
        """Start a demo in the background, in a process group of its own, as a terminal would."""
        command = [*DEMO, "--var", str(self.var_dir), *words]
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=ordinary_shell(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.started.append(process)
        return process

    def run(self, *words):
        """Run a demo to its end; exit code and output."""
        process = self.start(*words)
        output = process.communicate(timeout=120)[0]
        return process.returncode, output

    def start_and_wait(self, *words):
        """Start a demo and wait for its last line before waiting; the process and its address."""
        process = self.start(*words)
        lines = []
        for line in process.stdout:
            lines.append(line)
            if line.startswith("Klaar: "):
                self.demo = process, line.split()[1]
                return self.demo
        raise AssertionError("".join(lines))

    def running(self):
        """The demo that an earlier test left running, or else a new one; its process and its address."""
        if self.demo is None or self.demo[0].poll() is not None:
            self.start_and_wait()
        return self.demo

    def processes(self):
        """``{pid: command line}`` of all that names this folder or works in it."""
        return {int(path.name): words for path in Path("/proc").glob("[0-9]*") if (words := self._belongs(path))}

    def wait_until_nothing_runs(self, seconds=30):
        """What still runs after this time; ``{}`` as it should be."""
        deadline = time.monotonic() + seconds
        while self.processes() and time.monotonic() < deadline:
            time.sleep(0.1)
        return self.processes()

    def _belongs(self, path):
        ours = [os.fsencode(self.var_dir), os.fsencode(self.home)]
        with contextlib.suppress(OSError):  # it ended while we looked
            words = (path / "cmdline").read_bytes()
            seen = words + (path / "environ").read_bytes() + os.fsencode(os.readlink(path / "cwd"))
            if int(path.name) != os.getpid() and any(folder in seen for folder in ours):
                return words.replace(b"\0", b" ").decode()
        return None


def ordinary_shell():
    """The environment without what the tests themselves were given."""
    ours = {*TEST_ENVIRONMENT, "DATABASE_URL"}
    return {name: value for name, value in inherited().items() if name not in ours}


@pytest.fixture
def new_folder(tmp_path):
    """A folder in which no demo ever ran."""
    with own_folder(tmp_path / "demo") as folder:
        yield folder


@pytest.fixture(scope="module")
def demo_folder(tmp_path_factory):
    """The folder of a demo that the tests of one file use one after the other, data and all."""
    with own_folder(tmp_path_factory.mktemp("demo")) as folder:
        yield folder


@contextlib.contextmanager
def own_folder(var_dir):
    """A demo's folder; at the end all that was started in it is gone, and so are the data."""
    folder = DemoFolder(var_dir)
    yield folder
    for process in folder.started:
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
        process.stdout.close()
        process.wait()
    folder.wait_until_nothing_runs()
    Places(folder.var_dir).remove()
