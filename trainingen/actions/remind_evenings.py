"""Before an evening who comes hears it, and who gives it how many; afterwards, that the list is still open."""

from datetime import timedelta

from django.db.models import F

from buurtpreventie.database import web_transaction
from buurtpreventie.errors import each_on_its_own
from teams.clocks import local_date
from trainingen.actions.telling import tell
from trainingen.mails import trainers as mails
from trainingen.mails.evening import mail_reminder, reminder_key
from trainingen.mails.facts import told
from trainingen.mails.people import addresses, number_of, on_the_list, who_train
from trainingen.models import Beltaak, InschrijvingStand, Sessie
from trainingen.reminding import WEEK, after_evening, before_evening, newest_due

HERINNERING = Beltaak.Waarover.HERINNERING
LOOK_BACK = timedelta(days=60)  # after that nobody asks any more to close a list


def remind_of_evenings(now):
    """A week and a day before."""
    near = Sessie.objects.planned().filter(begin__gt=now, dag__lte=local_date(now) + WEEK)
    return _each(near, _remind_of, now)


def remind_to_close(now):
    """The day after, and a week after."""
    open_lists = Sessie.objects.not_closed(now).filter(einde__gt=now - LOOK_BACK)
    return _each(open_lists, _remind_to_close, now)


def _each(rows, act, now):
    """Each of these evenings in a transaction of its own; who holds one now is changing it: the next minute comes."""
    with web_transaction():
        pks = list(rows.order_by("begin", "pk").values_list("pk", flat=True))

    def one(pk):
        with web_transaction():
            held = Sessie.objects.planned().select_for_update(of=("self",), no_key=True, skip_locked=True)
            sessie = held.select_related("gemeente").filter(pk=pk).first()
            return act(sessie, now) if sessie else 0

    return each_on_its_own(pks, one, name=lambda pk: f"Evening {pk}")


def _remind_of(sessie, now):
    steps = before_evening(sessie.dag)
    step = newest_due(steps, now, since=sessie.verplaatst_op)
    if step is None or sessie.begin <= now:
        return 0
    rows = [row for row in on_the_list(sessie, InschrijvingStand.AANGEMELD) if row.sinds <= step.op]
    reminded = _told_people(rows, step)
    new = [row for row in rows if row.pk not in reminded]
    sent = _remind_people(new, step, now)
    return sent + (_tell_who_gives(sessie, step, now) if step.naam == "dag" else 0)


def _told_people(rows, step):
    """Who got this reminder, or is on the list to be rung."""
    keys = {reminder_key(row, step.naam): row.pk for row in rows}
    rung = Beltaak.objects.filter(inschrijving__in=rows, waarover=HERINNERING, versie=F("inschrijving__sessie__versie"))
    return {keys[key] for key in told(keys)} | set(rung.values_list("inschrijving", flat=True))


def _remind_people(rows, step, now):
    """By mail; on the day before by telephone who has no mail, when there is a number."""

    def mail(row, aan, *, link, now):
        return mail_reminder(row, aan, step.naam, link=link, now=now)

    where = addresses(rows)
    reached = [row for row in rows if row.pk in where or (step.naam == "dag" and number_of(row))]
    return tell(reached, mail, HERINNERING, now=now)


def _tell_who_gives(sessie, step, now):
    """How many come, to each trainer of the evening once; not when it was planned after that moment."""
    if sessie.aangemaakt_op > step.op:
        return 0
    people = _not_told(who_train(sessie, now), lambda person: mails.eve_key(sessie, person))
    if not people:
        return 0
    coming = on_the_list(sessie, InschrijvingStand.AANGEMELD)
    facts = {
        "komen": len(coming),
        "wachten": len(on_the_list(sessie, InschrijvingStand.WACHTLIJST)),
        "zonder_mail": len(coming) - len(addresses(coming)),
    }
    return _count(mails.mail_eve(sessie, person, **facts, now=now) for person in people)


def _remind_to_close(sessie, now):
    first = max(sessie.dag, local_date(sessie.aangemaakt_op))
    step = newest_due(after_evening(first), now)
    if step is None:
        return 0
    people = _not_told(who_train(sessie, now), lambda person: mails.close_key(sessie, step.naam, person))
    return _count(mails.mail_close(sessie, person, step.naam, now=now) for person in people)


def _not_told(people, key_of):
    """Those of whom no mail with this key exists."""
    keys = {key_of(person): person for person in people}
    done = told(keys)
    return [person for key, person in keys.items() if key not in done]


def _count(mails_queued):
    return len([bericht for bericht in mails_queued if bericht])
