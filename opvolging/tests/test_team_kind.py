"""Iets in ons team zit mij dwars: for the contact of the gemeente only; a coordinator meets it nowhere."""

import re
import uuid
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from buurtpreventie.accounts.models import AntwoordVia, Gebruiker
from buurtpreventie.accounts.tests.factories import GebruikerFactory
from buurtpreventie.errors import RefusedAction
from buurtpreventie.outbox.models import Bericht
from meldingen.actions import copy_categorieen, raise_level, recategorise, report_melding, take_up
from meldingen.models import Categorie, Melding, MeldingInhoud
from meldingen.permissions import can_handle, own_teams_with_reader, reportable_kinds
from opvolging.actions import assign, close_with_antwoord, give_tussenbericht, lower_level
from opvolging.figures import Periode, followed
from opvolging.invariants import broken_invariants
from opvolging.tests.test_access_matrix import every_url
from opvolging.worklist import counts
from teams.models import Lidmaatschap
from teams.tests.factories import AanstellingFactory, LidmaatschapFactory, TeamFactory

pytestmark = pytest.mark.django_db
OTHERS = {"nummer": "9999-0000", "sleutel": uuid.UUID(int=7), "foto": uuid.UUID(int=7), "handeling": "oppakken"}
CANARY = "KANARIE-over-de-coordinator"
HAT = re.compile(r'<input type="radio" name="pet" value="([^"]+)"')
OK = 200
NOT_HERS = (
    "/gegevens/ingelogd/",  # says when and where one signed in
    "/static/",
    "/platform/",
    "/accounts/",
    "/stijlgids",
    "/gezond",
    "/postvak/",
)
BELOW = {"trainingen", "rondes", "teams"}  # apps that can know of no melding: ``test_floors`` holds them below it
LINK = re.compile(r'href="(/[^"#]*)"')
VOLATILE = [
    re.compile(r'name="(csrfmiddlewaretoken|[\w-]*sleutel|eenmalig)" value="[^"]*"'),
    re.compile(r'id="id_[\w-]*sleutel[^>]*>'),
]


@pytest.fixture
def over_team(wereld):
    """The category about a team, and a coordinator who also sits at the meldpunt with every kind up to V3."""
    copy_categorieen(wereld.gemeente)
    Authenticator.objects.create(user=wereld.coordinator, type=Authenticator.Type.TOTP, data={"secret": "x"})
    for rol in ("meldpunt", "beleid", "toezicht", "beheer"):
        AanstellingFactory(gebruiker=wereld.coordinator, gemeente=wereld.gemeente, **{rol: True})
    wereld.coordinator = fresh(wereld.coordinator)
    return Categorie.objects.select_related("gemeente").get(gemeente=wereld.gemeente, code="TM01")


def fresh(gebruiker):
    return Gebruiker.objects.get(pk=gebruiker.pk)


def complain(wereld, over_team, now, **feiten):
    return report_melding(
        actor=feiten.pop("actor", wereld.melder),
        categorie=over_team,
        buurt=wereld.buurt,
        team=wereld.team,
        inhoud={"waarneming": CANARY},
        now=now,
        antwoord_via=feiten.pop("antwoord_via", AntwoordVia.MAIL),
        **feiten,
    )


# --- every page and count ---------------------------------------------------------------------


def browser_of(gebruiker, hat=""):
    browser = Client()
    browser.force_login(fresh(gebruiker))
    if hat:
        browser.post(reverse("teams:rol"), {"pet": hat})
    return browser


@pytest.fixture
def still(now):
    """A page says at which minute it was read: the clock stands still."""
    with time_machine.travel(now + timedelta(hours=1), tick=False):
        yield


def everything(gebruiker, hats):
    """What this person reads: every address without a parameter under every hat, and once all they lead to.

    A page with another filter is read once, under the first hat that may read it.
    """
    seen = {}
    for hat in hats:
        browser = browser_of(gebruiker, hat)
        waiting = [reverse(name) for name, params in every_url() if not params and not name.startswith("account")]
        fixed = set(waiting)
        while waiting:
            url = waiting.pop()
            path = url.partition("?")[0]
            key = (hat if url in fixed else "", url if path in fixed else path)
            if key not in seen and not path.startswith(NOT_HERS) and not is_below(path):
                status, body, is_page = look(browser, url)
                if key[0] or status == OK:
                    seen[key] = body
                waiting += [link.replace("&amp;", "&") for link in LINK.findall(body)] if is_page else []
    return seen


