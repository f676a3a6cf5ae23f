"""Who left the team or may not sign in any more: links, feeds and mails about rounds are dead (veiligheid 11)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from buurtpreventie.outbox.models import Bericht
from buurtpreventie.tokens import hash_token, new_token
from teams.models import Lidmaatschap
from teams.rondes.actions import call_walkers, make_agenda, send_waarschuwing, watch
from teams.rondes.models import Bevestiging, Ronde, Sleutel
from teams.rondes.tests.factories import DeelnameFactory, RondeFactory, WaarschuwingFactory
from teams.rondes.warnings_open import call_list, strook_of
from teams.tests.factories import LidmaatschapFactory, TeamFactory

pytestmark = pytest.mark.django_db
LINKS = {"thuis": "thuis_link", "bellen": "bellen_link", "waarschuwing": "waarschuwing_link"}


@pytest.fixture
def now():
    return timezone.now().replace(second=0, microsecond=0)


@pytest.fixture
def team():
    return TeamFactory()


@pytest.fixture
def lid(team):
    return LidmaatschapFactory(team=team, rol="coordinator", gebruiker__naam="Anna").gebruiker


@pytest.fixture
def ronde(team, lid, now):
    """Out, and late by half an hour."""
    ronde = RondeFactory(team=team, bezig=True, op=now - timedelta(hours=2), leider=lid)
    DeelnameFactory(ronde=ronde, gebruiker=lid, liep_mee=True)
    return ronde


@pytest.fixture
def warning(team, now):
    return WaarschuwingFactory(gemeente=team.gemeente, verstuurd=True, begonnen_op=now)


def leave(person, now):
    Lidmaatschap.objects.filter(gebruiker=person).update(tot=timezone.localdate(now))


def block(person, now):
    type(person).objects.filter(pk=person.pk).update(is_active=False)


def link(person, ronde, doel, now, warning=None):
    secret = new_token()
    facts = {"gemaakt_op": now, "verloopt_op": now + timedelta(hours=2), "waarschuwing": warning}
    Sleutel.objects.create(ronde=ronde, gebruiker=person, doel=doel, token_hash=hash_token(secret), **facts)
    return reverse(f"rondes:{LINKS[doel]}", args=[secret])


@pytest.mark.parametrize("doel", LINKS)
@pytest.mark.parametrize("gone", [leave, block])
def test_links_open_nothing_any_more(client, lid, ronde, warning, now, doel, gone):
    url = link(lid, ronde, doel, now, warning if doel == "waarschuwing" else None)
    assert client.get(url).status_code == 200
    gone(lid, now)
    assert client.get(url).status_code == 404
    assert client.post(url, {"soort": "weg", "wat": "thuis"}).status_code == 404
    assert Ronde.objects.get(pk=ronde.pk).is_under_way
    assert not Bevestiging.objects.exists()


def test_who_leads_no_more_rings_nobody_by_link(client, lid, ronde, now):
    url = link(lid, ronde, "bellen", now)
    Lidmaatschap.objects.update(rol="lid")
    assert client.post(url, {"wat": "niemand"}).status_code == 404
    call_walkers(ronde, actor=lid, now=now)


@pytest.mark.parametrize("gone", [leave, block])
def test_feeds_are_dead(client, lid, team, now, gone):
    urls = [reverse("rondes:agenda_ics", args=[make_agenda(team=of, actor=lid, now=now).geheim]) for of in (None, team)]
    assert [client.get(url).status_code for url in urls] == [200, 200]
    gone(lid, now)
    assert [client.get(url).status_code for url in urls] == [404, 404]


@pytest.mark.parametrize("gone", [leave, block])
def test_no_mail_asks_whether_everybody_is_home(lid, ronde, team, now, gone):
    coordinator = LidmaatschapFactory(team=team, rol="coordinator").gebruiker
    gone(lid, now)
    watch(now)
    assert set(Bericht.objects.values_list("aan", flat=True)) == {coordinator.email}


def test_a_warning_is_not_for_who_signed_up_and_left(lid, team, now):
    stays = LidmaatschapFactory(team=team).gebruiker
    planned = RondeFactory(team=team, op=now + timedelta(minutes=40))
    for person in (lid, stays):
        DeelnameFactory(ronde=planned, gebruiker=person)
    leave(lid, now)
    warning = WaarschuwingFactory(gemeente=team.gemeente, begonnen_op=now)
    words = {"tekst": "Er is ingebroken.", "doen": "Ga niet.", "geldig_tot": now + timedelta(hours=2)}
    send_waarschuwing(warning, **words, actor=warning.door, now=now)
    assert list(Sleutel.objects.values_list("gebruiker", flat=True)) == [stays.pk]
    assert not strook_of(lid, now).waarschuwingen
    assert strook_of(stays, now).waarschuwingen
    assert [ploeg.mensen for ploeg in call_list(warning).straks] == [1]
