"""What must be true of meldingen, rounds and trainings at every moment; ``evaluaties.invariants`` asks all rules."""

from datetime import timedelta

from django.db.models import CharField, DateField, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat, TruncMonth
from django.utils import timezone

from buurtpreventie.accounts.models import AntwoordVia
from buurtpreventie.audit.models import Logregel
from buurtpreventie.keeping import with_words
from buurtpreventie.outbox.models import Bericht, Hartslag
from meldingen.models import Bijlage, EvenAanzien, Melding, MeldingInhoud, Overleg
from meldingen.rounds import ON_A_ROUND
from opvolging.actions.wiping import EMPTIED, GONE
from opvolging.models import (
    Aanhouding,
    Adreszoeking,
    Bezorging,
    BundelDeel,
    GeenAntwoord,
    Ingelicht,
    Nazicht,
    Opvolging,
    Resultaat,
    Seintje,
    TeamBericht,
    Terugkoppeling,
    Toegang,
    Verlaging,
    Verzoek,
    Wissing,
)
from opvolging.retention import BEWAREN, overdue
from teams.clocks import local_date
from teams.models import Contact, Niveau, Soort
from teams.rondes import invariants as rondes
from teams.rondes.models import Aandachtspunt
from trainingen import invariants as trainingen

ON_ITS_WAY = ("klaar", "geclaimd")
LATE_DAYS = 2  # so long a night may be missed before what should be gone is a broken promise


def broken_invariants():
    """Names of broken rules with the ids that break them; an empty dict is what we want."""
    return breakers(rules())


def rules():
    """Names of rules, each with the rows that break it; nothing is read before these rows are asked for."""
    checks = _checks() | _bundle_checks() | _team_checks() | _case_checks() | _partner_checks() | _bringing_checks()
    checks |= rondes.checks() | _round_checks() | _wiped_checks() | _oversight_checks() | trainingen.checks()
    checks["vraag_klaar_met_open_mail"] = _ended_asks_with_mail()
    return checks


def breakers(checks):
    """The keys of the first rows that break these rules, by name; rules that hold are left out."""
    found = {naam: sorted(rows.values_list("pk", flat=True)[:20]) for naam, rows in checks.items()}
    return {naam: ids for naam, ids in found.items() if ids}


def _checks():
    asks = Opvolging.objects.filter(melding=OuterRef("pk"))
    answers = Terugkoppeling.objects.filter(
        melding=OuterRef("pk"), keer=OuterRef("keer"), soort="antwoord", doelgroep="melder"
    )
    reasons = GeenAntwoord.objects.filter(melding=OuterRef("pk"), keer=OuterRef("keer"))
    ended = ~Q(opvolging__stand__in=("gevraagd", "aangenomen"))
    return {
        "open_vraag_zonder_verantwoordelijke": Melding.objects.filter(Exists(asks.open())).exclude(
            Exists(asks.open().filter(verantwoordelijk=True))
        ),
        "opgepakt_zonder_behandelaar": Melding.objects.filter(
            stand__in=("opgepakt", "aanzien", "afgerond"), behandelaar=None
        ),
        "ontvangen_zonder_datum": Melding.objects.filter(stand="ontvangen", reageren_voor=None),
        "belofte_teruggeschoven": Melding.objects.filter(antwoord_voor__lt=F("eerste_belofte")),
        "beantwoord_zonder_antwoord": Melding.objects.filter(stand="beantwoord").exclude(
            Exists(answers) | Exists(reasons)
        ),
        "klaar_met_open_vraag": Melding.objects.closed().filter(Exists(asks.open())),
        "klaar_met_reactiedatum": Melding.objects.closed().exclude(reageren_voor=None),
        "over_team_niet_strikt": Melding.objects.filter(categorie__soort=Soort.TEAM).filter(
            Q(vertrouwelijkheid__lt=Niveau.V3) | Q(team=None) | Q(coordinator_mag_lezen=True)
        ),
        "over_team_door_een_ander": Melding.objects.filter(categorie__soort=Soort.TEAM).filter(
            ~Q(melder=F("ingevoerd_door")) | Q(antwoord_via=AntwoordVia.COORDINATOR),
            naam_ingetrokken_op=None,
            gewist_op=None,
        ),
        "naast_iets_over_team": Melding.objects.filter(afgesplitst_van__isnull=False).filter(
            Q(categorie__soort=Soort.TEAM) | Q(afgesplitst_van__categorie__soort=Soort.TEAM)
        ),
        "zonder_inhoud": Melding.objects.filter(gewist_op=None).exclude(
            Exists(MeldingInhoud.objects.filter(melding=OuterRef("pk")))
        ),
        "foto_in_verstuurd_concept": Bijlage.objects.filter(concept__verstuurd_op__isnull=False),
        "vraag_klaar_met_levend_geheim": Toegang.objects.filter(ended, geheim__isnull=False),
        "vraag_ingetrokken_met_link": Toegang.objects.filter(
            opvolging__stand="ingetrokken", ingetrokken_op__isnull=True
        ),
        "vraag_open_zonder_link": Opvolging.objects.open()
        .filter(weg="link", onbestelbaar_op=None)
        .exclude(Exists(Toegang.objects.filter(opvolging=OuterRef("pk"), ingetrokken_op__isnull=True))),
        "overleg_open_zonder_datum": Overleg.objects.open().filter(Q(bellen_voor=None) | Q(telefoon__isnull=True)),
        "overleg_klaar_door_niemand": Overleg.objects.exclude(klaar_op=None).filter(klaar_door=None),
        "even_aanzien_te_vroeg_gevraagd": EvenAanzien.objects.filter(gevraagd_op__date__lt=F("vragen_op")),
        "even_aanzien_klaar_met_notitie": EvenAanzien.objects.exclude(klaar_op=None).filter(notitie__isnull=False),
        "vraag_afgerond_zonder_resultaat": Opvolging.objects.filter(stand="afgerond").exclude(
            Exists(Resultaat.objects.filter(opvolging=OuterRef("pk")))
        ),
    }


