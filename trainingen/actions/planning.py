"""An evening: planned, changed, called off, and the teams that are asked for it."""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.database import web_transaction
from buurtpreventie.errors import RefusedAction, each_on_its_own
from teams.models import Gemeente, Team
from trainingen.actions.calling import forget_calls
from trainingen.actions.locking import locked_planned, locked_sessie
from trainingen.actions.plan_rules import (
    checked_teams,
    checked_trainers,
    put_on,
    refuse_moving_to_the_past,
    refuse_retired,
    refuse_too_few_places,
    refuse_unread,
    refuse_wrong_moment,
    refuse_wrong_subject,
)
from trainingen.actions.signing import fill_places
from trainingen.actions.telling import stop_telling, tell_cancelled, tell_invited, tell_moved
from trainingen.actions.wall import open_wall
from trainingen.models import Inschrijving, Sessie, SessieStand, SessieTeam, SessieTrainer
from trainingen.planned import facts_of, heir_of

AS_TYPED = ("module", "thema", "spreker", "programma_avond", "programma", "plaats", "plaatsen", "bereik", "acteur")
NEWS = ("begin", "einde", "plaats")  # what people who come have to hear when it changes


@transaction.atomic
def plan_sessie(
    gemeente,
    *,
    soort,
    module=None,
    thema="",
    spreker="",
    programma_avond="",
    programma=None,
    dag,
    van,
    tot,
    plaats,
    plaatsen,
    bereik,
    acteur="",
    teams,
    trainers,
    al_geweest=False,
    sleutel=None,
    actor,
    now,
):
    """Put an evening on the agenda, by the clock on the wall; the same ``sleutel`` again is the same evening.

    Raises RefusedAction for a moment that is over (unless ``al_geweest``), an evening of no time, and for a module,
    programme, team or trainer of another gemeente.
    """
    gemeente = Gemeente.objects.select_for_update(of=("self",), no_key=True).get(pk=gemeente.pk)
    if sleutel and (planned := Sessie.objects.filter(gemeente=gemeente, sleutel=sleutel).first()):
        return planned
    sessie = Sessie(
        gemeente=gemeente,
        gemeente_toen=gemeente.naam,
        sleutel=own_key(sleutel),
        soort=soort,
        module=module,
        thema=thema,
        spreker=spreker,
        programma_avond=programma_avond,
        programma=programma,
        plaats=plaats,
        plaatsen=plaatsen,
        bereik=bereik,
        acteur=acteur,
        aangemaakt_door=actor,
        aangemaakt_op=now,
    )
    put_on(sessie, dag, van, tot)
    refuse_wrong_moment(sessie, al_geweest, now)
    refuse_wrong_subject(sessie)
    if module and not module.actief:
        raise RefusedAction(_("Deze module is niet meer in gebruik. Kies een andere module."))
    teams, trainers = checked_teams(sessie, teams), checked_trainers(sessie, trainers, now)
    sessie.save()
    ask(sessie, teams)
    SessieTrainer.objects.bulk_create(SessieTrainer(sessie=sessie, gebruiker=trainer) for trainer in trainers)
    record("sessie.gepland", sessie, actor=actor, now=now, soort=soort, dag=dag, teams=[team.pk for team in teams])
    if sessie.einde > now:
        open_wall(sessie, actor=actor, now=now)
    return sessie


def own_key(sleutel):
    """This key for a new evening; another one when there is none, or when an evening elsewhere has it already."""
    taken = sleutel and Sessie.objects.filter(sleutel=sleutel).exists()
    return uuid.uuid4() if taken or not sleutel else sleutel


def ask(sessie, teams):
    """Write down that these teams are asked, under the name they have now."""
    rows = (SessieTeam(sessie=sessie, team=team, naam_toen=team.naam) for team in teams)
    SessieTeam.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def change_sessie(sessie, *, gelezen, actor, now, **waarden):
    """Change what was planned; another time or place is told once to who comes, more places let people move up.

    Raises RefusedAction when ``gelezen`` marks what a colleague changed meanwhile, for fewer places than people who
    come, for a moment that is over, and as ``plan_sessie`` does.
    """
    hold_all_of(sessie, waarden.get("teams", ()))
    sessie = locked_planned(sessie)
    refuse_unread(sessie, gelezen)
    stood = {name: getattr(sessie, name) for name in (*NEWS, "plaatsen")}
    waarden = facts_of(sessie) | waarden
    if same(facts_of(sessie), waarden):
        return sessie
    refuse_retired(sessie, waarden["module"])
    for name in AS_TYPED:
        setattr(sessie, name, waarden[name])
    put_on(sessie, waarden["dag"], waarden["van"], waarden["tot"])
    refuse_wrong_subject(sessie)
    refuse_moving_to_the_past(sessie, stood["begin"], now)
    refuse_too_few_places(sessie, stood["plaatsen"])
    asked, added = change_teams(sessie, waarden["teams"])
    change_trainers(sessie, waarden["trainers"], now)
    moved = any(stood[name] != getattr(sessie, name) for name in NEWS)
    if moved and sessie.begin > now:
        sessie.versie, sessie.verplaatst_op = sessie.versie + 1, now
    sessie.gewijzigd_op = now
    sessie.save()
    record("sessie.gewijzigd", sessie, actor=actor, now=now, dag=sessie.dag, verplaatst=moved, teams=asked)
    if moved and sessie.begin > now:
        tell_moved(sessie, now=now)
    fill_places(sessie, now=now)
    if added and sessie.uitgenodigd_op and sessie.begin > now:
        tell_invited(sessie, now=now)
    return sessie


