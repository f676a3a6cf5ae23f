"""A mail scanner with a real browser opens the link of a partner, runs its scripts and hovers: it stays unused."""

import psycopg
import pytest

pytestmark = pytest.mark.browser
VISITS = 3
ROWS = """
    SELECT (SELECT md5(string_agg(t::text, '')) FROM opvolging_toegang t WHERE opvolging_id = %(vraag)s),
           (SELECT md5(o::text) FROM opvolging_opvolging o WHERE id = %(vraag)s),
           (SELECT md5(m::text) FROM meldingen_melding m WHERE nummer = %(nummer)s),
           (SELECT count(*) FROM audit_logregel),
           (SELECT count(*) FROM accounts_code),
           (SELECT count(*) FROM django_session)
"""


def rows(site, ask):
    """What is kept of this ask, to the byte, and how much was written down of anything."""
    with psycopg.connect(site.stack.env["DATABASE_URL"]) as owner:
        return owner.execute(ROWS, ask).fetchone()


def test_a_link_that_a_scanner_opens_and_hovers_over_is_unused_until_somebody_presses(site, cast, somebody):
    ask = site.seed("make_ask", cast["slug"], "openbare_ruimte")
    site.mail(cast["openbare_ruimte"]["mail"], ask["nummer"])
    scanner, before = somebody(), rows(site, ask)

    for _visit in range(VISITS):
        scanner.go(ask["link"])
        scanner.sees("vraagt u iets")
        for control in scanner.page.locator("main a, main button").all():
            if control.is_visible():
                control.hover()
        scanner.page.mouse.wheel(0, 2000)
        scanner.page.evaluate("() => document.querySelectorAll('a, button').forEach(one => one.focus())")

    assert rows(site, ask) == before
    partner = somebody()
    partner.go(ask["link"])
    partner.press("Bekijk de vraag")
    partner.sees("Vraag van het meldpunt")
    assert rows(site, ask) != before
    site.check()
