"""Toezicht: who opened what, what stands out, the tick of a month, and what goes along for a breach (E222)."""

import csv
import io
from datetime import datetime, timedelta
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from buurtpreventie.audit.models import Logregel
from buurtpreventie.errors import RefusedAction
from meldingen.actions import open_inhoud
from meldingen.models import Bijlage, Melding
from opvolging import unusual
from opvolging.actions import close_with_antwoord, give_tussenbericht, open_ask, tick_line, tick_month
from opvolging.history import readers_of
from opvolging.models import Nazicht
from opvolging.openings import NOT_NAMED, Feiten, in_words, openings_in, people_in, with_reasons
from opvolging.reviewing import months_of, read_month
from opvolging.tests.factories import brought
from opvolging.tests.meldpunt_pages import signed_in, text_of
from opvolging.tests.test_access_matrix import every_url
from opvolging.tests.wereld import make_wereld
from opvolging.unusual import Bezoek, Omstandigheden
from teams.clocks import Kalender
from teams.tests.factories import AanstellingFactory

pytestmark = pytest.mark.django_db

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
OKTOBER = datetime(2026, 10, 13, 10, 0, tzinfo=AMSTERDAM)  # a Tuesday
MAAND = OKTOBER.date().replace(day=1)
NU = datetime(2026, 11, 10, 10, 0, tzinfo=AMSTERDAM)
LATER = NU + timedelta(days=10)


@pytest.fixture
def wereld():
    return make_wereld()


@pytest.fixture
def toezicht(wereld):
    with time_machine.travel(NU, tick=False):
        yield signed_in(wereld.toezicht)


def at_page(name, *args, query=""):
    return reverse(f"opvolging:{name}", args=args) + query


def read(melding, actor, moment=OKTOBER, **how):
    assert open_inhoud(melding, actor=actor, now=moment, **how)


def lines(wereld, **which):
    return in_words(with_reasons(openings_in(wereld.gemeente, **which)), wereld.gemeente)


# --- what stands out: pure questions ----------------------------------------------------------


def visit(moment=OKTOBER, delen=("inhoud",), melding=7):
    return Bezoek(regel=1, persoon=3, melding=melding, momenten=(moment,), delen=frozenset(delen))


OFFICE = Kalender(openingstijden={day: (datetime(1, 1, 1, 9).time(), datetime(1, 1, 1, 17).time()) for day in range(5)})


def around(behandelaar=None, gesloten_op=None, first_act=None):
    facts = {7: Feiten("1234-5678", behandelaar=behandelaar, gesloten_op=gesloten_op)}
    return Omstandigheden(OFFICE, facts, {(3, 7): first_act} if first_act else {})


def sentences(bezoek, facts):
    return {code for code, (_words, fits) in unusual.SIGNALEN.items() if fits(bezoek, facts)}


@pytest.mark.parametrize(
    ("bezoek", "facts", "codes"),
    [
        (visit(), around(behandelaar=3), set()),
        (visit(), around(first_act=OKTOBER + timedelta(hours=9)), set()),
        (visit(), around(first_act=OKTOBER - timedelta(days=30)), set()),
        (visit(), around(first_act=OKTOBER + timedelta(days=1)), {"zonder_taak"}),
        (visit(), around(behandelaar=4), {"zonder_taak"}),
        (visit(OKTOBER.replace(hour=21)), around(behandelaar=3), {"buiten_tijd"}),
        (visit(OKTOBER.replace(day=17)), around(behandelaar=3), {"buiten_tijd"}),
        (visit(), around(behandelaar=3, gesloten_op=OKTOBER - timedelta(hours=20)), set()),
        (visit(), around(behandelaar=3, gesloten_op=OKTOBER - timedelta(hours=30)), {"na_sluiten"}),
        (visit(delen=["inhoud", "eerder"]), around(behandelaar=3), {"eerder"}),
        (visit(melding=8), around(), {"zonder_taak"}),  # of a melding that is no more
    ],
)
def test_each_signal_asks_one_thing(bezoek, facts, codes):
    assert sentences(bezoek, facts) == codes
    assert len(unusual.signals_of(bezoek, facts)) == len(codes)


def test_a_meldpunt_without_hours_is_never_closed():
    facts = Omstandigheden(Kalender(), {}, {(3, 7): OKTOBER})
    assert sentences(visit(OKTOBER.replace(hour=3)), facts) == set()


