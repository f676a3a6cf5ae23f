"""A workbook holds the cells of the page: numbers as numbers, and words that never run."""

import io
import zipfile
from dataclasses import dataclass
from decimal import Decimal
from xml.etree import ElementTree

from buurtpreventie.ui.spreadsheets import BOM, table_csv, workbook_of, xlsx_response

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@dataclass(frozen=True)
class Cel:
    tekst: str
    waarde: int | Decimal | None = None
    soort: str = "tekst"


@dataclass(frozen=True)
class Tabel:
    naam: str
    kop: str
    kolommen: tuple
    rijen: tuple
    noten: tuple = ()


def table(*rows, kop="Uitkomsten", noten=()):
    return Tabel("uitkomsten", kop, ("Antwoord", "Aantal"), rows, noten)


def sheets(content):
    """{name of a sheet: {place: (kind, what stands there)}}; kind is "s" for words and None for a number."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        words = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
        shared = ["".join(node.itertext()) for node in words]
        names = [node.get("name") for node in ElementTree.fromstring(book.read("xl/workbook.xml")).iter(f"{MAIN}sheet")]
        found = {}
        for number, name in enumerate(names, start=1):
            raw = book.read(f"xl/worksheets/sheet{number}.xml")
            assert b"<f>" not in raw and b"hyperlink" not in raw
            cells = ElementTree.fromstring(raw).iter(f"{MAIN}c")
            found[name] = {cell.get("r"): (cell.get("t"), cell.find(f"{MAIN}v").text) for cell in cells}
    return {
        name: {place: (kind, shared[int(value)] if kind == "s" else value) for place, (kind, value) in cells.items()}
        for name, cells in found.items()
    }


def test_numbers_are_numbers_and_a_dash_or_an_upper_bound_is_words():
    rows = (
        (Cel("Ja"), Cel("71", 71, "cijfer")),
        (Cel("Gemiddeld"), Cel("3,9", Decimal("3.9"), "cijfer")),
        (Cel("Nee"), Cel("–")),
        (Cel("Cijfer"), Cel("ten hoogste 9", 9, "cijfer")),
    )
    (cells,) = sheets(workbook_of([table(*rows, noten=("Peildatum 14 oktober 2026.",))])).values()
    assert [cells[place] for place in ("A1", "B1", "A2", "B2", "B3", "B4", "B5")] == [
        ("s", "Antwoord"),
        ("s", "Aantal"),
        ("s", "Ja"),
        (None, "71"),
        (None, "3.9"),
        ("s", "–"),
        ("s", "ten hoogste 9"),
    ]
    assert cells["A7"] == ("s", "Peildatum 14 oktober 2026.")


def test_what_somebody_typed_is_never_a_formula_nor_a_link():
    typed = [
        "=1+1",
        "+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(A1)",
        "{=A1}",
        "https://example.nl",
        "12",
        "\t=1",
        "a\x00\x08b",
    ]
    (cells,) = sheets(workbook_of([table(*((Cel(one), Cel("")) for one in typed))])).values()
    assert [cells[f"A{line}"] for line in range(2, 2 + len(typed))] == [("s", one) for one in [*typed[:-1], "ab"]]


def test_sheets_have_names_that_a_workbook_takes_each_once():
    long = "Hebt u iets bijgeleerd over het bespreken van uw gevoel?"
    row = (Cel("Ja"), Cel("1", 1, "cijfer"))
    names = list(sheets(workbook_of([table(row, kop=kop) for kop in (long, long, "a/b:c*?[d]", "", "History")])))
    assert names == [
        "Hebt u iets bijgeleerd over het",
        "Hebt u iets bijgeleerd over 2",
        "a b c   d",
        "Blad",
        "History 2",
    ]


def test_the_download_says_what_it_is():
    response = xlsx_response("uitkomsten", [table((Cel("Ja"), Cel("1", 1, "cijfer")))])
    assert response["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert response["Content-Disposition"] == 'attachment; filename="uitkomsten.xlsx"'


def test_a_table_as_csv_has_the_cells_of_the_page_and_its_notes_below():
    rows = ((Cel("Ja"), Cel("90 %", 90, "procent")), (Cel("=1+1"), Cel("–")))
    response = table_csv(table(*rows, noten=("Kleine groep, lees met zorg.",)))
    assert response.content.decode() == (
        f"{BOM}Antwoord;Aantal\r\nJa;90 %\r\n'=1+1;–\r\n\r\nKleine groep, lees met zorg.\r\n"
    )
