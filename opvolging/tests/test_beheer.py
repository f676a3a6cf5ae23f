"""A partner for beheer: absence, leaving, another address; no ask stays with who is not there (E031, E149)."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from buurtpreventie.errors import RefusedAction
from buurtpreventie.outbox.models import Bericht
from opvolging.actions.alarms import ring_alarms
from opvolging.actions.contacts import edit_contact, note_absence, stop_contact, stop_partner
from opvolging.actions.reminders import sweep
from opvolging.invariants import broken_invariants
from opvolging.models import Herinnering, Toegang
from opvolging.tests.test_meldpunt_berichten import stuck
from teams.models import Contact, Wijziging

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(wereld):
    browser = Client()
    browser.force_login(wereld.beheer)
    return browser


def alive(ask):
    links = Toegang.objects.filter(opvolging=ask, ingetrokken_op__isnull=True)
    return sorted(links.values_list("email", flat=True))


def details(contact, **other):
    own = {veld: getattr(contact, veld) for veld in ("naam", "email", "telefoon", "vervanger")}
    return own | {"buurten": list(contact.buurten.all()), "gelezen": None} | other


def test_a_partner_with_open_asks_is_not_stopped(wereld, now):
    ask = wereld.asked(0, now=now)
    with pytest.raises(RefusedAction, match="vragen open"):
        stop_partner(wereld.partner, actor=wereld.beheer, now=now)

    stop_partner(wereld.andere_partner, actor=wereld.beheer, now=now)

    wereld.andere_partner.refresh_from_db()
    assert not wereld.andere_partner.actief
    assert alive(ask) == [wereld.contact.email]


def test_who_leaves_gives_every_open_ask_to_the_deputy_in_one_act(wereld, now):
    asks = [wereld.asked(0, now=now), wereld.asked(2, now=now)]
    with pytest.raises(RefusedAction, match="Geef ze door"):
        stop_contact(wereld.contact, actor=wereld.beheer, now=now)

    stop_contact(wereld.contact, doorgeven=True, actor=wereld.beheer, now=now)

    for ask in asks:
        ask.refresh_from_db()
        assert ask.contact == wereld.vervanger
        assert alive(ask) == [wereld.vervanger.email]
        assert Bericht.objects.filter(aan=wereld.vervanger.email, bron=ask.bron).count() == 1
    wereld.contact.refresh_from_db()
    assert not wereld.contact.actief
    assert broken_invariants() == {}


def test_without_a_deputy_who_is_there_nobody_leaves_asks_behind(wereld, now):
    ask = wereld.asked(0, now=now)
    Contact.objects.filter(pk=wereld.vervanger.pk).update(afwezig_van=now.date())

    with pytest.raises(RefusedAction, match="geen vervanger"):
        stop_contact(wereld.contact, doorgeven=True, actor=wereld.beheer, now=now)

    ask.refresh_from_db()
    assert ask.contact == wereld.contact


def test_a_deputy_who_leaves_is_nobodys_deputy_any_more(wereld, now):
    stop_contact(wereld.vervanger, actor=wereld.beheer, now=now)

    wereld.contact.refresh_from_db()
    assert wereld.contact.vervanger is None
    assert Wijziging.objects.filter(veld="vervanger", doel_id=wereld.contact.pk, van=wereld.vervanger.naam).exists()


def test_another_address_ends_the_link_of_the_old_one(wereld, now):
    ask = wereld.asked(2, now=now)

    edit_contact(wereld.contact, **details(wereld.contact, email="nieuw@example.org"), actor=wereld.beheer, now=now)

    assert alive(ask) == ["nieuw@example.org"]
    assert Bericht.objects.filter(aan="nieuw@example.org", bron=ask.bron).count() == 1
    assert broken_invariants() == {}


def test_absence_passes_open_asks_on_at_once(wereld, now):
    ask = wereld.asked(0, now=now)

    days = {"afwezig_van": now.date(), "afwezig_tot": now.date() + timedelta(days=7)}
    note_absence(wereld.contact, **days, gelezen=None, actor=wereld.beheer, now=now)

    assert alive(ask) == sorted([wereld.contact.email, wereld.vervanger.email])
    wereld.contact.refresh_from_db()
    assert wereld.asked(0, now=now).contact == wereld.vervanger


def test_absence_without_a_deputy_is_noted_and_stands_out(wereld, browser, now):
    Contact.objects.filter(pk=wereld.contact.pk).update(vervanger=None)
    url = reverse("opvolging:beheer_contact_afwezig", args=[wereld.contact.pk])
    page = browser.get(url)

    today = timezone.localdate()
    days = {"afwezig_van": today.isoformat(), "gelezen": page.context["form"]["gelezen"].value()}
    answer = browser.post(url, days, follow=True)

    assert "Er is geen vervanger" in page.content.decode()
    assert "Afwezig en er is geen vervanger" in answer.content.decode()
    assert wereld.contact.naam in browser.get(reverse("meldingen:beheer")).content.decode()


def test_the_page_counts_open_asks_and_names_handlers_and_never_a_melding(wereld, browser, now):
    ask = wereld.asked(2, now=now)
    stuck(Bericht.objects.get(bron=ask.bron))

    page = browser.get(reverse("opvolging:beheer_partner", args=[wereld.partner.pk])).content.decode()
    leaving = browser.get(reverse("opvolging:beheer_contact_einde", args=[wereld.contact.pk])).content.decode()

    assert "1 open vraag" in page
    assert "Een mail naar dit adres kwam terug" in page
    assert wereld.meldpunt.naam in leaving
    assert ask.melding.nummer not in page + leaving


def test_an_agreement_that_ran_out_no_longer_gives_the_terms(wereld, now):
    wereld.partner.afspraken.create(
        soort="openbare_ruimte", reactie_werkdagen=1, antwoord_werkdagen=2, geldig_tot=now.date()
    )
    with_it = wereld.asked(0, now=now)
    without = wereld.asked(0, now=now + timedelta(days=1))

    assert (with_it.uiterlijk - now.date()).days == 1
    assert (without.uiterlijk - now.date()).days > 3
    assert sweep(now) == 0


def test_a_quicker_category_rings_no_alarm_for_what_was_there(wereld, now):
    wereld.report(0, now=now)
    categorie = wereld.categorieen[0]
    categorie.reactie_werkdagen = 0
    categorie.save()
    new = wereld.report(0, now=now, categorie=categorie)

    ring_alarms(wereld.gemeente, now + timedelta(hours=3))

    alarms = Herinnering.objects.filter(stap__startswith="alarm")
    assert set(alarms.values_list("bron", flat=True)) == {f"melding:{new.pk}"}


def test_beheer_and_nobody_else_sees_these_pages(wereld, elders, client):
    pages = [
        reverse("opvolging:beheer_partner", args=[wereld.partner.pk]),
        reverse("opvolging:beheer_partner_einde", args=[wereld.partner.pk]),
        *(reverse(f"opvolging:beheer_contact{n}", args=[wereld.contact.pk]) for n in ("", "_afwezig", "_einde")),
    ]
    for person, status in [(wereld.beheer, 200), (wereld.meldpunt, 403), (wereld.melder, 404), (elders.beheer, 404)]:
        client.force_login(person)
        assert {client.get(page).status_code for page in pages} == {status}
