"""Who did not answer is reminded once (E204)."""

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.database import web_transaction
from buurtpreventie.errors import RefusedAction, each_on_its_own
from evaluaties.actions.locking import locked_afname, locked_open
from evaluaties.fatigue import unwilling
from evaluaties.mails.asking import mail_again
from evaluaties.models import Afname, GeenVragen, Gevraagd
from evaluaties.moments import reminder_day
from teams.clocks import local_date


def remind_silent(now):
    """Each run on its own: who was asked by mail long enough ago and is silent gets the one reminder."""
    today = local_date(now)
    with web_transaction():
        rows = _not_reminded().filter(afname__sluit_op__gt=now, gevraagd_op__lt=today)
        rows = rows.order_by().values_list("afname", "afname__sluit_op", "gevraagd_op").distinct()
        due = sorted({pk for pk, sluit_op, op in rows if _is_due(op, sluit_op, today)})
    return each_on_its_own(due, lambda pk: _remind_run(pk, now), name=lambda pk: f"Reminders of run {pk}")


def _not_reminded():
    silent = Gevraagd.objects.silent().by_mail().filter(herinnerd_op__isnull=True, token_hash__isnull=False)
    return silent.filter(~Exists(GeenVragen.objects.filter(gebruiker=OuterRef("gebruiker"))), afname__stand="open")


def _is_due(gevraagd_op, sluit_op, today):
    day = reminder_day(gevraagd_op, local_date(sluit_op))
    return day is not None and day <= today


def _remind_run(pk, now):
    with web_transaction():
        afname, today = locked_afname(Afname(pk=pk)), local_date(now)
        rows = _not_reminded().filter(afname=afname, gevraagd_op__lt=today)
        return _send([row for row in _held(rows) if _is_due(row.gevraagd_op, afname.sluit_op, today)], now)


def _held(rows):
    """These requests of a locked run, locked; not of who turned questionnaires off meanwhile."""
    rows = list(rows.select_for_update(of=("self",)).order_by("pk"))
    known = Gevraagd.objects.filter(pk__in=[row.pk for row in rows]).select_related(
        "gebruiker", "inschrijving", "afname__versie__vragenlijst", "afname__gemeente"
    )
    known = list(known)
    gone, addresses = unwilling([row.gebruiker_id for row in known], [row.email for row in known])
    return [row for row in known if row.gebruiker_id not in gone and row.email.lower() not in addresses]


def _send(rows, now):
    """Queue these reminders and write down that it is done; gives how many."""
    sent = [row for row in rows if row.email and mail_again(row, now=now)]
    done = Gevraagd.objects.filter(pk__in=[row.pk for row in rows])
    done.update(herinnerd_op=local_date(now))
    return len(sent)


def can_remind(afname, now):
    """Whether somebody is silent who was asked before today and was not reminded."""
    return _not_reminded().filter(afname=afname, gevraagd_op__lt=local_date(now)).exists()


@transaction.atomic
def remind_now(afname, *, actor, now):
    """Remind who is silent and was not reminded yet, when somebody does not want to wait; gives how many."""
    afname, today = locked_open(afname), local_date(now)
    rows = _held(_not_reminded().filter(afname=afname, gevraagd_op__lt=today))
    if not rows:
        raise RefusedAction(_("Er is niemand om te herinneren. Ieder krijgt hooguit één herinnering."))
    sent = _send(rows, now)
    record("afname.herinnerd", afname, actor=actor, now=now, aantal=sent)
    return sent
