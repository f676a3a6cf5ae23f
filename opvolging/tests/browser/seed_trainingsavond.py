"""Runs inside a stack: an evening that goes on now, with twelve people on its list, and what came of it."""

import json
from datetime import timedelta

from django.utils import timezone

from buurtpreventie.accounts.models import Gebruiker
from opvolging.tests.browser.seed import make_colleague
from teams.models import Gemeente
from teams.tests.factories import LidmaatschapFactory
from trainingen.actions.wall import open_wall
from trainingen.models import Bewijs, Sessie
from trainingen.tests.factories import InschrijvingFactory, ModuleFactory, SessieFactory, SituatieFactory

NAMEN = ["Anna", "Bert", "Cor", "Dirk", "Els", "Frits", "Geert", "Hanna", "Ina", "Joop", "Kees", "Lies"]


def going_on(slug):
    """Print the evening, its trainer and the address of its QR."""
    gemeente, now = Gemeente.objects.get(slug=slug), timezone.now()
    team = gemeente.teams.get()
    email = make_colleague(gemeente, "Trudy Rietveld", f"trainer@{slug}.example", trainer=True)
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    sessie = SessieFactory(
        gemeente=gemeente,
        team=team,
        trainer=Gebruiker.objects.with_email(email),
        module=ModuleFactory(gemeente=gemeente, naam="Wijkveiligheid"),
        op=max(now - timedelta(hours=1), midnight),
        plaatsen=12,
    )
    for naam in NAMEN:
        lid = LidmaatschapFactory(
            team=team, gebruiker__naam=f"{naam} Elzenga", gebruiker__email=f"{naam}@{slug}.example".lower()
        ).gebruiker
        InschrijvingFactory(sessie=sessie, team=team, gebruiker=lid)
    SituatieFactory(gemeente=gemeente, naam="Een raam staat open")
    wall = open_wall(sessie, actor=sessie.trainers.get(), now=now)
    print(json.dumps({"sessie": sessie.pk, "trainer": email, "qr": f"/hier/{wall.wand_geheim}/"}))


def came_of_it(slug):
    """Print how many were there, and how many certificates stand."""
    sessie = Sessie.objects.with_opkomst().get(gemeente__slug=slug)
    print(json.dumps([sessie.opkomst, Bewijs.objects.standing().filter(inschrijving__sessie=sessie).count()]))
