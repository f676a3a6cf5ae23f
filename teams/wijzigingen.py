"""Values of settings in the words of people: for the history that beheer reads, and to see that somebody was first."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _

from buurtpreventie.ui.dates import WEEKDAYS
from teams.models import Wijziging

OTHER_NAMES = {
    "weg": "manier van vragen",
    "openingstijden": "uitleg over bereikbaarheid",
    "ook": "ook te vragen",
    "spoed": "nummer dat ernaast staat",
    "actief": "in gebruik",
    "kijk_naar": "waar let u op",
    "soorten": "soorten meldingen",
    "week": "openingstijden",
    "nieuw": "toegevoegd",
    "bevrijdingsdag_vrij": "dicht op 5 mei",
    "bewaar_v0": "maanden bewaren: hele team",
    "goede_vrijdag_vrij": "dicht op Goede Vrijdag",
}


def in_words(thing, veld):
    """The value of one field as people say it; empty for nothing."""
    field = thing._meta.get_field(veld)
    if field.many_to_many:
        return ", ".join(sorted(str(other) for other in getattr(thing, veld).all()))
    value = getattr(thing, veld)
    if isinstance(value, list):
        names = dict(field.base_field.flatchoices)
        return ", ".join(str(names.get(one, one)) for one in value)
    if field.choices:
        return str(getattr(thing, f"get_{veld}_display")() or "")
    return plain_words(value)


def plain_words(value):
    """A value that needs no field to be understood."""
    if isinstance(value, bool):
        return _("ja") if value else _("nee")
    if isinstance(value, datetime | date):
        return f"{value:%d-%m-%Y}"
    if isinstance(value, time):
        return f"{value:%H.%M}"
    return "" if value is None else str(value)


def words_of(thing, velden):
    """These fields in words, by name."""
    return {veld: in_words(thing, veld) for veld in velden}


def week_in_words(tijden):
    """Opening hours of a week: "maandag 08.30-17.00, dinsdag …"; ``tijden`` holds (from, until) per weekday."""
    days = (f"{WEEKDAYS[dag]} {van:%H.%M}-{tot:%H.%M}" for dag, (van, tot) in sorted(tijden.items()))
    return ", ".join(days)


@dataclass(frozen=True)
class Regel:
    """One line under "Wat is er veranderd?"."""

    op: datetime
    door: str
    wat: str
    van: str
    naar: str


def history(user, gemeente, *things, velden=None, soort=None, namen=None):
    """What beheer changed about these things (or all of one ``soort``, or these ``velden``), the newest first."""
    rows = Wijziging.objects.visible_to(user).filter(gemeente=gemeente)
    rows = rows.filter(doel_soort=soort) if soort else rows.about_any(things)
    rows = rows.filter(veld__in=velden) if velden else rows
    others = {(thing._meta.label_lower, thing.pk): str(thing) for thing in things[1:]}
    others |= {(soort, pk): naam for pk, naam in (namen or {}).items()}
    return [_line(row, others.get((row.doel_soort, row.doel_id))) for row in rows.select_related("door")[:30]]


def _line(row, thing):
    """One change; ``thing`` is named where the page is about several."""
    name = veldnaam(row)
    return Regel(row.op, row.door.naam, f"{thing}, {name}" if thing else name, row.van, row.naar)


def veldnaam(wijziging):
    """How the page calls what changed."""
    if wijziging.veld in OTHER_NAMES:
        return OTHER_NAMES[wijziging.veld]
    try:
        return str(apps.get_model(wijziging.doel_soort)._meta.get_field(wijziging.veld).verbose_name)
    except (LookupError, FieldDoesNotExist):
        return wijziging.veld.replace("_", " ")
