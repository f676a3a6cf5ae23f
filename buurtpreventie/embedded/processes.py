"""The starter's side of the caretaker: start, stop, freeze and kill programs by name."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

CARETAKER = Path(__file__).with_name("caretaker.py")
ROOT = Path(__file__).resolve().parent.parent.parent
TERM_THEN_KILL = [(signal.SIGTERM, 10)]


class Busy(Exception):
    """Another stack uses this folder."""


class StartFailed(Exception):
    """A program did not start or did not do what was asked; the message holds the end of its log."""


class Processes:
    """All that runs for one folder. When this process ends, all of it ends."""

    def __init__(self, var_dir, listeners=()):
        """``listeners`` are sockets that a started program may get to serve on."""
        self.log_dir = var_dir / "log"
        self.log_dir.mkdir(parents=True, exist_ok=True)
        self.pids, self.orders = {}, {}
        self.caretaker = subprocess.Popen(
            [sys.executable, "-I", str(CARETAKER), str(var_dir / "lock")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd="/",
            pass_fds=[listener.fileno() for listener in listeners],
            start_new_session=True,  # Ctrl-C in the terminal is for the starter alone
        )
        if not self._answer()["locked"]:
            self.close()
            raise Busy(var_dir)

    def start(self, name, command, *, env, account=None, stop_signals=TERM_THEN_KILL, is_server=False, fds=()):
        """Start a program; its output goes to ``log/<name>.log``, begun anew."""
        self.log(name).write_bytes(b"")
        self.orders[name] = {
            "do": "start",
            "name": name,
            "command": [str(word) for word in command],
            "env": env,
            "cwd": "/" if account else str(ROOT),
            "log": str(self.log(name)),
            "uid": account and account.pw_uid,
            "gid": account and account.pw_gid,
            "stop_signals": stop_signals,
            "is_server": is_server,
            "fds": list(fds),
        }
        self.restart(name)

    def restart(self, name):
        """Start a stopped or killed program as it was started before."""
        self.stop(name)
        self.pids[name] = self._order(self.orders[name])["pid"]

    def stop(self, name):
        """Stop a program politely, and for certain; one that does not run is left alone."""
        self._order({"do": "stop", "name": name})

    def run(self, name, command, *, env):
        """Run a program to its end and return its output; ``StartFailed`` when it fails."""
        self.start(name, command, env=env)
        exit_code = self._order({"do": "wait", "name": name})["exit_code"]
        self.stop(name)
        if exit_code:
            raise StartFailed(f"{name} is mislukt ({exit_code}):\n{self.log_tail(name)}")
        return self.log(name).read_text(errors="replace")

    def exit_code(self, name):
        """None while the program runs."""
        return self._order({"do": "status", "name": name})["exit_code"]

    def check(self, *names):
        """Raise ``StartFailed`` when one of these has ended."""
        for name in names:
            exit_code = self.exit_code(name)
            if exit_code is not None:
                raise StartFailed(f"{name} is gestopt ({exit_code}):\n{self.log_tail(name)}")

    def signal(self, name, number):
        """Send a signal to a program: SIGSTOP freezes it, SIGKILL is a crash."""
        os.kill(self.pids[name], number)

    def log(self, name):
        return self.log_dir / f"{name}.log"

    def log_tail(self, name, characters=3000):
        return self.log(name).read_text(errors="replace")[-characters:]

    def stop_all(self):
        """Stop every program while the folder is still ours, so that it can be emptied before another takes it."""
        self._order({"do": "stop_all"})

    def close(self):
        """Stop everything and wait until it is gone."""
        self.caretaker.stdin.close()
        self.caretaker.wait()
        self.caretaker.stdout.close()

    def _order(self, order):
        try:
            self.caretaker.stdin.write(json.dumps(order) + "\n")
            self.caretaker.stdin.flush()
        except BrokenPipeError:
            raise StartFailed("De bewaker van de processen is gestopt.") from None
        return self._answer()

    def _answer(self):
        line = self.caretaker.stdout.readline()
        if not line:
            raise StartFailed("De bewaker van de processen is gestopt.")
        answer = json.loads(line)
        if "error" in answer:
            raise StartFailed(answer["error"])
        return answer
