"""``script/chaos``: mail server, broker, database and processes fail; exit code 1 when a mail is lost or came twice."""

import argparse
import contextlib
import dataclasses
import itertools
import signal
import sys
import time

from buurtpreventie.embedded.chaos import database, mails
from buurtpreventie.embedded.places import NoServer
from buurtpreventie.embedded.processes import ROOT, Busy, StartFailed


def main():
    """Play, print, and say with the exit code whether everything holds."""
    options = read_options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        verdict = in_own_folder(lambda folder: play(folder, options))
    except (NoServer, StartFailed) as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)
    for line in verdict.lines:
        say(line)
    sys.exit(bool(verdict.broken))


def read_options():
    parser = argparse.ArgumentParser(prog="script/chaos", description=__doc__)
    parser.add_argument("--kort", action="store_true", help="a short play, as in script/test")
    parser.add_argument("--mails", type=int, help=f"at least so many mails ({mails.LONG.mails})")
    parser.add_argument("--kills", type=int, help=f"at least so many processes killed ({mails.LONG.kills})")
    parser.add_argument("--broker-seconds", type=float, help="how long the broker is down, and then frozen (900)")
    parser.add_argument("--database", action="store_true", help="restart the database while people send, ten times")
    parser.add_argument("--seed", type=int, default=int(time.time()), help="of the chance; else another each time")
    return parser.parse_args()


def play(folder, options):
    if options.database:
        return database.run(folder, database.SHORT if options.kort else database.LONG, say)
    measure = mails.SHORT if options.kort else mails.LONG
    asked = {name: value for name in ("mails", "kills", "broker_seconds") if (value := getattr(options, name))}
    say(f"seed {options.seed}, {folder / 'log'}")
    return mails.run(folder, dataclasses.replace(measure, **asked), options.seed, say)


def in_own_folder(act):
    """In var/chaos, or when another play is going on there, in var/chaos-2 and so on."""
    for number in itertools.count(1):
        folder = ROOT / "var" / ("chaos" if number == 1 else f"chaos-{number}")
        folder.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(Busy):
            return act(folder)


def say(line):
    print(line, flush=True)


if __name__ == "__main__":
    main()
