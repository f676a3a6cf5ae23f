"""A resident with words that nobody else has goes through every flow: in clear nowhere, and afterwards nowhere at all.

The words are typed on the pages, by the people of each flow. Only the pages on which they may be read show them.
"""

import base64
import logging
import re
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from itertools import chain
from urllib.parse import unquote_plus

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.module_loading import import_string
from django_redis import get_redis_connection
from pypdf import PdfReader

from buurtpreventie.audit.models import Logregel
from buurtpreventie.celery import app as celery
from buurtpreventie.outbox.actions import queue
from buurtpreventie.outbox.delivery import deliver_due
from buurtpreventie.outbox.models import Bericht
from evaluaties.actions.redacting import release_words
from evaluaties.actions.reporting import ask_report
from evaluaties.making import make_due
from evaluaties.models import OpenAntwoord, Rapport
from evaluaties.tests.factories import NPE_ANSWERS, AfnameFactory, held_evening, monday, publish
from evaluaties.tests.test_wiping import everything_said
from meldingen.actions import copy_categorieen
from meldingen.models import Bijlage, Categorie, Melding, NiveauReden, Overleg
from meldingen.tests.conftest import Plaats, Schrijver
from meldingen.tests.odd_photos import after_start, picture, segment, written
from opvolging.models import Opvolging, Toegang, Verzoek
from opvolging.tests.test_access_matrix import every_url, plain
from opvolging.tests.wereld import make_wereld
from teams.clocks import local_date
from teams.rondes.tests.factories import AandachtspuntFactory, RondeFactory, VerslagFactory, WaarschuwingFactory
from trainingen.models import GeoefendeSituatie, Leerwens
from trainingen.tests.factories import KennismakingFactory, SituatieFactory

pytestmark = pytest.mark.django_db

NAAM, STRAAT, HUISNUMMER = "Wendelmoet Quakkelsteijn", "Zwaluwtongpad", "8713kwk"
TELEFOON, MAIL = "0687135924", "w.quakkel@zwaluwtong.example"
SAID = f"{NAAM}, {STRAAT} {HUISNUMMER}, bel {TELEFOON} of {MAIL}."
NEEDLES = ("quakkel", "wendelmoet", "zwaluwtong", "8713kwk", "87135924")
PLANTED = "proefkonijnenhol"  # other words than hers: the broker and the cache are shared by all tests
BETWEEN_DIGITS = re.compile(rb"(?<=\d)[ -]+(?=\d)")
TAKEN = {200, 302, 303}
FILES = ("pdf", "csv", "bestand", "meenemen")  # in the name of a page that one takes along


def disguises(word):
    """The bytes of this word as they could stand somewhere: plain, for Windows, in hex, in base64 at any place."""
    plainly = [word.encode(), word.encode("utf-16-le"), word.encode().hex().encode()]
    shown = {word, word.capitalize()}
    inside = [
        base64.b64encode(b"x" * shift + one.encode())[4 if shift else 0 : -4] for one in shown for shift in range(3)
    ]
    return [*plainly, *inside]


def found(what, words=NEEDLES):
    """Which of these words stand in these bytes or this text, also behind a common disguise."""
    raw = what if isinstance(what, bytes) else str(what).encode("utf-8", "replace")
    low = raw.lower() + b" " + unquote_plus(raw.decode("utf-8", "replace")).lower().encode()
    low += b" " + BETWEEN_DIGITS.sub(b"", low)
    return {word for word in words for one in disguises(word) if one in low or one in raw}


def test_the_search_itself_finds_a_word_that_is_hidden():
    for hidden in (
        SAID.upper().encode(),
        SAID.encode("utf-16-le").lower(),
        SAID.encode().lower().hex(),
        *(base64.b64encode(b"z" * shift + SAID.encode()) for shift in range(3)),
        "%7Awaluwtong",
    ):
        assert "zwaluwtong" in found(hidden), hidden
    assert found("Jolanda, Elzenpad 12") == set()


