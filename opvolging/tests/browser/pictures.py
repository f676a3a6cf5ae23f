"""Pictures of every page for every role on phone and desktop, from the demo's own stories; axe looks along."""

import re
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import expect, sync_playwright

from buurtpreventie.embedded.processes import ROOT
from opvolging.tests.browser.acts import fill_in_lamp, fill_in_worry, send
from opvolging.tests.browser.acts_fotos import HEIC, as_file, choose_photos, snapshot
from opvolging.tests.browser.acts_kinds import fill_in_aed, fill_in_help, fill_in_safety, fill_in_team
from opvolging.tests.browser.chromium import (
    DESKTOP,
    NARROW,
    PHONE,
    axe_problems,
    executable,
    in_the_dark,
    launch,
    too_wide,
)
from opvolging.tests.browser.person import Person
from opvolging.tests.browser.site import digits, running_site
from opvolging.tests.browser.tours_straat import visit_as_police

ALL, README = ROOT / "docs/beeld", ROOT / "docs/readme"
PAINTED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
SCOUT = "opvolging.tests.browser.scout"
ANONYMOUS = {
    "inloggen": "/accounts/login/",
    "inloggen-code": "/accounts/login/code/",
    "wachtwoord-vergeten": "/accounts/password/reset/",
    "aanmelden": "/accounts/signup/",
    "privacy": "/privacy/",
    "toegankelijkheid": "/toegankelijkheid/",
    "hulp": "/hulp/",
    "wat-mag": "/wat-mag/",
    "postvak": "/postvak/",
    "onbekende-pagina": "/bestaat-niet/",
    "onbekende-link": "/p/bestaat-niet/",
}
VOLUNTEER = {
    "start": "/vandaag/",
    "melden": "/melden/",
    "zorgen": "/zorgen/",
    "wie-bel-ik": "/wie-bel-ik/",
    "overleg-vragen": "/overleg/",
    "overleg-nazorg": "/overleg/?aanleiding=nazorg",
    "gebeld": "/gebeld/",
    "even-aanzien": "/even-aanzien/",
    "mijn-meldingen": "/mijn-meldingen/",
    "gegevens": "/gegevens/",
    "telefoon-kwijt": "/gegevens/telefoon-kwijt/",
    "opnieuw": "/opnieuw/?next=/mijn-meldingen/",
    "uitloggen": "/accounts/logout/",
}
DESK = {
    "werklijst": "/werklijst/",
    "werklijst-te-laat": "/werklijst/?bak=te_laat",
    "werklijst-leeg": "/werklijst/?nummer=0000-0000",
    "berichten": "/berichten/",
    "overleggen": "/overleggen/",
    "melden": "/melden/",
}
OTHER_KINDS = {
    "wijk": fill_in_safety,
    "burenhulp": fill_in_help,
    "hartveilig": fill_in_aed,
    "in-ons-team": fill_in_team,
}
ACTS = {
    "aangenomen": ["tussenbericht", "onderwerp", "niveau"],
    "klaar-om-te-antwoorden": ["antwoord", "geen-antwoord"],
    "opgepakt": ["sluiten", "afronden", "vragen"],
}
ASK_ACTS = ["aannemen", "teruggeven", "toevoegen", "afronden", "afwezig"]


class Photographer(Person):
    """Makes a picture of what a role sees, at both widths, and notes what is wrong with it."""

    def __init__(self, browser, site, rol, cookie=None, scale=1):
        super().__init__(browser, site.url, set(), scale=scale)
        self.rol, self.site, self.expected = rol, site, {404, 409, 422}
        self.step, self.seen = None, set()  # names of the views that are in a picture
        if cookie:
            self.context.add_cookies([{"name": "sessionid", "value": cookie, "url": site.url}])

    def beside(self, rol, cookie):
        """Somebody else, with a browser of their own."""
        return Photographer(self.context.browser, self.site, rol, cookie)

    def visit(self, pages):
        """Each address under its name."""
        for name, address in pages.items():
            self.go(address)
            self.snap(name)

    def look(self):
        """While somebody reports: each page under its heading."""
        if self.step:
            heading = self.page.get_by_role("heading", level=1).first.inner_text()
            self.snap(f"{self.step}-{slug(heading)}")

    def photograph(self, path, width):
        """The whole page; on a phone as if the screen were that high, so that the bar stands at the bottom."""
        if width == PHONE["width"]:
            height = self.page.evaluate("() => document.documentElement.scrollHeight")
            self.page.set_viewport_size({"width": width, "height": height})
        self.page.mouse.move(0, 0)
        self.page.evaluate(PAINTED)
        self.page.screenshot(path=path, full_page=True)

    def snap(self, name):
        """Two pictures of the page as it is now."""
        self.seen.add(view_of(self.page.url))
        for size in (DESKTOP, NARROW, PHONE):
            self.page.set_viewport_size(size)
            if pixels := too_wide(self.page):
                self.troubles.append(f"{self.rol} {name}: {pixels} pixels too wide at {size['width']}")
            if size is NARROW:
                continue
            path = ALL / f"{self.rol}-{name}-{size['width']}.png"
            self.photograph(path, size["width"])
            print(path.relative_to(ROOT), flush=True)
            self.troubles += [f"{path.name}: {problem}" for problem in axe_problems(self.page)]
        with in_the_dark(self.page) as dark:
            if dark:
                path = ALL / f"{self.rol}-{name}-donker.png"
                self.photograph(path, PHONE["width"])
                self.troubles += [f"{path.name}: {problem}" for problem in axe_problems(self.page)]


