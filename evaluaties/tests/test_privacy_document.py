"""The data map in docs/privacy.md has every rule of what is kept, with the articles and the terms of that rule."""

import re
from pathlib import Path

from django.conf import settings

from evaluaties.retention import all_rules

ROW = re.compile(r"^\| `(\w+)` \|(.*)\|$", re.M)
NUMBER = re.compile(r"\d+")
LETTER = re.compile(r"(?:lid \d|6\(1\)\()([a-f])")


def rows():
    """(rule, its cells) of the map."""
    text = (Path(settings.BASE_DIR) / "docs/privacy.md").read_text()
    return [(code, [cell.strip() for cell in cells.split("|")]) for code, cells in ROW.findall(text)]


def numbers(text):
    return sorted(set(NUMBER.findall(str(text))), key=int)


def test_every_rule_stands_in_the_map_once_with_all_that_the_map_asks():
    assert sorted(code for code, _cells in rows()) == sorted(rule.code for rule in all_rules())
    assert [code for code, cells in rows() if len(cells) != 6 or not all(cells)] == []


def test_the_map_has_the_terms_and_articles_of_the_rule():
    rules = {rule.code: rule for rule in all_rules()}
    for code, (_what, _whose, _why, ground, kept, _who) in rows():
        rule = rules[code]
        term = f"{rule.hoe_lang} {rule.vanaf} {rule.daarna}"
        assert (code, numbers(kept)) == (code, numbers(term))
        assert (code, numbers(ground)) == (code, numbers(rule.grond))
        assert (code, LETTER.findall(ground)) == (code, LETTER.findall(str(rule.grond)))
