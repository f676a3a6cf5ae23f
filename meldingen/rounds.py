"""A melding that begins on a round: which round counts, and what its time says; never for what is about a person."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from buurtpreventie.ui.dates import time_in_words, weekday_in_words
from teams.clocks import local_date
from teams.models import Niveau, Soort
from teams.rondes.models import Ronde
from teams.rondes.querysets import GELOPEN

ON_A_ROUND = (Soort.OPENBARE_RUIMTE, Soort.WIJKVEILIGHEID, Soort.HARTVEILIG)  # kinds about a place or an event
OF_ROUND = "ronde"  # in the answers of a draft: the round it began on
STILL_OF_THIS_ROUND = timedelta(hours=48)


def round_to_report_from(user, gemeente, pk, moment):
    """An own round that is under way, or ended less than 48 hours before ``moment``; any other is None."""
    if pk is None or gemeente is None:
        return None
    rounds = Ronde.objects.visible_to(user).filter(team__gemeente=gemeente, pk=pk)
    return rounds.out_since(moment - STILL_OF_THIS_ROUND).select_related("team").first()


def still_reports_from(ronde, now):
    """The same question about a round that is known already."""
    walked = ronde.stand in GELOPEN and ronde.einde > now - STILL_OF_THIS_ROUND
    return ronde.is_under_way or walked


def belongs_to_round(soort, niveau):
    """Only an open melding about a place or an event hangs on a round (ontwerp §3)."""
    return soort in ON_A_ROUND and niveau <= Niveau.V1


def round_in_words(ronde, now):
    """Team Molenkwartier, vrijdag 20 november, 20.00 uur."""
    day = weekday_in_words(ronde.moment, local_date(now))
    return f"{ronde.team.naam}, {day}, {time_in_words(ronde.moment)}"


def seen_around(ronde, now):
    """About what time something of this round was seen: now, or between leaving and coming home."""
    if ronde.is_under_way:
        return _("rond %(tijd)s") % {"tijd": time_in_words(now)}
    begin, einde = timezone.localtime(ronde.begin), time_in_words(ronde.einde)
    return _("tussen %(begin)s en %(einde)s") % {"begin": f"{begin:%-H.%M}", "einde": einde}
