"""What people type, made safe to store, to mail and to print: no trick characters, nothing else changed."""

import re
import unicodedata

LONE_SURROGATES = "\ud800-\udfff"
CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # all but tab and newline; PostgreSQL refuses NUL, XML the rest
DIRECTION_MARKS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # make a name read backwards
TRAPS = re.compile(f"[{CONTROLS}{DIRECTION_MARKS}{LONE_SURROGATES}]")
UNSTORABLE = re.compile(f"[\x00{LONE_SURROGATES}]")
NEWLINES = ("\r\n", "\r", "\u2028", "\u2029")


def clean_text(text):
    """The text with ordinary newlines, composed letters and no trick characters."""
    for newline in NEWLINES:
        text = text.replace(newline, "\n")
    return unicodedata.normalize("NFC", TRAPS.sub("", text))


def clean_line(text):
    """The same on one line: a newline in a name or a subject becomes a space."""
    return clean_text(text).replace("\n", " ")


def clean_secret(text):
    """A password stays as typed, but for what cannot be stored at all."""
    return UNSTORABLE.sub("", text)
