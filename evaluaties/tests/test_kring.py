"""The loop along five ways (E148, E154, E156, E158): no table and no difference of tables shows a group under five."""

from collections import defaultdict
from datetime import datetime, timedelta
from itertools import combinations, count, product
from random import Random
from zoneinfo import ZoneInfo

import pytest

from buurtpreventie.accounts.tests.factories import GebruikerFactory
from evaluaties.figures.drempel import large_enough
from evaluaties.figures.kring import Kring, Per, drawn, kring_as_json, kring_from_json, kring_of
from evaluaties.figures.kring_tabellen import loop_table, opinion_table, partner_table, where_it_breaks
from evaluaties.figures.kwartalen import overview
from meldingen.actions import record_belmoment
from meldingen.tests.factories import DINSDAG
from opvolging.actions import accept_ask, finish_ask, give_oordeel, give_tussenbericht
from opvolging.figures import CONFIDENTIAL, OPEN, STRICT, Cel, Gevolgd, Periode
from opvolging.models import Langs
from opvolging.partner_figures import PartnerVraag
from opvolging.tests.wereld import make_wereld
from teams.models import Team
from teams.tests.factories import BuurtFactory

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
QUARTER, TODAY = Periode(2026, 4), datetime(2027, 1, 14, 9, tzinfo=AMSTERDAM)


# --- thresholds, without a database -------------------------------------------------------------


def melding(pk, melder, niveau=CONFIDENTIAL, soort="niet_pluis", categorie="NP01", wijk=1, team=1, **facts):
    facts = {"uitslag": "op_tijd", "dagen": 3, "reden": "", "oordeel": "", "niets_gehoord": False} | facts
    return Gevolgd(
        melding=pk,
        gemeld=DINSDAG.date(),
        melder=melder,
        niveau=niveau,
        soort=(soort, soort),
        categorie=(categorie, categorie),
        wijk=(wijk, f"Wijk {wijk}"),
        team=(team, f"Team {team}") if team else None,
        **facts,
    )


def ask(over, partner, stand="afgerond"):
    facts = {"op_tijd": True, "moest": True, "gereageerd": True, "klaar_op_tijd": True, "dagen": 2}
    partner = partner, f"Partner {partner}"
    return PartnerVraag(over.melding, over.gemeld, partner, over.niveau, stand=stand, nuttig="", mist=(), **facts)


def confidential(kring):
    """{(way, key)} of the V2 lines that are shown."""
    return {(per, rij.sleutel) for per in Per.values for rij in kring.rijen(per) if rij.niveau == CONFIDENTIAL}


def places(row, asks):
    """Where one melding is counted, as the page would say it."""
    partners = {str(one.partner[0]) for one in asks if one.melding == row.melding} or {"0"}
    fixed = [(Per.SOORT, row.soort[0]), (Per.CATEGORIE, row.categorie[0]), (Per.WIJK, str(row.wijk[0]))]
    return {*fixed, (Per.TEAM, str(row.team[0]) if row.team else "0"), *((Per.PARTNER, one) for one in partners)}


def small_differences(sets, melder_of):
    """Groups of one to four melders that follow from adding and subtracting up to four of these sets."""
    found = []
    for size in (1, 2, 3, 4):
        for chosen in combinations(sets, size):
            for signs in product((1, -1), repeat=size):
                sums = defaultdict(int)
                for sign, members in zip(signs, chosen, strict=True):
                    for one in members:
                        sums[one] += sign
                if set(sums.values()) <= {0, 1}:
                    people = {melder_of[one] for one, often in sums.items() if often}
                    found += [people] if 0 < len(people) < 5 else []
    return found


def some_world(seed):
    """Confidential meldingen and asks about them, thrown with dice."""
    dice = Random(seed)
    rows = [
        melding(
            pk,
            melder=dice.randrange(90),
            soort=dice.choice(["niet_pluis", "niet_pluis", "wijkveiligheid"]),
            categorie=dice.choice(["NP01", "NP02", "NP03"]),
            wijk=dice.choice([1, 1, 2]),
            team=dice.choice([1, 1, 2, None]),
        )
        for pk in range(dice.randrange(20, 160))
    ]
    return rows, [ask(row, dice.randrange(1, 4)) for row in rows for _number in range(dice.randrange(3))]


