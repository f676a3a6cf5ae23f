"""When an evening is, in words."""

from django.utils.translation import gettext as _

from buurtpreventie.ui.dates import time_in_words, weekday_in_words


def hours_in_words(sessie):
    """19.00 tot 22.00 uur; empty when nobody knows."""
    if sessie.begin is None:
        return ""
    van = time_in_words(sessie.begin).removesuffix(" uur")
    return _("%(van)s tot %(tot)s") % {"van": van, "tot": time_in_words(sessie.einde)}


def moment_in_words(sessie, today):
    """donderdag 26 november, 19.00 tot 22.00 uur."""
    return ", ".join(filter(None, [weekday_in_words(sessie.dag, today), hours_in_words(sessie)]))
