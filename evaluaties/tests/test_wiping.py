"""After retention nothing that was said is left: a canary in every column of every row that hangs on a melding.

The columns are found by introspection, so one that is added tomorrow is planted and looked for too.
"""

import json
import uuid
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from django.utils import timezone

from buurtpreventie.accounts.models import Code, Gebruiker
from buurtpreventie.audit.actions import record_opening
from buurtpreventie.audit.models import Logregel, Reden
from buurtpreventie.database import web_transaction
from buurtpreventie.encryption import EncryptedBinaryField, EncryptedJSONField, EncryptedTextField
from buurtpreventie.errors import RefusedAction
from buurtpreventie.outbox.models import Bericht
from evaluaties.figures.kring import kring_as_json, kring_of
from meldingen.actions import begin_concept
from meldingen.models import Aanvulling, Bijlage, Concept, Kaart, Melding, MeldingInhoud
from opvolging.actions import (
    add_note,
    ask_melder,
    close_with_antwoord,
    finish_ask,
    give_antwoord,
    lower_level,
    record_informed,
    request_code,
    take_step,
)
from opvolging.actions.holding import ask_hold
from opvolging.actions.melder_tokens import forget_tokens, stamp_melders
from opvolging.actions.questions import answer_question
from opvolging.actions.wiping import anonymise
from opvolging.figures import Periode
from opvolging.models import (
    Bezorging,
    Bundel,
    BundelDeel,
    GeenAntwoord,
    Herinnering,
    Langs,
    Opvolging,
    Resultaat,
    Seintje,
    Tekensleutel,
    Terugkoppeling,
    Toegang,
    Wissing,
)
from opvolging.team_figures import melding_figures
from opvolging.tests.wereld import make_wereld
from teams.clocks import local_date
from teams.tests.factories import LidmaatschapFactory

pytestmark = pytest.mark.django_db

CANARY = "Kn7"
OURS = [m for m in apps.get_models() if m.__module__.startswith(("buurtpreventie", "teams", "meldingen", "opvolging"))]
WORDS = (
    models.CharField,
    models.TextField,
    models.JSONField,
    models.BinaryField,
    ArrayField,
    EncryptedTextField,
)
# Known by a name instead of a foreign key.
BY_NAME = (Bericht, Code, Reden, Herinnering, Concept)
# Columns of characters that say nothing about anybody, each with why it stays.
STAYS = {
    "meldingen.Melding.nummer": "random digits, by which the row is found",
    "meldingen.Melding.melder_teken": "a token without a key, gone when the quarter is kept",
    "meldingen.Kaart.nummer": "the same random digits, printed on paper",
    "outbox.Bericht.bron": "by which the row is found, and goes",
    "accounts.Code.doel": "by which the row is found, and goes",
    "opvolging.Herinnering.bron": "by which the row is found, and goes",
}
# A rule of the database lets no other words in than its own; the row goes as a whole.
ONLY_CODES = {"meldingen.Bijlage.soort"}


@pytest.fixture
def wereld():
    return make_wereld()


