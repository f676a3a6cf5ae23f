"""A planned evening: who may be chosen for it, and what stands there in words."""

from django.db.models import Q
from django.utils import timezone

from buurtpreventie.accounts.models import Gebruiker
from buurtpreventie.ui.dates import time_in_words
from teams.models import Aanstelling, Team
from trainingen.models import Module, Programma


def trainers_of(gemeente, day):
    """Who can give an evening on this day: the trainers of this gemeente, as far as one knows today."""
    here = Aanstelling.objects.current(day).filter(rol=Aanstelling.Rol.TRAINER, gemeente=gemeente)
    return Gebruiker.objects.filter(pk__in=here.values("gebruiker"), is_active=True).order_by("naam")


def trainers_ever(gemeente):
    """Who was or is a trainer of this gemeente: for an evening that was held before it was written down."""
    here = Aanstelling.objects.filter(rol=Aanstelling.Rol.TRAINER, gemeente=gemeente)
    return Gebruiker.objects.filter(pk__in=here.values("gebruiker")).order_by("naam")


def teams_of(gemeente):
    """Teams that one can still ask."""
    return Team.objects.filter(gemeente=gemeente).exclude(stand=Team.Stand.GESTOPT).order_by("naam")


def heir_of(team):
    """The living team at the end of the line of merged ones; None where that team stopped."""
    seen = {team.pk}
    while team.opgegaan_in_id and team.opgegaan_in_id not in seen:
        team = Team.objects.get(pk=team.opgegaan_in_id)
        seen.add(team.pk)
    return None if team.stand == Team.Stand.GESTOPT else team


def modules_of(gemeente):
    """What is taught here."""
    return Module.objects.filter(gemeente=gemeente).active()


def programmas_of(gemeente):
    """Programmes of this gemeente and of its region."""
    of_region = Q(regio=gemeente.regio_id) if gemeente.regio_id else Q(pk__in=[])
    return Programma.objects.filter(Q(gemeente=gemeente) | of_region)


def choices_for(gemeente, today, sessie=None):
    """What a form about an evening offers; what stands there already is offered too, whatever became of it."""
    own = Q(pk__in=[sessie.module_id] if sessie and sessie.module_id else [])
    given = Q(pk__in=sessie.trainers.values("pk")) if sessie else Q(pk__in=[])
    asked = Q(pk__in=sessie.teams.values("pk")) if sessie else Q(pk__in=[])
    return {
        "module": Module.objects.filter(own | Q(pk__in=modules_of(gemeente).values("pk"))),
        "programma": programmas_of(gemeente),
        "teams": Team.objects.filter(asked | Q(pk__in=teams_of(gemeente).values("pk"))).order_by("naam"),
        "trainers": Gebruiker.objects.filter(given | Q(pk__in=trainers_of(gemeente, today).values("pk"))).order_by(
            "naam"
        ),
    }


def copy_of(sessie, keuzes):
    """What a copy begins with: all but the day, and only who and what can still be chosen; a merged team's heir."""
    facts = facts_of(sessie)
    del facts["dag"]
    heirs = [heir.pk for heir in map(heir_of, facts["teams"]) if heir]
    facts["teams"] = keuzes["teams"].filter(pk__in=heirs)
    facts["trainers"] = keuzes["trainers"].filter(pk__in=[trainer.pk for trainer in facts["trainers"]])
    return facts


def facts_of(sessie):
    """What one may change of an evening, as values by name."""
    return {
        "module": sessie.module,
        "thema": sessie.thema,
        "spreker": sessie.spreker,
        "programma_avond": sessie.programma_avond,
        "programma": sessie.programma,
        "dag": sessie.dag,
        "van": sessie.begin and timezone.localtime(sessie.begin).time(),
        "tot": sessie.einde and timezone.localtime(sessie.einde).time(),
        "plaats": sessie.plaats,
        "plaatsen": sessie.plaatsen,
        "bereik": sessie.bereik,
        "acteur": sessie.acteur,
        "teams": list(sessie.teams.order_by("naam")),
        "trainers": list(sessie.trainers.order_by("naam")),
    }


def words_of(sessie):
    """The same in words, by name: to see that a colleague was first."""
    facts = facts_of(sessie)
    words = {name: str(value or "") for name, value in facts.items()}
    return words | {
        "dag": f"{sessie.dag:%d-%m-%Y}",
        "van": time_in_words(sessie.begin) if sessie.begin else "",
        "tot": time_in_words(sessie.einde) if sessie.einde else "",
        "bereik": str(sessie.get_bereik_display()),
        "teams": ", ".join(team.naam for team in facts["teams"]),
        "trainers": ", ".join(trainer.naam for trainer in facts["trainers"]),
    }
