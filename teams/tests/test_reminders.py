"""What beheer hears by itself (E031, E032, E149)."""

from datetime import timedelta

import pytest

from buurtpreventie.outbox.models import Bericht
from teams.actions.reminders import remind_beheer
from teams.models import Afspraak
from teams.tests.factories import ContactFactory, GemeenteFactory, PartnerFactory

pytestmark = pytest.mark.django_db
TERMS = {"reactie_werkdagen": 2, "antwoord_werkdagen": 5}


@pytest.fixture
def partner():
    return PartnerFactory(gemeente=GemeenteFactory(contact_email="teams@example.nl"), naam="Wijkteam Noord")


def mails():
    return list(Bericht.objects.order_by("pk").values_list("aan", "onderwerp"))


def test_thirty_days_before_an_agreement_ends_beheer_hears_it_once(partner, now):
    end = now.date() + timedelta(days=35)
    Afspraak.objects.create(partner=partner, soort="niet_pluis", geldig_tot=end, **TERMS)

    assert remind_beheer(now) == 0
    assert remind_beheer(now + timedelta(days=6)) == 1
    assert remind_beheer(now + timedelta(days=7)) == 0
    assert mails() == [("teams@example.nl", "Een afspraak loopt af: Wijkteam Noord")]


def test_a_missed_week_is_no_missed_mail_and_a_weekend_is_quiet(partner, now):
    end = now.date() + timedelta(days=32)
    Afspraak.objects.create(partner=partner, soort="niet_pluis", geldig_tot=end, **TERMS)
    saturday = now + timedelta(days=4)

    assert remind_beheer(saturday) == 0
    assert remind_beheer(now + timedelta(days=20)) == 1


def test_once_a_year_all_agreements_are_looked_over(partner, now):
    Afspraak.objects.create(partner=partner, soort="niet_pluis", **TERMS)
    january = now.replace(year=2027, month=1, day=5)

    assert [remind_beheer(now), remind_beheer(january), remind_beheer(january + timedelta(days=30))] == [0, 1, 0]
    assert remind_beheer(january.replace(year=2028)) == 1


def test_away_without_a_deputy_is_told_on_the_first_working_day(partner, now):
    deputy = ContactFactory(partner=partner)
    ContactFactory(partner=partner, vervanger=deputy, afwezig_van=now.date())
    alone = ContactFactory(partner=partner, afwezig_van=now.date() + timedelta(days=1))

    assert [remind_beheer(now + timedelta(days=n)) for n in range(3)] == [0, 1, 0]
    assert mails() == [("teams@example.nl", "Afwezig zonder vervanger: Wijkteam Noord")]
    assert alone.naam in Bericht.objects.get().tekst


def test_a_stopped_partner_is_left_alone(partner, now):
    Afspraak.objects.create(partner=partner, soort="niet_pluis", geldig_tot=now.date(), **TERMS)
    partner.actief = False
    partner.save()

    assert remind_beheer(now) == 0
