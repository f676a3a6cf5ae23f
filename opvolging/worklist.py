"""The worklist of the meldpunt: in which tray a melding lies, how many lie in each, and what comes first."""

from datetime import timedelta

from django.db import models
from django.db.models import BooleanField, Case, CharField, Count, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Least
from django.utils.translation import gettext_lazy as _

from meldingen.models import Categorie, Melding, Stand
from meldingen.querysets import OPEN_STANDEN
from opvolging.models import Opvolging, Terugkoppeling, Verlaging, VraagStand
from opvolging.querysets import OPEN_VRAAG
from teams.clocks import SAME_DAY_BEFORE, Kalender, at, local_date
from teams.models import Aanstelling, Buurt, Partner
from teams.rollen import rollen_van

TERM_ZERO = Q(categorie__reactie_werkdagen=0) | Q(categorie__reactie_werkdagen=None, gemeente__reactie_werkdagen=0)
BADGES = {
    Stand.ONTVANGEN: "neutral",
    Stand.OPGEPAKT: "info",
    Stand.AANZIEN: "info",
    Stand.AFGEROND: "warning",
    Stand.BEANTWOORD: "success",
    Stand.INGETROKKEN: "neutral",
}


class Bak(models.TextChoices):
    """The trays, in the order of the tiles; a melding can lie in several."""

    NU_BELLEN = "nu_bellen", _("nu bellen")
    TE_LAAT = "te_laat", _("te laat")
    VANDAAG = "vandaag", _("vandaag")
    DEZE_WEEK = "deze_week", _("deze week")
    ANTWOORDEN = "antwoorden", _("klaar om te antwoorden")
    NIEMAND = "niemand", _("zonder behandelaar")
    BEL_MIJ = "bel_mij", _("melder wil gebeld worden")
    TERUG = "terug", _("teruggegeven door partner")
    TWEEDE = "tweede", _("wacht op een tweede")
    ALLES = "alles", _("alles wat loopt")


CLOSED_LAST = Case(When(stand__in=OPEN_STANDEN, then=Value(0)), default=Value(1))
URGENT = (Bak.NU_BELLEN, Bak.TE_LAAT, Bak.BEL_MIJ)


def day_began(now):
    """From when on a melding with term 0 counts for today: three o'clock on the working day before.

    Closing days of one gemeente are left out: with them such a melding stays on top a little shorter, never longer.
    """
    return at(Kalender().add_working_days(local_date(now), -1), SAME_DAY_BEFORE)


def with_worklist_facts(meldingen, now):
    """These meldingen with what the worklist knows of their dates, asks and verdicts."""
    asks = Opvolging.objects.filter(melding=OuterRef("pk"), keer=OuterRef("keer"))
    running = asks.filter(stand__in=OPEN_VRAAG, verantwoordelijk=True)
    asked_to_call = Terugkoppeling.objects.filter(
        melding=OuterRef("pk"), oordeel=Terugkoppeling.Oordeel.BEL_MIJ, gebeld_op__isnull=True
    )
    nu = TERM_ZERO & (Q(stand=Stand.ONTVANGEN) | Q(stand=Stand.OPGEPAKT, gemeld_op__gte=day_began(now)))
    return meldingen.annotate(
        wekt_op=Least("reageren_voor", "aanzien_tot", "antwoord_voor"),
        nu_bellen=Case(When(nu, then=Value(True)), default=Value(False), output_field=BooleanField()),
        bel_mij=Exists(asked_to_call),
        wacht_op_tweede=Exists(Verlaging.objects.open().filter(melding=OuterRef("pk"))),
        vraag_loopt=Exists(asks.filter(stand__in=OPEN_VRAAG)),
        kwam_terug=Exists(asks.filter(stand=VraagStand.TERUGGEGEVEN)),
        bij_partner=running.values("partner__naam")[:1],
        partner_uiterlijk=running.values("uiterlijk")[:1],
    )


