"""The one way to start the site with servers of its own: for the demo, for browser tests, for chaos.

Example::

    with running_stack(folder) as stack:
        page.goto(stack.url)
        mail = stack.post.wait_for(to="partner@example.nl")[0]
        stack.manage("controleer")
"""

import contextlib
import os
import shutil
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from buurtpreventie.embedded.clerk import Clerk
from buurtpreventie.embedded.environment import environment, load_keys
from buurtpreventie.embedded.places import Places
from buurtpreventie.embedded.post import Post
from buurtpreventie.embedded.processes import Processes, StartFailed
from buurtpreventie.embedded.servers import MailServer, Postgres, Valkey

BIN = Path(sys.executable).parent
FIRST_PAGE_SECONDS = 60
MIGRATED = "MIGRATED_SQL"  # the variable that names a dump of a migrated, empty database
GRACEFUL = [(signal.SIGTERM, 10)]


class Stack:
    """A running stack: its address, its mail, its environment and its programs.

    ``processes`` stops, freezes and kills by name: postgres, valkey, smtp, web, worker, beat.
    """

    def __init__(self, var_dir, processes, servers, env):
        self.var_dir, self.processes, self.servers, self.env = var_dir, processes, servers, env
        self.url = env["SITE_URL"]
        self.post = Post(var_dir / "post")
        self.clerk = None

    def manage(self, *args):
        """Run ``manage.py`` with these words on this stack; its output, or ``StartFailed``."""
        if self.clerk is None:
            command = [sys.executable, "manage.py", *args]
            return self.processes.run(f"manage-{args[0]}", command, env=self.env)
        exit_code, output = self.clerk.manage(*args)
        if exit_code:
            raise StartFailed(f"manage.py {args[0]} is mislukt ({exit_code}):\n{output[-3000:]}")
        return output

    def stop(self, name):
        """Stop one program politely."""
        self.processes.stop(name)

    def start(self, name):
        """Start a stopped or killed program again; a server answers when this returns."""
        if name in self.servers:
            self.servers[name].start(self.processes)
        else:
            self.processes.restart(name)

    def kill(self, name):
        """A crash: SIGKILL, without any warning."""
        self.processes.signal(name, signal.SIGKILL)

    def freeze(self, name):
        """The program is there, but answers nothing."""
        self.processes.signal(name, signal.SIGSTOP)

    def thaw(self, name):
        """A frozen program goes on."""
        self.processes.signal(name, signal.SIGCONT)


@contextlib.contextmanager
def running_servers(var_dir, *, durable=False, keep=False, fresh=False, listeners=(), settings=None):
    """PostgreSQL and Valkey for this folder; gives ``(processes, keys, postgres, valkey)``.

    ``durable``: what is committed survives a power cut. ``keep``: the data stay when the servers stop.
    ``fresh``: begin without data. ``settings``: of PostgreSQL. ``Busy`` when this folder is in use.
    """
    var_dir = Path(var_dir).resolve()
    places = Places(var_dir)
    processes = Processes(var_dir, listeners)
    try:
        if fresh:
            forget(var_dir, places)
        places.make()
        keys = load_keys(var_dir / "keys.json")
        postgres, valkey = Postgres(places, keys, durable=durable, settings=settings), Valkey(places)
        postgres.start(processes)
        valkey.start(processes)
        yield processes, keys, postgres, valkey
    finally:
        if not keep:
            with contextlib.suppress(StartFailed):  # the caretaker was killed: then all that it started is gone
                processes.stop_all()
            places.remove()
        processes.close()


