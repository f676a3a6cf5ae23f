"""The table of ontwerp §4 as a test: roles × levels, for rows, contents, counts and titles."""

from datetime import timedelta

import pytest

from buurtpreventie.accounts.models import Gebruiker
from meldingen.models import Melding, MeldingInhoud
from meldingen.permissions import can_handle
from opvolging.briefing import reported_from
from opvolging.models import Opvolging, Terugkoppeling
from teams.rondes.tests.factories import RondeFactory

pytestmark = pytest.mark.django_db

# role -> what it sees at V0, V1, V2, V3: "inhoud" (row and contents), "rij" (number and stand), "-" (does not exist)
TABEL = {
    "melder": ("inhoud", "inhoud", "inhoud", "rij"),  # V3: the text of NP10-15 is hidden after sending
    "teamgenoot": ("inhoud", "-", "-", "-"),
    "ander_teamlid": ("-", "-", "-", "-"),
    "coordinator": ("inhoud", "inhoud", "-", "-"),
    "meldpunt": ("inhoud", "inhoud", "inhoud", "inhoud"),
    "meldpunt_tot_v1": ("inhoud", "inhoud", "-", "-"),
    "beheer": ("-", "-", "-", "-"),
    "beleid": ("-", "-", "-", "-"),
    "trainer": ("-", "-", "-", "-"),
}
CASES = [(rol, niveau, zicht) for rol, row in TABEL.items() for niveau, zicht in enumerate(row)]


def fresh(gebruiker):
    """The person as a new request loads him or her: roles are remembered on the instance."""
    return Gebruiker.objects.get(pk=gebruiker.pk)


@pytest.fixture
def meldingen(wereld, elders, now):
    """One melding per level here and elsewhere; those elsewhere must never show."""
    for niveau in range(4):
        elders.report(niveau, now=now, tekst="kanarie")
    return {niveau: wereld.report(niveau, now=now, tekst_verborgen=niveau == 3) for niveau in range(4)}


@pytest.mark.parametrize(("rol", "niveau", "zicht"), CASES)
def test_each_role_sees_at_each_level_what_the_table_says(wereld, meldingen, rol, niveau, zicht):
    user, melding = fresh(getattr(wereld, rol)), meldingen[niveau]

    rows = list(Melding.objects.visible_to(user).filter(vertrouwelijkheid=niveau))
    contents = list(MeldingInhoud.objects.readable_by(user).filter(melding__vertrouwelijkheid=niveau))

    assert rows == ([] if zicht == "-" else [melding])
    assert contents == ([melding.inhoud] if zicht == "inhoud" else [])
    assert can_handle(user, melding) == (rol.startswith("meldpunt") and zicht == "inhoud")


@pytest.mark.parametrize("rol", TABEL)
def test_counts_say_no_more_than_the_table(wereld, meldingen, rol):
    user = fresh(getattr(wereld, rol))
    visible = sum(zicht != "-" for zicht in TABEL[rol])

    assert Melding.objects.visible_to(user).count() == visible
    assert Melding.objects.at_meldpunt_of(user).count() == (visible if rol.startswith("meldpunt") else 0)


@pytest.mark.parametrize("rol", TABEL)
def test_nobody_sees_anything_of_another_gemeente(elders, wereld, meldingen, rol):
    user = fresh(getattr(wereld, rol))

    assert not Melding.objects.visible_to(user).filter(gemeente=elders.gemeente).exists()
    assert not MeldingInhoud.objects.readable_by(user).filter(melding__gemeente=elders.gemeente).exists()


@pytest.mark.parametrize(("niveau", "zicht"), [(0, "inhoud"), (1, "inhoud"), (2, "rij"), (3, "rij")])
def test_who_entered_it_for_another_sees_only_number_and_stand_of_a_confidential_one(wereld, now, niveau, zicht):
    melding = wereld.report(niveau, now=now, actor=wereld.coordinator, melder=wereld.melder)
    melding.team = None
    melding.save()
    user = fresh(wereld.coordinator)

    assert list(Melding.objects.visible_to(user)) == [melding]
    assert MeldingInhoud.objects.readable_by(user).exists() == (zicht == "inhoud")


def test_the_melder_may_share_a_confidential_melding_with_the_coordinator(wereld, now):
    melding = wereld.report(2, now=now, coordinator_mag_lezen=True)
    strict = wereld.report(3, now=now, coordinator_mag_lezen=True)

    assert list(Melding.objects.visible_to(fresh(wereld.coordinator))) == [melding]
    assert strict not in Melding.objects.visible_to(fresh(wereld.teamgenoot))


@pytest.mark.parametrize("rol", TABEL)
def test_a_round_shows_no_more_of_its_meldingen_than_the_table(wereld, now, rol):
    ronde = RondeFactory(team=wereld.team, bezig=True, op=now - timedelta(hours=1))
    for niveau in range(4):
        wereld.report(niveau, now=now, ronde=ronde)

    shown = [melding.vertrouwelijkheid for melding in reported_from(fresh(getattr(wereld, rol)), ronde)]

    assert shown == [niveau for niveau in (0, 1) if TABEL[rol][niveau] != "-"]


def test_a_seat_covers_only_its_kinds(wereld, now):
    seat = wereld.collega.aanstellingen.get()
    seat.soorten = ["openbare_ruimte"]
    seat.save()
    lamp, _zorg = wereld.report(0, now=now), wereld.report(2, now=now)

    assert list(Melding.objects.visible_to(fresh(wereld.collega))) == [lamp]


def test_an_ended_role_sees_nothing_from_its_last_day_on(wereld, now):
    wereld.report(2, now=now)
    seat = wereld.collega.aanstellingen.get()
    seat.tot = seat.van
    seat.save()

    assert list(Melding.objects.visible_to(fresh(wereld.collega))) == []


def test_asks_and_answers_are_for_the_meldpunt_and_the_melder_only(wereld, elders, now):
    ask = wereld.asked(2, now=now)
    elders.asked(2, now=now)
    antwoord = wereld.answered(2, now=now)
    elders.answered(2, now=now)

    assert list(Opvolging.objects.visible_to(fresh(wereld.meldpunt))) == [ask]
    assert list(Terugkoppeling.objects.visible_to(fresh(wereld.melder))) == [antwoord]
    for rol in ("teamgenoot", "coordinator", "meldpunt_tot_v1", "beheer", "beleid", "trainer"):
        user = fresh(getattr(wereld, rol))
        assert list(Opvolging.objects.visible_to(user)) == []
        assert list(Terugkoppeling.objects.visible_to(user)) == []


def test_a_title_is_category_date_and_buurt_and_never_text(wereld, now):
    melding = wereld.report(2, now=now, tekst="Geheime woorden over iemand.")
    assert melding.titel == "Onderwerp V2, 17 november 2026, Molenkwartier Veldrecht"