class Browser(Client):
    """Keeps of each answer what is seen outside its page: address, headers, cookies."""

    def __init__(self, seen):
        super().__init__()
        self.seen = seen

    def request(self, **asked):
        """Called by every way to ask something."""
        answer = super().request(**asked)
        address = f"{asked['PATH_INFO']}?{asked.get('QUERY_STRING', '')}"
        self.seen.append(f"{address} {dict(answer.headers)} {answer.cookies.output()}")
        assert answer.status_code < 500, address
        return answer


@dataclass
class Verhaal:
    """Everybody who types, and what their browsers saw."""

    wereld: object
    now: object
    clock: object
    seen: list = field(default_factory=list)

    def browser(self, person=None):
        browser = Browser(self.seen)
        if person:
            browser.force_login(person)
        return browser

    def send(self, browser, name, *args, **data):
        """Post this; it has to be taken."""
        answer = browser.post(reverse(name, args=args), data)
        form = (answer.context or {}).get("form") if answer.status_code not in (302, 303) else None
        assert answer.status_code in TAKEN and not (form and form.errors), (
            name,
            answer.status_code,
            form and form.errors,
        )
        return answer

    def writer(self, person):
        """Who fills in pages."""
        wereld = self.wereld
        schrijver = Schrijver(Plaats(wereld.gemeente, wereld.buurt, wereld.team, person, wereld.coordinator))
        schrijver.client = self.browser(person)
        return schrijver

    def write(self, soort, person, **pages):
        """A melding of this kind, from the first page to the last."""
        schrijver = self.writer(person)
        melding = schrijver.report(**pages) if soort == "niet_pluis" else schrijver.send_kind(soort, **pages)
        return melding, schrijver.client


@pytest.fixture
def verhaal(now, caplog):
    caplog.set_level(logging.DEBUG)
    wereld = make_wereld()
    copy_categorieen(wereld.gemeente)
    with time_machine.travel(now, tick=False) as clock:
        yield Verhaal(wereld, now, clock)


PLACE = {"straat": STRAAT, "huisnummer": HUISNUMMER, "plek": f"Naast {NAAM}"}
WORRY = {"waarneming": SAID, "vermoeden": SAID, "sinds": f"Sinds {NAAM} viel"}
AROUND = {"wil_zelf": SAID, "bang_voor": SAID}


def about_a_person(verhaal):
    """A worry, asked about, answered by a partner through the link of the mail, raised, answered and closed."""
    wereld = verhaal.wereld
    melding, melder = verhaal.write("niet_pluis", wereld.melder, wat=WORRY, waar=PLACE, wie=AROUND)
    nummer, desk = melding.nummer, verhaal.browser(wereld.meldpunt)
    verhaal.send(melder, "opvolging:toevoegen", nummer, tekst=SAID)
    verhaal.send(desk, "opvolging:oppakken", nummer)
    verhaal.send(desk, "opvolging:vraag_melder", nummer, vraag=f"Was {NAAM} alleen?")
    verhaal.send(melder, "opvolging:mijn_vraag", nummer, antwoord=SAID)
    verhaal.send(desk, "opvolging:stap", nummer, richting="op", reden="meer_nodig", toelichting=SAID)
    verhaal.send(desk, "opvolging:ingelicht", nummer, stand="niet_veilig", want=SAID)
    contact = {f"contact_{wereld.partner.pk}": wereld.contact.pk}
    verhaal.send(desk, "opvolging:vraag_versturen", nummer, partner=wereld.partner.pk, uittreksel=SAID, **contact)
    answer_by_link(verhaal, Toegang.objects.get(opvolging__melding=melding))
    later = (local_date(verhaal.now) + timedelta(days=16)).isoformat()
    wait = f"Wij spraken {NAAM}. Het duurt langer."
    verhaal.send(desk, "opvolging:tussenbericht", nummer, tekst=wait, nieuwe_datum=later)
    verhaal.send(desk, "opvolging:antwoord", nummer, tekst=f"Er is hulp voor {NAAM}.")
    return melding


