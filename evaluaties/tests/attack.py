"""Everything that the owner of the database can read, used to find out whose an answer is (docs/privacy.md).

Three ways to match: rows of one transaction belong together; the k-th answer is of the k-th person, for any order of
answers and any order of people; and what is not the same order may still be alike (rank correlation).
"""

import json
import math
from collections import defaultdict
from itertools import product

from django.apps import apps
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, transaction

from buurtpreventie.accounts.models import Gebruiker
from evaluaties.models import GebruikteSleutel, Inzending, OpenAntwoord, Wachtend
from trainingen.models import Inschrijving

NAMELESS = {model._meta.db_table for model in (Inzending, OpenAntwoord, Wachtend, GebruikteSleutel)}
HIDDEN = "ctid::text AS _ctid, xmin::text AS _xmin, xmax::text AS _xmax, cmin::text AS _cmin"
LUCK = 1e-9  # the chance that one attack on shuffled rows does better than the bound; there are about a thousand


def read_everything():
    """Each table by name, as its owner reads it: a list of rows with what PostgreSQL keeps beside the columns."""
    return {name: _rows(f'SELECT {HIDDEN}, * FROM "{name}"') for name in connection.introspection.table_names()}


def sequences():
    """The names of everything that counts."""
    return [row["sequencename"] for row in _rows("SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'")]


def _rows(sql):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


# --- who is meant by a row --------------------------------------------------------------------------


def rows_of_people(tables, people):
    """(table, rows by person) for each way in which it names people: by key, address, session or line of the log."""
    people = set(people)
    by_mail = dict(Gebruiker.objects.filter(pk__in=people).values_list("email", "pk"))
    by_place = dict(Inschrijving.objects.filter(gebruiker__in=people).values_list("pk", "gebruiker"))
    for table, rows in tables.items():
        for who in _namers(table, by_mail, by_place):
            named = defaultdict(list)
            for row in rows:
                if (person := who(row)) in people:
                    named[person].append(row)
            if named:
                yield table, named


def _namers(table, by_mail, by_place):
    """Functions that give the person whom a row of this table names."""
    model = next((model for model in apps.get_models(include_auto_created=True) if model._meta.db_table == table), None)
    if model is Gebruiker:
        yield lambda row: row["id"]
    for field in model._meta.concrete_fields if model else []:
        if field.is_relation and field.related_model is Gebruiker:
            yield lambda row, name=field.column: row[name]
        elif field.is_relation and field.related_model is Inschrijving:
            yield lambda row, name=field.column: by_place.get(row[name])
    if table == "django_session":
        yield _of_session
    elif table == "outbox_bericht":
        yield lambda row: by_mail.get(row["aan"])
    elif table == "audit_logregel":
        yield lambda row: row["actor_id"] if row["actor_soort"] == Gebruiker._meta.label_lower else None
        yield lambda row: by_place.get(row["doel_id"]) if row["doel_soort"] == Inschrijving._meta.label_lower else None


def _of_session(row):
    return int(SessionStore().decode(row["session_data"]).get("_auth_user_id", 0))


# --- orders -----------------------------------------------------------------------------------------


def places_of(row):
    """By what one can order rows: each column, its length, the transaction, and the place in the table."""
    found = {"_ctid": _page_and_line(row["_ctid"]), "_xmin": int(row["_xmin"]), "_cmin": int(row["_cmin"])}
    found["_xmax"] = int(row["_xmax"])
    for name, value in row.items():
        if value is not None and not name.startswith("_"):
            text = json.dumps(value, sort_keys=True) if isinstance(value, dict | list) else str(value)
            found[name] = value.timestamp() if hasattr(value, "timestamp") else text
            if name == "session_data":
                found["what the session says"] = json.dumps(SessionStore().decode(value), sort_keys=True)
            found[f"length of {name}"] = len(text)
    return found


def _page_and_line(ctid):
    return tuple(int(part) for part in ctid.strip("()").split(","))


def orders(places):
    """By name: things in the order of one of their places; only of places that tell them all apart, or order some."""
    names = set.intersection(*(set(one) for one in places.values())) if places else set()
    for name in sorted(names):
        values = {thing: _comparable(one[name]) for thing, one in places.items()}
        if len(set(values.values())) > 1:
            yield name, values


