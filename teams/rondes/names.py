"""How people who walk are named: a member by name, who left the team as "oud-lid", a guest by kind."""

from django.utils.translation import gettext as _

from buurtpreventie.accounts.models import Gebruiker
from teams.models import Lidmaatschap


def members_of(team, today):
    """Everybody who is in this team on this day, by name: who could walk along."""
    current = Lidmaatschap.objects.filter(team=team).current(today)
    return Gebruiker.objects.filter(pk__in=current.values("gebruiker")).order_by("naam", "pk")


def member_ids(team, today):
    """Ids of everybody who is in this team on this day; the ``leden`` of the functions below."""
    current = Lidmaatschap.objects.filter(team=team).current(today)
    return frozenset(current.values_list("gebruiker", flat=True))


def name_in_ronde(gebruiker, leden):
    """The name of somebody who walked; who is no member today reads "oud-lid"."""
    return gebruiker.naam if gebruiker.pk in leden else _("oud-lid")


def name_of_deelname(deelname, leden):
    """The name beside one participation: of a guest the kind, and the first name if it was given."""
    if deelname.gebruiker_id:
        return name_in_ronde(deelname.gebruiker, leden)
    return " ".join(filter(None, [deelname.get_gast_display(), deelname.gast_naam]))