def view_of(address):
    """The name of the view behind an address; empty for one that does not exist."""
    try:
        return resolve(urlsplit(address).path).view_name.replace(":", "-")
    except Resolver404:
        return ""


def slug(words):
    return "-".join(re.findall(r"[a-z0-9]+", words.lower()))


def main(words):
    """All pictures, or those of some roles, or with --readme two; 1 when axe has something against a page."""
    if executable() is None:
        return "Chromium is niet gevonden: apt-get install chromium, of zet CHROMIUM."
    for folder in (ALL, README):
        folder.mkdir(parents=True, exist_ok=True)
    demo = {"env": {"DEMO": "1"}, "prepare": lambda stack: stack.manage("demodata")}
    with running_site("pictures", **demo) as site, sync_playwright() as playwright:
        browser = launch(playwright)
        roles = [word for word in words if word in TOURS]
        found = site.seed("look_around", *roles, module=SCOUT)
        if words == ["--readme"]:
            troubles = picture_readme(browser, site, found["cookies"])
        else:
            troubles = walk(browser, site, found, words or TOURS)
        browser.close()
    print(*troubles, sep="\n")
    return 1 if troubles else 0


def picture_readme(browser, site, cookies):
    """A phone in the street and a desk."""
    melder = Photographer(browser, site, "buurtprevent", cookies["buurtprevent"])
    melder.go("/melden/niet_pluis/")
    melder.page.screenshot(path=README / "melden.png")
    meldpunt = Photographer(browser, site, "meldpunt", cookies["meldpunt"])
    meldpunt.page.set_viewport_size(DESKTOP)
    meldpunt.go("/werklijst/")
    meldpunt.page.screenshot(path=README / "werklijst.png")
    return melder.troubles + meldpunt.troubles


def walk(browser, site, found, roles):
    """These roles past all their pages; gives the troubles of all."""
    troubles, seen = [f"nobody sees {name}" for name in found["dark"]], set()
    for rol in roles:
        person = Photographer(browser, site, rol, found["cookies"].get(rol))
        try:
            TOURS[rol](person, found)
            visit_the_rest(person, found, seen)
        except Exception as error:  # one broken page must not cost the pictures of the others
            person.troubles.append(f"{rol}: {type(error).__name__}: {str(error).splitlines()[0]} at {person.page.url}")
        seen |= person.seen
        person.context.close()
        troubles += person.troubles
    return troubles


def visit_the_rest(person, found, seen):
    """Every page of this role of which there is no picture yet."""
    pages = found["atlas"].get(person.rol, {})
    person.visit({name: address for name, address in pages.items() if name not in seen | person.seen})


def visit_as_nobody(person, found):
    person.visit(ANONYMOUS)
    person.go("/accounts/login/")
    person.press("Inloggen")
    expect(person.page).to_have_title(re.compile("^Fout"))
    person.snap("inloggen-fout")
    person.go("/accounts/login/code/")
    person.fill("E-mailadres", "iemand@example.nl")
    person.press("Stuur mij een code")
    person.sees("Typ de code uit uw mail")
    person.snap("inloggen-code-typen")


def visit_as_volunteer(person, found):
    person.visit(VOLUNTEER | {f"melding-{name}": address for name, address in found["melder"].items()})
    person.go("/melden/niet_pluis/")
    person.press("Verder")
    person.reads("Kies of er nu gevaar is.")
    person.snap("zorg-fout")
    person.choose("Ja, of ik twijfel")
    person.press("Verder")
    person.sees("Bel nu 112")
    person.snap("zorg-gevaar")
    report_in_pictures(person, "zorg", fill_in_worry)
    report_in_pictures(person, "straat", fill_in_lamp)
    for naam, fill_in in OTHER_KINDS.items():
        report_in_pictures(person, naam, fill_in)
    photos_in_pictures(person)


