"""What happened with trainings in the main gemeente: each story yields when, and then does what was done."""

from datetime import time, timedelta

from django.utils import timezone

from buurtpreventie.ui.gelezen import fingerprint
from teams.clocks import at, local_date
from teams.models import PartnerSoort
from trainingen.actions.attendance import tick, tick_everybody, walk_in
from trainingen.actions.certificates import note_seen
from trainingen.actions.closing import close_sessie
from trainingen.actions.correcting import correct_presence
from trainingen.actions.guests import add_guest, answer_by_link, invite_contact
from trainingen.actions.intake import begin_intake, finish_intake, keep_step
from trainingen.actions.planning import cancel_sessie
from trainingen.actions.practising import note_practice, practise
from trainingen.actions.preparing import prepare, words_of
from trainingen.actions.programmes import make_programme
from trainingen.actions.reminding import remind
from trainingen.actions.signing import sign_off
from trainingen.actions.tables import add_point, add_table, change_table, finish_point
from trainingen.actions.wishes import add_wish
from trainingen.demo.player import days_from
from trainingen.demo.words import APPROACH, INTAKE, LEARNT, OUTCOMES, PROGRAMME, TABLES
from trainingen.intake import steps
from trainingen.models import Bereik
from trainingen.tables import words_of as table_words

EVENING, LATE = time(19), time(22)
NP_DAYS, WV_DAYS, TALK_DAYS = -95, -30, -20
LISTS_OPEN = timedelta(minutes=10)  # before the evening begins
DIALS = timedelta(minutes=5)


def niet_pluis(cast, now):
    """Three months ago, so that the first refresher went out this week."""
    plek, dag = cast.plek, days_from(now, NP_DAYS)
    moment = yield at(dag - timedelta(days=30), time(16))
    year = make_programme(
        plek.gemeente,
        naam="Samen veilig",
        van=dag - timedelta(days=10),
        tot=dag + timedelta(days=200),
        actor=cast.trainer,
        now=moment,
    )
    facts = {"module": cast.module("NP"), "programma": year}
    sessie = cast.plan(dag, EVENING, LATE, now=moment, **facts)
    moment = yield at(dag - timedelta(days=25), time(12))
    rows = cast.join(sessie, [plek.lid[0], plek.lid[1], plek.lid[2], plek.coordinator], now=moment)
    moment = yield at(dag, EVENING) - LISTS_OPEN
    tick_everybody(sessie, behalve=[rows[1]], actor=cast.trainer, now=moment)
    yield from _practised(cast, sessie, ("ZO1", "ZO2"))
    yield from _closed(cast, sessie)


def wijkveiligheid(cast, now):
    """Last month: a partner came, somebody walked in, one tick was mended a day later."""
    plek, dag = cast.plek, days_from(now, WV_DAYS)
    moment = yield at(dag - timedelta(days=28), time(16, 30))
    programma = plek.gemeente.programmas.get()
    facts = {"module": cast.module("WV"), "acteur": "Oscar Lammertink", "programma": programma}
    sessie = cast.plan(dag, EVENING, LATE, now=moment, **facts)
    moment = yield moment + timedelta(days=1)
    agent = invite_contact(sessie, contact=plek.contacten[PartnerSoort.WIJKAGENT], actor=cast.trainer, now=moment)
    moment = yield at(dag - timedelta(days=20), time(19, 10))
    rows = cast.join(sessie, [plek.lid[0], plek.lid[3], plek.lid[4], plek.lid[5], plek.coordinator], now=moment)
    away = cast.join(sessie, cast.members(cast.others[0])[:1], team=cast.others[0], now=moment)
    answer_by_link(agent, komt=True, now=moment + timedelta(hours=1))
    moment = yield at(dag - timedelta(days=3), time(11))
    facts = {"aanpak": APPROACH, "presentatie": "", "gelezen": fingerprint(words_of(sessie))}
    prepare(sessie, **facts, actor=cast.trainer, now=moment)
    moment = yield at(dag, EVENING) - LISTS_OPEN
    tick_everybody(sessie, behalve=[*away, rows[4]], actor=cast.trainer, now=moment)
    walk_in(sessie, naam="Gerda Vliegenthart", actor=cast.trainer, now=moment + DIALS)
    yield from _practised(cast, sessie, ("PV1", "JE1", "LA1", "SP1", "ZO3"))
    yield from _closed(cast, sessie)
    moment = yield at(dag + timedelta(days=1), time(9, 40))
    correct_presence(rows[4], aanwezig=True, actor=cast.trainer, now=moment)


