"""What an answer to a question may be, and how one reads it: pure, the same for phone, paper and pages (E199)."""

import re
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from buurtpreventie.ui import dates
from buurtpreventie.ui.text import clean_line, clean_text
from evaluaties.models import IN_WORDS, Vraag, VraagType

ONLEESBAAR = "onleesbaar"  # a paper form with two crosses; a value like any other
WORDS = 1000
LARGEST = 1_000_000
DIGITS = re.compile(r"[0-9]{1,9}")
CLOCK = re.compile(r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])")
ALONE = ("geen van", "niets van")


def questions_of(versie):
    """The questions of a version in their order, each with the question of its condition; one query."""
    vragen = list(Vraag.objects.filter(versie=versie).order_by("volgorde"))
    by_pk = {vraag.pk: vraag for vraag in vragen}
    for vraag in vragen:
        vraag.als_vraag = by_pk.get(vraag.als_vraag_id)
    return vragen


def holds(vraag, antwoorden):
    """Whether this question is asked, going by what was answered before; ``onleesbaar`` meets no condition."""
    if vraag.als_vraag_id is None:
        return True
    given = [antwoorden[key] for key in vraag.als_vraag.sleutels if key in antwoorden]
    values = [one for value in given for one in (value if isinstance(value, list) else [value])]
    return any(value in vraag.als_waarden for value in values)


def is_alone(optie):
    """A choice that goes with no other: "Geen van deze"."""
    return optie["code"] == "geen" or optie["tekst"].lower().startswith(ALONE)


def clean_value(vraag, sub, raw, *, papier=False):
    """What was answered, as it is kept; None when nothing was. ValidationError with a sentence for the person.

    ``sub`` is one of ``vraag.per`` or None; ``raw`` a text or a list of texts; ``papier`` also knows "onleesbaar".
    """
    if isinstance(raw, list | tuple) and vraag.type != VraagType.MEERKEUZE:
        raw = raw[-1] if raw else ""
    if vraag.type == VraagType.MEERKEUZE:
        return _several(vraag, raw, papier)
    text = ("" if raw is None else clean_text(str(raw))).strip()
    if not text or vraag.type == VraagType.UITLEG:
        return None
    if papier and text.lower() in (ONLEESBAAR, "?") and vraag.type not in IN_WORDS:
        return ONLEESBAAR
    return CLEANERS[vraag.type](vraag, text)


def _several(vraag, raw, papier):
    texts = [raw] if isinstance(raw, str) else list(raw or [])
    wanted = {text for one in texts if (text := clean_line(str(one)).strip())}
    if papier and ONLEESBAAR in wanted:
        return _unreadable_alone(wanted)
    codes = [optie["code"] for optie in vraag.opties if optie["code"] in wanted]
    if len(codes) < len(wanted):
        words, on_paper = _("Kies een antwoord uit de lijst."), _("Typ alleen nummers van hokjes, bijvoorbeeld: 1 3.")
        raise ValidationError(on_paper if papier else words)
    alone = [optie["tekst"] for optie in vraag.opties if optie["code"] in codes and is_alone(optie)]
    if alone and len(codes) > 1:
        raise ValidationError(_not_both(alone[0], papier))
    return codes or None


def _unreadable_alone(wanted):
    if len(wanted) > 1:
        raise ValidationError(_("U koos “Niet te lezen” en ook een antwoord. Kies een van de twee."))
    return ONLEESBAAR


def _not_both(tekst, papier):
    words = _("U koos “%(alleen)s” en ook iets anders. Dat kan niet samen. Haal een van de twee weg.")
    on_paper = _("U koos “%(alleen)s” en ook iets anders. Staat het zo op papier? Kies dan “Niet te lezen”.")
    return (on_paper if papier else words) % {"alleen": tekst}


def _choice(vraag, text):
    if text not in [optie["code"] for optie in vraag.opties]:
        raise ValidationError(_("Kies een antwoord uit de lijst."))
    return text


