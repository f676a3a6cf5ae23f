"""What people do with rounds outside the site: in a calendar, and on paper."""

import re
from datetime import timedelta
from urllib.error import HTTPError
from urllib.request import urlopen

import vobject
from django.utils import timezone
from playwright.sync_api import expect

LINK = re.compile(r"/agenda/[\w-]{40,}\.ics$")


def make_link(person):
    """The address of the feed of one's own rounds."""
    person.go("/rondes/")
    person.sees("Rondes")
    person.follow("Rondes in de agenda van uw telefoon")
    person.sees("Rondes in uw agenda")
    person.press("Maak een link van mijn rondes")
    person.reads("De link staat klaar.")
    return link_of(person)


def link_of(person):
    field = person.field("Link voor uw agenda")
    expect(field).to_have_value(LINK)
    return field.input_value()


def renew_link(person):
    person.unfold("Nieuwe link, of stoppen")
    person.press("Maak een nieuwe link van mijn rondes")
    person.reads("U hebt een nieuwe link. De oude link werkt niet meer.")
    return link_of(person)


def fetched(url):
    """What a calendar program gets, without any session: the calendar, or None when the link is dead."""
    try:
        with urlopen(url) as answer:
            return vobject.readOne(answer.read().decode())
    except HTTPError as error:
        assert error.code == 404
        return None


def open_sheet(person):
    person.go("/rondes/")
    person.follow("Rondes van papier overschrijven")
    person.sees("Rondes van papier")


def days_ago(days):
    return f"{timezone.localdate() - timedelta(days=days):%Y-%m-%d}"


def row(person, nummer):
    """One round on the sheet."""
    return person.page.locator(f"#ronde-{nummer}")


def write_row(person, nummer, *, datum, einde="21:30"):
    """Yesterday evening, by street, with two people."""
    part = row(person, nummer)
    part.get_by_label("Op welke dag?").fill(datum)
    part.get_by_label("Begonnen om").fill("20:00")
    part.get_by_label("Klaar om").fill(einde)
    part.get_by_label("Door welke straten gingen zij?").fill("Elzenpad, Zwarte pad")
    for naam in ("Jolanda Veldkamp", "Teun Hogenes"):
        part.get_by_role("checkbox", name=naam).check()


def copy_row(person, nummer, *, datum):
    """The same as the one before it, on another day."""
    person.press(f"Zelfde als ronde {nummer - 1}")
    part = row(person, nummer)
    expect(part.get_by_label("Begonnen om")).to_have_value("20:00")
    expect(part.get_by_role("checkbox", name="Jolanda Veldkamp")).to_be_checked()
    part.get_by_label("Op welke dag?").fill(datum)


def save_sheet(person):
    person.page.get_by_role("button", name="Sla de rondes op").click()