def is_below(path):
    """A page of an app that has no meldingen."""
    try:
        return resolve(path).namespace in BELOW
    except Resolver404:
        return False


def look(browser, url):
    """A page without a trace: that she opened something before is not what changed it."""
    with transaction.atomic():
        response = browser.get(url)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        transaction.set_rollback(True)
    is_page = response.status_code == OK and "html" in response["Content-Type"]
    return response.status_code, plain(body.decode(errors="replace")), is_page


def plain(body):
    for pattern in VOLATILE:
        body = pattern.sub("", body)
    return body


def hats_of(gebruiker):
    return HAT.findall(browser_of(gebruiker).get(reverse("teams:rol")).text)


@pytest.mark.usefixtures("drawn_plainly")
def test_a_coordinator_with_every_seat_sees_no_page_and_no_count_change(wereld, over_team, now, still):
    for niveau in range(4):  # so that there is something to count
        wereld.report(niveau, now=now)
    hats = hats_of(wereld.coordinator)
    assert len(hats) == 5
    before = everything(wereld.coordinator, hats)

    melding = complain(wereld, over_team, now)
    taken = take_up(melding, actor=wereld.meldpunt, now=now)
    give_tussenbericht(taken, tekst="Wij zijn ermee bezig.", actor=wereld.meldpunt, now=now)
    complain(wereld, over_team, now)

    after = everything(wereld.coordinator, hats)
    assert len(before) > 60
    assert sorted(before) == sorted(after)
    assert [page for page in before if before[page] != after[page]] == []
    assert not any(melding.nummer in page or CANARY in page for page in after.values())


def test_each_address_of_its_number_does_not_exist_for_her(wereld, over_team, now):
    melding = complain(wereld, over_team, now)
    browser = browser_of(wereld.coordinator, f"meldpunt:{wereld.gemeente.pk}")
    of_number = [(name, params) for name, params in every_url() if params and params[0] == "nummer"]

    assert len(of_number) > 20
    for name, params in of_number:
        things = {param: OTHERS.get(param, 999_999) for param in params}
        here, missing = reverse(name, kwargs=things | {"nummer": melding.nummer}), reverse(name, kwargs=things)
        for method in (browser.get, browser.post):
            assert method(here).status_code == method(missing).status_code, name


def test_a_search_for_its_number_finds_nothing_for_her_and_all_for_a_colleague(wereld, over_team, now):
    melding = complain(wereld, over_team, now)
    url = f"{reverse('opvolging:werklijst')}?nummer={melding.nummer}"
    dossier = reverse("opvolging:dossier", args=[melding.nummer])

    assert dossier not in browser_of(wereld.coordinator, f"meldpunt:{wereld.gemeente.pk}").get(url).content.decode()
    assert browser_of(wereld.meldpunt).get(dossier).status_code == 200


def test_rows_contents_and_counts_leave_it_out_for_everybody_in_that_team(wereld, over_team, now):
    seat = AanstellingFactory(gebruiker=wereld.teamgenoot, gemeente=wereld.gemeente, meldpunt=True)
    before = counts(Melding.objects.visible_to(wereld.coordinator), now)
    melding = complain(wereld, over_team, now)

    for gebruiker in (fresh(wereld.coordinator), fresh(seat.gebruiker)):
        assert not Melding.objects.visible_to(gebruiker).filter(pk=melding.pk).exists()
        assert not Melding.objects.at_meldpunt_of(gebruiker).filter(pk=melding.pk).exists()
        assert not MeldingInhoud.objects.readable_by(gebruiker).filter(pk=melding.pk).exists()
        assert not can_handle(gebruiker, melding)
    assert counts(Melding.objects.visible_to(fresh(wereld.coordinator)), now) == before
    assert can_handle(fresh(wereld.meldpunt), melding)


