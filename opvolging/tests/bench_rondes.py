"""What ``script/bench rondes`` measures: the page of a team and the street board, with few and with many rounds.

The rounds of four years lie evenly over 200 teams in nine gemeenten: of each team at most one a day, those of the last
weeks and of eight weeks ahead like those of long ago. What happens tonight is the same in both databases.
"""

import itertools
import json
import os
import sys
import time
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "buurtpreventie.settings")
django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from buurtpreventie.accounts.models import Gebruiker  # noqa: E402
from teams.models import Aanstelling, Gemeente, Lidmaatschap, Team  # noqa: E402
from teams.rondes.models import RouteStraat  # noqa: E402
from teams.rondes.tests.factories import DeelnameFactory, RondeFactory, RouteFactory  # noqa: E402
from teams.tests.factories import (  # noqa: E402
    AanstellingFactory,
    BuurtFactory,
    GemeenteFactory,
    LidmaatschapFactory,
    TeamFactory,
)

GEMEENTEN, TEAMS, MEMBERS, STREETS = 9, 200, 10, 6
OUT, NOT_STARTED, LATER = 5, 2, 4  # teams per gemeente, tonight
VISITORS = 12  # people who take turns
DAYS, AHEAD = 4 * 365, 56

# Round i of a team: so many days ahead of (or behind) today; "number" counts the teams from 0.
ROUNDS = """
INSERT INTO rondes_ronde (team_id, sleutel, stand, gepland_van, gepland_tot, route_id, andere_straten, leider_id,
    "begin", verwacht_einde, einde, verlengd, afgerond_op, vervallen_reden, aangemaakt_op)
SELECT team, gen_random_uuid(), stand, van, van + interval '90 minutes', route, '',
    CASE WHEN walked THEN leads END, CASE WHEN walked THEN van + interval '5 minutes' END,
    CASE WHEN walked THEN van + interval '90 minutes' END, CASE WHEN walked THEN van + interval '95 minutes' END,
    0, CASE WHEN stand = 'afgerond' THEN van + interval '2 hours' END,
    CASE WHEN stand = 'vervallen' THEN 'weer' ELSE '' END, van - interval '30 days'
FROM (
    SELECT *, stand IN ('afgerond', 'thuis', 'niet_afgesloten') AS walked FROM (
        SELECT team, route, members[1 + i %% %(members)s] AS leads,
            date_trunc('day', now()) + day * interval '1 day' + (18 + number %% 4) * interval '1 hour' AS van,
            CASE WHEN day > 0 THEN 'gepland' WHEN i %% 20 = 0 THEN 'vervallen' WHEN i %% 20 = 1 THEN 'niet_afgesloten'
                 WHEN i %% 20 = 2 THEN 'thuis' ELSE 'afgerond' END AS stand
        FROM (
            SELECT *, CASE WHEN ahead > 0 THEN ahead ELSE ahead - 1 END AS day FROM (
                SELECT *, %(ahead)s - (i * %(days)s / %(each)s + number * 7) %% %(days)s AS ahead
                FROM bench_team, generate_series(0, %(each)s - 1) AS i
            ) shifted
        ) dated
    ) standing
) known
"""
WALKERS = """
INSERT INTO rondes_deelname (ronde_id, gebruiker_id, gast, gast_naam, stand, sinds, tijdvak)
SELECT r.id, t.members[1 + (r.id + k) %% %(members)s], '', '',
    CASE WHEN r."begin" IS NULL THEN 'aangemeld' ELSE 'liep_mee' END, r.aangemaakt_op,
    CASE WHEN r."begin" IS NOT NULL THEN tstzrange(r."begin", r.einde) END
FROM rondes_ronde r JOIN bench_team t ON t.team = r.team_id, generate_series(0, 2) AS k
WHERE r.stand <> 'bezig' AND r.rooster_id IS NULL AND k < 2 + r.id %% 2
    AND NOT EXISTS (SELECT 1 FROM rondes_deelname d WHERE d.ronde_id = r.id)
"""
REPORTS = """
INSERT INTO rondes_verslag (ronde_id, door_id, wegen, lette_op, lette_op_anders, opvallend, gepraat, kapot, gebeld,
    veilig, verlichting, afval, verkeer, opmerking, begonnen_op, bewaard_op, klaar_op)
SELECT id, leider_id, '{hoofdwegen}', '{verlichting}', '', 'nee', true, id %% 30 > 0, false, 'ja', id %% 3, id %% 5,
    id %% 2, '', einde, einde, einde
FROM rondes_ronde WHERE stand = 'afgerond'
"""
TALKS = """
INSERT INTO rondes_gesprek (verslag_id, onderwerp, aantal, verloop)
SELECT v.id, onderwerp, 1 + v.id %% 4, 'prettig'
FROM rondes_verslag v, unnest(ARRAY['praatje', 'overlast']) AS onderwerp
"""
STREETS_WALKED = """
INSERT INTO rondes_rondestraat (ronde_id, straat_id, volgorde)
SELECT r.id, d.straat_id, d.volgorde FROM rondes_ronde r JOIN rondes_routestraat d ON d.route_id = r.route_id
WHERE r.stand = 'afgerond' AND r.id %% 5 = 0
"""