def hold_all_of(sessie, teams):
    """The teams first, then the evening: in one order for everybody."""
    wanted = {team.pk for team in teams}
    list(Team.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=wanted).order_by("pk"))


def same(stood, waarden):
    """Whether nothing was changed at all."""
    plain = all(stood[name] == waarden[name] for name in stood if name not in ("teams", "trainers"))
    return plain and all(
        {row.pk for row in stood[name]} == {row.pk for row in waarden[name]} for name in ("teams", "trainers")
    )


def change_teams(sessie, teams):
    """Give the ids of all teams asked, and whether one is new; a team from which people come stays."""
    rows = list(sessie.sessieteams.select_related("team"))
    before, wanted = {row.team_id for row in rows}, {team.pk for team in teams}
    teams = checked_teams(sessie, teams, asked=[row.team for row in rows])
    for row in rows:
        if (
            row.team_id not in wanted
            and sessie.inschrijvingen.filter(team=row.team_id).exclude(stand="afgemeld").exists()
        ):
            raise RefusedAction(
                _("Van %(team)s hebben zich al mensen aangemeld. Laat dit team staan.") % {"team": row.naam_toen}
            )
    sessie.sessieteams.exclude(team__in=wanted).delete()
    ask(sessie, [team for team in teams if team.pk not in before])
    return sorted(wanted), bool(wanted - before)


def change_trainers(sessie, trainers, now):
    """Who gives the evening."""
    rows = list(sessie.sessietrainers.select_related("gebruiker"))
    trainers = checked_trainers(sessie, trainers, now, given=[row.gebruiker for row in rows])
    wanted, before = {trainer.pk for trainer in trainers}, {row.gebruiker_id for row in rows}
    sessie.sessietrainers.exclude(gebruiker__in=wanted).delete()
    SessieTrainer.objects.bulk_create(
        SessieTrainer(sessie=sessie, gebruiker=trainer) for trainer in trainers if trainer.pk not in before
    )


@transaction.atomic
def cancel_sessie(sessie, *, reden, actor, now):
    """The evening does not go on; who signed up or waits hears it. The second time nothing happens.

    Raises RefusedAction for an evening that is closed, and for one at which people were ticked.
    """
    sessie = locked_sessie(sessie)
    if sessie.stand == SessieStand.VERVALLEN:
        return sessie
    sessie = locked_planned(sessie)
    if sessie.inschrijvingen.present().exists():
        raise RefusedAction(_("Op de lijst staan al mensen die er waren. Deze avond kan niet meer vervallen."))
    sessie.stand, sessie.vervallen_reden = SessieStand.VERVALLEN, reden
    sessie.gesloten_op, sessie.gesloten_door = now, actor
    sessie.wand_code = sessie.wand_hash = sessie.wand_geheim = None
    sessie.save()
    Inschrijving.objects.filter(sessie=sessie, token_hash__isnull=False).update(token_hash=None, geheim=None)
    record("sessie.vervallen", sessie, actor=actor, now=now)
    if sessie.einde > now:
        tell_cancelled(sessie, now=now)
    else:  # it is over: nobody has to stay at home for it
        stop_telling(sessie, now=now)
        forget_calls(sessie)
    return sessie


@transaction.atomic
def invite_teams(sessie, *, actor, now):
    """From now on the teams see the evening, and everybody who may come is told; the second time nothing happens.

    Raises RefusedAction when the evening began, and when it is for nobody yet.
    """
    sessie = locked_planned(sessie)
    if sessie.uitgenodigd_op:
        return sessie
    if sessie.begin <= now:
        raise RefusedAction(_("Deze avond is al begonnen. U kunt niemand meer uitnodigen."))
    sessie.uitgenodigd_op = now
    sessie.save(update_fields=["uitgenodigd_op"])
    record("sessie.uitgenodigd", sessie, actor=actor, now=now)
    tell_invited(sessie, now=now)
    return sessie


def follow_merged_teams(now):
    """Ask the team into which an asked team merged, for every evening ahead; gives how many were added."""
    merged = SessieTeam.objects.filter(
        team__opgegaan_in__isnull=False, sessie__stand=SessieStand.GEPLAND, sessie__einde__gt=now
    )
    with web_transaction():
        ahead = list(Sessie.objects.filter(pk__in=merged.values("sessie")).order_by("pk"))
    return each_on_its_own(ahead, lambda sessie: follow_as_web(sessie, now), name=lambda sessie: sessie.bron)


def follow_as_web(sessie, now):
    with web_transaction():
        return follow_into(sessie, now)


def follow_into(sessie, now):
    """Add the successors of the teams of one evening; what was asked keeps its name."""
    sessie = locked_sessie(sessie)
    if not sessie.is_planned:
        return 0
    asked = set(sessie.sessieteams.values_list("team", flat=True))
    merged = Team.objects.filter(pk__in=asked, opgegaan_in__isnull=False).order_by("pk")
    heirs = {heir.pk: heir for heir in map(heir_of, merged) if heir and heir.pk not in asked}
    if not heirs:
        return 0
    ask(sessie, heirs.values())
    record("sessie.team_opgevolgd", sessie, actor=None, now=now, teams=sorted(heirs))
    if sessie.uitgenodigd_op and sessie.begin > now:
        tell_invited(sessie, now=now)
    return len(heirs)
