"""Half a year after a programme everybody who was there is asked what it brought, per gemeente (E200)."""

from datetime import time, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.database import one_at_a_time, web_transaction
from buurtpreventie.errors import RefusedAction, each_on_its_own
from evaluaties.actions.asking import ask_people
from evaluaties.actions.opening import open_run, version_for
from evaluaties.models import Afname, Soort, Vragenlijst
from evaluaties.moments import EXPECTED, LATEST_MONTHS, OPEN_DAYS, is_due
from evaluaties.participants import participants_of
from evaluaties.startset import ensure_startset
from teams.clocks import at, local_date
from teams.models import Gemeente
from trainingen.models import Programma, Sessie
from trainingen.programmes import MEASURE_AFTER_MONTHS
from trainingen.validity import months_after

LAST_HOUR = time(21, 0)
SLACK = timedelta(days=3)  # months differ in length


def begin_end_measurements(now):
    """Begin what is due and was not begun, each programme and gemeente on its own; gives how many began."""
    with web_transaction():
        due = [
            (programma, gemeente) for programma in _candidates(local_date(now)) for gemeente in _not_measured(programma)
        ]
    return each_on_its_own(due, lambda one: _begin_one(*one, now), name=lambda one: f"End measurement of {one[0].pk}")


def _candidates(today):
    """Programmes of which the day has come, as their dates are now."""
    first = months_after(today, -MEASURE_AFTER_MONTHS - LATEST_MONTHS) - SLACK
    last = months_after(today, -MEASURE_AFTER_MONTHS) + SLACK
    held = {"sessies__stand": "gehouden", "sessies__uit_verslag": False, "sessies__inschrijvingen__aanwezig": True}
    rows = Programma.objects.filter(tot__gte=first, tot__lte=last, **held).distinct()
    return [programma for programma in rows.order_by("pk") if is_due(programma, today)]


def _not_measured(programma):
    """The gemeenten of a programme with people of whom nobody was asked yet."""
    held = Sessie.objects.held().filter(programma=programma, uit_verslag=False, inschrijvingen__aanwezig=True)
    begun = set(_measurements(programma).values_list("gemeente", flat=True))
    if set(held.values_list("gemeente", flat=True)) <= begun:
        return []
    return sorted(set(participants_of(programma)) - begun)


def _measurements(programma):
    runs = Afname.objects.filter(programma=programma, sessie=None, team=None)
    return runs.filter(versie__vragenlijst__soort=Soort.EIND)


def measurement_of(programma, gemeente_id):
    """The end measurement of this programme here; None when it did not begin."""
    return _measurements(programma).filter(gemeente=gemeente_id).first()


def _begin_one(programma, gemeente_id, now):
    with web_transaction():
        gemeente = Gemeente.objects.get(pk=gemeente_id)
        _hold(programma)
        if measurement_of(programma, gemeente_id):
            return 0
        begin_end_measurement(programma, gemeente, actor=None, now=now)
        return 1


def _hold(programma):
    one_at_a_time(f"evaluaties.eindmeting:{programma.pk}")


@transaction.atomic
def begin_end_measurement(programma, gemeente, *, verwacht_procent=EXPECTED, actor, now):
    """Ask everybody of this programme whose last evening was in this gemeente; begun already: that run."""
    _hold(programma)
    ensure_startset(now)
    if there := measurement_of(programma, gemeente.pk):
        return there
    if programma.tot >= local_date(now):
        raise RefusedAction(_("Dit programma loopt nog. Vraag na de laatste dag wat mensen eraan hebben."))
    people = participants_of(programma).get(gemeente.pk)
    if not people:
        raise RefusedAction(_("Van dit programma zijn geen mensen bekend. Er is niemand om het aan te vragen."))
    lijst = Vragenlijst.objects.filter(soort=Soort.EIND).earliest("pk")
    afname = open_run(
        versie=version_for(lijst, gemeente),
        gemeente=gemeente,
        programma=programma,
        naam=f"{lijst.naam}: {programma.naam}, {gemeente.naam}"[:160],
        sluit_op=at(local_date(now) + OPEN_DAYS, LAST_HOUR),
        verwacht_procent=verwacht_procent,
        actor=actor,
        now=now,
    )
    record("afname.eindmeting", afname, actor=actor, now=now, programma=programma.pk)
    ask_people(afname, people.gebruikers, people.gasten, actor=actor, now=now)
    return afname
