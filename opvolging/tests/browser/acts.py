"""What people do with a melding, each act by the words that stand on the page."""

import re
import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from buurtpreventie.accounts.tests.factories import WACHTWOORD
from opvolging.tests.browser.seed import TOTP_SECRET
from opvolging.tests.browser.site import digits, link

PERIOD_SECONDS, ENOUGH_TO_TYPE = 30, 5
NUMBER = re.compile(r"\d{4}-\d{4}")


# --- signing in --------------------------------------------------------------------------------


def come_in(person, site, email, lands="Dag "):
    """Signed in already, for stories that are about something else; ``lands`` is where the day begins."""
    open_session(person, site, email)
    person.go("/")
    person.sees(lands)


def open_session(person, site, email):
    """The cookie of a session, before any page."""
    cookie = {"name": "sessionid", "value": site.seed("open_session_of", email), "url": site.url}
    person.context.add_cookies([cookie])


def sign_in_by_mail(person, site, email):
    """A volunteer needs no password."""
    person.go("/")
    person.sees("Inloggen")
    person.follow("Inloggen met een code")
    person.sees("Inloggen met een code")
    person.fill("E-mailadres", email)
    person.press("Stuur mij een code")
    person.sees("Typ de code uit uw mail")
    type_mailed_code(person, site, email)
    person.sees("Dag ")


def type_mailed_code(person, site, email):
    person.fill("Code uit de mail", digits(site.mail(email, "code")))
    person.press("Inloggen")


def sign_in_with_password(person, email, lands="Werklijst"):
    """Who has a role in a gemeente: a password, and the code of an app; ``lands`` is where their day begins."""
    person.go("/")
    person.sees("Inloggen")
    person.fill("E-mailadres", email)
    person.fill("Wachtwoord", WACHTWOORD)
    person.press("Inloggen")
    person.sees("Typ de code uit uw app")
    person.fill("Code uit uw app", app_code())
    person.press("Inloggen")
    person.sees(lands)


def sign_in_on_duty(person, email):
    """Police and piket begin at the board."""
    sign_in_with_password(person, email, lands="Nu op straat")


