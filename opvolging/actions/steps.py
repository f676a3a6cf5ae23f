"""Steps up and down in help, and whether the resident knows: dated rows that are added and never edited."""

from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.database import act
from buurtpreventie.errors import RefusedAction
from meldingen.actions import locked
from opvolging.models import Ingelicht, Langs, Schaalstap
from teams.clocks import Kalender, local_date

INLICHTEN_WERKDAGEN = 30


@act
def take_step(melding, *, richting, reden, actor, now, toelichting=""):
    """Note that help went a step up or down and why (E144); the same step on the same day is one."""
    melding = locked(melding)
    if not melding.is_open:
        raise RefusedAction(_("Deze melding is al klaar."))
    fitting = Schaalstap.OMHOOG if richting == Schaalstap.Richting.OP else Schaalstap.OMLAAG
    if reden not in fitting:
        raise RefusedAction(_("Deze reden past niet bij die stap. Kies een andere reden."))
    last = melding.schaalstappen.last()
    said = (richting, reden, toelichting, actor.pk, local_date(now))
    if last and (last.richting, last.reden, last.toelichting, last.door_id, local_date(last.op)) == said:
        return last
    step = Schaalstap.objects.create(
        melding=melding, richting=richting, reden=reden, toelichting=toelichting, door=actor, op=now
    )
    record("melding.stap", melding, actor=actor, now=now, richting=richting, reden=reden)
    return step


@act
def record_informed(
    melding, *, stand, now, uiterlijk=None, want="", actor=None, contact=None, opvolging=None, langs=Langs.APP
):
    """Note whether the resident knows: yes, at the latest on a date, or not safely because … (E219). The last counts.

    Raises RefusedAction for a date that is past or too far away.
    """
    melding = locked(melding)
    if stand == Ingelicht.Stand.UITERLIJK:
        _check_day(melding, uiterlijk, now)
    else:
        uiterlijk = None
    want = want if stand == Ingelicht.Stand.NIET_VEILIG else None
    last = melding.ingelicht.last()
    if last and (last.stand, last.uiterlijk, last.want) == (stand, uiterlijk, want):
        return last
    row = Ingelicht.objects.create(
        melding=melding,
        opvolging=opvolging,
        stand=stand,
        uiterlijk=uiterlijk,
        want=want,
        op=now,
        langs=langs,
        door_contact=None if actor else contact,
        door_gebruiker=actor,
    )
    record("melding.ingelicht", melding, actor=actor or contact, now=now, stand=str(stand), uiterlijk=uiterlijk)
    return row


def _check_day(melding, uiterlijk, now):
    today = local_date(now)
    last = Kalender.of(melding.gemeente).add_working_days(today, INLICHTEN_WERKDAGEN)
    if uiterlijk is None or not today <= uiterlijk <= last:
        raise RefusedAction(_("Kies een dag vanaf vandaag, hooguit 30 werkdagen vooruit."))
