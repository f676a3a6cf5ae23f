"""What must be true of rounds at every moment; ``manage.py controleer`` and ``/gezond`` ask it with all other rules."""

from datetime import timedelta

from django.db.models import CharField, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat, Now

from buurtpreventie.outbox.models import Bericht
from teams.rondes.models import (
    Bevestiging,
    Correctie,
    Deelname,
    Gesprek,
    Oproep,
    Ronde,
    Sleutel,
    Verslag,
    Waarschuwing,
)
from teams.rondes.overdue import GIVEN_UP_AFTER

CLOCK_MAY_STAND_STILL = timedelta(hours=3)


def checks():
    """Names of rules, each with the rows that break it."""
    walkers = Deelname.objects.walked().filter(ronde=OuterRef("pk"), gebruiker__isnull=False)
    called = Oproep.objects.filter(waarschuwing=OuterRef("waarschuwing"), ronde=OuterRef("ronde"))
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
        "invaller_van_andere_ronde": Deelname.objects.filter(vervangt__isnull=False).exclude(
            vervangt__ronde=F("ronde")
        ),
        "ronde_van_rooster_van_ander_team": Ronde.objects.filter(rooster__isnull=False).exclude(
            rooster__team=F("team")
        ),
        "route_van_ander_team": Ronde.objects.filter(route__isnull=False).exclude(route__team=F("team")),
        "gesprek_zonder_gepraat": Gesprek.objects.filter(verslag__gepraat=False, verslag__klaar_op__isnull=False),
        "geteld_zonder_kapot": Verslag.objects.finished().filter(
            Q(verlichting__gt=0) | Q(afval__gt=0) | Q(verkeer__gt=0), kapot=False
        ),
        "verslag_klaar_ronde_niet_afgerond": Verslag.objects.finished().exclude(ronde__stand="afgerond"),
        "verbeterd_voor_het_klaar_was": Correctie.objects.exclude(op__gte=F("ronde__afgerond_op")),
        "waarschuwing_gelezen_zonder_oproep": Bevestiging.objects.exclude(Exists(called)),
        "waarschuwing_gelezen_voor_verzending": Bevestiging.objects.exclude(op__gte=F("waarschuwing__verstuurd_op")),
        "waarschuwing_gemaild_zonder_oproep": Sleutel.objects.filter(doel="waarschuwing").exclude(Exists(called)),
        "waarschuwing_voorbij_met_open_mail": _ended_with_mail(),
        "oproep_in_andere_gemeente": Oproep.objects.exclude(ronde__team__gemeente=F("waarschuwing__gemeente")),
    }


def _ended_with_mail():
    """Warnings that are over, while the mail that warns may still go out; the one that says so has another key."""
    ended = Waarschuwing.objects.filter(gesloten_op__isnull=False)
    ended = ended.annotate(bron_van=Concat(Value("waarschuwing:"), Cast("pk", CharField())))
    mails = Bericht.objects.stoppable().filter(bron=OuterRef("bron_van"))
    return ended.filter(Exists(mails.filter(sleutel__startswith="waarschuwing:")))
