"""What somebody does who walks a round, by the words that stand on the page."""

SEED = "opvolging.tests.browser.seed_onderweg"


def start_unplanned(person, team_page):
    """From the team's page to a round that nobody planned, with one guest."""
    person.go(team_page)
    person.sees("Ronde starten")
    person.unfold("Er loopt een gast mee")
    person.pick("Gast 1", "Wijkagent")
    person.fill("Telefoonnummer van wie de ronde leidt", "06 13579111")
    person.press("Start de ronde")
    person.reads("Nu onderweg", "Klaar met lopen?", "Houd afstand")


def home_by_link(person, link):
    """Without sign-in, from a mail."""
    person.go(link)
    person.sees("Is iedereen thuis?")
    person.press("Iedereen is thuis")
    person.sees("Iedereen is thuis")
