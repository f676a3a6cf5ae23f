"""What changed between two versions of a questionnaire, in words, and what is not right yet in a draft (E206)."""

from dataclasses import dataclass, field

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluaties.answers import ONLEESBAAR, condition_in_words, questions_of
from evaluaties.models import VraagType

MOST_REQUIRED = 12  # E204: four minutes
LONGEST_CODE = 24
NEW, GONE, CHANGED, MOVED = "nieuw", "weg", "anders", "verplaatst"


@dataclass(frozen=True)
class Regel:
    """One thing that differs: what it is, what it was and what it became."""

    wat: str
    van: str
    naar: str


@dataclass(frozen=True)
class Verschil:
    """One question (or the top of the form) that differs; ``soort`` is nieuw, weg, anders or verplaatst."""

    soort: str
    tekst: str
    regels: list = field(default_factory=list)

    @property
    def badge(self):
        """What happened to it, in a word."""
        return {NEW: _("Nieuw"), GONE: _("Weg"), CHANGED: _("Anders"), MOVED: _("Andere plaats")}[self.soort]


def facts_of(vraag):
    """What one reads of a question, by the name of it."""
    return {
        _("vraag"): vraag.tekst,
        _("uitleg"): vraag.hulp,
        _("soort antwoord"): str(vraag.get_type_display()),
        _("antwoorden"): ", ".join(one["tekst"] for one in vraag.opties),
        _("voor"): ", ".join(one["tekst"] for one in vraag.per),
        _("schaal"): scale_in_words(vraag),
        _("verplicht"): _("ja") if vraag.verplicht else _("nee"),
        _("wanneer"): condition_in_words(vraag),
    }


def scale_in_words(vraag):
    """ "1 = slecht tot 5 = uitstekend"; "" for what is no scale."""
    if vraag.laagste is None:
        return ""
    low, high = (
        f"{number} = {word}" if word else str(number)
        for number, word in ((vraag.laagste, vraag.links), (vraag.hoogste, vraag.rechts))
    )
    return _("%(laagste)s tot %(hoogste)s") % {"laagste": low, "hoogste": high}


def changes_between(old, old_vragen, new, new_vragen):
    """Every difference that somebody who fills it in could see, in the order of the new version."""
    tops = _lines(top_of(old), top_of(new))
    found = [Verschil(CHANGED, _("Boven het formulier"), tops)] if tops else []
    before = {vraag.code: vraag for vraag in old_vragen}
    moved = _moved([v.code for v in old_vragen], [v.code for v in new_vragen])
    for vraag in new_vragen:
        found += _change_of(before.pop(vraag.code, None), vraag, vraag.code in moved)
    return found + [Verschil(GONE, vraag.tekst) for vraag in before.values()]


def top_of(versie):
    """What stands above the questions."""
    minuten = ngettext("%(n)s minuut", "%(n)s minuten", versie.minuten) % {"n": versie.minuten}
    return {_("inleiding"): versie.inleiding, _("hoe lang het duurt"): minuten}


def _change_of(old, new, is_moved):
    if old is None:
        return [Verschil(NEW, new.tekst, _lines({}, {k: v for k, v in facts_of(new).items() if v != new.tekst}))]
    lines = _lines(facts_of(old), facts_of(new))
    if lines:
        return [Verschil(CHANGED, new.tekst, lines)]
    return [Verschil(MOVED, new.tekst)] if is_moved else []


def _lines(before, after):
    return [Regel(wat, before.get(wat, ""), naar) for wat, naar in after.items() if before.get(wat, "") != naar]


def _moved(old, new):
    """Codes that stand in another place among those that both have: the fewest that explain it."""
    both = [code for code in new if code in old]
    place = {code: n for n, code in enumerate(code for code in old if code in new)}
    stays, ends = [], {}
    for code in both:  # the longest row that kept its order
        best = max((ends[other] for other in stays if place[other] < place[code]), key=len, default=[])
        ends[code] = [*best, code]
        stays.append(code)
    longest = max(ends.values(), key=len, default=[])
    return set(both) - set(longest)


