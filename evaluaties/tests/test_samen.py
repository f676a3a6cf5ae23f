"""A conversation at a table: one report, who does what by when, read by the coordinators of those teams (E193)."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from buurtpreventie.errors import RefusedAction
from evaluaties.actions.closing import close_afname
from evaluaties.actions.paper import enter_forms
from evaluaties.actions.together import agree, begin_together, done, write_together
from evaluaties.figures.respons import response_by_list
from evaluaties.figures.werk import werk_of
from evaluaties.models import Afname, SamenPunt, SamenVerslag
from evaluaties.tests.factories import AfnameFactory, held_evening
from opvolging.figures import Periode
from teams.clocks import local_date
from teams.tests.factories import AanstellingFactory, LidmaatschapFactory, TeamFactory
from trainingen.actions.tables import add_point
from trainingen.tests.factories import SessieFactory

pytestmark = pytest.mark.django_db

SAID = {"TU1": "Het contact met de wijkagent.", "TU2": "Antwoorden komen te laat.", "TU4": "aanpassen"}
FORM = {"antwoorden": {"TU4": "aanpassen"}, "woorden": {"TU1": SAID["TU1"], "TU2": SAID["TU2"]}, "vlaggen": []}


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def beleid():
    return AanstellingFactory(rol="beleid")


@pytest.fixture
def teams(beleid):
    return TeamFactory.create_batch(2, gemeente=beleid.gemeente)


@pytest.fixture
def afname(beleid, teams, now):
    facts = {"naam": "Overleg voorjaar", "teams": teams, "sleutel": uuid4()}
    return begin_together(beleid.gemeente, **facts, actor=beleid.gebruiker, now=now)


@pytest.fixture
def lead(teams):
    return LidmaatschapFactory(team=teams[0], coordinator=True).gebruiker


def url(name, *args):
    return reverse(f"evaluaties:{name}", args=args)


def body(answer):
    return answer.content.decode()


def test_who_looks_after_runs_begins_one_and_pressed_twice_it_is_one(client, beleid, teams):
    client.force_login(beleid.gebruiker)
    data = {"naam": "Overleg voorjaar", "teams": [team.pk for team in teams], "sessie": "", "sleutel": str(uuid4())}
    for _time in range(2):
        assert client.post(url("samen_nieuw"), data).status_code == 302
    (afname,) = Afname.objects.all()
    assert set(afname.teams.all()) == set(teams) and afname.versie.vragenlijst.code == "TUSSEN"


def test_a_team_of_elsewhere_cannot_be_chosen(client, beleid):
    client.force_login(beleid.gebruiker)
    data = {"naam": "Overleg", "teams": [TeamFactory().pk], "sleutel": str(uuid4())}
    assert client.post(url("samen_nieuw"), data).status_code == 422
    assert not Afname.objects.exists()


def test_the_report_is_written_and_what_stood_there_stays(client, beleid, afname):
    client.force_login(beleid.gebruiker)
    page = url("samen_schrijven", afname.pk)
    mark = client.get(page).context["form"].mark
    assert client.post(page, SAID | {"gelezen": mark}).status_code == 302
    mark = client.get(page).context["form"].mark
    assert client.post(page, SAID | {"TU1": "Het contact.", "gelezen": mark}).status_code == 302
    rows = SamenVerslag.objects.filter(afname=afname)
    assert [(row.nummer, row.alles["TU1"]) for row in rows] == [(1, SAID["TU1"]), (2, "Het contact.")]
    html = body(client.get(url("samen", afname.pk)))
    assert "Het contact." in html and SAID["TU1"] not in html and "Aanpassen" in html and "Dit is tekst 2" in html


def test_the_same_text_twice_is_one(afname, beleid, now):
    first = write_together(afname, formulier=FORM, actor=beleid.gebruiker, now=now)
    assert write_together(afname, formulier=FORM, actor=beleid.gebruiker, now=now) == first


def test_who_writes_at_the_same_time_hears_it_and_keeps_what_was_typed(client, beleid, afname, now):
    client.force_login(beleid.gebruiker)
    page = url("samen_schrijven", afname.pk)
    mark = client.get(page).context["form"].mark
    write_together(afname, formulier=FORM, actor=beleid.gebruiker, now=now)
    answer = client.post(page, SAID | {"TU1": "Iets anders", "gelezen": mark})
    assert answer.status_code == 409 and "Een collega heeft dit intussen gewijzigd." in body(answer)
    assert "Iets anders" in body(answer) and SamenVerslag.objects.count() == 1


def test_a_text_that_was_kept_never_changes(afname, beleid, now):
    verslag = write_together(afname, formulier=FORM, actor=beleid.gebruiker, now=now)
    for change in (verslag.delete, lambda: SamenVerslag.objects.update(nummer=7)):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_an_agreement_has_an_owner_and_a_day_and_is_done_once(client, beleid, afname, now):
    client.force_login(beleid.gebruiker)
    day = local_date(now) + timedelta(days=14)
    data = {"wat": "Nieuwe afspraken maken", "wie": "De gemeente", "voor": day.isoformat()}
    assert client.post(url("samen_afspraak", afname.pk), data | {"wie": ""}).status_code == 422
    for _time in range(2):
        assert client.post(url("samen_afspraak", afname.pk), data).status_code == 302
    (punt,) = SamenPunt.objects.all()
    for _time in range(2):
        assert client.post(url("samen_gedaan", afname.pk), {"punt": punt.pk}).status_code == 302
    assert "Gedaan" in body(client.get(url("samen", afname.pk)))
    assert client.post(url("samen_gedaan", afname.pk), {"punt": 999_999}).status_code == 422


def test_a_day_that_is_over_is_refused(afname, beleid, now):
    gone = local_date(now) - timedelta(days=1)
    with pytest.raises(RefusedAction, match="al voorbij"):
        agree(afname, wat="Iets", wie="Iemand", voor=gone, actor=beleid.gebruiker, now=now)


def test_the_coordinators_of_those_teams_read_and_print_it_and_nobody_else(client, beleid, afname, teams, lead, now):
    write_together(afname, formulier=FORM, actor=beleid.gebruiker, now=now)
    agree(afname, wat="Bellen", wie="Het team", voor=local_date(now), actor=beleid.gebruiker, now=now)
    client.force_login(lead)
    html = body(client.get(url("samen", afname.pk)))
    assert SAID["TU1"] in html and "Verander het verslag" not in html and "Een afspraak erbij" not in html
    pdf = client.get(url("samen_pdf", afname.pk))
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf.content)).pages)
    assert SAID["TU1"] in text and "Bellen" in text and teams[1].naam in text
    assert client.get(url("samen_schrijven", afname.pk)).status_code == 403
    assert afname.naam_toen in body(client.get(url("stilte", teams[0].pk)))

    for other in (LidmaatschapFactory(team=teams[0]), LidmaatschapFactory(team=TeamFactory(), coordinator=True)):
        client.force_login(other.gebruiker)
        assert client.get(url("samen", afname.pk)).status_code == 404
        assert client.get(url("samen_pdf", afname.pk)).status_code == 404


def test_points_of_a_knowledge_evening_stand_in_its_report(client, beleid, teams, now):
    sessie = SessieFactory(soort="kennisavond", module=None, thema="Samenwerken", gemeente=beleid.gemeente)
    facts = {"naam": "Kennisavond", "teams": teams, "sessie": sessie, "sleutel": uuid4()}
    afname = begin_together(beleid.gemeente, **facts, actor=beleid.gebruiker, now=now)
    assert begin_together(beleid.gemeente, **facts | {"sleutel": uuid4()}, actor=beleid.gebruiker, now=now) == afname
    day = local_date(now) + timedelta(days=7)
    add_point(sessie, wat="Flyers drukken", voor=day, eigenaar_naam="Sam", actor=beleid.gebruiker, now=now)
    client.force_login(beleid.gebruiker)
    assert "Flyers drukken" in body(client.get(url("samen", afname.pk)))


def test_after_it_closed_the_report_stays_as_it_is_and_agreements_are_still_done(afname, beleid, now):
    day = local_date(now)
    punt = agree(afname, wat="Bellen", wie="Het team", voor=day, actor=beleid.gebruiker, now=now)
    close_afname(afname, actor=None, now=now + timedelta(hours=1))
    with pytest.raises(RefusedAction, match="gesloten"):
        write_together(afname, formulier=FORM, actor=beleid.gebruiker, now=now)
    done(afname, punt=punt, actor=beleid.gebruiker, now=now)
    assert SamenPunt.objects.get().klaar_op == now


def test_a_run_of_forms_is_no_conversation_and_a_conversation_takes_no_forms(client, afname, beleid, now):
    other = AfnameFactory(sessie=held_evening(3))
    with pytest.raises(RefusedAction, match="geen gesprek"):
        write_together(other, formulier=FORM, actor=beleid.gebruiker, now=now)
    with pytest.raises(RefusedAction, match="verslag van een gesprek"):
        enter_forms(afname, [FORM], sleutel=uuid4(), now=now)
    client.force_login(beleid.gebruiker)
    for name in ("papier", "telling", "afname"):
        assert client.get(url(name, afname.pk)).headers["Location"] == url("samen", afname.pk)


def test_the_page_asks_as_much_of_the_database_for_one_agreement_as_for_many(client, beleid, afname, now):
    client.force_login(beleid.gebruiker)
    counts = []
    for number in (1, 1, 12):
        for extra in range(number):
            agree(afname, wat=f"{number} {extra}", wie="Wij", voor=local_date(now), actor=beleid.gebruiker, now=now)
        with CaptureQueriesContext(connection) as seen:
            client.get(url("samen", afname.pk))
        counts.append(len(seen))
    assert counts[1] == counts[2]


def test_a_conversation_is_never_counted_as_a_questionnaire(afname, beleid, now):
    close_afname(afname, actor=None, now=now)
    assert response_by_list([afname]).rijen == ()
    assert werk_of(beleid.gemeente, Periode.of(local_date(now)), now).formulieren.afnames == 0
