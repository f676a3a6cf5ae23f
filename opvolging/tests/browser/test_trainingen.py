"""One evening on the real stack: planned, filled, reminded of, held, and heard of again months later (issue 5)."""

import pytest

from opvolging.tests.browser.acts import come_in, open_session
from opvolging.tests.browser.acts_trainingen import SEED, cannot_come, plan, sign_up, sign_up_members
from opvolging.tests.browser.acts_verslag import Taps

pytestmark = pytest.mark.browser
FEW = 5  # taps to tick twelve people, two of whom are not there
PLACES = 12


def test_from_plan_to_list_to_certificate_to_refresher(site, cast, somebody):
    team = site.seed("make_team", cast["slug"], module=SEED)
    trainer, teun, jolanda, wilma = (somebody() for _ in range(4))
    come_in(trainer, site, team["trainer"], lands="Vandaag")
    plan(trainer, team["dag"], PLACES)
    site.mail(cast["melder"], "Komt u naar de training")

    come_in(teun, site, cast["coordinator"], lands="Team Molenkwartier")
    sign_up_members(teun, team["leden"])
    come_in(jolanda, site, cast["melder"])
    sign_up(jolanda, wens="Boze mensen")
    jolanda.reads("U staat op de lijst. Tot dan!")
    come_in(wilma, site, team["wilma"])
    sign_up(wilma, knop="Zet mij op de wachtlijst")
    wilma.reads("U bent de eerste op de wachtlijst.")
    cannot_come(somebody(), site.mail(cast["melder"], "U staat op de lijst"))
    site.mail(team["wilma"], "Er is een plek voor u")

    for days in (7, 1):
        site.seed("days_before", cast["slug"], days, module=SEED)
    heard = [mail.subject for mail in site.post.list(team["wilma"], "Herinnering")]
    assert len(heard) == 2
    assert site.post.list(cast["melder"], "Herinnering") == []

    qr = site.seed("begin", cast["slug"], module=SEED)
    trainer.go("/trainer/")
    trainer.sees("Vandaag")
    taps = Taps(trainer)
    taps.follow("Open de lijst")
    for name, counted in (("Iedereen is er", 12), ("Amina Kruisdal", 11), ("Bep Kruisdal", 10)):
        taps.press(name)
        trainer.reads(f"{counted} van 12 aanwezig")
    assert taps.count <= FEW
    trainer.fill("Wie is er nog meer?", "Wout Terpstra")
    trainer.press("Zet op de lijst")
    trainer.reads("Wout Terpstra staat op de lijst.")
    visitor = somebody()
    visitor.go(qr)
    visitor.sees("Bent u er?")
    visitor.fill("Uw voornaam", "Amina Kruisdal")
    visitor.press("Ik ben er")
    visitor.sees("Dank u wel")

    trainer.follow("Wat hebt u geoefend?")
    trainer.sees("Wat hebt u geoefend?")
    trainer.press("Waar bemoeit u zich mee?")
    trainer.reads("Geoefend (1)")
    trainer.go("/trainer/")
    trainer.follow("Open de lijst")
    trainer.reads("11 van 12 aanwezig")
    trainer.press("De lijst klopt")
    trainer.sees("Wie was er?")
    trainer.reads("12 mensen waren er")
    assert site.seed("came_of_it", cast["slug"], module=SEED) == [12, 11]

    wilma.go("/mijn-bewijzen/")
    wilma.sees("Mijn bewijzen")
    wilma.reads("Wijkveiligheid", "Actueel")
    with wilma.page.expect_download() as paper:
        wilma.follow("Download als PDF")
    assert paper.value.path().read_bytes().startswith(b"%PDF")
    teun.go("/")
    teun.reads("Wijkveiligheid")

    site.seed("months_later", cast["slug"], 3, module=SEED)
    wilma.go(address_in(site.mail(team["wilma"], "Nog even opfrissen")))
    wilma.reads("Stuur mij deze mails niet meer")
    assert site.post.list(cast["melder"], "opfrissen") == []
    site.check()


def test_every_page_of_trainings_is_sound_for_eyes_and_ears(site, cast, somebody):
    """axe and 320 pixels on each page, for the first of these people who reads it."""
    made = site.seed("make_pages", cast["slug"], module=SEED)
    assert sum(map(len, made["paginas"].values())) > 50
    for rol, pages in made["paginas"].items():
        person = somebody()
        if rol in made["mensen"]:
            open_session(person, site, made["mensen"][rol])
        for page in pages:
            person.go(page)
            person.look()
    site.check()


def address_in(mail):
    """The path of the page that this mail points at."""
    return mail.text.split("minuut: ")[1].split()[0]
