"""How long mails are kept."""

from django.utils.translation import gettext_lazy as _

from buurtpreventie.keeping import Bewaarregel
from buurtpreventie.outbox.models import FINISHED, Bericht
from buurtpreventie.outbox.tasks import KEEP_TEXT

REGELS = [
    Bewaarregel(
        code="mail",
        wat=_("Mails die zijn verstuurd of niet meer nodig waren"),
        hoe_lang=_("30 dagen"),
        vanaf=_("het versturen"),
        grond=_("Kunnen nagaan of een bericht is aangekomen (AVG artikel 5, juistheid)"),
        daarna=_("adres en tekst leeg; het kenmerk blijft tot de melding wordt gewist, zodat niets nog eens gaat"),
        rijen=lambda now: Bericht.objects.filter(stand__in=FINISHED, volgende_poging__lt=now - KEEP_TEXT).exclude(
            aan="", tekst=""
        ),
        taak="buurtpreventie.outbox.tasks.wipe",
    ),
    Bewaarregel(
        code="mail_vast",
        wat=_("Mails die niet aankwamen of waarvan niemand het weet"),
        hoe_lang=_("tot het meldpunt erover besliste, daarna 30 dagen"),
        vanaf=_("het besluit"),
        grond=_("Iemand moet het antwoord nog horen"),
        daarna=_("adres en tekst leeg"),
    ),
]
