"""What beheer hears by itself: agreements that end, the yearly review, and who is away without a deputy."""

from datetime import timedelta

from buurtpreventie.database import web_transaction
from teams.clocks import Kalender, local_date
from teams.mails import queue_absence, queue_agreement_ends, queue_review
from teams.models import Afspraak, Contact, Gemeente

BEFORE_THE_END = timedelta(days=30)
REVIEW_MONTHS = (1, 2, 3)  # a gemeente that comes in later in the year waits for the next


def remind_beheer(now):
    """Queue what is due and was not told yet, one gemeente at a time; gives the number of mails."""
    with web_transaction():
        gemeenten = list(Gemeente.objects.order_by("pk"))
    return sum(_remind(gemeente, now) for gemeente in gemeenten)


def _remind(gemeente, now):
    """Only on working days: nobody reads it on another."""
    today = local_date(now)
    with web_transaction():
        if not Kalender.of(gemeente).is_working_day(today):
            return 0
        queued = [
            *(queue_agreement_ends(afspraak, gemeente, now) for afspraak in ending(gemeente, today)),
            *(queue_absence(contact, gemeente, now) for contact in missed(gemeente, today)),
            *_review(gemeente, today, now),
        ]
    return sum(bericht is not None for bericht in queued)


def ending(gemeente, today):
    """Agreements that end within thirty days."""
    rows = Afspraak.objects.filter(partner__gemeente=gemeente, partner__actief=True)
    return rows.filter(geldig_tot__range=(today, today + BEFORE_THE_END)).select_related("partner").order_by("pk")


def missed(gemeente, today):
    """Contacts who are away today with nobody in their place."""
    rows = Contact.objects.filter(partner__gemeente=gemeente, partner__actief=True, afwezig_van__lte=today).active()
    rows = rows.select_related("partner", "vervanger").order_by("pk")
    return [contact for contact in rows if contact.stand_in(today) is None]


def _review(gemeente, today, now):
    """Once a year, when there is anything to look over."""
    agreements = Afspraak.objects.filter(partner__gemeente=gemeente, partner__actief=True)
    if today.month in REVIEW_MONTHS and agreements.exists():
        yield queue_review(gemeente, agreements.count(), today.year, now)
