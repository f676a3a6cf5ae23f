"""Getting to know a team: begun, kept page by page, finished; what is finished stays as it is (E089-E095)."""

from django.db import transaction
from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.errors import RefusedAction
from teams.clocks import local_date
from teams.models import Team
from trainingen.intake import facts_of, known_answers, unfinished
from trainingen.models import Kennismaking


@transaction.atomic
def begin_intake(team, *, actor, now):
    """The draft of this person about this team: the one there is, or a new one that begins from what is known."""
    team = Team.objects.select_for_update(of=("self",), no_key=True).get(pk=team.pk)
    draft = Kennismaking.objects.filter(team=team, door=actor, klaar_op__isnull=True).first()
    if draft:
        return draft
    if team.stand == Team.Stand.GESTOPT:
        raise RefusedAction(_("Dit team is gestopt. Een nieuwe kennismaking kan niet meer."))
    today = local_date(now)
    draft = Kennismaking.objects.create(
        team=team,
        door=actor,
        hoe=_usual_way(team, actor, today),
        gehouden_op=today,
        antwoorden=_first_answers(team, today),
        begonnen_op=now,
        bewaard_op=now,
    )
    record("kennismaking.begonnen", draft, actor=actor, now=now)
    return draft


def _usual_way(team, actor, today):
    """A coordinator fills it in; anybody else rings."""
    leads = team.lidmaatschappen.current(today).filter(gebruiker=actor).exclude(rol="lid").exists()
    return Kennismaking.Hoe.ZELF if leads else Kennismaking.Hoe.TELEFOON


def _first_answers(team, today):
    """Of the last talk, else what the registers say."""
    last = newest_of(team)
    return dict(last.antwoorden) if last else known_answers(team, facts_of(team, today))


def newest_of(team):
    """The finished talk that counts, or None."""
    return Kennismaking.objects.filter(team=team).finished().order_by("-gehouden_op", "-pk").first()


@transaction.atomic
def keep_step(kennismaking, *, stap, waarden, hoe=None, gehouden_op=None, actor, now):
    """Keep what was typed on one page, right or not."""
    draft = _locked_draft(kennismaking)
    kept = {naam: value for naam, value in draft.antwoorden.items() if naam not in stap.velden}
    typed = {naam: waarden[naam] for naam in stap.velden if waarden.get(naam) not in (None, "", [])}
    draft.antwoorden = kept | typed
    draft.hoe, draft.gehouden_op = hoe or draft.hoe, gehouden_op or draft.gehouden_op
    draft.bewaard_op = max(now, draft.begonnen_op)
    draft.save(update_fields=["antwoorden", "hoe", "gehouden_op", "bewaard_op"])
    return draft


@transaction.atomic
def finish_intake(kennismaking, *, actor, now):
    """The talk counts from now on; a second press changes nothing."""
    draft = _locked(kennismaking)
    if draft.klaar_op:
        return draft
    if todo := unfinished(draft.antwoorden):
        pages = ", ".join(stap.titel for stap in todo)
        raise RefusedAction(_("Nog niet alles is ingevuld. Kijk naar: %(pages)s.") % {"pages": pages})
    draft.klaar_op = max(now, draft.begonnen_op)
    draft.save(update_fields=["klaar_op"])
    record("kennismaking.klaar", draft, actor=actor, now=now, hoe=draft.hoe)
    return draft


@transaction.atomic
def drop_intake(team, *, actor, now):
    """Throw one's draft about this team away; what is finished stays, and a second press finds nothing to do."""
    draft = Kennismaking.objects.select_for_update(of=("self",)).filter(team=team, door=actor, klaar_op=None).first()
    if draft:
        record("kennismaking.weg", draft, actor=actor, now=now)
        draft.delete()


def _locked(kennismaking):
    found = (
        Kennismaking.objects.select_for_update(of=("self",)).select_related("team").filter(pk=kennismaking.pk).first()
    )
    if found is None:
        raise RefusedAction(_("Deze antwoorden zijn weggegooid. Begin opnieuw op de pagina van het team."))
    return found


def _locked_draft(kennismaking):
    draft = _locked(kennismaking)
    if draft.klaar_op:
        raise RefusedAction(_("Deze kennismaking is al klaar. Begin een nieuwe als er iets veranderd is."))
    return draft