def test_who_leads_another_team_may_handle_it(wereld, over_team, now):
    other = LidmaatschapFactory(team=TeamFactory(gemeente=wereld.gemeente), coordinator=True).gebruiker
    AanstellingFactory(gebruiker=other, gemeente=wereld.gemeente, meldpunt=True)

    assert can_handle(fresh(other), complain(wereld, over_team, now))


def test_a_seat_without_this_kind_does_not_see_it(wereld, over_team, now):
    seat = wereld.collega.aanstellingen.get()
    seat.soorten = ["niet_pluis", "openbare_ruimte"]
    seat.save()
    melding = complain(wereld, over_team, now)

    assert not Melding.objects.visible_to(fresh(wereld.collega)).filter(pk=melding.pk).exists()


def test_no_figure_moves(wereld, over_team, now):
    """Too few people report it to count it anywhere, and who reads figures may be in that team."""
    wereld.report(3, now=now)
    before = followed(wereld.gemeente, Periode(now.year), now.date())

    complain(wereld, over_team, now)

    assert followed(wereld.gemeente, Periode(now.year), now.date()) == before


# --- what may not happen to it ----------------------------------------------------------------


def test_nobody_reports_it_for_another(wereld, over_team, now):
    with pytest.raises(RefusedAction, match="alleen zelf"):
        complain(wereld, over_team, now, actor=wereld.coordinator, melder=wereld.melder)


def test_the_answer_never_goes_through_the_coordinator(wereld, over_team, now):
    with pytest.raises(RefusedAction, match="buiten uw coördinator om"):
        complain(wereld, over_team, now, antwoord_via=AntwoordVia.COORDINATOR)


def test_it_keeps_its_subject_its_level_and_its_readers(wereld, over_team, now):
    melding = take_up(complain(wereld, over_team, now), actor=wereld.meldpunt, now=now)

    with pytest.raises(RefusedAction, match="houdt dit onderwerp"):
        recategorise(melding, categorie=wereld.categorieen[3], actor=wereld.meldpunt, now=now)
    with pytest.raises(RefusedAction, match="strikt vertrouwelijk"):
        lower_level(melding, niveau=2, reden="vergissing", actor=wereld.meldpunt, now=now)
    with pytest.raises(RefusedAction, match="mag deze melding niet zien"):
        assign(melding, aan=fresh(wereld.coordinator), actor=wereld.meldpunt, now=now)
    assert raise_level(melding, niveau=3, reden="team", actor=wereld.meldpunt, now=now).vertrouwelijkheid == 3


def test_she_cannot_make_something_of_her_own_team_disappear_into_this_kind(wereld, over_team, now):
    melding = take_up(wereld.report(2, now=now), actor=wereld.coordinator, now=now)

    with pytest.raises(RefusedAction, match="zelf niet meer zien"):
        recategorise(melding, categorie=over_team, actor=wereld.coordinator, now=now)


def test_mails_about_it_name_only_the_number_and_none_goes_to_her(wereld, over_team, now):
    melding = take_up(complain(wereld, over_team, now), actor=wereld.meldpunt, now=now)
    close_with_antwoord(melding, uitkomst="opgelost", tekst="Wij spraken met u.", actor=wereld.meldpunt, now=now)

    mails = Bericht.objects.filter(bron=f"melding:{melding.pk}")

    assert mails.exists()
    assert not mails.filter(aan=wereld.coordinator.email).exists()
    said = " ".join(f"{mail.onderwerp} {mail.tekst}" for mail in mails)
    assert melding.nummer in said
    for word in (CANARY, over_team.naam, wereld.team.naam, wereld.buurt.naam, "coördinator"):
        assert word not in said


# --- who can say it, and to whom --------------------------------------------------------------


def test_everybody_in_the_team_can_always_say_it_whatever_is_switched_on(wereld, over_team):
    wereld.team.soorten = ["openbare_ruimte"]
    wereld.team.save()

    for gebruiker in (wereld.melder, wereld.coordinator):
        assert "team" in reportable_kinds(fresh(gebruiker), wereld.gemeente)
    assert "team" not in reportable_kinds(fresh(wereld.meldpunt), wereld.gemeente)


