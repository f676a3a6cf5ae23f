"""Lines of before say it too when the melder read what he or she reported: nobody is named then (veiligheid 4)."""

from django.db import migrations

MARK = """
UPDATE audit_logregel l SET details = l.details || '{"eigen": true}'
FROM meldingen_melding m
WHERE l.gebeurtenis = 'inhoud.geopend' AND l.doel_soort = 'meldingen.melding' AND l.doel_id = m.id
  AND l.actor_soort = 'accounts.gebruiker' AND l.actor_id = m.melder_id
"""


class Migration(migrations.Migration):
    dependencies = [("meldingen", "0009_niet_na_wissen"), ("audit", "0002_reden_apart")]

    operations = [
        migrations.RunSQL(
            ["ALTER TABLE audit_logregel DISABLE TRIGGER USER", MARK, "ALTER TABLE audit_logregel ENABLE TRIGGER USER"],
            migrations.RunSQL.noop,
        ),
    ]