def app_code():
    """What the app shows now; one that is about to change is left to pass."""
    left = PERIOD_SECONDS - time.time() % PERIOD_SECONDS
    if left < ENOUGH_TO_TYPE:
        time.sleep(left)
    return format_hotp_value(hotp_value(TOTP_SECRET, int(time.time()) // PERIOD_SECONDS))


# --- the melder ----------------------------------------------------------------------------------


def report_lamp(person):
    """Straat en groen: one page, and one to read it again. The number of the melding."""
    fill_in_lamp(person)
    return send(person)


def fill_in_lamp(person):
    person.sees("Dag ")
    person.follow("Iets melden")
    person.sees("Wat wilt u melden?")
    person.follow("Straat en groen")
    person.sees("Wat is er op straat?")
    person.pick("Wat is er aan de hand?", "Lantaarnpaal of verlichting kapot")
    person.choose("Molenkwartier")
    person.fill("Straat", "Elzenpad")
    person.choose("Nee")
    person.fill("Wilt u iets toevoegen?", "De lamp knippert en gaat dan uit.")
    person.press("Verder")
    person.sees("Klopt het zo?")


def report_worry(person):
    """Zorgen om iemand: five steps. The number of the melding."""
    fill_in_worry(person)
    return send(person)


def fill_in_worry(person):
    person.sees("Dag ")
    person.follow("Iets melden")
    person.sees("Wat wilt u melden?")
    person.follow("Zorgen om iemand")
    person.sees("Is iedereen veilig?")
    person.choose("Nee, er is nu geen gevaar")
    person.press("Verder")
    person.sees("Waar gaat het over?")
    person.choose("Iets doorgeven")
    person.choose("Iemand redt zich niet goed")
    person.press("Verder")
    person.sees("Wat merkt u precies?")
    person.choose("Iemand zorgt slecht voor zichzelf")
    person.press("Verder")
    person.sees("Wat hebt u gemerkt?")
    person.tick("Ik zag iets")
    person.fill("Schrijf op wat u merkte", "De gordijnen zijn al vijf dagen dicht.")
    person.press("Verder")
    person.sees("Waar is het?")
    person.choose("Molenkwartier")
    person.fill("Straat", "Elzenpad")
    person.fill("Nummer", "12")
    person.press("Verder")
    person.sees("Wie mag wat weten?")
    person.choose("Nee, dat heb ik nog niet gezegd")
    person.choose("Nee, alleen het meldpunt")
    person.choose("Per mail")
    person.press("Verder")
    person.sees("Klopt het zo?")
    person.tick("Hier staat alleen wat ik zag")


def send(person):
    """Read who reads it and what was promised, send, and read the promises again."""
    person.reads("Wie leest dit?", "hoort u of iemand het oppakt", "krijgt u antwoord, of een nieuwe datum")
    person.press("Melding versturen")
    person.sees("Uw melding is verstuurd")
    person.reads("hoort u of iemand het oppakt", "krijgt u antwoord, of een nieuwe datum")
    return NUMBER.search(person.text())[0]


def read_answer(person, site, email, nummer, words):
    """From the mail to the page with the answer."""
    person.go(link(site.mail(email, f"Er is antwoord op uw melding {nummer}")))
    person.reads(words)


def give_verdict(person, verdict, words=""):
    person.choose(verdict)
    if words:
        person.fill("Wilt u er iets bij zeggen?", words)
    person.press("Versturen")
    person.sees("Dank u wel")


# --- the meldpunt --------------------------------------------------------------------------------


def take_up(person, titel, nummer):
    """From the worklist to the dossier, and it is mine."""
    person.go("/werklijst/")
    person.sees("Werklijst")
    person.follow(titel)
    person.sees(titel)
    person.reads(nummer)
    person.press("Oppakken")
    person.reads("U behandelt deze melding nu.")


def ask_partner(person, partner):
    """Whom, what they may read, and the mail as it will go."""
    person.follow("Partner vragen")
    person.sees("Wie kan dit oppakken?")
    person.tick(partner["naam"])
    person.press("Verder")
    person.sees("Wat mag de partner lezen?")
    person.choose(partner["contact"])
    person.press("Verder: bekijk de mail")
    person.sees("Klopt het zo?")
    person.reads(f"Mail aan {partner['contact']}", partner["mail"], "Wilt u dit oppakken?", "Er is nog niets verstuurd")
    person.press("Vraag versturen")
    person.reads("De vraag is gesteld.")


def answer(person, nummer, words=""):
    """Read what the partner wrote and answer the melder, in own words or those proposed."""
    person.go(f"/melding/{nummer}/")
    person.follow("Antwoord geven")
    person.sees("Antwoord geven")
    if words:
        person.fill("Antwoord aan de melder", words)
    person.press("Antwoord versturen")
    person.reads("Het antwoord staat klaar voor de melder.")


def answer_again(person, nummer, words=""):
    """The second round, without a partner."""
    person.go(f"/melding/{nummer}/")
    person.unfold("Meer doen")
    person.follow("Sluiten zonder partner")
    person.sees("Sluiten zonder partner")
    person.pick("Wat kwam ervan?", "Opgelost of hersteld")
    if words:
        person.fill("Antwoord aan de melder", words)
    person.press("Sluiten en antwoord versturen")
    person.reads("De melding is gesloten.")


# --- the partner ---------------------------------------------------------------------------------


def open_ask(person, site, mail):
    """From the mail to the ask; what is confidential asks for a code first."""
    person.go(link(mail))
    person.sees("vraagt u iets")
    if person.page.get_by_role("button", name="Stuur mij een code").count():
        person.press("Stuur mij een code")
        person.sees("Vul de code in")
        person.fill("Code uit de mail", digits(site.mail(mail.to[0], "Uw code voor melding")))
    person.press("Bekijk de vraag")
    person.sees("Vraag van het meldpunt")


def accept_and_finish(person, voor_melder):
    person.follow("Ik pak dit op")
    person.sees("Pakt u dit op?")
    if person.page.get_by_role("checkbox", name="Ja, wij pakken dit op").count():  # from V2 on
        person.tick("Ja, wij pakken dit op")
    person.press("Neem de vraag aan")
    person.reads("U pakt dit op")
    person.follow("Afronden")
    person.sees("De vraag afronden")
    person.choose("Opgelost of hersteld")
    person.fill("Alleen voor het meldpunt", "Wij kijken volgende maand nog een keer.")
    person.fill("Dit mag de melder lezen", voor_melder)
    person.press("Verstuur het antwoord")
    person.sees("Uw antwoord")
    person.reads(voor_melder)
