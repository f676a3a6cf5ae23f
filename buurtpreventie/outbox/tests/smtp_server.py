"""A mail server for tests that counts what it accepted and fails on command, at an exact point of the conversation.

::

    with SmtpServer() as server:
        server.fault("RCPT", "451 4.3.2 Later")     # the next mail is refused for now at RCPT
        hold = server.hold("DOT")                   # the one after waits after its final dot
        ...
        hold.reached.wait(10); hold.release.set()
        assert server.accepted == {"<message-id>": 1}
"""

import re
import socket
import socketserver
import threading
from collections import Counter, deque
from contextlib import suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy

# After DOT the text is in but not accepted; at ACCEPTED the mail is counted but its 250 has not been said.
POINTS = ["CONNECT", "AUTH", "MAIL", "RCPT", "DATA", "DOT", "ACCEPTED"]
DROP = "drop"
HANG_SECONDS = 30


@dataclass
class Fault:
    """What goes wrong at a point: ``reply`` is said instead of the usual answer, or the line is dropped."""

    at: str
    reply: str = ""
    times: int = 1
    waits: bool = False
    reached: threading.Event = field(default_factory=threading.Event)
    release: threading.Event = field(default_factory=threading.Event)


class Dropped(Exception):
    """The conversation ends here."""


class SmtpServer:
    """Listens on a port of its own; any number of conversations at once."""

    hang_seconds = HANG_SECONDS

    def __init__(self, require_auth=False):
        self.require_auth = require_auth
        self.accepted = Counter()
        self.mails = []
        self.recipients = []
        self.connections = 0
        self._faults = deque()
        self._lock = threading.Lock()
        self._sockets = set()
        self._server = None
        self.port = 0

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()

    def start(self):
        """Listen, on the same port as before when there was one."""
        self._server = _Server(("127.0.0.1", self.port), _Conversation)
        self._server.owner = self
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def stop(self):
        """Refuse connections from now on and drop those that are open."""
        if self._server is None:
            return
        self._server.shutdown()
        self._server.server_close()
        self._server = None
        with self._lock:
            sockets, faults = list(self._sockets), list(self._faults)
        for fault in faults:
            fault.release.set()
        for open_socket in sockets:
            with suppress(OSError):
                open_socket.shutdown(socket.SHUT_RDWR)

    @property
    def url(self):
        """The value of EMAIL_URL for another process."""
        return f"smtp://127.0.0.1:{self.port}"

    def fault(self, at, reply=DROP, times=1):
        """The next ``times`` mails that come to this point are answered so, or dropped; gives the fault."""
        return self._plan(Fault(_known(at), reply, times))

    def hold(self, at, reply=""):
        """The next mail that comes to this point waits until ``release`` is set; gives the fault."""
        return self._plan(Fault(_known(at), reply, waits=True))

    def hang(self, at):
        """The next mail that comes to this point gets no answer at all, until the client hangs up."""
        return self._plan(Fault(_known(at), DROP, waits=True))

    def to(self, address):
        """The accepted mails to one address, oldest first."""
        return [mail for mail in self.mails if mail["To"] == address]

    def _plan(self, fault):
        with self._lock:
            self._faults.append(fault)
        return fault

    def _fault_at(self, point, line=b"", peer=None):
        """What is planned at this point; ``line`` is what was just said, ``peer`` the port of who said it."""
        with self._lock:
            for fault in self._faults:
                if fault.at == point and fault.times > 0:
                    fault.times -= 1
                    return fault
        return None

    def _accept(self, content):
        mail = message_from_bytes(content, policy=policy.default)
        with self._lock:
            self.accepted[mail["Message-ID"]] += 1
            self.mails.append(mail)


def _known(point):
    if point not in POINTS:
        raise ValueError(f"{point} is none of {POINTS}")
    return point


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 200


class _Conversation(socketserver.StreamRequestHandler):
    """One client, from greeting to goodbye."""

    def handle(self):
        self.smtp, self._line = self.server.owner, b""
        with self.smtp._lock:
            self.smtp._sockets.add(self.connection)
            self.smtp.connections += 1
        try:
            self._talk()
        except (Dropped, OSError):
            pass
        finally:
            with self.smtp._lock:
                self.smtp._sockets.discard(self.connection)

    def finish(self):
        with suppress(OSError):
            super().finish()

    def _talk(self):
        self._answer("CONNECT", "220 test")
        while line := self.rfile.readline():
            verb = line.decode(errors="replace").split(maxsplit=1)[0].strip().upper()
            if verb == "QUIT":
                return self._say("221 bye")
            self._line = line
            self._obey(verb)
            if verb == "RCPT":
                self.smtp.recipients.append(re.search(rb"<(.*)>", line)[1].decode())
        return None

    def _obey(self, verb):
        if verb in {"EHLO", "HELO"}:
            self._say(*(["250-test", "250-8BITMIME", "250 AUTH PLAIN"] if self.smtp.require_auth else ["250 test"]))
        elif verb == "AUTH":
            self._answer("AUTH", "235 welcome")
        elif verb in {"MAIL", "RCPT"}:
            self._answer(verb, "250 ok")
        elif verb == "DATA":
            self._take_data()
        else:
            self._say("250 ok")

    def _take_data(self):
        if not self._answer("DATA", "354 go on").startswith("354"):
            return
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        if not line:
            raise Dropped  # the client went away before the final dot: nothing was accepted
        if self._answer("DOT", "") == "":
            self.smtp._accept(b"".join(re.sub(rb"^\.", b"", line) for line in lines))
            self._answer("ACCEPTED", "250 2.0.0 taken")

    def _answer(self, point, usual):
        """Say what belongs to this point, or what the plan wants instead; gives what was said."""
        fault = self.smtp._fault_at(point, self._line, self.client_address[1])
        reply = fault.reply if fault and fault.reply else usual
        if fault:
            fault.reached.set()
            if fault.waits:
                fault.release.wait(self.smtp.hang_seconds)
        if reply == DROP:
            raise Dropped
        if reply:
            self._say(reply)
        if reply.startswith("421"):
            raise Dropped
        return reply

    def _say(self, *lines):
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())
