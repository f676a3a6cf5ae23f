"""Rows of a page as a file that a spreadsheet opens: CSV in UTF-8, as a Dutch one reads it."""

import csv

from django.http import HttpResponse

from buurtpreventie.ui.text import clean_line

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet runs a cell that begins so
BOM = "\ufeff"  # without it a spreadsheet guesses the letters wrong


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
