"""The chapter about who answered: how many people it was about, how many answered, and by which way (E202)."""

from django.utils.translation import gettext as _

from evaluaties.documents.verslag import Deel, Hoofdstuk
from evaluaties.figures.respons import reasons_table, response_table


def response_chapter(afnames, others=()) -> Hoofdstuk:
    """A table of these runs (``others`` in one line), and why people did not answer as coordinators said."""
    kop = _("Wie deden mee")
    tabellen = [tabel for tabel in (response_table(afnames, others), reasons_table(afnames)) if tabel.rijen]
    if not tabellen:
        return Hoofdstuk(kop, alineas=(_("Er is geen formulier gevraagd."),))
    return Hoofdstuk(kop, delen=tuple(Deel(tabel.kop, tabel=tabel) for tabel in tabellen))
