"""Who hears about a warning: at once, at any hour, first in line.

What was typed is a secret of the mail: filled in on the wire, and gone from the row after it.
"""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from buurtpreventie.outbox.actions import queue
from buurtpreventie.outbox.models import Beleid, Soort
from buurtpreventie.ui.dates import time_in_words
from teams.rondes.models import RondeStand


def link_of(secret):
    """The address by which somebody says that the warning was read, without signing in."""
    return settings.SITE_URL + reverse("rondes:waarschuwing_link", args=[secret])


def page_of(waarschuwing):
    """The address of the page for who warns."""
    return settings.SITE_URL + reverse("rondes:waarschuwing", args=[waarschuwing.pk])


def mail_waarschuwing(waarschuwing, ronde, person, *, secret, now):
    """Warn one person by the round that he or she is in; None when that was done before."""
    return _to_walker(
        waarschuwing,
        person,
        sleutel=f"waarschuwing:{waarschuwing.pk}:{person.pk}",
        onderwerp=_("Waarschuwing voor uw ronde"),
        tekst=_(
            "%(wanneer)s\n\n"
            "Wat is er aan de hand?\n{{tekst}}\n\n"
            "Wat moet u doen?\n{{doen}}\n\n"
            "Dit geldt tot %(tot)s.\n\n"
            "Laat weten dat u dit gelezen hebt, of dat u weggaat: {{link}}\n"
            "U hoeft niet in te loggen.\n\n"
            "Nu gevaar? Bel 112."
        )
        % {
            "wanneer": _when(ronde),
            "tot": time_in_words(waarschuwing.geldig_tot),
        },
        now=now,
        geheim={"link": link_of(secret), "tekst": waarschuwing.tekst, "doen": waarschuwing.doen},
        verloopt_op=waarschuwing.geldig_tot,
    )


def _when(ronde):
    """Why this person gets it."""
    if ronde.stand == RondeStand.BEZIG:
        return _("U loopt nu een ronde met %(team)s.") % {"team": ronde.team.naam}
    return _("U loopt straks een ronde met %(team)s, om %(tijd)s.") % {
        "team": ronde.team.naam,
        "tijd": time_in_words(ronde.gepland_van),
    }


def mail_ingetrokken(waarschuwing, person, *, now):
    """It was sent by mistake."""
    return _to_walker(
        waarschuwing,
        person,
        sleutel=f"waarschuwing_slot:{waarschuwing.pk}:{person.pk}",
        onderwerp=_("Ingetrokken: waarschuwing voor uw ronde"),
        tekst=_(
            "De waarschuwing van %(tijd)s is ingetrokken. Zij was per vergissing verstuurd.\n"
            "Er is niets aan de hand. U kunt gewoon doorlopen."
        )
        % {"tijd": time_in_words(waarschuwing.verstuurd_op)},
        now=now,
    )


def mail_afgesloten(waarschuwing, person, *, now):
    """How it ended."""
    return _to_walker(
        waarschuwing,
        person,
        sleutel=f"waarschuwing_slot:{waarschuwing.pk}:{person.pk}",
        onderwerp=_("Afgesloten: waarschuwing voor uw ronde"),
        tekst=_("De waarschuwing van %(tijd)s is voorbij.\n\nHoe is het afgelopen?\n{{slot}}")
        % {"tijd": time_in_words(waarschuwing.verstuurd_op)},
        now=now,
        geheim={"slot": waarschuwing.slottekst},
    )


def _to_walker(waarschuwing, person, *, onderwerp, tekst, now, **more):
    """Queue a mail about safety: no quiet hours, better twice than not, and an exercise says so first."""
    gemeente = waarschuwing.gemeente
    if waarschuwing.oefening:
        onderwerp = _("OEFENING: %(onderwerp)s") % {"onderwerp": onderwerp}
        tekst = _("OEFENING. Dit is geen echte waarschuwing.") + "\n\n" + tekst
    return queue(
        soort=Soort.SPOED,
        aan=person.email,
        onderwerp=onderwerp,
        tekst=tekst + "\n\n" + _("Gemeente %(gemeente)s") % {"gemeente": gemeente.naam},
        bron=waarschuwing.bron,
        gemeente_id=gemeente.pk,
        now=now,
        beleid=Beleid.LIEVER_DUBBEL,
        antwoord_aan=gemeente.meldpunt_email,
        **more,
    )


def key_of_reminder(waarschuwing, who):
    """Once before it was sent and once after it should have ended; ``who`` is an id, never an address."""
    return f"waarschuwing_open:{waarschuwing.pk}:{waarschuwing.stand}:{who}"


def mail_still_open(waarschuwing, email, *, sleutel, now):
    """Tell who watches that nobody closed it: the teams still believe that something is going on."""
    sent = waarschuwing.verstuurd_op is not None
    onderwerp = (
        _("Sluit de waarschuwing van %(tijd)s af") if sent else _("Nog niet verstuurd: waarschuwing van %(tijd)s")
    )
    tekst = (
        _(
            "De waarschuwing van %(tijd)s gold tot %(tot)s. Niemand sloot haar af.\n"
            "De teams weten nog niet dat het voorbij is.\n\n"
            "Vertel hoe het afliep: %(link)s"
        )
        if sent
        else _(
            "Om %(tijd)s begon iemand een waarschuwing aan de teams op straat. Er is nog niets verstuurd.\n\n"
            "Verstuur haar, of stop ermee: %(link)s"
        )
    )
    facts = {
        "tijd": time_in_words(waarschuwing.verstuurd_op or waarschuwing.begonnen_op),
        "tot": time_in_words(waarschuwing.geldig_tot) if sent else "",
        "link": page_of(waarschuwing),
    }
    prefix = _("OEFENING: ") if waarschuwing.oefening else ""
    return queue(
        sleutel=sleutel,
        soort=Soort.SPOED,
        aan=email,
        onderwerp=prefix + onderwerp % facts,
        tekst=tekst % facts,
        bron=f"{waarschuwing.bron}:open",
        gemeente_id=waarschuwing.gemeente_id,
        now=now,
        beleid=Beleid.LIEVER_DUBBEL,
    )
