"""A mail server in a bad mood: it counts what it accepts, and kills who talks to it at an exact point."""

import itertools
import os
import random
import re
import signal
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

from buurtpreventie.outbox.tests.smtp_server import DROP, Fault, SmtpServer

BEFORE_DATA, AFTER_DOT, BEFORE_COMMIT = "before DATA", "after the dot", "between acceptance and commit"
KILL_AT = {"DATA": BEFORE_DATA, "DOT": AFTER_DOT, "ACCEPTED": BEFORE_COMMIT}
NEVER, LATER = "550 5.1.1 No such mailbox", "451 4.7.1 Greylisted, come back later"
BAD_TEMPER = {  # per point: how often, and what then
    "CONNECT": [(0.02, "dropped at the greeting", DROP), (0.01, "closing down", "421 4.3.2 Closing down")],
    "MAIL": [(0.01, "later at MAIL", "451 4.3.0 Later")],
    "DATA": [(0.01, "dropped before the dot", DROP)],
    "DOT": [(0.004, "dropped after the dot, not taken", DROP), (0.004, "later after the dot", "452 4.3.1 Full")],
    "ACCEPTED": [(0.004, "dropped after the dot, taken", DROP)],
}
UNANSWERABLE = {"dropped after the dot, not taken", "dropped after the dot, taken", "silent after the dot"}
REFUSED_OF, GREY_OF = 60, 6  # one address in so many is never right, or has to come back
SLOW, SLOWEST_SECONDS = 0.02, 0.3


class RudeServer(SmtpServer):
    """``kills`` says how many times more to kill at each point; ``victims(pid)`` who may be killed."""

    hang_seconds = 75  # longer than anybody should wait for the answer to a mail

    def __init__(self, seed, victims):
        super().__init__()
        self.chance, self.victims = random.Random(seed), victims
        self.faults, self.killed, self.kills = Counter(), Counter(), Counter()
        self.silences = []  # points at which the next mail gets no answer
        self.moody = True
        self._seen = set()

    def undecidable(self):
        """Faults after which nobody can know whether the mail was taken."""
        return self.killed.total() + sum(self.faults[name] for name in UNANSWERABLE)

    def _fault_at(self, point, line=b"", peer=None):
        """Planned faults first, then kills, then the mood."""
        planned = super()._fault_at(point)
        if planned or not self.moody:
            return planned
        if point in KILL_AT and peer and self._kill(KILL_AT[point], peer):
            return Fault(point, DROP)
        if point in self.silences:
            self.silences.remove(point)
            self.faults["silent at RCPT" if point == "RCPT" else "silent after the dot"] += 1
            return Fault(point, DROP, waits=True)
        return self._mood(point, line)

    def _kill(self, name, peer):
        """kill -9 of the process at the other end, when there is one to kill."""
        with self._lock:
            if not self.kills[name]:
                return False
            self.kills[name] -= 1
        pid = process_of(peer)
        if pid is None or not self.victims(pid):
            with self._lock:
                self.kills[name] += 1
            return False
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
            with self._lock:
                self.killed[name] += 1
        return True

    def _mood(self, point, line):
        if self.chance.random() < SLOW:
            self.faults["slow"] += 1
            time.sleep(self.chance.uniform(0.02, SLOWEST_SECONDS))
        name, reply = self._refusal(line) if point == "RCPT" else self._drawn(point)
        if name:
            with self._lock:
                self.faults[name] += 1
        return Fault(point, reply) if name else None

    def _drawn(self, point):
        drawn = self.chance.random()
        for often, name, reply in BAD_TEMPER.get(point, []):
            if drawn < often:
                return name, reply
            drawn -= often
        return None, None

    def _refusal(self, line):
        """Some addresses are never right, some have to come back once."""
        address = re.search(rb"<(.*)>", line)[1]
        number = sum(itertools.starmap(lambda n, byte: (n + 1) * byte, enumerate(address)))
        if number % REFUSED_OF == 1:
            return "refused for good", NEVER
        with self._lock:
            is_new = address not in self._seen
            self._seen.add(address)
        return ("greylisted", LATER) if is_new and number % GREY_OF == 0 else (None, None)


def process_of(port):
    """The process that holds this port of 127.0.0.1; None when it is gone."""
    ours = f"0100007F:{port:04X}"
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        words = line.split()
        if words[1] == ours:
            return holder_of(f"socket:[{words[9]}]")
    return None


def holder_of(socket):
    """The process that has this socket open."""
    for folder in Path("/proc").glob("[0-9]*/fd"):
        with suppress(OSError):
            for name in os.listdir(folder):
                with suppress(OSError):
                    if os.readlink(folder / name) == socket:
                        return int(folder.parent.name)
    return None
