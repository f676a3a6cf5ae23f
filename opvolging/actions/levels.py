"""A lower level: alone just after it was set and before a partner was asked, else only with a second person."""

from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.audit.models import Logregel
from buurtpreventie.database import act
from buurtpreventie.errors import RefusedAction
from meldingen.actions import locked, set_level
from meldingen.models import VerlaagReden
from meldingen.permissions import seat_covers
from opvolging.mails import mail_verlaging_besloten, mail_verlaging_gevraagd
from opvolging.models import Verlaging
from teams.clocks import Kalender, local_date
from teams.models import Niveau, Soort

ALLEEN_WERKDAGEN = 1
BELOW_CATEGORY = (VerlaagReden.VEILIGE_WOORDEN, VerlaagReden.PLEK)  # reasons that look at this melding, not its kind


@act
def lower_level(melding, *, niveau, reden, actor, now):
    """Make it less confidential, or ask a second person to agree (ontwerp §4); gives the Verlaging, None when equal.

    Until it is decided nothing changes. A second press gives the one that waits.
    """
    melding = locked(melding)
    if niveau == melding.vertrouwelijkheid:
        return None
    waiting = Verlaging.objects.open().filter(melding=melding).first()
    if waiting and (waiting.naar, waiting.reden, waiting.gevraagd_door_id) == (niveau, reden, actor.pk):
        return waiting
    _check(melding, niveau, reden, waiting)
    alone = may_lower_alone(melding, now)
    verlaging = Verlaging.objects.create(
        melding=melding,
        van=melding.vertrouwelijkheid,
        naar=niveau,
        reden=reden,
        gevraagd_door=actor,
        gevraagd_op=now,
        alleen=alone,
        akkoord=True if alone else None,
        besloten_door=actor if alone else None,
        besloten_op=now if alone else None,
    )
    if alone:
        _lower(melding, verlaging, actor, now)
    else:
        record("melding.verlaging_gevraagd", melding, actor=actor, now=now, niveau=niveau, reden=reden)
        mail_verlaging_gevraagd(verlaging, now)
    return verlaging


def _check(melding, niveau, reden, waiting):
    if not melding.is_open:
        raise RefusedAction(_("Deze melding is al klaar. Het niveau staat vast."))
    if niveau > melding.vertrouwelijkheid:
        raise RefusedAction(_("Dit niveau is niet lager dan nu. Iemand heeft het misschien al verlaagd."))
    if waiting:
        raise RefusedAction(_("Er wacht al een verlaging op een tweede persoon. Wacht eerst af wat die vindt."))
    if melding.soort == Soort.TEAM:
        raise RefusedAction(_("Een melding over een team blijft strikt vertrouwelijk."))
    if niveau < melding.categorie.vertrouwelijkheid and reden not in BELOW_CATEGORY:
        raise RefusedAction(
            _("Lager dan het niveau van het onderwerp kan alleen om de woorden of om de plek. Kies een andere reden.")
        )


def may_lower_alone(melding, now):
    """Within one working day after it got its level, before any partner was asked, and never for a strict subject."""
    if melding.categorie.vertrouwelijkheid >= Niveau.V3 or melding.opvolgingen.exists():
        return False
    raised = Logregel.objects.about(melding).filter(gebeurtenis="melding.niveau_verhoogd").last()
    since = raised.op if raised else melding.gemeld_op
    last_day = Kalender.of(melding.gemeente).add_working_days(local_date(since), ALLEEN_WERKDAGEN)
    return local_date(now) <= last_day


def _lower(melding, verlaging, actor, now):
    set_level(melding, verlaging.naar)
    record(
        "melding.niveau_verlaagd",
        melding,
        actor=actor,
        now=now,
        niveau=verlaging.naar,
        reden=verlaging.reden,
        gevraagd_door=verlaging.gevraagd_door_id,
    )


@act
def decide_lowering(verlaging, *, akkoord, actor, now):
    """A second person agrees or refuses; the same twice changes nothing.

    Raises RefusedAction for who asked it, and when level or stand changed meanwhile.
    """
    melding = locked(verlaging.melding)
    verlaging = Verlaging.objects.select_for_update(of=("self",)).get(pk=verlaging.pk)
    if verlaging.besloten_op:
        return _decided_already(verlaging, akkoord)
    if verlaging.gevraagd_door_id == actor.pk:
        raise RefusedAction(_("U vroeg dit zelf. Laat een collega beslissen."))
    if not seat_covers(actor, melding.gemeente_id, melding.soort, melding.vertrouwelijkheid):
        raise RefusedAction(_("U kunt hier niet over beslissen. Vraag een collega die dit niveau doet."))
    if akkoord and (melding.vertrouwelijkheid != verlaging.van or not melding.is_open):
        raise RefusedAction(_("De melding is intussen veranderd. Zeg nee. Uw collega kan het opnieuw vragen."))
    verlaging.akkoord, verlaging.besloten_door, verlaging.besloten_op = akkoord, actor, now
    verlaging.save()
    if akkoord:
        _lower(melding, verlaging, actor, now)
    else:
        record("melding.verlaging_geweigerd", melding, actor=actor, now=now, niveau=verlaging.naar)
    mail_verlaging_besloten(verlaging, now)
    return verlaging


def _decided_already(verlaging, akkoord):
    if verlaging.akkoord != akkoord:
        raise RefusedAction(_("Hierover is al beslist. Er is niets veranderd."))
    return verlaging
