"""The clerk: commands of ``manage.py`` as forks of one process, that share nothing and outlive nobody."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from buurtpreventie.embedded.clerk import Clerk
from buurtpreventie.embedded.processes import ROOT

pytestmark = pytest.mark.chaos
SHELL = ("shell", "--no-imports", "--verbosity=0", "-c")
STARTER = """
import os, time
from buurtpreventie.embedded.clerk import Clerk
clerk = Clerk(os.environ)
clerk.manage("version")
print(clerk.process.pid, flush=True)
time.sleep(60)
"""


@pytest.fixture(scope="module")
def clerk():
    with Clerk(os.environ) as clerk:
        yield clerk


def test_a_command_begins_with_nothing_of_the_one_before(clerk):
    assert clerk.manage(*SHELL, "import os, json; os.environ['X'] = json.left = 'x'; print('done')") == [0, "done\n"]
    look = "import os, json; print('X' in os.environ, hasattr(json, 'left'))"
    assert clerk.manage(*SHELL, look) == [0, "False False\n"]


def test_what_goes_wrong_is_told_and_the_next_command_is_heard(clerk):
    exit_code, output = clerk.manage(*SHELL, "import sys; print('half'); raise RuntimeError('te heet')")
    assert exit_code == 1 and output.startswith("half") and "RuntimeError: te heet" in output
    assert clerk.manage("bestaat_niet")[0] == 1
    assert clerk.manage(*SHELL, "import sys; sys.exit(3)")[0] == 3
    assert clerk.manage(*SHELL, "import os; os.kill(os.getpid(), 9)")[0] == -signal.SIGKILL
    assert clerk.manage(*SHELL, "print('well')") == [0, "well\n"]


def test_kill_9_of_the_starter_ends_the_clerk():
    with subprocess.Popen([sys.executable, "-c", STARTER], cwd=ROOT, stdout=subprocess.PIPE, text=True) as starter:
        pid = int(starter.stdout.readline())
        starter.kill()

    deadline = time.monotonic() + 30
    while (there := Path(f"/proc/{pid}/cmdline").exists()) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not there
