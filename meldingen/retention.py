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
        hoe_lang=_("14 dagen"),
        vanaf=_("de laatste keer dat u eraan werkte"),
        grond=_("Uw eigen verzoek: u wilde later verder"),
        daarna=_("verwijderd"),
        rijen=lambda now: Concept.objects.filter(verloopt_op__lte=now),
        taak=TASK,
    ),
    Bewaarregel(
        code="overleg",
        wat=_("Nummer en tijden van wie gebeld wilde worden"),
        hoe_lang=_("14 dagen"),
        vanaf=_("het gesprek"),
        grond=PUBLIC,
        daarna=_("leeg"),
        rijen=talked,
        leeg={"telefoon": "", "bereikbaar": ""},
    ),
    Bewaarregel(
        code="overleg_wie",
        wat=_("Wie gebeld wilde worden"),
        hoe_lang=_("1 jaar"),
        vanaf=_("het gesprek"),
        grond=PUBLIC,
        daarna=_("verwijderd"),
        rijen=lambda now: Overleg.objects.filter(klaar_op__lte=now - WHO_TALKED),
    ),
    Bewaarregel(
        code="even_aanzien",
        wat=_("Een notitie om over twee weken weer te kijken"),
        hoe_lang=_("tot uw antwoord, hooguit 28 dagen; dat u keek nog 90 dagen"),
        vanaf=_("het begin"),
        grond=_("Uw eigen verzoek: u wilde weer kijken"),
        daarna=_("verwijderd"),
        rijen=lambda now: EvenAanzien.objects.filter(klaar_op__lte=now - LOOK),
    ),
    Bewaarregel(
        code="adres",
        wat=_("Het kenmerk waarmee eerdere meldingen over een adres te vinden zijn"),
        hoe_lang=_("6 maanden"),
        vanaf=_("de melding"),
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
        hoe_lang=_("altijd: er staat niets over iemand in"),
        vanaf=_("het bellen"),
        grond=_("Geen persoonsgegevens"),
        daarna=_("blijft"),
    ),
]
