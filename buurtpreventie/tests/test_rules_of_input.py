"""What no file of the house may hold: ways around escaping, the form token and counting (veiligheid 10 and 16)."""

import ast
import re

import pytest

from buurtpreventie.tests.test_floors import ROOT, name_of, project_files

AROUND_ESCAPING = re.compile(r"\|\s*safe\b|\bsafeseq\b|autoescape\s+off|mark_safe\(|SafeString\(|__html__")
OUR_OWN_ICONS = "buurtpreventie/ui/templatetags/nlds.py"  # constants of ours, and format_html around them
AROUND_THE_TOKEN = re.compile(r"csrf_exempt|StreamingHttpResponse|FileResponse|\.extra\(|RawSQL\(|\.raw\(")
ONE_WRITER_OF_TABLES = {
    "csv.writer": "buurtpreventie/ui/spreadsheets.py",
    "xlsxwriter": "buurtpreventie/ui/spreadsheets.py",
}
HANDLERS = "abort|blur|change|click|error|focus|input|key[a-z]+|load|mouse[a-z]+|pointer[a-z]+|submit|touch[a-z]+"
INLINE = re.compile(rf"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son({HANDLERS})=|javascript:", re.IGNORECASE)
COUNTED = {"foute_codes", "pogingen"}
PAPERS = ROOT / "templates/documents"  # drawn to PDF, by a process that runs no script


def templates():
    """Every template of the house."""
    return sorted(path for path in (ROOT / "templates").rglob("*") if path.is_file())


def lines_with(pattern, paths):
    """ "file:line" of every line that the pattern fits."""
    return [
        f"{name_of(path)}:{number}"
        for path in paths
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if pattern.search(line)
    ]


def test_nothing_is_drawn_without_being_escaped():
    found = lines_with(AROUND_ESCAPING, [*project_files(), *templates()])
    assert {line.partition(":")[0] for line in found} == {OUR_OWN_ICONS}
    assert len(found) == 1


def test_no_page_is_without_the_form_token_nor_outside_its_transaction_nor_writes_sql_by_hand_in_a_queryset():
    assert lines_with(AROUND_THE_TOKEN, project_files()) == []


@pytest.mark.parametrize("writer", ONE_WRITER_OF_TABLES)
def test_every_table_to_take_along_is_written_by_the_room_that_disarms_formulas(writer):
    found = lines_with(re.compile(rf"\b{re.escape(writer)}\b"), project_files())
    assert {line.partition(":")[0] for line in found} == {ONE_WRITER_OF_TABLES[writer]}


def test_no_template_of_a_page_holds_a_script_a_style_or_a_handler():
    pages = [path for path in templates() if path.parent != PAPERS]
    assert lines_with(INLINE, pages) == []


def functions():
    """(file, function) of every function of the house."""
    for path in project_files():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef):
                yield path, node


def counts_a_guess(node):
    """The line on which a wrong guess is counted, or None."""
    for part in ast.walk(node):
        if isinstance(part, ast.Attribute) and part.attr in COUNTED and isinstance(part.ctx, ast.Store):
            return part.lineno
        if isinstance(part, ast.keyword) and part.arg in COUNTED and "F(" in ast.unparse(part.value):
            return part.value.lineno
    return None


def test_what_counts_a_wrong_guess_says_so_and_raises_nothing_that_would_undo_it():
    counting, raising = set(), []
    for path, node in functions():
        line = counts_a_guess(node)
        if line is None:
            continue
        counting.add(f"{name_of(path)}:{node.name}")
        raises = [part.lineno for part in ast.walk(node) if isinstance(part, ast.Raise) and part.lineno > line]
        raising += [f"{name_of(path)}:{node.name}" for _line in raises]
    assert raising == []
    assert {"opvolging/actions/access.py:use_code"} <= counting
    assert any(name.startswith("buurtpreventie/accounts/actions/codes.py") for name in counting)