def answer_by_link(verhaal, toegang):
    """The partner: link, code, a note, and what came of it."""
    partner = verhaal.browser()
    verhaal.send(partner, "opvolging:partner_openen", token=toegang.geheim)
    code = Bericht.objects.filter(bron=toegang.bron).latest("pk").geheim["code"]
    verhaal.send(partner, "opvolging:partner_code", toegang.pk, code=code)
    verhaal.send(partner, "opvolging:partner_toevoegen", toegang.pk, tekst=SAID)
    result = {"uitkomst": "hulp", "voor_meldpunt": SAID, "voor_melder": SAID, "nuttig": "ja", "wat_miste": SAID}
    verhaal.send(partner, "opvolging:partner_afronden", toegang.pk, **result)


def photo():
    """The words in every place of a file that is no pixel."""
    data = written(picture(size=(120, 90)), comment=SAID.encode())
    return SimpleUploadedFile(
        f"{NAAM}.jpg", after_start(data, segment(0xE1, SAID.encode())) + SAID.encode(), "image/jpeg"
    )


def about_a_place(verhaal):
    """A thing in the street with a photo, blacked out in part, closed."""
    wereld = verhaal.wereld
    words = {"waarneming": f"Losse tegel bij {SAID}", "straat": STRAAT, "huisnummer": HUISNUMMER}
    melding, melder = verhaal.write("openbare_ruimte", wereld.melder, wat=words, controle={"fotos": [photo()]})
    verhaal.send(melder, "opvolging:toevoegen", melding.nummer, tekst=SAID, fotos=[photo()])
    desk = verhaal.browser(wereld.meldpunt)
    verhaal.send(desk, "opvolging:oppakken", melding.nummer)
    verhaal.send(desk, "opvolging:zwart", melding.nummer, passage=TELEFOON, veld="overal", reden="naam")
    verhaal.send(desk, "opvolging:sluiten", melding.nummer, uitkomst="opgelost", tekst=f"Klaar bij {STRAAT}.")


def close(verhaal, melding):
    """The desk is ready with it and says thank you."""
    desk = verhaal.browser(verhaal.wereld.meldpunt)
    words = {"uitkomst": "opgelost", "tekst": "Dank u wel. Wij hebben er iets mee gedaan."}
    verhaal.send(desk, "opvolging:oppakken", melding.nummer)
    verhaal.send(desk, "opvolging:sluiten", melding.nummer, **words)


def about_help(verhaal):
    """Help for her, split in two; one half should not have been a melding."""
    wereld, desk = verhaal.wereld, verhaal.browser(verhaal.wereld.meldpunt)
    person = {"persoon_naam": NAAM, "persoon_telefoon": TELEFOON, "kan_zelf": SAID}
    melding, _melder = verhaal.write("burenhulp", wereld.teamgenoot, wat={"waarneming": SAID} | PLACE | person)
    nummer = melding.nummer
    verhaal.send(desk, "opvolging:oppakken", nummer)
    other = Categorie.objects.get(gemeente=wereld.gemeente, code="OR01").pk
    place = {"straat": STRAAT, "huisnummer": HUISNUMMER}
    verhaal.send(desk, "opvolging:splitsen", nummer, categorie=other, waarneming=SAID, **place)
    second = Melding.objects.get(afgesplitst_van=melding).nummer
    kind = "Dank u wel. Dit past niet bij melden. Wij sluiten het en bewaren uw tekst niet."
    verhaal.send(desk, "opvolging:oppakken", second)
    verhaal.send(desk, "opvolging:modereren", second, reden="groep", tekst=kind)
    close(verhaal, melding)