def _wiped_checks():
    """What was wiped holds no row of words, photos or mails and not one word; what is wiped was on the list."""
    wiped = Melding.objects.exclude(gewist_op=None)
    mails = Bericht.objects.filter(bron=Concat(Value("melding:"), Cast(OuterRef("pk"), CharField())))
    rows = {
        f"gewist_met_{name}": wiped.filter(Exists(model.objects.filter(**{road: OuterRef("pk")})))
        for name, model, road in GONE
    }
    words = {
        f"gewist_met_woorden_in_{model._meta.model_name}": with_words(model.objects.all(), *words).filter(
            **{f"{road}__gewist_op__isnull": False}
        )
        for model, road, words in EMPTIED
    }
    late = timezone.now() - timedelta(days=LATE_DAYS)
    runs = Exists(Hartslag.objects.filter(naam=BEWAREN))  # what nobody ever cleans, as in a test, is not late either
    held = Aanhouding.objects.in_force(local_date(late)).filter(melding=OuterRef("melding"))
    return (
        rows
        | words
        | {
            "gewist_met_mail": wiped.filter(Exists(mails)),
            "gewist_met_naam": wiped.exclude(melder=None, ingevoerd_door=None),
            "te_lang_bewaard": Wissing.objects.due(local_date(late)).filter(runs).exclude(Exists(held)),
            "te_lang_niet_op_de_lijst": overdue(late)
            .filter(runs)
            .exclude(Exists(Wissing.objects.waiting().filter(melding=OuterRef("pk")))),
        }
    )


def _round_checks():
    """A melding hangs on a round of its own team; what is about a person on none, and not through another melding."""
    beside_round = Melding.objects.filter(vertrouwelijkheid__gte=Niveau.V2, afgesplitst_van__ronde__isnull=False)
    return {
        "melding_van_ronde_van_ander_team": Melding.objects.filter(ronde__isnull=False).filter(
            ~Q(team=F("ronde__team")) | Q(team=None) | ~Q(gemeente=F("ronde__team__gemeente"))
        ),
        "melding_over_persoon_van_ronde": Melding.objects.filter(ronde__isnull=False).exclude(
            categorie__soort__in=ON_A_ROUND
        ),
        "zorg_leidt_naar_ronde": beside_round,
        "aandachtspunt_in_andere_gemeente": Aandachtspunt.objects.filter(straat__isnull=False).exclude(
            straat__buurt__gemeente=F("team__gemeente")
        ),
    }


def _bringing_checks():
    """What waits to be brought belongs to this round of a melding that still runs; what was told says the same."""
    waits = Bezorging.objects.filter(klaar_op__isnull=True)
    return {
        "onbestelbaar_met_link": Toegang.objects.filter(
            opvolging__onbestelbaar_op__isnull=False, ingetrokken_op__isnull=True
        ),
        "bezorging_open_bij_klare_melding": waits.filter(melding__stand__in=("beantwoord", "ingetrokken")),
        "bezorging_open_van_andere_keer": waits.exclude(keer=F("melding__keer")),
        "bezorging_antwoord_niet_afgerond": waits.filter(soort="antwoord").exclude(melding__stand="afgerond"),
        "bezorging_verteld_aan_ander": Bezorging.objects.filter(terugkoppeling__isnull=False).exclude(
            terugkoppeling__melding=F("melding")
        ),
    }


