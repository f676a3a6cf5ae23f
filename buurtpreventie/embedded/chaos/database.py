"""The database restarts while people send: what they were told is kept, is kept; else they read "even geduld"."""

import contextlib
import html
import http.client
import json
import random
import re
import string
import threading
import time
import uuid
from collections import Counter
from urllib.parse import urlencode, urlsplit

from buurtpreventie.embedded.chaos.troupe import Troupe
from buurtpreventie.embedded.stack import running_stack

LONG, SHORT = 10, 2  # restarts
VOLUNTEERS, PARTNERS = 4, 2
UP_SECONDS, DOWN_SECONDS = 1.5, 0.7
PATIENCE_SECONDS, PAUSE_SECONDS = 60, 0.2
WAIT_WORDS = "Het lukt nu even niet"
LETTERS = string.ascii_letters + string.digits


def run(var_dir, restarts, say):
    """A stack of its own, and the ``Kept`` of what happened on it."""
    with contextlib.ExitStack() as open_now:
        stack = open_now.enter_context(running_stack(var_dir, durable=True, fresh=True, env={"LOG_LEVEL": "ERROR"}))
        troupe = open_now.enter_context(Troupe(stack.env, stack.processes.log("spelers")))
        troupe.play_out("begin")
        return under_load(stack, troupe, restarts, say)


def under_load(stack, troupe, restarts, say):
    """Restart the database so often while everybody sends; a ``Kept`` with what was told and what is there."""
    crowd = ask(stack, troupe, "crowd", VOLUNTEERS, PARTNERS)
    senders = [Volunteer(stack.url, who) for who in crowd["volunteers"]]
    senders += [Partner(stack.url, who) for who in crowd["partners"]]
    stop = threading.Event()
    threads = [threading.Thread(target=sender.send_until, args=[stop]) for sender in senders]
    for thread in threads:
        thread.start()
    for turn in range(restarts):
        time.sleep(UP_SECONDS)
        restart(stack, politely=turn % 2)
        say(f"database restarted {turn + 1} times, {sum(len(sender.told) for sender in senders)} writes told")
    time.sleep(UP_SECONDS)
    stop.set()
    for thread in threads:
        thread.join()
    told = [one for sender in senders for one in sender.told]
    return Kept(restarts, told, sum((sender.seen for sender in senders), Counter()), ask(stack, troupe, "lost", told))


def restart(stack, politely):
    """By turns a crash and an orderly stop, with some time in between."""
    (stack.stop if politely else stack.kill)("postgres")
    time.sleep(DOWN_SECONDS)
    stack.start("postgres")


def ask(stack, troupe, act, *words):
    """What an act writes down."""
    answer = stack.var_dir / f"{act}.json"
    answer.unlink(missing_ok=True)
    troupe.play_out(act, str(answer), *words)
    return json.loads(answer.read_text())


class Kept:
    """Lines to print, and whether everything holds."""

    def __init__(self, restarts, told, seen, lost):
        self.restarts, self.told, self.seen, self.lost = restarts, told, seen, lost

    @property
    def broken(self):
        """What does not hold, in words; empty when all is well."""
        checks = {
            f"told that it was kept, and lost: {self.lost}": self.lost,
            "nobody was told that anything was kept": not self.told,
            "nobody met the restarts": not self.seen["even geduld, with the text"],
            f"even geduld without the text: {self.seen['even geduld, text gone']}": self.seen["even geduld, text gone"],
            f"other answers: {self.others}": self.others,
        }
        return [words for words, is_wrong in checks.items() if is_wrong]

    @property
    def others(self):
        """Answers that are neither a yes nor "even geduld"."""
        return {name: count for name, count in self.seen.items() if name.startswith("answer")}

    @property
    def lines(self):
        kinds = sorted(Counter(kind for kind, *_rest in self.told).items())
        yield f"database   restarted {self.restarts} times"
        yield f"told       {len(self.told)} writes kept: {', '.join(f'{kind} {count}' for kind, count in kinds)}"
        yield f"lost       {len(self.lost)}"
        yield "people     " + ", ".join(f"{name} {count}" for name, count in sorted(self.seen.items()))
        for words in self.broken:
            yield f"WRONG: {words}"


