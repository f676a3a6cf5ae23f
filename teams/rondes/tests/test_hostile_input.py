"""Whatever somebody sends to a page of rounds gets the page or a sentence, and touches nothing of others."""

from datetime import timedelta
from time import process_time

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from teams.rondes.forms.verslag import has_address
from teams.rondes.models import Aandachtspunt, Deelname, Ronde, Verslag, Waarschuwing
from teams.rondes.tests.factories import (
    AandachtspuntFactory,
    DeelnameFactory,
    OproepFactory,
    RondeFactory,
    RoosterFactory,
    RouteFactory,
    VerslagFactory,
    WaarschuwingFactory,
)
from teams.rondes.tests.forms_on_a_page import forms_on
from teams.tests.factories import (
    AanstellingFactory,
    BuurtFactory,
    GemeenteFactory,
    LidmaatschapFactory,
    StraatFactory,
    TeamFactory,
)

pytestmark = [pytest.mark.fuzz, pytest.mark.django_db, pytest.mark.usefixtures("drawn_plainly")]

JUNK = {
    "nul": "a\x00b",
    "half a letter": "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
    "backwards": "\u202eomgekeerd\u2066",
    "html": '"><script>alert(1)</script>',
    "template": "{{ 7 * 7 }}{% now %}%(naam)s%s{0}{{link}}",
    "formula": "=HYPERLINK(1)",
    "newlines": "a\r\nBcc: iedereen@example.nl\r\n\r\nb",
    "beyond an int": str(2**31),
    "beyond a bigint": str(2**63),
    "digits": "9" * 5000,
    "other digits": "\u0661\u0662",
    "negative": "-1",
    "float": "1e309",
    "hour 25": "25:00",
    "minute 60": "23:60",
    "year 1": "0001-01-01",
    "year 9999": "9999-12-31",
    "no such day": "2026-02-30",
    "json": '{"dag": [[[]]], "straten": null, "begin": 7}',
    "spaces": "a" + " " * 1900 + "b",
    "long": "x" * 20_001,
}

FOREIGN = {
    "deelnemers": "persoon",
    "anderen": "persoon",
    "leider": "persoon",
    "gebruiker": "persoon",
    "rij1-deelnemers": "persoon",
    "route": "route",
    "rij1-route": "route",
    "teams": "team",
    "aangeboden": "team",
    "team": "team",
    "was_ronde": "ronde",
    "sleutel": "sleutel",
    "rij1-sleutel": "sleutel",
}
FINE = (200, 302, 400, 403, 404, 409, 422)


def member(team, **facts):
    return LidmaatschapFactory(team=team, gebruiker__telefoon="0612345678", **facts).gebruiker