def options_from(texts, old, used):
    """Options with their codes: a text that stays keeps its code; another text gets one that was never used.

    ``old`` and ``used`` are lists of options: of this question now, and of every version it stood in.
    """
    known = {_same(one["tekst"]): one["code"] for one in [*used, *old]}
    taken = {one["code"] for one in [*used, *old]} | {ONLEESBAAR}
    options = []
    for text in texts:
        code = known.get(_same(text))
        if code is None or code in {one["code"] for one in options}:
            code = _free_code(text, taken)
        taken.add(code)
        options.append({"code": code, "tekst": text})
    return options


def _same(text):
    return " ".join(text.casefold().split()).rstrip(".!?")


def _free_code(text, taken):
    stem = slugify(text).replace("-", "_")[: LONGEST_CODE - 4].strip("_") or "keuze"
    code, n = stem, 1
    while code in taken:
        n += 1
        code = f"{stem}_{n}"
    return code


def broken_conditions(vragen):
    """Sentences about questions that depend on an answer nobody can give before them."""
    seen, found = {}, []
    for vraag in vragen:
        if vraag.als_vraag_id and not _condition_is_possible(vraag, seen):
            words = _("De vraag “%(vraag)s” hangt af van “%(eerder)s”. Verander eerst wanneer u die vraag stelt.")
            found.append(words % {"vraag": vraag.tekst, "eerder": vraag.als_vraag.tekst})
        seen[vraag.pk] = vraag
    return found


def _condition_is_possible(vraag, seen):
    source = seen.get(vraag.als_vraag_id)
    return source is not None and not set(vraag.als_waarden) - {code for code, _tekst in possible_answers(source)}


def possible_answers(vraag):
    """(value, words) of the answers on which another question can depend: choices and scales, asked for one thing."""
    if vraag.per:
        return []
    if vraag.opties:
        return [(one["code"], one["tekst"]) for one in vraag.opties]
    if vraag.type in (VraagType.SCHAAL, VraagType.RAPPORTCIJFER):
        return [(number, str(number)) for number in range(vraag.laagste, vraag.hoogste + 1)]
    return []


def not_ready(versie, vragen, changes):
    """Sentences about what must still be done before this draft can be adopted."""
    found = broken_conditions(vragen)
    if not any(vraag.type != VraagType.UITLEG for vraag in vragen):
        found.append(_("Er staat nog geen vraag in. Voeg ten minste één vraag toe."))
    if not versie.verschil and versie.nummer > 1:
        found.append(
            _("Schrijf op wat er anders is dan bij het vorige formulier. Mensen lezen dat voordat zij beginnen.")
        )
    if not changes:
        found.append(_("Er is nog niets anders dan in de versie die u nu gebruikt."))
    return found


def too_many(vragen):
    """How many questions must be answered, when that is more than people keep up; else 0."""
    n = sum(vraag.verplicht for vraag in vragen)
    return n if n > MOST_REQUIRED else 0


def top_words(versie):
    """What stands there, for who read it before."""
    return {"inleiding": versie.inleiding, "verschil": versie.verschil, "minuten": str(versie.minuten)}


def question_words(vraag):
    """What one read of a question, as words by name."""
    return {
        "tekst": vraag.tekst,
        "hulp": vraag.hulp,
        "type": str(vraag.get_type_display()),
        "opties": "\n".join(one["tekst"] for one in vraag.opties),
        "per": "\n".join(one["tekst"] for one in vraag.per),
        "schaal": f"{vraag.laagste}-{vraag.hoogste} {vraag.links} {vraag.rechts}",
        "verplicht": _("ja") if vraag.verplicht else _("nee"),
        "indicator": vraag.indicator,
        "als": f"{vraag.als_vraag_id}: {vraag.als_waarden}",
    }


def all_words(versie):
    """The whole draft, for who is about to adopt it."""
    rows = {vraag.code: question_words(vraag) | {"volgorde": vraag.volgorde} for vraag in questions_of(versie)}
    return {"vragen": rows} | top_words(versie)
