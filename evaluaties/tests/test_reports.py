"""Reports: asked for once, made by one worker at a time, kept, read by who may, and mailed as a link (E213)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from buurtpreventie.audit.models import Logregel
from buurtpreventie.documents import rendering
from buurtpreventie.errors import RefusedAction
from buurtpreventie.outbox.models import Bericht
from evaluaties.actions.reporting import (
    ATTEMPTS,
    LEASE,
    TurnLost,
    ask_report,
    begin_step,
    keep_report,
    note_download,
    put_back,
    take_next,
)
from evaluaties.invariants import of_reports
from evaluaties.making import make_due
from evaluaties.models import Rapport
from evaluaties.tests.factories import NPE_ANSWERS, AfnameFactory, held_evening, publish
from teams.tests.factories import AanstellingFactory, GemeenteFactory, LidmaatschapFactory, TeamFactory

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 kept"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def now():
    return timezone.localtime().replace(hour=10, minute=0)


@pytest.fixture
def team():
    return TeamFactory()


@pytest.fixture
def gemeente(team):
    return team.gemeente


@pytest.fixture
def beleid(gemeente):
    return AanstellingFactory(gemeente=gemeente, rol="beleid", gebruiker__tweede_factor=True).gebruiker


@pytest.fixture
def leads(team):
    return LidmaatschapFactory(team=team, coordinator=True).gebruiker


@pytest.fixture
def rapport(gemeente, team, beleid, now):
    """A quarter of the team that waits."""
    return ask_quarter(team, beleid, now)


def ask_quarter(team, actor, now, **more):
    facts = {"soort": "team_kwartaal", "gemeente": team.gemeente, "team": team, "jaar": 2026, "kwartaal": 2}
    return ask_report(**facts | more, actor=actor, now=now)


def taken(now):
    return take_next(now)


def kept(rapport, now):
    """The report as if it was made."""
    return keep_report(take_next(now), PDF, peildatum=now.date(), now=now)


def events():
    return list(Logregel.objects.filter(gebeurtenis__startswith="rapport.").values_list("gebeurtenis", flat=True))


# --- asking ---------------------------------------------------------------------------------------


def test_the_same_asked_while_it_waits_is_that_one(rapport, team, beleid, leads, now):
    assert ask_quarter(team, leads, now) == rapport
    taken(now)
    assert ask_quarter(team, beleid, now + MINUTE) == rapport
    assert ask_quarter(team, beleid, now, kwartaal=1) != rapport
    assert Rapport.objects.count() == 2


def test_pressed_twice_is_once_also_when_it_is_ready_by_then(team, beleid, now):
    key = "0d3f1d3c-1111-4222-8333-444455556666"
    first = ask_quarter(team, beleid, now, sleutel=key)
    kept(first, now)
    assert ask_quarter(team, beleid, now, sleutel=key) == first
    assert ask_quarter(team, beleid, now) != first


def test_asking_rings_a_worker_without_saying_about_what(team, beleid, now, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        ask_quarter(team, beleid, now)
        ask_quarter(team, beleid, now)
    assert [call.args for call in callbacks] == [("evaluaties.tasks.make_reports",)]


# --- taking turns ---------------------------------------------------------------------------------


def test_the_oldest_is_taken_first_and_by_one(rapport, team, beleid, now):
    later = ask_quarter(team, beleid, now + MINUTE, kwartaal=3)
    assert [taken(now), taken(now), taken(now)] == [rapport, later, None]


def test_a_worker_that_went_away_leaves_it_to_the_next_and_changes_nothing_afterwards(rapport, now):
    first = taken(now)
    assert taken(now + LEASE - MINUTE) is None
    second = taken(now + LEASE + MINUTE)
    assert (second, second.pogingen) == (rapport, 2)
    for late in (
        lambda: begin_step(first, 1, 3, now=now),
        lambda: keep_report(first, PDF, peildatum=now.date(), now=now),
        lambda: put_back(first, "kapot", now=now),
    ):
        with pytest.raises(TurnLost):
            late()
    assert keep_report(second, PDF, peildatum=now.date(), now=now).stand == "klaar"


def test_after_three_attempts_it_is_given_up_and_who_asked_hears_what_to_do(rapport, beleid, now):
    for _attempt in range(ATTEMPTS):
        put_back(taken(now), "kapot", now=now)
    rapport.refresh_from_db()
    assert (rapport.stand, rapport.fout, taken(now)) == ("mislukt", "kapot", None)
    mail = Bericht.objects.get(bron=f"rapport:{rapport.pk}")
    assert mail.aan == beleid.email
    assert f"/rapport/{rapport.pk}/" in mail.tekst
    assert ask_quarter(rapport.team, beleid, now) != rapport


def test_killed_in_every_attempt_is_given_up_too(rapport, now):
    for attempt in range(ATTEMPTS):
        taken(now + attempt * (LEASE + MINUTE))
    assert taken(now + ATTEMPTS * (LEASE + MINUTE)).stand == "mislukt"
    rapport.refresh_from_db()
    assert rapport.fout == "weg"


def test_how_far_it_is_shows_while_it_is_made(rapport, now):
    mine = taken(now)
    begin_step(mine, 2, 4, now=now)
    rapport.refresh_from_db()
    assert (rapport.stap, rapport.stappen, rapport.procent) == (2, 4, 50)


def test_a_report_that_is_ready_never_changes(rapport, now):
    kept(rapport, now)
    with pytest.raises(TurnLost):
        put_back(rapport, "kapot", now=now)
    assert taken(now + LEASE * 9) is None


def test_what_is_ready_is_mailed_as_a_link_by_day_and_written_down(rapport, beleid, now):
    late = now.replace(hour=23)
    keep_report(taken(late), PDF, peildatum=now.date(), now=late)
    mail = Bericht.objects.get()
    assert (mail.aan, mail.onderwerp) == (beleid.email, "Uw verslag is klaar")
    assert f"/rapport/{rapport.pk}/" in mail.tekst
    assert rapport.team.naam not in mail.onderwerp + mail.tekst
    assert timezone.localtime(mail.volgende_poging).hour == 8
    assert events() == ["rapport.gevraagd", "rapport.klaar"]


# --- making ---------------------------------------------------------------------------------------


@pytest.fixture
def drawing(monkeypatch, tmp_path):
    """Put another program in the place of the one that draws."""

    def put(lines):
        program = tmp_path / "drawing.py"
        program.write_text(lines)
        monkeypatch.setattr(rendering, "PROGRAM", program)

    return put


FAILS_IN_SPRING = f"""
import subprocess, sys
asked = sys.stdin.buffer.read()
if b"april" in asked:
    sys.exit(sys.stdout.write("te_groot") and 3)
