"""``script/test``: everything that must hold, one line per step; or pytest alone, with the words given."""

import configparser
import contextlib
import datetime
import functools
import itertools
import signal
import subprocess
import sys
import time
from xml.etree import ElementTree

from buurtpreventie.embedded.caretaker import die_with_parent
from buurtpreventie.embedded.environment import TEST_ENVIRONMENT, inherited, new_keys
from buurtpreventie.embedded.places import NoServer
from buurtpreventie.embedded.processes import ROOT, Busy, StartFailed
from buurtpreventie.embedded.servers import DATABASE
from buurtpreventie.embedded.stack import MIGRATED, running_servers

PYTHON = sys.executable
PYTEST = [PYTHON, "-m", "pytest"]
BOTH_CORES = ["-n", "2", "--dist", "worksteal"]  # neighbours share fixtures, and nobody is idle at the end
# A question to PostgreSQL puts its worker to sleep and wakes a core: a third worker uses that time.
ONE_MORE = ["-n", "3", "--dist", "worksteal"]
MARKERS = ("matrix", "fuzz", "chaos", "browser")
GROUPS = {  # the markers of a group (the rest has none of them), and how it runs
    "the rest": ((), ONE_MORE),
    "matrix": (("matrix",), ONE_MORE),
    # One file, one stack. Half of chaos is waiting and fuzz is few and long: begun first, it keeps both cores busy.
    "fuzz and chaos": (("fuzz", "chaos"), ["-n", "4", "--dist", "loadfile", "--no-loadscope-reorder"]),
    "browser": (("browser",), BOTH_CORES),  # each worker has a stack and a browser of its own
}
# Of thirty rows that come and go in one test PostgreSQL need not find the best plan, but one at once: what it counts
# between two tests ("no rows") makes plans of seconds, and to weigh every order of twelve joins costs more than to ask.
PLAN_AT_ONCE = {"autovacuum": "off", "join_collapse_limit": 1, "from_collapse_limit": 1}
ENOUGH_TO_END = 8  # seconds
NO_TESTS = 5  # pytest's exit code for a group without tests


def main():
    """Start servers, run what was asked, stop them; the exit code is that of what was run."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        with own_servers() as (var_dir, postgres, env):
            words = sys.argv[1:]
            sys.exit(run([*PYTEST, *words], env) if words else run_everything(var_dir, postgres, env))
    except (NoServer, StartFailed) as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)


@contextlib.contextmanager
def own_servers():
    """Servers in var/test, or when another run is using that, in var/test-2 and so on."""
    for number in itertools.count(1):
        var_dir = ROOT / "var" / ("test" if number == 1 else f"test-{number}")
        var_dir.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(Busy), running_servers(var_dir, settings=PLAN_AT_ONCE) as running:
            _, _, postgres, valkey = running
            servers = {"DATABASE_URL": postgres.url, "REDIS_URL": valkey.url}
            yield var_dir, postgres, inherited() | TEST_ENVIRONMENT | servers
            return


def run_everything(var_dir, postgres, env):
    """Every step in order, up to the first that fails; the migrations run once, and each database is a copy."""
    started = time.monotonic()
    steps = {
        "ruff check": [PYTHON, "-m", "ruff", "check", "--quiet"],
        "ruff format": [PYTHON, "-m", "ruff", "format", "--check", "--quiet"],
        "makemigrations": [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"],
        "check --deploy": [PYTHON, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        "migrate": [PYTHON, "manage.py", "migrate", "--verbosity=0"],
    }
    for name, command in steps.items():
        if exit_code := step(name, command, like_production(env) if "deploy" in name else env):
            return exit_code
    postgres.dump(var_dir / "migrated.sql")
    env |= {MIGRATED: str(var_dir / "migrated.sql"), "TEST_TEMPLATE": DATABASE}
    for name, (markers, how) in GROUPS.items():
        report = var_dir / f"{name.replace(' ', '-')}.xml"
        exit_code = step(name, [*PYTEST, *tests_of(markers), *how, "-q", f"--junit-xml={report}"], env)
        if exit_code not in (0, NO_TESTS):
            return exit_code
    print(f"Everything in {time.monotonic() - started:.0f} s.")
    print(closing_line(var_dir))
    return 0


def tests_of(markers):
    """pytest's words for the tests with one of these markers, those of the first marker first; or without any."""
    if not markers:
        return ["-m", " and ".join(f"not {marker}" for marker in MARKERS)]
    files = [str(path) for marker in markers for path in sorted(files_with(marker))]
    return ["-m", " or ".join(markers), *dict.fromkeys(files)]


@functools.cache
def files_with(marker):
    """The test files that name this marker; to read all others too costs each worker many seconds."""
    ini = configparser.ConfigParser()
    ini.read(ROOT / "pytest.ini")
    files = (path for folder in ini["pytest"]["testpaths"].split() for path in (ROOT / folder).rglob("test_*.py"))
    return {path for path in files if f"mark.{marker}" in path.read_text()}


def step(name, command, env):
    """Run one step and say how long it took; its exit code."""
    started = time.monotonic()
    exit_code = run(command, env)
    verdict = "ok" if exit_code == 0 else "no tests" if exit_code == NO_TESTS else f"FAILED ({exit_code})"
    print(f"== {name}: {verdict}, {time.monotonic() - started:.1f} s", flush=True)
    return exit_code


def run(command, env):
    """Run a command that ends when we do; at Ctrl-C (which it hears too) it gets time to end by itself."""
    with subprocess.Popen(command, cwd=ROOT, env=env, preexec_fn=die_with_parent) as process:
        try:
            return process.wait()
        except SystemExit:
            process.send_signal(signal.SIGINT)
            raise
        finally:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(ENOUGH_TO_END)
            process.kill()


def like_production(env):
    """As a server would run it: without TESTING, with keys of its own and a mail server."""
    keys = new_keys()
    return {name: value for name, value in env.items() if name != "TESTING"} | {
        "SECRET_KEY": keys["secret_key"],
        "FIELD_KEYS": keys["field_keys"],
        "ADDRESS_INDEX_KEY": keys["address_index_key"],
        "SECURITY_CONTACT": "mailto:beveiliging@buurt.example.nl",
        "SECURITY_CHECKED": datetime.date.today().isoformat(),
        "ALLOWED_HOSTS": "buurt.example.nl",
        "EMAIL_URL": "smtp+tls://user:password@mail.example.nl:587",
    }


def closing_line(var_dir):
    """The sum of all groups."""
    count = dict.fromkeys(["tests", "failures", "errors", "skipped"], 0)
    for report in var_dir.glob("*.xml"):
        for suite in ElementTree.parse(report).getroot():
            count = {name: number + int(suite.get(name, 0)) for name, number in count.items()}
    failed = count["failures"] + count["errors"]
    return f"{count['tests'] - failed - count['skipped']} passed, {failed} failed, {count['skipped']} skipped"


if __name__ == "__main__":
    main()
