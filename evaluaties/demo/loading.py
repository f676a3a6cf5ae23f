"""Evaluations of the demo: the pilot's forms, and what the main gemeente asked and heard, through the real actions."""

import random
from datetime import time, timedelta
from itertools import count

from buurtpreventie.accounts.models import Gebruiker
from evaluaties.actions.answering import give_answers
from evaluaties.actions.closing import close_afname
from evaluaties.actions.ending import begin_end_measurement
from evaluaties.actions.opening import open_for_evening
from evaluaties.actions.redacting import hold_back, release_words
from evaluaties.actions.returning import add_line, tell_what_came_of_it
from evaluaties.demo.answers import answered_form
from evaluaties.demo.words import LINES, REDACTED
from evaluaties.freezing import freeze_due
from evaluaties.models import Gevraagd, OpenAntwoord
from evaluaties.present import present_at
from evaluaties.proeftuin import load_proeftuin
from teams.clocks import at
from teams.demo import HOOFD
from teams.models import Team
from trainingen.actions.attendance import tick_everybody, walk_in
from trainingen.actions.closing import close_sessie
from trainingen.actions.programmes import make_programme
from trainingen.demo.player import Cast, days_from, play
from trainingen.models import Sessie
from trainingen.validity import months_after

EVENING, LATE, MORNING = time(19), time(22), time(10, 5)
A_MOMENT = timedelta(minutes=5)
GUESTS = ["Gerard Vonk", "Thea Buitenhuis", "Mo Achterberg", "Riet Koppelman"]
HALF_A_YEAR, SOME_DAYS = 6, timedelta(days=4)


class Room:
    """People who answer at the end of an evening, each by an own form."""

    def __init__(self):
        self.chance, self.forms = random.Random(2017), count(1)

    def answer(self, afname, aantal, kanaal, now):
        for _number in range(aantal):
            form = answered_form(afname.versie, self.chance)
            give_answers(afname, form, kanaal=kanaal, sleutel=f"demo {next(self.forms)}", now=now)

    def reply(self, gevraagd, now):
        form = answered_form(gevraagd.afname.versie, self.chance)
        sleutel = f"demo {next(self.forms)}"
        give_answers(gevraagd.afname, form, kanaal="link", sleutel=sleutel, gevraagd=gevraagd, now=now)


def load_evaluations(plekken, now):
    """The pilot's forms, then every story as far as ``now``; last the quarters that are over are closed."""
    load_proeftuin(now - timedelta(days=400))
    plek = plekken[HOOFD]
    cast = Cast(
        plek=plek,
        trainer=Gebruiker.objects.with_email("trainer@example.nl"),
        others=list(Team.objects.filter(gemeente=plek.gemeente).exclude(pk=plek.team.pk).order_by("pk")),
    )
    room = Room()
    play([story(cast, room, now) for story in (a_year_ago, this_spring, held_since)], now)


def close_quarters(now):
    """As the clock does every night; after everything that happened in them."""
    freeze_due(now)


def a_year_ago(cast, room, now):
    """A programme of two evenings; half a year later most answered, and heard what was done with it."""
    first, second, last = (days_from(now, days) for days in (-270, -256, -240))
    programma = _programme(cast, "Goed begin", first, last)
    for dag, code, guests in ((first, "NP", 4), (second, "WV", 2)):
        sessie = yield from _evening(cast, programma, dag, code, guests)
        yield from _asked_in_the_room(cast, room, sessie, on_paper=2)
    moment = yield at(months_after(last, HALF_A_YEAR), MORNING)
    run = begin_end_measurement(programma, cast.plek.gemeente, actor=None, now=moment)
    asked = list(Gevraagd.objects.asked().filter(afname=run).order_by("pk"))
    for number, gevraagd in enumerate(asked[:-2]):
        moment = yield moment + timedelta(hours=7)
        if number % 5 < 4:
            room.reply(gevraagd, moment)
    moment = yield run.sluit_op + A_MOMENT
    run = close_afname(run, actor=None, now=moment)
    moment = yield moment + timedelta(days=3)
    _told(cast, run, "EIND", moment)


