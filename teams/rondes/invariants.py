"""What must be true of rounds at every moment; ``manage.py controleer`` and ``/gezond`` ask it with all other rules."""

from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now

from teams.rondes.models import Deelname, Gesprek, Oproep, Ronde, Sleutel, Waarschuwing
from teams.rondes.overdue import GIVEN_UP_AFTER

CLOCK_MAY_STAND_STILL = timedelta(hours=1)


def checks():
    """Names of rules, each with the rows that break it."""
    walkers = Deelname.objects.walked().filter(ronde=OuterRef("pk"), gebruiker__isnull=False)
    called = Oproep.objects.filter(waarschuwing=OuterRef("pk"))
    alive = Sleutel.objects.filter(ingetrokken_op__isnull=True, verloopt_op__gt=Now())
    home_by_link = alive.filter(doel__in=("thuis", "bellen"))
    return {
        "ronde_nooit_afgesloten": Ronde.objects.under_way().filter(
            verwacht_einde__lt=Now() - GIVEN_UP_AFTER - CLOCK_MAY_STAND_STILL
        ),
        "ronde_onderweg_zonder_loper": Ronde.objects.under_way().exclude(Exists(walkers)),
        "ronde_voorbij_met_levende_link": home_by_link.exclude(ronde__stand="bezig"),
        "loper_buiten_de_ronde": Deelname.objects.walked().filter(
            ~Q(tijdvak__startswith=F("ronde__begin"))
            | Q(ronde__einde__isnull=False) & ~Q(tijdvak__endswith=F("ronde__einde"))
            | Q(ronde__einde__isnull=True, tijdvak__upper_inf=False)
        ),
        "meegelopen_voor_de_start": Deelname.objects.walked().filter(ronde__begin__isnull=True),
        "gesprek_zonder_gepraat": Gesprek.objects.filter(verslag__gepraat=False, verslag__klaar_op__isnull=False),
        "waarschuwing_aan_niemand": Waarschuwing.objects.filter(verstuurd_op__isnull=False).exclude(Exists(called)),
        "oproep_in_andere_gemeente": Oproep.objects.exclude(ronde__team__gemeente=F("waarschuwing__gemeente")),
    }