def about_safety(verhaal):
    """Told by telephone, given back, asked of the deputy, withdrawn, raised; not solved, and then it is."""
    wereld, desk = verhaal.wereld, verhaal.browser(verhaal.wereld.meldpunt)
    words = {"wat": {"waarneming": SAID}, "waar": PLACE}
    melding, melder = verhaal.write("wijkveiligheid", wereld.melder, **words)
    nummer, contact = melding.nummer, {f"contact_{wereld.partner.pk}": wereld.contact.pk}
    verhaal.send(desk, "opvolging:oppakken", nummer)
    ask = {"partner": wereld.partner.pk, "uittreksel": SAID} | contact
    verhaal.send(desk, "opvolging:vraag_versturen", nummer, **ask)
    first = Opvolging.objects.get(melding=melding)
    verhaal.send(desk, "opvolging:partner_zei", nummer, first.pk, langs="telefoon", wat="notitie", tekst=SAID)
    back = {"langs": "telefoon", "wat": "terug", "reden": "niet_van_ons", "tekst": SAID}
    verhaal.send(desk, "opvolging:partner_zei", nummer, first.pk, **back)
    verhaal.send(desk, "opvolging:vraag_versturen", nummer, **ask)
    second = Opvolging.objects.filter(melding=melding).latest("pk")
    assert second != first
    verhaal.send(desk, "opvolging:vraag_intrekken", nummer, second.pk, reden=SAID)
    close(verhaal, melding)
    verhaal.clock.shift(timedelta(minutes=5))
    verhaal.send(melder, "opvolging:oordeel", nummer, oordeel="niet_opgelost", toelichting=SAID)
    verhaal.send(desk, "opvolging:niveau", nummer, niveau="3", reden=NiveauReden.values[0])
    close(verhaal, melding)


def held_back(verhaal, melding):
    """Kept longer for a reason that a second person does not share."""
    until = (local_date(verhaal.now) + timedelta(days=30)).isoformat()
    desk, other = verhaal.browser(verhaal.wereld.meldpunt), verhaal.browser(verhaal.wereld.collega)
    verhaal.send(desk, "opvolging:aanhouden", melding.nummer, reden="klacht", tot=until, toelichting=SAID)
    verhaal.send(other, "opvolging:aanhouding_besluit", melding.nummer, akkoord="nee")


def around_it(verhaal):
    """A draft, a talk, a note to look again."""
    wereld = verhaal.wereld
    draft = verhaal.writer(wereld.teamgenoot)
    draft.fill_until("wie", wat=WORRY, waar=PLACE, wie=AROUND)
    page = draft.client.get(reverse("meldingen:overleg_vragen"), {"aanleiding": "twijfel", "soort": "niet_pluis"})
    hidden = {name: page.context["form"][name].value() or "" for name in ("aanleiding", "soort", "melding", "sleutel")}
    verhaal.send(draft.client, "meldingen:overleg_vragen", **hidden, telefoon=TELEFOON, bereikbaar=f"Na {NAAM}")
    verhaal.send(draft.client, "meldingen:even_aanzien", notitie=SAID, buurt=wereld.buurt.pk)
    verhaal.send(verhaal.browser(wereld.meldpunt), "opvolging:overleg_overnemen", Overleg.objects.get().pk)


def own_request(verhaal):
    """The resident asks what is kept about her; the meldpunt looks the address up."""
    toezicht, desk = verhaal.browser(verhaal.wereld.toezicht), verhaal.browser(verhaal.wereld.meldpunt)
    form = toezicht.get(reverse("opvolging:verzoek_nieuw")).context["form"]
    typed = {"sleutel": form["sleutel"].value(), "soort": "inzage", "naam": NAAM, "bereikbaar": f"{TELEFOON} {MAIL}"}
    day = local_date(verhaal.now).isoformat()
    verhaal.send(toezicht, "opvolging:verzoek_nieuw", **typed, vraag=SAID, ontvangen_op=day)
    pk = Verzoek.objects.get().pk
    verhaal.send(desk, "opvolging:verzoek_bevestigen", pk)
    looked = verhaal.send(desk, "opvolging:verzoek_adres", pk, straat=STRAAT, huisnummer=HUISNUMMER)
    verhaal.send(desk, "opvolging:verzoek_afronden", pk, uitkomst="deels", toelichting=SAID)
    return looked.context["gevonden"]


def read_before(verhaal, melding, other):
    """A colleague opens what was reported earlier at the same address, and says why."""
    desk = verhaal.browser(verhaal.wereld.meldpunt)
    verhaal.send(desk, "opvolging:eerder", melding.nummer, other.nummer, reden=SAID)


