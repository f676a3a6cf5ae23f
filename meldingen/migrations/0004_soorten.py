"""Gemeenten that began before photos, nazorg and complaints about a team: what their own copies lack, by code."""

from django.db import migrations

FOTOS = [
    "WV01",
    "WV04",
    "WV03",
    "WV08",
    "WV11",
    "WV09",
    "WV10",
    "WV15",
    "OR17",
    "OR01",
    "OR08",
    "OR02",
    "OR16",
    "OR09",
    "OR13",
    "OR04",
    "OR05",
    "OR06",
    "OR12",
    "OR14",
    "OR03",
    "OR10",
    "OR15",
    "OR07",
    "OR11",
    "HV01",
    "HV02",
    "HV03",
    "HV04",
    "HV05",
]
ZWAAR = ["WV12", "WV13", "WV18", "WV02", "WV14", "NP04", "NP21", "NP10", "NP11", "NP12", "NP13", "NP14", "NP15", "HV07"]
KINDS_WITH_PHOTOS = ["openbare_ruimte", "hartveilig", "wijkveiligheid"]
NIEUW = [
    {
        "code": "WV00",
        "soort": "wijkveiligheid",
        "groep": "Ik weet het niet precies",
        "volgorde": 0,
        "naam": "Ik weet het niet precies",
        "partner_soort": "meldpunt",
        "ook": ["wijkagent", "handhaving"],
        "reactie_werkdagen": 1,
        "antwoord_werkdagen": 5,
        "spoed": "SPOL",
        "vertrouwelijkheid": 2,
        "tekst_verborgen": False,
        "kijk_naar": ["Er gebeurt iets wat u niet vertrouwt", "U kunt het niet goed uitleggen"],
        "tip": "Twijfel is normaal. Beschrijf wat u zag of hoorde, waar en hoe laat. Het meldpunt zoekt uit bij wie dit hoort.",
        "fotos": False,
        "zwaar": False,
    },
    {
        "code": "BH00",
        "soort": "burenhulp",
        "groep": "Ik weet het niet precies",
        "volgorde": 0,
        "naam": "Ik weet het niet precies",
        "partner_soort": "meldpunt",
        "ook": ["vrijwilligerspunt", "welzijn"],
        "reactie_werkdagen": 3,
        "antwoord_werkdagen": 10,
        "spoed": "GEEN",
        "vertrouwelijkheid": 2,
        "tekst_verborgen": False,
        "kijk_naar": [],
        "tip": "U hoeft niet te weten welke hulp past. Wij zoeken het uit. Vraag altijd toestemming.",
        "fotos": False,
        "zwaar": False,
    },
    {
        "code": "HV00",
        "soort": "hartveilig",
        "groep": "Ik weet het niet precies",
        "volgorde": 0,
        "naam": "Ik weet het niet precies",
        "partner_soort": "meldpunt",
        "ook": ["hartveilig"],
        "reactie_werkdagen": 3,
        "antwoord_werkdagen": 10,
        "spoed": "GEEN",
        "vertrouwelijkheid": 0,
        "tekst_verborgen": False,
        "kijk_naar": [],
        "tip": "Schrijf kort op wat u zag, en waar.",
        "fotos": False,
        "zwaar": False,
    },
    {
        "code": "TM01",
        "soort": "team",
        "groep": "Ons team",
        "volgorde": 0,
        "naam": "Iets in ons team zit mij dwars",
        "partner_soort": "gemeentecontact",
        "ook": [],
        "reactie_werkdagen": 2,
        "antwoord_werkdagen": 10,
        "spoed": "GEEN",
        "vertrouwelijkheid": 3,
        "tekst_verborgen": True,
        "fotos": False,
        "zwaar": False,
        "kijk_naar": ["Wat gebeurde er?", "Wie merkt er last van?", "Wat hebt u zelf al gezegd?"],
        "tip": "Alleen de contactpersoon van de gemeente voor de teams leest dit. Uw coördinator ziet het niet en telt het niet mee.",
    },
]


def complete(apps, schema_editor):
    """New rows for who has the start list; flags only where nobody has set one."""
    Categorie = apps.get_model("meldingen", "Categorie")
    untouched = Categorie.objects.filter(fotos=False, zwaar=False)
    photographed = untouched.filter(vertrouwelijkheid__lte=1, soort__in=KINDS_WITH_PHOTOS)
    photographed.filter(code__in=FOTOS).update(fotos=True)  # no code stands in both lists
    untouched.filter(code__in=ZWAAR).update(zwaar=True)
    for gemeente in Categorie.objects.filter(code="OR01").values_list("gemeente", flat=True):
        Categorie.objects.bulk_create([Categorie(gemeente_id=gemeente, **row) for row in NIEUW], ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("meldingen", "0003_overleg_een_open")]

    operations = [migrations.RunPython(complete, migrations.RunPython.noop)]
