from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("rondes", "0003_gewijzigd_op"),
        ("teams", "0003_veilig_thuis_per_telefoon"),
    ]

    operations = [
        migrations.AddField(
            model_name="waarschuwing",
            name="niet_voor",
            field=models.ManyToManyField(blank=True, related_name="+", to="teams.team"),
        ),
    ]
