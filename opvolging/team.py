"""What a team waits for and what it can learn: only what its reader may see (ontwerp §4), never per person."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from buurtpreventie.database import as_figures
from buurtpreventie.ui.dates import date_in_words
from meldingen.models import Melding, Stand
from opvolging.models import Mist, Nuttig, Opvolging, Resultaat, Seintje, Terugkoppeling
from opvolging.progress import badge
from teams.clocks import Kalender, local_date
from teams.models import Niveau, Soort

QUIET_WORKING_DAYS = 5  # so long without news, and a coordinator may ask how it stands
LOOK_BACK = timedelta(days=183)
ENOUGH_ANSWERS = 3

TIPS = {
    Mist.PLEK: gettext_lazy(
        "Wie helpt, zocht soms naar de plek. Schrijf de straat en het nummer op, of wat ernaast is."
    ),
    Mist.TIJD: gettext_lazy("Wie helpt, wist soms niet wanneer het was. Schrijf de dag en het uur erbij."),
    Mist.WAT: gettext_lazy("Wie helpt, miste soms wat er te zien was. Schrijf op wat u zag, hoorde of rook."),
    Mist.HOE_VAAK: gettext_lazy("Wie helpt, wil vaak weten of het vaker gebeurt. Schrijf op hoe vaak u het merkte."),
    Mist.FOTO: gettext_lazy("Een foto van de plek of de schade helpt. Neem geen mensen of kentekens op de foto."),
}


@dataclass(frozen=True)
class Wacht:
    """One melding that a team waits for, as its coordinator reads it."""

    melding: Melding
    status: dict
    dagen: str
    woorden: str
    laat: bool
    nieuws: datetime | None  # when somebody last told the melder something
    gevraagd: datetime | None  # the last nudge, as long as nothing was told since
    vandaag_gevraagd: bool
    vanaf: date | None  # from when one may ask how it stands; None: now

    @property
    def kan_vragen(self):
        return self.vanaf is None


def waiting_meldingen(user, team):
    """The open meldingen of a team that this person may read, the longest waiting first."""
    told = Terugkoppeling.objects.to_melder().filter(melding=OuterRef("pk"), door__isnull=False).order_by("-op")
    asked = Seintje.objects.filter(melding=OuterRef("pk")).order_by("-op")
    mine = Melding.objects.visible_to(user).of_teams(user).open().filter(team=team)
    return (
        mine.select_related("categorie", "buurt", "gemeente")
        .annotate(nieuws=Subquery(told.values("op")[:1]), gevraagd=Subquery(asked.values("op")[:1]))
        .order_by("gemeld_op", "pk")
    )


def as_waiting(melding, kalender, now):
    """The melding of ``waiting_meldingen`` in words."""
    today = local_date(now)
    from_day = nudge_from(melding, melding.nieuws, kalender)
    laat, woorden = _promise(melding, today)
    asked = melding.gevraagd if not melding.nieuws or (melding.gevraagd and melding.gevraagd > melding.nieuws) else None
    return Wacht(
        melding=melding,
        status=badge(melding),
        dagen=_waits((today - local_date(melding.gemeld_op)).days),
        woorden=woorden,
        laat=laat,
        nieuws=melding.nieuws,
        gevraagd=asked,
        vandaag_gevraagd=bool(melding.gevraagd) and local_date(melding.gevraagd) == today,
        vanaf=from_day if from_day > today else None,
    )


def _waits(days):
    return ngettext("Wacht %(n)s dag", "Wacht %(n)s dagen", days) % {"n": days} if days else _("Vandaag gemeld")


def _promise(melding, today):
    """Whether the promise is over, and what the melder may still expect."""
    if melding.stand == Stand.AANZIEN:
        words = _("Het meldpunt kijkt het even aan, tot %(datum)s.")
        return False, words % {"datum": date_in_words(melding.aanzien_tot, today)}
    if melding.reageren_voor:
        words = _("Nog niets gehoord. Uiterlijk %(datum)s hoort de melder of iemand het oppakt.")
        late = _("Nog niets gehoord. Dat had uiterlijk %(datum)s gemoeten.")
        return _late_or_not(melding.reageren_voor, today, words, late)
    words = _("Antwoord verwacht uiterlijk %(datum)s.")
    return _late_or_not(melding.antwoord_voor, today, words, _("Het antwoord had er %(datum)s moeten zijn."))


def _late_or_not(day, today, words, late):
    return day < today, (late if day < today else words) % {"datum": date_in_words(day, today)}


def nudge_from(melding, nieuws, kalender: Kalender):
    """The first day to ask how it stands: after a promise is over, or five working days without news from a person."""
    after_promise = melding.wakes_on + timedelta(days=1)
    if melding.stand == Stand.AANZIEN:
        return after_promise
    last = max(filter(None, (melding.gemeld_op, melding.opgepakt_op, nieuws)))
    return min(after_promise, kalender.add_working_days(local_date(last), QUIET_WORKING_DAYS))


def latest_news(melding):
    """When a person last told the melder something; a date that moved by itself is no news."""
    told = melding.terugkoppelingen.to_melder().filter(door__isnull=False)
    return told.order_by("-op").values_list("op", flat=True).first()


# --- what made a melding useful ----------------------------------------------------------------


@dataclass(frozen=True)
class Tips:
    """How useful the meldingen of a team were, and what would make them more so."""

    antwoorden: int
    nuttig: tuple  # (label, number), in the order ja, deels, nee
    zinnen: tuple


@as_figures()
def tips_for(team, now):
    """The pattern of what partners missed in V0 and V1 of the last half year; None below three answers (E158)."""
    latest = Resultaat.objects.filter(opvolging=OuterRef("pk")).order_by("-versie")
    asks = Opvolging.objects.filter(
        melding__team=team,
        melding__vertrouwelijkheid__lte=Niveau.V1,
        stand="afgerond",
        beeindigd_op__gte=now - LOOK_BACK,
    ).exclude(melding__categorie__soort=Soort.TEAM)
    rows = asks.annotate(nuttig=Subquery(latest.values("nuttig")[:1]), mist=Subquery(latest.values("mist")[:1]))
    said = list(rows.filter(~Q(nuttig="")).values_list("nuttig", "mist"))
    if len(said) < ENOUGH_ANSWERS:
        return None
    useful = Counter(nuttig for nuttig, _mist in said)
    missed = Counter(code for _nuttig, codes in said for code in codes or [])
    return Tips(
        antwoorden=len(said),
        nuttig=tuple((choice.label, useful[choice]) for choice in Nuttig),
        zinnen=tuple(str(TIPS[Mist(code)]) for code, _n in missed.most_common()),
    )