class Wijk:
    """One gemeente with a team that has a round in every stand, and everybody who watches over it."""

    def __init__(self):
        now = timezone.now().replace(second=0, microsecond=0)
        self.gemeente = GemeenteFactory()
        self.team = TeamFactory(gemeente=self.gemeente, buurten=[BuurtFactory(gemeente=self.gemeente)])
        self.straat = StraatFactory(buurt=self.team.buurten.get(), naam="Zwartepad")
        self.lid, self.coordinator = member(self.team), member(self.team, rol="coordinator")
        self.politie = AanstellingFactory(gemeente=self.gemeente, politie_dienst=True).gebruiker
        self.meldpunt = AanstellingFactory(gemeente=self.gemeente).gebruiker
        self.beheer = AanstellingFactory(gemeente=self.gemeente, beheer=True).gebruiker
        self.beleid = AanstellingFactory(gemeente=self.gemeente, beleid=True).gebruiker
        self.route = RouteFactory(team=self.team)
        self.rooster = RoosterFactory(team=self.team, route=self.route)
        self.gepland = RondeFactory(team=self.team, op=now + timedelta(minutes=30))
        DeelnameFactory(ronde=self.gepland, gebruiker=self.lid)
        self.bezig = self.walked_by(self.coordinator, bezig=True, op=now - timedelta(hours=2))
        self.thuis = self.walked_by(self.lid, thuis=True, op=now - timedelta(days=1))
        self.open = self.walked_by(self.lid, niet_afgesloten=True, op=now - timedelta(days=2))
        self.afgerond = self.walked_by(self.lid, afgerond=True, op=now - timedelta(days=3))
        self.verslag = VerslagFactory(ronde=self.afgerond, door=self.lid)
        self.bellen = WaarschuwingFactory(gemeente=self.gemeente)
        self.verstuurd = WaarschuwingFactory(gemeente=self.gemeente, verstuurd=True)
        self.oproep = OproepFactory(waarschuwing=self.bellen, ronde=self.bezig)
        OproepFactory(waarschuwing=self.verstuurd, ronde=self.bezig)
        self.punt = AandachtspuntFactory(team=self.team, door=self.meldpunt)

    def walked_by(self, person, **facts):
        ronde = RondeFactory(team=self.team, leider=person, **facts)
        DeelnameFactory(ronde=ronde, gebruiker=person, liep_mee=True)
        return ronde

    def pages(self):
        """(who, address) of every page with a form about rounds."""
        team, ronden = [self.team.pk], [self.gepland, self.bezig, self.thuis, self.open, self.afgerond]
        of_team = ("start", "achteraf", "papier", "plannen", "rooster_nieuw", "route_nieuw", "instelling", "routes")
        yield from ((self.coordinator, reverse(f"rondes:{name}", args=team)) for name in of_team)
        yield self.lid, reverse("rondes:start", args=team)
        yield self.coordinator, reverse("rondes:rooster_wijzigen", args=[self.rooster.pk])
        yield self.coordinator, reverse("rondes:route", args=[self.route.pk])
        for ronde in ronden:
            names = ("ronde", "start_ronde", "thuis", "bellen", "planning", "vervalt", "verslag", "ronde_verbeteren")
            yield from ((self.coordinator, reverse(f"rondes:{name}", args=[ronde.pk])) for name in names)
        yield self.lid, reverse("rondes:verslag_verbeteren", args=[self.verslag.pk])
        yield self.lid, reverse("rondes:rondes")
        yield self.lid, reverse("rondes:agenda")
        yield self.coordinator, reverse("rondes:waarschuwing_team", args=[self.verstuurd.pk])
        yield self.politie, reverse("rondes:waarschuwing_nieuw")
        yield self.politie, reverse("rondes:waarschuwing", args=[self.bellen.pk])
        yield self.politie, reverse("rondes:waarschuwing", args=[self.verstuurd.pk])
        yield self.meldpunt, reverse("rondes:aandacht_nieuw")
        yield self.meldpunt, reverse("rondes:aandacht")
        yield self.beheer, reverse("rondes:wacht")


@pytest.fixture
def wijk():
    return Wijk()


@pytest.fixture
def elders():
    return Wijk()


@pytest.fixture
def browser(client):
    def signed_in(person):
        client.force_login(person)
        return client

    return signed_in


def every_form(wijk, browser):
    """(who, address, data) of every form on every page, each once."""
    seen = set()
    for person, page in wijk.pages():
        for url, data in forms_on(browser(person), page):
            if (url, *sorted(data)) not in seen and url.partition("?")[0] != reverse("account_logout"):
                seen.add((url, *sorted(data)))
                yield person, url, data


# --- nonsense (in every field of every form: opvolging/tests/test_every_form.py) --------------------


def test_spaces_in_a_remark_take_no_time(wijk):
    start = process_time()
    assert not has_address("a" + " " * 1990 + "b", wijk.team)
    assert has_address(f"Bij {wijk.straat.naam}" + " " * 1900 + "nr. 7", wijk.team)
    assert process_time() - start < 1