def _partner_checks():
    """Nobody is asked who is not there any more, and a deputy works at the same partner."""
    return {
        "vraag_bij_gestopte_partner": Opvolging.objects.open().filter(partner__actief=False),
        "vraag_bij_gestopt_contact": Opvolging.objects.open().filter(contact__actief=False),
        "vervanger_bij_andere_partner": Contact.objects.filter(vervanger__isnull=False).exclude(
            vervanger__partner=F("partner")
        ),
        "vervanger_gestopt": Contact.objects.filter(actief=True, vervanger__actief=False),
    }


def _bundle_checks():
    parts = BundelDeel.objects.inside()
    first = parts.filter(bundel=OuterRef("bundel"), hoofd=True)
    others = parts.filter(hoofd=False)
    asks = Opvolging.objects.open().filter(melding=OuterRef("melding"))
    running, done = ("opgepakt", "aanzien"), ("afgerond", "beantwoord")
    return {
        "bundel_zonder_eerste": parts.exclude(Exists(first)),
        "bundel_van_een": parts.exclude(Exists(parts.filter(bundel=OuterRef("bundel")).exclude(pk=OuterRef("pk")))),
        "bundel_met_vraag_over_een_deel": others.filter(Exists(asks)),
        "bundel_half_klaar": others.filter(
            Exists(first.filter(melding__stand__in=done)) & Q(melding__stand__in=running)
            | Exists(first.filter(melding__stand__in=running)) & Q(melding__stand="afgerond")
        ),
        "bundel_niet_opgepakt": parts.filter(melding__stand__in=("ontvangen", "ingetrokken")),
        "bundel_van_twee_gemeenten": parts.exclude(melding__gemeente=F("bundel__gemeente")),
    }


def _team_checks():
    month_of_writing = TruncMonth("op", output_field=DateField())
    to_team = Terugkoppeling.objects.filter(doelgroep="team")
    return {
        "maand_verteld_voor_zij_om_was": TeamBericht.objects.annotate(in_maand=month_of_writing).filter(
            in_maand__lte=F("maand")
        ),
        "maand_begint_niet_op_de_eerste": TeamBericht.objects.exclude(maand__day=1),
        "aan_een_team_verteld_zonder_team": to_team.filter(melding__team=None),
        "seintje_zonder_team": Seintje.objects.filter(melding__team=None),
    }


def _oversight_checks():
    """What was ticked was opened here; each look at an address is in the log; what was wiped says nobody."""
    opened = Logregel.objects.openings().filter(pk=OuterRef("regel"), gemeente_id=OuterRef("gemeente"))
    looked = Logregel.objects.filter(
        doel_soort=Verzoek._meta.label_lower,
        doel_id=OuterRef("verzoek"),
        gebeurtenis="verzoek.adres_gezocht",
        actor_id=OuterRef("door"),
    )
    wiped = Verzoek.objects.filter(gewist_op__isnull=False)
    return {
        "nazicht_zonder_inzage": Nazicht.objects.filter(regel__isnull=False).exclude(Exists(opened)),
        "adres_gezocht_zonder_spoor": Adreszoeking.objects.exclude(Exists(looked)),
        "gewist_verzoek_met_woorden": with_words(wiped, "naam", "bereikbaar", "vraag", "toelichting"),
        "gewist_verzoek_met_adres": with_words(Adreszoeking.objects.filter(verzoek__in=wiped), "adres"),
    }


def _case_checks():
    """What waits has nobody asked; what did not fit is gone; a lower level left its trace."""
    asks = Opvolging.objects.filter(melding=OuterRef("pk")).open()
    lowered = Logregel.objects.filter(
        doel_soort=Melding._meta.label_lower,
        doel_id=OuterRef("melding"),
        gebeurtenis="melding.niveau_verlaagd",
        op=OuterRef("besloten_op"),
    )
    not_fitting = Melding.objects.filter(uitkomst="niet_passend")
    return {
        "aanzien_met_open_vraag": Melding.objects.filter(Exists(asks), stand="aanzien"),
        "niet_passend_met_adres_of_foto": not_fitting.filter(
            ~Q(inhoud__adres_index="") | ~Q(straat_index="") | Q(bijlagen__isnull=False)
        ),
        "verlaging_zonder_spoor": Verlaging.objects.filter(akkoord=True).exclude(Exists(lowered)),
        "ingelicht_bij_vraag_van_ander": Ingelicht.objects.filter(opvolging__isnull=False).exclude(
            opvolging__melding=F("melding")
        ),
        "team_niet_strikt": Melding.objects.filter(categorie__soort="team", vertrouwelijkheid__lt=3),
    }


def _ended_asks_with_mail():
    """Ended asks of which an ask mail could still go out."""
    bron = Concat(Value("opvolging:"), Cast(OuterRef("pk"), CharField()))
    waiting = Bericht.objects.filter(stand__in=ON_ITS_WAY, bron=bron)
    return Opvolging.objects.filter(Exists(waiting)).exclude(stand__in=("gevraagd", "aangenomen"))
