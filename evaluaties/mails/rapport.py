"""Mail to who asked for a report: it is ready, or it could not be made. Always a link, never the report itself."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from buurtpreventie.outbox.actions import queue
from buurtpreventie.outbox.models import Soort
from teams.clocks import daytime_from


def mail_ready(rapport, *, now):
    """The report can be read; queued once."""
    return _mail(
        rapport,
        sleutel=f"rapport_klaar:{rapport.pk}",
        onderwerp=_("Uw verslag is klaar"),
        tekst=_("Het verslag dat u hebt gevraagd, is klaar: %(soort)s.\n\nBekijk het hier: %(link)s"),
        now=now,
    )


def mail_failed(rapport, *, now):
    """It was tried several times; queued once."""
    return _mail(
        rapport,
        sleutel=f"rapport_mislukt:{rapport.pk}",
        onderwerp=_("Uw verslag is niet gelukt"),
        tekst=_(
            "Het verslag dat u hebt gevraagd, is niet gelukt: %(soort)s. Wij hebben het een paar keer geprobeerd.\n\n"
            "Vraag het hier opnieuw: %(link)s"
        ),
        now=now,
    )


def _mail(rapport, *, sleutel, onderwerp, tekst, now):
    """By day; who has no address, or is gone, reads it on the page."""
    who = rapport.gevraagd_door
    if who is None or not who.email or not who.is_active:
        return None
    link = settings.SITE_URL + reverse("evaluaties:rapport", args=[rapport.pk])
    soort = rapport.get_soort_display()
    words = tekst % {"soort": soort[0].lower() + soort[1:], "link": link}
    groet = _("Met vriendelijke groet,\nBuurtpreventie %(gemeente)s") % {"gemeente": rapport.gemeente.naam}
    return queue(
        sleutel=sleutel,
        soort=Soort.BERICHT,
        aan=who.email,
        onderwerp=onderwerp,
        tekst=f"{words}\n\n{groet}",
        bron=f"rapport:{rapport.pk}",
        gemeente_id=rapport.gemeente_id,
        now=now,
        vanaf=daytime_from(now),
        antwoord_aan=rapport.gemeente.contact_email,
    )
