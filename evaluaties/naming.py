"""What in somebody's own words may point at a person or a place: names that the house knows, numbers and addresses.

It finds what to look at and decides nothing: a person does (E216). Marking too much costs one look.
"""

import re
import unicodedata
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from buurtpreventie.accounts.models import Gebruiker
from teams.models import Buurt, Gemeente, Partner, Straat, Team, Wijk
from trainingen.models import Inschrijving

PLAATS, STRAAT, TEAM, PARTNER = _("plaats"), _("straat"), _("team"), _("organisatie")
NAAM, GETAL, ADRES = _("naam"), _("getal"), _("e-mail of website")
WORD = re.compile(r"[^\W\d_]+")
WRITTEN = re.compile(
    r"(?P<adres>\S+@\S+|(?:https?://|www\.)\S+)"
    r"|\b\d{4}\s?[A-Za-z]{2}\b|\+?\d[\d\s./-]*\d[a-zA-Z]?\b|\d+[a-zA-Z]?"  # a postcode, a telephone, a number
)
BETWEEN = "van de der den het ten ter te in op aan bij la le el al ben bin von und en of t s"
GENERIC = """
team teams buurt wijk straat buurtpreventie buurtpreventieteam buurtteam wijkteam gemeente dorp stad centrum noord zuid
oost west midden kern nieuw oud groot klein gast gasten onbekend politie brandweer huisarts zorg
"""
IN_NAMES = frozenset(BETWEEN.split())  # parts of names that are ordinary words
ORDINARY = IN_NAMES | frozenset(GENERIC.split())
SHORT = 2  # letters: a name this short must be written with its capital
LONG_ENOUGH = 6  # letters: a word of the name of a place that is enough by itself


@dataclass(frozen=True)
class Treffer:
    """A piece of a text that may point at somebody or something."""

    van: int
    tot: int
    soort: str


def plain(word):
    """Without accents and capitals: "Zoë" is "zoe"."""
    letters = unicodedata.normalize("NFKD", word)
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold()


def words_of(text):
    """(word, begin, end) of each word."""
    return [(plain(found[0]), found.start(), found.end()) for found in WORD.finditer(text)]


# --- which names ------------------------------------------------------------------------------------


def known_names(gemeente_ids):
    """{words of a name: what it is} of the places, teams, organisations and people of these gemeenten."""
    found = {}
    for soort, names in _names(gemeente_ids):
        for name in names:
            for key in _ways_to_write(name, soort):
                found.setdefault(key, soort)
    return found


def _names(gemeente_ids):
    people = Q(lidmaatschappen__team__gemeente__in=gemeente_ids) | Q(aanstellingen__gemeente__in=gemeente_ids)
    here = {"gemeente__in": gemeente_ids}
    yield STRAAT, Straat.objects.filter(buurt__gemeente__in=gemeente_ids).values_list("naam", flat=True)
    yield PLAATS, Gemeente.objects.filter(pk__in=gemeente_ids).values_list("naam", flat=True)
    yield PLAATS, Wijk.objects.filter(**here).values_list("naam", flat=True)
    yield PLAATS, Buurt.objects.filter(**here).values_list("naam", flat=True)
    yield TEAM, Team.objects.filter(**here).values_list("naam", flat=True)
    yield PARTNER, Partner.objects.filter(**here).values_list("naam", flat=True)
    yield NAAM, Gebruiker.objects.filter(people).distinct().values_list("naam", flat=True)
    guests = Inschrijving.objects.filter(sessie__gemeente__in=gemeente_ids).exclude(gast_naam="")
    yield NAAM, guests.distinct().values_list("gast_naam", flat=True)


def _ways_to_write(name, soort):
    """The whole name; of a person each word of it, of a place or a team each word that is not an ordinary one."""
    words = tuple(word for word, _begin, _end in words_of(name))
    if words and (len(words) > 1 or words[0] not in ORDINARY):
        yield words
    for word in words:
        if (
            soort == NAAM
            and word not in IN_NAMES
            or soort != NAAM
            and len(word) >= LONG_ENOUGH
            and word not in ORDINARY
        ):
            yield (word,)


# --- finding them -----------------------------------------------------------------------------------


def found_in(text, names):
    """What to look at in this text, in its order; pieces never overlap, and the longest wins."""
    hits = [*_written(text), *_named(text, names)]
    taken, kept = -1, []
    for hit in sorted(hits, key=lambda one: (one.van, -one.tot)):
        if hit.van >= taken:
            kept.append(hit)
            taken = hit.tot
    return kept


def _written(text):
    for found in WRITTEN.finditer(text):
        yield Treffer(found.start(), found.end(), ADRES if found["adres"] else GETAL)


def _named(text, names):
    words, longest = words_of(text), max(map(len, names), default=0)
    for first in range(len(words)):
        for last in range(min(first + longest, len(words)), first, -1):
            soort = _soort(tuple(word for word, _begin, _end in words[first:last]), names)
            begin, end = words[first][1], words[last - 1][2]
            if soort and not _too_short(text[begin:end]):
                yield Treffer(begin, end, soort)
                break


def _soort(words, names):
    """What this name is, also written with an s behind it: "Jans fiets"."""
    return names.get(words) or names.get((*words[:-1], words[-1].removesuffix("s")))


def _too_short(written):
    """A name of two letters counts only with its capital: "Bo", but not "bo"."""
    return len(written) <= SHORT and not written[0].isupper()


# --- shown ------------------------------------------------------------------------------------------


def in_pieces(text, hits):
    """(piece, what it may be) of the whole text; the second is empty between what was found."""
    at, pieces = 0, []
    for hit in hits:
        pieces += [(text[at : hit.van], ""), (text[hit.van : hit.tot], hit.soort)]
        at = hit.tot
    return [piece for piece in [*pieces, (text[at:], "")] if piece[0]]


def marked(text, hits):
    """The text with brackets around what was found: who reads it takes them away, with what they hold or without."""
    return "".join(f"[{piece}]" if soort else piece for piece, soort in in_pieces(text, hits))
