"""The running site of the stories: its mails, its clock, and what can be asked of it."""

import contextlib
import itertools
import json
import re
import time
from datetime import datetime
from zoneinfo import ZoneInfo

import psycopg
from celery import Celery

from buurtpreventie.embedded.processes import ROOT, Busy
from buurtpreventie.embedded.stack import running_stack
from teams.clocks import daytime_from

DELIVER = "buurtpreventie.outbox.tasks.deliver"
MODULE = "opvolging.tests.browser.seed"


@contextlib.contextmanager
def running_site(name="test-browser", **options):
    """A stack in var/<name>, or when another run is using that, in var/<name>-2 and so on."""
    for number in itertools.count(1):
        folder = ROOT / "var" / (name if number == 1 else f"{name}-{number}")
        folder.mkdir(parents=True, exist_ok=True)
        with contextlib.ExitStack() as exits:
            try:
                stack = exits.enter_context(running_stack(folder, fresh=True, clerk=[MODULE], **options))
            except Busy:
                continue
            yield Site(stack)
            return


class Site:
    """What a story may ask of the stack, beside what a browser shows."""

    def __init__(self, stack):
        self.stack, self.url, self.post = stack, stack.url, stack.post

    def seed(self, function, *words, module=MODULE):
        """Call a function of the seed inside the stack; what it printed as JSON, or None."""
        call = f"from {module} import {function}; {function}(*{words!r})"
        printed = self.stack.manage("shell", "--no-imports", "--verbosity=0", "-c", call).splitlines()
        return json.loads(printed[-1]) if printed else None

    def change(self, sql):
        """Change rows behind the site's back: only to let time pass."""
        with psycopg.connect(self.stack.env["DATABASE_URL"]) as owner:
            owner.execute(sql)

    def mail(self, to, subject, text=""):
        """The newest mail to this address with these words in its subject and text; waits for it to arrive."""
        deadline, look_again = time.monotonic() + 30, 0
        while time.monotonic() < deadline:
            if time.monotonic() > look_again:  # what a worker is still writing may have to wait for the morning too
                look_again = time.monotonic() + 1
                if self.let_morning_come():
                    Celery(broker=self.stack.env["REDIS_URL"]).send_task(DELIVER)
            found = [mail for mail in self.post.list(to, subject) if text in mail.text]
            if found:
                return found[-1]
            time.sleep(0.1)
        raise TimeoutError(f"No mail to {to} about {subject}: {[(m.to, m.subject) for m in self.post.list()]}")

    def is_night(self):
        """No mail goes to volunteers now, and what the morning would bring too late is not written at all."""
        now = datetime.now(ZoneInfo("Europe/Amsterdam"))
        return daytime_from(now) != now

    def let_morning_come(self):
        """Between 21:00 and 08:00 no mail goes to volunteers, and a story cannot wait; True when mails waited."""
        if not self.is_night():
            return False
        self.change(
            "UPDATE outbox_bericht SET volgende_poging = now() "
            "WHERE stand = 'klaar' AND pogingen = 0 AND volgende_poging > now()"
        )
        return True

    def check(self):
        """Every promise of the data holds."""
        assert "Alles klopt" in self.stack.manage("controleer")


def digits(mail):
    """The code of six digits in a mail."""
    return re.search(r"\b\d{6}\b", mail.text)[0]


def link(mail):
    """The first address in a mail."""
    return re.search(r"https?://\S+", mail.text)[0]
