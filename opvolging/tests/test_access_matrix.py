"""Every URL × role × GET and POST × own / other team / other gemeente / missing (veiligheid 2).

``ALLE_METHODEN=1`` asks by all seven methods, and of every role what row-level security shows without the first lock.

Nothing that a role may not read shows in body, header, redirect, mail or log; foreign and missing give the same
answer; nothing is a server error; a GET changes nothing; and a URL without fixtures fails the test.
"""

import inspect
import io
import logging
import os
import re
import uuid
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.client import ClientHandler
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from pypdf import PdfReader

import meldingen.querysets
import opvolging.querysets
from buurtpreventie import database
from buurtpreventie.accounts.actions import invite
from buurtpreventie.accounts.models import AntwoordVia
from buurtpreventie.accounts.tests.factories import ApparaatFactory
from buurtpreventie.audit.models import Logregel
from buurtpreventie.outbox.models import Bericht
from buurtpreventie.tokens import hash_token
from buurtpreventie.ui.tests.headers import inline_code, wrong_headers
from evaluaties.tests import runs
from meldingen.actions import ask_overleg, begin_concept, begin_even_aanzien, open_inhoud, report_melding
from meldingen.models import Bijlage, Categorie
from opvolging import grants
from opvolging.actions import (
    ask_melder,
    bundle,
    confirm_request,
    finish_ask,
    give_tussenbericht,
    look_up_address,
    lower_level,
    open_request,
    record_informed,
    take_step,
    withdraw_ask,
)
from opvolging.actions.holding import ask_hold
from opvolging.actions.wiplist import put_on_list
from opvolging.models import Langs, TeamBericht
from opvolging.tests.factories import brought
from opvolging.tests.wereld import Wereld, make_wereld
from teams.clocks import local_date
from teams.models import Belnummer
from teams.rondes.models import Agenda, Deelname
from teams.rondes.tests.factories import (
    AandachtspuntFactory,
    DeelnameFactory,
    OproepFactory,
    RondeFactory,
    RoosterFactory,
    RouteFactory,
    VerslagFactory,
    WaarschuwingFactory,
)
from teams.tests.factories import LidmaatschapFactory
from trainingen.models import Sessie
from trainingen.tests.evenings import LINK, WALL, make_evenings

pytestmark = [pytest.mark.matrix, pytest.mark.django_db]

OWN, OTHER_TEAM, ELSEWHERE, MISSING = "own", "other team", "other gemeente", "missing"
NOBODY_OF_TEAM = {OTHER_TEAM}
TEAM_ROLES = ("melder", "teamgenoot", "coordinator")
STREET = ("politie_dienst", "piket")
EVALUATORS = ("trainer", "beleid")
AT_DESK = ("meldpunt", "collega", "meldpunt_tot_v1")
STAFF = (*AT_DESK, "beheer", "beleid", "trainer", "toezicht", *STREET)
PARTNERS = ("partner_open", "partner_ended")
IN_A_TEAM = (*TEAM_ROLES, "ander_teamlid", "trainer", "elsewhere")  # for the others no evening is there at all
WITH_RUNS = (*IN_A_TEAM, "beleid")
ROLES = ("anonymous", *TEAM_ROLES, "ander_teamlid", *STAFF, *PARTNERS, "elsewhere")