def trays(now, also_closed=False):
    """What lies in each tray, over meldingen ``with_worklist_facts``; the last holds what is closed too when wanted."""
    today = local_date(now)
    sunday = today + timedelta(days=6 - today.weekday())
    is_open = Q(stand__in=OPEN_STANDEN)
    return {
        Bak.NU_BELLEN: Q(nu_bellen=True),
        Bak.TE_LAAT: is_open & Q(wekt_op__lt=today),
        Bak.VANDAAG: is_open & Q(wekt_op=today),
        Bak.DEZE_WEEK: is_open & Q(wekt_op__gte=today, wekt_op__lte=sunday),
        Bak.ANTWOORDEN: Q(stand=Stand.AFGEROND),
        Bak.NIEMAND: is_open & Q(behandelaar=None),
        Bak.BEL_MIJ: Q(bel_mij=True),
        Bak.TERUG: Q(stand=Stand.OPGEPAKT, kwam_terug=True, vraag_loopt=False),
        Bak.TWEEDE: is_open & Q(wacht_op_tweede=True),
        Bak.ALLES: Q(pk__isnull=False) if also_closed else is_open | Q(bel_mij=True),
    }


def in_tray(meldingen, bak, now, also_closed=False):
    """The meldingen of one tray, the most urgent first."""
    return most_urgent_first(with_worklist_facts(meldingen, now).filter(trays(now, also_closed)[Bak(bak)]))


def found(meldingen, nummer, now):
    """The melding with this number, in whatever stand it is."""
    return most_urgent_first(with_worklist_facts(meldingen.filter(nummer=nummer), now))


def most_urgent_first(meldingen):
    """Nu bellen on top, then the nearest date; what is closed comes last."""
    return meldingen.for_list().order_by(F("nu_bellen").desc(), CLOSED_LAST, "wekt_op", "gemeld_op", "pk")


def counts(meldingen, now, also_closed=False):
    """How many lie in each tray: one query."""
    per_tray = {f"in_{bak.value}": Count("pk", filter=where) for bak, where in trays(now, also_closed).items()}
    found_in = with_worklist_facts(meldingen, now).aggregate(**per_tray)
    return {bak: found_in[f"in_{bak.value}"] for bak in Bak}


def without_handler(meldingen, now):
    """What nobody picked up yet, the most urgent first."""
    waiting = with_worklist_facts(meldingen, now).filter(stand=Stand.ONTVANGEN, behandelaar=None)
    return most_urgent_first(waiting)


def badge(melding: Melding):
    """Colour and words for where a row of the worklist is."""
    if melding.stand == Stand.AFGEROND:
        return BADGES[Stand.AFGEROND], _("Klaar om te antwoorden")
    if melding.stand == Stand.BEANTWOORD and melding.bel_mij:
        return "warning", _("Wil gebeld worden")
    if melding.stand == Stand.OPGEPAKT and melding.kwam_terug and not melding.vraag_loopt:
        return "warning", _("Terug van partner")
    return BADGES[Stand(melding.stand)], melding.get_stand_display()


def desk_choices(user, today):
    """(filter, key, words, group) of all that one can narrow the worklist by, in one query."""
    desks = rollen_van(user).meldpunt_gemeenten
    kinds = {soort for seat in rollen_van(user).meldpunt for soort in seat.soorten}
    seats = Aanstelling.objects.current(today).filter(rol=Aanstelling.Rol.MELDPUNT, gemeente__in=desks)
    nobody = Value("", output_field=CharField())
    rows = [
        _choices("buurt", Buurt.objects.visible_to(user).filter(gemeente__in=desks), "pk", "naam", nobody),
        _choices("bij", Partner.objects.visible_to(user).filter(gemeente__in=desks), "pk", "naam", nobody),
        _choices("wie", seats.exclude(gebruiker=user), "gebruiker_id", "gebruiker__naam", nobody),
        _choices(
            "categorie",
            Categorie.objects.visible_to(user).filter(gemeente__in=desks, soort__in=kinds),
            "pk",
            "naam",
            F("soort"),
        ),
    ]
    return sorted(rows[0].union(*rows[1:]), key=lambda row: (row[3], row[2].casefold(), row[1]))


def _choices(filter_name, queryset, key, words, group):
    named = queryset.order_by().annotate(
        _filter=Value(filter_name, output_field=CharField()), _sleutel=F(key), _woorden=F(words), _groep=group
    )
    return named.values_list("_filter", "_sleutel", "_woorden", "_groep")


def colleagues(user, today):
    """Who sits at the same meldpunt today, as choices."""
    seats = Aanstelling.objects.current(today).filter(
        rol=Aanstelling.Rol.MELDPUNT, gemeente__in=rollen_van(user).meldpunt_gemeenten
    )
    return list(
        seats.exclude(gebruiker=user).order_by("gebruiker__naam").values_list("gebruiker", "gebruiker__naam").distinct()
    )
