"""What ``script/chaos`` lets happen: the real acts, sweeps and deliveries, each in a process that may be killed.

Django is read once; each order is a line of JSON and becomes a fork. "ended" tells which forks came to their end, and
how. An act that was killed half-way begins anew where its transaction left it.
"""

import dataclasses
import gc
import importlib
import io
import json
import os
import re
import signal
import sys
import time
import traceback
import uuid
from contextlib import suppress
from dataclasses import dataclass
from datetime import time as clock_time
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "buurtpreventie.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db.models import F  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from buurtpreventie.accounts.models import Gebruiker  # noqa: E402
from buurtpreventie.database import web_transaction  # noqa: E402
from buurtpreventie.embedded.caretaker import die_with_parent  # noqa: E402
from buurtpreventie.outbox.delivery import deliver_due  # noqa: E402
from buurtpreventie.outbox.models import Bericht  # noqa: E402
from evaluaties.invariants import broken_invariants  # noqa: E402
from evaluaties.management.commands import tik  # noqa: E402
from meldingen.actions import report_melding, take_up  # noqa: E402
from meldingen.models import Categorie, Concept, Melding, MeldingInhoud, Stand  # noqa: E402
from opvolging.actions import ask_partner, finish_ask, give_antwoord, request_code, sweep  # noqa: E402
from opvolging.models import Herinnering, Langs, Opvolging, Terugkoppeling, Toegang, Toevoeging  # noqa: E402
from opvolging.tests.wereld import make_wereld  # noqa: E402
from teams.clocks import Kalender, at, local_date  # noqa: E402
from teams.models import Gemeente, Lidmaatschap, Partner  # noqa: E402
from teams.tests.factories import ContactFactory, LidmaatschapFactory  # noqa: E402

NAMES = ["Chaosdorp", "Stormwijk", "Windhoek"]
NAME_SPACE = uuid.UUID("5f0c1e5e-8a54-4a3f-9d0e-6a6a0c1f7b11")
WORKING_DAYS_AGO, TEN = 12, clock_time(10)
BREATH_SECONDS = 0.05


# --- the play: each act leaves mails, and done twice it leaves them once ---------------------------


def begin():
    """Gemeenten with everybody in them."""
    for name in NAMES:
        make_wereld(name)


def act_asks(first, last):
    """Report, take up and ask, for each number at an address of its own; some working days ago."""
    towns = [Town.read(name) for name in NAMES]
    for n in range(first, last):
        with web_transaction():
            ask_of(towns[n % len(towns)], n, moment(0))


def ask_of(town, n, now):
    """The ask of this number, once."""
    if Melding.objects.filter(concept_id=key(n)).exists():
        return
    melding = report_melding(
        actor=town.melder,
        categorie=town.categorieen[n % len(town.categorieen)],
        buurt=town.team.buurten.first(),
        inhoud={"waarneming": "De gordijnen zijn al vijf dagen dicht."},
        team=town.team,
        concept_id=key(n),
        now=now,
    )
    contact = ContactFactory(partner=town.partner, naam=f"Contact {n}", email=f"partner{n}@chaos.example")
    ask = {"partner": town.partner, "contact": contact, "uittreksel": "Wilt u dit nagaan?"}
    ask_partner(take_up(melding, actor=town.meldpunt, now=now), **ask, actor=town.meldpunt, now=now)


def act_sweep(days, first=2):
    """The sweeps of these working days after the asking, each at half past ten."""
    for day in range(first, first + days):
        sweep(moment(day) + timedelta(minutes=30))


def act_codes(first, last):
    """Each partner asks for a code, as the button of the link does."""
    for n in range(first, last):
        with web_transaction():
            request_code(
                Toegang.objects.with_ask().filter(opvolging__melding__concept_id=key(n)).first(), now=timezone.now()
            )


def act_answers(first, last):
    """Each partner answers, and the meldpunt tells the melder; by day, so that no mail waits for the morning."""
    for n in range(first, last):
        with web_transaction():
            answer_of(n, moment(WORKING_DAYS_AGO - 1))


def answer_of(n, now):
    """Both answers to the ask of this number, once."""
    ask = Opvolging.objects.select_related("contact", "melding").get(melding__concept_id=key(n))
    if ask.melding.stand == Stand.BEANTWOORD:
        return
    said = {"uitkomst": "hulp", "voor_melder": "Geregeld.", "contact": ask.contact, "langs": Langs.LINK}
    finish_ask(ask, **said, now=now)
    melding = Melding.objects.get(pk=ask.melding_id)
    give_antwoord(melding, tekst="Dank u wel. Het is geregeld.", actor=melding.behandelaar, now=now)


# --- delivery -------------------------------------------------------------------------------------


def act_deliver():
    """Deliver until killed, as a worker does."""
    while True:
        if not deliver_due():
            time.sleep(BREATH_SECONDS)


def act_tik(seconds):
    """The cron line, at this pace, until killed; without a pace once."""
    while True:
        call_command(tik.Command(), stdout=io.StringIO())
        if not seconds:
            return
        time.sleep(seconds)


# --- people with a browser ------------------------------------------------------------------------


def act_crowd(path, volunteers, partners):
    """Write down the sessions of so many volunteers, and the links of so many partners."""
    town = Town.read(NAMES[0])
    with web_transaction():
        people = [LidmaatschapFactory(team=town.team).gebruiker for _ in range(volunteers)]
        links = [partner_of(town, n) for n in range(1, partners + 1)]
    write(path, {"volunteers": [volunteer(person, town.team) for person in people], "partners": links})