def by_mistake(verhaal):
    """Where words are about something else, people name somebody too."""
    wereld, now = verhaal.wereld, verhaal.now
    walked = RondeFactory(afgerond=True, team=wereld.team, op=now, leider=wereld.melder)
    VerslagFactory(ronde=walked, opmerking=SAID)
    ended = {"stand": "afgesloten", "gesloten_op": now + timedelta(hours=1), "slottekst": SAID}
    WaarschuwingFactory(gemeente=wereld.gemeente, verstuurd=True, begonnen_op=now, tekst=SAID, doen=SAID, **ended)
    AandachtspuntFactory(team=wereld.team, tekst=SAID, van=now, door=wereld.meldpunt)
    KennismakingFactory(team=wereld.team, antwoorden={"T16": SAID}, door=wereld.trainer)
    held = held_evening(6, gemeente=wereld.gemeente)
    situatie = SituatieFactory(gemeente=wereld.gemeente)
    GeoefendeSituatie.objects.create(sessie=held, situatie=situatie, notitie=SAID, door=wereld.trainer, op=now)
    Leerwens.objects.create(team=wereld.team, onderwerp="anders", tekst=SAID, door=wereld.melder, op=now)
    afname = publish(AfnameFactory(sessie=held), [NPE_ANSWERS] * 6)
    facts = {"afname": afname, "vraag": afname.versie.vraagreeks.get(code="NPE8"), "week": monday(local_date(now))}
    return OpenAntwoord.objects.create(tekst=SAID, **facts)


