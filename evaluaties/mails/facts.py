"""How a mail about a run is queued: by day, and never when it is of no use any more."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from buurtpreventie.outbox.actions import queue
from buurtpreventie.outbox.models import Soort
from teams.clocks import daytime_from


def page(naam, *args):
    """The address of a page, for in a mail."""
    return settings.SITE_URL + reverse(f"evaluaties:{naam}", args=args)


def one_line(tekst):
    """Without line breaks: what may stand in a subject or on a line of its own."""
    return " ".join(tekst.split())


def queue_mail(afname, *, bron, sleutel, aan, onderwerp, tekst, now, until=None, soort=Soort.BERICHT, geheim=None):
    """Queue one mail by day; None when the day comes after ``until``, or when this was queued before."""
    van = afname.gemeente or afname.regio
    return queue_from(
        van,
        bron=bron,
        sleutel=sleutel,
        aan=aan,
        onderwerp=onderwerp,
        tekst=tekst,
        now=now,
        until=until,
        soort=soort,
        geheim=geheim,
    )


def queue_from(van, *, bron, sleutel, aan, onderwerp, tekst, now, until=None, soort=Soort.BERICHT, geheim=None):
    """The same in the name of a gemeente or a region (which has no address of its own to answer to)."""
    vanaf = daytime_from(now)
    if until and vanaf >= until:
        return None
    groet = _("Met vriendelijke groet,\nBuurtpreventie %(wie)s") % {"wie": van.naam}
    contact = getattr(van, "contact_email", "")
    return queue(
        sleutel=sleutel,
        soort=soort,
        aan=aan,
        onderwerp=onderwerp[:200],
        tekst=f"{tekst}\n\n{groet}",
        bron=bron,
        gemeente_id=van.pk if contact else None,
        now=now,
        geheim=geheim,
        vanaf=vanaf,
        verloopt_op=until,
        antwoord_aan=contact,
    )
