"""What is promised to a melder, told before sending: by when, read by whom, and what one will not hear."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meldingen.models import Categorie, Reactie
from meldingen.numbers import reads_at
from teams.clocks import Kalender
from teams.models import Niveau, PartnerSoort, Soort
from teams.teksten import tekst_van


@dataclass(frozen=True)
class Beloften:
    """The two promises, as dates."""

    reageren_voor: date
    antwoord_voor: date


def promises(categorie: Categorie, now) -> Beloften:
    """The dates that a melding of this category would get now."""
    kalender = Kalender.of(categorie.gemeente)
    return Beloften(
        reageren_voor=kalender.term_date(now, categorie.reactie_termijn),
        antwoord_voor=kalender.term_date(now, categorie.antwoord_termijn),
    )


def closed_warning(categorie: Categorie, now):
    """When somebody will read something that has to be quick and the meldpunt is closed; empty when it is open."""
    gemeente = categorie.gemeente
    if categorie.reactie_termijn > 1 or Kalender.of(gemeente).is_open(now):
        return ""
    opens = reads_at(gemeente, now)
    if not opens:
        return _("Het meldpunt is nu dicht.")
    return _("Het meldpunt leest dit pas %(wanneer)s.") % {"wanneer": opens}


def readers(categorie: Categorie, *, in_team, coordinator_mag_lezen=False):
    """Who reads a melding of this category, in groups of people, one sentence each (ontwerp §4)."""
    niveau = categorie.vertrouwelijkheid
    if categorie.soort == Soort.TEAM:
        yield _("Alleen de contactpersoon van de gemeente voor de teams leest dit.")
        yield _("Uw coördinator en uw team zien hier niets van. Zij zien ook niet dát er een melding is.")
        return
    yield _("Het meldpunt van de gemeente leest uw melding.")
    yield _helper_sentence(categorie)
    if in_team:
        yield _team_sentence(niveau, coordinator_mag_lezen)


def _helper_sentence(categorie):
    who = categorie.get_partner_soort_display()
    if categorie.vertrouwelijkheid >= Niveau.V2:
        what = _("Wie helpt, krijgt alleen wat daarvoor nodig is: wat u merkte en waar.")
    else:
        what = _("Wie het oplost, krijgt te lezen wat er is en waar.")
    if categorie.partner_soort == PartnerSoort.MELDPUNT:
        return what
    return _("%(wat)s Meestal is dat: %(wie)s.") % {"wat": what, "wie": who}


def _team_sentence(niveau, coordinator_mag_lezen):
    if niveau == Niveau.V0:
        return _("Uw team kan de melding ook lezen. Uw naam staat er daar niet bij.")
    if niveau == Niveau.V1:
        return _("Uw coördinator kan de melding ook lezen. Uw team niet.")
    if niveau == Niveau.V2 and coordinator_mag_lezen:
        return _("Uw coördinator mag meelezen, omdat u dat hebt aangevinkt. Uw team niet.")
    if niveau == Niveau.V2:
        return _("Uw coördinator en uw team lezen niet mee. Uw coördinator ziet alleen dát er een melding is.")
    return _("Uw coördinator en uw team zien hier niets van.")


def not_heard(categorie: Categorie):
    """What one will not hear; empty where there is nothing to keep back (E147)."""
    if categorie.soort == Soort.TEAM:
        return _("Wij overleggen eerst met u. Wat wij met een ander bespreken, vertellen wij niet door.")
    if categorie.soort in (Soort.NIET_PLUIS, Soort.BURENHULP) and not categorie.is_offer:
        return tekst_van(categorie.gemeente, "niet_horen")
    if categorie.soort == Soort.WIJKVEILIGHEID:
        return _("U hoort wat er is gedaan. U hoort niet wie er iets deed, en niet wat de politie met iemand doet.")
    return ""


def name_sentence(categorie: Categorie):
    """Who gets to know the name of who reports."""
    if categorie.soort == Soort.TEAM:
        return _("De contactpersoon ziet uw naam, om u te antwoorden. Die noemt uw naam niet zonder het u te vragen.")
    if categorie.soort == Soort.BURENHULP:
        return _("Het meldpunt ziet uw naam. Naam en nummer van de persoon ziet alleen wie de hulp regelt.")
    if categorie.vertrouwelijkheid >= Niveau.V2:
        return _(
            "Het meldpunt ziet uw naam, om u te antwoorden. Wij noemen u niet aan de bewoner, tenzij de wet dat eist; "
            "dan hoort u het eerst."
        )
    return _("Het meldpunt ziet uw naam, om u te antwoorden. Anderen zien uw naam niet.")


def read_again(categorie: Categorie):
    """What to look for in one's own words, where no box is ticked for it."""
    if categorie.soort in (Soort.OPENBARE_RUIMTE, Soort.HARTVEILIG):
        return _("Staat er alleen wat u zelf zag? En geen naam van een bewoner?")
    if categorie.soort == Soort.BURENHULP:
        return _("Staat er alleen wat nodig is? En niets over ziekte?")
    return ""


ADVICE = {
    Reactie.HERKENNING: gettext_lazy("Mooi. Vraag of iemand de persoon mag bellen. Wij zoeken wie dat kan doen."),
    Reactie.ONTKENNING: gettext_lazy("Duw niet. Blijf gewoon vriendelijk. Kijk over twee weken nog eens hoe het gaat."),
    Reactie.BOOSHEID: gettext_lazy("Laat het rusten. Ga weg als dat nodig is. Later kan iemand het opnieuw proberen."),
}


def advice_for(reactie):
    """What to do now, after this reaction of the person (E127); empty when there is nothing to say."""
    return ADVICE.get(reactie, "")
