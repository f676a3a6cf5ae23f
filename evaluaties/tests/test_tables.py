"""One rounding and one table for page, file and paper (E206)."""

from decimal import Decimal

import pytest

from evaluaties.figures.rounding import half_up, in_words, mean, percent, percent_in_words
from evaluaties.figures.tables import Cel, Tabel, getal, procent, tekst, with_places


@pytest.mark.parametrize(
    ("part", "whole", "decimals", "words"),
    [
        (71, 79, 0, "90 %"),
        (1, 8, 0, "13 %"),  # 12,5: half goes up, where Python's own round() goes to 12
        (11, 96, 1, "11,5 %"),
        (0, 5, 0, "0 %"),
        (5, 5, 1, "100 %"),
        (3, 0, 0, "–"),
        (1, 200, 0, "1 %"),
    ],
)
def test_a_percentage_rounds_half_up_and_of_nothing_is_a_dash(part, whole, decimals, words):
    assert percent_in_words(percent(part, whole, decimals)) == words


def test_a_mean_has_one_decimal_and_a_whole_one_has_none():
    assert [in_words(mean(*one)) for one in ((308, 79), (72, 9), (68, 10), (5, 2), (1, 0))] == [
        "3,9",
        "8",
        "6,8",
        "2,5",
        "–",
    ]
    assert (half_up(Decimal("2.45"), 1), half_up(2.5)) == (Decimal("2.5"), 3)


def test_large_numbers_are_written_in_dutch():
    assert [in_words(one) for one in (1234, Decimal("1234.5"), 0)] == ["1.234", "1.234,5", "0"]


def test_a_table_knows_its_columns_of_numbers_and_refuses_a_row_that_does_not_fit():
    table = Tabel(
        "n",
        "Kop",
        ("Wat", "Aantal", "Deel"),
        ((tekst("Ja"), getal(3), procent(75)), (tekst("Nee"), getal(None), procent(None))),
    )
    assert table.getalkolommen == {1, 2}
    assert table.met_koppen[0] == (Cel("Ja"), [("Aantal", getal(3)), ("Deel", procent(75))])
    assert [cel.tekst for cel in table.rijen[1]] == ["Nee", "–", "–"]
    with pytest.raises(ValueError, match="3 columns, but a row of 1"):
        Tabel("n", "Kop", ("a", "b", "c"), ((tekst("x"),),))


def test_tables_of_several_places_stand_under_each_other_with_their_notes_once():
    table = Tabel("n", "Kop", ("Wat",), ((tekst("Ja"),),), noten=("Lees met zorg.",))
    both = with_places("alles", "Alles", [("Hier", table), ("Regio", table)])
    assert both.kolommen == ("Waar", "Wat") and both.noten == ("Lees met zorg.",)
    assert [[cel.tekst for cel in row] for row in both.rijen] == [["Hier", "Ja"], ["Regio", "Ja"]]
