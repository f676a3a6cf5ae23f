"""The texts that a gemeente may word in its own way: the default, where it stands, and what may be filled in (E013)."""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from teams.models import GemeenteTekst

PLACE = re.compile(r"\{(\w+)\}")
ALWAYS = ("gemeente", "telefoon")
EXAMPLES = {
    "nummer": "4071-2268",
    "datum": "17 november",
    "melding": "4071-2268, Straat en groen, Molenkwartier",
}


@dataclass(frozen=True)
class Tekst:
    """One text: ``plaatsen`` may be filled in beside gemeente and telefoon, ``nodig`` must be."""

    naam: str
    waar: str
    standaard: str
    plaatsen: tuple[str, ...] = ()
    nodig: tuple[str, ...] = ()
    voor: str = ""  # what stands before and after it, for the preview
    na: str = field(default="")
    aanvullen: bool = False  # the default says only what the product knows: the gemeente has to complete it

    @property
    def mag(self):
        """All places that may be filled in."""
        return (*ALWAYS, *self.plaatsen)


AFTER_RECEIPT = _(
    "Uiterlijk 20 november hoort u of iemand het oppakt.\n"
    "Uiterlijk 1 december krijgt u antwoord, of een nieuwe datum.\n\n"
    "Bekijk uw melding: (link)"
)
AFTER_ASK = _("Bekijk de vraag: (link)\nU hebt geen account nodig.\n\nLiever bellen of deze mail beantwoorden?")
TEKSTEN = {
    "geen_klikken": Tekst(
        _("Melden is geen klikken"),
        _("Boven het formulier van Zorgen om iemand"),
        _("Melden is geen klikken. U vraagt hulp voor iemand. U hoeft niet te weten wat er aan de hand is."),
    ),
    "verstuurd": Tekst(
        _("Na het versturen"),
        _("Op de pagina die de melder ziet na het versturen"),
        _("Het meldpunt leest de melding en kijkt wie kan helpen."),
    ),
    "niet_horen": Tekst(
        _("Wat u niet hoort"),
        _("Voor en na het versturen van Zorgen om iemand"),
        _("U hoort niet hoe het met de persoon gaat, en ook niet wie er helpt. Dat is privé."),
    ),
    "mail_ontvangen": Tekst(
        _("Begin van de bevestiging"),
        _("In de mail aan de melder, meteen na het versturen"),
        _("Dank u wel. Uw melding {nummer} is binnen."),
        plaatsen=("nummer",),
        nodig=("nummer",),
        na=AFTER_RECEIPT,
    ),
    "mail_partner": Tekst(
        _("Begin van de vraag aan een partner"),
        _("In de mail aan de partner"),
        _("Een buurtprevent gaf iets door: {melding}.\nWilt u dit oppakken? Laat het uiterlijk {datum} weten."),
        plaatsen=("melding", "datum"),
        nodig=("melding", "datum"),
        voor=_("Beste Hennie Zwagerman,"),
        na=AFTER_ASK,
    ),
    "antwoord_klaar": Tekst(
        _("Vertrouwelijk antwoord: afgerond"),
        _("Voorstel voor het antwoord op een vertrouwelijke melding"),
        _("Afgerond. De juiste mensen weten ervan. Meer mogen wij niet zeggen. Dank u wel dat u het doorgaf."),
    ),
    "antwoord_bezig": Tekst(
        _("Vertrouwelijk antwoord: iemand is bezig"),
        _("Voorstel voor het antwoord op een vertrouwelijke melding"),
        _("Iemand is ermee bezig. Meer mogen wij niet zeggen. Dank u wel dat u het doorgaf."),
    ),
    "antwoord_niets": Tekst(
        _("Vertrouwelijk antwoord: wij konden niets"),
        _("Voorstel voor het antwoord op een vertrouwelijke melding"),
        _("Wij konden hier niets mee, want er stond te weinig in om mee verder te gaan. Toch goed dat u het doorgaf."),
    ),
    "uitstel": Tekst(
        _("Het duurt langer"),
        _("Bericht aan de melder als wij de datum niet halen"),
        _("Het duurt langer. Dat ligt niet aan u. U hoort uiterlijk {datum} van ons."),
        plaatsen=("datum",),
        nodig=("datum",),
    ),
    "niet_passend": Tekst(
        _("Antwoord als de tekst niet past"),
        _("Voorstel voor het antwoord als iemand schreef wie iemand is in plaats van wat er gebeurde"),
        _(
            "Dank u wel dat u oplet. Wij schrijven op wat iemand doet, niet wie iemand is. "
            "Wij volgen geen mensen. Daarom bewaren wij deze tekst niet en doen wij er niets mee.\n\n"
            "Ziet u iets gebeuren? Schrijf dan op wat u zag, waar en wanneer. Dan kijken wij graag mee. "
            "Wilt u erover praten? Bel het meldpunt."
        ),
    ),
    "niet_vastgelegd": Tekst(
        _("Na het bellen over iets dat wij niet bewaren"),
        _("Op de pagina na “Ik heb gebeld”"),
        _("Wij bewaren hier niets over."),
    ),
    "teambericht": Tekst(
        _("Waarom dit telt"),
        _("In het bericht van de maand aan een team"),
        _(
            "Waarom dit telt: wat u vroeg doorgeeft, is vaak nog klein. Dan past lichtere hulp, redden mensen zich "
            "langer zelf en blijft de buurt heel."
        ),
    ),
    "privacy_verantwoordelijk": Tekst(
        _("Wie is verantwoordelijk?"),
        _("Op de pagina Privacy"),
        _(
            "De gemeente {gemeente} is verantwoordelijk voor deze gegevens. "
            "Het college van burgemeester en wethouders beslist waarvoor en hoe wij ze gebruiken."
        ),
        aanvullen=True,
    ),
    "privacy_functionaris": Tekst(
        _("Vragen over uw gegevens?"),
        _("Op de pagina Privacy"),
        _(
            "De gemeente {gemeente} heeft een functionaris voor gegevensbescherming. Die let op of wij goed met uw "
            "gegevens omgaan. Bel {telefoon} en vraag naar deze functionaris."
        ),
        aanvullen=True,
    ),
    "privacy_waarvoor": Tekst(
        _("Waarvoor gebruiken wij uw gegevens, en waarom mag dat?"),
        _("Op de pagina Privacy"),
        _(
            "Wij gebruiken wat u schrijft om te kijken wie kan helpen, en om u te antwoorden. Met cijfers zonder namen "
            "kijken wij wat beter kan. Wij verkopen niets en geven niets aan bedrijven die reclame maken.\n\n"
            "De gemeente heeft de taak om te zorgen voor een veilige buurt en voor mensen die hulp nodig hebben. "
            "Daarom mag dit (AVG artikel 6, lid 1, onder e). Voor uw account hebben wij uw gegevens nodig om met u "
            "samen te werken."
        ),
        aanvullen=True,
    ),
    "privacy_rechten": Tekst(
        _("Uw rechten"),
        _("Op de pagina Privacy"),
        _(
            "U mag weten wat wij over u bewaren. U mag vragen om het te veranderen of weg te halen. U mag ook bezwaar "
            "maken. Vraag dat aan de gemeente {gemeente}: bel {telefoon}. U hoort binnen een maand van ons.\n\n"
            "Vindt u dat wij het niet goed doen? Dan kunt u klagen bij de Autoriteit Persoonsgegevens."
        ),
        aanvullen=True,
    ),
    "toegankelijk_status": Tekst(
        _("Hoe toegankelijk is deze site?"),
        _("Op de pagina Toegankelijkheid"),
        _(
            "De gemeente {gemeente} wil dat iedereen deze site kan gebruiken. Daarvoor gelden regels: de standaard "
            "EN 301 549, met WCAG, niveau AA. Elke pagina is getest met een programma. Mensen hebben de site nog niet "
            "onderzocht. Daarom weten wij nog niet of de site aan alle regels voldoet."
        ),
        aanvullen=True,
    ),
    "toegankelijk_problemen": Tekst(
        _("Wat gaat er nog niet goed?"),
        _("Op de pagina Toegankelijkheid"),
        _("Wij weten nu van geen problemen. Na het onderzoek door mensen staat hier wat er beter moet, en wanneer."),
        aanvullen=True,
    ),
    "toegankelijk_melden": Tekst(
        _("Lukt iets niet?"),
        _("Op de pagina Toegankelijkheid"),
        _(
            "Zeg het tegen uw coördinator, of bel de gemeente {gemeente}: {telefoon}. Vertel welke pagina het was en "
            "wat er niet lukte. U hoort binnen 5 werkdagen van ons.\n\n"
            "Helpt ons antwoord u niet? Dan kunt u naar de Nationale ombudsman of het College voor de Rechten van de "
            "Mens."
        ),
        aanvullen=True,
    ),
}


