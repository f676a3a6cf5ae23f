"""All actions × all roles in any order: whatever happens, no promise of the data breaks.

Hypothesis plays the gemeente. Each rule tries an action as somebody; a refusal is fine, a broken invariant is not.
"""

from datetime import date, datetime, time, timedelta
from functools import cache
from weakref import WeakSet
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from buurtpreventie.errors import RefusedAction
from buurtpreventie.outbox.delivery import deliver_due
from meldingen.actions import add_aanvulling, recategorise, take_up, withdraw_melding
from meldingen.models import Melding, MeldingInhoud
from meldingen.permissions import can_add, can_handle, can_withdraw
from opvolging.actions import (
    accept_ask,
    add_note,
    answer_bundle,
    answer_question,
    ask_melder,
    ask_partner,
    assign,
    bundle_or_join,
    close_with_antwoord,
    decide_lowering,
    finish_ask,
    finish_melding,
    give_antwoord,
    give_oordeel,
    give_tussenbericht,
    hand_back,
    leave_bundle,
    lower_level,
    mark_read,
    moderate,
    note_not_reached,
    record_call,
    record_delivered,
    record_no_antwoord,
    resume,
    revise_result,
    set_away,
    sweep,
    take_back,
    watch,
    withdraw_ask,
)
from opvolging.invariants import broken_invariants, rules
from opvolging.models import (
    Bezorging,
    BundelDeel,
    Kanaal,
    Langs,
    Opvolging,
    TeruggaveReden,
    Terugkoppeling,
    Verlaging,
    VraagAanMelder,
)
from opvolging.permissions import can_assign, is_handler, oordelen_for
from opvolging.tests.wereld import make_wereld
from teams.clocks import local_date
from teams.rondes.tests.factories import DeelnameFactory, RondeFactory

pytestmark = [pytest.mark.fuzz, pytest.mark.django_db]

MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))
UITKOMST = st.sampled_from(["opgelost", "hulp", "bekend", "te_weinig"])
WHO = st.sampled_from(["melder", "teamgenoot", "coordinator", "meldpunt", "collega", "meldpunt_tot_v1", "beheer"])
HANDLER = "handler"  # whoever handles the melding, so that most acts are allowed
STAFF = st.sampled_from([HANDLER] * 12 + ["collega", "meldpunt_tot_v1", "coordinator"])
PICK = st.integers(min_value=0, max_value=10_000)
PLANNED = WeakSet()  # connections that know the one question


