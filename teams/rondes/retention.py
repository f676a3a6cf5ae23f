"""How long what was written on a round is kept; numbers of rounds and talks stay, they say nothing about anybody."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from buurtpreventie.keeping import Bewaarregel, with_words
from teams.rondes.models import Aandachtspunt, Agenda, Bevestiging, Deelname, Sleutel, Verslag, Waarschuwing

PUBLIC = _("Taak van algemeen belang: veiligheid in de buurt (AVG artikel 6, lid 1e)")
YEAR, QUARTER, MONTH = timedelta(days=365), timedelta(days=90), timedelta(days=30)

REGELS = [
    Bewaarregel(
        code="verslag_concept",
        wat=_("Een verslag dat is begonnen en niet verstuurd"),
        hoe_lang=_("Dit wissen wij 14 dagen na de laatste keer dat u eraan werkte."),
        grond=_("Uw eigen verzoek: u wilde later verder"),
        daarna=_("verwijderd"),
        rijen=lambda now: Verslag.objects.left_lying(now),
        taak="teams.rondes.tasks.forget_drafts",
    ),
    Bewaarregel(
        code="verslag_woorden",
        wat=_("Eigen woorden in het verslag van een ronde"),
        hoe_lang=_("Die woorden wissen wij 1 jaar na het verslag."),
        grond=PUBLIC,
        daarna=_("leeg; de aantallen blijven"),
        rijen=lambda now: with_words(Verslag.objects.filter(klaar_op__lte=now - YEAR), "opmerking"),
        leeg={"opmerking": ""},
    ),
    Bewaarregel(
        code="ronde_gast",
        wat=_("De naam van wie als gast meeliep"),
        hoe_lang=_("De naam wissen wij 90 dagen na de ronde."),
        grond=_("Veiligheid van wie buiten is (AVG artikel 6, lid 1f)"),
        daarna=_("leeg"),
        rijen=lambda now: Deelname.objects.filter(ronde__moment__lte=now - QUARTER).exclude(gast_naam=""),
        leeg={"gast_naam": ""},
    ),
    Bewaarregel(
        code="aandachtspunt",
        wat=_("Waar een team op kan letten"),
        hoe_lang=_("Het team kan dit hooguit 4 weken lezen. Wij wissen het 90 dagen na de laatste dag."),
        grond=PUBLIC,
        daarna=_("verwijderd"),
        rijen=lambda now: Aandachtspunt.objects.filter(tot__lte=now - QUARTER),
    ),
    Bewaarregel(
        code="waarschuwing",
        wat=_("De tekst van een waarschuwing en hoe het afliep"),
        hoe_lang=_("De tekst wissen wij 1 jaar nadat de waarschuwing is gesloten."),
        grond=PUBLIC,
        daarna=_("leeg"),
        rijen=lambda now: with_words(
            Waarschuwing.objects.filter(gesloten_op__lte=now - YEAR), "tekst", "doen", "slottekst"
        ),
        leeg={"tekst": "", "doen": "", "slottekst": ""},
    ),
    Bewaarregel(
        code="waarschuwing_gelezen",
        wat=_("Wie een waarschuwing las"),
        hoe_lang=_("Dit wissen wij 1 jaar na het lezen."),
        grond=PUBLIC,
        daarna=_("verwijderd"),
        rijen=lambda now: Bevestiging.objects.filter(op__lte=now - YEAR, waarschuwing__gesloten_op__isnull=False),
    ),
    Bewaarregel(
        code="ronde_link",
        wat=_("Links uit mails over een ronde"),
        hoe_lang=_("Zo'n link wissen wij 30 dagen nadat hij niet meer werkt."),
        grond=_("Beveiliging van de gegevens (AVG artikel 32)"),
        daarna=_("verwijderd"),
        rijen=lambda now: Sleutel.objects.filter(verloopt_op__lte=now - MONTH),
    ),
    Bewaarregel(
        code="agenda",
        wat=_("Links naar een agenda die zijn vervangen"),
        hoe_lang=_("Zo'n link wissen wij 30 dagen nadat hij is vervangen."),
        grond=_("Beveiliging van de gegevens (AVG artikel 32)"),
        daarna=_("verwijderd"),
        rijen=lambda now: Agenda.objects.filter(ingetrokken_op__lte=now - MONTH),
    ),
    Bewaarregel(
        code="ronde",
        wat=_("Dat een ronde is gelopen, door welk team en langs welke straten"),
        hoe_lang=_("Dit bewaren wij zolang het team bestaat. Een naam verdwijnt als het account weggaat."),
        grond=PUBLIC,
        daarna=_("blijft als cijfer"),
    ),
]