def test_a_tick_that_is_sent_often_is_one_answer(wijk, browser):
    client = browser(wijk.coordinator)
    page = reverse("rondes:verslag", args=[wijk.bezig.pk])
    fields = {
        "dag": timezone.localdate(wijk.bezig.begin),
        "begin": f"{timezone.localtime(wijk.bezig.begin):%H:%M}",
        "einde": f"{timezone.localtime(wijk.bezig.begin + timedelta(hours=1)):%H:%M}",
        "route": wijk.route.pk,
        "deelnemers": [wijk.coordinator.pk] * 9,
        "gasten": ["boa"] * 900,
        "wegen": ["hoofdwegen"] * 9,
        "lette_op": ["afval", "ramen", "afval"],
    }
    answers = {"opvallend": "nee", "gepraat": "nee", "kapot": "nee", "gebeld": "nee", "veilig": "ja"}
    assert client.post(page, fields | answers).status_code == 302
    assert Deelname.objects.filter(ronde=wijk.bezig).count() == 2
    own = Verslag.objects.get(ronde=wijk.bezig)
    assert (own.wegen, own.lette_op) == (["hoofdwegen"], ["afval", "ramen"])


# --- what is of somebody else --------------------------------------------------------------------


def test_what_is_of_another_team_is_no_choice_in_any_field(wijk, elders, browser):
    """Every key in a form of ours, in the place of every field: nothing of the other place is touched or shown."""
    before = rows_of(elders)
    keys = {
        "persoon": elders.lid.pk,
        "team": elders.team.pk,
        "route": elders.route.pk,
        "ronde": elders.gepland.pk,
        "sleutel": elders.gepland.sleutel,
    }
    wrong = []
    for person, url, data in every_form(wijk, browser):
        for field in set(data) & FOREIGN.keys():
            client = browser(person)
            with transaction.atomic():
                response = client.post(url, data | {field: [data[field], keys[FOREIGN[field]]]})
                after = rows_of(elders)
                strange = Deelname.objects.filter(ronde__team=wijk.team, gebruiker=elders.lid).exists()
                strange |= Ronde.objects.filter(team=wijk.team, route=elders.route).exists()
                transaction.set_rollback(True)
            if response.status_code not in FINE or after != before or strange:
                wrong.append((url, field, response.status_code))
    assert wrong == []


def rows_of(wijk):
    """What a foreign hand must not change."""
    return (
        list(Ronde.objects.filter(team=wijk.team).order_by("pk").values()),
        list(Deelname.objects.filter(ronde__team=wijk.team).order_by("pk").values()),
        list(Waarschuwing.objects.filter(gemeente=wijk.gemeente).order_by("pk").values("pk", "stand", "gesloten_op")),
        list(Aandachtspunt.objects.filter(team=wijk.team).values("pk", "ingetrokken_op")),
    )


@pytest.mark.parametrize("name", ["plannen", "start", "achteraf", "papier"])
def test_a_key_of_another_team_makes_a_round_of_ones_own(wijk, elders, browser, name):
    """The hidden key of the page is that of a round elsewhere: that one stays, and the own round is made."""
    client, theirs = browser(wijk.lid if name == "start" else wijk.coordinator), elders.gepland
    before, count = rows_of(elders), Ronde.objects.filter(team=wijk.team).count()
    assert (
        client.post(reverse(f"rondes:{name}", args=[wijk.team.pk]), SENT[name](wijk, theirs.sleutel)).status_code == 302
    )
    assert rows_of(elders) == before
    assert Ronde.objects.filter(team=wijk.team).count() == count + 1
    assert Ronde.objects.filter(sleutel=theirs.sleutel).get() == theirs


def planned_form(wijk, sleutel):
    day = timezone.localdate() + timedelta(days=3)
    return {"datum": day, "van_tijd": "20:00", "tot_tijd": "21:00", "route": wijk.route.pk, "sleutel": sleutel}


def start_form(wijk, sleutel):
    end = timezone.localtime(timezone.now() + timedelta(hours=1))
    people = {"deelnemers": [wijk.lid.pk], "leider": wijk.lid.pk, "telefoon": "0612345678"}
    return people | {"klaar_om": f"{end:%H:%M}", "sleutel": sleutel}


def after_form(wijk, sleutel):
    answers = {"opvallend": "nee", "gepraat": "nee", "kapot": "nee", "gebeld": "nee", "veilig": "ja"}
    answers |= {"wegen": ["hoofdwegen"], "lette_op": ["afval"]}
    when = {"dag": timezone.localdate() - timedelta(days=5), "begin": "10:00", "einde": "11:00"}
    return answers | when | {"route": wijk.route.pk, "deelnemers": [wijk.coordinator.pk], "sleutel": sleutel}