done = subprocess.run([sys.executable, "-I", {str(rendering.PROGRAM)!r}], input=asked, capture_output=True)
sys.stdout.buffer.write(done.stdout)
"""


def test_one_that_fails_holds_up_no_other_and_is_tried_again_at_the_next_tick(rapport, team, beleid, now, drawing):
    other = ask_quarter(team, beleid, now + MINUTE, kwartaal=3)
    drawing(FAILS_IN_SPRING)
    assert make_due(now) == 1
    rapport.refresh_from_db()
    other.refresh_from_db()
    assert (rapport.stand, rapport.fout, rapport.pogingen) == ("wacht", "te_groot", 1)
    assert (other.stand, bytes(other.pdf[:5]), other.bytes) == ("klaar", b"%PDF-", len(other.pdf))


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ("import sys; sys.stdout.write('geen_pdf'); sys.exit(3)", "geen_pdf"),
        ("import os; os.kill(os.getpid(), 9)", "kapot"),
        ("raise SystemExit(1)", "kapot"),
    ],
)
def test_what_went_wrong_is_a_code(rapport, now, drawing, lines, code):
    drawing(lines)
    assert [make_due(now) for _attempt in range(ATTEMPTS)] == [0, 0, 0]
    rapport.refresh_from_db()
    assert (rapport.stand, rapport.fout) == ("mislukt", code)


# --- pages ----------------------------------------------------------------------------------------


def page(client, name, *args, status=200):
    response = client.get(reverse(f"evaluaties:{name}", args=args))
    assert response.status_code == status
    return response


def test_beleid_asks_waits_and_takes_the_report_along(client, gemeente, team, beleid, now):
    client.force_login(beleid)
    assert "Er is nog geen verslag" in page(client, "rapporten").content.decode()
    form = client.get(reverse("evaluaties:rapport_aanvragen"), {"soort": "team_kwartaal"}).context["form"]
    said = {"soort": "team_kwartaal", "team": team.pk, "periode": "2026-2", "sleutel": str(form.initial["sleutel"])}
    pressed = [client.post(reverse("evaluaties:rapport_aanvragen"), said) for _press in range(2)]
    rapport = Rapport.objects.get()
    assert {response.url for response in pressed} == {reverse("evaluaties:rapport", args=[rapport.pk])}
    waits = page(client, "rapport", rapport.pk).content.decode()
    assert "<progress" in waits
    assert "U krijgt een mail" in waits
    assert page(client, "rapport_pdf", rapport.pk, status=302).url == reverse("evaluaties:rapport", args=[rapport.pk])
    assert make_due(now) == 1
    done = page(client, "rapport_voortgang", rapport.pk, status=286).content.decode()
    assert reverse("evaluaties:rapport_pdf", args=[rapport.pk]) in done
    paper = page(client, "rapport_pdf", rapport.pk)
    assert paper["Content-Type"] == "application/pdf"
    assert paper["Content-Disposition"] == f'attachment; filename="verslag-2026-2-{rapport.pk}.pdf"'
    assert events()[-1] == "rapport.gehaald"


def test_who_leads_a_team_asks_for_its_quarter_and_nothing_else(client, team, leads, now):
    client.force_login(leads)
    assert reverse("evaluaties:rapporten") in client.get(reverse("opvolging:team", args=[team.pk])).content.decode()
    other = TeamFactory(gemeente=team.gemeente)
    kinds = client.get(reverse("evaluaties:rapport_aanvragen")).context["soorten"]
    assert list(kinds) == ["team_kwartaal"]
    assert post(client, soort="jaar", jaar=2026) == 403
    assert post(client, soort="team_kwartaal", team=other.pk, periode="2026-2") == 422
    assert post(client, soort="team_kwartaal", team=team.pk, periode="2026-2") == 302
    strange = ask_quarter(other, None, now)
    assert page(client, "rapport", strange.pk, status=404)
    assert list(page(client, "rapporten").context["pagina"]) == [Rapport.objects.get(team=team)]


def post(client, **said):
    return client.post(reverse("evaluaties:rapport_aanvragen"), said).status_code


def test_a_trainer_asks_about_evenings_and_not_about_the_year(client, now):
    afname = publish(AfnameFactory(sessie=held_evening(8)), [NPE_ANSWERS] * 6)
    trainer = AanstellingFactory(gemeente=afname.gemeente, rol="trainer", gebruiker__tweede_factor=True).gebruiker
    client.force_login(trainer)
    assert post(client, soort="sessie", afname=afname.pk) == 302
    assert post(client, soort="jaar", jaar=2026) == 403
    rapport = Rapport.objects.get()
    assert (rapport.sessie, rapport.afname) == (afname.sessie, afname)
    elsewhere = publish(AfnameFactory(sessie=held_evening(8, gemeente=GemeenteFactory())), [NPE_ANSWERS] * 6)
    assert post(client, soort="sessie", afname=elsewhere.pk) == 422


def test_members_and_the_meldpunt_have_no_reports(client, team, gemeente):
    member = LidmaatschapFactory(team=team).gebruiker
    desk = AanstellingFactory(gemeente=gemeente, rol="meldpunt", gebruiker__tweede_factor=True).gebruiker
    for nobody in (member, desk):
        client.force_login(nobody)
        assert page(client, "rapporten", status=403)
        assert page(client, "rapport_aanvragen", status=403)
        assert post(client, soort="jaar", jaar=2026) == 403


def test_nonsense_is_asked_again_with_a_sentence(client, beleid):
    client.force_login(beleid)
    assert post(client, soort="onzin") == 422
    assert post(client, soort="jaar", jaar="1") == 422
    assert post(client, soort="team_kwartaal", team="", periode="2026-9") == 422
    assert post(client) == 422


def test_a_failed_report_says_its_code_and_is_asked_for_again_with_one_button(client, rapport, beleid, now):
    for _attempt in range(ATTEMPTS):
        put_back(taken(now), "te_groot", now=now)
    client.force_login(beleid)
    shown = page(client, "rapport", rapport.pk)
    assert "te_groot" in shown.content.decode()
    again = shown.context["opnieuw"]
    assert post(client, **again) == 302
    assert Rapport.objects.to_come().get().team == rapport.team


def test_the_paper_is_refused_while_there_is_none(rapport, beleid, now):
    with pytest.raises(RefusedAction, match="nog niet klaar"):
        note_download(rapport, actor=beleid, now=now)


def test_the_list_asks_the_same_for_one_report_and_for_thirty(client, team, beleid, now):
    client.force_login(beleid)
    ask_quarter(team, beleid, now)
    page(client, "rapporten")
    with CaptureQueriesContext(connection) as one:
        page(client, "rapporten")
    for number in range(24):
        ask_quarter(TeamFactory(gemeente=team.gemeente), beleid, now, kwartaal=1 + number % 4)
    with CaptureQueriesContext(connection) as many:
        page(client, "rapporten")
    assert len(one) == len(many) <= 14
    assert not [query for query in many if '"evaluaties_rapport"."pdf"' in query["sql"]]


def test_the_rules_of_reports_find_what_breaks_them(rapport, now):
    assert broken() == set()
    kept(rapport, now)
    other = ask_quarter(rapport.team, None, now, kwartaal=1)
    assert broken() == set()
    Rapport.objects.filter(pk=other.pk).update(stand="bezig")
    assert broken() == {"rapport_bezig_zonder_beurt"}
    Rapport.objects.filter(pk=other.pk).update(stand="mislukt")
    assert broken() == {"rapport_mislukt_zonder_code"}


def broken():
    return {naam for naam, rows in of_reports().items() if rows.exists()}


def test_the_page_of_an_outcome_asks_for_its_report(client, now):
    afname = publish(AfnameFactory(sessie=held_evening(8)), [NPE_ANSWERS] * 6)
    trainer = AanstellingFactory(gemeente=afname.gemeente, rol="trainer", gebruiker__tweede_factor=True).gebruiker
    client.force_login(trainer)
    assert f'name="afname" value="{afname.pk}"' in page(client, "resultaat", afname.pk).content.decode()
