"""When a round is, in words."""

from django.utils.translation import gettext as _

from buurtpreventie.ui.dates import WEEKDAYS, date_in_words, time_in_words, weekday_in_words


def hours_in_words(begin, einde):
    """20.00 tot 21.30 uur."""
    return _("%(van)s tot %(tot)s") % {"van": time_in_words(begin).removesuffix(" uur"), "tot": time_in_words(einde)}


def moment_in_words(begin, einde, today):
    """vrijdag 27 november, 20.00 tot 21.30 uur."""
    return f"{weekday_in_words(begin, today)}, {hours_in_words(begin, einde)}"


def plan_in_words(ronde, today):
    """When a round is meant to be."""
    return moment_in_words(ronde.gepland_van, ronde.gepland_tot, today)


def pattern_in_words(rooster, today):
    """Elke vrijdag, 20.00 tot 21.30 uur."""
    day = WEEKDAYS[rooster.weekdag]
    if rooster.elke_weken == 1:
        words = _("Elke %(dag)s") % {"dag": day}
    else:
        words = _("Om de %(n)s weken op %(dag)s") % {"n": rooster.elke_weken, "dag": day}
    words += f", {rooster.van_tijd:%-H.%M}" + _(" tot ") + _("%(tijd)s uur") % {"tijd": f"{rooster.tot_tijd:%-H.%M}"}
    if rooster.van > today:
        words += _(", vanaf %(dag)s") % {"dag": date_in_words(rooster.van, today)}
    if rooster.tot:
        words += _(", tot en met %(dag)s") % {"dag": date_in_words(rooster.tot, today)}
    return words
