"""The process that starts all others and stops them when its starter is gone.

The starter (``processes.py``) holds the write end of this process's standard input. However the starter
ends, kill -9 included, the kernel closes that pipe; then everything started here is stopped, the
database last. If the caretaker itself is killed, the kernel signals its children (PR_SET_PDEATHSIG).

Orders arrive as one JSON object per line and are answered by one line each. This file runs by its path,
with the standard library alone.
"""

import contextlib
import ctypes
import fcntl
import json
import os
import select
import signal
import subprocess
import sys
import time

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


class Service:
    """One started program, leader of its own process group."""

    def __init__(self, order):
        self.stop_signals = order["stop_signals"]  # [[signal, seconds to wait for it], …]; at the end SIGKILL
        self.is_server = order["is_server"]  # servers stop after all others
        with open(order["log"], "ab", buffering=0) as log:
            self.process = subprocess.Popen(
                order["command"],
                env=order["env"],
                cwd=order["cwd"],
                pass_fds=order["fds"],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=self.tie_to_caretaker,
                **account(order["uid"], order["gid"]),
            )

    def tie_to_caretaker(self):
        """Runs in the child, after it took its account (which would undo this)."""
        die_with_parent(self.stop_signals[0][0])

    def ask_to_stop(self):
        """Send the first signal, without waiting."""
        if self.process.poll() is None:
            self.process.send_signal(self.stop_signals[0][0])

    def stop(self):
        """Stop for certain: each signal with its patience, then SIGKILL to all that is left of the group."""
        for number, seconds in self.stop_signals:
            if self.process.poll() is not None:
                break
            self.process.send_signal(number)
            self.process.send_signal(signal.SIGCONT)  # a frozen program hears nothing else
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(seconds)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def die_with_parent(number=signal.SIGTERM):
    """Ask the kernel to send us this signal when our parent dies (Linux only)."""
    if LIBC:
        LIBC.prctl(PR_SET_PDEATHSIG, number)


def account(uid, gid):
    """Popen arguments to run as another account; empty for our own."""
    return {} if uid is None else {"user": uid, "group": gid, "extra_groups": []}


class Caretaker:
    """Carries out orders; remembers what it started."""

    def __init__(self):
        self.services = {}

    def start(self, order):
        service = self.services[order["name"]] = Service(order)
        return {"pid": service.process.pid}

    def stop(self, order):
        service = self.services.pop(order["name"], None)
        if service:
            service.stop()
        return {}

    def status(self, order):
        """Exit code of a service; None while it runs."""
        return {"exit_code": self.services[order["name"]].process.poll()}

    def wait(self, order):
        """Wait until a service ends by itself, or until the starter is gone."""
        process = self.services[order["name"]].process
        while process.poll() is None and not starter_is_gone():
            time.sleep(0.02)
        return {"exit_code": process.poll()}

    def stop_all(self, order=None):
        """First the programs that use the servers, all at once; then the servers, last started first."""
        services = list(self.services.values())[::-1]
        programs = [service for service in services if not service.is_server]
        for service in programs:
            service.ask_to_stop()
        for service in programs + [service for service in services if service.is_server]:
            service.stop()
        self.services.clear()
        return {}


def starter_is_gone():
    """True when the pipe's other end is closed; an order in waiting does not count."""

    poll = select.poll()
    poll.register(sys.stdin, 0)  # only hang-ups and errors
    return bool(poll.poll(0))


def hold_lock(path):
    """The lock of this folder, held as long as this process lives; None when another stack holds it."""
    lock = open(path, "a")  # noqa: SIM115 - open until the very end
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return None
    return lock


def answer(**values):
    print(json.dumps(values), flush=True)


def serve(caretaker):
    """Carry out orders until the starter closes the pipe."""
    for line in sys.stdin:
        order = json.loads(line)
        try:
            answer(**getattr(caretaker, order["do"])(order))
        except Exception as error:
            answer(error=f"{type(error).__name__}: {error}")


def leave(*_):
    raise SystemExit


def main():
    """Take the lock, then serve; whatever happens, stop everything at the end."""
    lock = hold_lock(sys.argv[1])
    answer(locked=lock is not None)
    if lock is None:
        return
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, leave)
    caretaker = Caretaker()
    try:
        with contextlib.suppress(BrokenPipeError):
            serve(caretaker)
    finally:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda *_: None)
        caretaker.stop_all()


if __name__ == "__main__":
    main()