@pytest.mark.parametrize(
    ("now", "usual", "many"), [(10, 4, True), (10, 5, False), (9, 1, False), (30, None, False), (21, 10.0, True)]
)
def test_many_is_at_least_ten_and_twice_as_much_as_usual(now, usual, many):
    assert unusual.opened_many(now, usual) is many


# --- the page of a month ----------------------------------------------------------------------


def test_a_month_shows_first_what_stands_out_and_hides_what_the_melding_is_about(wereld, toezicht):
    mine = wereld.asked(2, now=OKTOBER, tekst="KANARIE in de schuur").melding
    read(mine, wereld.meldpunt)  # the handler
    read(mine, wereld.collega, OKTOBER + timedelta(hours=1))
    read(mine, wereld.collega, OKTOBER + timedelta(hours=2))
    read(mine, wereld.melder, OKTOBER)  # the melder reads own words

    found = read_month(wereld.gemeente, MAAND, NU)
    assert [(one.naam, one.nummer, len(one.bezoek.momenten)) for one in found.opvallend] == [
        (wereld.collega.naam, mine.nummer, 2)
    ]
    assert [str(zin) for zin in found.opvallend[0].zinnen] == [str(unusual.SIGNALEN["zonder_taak"][0])]
    assert [(lezer.naam, lezer.meldingen, lezer.keer) for lezer in found.lezers] == [
        (wereld.collega.naam, 1, 2),
        (wereld.meldpunt.naam, 1, 1),
    ]
    page = text_of(toezicht.get(at_page("nazicht_maand", 2026, 10)))
    assert mine.nummer in page
    assert "familie of een collega, kan geen logboek zien" in page
    for hidden in ("KANARIE", str(mine.categorie), wereld.buurt.naam, wereld.melder.naam):
        assert hidden not in page


def test_who_opened_twice_as_many_as_usual_is_on_top(wereld):
    for month, n in ((8, 3), (9, 5), (10, 10)):
        for _ in range(n):
            read(wereld.report(2, now=OKTOBER.replace(month=8)), wereld.collega, OKTOBER.replace(month=month))
    for moment in (OKTOBER.replace(month=9), OKTOBER):
        for _ in range(11):
            read(wereld.report(2, now=OKTOBER.replace(month=8)), wereld.meldpunt, moment)

    readers = read_month(wereld.gemeente, MAAND, NU).lezers
    assert [(one.naam, one.meldingen, one.gewoon, one.opvallend) for one in readers] == [
        (wereld.collega.naam, 10, 4.0, True),
        (wereld.meldpunt.naam, 11, 11.0, False),
    ]


def test_a_line_is_ticked_once_with_words_when_somebody_was_asked(wereld, toezicht):
    melding = wereld.report(2, now=OKTOBER)
    read(melding, wereld.collega)
    url = at_page("nazicht_regel", Logregel.objects.openings().get().pk)

    assert toezicht.post(url, {"oordeel": "nagevraagd", "opmerking": ""}).status_code == 422
    assert toezicht.post(url, {"oordeel": "nagevraagd", "opmerking": "Viel in voor een zieke."}).status_code == 302
    assert toezicht.post(url, {"oordeel": "in_orde"}).status_code == 302

    tick = Nazicht.objects.get()
    assert (tick.oordeel, tick.opmerking, tick.door, tick.op, tick.maand) == (
        "nagevraagd",
        "Viel in voor een zieke.",
        wereld.toezicht,
        NU,
        MAAND,
    )
    assert Logregel.objects.filter(gebeurtenis="toezicht.nazicht").count() == 1
    assert read_month(wereld.gemeente, MAAND, NU).open == 0
    assert "Viel in voor een zieke." in text_of(toezicht.get(url))


def test_a_month_is_ticked_when_it_is_over_and_only_once(wereld):
    who = {"actor": wereld.toezicht, "now": NU}
    with pytest.raises(RefusedAction, match="loopt nog"):
        tick_month(wereld.gemeente, maand=NU.date().replace(day=1), oordeel="in_orde", **who)
    with pytest.raises(RefusedAction, match="Schrijf op"):
        tick_month(wereld.gemeente, maand=MAAND, oordeel="niet_in_orde", **who)

    first = tick_month(wereld.gemeente, maand=MAAND, oordeel="in_orde", **who)
    again = {"oordeel": "niet_in_orde", "opmerking": "Toch niet", "actor": wereld.meldpunt, "now": LATER}
    assert tick_month(wereld.gemeente, maand=MAAND, **again) == first
    assert Nazicht.objects.get().oordeel == "in_orde"