def _comparable(value):
    """Numbers before texts, so that each order is one."""
    return (1, value) if isinstance(value, str) else (0, value)


def ranks(values):
    """The rank of each thing from 0 to 1; things at one place share the middle of it."""
    seats = defaultdict(list)
    for seat, thing in enumerate(sorted(values, key=lambda one: values[one])):
        seats[values[thing]].append((seat, thing))
    shared = {value: sum(seat for seat, _thing in rows) / len(rows) for value, rows in seats.items()}
    return {thing: shared[value] / max(len(values) - 1, 1) for thing, value in values.items()}


# --- the attacks ------------------------------------------------------------------------------------


def same_transaction(tables, answers, truth):
    """How many answers one expects to hand to the right person by guessing among who did something in its transaction.

    ``answers``: rows by answer; ``truth``: the person of each answer.
    """
    people, did = set(truth.values()), defaultdict(set)
    for table, named in rows_of_people(tables, people):
        if table not in NAMELESS:
            for person, rows in named.items():
                for row in rows:
                    did[row["_xmin"]].add(person)
                    did[row["_xmax"]].add(person)
    right = 0.0
    for answer, row in answers.items():
        there = did.get(row["_xmin"], set())
        right += (truth[answer] in there) / len(there) if there else 1 / len(people)
    return right


def by_order(tables, groups):
    """(name, hits, alike) for each order of people beside each order of answers, over all groups together.

    ``groups``: (rows by answer, person by answer) of each batch that is known to be of these people. ``hits``: how
    often the k-th answer was of the k-th person, forwards or backwards. ``alike``: rank correlation, standard normal.
    """
    found = defaultdict(lambda: [0, 0, 0.0, 0.0])
    for answers, truth in groups:
        of_answers = list(orders({answer: places_of(row) for answer, row in answers.items()}))
        of_people = list(_orders_of_people(tables, set(truth.values())))
        for (mine, values), (theirs, others) in product(of_answers, of_people):
            name, told = f"{mine} beside {theirs}", _matched(values, others, truth)
            found[name] = [sum(pair) for pair in zip(found[name], told, strict=True)]
    return [(name, max(hits[:2]), hits[2] / math.sqrt(hits[3] or 1)) for name, hits in found.items()]


def _matched(values, others, truth):
    """Hits forwards and backwards (when both orders tell all apart), and how alike with the weight of that."""
    hits = (0, 0)
    if len(set(values.values())) == len(set(others.values())) == len(truth):
        answers, people = sorted(values, key=values.get), sorted(others, key=others.get)
        both = (people, list(reversed(people)))
        hits = tuple(sum(truth[one] == who for one, who in zip(answers, way, strict=True)) for way in both)
    return *hits, *_alike(ranks(values), ranks(others), truth)


def _orders_of_people(tables, people):
    for table, named in rows_of_people(tables, people):
        if set(named) == people:
            several = any(len(rows) > 1 for rows in named.values())
            for which, pick in (("last", max), ("first", min)) if several else (("last", max),):
                rows = {person: pick(rows, key=lambda row: int(row["_xmin"])) for person, rows in named.items()}
                for name, values in orders({person: places_of(row) for person, row in rows.items()}):
                    yield f"{which} {table}.{name}", values


def _alike(mine, theirs, truth):
    """The rank correlation times the number it is worth, and that number: together they add up to a normal one."""
    pairs = [(mine[answer], theirs[person]) for answer, person in truth.items()]
    count = len(pairs)
    left, right = (sum(pair[side] for pair in pairs) / count for side in (0, 1))
    spread = [math.sqrt(sum((pair[side] - middle) ** 2 for pair in pairs)) for side, middle in ((0, left), (1, right))]
    if not all(spread):
        return 0.0, 0.0
    together = sum((one - left) * (other - right) for one, other in pairs)
    return together / (spread[0] * spread[1]) * (count - 1), count - 1


# --- what chance gives ------------------------------------------------------------------------------


def most_hits(groups):
    """So many hits chance does not give: shuffled it gives about one per group (Poisson)."""
    hits, left, term = 0, 1.0, math.exp(-groups)
    while left > LUCK:
        left -= term
        hits += 1
        term *= groups / hits
    return hits


def most_alike():
    """So far from nought a normal number does not come by chance."""
    z = 0.0
    while math.erfc(z / math.sqrt(2)) > LUCK:
        z += 0.01
    return z
