"""The sentences that may be said at each level, and the words that may not (formulieren, "Answers to the melder")."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from buurtpreventie.ui.dates import date_in_words, day_in_words
from meldingen.models import Reactie, Uitkomst, WeetErvan, Zintuig, in_words
from teams.models import Niveau, Soort
from teams.teksten import tekst_van

MIN_LENGTH = 4


def proposed_antwoord(melding, resultaat=None):
    """The text to begin from: the partner's words for the melder at V0/V1, a fixed sentence at V2/V3."""
    if melding.vertrouwelijkheid >= Niveau.V2:
        return confidential_sentences(melding.gemeente, melding.uitkomst)[0]
    words = resultaat.voor_melder if resultaat else ""
    thanks = _("Dank u wel voor uw melding.")
    return f"{thanks} {words}".strip()


def confidential_sentences(gemeente, uitkomst=""):
    """The three sentences for V2 and V3 in the words of this gemeente, the fitting one first."""
    done, busy, nothing = (tekst_van(gemeente, f"antwoord_{which}") for which in ("klaar", "bezig", "niets"))
    if uitkomst == Uitkomst.BEKEND:
        return [busy, done, nothing]
    if uitkomst in (Uitkomst.TE_WEINIG, Uitkomst.NIET_VAN_ONS):
        return [nothing, done, busy]
    return [done, busy, nothing]


def delay_sentence(gemeente, nieuwe_datum):
    """An honest new date."""
    return tekst_van(gemeente, "uitstel", datum=day_in_words(nieuwe_datum))


def too_telling(melding, tekst):
    """The first word in ``tekst`` that names the partner or the address of a V2 or V3 melding; None when it is fine."""
    if melding.vertrouwelijkheid < Niveau.V2:
        return None
    return next((word for word in _secret_words(melding) if _says(tekst, word)), None)


def _says(tekst, word):
    """As a whole word: the partner MEE does not stand in "meer"."""
    return re.search(rf"(?<!\w){re.escape(word.casefold())}(?!\w)", tekst.casefold()) is not None


def _secret_words(melding):
    for ask in melding.opvolgingen.model.objects.about(melding).select_related("partner", "contact"):
        yield ask.partner.naam
        yield ask.partner.get_soort_display()
        if ask.contact:
            yield ask.contact.naam
    straat = melding.inhoud.straat.strip()
    if len(straat) >= MIN_LENGTH:
        yield straat


def _times_reported(melding):
    """How many meldingen are handled together with this one; empty when it stands alone."""
    place = melding.bundeldelen.inside().filter(hoofd=True).first()
    times = place.bundel.delen.inside().count() if place else 1
    return _("%(aantal)s keer gemeld") % {"aantal": times} if times > 1 else ""


def prefilled_extract(melding, inhoud):
    """What a partner may read, to begin from: facts and place; no suspicion, and no name unless the melder agreed."""
    facts = [
        ("", inhoud.waarneming),
        (_("Hoe gemerkt"), in_words(Zintuig.choices, inhoud.zintuigen)),
        (_("Waar"), ", ".join(filter(None, [inhoud.adres, melding.buurt.naam]))),
        (_("Wanneer"), inhoud.wanneer),
        (_("Sinds wanneer"), inhoud.sinds),
        (_("Hoe vaak"), inhoud.hoe_vaak),
        (_("Wat is er veranderd"), inhoud.veranderd),
        (_("Om wie gaat het"), inhoud.om_wie),
        (_("Weet de persoon ervan"), in_words(WeetErvan.choices, inhoud.weet_ervan)),
        (_("Reactie van de persoon"), in_words(Reactie.choices, inhoud.reactie)),
        (_("Al hulp betrokken"), inhoud.hulp_betrokken),
        (_("Wat wil de persoon zelf"), inhoud.wil_zelf),
        (_("Al gebeld"), inhoud.al_gebeld),
        (_("Iemand aangesproken"), inhoud.aangesproken),
        (_("Is het goed gevonden"), inhoud.toestemming),
        (_("Kan zelf iets doen"), inhoud.kan_zelf),
        *(inhoud.person if melding.soort == Soort.BURENHULP else []),
        (_("Let op"), _("Iemand kan vallen of zich pijn doen.") if melding.gevaar else ""),
        (_("Hoe vaak gemeld"), _times_reported(melding)),
        (_("Gemeld door"), melding.melder.naam if melding.naam_delen and melding.melder else ""),
    ]
    return "\n".join(f"{what}: {words}" if what else words for what, words in facts if words)


def watching_sentence():
    """What the melder hears when the meldpunt waits on purpose."""
    return _("Wij kijken het even aan. Daarna gaan wij verder. U hoort weer van ons. Ziet u iets? Laat het weten.")


def kind_refusal(gemeente):
    """The answer to a melding that judges instead of telling what happened (E008)."""
    return tekst_van(gemeente, "niet_passend")


def duplicate_sentence(melding, andere, today):
    """To begin the answer to a double from: the date of the other's answer, never its contents; at V2 not even that."""
    if melding.is_confidential or andere.is_confidential:
        return confidential_sentences(melding.gemeente, Uitkomst.BEKEND)[0]
    known = _("Dank u wel voor uw melding. Een ander meldde dit ook.")
    if andere.beantwoord_op:
        told = _("Daarop gaven wij antwoord op %(datum)s. Ziet u het nog? Meld het dan opnieuw.")
        return f"{known} " + told % {"datum": date_in_words(andere.beantwoord_op, today)}
    busy = _("Wij zijn er al mee bezig. Wij denken dat er uiterlijk %(datum)s meer bekend is.")
    return f"{known} " + busy % {"datum": date_in_words(andere.antwoord_voor, today)}


HANDLER_ADVICE = {
    Reactie.HERKENNING: gettext_lazy("De persoon herkende het. Zoek wie nu contact kan leggen. Wacht niet te lang."),
    Reactie.ONTKENNING: gettext_lazy("De persoon zei dat er niets is. Duw niet. Even aanzien kan goed zijn."),
    Reactie.BOOSHEID: gettext_lazy("De persoon werd boos. Laat het eerst rusten. Kom er later op terug."),
}


def advice_for_handler(codes):
    """What fits the reaction of the person, for who handles the melding (E127); "" when there is nothing to say."""
    return " ".join(str(HANDLER_ADVICE[code]) for code in codes.split(",") if code in HANDLER_ADVICE)
