import django.contrib.postgres.fields
from django.db import migrations, models

GEDAAN = [
    ("bekeken", "Gekeken wat er aan de hand is"),
    ("zelf", "Zelf geholpen of hersteld"),
    ("doorverwezen", "Doorverwezen"),
    ("steun", "Steun op gang gebracht"),
]
HULPVORM = [
    ("formeel", "Mensen die het als werk doen"),
    ("informeel", "Buren, familie of vrijwilligers"),
    ("mix", "Allebei"),
]


class Migration(migrations.Migration):
    dependencies = [("opvolging", "0003_eerste_uiterlijk")]

    operations = [
        migrations.AddField(
            model_name="resultaat",
            name="gedaan",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(choices=GEDAAN, max_length=14), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="resultaat",
            name="hulpvorm",
            field=models.CharField(blank=True, choices=HULPVORM, max_length=10),
        ),
    ]