@pytest.mark.parametrize("seed", range(25))
def test_no_sum_or_difference_of_lines_of_any_table_shows_fewer_than_five_melders(seed):
    rows, asks = some_world(seed)

    shown = confidential(drawn(rows, asks, closed=True))

    sets = [{row.melding for row in rows if place in places(row, asks)} for place in shown]
    assert small_differences(sets, {row.melding: row.melder for row in rows}) == []


def test_those_worlds_show_much_and_hide_much():
    found = [confidential(drawn(*some_world(seed), closed=True)) for seed in range(25)]
    assert 3 * 25 < sum(map(len, found)) < 12 * 25


def test_a_group_shows_from_five_melders_on_and_five_meldingen_of_four_people_are_four():
    rows = [melding(pk, melder=pk % 4) for pk in range(5)]
    assert confidential(drawn(rows, [], closed=True)) == set()

    shown = confidential(drawn([*rows, melding(9, melder=9)], [], closed=True))

    assert {per for per, _key in shown} == set(Per.values)


def test_who_withdrew_the_name_does_not_help_to_reach_five():
    rows = [melding(pk, melder=pk) for pk in range(4)] + [melding(8, melder=None), melding(9, melder=None)]
    assert confidential(drawn(rows, [], closed=True)) == set()


def test_a_line_that_would_give_away_a_small_rest_stays_out():
    """Nine of one kind: a wijk of six would say that three came from elsewhere."""
    rows = [melding(pk, melder=pk, wijk=1 if pk < 6 else 2) for pk in range(9)]

    shown = confidential(drawn(rows, [], closed=True))

    assert (Per.SOORT, "niet_pluis") in shown
    assert {key for per, key in shown if per == Per.WIJK} == set()


def test_two_large_wijken_show_beside_their_kind():
    rows = [melding(pk, melder=pk, wijk=1 if pk < 6 else 2) for pk in range(12)]
    assert {key for per, key in confidential(drawn(rows, [], closed=True)) if per == Per.WIJK} == {"1", "2"}


def test_a_partner_and_a_subject_that_differ_by_one_person_do_not_both_show():
    rows = [melding(pk, melder=pk, categorie="NP01" if pk < 6 else "NP02") for pk in range(12)]
    asks = [ask(row, 1) for row in rows[:7]] + [ask(row, 2) for row in rows[7:]]

    shown = confidential(drawn(rows, asks, closed=True))

    assert {key for per, key in shown if per == Per.PARTNER} == {"1", "2"}
    assert {key for per, key in shown if per == Per.CATEGORIE} == set()


def test_strict_meldingen_are_one_line_of_the_gemeente_from_five_melders_on():
    few = [melding(pk, melder=pk, niveau=STRICT) for pk in range(4)]
    more = [*few, melding(9, melder=9, niveau=STRICT, soort="wijkveiligheid")]

    assert drawn(few, [], closed=True).is_leeg
    kring = drawn(more, [], closed=True)
    assert [(rij.niveau, rij.cel.op_tijd) for rij in kring.rijen(Per.SOORT)] == [(STRICT, 5)]
    assert [kring.rijen(per) for per in Per.values if per != Per.SOORT] == [()] * 4


def test_while_a_quarter_counts_only_open_meldingen_show():
    """A number that grows from five to six would tell who the sixth was."""
    rows = [melding(pk, melder=pk, niveau=pk % 2 * CONFIDENTIAL) for pk in range(20)]

    kring = drawn(rows, [], closed=False)

    assert {rij.niveau for per in Per.values for rij in kring.rijen(per)} == {OPEN}
    assert kring.totaal.totaal == 10


