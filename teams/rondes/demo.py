"""Ten weeks of rounds for the demo, walked through the real actions with the clock of each evening."""

import uuid
from datetime import time, timedelta

from teams.clocks import at, local_date
from teams.demo import HOOFD, SINDS, make_person
from teams.models import Lidmaatschap, Straat, Team
from teams.rondes import actions
from teams.rondes.actions.attention import add_points
from teams.rondes.models import Ronde
from teams.rondes.overdue import GIVEN_UP_AFTER
from teams.rondes.walked import Feiten

WEEK = timedelta(weeks=1)
FRIDAY, TUESDAY = 4, 1
LATE = [timedelta(minutes=n) for n in (20, 40, 70)]
MINUTES = (4, 2, 7, 0, 5)  # after the planned start and end: nobody walks by the second
# weeks ago, and what was special: (alone, called off, never closed, not written down)
ALONE, CALLED_OFF, NOT_CLOSED, NOT_WRITTEN = {3}, {5}, {6}, {2}
TALKS = [
    {"praatje": 4},
    {"praatje": 6, "inbraak": 2},
    {},
    {"praatje": 3, "meedoen": 1},
    {"praatje": 5, "overlast": 2, "hulp": 1},
]
COUNTS = [{"verlichting": 1}, {"afval": 3}, {}, {"afval": 1, "verkeer": 1}, {"verlichting": 2, "afval": 2}]
LOOKED_AT = [["verlichting", "ramen"], ["afval"], ["ramen", "jongeren"], ["groen", "parkeren"], ["hulp", "aed"]]


def load_rounds(plekken, now):
    """Rosters, routes and rounds up to ``now``; gives the last round that was written down in the main gemeente."""
    for plek in plekken.values():
        main = plek.gemeente.slug == HOOFD
        _weeks_of(plek, 10 if main else 3, main, now)
    main = plekken[HOOFD]
    _team_that_stopped_walking(main, now)
    _points(main, now)
    _coming(main, now)
    _out_now(main, now)
    return Ronde.objects.filter(team=main.team, stand="afgerond").latest("moment")


def _weeks_of(plek, weeks, main, now):
    """A roster that began so many weeks ago, and every evening of it since."""
    begin = now - weeks * WEEK
    streets = list(Straat.objects.filter(buurt__in=plek.buurten[:2]).order_by("buurt", "naam"))
    desk = {"actor": plek.coordinator, "now": begin}
    park = actions.make_route(plek.team, naam="Rond het park", straten=streets[:4], **desk)
    shops = actions.make_route(plek.team, naam="Winkels en scholen", straten=streets[3:6], **desk)
    evenings = [(FRIDAY, time(20), time(21, 30), park)]
    evenings += [(TUESDAY, time(19, 30), time(21), shops)] if main else []
    for weekdag, van_tijd, tot_tijd, route in evenings:
        plan = {"weekdag": weekdag, "van_tijd": van_tijd, "tot_tijd": tot_tijd, "route": route, "elke_weken": 1}
        actions.make_rooster(plek.team, van=local_date(begin), tot=None, ook_op_feestdagen=False, **plan, **desk)
    for week in range(weeks, -1, -3):
        actions.plan_ahead(now - week * WEEK)
    walked = Ronde.objects.filter(team=plek.team, gepland_tot__lt=now - timedelta(hours=1)).order_by("gepland_van")
    for turn, ronde in enumerate(walked.select_related("team__gemeente", "route")):
        _evening(plek, ronde, turn, main, now)


def _evening(plek, ronde, turn, main, now):
    """One round of the roster; the main gemeente has the odd ones too."""
    ago = (local_date(now) - local_date(ronde.gepland_van)).days // 7
    odd = main and ronde.gepland_van.weekday() == FRIDAY
    people = [plek.lid[(turn + n) % len(plek.lid)] for n in range(1 if odd and ago in ALONE else 2 + turn % 2)]
    people = list(dict.fromkeys(people))
    for person in people:
        actions.sign_up(ronde, actor=person, now=ronde.gepland_van - timedelta(days=2, minutes=turn))
    if odd and ago in CALLED_OFF:
        moment = ronde.gepland_van - timedelta(hours=5)
        actions.cancel_ronde(ronde, reden="weer", actor=plek.coordinator, now=moment)
        return
    guests = [("wijkagent", "")] if main and turn % 6 == 4 else []
    leaves = ronde.gepland_van + timedelta(minutes=MINUTES[turn % 5])
    walked = actions.start_ronde(
        team=plek.team,
        deelnemers=people,
        leider=people[0],
        gasten=guests,
        verwacht_einde=ronde.gepland_tot,
        telefoon=people[0].telefoon,
        ronde=ronde,
        actor=people[0],
        now=leaves,
    )
    if odd and ago in NOT_CLOSED:
        for late in (*LATE, GIVEN_UP_AFTER + timedelta(minutes=1)):
            actions.watch(ronde.gepland_tot + late)
        return
    home = ronde.gepland_tot - timedelta(minutes=MINUTES[(turn + 2) % 5])
    if main and ago == 1 and ronde.gepland_van.weekday() == FRIDAY:
        _exercise(plek, people, leaves + timedelta(minutes=20))
    walked = actions.come_home(walked, actor=people[0], now=home)
    if not (odd and ago in NOT_WRITTEN):
        _report(walked, people, guests, turn, home + timedelta(minutes=6))


