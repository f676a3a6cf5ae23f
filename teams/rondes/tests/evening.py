"""Teams that are out in the evening, started through the real action; names say what happens to their round."""

from datetime import timedelta

from buurtpreventie.accounts.tests.factories import GebruikerFactory
from teams.rondes.actions import start_ronde
from teams.rondes.models import TeamInstelling
from teams.tests.factories import LidmaatschapFactory, TeamFactory

HOUR = timedelta(hours=1)


def person(team, naam, rol="lid", email=True):
    """Somebody of the team; the address is the name."""
    reached = {"email": f"{naam}@example.nl"} if email else {"email": None, "antwoord_via": "telefoon"}
    gebruiker = GebruikerFactory(naam=naam, telefoon="0612345678", **reached)
    return LidmaatschapFactory(team=team, gebruiker=gebruiker, rol=rol).gebruiker


def team_of(gemeente, naam, **switches):
    """A team with two members who can walk and a coordinator; ``switches`` are those of the safety net."""
    team = TeamFactory(gemeente=gemeente, naam=f"Team {naam}")
    person(team, f"coordinator-{naam}", "coordinator")
    if switches:
        TeamInstelling.objects.create(team=team, **switches)
    return team


def out(team, *walkers, end, **facts):
    """A round that these people started an hour before its planned end."""
    facts = {"leider": walkers[0], "telefoon": "0612345678", "verwacht_einde": end} | facts
    return start_ronde(team=team, deelnemers=walkers, actor=walkers[0], now=end - HOUR, **facts)