def test_without_anybody_outside_the_team_to_read_it_the_page_says_whom_to_call(wereld, over_team):
    for seat in (*wereld.meldpunt.aanstellingen.all(), *wereld.collega.aanstellingen.all()):
        seat.soorten = ["niet_pluis"]
        seat.save()
    browser, url = browser_of(wereld.melder), reverse("meldingen:begin", args=["team"])

    assert list(own_teams_with_reader(fresh(wereld.melder), wereld.gemeente)) == []  # only the coordinator herself
    for response in (browser.get(url), browser.post(url, {"waarneming": CANARY})):
        assert response.status_code == 200
        assert "Zit u iets dwars in uw team?" in response.content.decode()
        assert wereld.gemeente.telefoon in response.content.decode()
        assert CANARY not in response.content.decode()
    assert url in browser.get(reverse("meldingen:melden")).content.decode()


def test_who_is_in_no_team_here_has_no_such_page(wereld, elders, over_team):
    url = reverse("meldingen:begin", args=["team"])

    assert browser_of(wereld.meldpunt).get(url).status_code == 404
    assert "Zit u iets dwars in uw team?" in browser_of(elders.melder).get(url).content.decode()  # no category there


def test_the_form_offers_no_road_through_the_coordinator_and_hides_the_text(wereld, over_team):
    page = browser_of(wereld.melder).get(reverse("meldingen:begin", args=["team"]))

    form = page.context["form"]
    assert "coordinator" not in [value for value, _label in form.fields["antwoord_via"].choices]
    assert form["tekst_verborgen"].value() is True
    assert "namens" not in form.fields


def test_it_is_hidden_from_the_melder_afterwards_and_its_list_names_only_the_kind(wereld, over_team, now):
    melding = complain(wereld, over_team, now)

    page = browser_of(wereld.melder).get(reverse("opvolging:mijn_melding", args=[melding.nummer])).content.decode()

    assert melding.tekst_verborgen is True
    assert CANARY not in page
    assert over_team.naam not in browser_of(wereld.melder).get(reverse("opvolging:mijn")).content.decode()


def test_of_two_teams_one_chooses_which(wereld, over_team, now):
    second = TeamFactory(gemeente=wereld.gemeente, naam="Tweede team", buurten=[wereld.buurt])
    LidmaatschapFactory(team=second, gebruiker=wereld.melder)
    browser = browser_of(wereld.melder)
    said = {"waarneming": CANARY, "antwoord_via": "mail", "tekst_verborgen": "on"}

    browser.post(reverse("meldingen:begin", args=["team"]), said | {"team": second.pk})
    refused = browser.post(
        reverse("meldingen:begin", args=["team"]), said | {"team": TeamFactory(gemeente=wereld.gemeente).pk}
    )

    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["team"]
    sleutel = wereld.melder.concepten.order_by("begonnen_op").first()
    browser.post(reverse("meldingen:stap", args=[sleutel.pk, "controle"]), {"bewaard": sleutel.bewaard_op.isoformat()})
    assert Melding.objects.get(categorie=over_team).team == second


def test_a_former_member_is_no_longer_in_the_way(wereld, over_team, now):
    gone = GebruikerFactory(tweede_factor=True)
    AanstellingFactory(gebruiker=gone, gemeente=wereld.gemeente, meldpunt=True)
    lid = LidmaatschapFactory(team=wereld.team, gebruiker=gone)
    melding = complain(wereld, over_team, now)
    assert not can_handle(fresh(gone), melding)

    Lidmaatschap.objects.filter(pk=lid.pk).update(tot=lid.van)

    assert can_handle(fresh(gone), melding)


def test_controleer_names_a_complaint_that_lost_its_walls(wereld, over_team, now):
    melding = complain(wereld, over_team, now)
    assert broken_invariants() == {}

    Melding.objects.filter(pk=melding.pk).update(vertrouwelijkheid=2, antwoord_via="coordinator")

    broken = broken_invariants()
    assert broken["over_team_niet_strikt"] == broken["over_team_door_een_ander"] == [melding.pk]
