"""Where a melding is and what was promised, in the words of who reported it. Pure functions over a passed-in day."""

from django.utils.translation import gettext as _

from buurtpreventie.ui.dates import date_in_words, time_in_words
from meldingen.models import Stand

REACHED = {Stand.ONTVANGEN: 0, Stand.OPGEPAKT: 1, Stand.AANZIEN: 1, Stand.AFGEROND: 2, Stand.BEANTWOORD: 4}
BADGES = {
    Stand.ONTVANGEN: ("neutral", ""),
    Stand.OPGEPAKT: ("info", ""),
    Stand.AANZIEN: ("info", ""),
    Stand.AFGEROND: ("info", ""),
    Stand.BEANTWOORD: ("success", "check"),
    Stand.INGETROKKEN: ("neutral", ""),
}


def badge(melding):
    """Colour, icon and words of where it stands."""
    kleur, icoon = BADGES[Stand(melding.stand)]
    return {"kleur": kleur, "icoon": icoon, "tekst": melding.get_stand_display()}


def timeline(melding, today):
    """The four fixed steps; nothing for what was withdrawn."""
    if melding.stand == Stand.INGETROKKEN:
        return []
    reached = REACHED[Stand(melding.stand)]
    steps = [
        (_("Ontvangen"), melding.gemeld_op, None),
        (_("Opnieuw opgepakt") if melding.keer == 2 else _("Opgepakt"), melding.opgepakt_op, melding.reageren_voor),
        (_("Afgerond"), melding.afgerond_op, None),
        (_("Antwoord"), melding.beantwoord_op, melding.antwoord_voor),
    ]
    return [
        {"soort": _kind(number, reached), "naam": name, "wat": _what(moment if number <= reached else None, due, today)}
        for number, (name, moment, due) in enumerate(steps)
    ]


def _kind(number, reached):
    if number == reached:
        return "nu"
    return "klaar" if number < reached else "straks"


def _what(moment, due, today):
    if moment:
        return f"{date_in_words(moment, today)}, {time_in_words(moment)}"
    return _("uiterlijk %(datum)s") % {"datum": date_in_words(due, today)} if due and due >= today else ""


def promise_lines(melding, today):
    """Both promises as they stand now, kept, moved or broken, without excuses; ``laat`` marks a broken one."""
    if melding.stand == Stand.INGETROKKEN:
        return []
    if melding.stand == Stand.BEANTWOORD:
        return [_answered(melding, today)]
    if melding.stand == Stand.AANZIEN and melding.aanzien_tot >= today:
        return [_watched(melding, today)]
    lines = [_reaction(melding, today)] if melding.reageren_voor else []
    return lines + [_answer(melding, today)]


def _watched(melding, today):
    words = _("Wij kijken het even aan tot %(datum)s. Dan gaan wij verder. U hoort uiterlijk %(uiterlijk)s van ons.")
    facts = {
        "datum": date_in_words(melding.aanzien_tot, today),
        "uiterlijk": date_in_words(melding.antwoord_voor, today),
    }
    return {"laat": False, "tekst": words % facts}


def _reaction(melding, today):
    datum = date_in_words(melding.reageren_voor, today)
    if melding.reageren_voor >= today:
        return {"laat": False, "tekst": _("Uiterlijk %(datum)s hoort u of iemand het oppakt.") % {"datum": datum}}
    words = _("U zou uiterlijk %(datum)s horen of iemand het oppakt. Dat is niet gelukt. Dat ligt niet aan u.")
    return {"laat": True, "tekst": words % {"datum": datum}}


def _answer(melding, today):
    datum, eerst = date_in_words(melding.antwoord_voor, today), date_in_words(melding.eerste_belofte, today)
    if melding.antwoord_voor < today:
        words = _("U zou uiterlijk %(datum)s antwoord krijgen. Dat is niet gelukt. Dat ligt niet aan u.")
        return {"laat": True, "tekst": words % {"datum": datum}}
    if melding.keer == 1 and melding.antwoord_voor > melding.eerste_belofte:
        words = _("Eerst beloofden wij antwoord op %(eerst)s. Dat lukt niet. U hoort nu uiterlijk %(datum)s van ons.")
        return {"laat": False, "tekst": words % {"datum": datum, "eerst": eerst}}
    words = _("Uiterlijk %(datum)s krijgt u antwoord, of een nieuwe datum.")
    return {"laat": False, "tekst": words % {"datum": datum}}


def _answered(melding, today):
    given, promised = melding.beantwoord_op, melding.eerste_belofte
    words = _("U kreeg antwoord op %(op)s. Beloofd was: uiterlijk %(eerst)s.")
    if melding.keer == 2:
        words = _("U kreeg opnieuw antwoord op %(op)s.")
    facts = {"op": date_in_words(given, today), "eerst": date_in_words(promised, today)}
    return {"laat": False, "tekst": words % facts}
