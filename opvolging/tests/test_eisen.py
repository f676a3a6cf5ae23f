"""docs/eisen.md names tests and pictures that exist, and every must exactly once; docs/veiligheid.md each rule."""

import re
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
TABLE = (ROOT / "docs/eisen.md").read_text()
ROW = re.compile(r"^\| (E\d{3}) \|(.*)\|$", re.M)
SAFETY = (ROOT / "docs/veiligheid.md").read_text()
RULES = {*map(str, range(1, 20)), "7a", "13a"}
NAMED = re.compile(r"`([\w/.]+\.py)::(\w+)`")
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


@pytest.mark.parametrize(("table", "at_least"), [(TABLE, len(MUSTS)), (SAFETY, 90)], ids=["eisen", "veiligheid"])
def test_every_test_that_is_named_exists(table, at_least):
    named = set(NAMED.findall(table))
    assert len(named) > at_least
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


def test_every_rule_of_safety_has_a_row_and_every_row_a_test_and_what_it_does_not_stop():
    rows = [row.strip("|").split("|") for row in SAFETY.splitlines() if row.startswith("| ") and "---" not in row]
    rows = [[cell.strip() for cell in row] for row in rows if row[-1].strip() != "what not"]
    assert {rule for row in rows if len(row) == 5 for rule in row[0].split(", ")} == RULES
    assert [row[0] for row in rows if not NAMED.search(row[-2]) or not row[-1]] == []
