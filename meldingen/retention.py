"""How long drafts, talks and looks are kept; of a melding itself ``opvolging.retention`` says it."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from buurtpreventie.keeping import Bewaarregel, with_words
from meldingen.addresses import REMEMBERED_FOR
from meldingen.models import Concept, EvenAanzien, MeldingInhoud, Overleg

TASK = "meldingen.tasks.purge_concepten"
TALK, WHO_TALKED, LOOK = timedelta(days=14), timedelta(days=365), timedelta(days=90)
PUBLIC = _("Taak van algemeen belang: veiligheid en zorg in de buurt (AVG artikel 6, lid 1e)")


def talked(now):
    """Talks that are over and still say on which number and when somebody could be reached."""
    over = Overleg.objects.filter(klaar_op__lte=now - TALK, klaar_op__gt=now - WHO_TALKED)
    return with_words(over, "telefoon", "bereikbaar")


REGELS = [
    Bewaarregel(
        code="concept",
        wat=_("Een melding die niet is verstuurd, met foto's"),
        hoe_lang=_("Dit wissen wij 14 dagen na de laatste keer dat u eraan werkte."),
        grond=_("Uw eigen verzoek: u wilde later verder"),
        daarna=_("verwijderd"),
        rijen=lambda now: Concept.objects.filter(verloopt_op__lte=now),
        taak=TASK,
    ),
    Bewaarregel(
        code="overleg",
        wat=_("Nummer en tijden van wie gebeld wilde worden"),
        hoe_lang=_("Die bewaren wij tot het gesprek klaar is of niet doorgaat. Dan halen wij ze meteen weg."),
        grond=PUBLIC,
        daarna=_("leeg"),
        rijen=talked,
        leeg={"telefoon": "", "bereikbaar": ""},
    ),
    Bewaarregel(
        code="overleg_wie",
        wat=_("Wie gebeld wilde worden"),
        hoe_lang=_("Dit wissen wij 1 jaar na het gesprek."),
        grond=PUBLIC,
        daarna=_("verwijderd"),
        rijen=lambda now: Overleg.objects.filter(klaar_op__lte=now - WHO_TALKED),
    ),
    Bewaarregel(
        code="even_aanzien",
        wat=_("Een notitie om over twee weken weer te kijken"),
        hoe_lang=_(
            "De notitie wissen wij na uw antwoord, en anders na 28 dagen. Dat u keek, wissen wij 90 dagen later."
        ),
        grond=_("Uw eigen verzoek: u wilde weer kijken"),
        daarna=_("verwijderd"),
        rijen=lambda now: EvenAanzien.objects.filter(klaar_op__lte=now - LOOK),
    ),
    Bewaarregel(
        code="adres",
        wat=_("Het kenmerk waarmee eerdere meldingen over een adres te vinden zijn"),
        hoe_lang=_("Dit wissen wij 6 maanden na de melding."),
        grond=PUBLIC,
        daarna=_("leeg"),
        rijen=lambda now: MeldingInhoud.objects.filter(melding__gemeld_op__lte=now - REMEMBERED_FOR).exclude(
            adres_index=""
        ),
        taak=TASK,
    ),
    Bewaarregel(
        code="belmoment",
        wat=_("Dat er is gebeld over iets waarvan wij niets bewaren: alleen gemeente, soort en week"),
        hoe_lang=_("Dit bewaren wij altijd, want er staat niets over iemand in."),
        grond=_("Geen persoonsgegevens"),
        daarna=_("blijft"),
    ),
]