def _between(lowest, highest):
    def clean(vraag, text):
        first = vraag.laagste if lowest is None else lowest
        last = vraag.hoogste if highest is None else highest
        if not DIGITS.fullmatch(text) or not first <= int(text) <= last:
            words = _("Vul een heel getal in van %(laagste)s tot en met %(hoogste)s.")
            raise ValidationError(words % {"laagste": first, "hoogste": last})
        return int(text)

    return clean


def _amount(vraag, text):
    if not DIGITS.fullmatch(text) or int(text) > LARGEST:
        raise ValidationError(_("Vul een heel getal in. Gebruik geen letters. Bijvoorbeeld: 12."))
    return int(text)


def _short(vraag, text):
    return _words(vraag, clean_line(text))


def _words(vraag, text):
    if len(text) > WORDS:
        words = _("Gebruik hooguit %(hooguit)s tekens. U hebt er nu %(nu)s.")
        raise ValidationError(words % {"hooguit": WORDS, "nu": len(text)})
    return text


def _day(vraag, text):
    for way in ("%Y-%m-%d", "%d-%m-%Y"):
        try:
            day = datetime.strptime(text[:20], way).date()
        except ValueError:
            continue
        if 1900 <= day.year <= 2100:
            return day.isoformat()
    raise ValidationError(_("Vul een datum in. Bijvoorbeeld: 17-11-2026."))


def _moment(vraag, text):
    match = CLOCK.fullmatch(text)
    if not match:
        raise ValidationError(_("Vul een tijd in. Bijvoorbeeld: 21:40."))
    return f"{int(match[1]):02}:{match[2]}"


def _tick(vraag, text):
    if text.lower() in ("false", "0", "off"):
        return None
    return True


CLEANERS = {
    VraagType.KORT: _short,
    VraagType.LANG: _words,
    VraagType.JA_NEE: _choice,
    VraagType.KEUZE: _choice,
    VraagType.SCHAAL: _between(None, None),
    VraagType.RAPPORTCIJFER: _between(None, None),
    VraagType.AANTAL: _amount,
    VraagType.PROCENT: _between(0, 100),
    VraagType.DATUM: _day,
    VraagType.TIJD: _moment,
    VraagType.BEVESTIGING: _tick,
}


def value_in_words(vraag, value):
    """How a person reads one answer; a code that is no longer in the question stands as it is."""
    if value is None:
        return _("Geen antwoord")
    if value == ONLEESBAAR:
        return _("Niet te lezen")
    if value is True:
        return _("Ja")
    if isinstance(value, list):
        return ", ".join(str(value_in_words(vraag, one)) for one in value)
    if vraag.type == VraagType.PROCENT:
        return f"{value} %"
    if vraag.type == VraagType.DATUM:
        day = date.fromisoformat(value)
        return dates.date_in_words(day, date(day.year - 1, 1, 1))  # always with its year
    texts = {optie["code"]: optie["tekst"] for optie in vraag.opties}
    return str(texts.get(value, value))


def key_in_words(vraag, sub=None):
    """The question, and for which of several things it was asked."""
    return f"{vraag.tekst} {sub['tekst']}" if sub else vraag.tekst


def condition_in_words(vraag):
    """When this question is asked, for who cannot see it come and go; "" when always."""
    if vraag.als_vraag_id is None:
        return ""
    values = _(" of ").join(f"“{value_in_words(vraag.als_vraag, value)}”" for value in vraag.als_waarden)
    words = _("Alleen als u bij “%(vraag)s” %(waarden)s antwoordt.")
    return words % {"vraag": vraag.als_vraag.tekst, "waarden": values}


def answers_in_words(vragen, formulier):
    """(question, answer) of what was filled in, in the order of the form."""
    given = formulier["antwoorden"] | formulier["woorden"]
    asked = [
        (key, vraag, sub) for vraag in vragen for key, sub in zip(vraag.sleutels, vraag.per or [None], strict=True)
    ]
    return [(key_in_words(vraag, sub), value_in_words(vraag, given[key])) for key, vraag, sub in asked if key in given]