def paper_form(wijk, sleutel):
    when = {"datum": timezone.localdate() - timedelta(days=5), "begin": "10:00", "einde": "11:00"}
    row = when | {"route": wijk.route.pk, "deelnemers": [wijk.coordinator.pk], "sleutel": sleutel}
    return {"rijen": 2, "actie": "opslaan"} | {f"rij1-{name}": value for name, value in row.items()}


SENT = {"plannen": planned_form, "start": start_form, "achteraf": after_form, "papier": paper_form}


def test_a_call_of_another_gemeente_is_not_there(wijk, elders, browser):
    client, before = browser(wijk.politie), rows_of(elders)
    sent = {"uitslag": "gesproken", "pogingen": 0, "slottekst": "Weg", "soort": "weg"}
    for url in (
        reverse("rondes:oproep", args=[elders.oproep.pk]),
        reverse("rondes:waarschuwing_intrekken", args=[elders.bellen.pk]),
        reverse("rondes:waarschuwing_afsluiten", args=[elders.verstuurd.pk]),
        reverse("rondes:waarschuwing_bevestigen", args=[elders.verstuurd.pk]),
    ):
        assert client.post(url, sent).status_code == 404
    assert rows_of(elders) == before


def test_the_key_of_a_warning_of_somebody_else_is_no_key(wijk, elders, browser):
    for theirs in (elders.bellen, wijk.bellen):
        sent = {"sleutel": theirs.sleutel, "teams": [wijk.team.pk], "aangeboden": [wijk.team.pk]}
        answer = browser(wijk.politie).post(reverse("rondes:waarschuwing_nieuw"), sent)
        assert answer.status_code == 409
    assert Waarschuwing.objects.count() == 4


# --- addresses -----------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [0, 2**31, 2**63, 10**30])
def test_no_number_in_an_address_breaks_a_page(wijk, browser, number):
    for name in ("ronde", "verslag", "thuis", "planning", "start", "plannen", "papier", "rooster_wijzigen", "route"):
        client = browser(wijk.coordinator)
        assert client.get(reverse(f"rondes:{name}", args=[number])).status_code == 404
    client = browser(wijk.politie)
    for name in ("waarschuwing", "waarschuwing_stand"):
        assert client.get(reverse(f"rondes:{name}", args=[number])).status_code == 404
    assert client.post(reverse("rondes:oproep", args=[number])).status_code == 404


@pytest.mark.parametrize("name", ["thuis_link", "bellen_link", "waarschuwing_link", "agenda_ics"])
@pytest.mark.parametrize(
    "token", ["%00", "%ff%fe", "%ED%A0%80", "..%2f..", "é", "%E2%80%AE", "x" * 4000, "' OR 1=1 --"]
)
def test_no_secret_that_is_none_opens_anything(client, name, token):
    path = reverse(f"rondes:{name}", args=["TOKEN"]).replace("TOKEN", token)
    assert client.get(path).status_code == 404
    assert client.post(path).status_code in (404, 405)


@pytest.mark.parametrize("junk", JUNK.values(), ids=JUNK)
def test_no_question_in_an_address_breaks_a_page(wijk, browser, junk):
    asked = dict.fromkeys(("pagina", "stand", "wijk", "van", "tot", "weken", "aanleiding", "open"), junk)
    for person, name, args in (
        (wijk.lid, "rondes", []),
        (wijk.lid, "rooster_afdruk", [wijk.team.pk]),
        (wijk.coordinator, "lopers", [wijk.team.pk]),
        (wijk.politie, "op_straat", []),
        (wijk.politie, "waarschuwing_stand", [wijk.bellen.pk]),
        (wijk.beleid, "cijfers", []),
        (wijk.beleid, "straten_csv", []),
    ):
        assert browser(person).get(reverse(f"rondes:{name}", args=args), asked).status_code in FINE