def together(cast, now):
    """A knowledge evening three weeks ago: tables, what came of them, and who does what."""
    plek, dag = cast.plek, days_from(now, TALK_DAYS)
    moment = yield at(dag - timedelta(days=26), time(10))
    facts = {"thema": "Samenwerken: wie belt u, en wat hoort u?", "spreker": "Sanne Oldenkamp"}
    facts |= {"programma_avond": PROGRAMME, "plaats": "Stadhuis, zaal 2", "plaatsen": 40, "bereik": Bereik.GEMEENTE}
    sessie = cast.plan(dag, time(19, 30), time(21, 30), now=moment, **facts)
    tables = [add_table(sessie, vraag=vraag, actor=cast.trainer, now=moment + DIALS) for vraag in TABLES]
    moment = yield at(dag - timedelta(days=12), time(20))
    people = [plek.lid[0], plek.lid[1], plek.lid[3], plek.lid[5], plek.coordinator]
    rows = cast.join(sessie, people, now=moment)
    rows += cast.join(sessie, cast.members(cast.others[0]), team=cast.others[0], now=moment)
    words = {"naam": "Bert Hoogendam", "van": "Welzijn De Schakel", "actor": cast.trainer}
    rows.append(add_guest(sessie, **words, now=moment + timedelta(days=1)))
    moment = yield at(dag, time(19, 20))
    tick_everybody(sessie, behalve=[rows[2]], actor=cast.trainer, now=moment)
    moment = yield at(dag, time(21, 20))
    for n, tafel in enumerate(tables):
        seen = {"gelezen": fingerprint(table_words(tafel)), "vraag": tafel.vraag, "gespreksleider": ""}
        facts = {"deelnemers": rows[n :: len(tables)], "actor": cast.trainer, "now": moment + n * DIALS}
        change_table(tafel, uitkomst=OUTCOMES[n], **seen, **facts)
    points = _agreed(cast, sessie, tables, dag, moment)
    yield from _closed(cast, sessie)
    moment = yield at(dag + timedelta(days=9), time(14))
    finish_point(
        points[0], resultaat="De wijkagent liep mee. Dat doen wij nu elke maand.", actor=plek.lid[0], now=moment
    )


def _agreed(cast, sessie, tables, dag, moment):
    """Three action points: one that gets done, one that is late, one for later."""
    facts = {"actor": cast.trainer, "now": moment + timedelta(minutes=20)}
    todo = [
        ("De wijkagent vragen om een ronde mee te lopen", 8, {"eigenaar": cast.plek.lid[0]}),
        ("Een kaart maken met de nummers van onze partners", 16, {"eigenaar": cast.plek.coordinator}),
        ("Een koffieochtend houden voor nieuwe bewoners", 45, {"eigenaar_naam": "Welzijn De Schakel"}),
    ]
    return [
        add_point(sessie, wat=wat, voor=dag + timedelta(days=days), werktafel=tafel, **owner, **facts)
        for tafel, (wat, days, owner) in zip(tables, todo, strict=True)
    ]


def today(cast, now):
    """Today's evening, with its list ready to be ticked as long as the day allows it."""
    plek, van = cast.plek, _soon(now)
    dag, first = local_date(now), at(days_from(now, -16), time(15))
    moment = yield first
    tot = time(min(van.hour + 3, 23), van.minute)
    facts = {"module": cast.module("WV"), "acteur": "Oscar Lammertink", "programma": plek.gemeente.programmas.get()}
    sessie = cast.plan(dag, van, tot, now=moment, **facts)
    moment = yield first + timedelta(days=2, hours=4)
    wishes = {"wensen": [("jongeren", "Hoe begin ik een gesprek met een groep?")]}
    rows = cast.join(sessie, [plek.lid[1], plek.lid[2], plek.lid[0]], now=moment, **wishes)
    rows += cast.join(sessie, [plek.coordinator], now=moment, wensen=[("aanhouding", ""), ("boos", "")])
    rows += cast.join(sessie, plek.zonder_mail, now=moment, ingang="coordinator", actor=plek.coordinator)
    rows += cast.join(sessie, cast.members(cast.others[0]), team=cast.others[0], now=moment + timedelta(hours=20))
    words = {"naam": "Loubna Wagenaar", "van": "Jongerenwerk", "actor": cast.trainer}
    add_guest(sessie, **words, now=moment + timedelta(days=2))