def rich(wereld, now):
    """A confidential melding with everything that can hang on one, answered and closed."""
    desk = {"actor": wereld.meldpunt, "now": now}
    melding = wereld.taken_up(2, now=now, actor=wereld.melder)
    concept = begin_concept("niet_pluis", gemeente=wereld.gemeente, actor=wereld.melder, now=now)
    Melding.objects.filter(pk=melding.pk).update(concept_id=concept.pk)
    Aanvulling.objects.create(melding=melding, door=wereld.melder, op=now, tekst="Nog iets.")
    for owner in ({"melding": melding}, {"concept": concept}):
        Bijlage.objects.create(
            inhoud=b"x", soort="image/jpeg", breedte=4, hoogte=3, op=now, door=wereld.melder, **owner
        )
    Kaart.objects.create(gemeente=wereld.gemeente, gemaakt_door=wereld.meldpunt, gemaakt_op=now, melding=melding)
    asked = ask_melder(melding, vraag="Welke kant?", **desk)
    answer_question(asked, antwoord="Links.", langs="app", actor=wereld.melder, now=now)
    lower_level(melding, niveau=1, reden="plek", **desk)
    take_step(melding, richting="op", reden="meer_nodig", toelichting="Zwaarder.", **desk)
    record_informed(melding, stand="niet_veilig", want="Hij wordt boos.", **desk)
    ask = wereld.ask(melding, now=now)
    link = ask.toegangen.get()
    request_code(link, now=now)
    add_note(ask, tekst="Wij gaan langs.", contact=wereld.contact, langs=Langs.LINK, now=now)
    partner = {"contact": wereld.contact, "langs": Langs.LINK, "now": now}
    finish_ask(ask, uitkomst="hulp", voor_melder="Goed.", voor_meldpunt="Niet goed.", wat_miste="Adres", **partner)
    Seintje.objects.create(melding=melding, door=wereld.coordinator, op=now, dag=local_date(now))
    GeenAntwoord.objects.create(melding=melding, keer=2, reden="overleden", door=wereld.meldpunt, op=now)
    Herinnering.objects.create(bron=ask.bron, termijn_nr=1, stap="voor", aan_rol="contact", stand="verstuurd", op=now)
    melding.refresh_from_db()
    give_antwoord(melding, tekst="Er is hulp.", **desk)
    melding.refresh_from_db()
    Bezorging.objects.create(
        melding=melding,
        keer=1,
        soort="antwoord",
        langs="brief",
        tekst="Brief.",
        voor=local_date(now),
        gemaakt_door=wereld.meldpunt,
        gemaakt_op=now,
        klaar_op=now,
    )
    for target in (melding, ask, link):
        record_opening(target, actor=wereld.collega, now=now, reden="De buurvrouw belde.")
    day = local_date(now)
    ask_hold(melding, reden="klacht", tot=day + timedelta(days=30), toelichting="Er is een klacht.", **desk)
    wissen = day + timedelta(days=14)
    Wissing.objects.create(melding=melding, regel="niveau", maanden=3, op_lijst=day, wissen_op=wissen)
    bundel = Bundel.objects.create(gemeente=wereld.gemeente, gemaakt_door=wereld.meldpunt, gemaakt_op=now)
    BundelDeel.objects.create(bundel=bundel, melding=melding, hoofd=True, erbij_op=now)
    return melding


def hanging():
    """Every model with a road of foreign keys that leads to a melding, below the floor of trainings."""
    found, grew = {Melding}, True
    while grew:
        more = {
            model
            for model in OURS
            if not model._meta.proxy
            and any(
                f.is_relation and f.many_to_one | f.one_to_one and f.related_model in found for f in own_fields(model)
            )
        }
        grew = not more <= found
        found |= more
    return found


def own_fields(model):
    return model._meta.local_concrete_fields


def word_columns(model):
    """Columns that could hold words: not a choice among codes, not a key, and not one that stays for a reason."""
    for field in own_fields(model):
        base = getattr(field, "base_field", field)
        named = f"{model._meta.label}.{field.name}"
        if isinstance(field, WORDS) and not base.choices and not field.is_relation and named not in STAYS:
            yield named, field


def value_for(field, pk):
    """The canary as this column takes it; unique per row where it must be."""
    text = f"{CANARY}{pk}"
    if isinstance(field, EncryptedBinaryField):
        return text.encode()
    if isinstance(field, EncryptedJSONField) or (
        isinstance(field, models.JSONField) and not isinstance(field, EncryptedTextField)
    ):
        return {"x": text}
    if isinstance(field, ArrayField):
        return [text]
    return text[: field.max_length] if field.max_length else text