def test_a_tick_is_never_changed_or_removed_only_its_words_may_be_wiped(wereld):
    tick = tick_month(
        wereld.gemeente, maand=MAAND, oordeel="in_orde", opmerking="Gezien", actor=wereld.toezicht, now=NU
    )

    with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
        Nazicht.objects.update(oordeel="niet_in_orde")
    with pytest.raises(DatabaseError, match="Cannot delete"), transaction.atomic():
        tick.delete()
    assert Nazicht.objects.update(opmerking="") == 1


def test_a_month_that_waits_longer_than_two_weeks_stands_on_top(wereld, toezicht):
    read(wereld.report(2, now=OKTOBER), wereld.meldpunt)
    read(wereld.report(2, now=NU), wereld.meldpunt, NU)

    months = [(str(one.maand), one.loopt, one.is_laat) for one in months_of(wereld.gemeente, NU)]
    assert months == [("2026-11-01", True, False), ("2026-10-01", False, False)]
    assert [one.is_laat for one in months_of(wereld.gemeente, LATER)] == [False, True]
    with time_machine.travel(LATER, tick=False):
        later = signed_in(wereld.toezicht).get(at_page("toezicht"))
    assert [str(one.maand) for one in later.context["te_laat"]] == ["2026-10-01"]
    assert toezicht.get(at_page("toezicht")).context["te_laat"] == []

    toezicht.post(at_page("nazicht_maand", 2026, 10), {"oordeel": "in_orde"})
    assert toezicht.get(at_page("toezicht")).context["wachten"] == []
    assert "afgevinkt" in text_of(toezicht.get(at_page("nazicht_maand", 2026, 10))).lower()


@pytest.mark.parametrize(("jaar", "maand"), [(2026, 0), (2026, 13), (2026, 12), (0, 1), (1, 1), (9999, 12), (99999, 1)])
def test_a_month_that_cannot_be_is_not_there(toezicht, jaar, maand):
    assert toezicht.get(at_page("nazicht_maand", jaar, maand)).status_code == 404


# --- who read what ----------------------------------------------------------------------------


def test_openings_are_narrowed_by_period_person_role_part_and_level(wereld):
    strict, shared = wereld.report(3, now=OKTOBER), wereld.report(1, now=OKTOBER)
    read(strict, wereld.meldpunt)
    read(shared, wereld.collega, OKTOBER + timedelta(days=1))
    read(shared, wereld.coordinator, OKTOBER + timedelta(days=2))
    ask = wereld.asked(2, now=OKTOBER)
    open_ask(ask.toegangen.get(), now=OKTOBER + timedelta(days=3))
    read(strict, wereld.collega, OKTOBER + timedelta(days=4), deel="eerder", reden="Zelfde huis?")

    def who(**which):
        return [one.naam for one in lines(wereld, **which)]

    partner = f"{wereld.contact.naam} ({wereld.partner.naam})"
    team = "De melder of iemand van het team"
    assert who() == [wereld.collega.naam, partner, team, wereld.collega.naam, wereld.meldpunt.naam]
    assert who(wie="partner") == [partner]
    assert who(wie="anders") == [team]
    assert who(wie="meldpunt", groep="1") == [wereld.collega.naam]
    assert who(persoon=f"g-{wereld.meldpunt.pk}") == [wereld.meldpunt.naam]
    assert who(persoon=f"c-{wereld.contact.pk}") == [partner]
    assert who(deel="eerder") == [wereld.collega.naam]
    assert [one.reden for one in lines(wereld, deel="eerder")] == ["Zelfde huis?"]
    assert who(van=OKTOBER + timedelta(days=2), tot=OKTOBER + timedelta(days=4)) == [partner, team]
    assert who(groep="2") == [wereld.collega.naam, partner, wereld.meldpunt.naam]


