"""Row-level security, the second lock (veiligheid 13a): what ``web`` sees of meldingen and all that hangs on them.

The settings are those of ``buurtpreventie.database.ROWS``. The rules are those of ontwerp §4, written a second time on
purpose: a filter that was forgotten in the application shows nothing. It stops no SQL that somebody smuggled in, and it
guards rows, not columns. The owner (migrations, backups) is not bound by it.
"""

import re

from django.db import migrations

ALL = "(SELECT current_setting('app.alles', true)) = 'on'"
ME = "(SELECT nullif(current_setting('app.gebruiker', true), ''))::bigint"
SEATS = "((SELECT nullif(current_setting('app.zetels', true), ''))::text[])"
KIND = "(SELECT c.soort FROM meldingen_categorie c WHERE c.id = m.categorie_id)"


def ids(name):
    return f"((SELECT nullif(current_setting('app.{name}', true), ''))::bigint[])"


# V0 for the team; V1, and what the melder wants to share, for who leads it; what is wrong in a team for nobody in it.
TEAM = f"""(
    (m.team_id = ANY({ids("teams")}) AND m.vertrouwelijkheid = 0
     OR m.team_id = ANY({ids("coordineert")})
        AND (m.vertrouwelijkheid = 1 OR m.vertrouwelijkheid = 2 AND m.coordinator_mag_lezen))
    AND {KIND} <> 'team')"""

# The meldpunt within its kinds and level, and not about a team that this person is in.
SEAT = f"""(
    m.gemeente_id = ANY({ids("gemeenten")})
    AND m.gemeente_id || ':' || {KIND} || ':' || m.vertrouwelijkheid = ANY({SEATS})
    AND ({KIND} <> 'team' OR m.team_id IS NULL OR m.team_id <> ALL(coalesce({ids("teams")}, ARRAY[]::bigint[]))))"""

ASKED = f"m.id = ANY({ids('meldingen')})"  # what this browser proved to have been asked about
ENTERED = f"({ME} = m.ingevoerd_door_id AND m.vertrouwelijkheid <= 1)"  # for somebody else

ROW = f"{ME} = m.melder_id OR {ME} = m.ingevoerd_door_id OR {TEAM} OR {SEAT} OR {ASKED}"
CONTENTS = f"({ME} = m.melder_id AND NOT m.tekst_verborgen) OR {ENTERED} OR {TEAM} OR {SEAT}"
PROGRESS = f"{ME} = m.melder_id OR {ENTERED} OR {TEAM} OR {SEAT} OR {ASKED}"

OWN_DRAFT = f"EXISTS (SELECT FROM meldingen_concept c WHERE c.id = concept_id AND c.eigenaar_id = {ME})"


def of_melding(rule):
    """The melding that the row hangs on is one of these."""
    return f"EXISTS (SELECT FROM meldingen_melding m WHERE m.id = melding_id AND ({rule}))"


def policy(table, using, check):
    """One policy for everything that ``web`` does: which rows there are, and which may be written."""
    return migrations.RunSQL(
        [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"CREATE POLICY rijen ON {table} TO web USING ({ALL} OR {using}) WITH CHECK ({ALL} OR {check})",
        ],
        [f"DROP POLICY rijen ON {table}", f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"],
    )


class Migration(migrations.Migration):
    dependencies = [("opvolging", "0008_toegang_per_adres"), ("meldingen", "0009_niet_na_wissen")]

    operations = [
        policy("meldingen_melding", *[re.sub(r"\bm\.", "meldingen_melding.", ROW)] * 2),
        policy("meldingen_meldinginhoud", of_melding(CONTENTS), of_melding("true")),
        policy("meldingen_aanvulling", of_melding(CONTENTS), of_melding("true")),
        policy(
            "meldingen_bijlage",
            f"{of_melding(f'{CONTENTS} OR {ASKED}')} OR {OWN_DRAFT}",
            f"{of_melding('true')} OR {OWN_DRAFT}",
        ),
        policy("opvolging_opvolging", *[of_melding(PROGRESS)] * 2),
        policy("opvolging_terugkoppeling", *[of_melding(PROGRESS)] * 2),
    ]
