"""How long what belongs to signing in is kept."""

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.utils.translation import gettext_lazy as _

from buurtpreventie.accounts.models import Bewaard, Code, Uitnodiging
from buurtpreventie.keeping import Bewaarregel

TASK = "buurtpreventie.accounts.tasks.forget"
SECURITY = _("Beveiliging van de gegevens (AVG artikel 32)")
CODES, UNUSED, USED = timedelta(days=2), timedelta(days=90), timedelta(days=365)


def used_invitations(now):
    """Links by which somebody came in long ago: who invited whom for what is no news any more."""
    return Uitnodiging.objects.filter(gebruikt_op__lte=now - USED)


REGELS = [
    Bewaarregel(
        code="getypte_tekst",
        wat=_("Tekst die u typte toen u al was uitgelogd"),
        hoe_lang=_("U kunt er nog 1 uur bij. In de nacht daarna wissen wij het."),
        grond=_("Uw eigen verzoek: u wilde dit versturen"),
        daarna=_("verwijderd, uiterlijk in de nacht erna"),
        rijen=lambda now: Bewaard.objects.filter(verloopt_op__lte=now),
        taak=TASK,
    ),
    Bewaarregel(
        code="code",
        wat=_("Codes van zes cijfers, versleuteld"),
        hoe_lang=_("Een code werkt een kwartier. Na 2 dagen wissen wij de code."),
        grond=SECURITY,
        daarna=_("verwijderd"),
        rijen=lambda now: Code.objects.filter(gemaakt_op__lte=now - CODES),
        taak=TASK,
    ),
    Bewaarregel(
        code="uitnodiging",
        wat=_("Uitnodigingen die niemand gebruikte"),
        hoe_lang=_("Die wissen wij 90 dagen nadat de link niet meer werkt."),
        grond=SECURITY,
        daarna=_("verwijderd"),
        rijen=lambda now: Uitnodiging.objects.filter(gebruikt_op__isnull=True, verloopt_op__lte=now - UNUSED),
        taak=TASK,
    ),
    Bewaarregel(
        code="uitnodiging_gebruikt",
        wat=_("Uitnodigingen die zijn gebruikt"),
        hoe_lang=_("Die wissen wij 1 jaar na het gebruik."),
        grond=SECURITY,
        daarna=_("verwijderd"),
        rijen=used_invitations,
    ),
    Bewaarregel(
        code="sessie",
        wat=_("Waar u bent ingelogd"),
        hoe_lang=_(
            "Na 30 minuten niets doen bent u uitgelogd, een vrijwilliger na 90 dagen. In de nacht daarna "
            "wissen wij dit."
        ),
        grond=SECURITY,
        daarna=_("verwijderd in de nacht erna"),
        rijen=lambda now: Session.objects.filter(expire_date__lte=now),
        taak=TASK,
    ),
]
