"""What a user reads: our own words, short sentences (E221), and nothing to search people with (E220)."""

import ast
import re
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse

from opvolging.tests.meldpunt_pages import signed_in, text_of

ROOT = Path(settings.BASE_DIR)
APPS = ("buurtpreventie", "teams", "meldingen", "opvolging", "evaluaties")
NEVER = re.compile(
    r"\b(terugkoppeling|opvolger|afgehandeld|casus|verdachte|dader|cliënt|problematiek|nazicht)\w*", re.IGNORECASE
)
GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
NOT_FOR_USERS = {"verbose_name", "verbose_name_plural"}  # the platform's own admin
MOST_WORDS = 25
CODE = re.compile(r"\{#.*?#\}|\{%.*?%\}|<(script|style|svg).*?</\1>", re.S)
BLOCK = re.compile(r"</?(p|li|h\d|td|th|dt|dd|div|section|a|button|span|caption|summary|label|title)\b[^>]*>")


def template_texts():
    """(place, words) between the tags of every template."""
    for path in sorted((ROOT / "templates").rglob("*.html")):
        words = re.sub(r"\{\{.*?\}\}", "…", CODE.sub(" ", path.read_text()), flags=re.S)
        for piece in re.split(r"<[^>]*>", BLOCK.sub("<>", words)):
            if piece.strip():
                yield path.name, " ".join(piece.split())


def python_texts():
    """(place, words) of everything that goes through gettext."""
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if not {"tests", "migrations"} & set(path.parts):
                yield from ((f"{app}/{path.name}", text) for text in said_in(ast.parse(path.read_text())))


def said_in(tree):
    admin = {id(word.value) for word in ast.walk(tree) if isinstance(word, ast.keyword) and word.arg in NOT_FOR_USERS}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and {getattr(t, "id", "") for t in node.targets} & NOT_FOR_USERS:
            admin.add(id(node.value))
    for node in ast.walk(tree):
        name = getattr(getattr(node, "func", None), "id", "")
        if isinstance(node, ast.Call) and name in GETTEXT and id(node) not in admin:
            yield from (a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str))


def sentences(text):
    return (one for one in re.split(r"(?<=[.?!:])\s+|\n+", text) if one)


@pytest.mark.parametrize("texts", [template_texts, python_texts])
def test_words_that_hurt_or_that_nobody_understands_are_never_used(texts):
    assert [(place, found[0]) for place, words in texts() if (found := NEVER.search(words))] == []


@pytest.mark.parametrize("texts", [template_texts, python_texts])
def test_sentences_are_short(texts):
    assert [(place, one) for place, words in texts() for one in sentences(words) if len(one.split()) > MOST_WORDS] == []


@pytest.mark.django_db
def test_a_volunteer_has_nothing_to_search_with_and_a_guessed_filter_changes_nothing(wereld, now):
    with time_machine.travel(now, tick=False):
        wereld.report(0, now=now, inhoud={"straat": "Elzenpad", "huisnummer": "12"})
        guesses = ["q=Elzenpad", "straat=Elzenpad", "nummer=9999-9999", "soort=niet_pluis", "wie=1"]
        for reader in (wereld.melder, wereld.coordinator):
            client = signed_in(reader)
            for url in (
                reverse("opvolging:mijn"),
                reverse("opvolging:thuis"),
                reverse("opvolging:team", args=[wereld.team.pk]),
            ):
                plain = words_of(client, url)
                assert 'type="search"' not in plain and 'method="get"' not in plain
                assert [guess for guess in guesses if words_of(client, f"{url}?{guess}") != plain] == []


def words_of(client, url):
    """The page without what is new at every visit."""
    page = text_of(client.get(url))
    return re.sub(r'(name="csrfmiddlewaretoken" value|next)="?[^"]*"', "", page)
