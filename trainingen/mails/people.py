"""Who hears about an evening, and who of them can be mailed."""

from django.db.models import Exists, OuterRef, Q

from buurtpreventie.accounts.models import Gebruiker, Uitnodiging
from teams.clocks import local_date
from teams.models import Lidmaatschap
from trainingen.joining import members_of
from trainingen.models import Inschrijving
from trainingen.planned import trainers_of


def mailable(people):
    """Who of these people has an address that is known to be theirs."""
    invited = Uitnodiging.objects.filter(gebruiker=OuterRef("pk"))
    unknown = Exists(invited) & ~Exists(invited.filter(gebruikt_op__isnull=False))
    return people.filter(is_active=True, email__isnull=False).exclude(unknown).order_by("pk")


def addresses(inschrijvingen):
    """The address per registration; who is missing hears it by telephone."""
    people = Gebruiker.objects.filter(pk__in=[row.gebruiker_id for row in inschrijvingen if row.gebruiker_id])
    known = dict(mailable(people).values_list("pk", "email"))
    found = {row.pk: known.get(row.gebruiker_id) if row.gebruiker_id else row.gast_email for row in inschrijvingen}
    return {pk: address for pk, address in found.items() if address}


def number_of(inschrijving):
    """The telephone number that is known of somebody on the list; empty when there is none."""
    person = inschrijving.gebruiker or inschrijving.contact
    return person.telefoon if person else ""


def in_a_team(today):
    """Who can be mailed and is in some team today."""
    members = Lidmaatschap.objects.current(today).values("gebruiker")
    return mailable(Gebruiker.objects.filter(pk__in=members)).values("pk")


def on_the_list(sessie, *standen):
    """Who stands like this with an evening, in order of turn; not who has no account any more."""
    here = Q(gebruiker__isnull=True) | Q(gebruiker__is_active=True)
    rows = Inschrijving.objects.filter(here, sessie=sessie, stand__in=standen)
    rows = list(rows.select_related("gebruiker", "contact", "team").order_by("aangemeld_op", "pk"))
    for row in rows:
        row.sessie = sessie
    return rows


def who_lead(team_ids, now):
    """Who leads one of these teams and can be mailed."""
    leads = members_of(list(team_ids), local_date(now)).exclude(rol=Lidmaatschap.Rol.LID)
    return mailable(Gebruiker.objects.filter(pk__in=leads.values("gebruiker")))


def who_train(sessie, now):
    """Who gives the evening and can be mailed; without anybody all trainers of the gemeente."""
    trainers = trainers_of(sessie.gemeente, local_date(now))
    own = trainers.filter(pk__in=sessie.trainers.values("pk"))
    return list(mailable(own)) or list(mailable(trainers))
