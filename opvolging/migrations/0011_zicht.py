"""The rules of ``0009_rijen`` in a form that PostgreSQL plans in half the time; what they say does not change.

A rule on a row that hangs on a melding looked the melding up, and so under the melding's own rule as well; each setting
and each kind of subject was a question of its own, and every page was planned anew with all of them. Now three views of
the owner say which meldingen this reader may see, whose contents and whose progress, and the policies ask those. The
views show ids of what one may see, nothing else.
"""

import re
from importlib import import_module

from django.db import migrations

before = import_module("opvolging.migrations.0009_rijen")

ALL = "current_setting('app.alles', true) = 'on'"
ME = "nullif(current_setting('app.gebruiker', true), '')::bigint"
SEATS = "((SELECT nullif(current_setting('app.zetels', true), ''))::text[])"  # long: read once, not for every row


def ids(name):
    return f"(nullif(current_setting('app.{name}', true), '')::bigint[])"


# V0 for the team; V1, and what the melder wants to share, for who leads it; what is wrong in a team for nobody in it.
TEAM = f"""(
    (m.team_id = ANY({ids("teams")}) AND m.vertrouwelijkheid = 0
     OR m.team_id = ANY({ids("coordineert")})
        AND (m.vertrouwelijkheid = 1 OR m.vertrouwelijkheid = 2 AND m.coordinator_mag_lezen))
    AND c.soort <> 'team')"""

# The meldpunt within its kinds and level, and not about a team that this person is in.
SEAT = f"""(
    m.gemeente_id = ANY({ids("gemeenten")})
    AND m.gemeente_id || ':' || c.soort || ':' || m.vertrouwelijkheid = ANY({SEATS})
    AND (c.soort <> 'team' OR m.team_id IS NULL OR m.team_id <> ALL(coalesce({ids("teams")}, ARRAY[]::bigint[]))))"""

ASKED = f"m.id = ANY({ids('meldingen')})"  # what this browser proved to have been asked about
ENTERED = f"({ME} = m.ingevoerd_door_id AND m.vertrouwelijkheid <= 1)"  # for somebody else

BY_ROLE = f"({TEAM} OR {SEAT})"
ROW = f"{ME} = m.melder_id OR {ME} = m.ingevoerd_door_id OR {ASKED} OR {{by_role}}"
CONTENTS = f"({ME} = m.melder_id AND NOT m.tekst_verborgen) OR {ENTERED} OR {BY_ROLE}"
PROGRESS = f"{ME} = m.melder_id OR {ENTERED} OR {ASKED} OR {BY_ROLE}"
VIEWS = {"zicht_rij": ROW.format(by_role=BY_ROLE), "zicht_inhoud": CONTENTS, "zicht_voortgang": PROGRESS}

ROW_ITSELF = ROW.format(by_role=f"(SELECT {BY_ROLE} FROM meldingen_categorie c WHERE c.id = m.categorie_id)")
OWN_DRAFT = f"(SELECT c.eigenaar_id = {ME} FROM meldingen_concept c WHERE c.id = concept_id)"


def view(name, rule):
    """Ids of meldingen, for ``web`` to read; as it is the owner's, it looks past the policies of ``web``."""
    return migrations.RunSQL(
        [
            f"CREATE VIEW {name} AS SELECT m.id FROM meldingen_melding m"
            f" JOIN meldingen_categorie c ON c.id = m.categorie_id WHERE {rule}",
            f"REVOKE ALL ON {name} FROM web",
            f"GRANT SELECT ON {name} TO web",
        ],
        f"DROP VIEW {name}",
    )


def seen(name):
    """The melding that the row hangs on is in this view; asked as a value, and so planned once."""
    return f"(SELECT true FROM {name} z WHERE z.id = melding_id)"


def policy(table, rules, old_rules):
    """Other words for the rule of ``rijen``: which rows there are, and which may be written."""
    words, old_words = (
        f"ALTER POLICY rijen ON {table} USING ({all_rows} OR {using}) WITH CHECK ({all_rows} OR {check})"
        for all_rows, (using, check) in ((ALL, rules), (before.ALL, old_rules))
    )
    return migrations.RunSQL(words, old_words)


ITSELF = [re.sub(r"\bm\.", "meldingen_melding.", rule) for rule in (ROW_ITSELF, before.ROW)]
WORDS = [seen("zicht_inhoud"), seen("zicht_rij")]
OLD_WORDS = [before.of_melding(before.CONTENTS), before.of_melding("true")]
PHOTO = [
    f"melding_id = ANY({ids('meldingen')}) OR {seen('zicht_inhoud')} OR {OWN_DRAFT}",
    f"{seen('zicht_rij')} OR {OWN_DRAFT}",
]
OLD_PHOTO = [
    f"{before.of_melding(f'{before.CONTENTS} OR {before.ASKED}')} OR {before.OWN_DRAFT}",
    f"{before.of_melding('true')} OR {before.OWN_DRAFT}",
]
ASK = [seen("zicht_voortgang")] * 2
OLD_ASK = [before.of_melding(before.PROGRESS)] * 2


class Migration(migrations.Migration):
    dependencies = [("opvolging", "0010_cijfers")]

    operations = [
        *(view(name, rule) for name, rule in VIEWS.items()),
        policy("meldingen_melding", *([rule] * 2 for rule in ITSELF)),
        policy("meldingen_meldinginhoud", WORDS, OLD_WORDS),
        policy("meldingen_aanvulling", WORDS, OLD_WORDS),
        policy("meldingen_bijlage", PHOTO, OLD_PHOTO),
        policy("opvolging_opvolging", ASK, OLD_ASK),
        policy("opvolging_terugkoppeling", ASK, OLD_ASK),
    ]
