"""Who may do what with evaluations; pure questions about roles and rows."""

from evaluaties.querysets import evaluates_in, makes_policy_in
from teams.rollen import rollen_van
from trainingen.querysets import trains_in


def gemeenten_of(afname):
    """The gemeente of a run or pool, or those of its region."""
    if afname.gemeente_id:
        return {afname.gemeente_id}
    return set(afname.regio.gemeenten.values_list("pk", flat=True))


def can_look_after(user, afname):
    """Opens, closes and reads a run, and types in paper: trainers and beleid of the gemeente."""
    return bool(evaluates_in(user) & gemeenten_of(afname))


def can_make_policy(user, gemeente_id):
    """Writes new versions of questionnaires, reads every figure and asks for reports (beleid)."""
    return gemeente_id in makes_policy_in(user)


def can_evaluate(user, sessie):
    """Asks what people thought of this evening: its trainers, and beleid of the gemeente."""
    return sessie.gemeente_id in trains_in(user) | makes_policy_in(user)


def can_explain_silence(user, team):
    """Says why members of this team did not answer: who leads it (E203)."""
    return team.pk in rollen_van(user).coordineert


def can_redact(user, gemeente_ids):
    """Reads what people wrote and takes out what points at somebody (E216)."""
    return bool(evaluates_in(user) & set(gemeente_ids))


def can_ask_report(user, soort, gemeente_id, team=None):
    """The year: beleid; a quarter of a team: beleid and who leads it; evenings and programmes: who looks after runs."""
    if soort == "jaar":
        return gemeente_id in makes_policy_in(user)
    if soort == "team_kwartaal":
        return gemeente_id in makes_policy_in(user) or (team is not None and team.pk in rollen_van(user).coordineert)
    return gemeente_id in evaluates_in(user)


def can_read_reports(user):
    """There are reports for this person: trainers, beleid and who leads a team."""
    return bool(evaluates_in(user) or rollen_van(user).coordineert)
