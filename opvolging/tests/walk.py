"""One walk over every page of the house as somebody for whom it is there, noting every form that is made on the way.

What a form is made of is noted where it is made, so that no form escapes: not one that only a POST makes, not one of
which a page has five.
"""

import re
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlencode

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.db import connection, transaction
from django.forms.forms import BaseForm, DeclarativeFieldsMetaclass
from django.test import Client
from django.test.client import ClientHandler
from django.urls import reverse

from meldingen.tests.conftest import GOED_PER_SOORT, Schrijver, make_plaats
from opvolging.tests.made import EXTRA, MADE, SIBLINGS
from opvolging.tests.test_access_matrix import (
    FIXED,
    NOT_ALLOWED,
    OWN,
    ROLES,
    WRITES,
    as_role,
    build,
    cookies_of,
    every_url,
    places,
    thing_of,
)
from teams.tests.factories import AanstellingFactory

FIRST = {  # for whom the pages of an app are there; after these everybody else is tried
    "rondes": ("coordinator", "politie_dienst", "meldpunt", "beheer", "beleid"),
    "trainingen": ("trainer", "coordinator", "melder", "beheer", "beleid", "anonymous"),
    "evaluaties": ("trainer", "beleid", "coordinator", "melder", "anonymous"),
    "meldingen": ("melder", "meldpunt", "beheer", "coordinator"),
    "teams": ("beheer", "coordinator", "melder"),
    "opvolging": ("meldpunt", "melder", "partner_open", "coordinator", "beheer", "beleid"),
    "": ("anonymous", "melder", "beheer"),
}
APP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
WITH_LINK = re.compile("opvolging:(partner_|link)")
DIGITS = re.compile(r"\d+")
REDIRECT = 302
HIDDEN = {403, 404}


@dataclass
class Met:
    """A form as it was made, by whom and where."""

    kind: type
    args: tuple
    kwargs: dict
    form: BaseForm
    rol: str
    method: str
    url: str

    @property
    def shape(self):
        """Forms that are alike: the same class with the same fields, rows of it counted once."""
        return self.kind, tuple(sorted({DIGITS.sub("#", name) for name in self.form.fields}))

    @property
    def name(self):
        return f"{self.kind.__module__}.{self.kind.__qualname__}"


KEEPERS = []


@contextmanager
def noting(keep):
    """Every form that is made meanwhile is given to ``keep`` with what it was made of."""

    def make(kind, *args, **kwargs):
        form = type.__call__(kind, *args, **kwargs)
        for keeper in KEEPERS:
            keeper(kind, args, kwargs, form)
        return form

    KEEPERS.append(keep)
    DeclarativeFieldsMetaclass.__call__ = make
    try:
        yield
    finally:
        KEEPERS.remove(keep)
        if not KEEPERS:
            del DeclarativeFieldsMetaclass.__call__