class Sender:
    """A browser that sends the same again until it hears that it was kept; ``told``: what it heard was kept."""

    def __init__(self, url, cookies):
        self.address, self.told, self.seen = urlsplit(url), [], Counter()
        self.token = "".join(random.choices(LETTERS, k=32))
        self.cookies = {"csrftoken": self.token} | cookies

    def send_until(self, stop):
        """Send one thing after another, until it is enough."""
        while not stop.is_set():
            self.send_one()

    def post(self, path, text="", **fields):
        """Where the yes to this form leads; ``text`` must stand on every page that asks for patience."""
        body = urlencode(fields | {"csrfmiddlewaretoken": self.token}, doseq=True)
        return self._patiently(("POST", path, body), (302, 303), text)[1]

    def read(self, path):
        """The page at this path."""
        return self._patiently(("GET", path, None), (200,), "")[0]

    def _patiently(self, request, yes, text):
        """Page and place of the first answer that is a yes."""
        deadline, path = time.monotonic() + PATIENCE_SECONDS, f"{request[0]} {general(request[1])}"
        while time.monotonic() < deadline:
            status, body, where = self._ask(*request)
            if status in yes:
                return body, where
            if status == 503 and WAIT_WORDS in body:
                self.seen["even geduld, " + ("with the text" if html.escape(text) in body else "text gone")] += 1
            else:
                self.seen["no connection" if status is None else f"answer {status} at {path}"] += 1
            time.sleep(PAUSE_SECONDS)
        self.seen[f"answer never came at {path}"] += 1
        return "", ""

    def _ask(self, method, path, body):
        """Status, page and place of one answer; a connection that fails has none."""
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        line = http.client.HTTPConnection("127.0.0.1", self.address.port, timeout=PATIENCE_SECONDS)
        try:
            line.request(method, path, body, headers | {"Host": self.address.netloc})
            answer = line.getresponse()
            self._keep_cookies(answer)
            return answer.status, answer.read().decode(), answer.headers.get("Location", "")
        except (OSError, http.client.HTTPException):
            return None, "", ""
        finally:
            line.close()

    def _keep_cookies(self, answer):
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            if name != "csrftoken":
                self.cookies[name] = value


def general(path):
    """The path without keys and numbers."""
    return re.sub(r"[0-9a-f-]{36}|\d+", "…", path)


class Volunteer(Sender):
    """Reports something of the street: a draft first, then the melding."""

    def __init__(self, url, who):
        super().__init__(url, {"sessionid": who["sessie"]})
        self.buurt = who["buurt"]

    def send_one(self):
        key, text = str(uuid.uuid4()), f"Naast de lantaarnpaal bij de hoge brug, bord {uuid.uuid4()}"
        fields = {"sleutel": key, "categorie": "T0", "buurt": self.buurt, "gevaar": "nee", "plek": text}
        where = self.post("/melden/openbare_ruimte/", text, **fields)
        if not where.endswith("/controle/"):
            return
        self.told.append(("concept", key, text))
        shown = re.search(r'name="bewaard" value="([^"]*)"', self.read(where))
        if shown and self.post(where, bewaard=html.unescape(shown[1])).startswith("/melden/verstuurd/"):
            self.told.append(("melding", key, text))


class Partner(Sender):
    """Lets the meldpunt know things about one ask, by the link of the mail."""

    def __init__(self, url, who):
        super().__init__(url, {})
        self.key, self.link, self.page = who["melding"], who["link"], ""

    def send_one(self):
        if not self.page:
            self.page = self.post("/partner/openen/", token=self.link)
            return
        text = f"Wij zijn er vandaag geweest en komen morgen terug, {uuid.uuid4()}"
        if self.post(f"{self.page}toevoegen/", text, tekst=text) == self.page:
            self.told.append(("partner", self.key, text))
