"""What the log says about one melding, in words that the meldpunt reads; and who looked at it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from buurtpreventie.accounts.models import Gebruiker
from buurtpreventie.audit.models import Logregel
from buurtpreventie.audit.querysets import OPENING
from buurtpreventie.ui.dates import day_in_words
from meldingen.actions.photos import OPENED
from meldingen.models import (
    AanzienReden,
    Categorie,
    FotoReden,
    ModeratieReden,
    NiveauReden,
    Uitkomst,
    VerlaagReden,
    ZwartReden,
)
from opvolging.models import GeenAntwoord, Ingelicht, Schaalstap, TeruggaveReden, Terugkoppeling
from opvolging.openings import CONTACT, PERSON, in_words, part_of
from teams.models import Contact, Niveau

# Sentences about the melder never hold a name: it may have been withdrawn since.
SENTENCES = {
    "melding.ontvangen": gettext_lazy("De melding kwam binnen."),
    "melding.opgepakt": gettext_lazy("%(wie)s pakte de melding op."),
    "melding.overgenomen": gettext_lazy("%(wie)s nam de melding over."),
    "melding.onderwerp": gettext_lazy("%(wie)s koos een ander onderwerp: %(van)s werd %(naar)s."),
    "melding.niveau_verhoogd": gettext_lazy("Het niveau ging omhoog naar %(niveau)s.%(reden)s"),
    "melding.aangevuld": gettext_lazy("De melder voegde iets toe."),
    "melding.ingetrokken": gettext_lazy("De melder trok de melding in."),
    "melding.naam_ingetrokken": gettext_lazy("De melder trok zijn naam in."),
    "melding.afgerond": gettext_lazy("De melding is afgerond: %(uitkomst)s."),
    "melding.beantwoord": gettext_lazy("%(wie)s gaf antwoord aan de melder."),
    "vraag.kenmerk": gettext_lazy("%(wie)s schreef het kenmerk bij %(partner)s op."),
    "vraag.onbestelbaar": gettext_lazy("De mail aan %(partner)s kwam terug. %(wie)s legde dat vast."),
    "vraag.opnieuw_gemaild": gettext_lazy("%(wie)s mailde de vraag opnieuw aan %(partner)s."),
    "bezorging.klaargezet": gettext_lazy("%(wie)s zette een bericht klaar om door te geven."),
    "bezorging.niet_bereikt": gettext_lazy("%(wie)s probeerde de melder te bereiken. Dat lukte niet."),
    "bezorging.teruggenomen": gettext_lazy("%(wie)s nam het bericht aan de melder terug om het anders te schrijven."),
    "melding.geen_antwoord": gettext_lazy("%(wie)s legde vast waarom er geen antwoord kan zijn: %(reden_code)s."),
    "melding.tussenbericht": gettext_lazy("%(wie)s liet de melder weten hoe het ervoor staat."),
    "melding.belofte_verzet": gettext_lazy("De melder kreeg vanzelf een nieuwe datum."),
    "melding.oordeel": gettext_lazy("De melder reageerde: %(oordeel)s."),
    "melding.heropend": gettext_lazy("De melding ging weer open."),
    "melding.aanzien": gettext_lazy("%(wie)s kijkt het even aan tot %(dag)s.%(aanzien)s"),
    "melding.weer_verder": gettext_lazy("%(wie)s ging weer verder."),
    "melding.wakker": gettext_lazy("De dag kwam om weer te kijken. De melding loopt weer."),
    "melding.niveau_verlaagd": gettext_lazy("Het niveau ging omlaag naar %(niveau)s.%(verlaagd)s"),
    "melding.verlaging_gevraagd": gettext_lazy("%(wie)s vroeg een tweede persoon om een lager niveau.%(verlaagd)s"),
    "melding.verlaging_geweigerd": gettext_lazy("%(wie)s was het niet eens met een lager niveau."),
    "melding.stap": gettext_lazy("%(wie)s zette %(stap)s.%(stapreden)s"),
    "melding.ingelicht": gettext_lazy("%(wie)s legde vast of de bewoner het weet: %(ingelicht)s."),
    "melding.vraag_melder": gettext_lazy("%(wie)s stelde de melder een vraag."),
    "melding.vraag_melder_antwoord": gettext_lazy("De melder gaf antwoord op de vraag."),
    "melding.vraag_melder_verder": gettext_lazy("De melding gaat verder zonder antwoord op de vraag."),
    "melding.zwart": gettext_lazy("%(wie)s maakte woorden zwart: %(tekens)s tekens, %(aantal)s keer.%(zwart)s"),
    "melding.gemodereerd": gettext_lazy("%(wie)s sloot de melding en maakte de tekst zwart.%(moderatie)s"),
    "melding.toegewezen": gettext_lazy("%(wie)s gaf de melding aan %(aan)s."),
    "melding.op_wislijst": gettext_lazy("De melding kwam op de lijst van wat wordt gewist."),
    "melding.van_wislijst": gettext_lazy("De melding ging van de lijst van wat wordt gewist."),
    "melding.aanhouding_gevraagd": gettext_lazy("%(wie)s vroeg om de melding langer te bewaren."),
    "melding.aangehouden": gettext_lazy("%(wie)s vond ook dat de melding langer moet blijven, tot en met %(dag)s."),
    "melding.aanhouding_geweigerd": gettext_lazy("%(wie)s vond niet dat de melding langer moet blijven."),
    "melding.aanhouding_gestopt": gettext_lazy("De melding wordt niet langer bewaard."),
    "melding.gewist": gettext_lazy("De inhoud is gewist."),
    "melding.gesplitst": gettext_lazy("%(wie)s maakte er een tweede melding van."),
    "melding.dubbel": gettext_lazy("%(wie)s sloot de melding: het is dezelfde als een andere."),
    "melding.samen": gettext_lazy("%(wie)s behandelt de melding samen met andere meldingen."),
    "melding.los": gettext_lazy("De melding wordt weer apart behandeld."),
    "melding.gebeld": gettext_lazy("%(wie)s belde de melder."),
    "melding.team_verteld": gettext_lazy("%(wie)s schreef op wat het team mag weten."),
    "melding.seintje": gettext_lazy("De coördinator van het team vroeg hoe het staat."),
    "melding.fotos_erbij": gettext_lazy("De melder voegde foto's toe: %(fotos)s."),
    "melding.foto_weg": gettext_lazy("%(wie)s haalde een foto weg.%(fotoreden)s"),
    "vraag.gesteld": gettext_lazy("%(wie)s vroeg %(partner)s."),
    "vraag.aangenomen": gettext_lazy("%(partner)s pakt het op.%(namens)s"),
    "vraag.teruggegeven": gettext_lazy("%(partner)s gaf de vraag terug: %(teruggave)s.%(namens)s"),
    "vraag.toegevoegd": gettext_lazy("%(partner)s liet iets weten.%(namens)s"),
    "vraag.afgerond": gettext_lazy("%(partner)s is klaar: %(uitkomst)s.%(namens)s"),
    "vraag.herzien": gettext_lazy("%(partner)s paste het antwoord aan.%(namens)s"),
    "vraag.doorgegeven": gettext_lazy("%(wie)s gaf de vraag aan %(partner)s door aan een andere contactpersoon."),
    "vraag.ingetrokken": gettext_lazy("%(wie)s trok de vraag aan %(partner)s in."),
    "toegang.bevroren": gettext_lazy("Een link staat dicht: iemand vulde tien keer een verkeerde code in."),
    "toegang.vernieuwd": gettext_lazy("%(wie)s stuurde %(partner)s een nieuwe link."),
}
BY_PHONE_OR_MAIL = {"telefoon": gettext_lazy("per telefoon"), "mail": gettext_lazy("per mail")}


@dataclass(frozen=True)
class Gebeurtenis:
    """One line of the history."""

    op: datetime
    zin: str


@dataclass
class Lezer:
    """Somebody who opened the contents: the first and the last time, and how often."""

    naam: str
    eerst: datetime
    laatst: datetime
    keer: int


def history_of(melding, asks):
    """What happened, the newest first."""
    lines = list(Logregel.objects.about(melding).exclude(gebeurtenis=OPENING).order_by("-id"))
    words = _Words(melding, asks, lines)
    return [Gebeurtenis(line.op, words.sentence(line)) for line in lines]


def readers_of(melding):
    """Who opened the contents, the last one first; the melder and the team are not named."""
    lines = list(Logregel.objects.about(melding).openings().select_related("reden"))
    readers = {}
    for line, told in zip(lines, in_words(lines, melding.gemeente, about=melding), strict=True):
        reader = readers.setdefault(told.naam, Lezer(told.naam, line.op, line.op, 0))
        reader.laatst = line.op
        reader.keer += part_of(line) != OPENED  # photos come with the page
    return sorted(readers.values(), key=lambda reader: reader.laatst, reverse=True)


def _names(lines):
    """Names of all who act in these lines: two queries."""
    ids = {kind: {line.actor_id for line in lines if line.actor_soort == kind} for kind in (PERSON, CONTACT)}
    ids[PERSON] |= {line.details["aan"] for line in lines if line.details.get("aan")}
    people = Gebruiker.objects.filter(pk__in=ids[PERSON]).values_list("pk", "naam")
    contacts = Contact.objects.filter(pk__in=ids[CONTACT]).values_list("pk", "naam", "partner__naam")
    return {(PERSON, pk): naam for pk, naam in people} | {
        (CONTACT, pk): f"{naam} ({partner})" for pk, naam, partner in contacts
    }


class _Words:
    """The words of one history: names, partners, categories and codes looked up once."""

    def __init__(self, melding, asks, lines):
        self.names = _names(lines)
        self.partners = {ask.pk: ask.partner.naam for ask in asks}
        codes = {code for line in lines for code in (line.details.get("van"), line.details.get("naar")) if code}
        self.categories = _category_names(melding, codes) if codes else {}

    def sentence(self, line):
        """A line in words; an event without a sentence keeps its code, so nothing is hidden."""
        sentence = SENTENCES.get(line.gebeurtenis)
        return str(sentence) % self._facts(line) if sentence else line.gebeurtenis

    def _facts(self, line):
        details = line.details
        return {
            "wie": self.names.get((line.actor_soort, line.actor_id), _("Het systeem")),
            "partner": self.partners.get(details.get("opvolging"), _("Een partner")),
            "van": self.categories.get(details.get("van"), details.get("van")),
            "naar": self.categories.get(details.get("naar"), details.get("naar")),
            "niveau": _label(Niveau, details.get("niveau")).lower(),
            "reden": _in_words(NiveauReden, details.get("reden")),
            "reden_code": _label(GeenAntwoord.Reden, details.get("reden")).lower(),
            "teruggave": _label(TeruggaveReden, details.get("reden")).lower(),
            "uitkomst": _label(Uitkomst, details.get("uitkomst")).lower(),
            "oordeel": _label(Terugkoppeling.Oordeel, details.get("oordeel")).lower(),
            "namens": self._on_behalf(line),
            "aan": self.names.get((PERSON, details.get("aan")), _("een collega")),
            "dag": day_in_words(date.fromisoformat(details["tot"])) if details.get("tot") else "",
            "aanzien": _in_words(AanzienReden, details.get("reden")),
            "verlaagd": _in_words(VerlaagReden, details.get("reden")),
            "stap": _label(Schaalstap.Richting, details.get("richting")).lower(),
            "stapreden": _in_words(Schaalstap.Reden, details.get("reden")),
            "ingelicht": _label(Ingelicht.Stand, details.get("stand")).lower(),
            "tekens": details.get("tekens"),
            "aantal": details.get("keer"),
            "fotos": details.get("aantal"),
            "fotoreden": _in_words(FotoReden, details.get("reden")),
            "zwart": _in_words(ZwartReden, details.get("reden")),
            "moderatie": _in_words(ModeratieReden, details.get("reden")),
        }

    def _on_behalf(self, line):
        if line.actor_soort != PERSON:
            return ""
        road = BY_PHONE_OR_MAIL.get(line.details.get("langs"), "")
        return " " + _("Vastgelegd door %(wie)s, %(hoe)s.") % {
            "wie": self.names.get((PERSON, line.actor_id), ""),
            "hoe": road,
        }


def _category_names(melding, codes):
    rows = Categorie.objects.filter(gemeente=melding.gemeente_id, code__in=[str(code) for code in codes])
    return dict(rows.values_list("code", "naam"))


def _label(choices, value):
    return str(choices(value).label) if value in choices.values else str(value or "")


def _in_words(choices, value):
    return " " + _("Reden: %(reden)s.") % {"reden": _label(choices, value).lower()} if value else ""
