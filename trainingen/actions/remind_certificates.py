"""What lapses: once to the person when it can be renewed, and each month to who leads the team (E184)."""

from collections import defaultdict

from django.db.models import CharField, Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat

from buurtpreventie.database import web_transaction
from buurtpreventie.errors import each_on_its_own
from buurtpreventie.outbox.models import Bericht
from teams.clocks import local_date
from teams.models import Lidmaatschap, Team
from trainingen.actions.remind_people import hold_person, mailed_today
from trainingen.cover import cover_of
from trainingen.mails.facts import told
from trainingen.mails.people import in_a_team, who_lead
from trainingen.mails.refreshing import LAPSE, bron_of_lapses, digest_key, mail_digest, mail_lapse
from trainingen.models import Bewijs, BewijsRegel
from trainingen.validity import Regel, months_after, rules_by_gemeente

FIRST_WEEK = 7  # of the month: after a longer outage the next month comes soon enough


def remind_of_lapses(now):
    """Who has a certificate that can be renewed from now on hears it once; one mail a day to each person."""
    with web_transaction():
        per_person = _lapses_per_person(now)
    return each_on_its_own(
        sorted(per_person), lambda pk: _tell_lapse(pk, per_person[pk], now), name=lambda pk: f"Certificates of {pk}"
    )


def lapsing(today):
    """What still counts and ends within the longest time to renew of any gemeente, where nothing lasts longer."""
    windows = BewijsRegel.objects.order_by("-venster_maanden").values_list("venster_maanden", flat=True)
    longest = max(windows.first() or 0, Regel(None).venster_maanden)
    longer = Bewijs.objects.valid_on(today).filter(
        Q(geldig_tot__isnull=True) | Q(geldig_tot__gt=OuterRef("geldig_tot")),
        gebruiker=OuterRef("gebruiker"),
        soort=OuterRef("soort"),
    )
    near = Bewijs.objects.valid_on(today).filter(geldig_tot__lte=months_after(today, longest))
    return near.exclude(Exists(longer)).order_by("geldig_tot", "pk")


def _lapses_per_person(now):
    today = local_date(now)
    key = Concat(Value(LAPSE), Cast(OuterRef("pk"), CharField()), output_field=CharField())
    rows = lapsing(today).filter(gebruiker__in=in_a_team(today)).exclude(Exists(Bericht.objects.filter(sleutel=key)))
    rows = list(rows.select_related("gemeente", "gebruiker"))
    rules = rules_by_gemeente({row.gemeente_id for row in rows})
    per_person = defaultdict(list)
    for row in rows:
        if rules[row.gemeente_id][row.soort].lapses_soon(row.geldig_tot, today):
            per_person[row.gebruiker_id].append(row)
    return per_person


def _tell_lapse(pk, rows, now):
    with web_transaction():
        person = hold_person(pk)
        if person is None or mailed_today(bron_of_lapses(person), now):
            return 0
        return 1 if mail_lapse(rows[0], person.email, now=now) else 0


def tell_who_leads(now):
    """In the first week of the month who leads a team hears how many certificates lapse soon, when there are any."""
    today = local_date(now)
    if today.day > FIRST_WEEK:
        return 0
    with web_transaction():
        people = lapsing(today).values("gebruiker")
        members = Lidmaatschap.objects.current(today).filter(gebruiker__in=people)
        teams = Team.objects.filter(pk__in=members.values("team")).exclude(stand=Team.Stand.GESTOPT)
        pks = list(teams.order_by("pk").values_list("pk", flat=True))
    return each_on_its_own(pks, lambda pk: _tell_team(pk, now), name=lambda pk: f"Certificates of team {pk}")


def _tell_team(pk, now):
    with web_transaction():
        team = Team.objects.select_related("gemeente").get(pk=pk)
        people = {digest_key(team, local_date(now), person): person for person in who_lead([pk], now)}
        done = told(people)
        waiting = [person for key, person in people.items() if key not in done]
        if not waiting:
            return 0
        number = len(cover_of(team, local_date(now)).loopt_af)
        sent = [mail_digest(team, person, number, now=now) for person in waiting if number]
        return len([bericht for bericht in sent if bericht])