class Gemeente(RuleBasedStateMachine):
    """One gemeente, some weeks."""

    @initialize()
    def begin(self):
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.wereld = make_wereld()
        self.wereld.andere_partner.weg = "telefoon"
        self.wereld.andere_partner.save()
        self.now = MONDAY
        self.ronde = RondeFactory(team=self.wereld.team, thuis=True, op=MONDAY - timedelta(hours=2))
        DeelnameFactory(ronde=self.ronde, gebruiker=self.wereld.melder, liep_mee=True)
        self.reported = 2
        for niveau in (0, 2):  # a day at work begins with something on the desk
            self.wereld.taken_up(niveau, now=self.now)

    def teardown(self):
        if hasattr(self, "atomic"):
            found = broken_invariants()
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)
            assert found == {}  # in the words of the house too, at the end of each example

    # --- who and what ------------------------------------------------------------------------

    def person(self, who, melding=None):
        """The person as a new request loads him or her."""
        if who == HANDLER:
            return melding.behandelaar or self.person("meldpunt")
        return type(self.wereld.melder).objects.get(pk=getattr(self.wereld, who).pk)

    def melding(self, pick):
        rows = list(Melding.objects.select_related("categorie", "gemeente", "behandelaar", "melder").order_by("pk"))
        return rows[-1 - pick % min(len(rows), 3)]

    def ask(self, pick):
        rows = list(Opvolging.objects.select_related("contact", "partner", "melding").order_by("pk"))
        return rows[-1 - pick % min(len(rows), 3)] if rows else None

    def attempt(self, allowed, action, *args, **kwargs):
        """Do what the permission allows, as a view would; a refusal leaves everything as it was."""
        if not allowed:
            return None
        try:
            with transaction.atomic():
                return action(*args, now=self.now, **kwargs)
        except RefusedAction as refusal:
            assert str(refusal).strip()
            return None

    # --- the melder --------------------------------------------------------------------------

    @precondition(lambda self: self.reported < 5)
    @rule(niveau=st.integers(0, 3), telefoon=st.booleans(), op_ronde=st.booleans())
    def report(self, niveau, telefoon, op_ronde):
        via, ronde = "telefoon" if telefoon else "mail", self.ronde if op_ronde else None
        self.wereld.report(niveau, now=self.now, antwoord_via=via, ronde=ronde)
        self.reported += 1

    @rule(pick=PICK, who=WHO)
    def add(self, pick, who):
        melding, actor = self.melding(pick), self.person(who)
        self.attempt(can_add(actor, melding), add_aanvulling, melding, tekst="Nog iets.", actor=actor)

    @rule(pick=PICK, who=WHO)
    def withdraw(self, pick, who):
        melding, actor = self.melding(pick), self.person(who)
        self.attempt(can_withdraw(actor, melding), withdraw_melding, melding, actor=actor)

    @rule(pick=PICK, which=PICK, words=st.sampled_from(["", "Ik zag het weer."]))
    def judge(self, pick, which, words):
        answers = list(Terugkoppeling.objects.antwoorden().select_related("melding").order_by("pk"))
        if not answers:
            return
        answer, actor = answers[pick % len(answers)], self.person("melder")
        choices = oordelen_for(answer.melding)
        oordeel = choices[which % len(choices)]
        allowed = answer.melding.melder_id == actor.pk
        if allowed:
            mark_read(answer.melding, actor=actor, now=self.now)
        self.attempt(allowed, give_oordeel, answer, oordeel=oordeel, actor=actor, toelichting=words)

    # --- the meldpunt ------------------------------------------------------------------------

    @rule(pick=PICK, who=STAFF)
    def take(self, pick, who):
        melding = self.melding(pick)
        actor = self.person(who, melding)
        self.attempt(can_handle(actor, melding), take_up, melding, actor=actor)

    @rule(pick=PICK, who=STAFF, niveau=st.integers(0, 3))
    def other_category(self, pick, who, niveau):
        melding = self.melding(pick)
        actor = self.person(who, melding)
        categorie = self.wereld.categorieen[niveau]
        self.attempt(is_handler(actor, melding), recategorise, melding, categorie=categorie, actor=actor)

    @rule(pick=PICK, who=STAFF, phone=st.booleans(), lead=st.booleans())
    def ask_somebody(self, pick, who, phone, lead):
        melding = self.melding(pick)
        actor = self.person(who, melding)
        wereld = self.wereld
        partner, contact = (wereld.andere_partner, None) if phone else (wereld.partner, wereld.contact)
        self.attempt(
            is_handler(actor, melding),
            ask_partner,
            melding,
            partner=partner,
            contact=contact,
            uittreksel="Feiten.",
            actor=actor,
            verantwoordelijk=lead,
        )

    @rule(pick=PICK, who=STAFF, uitkomst=UITKOMST)
    def finish(self, pick, who, uitkomst):
        melding = self.melding(pick)
        actor = self.person(who, melding)
        self.attempt(is_handler(actor, melding), finish_melding, melding, uitkomst=uitkomst, actor=actor)

    @rule(pick=PICK, who=STAFF)
    def answer(self, pick, who):
        melding = self.melding(pick)
        actor = self.person(who, melding)
        self.attempt(is_handler(actor, melding), give_antwoord, melding, tekst="Dank u wel.", actor=actor)

    @rule(pick=PICK, who=STAFF, uitkomst=UITKOMST)
    def close(self, pick, who, uitkomst):
        melding = self.melding(pick)
        actor = self.person(who, melding)
        allowed = is_handler(actor, melding)
        self.attempt(allowed, close_with_antwoord, melding, uitkomst=uitkomst, tekst="Klaar.", actor=actor)

    @rule(pick=PICK, who=STAFF)
    def no_answer(self, pick, who):
        melding = self.melding(pick)
        actor = self.person(who, melding)
        self.attempt(is_handler(actor, melding), record_no_antwoord, melding, reden="niet_bereikbaar", actor=actor)

    @rule(pick=PICK, who=STAFF, days=st.integers(-3, 40))
    def interim_word(self, pick, who, days):
        melding = self.melding(pick)
        actor = self.person(who, melding)
        day: date = local_date(self.now) + timedelta(days=days)
        allowed = is_handler(actor, melding)
        self.attempt(allowed, give_tussenbericht, melding, tekst="Het duurt.", nieuwe_datum=day, actor=actor)

    @rule(pick=PICK, how=st.sampled_from(["telefoon", "coordinator", "brief", "niet_bereikt", "terug"]))
    def bring_an_answer(self, pick, how):
        rows = list(Bezorging.objects.select_related("melding").order_by("pk"))
        if not rows:
            return
        row, actor = rows[-1 - pick % min(len(rows), 3)], self.person("meldpunt")
        if how == "niet_bereikt":
            self.attempt(True, note_not_reached, row, poging=row.pogingen, actor=actor)
        elif how == "terug":
            self.attempt(True, take_back, row, actor=actor)
        else:
            self.attempt(True, record_delivered, row, langs=how, actor=actor)

    @rule(pick=PICK)
    def call_the_melder(self, pick):
        wanted = list(Terugkoppeling.objects.filter(oordeel="bel_mij").order_by("pk"))
        if wanted:
            self.attempt(True, record_call, wanted[pick % len(wanted)], actor=self.person("meldpunt"))

    # --- waiting, levels, steps and questions ------------------------------------------------

    @rule(pick=PICK, who=STAFF, days=st.integers(-1, 25))
    def wait(self, pick, who, days):
        melding = self.melding(pick)
        actor, tot = self.person(who, melding), local_date(self.now) + timedelta(days=days)
        words = {"tot": tot, "reden": "afwachten", "tekst": "Wij kijken het even aan."}
        self.attempt(is_handler(actor, melding), watch, melding, **words, actor=actor)

    @rule(pick=PICK, who=STAFF)
    def go_on(self, pick, who):
        melding = self.melding(pick)
        actor = self.person(who, melding)
        self.attempt(is_handler(actor, melding), resume, melding, actor=actor)

    @rule(pick=PICK, who=STAFF, niveau=st.integers(0, 2), reden=st.sampled_from(["plek", "vergissing"]))
    def lower(self, pick, who, niveau, reden):
        melding = self.melding(pick)
        actor = self.person(who, melding)
        self.attempt(is_handler(actor, melding), lower_level, melding, niveau=niveau, reden=reden, actor=actor)

    @rule(pick=PICK, who=STAFF, akkoord=st.booleans())
    def second_opinion(self, pick, who, akkoord):
        rows = list(Verlaging.objects.select_related("melding__categorie", "melding__behandelaar").order_by("pk"))
        if rows:
            verlaging = rows[pick % len(rows)]
            actor = self.person(who, verlaging.melding)
            allowed = can_handle(actor, verlaging.melding)
            self.attempt(allowed, decide_lowering, verlaging, akkoord=akkoord, actor=actor)

    @rule(pick=PICK, who=STAFF)
    def ask_the_melder(self, pick, who):
        melding = self.melding(pick)
        actor = self.person(who, melding)
        self.attempt(is_handler(actor, melding), ask_melder, melding, vraag="Hoe laat was het?", actor=actor)

    @rule(pick=PICK)
    def melder_answers(self, pick):
        rows = list(VraagAanMelder.objects.select_related("melding").order_by("pk"))
        if rows:
            vraag, actor = rows[pick % len(rows)], self.person("melder")
            allowed = vraag.melding.melder_id == actor.pk
            self.attempt(allowed, answer_question, vraag, antwoord="Om negen uur.", langs=Kanaal.APP, actor=actor)

    @rule(pick=PICK, who=STAFF)
    def does_not_fit(self, pick, who):
        melding = self.melding(pick)
        actor = self.person(who, melding)
        self.attempt(is_handler(actor, melding), moderate, melding, reden="groep", tekst="Dank u wel.", actor=actor)

    @rule(pick=PICK, who=STAFF, to=st.sampled_from(["meldpunt", "collega", "meldpunt_tot_v1"]))
    def give_to_a_colleague(self, pick, who, to):
        melding = self.melding(pick)
        actor = self.person(who, melding)
        self.attempt(can_assign(actor, melding), assign, melding, aan=self.person(to), actor=actor)

    @rule(pick=PICK, n=st.integers(2, 3), who=STAFF)
    def handle_together(self, pick, n, who):
        rows = list(Melding.objects.select_related("categorie", "behandelaar").order_by("-pk")[:4])
        hoofd = rows[pick % len(rows)]
        actor = self.person(who, hoofd)
        allowed = all(can_handle(actor, melding) for melding in rows[:n])
        self.attempt(allowed, bundle_or_join, rows[:n], hoofd=hoofd, actor=actor)

    @rule(pick=PICK, who=STAFF)
    def apart_again(self, pick, who):
        melding = self.melding(pick)
        actor = self.person(who, melding)
        self.attempt(is_handler(actor, melding), leave_bundle, melding, actor=actor)

    @rule()
    def answer_together(self):
        part = BundelDeel.objects.inside().select_related("bundel").last()
        if part:
            waiting = Melding.objects.filter(bundeldelen__bundel=part.bundel, bundeldelen__eraf_op=None)
            words = {melding.pk: "Dank u wel." for melding in waiting.filter(stand="afgerond")}
            self.attempt(True, answer_bundle, part.bundel, teksten=words, actor=self.person("meldpunt"))

    # --- the partner, by link or "namens" ----------------------------------------------------

    def by(self, ask, link):
        if link and ask.contact:
            return {"contact": ask.contact, "langs": Langs.LINK}
        return {"actor": self.person("meldpunt"), "langs": Langs.TELEFOON}

    @rule(pick=PICK, link=st.booleans())
    def accept(self, pick, link):
        if ask := self.ask(pick):
            self.attempt(True, accept_ask, ask, **self.by(ask, link))

    @rule(pick=PICK, link=st.booleans(), reden=st.sampled_from(list(TeruggaveReden)))
    def give_back(self, pick, link, reden):
        if ask := self.ask(pick):
            self.attempt(True, hand_back, ask, reden=reden, toelichting="Zie daar.", **self.by(ask, link))

    @rule(pick=PICK, link=st.booleans())
    def note(self, pick, link):
        if ask := self.ask(pick):
            self.attempt(True, add_note, ask, tekst="Ik ga morgen.", **self.by(ask, link))

    @rule(pick=PICK, link=st.booleans(), uitkomst=UITKOMST)
    def finish_the_ask(self, pick, link, uitkomst):
        if ask := self.ask(pick):
            self.attempt(True, finish_ask, ask, uitkomst=uitkomst, voor_melder="Gedaan.", **self.by(ask, link))

    @rule(pick=PICK, link=st.booleans(), uitkomst=UITKOMST)
    def revise(self, pick, link, uitkomst):
        if ask := self.ask(pick):
            self.attempt(True, revise_result, ask, uitkomst=uitkomst, voor_melder="Anders.", **self.by(ask, link))

    @rule(pick=PICK)
    def take_the_ask_back(self, pick):
        if ask := self.ask(pick):
            self.attempt(True, withdraw_ask, ask, actor=self.person("meldpunt"), reden="Dubbel.")

    @precondition(lambda self: not self.wereld.contact.afwezig_tot)
    @rule(days=st.integers(1, 10))
    def be_away(self, days):
        today = local_date(self.now)
        self.attempt(True, set_away, self.wereld.contact, afwezig_van=today, afwezig_tot=today + timedelta(days=days))
        self.wereld.contact.refresh_from_db()

    # --- the clock ---------------------------------------------------------------------------

    @rule(hours=st.sampled_from([1, 5, 24, 30, 72, 24 * 9]))
    def time_passes(self, hours):
        self.now += timedelta(hours=hours)
        if self.now.time() < time(7):
            self.now = self.now.replace(hour=9)
        sweep(self.now)

    @rule()
    def mail_goes_out(self):
        deliver_due(self.now)

    @invariant()
    def every_promise_holds(self):
        if hasattr(self, "wereld"):
            assert not some_rule_is_broken() or broken_invariants() == {}


