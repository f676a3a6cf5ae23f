"""What must be true of evaluations at every moment; here ``manage.py controleer`` and ``/gezond`` ask all rules."""

from datetime import timedelta

from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils import timezone

from buurtpreventie.database import beyond_rows
from buurtpreventie.outbox.models import Bericht, Hartslag, Stand
from evaluaties.actions.publishing import ENOUGH
from evaluaties.figures.kwartalen import CLOSES_AFTER
from evaluaties.models import (
    Afname,
    GebruikteSleutel,
    Gevraagd,
    Inzending,
    Kanaal,
    Kwartaal,
    NonRespons,
    OpenAntwoord,
    OpenStand,
    Pool,
    Rapport,
    Respons,
    SamenPunt,
    SamenVerslag,
    Soort,
    Telling,
    Versie,
    Vraag,
    VraagType,
    Wachtend,
)
from evaluaties.retention import kept_too_long
from opvolging import invariants as opvolging
from opvolging.invariants import breakers
from opvolging.retention import BEWAREN


def _joined(before, one, between, other):
    """Two numbers and the words around them as one text."""
    parts = Value(before), Cast(one, CharField()), Value(between), Cast(other, CharField())
    return Concat(*parts, output_field=CharField())


BRON_OF_REQUEST = Case(  # as ``Gevraagd.bron`` says it
    When(gebruiker__isnull=False, then=_joined("afname:", "afname", ":lid:", "gebruiker")),
    default=_joined("afname:", "afname", ":gast:", "inschrijving"),
    output_field=CharField(),
)
SHORTEST = timedelta(days=89)  # from the first to the last day of a quarter


@beyond_rows()
def broken_invariants():
    """Names of broken rules of the whole house with the keys that break them; an empty dict is what we want."""
    return opvolging.broken_invariants() | breakers(checks())


def checks():
    """Names of rules, each with the rows that break it."""
    first = {"kwartaal_te_vroeg_vastgezet": kept_too_early()}
    parts = of_versions() | of_runs() | of_secrecy() | of_asking() | of_reports() | of_tables()
    return first | parts | of_terms()


def of_terms():
    """Nothing is there two days after its term, once the nightly run has ever cleaned here."""
    cleaned = Exists(Hartslag.objects.filter(naam=BEWAREN))
    return {name: rows.filter(cleaned) for name, rows in kept_too_long(timezone.now()).items()}


def kept_too_early():
    """A quarter whose figures were kept before it closed: no quarter is shorter than ninety days."""
    first = Func(F("jaar"), F("kwartaal") * 3 - 2, 1, function="make_date", output_field=DateField())
    return Kwartaal.objects.annotate(begin=first).filter(peildatum__lt=F("begin") + SHORTEST + CLOSES_AFTER)


def of_reports():
    """A report that is being made is somebody's turn; one that is ready is whole; one that failed says why."""
    return {
        "rapport_bezig_zonder_beurt": Rapport.objects.filter(stand="bezig", lease_tot__isnull=True),
        "rapport_klaar_met_andere_lengte": Rapport.objects.filter(stand="klaar").exclude(
            bytes=Func(F("pdf"), function="octet_length", output_field=IntegerField())
        ),
        "rapport_mislukt_zonder_code": Rapport.objects.filter(stand="mislukt", fout=""),
    }


def of_tables():
    """What was counted by hand is of people who were counted; a conversation is no form, and its texts are a row."""
    tallied = Respons.objects.filter(afname=OuterRef("afname"), kanaal=Kanaal.TELLING, aantal__gte=OuterRef("n"))
    before = SamenVerslag.objects.filter(afname=OuterRef("afname"), nummer=OuterRef("nummer") - 1)
    forms = Respons.objects.filter(aantal__gt=0).values("afname")
    return {
        "telling_van_meer_mensen": Telling.objects.filter(~Exists(tallied), afname__nagebouwd=False),
        "gesprek_met_formulieren": Afname.objects.filter(versie__vragenlijst__soort=Soort.SAMEN, pk__in=forms),
        "samenverslag_van_formulieren": SamenVerslag.objects.exclude(afname__versie__vragenlijst__soort=Soort.SAMEN),
        "samenverslag_nummer_mist": SamenVerslag.objects.filter(~Exists(before), nummer__gt=1),
        "samenpunt_voor_het_begin_gedaan": SamenPunt.objects.filter(klaar_op__lt=F("gemaakt_op")),
    }


def of_versions():
    """What is asked: numbers of an own version begin at two, it says how it differs, and it asks something."""
    adopted = Versie.objects.adopted()
    asked = Vraag.objects.exclude(type=VraagType.UITLEG).values("versie")
    return {
        "eigen_versie_begint_bij_twee": Versie.objects.filter(gemeente__isnull=False, nummer__lt=2),
        "vastgesteld_zonder_verschil": adopted.filter(nummer__gt=1, verschil=""),
        "vastgesteld_zonder_vragen": adopted.exclude(pk__in=asked),
        "voorwaarde_op_meer_dingen": Vraag.objects.filter(als_vraag__isnull=False).exclude(als_vraag__per=[]),
    }


