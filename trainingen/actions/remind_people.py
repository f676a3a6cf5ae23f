"""After an evening: what somebody would do, and a refresher after three, six and twelve months (E084, E193)."""

from collections import defaultdict
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q

from buurtpreventie.accounts.models import Gebruiker
from buurtpreventie.database import web_transaction
from buurtpreventie.errors import each_on_its_own
from buurtpreventie.outbox.models import Bericht
from teams.clocks import at, local_date
from trainingen.mails.facts import told
from trainingen.mails.people import in_a_team, mailable
from trainingen.mails.refreshing import bron_of_refreshers, mail_refresher, refresher_key
from trainingen.mails.trainers import mail_point, point_key
from trainingen.models import Actiepunt, GeenOpfrisser, Inschrijving, Opfrisser
from trainingen.reminding import DAY, LATEST_REFRESHER, MAIL_AT, WEEK, before_point, newest_due, refreshers
from trainingen.validity import months_after

LATE_POINT = timedelta(days=14)  # so long after its date an outage may have lasted


# --- action points ----------------------------------------------------------------------------------


def remind_of_points(now):
    """A week before its date and on the day, its owner hears it; who has no account hears it on the evening."""
    today = local_date(now)
    with web_transaction():
        near = Actiepunt.objects.filter(klaar_op__isnull=True, voor__gte=today - LATE_POINT, voor__lte=today + WEEK)
        owned = list(near.filter(eigenaar__isnull=False).order_by("voor", "pk"))
        due = {point.pk: _step_of(point, now) for point in owned}
        keys = {point.pk: point_key(point, due[point.pk].naam) for point in owned if due[point.pk]}
        done = told(keys.values())
    waiting = [pk for pk, key in keys.items() if key not in done]
    return each_on_its_own(waiting, lambda pk: _remind_of_point(pk, now), name=lambda pk: f"Action point {pk}")


def _step_of(point, now):
    return newest_due(before_point(point.voor), now, since=point.gemaakt_op)


def _remind_of_point(pk, now):
    with web_transaction():
        rows = Actiepunt.objects.select_for_update(of=("self",), skip_locked=True).filter(klaar_op__isnull=True)
        point = rows.select_related("sessie__gemeente").filter(pk=pk).first()
        step = point and _step_of(point, now)
        owner = step and mailable(Gebruiker.objects.filter(pk=point.eigenaar_id)).first()
        return 1 if owner and mail_point(point, owner.email, step.naam, now=now) else 0


# --- refreshers -------------------------------------------------------------------------------------


def send_refreshers(now):
    """The newest refresher that is due, one a day to each person who was there and is still in a team."""
    with web_transaction():
        per_person = _due_per_person(now)
    return each_on_its_own(
        sorted(per_person), lambda pk: _refresh(pk, per_person[pk], now), name=lambda pk: f"Refreshers of {pk}"
    )


def _due_per_person(now):
    """By person what is due and was not sent, the longest waiting first: (registration, refresher) pairs."""
    rows = _was_there(local_date(now))
    texts = defaultdict(dict)
    for text in Opfrisser.objects.filter(module__in={row.sessie.module_id for row in rows}):
        texts[text.module_id][text.maanden] = text
    due = []
    for row in rows:
        step = newest_due(refreshers(row.sessie.dag, texts[row.sessie.module_id]), now)
        if step and step.dag > local_date(now) - LATEST_REFRESHER:
            due.append((step.dag, row, texts[row.sessie.module_id][int(step.naam)]))
    done = told(refresher_key(row, text.maanden) for _day, row, text in due)
    per_person = defaultdict(list)
    for _day, row, text in sorted(due, key=lambda one: (one[0], one[1].pk)):
        if refresher_key(row, text.maanden) not in done:
            per_person[row.gebruiker_id].append((row, text))
    return per_person


def _was_there(today):
    """Who was at a training that a refresher may be due of today; only of the last time that they were at it."""
    window = Q()
    for maanden in Opfrisser.MAANDEN:
        first, last = months_after(today - LATEST_REFRESHER, -maanden), months_after(today, -maanden)
        window |= Q(sessie__dag__gte=first - 3 * DAY, sessie__dag__lte=last + 3 * DAY)  # months differ in length
    again = Inschrijving.objects.present().filter(
        gebruiker=OuterRef("gebruiker"),
        sessie__module=OuterRef("sessie__module"),
        sessie__dag__gt=OuterRef("sessie__dag"),
    )
    unwanted = GeenOpfrisser.objects.filter(gebruiker=OuterRef("gebruiker"))
    rows = Inschrijving.objects.present().filter(window, sessie__stand="gehouden", sessie__module__isnull=False)
    rows = rows.filter(gebruiker__in=in_a_team(today)).exclude(Exists(again)).exclude(Exists(unwanted))
    return list(rows.select_related("gebruiker", "sessie__gemeente", "sessie__module").order_by("pk"))


def _refresh(pk, due, now):
    """Send this person the first of these, unless one went out today."""
    with web_transaction():
        person = hold_person(pk)
        if person is None or mailed_today(bron_of_refreshers(person), now):
            return 0
        if GeenOpfrisser.objects.filter(gebruiker=person).exists():
            return 0
        row, text = due[0]
        return 1 if mail_refresher(row, text, person.email, now=now) else 0


def hold_person(pk):
    """This person, locked; None while another clock looks after them."""
    rows = Gebruiker.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
    return rows.filter(pk=pk, is_active=True, email__isnull=False).first()


def mailed_today(bron, now):
    """Whether a mail with this cause was made today."""
    today = local_date(now)
    begin, end = at(today, MAIL_AT.min), at(today + DAY, MAIL_AT.min)
    return Bericht.objects.of(bron).filter(gemaakt_op__gte=begin, gemaakt_op__lt=end).exists()