def _soon(now):
    """The next half hour, not in the night: the trainer of the demo is about to begin."""
    begins = timezone.localtime(now + timedelta(minutes=45))
    if begins.date() != local_date(now) or begins.hour >= 21:
        return time(20, 30)
    return time(begins.hour, 30 * (begins.minute // 30)) if begins.hour >= 9 else time(9)


def next_week(cast, now):
    """Full: one cannot come and another moves up, and two still wait."""
    plek, dag = cast.plek, days_from(now, 8)
    moment = yield at(days_from(now, -12), time(9))
    sessie = cast.plan(dag, EVENING, LATE, now=moment, module=cast.module("NP"), plaatsen=5)
    moment = yield at(days_from(now, -9), time(18))
    rows = cast.join(sessie, [plek.lid[3], plek.lid[4], plek.lid[5], cast.trainer], now=moment)
    rows += cast.join(sessie, plek.zonder_mail, now=moment, ingang="coordinator", actor=plek.coordinator)
    rows += cast.join(sessie, [plek.lid[0]], now=moment + timedelta(hours=3))
    rows += cast.join(sessie, cast.members(cast.others[0]), team=cast.others[0], now=moment + timedelta(hours=14))
    moment = yield at(days_from(now, -4), time(17, 45))
    sign_off(rows[1], actor=plek.lid[4], now=moment)


def called_off(cast, now):
    """The actor fell ill; who had signed up heard it."""
    moment = yield at(days_from(now, -18), time(10))
    facts = {"module": cast.module("WV"), "acteur": "Oscar Lammertink"}
    sessie = cast.plan(days_from(now, 15), EVENING, LATE, now=moment, **facts)
    moment = yield at(days_from(now, -11), time(20))
    cast.join(sessie, cast.plek.lid[1:3], now=moment)
    moment = yield at(days_from(now, -3), time(13))
    cancel_sessie(sessie, reden="De acteur is ziek. Wij zoeken een nieuwe dag.", actor=cast.trainer, now=moment)


def not_invited_yet(cast, now):
    """A knowledge evening that the trainer is still putting together."""
    moment = yield at(days_from(now, -2), time(11))
    facts = {"thema": "Jongeren in de buurt", "spreker": "Loubna Wagenaar", "programma_avond": PROGRAMME}
    facts |= {"plaats": "Stadhuis, zaal 2", "plaatsen": 40, "bereik": Bereik.GEMEENTE, "invited": False}
    sessie = cast.plan(days_from(now, 26), time(19, 30), time(21, 30), now=moment, **facts)
    add_table(sessie, vraag="Wat vragen jongeren zelf van de buurt?", actor=cast.trainer, now=moment + DIALS)


def known_team(cast, now):
    """What team and buurt are like: asked by telephone, and what the team wants to learn."""
    plek, dag = cast.plek, days_from(now, -45)
    moment = yield at(dag, time(10))
    draft = begin_intake(plek.team, actor=cast.trainer, now=moment)
    for n, stap in enumerate(steps()):
        facts = {"hoe": "telefoon", "gehouden_op": dag} if n == 0 else {}
        keep_step(draft, stap=stap, waarden=INTAKE, **facts, actor=cast.trainer, now=moment + n * DIALS)
    finish_intake(draft, actor=cast.trainer, now=moment + timedelta(minutes=40))
    moment = yield at(days_from(now, -14), time(20))
    for onderwerp, tekst in (("aanhouding", ""), ("samenwerken", "Wat mag de wijkagent ons vertellen?")):
        add_wish(plek.team, onderwerp=onderwerp, tekst=tekst, actor=plek.coordinator, now=moment)


def seen_by_the_coordinator(cast, now):
    """Certificates from elsewhere: one lapses in six weeks, the others count for a long time."""
    plek, today_ = cast.plek, local_date(now)
    moment = yield at(days_from(now, -60), time(19))
    facts = {"actor": plek.coordinator, "gezien_op": local_date(moment), "now": moment}
    soon, late = today_ - timedelta(days=730 - 42), today_ - timedelta(days=200)
    note_seen(plek.team, leden=plek.lid[:1], soort="reanimatie", gehaald_op=soon, **facts)
    note_seen(plek.team, leden=plek.lid[2:4], soort="reanimatie", gehaald_op=late, **facts)
    note_seen(plek.team, leden=plek.lid[:4], soort="vog", gehaald_op=late, **facts)


def the_clock(cast, now):
    """Reminders at ten, on the days on which somebody hears something."""
    evenings = [*(days_from(now, days) for days in (NP_DAYS, WV_DAYS, TALK_DAYS)), local_date(now)]
    days = {dag - timedelta(days=before) for dag in evenings for before in (7, 1)}
    for day in sorted(days | {local_date(now)}):
        remind((yield at(day, time(10, 2))))


def _practised(cast, sessie, codes):
    """During the evening: these situations, with what the group learnt from the first ones."""
    moment = yield sessie.begin + timedelta(minutes=40)
    for n, situatie in enumerate(cast.situaties(*codes)):
        act = {"actor": cast.trainer, "now": moment + n * 3 * DIALS}
        row = practise(sessie, situatie, **act)
        if situatie.code in LEARNT:
            told = {"met_acteur": bool(sessie.acteur), "notitie": LEARNT[situatie.code]}
            note_practice(row, **told, gelezen=row.op.isoformat(), **act)


def _closed(cast, sessie):
    """Somebody who did not come is ticked as such, and the list is complete."""
    moment = yield sessie.einde + DIALS
    for row in sessie.inschrijvingen.coming().filter(aanwezig__isnull=True).order_by("pk")[:1]:
        tick(row, aanwezig=False, actor=cast.trainer, now=moment)
    close_sessie(sessie, actor=cast.trainer, now=moment + DIALS)


STORIES = [
    niet_pluis,
    wijkveiligheid,
    together,
    today,
    next_week,
    called_off,
    not_invited_yet,
    known_team,
    seen_by_the_coordinator,
    the_clock,
]
