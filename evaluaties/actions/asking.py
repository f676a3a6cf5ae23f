"""People are asked to answer: each once per run, never more often than their gemeente set, by mail or by telephone.

Asking is one at a time in the whole house, so that what is counted of a person or an address is true (E204).
"""

from collections import Counter

from django.db import transaction
from django.utils.translation import gettext as _

from buurtpreventie.accounts.models import Gebruiker
from buurtpreventie.audit.actions import record
from buurtpreventie.database import one_at_a_time
from buurtpreventie.errors import RefusedAction
from buurtpreventie.tokens import hash_token, new_token
from evaluaties.actions.locking import locked_open
from evaluaties.fatigue import burden_of, limit_of, unwilling
from evaluaties.mails.asking import mail_asked, mail_calls
from evaluaties.models import Afname, Gevraagd, Kanaal, Respons, Weg
from evaluaties.participants import people_at, teams_of
from evaluaties.permissions import gemeenten_of
from teams.clocks import daytime_from, local_date
from trainingen.mails.people import mailable, who_lead

WITHOUT_A_NAME = [Kanaal.WAND, Kanaal.PAPIER, Kanaal.TELLING]  # nobody knows who answered by these


@transaction.atomic
def ask_people(afname, gebruikers, gasten=(), *, actor, now):
    """Ask each of these that was not asked yet; gives the new requests, those that were spared among them.

    Who has no address is rung: who leads the team hears so. Who wants no questionnaires is not asked at all.
    ``gasten`` are registrations of guests with an address.
    """
    one_at_a_time("evaluaties.vragen")
    afname = locked_open(afname)
    if daytime_from(now) >= afname.sluit_op:
        raise RefusedAction(_("Dit formulier sluit al bijna. Een mail komt dan te laat."))
    rows = _requests(afname, _people(afname, gebruikers), _guests(afname, gasten), local_date(now))
    Gevraagd.objects.bulk_create(rows)
    afname.teams.add(*{row.team_id for row in rows if row.team_id})
    counted = Counter(row.weg for row in rows)
    if rows:
        record("afname.gevraagd", afname, actor=actor, now=now, **{str(weg): n for weg, n in counted.items()})
    for row in rows:
        mail_asked(row, now=now) if row.weg == Weg.MAIL else None
    _tell_who_rings(afname, [row for row in rows if row.weg == Weg.BELLEN], now)
    return rows


def _people(afname, gebruikers):
    """Accounts that are alive and were not asked yet."""
    asked = Gevraagd.objects.filter(afname=afname, gebruiker__isnull=False).values("gebruiker")
    rows = Gebruiker.objects.filter(pk__in=[person.pk for person in gebruikers], is_active=True)
    return list(rows.exclude(pk__in=asked).order_by("naam", "pk"))


def _guests(afname, gasten):
    """Registrations of guests with an address that was not asked yet, one per address."""
    asked = Gevraagd.objects.filter(afname=afname).select_related("gebruiker", "inschrijving")
    known = {row.email.lower() for row in asked}
    first = {}
    for row in gasten:
        if row.gast_email and row.gast_email.lower() not in known:
            first.setdefault(row.gast_email.lower(), row)
    return list(first.values())


def _requests(afname, people, guests, today):
    """One row per person and per guest, with the way in which they are asked; not saved yet."""
    addresses = dict(mailable(Gebruiker.objects.filter(pk__in=[p.pk for p in people])).values_list("pk", "email"))
    own = {address.lower() for address in addresses.values()}
    guests = [row for row in guests if row.gast_email.lower() not in own]
    emails = [*own, *(row.gast_email for row in guests)]
    burden = burden_of([p.pk for p in people], emails, today)
    limit, (gone, gone_addresses) = limit_of(gemeenten_of(afname)), unwilling([p.pk for p in people], emails)
    teams = teams_of(people, afname, today)
    rows = []
    for person in people:
        email = addresses.get(person.pk, "")
        if person.pk in gone or email.lower() in gone_addresses:
            continue
        weg = _way(burden.of(person.pk, email), limit, email)
        rows.append(_row(afname, weg, today, gebruiker=person, team=teams.get(person.pk)))
    for guest in guests:
        if guest.gast_email.lower() not in gone_addresses:
            weg = _way(burden.of(email=guest.gast_email), limit, guest.gast_email)
            rows.append(_row(afname, weg, today, inschrijving=guest))
    return rows


def _way(asked, limit, email):
    if asked >= limit:
        return Weg.OVERGESLAGEN
    return Weg.MAIL if email else Weg.BELLEN


def _row(afname, weg, today, **who):
    secret = new_token() if weg == Weg.MAIL else None
    token = hash_token(secret) if secret else None
    return Gevraagd(afname=afname, weg=weg, gevraagd_op=today, geheim=secret, token_hash=token, **who)


def _tell_who_rings(afname, rows, now):
    """Who leads a team with people who have no mail hears how many, per team."""
    per_team = Counter(row.team for row in rows if row.team)
    for team, aantal in sorted(per_team.items(), key=lambda one: one[0].pk):
        for person in who_lead(filter(None, [team.pk, team.opgegaan_in_id]), now):
            mail_calls(afname, team, person, aantal, now=now)


# --- after an evening -------------------------------------------------------------------------------


def why_not_by_mail(afname):
    """Why nobody can be asked one by one about this evening; empty when it can."""
    if not afname.sessie_id:
        return _("Dit formulier gaat niet over één avond.")
    if afname.sessie.uit_verslag:
        return _("Van deze avond zijn geen namen bekend. Er is niemand om te mailen.")
    if Respons.objects.filter(afname=afname, kanaal__in=WITHOUT_A_NAME, aantal__gt=0).exists():
        return _(
            "Er zijn al antwoorden met de code van de avond of op papier. Niemand weet van wie die zijn. "
            "Daarom weten wij niet wie wij nog moeten mailen."
        )
    return ""


@transaction.atomic
def ask_who_was_there(afname, *, actor, now):
    """Mail everybody who was at the evening of this run; only as long as no answer came without a name."""
    one_at_a_time("evaluaties.vragen")
    locked = locked_open(afname)
    if reason := why_not_by_mail(locked):
        raise RefusedAction(reason)
    people, guests = people_at(locked.sessie)
    if not people and not guests:
        raise RefusedAction(_("Er is nog niemand aangevinkt. Vink eerst aan wie er was."))
    return ask_people(Afname(pk=locked.pk), people, guests, actor=actor, now=now)
