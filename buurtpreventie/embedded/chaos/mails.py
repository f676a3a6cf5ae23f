"""Mail while everything fails: what the mail server accepted against the rows, at the end."""

import contextlib
import json
import os
import random
import signal
import time
from collections import Counter
from dataclasses import dataclass

import psycopg
import redis

from buurtpreventie.embedded.chaos.rude import AFTER_DOT, BEFORE_COMMIT, BEFORE_DATA, RudeServer
from buurtpreventie.embedded.chaos.troupe import Troupe
from buurtpreventie.embedded.chaos.verdict import Verdict
from buurtpreventie.embedded.stack import running_stack

AFTER_CLAIM = "after the claim"
ON_THE_LINE = (BEFORE_DATA, AFTER_DOT, BEFORE_COMMIT)
MAILS_PER_ASK = 8  # at least: what melder and meldpunt hear, the ask, a code, reminders of three days, the answers
SWEEP_DAYS = 4
DELIVERERS, PLAYERS, CRON_SECONDS, TICK_SECONDS = 3, 3, 60, 0.25
CLAIM_LOCK = 4711
LEASE_SECONDS = 120

# Whoever puts a mail on the line waits here while we hold the lock: that is "after the claim".
HOLD = f"""
CREATE FUNCTION chaos_hold() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN PERFORM pg_advisory_xact_lock_shared({CLAIM_LOCK}); RETURN NEW; END $$;
CREATE TRIGGER chaos_hold BEFORE UPDATE ON outbox_bericht
FOR EACH ROW WHEN (NEW.stand = 'op_de_lijn') EXECUTE FUNCTION chaos_hold();
"""
WAITING = """
SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database
WHERE datname = current_database() AND locktype = 'advisory' AND objid = %s AND NOT granted
"""
HELD = "SELECT count(*) FROM outbox_bericht WHERE lease_tot > now()"
UNDER_WAY = ["klaar", "geclaimd", "op_de_lijn"]


