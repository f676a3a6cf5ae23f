"""What happens to a mail before and after its way over the wire."""

import logging

from celery import current_app
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection, transaction
from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.errors import RefusedAction
from buurtpreventie.outbox.models import TERUGGEKOMEN, Beleid, Bericht, Hartslag, Stand
from buurtpreventie.outbox.querysets import FINISHED, as_clock

logger = logging.getLogger(__name__)

DELIVER_TASK = "buurtpreventie.outbox.tasks.deliver"
ONE_SHORT_TRY = {"max_retries": 0, "socket_connect_timeout": 1, "socket_timeout": 1}
WAKE_UP_SECONDS = 60  # a wake-up that waited longer is useless: the clock has rung by then


def queue(*, now, **mail):
    """Write a mail beside its cause; None when this key was used before; ValueError for a mail nobody could send.

    ``mail``: the words of ``_as_row``. Each name in ``geheim`` stands in ``tekst`` as ``{{name}}`` and is filled in on
    the wire only.
    """
    bericht = _as_row(now=now, **mail)
    Bericht.objects.bulk_create([bericht], ignore_conflicts=True)
    stored = Bericht.objects.filter(message_id=bericht.message_id).first()
    if stored and stored.volgende_poging <= now:
        _wake_up_on_commit()
    return stored


def queue_all(mails, *, now):
    """Write many mails, each the words of ``queue``, in a few questions; gives the keys that were not used before."""
    berichten = [_as_row(now=now, **mail) for mail in mails]
    Bericht.objects.bulk_create(berichten, ignore_conflicts=True)
    stored = Bericht.objects.filter(message_id__in=[bericht.message_id for bericht in berichten])
    moments = dict(stored.values_list("sleutel", "volgende_poging"))
    if any(moment <= now for moment in moments.values()):
        _wake_up_on_commit()
    return set(moments)


def _as_row(
    *,
    sleutel,
    soort,
    aan,
    onderwerp,
    tekst,
    bron,
    gemeente_id,
    now,
    beleid=Beleid.NOOIT_DUBBEL,
    geheim=None,
    vanaf=None,
    verloopt_op=None,
    antwoord_aan="",
):
    """The mail as a row that is not saved yet; ValueError for a mail nobody could send."""
    _check(aan, antwoord_aan, onderwerp, tekst, geheim)
    return Bericht(
        sleutel=sleutel,
        soort=soort,
        aan=aan,
        antwoord_aan=antwoord_aan,
        onderwerp=onderwerp,
        tekst=tekst,
        bron=bron,
        gemeente_id=gemeente_id,
        beleid=beleid,
        geheim=geheim or None,
        met_geheim=bool(geheim),
        gemaakt_op=now,
        volgende_poging=vanaf or now,
        verloopt_op=verloopt_op,
    )


def _check(aan, antwoord_aan, onderwerp, tekst, geheim):
    """Raise ValueError for an address, a subject or a secret that cannot be sent."""
    try:
        for address in filter(None, [aan, antwoord_aan]):
            validate_email(address)
    except ValidationError as error:
        raise ValueError("This is not an address that mail can go to.") from error
    if not aan:
        raise ValueError("A mail without an address reaches nobody: choose another way first.")
    if len(onderwerp.splitlines()) != 1:
        raise ValueError("A subject is one line.")
    if missing := [name for name in geheim or {} if f"{{{{{name}}}}}" not in tekst]:
        raise ValueError(f"The text has no place for {', '.join(missing)}.")


def drop(bron, *, now, soorten=None):
    """Stop the mails of a cause that has ended; gives how many will not go out because of this."""
    berichten = Bericht.objects.of(bron)
    return _drop(berichten if soorten is None else berichten.filter(soort__in=soorten))


def drop_keys(sleutels, *, now):
    """Stop the mails with these keys; gives how many will not go out because of this."""
    return _drop(Bericht.objects.filter(sleutel__in=list(sleutels)))


@transaction.atomic
def _drop(berichten):
    """Lapse what has not been sent, and keep what is on the wire or waits for a person from going out (again).

    All rows are locked first: a deliverer that moves one between two statements would slip through both.
    """
    unfinished = berichten.exclude(stand__in=FINISHED).order_by("id").select_for_update(of=("self",)).only("pk")
    locked = Bericht.objects.filter(pk__in=[bericht.pk for bericht in unfinished])
    lapsed = _lapse(locked.stoppable())
    locked.exclude(stand__in=FINISHED).update(ingetrokken=True, geheim=None)
    return lapsed


