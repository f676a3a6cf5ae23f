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
    rows = _requests(afname, _to_ask(afname, gebruikers, gasten), local_date(now))
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


def _to_ask(afname, gebruikers, gasten):
    """(who, address) of everybody who was not asked yet and did not turn questionnaires off; without address: ""."""
    people = _people(afname, gebruikers)
    addresses = dict(mailable(Gebruiker.objects.filter(pk__in=[p.pk for p in people])).values_list("pk", "email"))
    own = {address.lower() for address in addresses.values()}
    guests = [row for row in _guests(afname, gasten) if row.gast_email.lower() not in own]
    gone, gone_addresses = unwilling([p.pk for p in people], [*own, *(row.gast_email for row in guests)])
    found = [({"gebruiker": person}, addresses.get(person.pk, "")) for person in people if person.pk not in gone]
    found += [({"inschrijving": row}, row.gast_email) for row in guests]
    return [(who, email) for who, email in found if email.lower() not in gone_addresses]


def _requests(afname, to_ask, today):
    """One row for each of these, with the way in which they are asked; not saved yet."""
    people = [who["gebruiker"] for who, _email in to_ask if "gebruiker" in who]
    burden = burden_of([person.pk for person in people], [email for _who, email in to_ask], today)
    limit, teams = limit_of(gemeenten_of(afname)), teams_of(people, afname, today)
    return [_row(afname, _way(_asked(burden, who, email), limit, email), today, who, teams) for who, email in to_ask]


def _asked(burden, who, email):
    return burden.of(who["gebruiker"].pk if "gebruiker" in who else None, email)


def _way(asked, limit, email):
    if asked >= limit:
        return Weg.OVERGESLAGEN
    return Weg.MAIL if email else Weg.BELLEN


def _row(afname, weg, today, who, teams):
    secret = new_token() if weg == Weg.MAIL else None
    link = {"geheim": secret, "token_hash": hash_token(secret)} if secret else {}
    team = teams.get(who["gebruiker"].pk) if "gebruiker" in who else None
    return Gevraagd(afname=afname, weg=weg, gevraagd_op=today, team=team, **link, **who)


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


def still_to_ask(afname):
    """How many who were at the evening of this run would be asked now."""
    return len(_to_ask(afname, *people_at(afname.sessie)))


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
