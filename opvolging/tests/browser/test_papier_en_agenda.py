"""Rounds in one's own calendar, and rounds that come in on paper (E098, E109)."""

import pytest

from opvolging.tests.browser.acts import come_in
from opvolging.tests.browser.acts_papier_en_agenda import (
    copy_row,
    days_ago,
    fetched,
    make_link,
    open_sheet,
    renew_link,
    row,
    save_sheet,
    write_row,
)

pytestmark = pytest.mark.browser


def test_paper_is_written_over_and_a_calendar_reads_it_until_the_link_is_replaced(site, cast, somebody):
    coordinator = somebody()
    come_in(coordinator, site, cast["coordinator"], lands="Team Molenkwartier")

    open_sheet(coordinator)
    write_row(coordinator, 1, datum=days_ago(1))
    copy_row(coordinator, 2, datum=days_ago(2))
    save_sheet(coordinator)
    coordinator.reads("2 rondes zijn opgeschreven.")

    old = make_link(coordinator)
    coordinator.press("Kopieer de link")
    coordinator.reads("Gekopieerd")
    assert [event.summary.value for event in fetched(old).vevent_list] == ["Afspraak buurtteam"] * 2
    new = renew_link(coordinator)
    assert fetched(old) is None
    assert len(fetched(new).vevent_list) == 2

    coordinator.go("/rondes/")
    coordinator.follow("Wie loopt hoe vaak")
    coordinator.sees("Wie loopt hoe vaak")
    coordinator.reads("2 keer")
    site.check()


def test_without_script_a_sheet_with_a_mistake_keeps_what_was_typed(site, cast, somebody):
    coordinator = somebody(javascript=False)
    coordinator.expected |= {409, 422}
    come_in(coordinator, site, cast["coordinator"], lands="Team Molenkwartier")

    open_sheet(coordinator)
    write_row(coordinator, 1, datum=days_ago(1))
    copy_row(coordinator, 2, datum=days_ago(1))
    save_sheet(coordinator)
    coordinator.reads("Er is nog niets bewaard.", "liep toen ook mee in ronde 1")
    row(coordinator, 2).get_by_label("Op welke dag?").fill(days_ago(3))
    save_sheet(coordinator)
    coordinator.reads("2 rondes zijn opgeschreven.")
    site.check()
