"""What cannot be planned, and what cannot be changed any more; each raises RefusedAction with what to do."""

from django.utils.translation import gettext as _

from buurtpreventie.errors import RefusedAction
from buurtpreventie.ui.gelezen import fingerprint
from teams.clocks import at
from teams.models import Team
from trainingen.models import Bereik, SessieSoort
from trainingen.planned import programmas_of, trainers_ever, trainers_of, words_of


def put_on(sessie, dag, van, tot):
    """Let the evening begin and end at these times of this day."""
    if tot <= van:
        raise RefusedAction(_("De avond is klaar voor hij begint. Kies een later einde, op dezelfde dag."))
    sessie.dag, sessie.begin, sessie.einde = dag, at(dag, van), at(dag, tot)
    if sessie.einde.timestamp() <= sessie.begin.timestamp():  # in the night that the clock changes
        raise RefusedAction(_("Op deze dag gaat de klok anders. Kies een ander tijdstip."))


def refuse_wrong_moment(sessie, al_geweest, now):
    """What is planned is ahead, and what was held is not."""
    if al_geweest and sessie.begin > now:
        raise RefusedAction(_("Deze dag is nog niet geweest. Haal het vinkje bij “Deze avond is al geweest” weg."))
    if not al_geweest and sessie.begin <= now:
        raise RefusedAction(
            _("Deze dag is al voorbij. Kies een latere dag, of zet een vinkje bij “Deze avond is al geweest”.")
        )


def refuse_wrong_subject(sessie):
    """A training has a module of this gemeente, a knowledge evening has a theme."""
    if sessie.soort == SessieSoort.TRAINING:
        sessie.thema = sessie.spreker = ""
        if sessie.module is None or sessie.module.gemeente_id != sessie.gemeente_id:
            raise RefusedAction(_("Kies een module van deze gemeente."))
    else:
        sessie.module = None
        if not sessie.thema:
            raise RefusedAction(_("Vul in wat het thema van de kennisavond is."))
    if sessie.programma and not programmas_of(sessie.gemeente).filter(pk=sessie.programma.pk).exists():
        raise RefusedAction(_("Dit programma is van een andere gemeente. Kies een ander programma."))


def checked_teams(sessie, teams, asked=()):
    """These teams, held: of this gemeente and still there; ``asked`` stand there already, whatever became of them.

    Raises RefusedAction for a team that stopped or that is of another gemeente, and when nobody at all may come.
    """
    teams, asked = list(teams), {team.pk for team in asked}
    rows = Team.objects.select_for_update(of=("self",), no_key=True)
    held = {team.pk: team for team in rows.filter(pk__in=[team.pk for team in teams]).order_by("pk")}
    for team in (held[team.pk] for team in teams if team.pk not in asked):
        if team.gemeente_id != sessie.gemeente_id:
            raise RefusedAction(_("%(team)s is een team van een andere gemeente.") % {"team": team.naam})
        if team.stand == Team.Stand.GESTOPT:
            raise RefusedAction(_("%(team)s is gestopt. Kies een ander team.") % {"team": team.naam})
    if not teams and sessie.bereik == Bereik.TEAMS:
        raise RefusedAction(_("Kies ten minste één team, of laat alle teams zich aanmelden."))
    return [held[team.pk] for team in teams]


def checked_trainers(sessie, trainers, now, given=()):
    """These trainers: of this gemeente on the day itself; ``given`` are on the evening already."""
    trainers, given = list(trainers), {trainer.pk for trainer in given}
    if not trainers:
        raise RefusedAction(_("Kies ten minste één trainer."))
    ahead = sessie.begin > now
    fitting = trainers_of(sessie.gemeente, sessie.dag) if ahead else trainers_ever(sessie.gemeente)
    known = set(fitting.filter(pk__in=[trainer.pk for trainer in trainers]).values_list("pk", flat=True)) | given
    for trainer in trainers:
        if trainer.pk not in known:
            raise RefusedAction(_("%(naam)s is op die dag geen trainer van deze gemeente.") % {"naam": trainer.naam})
    return trainers


def refuse_unread(sessie, gelezen):
    """What stands there must be what was read."""
    if gelezen is not None and gelezen != fingerprint(words_of(sessie)):
        raise RefusedAction(
            _("Een collega heeft dit zojuist gewijzigd. Wat u typte, staat er nog. Sla het nog een keer op.")
        )


def refuse_retired(sessie, module):
    """A module that is not in use any more stays where it was, and is not chosen anew."""
    if module and module.pk != sessie.module_id and not module.actief:
        raise RefusedAction(_("Deze module is niet meer in gebruik. Kies een andere module."))


def refuse_moving_to_the_past(sessie, stood, now):
    """An evening ahead stays ahead; one that began moves ahead only while nobody was ticked."""
    if sessie.begin == stood:
        return
    if stood > now and sessie.begin <= now:
        raise RefusedAction(_("Deze dag is al voorbij. Kies een latere dag."))
    if stood <= now < sessie.begin and sessie.inschrijvingen.present().exists():
        raise RefusedAction(_("Op de lijst staan al mensen die er waren. Sluit de lijst en plan een nieuwe avond."))


def refuse_too_few_places(sessie, stood):
    """Nobody who has a place loses it."""
    come = sessie.inschrijvingen.coming().count()
    if sessie.plaatsen < min(come, stood):
        raise RefusedAction(_("Er komen al %(come)d mensen. Kies ten minste %(come)d plaatsen.") % {"come": come})
