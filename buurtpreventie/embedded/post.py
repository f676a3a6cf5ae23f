"""Reading the mails that the recording SMTP server wrote: one JSON file each, oldest first."""

import json
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Mail:
    """One delivered mail; ``to`` and ``sender`` are those of the envelope."""

    name: str
    sender: str
    to: list
    subject: str
    date: str
    text: str
    headers: dict


class Post:
    """All mails of one stack."""

    def __init__(self, folder):
        self.folder = Path(folder)

    def list(self, to=None, subject=None):
        """The mails, oldest first; only those to this address, or with this in the subject."""
        mails = [read(path) for path in sorted(self.folder.glob("*.json"))]
        return [
            mail
            for mail in mails
            if (to is None or to.lower() in map(str.lower, mail.to)) and (subject is None or subject in mail.subject)
        ]

    def clear(self):
        """Throw all mails away."""
        for path in self.folder.glob("*.json"):
            path.unlink(missing_ok=True)

    def wait_for(self, to=None, n=1, subject=None, seconds=30):
        """At least ``n`` such mails, oldest first; ``TimeoutError`` names what did come."""
        deadline = time.monotonic() + seconds
        while len(found := self.list(to, subject)) < n:
            if time.monotonic() > deadline:
                came = [(mail.to, mail.subject) for mail in self.list()]
                raise TimeoutError(f"{n} mails to {to} ({subject}) expected, came: {came}")
            time.sleep(0.1)
        return found


def read(path):
    """One mail from its file."""
    content = json.loads(path.read_text())
    return Mail(
        name=path.stem,
        sender=content["from"],
        to=content["to"],
        subject=content["subject"],
        date=content["date"],
        text=content["text"],
        headers=content["headers"],
    )
