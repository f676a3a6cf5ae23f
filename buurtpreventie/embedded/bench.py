"""``script/bench``: the same pages on two databases, one with little data and one with much, on servers of its own.

Each page is asked in turns of the one and of the other, so that what else the machine does weighs on both. The exit
code is 1 when the median of a page on the large one is more than ``MOST`` times that on the small one.

Of what has no small and large (``WHOLE``) the program itself measures, prints and says with its exit code whether it
holds.
"""

import argparse
import contextlib
import itertools
import json
import signal
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass

import psycopg
from psycopg import sql

from buurtpreventie.embedded.caretaker import die_with_parent
from buurtpreventie.embedded.environment import TEST_ENVIRONMENT, inherited
from buurtpreventie.embedded.places import NoServer
from buurtpreventie.embedded.processes import ROOT, Busy, StartFailed
from buurtpreventie.embedded.servers import DATABASE
from buurtpreventie.embedded.stack import running_servers

BENCHES = {"rondes": "opvolging.tests.bench_rondes"}  # programs with the words "begin", "fill N" and "answer"
WHOLE = {  # programs with the words "begin" and "measure"
    "herinneringen": "opvolging.tests.bench_herinneringen",
    "inloggen": "evaluaties.tests.bench_inloggen",
    "jaarverslag": "evaluaties.tests.bench_jaarverslag",
}
SMALL, LARGE, TIMES = 2_000, 200_000, 100
WARM_UP = 5
MOST = 1.3


@dataclass(frozen=True)
class Outcome:
    """The medians of one page, in seconds."""

    page: str
    small: float
    large: float

    @property
    def ratio(self):
        return self.large / self.small

    @property
    def line(self):
        verdict = "" if self.ratio <= MOST else f"  TOO SLOW, more than {MOST}"
        return (
            f"{self.page:<10}{self.small * 1000:>9.1f} ms{self.large * 1000:>9.1f} ms   ratio {self.ratio:.2f}{verdict}"
        )


def main():
    """Fill, measure, print; the exit code says whether every page holds."""
    options = read_options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        if options.bench in WHOLE:
            sys.exit(run_whole(WHOLE[options.bench]))
        outcomes = run(options)
    except (NoServer, StartFailed) as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)
    for outcome in outcomes:
        say(outcome.line)
    sys.exit(max(outcome.ratio for outcome in outcomes) > MOST)


def read_options():
    parser = argparse.ArgumentParser(prog="script/bench", description=__doc__)
    parser.add_argument("bench", choices=[*BENCHES, *WHOLE])
    parser.add_argument("--times", type=int, default=TIMES, help=f"requests per page and database ({TIMES})")
    parser.add_argument("--small", type=int, default=SMALL, help=f"rows of the one ({SMALL})")
    parser.add_argument("--large", type=int, default=LARGE, help=f"rows of the other ({LARGE})")
    return parser.parse_args()


def run(options):
    """Everything between starting the servers and stopping them."""
    with own_servers() as (postgres, env):
        bench = Bench(BENCHES[options.bench], postgres, env)
        bench.begin()
        sizes = {"small": options.small, "large": options.large}
        for name, rows in sizes.items():
            bench.fill(name, rows)
        with bench.answering("small") as small, bench.answering("large") as large:
            say(f"{options.bench}: medians of {options.times} requests, {options.small:,} and {options.large:,} rows")
            return [measure(page, small, large, options.times) for page in small.pages]


def run_whole(module):
    """Fill a database and let the program measure; its exit code."""
    with own_servers() as (postgres, env):
        bench = Bench(module, postgres, env)
        bench.begin()
        return subprocess.run(
            [sys.executable, "-m", module, "measure"], cwd=ROOT, env=bench.env_of(DATABASE)
        ).returncode


@contextlib.contextmanager
def own_servers():
    """Servers in var/bench, or when another run is using that, in var/bench-2 and so on."""
    for number in itertools.count(1):
        var_dir = ROOT / "var" / ("bench" if number == 1 else f"bench-{number}")
        var_dir.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(Busy), running_servers(var_dir, fresh=True) as (_, _, postgres, valkey):
            yield postgres, inherited() | TEST_ENVIRONMENT | {"REDIS_URL": valkey.url}
            return


def measure(page, small, large, times):
    """Ask in turns, the first one alternating."""
    seconds = {small: [], large: []}
    for turn in range(WARM_UP + times):
        for one in (small, large) if turn % 2 else (large, small):
            took = one.ask(page)
            if turn >= WARM_UP:
                seconds[one].append(took)
    return Outcome(page, statistics.median(seconds[small]), statistics.median(seconds[large]))


class Bench:
    """The databases of one bench, and the program that fills them and answers."""

    def __init__(self, module, postgres, env):
        self.module, self.postgres, self.env = module, postgres, env

    def begin(self):
        """All migrations, and what both databases begin with."""
        self.run("migrate", [sys.executable, "manage.py", "migrate", "--verbosity=0"], DATABASE)
        self.run("begin", [sys.executable, "-m", self.module, "begin"], DATABASE)

    def fill(self, name, rows):
        """A copy of the first database, with this many rows."""
        with psycopg.connect(self.address("postgres"), autocommit=True) as owner:
            make = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
            owner.execute(make.format(sql.Identifier(name), sql.Identifier(DATABASE)))
        self.run(f"{rows:,} rows", [sys.executable, "-m", self.module, "fill", str(rows)], name)

    def run(self, what, command, database):
        """One step to its end, and how long it took; ``StartFailed`` with what it printed."""
        started = time.monotonic()
        done = subprocess.run(command, cwd=ROOT, env=self.env_of(database), capture_output=True, text=True)
        if done.returncode:
            raise StartFailed(f"{what} is mislukt:\n{done.stdout}{done.stderr}")
        say(f"== {what}: {time.monotonic() - started:.1f} s")

    def env_of(self, database):
        return self.env | {"DATABASE_URL": self.address(database)}

    def address(self, database):
        return self.postgres.url.replace(f"/{DATABASE}?", f"/{database}?")

    @contextlib.contextmanager
    def answering(self, database):
        """A process that answers for this database until the end."""
        command = [sys.executable, "-m", self.module, "answer"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "preexec_fn": die_with_parent}
        with subprocess.Popen(command, cwd=ROOT, env=self.env_of(database), **pipes) as process:
            try:
                yield Answerer(process)
            finally:
                process.kill()


class Answerer:
    """Asks a process for pages; it says first which it has."""

    def __init__(self, process):
        self.process = process
        self.pages = self.heard()

    def ask(self, page):
        """Seconds that one request took."""
        print(page, file=self.process.stdin, flush=True)
        return self.heard()

    def heard(self):
        line = self.process.stdout.readline()
        if not line:
            raise StartFailed("Het meten is mislukt: het antwoord bleef weg.")
        return json.loads(line)


def say(line):
    print(line, flush=True)


if __name__ == "__main__":
    main()
