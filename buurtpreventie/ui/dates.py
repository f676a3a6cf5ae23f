"""Days and times in words: "17 november", "17 november, 21.40 uur"."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MONTHS = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
]
WEEKDAYS = ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"]


def local(moment):
    """A moment in the clock of the wall; a plain date stays a date."""
    return timezone.localtime(moment) if isinstance(moment, dt.datetime) and timezone.is_aware(moment) else moment


def day(moment):
    """The calendar day of a moment or a date."""
    moment = local(moment)
    return moment.date() if isinstance(moment, dt.datetime) else moment


def day_in_words(moment):
    """17 november, without a year: for dates that are near."""
    date = day(moment)
    return f"{date.day} {MONTHS[date.month - 1]}"


def date_in_words(moment, today):
    """17 november; the year only when it is not this one."""
    year = day(moment).year
    return day_in_words(moment) if year == today.year else f"{day_in_words(moment)} {year}"


def month_in_words(moment):
    """oktober 2026."""
    return f"{MONTHS[day(moment).month - 1]} {day(moment).year}"


def time_in_words(moment):
    """21.40 uur."""
    return f"{local(moment):%-H.%M} uur"


def weekday_in_words(moment, today):
    """dinsdag 17 november."""
    return f"{WEEKDAYS[day(moment).weekday()]} {date_in_words(moment, today)}"


def relative_day(moment, today):
    """vandaag, gisteren, morgen; otherwise the date."""
    near = {-1: _("gisteren"), 0: _("vandaag"), 1: _("morgen")}
    return near.get((day(moment) - today).days) or date_in_words(moment, today)


def days_late(moment, today):
    """2 dagen te laat; empty when it is not late."""
    days = (today - day(moment)).days
    return ngettext("%(days)d dag te laat", "%(days)d dagen te laat", days) % {"days": days} if days > 0 else ""