class Walk:
    """The world of the access matrix, its browsers, and what was met."""

    def __init__(self, look):
        self.huis, self.look = build(), look
        Authenticator.objects.update(data={"secret": get_adapter().encrypt(APP_SECRET)})
        self.cookies = {rol: cookies_of(rol, self.huis) for rol in ROLES}
        self.met, self.shapes, self.pages, self.written = [], set(), [], []
        self.handler = ClientHandler(enforce_csrf_checks=False)
        self.handler.load_middleware()

    def browser(self, rol):
        """A fresh browser of this role."""
        return as_role(self.cookies[rol], self.handler)

    def keeper(self, rol, method, url):
        """Keeps the forms of one request, one of each shape, filled in and empty."""

        def keep(kind, args, kwargs, form):
            one = Met(kind, args, kwargs, form, rol, method, url)
            if (one.shape, form.is_bound) not in self.shapes:
                self.shapes.add((one.shape, form.is_bound))
                self.met.append(one)

        return keep

    def ask(self, rol, method, url, data=None):
        """One request; what it did is undone, and what it wrote is kept."""
        self.written = []
        with transaction.atomic():
            with noting(self.keeper(rol, method, url)), connection.execute_wrapper(self.note):
                answer = getattr(self.browser(rol), method)(url, **as_sent(method, sendable(data or {})))
            self.look(self, rol, method, url, answer)
            transaction.set_rollback(True)
        return answer

    def note(self, execute, sql, params, many, context):
        """Called for every question to the database."""
        if WRITES.match(str(sql)):
            self.written.append((str(sql), params))
        return execute(sql, params, many, context)

    def go_everywhere(self):
        """Every page, as the first for whom it is there, with its rows in every stand; then something is sent to it."""
        for view_name, params in filter(has_fixtures, every_url()):
            for number, rol in enumerate(who_first(view_name)):
                found = [
                    reverse(view_name, kwargs=kwargs)
                    for where, kwargs in places(view_name, params, self.huis, rol)
                    if where == OWN or where.startswith("a living")
                ]
                if self.is_there(view_name, rol, found if number < len(FIRST["opvolging"]) else found[:1]):
                    break

    def is_there(self, view_name, rol, urls):
        """Ask for these; True when one of them was a page or took something."""
        there = False
        for url in urls:
            status = self.ask(rol, "get", url).status_code
            if status in HIDDEN or (status == REDIRECT and there):
                continue
            answer = self.ask(rol, "post", url)
            if status != NOT_ALLOWED:
                self.pages.append((view_name, rol, url))
                there |= status != REDIRECT
            elif answer.status_code not in HIDDEN and not answer.get("Location", "").startswith("/accounts/login"):
                self.pages.append((view_name, rol, url))
                there = True
        return there

    def write_meldingen(self):
        """Every step of every kind of melding, as who fills it in meets them."""
        plaats = make_plaats("Schrijfdorp")
        AanstellingFactory(gemeente=plaats.gemeente, meldpunt=True)  # who reads what is wrong in a team
        for soort in ("niet_pluis", *GOED_PER_SOORT):
            schrijver = Schrijver(plaats)
            schrijver.client = Reporter(self, schrijver.gebruiker)
            if soort == "niet_pluis":
                schrijver.fill_until("controle")
            else:
                schrijver.walk(soort, last="controle")

    def ask_more(self):
        """What a page makes only of the right words, and forms of a stand in which nothing stands here."""
        for rol, method, view_name, names, data in EXTRA:
            kwargs = {param: self.huis.things[OWN, thing] for param, thing in names.items()}
            self.ask(rol, method, reverse(view_name, kwargs=kwargs), data(self.huis) if callable(data) else data)
        for kind, given in MADE.items():
            self.keep_made(kind, given(self.huis))
        by_kind = {met.kind: met for met in self.met}
        for kind, sibling in SIBLINGS.items():
            self.keep_made(kind, by_kind[sibling].kwargs)

    def keep_made(self, kind, kwargs):
        """A form that is made here, with nothing filled in."""
        kwargs = {name: value for name, value in kwargs.items() if name not in ("data", "files")}
        self.keeper("", "made", "")(kind, (), kwargs, kind(**kwargs))


class Reporter(Client):
    """A browser of one person, of which the walk keeps every form."""

    def __init__(self, walk, person):
        super().__init__()
        self.walk, self.rol = walk, f"schrijver {person.pk}"
        self.force_login(person)
        walk.cookies[self.rol] = self.cookies.output(header="", sep=";")

    def request(self, **asked):
        """Called by every way to ask something."""
        with noting(self.walk.keeper(self.rol, asked["REQUEST_METHOD"].lower(), asked["PATH_INFO"])):
            return super().request(**asked)


def as_sent(method, data):
    """As a browser sends a form without files; the other way that the client of a test takes costs far more."""
    if method != "post":
        return {"data": data}
    return {"data": urlencode(data, doseq=True), "content_type": "application/x-www-form-urlencoded"}


def sendable(data):
    """A browser sends no half a letter: it becomes a question mark."""
    return {
        name: [one.encode("utf-8", "replace").decode() for one in ([said] if isinstance(said, str) else said)]
        for name, said in data.items()
    }


def has_fixtures(entry):
    """The matrix itself says when an address has none."""
    view_name, params = entry
    try:
        return view_name in FIXED or all(thing_of(view_name, param) for param in params)
    except KeyError:
        return False


def who_first(view_name):
    """Every role, those first for whom it is meant."""
    first = FIRST.get(view_name.rpartition(":")[0], FIRST[""])
    if WITH_LINK.match(view_name):
        first = ("partner_open", "partner_ended")
    return list(dict.fromkeys((*first, *ROLES)))