def this_spring(cast, room, now):
    """A programme that ended half a year and some days ago: who was there is being asked now."""
    begun = at(days_from(now, 0) - SOME_DAYS, MORNING)
    last = months_after(begun.date(), -HALF_A_YEAR)
    programma = _programme(cast, "Samen in de wijk", last - timedelta(days=30), last)
    sessie = yield from _evening(cast, programma, last - timedelta(days=14), "NP", 1)
    yield from _asked_in_the_room(cast, room, sessie, on_paper=0)
    moment = yield begun
    run = begin_end_measurement(programma, cast.plek.gemeente, actor=None, now=moment)
    others = Gevraagd.objects.asked().filter(afname=run).exclude(gebruiker=cast.plek.lid[0]).order_by("pk")
    for gevraagd in list(others[:3]):
        moment = yield moment + timedelta(hours=5)
        room.reply(gevraagd, moment)


def held_since(cast, room, now):
    """The evenings that the other stories held: what people thought of them; a small one cannot be read alone."""
    for sessie in Sessie.objects.filter(gemeente=cast.plek.gemeente, uit_verslag=False).held().order_by("dag"):
        if sessie.module_id and present_at(sessie) and sessie.einde > now - timedelta(days=120):
            yield from _asked_in_the_room(cast, room, sessie, on_paper=1)


def _programme(cast, naam, van, tot):
    facts = {"actor": cast.trainer, "now": at(van - timedelta(days=40), MORNING)}
    return make_programme(cast.plek.gemeente, naam=naam, van=van, tot=tot, **facts)


def _evening(cast, programma, dag, code, guests):
    """One evening with everybody of the teams, and guests who walk in; its list closed."""
    moment = yield at(dag - timedelta(days=28), time(16))
    facts = {"module": cast.module(code), "programma": programma}
    facts |= {"acteur": "Oscar Lammertink"} if code == "WV" else {}
    sessie = cast.plan(dag, EVENING, LATE, now=moment, **facts)
    moment = yield at(dag - timedelta(days=20), time(12))
    plek = cast.plek
    cast.join(sessie, [*plek.lid, *plek.zonder_mail, plek.coordinator], now=moment)
    for team in cast.others:
        cast.join(sessie, cast.members(team)[:3], team=team, now=moment)
    moment = yield at(dag, EVENING)
    tick_everybody(sessie, actor=cast.trainer, now=moment)
    for naam in GUESTS[:guests]:
        walk_in(sessie, naam=naam, actor=cast.trainer, now=moment + A_MOMENT)
    moment = yield sessie.einde
    close_sessie(sessie, actor=cast.trainer, now=moment)
    return sessie


def _asked_in_the_room(cast, room, sessie, *, on_paper):
    """Most by the code on the wall, some on paper; closed the next day, its words read and what came of it told."""
    moment = yield sessie.einde + A_MOMENT
    run = open_for_evening(sessie, actor=cast.trainer, now=moment)
    there = present_at(sessie)
    room.answer(run, max(there - on_paper - there // 6, 1), "wand", moment + A_MOMENT)
    moment = yield at(sessie.dag + timedelta(days=1), MORNING)
    room.answer(run, min(on_paper, there - there // 6), "papier", moment)
    run = close_afname(run, actor=cast.trainer, now=moment + A_MOMENT)
    moment = yield moment + timedelta(days=1)
    if run.vrijgegeven:
        _read(cast, run, moment)
        _told(cast, run, "NPE", moment + timedelta(hours=1))


def _read(cast, run, now):
    """The trainer reads what was written; what points at somebody stays behind."""
    for words in OpenAntwoord.objects.filter(afname=run).order_by("pk"):
        act = {"actor": cast.trainer, "now": now}
        if REDACTED.get(words.tekst, words.tekst):
            release_words(words, tekst=words.tekst, gezien="", **act)
        else:
            hold_back(words, gezien="", **act)


def _told(cast, run, code, now):
    if run.versie.vragenlijst.code == code and run.vrijgegeven:
        for uzei, wijdeden in LINES[code]:
            add_line(run, uzei=uzei, wijdeden=wijdeden, actor=cast.trainer, now=now)
        tell_what_came_of_it(run, actor=cast.trainer, now=now + A_MOMENT)
