"""How long what belongs to an evening is kept."""

from datetime import timedelta

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _

from buurtpreventie.keeping import Bewaarregel, with_words
from teams.clocks import local_date
from trainingen.models import GeoefendeSituatie, Inschrijving, Kennismaking, Leerwens

YEAR, THREE_YEARS = timedelta(days=365), timedelta(days=3 * 365)
TRAINING = _("Overeenkomst: u meldde zich aan (AVG artikel 6, lid 1b)")
NO_NAME = r"^Gast \d+$"


def old_guests(now):
    """Guests of evenings of more than a year ago who still have a name or an address."""
    rows = Inschrijving.objects.filter(gebruiker__isnull=True, sessie__dag__lte=local_date(now) - YEAR)
    return rows.exclude(gast_naam__regex=NO_NAME, gast_email="", gast_van="")


REGELS = [
    Bewaarregel(
        code="training_gast",
        wat=_("Naam, organisatie en mailadres van een gast op een avond"),
        hoe_lang=_("Dit wissen wij 1 jaar na de avond."),
        grond=TRAINING,
        daarna=_("leeg; de gast telt nog mee"),
        rijen=old_guests,
        leeg={
            "gast_naam": Concat(Value("Gast "), Cast("pk", CharField())),
            "gast_email": "",
            "gast_van": "",
            "token_hash": None,
            "geheim": None,
        },
    ),
    Bewaarregel(
        code="leerwens",
        wat=_("Eigen woorden bij een wens om te leren"),
        hoe_lang=_("Die woorden wissen wij 1 jaar na het opschrijven."),
        grond=TRAINING,
        daarna=_("leeg"),
        rijen=lambda now: with_words(Leerwens.objects.filter(op__lte=now - YEAR), "tekst"),
        leeg={"tekst": ""},
    ),
    Bewaarregel(
        code="geoefend",
        wat=_("Wat een groep leerde van een situatie"),
        hoe_lang=_("Dit wissen wij 1 jaar na de avond."),
        grond=TRAINING,
        daarna=_("leeg"),
        rijen=lambda now: with_words(GeoefendeSituatie.objects.filter(op__lte=now - YEAR), "notitie"),
        leeg={"notitie": ""},
    ),
    Bewaarregel(
        code="kennismaking",
        wat=_("De antwoorden van een kennismaking met een team"),
        hoe_lang=_("Die wissen wij 3 jaar na het gesprek."),
        grond=_("Taak van algemeen belang: veiligheid in de buurt (AVG artikel 6, lid 1e)"),
        daarna=_("verwijderd"),
        rijen=lambda now: Kennismaking.objects.filter(gehouden_op__lte=local_date(now) - THREE_YEARS),
    ),
    Bewaarregel(
        code="bewijs",
        wat=_("Bewijzen, en wie op een avond was"),
        hoe_lang=_("Dit bewaren wij zolang u een account hebt."),
        grond=TRAINING,
        daarna=_("uw naam gaat met uw account; de aantallen blijven"),
    ),
]
