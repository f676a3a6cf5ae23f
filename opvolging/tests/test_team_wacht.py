"""What a team waits for, and the nudge of its coordinator (E156)."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from buurtpreventie.accounts.models import AntwoordVia
from buurtpreventie.audit.models import Logregel
from buurtpreventie.errors import RefusedAction
from buurtpreventie.outbox.models import Bericht
from meldingen.actions import locked
from opvolging.actions import close_with_antwoord, give_seintje, give_tussenbericht
from opvolging.dossier import read_dossier
from opvolging.models import Seintje
from opvolging.team import as_waiting, waiting_meldingen
from opvolging.tests.meldpunt_pages import signed_in, text_of
from teams.clocks import Kalender

pytestmark = pytest.mark.django_db


@pytest.fixture
def zij(now, wereld):
    with time_machine.travel(now, tick=False):
        yield wereld


def page(zij, name="team", gebruiker=None):
    return signed_in(gebruiker or zij.coordinator).get(reverse(f"opvolging:{name}", args=[zij.team.pk]))


def nudge(melding, gebruiker):
    return signed_in(gebruiker).post(reverse("opvolging:seintje", args=[melding.nummer]))


def rows(zij, now):
    kalender = Kalender.of(zij.gemeente)
    return [as_waiting(melding, kalender, now) for melding in waiting_meldingen(zij.coordinator, zij.team)]


def nudge_mails(melding):
    return list(Bericht.objects.filter(bron=f"melding:{melding.pk}", sleutel__startswith="seintje:"))


def test_the_longest_waiting_stands_on_top_with_what_was_promised(zij, now):
    new = zij.report(0, now=now)
    old = zij.taken_up(1, now=now - timedelta(days=8))
    silent = zij.report(0, now=now - timedelta(days=7))
    zij.answered(0, now=now - timedelta(days=9))

    found = rows(zij, now)

    assert [row.melding for row in found] == [old, silent, new]
    assert [row.dagen for row in found] == ["Wacht 8 dagen", "Wacht 7 dagen", "Vandaag gemeld"]
    assert [row.laat for row in found] == [False, True, False]
    assert found[0].woorden == "Antwoord verwacht uiterlijk 23 november."
    assert found[1].woorden == "Nog niets gehoord. Dat had uiterlijk 13 november gemoeten."
    assert found[2].woorden == "Nog niets gehoord. Uiterlijk 20 november hoort de melder of iemand het oppakt."


def test_confidential_and_strict_meldingen_and_complaints_are_neither_listed_nor_counted(zij, now):
    shared = zij.report(2, now=now - timedelta(days=7), coordinator_mag_lezen=True)
    hidden = [zij.report(niveau, now=now - timedelta(days=7)) for niveau in (2, 3)]
    complaint = zij.report(3, now=now - timedelta(days=7), coordinator_mag_lezen=True)
    complaint.categorie.soort = "team"
    complaint.categorie.save()
    complaint.vertrouwelijkheid = 2  # lowered since, and ticked
    complaint.save()

    assert [row.melding for row in rows(zij, now)] == [shared]
    for name in ("team", "team_wacht"):
        shown = text_of(page(zij, name))
        assert shared.nummer in shown
        assert not [one for one in (*hidden, complaint) if one.nummer in shown]
    assert "Iets in ons team" not in text_of(page(zij))
    assert nudge(complaint, zij.coordinator).status_code == 404
    assert nudge(hidden[0], zij.coordinator).status_code == 404


def test_a_nudge_is_possible_after_the_promise_or_five_working_days_without_news(zij, now):
    silent = zij.report(0, now=now)  # reaction promised by Friday 20 November
    taken = zij.taken_up(0, now=now)

    def first_day(melding):
        days = (now + timedelta(days=n) for n in range(30))
        return next(day.date() for day in days if rows_of(melding, day).kan_vragen)

    def rows_of(melding, moment):
        return next(row for row in rows(zij, moment) if row.melding == melding)

    assert f"{first_day(silent)}" == "2026-11-21"
    assert f"{first_day(taken)}" == "2026-11-24"
    give_tussenbericht(taken, tekst="Wij zijn bezig.", actor=zij.meldpunt, now=now + timedelta(days=2))
    assert f"{first_day(taken)}" == "2026-11-26"


def test_too_early_is_refused_with_the_day_from_which_it_can(zij, now):
    melding = zij.report(0, now=now)

    response = nudge(melding, zij.coordinator)

    assert response.status_code == 409
    assert "Het meldpunt heeft nog tijd. U kunt dit vragen vanaf 21 november." in text_of(response)
    assert not Seintje.objects.exists()


def test_pressed_twice_it_is_one_nudge_and_one_mail_and_the_next_day_one_may_ask_again(zij, now):
    melding = zij.taken_up(0, now=now - timedelta(days=8))

    assert [nudge(melding, zij.coordinator).status_code for _ in range(2)] == [302, 302]

    assert Seintje.objects.count() == 1
    assert [mail.aan for mail in nudge_mails(melding)] == [zij.meldpunt.email]
    assert Logregel.objects.about(melding).filter(gebeurtenis="melding.seintje").count() == 1
    give_seintje(melding, actor=zij.coordinator, now=now + timedelta(days=1))
    assert len(nudge_mails(melding)) == 2


def test_with_nobody_on_it_the_mail_goes_to_the_meldpunt_and_says_no_more_than_the_number(zij, now):
    melding = zij.report(2, now=now - timedelta(days=7), coordinator_mag_lezen=True)

    nudge(melding, zij.coordinator)

    (mail,) = nudge_mails(melding)
    assert mail.aan == zij.gemeente.meldpunt_email
    assert melding.nummer in mail.onderwerp
    assert melding.categorie.naam not in mail.onderwerp + mail.tekst
    assert zij.melder.naam not in mail.onderwerp + mail.tekst


def test_the_dossier_shows_the_nudge_until_the_melder_hears_something(zij, now):
    melding = zij.taken_up(0, now=now - timedelta(days=8))
    give_seintje(melding, actor=zij.coordinator, now=now)

    def dossier(moment):
        return read_dossier(locked(melding), actor=zij.meldpunt, now=moment)

    assert dossier(now).seintje == now
    assert "De coördinator van het team vroeg hoe het staat." in [one.zin for one in dossier(now).geschiedenis]
    assert "Het team vroeg hoe het staat." in text_of(
        signed_in(zij.meldpunt).get(reverse("opvolging:dossier", args=[melding.nummer]))
    )
    give_tussenbericht(melding, tekst="Wij zijn bezig.", actor=zij.meldpunt, now=now + timedelta(hours=1))
    assert dossier(now + timedelta(hours=1)).seintje is None


def test_who_does_not_lead_the_team_cannot_nudge(zij, elders, now):
    melding = zij.report(0, now=now - timedelta(days=7))

    codes = {
        rol: nudge(melding, gebruiker).status_code
        for rol, gebruiker in {
            "teamgenoot": zij.teamgenoot,
            "ander team": zij.ander_teamlid,
            "elders": elders.coordinator,
            "meldpunt": zij.meldpunt,
        }.items()
    }

    assert codes == {"teamgenoot": 403, "ander team": 404, "elders": 404, "meldpunt": 404}
    assert page(zij, "team_wacht", zij.teamgenoot).status_code == 403
    assert "Uw team wacht op" not in text_of(page(zij, gebruiker=zij.teamgenoot))
    assert not Seintje.objects.exists()


def test_what_is_answered_is_not_waited_for_and_not_asked_about(zij, now):
    melding = zij.taken_up(0, now=now - timedelta(days=8))
    close_with_antwoord(melding, uitkomst="opgelost", tekst="Gedaan.", actor=zij.meldpunt, now=now)

    assert rows(zij, now) == []
    assert "Uw team wacht nergens op." in text_of(page(zij))
    with pytest.raises(RefusedAction, match="al klaar"):
        give_seintje(melding, actor=zij.coordinator, now=now)


def test_an_answer_to_bring_over_stands_on_the_page_of_who_leads_the_team(zij, now):
    melding = zij.taken_up(0, now=now, antwoord_via=AntwoordVia.COORDINATOR)
    close_with_antwoord(melding, uitkomst="opgelost", tekst="Gedaan.", actor=zij.meldpunt, now=now)

    shown = text_of(page(zij))

    assert "1 lid wacht op een antwoord dat u kunt vertellen." in shown
    assert "Gedaan." not in shown
    assert "Antwoord overbrengen" not in text_of(page(zij, gebruiker=zij.teamgenoot))
