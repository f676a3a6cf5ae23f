"""The data map in docs/privacy.md has every rule of what is kept, with the articles and the terms of that rule."""

import re
from pathlib import Path

from django.conf import settings

from evaluaties.retention import all_rules
from opvolging.models.retention import LIST_DAYS
from teams.models import BEWAAR_HOOGUIT, Gemeente

ROW = re.compile(r"^\| `(\w+)` \|(.*)\|$", re.M)
NUMBER = re.compile(r"\d+")
SENTENCE = re.compile(r"[A-Z][^;:.?]*[.?]")
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


def test_a_term_is_whole_sentences_that_a_reader_can_read_aloud():
    for rule in all_rules():
        sentences = re.split(r"(?<=[.?]) ", str(rule.hoe_lang))
        assert [(rule.code, one) for one in sentences if not SENTENCE.fullmatch(one)] == []


def test_of_meldingen_the_page_and_the_map_say_what_a_gemeente_has_and_what_it_may_have_at_most():
    told = [
        str(months)
        for niveau, most in BEWAAR_HOOGUIT.items()
        for months in (Gemeente._meta.get_field(f"bewaar_v{niveau}").default, most)
    ]
    rule = next(rule for rule in all_rules() if rule.code == "melding")
    for text in (str(rule.hoe_lang), dict(rows())["melding"][4]):
        assert NUMBER.findall(text) == [*told, str(LIST_DAYS)]


def test_the_number_of_who_wants_to_be_called_is_not_said_to_stay_for_days():
    rule = next(rule for rule in all_rules() if rule.code == "overleg")
    assert numbers(rule.hoe_lang) == [] and "meteen" in str(rule.hoe_lang)


def test_the_map_has_the_terms_and_articles_of_the_rule():
    rules = {rule.code: rule for rule in all_rules()}
    for code, (_what, _whose, _why, ground, kept, _who) in rows():
        rule = rules[code]
        term = f"{rule.hoe_lang} {rule.daarna}"
        assert (code, numbers(kept)) == (code, numbers(term))
        assert (code, numbers(ground)) == (code, numbers(rule.grond))
        assert (code, LETTER.findall(ground)) == (code, LETTER.findall(str(rule.grond)))
