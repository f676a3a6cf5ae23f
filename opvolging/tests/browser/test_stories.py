"""One melding goes all the way round in a real browser on the real stack, and opens once more (issue 2)."""

import pytest

from opvolging.tests.browser.acts import (
    accept_and_finish,
    answer,
    answer_again,
    ask_partner,
    give_verdict,
    open_ask,
    read_answer,
    report_lamp,
    report_worry,
    sign_in_by_mail,
    sign_in_with_password,
    take_up,
)

pytestmark = pytest.mark.browser
WITHOUT_SCRIPT, WITH_KEYS = {"javascript": False}, {"keyboard": True}
LAMP, WORRY = "Lantaarnpaal of verlichting kapot", "Iemand zorgt slecht voor zichzelf"


@pytest.mark.parametrize("hoe", [{}, WITHOUT_SCRIPT], ids=["with script", "without"])
def test_a_broken_street_lamp_goes_all_the_way_round_and_opens_once_more(site, cast, somebody, hoe):
    melder, meldpunt, partner = (somebody(**hoe) for _ in range(3))

    sign_in_by_mail(melder, site, cast["melder"])
    nummer = report_lamp(melder)
    sign_in_with_password(meldpunt, cast["meldpunt"])
    take_up(meldpunt, LAMP, nummer)
    ask_partner(meldpunt, cast["openbare_ruimte"])
    open_ask(partner, site, site.mail(cast["openbare_ruimte"]["mail"], nummer))
    accept_and_finish(partner, "De lamp is vrijdag gemaakt.")
    site.mail(cast["meldpunt"], f"Buitendienst Zuiderhage gaf antwoord: {nummer}")
    answer(meldpunt, nummer)
    read_answer(melder, site, cast["melder"], nummer, "De lamp is vrijdag gemaakt.")
    give_verdict(melder, "Nee, ik zie het nog")
    melder.reads("loopt weer")

    answer_again(meldpunt, nummer, "Nu is ook de kabel gemaakt.")
    melder.follow("Bekijk deze melding")
    melder.reads("Nu is ook de kabel gemaakt.")
    give_verdict(melder, "Ja, het is opgelost")
    melder.reads("De melding is klaar.")

    site.check()


@pytest.mark.parametrize(
    "hoe", [{}, WITHOUT_SCRIPT, WITH_KEYS], ids=["with script", "without", "with Tab, Enter and Space"]
)
def test_a_worry_about_somebody_goes_all_the_way_round_and_opens_once_more(site, cast, somebody, hoe):
    melder, meldpunt, partner = (somebody(**hoe) for _ in range(3))

    sign_in_by_mail(melder, site, cast["melder"])
    nummer = report_worry(melder)
    sign_in_with_password(meldpunt, cast["meldpunt"])
    take_up(meldpunt, WORRY, nummer)
    ask_partner(meldpunt, cast["niet_pluis"])
    open_ask(partner, site, site.mail(cast["niet_pluis"]["mail"], nummer))
    accept_and_finish(partner, "Er is iemand mee bezig.")
    site.mail(cast["meldpunt"], f"Wijkteam Zuiderhage gaf antwoord: {nummer}")
    answer(meldpunt, nummer)
    read_answer(melder, site, cast["melder"], nummer, "De juiste mensen weten ervan.")
    give_verdict(melder, "Ik zag iets nieuws", "De post ligt nu ook op straat.")
    melder.reads("loopt weer")

    answer_again(meldpunt, nummer)
    melder.follow("Bekijk deze melding")
    melder.reads("De juiste mensen weten ervan.")
    give_verdict(melder, "Ja, ik heb genoeg gehoord")
    melder.reads("De melding is klaar.")

    site.check()


def test_the_style_guide_shows_every_component_without_a_barrier(site, somebody):
    platform = somebody()
    cookie = {"name": "sessionid", "value": site.seed("open_session"), "url": site.url}
    platform.context.add_cookies([cookie])

    platform.go("/stijlgids/")

    platform.sees("Stijlgids")
