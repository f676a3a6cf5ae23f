"""Row-level security, the second lock (veiligheid 13a): what the database itself shows to whom.

The first lock, the filters of the application, plays no part here: every question is about all rows.
"""

import re
from pathlib import Path

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction

from buurtpreventie.database import as_figures, beyond_rows, show_rows, web_transaction
from meldingen.actions import add_aanvulling
from meldingen.models import Aanvulling, Bijlage, Melding, MeldingInhoud
from opvolging.models import Opvolging, Terugkoppeling
from opvolging.tests.factories import brought
from teams.middleware import rows_of
from teams.models import Niveau
from teams.rollen import rollen_van

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]
SIX = (Melding, MeldingInhoud, Aanvulling, Bijlage, Opvolging, Terugkoppeling)
NOBODY = {"alles": ""}
# Who opens the second lock, and why (the acts of meldingen and opvolging do so by ``act``).
MAY_OPEN = {
    "evaluaties/invariants.py": "rules are about all rows; only their numbers show",
    "meldingen/actions/reporting.py": "when something was reported in this street, by whomever",
    "meldingen/forms/pages.py": "whether a printed card was entered already",
    "opvolging/openings.py": "numbers of meldingen for toezicht",
    "opvolging/partners.py": "how many asks wait at a partner",
    "opvolging/wiplist.py": "what will be wiped, in numbers, for toezicht",
    "opvolging/views/partner.py": "a link is looked up by its secret; then only its melding shows",
}


def text_with_photo(melding, now):
    Bijlage.objects.create(melding=melding, inhoud=b"foto", soort="image/jpeg", breedte=4, hoogte=3, op=now)
    add_aanvulling(melding, tekst="Nu ook de achterdeur.", actor=melding.melder, now=now)


@pytest.fixture
def loops(wereld, elders, now):
    """A melding of every level in two gemeenten, each with contents, photo, addition, ask and answer."""
    found = {}
    for naam, place in (("hier", wereld), ("elders", elders)):
        for niveau in range(4):
            answered = brought(place.answered(niveau, now=now), now=now)
            melding = place.taken_up(niveau, now=now)
            text_with_photo(melding, now)
            found[naam, niveau] = (answered.melding, melding, place.ask(melding, now=now))
    Melding.objects.filter(vertrouwelijkheid=3).update(tekst_verborgen=True)
    return found


def seen(rows):
    """{table: how many rows} that the database shows under these settings."""
    with web_transaction(**rows):
        return {model._meta.model_name: model.objects.count() for model in SIX}


def levels(rows, model=MeldingInhoud):
    """The levels and gemeenten of what is shown."""
    field = "" if model is Melding else "melding__"
    with web_transaction(**rows):
        return set(model.objects.values_list(f"{field}gemeente__naam", f"{field}vertrouwelijkheid"))


def here(wereld, *niveaus):
    return {(wereld.gemeente.naam, niveau) for niveau in niveaus}


def fresh_rows(user):
    user.__dict__.pop("_rollen", None)
    return rows_of(user)


def test_without_settings_there_is_nothing_and_a_job_sees_all(loops):
    assert set(seen(NOBODY).values()) == {0}
    assert all(seen({"alles": "on"}).values())
    assert seen({"alles": "on"})["melding"] == Melding.objects.count()
    assert set(seen(NOBODY).values()) == {0}  # and nothing of it is left


@pytest.mark.parametrize(
    ("role", "rows", "contents"),
    [
        ("melder", (0, 1, 2, 3), (0, 1, 2)),  # of V3 the words go out of sight after sending
        ("teamgenoot", (0,), (0,)),
        ("coordinator", (0, 1), (0, 1)),
        ("ander_teamlid", (), ()),
        ("meldpunt", (0, 1, 2, 3), (0, 1, 2, 3)),
        ("meldpunt_tot_v1", (0, 1), (0, 1)),
        ("beheer", (), ()),
        ("beleid", (), ()),
        ("trainer", (), ()),
        ("toezicht", (), ()),
        ("politie_dienst", (), ()),
        ("piket", (), ()),
    ],
)
def test_the_database_shows_each_role_the_rows_of_the_table_of_the_design(wereld, loops, role, rows, contents):
    settings = fresh_rows(getattr(wereld, role))

    assert levels(settings, Melding) == here(wereld, *rows)
    assert levels(settings) == levels(settings, Aanvulling) == levels(settings, Bijlage) == here(wereld, *contents)
    assert levels(settings, Opvolging) == levels(settings, Terugkoppeling) == here(wereld, *rows)


def test_what_is_wrong_in_a_team_is_hidden_from_who_is_in_it_with_any_seat(wereld, loops):
    Melding.objects.filter(pk=loops["hier", 3][1].pk).update(team=wereld.team)
    melding = Melding.objects.get(pk=loops["hier", 3][1].pk)
    type(melding.categorie).objects.filter(pk=melding.categorie_id).update(soort="team")
    seat = {"gemeenten": [wereld.gemeente.pk], "zetels": [f"{wereld.gemeente.pk}:team:3"]}

    assert (wereld.gemeente.naam, Niveau.V3) in levels(seat)
    assert (
        levels(seat | {"teams": [wereld.team.pk], "coordineert": [wereld.team.pk]}, Melding) & here(wereld, 3) == set()
    )


def test_a_partner_sees_the_asks_of_one_melding_and_never_its_contents(loops):
    _answered, melding, ask = loops["hier", 2]
    with web_transaction(**NOBODY):
        show_rows(meldingen=[melding.pk])
        assert set(Opvolging.objects.values_list("pk", flat=True)) == {ask.pk}
        assert set(Melding.objects.values_list("pk", flat=True)) == {melding.pk}
        assert MeldingInhoud.objects.count() == Aanvulling.objects.count() == 0