def _report(ronde, people, guests, turn, moment):
    """What the first of them wrote about it."""
    talks, counts = TALKS[turn % 5], COUNTS[turn % 5]
    answers = {
        "wegen": ["hoofdwegen", "achterpaden"][: 1 + turn % 2],
        "lette_op": LOOKED_AT[turn % 5],
        "opvallend": "nee",
        "gepraat": bool(talks),
        "gesprekken": talks,
        "verloop": "prettig" if talks else "",
        "kapot": bool(counts),
        **counts,
        "gebeld": False,
        "veilig": "niet_helemaal" if turn % 9 == 8 else "ja",
        "opmerking": "Bij de fietsenstalling was het erg donker." if turn % 4 == 1 else "",
    }
    feiten = Feiten(ronde.begin, ronde.einde, tuple(people), tuple(guests), ronde.route)
    actions.finish_verslag(ronde, feiten=feiten, verslag=answers, actor=people[0], now=moment)


def _exercise(plek, people, moment):
    """The police tried the warning out while a team was outside: rung, sent, read and closed."""
    police = plek.politie
    warning = actions.begin_waarschuwing(
        gemeente=plek.gemeente, oefening=True, niet_voor=[], sleutel=uuid.uuid4(), actor=police, now=moment
    )
    for oproep in warning.oproepen.order_by("pk"):
        actions.note_call(oproep, uitslag="gesproken", pogingen=0, actor=police, now=moment + timedelta(minutes=1))
    warning = actions.send_waarschuwing(
        warning,
        tekst="Dit is een oefening. Er is niets aan de hand.",
        doen="Druk op Gezien en loop gewoon verder.",
        geldig_tot=moment + timedelta(hours=1),
        actor=police,
        now=moment + timedelta(minutes=2),
    )
    for n, person in enumerate(people):
        actions.acknowledge(warning, soort="gezien", actor=person, now=moment + timedelta(minutes=3 + n))
    words = "De oefening is klaar. Iedereen heeft gereageerd. Dank u wel."
    actions.close_waarschuwing(warning, slottekst=words, actor=police, now=moment + timedelta(minutes=12))


def _team_that_stopped_walking(plek, now):
    """A second team, of which nobody walked for weeks: policy staff see that it went quiet."""
    team = Team.objects.create(gemeente=plek.gemeente, naam="Team Wilgenhof", soorten=plek.team.soorten)
    team.buurten.set(plek.buurten[2:])
    names = [("Doortje Haveman", "wilgenhof", "coordinator"), ("Arie Zevenbergen", "wilgenhof2", "lid")]
    people = []
    for naam, address, rol in names:
        person = make_person(naam, f"{address}@example.nl", telefoon="06-55 01 23 45")
        Lidmaatschap.objects.create(team=team, gebruiker=person, rol=rol, van=SINDS)
        people.append(person)
    streets = list(Straat.objects.filter(buurt__in=plek.buurten[2:]).order_by("buurt", "naam"))[:3]
    for week in (12, 11):
        begin = at(local_date(now) - week * WEEK, time(19, 30))
        einde = begin + timedelta(minutes=80)
        actions.log_afterwards(
            team,
            begin=begin,
            einde=einde,
            deelnemers=people,
            straten=streets,
            actor=people[0],
            now=einde + timedelta(minutes=30),
        )


def _points(plek, now):
    """What to look at in the coming rounds."""
    said = {"teams": [plek.team], "actor": plek.meldpunt[0], "now": now - timedelta(days=3)}
    add_points(
        soort="plek", tekst="Kijk of de fietsen bij het park op slot staan.", namens="wijkagent", weken=3, **said
    )
    add_points(
        soort="gedrag",
        tekst="Er gaan mensen langs de deuren met een collecte zonder pas. Praat er met bewoners over.",
        namens="meldpunt",
        weken=2,
        **said,
    )


def _coming(plek, now):
    """The next round is full, the one after asks for somebody, and of the third somebody cannot come."""
    coming = Ronde.objects.filter(team=plek.team, stand="gepland", gepland_van__gt=now + timedelta(hours=2))
    first, second, third = coming.order_by("gepland_van")[:3]
    for person in plek.lid[1:4]:
        actions.sign_up(first, actor=person, now=now - timedelta(days=1))
    actions.sign_up(second, actor=plek.lid[4], now=now - timedelta(hours=30))
    for person in (plek.lid[2], plek.coordinator):
        actions.sign_up(third, actor=person, now=now - timedelta(hours=20))
    actions.cannot_come(third, actor=plek.lid[2], now=now - timedelta(minutes=50))


def _out_now(plek, now):
    """A round that nobody planned is under way, so that the board has something to show."""
    people = [plek.lid[4], plek.lid[5], plek.zonder_mail[0]]
    actions.start_ronde(
        team=plek.team,
        deelnemers=people,
        leider=people[0],
        verwacht_einde=now + timedelta(minutes=65),
        telefoon=people[0].telefoon,
        actor=people[0],
        now=now - timedelta(minutes=25),
    )