def test_what_matters_most_is_shown_first():
    """The lines come in order: a small cut by a later one keeps that one out, never the earlier."""
    members = [("a", {1, 2, 3, 4, 5, 6}), ("b", {6, 7, 8, 9, 10, 11}), ("c", {7, 8, 9, 10, 11})]
    assert large_enough(members, {n: n for n in range(12)}) == {"a", "c"}


def test_kept_as_json_and_read_back_it_is_the_same():
    numbers = count()
    rows = [melding(next(numbers), melder=n, reden="overleden" if n else "", oordeel="genoeg") for n in range(7)]
    kring = drawn(rows, [ask(row, 1) for row in rows], [(4, "Wijkveiligheid", 6)], closed=True)
    assert kring_from_json(kring_as_json(kring)) == kring


def test_a_year_adds_up_what_its_quarters_show_and_nothing_that_they_hide():
    quarters = [drawn([melding(pk, melder=pk) for pk in range(n)], [], closed=True) for n in (6, 3, 7)]

    year = sum(quarters, Kring())

    assert [rij.cel.op_tijd for rij in year.rijen(Per.WIJK)] == [13]


# --- with meldingen -----------------------------------------------------------------------------


@pytest.fixture
def wereld(db):
    return make_wereld()


def loop(wereld, closed=True):
    return kring_of(wereld.gemeente, QUARTER, TODAY.date(), closed=closed)


def lines(kring, per):
    return {rij.naam: rij.cel.totaal for rij in kring.rijen(per)}


def test_every_way_holds_every_open_melding(wereld):
    other = BuurtFactory(gemeente=wereld.gemeente)
    wereld.asked(0, now=DINSDAG)
    wereld.report(1, now=DINSDAG)
    wereld.buurt, elsewhere = other, wereld.buurt
    wereld.team = Team.objects.get(pk=wereld.ander_teamlid.lidmaatschappen.get().team_id)
    wereld.team.soorten = ["openbare_ruimte"]
    wereld.team.save()
    wereld.report(0, now=DINSDAG, actor=wereld.ander_teamlid)

    kring = loop(wereld)

    assert lines(kring, Per.SOORT) == {"Wijkveiligheid": 1, "Straat en groen": 2}
    assert lines(kring, Per.PARTNER) == {wereld.partner.naam: 1, "Bij geen partner": 2}
    assert lines(kring, Per.CATEGORIE) == {"Onderwerp V0": 2, "Onderwerp V1": 1}
    assert lines(kring, Per.WIJK) == {elsewhere.wijk.naam: 2, other.wijk.naam: 1}
    assert lines(kring, Per.TEAM) == {"Team Veldrecht": 2, "Ander team Veldrecht": 1}


def test_confidential_meldingen_are_a_line_of_their_own(wereld):
    for _number in range(5):
        wereld.report(2, now=DINSDAG, actor=GebruikerFactory())
    wereld.report(0, now=DINSDAG)

    table = loop_table(overview(wereld.gemeente, QUARTER, TODAY), Per.WIJK)
    assert [str(row[0]) for row in table.rijen] == [wereld.buurt.wijk.naam]  # not kept yet: open ones only
    assert lines(loop(wereld), Per.SOORT) == {"Zorgen om iemand": 5, "Straat en groen": 1}


def test_asks_about_confidential_meldingen_show_from_five_melders_on_and_strict_ones_never(wereld):
    wereld.asked(3, now=DINSDAG)
    for _number in range(4):
        wereld.ask(wereld.taken_up(2, now=DINSDAG, actor=GebruikerFactory()), now=DINSDAG)
    assert loop(wereld).rijen(Per.PARTNER) == ()

    wereld.ask(wereld.taken_up(2, now=DINSDAG, actor=GebruikerFactory()), now=DINSDAG)

    [rij] = loop(wereld).rijen(Per.PARTNER)
    assert (rij.naam, rij.vragen.gevraagd) == (wereld.partner.naam, 5)


