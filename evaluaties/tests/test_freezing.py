"""A quarter closes fourteen days after its end and is never counted again: page, file and paper keep agreeing."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from buurtpreventie.accounts.tests.factories import GebruikerFactory
from buurtpreventie.audit.models import Logregel
from evaluaties.actions.freezing import keep_quarter
from evaluaties.figures.kring import Per
from evaluaties.figures.kring_tabellen import counted_on, loop_table
from evaluaties.figures.kwartalen import closes_on, count_quarter, overview, quarters_to_close, years_of
from evaluaties.freezing import freeze_due
from evaluaties.invariants import broken_invariants
from evaluaties.models import Kwartaal
from evaluaties.tests.factories import AfnameFactory, publish
from meldingen.models import Melding
from opvolging.actions import close_with_antwoord
from opvolging.figures import Periode
from opvolging.tests.wereld import make_wereld
from teams.rondes.tests.factories import RondeFactory, VerslagFactory
from teams.tests.factories import GemeenteFactory
from trainingen.tests.factories import InschrijvingFactory, ModuleFactory, SessieFactory

pytestmark = pytest.mark.django_db
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
SUMMER, YEAR = Periode(2026, 3), Periode(2026)
AUGUST = datetime(2026, 8, 18, 10, tzinfo=AMSTERDAM)
CLOSING = datetime(2026, 10, 14, 0, 1, tzinfo=AMSTERDAM)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def wereld():
    return make_wereld()


def kept(wereld):
    return list(Kwartaal.objects.filter(gemeente=wereld.gemeente).values_list("jaar", "kwartaal", "peildatum"))


def shown(wereld, now, periode=SUMMER, per=Per.SOORT):
    table = loop_table(overview(wereld.gemeente, periode, now), per)
    return [[str(cel) for cel in row] for row in table.rijen]


def test_a_quarter_is_kept_on_the_fourteenth_day_after_its_end_and_once(wereld):
    wereld.report(0, now=AUGUST)
    assert closes_on(SUMMER) == date(2026, 10, 14)

    assert [freeze_due(now) for now in (CLOSING - 2 * MINUTE, CLOSING, CLOSING + MINUTE)] == [0, 1, 0]

    assert kept(wereld) == [(2026, 3, date(2026, 10, 14))]
    [line] = Logregel.objects.filter(gebeurtenis="kwartaal.vastgezet")
    assert (line.actor_id, line.details) == (None, {"jaar": 2026, "kwartaal": 3})
    assert broken_invariants() == {}


def test_what_is_kept_never_changes_whatever_happens_later(wereld):
    melding = wereld.taken_up(0, now=AUGUST)
    freeze_due(CLOSING)
    before = shown(wereld, CLOSING)

    close_with_antwoord(melding, uitkomst="opgelost", tekst="Klaar.", actor=wereld.meldpunt, now=CLOSING)
    Melding.objects.update(vertrouwelijkheid=3, ronde=None)
    wereld.team.naam = "Anders"
    wereld.team.save()

    assert before == [["Straat en groen", "0", "0", "1", "0", "0 %", "–"]]
    assert shown(wereld, CLOSING + 400 * DAY) == before
    assert shown(wereld, CLOSING + 400 * DAY, per=Per.TEAM)[0][0] == "Team Veldrecht"


def test_the_database_lets_nobody_change_or_delete_it(wereld):
    wereld.report(0, now=AUGUST)
    freeze_due(CLOSING)
    for act in (lambda: Kwartaal.objects.update(jaar=2025), lambda: Kwartaal.objects.all().delete()):
        with pytest.raises(Exception, match="pgtrigger"), transaction.atomic():
            act()


def test_after_an_outage_every_quarter_is_kept_with_the_day_on_which_that_was(wereld):
    wereld.report(0, now=datetime(2026, 2, 3, 10, tzinfo=AMSTERDAM))
    late = CLOSING + 9 * DAY

    assert freeze_due(late) == 3

    assert sorted(kept(wereld)) == [(2026, n, late.date()) for n in (1, 2, 3)]
    words = counted_on(overview(wereld.gemeente, SUMMER, late))
    assert words == ["Peildatum: 23 oktober 2026. Dat is later dan gewoon (14 oktober 2026)."]


def test_one_gemeente_that_cannot_be_counted_holds_up_no_other(wereld, monkeypatch):
    other = make_wereld("Elders")
    for one in (wereld, other):
        one.report(0, now=AUGUST)

    def count(gemeente, periode, now):
        if gemeente == wereld.gemeente:
            raise ValueError("no")
        return count_quarter(gemeente, periode, now)

    monkeypatch.setattr("evaluaties.freezing.count_quarter", count)
    with pytest.raises(ValueError, match="no"):
        freeze_due(CLOSING)

    assert (len(kept(wereld)), len(kept(other))) == (0, 1)


def test_a_gemeente_without_anything_to_count_keeps_nothing():
    GemeenteFactory()
    assert (quarters_to_close(CLOSING.date()), freeze_due(CLOSING)) == ([], 0)


def test_two_clocks_keep_it_once(wereld):
    wereld.report(0, now=AUGUST)
    facts = (wereld.gemeente, SUMMER, lambda: count_quarter(wereld.gemeente, SUMMER, CLOSING))
    assert [keep_quarter(*facts, now=CLOSING) for _clock in range(2)] == [1, 0]
    with pytest.raises(IntegrityError), transaction.atomic():
        Kwartaal.objects.create(
            gemeente=wereld.gemeente,
            jaar=2026,
            kwartaal=3,
            peildatum=CLOSING.date(),
            gemeente_toen="Dubbel",
            cijfers={},
            gemaakt_op=CLOSING,
        )


def test_a_gemeente_keeps_the_name_that_it_had(wereld):
    wereld.report(0, now=AUGUST)
    freeze_due(CLOSING)
    wereld.gemeente.naam = "Samengevoegd"
    wereld.gemeente.save()

    assert overview(wereld.gemeente, SUMMER, CLOSING).naam == "Veldrecht"
    assert overview(wereld.gemeente, Periode(2026, 4), CLOSING).naam == "Samengevoegd"


# --- thresholds over time -----------------------------------------------------------------------


def worried(wereld, n, now):
    for _number in range(n):
        wereld.report(2, now=now, actor=GebruikerFactory())


def test_confidential_meldingen_count_from_the_day_on_which_their_quarter_is_kept(wereld):
    worried(wereld, 5, AUGUST)
    assert shown(wereld, CLOSING) == []

    freeze_due(CLOSING)

    assert shown(wereld, CLOSING) == [["Zorgen om iemand (vertrouwelijk)", "0", "0", "5", "0", "0 %", "–"]]


def test_a_year_is_the_sum_of_its_quarters_so_a_small_one_cannot_be_found(wereld):
    worried(wereld, 6, AUGUST - 91 * DAY)
    worried(wereld, 3, AUGUST)
    freeze_due(CLOSING)

    assert shown(wereld, CLOSING) == []
    assert shown(wereld, CLOSING, YEAR) == shown(wereld, CLOSING, Periode(2026, 2))
    assert shown(wereld, CLOSING, YEAR)[0][3] == "6"
    assert "6" not in str(Kwartaal.objects.get(jaar=2026, kwartaal=3).cijfers["kring"]["per"])


def test_a_year_says_of_every_quarter_when_it_was_counted(wereld):
    wereld.report(0, now=AUGUST)
    freeze_due(CLOSING)
    wereld.report(0, now=CLOSING)

    found = overview(wereld.gemeente, YEAR, CLOSING + DAY)

    assert counted_on(found) == [
        "Kwartaal 3: peildatum 14 oktober 2026.",
        "Kwartaal 4 telt nog. Het wordt vastgezet op 14 januari 2027.",
    ]
    assert found.kring.totaal.totaal == 2
    assert (found.is_vast, found.of(SUMMER).is_vast, found.peildatum) == (False, True, CLOSING.date())


def test_one_can_choose_every_year_that_was_kept(wereld):
    assert years_of(wereld.gemeente, AUGUST.date()) == [2026, 2025, 2024]
    wereld.report(0, now=datetime(2021, 2, 3, 10, tzinfo=AMSTERDAM))
    freeze_due(CLOSING)
    assert years_of(wereld.gemeente, AUGUST.date())[-1] == 2021


# --- what was done ------------------------------------------------------------------------------


def test_rounds_trainings_and_questionnaires_are_kept_too(wereld):
    VerslagFactory(ronde=RondeFactory(team=wereld.team, afgerond=True, op=AUGUST), afval=3)
    module = ModuleFactory(gemeente=wereld.gemeente, naam="Niet pluis")
    evening = SessieFactory(gemeente=wereld.gemeente, team=wereld.team, module=module, op=AUGUST, gehouden=True)
    InschrijvingFactory(sessie=evening, aanwezig=True)
    run = AfnameFactory(sessie=None, gemeente=wereld.gemeente, gemaakt_op=AUGUST)
    publish(run, [{"E0": 4}] * 6)
    type(run).objects.filter(pk=run.pk).update(gesloten_op=AUGUST + 8 * DAY)
    live = overview(wereld.gemeente, SUMMER, CLOSING).werk

    freeze_due(CLOSING)
    RondeFactory(team=wereld.team, afgerond=True, op=AUGUST)

    found = overview(wereld.gemeente, SUMMER, CLOSING).werk
    assert found == live
    team = found.of_team(wereld.team.pk)
    assert (team.rondes, team.afval, team.avonden, team.naam) == (1, 3, 1, "Team Veldrecht")
    assert [(rij.naam, rij.avonden, rij.aanwezig) for rij in found.modules] == [("Niet pluis", 1, 1)]
    assert (found.formulieren.afnames, found.formulieren.antwoorden) == (1, 6)
    both = found + found
    assert (both.of_team(wereld.team.pk).rondes, both.avonden.avonden, both.totaal.afval) == (2, 2, 6)