def volunteer(person, team):
    client = Client()
    client.force_login(person)
    return {"sessie": client.cookies["sessionid"].value, "buurt": team.buurten.first().pk}


def partner_of(town, n):
    """A new ask of the lowest level, and its link."""
    ask_of(dataclasses.replace(town, categorieen=town.categorieen[:1]), -n, timezone.now())
    link = Toegang.objects.get(opvolging__melding__concept_id=key(-n))
    return {"melding": str(key(-n)), "link": link.geheim}


def act_lost(path, told):
    """Write down which of the things that people were told are kept, are not there."""
    with web_transaction():
        write(path, [one for one in told if not is_there(*one)])


def is_there(kind, key, text):
    """Whether these words stand where they should."""
    if kind == "partner":
        notes = Toevoeging.objects.filter(opvolging__melding__concept_id=key)
        return any(note.tekst == text for note in notes)
    melding = MeldingInhoud.objects.filter(melding__concept_id=key).first()
    if melding or kind == "melding":
        return melding is not None and melding.plek == text
    return text in Concept.objects.get(pk=key).antwoorden.values()


# --- what must be true afterwards -----------------------------------------------------------------


def act_check(path):
    """Write down what was caused without a mail, which mails no list shows, and which promises are broken."""
    write(path, check())


def check():
    """The same, as it is now."""
    stuck = Bericht.objects.stuck()
    listed = set().union(*(on_the_list(gemeente) for gemeente in Gemeente.objects.order_by("pk")))
    return {
        "owed": owed(),
        "stuck": stuck.count(),
        "not_listed": [pk for pk in stuck.values_list("pk", flat=True) if pk not in listed],
        "broken": {name: list(map(str, ids)) for name, ids in broken_invariants().items()},
    }


def owed():
    """Causes that should have a mail and have none."""
    keys = set(Bericht.objects.values_list("sleutel", flat=True))
    asks = {f"vraag:{opvolging}:{pk}" for pk, opvolging in first_links()}
    told = set(Herinnering.objects.filter(stand="verstuurd").values_list("bericht_sleutel", flat=True))
    answers = {
        f"antwoord:{row.melding_id}:{row.keer}:{row.pk}" for row in Terugkoppeling.objects.filter(soort="antwoord")
    }
    return sorted((asks | told | answers) - keys)


def first_links():
    """The link with which each ask began."""
    links = Toegang.objects.filter(contact=F("opvolging__contact"))
    return links.order_by("opvolging", "pk").distinct("opvolging").values_list("pk", "opvolging")


def on_the_list(gemeente):
    """What the meldpunt of this gemeente reads on its page, over all its pages."""
    client, page, found = Client(SERVER_NAME="localhost"), 0, set()
    client.force_login(person("meldpunter", gemeente))
    more = True
    while more:
        page += 1
        shown = client.get(reverse("opvolging:berichten"), {"pagina": page}).content.decode()
        new = set(map(int, re.findall(r"/berichten/(\d+)/weg/", shown))) - found
        found, more = found | new, bool(new)
    return found


def write(path, value):
    with open(path, "w") as file:
        json.dump(value, file)


# --- small ----------------------------------------------------------------------------------------


@dataclass
class Town:
    """Whom and what an act needs of a gemeente that ``begin`` made."""

    team: object
    melder: Gebruiker
    meldpunt: Gebruiker
    partner: Partner
    categorieen: list

    @classmethod
    def read(cls, name):
        gemeente = Gemeente.objects.get(naam=name)
        return cls(
            team=Lidmaatschap.objects.get(gebruiker=person("melder", gemeente)).team,
            melder=person("melder", gemeente),
            meldpunt=person("meldpunter", gemeente),
            partner=Partner.objects.get(naam=f"Wijkteam {name}"),
            categorieen=list(Categorie.objects.filter(gemeente=gemeente, code__in=["T0", "T1", "T2"])),
        )


def person(role, gemeente):
    return Gebruiker.objects.get(email=f"{role}@{gemeente.slug}.example")


def moment(day):
    """Ten o'clock, this many working days after the asking."""
    kalender, today = Kalender(), local_date(timezone.now())
    return at(kalender.add_working_days(today, day - WORKING_DAYS_AGO), TEN)


def key(n):
    return uuid.uuid5(NAME_SPACE, str(n))


# --- the stage ------------------------------------------------------------------------------------

ACTS = {
    "begin": begin,
    "check": act_check,
    "asks": act_asks,
    "sweep": act_sweep,
    "codes": act_codes,
    "answers": act_answers,
    "crowd": act_crowd,
    "lost": act_lost,
    "deliver": act_deliver,
    "tik": act_tik,
}


def serve():
    """Carry out orders until the pipe closes; then everything that still plays is ended."""
    importlib.import_module("buurtpreventie.urls")  # once, not in every fork
    gc.freeze()
    playing, ended = set(), {}
    for line in sys.stdin:
        order = json.loads(line)
        reap(playing, ended)
        tell(answer(order, playing, ended))
    for pid in playing:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def answer(order, playing, ended):
    if order["do"] == "ended":
        return ended
    pid = os.fork()
    if not pid:
        os._exit(play(order))
    playing.add(pid)
    ended.pop(pid, None)  # numbers come back
    return pid


def play(order):
    """In the fork: one act to its end; the exit code."""
    die_with_parent(signal.SIGKILL)
    try:
        ACTS[order["do"]](*order["words"])
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


def reap(playing, ended):
    """Take leave of the forks that have ended."""
    for pid in list(playing):
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            playing.discard(pid)
            ended[pid] = os.waitstatus_to_exitcode(status)


def tell(value):
    print(json.dumps(value), flush=True)


if __name__ == "__main__":
    serve()
