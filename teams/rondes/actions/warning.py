"""A warning: first the calls, then the text, and always an end that everybody hears (E111).

Locks: Gemeente, then Waarschuwing, then the rounds. Who starts a round holds the Gemeente too, so that a round
that starts while a warning is sent is either seen by the sending or sees what was sent.
"""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from buurtpreventie.accounts.models import Gebruiker
from buurtpreventie.audit.actions import record
from buurtpreventie.database import web_transaction
from buurtpreventie.errors import RefusedAction
from buurtpreventie.outbox.actions import drop
from buurtpreventie.outbox.models import Bericht
from buurtpreventie.tokens import hash_token, new_token
from teams.clocks import local_date
from teams.models import Gemeente
from teams.rondes.mails import warning as mails
from teams.rondes.mails.planning import mailable
from teams.rondes.models import Bevestiging, Oproep, Ronde, Sleutel, Waarschuwing, WachtInstelling
from teams.rondes.warned import concerned_rounds, people_in, round_of, still_counts, watchers

Stand = Waarschuwing.Stand
LONGEST = timedelta(hours=12)
LINK_WORKS_ON = timedelta(hours=12)  # after its time, to say that one read it late
STEPS_MINUTES = (15, 60)  # past its time: who sent it, then everybody who watches


def locked_waarschuwing(waarschuwing):
    """The row of this warning as it is now, held until the transaction ends; after its Gemeente."""
    _hold(waarschuwing.gemeente_id)
    rows = Waarschuwing.objects.select_for_update(of=("self",), no_key=True).select_related("gemeente")
    return rows.get(pk=waarschuwing.pk)


def _hold(gemeente_id):
    Gemeente.objects.select_for_update(no_key=True).get(pk=gemeente_id)


# --- first the calls ------------------------------------------------------------------------------


@transaction.atomic
def begin_waarschuwing(*, gemeente, oefening, niet_voor, sleutel, actor, now):
    """Begin with the list of whom to ring; pressed twice (the same ``sleutel``) is one warning."""
    _hold(gemeente.pk)
    if made := Waarschuwing.objects.filter(sleutel=sleutel).first():
        return _own(made, gemeente, actor)
    waarschuwing = Waarschuwing.objects.create(
        gemeente=gemeente, oefening=oefening, sleutel=sleutel, door=actor, begonnen_op=now
    )
    waarschuwing.niet_voor.set(niet_voor)
    rondes = _call_for(waarschuwing, now)
    record("waarschuwing.begonnen", waarschuwing, actor=actor, now=now, oefening=oefening, rondes=len(rondes))
    return waarschuwing


def _own(waarschuwing, gemeente, actor):
    if (waarschuwing.gemeente_id, waarschuwing.door_id) != (gemeente.pk, actor.pk):
        raise RefusedAction(_("Deze pagina is verouderd. Laad haar opnieuw."))
    return waarschuwing


@transaction.atomic
def note_call(oproep, *, uitslag, pogingen, actor, now):
    """Somebody rang the team; ``pogingen`` is how often that was done when the person looked.

    Of two presses the second finds it done.
    """
    _open(locked_waarschuwing(oproep.waarschuwing))
    oproep = Oproep.objects.select_for_update(of=("self",)).get(pk=oproep.pk)
    if oproep.pogingen != pogingen:
        return oproep
    oproep.uitslag, oproep.pogingen = uitslag, pogingen + 1
    oproep.gebeld_op, oproep.gebeld_door = now, actor
    oproep.save()
    record("waarschuwing.gebeld", oproep.waarschuwing, actor=actor, now=now, ronde=oproep.ronde_id, uitslag=uitslag)
    return oproep


def _open(waarschuwing):
    """This warning; refused when it has ended."""
    if waarschuwing.gesloten_op:
        raise RefusedAction(_("Deze waarschuwing is al gesloten. Is er weer iets? Begin een nieuwe."))
    return waarschuwing


# --- then the text --------------------------------------------------------------------------------


