"""How long mails are kept."""

from django.utils.translation import gettext_lazy as _

from buurtpreventie.keeping import Bewaarregel
from buurtpreventie.outbox.models import Bericht
from buurtpreventie.outbox.tasks import KEEP_TEXT

REGELS = [
    Bewaarregel(
        code="mail",
        wat=_("Mails die zijn verstuurd of niet meer nodig waren"),
        hoe_lang=_("Adres en tekst wissen wij 30 dagen na het versturen, of nadat de mail niet meer nodig was."),
        grond=_("Kunnen nagaan of een bericht is verstuurd (AVG artikel 5, juistheid)"),
        daarna=_("adres en tekst leeg; het kenmerk blijft tot de melding wordt gewist, zodat niets nog eens gaat"),
        rijen=lambda now: Bericht.objects.to_wipe(now - KEEP_TEXT),
        taak="buurtpreventie.outbox.tasks.wipe",
    ),
    Bewaarregel(
        code="mail_vast",
        wat=_("Mails die niet zijn verstuurd, of waarvan wij dat niet weten"),
        hoe_lang=_("Adres en tekst wissen wij 30 dagen nadat het meldpunt erover besliste."),
        grond=_("Iemand moet het antwoord nog horen"),
        daarna=_("adres en tekst leeg"),
    ),
]
