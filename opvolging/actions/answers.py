"""Answering who reported: the interim word, the answer, and the logged reason why there can be none."""

from django.utils.translation import gettext as _

from buurtpreventie.accounts.models import AntwoordVia
from buurtpreventie.audit.actions import record
from buurtpreventie.database import act
from buurtpreventie.errors import RefusedAction
from buurtpreventie.ui.dates import day_in_words
from meldingen.actions import advance, locked
from meldingen.mails import hears_by_mail
from meldingen.models import Stand
from opvolging.actions.bundled import check_stands_alone, finish_others, locked_together
from opvolging.actions.team import tell_team
from opvolging.actions.to_bring import drop_bezorging, plan_bezorging, waiting_antwoord
from opvolging.mails import mail_antwoord, mail_tussenbericht
from opvolging.models import Bezorging, GeenAntwoord, Terugkoppeling
from opvolging.roads import road_to
from opvolging.wording import too_telling
from teams.clocks import Kalender, local_date

UITSTEL_WERKDAGEN = 15


@act
def finish_melding(melding, *, uitkomst, actor, now):
    """Round off without or after asks; refused while one is open. A second press changes nothing."""
    melding = locked_together(melding)
    if melding.stand == Stand.AFGEROND and melding.uitkomst == uitkomst:
        return melding
    _finish(melding, uitkomst, actor, now)
    return melding


def _finish(melding, uitkomst, actor, now):
    check_stands_alone(melding)
    if melding.opvolgingen.open().exists():
        raise RefusedAction(_("Er staat nog een vraag open bij een partner. Trek die eerst in of wacht op antwoord."))
    melding.uitkomst = uitkomst
    melding.reageren_voor = None
    melding.behandelaar = melding.behandelaar or actor
    advance(melding, Stand.AFGEROND, now)
    record("melding.afgerond", melding, actor=actor, now=now, uitkomst=uitkomst)
    finish_others(melding, uitkomst, actor=actor, now=now)


@act
def give_antwoord(melding, *, tekst, actor, now, voor_team=""):
    """Answer the melder, which closes the melding; who does not hear online is told first (a Bezorging).

    A second press gives the answer that is there.

    Raises RefusedAction above the ceiling of its level, and when it was answered in other words.
    """
    melding = locked(melding)
    given = _given(melding, tekst) or _answer(melding, tekst, actor, now)
    tell_team(melding, voor_team, actor=actor, now=now)
    return given


def _given(melding, tekst):
    """The answer of this round when it has these words; None when there is none yet."""
    if melding.stand != Stand.BEANTWOORD:
        return waiting_antwoord(melding, tekst)
    antwoord = melding.terugkoppelingen.antwoorden().to_melder().filter(keer=melding.keer).first()
    if antwoord and antwoord.tekst == tekst:
        return antwoord
    raise RefusedAction(_("Deze melding is al beantwoord. Uw tekst is niet verstuurd."))


def _answer(melding, tekst, actor, now):
    if melding.stand != Stand.AFGEROND:
        raise RefusedAction(_("Deze melding is nog niet afgerond."))
    if melding.melder is None:
        raise RefusedAction(_("De melder trok zijn naam in. Leg vast waarom er geen antwoord kan zijn."))
    check_ceiling(melding, tekst)
    if road_to(melding, now):
        return plan_bezorging(melding, soort=Terugkoppeling.Soort.ANTWOORD, tekst=tekst, actor=actor, now=now)
    drop_bezorging(melding, actor=actor, now=now)
    antwoord = _tell(melding, Terugkoppeling.Soort.ANTWOORD, tekst, actor, now)
    melding.reageren_voor = None
    advance(melding, Stand.BEANTWOORD, now)
    record("melding.beantwoord", melding, actor=actor, now=now, keer=melding.keer)
    mail_antwoord(antwoord, now)
    return antwoord


@act
def close_with_antwoord(melding, *, uitkomst, tekst, actor, now, voor_team=""):
    """Round off and answer in one act: for a melding that needs no partner, with the reason as its outcome."""
    melding = locked_together(melding)
    given = _given(melding, tekst)
    if given:
        return given
    _finish(melding, uitkomst, actor, now)
    answered = _answer(melding, tekst, actor, now)
    tell_team(melding, voor_team, actor=actor, now=now)
    return answered


