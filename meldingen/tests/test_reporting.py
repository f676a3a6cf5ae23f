"""From a draft to a melding: once, for whom, and by whom (E132)."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import time_machine
from django.db import connection
from django.urls import reverse

from buurtpreventie.accounts.tests.factories import GebruikerFactory
from buurtpreventie.outbox.models import Bericht
from meldingen.actions import add_aanvulling, withdraw_melding
from meldingen.models import Aanvulling, Categorie, Melding, MeldingInhoud, Stand
from meldingen.permissions import REPORTABLE, reportable_kinds, ways_to_hear
from meldingen.tests.conftest import Schrijver, make_plaats, signed_in, text_of
from meldingen.tests.factories import DINSDAG, report
from teams.tests.factories import AanstellingFactory, LidmaatschapFactory, TeamFactory

pytestmark = pytest.mark.django_db


@pytest.mark.django_db(transaction=True)
def test_a_double_click_in_two_threads_is_one_melding():
    with time_machine.travel(DINSDAG, tick=False):
        schrijver = Schrijver(make_plaats())
        schrijver.fill_until("wie")
        barrier = Barrier(2)

        def press():
            try:
                barrier.wait()
                return schrijver.fill("controle")
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            answers = [future.result() for future in [pool.submit(press), pool.submit(press)]]

    melding = Melding.objects.get()
    assert {answer.url for answer in answers} == {reverse("meldingen:verstuurd", args=[melding.nummer])}
    assert MeldingInhoud.objects.count() == 1
    assert Bericht.objects.filter(sleutel=f"ontvangen:{melding.pk}").count() == 1


def test_the_mail_says_number_and_dates_and_nothing_of_the_contents(schrijver):
    melding = schrijver.report()

    mail = Bericht.objects.get(sleutel=f"ontvangen:{melding.pk}")

    assert melding.nummer in mail.tekst
    assert "brievenbus" not in mail.tekst + mail.onderwerp
    assert "Elzenpad" not in mail.tekst + mail.onderwerp
    assert melding.categorie.naam not in mail.tekst + mail.onderwerp


def test_the_sent_page_tells_what_happens_next(schrijver):
    melding = schrijver.report()

    page = text_of(schrijver.client.get(reverse("meldingen:verstuurd", args=[melding.nummer])))

    assert melding.nummer in page
    assert "Uiterlijk <strong>dinsdag 1 december</strong>" in page
    assert reverse("opvolging:toevoegen", args=[melding.nummer]) in page
    assert 'href="tel:112"' in page


def test_the_sent_page_is_for_who_reported(schrijver, plaats):
    melding = schrijver.report()
    url = reverse("meldingen:verstuurd", args=[melding.nummer])

    assert signed_in(plaats.coordinator).get(url).status_code == 404
    assert signed_in(LidmaatschapFactory(team=plaats.team).gebruiker).get(url).status_code == 404


def test_a_category_that_was_switched_off_meanwhile_is_asked_again(schrijver, plaats):
    schrijver.fill_until("wie")
    Categorie.objects.filter(gemeente=plaats.gemeente, code="NP02").update(actief=False)

    assert schrijver.fill("controle").url == schrijver.url("categorie")


# --- who may report what ----------------------------------------------------------------------


def test_only_kinds_that_are_switched_on_and_have_a_form_are_offered(plaats):
    without = TeamFactory(gemeente=plaats.gemeente, naam="Zonder niet pluis")
    lid = LidmaatschapFactory(team=without).gebruiker

    assert reportable_kinds(plaats.melder, plaats.gemeente) == list(REPORTABLE)
    assert reportable_kinds(lid, plaats.gemeente) == ["openbare_ruimte", "wijkveiligheid"]
    page = text_of(signed_in(lid).get(reverse("meldingen:melden")))
    assert reverse("meldingen:zorgen") in page
    assert signed_in(lid).get(reverse("meldingen:begin", args=["niet_pluis"])).status_code == 404
    assert signed_in(lid).post(reverse("meldingen:begin", args=["niet_pluis"]), {"nu_gevaar": "nee"}).status_code == 404


def test_a_seat_at_the_meldpunt_reports_its_own_kinds(plaats):
    seat = AanstellingFactory(gemeente=plaats.gemeente, rol="meldpunt", soorten=["openbare_ruimte"], hoogste_niveau=1)

    assert reportable_kinds(seat.gebruiker, plaats.gemeente) == ["openbare_ruimte"]


@pytest.mark.parametrize("rol", ["beleid", "beheer", "trainer", "toezicht"])
def test_other_roles_report_nothing(plaats, rol):
    assert (
        reportable_kinds(AanstellingFactory(gemeente=plaats.gemeente, **{rol: True}).gebruiker, plaats.gemeente) == []
    )


def test_a_kind_that_is_none_does_not_exist(schrijver):
    assert schrijver.client.get(reverse("meldingen:begin", args=["onzin"])).status_code == 404


def test_pages_are_for_who_is_signed_in(client, plaats):
    for url in (reverse("meldingen:melden"), reverse("meldingen:begin", args=["niet_pluis"])):
        assert client.get(url).url.startswith(reverse("account_login"))


# --- on behalf --------------------------------------------------------------------------------


def test_a_coordinator_reports_for_a_member_who_then_is_the_melder(plaats):
    hennie = LidmaatschapFactory(team=plaats.team, gebruiker=GebruikerFactory(zonder_mail=True, telefoon="")).gebruiker
    schrijver = Schrijver(plaats, plaats.coordinator)

    melding = schrijver.report(onderwerp={"namens": hennie.pk}, wie={"antwoord_via": "coordinator"})

    assert (melding.melder, melding.ingevoerd_door, melding.antwoord_via) == (hennie, plaats.coordinator, "coordinator")
    assert melding.team == plaats.team


def test_before_sending_it_says_that_only_number_and_stand_stay_visible(plaats):
    schrijver = Schrijver(plaats, plaats.coordinator)
    schrijver.fill_until("wie", onderwerp={"namens": plaats.melder.pk})

    page = text_of(schrijver.page("controle"))

    assert f"U vult dit in voor <strong>{plaats.melder.naam}</strong>." in page
    assert "Na het versturen ziet u zelf alleen het nummer en hoe ver het is." in page


def test_a_coordinator_chooses_from_the_own_team_only(plaats, elders):
    schrijver = Schrijver(plaats, plaats.coordinator)
    other_team = LidmaatschapFactory(team=TeamFactory(gemeente=plaats.gemeente, alle_soorten=True)).gebruiker
    schrijver.begin()

    assert list(schrijver.page("onderwerp").context["form"].fields["namens"].queryset) == [plaats.melder]
    for stranger in (other_team, elders.melder):
        assert list(schrijver.fill("onderwerp", namens=stranger.pk).context["form"].errors) == ["namens"]


def test_the_meldpunt_reports_for_everybody_in_a_team_of_the_gemeente(plaats, meldpunt, elders):
    schrijver = Schrijver(plaats, meldpunt)
    schrijver.client = second_factor(schrijver.client)
    schrijver.begin()

    people = list(schrijver.page("onderwerp").context["form"].fields["namens"].queryset)

    assert people == sorted([plaats.melder, plaats.coordinator], key=lambda one: one.naam)


def second_factor(client):
    """The wall behind which staff works: passed, as after a code."""
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": DINSDAG.timestamp()}]
    session.save()
    return client


def test_who_is_no_coordinator_is_not_asked_for_whom(schrijver, plaats):
    schrijver.begin()

    assert "namens" not in schrijver.page("onderwerp").context["form"].fields
    schrijver.fill_until("controle", onderwerp={"namens": plaats.coordinator.pk})
    assert Melding.objects.get().melder == plaats.melder


def test_there_is_always_a_way_to_hear():
    nobody = GebruikerFactory(zonder_mail=True, telefoon="")

    assert ways_to_hear(nobody, in_team=False) == ["coordinator"]


# --- afterwards -------------------------------------------------------------------------------


def test_the_same_addition_sent_twice_is_one(plaats):
    melding = report(melder=plaats.melder, team=plaats.team, gemeente=plaats.gemeente)

    for tekst in ("Nu brandt er licht.", "Nu brandt er licht.", "Nog iets."):
        add_aanvulling(melding, tekst=tekst, actor=plaats.melder, now=DINSDAG)

    assert [a.tekst for a in Aanvulling.objects.filter(melding=melding)] == ["Nu brandt er licht.", "Nog iets."]


def test_withdrawing_ends_an_open_melding_and_takes_only_the_name_of_a_confidential_one(plaats):
    kw = {"gemeente": plaats.gemeente, "team": plaats.team, "melder": plaats.melder}
    open_one, confidential = report(niveau=0, **kw), report(niveau=2, **kw)

    withdraw_melding(open_one, actor=plaats.melder, now=DINSDAG)
    withdraw_melding(confidential, actor=plaats.melder, now=DINSDAG)

    open_one.refresh_from_db(), confidential.refresh_from_db()
    assert (open_one.stand, open_one.melder) == (Stand.INGETROKKEN, plaats.melder)
    assert (confidential.stand, confidential.melder) == (Stand.ONTVANGEN, None)
