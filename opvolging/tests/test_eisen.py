"""The table of requirements in docs/eisen.md names tests and pictures that exist, and every must exactly once."""

import re
from collections import Counter
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
TABLE = (ROOT / "docs/eisen.md").read_text()
ROW = re.compile(r"^\| (E\d{3}) \|(.*)\|$", re.M)
MUSTS = [
    *(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15),
    *range(98, 118),  # all of rounds
    *(118, 119, 120, 121, 122, 124, 125, 126, 127, 128, 130, 131, 138),
    *range(140, 151),
    *(84, 85, 95, 166, 169),
    *range(170, 195),  # trainings, and what teams learn from each other
    *(196, 197),
    *range(198, 218),  # evaluations and figures
    *range(218, 224),
]


def test_every_test_that_is_named_exists():
    named = set(re.findall(r"`([\w/.]+\.py)::(\w+)`", TABLE))
    assert len(named) > len(MUSTS)
    assert [f"{path}::{name}" for path, name in sorted(named) if f"def {name}(" not in source(path)] == []


def source(path):
    return (ROOT / path).read_text() if (ROOT / path).is_file() else ""


def test_every_picture_and_every_file_that_is_named_exists():
    named = re.findall(r"picture (\S+\.png)", TABLE) + re.findall(r"`([a-z_]+/[\w/]+\.(?:py|html|json))`", TABLE)
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_every_must_stands_in_the_table_once_with_a_test_and_whether_it_is_met():
    rows = ROW.findall(TABLE)
    assert Counter(f"E{nr:03}" for nr in MUSTS) - Counter(number for number, _row in rows) == Counter()
    assert [number for number, n in Counter(number for number, _row in rows).items() if n > 1] == []
    without = [number for number, row in rows if "::" not in row or not re.search(r"\| (not )?(met|partly: .+) $", row)]
    assert without == []
