"""Rows of a page as a file that a spreadsheet opens: CSV in UTF-8, as a Dutch one reads it, or a workbook (XLSX).

A table (``kop``, ``kolommen``, ``rijen`` of cells with ``tekst``, ``waarde`` and ``soort``, and ``noten``) comes out
with the cells that its page shows. Words are written as words: nothing that somebody typed is ever a formula.
"""

import csv
import io
import re

import xlsxwriter
from django.http import HttpResponse

from buurtpreventie.ui.text import clean_line

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet runs a cell that begins so
BOM = "\ufeff"  # without it a spreadsheet guesses the letters wrong
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PLAIN = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
SHAPES = {  # (kind of number, whether it is read with a comma)
    ("cijfer", False): "#,##0",
    ("cijfer", True): "#,##0.0",
    ("procent", False): '0" %"',
    ("procent", True): '0.0" %"',
}
NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")  # of a sheet
NAME, CELL, WIDEST = 31, 32_767, 60  # letters: of a sheet's name, of a cell, of a column


def csv_response(naam, header, rows):
    """A download: columns named on the first line, semicolons between, a comma in 12,5, and no cell that runs."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{naam}.csv"'
    response.write(BOM)
    writer = csv.writer(response, delimiter=";", lineterminator="\r\n")
    writer.writerow(cell(value) for value in header)
    writer.writerows([cell(value) for value in row] for row in rows)
    return response


def cell(value):
    """Numbers stay numbers; words that begin like a formula get an apostrophe."""
    if isinstance(value, float):
        return f"{value:.1f}".replace(".", ",")
    if isinstance(value, int):
        return str(value)
    text = str(value)
    return f"'{clean_line(text)}" if text.lstrip(" ").startswith(FORMULA) else clean_line(text)


def table_csv(tabel):
    """A table as a download, its notes on lines of their own under it."""
    notes = [[note] for note in tabel.noten]
    rows = [[cel.tekst for cel in row] for row in tabel.rijen]
    return csv_response(tabel.naam, tabel.kolommen, [*rows, *([[]] if notes else []), *notes])


def xlsx_response(naam, tabellen):
    """Tables as a workbook, a sheet each: numbers one can count on, every word a word."""
    response = HttpResponse(workbook_of(tabellen), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{naam}.xlsx"'
    return response


def workbook_of(tabellen):
    """The bytes of that workbook."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, PLAIN) as book:
        styles = {kind: book.add_format({"num_format": shape}) for kind, shape in SHAPES.items()}
        styles["kop"] = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        names = set()
        for tabel in tabellen:
            _sheet(book.add_worksheet(_sheet_name(tabel.kop, names)), tabel, styles)
    return file.getvalue()


def _sheet(sheet, tabel, styles):
    for column, kop in enumerate(tabel.kolommen):
        sheet.write_string(0, column, _words(kop), styles["kop"])
        sheet.set_column(column, column, _width(tabel, column))
    for line, row in enumerate(tabel.rijen, start=1):
        for column, cel in enumerate(row):
            _write(sheet, line, column, cel, styles)
    for line, note in enumerate(tabel.noten, start=len(tabel.rijen) + 2):
        sheet.write_string(line, 0, _words(note))
    sheet.freeze_panes(1, 0)


def _write(sheet, line, column, cel, styles):
    """A number when it reads as that number; what says more than a number ("ten hoogste 9") stays words."""
    shape = styles.get((cel.soort, "," in cel.tekst))
    if cel.waarde is None or shape is None or not cel.tekst[:1].isdecimal():
        sheet.write_string(line, column, _words(cel.tekst))
    else:
        sheet.write_number(line, column, cel.waarde, shape)


def _words(value):
    return clean_line(str(value))[:CELL]


def _width(tabel, column):
    return min(
        max(len(str(one)) for one in (tabel.kolommen[column], *(row[column].tekst for row in tabel.rijen))), WIDEST
    )


def _sheet_name(kop, taken):
    """Short, without signs that a sheet may not have, and once in this workbook."""
    base = NOT_IN_A_NAME.sub(" ", _words(kop)).strip()[:NAME].strip() or "Blad"
    name, number = base, 1
    while name.casefold() in taken or name.casefold() == "history":
        number += 1
        name = f"{base[: NAME - 4].strip()} {number}"
    taken.add(name.casefold())
    return name
