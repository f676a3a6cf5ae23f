"""What a gemeente sets for itself: numbers and addresses, terms, hours, closing days and numbers to call."""

from django.db import transaction
from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.errors import RefusedAction
from teams.actions.changes import change, locked_gemeente, note
from teams.actions.partners import set_week
from teams.clocks import local_date
from teams.models import Belnummer, Openingstijd, Sluitingsdag
from teams.wijzigingen import plain_words


@transaction.atomic
def change_settings(gemeente, *, gelezen, actor, now, **waarden):
    """Numbers, addresses or terms; meldingen that are there keep the dates they were promised."""
    gemeente = locked_gemeente(gemeente)
    return change(gemeente, waarden, gelezen=gelezen, event="gemeente.gewijzigd", actor=actor, now=now)


@transaction.atomic
def set_opening_hours(gemeente, *, gelezen, tijden, actor, now):
    """When the meldpunt reads along."""
    gemeente = locked_gemeente(gemeente)
    if not tijden:
        raise RefusedAction(_("Vul ten minste één dag in. Anders leest nooit iemand mee."))
    return set_week(gemeente, Openingstijd(gemeente=gemeente), gemeente.openingstijden, gelezen, tijden, actor, now)


@transaction.atomic
def add_closing_day(gemeente, *, datum, naam, actor, now):
    """A day on which the gemeente is closed; the same day twice is once."""
    gemeente = locked_gemeente(gemeente)
    if datum < local_date(now):
        raise RefusedAction(_("Deze dag is al voorbij. Kies vandaag of een latere dag."))
    dag, is_new = Sluitingsdag.objects.get_or_create(gemeente=gemeente, datum=datum, defaults={"naam": naam})
    if is_new:
        note(gemeente, "sluitingsdag", "", f"{plain_words(datum)} {naam}", actor=actor, now=now)
        record("gemeente.sluitingsdag", gemeente, actor=actor, now=now, datum=datum)
    return dag


@transaction.atomic
def remove_closing_day(gemeente, *, datum, actor, now):
    """Open after all; pressed twice is once."""
    gemeente = locked_gemeente(gemeente)
    for dag in gemeente.sluitingsdagen.filter(datum=datum):
        note(gemeente, "sluitingsdag", f"{plain_words(datum)} {dag.naam}", "", actor=actor, now=now)
        record("gemeente.sluitingsdag_weg", gemeente, actor=actor, now=now, datum=datum)
        dag.delete()


@transaction.atomic
def make_number(gemeente, *, actor, now, gelezen=None, **waarden):
    """One more number on "Wie bel ik?"."""
    gemeente = locked_gemeente(gemeente)
    _refuse_same_name(gemeente.belnummers.all(), waarden["naam"])
    nummer = Belnummer.objects.create(gemeente=gemeente, **waarden)
    note(nummer, "nieuw", "", f"{nummer.naam}: {nummer.nummer}", actor=actor, now=now)
    record("belnummer.nieuw", nummer, actor=actor, now=now)
    return nummer


@transaction.atomic
def change_number(row, /, *, gelezen, actor, now, **waarden):
    """Another number, other words or another place; switched off, never deleted."""
    gemeente = locked_gemeente(row.gemeente)
    row = Belnummer.objects.select_for_update(of=("self",)).get(pk=row.pk)
    _refuse_same_name(gemeente.belnummers.exclude(pk=row.pk), waarden["naam"])
    return change(row, waarden, gelezen=gelezen, event="belnummer.gewijzigd", actor=actor, now=now)


def _refuse_same_name(rows, naam):
    if rows.filter(naam__iexact=naam.strip()).exists():
        raise RefusedAction(_("Deze naam staat er al. Kies een andere naam."))