@cache
def any_rule():
    """All rules as one question, put into SQL once: to compose a hundred of them anew is most of what a step costs."""
    asked = [rows.order_by().values("pk").query.sql_with_params() for rows in rules().values()]
    question = " OR ".join(f"EXISTS ({sql})" for sql, _params in asked)
    return f"SELECT {question}", [param for _sql, params in asked for param in params]


def some_rule_is_broken():
    """What ``broken_invariants`` says, without names and ids; PostgreSQL plans it once, for that takes far longer."""
    with connection.cursor() as cursor:
        if connection.connection not in PLANNED:
            question, params = any_rule()
            cursor.execute(f"PREPARE any_rule AS {question}", params)
            PLANNED.add(connection.connection)
        cursor.execute("EXECUTE any_rule")
        return cursor.fetchone()[0]


def test_the_one_question_hears_what_the_rules_name(wereld):
    ask = wereld.asked(0, now=MONDAY)
    wrong = {
        "zonder_inhoud": lambda: MeldingInhoud.objects.filter(melding=ask.melding).delete(),
        "vraag_klaar_met_open_mail": lambda: Opvolging.objects.filter(pk=ask.pk).update(
            stand="ingetrokken", beeindigd_op=MONDAY, verantwoordelijk=False
        ),
    }
    for name, break_it in wrong.items():
        assert not some_rule_is_broken()
        with transaction.atomic():
            break_it()
            assert some_rule_is_broken() and broken_invariants()[name] == [
                ask.melding.pk if "inhoud" in name else ask.pk
            ]
            transaction.set_rollback(True)


class TestGemeente(TestCase, Gemeente.TestCase):
    """The machine inside a database transaction per example."""

    settings = settings(
        max_examples=30,
        stateful_step_count=50,
        deadline=None,
        phases=(Phase.explicit, Phase.reuse, Phase.generate),  # shrinking takes minutes
        suppress_health_check=list(HealthCheck),
    )