def test_nothing_heard_yet_is_counted_per_team_until_the_first_word(wereld):
    """E156."""
    first, _second = wereld.taken_up(0, now=DINSDAG), wereld.report(0, now=DINSDAG)
    assert [rij.cel.niets_gehoord for rij in loop(wereld).rijen(Per.TEAM)] == [2]

    give_tussenbericht(first, tekst="Wij zijn bezig.", actor=wereld.meldpunt, now=DINSDAG)

    assert [rij.cel.niets_gehoord for rij in loop(wereld).rijen(Per.TEAM)] == [1]
    table = loop_table(overview(wereld.gemeente, QUARTER, DINSDAG), Per.TEAM)
    assert (table.kolommen[-1], str(table.rijen[0][-1])) == ("Nog niets gehoord", "1")


def test_verdicts_and_what_partners_missed_are_told(wereld):
    given = wereld.answered(0, now=DINSDAG)
    give_oordeel(given, oordeel="opgelost", actor=wereld.melder, now=DINSDAG)
    asked = wereld.asked(0, now=DINSDAG)
    facts = {"uitkomst": "opgelost", "contact": wereld.contact, "langs": Langs.LINK, "now": DINSDAG}
    finish_ask(asked, nuttig="deels", mist=["plek"], **facts)

    found = overview(wereld.gemeente, QUARTER, DINSDAG)

    opinions = opinion_table(found)
    told = {(str(a), str(b)): str(n) for a, b, n in opinions.rijen}
    assert told["Melder over het antwoord", "Ja, het is opgelost"] == "1"
    assert told["Wat partners misten in een melding", "De precieze plek"] == "1"
    assert [str(cel) for cel in partner_table(found).rijen[0][-3:]] == ["0", "1", "0"]


def test_a_partner_that_never_reacts_is_named_and_the_network_counts_who_does(wereld):
    """E154."""
    for _number in range(3):
        wereld.asked(0, now=DINSDAG)
    kring = loop(wereld)
    assert (kring.stille_partners, kring.meededen) == ([wereld.partner.naam], 0)

    accept_ask(wereld.asked(0, now=DINSDAG), contact=wereld.contact, langs=Langs.LINK, now=DINSDAG)

    kring = loop(wereld)
    assert (kring.stille_partners, kring.meededen) == ([], 1)


def test_calls_stand_in_the_loop_from_five_on(wereld):
    for _number in range(5):
        record_belmoment(gemeente=wereld.gemeente, soort="niet_pluis", now=DINSDAG)
    assert loop(wereld).gebeld == ((4, "Zorgen om iemand", 5),)


# --- where it breaks ----------------------------------------------------------------------------


class Broken:
    """A period of which only the loop matters."""

    def __init__(self, rows, asks=()):
        self.kring = drawn(rows, asks, closed=True)


def test_it_breaks_where_most_answers_came_late_or_not_of_five_or_more():
    rows = [melding(n, n, niveau=OPEN, wijk=1, categorie="A", uitslag="zonder") for n in range(4)]
    rows += [
        melding(n, n, niveau=OPEN, wijk=2, categorie="B", uitslag="te_laat" if n % 2 else "op_tijd")
        for n in range(10, 16)
    ]
    rows += [melding(n, n, niveau=OPEN, wijk=3, categorie="C") for n in range(20, 30)]

    assert where_it_breaks(Broken(rows)) == [
        ("Over “B” kwam op 3 van de 6 meldingen te laat of geen antwoord.", Per.CATEGORIE),
        ("In Wijk 2 kwam op 3 van de 6 meldingen te laat of geen antwoord.", Per.WIJK),
    ]


def test_it_breaks_nowhere_when_everything_is_in_time():
    assert where_it_breaks(Broken([melding(n, n, niveau=OPEN) for n in range(9)])) == []
    assert Broken([]).kring.totaal == Cel()


def test_counting_asks_the_database_the_same_for_few_and_many(wereld, django_assert_num_queries):
    wereld.asked(0, now=DINSDAG)
    with django_assert_num_queries(5):
        loop(wereld)
    for _number in range(6):
        wereld.asked(2, now=DINSDAG - timedelta(days=1))
    with django_assert_num_queries(5):
        loop(wereld)
