"""Seven months of one gemeente in a thousand events at random, all through the real actions.

A refusal is part of life. The clock only goes forward; quarters close and answers are published on the way.
"""

import random
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from buurtpreventie.errors import RefusedAction
from evaluaties.actions.answering import give_answers
from evaluaties.actions.closing import close_afname, close_due
from evaluaties.actions.opening import open_for_evening
from evaluaties.actions.redacting import hold_back, release_words
from evaluaties.demo.answers import answered_form
from evaluaties.figures.kwartalen import quarters_to_close
from evaluaties.freezing import freeze_due
from evaluaties.models import Afname, OpenAntwoord
from evaluaties.startset import ensure_startset
from evaluaties.tests.factories import held_evening
from meldingen.actions import take_up, withdraw_melding
from meldingen.models import Melding, Stand
from opvolging.actions import (
    accept_ask,
    ask_partner,
    close_with_antwoord,
    finish_ask,
    give_antwoord,
    give_oordeel,
    give_tussenbericht,
    hand_back,
    record_no_antwoord,
)
from opvolging.models import GeenAntwoord, Langs, Opvolging, Terugkoppeling
from opvolging.tests.wereld import make_wereld
from teams.clocks import local_date
from teams.rondes.tests.factories import DeelnameFactory, RondeFactory, VerslagFactory
from teams.tests.factories import LidmaatschapFactory
from trainingen.models import Programma
from trainingen.tests.factories import ModuleFactory

BEGIN = datetime(2026, 1, 5, 9, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))
STEP_MINUTES = 270  # on average between two events: a thousand of them last seven months
LEVELS = (0, 0, 0, 1, 1, 2, 2, 3)
ANSWERED = ("opgelost", "hulp", "bekend", "te_weinig")
GIVEN_BACK = ("niet_van_ons", "al_bekend", "te_weinig")