def tables():
    """(table, all its rows as COPY writes them into a dump)."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            with cursor.copy(f'COPY "{table}" TO STDOUT') as rows:
                yield table, b"".join(bytes(part) for part in rows)


def in_the_broker_and_the_cache():
    """Every key and value that stands in either."""
    with celery.connection_for_write() as line:
        for place, client in (("broker", line.default_channel.client), ("cache", get_redis_connection("default"))):
            for key in client.scan_iter(count=1000):
                readers = {
                    b"list": lambda k, c=client: c.lrange(k, 0, -1),
                    b"hash": client.hgetall,
                    b"string": client.get,
                }
                reader = readers.get(client.type(key), lambda k: b"")
                yield place, key + b" " + repr(reader(key)).encode()


def leaks(verhaal, log, words=NEEDLES):
    """Where the words stand in clear outside the pages for which they are meant."""
    places = chain(
        (("mail", f"{row.aan} {row.onderwerp} {row.tekst} {row.geheim}") for row in Bericht.objects.all()),
        (("mail on the wire", str(sent.message())) for sent in mail.outbox),
        (("address, header or cookie", line) for line in verhaal.seen),
        (("log", log),),
        (("session", row.get_decoded()) for row in Session.objects.all()),
        in_the_broker_and_the_cache(),
        tables(),
    )
    return {(place, word) for place, what in places for word in found(what, words)}


def all_jobs(verhaal, moment):
    """Every job of the clock, once, at this moment."""
    verhaal.clock.move_to(moment)
    for one in celery.conf.beat_schedule.values():
        import_string(one["task"])()


def test_the_search_finds_what_is_planted_in_each_place(verhaal):
    wereld, key = verhaal.wereld, PLANTED
    wereld.team.naam = PLANTED
    wereld.team.save()
    words = {"sleutel": "proef:1", "soort": "vraag", "aan": "een@partner.example", "onderwerp": "Proef"}
    queue(**words, tekst=PLANTED, bron="proef:1", gemeente_id=wereld.gemeente.pk, now=verhaal.now)
    browser = verhaal.browser(wereld.melder)
    session = browser.session
    session["getypt"] = PLANTED
    session.save()
    browser.get(reverse("ui:privacy"), {"naam": PLANTED})
    cache.set(key, 1)
    with celery.connection_for_write() as line:
        line.default_channel.client.rpush(key, "x")
        planted = {place for place, _word in leaks(verhaal, PLANTED, (PLANTED,))}
        line.default_channel.client.delete(key)
    cache.delete(key)
    assert planted >= {"mail", "address, header or cookie", "log", "session", "broker", "cache", "teams_team"}


def papers(verhaal):
    """What people who read no contents take along, as they read it."""
    wereld = verhaal.wereld
    for person in (wereld.beleid, wereld.coordinator, wereld.trainer, wereld.beheer):
        browser = verhaal.browser(person)
        for name, params in every_url():
            if not params and any(kind in name for kind in FILES):
                answer = browser.get(reverse(name))
                if answer.status_code == 200:
                    yield name, plain(answer)
    asked = {"gemeente": wereld.gemeente, "actor": wereld.beleid, "now": verhaal.now, "jaar": verhaal.now.year}
    ask_report(soort="jaar", **asked)
    ask_report(soort="team_kwartaal", team=wereld.team, kwartaal=4, **asked)
    assert make_due(verhaal.now) == 2
    for rapport in Rapport.objects.all():
        pages = PdfReader(BytesIO(bytes(rapport.pdf))).pages
        yield rapport.soort, "".join(page.extract_text() for page in pages)


def test_the_words_stand_in_clear_nowhere_and_after_their_term_nowhere_at_all(
    verhaal, caplog, django_capture_on_commit_callbacks
):
    wereld, now = verhaal.wereld, verhaal.now
    with django_capture_on_commit_callbacks(execute=True) as rung:
        closed = about_a_person(verhaal)
        about_a_place(verhaal)
        again, _melder = verhaal.write("niet_pluis", wereld.coordinator, wat=WORRY, waar=PLACE, wie=AROUND)
        verhaal.send(verhaal.browser(wereld.meldpunt), "opvolging:oppakken", again.nummer)
        read_before(verhaal, again, closed)
        close(verhaal, again)
        about_help(verhaal)
        about_safety(verhaal)
        around_it(verhaal)
        assert set(own_request(verhaal)) >= {closed, again}
        held_back(verhaal, closed)
        words = by_mistake(verhaal)
        assert deliver_due(now) > 0 and mail.outbox
    assert rung and Bericht.objects.count() > 10

    told = {name for name, what in everything_said() if found(repr(what))}
    assert {
        "meldingen.MeldingInhoud.waarneming",
        "meldingen.MeldingInhoud.huisnummer",
        "meldingen.MeldingInhoud.persoon_naam",
        "meldingen.MeldingInhoud.persoon_telefoon",
        "meldingen.Aanvulling.tekst",
        "meldingen.Concept.antwoorden",
        "meldingen.Overleg.telefoon",
        "meldingen.EvenAanzien.notitie",
        "opvolging.Opvolging.uittreksel",
        "opvolging.Toevoeging.tekst",
        "opvolging.Resultaat.voor_meldpunt",
        "opvolging.VraagAanMelder.antwoord",
        "opvolging.Terugkoppeling.tekst",
        "opvolging.Schaalstap.toelichting",
        "opvolging.Ingelicht.want",
        "opvolging.Aanhouding.toelichting",
        "opvolging.Verzoek.naam",
        "audit.Reden.tekst",
        "rondes.Verslag.opmerking",
        "trainingen.GeoefendeSituatie.notitie",
        "evaluaties.OpenAntwoord.tekst",
    } <= told
    photos = [bytes(inhoud) for inhoud in Bijlage.objects.values_list("inhoud", flat=True)]
    assert len(photos) >= 1 and not any(map(found, photos))
    assert leaks(verhaal, caplog.text) == set()
    taken_along = dict(papers(verhaal))
    assert {(name, word) for name, paper in taken_along.items() for word in found(paper)} == set()
    assert len(taken_along) >= 8 and all(taken_along.values()) and {"jaar", "team_kwartaal"} <= taken_along.keys()

    talk = Overleg.objects.get()
    verhaal.send(verhaal.browser(wereld.meldpunt), "opvolging:overleg_klaar", talk.pk, uitkomst="advies")
    release_words(words, tekst="Iemand was boos.", gezien="", actor=wereld.beleid, now=now)
    for days in (15, 400, 415, 1500, 1515):
        all_jobs(verhaal, now + timedelta(days=days))
    assert {name for name, what in everything_said() if found(repr(what))} == set()
    assert leaks(verhaal, caplog.text) == set()
    assert not Bijlage.objects.exists()
    assert not Melding.objects.filter(gewist_op__isnull=True).exists()
    assert Logregel.objects.about(closed).exists()
