from django.db import migrations, models

# Of an ask that was answered before today its first date is not known any more: it stays empty and is not counted.
KNOWN = "UPDATE opvolging_opvolging SET eerste_uiterlijk = uiterlijk WHERE stand = 'gevraagd'"


class Migration(migrations.Migration):
    dependencies = [("opvolging", "0002_stap_twee")]

    operations = [
        migrations.AddField(
            model_name="opvolging",
            name="eerste_uiterlijk",
            field=models.DateField(editable=False, null=True),
        ),
        migrations.RunSQL(KNOWN, migrations.RunSQL.noop),
    ]