# --- what both databases hold -------------------------------------------------------------------


def begin():
    """Gemeenten with police, teams with members and a route, and the same evening for everybody."""
    gemeenten = [GemeenteFactory(naam=f"Meetdorp {n}", slug=f"meetdorp-{n}") for n in range(GEMEENTEN)]
    for gemeente in gemeenten:
        AanstellingFactory(gemeente=gemeente, politie_dienst=True, gebruiker__tweede_factor=True)
    teams = [make_team(gemeenten[n % GEMEENTEN], n) for n in range(TEAMS)]
    for gemeente in gemeenten:
        make_evening([team for team in teams if team.gemeente_id == gemeente.pk])


def make_team(gemeente, number):
    """A team of two buurten, ten members of whom the first leads, and a route of six streets."""
    buurten = [BuurtFactory(gemeente=gemeente, naam=f"Buurt {number} {side}") for side in ("Noord", "Zuid")]
    team = TeamFactory(gemeente=gemeente, naam=f"Team {number}", buurten=buurten, alle_soorten=True)
    for n in range(MEMBERS):
        LidmaatschapFactory(team=team, rol="lid" if n else "coordinator")
    route = RouteFactory(team=team)
    for volgorde in range(2, STREETS):
        straat = route.straten.model.objects.create(buurt=buurten[volgorde % 2], naam=f"Straat {number} {volgorde}")
        RouteStraat.objects.create(route=route, straat=straat, volgorde=volgorde)
    return team


def make_evening(teams):
    """Some teams are out (the first is late), some should be, some will be."""
    now, rest = timezone.now(), iter(teams)
    for n, team in enumerate(itertools.islice(rest, OUT)):
        due = now + timedelta(hours=6 + n) if n else now + timedelta(minutes=-30)
        ronde = RondeFactory(team=team, bezig=True, op=now - timedelta(minutes=40), verwacht_einde=due)
        for lid in Lidmaatschap.objects.filter(team=team)[:3]:
            DeelnameFactory(ronde=ronde, gebruiker=lid.gebruiker, liep_mee=True)
    for team in itertools.islice(rest, NOT_STARTED):
        RondeFactory(team=team, op=now - timedelta(minutes=10), gepland_tot=now + timedelta(hours=6))
    for team in itertools.islice(rest, LATER):
        RondeFactory(team=team, op=now + timedelta(minutes=30))


def fill(rounds):
    """So many rounds more, with who walked, what they wrote and where they went."""
    words = {"members": MEMBERS, "each": rounds // TEAMS, "days": DAYS, "ahead": AHEAD}
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE bench_team AS SELECT t.id AS team, min(r.id) AS route, "
            "row_number() OVER (ORDER BY t.id) - 1 AS number, array_agg(DISTINCT l.gebruiker_id) AS members "
            "FROM teams_team t JOIN rondes_route r ON r.team_id = t.id JOIN teams_lidmaatschap l ON l.team_id = t.id "
            "GROUP BY t.id"
        )
        for statement in (ROUNDS, WALKERS, REPORTS, TALKS, STREETS_WALKED):
            cursor.execute(statement, words)


def fill_and_tidy(rounds):
    """As a database is that has been there for a while: it knows its own figures."""
    fill(rounds)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


# --- what is measured ---------------------------------------------------------------------------


def answer():
    """Print which pages there are; then for each name that comes in, the seconds that one request took."""
    visitors = {"team": who_lead(), "board": who_watch()}
    turns = {page: itertools.cycle(people) for page, people in visitors.items()}
    for client, url in itertools.chain(*visitors.values()):
        ask(client, url)
    tell(list(visitors))
    for line in sys.stdin:
        client, url = next(turns[line.strip()])
        tell(ask(client, url))


def who_lead():
    """Coordinators, each with the page of the own team."""
    step = TEAMS // VISITORS
    teams = list(Team.objects.order_by("pk"))[::step][:VISITORS]
    leaders = [Lidmaatschap.objects.get(team=team, rol="coordinator").gebruiker for team in teams]
    pages = [reverse("opvolging:team", args=[team.pk]) for team in teams]
    return list(zip(map(signed_in, leaders), pages, strict=True))


def who_watch():
    """The police of every gemeente, each with the own board."""
    police = Gebruiker.objects.filter(aanstellingen__rol=Aanstelling.Rol.POLITIE_DIENST).order_by("pk")
    assert len(police) == Gemeente.objects.count()
    return [(signed_in(person), reverse("rondes:op_straat")) for person in police]


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def ask(client, url):
    """Seconds of one request."""
    started = time.perf_counter()
    response = client.get(url)
    took = time.perf_counter() - started
    assert response.status_code == 200, (url, response.status_code)
    return took


def tell(value):
    print(json.dumps(value), flush=True)


if __name__ == "__main__":
    {"begin": begin, "fill": lambda: fill_and_tidy(int(sys.argv[2])), "answer": answer}[sys.argv[1]]()
