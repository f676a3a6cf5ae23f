"""When a round is, in words."""

from django.utils.translation import gettext as _

from buurtpreventie.ui.dates import time_in_words, weekday_in_words


def hours_in_words(begin, einde):
    """20.00 tot 21.30 uur."""
    return _("%(van)s tot %(tot)s") % {"van": time_in_words(begin).removesuffix(" uur"), "tot": time_in_words(einde)}


def moment_in_words(begin, einde, today):
    """vrijdag 27 november, 20.00 tot 21.30 uur."""
    return f"{weekday_in_words(begin, today)}, {hours_in_words(begin, einde)}"


def plan_in_words(ronde, today):
    """When a round is meant to be."""
    return moment_in_words(ronde.gepland_van, ronde.gepland_tot, today)
