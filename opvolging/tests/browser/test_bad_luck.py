"""Double clicks, old tabs, servers that are away, sessions that ended: a clear page, and nothing typed is lost."""

import time

import pytest

from opvolging.tests.browser.acts import (
    NUMBER,
    come_in,
    fill_in_lamp,
    open_ask,
    report_lamp,
    sign_in_by_mail,
    type_mailed_code,
)

pytestmark = pytest.mark.browser
ENOUGH_SECONDS = 2
TYPED = "De lamp is gemaakt en de kast is dicht."


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without"])
def test_a_double_click_on_send_is_one_melding(site, cast, somebody, javascript):
    melder = somebody(javascript=javascript)
    come_in(melder, site, cast["melder"])
    fill_in_lamp(melder)

    melder.page.get_by_role("button", name="Melding versturen").dblclick()

    melder.sees("Uw melding is verstuurd")
    melder.go("/mijn-meldingen/")
    melder.reads("Loopt nog (1)")
    assert len(set(NUMBER.findall(melder.text()))) == 1
    site.check()


def test_a_partner_with_an_old_tab_gets_a_clear_page_and_the_text_back(site, cast, somebody):
    ask = site.seed("make_ask", cast["slug"], "openbare_ruimte")
    partner, meldpunt = somebody(), somebody()
    open_ask(partner, site, site.mail(cast["openbare_ruimte"]["mail"], ask["nummer"]))
    partner.follow("Het is al klaar")
    partner.choose("Opgelost of hersteld")
    partner.fill("Dit mag de melder lezen", TYPED)

    come_in(meldpunt, site, cast["meldpunt"], lands="Werklijst")
    meldpunt.go(f"/melding/{ask['nummer']}/")
    meldpunt.unfold("Intrekken of opnieuw mailen")
    meldpunt.follow("Vraag intrekken")
    meldpunt.sees("Vraag intrekken")
    meldpunt.fill("Waarom trekt u de vraag in?", "De lamp doet het weer.")
    meldpunt.press("Vraag intrekken")
    meldpunt.reads("De vraag is ingetrokken.")
    partner.expected.add(404)
    partner.press("Verstuur het antwoord")

    partner.sees("Deze link werkt niet")
    assert partner.field("Uw tekst").input_value() == TYPED
    site.check()


def test_a_colleague_took_over_meanwhile_and_the_text_still_stands(site, cast, somebody):
    ask = site.seed("make_ask", cast["slug"], "openbare_ruimte")
    first, colleague = somebody(), somebody()
    come_in(first, site, cast["meldpunt"], lands="Werklijst")
    first.go(f"/melding/{ask['nummer']}/tussenbericht/")
    first.fill("Bericht aan de melder", "Het duurt langer. Dat ligt niet aan u.")

    come_in(colleague, site, cast["collega"], lands="Werklijst")
    colleague.go(f"/melding/{ask['nummer']}/")
    colleague.press("Overnemen")
    colleague.reads("U behandelt deze melding nu.")
    first.expected.add(409)
    first.press("Bericht versturen")

    first.reads("Bashir Oudenbrink behandelt deze melding nu.")
    assert first.field("Bericht aan de melder").input_value() == "Het duurt langer. Dat ligt niet aan u."
    site.check()


@pytest.mark.parametrize(("away", "back"), [("stop", "start"), ("freeze", "thaw")], ids=["stopped", "frozen"])
def test_without_the_broker_a_report_is_answered_in_time_and_its_mail_goes_by_tik(site, cast, somebody, away, back):
    melder = somebody()
    come_in(melder, site, cast["melder"])
    tabs = prepare_reports(melder, 3)

    getattr(site.stack, away)("valkey")
    try:
        numbers, seconds = zip(*[send_timed(melder, tab) for tab in tabs], strict=True)
        site.let_morning_come()
        site.stack.manage("tik")
        arrived = {NUMBER.search(mail.subject)[0] for mail in site.post.list(cast["melder"], "Wij hebben uw melding")}
    finally:
        getattr(site.stack, back)("valkey")
        site.stack.start("worker")

    assert min(seconds) <= ENOUGH_SECONDS
    assert arrived == set(numbers)
    site.check()


def prepare_reports(melder, number):
    """So many tabs, each on the last page before sending."""
    tabs = []
    for _ in range(number):
        melder.go("/")
        fill_in_lamp(melder)
        tabs.append(melder.page)
        melder.open_page()
    return tabs


