"""What the tests of the meldpunt's pages share: a desk of one colleague, and words about pages."""

from dataclasses import dataclass

from django.test import Client
from django.urls import reverse

from buurtpreventie.accounts.models import Gebruiker
from opvolging.tests.factories import colleague
from teams.models import Gemeente
from teams.tests.factories import GemeenteFactory


@dataclass
class Desk:
    """One colleague at the meldpunt, signed in."""

    gemeente: Gemeente
    ik: Gebruiker
    client: Client

    def get(self, name, *args, query="", **kwargs):
        return self.client.get(reverse(f"opvolging:{name}", args=args) + query, **kwargs)

    def post(self, name, *args, query="", **data):
        return self.client.post(reverse(f"opvolging:{name}", args=args) + query, data)

    def act(self, name, melding, query="", **data):
        """Post an act about a melding."""
        return self.post(name, melding.nummer, query=query, **data)


def make_desk(gemeente=None, **seat):
    gemeente = gemeente or GemeenteFactory()
    ik = colleague(gemeente, **seat)
    return Desk(gemeente, ik, signed_in(ik))


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def text_of(response):
    return response.content.decode()


def numbers_in(response):
    """The numbers of the meldingen in the list, in their order."""
    return [melding.nummer for melding in response.context["pagina"].object_list]


def tiles_of(response):
    return {vak["url"].rsplit("bak=", 1)[1].split("&")[0]: vak["aantal"] for vak in response.context["vakken"]}
