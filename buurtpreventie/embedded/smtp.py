"""A mail server that sends nothing on: it writes each mail to a folder, for people and tests to read.

``python -m buurtpreventie.embedded.smtp FOLDER PORT-FILE`` — the port in the file is used again when it
is there, so that a restarted server is found at the same place.
"""

import asyncio
import itertools
import json
import os
import sys
import time
from email import message_from_bytes, policy
from pathlib import Path

from aiosmtpd.smtp import SMTP

NUMBERS = itertools.count()
LARGEST_MAIL = 20_000_000


class Recorder:
    """aiosmtpd's handler: accepts everything."""

    def __init__(self, folder):
        self.folder = folder

    async def handle_DATA(self, server, session, envelope):
        record(self.folder, envelope.mail_from, envelope.rcpt_tos, envelope.content)
        return "250 OK"


def record(folder, sender, recipients, content):
    """Write one mail, whole or not at all, under a name that sorts by arrival."""
    message = message_from_bytes(content, policy=policy.default)
    body = message.get_body(preferencelist=("plain", "html"))
    mail = {
        "from": sender,
        "to": recipients,
        "subject": str(message["Subject"] or ""),
        "date": message["Date"].datetime.isoformat() if message["Date"] else "",
        "text": body.get_content() if body else "",
        "headers": {name: str(value) for name, value in message.items()},
    }
    name = f"{time.time_ns():020d}-{next(NUMBERS):06d}"
    half = folder / f"{name}.half"
    half.write_text(json.dumps(mail, ensure_ascii=False, indent=1))
    os.replace(half, folder / f"{name}.json")


async def serve(folder, port_file):
    """Listen until stopped."""
    loop = asyncio.get_running_loop()
    port = int(port_file.read_text()) if port_file.exists() else 0

    def connection():
        return SMTP(Recorder(folder), data_size_limit=LARGEST_MAIL, enable_SMTPUTF8=True, loop=loop)

    server = await loop.create_server(connection, "127.0.0.1", port)
    half = port_file.with_suffix(".half")
    half.write_text(str(server.sockets[0].getsockname()[1]))
    os.replace(half, port_file)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), Path(sys.argv[2])))