def send_timed(melder, tab):
    """Send what this tab shows: the number of the melding, and the seconds until its page stands there."""
    melder.page = tab
    started = time.monotonic()
    melder.press("Melding versturen")
    tab.get_by_role("heading", level=1, name="Uw melding is verstuurd").wait_for()
    return NUMBER.search(melder.text())[0], time.monotonic() - started


def test_without_the_mail_server_nothing_is_lost_and_the_meldpunt_sees_what_waits(site, cast, somebody):
    melder, meldpunt = somebody(), somebody()
    come_in(melder, site, cast["melder"])
    site.stack.stop("smtp")
    try:
        nummer = report_lamp(melder)
        site.let_morning_come()
        site.stack.manage("tik")
        let_minutes_pass(site, 16)
        come_in(meldpunt, site, cast["meldpunt"], lands="Werklijst")
        meldpunt.reads("Er wacht post", nummer)
        assert site.post.list(cast["melder"], nummer) == []
    finally:
        site.stack.start("smtp")
    let_minutes_pass(site, 60)

    site.stack.manage("tik")

    assert "Uw melding" in site.mail(cast["melder"], f"Wij hebben uw melding {nummer}").text
    meldpunt.go("/werklijst/")
    meldpunt.sees("Werklijst")
    assert "Er wacht post" not in meldpunt.text()
    site.check()


def let_minutes_pass(site, minutes):
    """For the mails that wait."""
    site.change(
        f"UPDATE outbox_bericht SET gemaakt_op = gemaakt_op - interval '{minutes} minutes', "
        f"volgende_poging = volgende_poging - interval '{minutes} minutes' WHERE stand = 'klaar'"
    )


def test_a_link_that_is_unknown_withdrawn_or_expired_is_one_and_the_same_page(site, cast, somebody):
    withdrawn = site.seed("make_ask", cast["slug"], "openbare_ruimte")
    expired = site.seed("make_ask", cast["slug"], "niet_pluis")
    site.change(f"UPDATE opvolging_toegang SET verloopt_op = now() WHERE opvolging_id = {expired['vraag']}")
    meldpunt, partner = somebody(), somebody()
    come_in(meldpunt, site, cast["meldpunt"], lands="Werklijst")
    meldpunt.go(f"/melding/{withdrawn['nummer']}/vraag/{withdrawn['vraag']}/intrekken/")
    meldpunt.fill("Waarom trekt u de vraag in?", "De lamp doet het weer.")
    meldpunt.press("Vraag intrekken")
    meldpunt.reads("De vraag is ingetrokken.")
    partner.expected.add(404)

    pages = [look_at(partner, address) for address in ("/p/bestaatniet/", withdrawn["link"], expired["link"])]

    assert pages[0][0] == 404
    assert pages == [pages[0]] * 3


def look_at(person, address):
    """Status and all that a page says."""
    answer = person.page.goto(address)
    person.sees("Deze link werkt niet")
    return answer.status, person.page.title(), person.page.locator("body").inner_text()


def test_what_was_typed_while_the_session_ended_is_there_after_signing_in(site, cast, somebody):
    melder = somebody()
    sign_in_by_mail(melder, site, cast["melder"])
    melder.follow("Iets melden")
    melder.follow("Straat en groen")
    melder.pick("Wat is er aan de hand?", "Losse tegel, gat of kuil")
    melder.choose("Molenkwartier")
    melder.fill("Straat", "Kastanjelaan")
    melder.choose("Ja")
    melder.fill("Wilt u iets toevoegen?", "Bij de bakker ligt een tegel los.")
    site.seed("sign_out", cast["melder"])
    site.post.clear()

    melder.press("Verder")
    melder.sees("Inloggen")
    melder.reads("Uw tekst is bewaard.")
    melder.follow("Inloggen met een code")
    melder.fill("E-mailadres", cast["melder"])
    melder.press("Stuur mij een code")
    type_mailed_code(melder, site, cast["melder"])
    melder.sees("Uw tekst staat er nog")
    melder.press("Ga verder met wat u schreef")

    melder.sees("Klopt het zo?")
    melder.reads("Losse tegel, gat of kuil", "Kastanjelaan", "Bij de bakker ligt een tegel los.")
    site.check()