def tekst_van(gemeente, sleutel, **plaatsen):
    """The text of this gemeente, or the default, with its places filled in; a place without a value stays."""
    own = own_texts(gemeente).get(sleutel) if gemeente else None
    return filled(own or str(TEKSTEN[sleutel].standaard), gemeente, plaatsen)


def own_texts(gemeente):
    """What this gemeente worded itself: one query per gemeente, remembered on the instance."""
    if not hasattr(gemeente, "_teksten"):
        gemeente._teksten = dict(GemeenteTekst.objects.filter(gemeente=gemeente).values_list("sleutel", "tekst"))
    return gemeente._teksten


def to_complete(gemeente):
    """The texts that this gemeente has to complete and has not yet."""
    own = own_texts(gemeente)
    return [tekst for sleutel, tekst in TEKSTEN.items() if tekst.aanvullen and sleutel not in own]


def filled(tekst, gemeente, plaatsen):
    """The text with its places filled in."""
    here = {"gemeente": gemeente.naam, "telefoon": gemeente.meldpunt_telefoon} if gemeente else {}
    values = here | {naam: str(waarde) for naam, waarde in plaatsen.items()}
    return PLACE.sub(lambda place: values.get(place[1], place[0]), tekst)


def unknown_places(sleutel, tekst):
    """Places in ``tekst`` that this text does not know, as they stand there; a loose brace too."""
    wrong = [f"{{{naam}}}" for naam in PLACE.findall(tekst) if naam not in TEKSTEN[sleutel].mag]
    return wrong or [brace for brace in PLACE.sub("", tekst) if brace in "{}"][:1]


def missing_places(sleutel, tekst):
    """Places that must be there and are not."""
    there = PLACE.findall(tekst)
    return [f"{{{naam}}}" for naam in TEKSTEN[sleutel].nodig if naam not in there]
