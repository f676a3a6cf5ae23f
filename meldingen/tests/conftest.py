"""One team in one gemeente with all its categories, and somebody who reports."""

from dataclasses import dataclass

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from buurtpreventie.accounts.models import Gebruiker
from buurtpreventie.accounts.tests.factories import GebruikerFactory
from meldingen.actions import copy_categorieen
from meldingen.models import Categorie, Concept, Melding
from teams.models import Buurt, Gemeente, Team
from teams.tests.factories import (
    AanstellingFactory,
    BuurtFactory,
    GemeenteFactory,
    LidmaatschapFactory,
    StraatFactory,
    TeamFactory,
)


@dataclass
class Plaats:
    """Where it happens, and who is there."""

    gemeente: Gemeente
    buurt: Buurt
    team: Team
    melder: Gebruiker
    coordinator: Gebruiker

    def categorie(self, code):
        return Categorie.objects.select_related("gemeente").get(gemeente=self.gemeente, code=code)


@pytest.fixture
def clock(now):
    """Stands still at ``now`` until it is moved."""
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


def make_plaats(naam="Veldrecht", **team):
    gemeente = GemeenteFactory(naam=naam, slug=naam.lower())
    buurt = BuurtFactory(gemeente=gemeente, naam=f"Molenkwartier {naam}")
    StraatFactory(buurt=buurt, naam=f"Elzenpad {naam}")
    team = TeamFactory(gemeente=gemeente, naam=f"Team {naam}", buurten=[buurt], **(team or {"alle_soorten": True}))
    copy_categorieen(gemeente)
    return Plaats(
        gemeente=gemeente,
        buurt=buurt,
        team=team,
        melder=LidmaatschapFactory(team=team, gebruiker=GebruikerFactory(naam=f"Melder {naam}")).gebruiker,
        coordinator=LidmaatschapFactory(
            team=team, coordinator=True, gebruiker=GebruikerFactory(naam=f"Coordinator {naam}")
        ).gebruiker,
    )


@pytest.fixture
def plaats(db, clock):
    return make_plaats()


@pytest.fixture
def elders(db, clock):
    """Another gemeente, of which nothing may show."""
    return make_plaats("Elders")


def signed_in(gebruiker):
    """A browser of this person."""
    client = Client()
    client.force_login(gebruiker)
    return client


@pytest.fixture
def meldpunt(plaats):
    """Somebody at the meldpunt of this gemeente; the second factor is behind him or her."""
    return AanstellingFactory(gemeente=plaats.gemeente, meldpunt=True).gebruiker


HIER = "the buurt of this place"
BUITEN = {"categorie": "OR01", "straat": "Elzenpad", "gevaar": "nee"}
GOED_PER_SOORT = {  # a good answer to every page of every kind, in the order of the pages
    "wijkveiligheid": {
        "gevaar": {"nu_gevaar": "nee"},
        "onderwerp": {"groep": "Inbraak, diefstal of oplichting"},
        "categorie": {"categorie": "WV01"},
        "wat": {"al_gebeld": "Nee", "waarneming": "De ruit van de voordeur is kapot."},
        "waar": {"buurt": HIER, "straat": "Elzenpad", "huisnummer": "12", "wanneer": "Eerder vandaag"},
        "controle": {"klopt": "on"},
    },
    "burenhulp": {
        "hulp": {"toestemming": "Ja, die vindt het goed", "categorie": "BH01"},
        "wat": {"buurt": HIER, "waarneming": "Boodschappen na een val.", "hoe_vaak": "Elke week"},
        "controle": {},
    },
    "hartveilig": {"wat": {"categorie": "HV02", "buurt": HIER, "plek": "Bij de sporthal"}, "controle": {}},
    "openbare_ruimte": {"wat": BUITEN | {"buurt": HIER}, "controle": {}},
    "team": {"wat": {"waarneming": "Onze coördinator deelt de lijst met iedereen."}, "controle": {}},
}


class Schrijver:
    """Fills in pages as a browser would, and remembers which draft."""

    GOED = {
        "gevaar": {"nu_gevaar": "nee"},
        "onderwerp": {"wens": "doorgeven", "groep": "Iemand redt zich niet goed"},
        "categorie": {"categorie": "NP02"},
        "wat": {"zintuigen": ["zag", "hoorde"], "waarneming": "De brievenbus zit al vier dagen vol."},
        "waar": {"straat": "Elzenpad", "huisnummer": "12"},
        "wie": {"weet_ervan": "nog_niet", "naam_delen": "nee", "antwoord_via": "mail"},
        "controle": {"klopt": "on"},
    }

    def __init__(self, plaats, gebruiker=None):
        self.plaats = plaats
        self.gebruiker = gebruiker or plaats.melder
        self.client = signed_in(self.gebruiker)
        self.concept = None

    def begin(self, soort="niet_pluis", only=None, **data):
        answers = (
            only
            if only is not None
            else self.GOED["gevaar"]
            if soort == "niet_pluis"
            else BUITEN | {"buurt": self.plaats.buurt.pk}
        )
        there = list(Concept.objects.values_list("pk", flat=True))
        response = self.client.post(reverse("meldingen:begin", args=[soort]), answers | data)
        self.concept = Concept.objects.exclude(pk__in=there).first() or self.concept
        return response

    def url(self, stap):
        return reverse("meldingen:stap", args=[self.concept.pk, stap])

    def fill(self, stap, only=None, **data):
        """Post a page with good answers, changed by ``data``; or with ``only`` those."""
        answers = dict(only) if only is not None else self.GOED[stap] | data
        if stap == "waar" and only is None:
            answers.setdefault("buurt", self.plaats.buurt.pk)
        if stap == "controle":
            answers.setdefault("bewaard", Concept.objects.get(pk=self.concept.pk).bewaard_op.isoformat())
        return self.client.post(self.url(stap), answers)

    def fill_until(self, last, soort="niet_pluis", **pages):
        """Fill in all pages up to and including ``last``; ``pages`` changes the answers of a page."""
        response = self.begin(soort)
        stappen = list(self.GOED)[1:]
        for stap in stappen[: stappen.index(last) + 1]:
            response = self.fill(stap, **pages.get(stap, {}))
        return response

    def report(self, **pages):
        """A melding, from the first page to the last."""
        response = self.fill_until("controle", **pages)
        assert response.status_code == 302, response.content.decode()
        return Melding.objects.get(concept_id=self.concept.pk)

    def walk(self, soort, last="controle", **pages):
        """Fill in any kind up to and including ``last``; ``pages`` changes the answers of a page."""
        place = {HIER: self.plaats.buurt.pk, "team": self.plaats.team.pk}
        for stap, good in GOED_PER_SOORT[soort].items():
            answers = {name: place.get(said, said) for name, said in good.items()} | pages.get(stap, {})
            if soort == "team" and stap == "wat":
                answers = {"team": self.plaats.team.pk, "antwoord_via": "mail", "tekst_verborgen": "on"} | answers
            if stap == next(iter(GOED_PER_SOORT[soort])):
                response = self.begin(soort, only=answers)
            else:
                response = self.fill(stap, only=answers)
            if stap == last:
                return response
        raise AssertionError(f"{soort} has no page {last}")

    def send_kind(self, soort, **pages):
        """A melding of this kind, from the first page to the last."""
        response = self.walk(soort, **pages)
        assert response.status_code == 302, text_of(response)
        return Melding.objects.get(concept_id=self.concept.pk)

    def page(self, stap):
        return self.client.get(self.url(stap))


@pytest.fixture
def schrijver(plaats):
    return Schrijver(plaats)


def text_of(response):
    return " ".join(response.content.decode().split())
