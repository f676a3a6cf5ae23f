"""Several meldingen handled together: one ask, each melder an own answer, and never a half bundle (E120, E141)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from buurtpreventie.errors import RefusedAction
from buurtpreventie.outbox.models import Bericht
from meldingen.actions import take_up, withdraw_melding
from meldingen.models import Melding, Stand
from opvolging.actions import (
    add_to_bundle,
    answer_bundle,
    as_handler,
    ask_partner,
    bundle,
    close_with_antwoord,
    finish_ask,
    finish_melding,
    give_antwoord,
    give_oordeel,
    hand_back,
    leave_bundle,
    revise_result,
    take_up_bundle,
)
from opvolging.invariants import broken_invariants
from opvolging.models import Bundel, BundelDeel, Langs, Opvolging
from opvolging.tests.wereld import make_wereld

pytestmark = pytest.mark.django_db


def reported(wereld, now, n=3, niveau=0, **feiten):
    return [wereld.report(niveau, now=now + timedelta(minutes=i), **feiten) for i in range(n)]


def bundled(wereld, now, n=3, niveau=0):
    """n new meldingen handled together; the first is the one that is asked about."""
    meldingen = reported(wereld, now, n, niveau)
    bundel = bundle(meldingen, hoofd=meldingen[0], actor=wereld.meldpunt, now=now)
    return bundel, [Melding.objects.get(pk=melding.pk) for melding in meldingen]


def stands(meldingen):
    return [Melding.objects.get(pk=melding.pk).stand for melding in meldingen]


def inside(bundel):
    """(melding, is the first) of what is in the bundle now."""
    rows = BundelDeel.objects.inside().filter(bundel=bundel).order_by("melding")
    return list(rows.values_list("melding", "hoofd"))


def finish(ask, now, **kw):
    return finish_ask(ask, uitkomst="opgelost", contact=ask.contact, langs=Langs.LINK, now=now, **kw)


def test_what_is_bundled_is_taken_up_and_each_melder_hears_it(wereld, now):
    bundel, meldingen = bundled(wereld, now)

    assert inside(bundel) == [(meldingen[0].pk, True), (meldingen[1].pk, False), (meldingen[2].pk, False)]
    assert [(m.stand, m.behandelaar) for m in meldingen] == [(Stand.OPGEPAKT, wereld.meldpunt)] * 3
    assert Bericht.objects.filter(sleutel__startswith="opgepakt:").count() == 3
    assert broken_invariants() == {}


def test_the_same_press_twice_is_one_bundle(wereld, now):
    bundel, meldingen = bundled(wereld, now)
    assert bundle(meldingen, hoofd=meldingen[0], actor=wereld.meldpunt, now=now) == bundel
    assert Bundel.objects.count() == 1


def test_one_ask_for_all_and_an_own_answer_for_each(wereld, now):
    bundel, meldingen = bundled(wereld, now)
    ask = wereld.ask(meldingen[0], now=now)
    finish(ask, now)
    assert stands(meldingen) == [Stand.AFGEROND] * 3
    assert set(Melding.objects.values_list("uitkomst", flat=True)) == {"opgelost"}

    words = {m.pk: f"Gemaakt, dank voor uw melding van {i}." for i, m in enumerate(meldingen)}
    answer_bundle(bundel, teksten=words, actor=wereld.meldpunt, now=now)

    assert stands(meldingen) == [Stand.BEANTWOORD] * 3
    told = {m.pk: m.terugkoppelingen.get().tekst for m in meldingen}
    assert told == words
    assert Opvolging.objects.count() == 1
    assert broken_invariants() == {}


def test_answers_sent_twice_are_sent_once(wereld, now):
    bundel, meldingen = bundled(wereld, now)
    finish_melding(meldingen[0], uitkomst="opgelost", actor=wereld.meldpunt, now=now)
    words = {m.pk: "Gemaakt." for m in meldingen}
    for _ in range(2):
        answer_bundle(bundel, teksten=words, actor=wereld.meldpunt, now=now)
    assert Bericht.objects.filter(soort="antwoord").count() == 3


def test_one_answer_that_may_not_be_said_holds_back_all_and_names_its_number(wereld, now):
    bundel, meldingen = bundled(wereld, now, niveau=2)
    finish(wereld.ask(meldingen[0], now=now), now)
    words = {m.pk: "Afgerond. Dank u wel." for m in meldingen}
    words[meldingen[2].pk] = f"{wereld.partner.naam} ging langs."

    with pytest.raises(RefusedAction, match=f"{meldingen[2].nummer}.*noemen wij dat niet"):
        answer_bundle(bundel, teksten=words, actor=wereld.meldpunt, now=now)

    assert stands(meldingen) == [Stand.AFGEROND] * 3


def test_a_withdrawn_name_gets_the_logged_reason_and_the_others_their_answer(wereld, now):
    bundel, meldingen = bundled(wereld, now, niveau=2)
    withdraw_melding(meldingen[1], actor=wereld.melder, now=now)
    finish(wereld.ask(meldingen[0], now=now), now)

    answer_bundle(bundel, teksten={m.pk: "Afgerond." for m in meldingen}, actor=wereld.meldpunt, now=now)

    assert stands(meldingen) == [Stand.BEANTWOORD] * 3
    assert [m.terugkoppelingen.count() for m in meldingen] == [1, 0, 1]
    assert meldingen[1].zonder_antwoord.get().reden == "naam_ingetrokken"


def test_who_still_sees_it_gets_an_own_case_and_the_others_stay_answered(wereld, now):
    bundel, meldingen = bundled(wereld, now)
    finish_melding(meldingen[0], uitkomst="opgelost", actor=wereld.meldpunt, now=now)
    answers = answer_bundle(bundel, teksten={m.pk: "Gemaakt." for m in meldingen}, actor=wereld.meldpunt, now=now)

    give_oordeel(answers[0], oordeel="niet_opgelost", actor=wereld.melder, now=now)

    assert stands(meldingen) == [Stand.OPGEPAKT, Stand.BEANTWOORD, Stand.BEANTWOORD]
    assert inside(bundel) == [(meldingen[1].pk, True), (meldingen[2].pk, False)]
    assert broken_invariants() == {}


def test_a_new_ask_after_rounding_off_opens_the_others_again(wereld, now):
    _bundel, meldingen = bundled(wereld, now)
    finish(wereld.ask(meldingen[0], now=now), now)

    wereld.ask(meldingen[0], now=now, uittreksel="Nog een keer.")

    assert stands(meldingen) == [Stand.OPGEPAKT] * 3
    assert broken_invariants() == {}


def test_a_revised_outcome_and_an_ask_handed_back_carry_over(wereld, now):
    _bundel, meldingen = bundled(wereld, now)
    back = hand_back(
        wereld.ask(meldingen[0], now=now), reden="niet_van_ons", contact=wereld.contact, langs=Langs.LINK, now=now
    )
    assert back.melding.stand == Stand.OPGEPAKT and stands(meldingen) == [Stand.OPGEPAKT] * 3
    ask = wereld.ask(meldingen[0], now=now, uittreksel="Toch.")
    finish(ask, now)
    revise_result(ask, uitkomst="bekend", contact=wereld.contact, langs=Langs.LINK, now=now)
    assert set(Melding.objects.values_list("uitkomst", flat=True)) == {"bekend"}
    assert broken_invariants() == {}


def test_a_part_is_not_asked_about_nor_closed_by_itself_but_points_to_the_first(wereld, now):
    _bundel, (first, part, _third) = bundled(wereld, now)
    with pytest.raises(RefusedAction, match=f"hoort bij {first.nummer}"):
        wereld.ask(part, now=now)
    for act in (finish_melding, close_with_antwoord):
        with pytest.raises(RefusedAction, match=f"hoort bij {first.nummer}"):
            act(
                part,
                uitkomst="opgelost",
                actor=wereld.meldpunt,
                now=now,
                **({"tekst": "Klaar."} if act is close_with_antwoord else {}),
            )


def test_closing_the_first_leaves_the_others_ready_for_their_own_answer(wereld, now):
    _bundel, meldingen = bundled(wereld, now)
    close_with_antwoord(meldingen[0], uitkomst="opgelost", tekst="Klaar.", actor=wereld.meldpunt, now=now)
    assert stands(meldingen) == [Stand.BEANTWOORD, Stand.AFGEROND, Stand.AFGEROND]
    give_antwoord(Melding.objects.get(pk=meldingen[1].pk), tekst="Klaar.", actor=wereld.meldpunt, now=now)
    assert broken_invariants() == {}


def test_leaving_gives_an_own_case_and_a_bundle_of_one_is_none(wereld, now):
    bundel, meldingen = bundled(wereld, now)
    for _ in range(2):
        leave_bundle(meldingen[0], actor=wereld.meldpunt, now=now)
    assert inside(bundel) == [(meldingen[1].pk, True), (meldingen[2].pk, False)]
    wereld.ask(meldingen[0], now=now)

    leave_bundle(meldingen[2], actor=wereld.meldpunt, now=now)
    assert inside(bundel) == []
    wereld.ask(meldingen[1], now=now)
    assert broken_invariants() == {}


def test_the_first_does_not_leave_while_a_partner_works_on_it(wereld, now):
    bundel, meldingen = bundled(wereld, now)
    wereld.ask(meldingen[0], now=now)
    with pytest.raises(RefusedAction, match="Wacht op antwoord"):
        leave_bundle(meldingen[0], actor=wereld.meldpunt, now=now)
    leave_bundle(meldingen[1], actor=wereld.meldpunt, now=now)
    assert len(inside(bundel)) == 2


def test_a_later_report_comes_to_where_the_bundle_is(wereld, now):
    bundel, meldingen = bundled(wereld, now)
    fourth = wereld.report(0, now=now)
    for _ in range(2):
        assert add_to_bundle(fourth, hoofd=meldingen[0], actor=wereld.meldpunt, now=now) == bundel
    finish_melding(meldingen[0], uitkomst="opgelost", actor=wereld.meldpunt, now=now)

    fifth = wereld.report(0, now=now)
    add_to_bundle(fifth, hoofd=meldingen[0], actor=wereld.meldpunt, now=now)

    fifth.refresh_from_db()
    assert (fifth.stand, fifth.uitkomst) == (Stand.AFGEROND, "opgelost")
    assert len(inside(bundel)) == 5
    assert broken_invariants() == {}


def test_take_over_of_a_whole_bundle(wereld, now):
    bundel, meldingen = bundled(wereld, now)
    take_up_bundle(bundel, actor=wereld.collega, now=now)
    assert {Melding.objects.get(pk=m.pk).behandelaar for m in meldingen} == {wereld.collega}


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda w, now, m: take_up(m, actor=w.collega, now=now), "Neem die melding eerst over"),
        (lambda w, now, m: w.ask(take_up(m, actor=w.meldpunt, now=now), now=now), "ligt al bij een partner"),
        (lambda w, now, m: close_with_antwoord(m, uitkomst="bekend", tekst="Al.", actor=w.meldpunt, now=now), "is al"),
        (lambda w, now, m: withdraw_melding(m, actor=w.melder, now=now), "is al ingetrokken"),
        (lambda w, now, m: bundle([m, w.report(0, now=now)], hoofd=m, actor=w.meldpunt, now=now), "al in een bundel"),
    ],
)
def test_what_cannot_go_along_is_named_and_nothing_is_bundled(wereld, now, spoil, why):
    first, second = reported(wereld, now, 2)
    spoil(wereld, now, second)
    before = Bundel.objects.count()
    with pytest.raises(RefusedAction, match=why):
        bundle([first, second], hoofd=first, actor=wereld.meldpunt, now=now)
    assert Bundel.objects.count() == before
    assert stands([first]) == [Stand.ONTVANGEN]


def test_levels_gemeenten_and_seats_are_not_mixed(wereld, elders, now):
    open_one, team_one, secret = (wereld.report(niveau, now=now) for niveau in (0, 1, 2))
    foreign = elders.report(0, now=now)
    bundle([open_one, team_one], hoofd=open_one, actor=wereld.meldpunt, now=now)
    fresh = wereld.report(0, now=now)
    for other, actor, why in (
        (secret, wereld.meldpunt, "hetzelfde niveau"),
        (foreign, wereld.meldpunt, "verschillende gemeenten"),
        (fresh, wereld.meldpunt, "twee of meer"),
        (wereld.report(0, now=now), wereld.coordinator, "Vraag een collega"),
    ):
        with pytest.raises(RefusedAction, match=why):
            bundle([fresh, other], hoofd=fresh, actor=actor, now=now)


# --- at the same moment ----------------------------------------------------------------------


def at_once(*acts):
    """Each act in a thread and transaction of its own; gives what each of them raised, or None."""
    together = Barrier(len(acts))

    def one(act):
        try:
            together.wait(timeout=10)
            act()
        except RefusedAction as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", range(4))
def test_finishing_answering_joining_and_leaving_at_once_never_wait_in_a_ring_nor_leave_a_half_bundle(now, turn):
    wereld = make_wereld(f"Ring{turn}")
    meldingen = reported(wereld, now, 6)
    late = meldingen.pop(0)  # the lowest key joins last
    first = meldingen[turn]
    bundle(meldingen, hoofd=first, actor=wereld.meldpunt, now=now)
    ask = wereld.ask(first, now=now)
    part = next(melding for melding in reversed(meldingen) if melding != first)

    at_once(
        lambda: finish(ask, now),
        lambda: add_to_bundle(late, hoofd=first, actor=wereld.meldpunt, now=now),
        lambda: leave_bundle(part, actor=wereld.meldpunt, now=now),
        lambda: as_handler(finish_melding)(first, uitkomst="bekend", actor=wereld.meldpunt, now=now),
    )

    assert broken_invariants() == {}
    assert {m.stand for m in meldingen if m.refresh_from_db() or m != part} == {Stand.AFGEROND}


@pytest.mark.django_db(transaction=True)
def test_two_colleagues_who_bundle_overlapping_rows_at_once_get_one_bundle(now):
    wereld = make_wereld("Overlap")
    a, b, c = reported(wereld, now, 3)

    refused = at_once(
        lambda: bundle([a, b, c], hoofd=a, actor=wereld.meldpunt, now=now),
        lambda: bundle([c, b], hoofd=c, actor=wereld.collega, now=now),
    )

    assert Bundel.objects.count() == 1
    assert [one is None for one in refused].count(True) == 1
    assert broken_invariants() == {}


@pytest.mark.django_db(transaction=True)
def test_asking_about_a_part_and_bundling_it_at_once_leaves_no_ask_on_a_part(now):
    wereld = make_wereld("Vraag")
    a, b = (wereld.taken_up(0, now=now) for _ in range(2))

    at_once(
        lambda: bundle([a, b], hoofd=a, actor=wereld.meldpunt, now=now),
        lambda: ask_partner(
            b, partner=wereld.partner, contact=wereld.contact, uittreksel="Feiten.", actor=wereld.meldpunt, now=now
        ),
    )

    assert broken_invariants() == {}