def test_nobody_changes_what_they_do_not_see(wereld, loops):
    _answered, melding, _ask = loops["elders", 0]
    with web_transaction(**fresh_rows(wereld.meldpunt)):
        assert Melding.objects.filter(pk=melding.pk).update(gevaar=True) == 0
        assert Terugkoppeling.objects.filter(melding=melding).delete()[0] == 0
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Aanvulling.objects.create(melding=melding, door=wereld.meldpunt, op=melding.gemeld_op, tekst="Erbij")


def test_an_act_works_on_all_rows_and_closes_the_lock_behind_it(loops):
    with web_transaction(**NOBODY):
        with beyond_rows():
            assert Melding.objects.count() == 16
            with pytest.raises(ZeroDivisionError), beyond_rows():
                raise ZeroDivisionError
            assert Melding.objects.count() == 16
        assert Melding.objects.count() == 0


def test_figures_are_counted_without_reading_a_word(loops):
    with web_transaction(**NOBODY), as_figures():
        assert Melding.objects.count() == 16
        assert Opvolging.objects.values("stand").count() > 0
        for words in (
            "SELECT * FROM meldingen_melding",
            "SELECT nummer FROM meldingen_melding",
            "SELECT straat_index FROM meldingen_melding",
            "SELECT uittreksel FROM opvolging_opvolging",
            "SELECT tekst FROM opvolging_terugkoppeling",
            "SELECT 1 FROM meldingen_meldinginhoud",
            "SELECT 1 FROM meldingen_aanvulling",
            "SELECT 1 FROM meldingen_bijlage",
            "SELECT naam FROM accounts_gebruiker",
            "UPDATE meldingen_melding SET keer = 2",
        ):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                connection.cursor().execute(words)


def test_the_views_behind_the_rules_tell_each_reader_only_of_what_it_sees_anyway(wereld, loops):
    """Ids, by the same rules; and nobody writes through them."""
    with web_transaction(**fresh_rows(wereld.coordinator)):
        contents = set(MeldingInhoud.objects.values_list("melding_id", flat=True))
        progress = set(Opvolging.objects.values_list("melding_id", flat=True))
        rows = set(Melding.objects.values_list("pk", flat=True))
        assert [ids_in("zicht_rij"), ids_in("zicht_inhoud")] == [rows, contents]
        assert progress <= ids_in("zicht_voortgang") <= rows
        for words in ("DELETE FROM zicht_rij", "UPDATE zicht_inhoud SET id = 1"):
            with pytest.raises(DatabaseError), transaction.atomic():
                connection.cursor().execute(words)
    with web_transaction(**NOBODY):
        assert ids_in("zicht_rij") | ids_in("zicht_inhoud") | ids_in("zicht_voortgang") == set()
        with as_figures(), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            ids_in("zicht_rij")


def ids_in(view):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {view}")
        return {pk for (pk,) in cursor.fetchall()}


@pytest.mark.parametrize("model", SIX)
def test_the_role_that_serves_pages_cannot_take_the_lock_away(model):
    table = model._meta.db_table
    for words in (f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY", f"DROP POLICY rijen ON {table}"):
        with pytest.raises(DatabaseError, match="must be owner"), web_transaction():
            connection.cursor().execute(words)


def test_rules_of_triggers_see_every_row_whoever_asks():
    with connection.cursor() as cursor:
        cursor.execute(
            r"""
            SELECT p.proname FROM pg_proc p
            WHERE p.prorettype = 'trigger'::regtype AND NOT p.prosecdef AND p.pronamespace = 'public'::regnamespace
              AND EXISTS (SELECT FROM pg_class c WHERE c.relrowsecurity AND p.prosrc ~ ('\y' || c.relname || '\y'))
            """
        )
        assert cursor.fetchall() == []
        cursor.execute("SELECT count(*) FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace")
        assert cursor.fetchone()[0] > 3


def test_a_rule_that_looks_as_the_owner_is_passed_by_as_little(wereld, loops):
    """The answer that a melding needs before it is answered: ``web`` says that it ignores every trigger, in vain."""
    _answered, melding, _ask = loops["hier", 0]
    with web_transaction(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pgtrigger.ignore', array_agg(tgname)::text, true)"
            " FROM pg_trigger WHERE NOT tgisinternal"
        )
        with pytest.raises(DatabaseError), transaction.atomic():
            Melding.objects.filter(pk=melding.pk).update(stand="beantwoord", uitkomst="hulp", reageren_voor=None)


def test_only_these_open_the_second_lock_and_each_says_why():
    sources = [path for path in ROOT.glob("*/**/*.py") if not {"tests", "migrations", ".venv", "var"} & set(path.parts)]
    opened = {
        str(path.relative_to(ROOT))
        for path in sources
        if re.search(r"\bbeyond_rows\(\)", path.read_text()) and path.name != "database.py"
    }
    assert opened == set(MAY_OPEN)


def test_the_settings_of_a_person_are_only_their_own_roles(wereld):
    rollen = rollen_van(wereld.meldpunt_tot_v1)
    rows = fresh_rows(wereld.meldpunt_tot_v1)

    assert rows["gemeenten"] == rollen.meldpunt_gemeenten == {wereld.gemeente.pk}
    assert {zetel.rpartition(":")[2] for zetel in rows["zetels"]} == {"0", "1"}
