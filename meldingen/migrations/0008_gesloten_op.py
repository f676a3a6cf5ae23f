"""When what is closed already was closed: withdrawn meldingen never were taken up, so receiving comes closest."""

from django.db import migrations

CLOSED = """
UPDATE meldingen_melding SET gesloten_op = coalesce(beantwoord_op, gemeld_op)
WHERE stand IN ('beantwoord', 'ingetrokken') AND gesloten_op IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("meldingen", "0007_wissen")]

    operations = [migrations.RunSQL(CLOSED, migrations.RunSQL.noop)]
