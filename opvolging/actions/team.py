"""What happens between a team and the meldpunt: the nudge of a coordinator, and the message of the month."""

from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.database import act, web_transaction
from buurtpreventie.errors import RefusedAction
from buurtpreventie.ui.dates import day_in_words
from meldingen.actions import locked
from opvolging.mails import mail_seintje, mail_teambericht
from opvolging.models import Kanaal, Seintje, TeamBericht, Terugkoppeling
from opvolging.reminding import MAIL_AT
from opvolging.team import latest_news, nudge_from
from opvolging.team_message import last_month, message_of, month_of
from teams.clocks import Kalender, at, local_date
from teams.models import Lidmaatschap, Team


@act
def give_seintje(melding, *, actor, now):
    """Ask the meldpunt how it stands; a second time on one day changes nothing. RefusedAction when it is too early."""
    melding, today = locked(melding), local_date(now)
    if not melding.is_open:
        raise RefusedAction(_("Deze melding is al klaar. U hoeft niets meer te vragen."))
    given = Seintje.objects.filter(melding=melding, dag=today).first()
    if given:
        return given
    from_day = nudge_from(melding, latest_news(melding), Kalender.of(melding.gemeente))
    if today < from_day:
        raise RefusedAction(
            _("Het meldpunt heeft nog tijd. U kunt dit vragen vanaf %(datum)s.") % {"datum": day_in_words(from_day)}
        )
    seintje = Seintje.objects.create(melding=melding, door=actor, op=now, dag=today)
    record("melding.seintje", melding, actor=actor, now=now)
    mail_seintje(seintje, now)
    return seintje


def tell_team(melding, tekst, *, actor, now):
    """Keep what the team may know of an answer, for the message of this month; the same words twice are one."""
    if not tekst or melding.team_id is None:
        return None
    if melding.is_confidential:
        raise RefusedAction(_("Deze melding is vertrouwelijk. Het team krijgt er geen bericht over."))
    team = Terugkoppeling.Doelgroep.TEAM
    last = melding.terugkoppelingen.filter(doelgroep=team, keer=melding.keer).last()
    if last and last.tekst == tekst:
        return last
    told = Terugkoppeling.objects.create(
        melding=melding,
        keer=melding.keer,
        doelgroep=team,
        soort=Terugkoppeling.Soort.ANTWOORD,
        tekst=tekst,
        langs=Kanaal.APP,
        door=actor,
        op=now,
    )
    record("melding.team_verteld", melding, actor=actor, now=now)
    return told


def write_team_messages(now):
    """From the first working day of a month on: tell each team what the month before brought, once; gives the mails.

    A missed day is no missed message: as long as there is none, the next run writes it.
    """
    today = local_date(now)
    if now < at(today, MAIL_AT):
        return 0
    with web_transaction():
        teams = list(_without_message(last_month(today), today))
    return sum(_write(team, last_month(today), now) for team in teams if _is_working_day(team, today))


def _without_message(maand, today):
    began_later = {"gestart_op__gte": today.replace(day=1)}
    teams = Team.objects.active().exclude(berichten__maand=maand).exclude(**began_later)
    return teams.select_related("gemeente").order_by("pk")


def _is_working_day(team, today):
    return Kalender.of(team.gemeente).is_working_day(today)


def _write(team, maand, now):
    """One message; two runs at once write it once. A month without news is written and not mailed."""
    with web_transaction():
        month = month_of(team, maand)
        bericht, is_new = TeamBericht.objects.get_or_create(
            team=team, maand=maand, defaults={"tekst": message_of(month, now), "op": now}
        )
        if not is_new or not month.is_news:
            return 0
        record("team.bericht", team, actor=None, now=now, maand=f"{maand:%Y-%m}")
        leads = Lidmaatschap.objects.current(local_date(now)).filter(team=team).exclude(rol=Lidmaatschap.Rol.LID)
        return sum(
            mail_teambericht(bericht, lid.gebruiker, now)
            for lid in leads.select_related("gebruiker").order_by("pk")
            if lid.gebruiker.email
        )
