"""What a mail about an evening may say, and how it is queued: by day, and never when it is of no use any more."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from buurtpreventie.outbox.actions import queue
from buurtpreventie.outbox.models import Bericht, Soort
from buurtpreventie.ui.dates import weekday_in_words
from teams.clocks import daytime_from, local_date
from trainingen.models import SessieSoort
from trainingen.moments import moment_in_words


def facts_of(sessie, now):
    """What, when and where in words, as frozen in the mail."""
    today = local_date(now)
    titel, moment, plaats = one_line(sessie.titel), moment_in_words(sessie, today), one_line(sessie.plaats)
    return {
        "soort": _("training") if sessie.soort == SessieSoort.TRAINING else _("kennisavond"),
        "dag": weekday_in_words(sessie.dag, today),
        "avond": f"{titel}\n{moment}\n{plaats}",
    }


def one_line(tekst):
    """Without line breaks: what may stand in a subject or on a line of its own."""
    return " ".join(tekst.split())


def page(naam, *args):
    """The address of a page, for in a mail."""
    return settings.SITE_URL + reverse(f"trainingen:{naam}", args=args)


def queue_mail(gemeente, *, bron, sleutel, aan, onderwerp, tekst, now, until=None, soort=Soort.BERICHT, geheim=None):
    """Queue one mail by day; None when the day comes after ``until``, or when this was queued before."""
    vanaf = daytime_from(now)
    if until and vanaf >= until:
        return None
    groet = _("Met vriendelijke groet,\nBuurtpreventie %(gemeente)s") % {"gemeente": gemeente.naam}
    return queue(
        sleutel=sleutel,
        soort=soort,
        aan=aan,
        onderwerp=onderwerp,
        tekst=f"{tekst}\n\n{groet}",
        bron=bron,
        gemeente_id=gemeente.pk,
        now=now,
        geheim=geheim,
        vanaf=vanaf,
        verloopt_op=until,
        antwoord_aan=gemeente.contact_email,
    )


def told(keys):
    """Which of these keys were used already, sent or not."""
    return set(Bericht.objects.filter(sleutel__in=list(keys)).values_list("sleutel", flat=True))