@transaction.atomic
def send_waarschuwing(waarschuwing, *, tekst, doen, geldig_tot, actor, now):
    """To everybody who is out, and to who goes out before ``geldig_tot``."""
    waarschuwing = _open(locked_waarschuwing(waarschuwing))
    if waarschuwing.stand == Stand.VERSTUURD:
        return _same_sending(waarschuwing, tekst, doen, actor)
    if not now < geldig_tot <= now + LONGEST:
        raise RefusedAction(
            _("Kies een tijd binnen 12 uur. Duurt het langer? Stuur dan later een nieuwe waarschuwing.")
        )
    waarschuwing.stand, waarschuwing.tekst, waarschuwing.doen = Stand.VERSTUURD, tekst, doen
    waarschuwing.geldig_tot, waarschuwing.verstuurd_op, waarschuwing.verstuurd_door = geldig_tot, now, actor
    waarschuwing.save()
    drop(f"{waarschuwing.bron}:open", now=now)
    rondes = _call_for(waarschuwing, now)
    record("waarschuwing.verstuurd", waarschuwing, actor=actor, now=now, rondes=len(rondes), geldig_tot=geldig_tot)
    return waarschuwing


def _same_sending(waarschuwing, tekst, doen, actor):
    """The second press of the same button; another text is no second press."""
    sent = (waarschuwing.tekst, waarschuwing.doen, waarschuwing.verstuurd_door_id)
    if sent != (tekst, doen, actor.pk):
        raise RefusedAction(_("Er is al een tekst verstuurd. Uw tekst is niet verstuurd."))
    return waarschuwing


def _call_for(waarschuwing, now, only=None):
    """A call for each round that this concerns and, once it is sent, a mail for each person who has none yet."""
    rounds = concerned_rounds(waarschuwing, now)
    rounds = rounds.filter(pk=only.pk) if only else rounds
    held = Ronde.objects.select_for_update(of=("self",), no_key=True).select_related("team")
    rondes = list(held.filter(pk__in=rounds.values("pk")).order_by("pk"))
    known = set(Oproep.objects.filter(waarschuwing=waarschuwing).values_list("ronde", flat=True))
    new = [Oproep(waarschuwing=waarschuwing, ronde=ronde, sinds=now) for ronde in rondes if ronde.pk not in known]
    Oproep.objects.bulk_create(new, ignore_conflicts=True)
    if waarschuwing.stand == Stand.VERSTUURD:
        _tell(waarschuwing, people_in(rondes), now)
    return rondes


def _tell(waarschuwing, ronde_of, now):
    """Mail the warning to whom of these was not told; gives how many were."""
    told = Sleutel.objects.filter(waarschuwing=waarschuwing).values("gebruiker")
    new = mailable(Gebruiker.objects.filter(pk__in=ronde_of)).exclude(pk__in=told)
    return sum(_mail_with_link(waarschuwing, ronde_of[person.pk], person, now) for person in new)


def _mail_with_link(waarschuwing, ronde, person, now):
    secret = new_token()
    if not mails.mail_waarschuwing(waarschuwing, ronde, person, secret=secret, now=now):
        return False
    Sleutel.objects.create(
        ronde=ronde,
        gebruiker=person,
        doel=Sleutel.Doel.WAARSCHUWING,
        waarschuwing=waarschuwing,
        token_hash=hash_token(secret),
        gemaakt_op=now,
        verloopt_op=waarschuwing.geldig_tot + LINK_WORKS_ON,
    )
    return True


def join_open_warnings(ronde, *, now):
    """A round that starts hears what is going on; the caller holds its Gemeente and the round."""
    for waarschuwing in Waarschuwing.objects.open().filter(gemeente=ronde.team.gemeente_id).select_related("gemeente"):
        if waarschuwing.stand == Stand.BELLEN or still_counts(waarschuwing, now):
            _call_for(waarschuwing, now, only=ronde)


# --- who heard it -----------------------------------------------------------------------------------


@transaction.atomic
def acknowledge(waarschuwing, *, soort, actor, now, ronde=None):
    """Somebody read it, or goes away; ``ronde`` is given by the link of a mail. Said twice is said once."""
    waarschuwing = locked_waarschuwing(waarschuwing)
    ronde = ronde or round_of(waarschuwing, actor)
    if ronde is None or waarschuwing.verstuurd_op is None:
        raise RefusedAction(_("Deze waarschuwing is niet voor een ronde van u."))
    if waarschuwing.gesloten_op:
        return None
    said, is_new = Bevestiging.objects.get_or_create(
        waarschuwing=waarschuwing, gebruiker=actor, soort=soort, defaults={"ronde": ronde, "op": now}
    )
    if is_new:
        record("waarschuwing.bevestigd", waarschuwing, actor=actor, now=now, ronde=ronde.pk, soort=soort)
    return said