def report_in_pictures(person, naam, fill_in):
    """All steps, the page that asks whether to stop, and the page after sending."""
    person.go("/")
    person.step = naam
    fill_in(person)
    person.step = None
    page = person.page.url
    person.follow("Stoppen")
    person.sees("Wilt u stoppen?")
    person.snap(f"{naam}-stoppen")
    person.go("/melden/")
    person.snap(f"{naam}-bewaard")
    person.go(page)
    for box in person.page.get_by_role("checkbox").all():
        box.check()
    send(person)
    person.snap(f"{naam}-verstuurd")


def photos_in_pictures(person):
    """Two photos on the check page, and one that was refused."""
    person.go("/")
    fill_in_lamp(person)
    choose_photos(person, snapshot(1), snapshot(2))
    person.reads("De foto's staan erbij.")
    person.snap("straat-fotos")
    choose_photos(person, as_file("IMG_3.HEIC", HEIC))
    person.reads("Dit is een HEIC-foto.")
    person.snap("straat-foto-geweigerd")


def visit_as_desk(person, found):
    person.visit(DESK)
    person.go("/overleggen/")
    person.page.locator("main th a").first.click()
    person.sees(re.compile("^Bel "))
    person.snap("overleg")
    for name, nummer in found["dossiers"].items():
        person.visit({f"melding-{name}": f"/melding/{nummer}/"})
    for name, acts in ACTS.items():
        if nummer := found["dossiers"].get(name):
            take_over(person, nummer)
            person.visit({act: f"/melding/{nummer}/{act}/" for act in acts})
    person.page.locator("input[type=checkbox]").first.check()
    person.press("Verder")
    person.sees("Wat mag de partner lezen?")
    person.snap("vragen-tekst")
    person.press("Verder: bekijk de mail")
    person.sees("Klopt het zo?")
    person.snap("vragen-mail")
    take_over(person, found["dossiers"]["met-foto"])
    person.page.get_by_role("link", name="Weghalen").first.click()
    person.sees("Foto weghalen")
    person.snap("foto-weghalen")
    take_over(person, found["dossiers"]["gevraagd"])
    person.unfold("Intrekken of opnieuw mailen")
    person.snap("melding-gevraagd-open")
    acts = person.page.locator("details[open] a, a:text('Wat zei de partner?')").all()
    links = [link.get_attribute("href") for link in acts]
    person.visit({f"vraag-{address.split('/')[-2]}": address for address in links})


def take_over(person, nummer):
    """Only the handler sees the pages of the acts."""
    person.go(f"/melding/{nummer}/")
    if person.page.get_by_role("button", name="Overnemen").count():
        person.press("Overnemen")
        person.reads("U behandelt deze melding nu.")


def visit_as_partner(niveau):
    """The link, the code when there is one, and every act."""

    def tour(person, found):
        ask = found["links"][str(niveau)]
        person.go(ask["link"])
        person.snap("link")
        if niveau:
            person.press("Stuur mij een code")
            person.sees("Vul de code in")
            person.snap("code")
            person.fill("Code uit de mail", digits(person.site.mail(ask["mail"], "Uw code voor melding")))
        person.press("Bekijk de vraag")
        person.sees("Vraag van het meldpunt")
        person.snap("vraag")
        address = person.page.url
        person.visit({act: f"{address}{act}/" for act in ASK_ACTS})
        person.go(f"{address}afronden/")
        person.choose("Hulp of contact geregeld")
        person.fill("Dit mag de melder lezen", "Er is iemand mee bezig. Goed dat u het doorgaf.")
        person.press("Verstuur het antwoord")
        person.sees("Uw antwoord")
        person.snap("klaar")

    return tour


TOURS = {
    "niemand": visit_as_nobody,
    "buurtprevent": visit_as_volunteer,
    "coordinator": lambda person, found: person.visit({"start": "/"} | found["coordinator"]),
    "meldpunt": visit_as_desk,
    "partner-open": visit_as_partner(0),
    "partner-vertrouwelijk": visit_as_partner(2),
    "beheer": lambda person, found: person.visit({"start": "/"} | found["beheer"]),
    "beleid": lambda person, found: person.visit({"cijfers": "/cijfers/"}),
    "trainer": lambda person, found: person.visit({"start": "/", "avonden": "/trainer/avonden/"}),
    "politie": visit_as_police,
    "piket": lambda person, found: person.visit({"start": "/"}),
    "toezicht": lambda person, found: person.visit({"start": "/"}),
    "platform": lambda person, found: person.visit({"stijlgids": "/stijlgids/"}),
}
