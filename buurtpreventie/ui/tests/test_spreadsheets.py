"""A download opens with the right letters and numbers, and runs nothing."""

import csv
import io

import pytest

from buurtpreventie.ui.spreadsheets import cell, csv_response


def test_it_says_what_it_is_and_reads_back_as_it_was():
    response = csv_response("rondes", ["Team", "Rondes", "Uren"], [["Zuid; “oost”", 3, 12.5], ["Één\nteam", 0, 0.0]])

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="rondes.csv"'
    assert response.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert rows == [["Team", "Rondes", "Uren"], ["Zuid; “oost”", "3", "12,5"], ["Één team", "0", "0,0"]]


@pytest.mark.parametrize("evil", ["=1+1", "+31", "-2", "@SUM(A1)", "\t=1", "\r=1", "  =HYPERLINK(1)"])
def test_words_that_would_run_become_words(evil):
    assert cell(evil).startswith("'")


@pytest.mark.parametrize(("value", "text"), [(-2, "-2"), (-1.5, "-1,5"), ("Team - Zuid", "Team - Zuid"), ("", "")])
def test_what_runs_nothing_stays_as_it_is(value, text):
    assert cell(value) == text
