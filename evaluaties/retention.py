"""Everything that is kept, how long and why, of all rooms together; and the nightly run that carries it out."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from buurtpreventie.accounts import retention as accounts
from buurtpreventie.accounts.actions.forgetting import NOBODY, forget_person
from buurtpreventie.accounts.models import Gebruiker
from buurtpreventie.database import web_transaction
from buurtpreventie.errors import each_on_its_own
from buurtpreventie.keeping import Bewaarregel, carry_out, with_words
from buurtpreventie.outbox import retention as outbox
from buurtpreventie.outbox.actions import beat
from evaluaties.figures.kwartalen import closes_on, quarters_to_close
from meldingen import retention as meldingen
from meldingen.models import Melding, Overleg
from opvolging import retention as opvolging
from opvolging.actions.destroying import note_destroyed
from opvolging.actions.melder_tokens import forget_tokens
from opvolging.actions.requests import wipe_requests
from opvolging.actions.wiplist import run_list
from opvolging.figures import Periode
from opvolging.models import Nazicht, Tekensleutel, Verzoek
from teams.clocks import local_date
from teams.models import Aanstelling, Lidmaatschap
from teams.rondes import retention as rondes
from trainingen import retention as trainingen
from trainingen.models import Inschrijving

YEAR = timedelta(days=365)
LATE = timedelta(days=2)  # so long a night may be missed


def gone_people(now):
    """People without a role for a year, who wait for nothing: no melding with contents, no talk, no evening."""
    since = local_date(now) - YEAR
    here = Q(tot__isnull=True) | Q(tot__gte=since)
    of_person = {"gebruiker": OuterRef("pk")}
    waits = (
        Exists(Lidmaatschap.objects.filter(here, **of_person))
        | Exists(Aanstelling.objects.filter(here, **of_person))
        | Exists(Melding.objects.filter(Q(melder=OuterRef("pk")) | Q(ingevoerd_door=OuterRef("pk"))))
        | Exists(Melding.objects.open().filter(behandelaar=OuterRef("pk")))
        | Exists(Overleg.objects.open().filter(wie=OuterRef("pk")))
        | Exists(Inschrijving.objects.filter(sessie__dag__gte=since, **of_person))
    )
    people = Gebruiker.objects.filter(aangemaakt_op__lte=now - YEAR, is_superuser=False, is_staff=False)
    return people.exclude(waits).exclude(naam=NOBODY, is_active=False)


def forget_people(now):
    """Each of them; gives how many."""
    people = list(gone_people(now).order_by("pk"))
    for person in people:
        forget_person(person, now=now)
    return len(people)


REGELS = [
    Bewaarregel(
        code="account",
        wat=_("Naam, mailadres, telefoon en wachtwoord van wie geen rol meer heeft"),
        hoe_lang=_(
            "Dit wissen wij 1 jaar na het einde van de laatste rol. Is er dan nog een melding of gesprek van "
            "die persoon? Dan wachten wij tot ook dat is gewist of klaar is."
        ),
        grond=_("Overeenkomst: u deed mee (AVG artikel 6, lid 1b)"),
        daarna=_("gewist; wat die persoon deed staat op “Oud-gebruiker”"),
        rijen=gone_people,
        met=forget_people,
    ),
    Bewaarregel(
        code="verzoek",
        wat=_("Een verzoek van een bewoner om de eigen gegevens: naam, vraag en adres"),
        hoe_lang=_("Dit wissen wij 30 dagen nadat het verzoek is afgerond."),
        grond=_("Wettelijke plicht (AVG artikelen 12 tot en met 22)"),
        daarna=_("leeg; de soort, de datums en de uitkomst blijven"),
        rijen=lambda now: Verzoek.objects.to_wipe(now),
        met=lambda now: wipe_requests(now=now),
    ),
    Bewaarregel(
        code="vragenlijst",
        wat=_("Antwoorden op vragenlijsten, zonder naam en los van elkaar"),
        hoe_lang=_(
            "Dit bewaren wij zolang de gemeente meedoet. Na het sluiten kan niemand meer vinden wie wat antwoordde."
        ),
        grond=_("Toestemming: meedoen mag en hoeft niet (AVG artikel 6, lid 1a)"),
        daarna=_("blijft als cijfer"),
        taak="evaluaties.tasks.remind",
    ),
    Bewaarregel(
        code="geen_vragen",
        wat=_("Dat iemand geen vragenlijsten meer wil"),
        hoe_lang=_("Dit bewaren wij tot die persoon weer vragenlijsten wil."),
        grond=_("Bezwaar (AVG artikel 21)"),
        daarna=_("verwijderd"),
    ),
    Bewaarregel(
        code="vernietiging",
        wat=_("Wat op welke dag is vernietigd: aantallen, geen nummers en namen"),
        hoe_lang=_("Dit bewaren wij altijd, want er staat niets over iemand in."),
        grond=_("Verantwoording (AVG artikel 5, lid 2)"),
        daarna=_("blijft"),
    ),
    Bewaarregel(
        code="nazicht",
        wat=_("Opmerkingen van toezicht bij de controle van een maand"),
        hoe_lang=_("Die wissen wij 3 jaar na het afvinken."),
        grond=_("Verantwoording (AVG artikel 5, lid 2)"),
        daarna=_("leeg; wie wat afvinkte blijft"),
        rijen=lambda now: with_words(Nazicht.objects.filter(op__lte=now - 3 * YEAR), "opmerking"),
        leeg={"opmerking": ""},
    ),
    Bewaarregel(
        code="reservekopie",
        wat=_("Kopieën van de database, voor als er iets stukgaat"),
        hoe_lang=_(
            "Een kopie bewaren wij 30 dagen. Zetten wij die terug? Dan wissen wij opnieuw wat intussen was gewist."
        ),
        grond=_("Beveiliging van de gegevens (AVG artikel 32)"),
        daarna=_("verwijderd door wie de kopieën bewaart"),
    ),
]


def all_rules():
    """Of every room, from the melding down."""
    rooms = (opvolging, meldingen, outbox, accounts, rondes, trainingen)
    return [rule for room in rooms for rule in room.REGELS] + REGELS


def forget(now):
    """The nightly run: the list of meldingen first, then every rule; one that fails holds up no other. Gives how many.

    Only a run in which nothing failed leaves its heartbeat.
    """
    steps = (run_list, _tokens, *(_step(rule) for rule in all_rules() if rule.runs))
    done = each_on_its_own(steps, lambda step: step(now), name=lambda step: step.__name__)
    with web_transaction():
        beat(opvolging.BEWAREN, now)
    return done


def _step(rule):
    """One rule as a step of the run: what is due goes, and how many is written down beside it."""

    def step(now):
        with web_transaction():
            return note_destroyed(rule.code, carry_out(rule, now), now=now)

    step.__name__ = rule.code
    return step


def _tokens(now):
    """Quarters that were kept everywhere need no tokens of melders any more."""
    today = local_date(now)
    with web_transaction():
        waiting = {periode for _gemeente, periode in quarters_to_close(today)}
        quarters = [Periode(key.jaar, key.kwartaal) for key in Tekensleutel.objects.order_by("jaar", "kwartaal")]
        over = [one for one in quarters if closes_on(one) < today and one not in waiting]
        for periode in over:
            forget_tokens(periode)
    return len(over)


def kept_too_long(now):
    """{rule: rows that should have been gone two days ago}, of every rule that can be asked."""
    return {f"te_lang_bewaard_{rule.code}": rule.rijen(now - LATE) for rule in all_rules() if rule.rijen}