def of_runs():
    """What is counted of a run is what is kept of it; who answered is among those who were counted."""
    counted = Afname.objects.filter(nagebouwd=False).annotate(
        geteld=_sum_of(Respons.objects.all(), "aantal"),
        vormen=_sum_of(Respons.objects.exclude(kanaal=Kanaal.TELLING), "aantal"),
        wachten=_number_of(Wachtend.objects.all()),
        inzendingen_=_number_of(Inzending.objects.all()),
        antwoordden=_number_of(Gevraagd.objects.filter(beantwoord=True)),
        sleutels=_number_of(GebruikteSleutel.objects.all()),
    )
    code = {f"wand_{part}__isnull": True for part in ("code", "hash", "geheim", "tot")}
    without, whole = Q(**code), Q(**dict.fromkeys(code, False))
    return {
        "afname_telt_anders_dan_zij_bewaart": counted.filter(pools=None).exclude(
            vormen=F("wachten") + F("inzendingen_")
        ),
        "meer_mensen_antwoordden_dan_geteld": counted.filter(antwoordden__gt=F("geteld")),
        "meer_sleutels_dan_formulieren": counted.filter(sleutels__gt=F("vormen")),
        "afname_met_een_halve_wandcode": Afname.objects.open().exclude(without | whole),
    }


def of_secrecy():
    """Five answers or more are read together, a pool holds runs that are read in no other way, and a door is shut."""
    runs = Afname.objects.filter(nagebouwd=False).annotate(
        geteld=_sum_of(Respons.objects.all(), "aantal"), wachten=_number_of(Wachtend.objects.all())
    )
    pools = Pool.objects.annotate(runs=Count("afnames", distinct=True), vormen=Count("inzendingen", distinct=True))
    closed_words = OpenAntwoord.objects.exclude(stand=OpenStand.NIEUW)
    return {
        "vrijgegeven_onder_de_vijf": runs.filter(vrijgegeven=True, geteld__lt=ENOUGH),
        "gesloten_met_vijf_en_niet_vrijgegeven": runs.closed().filter(vrijgegeven=False, geteld__gte=ENOUGH),
        "vrijgegeven_terwijl_er_wachten": runs.filter(vrijgegeven=True, wachten__gt=0),
        "vijf_wachten_en_niets_ging_over": runs.open().filter(wachten__gte=ENOUGH),
        "afname_in_pool_en_ook_alleen_te_lezen": runs.exclude(pools=None).filter(Q(vrijgegeven=True) | Q(stand="open")),
        "afname_in_twee_pools": Afname.objects.annotate(samen=Count("pools")).filter(samen__gt=1),
        "pool_te_klein": pools.filter(Q(runs__lt=2) | Q(vormen__lt=ENOUGH)),
        "gesloten_met_gebruikte_sleutels": GebruikteSleutel.objects.filter(afname__stand="gesloten"),
        "gesloten_met_geheim_van_link": Gevraagd.objects.filter(afname__stand="gesloten", geheim__isnull=False),
        "formulier_onder_een_andere_versie": Inzending.objects.exclude(
            versie=Coalesce("afname__versie", "pool__versie")
        ),
        "woorden_gelezen_voor_het_sluiten": closed_words.filter(afname__stand="open"),
    }


def of_asking():
    """Who is asked has a link, nobody is bothered once they answered or the run closed, and what is told was there."""
    asked = Gevraagd.objects.by_mail().annotate(bron_=BRON_OF_REQUEST)
    on_its_way = Exists(Bericht.objects.filter(bron=OuterRef("bron_"), stand=Stand.KLAAR))
    over = Q(beantwoord=True) | Q(afname__stand="gesloten")
    ended = Afname.objects.filter(programma__isnull=False, sessie=None, team=None, versie__vragenlijst__soort="eind")
    per_programme = ended.order_by().values("programma", "gemeente", "regio").annotate(n=Count("pk"))
    return {
        "gevraagd_zonder_link": asked.filter(afname__stand="open", beantwoord=False).filter(
            Q(token_hash__isnull=True) | Q(geheim__isnull=True)
        ),
        "mail_vraagt_wie_niet_meer_hoeft": asked.filter(over).filter(on_its_way),
        "overgeslagen_en_toch_herinnerd": Gevraagd.objects.filter(weg="overgeslagen", herinnerd_op__isnull=False),
        "twee_eindmetingen_van_een_programma": ended.filter(
            programma__in=per_programme.filter(n__gt=1).values("programma")
        ),
        "verteld_terwijl_er_niets_stond": Afname.objects.filter(verteld_op__isnull=False).filter(
            Q(stand="open") | Q(wijdeden=None)
        ),
        "reden_van_een_team_dat_niets_kreeg": NonRespons.objects.exclude(
            Exists(Afname.teams.through.objects.filter(afname=OuterRef("afname"), team=OuterRef("team")))
        ),
        "reden_bij_een_open_afname": NonRespons.objects.filter(afname__stand="open"),
    }


def _sum_of(rows, what):
    """Per run; nothing is zero."""
    return Coalesce(Subquery(_per_run(rows).annotate(een=Sum(what)).values("een")), 0)


def _number_of(rows):
    return Coalesce(Subquery(_per_run(rows).annotate(een=Count("pk")).values("een")), 0)


def _per_run(rows):
    return rows.filter(afname=OuterRef("pk")).order_by().values("afname")
