"""What people do with planned rounds, by the words that stand on the page."""

from datetime import timedelta

from django.utils import timezone

from buurtpreventie.ui.dates import WEEKDAYS

SEED = "opvolging.tests.browser.seed_planning"
IN_DAYS = 3


def to_rounds(person):
    """By the menu."""
    person.page.get_by_role("navigation", name="Hoofdmenu").get_by_role("link", name="Rondes").click()
    person.sees("Rondes")


def make_pattern(coordinator):
    """A pattern that makes one round, three days from now."""
    day = timezone.localdate() + timedelta(days=IN_DAYS)
    coordinator.page.get_by_role("link", name="Rooster", exact=True).click()
    coordinator.sees("Rooster van")
    coordinator.follow("Nieuw rooster")
    coordinator.sees("Nieuw rooster")
    coordinator.pick("Welke dag van de week?", WEEKDAYS[day.weekday()].capitalize())
    coordinator.fill("Laatste dag", day.isoformat())
    coordinator.tick("Ook op feestdagen")
    coordinator.press("Bewaar het rooster")
    coordinator.reads("Het rooster is bewaard.", f"Elke {WEEKDAYS[day.weekday()]}, 20.00 tot 21.30 uur")


def make_route(coordinator, *streets):
    """A route with streets of the own buurt, on more lines than the page begins with."""
    coordinator.follow("Routes")
    coordinator.sees("Routes van")
    coordinator.follow("Nieuwe route")
    coordinator.fill("Naam van de route", "Rond het park")
    coordinator.press("Nog een straat")
    for number, street in zip((1, 6), streets, strict=True):
        coordinator.fill(f"Straat {number}", street)
    coordinator.press("Bewaar de route")
    coordinator.reads("De route Rond het park is bewaard.", ", ".join(streets))
