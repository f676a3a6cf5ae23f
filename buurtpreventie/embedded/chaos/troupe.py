"""Those who act while everything fails: one program that has read Django, and forks of it that may be killed."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from buurtpreventie.embedded.caretaker import die_with_parent
from buurtpreventie.embedded.processes import ROOT, StartFailed

PLAY = "evaluaties.tests.chaos_play"


class Troupe:
    """Players by name; killed before the act is done, one begins anew."""

    def __init__(self, env, log):
        self.env, self.log = env, open(log, "ab")  # noqa: SIM115 - closed at the exit
        self.process = subprocess.Popen(
            [sys.executable, "-m", PLAY],
            cwd=ROOT,
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.log,
            text=True,
            start_new_session=True,
            preexec_fn=die_with_parent,
        )
        self.acts, self.pids, self.deaths = {}, {}, 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()
        self.log.close()

    def play(self, name, act, *words):
        """Begin an act under this name."""
        self.acts[name] = {"do": act, "words": words}
        self.pids[name] = self._order(self.acts[name])

    def play_out(self, act, *words):
        """One act from begin to end; ``StartFailed`` when it fails."""
        pid = self._order({"do": act, "words": words})
        while (code := self._ended().get(pid)) is None:
            time.sleep(0.1)
        if code:
            raise StartFailed(f"{act} is mislukt:\n{self.log_tail()}")

    def look(self):
        """Who came to the end of the act leaves; who was killed or failed begins anew."""
        ended = self._ended()
        for name, pid in list(self.pids.items()):
            if pid not in ended:
                continue
            if ended[pid] == 0:
                del self.acts[name], self.pids[name]
            else:
                self.deaths += 1
                self.pids[name] = self._order(self.acts[name])

    def plays(self, *prefixes):
        """The pids of those whose name begins so."""
        return [pid for name, pid in self.pids.items() if name.startswith(prefixes)]

    def kill(self, *prefixes):
        """kill -9 of those whose name begins so; they begin anew at the next look. How many there were."""
        pids = self.plays(*prefixes)
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        return len(pids)

    def dismiss(self, *prefixes):
        """Those whose name begins so stop at once (kill -9) and do not come back; how many there were."""
        count = self.kill(*prefixes)
        for name in [name for name in self.pids if name.startswith(prefixes)]:
            del self.acts[name], self.pids[name]
        return count

    def log_tail(self, characters=3000):
        return Path(self.log.name).read_text(errors="replace")[-characters:]

    def _ended(self):
        """Exit code per pid that came to its end."""
        return {int(pid): code for pid, code in self._order({"do": "ended"}).items()}

    def _order(self, order):
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise StartFailed(f"De spelers zijn weg:\n{self.log_tail()}")
        return json.loads(line)