def test_the_page_shows_numbers_and_never_what_it_is_about(wereld, toezicht):
    melding = wereld.report(2, now=OKTOBER, tekst="KANARIE")
    read(melding, wereld.meldpunt)
    elsewhere = make_wereld("Elders")
    there = elsewhere.report(2, now=OKTOBER)
    read(there, elsewhere.meldpunt)

    page = text_of(toezicht.get(at_page("inzage", query="?van=2026-10-01&tot=2026-10-31")))
    assert melding.nummer in page
    for hidden in ("KANARIE", str(melding.categorie), wereld.buurt.naam, there.nummer, elsewhere.meldpunt.naam):
        assert hidden not in page
    assert "1 keer gelezen" in page
    assert "1 keer gelezen" not in text_of(toezicht.get(at_page("inzage", query="?tot=2026-10-12")))
    assert toezicht.get(at_page("inzage", query="?van=x&persoon=g-1&wie=%00&pagina=9")).status_code == 200


def test_a_melder_is_never_named_also_not_one_who_works_at_the_meldpunt(wereld):
    own = wereld.report(2, now=OKTOBER, actor=wereld.collega)
    read(own, wereld.collega)

    assert [one.naam for one in lines(wereld)] == [NOT_NAMED]
    assert lines(wereld, persoon=f"g-{wereld.collega.pk}") == lines(wereld, wie="meldpunt") == []
    assert [one.naam for one in lines(wereld, wie="anders")] == [NOT_NAMED]
    assert people_in(wereld.gemeente) == []
    assert read_month(wereld.gemeente, MAAND, NU).opvallend == []

    Melding.objects.filter(pk=own.pk).update(melder=None, naam_ingetrokken_op=NU)
    assert [one.naam for one in lines(wereld)] == [one.naam for one in readers_of(own)] == [NOT_NAMED]
    assert read_month(wereld.gemeente, MAAND, NU).opvallend == []


def test_who_reads_for_the_team_is_never_named_whatever_else_he_does_for_the_gemeente(wereld):
    AanstellingFactory(gemeente=wereld.gemeente, gebruiker=wereld.coordinator, rol="trainer")
    shared = wereld.report(1, now=OKTOBER)
    read(shared, wereld.coordinator)

    assert [one.naam for one in lines(wereld)] == [one.naam for one in readers_of(shared)] == [NOT_NAMED]
    assert lines(wereld, persoon=f"g-{wereld.coordinator.pk}") == people_in(wereld.gemeente) == []


def test_only_toezicht_of_the_gemeente_sees_these_pages(wereld):
    read(wereld.report(2, now=OKTOBER), wereld.meldpunt)
    line = Logregel.objects.openings().get().pk
    pages = [
        at_page("toezicht"),
        at_page("inzage"),
        at_page("inzage_meenemen"),
        at_page("nazicht"),
        at_page("nazicht_maand", 2026, 10),
        at_page("nazicht_regel", line),
    ]
    for person in (wereld.meldpunt, wereld.beheer, wereld.beleid, wereld.coordinator, wereld.melder):
        client = signed_in(person)
        assert {client.get(url).status_code for url in pages} == {403}
    elsewhere = signed_in(AanstellingFactory(toezicht=True).gebruiker)
    assert elsewhere.get(at_page("nazicht_regel", line)).status_code == 404
    assert elsewhere.post(at_page("nazicht_regel", line), {"oordeel": "in_orde"}).status_code == 404


# --- taking along -----------------------------------------------------------------------------


def rows_of(response):
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


