"""The sentences that may be said at each level, and the words that may not (formulieren, "Answers to the melder")."""

import re

from django.utils.translation import gettext as _

from buurtpreventie.ui.dates import day_in_words
from meldingen.models import Reactie, Uitkomst, WeetErvan, Zintuig, in_words
from teams.models import Niveau

MIN_LENGTH = 4


def proposed_antwoord(melding, resultaat=None):
    """The text to begin from: the partner's words for the melder at V0/V1, a fixed sentence at V2/V3."""
    if melding.vertrouwelijkheid >= Niveau.V2:
        return confidential_sentences(melding.uitkomst)[0]
    words = resultaat.voor_melder if resultaat else ""
    thanks = _("Dank u wel voor uw melding.")
    return f"{thanks} {words}".strip()


def confidential_sentences(uitkomst=""):
    """The three sentences for V2 and V3, the fitting one first."""
    done = _("Afgerond. De juiste mensen weten ervan. Meer mogen wij niet zeggen. Dank u wel dat u het doorgaf.")
    busy = _("Iemand is ermee bezig. Meer mogen wij niet zeggen. Dank u wel dat u het doorgaf.")
    nothing = _(
        "Wij konden hier niets mee, want er stond te weinig in om mee verder te gaan. Toch goed dat u het doorgaf."
    )
    if uitkomst == Uitkomst.BEKEND:
        return [busy, done, nothing]
    if uitkomst in (Uitkomst.TE_WEINIG, Uitkomst.NIET_VAN_ONS):
        return [nothing, done, busy]
    return [done, busy, nothing]


def delay_sentence(nieuwe_datum):
    """An honest new date."""
    return _("Het duurt langer. Dat ligt niet aan u. U hoort uiterlijk %(datum)s van ons.") % {
        "datum": day_in_words(nieuwe_datum)
    }


def too_telling(melding, tekst):
    """The first word in ``tekst`` that names the partner or the address of a V2 or V3 melding; None when it is fine."""
    if melding.vertrouwelijkheid < Niveau.V2:
        return None
    return next((word for word in _secret_words(melding) if _says(tekst, word)), None)


def _says(tekst, word):
    """As a whole word: the partner MEE does not stand in "meer"."""
    return re.search(rf"(?<!\w){re.escape(word.casefold())}(?!\w)", tekst.casefold()) is not None


def _secret_words(melding):
    for ask in melding.opvolgingen.select_related("partner", "contact"):
        yield ask.partner.naam
        yield ask.partner.get_soort_display()
        if ask.contact:
            yield ask.contact.naam
    straat = melding.inhoud.straat.strip()
    if len(straat) >= MIN_LENGTH:
        yield straat


def prefilled_extract(melding, inhoud):
    """What a partner may read, to begin from: facts and place; no suspicion, and no name unless the melder agreed."""
    facts = [
        ("", inhoud.waarneming),
        (_("Hoe gemerkt"), in_words(Zintuig.choices, inhoud.zintuigen)),
        (_("Waar"), ", ".join(filter(None, [inhoud.adres, melding.buurt.naam]))),
        (_("Sinds wanneer"), inhoud.sinds),
        (_("Hoe vaak"), inhoud.hoe_vaak),
        (_("Wat is er veranderd"), inhoud.veranderd),
        (_("Om wie gaat het"), inhoud.om_wie),
        (_("Weet de persoon ervan"), in_words(WeetErvan.choices, inhoud.weet_ervan)),
        (_("Reactie van de persoon"), in_words(Reactie.choices, inhoud.reactie)),
        (_("Al hulp betrokken"), inhoud.hulp_betrokken),
        (_("Wat wil de persoon zelf"), inhoud.wil_zelf),
        (_("Let op"), _("Iemand kan vallen of zich pijn doen.") if melding.gevaar else ""),
        (_("Gemeld door"), melding.melder.naam if melding.naam_delen and melding.melder else ""),
    ]
    return "\n".join(f"{what}: {words}" if what else words for what, words in facts if words)
