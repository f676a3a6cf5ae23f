"""One gemeente with police on duty and teams that are out, for tests of warnings."""

import uuid
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from buurtpreventie.outbox.models import Bericht
from teams.rondes.actions import begin_waarschuwing, send_waarschuwing
from teams.rondes.tests.factories import DeelnameFactory, RondeFactory
from teams.tests.factories import AanstellingFactory, BuurtFactory, GemeenteFactory, LidmaatschapFactory, TeamFactory

NOW = datetime(2026, 11, 20, 21, 30, tzinfo=ZoneInfo("Europe/Amsterdam"))  # at night, when no other mail goes out
HOUR = timedelta(hours=1)
TEXT = {"tekst": "Bij het plein is ingebroken.", "doen": "Ga naar huis."}


def minutes(number):
    return timedelta(minutes=number)


def make_team(gemeente, naam="Team Molenkwartier"):
    return TeamFactory(gemeente=gemeente, naam=naam, buurten=[BuurtFactory(gemeente=gemeente, naam=f"Buurt {naam}")])


def member(team, naam):
    return LidmaatschapFactory(team=team, gebruiker__naam=naam, gebruiker__email=f"{naam.lower()}@example.nl").gebruiker


def out(team, *walkers, since=HOUR / 2):
    """A round that these people walk now."""
    ronde = RondeFactory(
        team=team, bezig=True, op=NOW - since, leider=walkers[0] if walkers else member(team, "Leider")
    )
    for walker in walkers:
        DeelnameFactory(ronde=ronde, gebruiker=walker, liep_mee=True)
    return ronde


def planned(team, *people, at):
    """A round that these people signed up for."""
    ronde = RondeFactory(team=team, op=at)
    for person in people:
        DeelnameFactory(ronde=ronde, gebruiker=person)
    return ronde


class Cast:
    """Police on duty in a gemeente with one team that is out: Anna and Bram."""

    def __init__(self):
        self.gemeente = GemeenteFactory(naam="Veldrecht")
        self.politie = AanstellingFactory(gemeente=self.gemeente, politie_dienst=True).gebruiker
        self.collega = AanstellingFactory(gemeente=self.gemeente, piket=True).gebruiker
        self.team = make_team(self.gemeente)
        self.anna, self.bram = member(self.team, "Anna"), member(self.team, "Bram")
        self.ronde = out(self.team, self.anna, self.bram)

    def begin(self, now=NOW, *, niet_voor=(), oefening=False, sleutel=None, actor=None):
        return begin_waarschuwing(
            gemeente=self.gemeente,
            oefening=oefening,
            niet_voor=niet_voor,
            sleutel=sleutel or uuid.uuid4(),
            actor=actor or self.politie,
            now=now,
        )

    def send(self, waarschuwing=None, now=NOW, *, until=2 * HOUR, **facts):
        facts = TEXT | {"actor": self.politie, "geldig_tot": NOW + until} | facts
        return send_waarschuwing(waarschuwing or self.begin(), now=now, **facts)


def mails(word=""):
    """(to, subject) of every mail that still goes out, with this word in its subject, in the order of writing."""
    rows = Bericht.objects.filter(onderwerp__contains=word, stand="klaar").order_by("pk")
    return list(rows.values_list("aan", "onderwerp"))
