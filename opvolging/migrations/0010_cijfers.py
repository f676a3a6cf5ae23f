"""The role ``cijfers`` (veiligheid 13a): it reads every melding, ask and answer, in the columns that say nothing.

No words, no number, no address, nobody's name; a melder is a key, to count whether enough people stand behind a figure.
"""

from django.db import migrations

from buurtpreventie.database import CREATE_FIGURES_ROLE

COLUMNS = {
    "meldingen_melding": "id, gemeente_id, melder_id, team_id, categorie_id, vertrouwelijkheid, buurt_id, stand,"
    " gemeld_op, melder_teken, antwoord_voor, eerste_belofte, keer, uitkomst, coordinator_mag_lezen",
    "meldingen_categorie": "id, gemeente_id, soort, code, naam, groep, vertrouwelijkheid",
    "opvolging_opvolging": "id, melding_id, keer, partner_id, stand, gevraagd_op, uiterlijk, eerste_uiterlijk,"
    " aangenomen_op, beeindigd_op",
    "opvolging_resultaat": "id, opvolging_id, versie, uitkomst, nuttig, mist, gedaan, hulpvorm, op",
    "opvolging_terugkoppeling": "id, melding_id, keer, doelgroep, soort, op, oordeel",
    "opvolging_geenantwoord": "id, melding_id, keer, reden, op",
    "teams_gemeente": "id, naam",
    "teams_wijk": "id, gemeente_id, naam",
    "teams_buurt": "id, gemeente_id, wijk_id, naam",
    "teams_team": "id, gemeente_id, naam",
    "teams_partner": "id, gemeente_id, soort, naam",
}
GUARDED = ("meldingen_melding", "opvolging_opvolging", "opvolging_terugkoppeling")


class Migration(migrations.Migration):
    dependencies = [("opvolging", "0009_rijen"), ("teams", "0005_bewaartermijnen")]

    operations = [
        CREATE_FIGURES_ROLE,
        migrations.RunSQL(
            [
                "GRANT USAGE ON SCHEMA public TO cijfers",
                *(f"GRANT SELECT ({columns}) ON {table} TO cijfers" for table, columns in COLUMNS.items()),
                *(f"CREATE POLICY cijfers ON {table} FOR SELECT TO cijfers USING (true)" for table in GUARDED),
            ],
            [
                *(f"DROP POLICY cijfers ON {table}" for table in GUARDED),
                *(f"REVOKE SELECT ({columns}) ON {table} FROM cijfers" for table, columns in COLUMNS.items()),
            ],
        ),
    ]
