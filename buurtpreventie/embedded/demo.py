"""``script/demo``: the whole site on this machine, with invented people; Ctrl-C stops it all."""

import argparse
import signal
import sys
import time
from pathlib import Path

from buurtpreventie.embedded.places import NoServer
from buurtpreventie.embedded.processes import ROOT, Busy, StartFailed
from buurtpreventie.embedded.stack import listen, running_stack

USUAL_PORT = 8000


def main():
    """Start, say where, and wait for the end."""
    options = read_options()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, leave)
    try:
        run(options)
    except KeyboardInterrupt:
        pass
    except Busy:
        sys.exit(f"Er draait al een demo in {options.var}; stop die eerst (Ctrl-C).")
    except (NoServer, StartFailed) as error:
        sys.exit(f"{error}\nDe logboeken staan in {options.var / 'log'}. Met --nieuw begint de demo opnieuw.")
    except PermissionError as error:
        sys.exit(f"{error.filename} is van een andere gebruiker: draai de demo als dezelfde gebruiker als eerst.")
    say("Alles is gestopt.")


def read_options():
    parser = argparse.ArgumentParser(prog="script/demo", description=__doc__)
    parser.add_argument("--port", type=int, help=f"poort van de site (anders {USUAL_PORT}, of een vrije)")
    parser.add_argument("--once", action="store_true", help="stop zodra de startpagina antwoordt")
    parser.add_argument("--nieuw", action="store_true", help="gooi de gegevens weg en begin opnieuw")
    parser.add_argument("--leeg", action="store_true", help="zonder gemeenten, mensen en meldingen")
    parser.add_argument("--var", type=Path, default=ROOT / "var/demo", help="map voor de gegevens")
    return parser.parse_args()


def leave(*_):
    """Ctrl-C, kill or a closed terminal: leave by the front door, so that everything stops in order."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def run(options):
    """One demo, from start to end."""
    started = time.monotonic()
    options.var.mkdir(parents=True, exist_ok=True)
    listener = reserve(options.port)
    fresh = options.nieuw or not (options.leeg or is_loaded(options.var))
    how = {"env": {"DEMO": "1"}, "durable": True, "keep": True, "fresh": fresh}
    how["prepare"] = None if options.leeg else load_data
    say("Servers en database …")
    with running_stack(options.var, listener=listener, **how) as stack:
        if not options.leeg:
            say(stack.manage("demodata", "--accounts").rstrip())
        say(f"Gestart in {time.monotonic() - started:.0f} s. Logboeken: {options.var / 'log'}. Ctrl-C stopt alles.")
        say(f"Klaar: {stack.url}/")
        if not options.once:
            wait(stack)


def reserve(port):
    """A socket on the port that was asked for, or else on the usual one, or else on any."""
    try:
        return listen(USUAL_PORT if port is None else port)
    except OSError:
        if port is None:
            return listen()
        sys.exit(f"Poort {port} is al in gebruik.")


def is_loaded(var_dir):
    """Were the demo's data loaded to the end? A load that was broken off begins anew."""
    return (var_dir / "geladen").exists()


def load_data(stack):
    """The pilot's municipalities; nothing happens when they are there."""
    if not is_loaded(stack.var_dir):
        say("Demogegevens …")
        stack.manage("demodata")
        (stack.var_dir / "geladen").touch()


def wait(stack):
    """Until Ctrl-C; ``StartFailed`` when a part of the site ends by itself."""
    while True:
        time.sleep(1)
        stack.processes.check("postgres", "valkey", "smtp", "web", "worker", "beat")


def say(line):
    print(line, flush=True)


if __name__ == "__main__":
    main()
