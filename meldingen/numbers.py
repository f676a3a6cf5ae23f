"""Whom to call: the numbers of the country and of one gemeente, and when its meldpunt is there."""

from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext_lazy as _

from buurtpreventie.ui.dates import WEEKDAYS, day, relative_day, time_in_words, weekday_in_words
from meldingen.models import Categorie, Spoed
from teams.clocks import Kalender, local_date
from teams.models import Belnummer, Niveau, Partner


@dataclass(frozen=True)
class Nummer:
    """A telephone number and what it is for."""

    naam: str
    nummer: str
    tekst: str = ""

    @property
    def tel(self):
        """The number as a phone dials it."""
        return "".join(sign for sign in self.nummer if sign.isdigit() or sign == "+")

    @property
    def is_112(self):
        return self.nummer == "112"


N112 = Nummer(_("Nu gevaar"), "112", _("Gebeurt het nu, of telt elke seconde? Bel 112."))
POLITIE = Nummer(_("Politie, geen spoed"), "0900-8844", _("U wilt de politie spreken, maar er is geen haast bij."))
VEILIG_THUIS = Nummer(
    _("Veilig Thuis"),
    "0800-2000",
    _("Bij geweld of verwaarlozing thuis. Gratis, dag en nacht. U kunt ook alleen advies vragen, zonder uw naam."),
)
N113 = Nummer(
    _("113, bij gedachten aan zelfmoord"),
    "113",
    _("Ook als u zich zorgen maakt om een ander. Dag en nacht. Gratis via 0800-0113."),
)
ZORGWEKKEND = Nummer(
    _("Meldpunt Zorgwekkend Gedrag"),
    "0800-1205",
    _("Zorgen om iemand, maar geen spoed. Gratis. Niet overal dag en nacht open."),
)
ANONIEM = Nummer(
    _("Meld Misdaad Anoniem"),
    "0800-7000",
    _("U weet iets over een misdrijf en wilt niet bekend worden. Niet voor spoed. U krijgt geen antwoord."),
)
DIER = Nummer(_("Dier in nood"), "144", _("Voor een dier dat nu hulp nodig heeft."))
GAS = Nummer(
    _("Storing gas of stroom"),
    "0800-9009",
    _("Ruikt u gas? Ga naar buiten. Geen vuur en geen schakelaars. Bel op afstand."),
)
LANDELIJK = {
    Spoed.S112: N112,
    Spoed.SPOL: POLITIE,
    Spoed.SVT: VEILIG_THUIS,
    Spoed.SZG: ZORGWEKKEND,
    Spoed.S113: N113,
    Spoed.SMMA: ANONIEM,
    Spoed.SGAS: GAS,
    Spoed.SDIER: DIER,
}


def urgent_number(categorie, now) -> Nummer | None:
    """The number that stands beside this category, or None when it has no hurry."""
    if categorie.spoed == Spoed.SGEM:
        return gemeente_number(categorie.gemeente, now)
    return LANDELIJK.get(categorie.spoed)


def numbers_when_nothing_is_kept(code):
    """Whom to call about this code when nothing may be kept of it; empty for any other, or for no code at all."""
    spoed = Categorie.objects.filter(code=code, vertrouwelijkheid=Niveau.V4).values_list("spoed", flat=True)
    return list(dict.fromkeys([*(LANDELIJK[one] for one in spoed if one in LANDELIJK), N112])) if spoed else []


def gemeente_number(gemeente, now) -> Nummer:
    """The gemeente; outside its opening hours the number that answers then."""
    if Kalender.of(gemeente).is_open(now):
        return Nummer(_("De gemeente"), gemeente.telefoon, _("Gevaarlijk, maar geen 112? Bel de gemeente."))
    return out_of_hours_number(gemeente)


def out_of_hours_number(gemeente) -> Nummer:
    """The number that answers when the meldpunt is closed."""
    return Nummer(
        _("De gemeente, buiten openingstijd"),
        gemeente.buiten_openingstijd_telefoon,
        _("Gevaarlijk, maar geen 112? Het meldpunt is nu dicht. Bel dit nummer."),
    )


