"""Answers go over from what waits to what can be read, and both sides of a run are written anew (E205).

What ties an answer to a person is the moment: by which transaction a row was written, where it lies in its table, and
after which other row. So nothing that lay there stays: answers get new keys and go in at random order, and people are
taken out and put in again at random order. (An UPDATE of all people would follow the order in which they lie, which is
the order in which they answered; one UPDATE each would leave them on the page of the table where they were.)
What this proves and what it cannot prove: docs/privacy.md.
"""

import json
import secrets
from datetime import timedelta
from itertools import chain

from django.db import transaction
from django.db.models import Sum

from evaluaties.actions.locking import locked_afname
from evaluaties.models import GebruikteSleutel, Gevraagd, Inzending, OpenAntwoord, Respons, Vraag, Wachtend
from teams.clocks import local_date

ENOUGH = 5  # people whose answers can be read together
_RANDOM = secrets.SystemRandom()


def week_of(now):
    """The Monday of this week: as coarse as an answer is dated."""
    day = local_date(now)
    return day - timedelta(days=day.weekday())


@transaction.atomic
def shuffle(afname, *, now):
    """When five forms of a run wait, they join those before them, all in a new order; gives how many went over."""
    afname = locked_afname(afname)
    waiting = Wachtend.objects.filter(afname=afname).count()
    if waiting < ENOUGH:
        return 0
    publish_run(afname, now=now)
    write_people_anew(afname)
    return waiting


def answers_of(afname):
    """How many people answered this run, by forms and by tallies."""
    forms = Inzending.objects.filter(afname=afname).count() + Wachtend.objects.filter(afname=afname).count()
    tallied = Respons.objects.filter(afname=afname, kanaal="telling").aggregate(n=Sum("aantal"))["n"]
    return forms + (tallied or 0)


def publish_run(afname, *, now):
    """Everything that was answered in this run, waiting or published, as one batch of this week."""
    published = [(one.antwoorden, one.vlaggen) for one in Inzending.objects.filter(afname=afname)]
    words = [(one.vraag_id, one.tekst) for one in OpenAntwoord.objects.filter(afname=afname)]
    forms, new_words = _taken_from_waiting([afname])
    Inzending.objects.filter(afname=afname).delete()
    OpenAntwoord.objects.filter(afname=afname).delete()
    _write(published + forms, words + new_words, versie_id=afname.versie_id, week=week_of(now), afname=afname)


def publish_together(pool, afnames):
    """What waits of these runs as the one batch of a pool; nothing says any more which was of which run."""
    forms, words = _taken_from_waiting(afnames)
    _write(forms, words, versie_id=pool.versie_id, week=pool.week, pool=pool)


def keep_waiting(afname):
    """Too few to read: they wait on, under new keys and in a new order."""
    rows = _shuffled(Wachtend.objects.filter(afname=afname))
    Wachtend.objects.filter(afname=afname).delete()
    Wachtend.objects.bulk_create(Wachtend(afname=afname, formulier=row.formulier) for row in rows)


def _taken_from_waiting(afnames):
    """The forms that wait, as (answers, flags), and their words, as (question, text); the rows are gone."""
    waiting = Wachtend.objects.filter(afname__in=afnames)
    contents = [json.loads(row.formulier) for row in waiting]
    waiting.delete()
    forms = [(one.get("antwoorden", {}), one.get("vlaggen", [])) for one in contents]
    said = list(chain.from_iterable(one.get("woorden", {}).items() for one in contents))
    return forms, _by_question(said, afnames[0].versie_id) if said else []


def _by_question(said, versie_id):
    asked = dict(Vraag.objects.filter(versie=versie_id).values_list("code", "pk"))
    return [(asked[key.partition(".")[0]], text.strip()) for key, text in said if text.strip()]


def _write(forms, words, *, versie_id, week, **where):
    Inzending.objects.bulk_create(
        Inzending(versie_id=versie_id, week=week, antwoorden=antwoorden, vlaggen=vlaggen, **where)
        for antwoorden, vlaggen in _shuffled(_apart(forms, versie_id))
    )
    OpenAntwoord.objects.bulk_create(
        OpenAntwoord(vraag_id=vraag, tekst=tekst, week=week, **where) for vraag, tekst in _shuffled(words)
    )


def _apart(forms, versie_id):
    """What the house knows of people by itself (which trainings they followed) goes around among the forms.

    Else who followed what nobody else did could be found by it. Every count per question stays what it was.
    """
    forms = [(dict(antwoorden), set(vlaggen)) for antwoorden, vlaggen in forms]
    known = Vraag.objects.filter(versie=versie_id, als_vraag=None, volgt=None).exclude(bekend_uit="")
    for key in chain.from_iterable(vraag.sleutels for vraag in known):
        said = _shuffled((antwoorden.pop(key, None), key in vlaggen) for antwoorden, vlaggen in forms)
        for (antwoorden, vlaggen), (value, flagged) in zip(forms, said, strict=True):
            antwoorden |= {} if value is None else {key: value}
            vlaggen.discard(key)
            vlaggen |= {key} if flagged else set()
    return [(antwoorden, sorted(vlaggen)) for antwoorden, vlaggen in forms]


def write_people_anew(afname, *, forget=False):
    """Who was asked, by how many ways answers came and which forms were used, each in a new order.

    ``forget``: the run is over, and the secrets of its links and the fingerprints of its forms go. The fingerprint of
    a link stays: with it one can still say that one wants no questionnaires any more.
    """
    people = _shuffled(Gevraagd.objects.filter(afname=afname))
    Gevraagd.objects.filter(afname=afname).delete()
    for row in people if forget else []:
        row.geheim = None
    Gevraagd.objects.bulk_create(people)
    used = [] if forget else _shuffled(GebruikteSleutel.objects.filter(afname=afname))
    GebruikteSleutel.objects.filter(afname=afname).delete()
    GebruikteSleutel.objects.bulk_create(GebruikteSleutel(afname=afname, hash=row.hash) for row in used)
    for row in _shuffled(Respons.objects.filter(afname=afname)):
        row.save(update_fields=["aantal"])  # not put in again: its trigger would count an evening that was corrected


def _shuffled(rows):
    rows = list(rows)
    _RANDOM.shuffle(rows)
    return rows
