"""What must be true of trainings at every moment; ``manage.py controleer`` and ``/gezond`` ask it with all rules."""

from django.db.models import CharField, Count, Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Concat, Now

from buurtpreventie.outbox.models import Bericht
from teams.models import Lidmaatschap, Team
from trainingen.evening import TICKED_BEFORE
from trainingen.models import Aanwezigheid, Beltaak, Bewijs, GeoefendeSituatie, Inschrijving, Kennismaking, Sessie


def checks():
    """Names of rules, each with the rows that break it."""
    return (
        _list_checks()
        | _tick_checks()
        | _closing_checks()
        | _certificate_checks()
        | _merging_checks()
        | _report_checks()
        | _telling_checks()
        | _intake_checks()
    )


def _list_checks():
    """Who comes to what is still ahead; once ticking has begun, whoever comes is welcome."""
    comes = Q(inschrijvingen__stand="aangemeld")
    ahead = Sessie.objects.planned().filter(begin__gt=Now() + TICKED_BEFORE)
    counted = ahead.annotate(
        komen=Count("inschrijvingen", filter=comes & ~Q(inschrijvingen__ingang="inloop")),
        binnen=Count("inschrijvingen", filter=comes),
        wachten=Count("inschrijvingen", filter=Q(inschrijvingen__stand="wachtlijst")),
    )
    return {
        "avond_voller_dan_de_zaal": counted.filter(komen__gt=F("plaatsen")),
        "wachtend_terwijl_er_plaats_is": counted.filter(wachten__gt=0, binnen__lt=F("plaatsen")),
        "avond_verplaatst_zonder_moment": Sessie.objects.filter(versie__gt=0, verplaatst_op__isnull=True),
        "inschrijving_van_lid_zonder_team": Inschrijving.objects.filter(gebruiker__isnull=False, team__isnull=True),
    }


def _tick_checks():
    """The list says what was ticked last; what was practised is of the library of the evening's gemeente."""
    ticks = Aanwezigheid.objects.filter(inschrijving=OuterRef("pk")).order_by("-pk").values("aanwezig")[:1]
    ticked = Inschrijving.objects.annotate(laatst=Subquery(ticks))
    return {
        "lijst_zegt_iets_anders_dan_het_spoor": ticked.filter(laatst__isnull=False).filter(
            Q(aanwezig__isnull=True) | ~Q(aanwezig=F("laatst"))
        ),
        "avond_met_een_halve_wandcode": Sessie.objects.filter(
            Q(wand_code__isnull=True) | Q(wand_hash__isnull=True) | Q(wand_geheim__isnull=True),
            Q(wand_code__isnull=False) | Q(wand_hash__isnull=False) | Q(wand_geheim__isnull=False),
        ),
        "geoefend_uit_andere_gemeente": GeoefendeSituatie.objects.exclude(situatie__gemeente=F("sessie__gemeente")),
    }


def _closing_checks():
    """What must have ended with the evening."""
    over = Sessie.objects.exclude(stand="gepland")
    return {
        "avond_gesloten_met_onbekende_aanwezigheid": Sessie.objects.held().filter(
            inschrijvingen__stand="aangemeld", inschrijvingen__aanwezig__isnull=True
        ),
        "avond_voorbij_met_levende_link": over.filter(inschrijvingen__token_hash__isnull=False),
    }


def _certificate_checks():
    """What an evening gave is of that evening: held, on its day, in its gemeente."""
    given = Bewijs.objects.standing().filter(inschrijving__isnull=False)
    return {
        "bewijs_van_avond_die_niet_is_gehouden": given.exclude(inschrijving__sessie__stand="gehouden"),
        "bewijs_van_andere_dag_dan_de_avond": given.exclude(gehaald_op=F("inschrijving__sessie__dag")),
        "bewijs_in_andere_gemeente_dan_de_avond": given.exclude(gemeente=F("inschrijving__sessie__gemeente")),
    }


def _merging_checks():
    """Nobody is left in a team that became part of another, and one finds that other in one step."""
    return {
        "lid_van_team_dat_is_opgegaan": Lidmaatschap.objects.filter(team__opgegaan_in__isnull=False, tot__isnull=True),
        "team_opgegaan_in_team_dat_is_opgegaan": Team.objects.filter(opgegaan_in__opgegaan_in__isnull=False),
    }


def _report_checks():
    """Of an evening from a report nobody knows who was there, and it was held."""
    published = Sessie.objects.filter(uit_verslag=True)
    return {
        "avond_uit_verslag_met_namen": published.filter(inschrijvingen__isnull=False),
        "avond_uit_verslag_niet_gehouden": published.exclude(stand="gehouden"),
    }


def _telling_checks():
    """Nobody is told or rung about what is not so any more."""
    calls = Beltaak.objects.open()
    bron = Concat(Value("inschrijving:"), Cast(OuterRef("pk"), CharField()), output_field=CharField())
    reminded = Exists(Bericht.objects.stoppable().filter(bron=bron, soort="herinnering"))
    does_not_come = Q(stand="afgemeld") | Q(sessie__stand="vervallen")
    return {
        "bellen_over_hoe_het_eerst_was": calls.filter(
            waarover="verplaatst", versie__lt=F("inschrijving__sessie__versie")
        ),
        "bellen_over_avond_die_niet_doorgaat": calls.filter(inschrijving__sessie__stand="vervallen").exclude(
            waarover="vervallen"
        ),
        "herinnering_voor_wie_niet_komt": Inschrijving.objects.filter(does_not_come).filter(reminded),
    }


def _intake_checks():
    """A talk about a team was held before it was finished, and finished after it was begun."""
    done = Kennismaking.objects.finished()
    return {
        "kennismaking_klaar_voor_het_gesprek": done.filter(klaar_op__date__lt=F("gehouden_op")),
        "kennismaking_klaar_voor_het_begin": done.filter(klaar_op__lt=F("begonnen_op")),
    }
