"""The line to the mail server: it says exactly how far a mail came, which decides whether it may be sent again."""

import re
import smtplib
import socket
import time
from contextlib import suppress
from dataclasses import dataclass
from email.utils import parseaddr
from enum import Enum

from django.core.mail import get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address

DATA_SECONDS = 60  # for the text and the answer to it together: with the commands well under the lease
COMMAND_SECONDS = 10
CLOSING_DOWN = 421

LINE_START_DOT = re.compile(rb"(?m)^\.")
ENHANCED_CODE = re.compile(rb"[245]\.\d{1,3}\.\d{1,3}")


class NoLine(Exception):
    """The mail server cannot be reached or does not let us in: no mail was touched."""


class Fate(Enum):
    """What became of a mail on the wire."""

    ACCEPTED = "the server took it"
    NOT_NOW = "certainly not taken, try again later"
    REFUSED = "certainly not taken, and never will be"
    UNKNOWN = "the final dot went out and no answer came back (RFC 1047)"


@dataclass(frozen=True)
class Answer:
    """The fate of a mail, a code without personal data, and whether the line is still worth using."""

    fate: Fate
    code: str
    line_is_good: bool = True


def open_wire():
    """Give the wire for the configured mail backend."""
    backend = get_connection()
    return SmtpWire(backend) if isinstance(backend, EmailBackend) else BackendWire(backend)


class SmtpWire:
    """Django's SMTP backend for the address, TLS and sign-in; the mail itself is spoken here."""

    def __init__(self, backend):
        self.backend = backend
        self.backend.timeout = self.backend.timeout or COMMAND_SECONDS

    def ready(self):
        """Connect, or test the line that is open; raises NoLine."""
        if self.backend.connection is not None and not self._answers():
            self.close()
        try:
            if self.backend.open():
                self.backend.connection.ehlo_or_helo_if_needed()
                # text and dot are sent apart: without this each mail waits 40 ms for an acknowledgement
                self.backend.connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise NoLine(type(error).__name__) from error

    def send(self, mail):
        """Send one mail and tell what became of it."""
        smtp = self.backend.connection
        try:
            refusal = self._speak(smtp, mail)
        except (OSError, smtplib.SMTPException):
            self._drop()
            return Answer(Fate.NOT_NOW, "verbinding", line_is_good=False)
        return refusal or self._finish(smtp)

    def close(self):
        """Say goodbye if the line still allows it."""
        with suppress(OSError, smtplib.SMTPException):
            self.backend.close()

    def _speak(self, smtp, mail):
        """Say everything up to, and without, the final dot; gives the refusal if there was one."""
        sender, recipient = envelope(mail)
        code, text = smtp.mail(sender)
        if code != 250:
            return self._refusal(code, text, about_us=True)
        code, text = smtp.rcpt(recipient)
        if code not in (250, 251):
            return self._refusal(code, text)
        code, text = smtp.docmd("DATA")
        if code != 354:
            return self._refusal(code, text)
        self._data_until = time.monotonic() + DATA_SECONDS
        smtp.sock.settimeout(DATA_SECONDS)
        smtp.send(_stuffed(mail.message().as_bytes(linesep="\r\n")))
        return None

    def _finish(self, smtp):
        """Say the final dot; from here on only an answer of the server is knowledge."""
        try:
            smtp.sock.settimeout(max(1, self._data_until - time.monotonic()))
            smtp.send(b".\r\n")
            code, text = smtp.getreply()
            smtp.sock.settimeout(self.backend.timeout)
        except (OSError, smtplib.SMTPException):
            self._drop()
            return Answer(Fate.UNKNOWN, "na de punt", line_is_good=False)
        if 200 <= code < 300:
            return Answer(Fate.ACCEPTED, _code(code, text))
        if 400 <= code < 600:
            return self._refusal(code, text)
        self._drop()
        return Answer(Fate.UNKNOWN, "na de punt", line_is_good=False)

    def _refusal(self, code, text, about_us=False):
        """Sort a refusal; a server that closes down, or does not want *us*, is left alone until the next tick."""
        if code == CLOSING_DOWN:
            self._drop()
        fate = Fate.REFUSED if 500 <= code < 600 else Fate.NOT_NOW
        return Answer(fate, _code(code, text), line_is_good=code != CLOSING_DOWN and not about_us)

    def _answers(self):
        """Whether the open line still answers; clears what an earlier refusal left behind."""
        try:
            return self.backend.connection.rset()[0] == 250
        except (OSError, smtplib.SMTPException):
            return False

    def _drop(self):
        """Hang up without goodbye."""
        if self.backend.connection is not None:
            self.backend.connection.close()
            self.backend.connection = None


class BackendWire:
    """Any other mail backend: it says 'sent' or fails, and a failure proves nothing."""

    def __init__(self, backend):
        self.backend = backend

    def ready(self):
        """Open the backend; raises NoLine."""
        try:
            self.backend.open()
        except Exception as error:
            raise NoLine(type(error).__name__) from error

    def send(self, mail):
        """Hand one mail to the backend."""
        try:
            sent = self.backend.send_messages([mail])
        except Exception as error:  # each backend has its own errors
            return Answer(Fate.UNKNOWN, type(error).__name__[:40], line_is_good=False)
        return Answer(Fate.ACCEPTED, "250") if sent else Answer(Fate.NOT_NOW, "niet verzonden", line_is_good=False)

    def close(self):
        """Close the backend."""
        self.backend.close()


def envelope(mail):
    """Give the bare sender and recipient; raises ValueError for an address SMTP cannot carry."""
    addresses = [parseaddr(sanitize_address(address, "utf-8"))[1] for address in (mail.from_email, mail.to[0])]
    return [address.encode("ascii").decode() for address in addresses]


def _stuffed(message):
    """Double the dots that begin a line, and end with a line break."""
    message = LINE_START_DOT.sub(b"..", message)
    return message if message.endswith(b"\r\n") else message + b"\r\n"


def _code(code, text):
    """Give the codes of an answer without its words, which may name a person."""
    enhanced = ENHANCED_CODE.match(text or b"")
    return f"{code} {enhanced[0].decode()}" if enhanced else str(code)