def test_a_list_for_a_breach_holds_who_when_what_and_why_and_is_itself_written_down(wereld, toezicht):
    mine, other = wereld.report(2, now=OKTOBER), wereld.report(2, now=OKTOBER)
    read(mine, wereld.collega, deel="eerder", reden="=1+1")
    read(other, wereld.meldpunt)

    made = toezicht.post(at_page("inzage_meenemen"), {"nummers": mine.nummer.replace("-", ""), "als": "csv"})
    assert made["Content-Disposition"] == 'attachment; filename="wie-zag-wat-2026-11-10.csv"'
    assert rows_of(made)[1:] == [
        [
            "13-10-2026",
            "10:00",
            wereld.collega.naam,
            "Meldpunt",
            mine.nummer,
            "Als eerdere melding over hetzelfde adres",
            "Vertrouwelijk of strikt vertrouwelijk",
            "'=1+1",  # no cell runs
        ]
    ]
    line = Logregel.objects.get(gebeurtenis="toezicht.meegenomen")
    assert (line.actor_id, line.details["meldingen"], line.details["regels"]) == (wereld.toezicht.pk, [mine.pk], 1)

    period = {"van": "2026-10-01", "tot": "2026-10-31", "als": "xlsx"}
    book = ZipFile(io.BytesIO(toezicht.post(at_page("inzage_meenemen"), period).content))
    assert other.nummer in book.read("xl/sharedStrings.xml").decode()
    person = {"persoon": f"g-{wereld.meldpunt.pk}", "als": "csv"}
    assert [row[4] for row in rows_of(toezicht.post(at_page("inzage_meenemen"), person))[1:]] == [other.nummer]


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"nummers": "9999-0000"},
        {"nummers": "elders"},
        {"nummers": "van hier tot ginder"},
        {"van": "2026-10-02", "tot": "2026-10-01"},
        {"van": "2024-10-02", "tot": "2026-10-01"},
        {"van": "2026-10-02"},
        {"persoon": "g-1"},
    ],
)
def test_nothing_is_taken_along_without_a_choice_that_fits(wereld, toezicht, asked):
    elsewhere = make_wereld("Elders").report(2, now=OKTOBER)
    asked = {name: value.replace("elders", elsewhere.nummer) for name, value in asked.items()}

    refused = toezicht.post(at_page("inzage_meenemen"), asked | {"als": "csv"})
    assert refused.status_code == 422
    assert not Logregel.objects.filter(gebeurtenis="toezicht.meegenomen").exists()


# --- the meldpunt, about one melding ----------------------------------------------------------


def test_the_meldpunt_reads_who_looked_at_a_melding_which_part_and_why(wereld):
    melding = wereld.report(2, now=OKTOBER)
    read(melding, wereld.collega, deel="eerder", reden="Is dit hetzelfde huis?")
    read(melding, wereld.melder, OKTOBER + timedelta(minutes=1))
    desk = signed_in(wereld.meldpunt)
    dossier = text_of(desk.get(at_page("dossier", melding.nummer)))
    url = at_page("wie_bekeek", melding.nummer)

    page = desk.get(url)
    assert url in dossier
    assert [(one.naam, one.deel, one.reden) for one in page.context["regels"]] == [
        (wereld.meldpunt.naam, "De melding", ""),
        ("De melder of iemand van het team", "De melding", ""),
        (wereld.collega.naam, "Als eerdere melding over hetzelfde adres", "Is dit hetzelfde huis?"),
    ]
    assert signed_in(wereld.meldpunt_tot_v1).get(url).status_code == 404
    assert signed_in(wereld.coordinator).get(url).status_code == 404


def test_what_was_closed_keeps_its_line_and_its_reader_stands_out(wereld):
    melding = wereld.taken_up(2, now=OKTOBER)
    close_with_antwoord(melding, uitkomst="opgelost", tekst="Gedaan.", actor=wereld.meldpunt, now=OKTOBER)
    read(melding, wereld.meldpunt, OKTOBER + timedelta(days=3))

    (found,) = read_month(wereld.gemeente, MAAND, NU).opvallend
    assert [str(zin) for zin in found.zinnen] == [str(unusual.SIGNALEN["na_sluiten"][0])]


# --- no row, no page --------------------------------------------------------------------------


