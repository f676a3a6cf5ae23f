"""Talk first, call and keep nothing, look again in two weeks: at 390 pixels, on the real stack (issue 3)."""

import pytest

from opvolging.tests.browser.acts import come_in
from opvolging.tests.browser.acts_overleg import MODULE, begin_worry, find_on_the_list, leave_number
from opvolging.tests.browser.site import link

pytestmark = pytest.mark.browser
NAAM = "Jolanda Veldkamp"


def test_something_of_which_nothing_is_kept_leaves_only_a_count_and_a_wish_to_be_called(site, cast, somebody):
    melder = somebody()
    come_in(melder, site, cast["melder"])

    begin_worry(melder)
    melder.choose("Iets doorgeven")
    melder.choose("Iemand doet anders dan eerst")
    melder.press("Verder")
    melder.sees("Wat merkt u precies?")
    melder.choose("Iemand praat over niet meer willen leven")
    melder.press("Verder")
    melder.sees("Bel nu")
    melder.press("Ik heb gebeld")
    melder.sees("Goed dat u belde")
    melder.reads("Wij bewaren hier niets over.")
    leave_number(melder)

    words = ["NP21", "niet meer willen leven", "Iemand doet anders dan eerst"]
    kept = site.seed("what_is_kept", cast["slug"], *words, module=MODULE)
    assert kept == {"belmomenten": 1, "overleggen": 1, "waar": []}
    site.check()


def test_who_doubts_is_called_back_by_the_meldpunt(site, cast, somebody):
    melder, meldpunt = somebody(), somebody()
    site.seed("put_on_the_list", cast["slug"], module=MODULE)
    come_in(melder, site, cast["melder"])

    melder.follow("Wie bel ik?")
    melder.sees("Wie bel ik?")
    melder.reads("In uw gemeente", "Daarbuiten belt u 14 0599.")
    melder.go("/vandaag/")
    begin_worry(melder)
    melder.expected = {422}
    melder.choose("Eerst overleggen")
    melder.press("Verder")
    melder.sees("Eerst overleggen")
    melder.follow("Bel mij terug")
    melder.sees("Wilt u gebeld worden?")
    melder.fill("Op welk nummer kunnen wij bellen?", "12")
    melder.press("Bel mij terug")
    melder.reads("Vul een telefoonnummer in.")
    leave_number(melder)

    come_in(meldpunt, site, cast["meldpunt"], lands="Werklijst")
    find_on_the_list(meldpunt, NAAM)
    meldpunt.press("Niet bereikt")
    meldpunt.reads("1 keer geprobeerd")
    melder.go("/mijn-meldingen/")
    melder.reads("Wij belden u 1 keer")
    meldpunt.choose("Advies gegeven")
    meldpunt.press("Overleg sluiten")
    meldpunt.reads("Er wacht nu niemand op een telefoontje.")

    melder.go("/mijn-meldingen/")
    melder.reads("U hebt nog geen meldingen.")
    site.check()


def test_after_two_weeks_one_tap_turns_a_worry_into_a_melding(site, cast, somebody):
    melder = somebody()
    come_in(melder, site, cast["melder"])
    begin_worry(melder)
    melder.choose("Even aanzien")
    melder.press("Verder")
    melder.sees("Even aanzien")
    melder.unfold("Iets opschrijven voor uzelf")
    melder.fill("Wat wilt u onthouden?", "De gordijnen op de hoek blijven dicht.")
    melder.press("Vraag het mij over 2 weken")
    melder.sees("Dag ")
    melder.reads("U ziet iets even aan")

    site.seed("let_two_weeks_pass", cast["slug"], module=MODULE)
    melder.go(link(site.mail(cast["melder"], "Hoe is het nu?")))
    melder.sees("Hoe is het nu?")
    melder.press("Ik maak mij nog zorgen")
    melder.sees("Is iedereen veilig?")
    melder.choose("Nee, er is nu geen gevaar")
    melder.press("Verder")
    melder.choose("Iemand redt zich niet goed")
    melder.press("Verder")
    melder.choose("Iemand zorgt slecht voor zichzelf")
    melder.press("Verder")
    melder.sees("Wat hebt u gemerkt?")
    assert melder.field("Schrijf op wat u merkte").input_value() == "De gordijnen op de hoek blijven dicht."

    kept = site.seed("what_is_kept", cast["slug"], "gordijnen op de hoek", module=MODULE)
    assert kept["waar"] == ["meldingen_concept"]  # the note itself is gone
    site.check()