@contextlib.contextmanager
def running_stack(
    var_dir, port=None, with_worker=True, env=None, *, listener=None, prepare=None, clerk=None, **server_options
):
    """The whole site on its own servers, on this port or any free one; gives a ``Stack``.

    ``env`` adds to the environment; without DEMO in it the site runs with TESTING=1. ``prepare(stack)`` runs
    after ``migrate`` and before the site opens. ``listener`` is a socket to serve on instead of ``port``.
    ``clerk``: for who calls ``manage`` often, names of modules to read once (``clerk.py``). The other options are
    those of ``running_servers``.
    """
    var_dir = Path(var_dir).resolve()
    listener = listener or listen(port)
    site_url = f"http://localhost:{listener.getsockname()[1]}"
    servers = running_servers(var_dir, listeners=[listener], **server_options)
    with listener, servers as (processes, keys, postgres, valkey):
        smtp = MailServer(var_dir)
        smtp.start(processes)
        extra = {"DEMO_POST_DIR": str(var_dir / "post")} | (env or {})
        if "DEMO" not in extra:
            extra["TESTING"] = "1"
        stack_env = environment(
            keys,
            database_url=postgres.url,
            redis_url=valkey.url,
            site_url=site_url,
            email_url=smtp.url,
            extra=extra,
        )
        stack = Stack(var_dir, processes, {"postgres": postgres, "valkey": valkey, "smtp": smtp}, stack_env)
        make_tables(stack)
        if prepare:
            prepare(stack)
        with contextlib.nullcontext() if clerk is None else Clerk(stack_env, clerk) as stack.clerk:
            open_site(stack, listener, with_worker)
            yield stack


def make_tables(stack):
    """All migrations; a new database begins with what ``script/test`` made of them once, when that is at hand."""
    migrated, postgres = os.environ.get(MIGRATED), stack.servers["postgres"]
    if migrated and postgres.is_empty:
        postgres.load(migrated)
    else:
        stack.manage("migrate", "--verbosity=0")


def listen(port=None):
    """A socket that already listens on 127.0.0.1, so that nobody else can take the port; port 0 is any."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port or 0))
        listener.listen(512)
    except OSError:
        listener.close()
        raise
    return listener


def open_site(stack, listener, with_worker):
    """Start web, and if asked worker and beat; wait until the start page answers."""
    start_web(stack, listener)
    if with_worker:
        start_worker_and_beat(stack)
    wait_for_first_page(stack)


def start_web(stack, listener):
    """gunicorn serves on the socket that we reserved."""
    bind = f"fd://{listener.fileno()}"
    command = [BIN / "gunicorn", "buurtpreventie.wsgi", "--bind", bind, "--worker-class", "gthread"]
    command += ["--workers", "2", "--threads", "4", "--graceful-timeout", "5", "--no-control-socket"]
    stack.processes.start("web", command, env=stack.env, stop_signals=GRACEFUL, fds=[listener.fileno()])


def start_worker_and_beat(stack):
    """A worker of two processes (threads where there is no shared memory) and the clock."""
    pool = "prefork" if os.access("/dev/shm", os.W_OK) else "threads"
    celery = [BIN / "celery", "-A", "buurtpreventie"]
    worker = [*celery, "worker", "-c", "2", "--pool", pool, "-l", "INFO", "--without-gossip", "--without-mingle"]
    stack.processes.start("worker", worker, env=stack.env, stop_signals=GRACEFUL)
    beat = [*celery, "beat", "-l", "INFO", "-s", stack.var_dir / "beat", "--pidfile="]
    stack.processes.start("beat", beat, env=stack.env, stop_signals=GRACEFUL)


def wait_for_first_page(stack):
    """``StartFailed`` with the end of the log when the start page shows an error or stays away."""
    port = stack.url.rsplit(":", 1)[1]
    deadline = time.monotonic() + FIRST_PAGE_SECONDS
    while time.monotonic() < deadline:
        stack.processes.check("web")
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
            return
        except urllib.error.HTTPError as error:
            raise StartFailed(f"De startpagina geeft {error.code}:\n{stack.processes.log_tail('web')}") from None
        except OSError:
            time.sleep(0.1)
    raise StartFailed(f"De startpagina antwoordt niet:\n{stack.processes.log_tail('web')}")


def forget(var_dir, places):
    """Remove all that an earlier stack left in this folder; the lock and the logs we write stay."""
    places.remove()
    for path in var_dir.iterdir():
        if path.name not in {"lock", "log"}:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