def test_when_an_opening_cannot_be_written_down_nothing_is_shown(wereld):
    """The log refuses: dossier, own text, page of the coordinator, photo, letter and partner's page stay closed."""
    with time_machine.travel(OKTOBER, tick=False):
        ask = wereld.asked(1, now=OKTOBER, tekst="KANARIE", antwoord_via="telefoon")
        melding, toegang = ask.melding, ask.toegangen.get()
        told = brought(give_tussenbericht(melding, tekst="Bezig.", actor=wereld.meldpunt, now=OKTOBER), now=OKTOBER)
        row = {"soort": "image/jpeg", "breedte": 4, "hoogte": 3, "op": OKTOBER, "inhoud": b"KANARIE"}
        pages = [
            (wereld.meldpunt, at_page("dossier", melding.nummer)),
            (wereld.meldpunt, at_page("zwart", melding.nummer)),
            (wereld.coordinator, at_page("team_melding", melding.nummer)),
            (wereld.melder, at_page("mijn_melding", melding.nummer)),
            (wereld.meldpunt, reverse("meldingen:foto", args=[Bijlage.objects.create(melding=melding, **row).sleutel])),
        ]
        letter = (wereld.meldpunt, at_page("brief", melding.nummer, told.pk))
        shown = [signed_in(user).get(url).content for user, url in pages]
        assert all(b"KANARIE" in page for page in shown)
        assert signed_in(letter[0]).get(letter[1]).content.startswith(b"%PDF")
        assert open_ask(toegang, now=OKTOBER).uittreksel

        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE FUNCTION no_openings() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN IF NEW.gebeurtenis = 'inhoud.geopend' THEN RAISE EXCEPTION 'no'; END IF; RETURN NEW; END $$;"
                "CREATE TRIGGER no_openings BEFORE INSERT ON audit_logregel FOR EACH ROW EXECUTE FUNCTION no_openings()"
            )
        for user, url in [*pages, letter]:
            client = signed_in(user)
            client.raise_request_exception = False
            answer = client.get(url)
            assert answer.status_code >= 500
            assert b"KANARIE" not in answer.content
            assert not answer.content.startswith(b"%PDF")
        with pytest.raises(DatabaseError), transaction.atomic():
            open_ask(toegang, now=OKTOBER)


def test_tick_line_belongs_to_the_month_of_the_opening_by_the_clock_of_the_wall(wereld):
    moment = datetime(2026, 10, 31, 23, 30, tzinfo=AMSTERDAM)
    read(wereld.report(2, now=OKTOBER), wereld.collega, moment)
    line = Logregel.objects.openings().get()

    assert tick_line(line, gemeente=wereld.gemeente, oordeel="in_orde", actor=wereld.toezicht, now=NU).maand == MAAND


def test_who_signed_in_a_while_ago_proves_it_again_before_taking_a_list_along(wereld, toezicht):
    toezicht.get(at_page("inzage"))
    session = toezicht.session
    session["sinds"] = 0
    session.save()

    answer = toezicht.post(at_page("inzage_meenemen"), {"nummers": "20260001", "als": "csv"})

    assert answer.url.partition("?")[0] == "/accounts/2fa/reauthenticate/"
    assert toezicht.get(at_page("inzage")).status_code == 200


def test_whatever_page_shows_the_meldpunt_words_of_a_confidential_melding_wrote_an_opening(wereld):
    """Every address about a melding, its asks, answers and photos: words of V2 without a new line are a hole."""
    now = timezone.now() - timedelta(hours=1)
    words = {"inhoud": {"vermoeden": "KANARIE", "straat": "Elzenpad", "huisnummer": "7"}, "antwoord_via": "telefoon"}
    ask = wereld.ask(wereld.taken_up(2, now=now, tekst="KANARIE", **words), now=now, uittreksel="KANARIE")
    other = wereld.taken_up(2, now=now, tekst="KANARIE", **words)
    told = brought(give_tussenbericht(ask.melding, tekst="KANARIE", actor=wereld.meldpunt, now=now), now=now)
    to_bring = give_tussenbericht(ask.melding, tekst="KANARIE", actor=wereld.meldpunt, now=now)
    photo = {"soort": "image/jpeg", "breedte": 4, "hoogte": 3, "op": now, "inhoud": b"KANARIE"}
    values = {
        "nummer": ask.melding.nummer,
        "ander": other.nummer,
        "vraag": ask.pk,
        "toegang": ask.toegangen.get().pk,
        "terugkoppeling": told.pk,
        "bezorging": to_bring.pk,
        "foto": Bijlage.objects.create(melding=ask.melding, **photo).sleutel,
    }
    about = [(name, params) for name, params in every_url() if params and set(params) <= set(values)]
    desk, shown, silent = signed_in(wereld.meldpunt), set(), []
    for name, params in about:
        before = Logregel.objects.openings().count()
        answer = desk.get(reverse(name, kwargs={param: values[param] for param in params}))
        if answer.status_code == 200 and b"KANARIE" in b"".join(answer):
            shown.add(name.partition(":")[2])
            silent += [name] if Logregel.objects.openings().count() == before else []
    assert silent == []
    assert shown >= {"dossier", "zwart", "vergelijk", "splitsen", "foto"}