def meldpunt_number(gemeente, now) -> Nummer:
    """The meldpunt, with whether it is open."""
    return Nummer(_("Meldpunt van de gemeente"), gemeente.meldpunt_telefoon, open_now(gemeente, now))


def worry_numbers():
    """For who worries about somebody, beside the meldpunt."""
    return [VEILIG_THUIS, ZORGWEKKEND, N113]


def all_numbers(gemeente):
    """Everything on "Wie bel ik?" beside 112 and the meldpunt, the most urgent first; true at any hour, as on paper."""
    local = [Nummer(_("De gemeente"), gemeente.telefoon, outside_hours(gemeente))] if gemeente else []
    return [POLITIE, *local, VEILIG_THUIS, N113, ZORGWEKKEND, DIER, GAS, ANONIEM]


def outside_hours(gemeente):
    """What to do when there is danger without haste and the gemeente is closed."""
    return _("Gevaarlijk, maar geen 112? Is de gemeente dicht? Bel dan %(nummer)s.") % {
        "nummer": gemeente.buiten_openingstijd_telefoon
    }


def own_numbers(gemeente):
    """What this gemeente put on the list itself, in its own order."""
    rows = Belnummer.objects.active().filter(gemeente=gemeente)
    return [Nummer(row.naam, row.nummer, row.tekst) for row in rows]


@dataclass(frozen=True)
class PartnerNummer(Nummer):
    """A partner with whether it is there now, its week, and what to do outside its hours (E150)."""

    nu: str = ""
    week: tuple = ()


def partner_numbers(gemeente, now):
    """The partners that everybody may ring; without hours nobody knows whether they are there."""
    for partner in Partner.objects.to_call().filter(gemeente=gemeente):
        kalender = Kalender.of(gemeente).with_hours(partner.tijden.all())
        nu = open_in_words(kalender, now) if kalender.openingstijden else ""
        yield PartnerNummer(
            partner.naam, partner.telefoon, partner.openingstijden, nu=nu, week=tuple(week_in_words(kalender))
        )


# --- opening hours ---------------------------------------------------------------------------


def open_now(gemeente, now):
    """Nu open tot 17.00 uur. / Nu dicht. Weer open op maandag om 8.30 uur."""
    return open_in_words(Kalender.of(gemeente), now)


def open_in_words(kalender, now):
    """The same for any calendar: of a gemeente, or of a partner."""
    if kalender.is_open(now):
        return _("Nu open, tot %(tijd)s.") % {"tijd": time_in_words(kalender.hours_on(local_date(now))[1])}
    opens = opens_at(kalender, now)
    return _("Nu dicht. Weer open: %(wanneer)s.") % {"wanneer": opens} if opens else _("Nu dicht.")


def reads_at(gemeente, now):
    """When the meldpunt is there again: "morgen om 8.30 uur", "maandag om 8.30 uur"; empty when it never is."""
    return opens_at(Kalender.of(gemeente), now)


def opens_at(kalender, now):
    """When the doors open, in words; empty when they never do."""
    opens = kalender.next_opening(now)
    if opens is None:
        return ""
    today = local_date(now)
    distance = (day(opens) - today).days
    if distance <= 1:
        words = relative_day(opens, today)
    else:
        words = WEEKDAYS[day(opens).weekday()] if distance < 7 else weekday_in_words(opens, today)
    return _("%(dag)s om %(tijd)s") % {"dag": words, "tijd": time_in_words(opens)}


def week_hours(gemeente):
    """The opening hours in a few words per run of days: ("maandag tot en met vrijdag", "8.30 tot 17.00 uur")."""
    return week_in_words(Kalender.of(gemeente))


def week_in_words(kalender):
    runs = groupby(range(7), key=kalender.openingstijden.get)
    return [(_days(list(days)), _hours(*times)) for times, days in runs if times]


def _days(days):
    first, last = WEEKDAYS[days[0]], WEEKDAYS[days[-1]]
    return first if first == last else _("%(van)s tot en met %(tot)s") % {"van": first, "tot": last}


def _hours(van, tot):
    return _("%(van)s tot %(tot)s") % {"van": f"{van:%-H.%M}", "tot": f"{tot:%-H.%M} uur"}
