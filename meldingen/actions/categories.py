"""The start categories: our own list, copied for each gemeente, that then makes it its own (E013)."""

import json
from pathlib import Path

from django.db import transaction

from meldingen.models import Categorie

START = Path(__file__).resolve().parent.parent / "categorieen.json"


@transaction.atomic
def copy_categorieen(gemeente):
    """Give this gemeente every start category it does not have yet; what it has stays as it is. Gives their number."""
    present = set(Categorie.objects.filter(gemeente=gemeente).values_list("code", flat=True))
    new = [Categorie(gemeente=gemeente, **row) for row in start_categorieen() if row["code"] not in present]
    return len(Categorie.objects.bulk_create(new, ignore_conflicts=True))


def start_categorieen():
    """The rows of the file, with the names of the fields of Categorie."""
    return json.loads(START.read_text(encoding="utf-8"))
