"""Which contents are kept too long: terms count from closing, by level of the melding or by its own subject."""

from django.db.models import Case, DateTimeField, ExpressionWrapper, F, Func, IntegerField, Q, Value, When
from django.db.models.functions import Coalesce, Least
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from buurtpreventie.keeping import Bewaarregel
from meldingen.models import Melding, Stand
from opvolging.models import Regel
from teams.models import BEWAAR_HOOGUIT

BEWAREN = "bewaren"  # the heartbeat of the nightly run
OPEN_TOO_LONG = 6  # months; such a melding is never wiped, but it stands on the list for a person to look at


class Months(Func):
    """That many months, as PostgreSQL counts them: a month after 31 January is the last day of February."""

    function = "make_interval"
    template = "%(function)s(months => %(expressions)s)"
    output_field = DateTimeField()


def with_term(meldingen):
    """Annotate ``maanden`` and ``eigen_termijn``: the subject's own term, or that of the level in this gemeente.

    A level that was raised above its subject never keeps longer than that level.
    """
    of_level = Case(
        *(When(vertrouwelijkheid=niveau, then=F(f"gemeente__bewaar_v{niveau}")) for niveau in BEWAAR_HOOGUIT),
        output_field=IntegerField(),
    )
    own = F("categorie__bewaar_maanden")
    raised = Q(vertrouwelijkheid__gt=F("categorie__vertrouwelijkheid"))
    months = Case(When(raised, then=Least(of_level, own)), default=Coalesce(own, of_level), output_field=IntegerField())
    rows = meldingen.annotate(niveau_termijn=of_level, maanden=months)
    return rows.annotate(
        regel=Case(
            When(~Q(maanden=F("niveau_termijn")), then=Value(Regel.CATEGORIE)),
            default=Value(Regel.NIVEAU),
        )
    )


def with_end(meldingen):
    """Annotate ``bewaard_tot``: the moment at which the term of what is closed is over."""
    closed = with_term(meldingen.filter(stand__in=(Stand.BEANTWOORD, Stand.INGETROKKEN)))
    begin = Coalesce(F("gesloten_op"), F("beantwoord_op"), F("gemeld_op"))
    return closed.annotate(
        bewaard_tot=ExpressionWrapper(begin + Months(F("maanden")), output_field=DateTimeField()), gesloten=begin
    )


def overdue(now):
    """Closed meldingen with contents whose term is over."""
    return with_end(Melding.objects.filter(gewist_op__isnull=True)).filter(bewaard_tot__lte=now)


def open_too_long(meldingen, now):
    """What still runs and was received long ago: never wiped, but somebody should look."""
    received = ExpressionWrapper(F("gemeld_op") + Months(Value(OPEN_TOO_LONG)), output_field=DateTimeField())
    return meldingen.open().annotate(te_lang_op=received).filter(te_lang_op__lte=now)


# --- in words -----------------------------------------------------------------------------------

PUBLIC = _("Taak van algemeen belang: veiligheid en zorg in de buurt (AVG artikel 6, lid 1e)")
WATCH = _("Verantwoording en beveiliging (AVG artikelen 5 en 32)")


def term_of_meldingen(gemeente):
    """How long this gemeente keeps a melding, level by level."""
    months = {
        f"v{niveau}": ngettext("%(n)d maand", "%(n)d maanden", n) % {"n": n}
        for niveau in BEWAAR_HOOGUIT
        for n in [getattr(gemeente, f"bewaar_v{niveau}")]
    }
    return gettext(
        "In gemeente %(gemeente)s bewaren wij een melding nog een tijd nadat die klaar is. "
        "Mag het hele team de melding lezen? Dan is dat %(v0)s. "
        "Bij een melding voor team en meldpunt is het %(v1)s. "
        "Bij een vertrouwelijke melding is het %(v2)s. "
        "Bij een strikt vertrouwelijke melding is het %(v3)s. "
        "Een onderwerp kan een eigen termijn hebben. "
        "Daarna staat de melding nog 14 dagen op een lijst. Dan wissen wij de melding."
    ) % ({"gemeente": gemeente.naam} | months)


REGELS = [
    Bewaarregel(
        code="melding",
        wat=_("Een melding: tekst, adres, foto's, wie meldde, vragen en antwoorden, mails"),
        hoe_lang=_(
            "Uw gemeente kiest hoeveel maanden wij een melding bewaren nadat die klaar is. "
            "Mag het hele team de melding lezen? Dan is dat gewoonlijk 12 maanden en hooguit 24. "
            "Bij een melding voor team en meldpunt is het gewoonlijk 6 maanden en hooguit 12. "
            "Bij een vertrouwelijke melding is het gewoonlijk 3 maanden en hooguit 6. "
            "Bij een strikt vertrouwelijke melding is het gewoonlijk 1 maand en hooguit 6. "
            "Een onderwerp kan een eigen termijn hebben, maar nooit langer dan dit. "
            "Daarna staat de melding nog 14 dagen op een lijst. Dan wissen wij de melding."
        ),
        grond=PUBLIC,
        daarna=_("gewist; datums, onderwerp en cijfers blijven"),
        eigen=term_of_meldingen,
        taak="evaluaties.tasks.forget",
    ),
    Bewaarregel(
        code="melding_open",
        wat=_("Een melding die nog loopt"),
        hoe_lang=_(
            "Die wissen wij niet. Loopt de melding na 6 maanden nog? "
            "Dan komt die op een lijst, zodat iemand ernaar kijkt."
        ),
        grond=PUBLIC,
        daarna=_("blijft tot het antwoord"),
    ),
    Bewaarregel(
        code="aanhouding",
        wat=_("Een melding die langer moet blijven, met akkoord van een tweede persoon"),
        hoe_lang=_(
            "Dat duurt hooguit 1 jaar vanaf de vraag. Is het dan nog nodig? Dan beslissen er opnieuw twee mensen."
        ),
        grond=_("Een rechtsvordering, klacht of verzoek (AVG artikel 17, lid 3)"),
        daarna=_("gewist in de nacht erna"),
    ),
    Bewaarregel(
        code="teken",
        wat=_("Een teken per melder, om tot 5 te tellen zonder naam"),
        hoe_lang=_("Wij maken het als wij de melding wissen. Het gaat weg als de cijfers van dat kwartaal vaststaan."),
        grond=PUBLIC,
        daarna=_("verwijderd, met de sleutel waarmee het is gemaakt"),
    ),
    Bewaarregel(
        code="teambericht",
        wat=_("Wat een team in een maand bereikte, zonder namen en plekken"),
        hoe_lang=_("Dit bewaren wij zolang het team bestaat."),
        grond=PUBLIC,
        daarna=_("blijft"),
    ),
    Bewaarregel(
        code="logboek",
        wat=_("Wie wat deed en wie wat opende: nummers, codes en datums, geen namen"),
        hoe_lang=_("Dit bewaren wij zolang het systeem bestaat. Een naam verdwijnt als het account weggaat."),
        grond=WATCH,
        daarna=_("blijft: niemand kan het logboek wijzigen of legen"),
    ),
    Bewaarregel(
        code="reden",
        wat=_("Eigen woorden bij het openen van een melding"),
        hoe_lang=_("Die bewaren wij even lang als de melding."),
        grond=WATCH,
        daarna=_("verwijderd met de melding"),
    ),
    Bewaarregel(
        code="instelling",
        wat=_("Wat beheer aan instellingen wijzigde, en wie"),
        hoe_lang=_("Dit bewaren wij zolang de gemeente meedoet. Een naam verdwijnt als het account weggaat."),
        grond=WATCH,
        daarna=_("blijft"),
    ),
]
