"""What hangs on a module, in words and in minutes: for its page and its history, and to see that somebody was first."""

from django.utils.translation import gettext as _


def agenda_in_words(module):
    """One part a line, the minutes first: as the form asks it."""
    lines = (f"{part.minuten} {part.titel}" if part.minuten else part.titel for part in module.onderdelen.all())
    return "\n".join(lines)


def minutes_of(module):
    """How long the parts take together."""
    return sum(part.minuten or 0 for part in module.onderdelen.all())


def material_in_words(module):
    """The things that are used or handed out, one a line."""
    lines = []
    for thing in module.materialen.all():
        where = thing.link or _("op papier")
        who = _(", ook voor deelnemers") if thing.na_afloop else ""
        lines.append(f"{thing.get_soort_display()}: {thing.naam} ({where}{who})")
    return "\n".join(lines)


def refreshers_in_words(module):
    """The texts by number of months."""
    return "\n".join(
        _("Na %(maanden)s maanden: %(titel)s. %(tekst)s")
        % {"maanden": row.maanden, "titel": row.titel, "tekst": row.tekst}
        for row in module.opfrissers.all()
    )
