"""To the police: which teams are going to walk this evening."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from buurtpreventie.outbox.actions import queue
from buurtpreventie.outbox.models import Bericht, Soort
from buurtpreventie.ui.dates import day, time_in_words
from teams.rondes.moments import hours_in_words


def avond_bron(gemeente, begin):
    """The evening as the cause of a mail: one per gemeente and day."""
    return f"avond:{gemeente.pk}:{day(begin)}"


def was_told(gemeente, begin):
    """Whether the mail about this evening exists already."""
    return Bericht.objects.of(avond_bron(gemeente, begin)).exists()


def mail_vanavond(gemeente, rondes, aan, *, bron, now):
    """Team, buurten and times; the board is the truth, as a plan may change."""
    return queue(
        sleutel=f"{bron}:{aan}",
        soort=Soort.TAAK,
        aan=aan,
        onderwerp=subject(gemeente, rondes),
        tekst=text(gemeente, rondes, now),
        bron=bron,
        gemeente_id=gemeente.pk,
        now=now,
        antwoord_aan=gemeente.meldpunt_email,
    )


def subject(gemeente, rondes):
    """Vanavond lopen 2 teams in Veldrecht."""
    teams = len({ronde.team_id for ronde in rondes})
    words = ngettext("Vanavond loopt %(n)d team in %(plaats)s", "Vanavond lopen %(n)d teams in %(plaats)s", teams)
    return words % {"n": teams, "plaats": gemeente.naam}


def text(gemeente, rondes, now):
    return _(
        "Vanavond lopen in %(plaats)s:\n\n"
        "%(rondes)s\n\n"
        "Dit is de planning van %(tijd)s. Een ronde kan nog vervallen of erbij komen.\n"
        "Hoe het nu is, ziet u op Nu op straat: %(bord)s\n"
        "Daar staat ook wie u kunt bellen zolang een team buiten is.\n\n"
        "Meldpunt %(plaats)s, %(telefoon)s"
    ) % {
        "plaats": gemeente.naam,
        "rondes": "\n".join(line(ronde) for ronde in rondes),
        "tijd": time_in_words(now),
        "bord": settings.SITE_URL + reverse("rondes:op_straat"),
        "telefoon": gemeente.meldpunt_telefoon,
    }


def line(ronde):
    """- 20.00 tot 21.30 uur: Team Veldrecht (Centrum, Molenkwartier)."""
    buurten = ", ".join(sorted(buurt.naam for buurt in ronde.team.buurten.all()))
    team = f"{ronde.team.naam} ({buurten})" if buurten else ronde.team.naam
    return f"- {hours_in_words(ronde.gepland_van, ronde.gepland_tot)}: {team}"
