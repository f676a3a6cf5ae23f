"""Who may do what with trainings; pure questions about roles and rows."""

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


def can_keep_cover(user, team):
    """Reads who of this team is up to date in what, and writes down what was seen: who leads it."""
    return team.pk in rollen_van(user).coordineert


def gemeenten_with_figures(user):
    """Where this person reads per team how many are trained, and nobody's name: beleid (E184)."""
    return rollen_van(user).aangesteld.get("beleid", frozenset())
