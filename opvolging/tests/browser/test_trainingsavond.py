"""One evening on a phone: twelve people in five taps, who walks in, who ticks in alone, and what was practised."""

import pytest

from opvolging.tests.browser.acts import come_in
from opvolging.tests.browser.acts_verslag import Taps

pytestmark = pytest.mark.browser
SEED = "opvolging.tests.browser.seed_trainingsavond"
FEW = 5  # taps from the start page to a closed list


@pytest.mark.parametrize("how", [{"keyboard": True}, {"javascript": False}], ids=["keyboard", "without script"])
def test_an_evening_runs_from_a_phone(site, cast, somebody, how):
    evening = site.seed("going_on", cast["slug"], module=SEED)
    trainer, visitor = somebody(**how), somebody(javascript=False)
    come_in(trainer, site, evening["trainer"], lands="Vandaag")
    taps = Taps(trainer)

    taps.follow("Open de lijst")
    trainer.sees("Wie is er?")
    taps.press("Iedereen is er")
    trainer.reads("12 van 12 aanwezig")
    taps.press("Anna Elzenga")
    trainer.reads("11 van 12 aanwezig")
    taps.press("Bert Elzenga")
    trainer.reads("10 van 12 aanwezig")

    visitor.go(evening["qr"])
    visitor.sees("Bent u er?")
    visitor.fill("Uw voornaam", "bert elzenga")
    visitor.press("Ik ben er")
    visitor.sees("Dank u wel")
    trainer.fill("Wie is er nog meer?", "Wout Terpstra")
    if trainer.javascript:
        without_connection(trainer)
    trainer.press("Zet op de lijst")
    trainer.reads("Wout Terpstra staat op de lijst.", "11 van 12 aanwezig, 1 binnengelopen", "Zelf aangevinkt")

    taps.press("De lijst klopt")
    trainer.sees("Wie was er?")
    trainer.reads("12 mensen waren er")
    assert taps.count <= FEW
    assert site.seed("came_of_it", cast["slug"], module=SEED) == [12, 11]

    trainer.follow("Wat hebt u geoefend?")
    trainer.sees("Wat hebt u geoefend?")
    trainer.press("Een raam staat open")
    trainer.follow("Wat leerde de groep?")
    trainer.sees("Een raam staat open")
    trainer.fill("Wat leerde de groep?", "Eerst groeten, dan pas vragen.")
    trainer.press("Opslaan")
    trainer.reads("Eerst groeten, dan pas vragen.")
    site.check()


def without_connection(person):
    """The page and what was typed stay."""
    person.expected.add("offline")
    person.context.set_offline(True)
    person.press("Zet op de lijst")
    person.reads("Geen verbinding. Uw tekst staat er nog.")
    person.context.set_offline(False)
    assert person.field("Wie is er nog meer?").input_value() == "Wout Terpstra"