@dataclass(frozen=True)
class Measure:
    """How much of everything."""

    mails: int
    kills: int
    flushes: int
    broker_seconds: float  # down, and after that frozen for as long
    restarts: int
    silences: int
    patient: bool  # leases run out by themselves; otherwise their clock is turned on while nobody delivers

    @property
    def asks(self):
        return -(-self.mails // MAILS_PER_ASK)


LONG = Measure(mails=5_000, kills=100, flushes=20, broker_seconds=900, restarts=3, silences=3, patient=True)
SHORT = Measure(mails=210, kills=12, flushes=3, broker_seconds=2, restarts=1, silences=0, patient=False)


def run(var_dir, measure, seed, say):
    """The whole play; its ``Verdict``."""
    with stage(var_dir, seed) as (stack, smtp, troupe):
        return play(stack, smtp, troupe, measure, seed, say)


@contextlib.contextmanager
def stage(var_dir, seed):
    """A stack whose mail goes to a server in a bad mood, and who will act on it."""
    victims = Victims()
    with contextlib.ExitStack() as open_now:
        smtp = open_now.enter_context(RudeServer(seed, victims.may_die))
        env = {"EMAIL_URL": smtp.url, "LOG_LEVEL": "WARNING"}
        stack = open_now.enter_context(running_stack(var_dir, durable=True, fresh=True, env=env))
        troupe = open_now.enter_context(Troupe(stack.env, stack.processes.log("spelers")))
        victims.know(stack, troupe)
        troupe.play_out("begin")
        yield stack, smtp, troupe


def play(stack, smtp, troupe, measure, seed, say):
    """Every scene on this stage; a ``Verdict``."""
    chaos = Chaos(stack, smtp, troupe, measure, random.Random(seed), say)
    try:
        chaos.play()
        return Verdict(chaos, smtp, chaos.rows(), chaos.check())
    finally:
        chaos.hang_up()


class Victims:
    """Who may be killed for talking to the mail server: deliverers, the cron line, and the children of the worker."""

    def __init__(self):
        self.stack = self.troupe = None

    def know(self, stack, troupe):
        self.stack, self.troupe = stack, troupe

    def may_die(self, pid):
        if self.troupe is None:
            return False
        worker = self.stack.processes.pids["worker"]
        with contextlib.suppress(ProcessLookupError):
            return pid in self.troupe.plays("deliver", "tik") or (pid != worker and os.getpgid(pid) == worker)
        return False


class Chaos:
    """The play in its scenes; ``faults`` are those that are not the mail server's."""

    def __init__(self, stack, smtp, troupe, measure, chance, say):
        self.stack, self.smtp, self.troupe, self.measure = stack, smtp, troupe, measure
        self.chance, self.say, self.faults = chance, say, Counter()
        self.by_tik = Counter()
        self.started = time.monotonic()
        self.line = None
        self.sql(HOLD)

    def play(self):
        """Scene after scene."""
        self.delivering()
        self.while_asking()
        self.while_reminding()
        self.database_restarts()
        self.kill_the_rest()
        self.settle()
        self.broker_away("down", self.stack.stop, self.stack.start, "codes", self.answers(0))
        self.broker_away("frozen", self.stack.freeze, self.stack.thaw, None, self.answers(1))
        self.end()

    # --- scenes ---

    def delivering(self):
        """Processes of our own beside the worker, and the cron line."""
        for n in range(DELIVERERS):
            self.troupe.play(f"deliver{n}", "deliver")
        self.troupe.play("tik", "tik", 5)
        self.smtp.silences += ["RCPT", "DOT"] * self.measure.silences

    def while_asking(self):
        """Everybody asks at once, while the mail server is moody, processes are killed and the broker forgets."""
        self.play_in_parts("asks", 0, self.measure.asks, self.trouble)
        self.say(f"asked: {self.count()} mails so far")

    def while_reminding(self):
        """Two sweeps over the same days, and one of them is killed half-way."""
        for n in range(2):
            self.troupe.play(f"sweep{n}", "sweep", SWEEP_DAYS)
        self.wait(1)
        self.faults["sweep killed"] += self.troupe.kill("sweep0")
        self.until_played("sweep", self.trouble)
        self.say(f"reminded: {self.count()} mails so far")

    def database_restarts(self):
        """kill -9 of the database while mail goes out."""
        for _turn in range(self.measure.restarts):
            self.wait(1)
            self.stack.kill("postgres")
            self.stack.start("postgres")
            self.faults["database killed"] += 1
        self.stack.kill("worker")
        self.stack.start("worker")
        self.faults["worker killed"] += 1
        self.say(f"database killed {self.measure.restarts} times, and the worker")

    def kill_the_rest(self):
        """Until the number of kills and flushes is reached; new mails when there are none to be killed over."""
        extra = self.measure.asks
        while self.kills() < self.measure.kills or self.faults["broker flushed"] < self.measure.flushes:
            self.wait(TICK_SECONDS, self.trouble)
            if not self.count(*UNDER_WAY) and not self.troupe.plays("asks"):
                self.troupe.play("asks", "asks", extra, extra + 20)
                extra += 20
        self.until_played("asks")
        self.say(f"killed {self.kills()}: {self.killed_per_point()}")

    def broker_away(self, how, begin, end, act, answers):
        """Without a broker for so long: only the cron line delivers."""
        self.smtp.moody = False  # a line that is dropped waits for the next minute of the cron line
        self.faults["deliverers stopped"] += self.troupe.dismiss("deliver", "tik")
        before, until = self.sent(), time.monotonic() + self.measure.broker_seconds
        begin("valkey")
        self.faults[f"broker {how}"] += 1
        self.troupe.play("tik", "tik", min(CRON_SECONDS, self.measure.broker_seconds))
        if act:
            self.play_in_parts(act, 0, self.measure.asks)
        self.play_in_parts("answers", *answers)
        self.settle()
        self.wait(until - time.monotonic())
        self.by_tik[how] = self.sent() - before
        end("valkey")
        self.say(
            f"broker {how} for {self.measure.broker_seconds:.0f} s: {self.by_tik[how]} mails sent by tik meanwhile"
        )

    def play_in_parts(self, act, first, last, trouble=None):
        """One act over these numbers, by all players at once, to its end; ``trouble`` happens meanwhile."""
        for n, (begin, end) in enumerate(parts(last - first, PLAYERS)):
            self.troupe.play(f"{act}{n}", act, first + begin, first + end)
        self.until_played(act, trouble)

    def answers(self, half):
        """The numbers of the first or second half of the asks."""
        return parts(self.measure.asks, 2)[half]

    def end(self):
        """All calm: what is left goes out, and what nobody knows stands still."""
        self.troupe.play("deliver", "deliver")
        self.settle()
        self.faults["deliverers stopped"] += self.troupe.dismiss("deliver", "tik")
        self.stack.stop("worker")
        self.stack.stop("beat")
        self.say(f"over after {time.monotonic() - self.started:.0f} s")

    def check(self):
        """What causes, lists and promises of the data say; ``StartFailed`` when that cannot be asked."""
        answer = self.stack.var_dir / "nagekeken.json"
        answer.unlink(missing_ok=True)
        self.troupe.play_out("check", str(answer))
        return json.loads(answer.read_text())

    # --- trouble ---

    def trouble(self):
        """Once per tick: perhaps something of the program that has not happened often enough."""
        wanted, dice = self.measure, self.chance.random()
        for name in ON_THE_LINE:
            if self.killed_at(name) < wanted.kills / 4 and not self.smtp.kills[name] and dice < 0.7:
                self.smtp.kills[name] += 1
        if self.faults[AFTER_CLAIM] < wanted.kills / 4 and 0.3 < dice < 0.6:
            self.kill_after_the_claim()
        if self.faults["broker flushed"] < wanted.flushes and dice > 0.7:
            self.flush()
        if dice > 0.97:
            self.mail_server_away()

    def kill_after_the_claim(self):
        """Hold everybody between the claim and the line, and kill our own that stand there."""
        ours = self.troupe.plays("deliver")
        with self.connection().cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [CLAIM_LOCK])
            deadline, waiting = time.monotonic() + 1, 0
            while waiting < len(ours) and time.monotonic() < deadline:
                waiting = cursor.execute(WAITING, [CLAIM_LOCK]).fetchone()[0]
            if waiting >= len(ours):
                self.faults[AFTER_CLAIM] += self.troupe.kill("deliver")
            cursor.execute("SELECT pg_advisory_unlock(%s)", [CLAIM_LOCK])
        self.troupe.look()

    def flush(self):
        with redis.Redis(unix_socket_path=str(self.stack.servers["valkey"].socket), socket_timeout=5) as broker:
            broker.flushall()
        self.faults["broker flushed"] += 1

    def mail_server_away(self):
        self.smtp.stop()
        time.sleep(0.5)
        self.smtp.start()
        self.faults["mail server away"] += 1

    # --- time and numbers ---

    def until_played(self, prefix, trouble=None):
        """Until these acts are done; ``trouble`` happens meanwhile."""
        while self.troupe.plays(prefix):
            self.wait(TICK_SECONDS, trouble)

    def wait(self, seconds, trouble=None):
        """Some time passes; who was killed begins anew, and mail that must come back later may come back now."""
        until = time.monotonic() + seconds
        while True:
            self.troupe.look()
            self.hurry()
            if trouble:
                trouble()
            if time.monotonic() >= until:
                return
            time.sleep(max(0, min(TICK_SECONDS, until - time.monotonic())))

    def hurry(self):
        """What waits for its next attempt is due: the hours of the back-off need not be waited for."""
        self.sql("UPDATE outbox_bericht SET volgende_poging = now() WHERE stand = 'klaar' AND volgende_poging > now()")

    def settle(self):
        """Until nothing is under way; leases of the killed run out."""
        deadline = time.monotonic() + 3 * LEASE_SECONDS + self.measure.mails / 5
        while self.count(*UNDER_WAY):
            if not self.measure.patient and not self.count("klaar") and self.sql(HELD)[0][0]:
                self.turn_the_clock()
            self.wait(TICK_SECONDS)
            if time.monotonic() > deadline:
                return self.say(f"not settled: {self.count(*UNDER_WAY)} mails still under way")

    def turn_the_clock(self):
        """Two minutes later: all who deliver are killed first, so that no lease of the living runs out."""
        again = {name: order for name, order in self.troupe.acts.items() if name.startswith(("deliver", "tik"))}
        self.faults["deliverers stopped"] += self.troupe.dismiss("deliver", "tik")
        self.stack.freeze("worker")
        self.stop_pool()
        self.sql("UPDATE outbox_bericht SET lease_tot = now() WHERE stand IN ('geclaimd', 'op_de_lijn')")
        self.stack.thaw("worker")
        for name, order in again.items():
            self.troupe.play(name, order["do"], *order["words"])

    def stop_pool(self):
        """kill -9 of the children of the worker, which makes new ones when it wakes up."""
        worker = self.stack.processes.pids["worker"]
        for pid in children_of(worker):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        while children_of(worker, alive=True):
            time.sleep(0.01)

    def kills(self):
        return self.smtp.killed.total() + self.faults[AFTER_CLAIM]

    def killed_at(self, name):
        return self.smtp.killed[name]

    def killed_per_point(self):
        points = {AFTER_CLAIM: self.faults[AFTER_CLAIM]} | {name: self.smtp.killed[name] for name in ON_THE_LINE}
        return ", ".join(f"{name} {count}" for name, count in points.items())

    def count(self, *stands):
        where = "WHERE stand = ANY(%s)" if stands else ""
        return self.sql(f"SELECT count(*) FROM outbox_bericht {where}", [list(stands)] if stands else [])[0][0]

    def sent(self):
        return self.count("verzonden")

    def rows(self):
        """Every mail: Message-ID, stand, beleid, soort."""
        return self.sql("SELECT message_id, stand, beleid, soort FROM outbox_bericht")

    def sql(self, statement, words=()):
        """Ask the database as its owner, patiently while it restarts."""
        for pause in (0.1, 0.5, 2, None):
            try:
                cursor = self.connection().execute(statement, words or None)
                return cursor.fetchall() if cursor.description else []
            except psycopg.OperationalError:
                if pause is None:
                    raise
                time.sleep(pause)
        return []

    def connection(self):
        if self.line is None or self.line.closed:
            self.hang_up()
            self.line = psycopg.connect(self.stack.servers["postgres"].url, autocommit=True)
        return self.line

    def hang_up(self):
        if self.line:
            self.line.close()


def parts(total, number):
    """``total`` numbers from 0 in so many rows that follow each other: [first, last) each."""
    bounds = [total * n // number for n in range(number + 1)]
    return list(zip(bounds, bounds[1:], strict=False))


def children_of(leader, alive=False):
    """The pids of the group of this leader, itself not included; ``alive`` leaves out who only waits to be buried."""
    found = []
    for name in os.listdir("/proc"):
        with contextlib.suppress(OSError, ValueError):
            pid = int(name)
            if pid != leader and os.getpgid(pid) == leader and not (alive and is_dead(pid)):
                found.append(pid)
    return found


def is_dead(pid):
    with open(f"/proc/{pid}/stat") as stat:
        return stat.read().rsplit(")", 1)[1].split()[0] in "ZX"
