"""Even aanzien: waiting on purpose, until a date that wakes the case."""

from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.database import act, web_transaction
from buurtpreventie.errors import RefusedAction
from buurtpreventie.ui.dates import day_in_words
from meldingen.actions import advance, locked
from meldingen.models import Melding, Stand
from opvolging.actions.answers import give_tussenbericht
from opvolging.actions.bundled import check_not_bundled, locked_together
from opvolging.mails import mail_wakker
from opvolging.models import Herinnering
from teams.clocks import Kalender, local_date

AANZIEN_WERKDAGEN = 15


@act
def watch(melding, *, tot, reden, tekst, actor, now):
    """Wait and look again on ``tot``; the melder hears so, and the promise moves along when it was earlier.

    A second press changes nothing. Raises RefusedAction while somebody was asked, and for a day that is no working
    day or further than fifteen of them away.
    """
    melding = locked_together(melding)
    if melding.stand == Stand.AANZIEN and (melding.aanzien_tot, melding.aanzien_reden) == (tot, reden):
        return melding
    if melding.stand != Stand.OPGEPAKT:
        raise RefusedAction(_("Even aanzien kan alleen bij een melding die is opgepakt."))
    if melding.opvolgingen.open().exists():
        raise RefusedAction(_("Er staat nog een vraag open bij een partner. Trek die eerst in of wacht op antwoord."))
    check_not_bundled(melding)
    _check_day(melding, tot, now)
    if melding.melder_id:
        later = tot if tot > melding.antwoord_voor else None
        give_tussenbericht(melding, tekst=tekst, nieuwe_datum=later, actor=actor, now=now)
        melding = locked(melding)
    melding.antwoord_voor = max(melding.antwoord_voor, tot)
    melding.aanzien_tot, melding.aanzien_reden, melding.reageren_voor = tot, reden, None
    advance(melding, Stand.AANZIEN, now)
    record("melding.aanzien", melding, actor=actor, now=now, tot=tot, reden=reden)
    return melding


def _check_day(melding, tot, now):
    kalender, today = Kalender.of(melding.gemeente), local_date(now)
    last = kalender.add_working_days(today, AANZIEN_WERKDAGEN)
    if not today < tot <= last:
        raise RefusedAction(
            _("Kies een dag na vandaag en uiterlijk %(tot)s (15 werkdagen).") % {"tot": day_in_words(last)}
        )
    if not kalender.is_working_day(tot):
        raise RefusedAction(_("Op die dag werkt het meldpunt niet. Kies een werkdag."))


@act
def resume(melding, *, actor, now):
    """Go on before the date; a second press changes nothing."""
    melding = locked(melding)
    if melding.stand == Stand.OPGEPAKT:
        return melding
    if melding.stand != Stand.AANZIEN:
        raise RefusedAction(_("Deze melding wacht niet. Bekijk de melding opnieuw om te zien wat er is gebeurd."))
    _go_on(melding, now)
    record("melding.weer_verder", melding, actor=actor, now=now)
    return melding


def _go_on(melding, now):
    """Waiting is no second taking up: the moment of the first stays."""
    taken_up = melding.opgepakt_op
    advance(melding, Stand.OPGEPAKT, now)
    melding.opgepakt_op = taken_up
    melding.save(update_fields=["opgepakt_op"])


def wake_up_watched(gemeente, now):
    """Wake every case whose day has come; gives the number of mails queued."""
    due = Melding.objects.filter(gemeente=gemeente, stand=Stand.AANZIEN, aanzien_tot__lte=local_date(now))
    woken = 0
    for melding in due.order_by("pk"):
        with web_transaction():
            woken += _wake_up(melding, now)
    return woken


def _wake_up(melding, now):
    """Two sweeps at once wake it once: the second finds it awake."""
    melding = locked(melding)
    day = melding.aanzien_tot
    if melding.stand != Stand.AANZIEN or day > local_date(now):
        return 0
    _go_on(melding, now)
    record("melding.wakker", melding, actor=None, now=now, tot=day)
    bericht = mail_wakker(melding, day, now)
    Herinnering.objects.get_or_create(
        bron=f"melding:{melding.pk}",
        termijn_nr=day.toordinal(),
        stap="aanzien",
        aan_rol="behandelaar",
        defaults={"stand": Herinnering.Stand.VERSTUURD, "bericht_sleutel": bericht.sleutel, "op": now},
    )
    return 1