# Which contents may show: the table of ontwerp §4 (the melder's own V2 only after a fresh code).
READS = {
    "melder": {0, 1},
    "teamgenoot": {0},
    "coordinator": {0, 1},
    "meldpunt": {0, 1, 2, 3},
    "collega": {0, 1, 2, 3},
    "meldpunt_tot_v1": {0, 1},
}
WALKERS_ONLY = {"ronde", "rooster", "route", "deelname", "verslag", "agenda"}
# Trainings: what hangs on one evening, one person or one team; who has nothing to do with it finds nothing.
OF_TRAININGS = {"sessie", "inschrijving", "bewijs", "kennismaking", "werktafel", "actiepunt", "beltaak", "leerwens"}
# Evaluations: what hangs on one run, one person's request or one report.
OF_EVALUATIES = {"afname", "gevraagd", "woorden", "wijdeden", "rapport", "sessie", "programma", "team"}
NOT_OURS = ("django.contrib.admin", "admin")
MAY_BE_WRITTEN_BY_GET = re.compile(
    r'"(audit_logregel|django_session|opvolging_terugkoppeling|accounts_code|accounts_apparaat|django_admin_log)"'
)
NOT_ALLOWED = 405
LOOKING = ("get", "head", "options")
ALL_METHODS = ("get", "post", "head", "options", "put", "patch", "delete")
METHODS = ALL_METHODS if os.environ.get("ALLE_METHODEN") else ALL_METHODS[:2]
WRITES = re.compile(r"^(INSERT|UPDATE|DELETE)\b")
VOLATILE = [
    (re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"'), b""),
    (re.compile(rb"next=[^\"&]+"), b"next="),
    (re.compile(rb'data-ververst-om="[^"]+"'), b""),  # the minute of this page
    (re.compile(rb'name="(next|terug)" value="[^"]+"'), b""),
    (re.compile(rb'<a class="nl-link" href="\?gemeente=[a-z-]+">[^<]+</a>'), b""),  # who takes part is public
]


MAAND = date(2026, 10, 1)
MONTH = {"jaar": MAAND.year, "maand": MAAND.month, "kwartaal": 3, "stap": 1}  # numbers of a page, not of a row


LEADS = "06-99887766"  # the telephone of who leads a round


def text(naam, what):
    """A canary; of another team ``naam`` begins with ANDERTEAM, and so does what it says."""
    other, _, place = naam.rpartition("-")
    return f"KANARIE-{other + '-' if other else ''}{what}-{place}"


def words_of(naam):
    """What stands in the rows of trainings of ``naam``."""
    return lambda what: text(naam, f"TRAIN-{what}")


def evaluation_words_of(naam):
    """What stands in the rows of evaluations of ``naam``."""
    return lambda what: text(naam, f"EVAL-{what}")


def runs_of(wereld, team, member, leads, naam, things, now):
    """Runs of one team, beside its evenings."""
    who = (team, member, leads, wereld.trainer, wereld.beleid)
    held = Sessie.objects.get(pk=things["sessie_gehouden"])
    return runs.make_runs(*who, evaluation_words_of(naam), sessie=held, now=now)


@dataclass
class Huis:
    """Two gemeenten with the same rows; every text in them is a canary."""

    here: Wereld
    there: Wereld
    things: dict = field(default_factory=dict)  # (where, name) -> value

    def kwargs(self, where, params):
        """Values for these URL parameters; KeyError for a parameter that nobody thought of."""
        return {param: self.things[where, param] for param in params}


def fill(wereld, naam, now):
    """Meldingen of every level and stand in one gemeente, and everything that a URL can point at."""
    things = {}
    for niveau in range(4):
        melding = wereld.report(
            niveau,
            now=now,
            tekst=text(naam, f"V{niveau}"),
            inhoud={"vermoeden": text(naam, f"VERMOEDEN-V{niveau}"), "straat": "Elzenpad", "huisnummer": "7"},
        )
        things[f"nummer_v{niveau}"] = melding.nummer
        things[f"foto_v{niveau}"] = with_photo(melding, text(naam, f"V{niveau}"), now)
    ask = wereld.asked(2, now=now, tekst=text(naam, "V2"), antwoord_via=AntwoordVia.TELEFOON)  # so there is a letter
    told = brought(give_tussenbericht(ask.melding, tekst="Wij zijn bezig.", actor=wereld.meldpunt, now=now), now=now)
    to_bring = give_tussenbericht(ask.melding, tekst=text(naam, "V2"), actor=wereld.meldpunt, now=now)
    shared = wereld.taken_up(1, now=now, tekst=text(naam, "V1"), antwoord_via=AntwoordVia.COORDINATOR)
    give_tussenbericht(shared, tekst=text(naam, "V1"), actor=wereld.meldpunt, now=now)
    noted_at_the_desk(ask.melding, wereld, naam, now)
    things["open_ask"] = with_photos_sent(ask)
    things["foto"] = with_photo(ask.melding, f"PARTNERFOTO-{naam}", now)
    ended = wereld.ask(
        wereld.taken_up(0, now=now, tekst=text(naam, "V0")), now=now, uittreksel=text(naam, "UITTREKSEL")
    )
    dead_link = ended.toegangen.get().geheim
    things["ended_ask"] = withdraw_ask(ended, actor=wereld.meldpunt, now=now, reden=text(naam, "NOTITIE"))
    done = wereld.ask(wereld.taken_up(0, now=now, tekst=text(naam, "V0")), now=now, uittreksel=text(naam, "UITTREKSEL"))
    finish_ask(
        done, uitkomst="hulp", contact=wereld.contact, langs=Langs.LINK, now=now, voor_meldpunt=text(naam, "NOTITIE")
    )
    wereld.answered(1, now=now, tekst=text(naam, "V1"))
    together = [wereld.report(2, now=now, tekst=text(naam, "V2")) for _ in range(2)]
    bundled = bundle(together, hoofd=together[0], actor=wereld.meldpunt, now=now)
    talk, look = wants_to_talk(wereld, wereld.melder, naam, now)
    concept = begin_concept("openbare_ruimte", gemeente=wereld.gemeente, actor=wereld.melder, now=now)
    TeamBericht.objects.create(team=wereld.team, maand=MAAND, tekst=text(naam, "TEAMBERICHT"), op=now)
    things |= rounds_of(wereld, wereld.team, wereld.melder, naam, now)
    things |= make_evenings(wereld.team, wereld.melder, wereld.coordinator, wereld.trainer, words_of(naam), now=now)
    things |= runs_of(wereld, wereld.team, wereld.melder, wereld.coordinator, naam, things, now)
    things |= {
        **MONTH,
        "nummer": ask.melding.nummer,
        "vraag": ask.pk,
        "sleutel": concept.pk,
        "naam": "wat",
        "soort": "openbare_ruimte",
        "team": wereld.team.pk,
        "lid": wereld.melder.lidmaatschappen.get().pk,
        "aanstelling": wereld.collega.aanstellingen.get().pk,
        "terugkoppeling": told.pk,
        "toegang": ask.toegangen.get().pk,
        "token": dead_link,
        "bundel": bundled.pk,
        "bericht": Bericht.objects.filter(bron=ask.bron).first().pk,
        "bezorging": to_bring.pk,
        "partner": wereld.partner.pk,
        "contact": wereld.contact.pk,
        "belnummer": Belnummer.objects.create(gemeente=wereld.gemeente, naam=f"Buurtbus {naam}", nummer="144").pk,
        "categorie": wereld.categorieen[2].pk,
        "persoon": wereld.teamgenoot.pk,
        "apparaat": ApparaatFactory(gebruiker=wereld.melder).pk,
        "overleg": talk.pk,
        "kijk": look.sleutel,
        "ander": things["nummer_v3"],
        "verzoek": asked_about_own_data(wereld, naam, now).pk,
        "regel": opened_with_a_reason(ask.melding, wereld, naam, now),
        "aanhouding": held_back(wereld, naam, now),
    }
    return things


def asked_about_own_data(wereld, naam, now):
    """A request of a resident that the meldpunt confirmed, with an address looked up."""
    words = {name: text(naam, "VERZOEK") for name in ("naam", "bereikbaar", "vraag")}
    facts = {"sleutel": uuid.uuid4(), "soort": "inzage", "ontvangen_op": local_date(now), **words}
    verzoek = open_request(wereld.gemeente, actor=wereld.toezicht, now=now, **facts)
    confirm_request(verzoek, actor=wereld.meldpunt, now=now)
    look_up_address(verzoek, straat=text(naam, "VERZOEK"), huisnummer="7", actor=wereld.meldpunt, now=now)
    return verzoek


def held_back(wereld, naam, now):
    """A request to keep contents longer, of a closed melding that is on the list: its words are for the desk only."""
    melding = wereld.answered(1, now=now - timedelta(days=200), tekst=text(naam, "V1")).melding
    put_on_list(now)
    facts = {"reden": "klacht", "tot": local_date(now) + timedelta(days=99), "toelichting": text(naam, "NOTITIE")}
    return ask_hold(melding, **facts, actor=wereld.meldpunt, now=now).pk


def opened_with_a_reason(melding, wereld, naam, now):
    """The line of the log of a colleague who read it and said why; the melder read it too."""
    open_inhoud(melding, actor=wereld.melder, now=now)
    open_inhoud(melding, actor=wereld.collega, now=now, deel="eerder", reden=text(naam, "REDEN"))
    return Logregel.objects.about(melding).openings().last().pk


def rounds_of(wereld, team, walker, naam, now):
    """Rounds of one team in every stand, and what hangs on them: only that team reads it, and the board a little."""
    route = RouteFactory(team=team, naam=text(naam, "RONDEROUTE"))
    out = RondeFactory(
        bezig=True, team=team, op=now, leider=walker, telefoon=LEADS, route=route, andere_straten=text(naam, "RONDEPAD")
    )
    Deelname.objects.create(ronde=out, gebruiker=walker, stand="liep_mee", sinds=now, tijdvak=(now, None))
    Deelname.objects.create(ronde=out, gast="boa", gast_naam=text(naam, "RONDEGAST"), sinds=now)
    planned = RondeFactory(team=team, route=route, rooster=RoosterFactory(team=team, route=route))
    signed_up = DeelnameFactory(ronde=planned, gebruiker=walker)
    walked = RondeFactory(afgerond=True, team=team, op=now - timedelta(days=1), leider=walker, route=route)
    DeelnameFactory(ronde=walked, gebruiker=walker, liep_mee=True)
    report = VerslagFactory(ronde=walked, opmerking=text(naam, "RONDEVERSLAG"))
    warned = text(naam, "WAARSCHUWING")
    warning = WaarschuwingFactory(gemeente=wereld.gemeente, verstuurd=True, begonnen_op=now, tekst=warned, doen=warned)
    point = AandachtspuntFactory(team=team, tekst=text(naam, "PUNT"), door=wereld.meldpunt)
    return {
        "ronde": out.pk,
        "ronde_gepland": planned.pk,
        "ronde_gelopen": walked.pk,
        "rooster": planned.rooster_id,
        "route": route.pk,
        "deelname": signed_up.pk,
        "verslag": report.pk,
        "waarschuwing": warning.pk,
        "oproep": OproepFactory(waarschuwing=warning, ronde=out).pk,
        "punt": point.pk,
        "agenda": Agenda.objects.create(
            gebruiker=walker, token_hash=hash_token(f"{naam} {team.pk}"), geheim=f"{naam} {team.pk}", gemaakt_op=now
        ).pk,
    }


def noted_at_the_desk(melding, wereld, naam, now):
    """A question to the melder, a level that waits for a second person, a step, and whether the resident knows."""
    desk = {"actor": wereld.meldpunt, "now": now}
    ask_melder(melding, vraag=text(naam, "VRAAGMELDER"), **desk)
    lower_level(melding, niveau=1, reden="plek", **desk)
    take_step(melding, richting="op", reden="meer_nodig", toelichting=text(naam, "NOTITIE"), **desk)
    record_informed(melding, stand="niet_veilig", want=text(naam, "NOTITIE"), **desk)


def with_photo(melding, words, now):
    """The key of a photo at this melding; its category takes them, unless it is confidential."""
    Categorie.objects.filter(pk=melding.categorie_id, vertrouwelijkheid__lte=1).update(fotos=True)
    row = {"melding": melding, "inhoud": words.encode(), "soort": "image/jpeg", "breedte": 4, "hoogte": 3, "op": now}
    return Bijlage.objects.create(**row).sleutel


def with_photos_sent(ask):
    """The ask, of which the partner sees the photos too."""
    ask.met_fotos = True
    ask.save()
    return ask


def wants_to_talk(wereld, wie, naam, now):
    """Somebody wants to be called, and to look again in two weeks with a note."""
    facts = {"gemeente": wereld.gemeente, "wie": wie, "actor": wie, "now": now}
    talk = ask_overleg(
        soort="niet_pluis", aanleiding="twijfel", telefoon="0612345678", bereikbaar=text(naam, "BEREIKBAAR"), **facts
    )
    return talk, begin_even_aanzien(notitie=text(naam, "EIGENNOTITIE"), **facts)


def fill_other_team(wereld, naam, now):
    """The same kind of rows, of a team that the team roles are not in."""
    other = wereld.ander_teamlid.lidmaatschappen.get()
    melding = report_melding(
        actor=wereld.ander_teamlid,
        categorie=wereld.categorieen[0],
        buurt=wereld.buurt,
        team=other.team,
        inhoud={"waarneming": text(naam, "ANDERTEAM")},
        now=now,
    )
    concept = begin_concept("openbare_ruimte", gemeente=wereld.gemeente, actor=wereld.ander_teamlid, now=now)
    talk, look = wants_to_talk(wereld, wereld.ander_teamlid, naam, now)
    things = {f"nummer_v{niveau}": melding.nummer for niveau in range(4)}
    things |= rounds_of(wereld, other.team, wereld.ander_teamlid, f"ANDERTEAM-{naam}", now)
    leads = LidmaatschapFactory(team=other.team, coordinator=True).gebruiker
    words = words_of(f"ANDERTEAM-{naam}")
    things |= make_evenings(other.team, wereld.ander_teamlid, leads, wereld.trainer, words, now=now)
    things |= runs_of(wereld, other.team, wereld.ander_teamlid, leads, f"ANDERTEAM-{naam}", things, now)
    return things | {
        **MONTH,
        "nummer": melding.nummer,
        "foto": with_photo(melding, text(naam, "ANDERTEAM"), now),
        "vraag": 0,
        "sleutel": concept.pk,
        "naam": "wat",
        "soort": "openbare_ruimte",
        "team": other.team_id,
        "lid": other.pk,
        "aanstelling": 0,
        "terugkoppeling": 0,
        "toegang": 0,
        "token": "x" * 43,
        "bundel": 0,
        "bericht": 0,
        "bezorging": 0,
        **dict.fromkeys(("partner", "contact", "belnummer", "categorie"), 0),
        "persoon": wereld.ander_teamlid.pk,
        "apparaat": ApparaatFactory(gebruiker=wereld.ander_teamlid).pk,
        **dict.fromkeys(("verzoek", "regel", "aanhouding"), 0),
        "overleg": talk.pk,
        "kijk": look.sleutel,
        "ander": melding.nummer,
    }


NOTHING = {
    **MONTH,
    **{f"nummer_v{niveau}": "9999-0000" for niveau in range(4)},
    "nummer": "9999-0000",
    "vraag": 999_999,
    "sleutel": uuid.UUID(int=7),
    "naam": "wat",
    "soort": "bestaat-niet",
    "team": 999_999,
    "lid": 999_999,
    "aanstelling": 999_999,
    "terugkoppeling": 999_999,
    "toegang": 999_999,
    "token": "y" * 43,
    "bundel": 999_999,
    "bericht": 999_999,
    "bezorging": 999_999,
    **dict.fromkeys(("partner", "contact", "belnummer", "categorie", "persoon"), 999_999),
    "overleg": 999_999,
    "kijk": uuid.UUID(int=7),
    "ander": "9999-0001",
    "foto": uuid.UUID(int=7),
    "apparaat": 999_999,
    **dict.fromkeys(("verzoek", "regel", "aanhouding"), 999_999),
    **dict.fromkeys(("ronde", "ronde_gepland", "ronde_gelopen", "rooster", "route", "deelname", "verslag"), 999_999),
    **dict.fromkeys(("waarschuwing", "oproep", "punt", "agenda"), 999_999),
    **dict.fromkeys(
        (*OF_TRAININGS, *(f"sessie_{name}" for name in ("nu", "gehouden", "vervallen", "kennis"))), 999_999
    ),
    **dict.fromkeys(("inschrijving_gast", "inschrijving_aanwezig"), 999_999),
    **dict.fromkeys(("module", "situatie", "onderdeel", "materiaal", "opfrisser", "programma"), 999_999),
    **dict.fromkeys(("afname", "afname_gesloten", "afname_programma", "afname_samen"), 999_999),
    **dict.fromkeys(("versie", "lijstvraag", "wijdeden"), 999_999),
    **dict.fromkeys(("rapport", "rapport_wacht", "rapport_avond"), 999_999),
    **dict.fromkeys(("gevraagd", "woorden", "woorden_vrij"), uuid.UUID(int=7)),
    "lijst": "bestaat-niet",
}

# A bare pk says nothing: what it is the key of, per URL. Unknown names fail the test below.
PK_OF = {
    "teams:leden": "team",
    "teams:lid_nieuw": "team",
    "teams:soorten": "team",
    "teams:lid_einde": "lid",
    "teams:aanstelling_einde": "aanstelling",
    "teams:zetel": "aanstelling",
    **{f"teams:{name}": "partner" for name in ("partner", "partner_terug", "partner_tijden", "contact_nieuw")},
    **{f"teams:{name}": "partner" for name in ("afspraak_nieuw", "afspraak")},
    "teams:contact_terug": "contact",
    "teams:belnummer": "belnummer",
    **{f"teams:persoon{name}": "persoon" for name in ("", "_uitnodigen", "_adres", "_uitloggen", "_extra_code")},
    **{f"meldingen:categorie{name}": "categorie" for name in ("", "_aan", "_uit")},
    **{f"opvolging:beheer_partner{name}": "partner" for name in ("", "_einde")},
    **{f"opvolging:beheer_contact{name}": "contact" for name in ("", "_afwezig", "_einde", "_klopt")},
    "opvolging:team": "team",
    "opvolging:bundel": "bundel",
    "opvolging:bundel_overnemen": "bundel",
    **{f"opvolging:team_{name}": "team" for name in ("meldingen", "wacht", "berichten", "bericht")},
    "opvolging:oordeel": "terugkoppeling",
    **{
        f"opvolging:partner_{name}": "toegang"
        for name in (
            "code",
            "nieuwe_code",
            "vraag",
            "aannemen",
            "teruggeven",
            "toevoegen",
            "afronden",
            "aanpassen",
            "afwezig",
            "aanwezig",
            "lijst",
            "foto",
        )
    },
}
# Parameters that are not rows: the same value everywhere.
FIXED = {
    "teams:tekst": {"sleutel": "uitstel"},
    "teams:tekst_standaard": {"sleutel": "uitstel"},
    "ui:voorbeeld": {"naam": "werklijst"},
    "meldingen:begin": {"soort": "openbare_ruimte"},
    "account_reset_password_from_key": {"uidb36": "1", "key": "x-y"},
}


def every_url(resolver=None, prefix=""):
    """(view name, parameters) of every address of ours, from the resolver itself."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            if entry.namespace == "admin":
                continue
            yield from every_url(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)
        elif isinstance(entry, URLPattern):
            assert entry.name, f"{entry.pattern} has no name"
            yield f"{prefix}{entry.name}", tuple(entry.pattern.regex.groupindex)


def thing_of(view_name, param):
    """Which thing a parameter of this URL points at; KeyError when nobody has thought of it."""
    if param == "pk":
        return PK_OF[view_name]
    if (view_name.partition(":")[0], param) == ("evaluaties", "vraag"):
        return "lijstvraag"
    if param not in NOTHING:
        raise KeyError(f"{view_name}: no fixture for the parameter '{param}'")
    return param


def places(view_name, params, huis, rol):
    """(where, kwargs) to visit: with parameters all four places, and every level of a number."""
    if view_name == "opvolging:link" and rol != "elsewhere":  # who holds a living link sees who asks, and no more
        yield "a living link", {"token": huis.things[OWN, "open_ask"].toegangen.get().geheim}
    if view_name == "rondes:agenda_ics":  # a calendar program has no session: whoever holds the link reads times only
        yield "a living feed", {"token": Agenda.objects.get(pk=huis.things[OWN, "agenda"]).geheim}
    if view_name in ("trainingen:link", "trainingen:link_agenda") and rol != "elsewhere":  # it names the gemeente
        yield "a living link of a training", {"token": f"{LINK} {huis.here.team.pk}"}
    if view_name == "trainingen:hier_link" and rol != "elsewhere":  # it asks for a name, and shows that of the gemeente
        yield "a living code", {"token": f"{WALL} {huis.here.team.pk}"}
    if view_name in ("evaluaties:hier_link", "evaluaties:invullen") and rol != "elsewhere":  # it asks what one thought
        secret = runs.WALL if view_name == "evaluaties:hier_link" else runs.LINK
        yield "a living link of a run", {"token": f"{secret} {huis.here.team.pk}"}
    if not params:
        yield OWN, {}
    elif view_name in FIXED:
        yield OWN, FIXED[view_name]
    else:
        names = {param: thing_of(view_name, param) for param in params}
        for where in (OWN, OTHER_TEAM, ELSEWHERE, MISSING):
            if where != OTHER_TEAM or rol in those_with_rows(view_name, params):
                yield where, {param: huis.things[where, thing] for param, thing in names.items()}
        if params == ("nummer",):
            for niveau in range(4):
                yield OWN, {"nummer": huis.things[OWN, f"nummer_v{niveau}"]}
        if "ronde" in params:
            for ronde in ("ronde_gepland", "ronde_gelopen"):
                yield OWN, {param: huis.things[OWN, ronde if param == "ronde" else param] for param in params}
        if rol in those_with_rows(view_name, params) and "pdf" not in view_name:
            for param in {"sessie", "inschrijving", "afname", "rapport", "woorden"} & set(params):
                for other in [name for name in NOTHING if name.startswith(f"{param}_")]:
                    yield OWN, {name: huis.things[OWN, other if name == param else name] for name in params}
        if params == ("foto",):
            for niveau in range(4):
                yield OWN, {"foto": huis.things[OWN, f"foto_v{niveau}"]}


def own_and_missing_first(found):
    """The same places: one's own row, then one that is not there, then all others."""
    found = list(found)
    first = [next((place for place in found if place[0] == where), None) for where in (OWN, MISSING)]
    return [place for place in first if place] + [place for place in found if place not in first]


@pytest.fixture(scope="module")
def huis(django_db_setup, django_db_blocker):
    """Built once; each test works in a savepoint on top of it, and every visit is undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


def build():
    """Both gemeenten with everything in them."""
    now = timezone.now() - timedelta(hours=2)
    here, there = make_wereld("Hierdorp"), make_wereld("Elders")
    huis = Huis(here, there)
    for where, things in (
        (OWN, fill(here, "HIER", now)),
        (OTHER_TEAM, fill_other_team(here, "HIER", now)),
        (ELSEWHERE, fill(there, "ELDERS", now)),
        (MISSING, NOTHING),
    ):
        huis.things |= {(where, name): value for name, value in things.items()}
    huis.things[ELSEWHERE, "lijst"] = NOTHING["lijst"]  # a questionnaire is of everybody: there is none of elsewhere
    invite(here.collega, actor=here.beheer, now=now)
    return huis


def cookies_of(rol, huis):
    """The cookies of this role, past its second factor or its code."""
    browser = Client(raise_request_exception=False)
    if rol in PARTNERS:
        ask = huis.things[OWN, "open_ask" if rol == "partner_open" else "ended_ask"]
        session = browser.session
        for toegang in ask.toegangen.all():
            grants.grant(session, toegang.pk, grants.BY_CODE, timezone.now())
        session.save()
        browser.cookies["sessionid"] = session.session_key
    elif rol == "elsewhere":
        browser.force_login(huis.there.meldpunt)
    elif rol != "anonymous":
        browser.force_login(getattr(huis.here, rol))
    browser.get("/")  # the first visit is written down
    return browser.cookies.output(header="", sep=";")


def as_role(cookies, handler=None):
    """A fresh browser with the cookies of a role: what one page did to them does not reach the next.

    ``handler``: one chain of middleware for all of them, since to build it costs more than a page.
    """
    browser = Client(raise_request_exception=False)
    browser.handler = handler or browser.handler
    browser.cookies.load(cookies)
    return browser


@pytest.fixture
def handler(drawn_plainly):
    """The site, built once."""
    site = ClientHandler(enforce_csrf_checks=False)
    site.load_middleware()
    return site


def forbidden_for(rol):
    """Strings that must not come near this role."""
    if rol == "elsewhere":
        return ["KANARIE-[A-Z0-9-]+-HIER", "PARTNERFOTO-HIER", "Hierdorp"]
    hidden = ["KANARIE-[A-Z0-9-]+-ELDERS", "PARTNERFOTO-ELDERS", "Elders"]
    if rol not in ("meldpunt", "collega", "partner_open"):
        hidden += ["PARTNERFOTO-HIER"]
    levels = [niveau for niveau in range(4) if niveau not in READS.get(rol, ())]
    if rol in READS:
        hidden += [text("HIER", f"V{niveau}") for niveau in levels]
        hidden += [text("HIER", f"VERMOEDEN-V{niveau}") for niveau in levels]
        hidden += ["KANARIE-EIGENNOTITIE"]  # also from who wrote it, until a fresh code
        if rol not in STAFF:
            hidden += ["KANARIE-BEREIKBAAR", "KANARIE-ANDERTEAM", "KANARIE-NOTITIE", "KANARIE-UITTREKSEL"]
    elif rol in STREET:  # the board, and what they themselves wrote to the teams
        hidden += [r"KANARIE-(?!WAARSCHUWING|ANDERTEAM-WAARSCHUWING)[A-Z0-9-]+-HIER"]
        hidden += ["(Melder|Teamgenoot|Anderteam|Coordinator) Hierdorp"]
    elif rol == "trainer":
        hidden += [r"KANARIE-(ANDERTEAM-)?(?!ANDERTEAM|TRAIN-|EVAL-)[A-Z0-9-]+-HIER"]
    elif rol == "beleid":
        hidden += [r"KANARIE-(ANDERTEAM-)?(?!ANDERTEAM|EVAL-)[A-Z0-9-]+-HIER"]
    elif rol == "toezicht":  # who asked about own data, and why somebody read; never who reported
        hidden += [r"KANARIE-(ANDERTEAM-)?(?!ANDERTEAM|VERZOEK|REDEN)[A-Z0-9-]+-HIER"]
        hidden += ["(Melder|Teamgenoot|Anderteam|Coordinator) Hierdorp"]
    else:
        hidden += [r"KANARIE-(?!ANDERTEAM)[A-Z0-9-]+-HIER"]
    hidden += trainings_hidden_from(rol) + evaluations_hidden_from(rol)
    if rol not in (*AT_DESK, "toezicht"):
        hidden += ["KANARIE-VERZOEK", "KANARIE-REDEN"]
    if rol not in (*TEAM_ROLES, "ander_teamlid"):
        hidden += ["KANARIE-[A-Z-]*RONDE"]
    if rol not in (*TEAM_ROLES, "ander_teamlid", "meldpunt", "collega", "meldpunt_tot_v1", *STREET):
        hidden += [LEADS]
    if rol in PARTNERS or rol == "anonymous":
        hidden += ["Melder Hierdorp", "KANARIE-ANDERTEAM"]
    if rol not in STAFF and rol != "melder":
        hidden += ["KANARIE-VRAAGMELDER"]
    if rol in ("partner_ended", "anonymous"):  # who has an open ask may see which deputy takes over
        hidden += ["Deputy Hierdorp"]
    return hidden


def trainings_hidden_from(rol):
    """Of trainings: members read where it is and what a knowledge evening came to, who leads them the intake too."""
    if rol == "trainer":
        return []
    if rol == "ander_teamlid":
        return ["KANARIE-TRAIN", "KANARIE-ANDERTEAM-TRAIN-(?!PLAATS|TAFEL|PUNT)"]
    if rol in TEAM_ROLES:
        own = "PLAATS|TAFEL|PUNT|KENNIS|WENS" if rol == "coordinator" else "PLAATS|TAFEL|PUNT"
        return ["KANARIE-ANDERTEAM-TRAIN", f"KANARIE-TRAIN-(?!{own})"]
    return ["KANARIE-[A-Z-]*TRAIN"]


def evaluations_hidden_from(rol):
    """Of evaluations: who was there reads what came of it, who leads the team also why others were silent."""
    if rol in EVALUATORS:
        return []
    if rol == "ander_teamlid":
        return ["KANARIE-EVAL", "KANARIE-ANDERTEAM-EVAL-(?!ZEI)"]
    if rol in TEAM_ROLES:
        own = "ZEI|WAAROM" if rol == "coordinator" else "ZEI"
        return ["KANARIE-ANDERTEAM-EVAL", f"KANARIE-EVAL-(?!{own})"]
    return ["KANARIE-[A-Z-]*EVAL"]


def plain(response):
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body and response.get("Content-Type") == "application/pdf":
        pdf = PdfReader(io.BytesIO(body))
        body = f"{pdf.metadata} {''.join(page.extract_text() for page in pdf.pages)}".encode()
    for pattern, instead in VOLATILE:
        body = pattern.sub(instead, body)
    return body


def visit(browser, method, url):
    """One request, undone afterwards; gives status, headers, body, what it wrote and what no answer may be like."""
    statements = []

    def note(execute, sql, params, many, context):
        statements.append(str(sql))
        return execute(sql, params, many, context)

    with transaction.atomic(), connection.execute_wrapper(note):
        response = getattr(browser, method)(url)
        strange = wrong_headers(response) + inline_code(response)
        seen = (response.status_code, str(dict(response.headers)), plain(response))
        transaction.set_rollback(True)
    written = [sql for sql in statements if WRITES.match(sql) and not MAY_BE_WRITTEN_BY_GET.search(sql[:60])]
    return (*seen, written, strange)


def is_for_walkers(view_name, params):
    """Rounds and what hangs on them do not exist outside their team; the team itself and warnings do."""
    return view_name.startswith("rondes:") and bool(WALKERS_ONLY & set(params))


def those_with_rows(view_name, params):
    """Who is asked about rows of every stand, and of another team: for whom they are there."""
    if is_of_trainings(view_name, params):
        return IN_A_TEAM
    return WITH_RUNS if is_of_evaluations(view_name, params) else ROLES


def is_of_evaluations(view_name, params):
    """What hangs on a run exists for its participants, and for trainers and beleid of its gemeente."""
    return view_name.startswith("evaluaties:") and bool(OF_EVALUATIES & set(params))


def is_of_trainings(view_name, params):
    """What hangs on an evening exists for its trainers and teams only."""
    return view_name.startswith("trainingen:") and bool(OF_TRAININGS & set(params))


@pytest.mark.parametrize("rol", ROLES)
def test_no_url_shows_a_role_what_it_may_not_see(huis, rol, handler, caplog):
    caplog.set_level(logging.INFO)
    cookies = cookies_of(rol, huis)
    hidden = [re.compile(pattern) for pattern in forbidden_for(rol)]
    wrong = []
    for view_name, params in every_url():
        for method in METHODS:
            answers = {}
            for where, kwargs in own_and_missing_first(places(view_name, params, huis, rol)):
                if {OWN, MISSING} <= {seen for seen, (status, _body) in answers.items() if status == NOT_ALLOWED}:
                    break  # this page knows no such request, whatever it is about
                url = reverse(view_name, kwargs=kwargs)
                status, headers, body, written, strange = visit(as_role(cookies, handler), method, url)
                name = f"{method} {view_name} [{where}] {status}"
                wrong += [f"{name}: {what}" for what in strange]
                answers.setdefault(where, (status, body))
                if status >= 500 and view_name != "evaluaties:gezond":
                    wrong.append(f"{name}: server error")
                if method in LOOKING and written:
                    wrong.append(f"{name}: looking wrote {written[0][:80]}")
                shown = f"{headers}\n{body.decode(errors='replace')}".replace(url, "")
                wrong += [f"{name}: shows {p.pattern} {p.search(shown)[0]}" for p in hidden if p.search(shown)]
            if not answers.keys() >= {ELSEWHERE, MISSING}:
                continue
            if answers[ELSEWHERE] != answers[MISSING] and rol not in (*PARTNERS, "elsewhere"):
                wrong.append(
                    f"{method} {view_name}: elsewhere {answers[ELSEWHERE][0]} is not missing {answers[MISSING][0]}"
                )
            if rol in TEAM_ROLES and answers[OTHER_TEAM] != answers[MISSING]:
                wrong.append(
                    f"{method} {view_name}: other team {answers[OTHER_TEAM][0]} is not missing {answers[MISSING][0]}"
                )
            if is_for_walkers(view_name, params) and rol not in (*TEAM_ROLES, "elsewhere"):
                own, none = answers[OWN], answers[MISSING]
                wrong += [f"{method} {view_name}: own {own[0]} is not missing {none[0]}"] if own != none else []
            if is_of_trainings(view_name, params) and rol not in (*TEAM_ROLES, "trainer", "elsewhere"):
                own, none = answers[OWN], answers[MISSING]
                wrong += [f"{method} {view_name}: own {own[0]} is not missing {none[0]}"] if own != none else []
            if is_of_evaluations(view_name, params) and rol not in (*TEAM_ROLES, *EVALUATORS, "elsewhere"):
                own, none = answers[OWN], answers[MISSING]
                wrong += [f"{method} {view_name}: own {own[0]} is not missing {none[0]}"] if own != none else []
    assert "\n".join(wrong) == ""
    assert "KANARIE" not in caplog.text


# --- the second lock ---------------------------------------------------------------------------

GUARDED_PAGES = ("meldingen:", "opvolging:")  # where rows of the six tables are read one by one
TRIED = ("teamgenoot", "coordinator", "meldpunt_tot_v1", "partner_ended", "elsewhere")
WITHOUT_LOCK = ROLES if os.environ.get("ALLE_METHODEN") else TRIED


def guarded_words(rol):
    """Canaries in the six tables that no row of this role holds; one's own V2 is held back by a code, not by rows."""
    if rol == "elsewhere":
        return ["KANARIE-(V[0-3]|VERMOEDEN-V[0-3]|UITTREKSEL|ANDERTEAM)-HIER", "PARTNERFOTO-HIER"]
    hidden = ["KANARIE-(V[0-3]|VERMOEDEN-V[0-3]|UITTREKSEL)-ELDERS", "PARTNERFOTO-ELDERS"]
    if rol not in (*AT_DESK, "melder", "partner_open", "partner_ended"):
        levels = "".join(str(niveau) for niveau in range(4) if niveau not in READS.get(rol, ()))
        hidden += [f"KANARIE-(VERMOEDEN-)?V[{levels}]-HIER", "PARTNERFOTO-HIER"]
    if rol == "meldpunt_tot_v1":
        hidden += ["KANARIE-(VERMOEDEN-)?V[23]-HIER", "PARTNERFOTO-HIER"]
    return hidden if rol in (*AT_DESK, "ander_teamlid") else [*hidden, "KANARIE-ANDERTEAM-HIER"]


def shown_by_get(rol, huis, handler):
    """(page, what of the six tables it shows in vain) over every page about one thing; how many were asked."""
    cookies, hidden = cookies_of(rol, huis), [re.compile(pattern) for pattern in guarded_words(rol)]
    shown, asked = [], 0
    for view_name, params in every_url():
        if not params or not view_name.startswith(GUARDED_PAGES):
            continue
        for where, kwargs in places(view_name, params, huis, rol):
            url = reverse(view_name, kwargs=kwargs)
            with transaction.atomic():
                response = as_role(cookies, handler).get(url)
                found = f"{dict(response.headers)}\n{plain(response).decode(errors='replace')}".replace(url, "")
                transaction.set_rollback(True)
            asked += 1
            shown += [(f"{view_name} [{where}]", p.search(found)[0]) for p in hidden if p.search(found)]
    return shown, asked


@pytest.fixture
def first_lock_off(monkeypatch):
    """Both doors to rows stand open: what is left is row-level security."""
    for module in (meldingen.querysets, opvolging.querysets):
        for _name, kind in inspect.getmembers(module, inspect.isclass):
            for door in {"visible_to", "readable_by"} & set(dir(kind)):
                monkeypatch.setattr(kind, door, lambda rows, _user: rows.all())


@pytest.mark.parametrize("rol", WITHOUT_LOCK)
def test_without_the_first_lock_no_page_shows_a_guarded_row(huis, rol, handler, first_lock_off):
    shown, asked = shown_by_get(rol, huis, handler)
    assert shown == []
    assert asked > 100


def test_without_either_lock_pages_do_show_them(huis, handler, first_lock_off, monkeypatch):
    monkeypatch.setattr(database, "NO_ROWS", database.ALL_ROWS)
    assert len(shown_by_get("elsewhere", huis, handler)[0]) > 3
    assert len(shown_by_get("meldpunt_tot_v1", huis, handler)[0]) > 3


def test_no_mail_holds_a_word_of_the_contents(huis):
    mails = Bericht.objects.values_list("onderwerp", "tekst")
    assert len(mails) > 10
    assert [mail for mail in mails if re.search("KANARIE|Elzenpad|Melder ", " ".join(mail))] == []


def test_every_url_parameter_has_a_fixture():
    for view_name, params in every_url():
        if view_name not in FIXED:
            assert all(thing_of(view_name, param) for param in params)


def test_the_platform_admin_is_for_superusers_only(huis):
    for rol in ("anonymous", "melder", "meldpunt", "beheer"):
        response = as_role(cookies_of(rol, huis)).get("/platform/")
        assert response.status_code in (302, 403, 404)