class Turmoil:
    """One gemeente with nine people who report, three evenings to fill and whatever happens to them."""

    def __init__(self, seed):
        self.chance, self.now, self.happened = random.Random(seed), BEGIN, 0
        self.wereld = make_wereld("Wervelstad")
        self.people = [self.wereld.melder, self.wereld.teamgenoot, self.wereld.coordinator]
        self.people += [LidmaatschapFactory(team=self.wereld.team).gebruiker for _n in range(6)]
        gemeente = self.wereld.gemeente
        ensure_startset(self.now)
        self.modules = {
            code: ModuleFactory(gemeente=gemeente, code=code, naam=f"Module {code}") for code in ("NP", "WV")
        }
        self.programma = Programma.objects.create(
            gemeente=gemeente, naam="Halfjaar", van=self.now.date(), tot=(self.now + timedelta(days=200)).date()
        )
        self.evenings = 0
        self.recounts = {}  # {quarter: the open lines as they were counted by hand when it closed}

    def happen(self, times):
        """So many events, one after the other."""
        kinds, weights = zip(*EVENTS.items(), strict=True)
        while self.happened < times:
            self.now += timedelta(minutes=self.chance.randint(1, 2 * STEP_MINUTES))
            try:
                getattr(self, self.chance.choices(kinds, weights)[0])()
            except RefusedAction:
                continue
            self.happened += 1
        return self

    def one_of(self, rows):
        found = list(rows.order_by("pk").values_list("pk", flat=True))
        if not found:
            raise RefusedAction("There is nothing to do this to.")
        return rows.model.objects.get(pk=self.chance.choice(found))

    # --- meldingen --------------------------------------------------------------------------------

    def report(self):
        melder = self.chance.choice(self.people)
        self.wereld.report(self.chance.choice(LEVELS), actor=melder, now=self.now)

    def take_up(self):
        melding = self.one_of(Melding.objects.filter(stand=Stand.ONTVANGEN))
        take_up(melding, actor=self.wereld.meldpunt, now=self.now)

    def ask(self):
        melding = self.one_of(Melding.objects.filter(stand=Stand.OPGEPAKT))
        partner = self.chance.choice([self.wereld.partner, self.wereld.andere_partner])
        contact = self.wereld.contact if partner == self.wereld.partner else None
        words = {"uittreksel": "Gordijnen dicht.", "actor": self.wereld.meldpunt, "now": self.now}
        ask_partner(melding, partner=partner, contact=contact, **words)

    def partner_does(self):
        ask = self.one_of(Opvolging.objects.open())
        by = {"contact": self.wereld.contact, "langs": Langs.LINK, "now": self.now}
        what = self.chance.random()
        if what < 0.3:
            accept_ask(ask, **by)
        elif what < 0.45:
            hand_back(ask, reden=self.chance.choice(GIVEN_BACK), toelichting="Hoort bij een ander.", **by)
        else:
            finish_ask(ask, uitkomst=self.chance.choice(ANSWERED), voor_melder="Geregeld.", **by)

    def answer(self):
        melding = self.one_of(Melding.objects.filter(stand__in=[Stand.OPGEPAKT, Stand.AFGEROND]))
        words = {"tekst": "Gedaan.", "actor": self.wereld.meldpunt, "now": self.now}
        if melding.stand == Stand.AFGEROND:
            give_antwoord(melding, **words)
        else:
            close_with_antwoord(melding, uitkomst=self.chance.choice(ANSWERED), **words)

    def between(self):
        melding = self.one_of(Melding.objects.filter(stand=Stand.OPGEPAKT))
        give_tussenbericht(melding, tekst="Wij zijn bezig.", actor=self.wereld.meldpunt, now=self.now)

    def no_answer(self):
        melding = self.one_of(Melding.objects.filter(stand=Stand.AFGEROND))
        record_no_antwoord(melding, reden="overleden", actor=self.wereld.meldpunt, now=self.now)

    def withdraw(self):
        melding = self.one_of(Melding.objects.filter(stand=Stand.ONTVANGEN, vertrouwelijkheid__lte=1))
        withdraw_melding(melding, actor=melding.melder, now=self.now)

    def judge(self):
        rows = Terugkoppeling.objects.filter(soort="antwoord", doelgroep="melder", oordeel="")
        answer = self.one_of(rows)
        give_oordeel(
            answer, oordeel=self.chance.choice(["opgelost", "deels"]), actor=answer.melding.melder, now=self.now
        )

    # --- rounds, evenings, answers ----------------------------------------------------------------

    def walk(self):
        ronde = RondeFactory(team=self.wereld.team, afgerond=True, op=self.now - timedelta(hours=3))
        DeelnameFactory(ronde=ronde, gebruiker=self.wereld.melder, liep_mee=True)
        VerslagFactory(ronde=ronde, afval=self.chance.randint(0, 4))

    def evening(self):
        code = self.chance.choice(["NP", "WV"])
        held_evening(
            self.chance.randint(2, 14),
            ended=self.now - timedelta(days=1),
            module=self.modules[code],
            team=self.wereld.team,
            trainer=self.wereld.trainer if not self.evenings else None,
            programma=self.programma if self.chance.random() < 0.7 else None,
        )
        self.evenings += 1
        sessie = self.wereld.gemeente.sessies.latest("pk")
        open_for_evening(sessie, actor=self.wereld.trainer, now=self.now)

    def form(self):
        run = self.one_of(Afname.objects.open())
        give_answers(
            run,
            answered_form(run.versie, self.chance),
            kanaal=self.chance.choice(["wand", "papier"]),
            sleutel=f"vorm {self.now.isoformat()}",
            now=self.now,
        )

    def close(self):
        run = self.one_of(Afname.objects.open())
        close_afname(run, actor=self.wereld.trainer, now=self.now)

    def redact(self):
        words = self.one_of(OpenAntwoord.objects.to_redact().filter(afname__stand="gesloten"))
        if words:
            act = {"actor": self.wereld.trainer, "now": self.now}
            release_words(words, tekst=words.tekst, gezien="", **act) if self.chance.random() < 0.7 else hold_back(
                words, gezien="", **act
            )

    def clock(self):
        close_due(self.now)
        today = local_date(self.now)
        closing = [periode for _gemeente, periode in quarters_to_close(today)]
        self.recounts |= {periode: recount(self.wereld.gemeente, periode, today) for periode in closing}
        freeze_due(self.now)


def recount(gemeente, periode, today):
    """{kind: [in time, late, without, still open]} of what is not confidential, by hand and one row at a time."""
    found = {}
    rows = Melding.objects.filter(gemeente=gemeente, vertrouwelijkheid__lte=1).exclude(stand=Stand.INGETROKKEN)
    for melding in rows.select_related("categorie"):
        if not periode.van <= local_date(melding.gemeld_op) < periode.tot:
            continue
        answers = Terugkoppeling.objects.filter(melding=melding, soort="antwoord", doelgroep="melder")
        told = min((local_date(answer.op) for answer in answers), default=None)
        if told:
            place = 0 if told <= melding.eerste_belofte else 1
        else:
            never = GeenAntwoord.objects.filter(melding=melding).exists()
            place = 2 if never or melding.eerste_belofte < today else 3
        found.setdefault(melding.categorie.soort, [0, 0, 0, 0])[place] += 1
    return found


EVENTS = {
    "report": 24,
    "take_up": 16,
    "ask": 12,
    "partner_does": 13,
    "answer": 13,
    "between": 3,
    "no_answer": 1,
    "withdraw": 1,
    "judge": 4,
    "walk": 3,
    "evening": 2,
    "form": 22,
    "close": 1,
    "redact": 4,
    "clock": 6,
}