@act
def record_no_antwoord(melding, *, reden, actor, now):
    """Close without an answer, for a logged reason; figures never count it as answered."""
    melding = locked(melding)
    if GeenAntwoord.objects.filter(melding=melding, keer=melding.keer, reden=reden).exists():
        return melding
    if melding.stand == Stand.BEANTWOORD:
        raise RefusedAction(_("Deze melding is al beantwoord."))
    if melding.stand != Stand.AFGEROND:
        raise RefusedAction(_("Deze melding is nog niet afgerond."))
    if reden == GeenAntwoord.Reden.NIET_BEREIKBAAR and not _tried_enough(melding, now):
        raise RefusedAction(_("Probeer de melder eerst drie keer te bereiken, op verschillende momenten."))
    drop_bezorging(melding, actor=actor, now=now)
    GeenAntwoord.objects.create(melding=melding, keer=melding.keer, reden=reden, door=actor, op=now)
    advance(melding, Stand.BEANTWOORD, now)
    record("melding.geen_antwoord", melding, actor=actor, now=now, reden=reden)
    return melding


def _tried_enough(melding, now):
    """Who hears online is there to be reached; anybody else was rung three times with an answer."""
    if melding.melder is None or road_to(melding, now) is None:
        return True
    brought = Bezorging.objects.filter(melding=melding, keer=melding.keer, terugkoppeling__isnull=True)
    return brought.tried_enough().exists()


@act
def give_tussenbericht(melding, *, tekst, nieuwe_datum=None, actor, now):
    """Tell the melder how it stands; a new date is at most 15 working days away, and the first promise stays.

    The same words and date twice in a row are one message.
    """
    melding = locked(melding)
    if not melding.is_open:
        raise RefusedAction(_("Deze melding is al beantwoord."))
    if melding.melder is None:
        raise RefusedAction(_("De melder trok zijn naam in. Er is niemand om iets te laten weten."))
    last = melding.terugkoppelingen.to_melder().filter(keer=melding.keer).last()
    if last and (last.tekst, last.nieuwe_datum, last.door) == (tekst, nieuwe_datum, actor):
        return last
    check_ceiling(melding, tekst)
    if nieuwe_datum:
        _check_new_date(melding, nieuwe_datum, now)
    soort = Terugkoppeling.Soort.TUSSENBERICHT
    if road_to(melding, now):  # the promise moves when the melder knows it
        return plan_bezorging(melding, soort=soort, tekst=tekst, nieuwe_datum=nieuwe_datum, actor=actor, now=now)
    melding.antwoord_voor = nieuwe_datum or melding.antwoord_voor
    melding.reageren_voor = None if melding.behandelaar_id else melding.reageren_voor
    melding.save()
    bericht = _tell(melding, soort, tekst, actor, now, nieuwe_datum=nieuwe_datum)
    record("melding.tussenbericht", melding, actor=actor, now=now, nieuwe_datum=nieuwe_datum)
    mail_tussenbericht(bericht, now)
    return bericht


def _check_new_date(melding, nieuwe_datum, now):
    kalender, today = Kalender.of(melding.gemeente), local_date(now)
    last = kalender.add_working_days(today, UITSTEL_WERKDAGEN)
    if not max(today, melding.antwoord_voor) < nieuwe_datum <= max(last, melding.antwoord_voor):
        raise RefusedAction(
            _("Kies een latere datum dan %(van)s en uiterlijk %(tot)s (15 werkdagen).")
            % {"van": day_in_words(melding.antwoord_voor), "tot": day_in_words(last)}
        )


def check_ceiling(melding, tekst):
    """Refuse words above the ceiling of the level of now."""
    word = too_telling(melding, tekst)
    if word:
        raise RefusedAction(
            _("In dit bericht staat “%(woord)s”. Bij een vertrouwelijke melding noemen wij dat niet. Haal het weg.")
            % {"woord": word}
        )


def _tell(melding, soort, tekst, actor, now, nieuwe_datum=None):
    langs = AntwoordVia.MAIL if hears_by_mail(melding) else AntwoordVia(melding.antwoord_via)
    return Terugkoppeling.objects.create(
        melding=melding,
        keer=melding.keer,
        soort=soort,
        tekst=tekst,
        nieuwe_datum=nieuwe_datum,
        langs=langs,
        door=actor,
        op=now,
    )
