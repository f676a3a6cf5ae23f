"""Who may do what with trainings; pure questions about roles and rows."""

from django.utils import timezone

from teams.rollen import rollen_van
from trainingen.querysets import sets_up, trains_in


def can_run(user, sessie):
    """Every trainer of the gemeente may run an evening: somebody falls ill."""
    return sessie.gemeente_id in trains_in(user)


def can_train(user, gemeente_id):
    """Plans evenings, reads intakes and writes modules in this gemeente."""
    return gemeente_id in trains_in(user)


def can_set_up(user, gemeente_id):
    """Changes modules, situations and how long a certificate counts: trainers and beheer of the gemeente."""
    return gemeente_id in sets_up(user)


def can_enrol(user, team):
    """Signs up somebody else of this team: who leads it."""
    return team.pk in rollen_van(user).coordineert


def can_answer_for(user, inschrijving):
    """Writes down that somebody on the list comes or cannot: who leads their team, and who runs the evening."""
    leads = inschrijving.team_id is not None and inschrijving.team_id in rollen_van(user).coordineert
    return leads or can_run(user, inschrijving.sessie)


def can_read_wishes(user, team):
    """What a team wants to learn: who leads it, and the trainers of the gemeente."""
    return can_enrol(user, team) or can_train(user, team.gemeente_id)


def can_keep_cover(user, team):
    """Reads who of this team is up to date in what, and writes down what was seen: who leads it."""
    return team.pk in rollen_van(user).coordineert


def can_take_intake(user, team):
    """Gets to know a team and writes it down: a trainer of the gemeente, and who leads the team (E095)."""
    return can_train(user, team.gemeente_id) or team.pk in rollen_van(user).coordineert


def gemeenten_with_figures(user):
    """Where this person reads per team how many are trained, and nobody's name: beleid (E184)."""
    return rollen_van(user).aangesteld.get("beleid", frozenset())


def keeps_cover_of(user, gebruiker):
    """The teams of this person today that the user leads."""
    teams = gebruiker.lidmaatschappen.current(timezone.localdate()).values_list("team", flat=True)
    return set(teams) & rollen_van(user).coordineert


def can_withdraw(user, bewijs):
    """Takes back what was written down by mistake: who leads a team of this person; never what an evening gave."""
    return bewijs.inschrijving_id is None and bool(keeps_cover_of(user, bewijs.gebruiker))


def can_prove(user, inschrijving):
    """Prints that somebody was there: who runs the evening, and oneself."""
    return inschrijving.gebruiker_id == user.pk or can_run(user, inschrijving.sessie)
