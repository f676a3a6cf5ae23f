"""Which mails?"""

import datetime

from django.db import models
from django.db.models import Func, Q, Value

CODE, SPOED = "code", "spoed"
URGENT = (CODE, SPOED)


class Stand(models.TextChoices):
    """Where a mail is on its way."""

    KLAAR = "klaar", "wacht op verzending"
    GECLAIMD = "geclaimd", "wordt klaargemaakt"
    OP_DE_LIJN = "op_de_lijn", "wordt verzonden"
    VERZONDEN = "verzonden", "verzonden"
    ONZEKER = "onzeker", "niet zeker of de mail weg is"
    DOOD = "dood", "niet verzonden"
    VERVALLEN = "vervallen", "niet meer nodig"


FINISHED = [Stand.VERZONDEN, Stand.VERVALLEN]


class DatabaseClock(Func):
    """The database's own clock, read once per statement."""

    template = "(SELECT clock_timestamp())"
    output_field = models.DateTimeField()


def as_clock(clock=None):
    """Give an expression for a moment: the database's clock, or the literal of a test."""
    if isinstance(clock, datetime.datetime):
        return Value(clock, output_field=models.DateTimeField())
    return DatabaseClock() if clock is None else clock


class BerichtQuerySet(models.QuerySet):
    """Mails by where they are, not by whom they go to."""

    def of(self, bron):
        """Mails with this cause."""
        return self.filter(bron=bron)

    def of_gemeente(self, gemeente_id):
        """Mails of one gemeente."""
        return self.filter(gemeente_id=gemeente_id)

    def due(self, clock=None):
        """Mails that should be on their way by now, the longest waiting first."""
        clock = as_clock(clock)
        return self.filter(
            Q(verloopt_op=None) | Q(verloopt_op__gt=clock), stand=Stand.KLAAR, volgende_poging__lte=clock
        ).order_by("volgende_poging", "id")

    def urgent(self):
        """Sign-in codes and what is about safety: they never stand in line behind a batch of reminders."""
        return self.filter(soort__in=URGENT)

    def stoppable(self):
        """Mails of which nothing has been sent yet."""
        return self.filter(stand__in=[Stand.KLAAR, Stand.GECLAIMD])

    def open(self):
        """Mails that may still go out by themselves."""
        return self.filter(stand__in=[Stand.KLAAR, Stand.GECLAIMD, Stand.OP_DE_LIJN])

    def stuck(self):
        """Mails that wait for a person: refused for good, or perhaps sent and perhaps not."""
        return self.filter(stand__in=[Stand.DOOD, Stand.ONZEKER])

    def to_wipe(self, before):
        """Mails that ended before a moment and still hold an address or a text."""
        return self.filter(stand__in=FINISHED, volgende_poging__lt=before).exclude(aan="", tekst="")

    def without_their_secret(self):
        """Mails whose link or code has been wiped, so that they are of no use any more."""
        return self.filter(met_geheim=True, geheim__isnull=True)

    def sealed(self):
        """Rows without their secrets: one that cannot be read must not hold up the others."""
        return self.defer("geheim")

    def expired(self, clock=None):
        """Mails that are of no use any more and have not been sent."""
        return self.stoppable().filter(verloopt_op__lte=as_clock(clock))

    def abandoned(self, clock=None):
        """Mails whose deliverer did not come back in time."""
        return self.filter(stand__in=[Stand.GECLAIMD, Stand.OP_DE_LIJN], lease_tot__lte=as_clock(clock))

    def oldest_due_age(self, now):
        """How long the longest waiting due mail has waited (nothing due: zero)."""
        oldest = self.due(now).values_list("volgende_poging", flat=True).first()
        return now - oldest if oldest else datetime.timedelta()


class QuarantaineQuerySet(models.QuerySet):
    """Times that this database was put back."""

    def open(self):
        """Of which nobody has said yet that mail may go again."""
        return self.filter(vrijgegeven_op__isnull=True)