@contextmanager
def no_triggers(tables):
    """As if no rule of the database looked: the owner of the tables may do that, the role of the pages never."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def plant(rows):
    """Write a canary in every column of words of these rows, past every trigger; also gives what refuses words."""
    refused, planted = set(), set()
    with no_triggers([model._meta.db_table for model in rows]):
        for model, pks in rows.items():
            for named, field in word_columns(model):
                for pk in pks:
                    try:
                        with transaction.atomic():
                            model._base_manager.filter(pk=pk).update(**{field.name: value_for(field, pk)})
                        planted.add(named)
                    except IntegrityError:
                        refused.add(named)
    return planted, refused


def rows_by_name(melding):
    """The rows that know a melding by a name only."""
    asks = list(Opvolging.objects.filter(melding=melding).values_list("pk", flat=True))
    links = list(Toegang.objects.filter(opvolging__in=asks).values_list("pk", flat=True))
    sources = [f"melding:{melding.pk}", *(f"opvolging:{pk}" for pk in asks), *(f"toegang:{pk}" for pk in links)]
    return {
        Bericht: Bericht.objects.filter(bron__in=sources),
        Code: Code.objects.filter(doel__in=sources),
        Reden: Reden.objects.all(),
        Herinnering: Herinnering.objects.filter(bron__in=sources),
        Concept: Concept.objects.filter(pk=melding.concept_id),
    }


def everything_said():
    """All that any column of any row of any table holds, as text."""
    for model in apps.get_models():
        if model._meta.proxy or not model._meta.managed:
            continue
        for row in model._base_manager.all():
            for field in own_fields(model):
                value = getattr(row, field.attname)
                yield f"{model._meta.label}.{field.name}", bytes(value) if isinstance(value, memoryview) else value


def columns_with(word):
    return {named for named, value in everything_said() if word in repr(value)}


def test_after_wiping_no_column_of_any_table_holds_the_canary_and_every_column_held_it_before(wereld, now):
    melding = rich(wereld, now)
    found = {model: list(model._base_manager.values_list("pk", flat=True)) for model in hanging()}
    assert [model._meta.label for model, pks in found.items() if not pks] == [], (
        "this sort of row hangs on a melding: make one here, and say in actions/wiping.py what becomes of its words"
    )
    named = {model: list(rows.values_list("pk", flat=True)) for model, rows in rows_by_name(melding).items()}
    assert all(named.values())
    columns = {name for model in [*found, *named] for name, _field in word_columns(model)}
    planted, refused = plant(found | named)
    assert refused - planted <= ONLY_CODES and columns == planted | refused
    assert planted <= columns_with(CANARY)

    with web_transaction():
        counts = anonymise(melding, now=now)

    assert columns_with(CANARY) == set()
    assert counts["foto"] == counts["aanvulling"] == counts["inhoud"] == counts["link"] == 1
    assert not any(model._base_manager.filter(pk__in=pks).exists() for model, pks in named.items())
    assert not Bijlage.objects.exists() and not Concept.objects.exists()


def test_after_wiping_no_row_points_at_who_reported(wereld, now):
    melding = rich(wereld, now)
    anonymise(melding, now=now)
    left = [
        f"{model._meta.label}.{field.name}"
        for model in hanging()
        for field in own_fields(model)
        if field.is_relation and field.related_model is Gebruiker
        for row in model._base_manager.filter(**{field.name: wereld.melder})
        if row
    ]
    assert left == []
    melding.refresh_from_db()
    assert (melding.melder, melding.ingevoerd_door, melding.ronde, melding.naam_delen) == (None, None, None, False)
    assert Logregel.objects.about(melding).filter(gebeurtenis="melding.gewist").count() == 1


def test_what_is_left_keeps_its_dates_its_codes_and_its_verdict(wereld, now):
    melding = rich(wereld, now)
    kept = [
        f.attname for f in own_fields(Melding) if f.name.endswith(("_op", "_voor")) or f.name in ("stand", "uitkomst")
    ]
    before = {name: getattr(melding, name) for name in kept if name != "gewist_op"}
    told = list(Terugkoppeling.objects.values_list("soort", "op", "langs", "oordeel"))
    result = list(Resultaat.objects.values_list("uitkomst", "nuttig", "gedaan", "mist", "op"))
    anonymise(melding, now=now)
    melding.refresh_from_db()
    assert before == {name: getattr(melding, name) for name in before}
    assert told == list(Terugkoppeling.objects.values_list("soort", "op", "langs", "oordeel"))
    assert result == list(Resultaat.objects.values_list("uitkomst", "nuttig", "gedaan", "mist", "op"))


def test_wiping_twice_is_once_and_an_open_melding_is_never_wiped(wereld, now):
    melding = rich(wereld, now)
    assert anonymise(melding, now=now) and anonymise(melding, now=now) == {}
    running = wereld.report(0, now=now)
    with pytest.raises(RefusedAction, match="loopt nog"):
        anonymise(running, now=now)
    assert running.inhoud.waarneming


def refused_by_the_database(change):
    """The rules of the tables stop it, whoever asks."""
    with pytest.raises(DatabaseError), transaction.atomic():
        change()


def test_words_go_only_with_the_whole_melding_and_what_went_never_comes_back(wereld, now):
    melding = rich(wereld, now)
    refused_by_the_database(lambda: Resultaat.objects.update(voor_meldpunt="", voor_melder="", wat_miste=""))
    refused_by_the_database(lambda: Terugkoppeling.objects.update(tekst=""))
    refused_by_the_database(lambda: Terugkoppeling.objects.update(tekst="Iets anders"))
    anonymise(melding, now=now)
    refused_by_the_database(lambda: Resultaat.objects.update(voor_melder="terug"))
    refused_by_the_database(lambda: Resultaat.objects.update(uitkomst="opgelost"))
    refused_by_the_database(lambda: Terugkoppeling.objects.update(tekst="terug"))
    refused_by_the_database(lambda: Melding.objects.update(gewist_op=None))
    refused_by_the_database(lambda: Melding.objects.update(stand="opgepakt"))
    refused_by_the_database(lambda: Melding.objects.update(melder=wereld.melder))
    refused_by_the_database(lambda: MeldingInhoud.objects.create(melding=melding, waarneming="terug"))
    refused_by_the_database(lambda: Aanvulling.objects.create(melding=melding, op=now, tekst="terug"))


# --- figures ------------------------------------------------------------------------------------


def answered_by(wereld, melder, now):
    melding = wereld.taken_up(2, now=now, actor=melder)
    close_with_antwoord(melding, uitkomst="opgelost", tekst="Gedaan.", actor=wereld.meldpunt, now=now)
    return Melding.objects.get(pk=melding.pk)


def figures(wereld, now):
    quarter = Periode.of(local_date(now))
    kring = kring_of(wereld.gemeente, quarter, local_date(now), closed=True)
    return json.dumps(kring_as_json(kring), sort_keys=True), melding_figures(wereld.coordinator, wereld.team, now)


@pytest.mark.parametrize("people", [4, 5])
def test_figures_are_the_same_after_wiping_also_where_five_melders_are_counted(wereld, now, people):
    team = wereld.team
    melders = [LidmaatschapFactory(team=team).gebruiker for _ in range(people)]
    rows = [answered_by(wereld, melder, now) for melder in [*melders, melders[0], melders[1]]]
    open_one = wereld.answered(0, now=now).melding
    before = figures(wereld, now)
    assert ("Zorgen" in before[0]) == (people >= 5)
    for melding in (rows[0], rows[1], open_one):
        anonymise(melding, now=now)
    quarter = Periode.of(local_date(now))
    stamp_melders(wereld.gemeente, quarter)
    assert figures(wereld, now) == before
    for melding in rows[2:]:
        anonymise(melding, now=now)
    assert figures(wereld, now) == before
    assert Melding.objects.exclude(melder_teken="").values("melder_teken").distinct().count() == people + 1
    forget_tokens(quarter)
    assert not Melding.objects.exclude(melder_teken="").exists() and not Tekensleutel.objects.exists()


def test_nobody_who_reads_the_tables_can_tell_who_a_token_is_after_the_quarter(wereld, now):
    melding = wereld.answered(2, now=now).melding
    anonymise(melding, now=now)
    melding.refresh_from_db()
    token = melding.melder_teken
    assert token and str(wereld.melder.pk) != token and uuid.UUID(token[:32])
    forget_tokens(Periode.of(local_date(timezone.localtime(now))))
    melding.refresh_from_db()
    assert melding.melder_teken == ""