# --- and an end -------------------------------------------------------------------------------------


@transaction.atomic
def withdraw_waarschuwing(waarschuwing, *, actor, now):
    """Sent by mistake: everybody hears so. Nothing sent yet: nobody does."""
    waarschuwing = locked_waarschuwing(waarschuwing)
    if waarschuwing.stand == Stand.INGETROKKEN:
        return waarschuwing
    return _end(_open(waarschuwing), Stand.INGETROKKEN, mails.mail_ingetrokken, actor=actor, now=now)


@transaction.atomic
def close_waarschuwing(waarschuwing, *, slottekst, actor, now):
    """Tell everybody how it ended; said twice is said once."""
    waarschuwing = locked_waarschuwing(waarschuwing)
    if (waarschuwing.stand, waarschuwing.slottekst) == (Stand.AFGESLOTEN, slottekst):
        return waarschuwing
    if _open(waarschuwing).stand == Stand.BELLEN:
        raise RefusedAction(_("Er is nog niets verstuurd. Verstuur de waarschuwing, of stop ermee."))
    waarschuwing.slottekst = slottekst
    return _end(waarschuwing, Stand.AFGESLOTEN, mails.mail_afgesloten, actor=actor, now=now)


def _end(waarschuwing, stand, mail, *, actor, now):
    """Close the row, stop what did not go out yet, and mail everybody who was told."""
    waarschuwing.stand, waarschuwing.gesloten_op, waarschuwing.gesloten_door = stand, now, actor
    waarschuwing.save()
    drop(waarschuwing.bron, now=now)
    drop(f"{waarschuwing.bron}:open", now=now)
    told = Sleutel.objects.filter(waarschuwing=waarschuwing).values("gebruiker")
    sent = [mail(waarschuwing, person, now=now) for person in mailable(Gebruiker.objects.filter(pk__in=told))]
    record(f"waarschuwing.{stand}", waarschuwing, actor=actor, now=now, mails=len(sent))
    return waarschuwing


# --- the clock --------------------------------------------------------------------------------------


def remind_warnings(now):
    """Every minute: who joined meanwhile hears it, and what nobody closed is brought to mind; gives the mails."""
    with web_transaction():
        running = list(Waarschuwing.objects.open().order_by("pk"))
    told = 0
    for waarschuwing in running:
        with web_transaction():
            told += _keep_up(waarschuwing, now)
    return told


def _keep_up(waarschuwing, now):
    waarschuwing = locked_waarschuwing(waarschuwing)
    if waarschuwing.gesloten_op:
        return 0
    told = Sleutel.objects.filter(waarschuwing=waarschuwing).count()
    if waarschuwing.stand == Stand.BELLEN or still_counts(waarschuwing, now):
        _call_for(waarschuwing, now)
    return Sleutel.objects.filter(waarschuwing=waarschuwing).count() - told + _remind(waarschuwing, now)


def _remind(waarschuwing, now):
    """Who sent it a quarter of an hour after its time, everybody else who watches after an hour; each once."""
    since = waarschuwing.geldig_tot or waarschuwing.begonnen_op
    due = [step for step in STEPS_MINUTES if since + timedelta(minutes=step) <= now]
    addresses = {who: email for step in due for who, email in _hear_at(waarschuwing, step, now).items()}
    keys = {mails.key_of_reminder(waarschuwing, who): email for who, email in addresses.items()}
    known = set(Bericht.objects.filter(sleutel__in=keys).values_list("sleutel", flat=True))
    new = {key: email for key, email in keys.items() if key not in known}
    return len([mails.mail_still_open(waarschuwing, email, sleutel=key, now=now) for key, email in new.items()])


def _hear_at(waarschuwing, step, now):
    """Addresses for this step, by who it is; when who sent it cannot get mail, the others hear it at once."""
    everybody = mailable(watchers(waarschuwing.gemeente_id, local_date(now)))
    found = dict(everybody.values_list("pk", "email"))
    sender = waarschuwing.verstuurd_door_id or waarschuwing.door_id
    if step == STEPS_MINUTES[0] and sender in found:
        return {sender: found[sender]}
    seats = WachtInstelling.objects.filter(gemeente=waarschuwing.gemeente_id).exclude(piket_email="")
    piket = seats.values_list("piket_email", flat=True).first()
    return found | ({"piket": piket} if piket else {})
