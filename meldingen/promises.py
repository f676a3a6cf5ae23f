"""What is promised to a melder, told before sending: by when, read by whom, and what one will not hear."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meldingen.models import Categorie, Reactie
from meldingen.numbers import reads_at
from teams.clocks import Kalender
from teams.models import Niveau, PartnerSoort, Soort


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
    if categorie.soort == Soort.NIET_PLUIS:
        return _("U hoort niet hoe het met de persoon gaat, en ook niet wie er helpt. Dat is privé.")
    return ""


ADVICE = {
    Reactie.HERKENNING: gettext_lazy("Mooi. Vraag of iemand de persoon mag bellen. Wij zoeken wie dat kan doen."),
    Reactie.ONTKENNING: gettext_lazy("Duw niet. Blijf gewoon vriendelijk. Kijk over twee weken nog eens hoe het gaat."),
    Reactie.BOOSHEID: gettext_lazy("Laat het rusten. Ga weg als dat nodig is. Later kan iemand het opnieuw proberen."),
}


def advice_for(reactie):
    """What to do now, after this reaction of the person (E127); empty when there is nothing to say."""
    return ADVICE.get(reactie, "")