def _lapse(berichten):
    """Set mails to VERVALLEN and wipe their secrets."""
    return berichten.update(stand=Stand.VERVALLEN, lease=None, lease_tot=None, geheim=None)


@transaction.atomic
def lapse_expired(clock=None):
    """Lapse what is of no use any more and wipe secrets that nobody can use; gives how many lapsed."""
    clock = as_clock(clock)
    _free(Bericht.objects.stuck().filter(verloopt_op__lte=clock, geheim__isnull=False)).update(geheim=None)
    return _lapse(_free(Bericht.objects.expired(clock)))


def _free(berichten):
    """Lock those mails that no other process holds just now."""
    locked = berichten.order_by("id").select_for_update(skip_locked=True, of=("self",)).only("pk")
    return Bericht.objects.filter(pk__in=[bericht.pk for bericht in locked])


@transaction.atomic
def resend(bericht, *, actor, now):
    """Send a mail again that was refused or is uncertain, under the same Message-ID."""
    bericht = _stuck(bericht)
    if bericht.ingetrokken or bericht.is_expired(now) or _lost_its_secret(bericht):
        raise RefusedAction(_("Deze mail is niet meer nodig, of de link erin geldt niet meer. Maak een nieuwe mail."))
    bericht.stand = Stand.KLAAR
    bericht.pogingen = 0
    bericht.volgende_poging = now
    bericht.save()
    record("bericht.opnieuw", bericht, actor=actor, now=now)
    _wake_up_on_commit()
    return bericht


@transaction.atomic
def dismiss(bericht, *, actor, now):
    """Take a refused or uncertain mail off the worklist; ``laatste_code`` keeps what was wrong."""
    bericht = _stuck(bericht)
    _lapse(Bericht.objects.filter(pk=bericht.pk))
    record("bericht.afgedaan", bericht, actor=actor, now=now)


@transaction.atomic
def bounced(bron, *, aan):
    """The last mail of this cause to this address came back: it waits for a person, and never goes out again."""
    sent = Bericht.objects.of(bron).filter(aan=aan, stand__in=[Stand.VERZONDEN, Stand.ONZEKER])
    last = sent.order_by("-id").select_for_update(of=("self",)).only("pk").first()
    if last:
        facts = {"stand": Stand.DOOD, "laatste_code": TERUGGEKOMEN, "verzonden_op": None}
        Bericht.objects.filter(pk=last.pk).update(**facts, ingetrokken=True, geheim=None)
    return last


@transaction.atomic
def settle_bounced(bron):
    """Nobody has to look at what came back any more: it was asked elsewhere, or the cause has ended."""
    return _lapse(Bericht.objects.of(bron).filter(stand=Stand.DOOD, laatste_code=TERUGGEKOMEN))


def _stuck(bericht):
    """Lock a mail that waits for a person, or refuse."""
    locked = Bericht.objects.sealed().select_for_update(of=("self",)).stuck().filter(pk=bericht.pk).first()
    if locked is None:
        raise RefusedAction(_("Iemand heeft dit al gedaan. Deze mail wacht niet meer op u."))
    return locked


def _lost_its_secret(bericht):
    """Whether the link or code of this mail has been wiped."""
    return Bericht.objects.without_their_secret().filter(pk=bericht.pk).exists()


def wipe_finished(before):
    """Empty mails that ended before a moment; the key stays, so that the same mail never goes out again."""
    return Bericht.objects.to_wipe(before).update(aan="", antwoord_aan="", onderwerp="", tekst="")


def beat(naam, now):
    """Write down that a job of the clock ran."""
    Hartslag.objects.bulk_create(
        [Hartslag(naam=naam, op=now)], update_conflicts=True, unique_fields=["naam"], update_fields=["op"]
    )


def _wake_up_on_commit():
    """Ring once per transaction, however many mails it queued."""
    if all(function is not wake_up for _sids, function, _robust in connection.run_on_commit):
        transaction.on_commit(wake_up, robust=True)


def wake_up(task=DELIVER_TASK):
    """Ask a worker to deliver now, or to do another task; a broker that is away or frozen costs a second and no mail.

    The line to the broker is our own: the shared one tries to connect again until four seconds have passed.
    """
    try:
        with current_app.connection_for_write(transport_options=ONE_SHORT_TRY) as broker:
            current_app.send_task(task, connection=broker, retry=False, expires=WAKE_UP_SECONDS, ignore_result=True)
    except Exception as error:  # whatever the broker's library raises, the mail goes with the next tick
        logger.warning("No wake-up sent (%s): it goes with the next tick.", type(error).__name__)
