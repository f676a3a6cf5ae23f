"""Runs inside a stack (``manage.py shell``): gemeenten with everybody in them, for browser stories."""

import json

from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from buurtpreventie.accounts.actions import end_sessions
from buurtpreventie.accounts.models import Gebruiker
from buurtpreventie.accounts.tests.factories import GebruikerFactory
from meldingen.actions import copy_categorieen, take_up
from meldingen.models import Categorie
from meldingen.tests.factories import report
from opvolging.tests.factories import asked
from teams.models import Contact, Gemeente
from teams.tests.factories import (
    AanstellingFactory,
    BuurtFactory,
    ContactFactory,
    GemeenteFactory,
    LidmaatschapFactory,
    PartnerFactory,
    StraatFactory,
    TeamFactory,
    WijkFactory,
)

TOTP_SECRET = "JBSWY3DPEHPK3PXP"
PARTNERS = {"niet_pluis": "Wijkteam Zuiderhage", "openbare_ruimte": "Buitendienst Zuiderhage"}
WAARNEMING = {"niet_pluis": "De gordijnen zijn al vijf dagen dicht.", "openbare_ruimte": "De lamp knippert."}


def make_gemeenten(*slugs):
    """Print who is who in each of these new gemeenten, as JSON."""
    print(json.dumps({slug: make_gemeente(slug) for slug in slugs}))


def make_gemeente(slug):
    """Start categories, a team with niet pluis, a meldpunt and two partners; names and addresses by role."""
    naam = slug.replace("-", " ").capitalize()
    gemeente = GemeenteFactory(
        naam=naam, slug=slug, meldpunt_email=f"meldpunt@{slug}.example", contact_email=f"contact@{slug}.example"
    )
    copy_categorieen(gemeente)
    wijk = WijkFactory(gemeente=gemeente, naam="Wijk Oost")
    buurten = [BuurtFactory(gemeente=gemeente, wijk=wijk, naam=buurt) for buurt in ("Molenkwartier", "Dijkzicht")]
    for straat in ("Elzenpad", "Kastanjelaan"):
        StraatFactory(buurt=buurten[0], naam=straat)
    team = TeamFactory(gemeente=gemeente, naam="Team Molenkwartier", buurten=buurten[:1], alle_soorten=True)
    return {
        "slug": slug,
        "melder": make_member(team, "Jolanda Veldkamp", f"melder@{slug}.example"),
        "coordinator": make_member(team, "Teun Hogenes", f"coordinator@{slug}.example", coordinator=True),
        "meldpunt": make_colleague(gemeente, "Mirthe Terpstra", f"mirthe@{slug}.example"),
        "collega": make_colleague(gemeente, "Bashir Oudenbrink", f"bashir@{slug}.example"),
        "niet_pluis": make_partner(gemeente, "wijkteam", PARTNERS["niet_pluis"]),
        "openbare_ruimte": make_partner(gemeente, "openbare_ruimte", PARTNERS["openbare_ruimte"]),
    }


def make_member(team, naam, email, **rol):
    """Somebody of the team who wants answers by mail; the address."""
    person = GebruikerFactory(naam=naam, email=email, antwoord_via="mail")
    LidmaatschapFactory(team=team, gebruiker=person, **rol)
    return email


def make_colleague(gemeente, naam, email, **rol):
    """Somebody of the meldpunt, or with another ``rol``, with a password and a second factor; the address."""
    person = GebruikerFactory(naam=naam, email=email, met_wachtwoord=True)
    TOTP.activate(person, TOTP_SECRET)
    AanstellingFactory(gebruiker=person, gemeente=gemeente, **rol or {"meldpunt": True})
    return email


def make_partner(gemeente, soort, naam):
    """A partner with a contact and a deputy; its name, and name and address of the contact."""
    partner = PartnerFactory(gemeente=gemeente, soort=soort, naam=naam)
    ending = f"{gemeente.slug}.example"
    deputy = ContactFactory(partner=partner, naam="Ilse Lindeboom", email=f"{soort}-vervanger@{ending}")
    contact = ContactFactory(partner=partner, naam="Hennie Zwagerman", email=f"{soort}@{ending}", vervanger=deputy)
    return {"naam": naam, "contact": contact.naam, "mail": contact.email}


def make_ask(slug, soort):
    """Print number and link of a new ask of this kind, reported and asked through the real actions."""
    gemeente, now = Gemeente.objects.get(slug=slug), timezone.now()
    categorie = Categorie.objects.get(gemeente=gemeente, code={"openbare_ruimte": "OR01", "niet_pluis": "NP02"}[soort])
    melder = Gebruiker.objects.with_email(f"melder@{slug}.example")
    team = gemeente.teams.get()
    melding = report(categorie=categorie, team=team, melder=melder, now=now, inhoud={"waarneming": WAARNEMING[soort]})
    taken = take_up(melding, actor=Gebruiker.objects.with_email(f"mirthe@{slug}.example"), now=now)
    contact = Contact.objects.get(partner__gemeente=gemeente, partner__naam=PARTNERS[soort], vervanger__isnull=False)
    ask = asked(melding=taken, contact=contact, now=now, uittreksel=WAARNEMING[soort])
    link = reverse("opvolging:link", args=[ask.toegangen.get().geheim])
    print(json.dumps({"nummer": melding.nummer, "vraag": ask.pk, "link": link}))


def sign_out(email):
    """End every session of this person, as "telefoon kwijt" on another device does."""
    person = Gebruiker.objects.with_email(email)
    end_sessions(person, actor=person, now=timezone.now())


def open_session():
    """Print the cookie of a session of somebody who runs the platform."""
    person = GebruikerFactory(naam="Platform", email="platform@zuiderhage.example", platformbeheer=True)
    TOTP.activate(person, TOTP_SECRET)
    open_session_of(person.email)


def open_session_of(email):
    """Print the cookie of a new session of this person."""
    browser = Client()
    browser.force_login(Gebruiker.objects.with_email(email))
    print(json.dumps(browser.cookies["sessionid"].value))
