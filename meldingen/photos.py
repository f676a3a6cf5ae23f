"""Photos as they come in: read by their contents, and written anew by a process of its own (veiligheid 13)."""

import logging
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from buurtpreventie.errors import RefusedAction
from buurtpreventie.ui.uploads import MOST_FILE_BYTES

logger = logging.getLogger(__name__)

MOST_BYTES = MOST_FILE_BYTES
MOST_PHOTOS = 5
SECONDS = 20
REFUSED = 3  # the exit code with which the program says why not
PROGRAM = Path(__file__).resolve().parent / "reencode.py"
AT_ONCE = threading.BoundedSemaphore(2)  # programs that run at the same time, per web process

SENTENCES = {
    "leeg": _("Dit bestand is leeg. Maak de foto opnieuw."),
    "soort": _("Dit is geen foto die wij kunnen lezen. Stuur een JPG, PNG of WebP."),
    "heic": _(
        "Dit is een HEIC-foto. Die kunnen wij niet lezen. Maak een schermafdruk van de foto en stuur die, "
        "of kies bij de instellingen van uw camera voor “Meest compatibel”."
    ),
    "beweegt": _("Dit is een bewegend plaatje. Stuur een gewone foto."),
    "te_klein": _("Op deze foto is te weinig te zien. Hij is te klein of te smal."),
    "te_groot": _("Deze foto is te groot. Een foto mag hooguit 10 MB zijn. Maak een schermafdruk en stuur die."),
    "te_veel_pixels": _("Deze foto is te groot om te lezen. Maak een schermafdruk van de foto en stuur die."),
    "kapot": _("Deze foto is beschadigd. Maak de foto opnieuw, of stuur een andere."),
}


@dataclass(frozen=True)
class Foto:
    """What a photo shows and nothing else of it: always a JPEG of at most 2048 pixels."""

    inhoud: bytes
    breedte: int
    hoogte: int
    soort: str = "image/jpeg"


def read_photo(file):
    """The pixels of an uploaded file, written anew; raises RefusedAction with what to do instead."""
    data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise RefusedAction(SENTENCES["te_groot"])
    with AT_ONCE:
        done = _run(data)
    if done.returncode == 0:
        size, _newline, inhoud = done.stdout.partition(b"\n")
        breedte, hoogte = map(int, size.split())
        return Foto(inhoud, breedte, hoogte)
    if done.returncode == REFUSED:
        raise RefusedAction(SENTENCES[done.stdout.decode()])
    logger.warning("A photo ended its reader with code %s", done.returncode)
    raise RefusedAction(SENTENCES["kapot"])


def _run(data):
    """The program gets the bytes of this one photo and no environment: no key, no address of a database."""
    command = [sys.executable, "-I", str(PROGRAM)]
    try:
        return subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, env={}, check=False)
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, REFUSED, b"te_veel_pixels")
