"""What people wrote, as a person let it through (E216): stands apart from every number."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from evaluaties.figures.tables import Tabel, tekst
from evaluaties.models import Vraag


@dataclass(frozen=True)
class Woorden:
    """The readable answers to one open question."""

    vraag: Vraag
    teksten: tuple[str, ...]


def words_of(rows) -> list[Woorden]:
    """Of these open answers those that may be read, per question: one query. Their order says nothing."""
    found = {}
    rows = rows.readable().defer("tekst").select_related("vraag__versie__vragenlijst")
    for row in rows.order_by("vraag__versie__vragenlijst", "vraag__versie", "vraag__volgorde", "pk"):
        found.setdefault(row.vraag, []).append(row.vrije_tekst)
    return [Woorden(vraag, tuple(teksten)) for vraag, teksten in found.items()]


def words_table(woorden: list[Woorden]) -> Tabel:
    """A line per answer."""
    rows = [(tekst(one.vraag.tekst), tekst(text)) for one in woorden for text in one.teksten]
    columns = (_("Vraag"), _("Wat mensen schreven"))
    return Tabel("woorden", _("Wat mensen schreven"), columns, tuple(rows))
