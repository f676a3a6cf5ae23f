"""Runs commands of ``manage.py`` without starting Django for each: it starts once, each command is a fork of it.

``python -m buurtpreventie.embedded.clerk MODULE…`` — the modules are read before the first command. Each line of
its input is the words of one command as JSON, each line of its output the exit code and what was printed.
"""

import contextlib
import gc
import importlib
import json
import os
import subprocess
import sys
import tempfile
import traceback

import django
from django.core.management import execute_from_command_line

from buurtpreventie.embedded.caretaker import die_with_parent
from buurtpreventie.embedded.processes import ROOT


class Clerk:
    """The starter's side; when the starter is gone, kill -9 included, the clerk's input ends and so does the clerk."""

    def __init__(self, env, modules=()):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "buurtpreventie.embedded.clerk", *modules],
            cwd=ROOT,
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,  # Ctrl-C in the terminal is for the starter alone
            preexec_fn=die_with_parent,
        )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()

    def manage(self, *words):
        """Exit code and output of ``manage.py`` with these words."""
        self.process.stdin.write(json.dumps(words) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


def serve(modules):
    """Carry out commands until the starter closes the pipe."""
    django.setup()
    for module in ("buurtpreventie.urls", *modules):
        importlib.import_module(module)
    gc.freeze()  # what is there now stays shared with every fork
    for line in sys.stdin:
        print(json.dumps(carry_out(json.loads(line))), flush=True)


def carry_out(words):
    """Run one command in a fork, to its end; exit code and output."""
    with tempfile.TemporaryFile() as output:
        pid = os.fork()
        if not pid:
            os._exit(run(words, output.fileno()))
        _, status = os.waitpid(pid, 0)
        output.seek(0)
        return os.waitstatus_to_exitcode(status), output.read().decode(errors="replace")


def run(words, output):
    """In the fork: as ``manage.py`` would, printing to this file; the exit code."""
    os.dup2(output, 1)
    os.dup2(output, 2)
    exit_code = 0
    try:
        execute_from_command_line(["manage.py", *words])
    except SystemExit as ending:
        exit_code = ending.code if isinstance(ending.code, int) else int(ending.code is not None)
    except BaseException:
        sys.stdout.flush()  # what was printed before comes first
        traceback.print_exc()
        exit_code = 1
    with contextlib.suppress(OSError):
        sys.stdout.flush()
        sys.stderr.flush()
    return exit_code


if __name__ == "__main__":
    serve(sys.argv[1:])
