"""The demo's data: loaded once, played through the real actions, whole, and never on a real site."""

import base64
import json
import os
import re
from collections import Counter
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from buurtpreventie.accounts.models import Gebruiker
from buurtpreventie.encryption import EncryptedTextField
from buurtpreventie.outbox.models import Bericht
from buurtpreventie.rotation import encrypted_tables
from evaluaties.models import Afname, Gevraagd, Kwartaal, OpenAntwoord, Pool
from meldingen.models import Belmoment, Categorie, EvenAanzien, Melding, MeldingInhoud, Overleg, Stand
from opvolging.demo.accounts import ACCOUNTS, WACHTWOORD, accounts
from opvolging.demo.loops import LOOPS
from opvolging.demo.player import VERHALEN, Speler
from opvolging.demo.rondes import SEEN
from opvolging.demo.samen import EVENT
from opvolging.demo.wissen import STORIES
from opvolging.invariants import broken_invariants
from opvolging.models import (
    Aanhouding,
    GeenAntwoord,
    Herinnering,
    Opvolging,
    Terugkoppeling,
    Toevoeging,
    Vernietiging,
    Verzoek,
    VraagStand,
    Wissing,
)
from opvolging.retention import overdue
from opvolging.reviewing import months_of, read_month
from teams.demo import ACHTERNAMEN, HOOFD
from teams.models import Belnummer, Contact, Gemeente, Partner, Team
from teams.rollen import load_rollen
from teams.rondes.models import Deelname, Ronde, RondeStand, Waarschuwing
from trainingen.models import Actiepunt, Beltaak, Bewijs, BewijsSoort, Kennismaking, Sessie, SessieStand

pytestmark = pytest.mark.django_db
REAL_NAMES = {"Kokke", "Bosch", "Kleijheeg", "Sert", "Hartnagel", "Kamminga"}
NEVER = ["terugkoppeling", "opvolger", "afgehandeld", "casus", "verdachte", "dader", "cliënt", "problematiek"]


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """Loaded once for this file, and undone after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("demodata", stdout=StringIO())
        yield
        transaction.set_rollback(True)


def test_the_data_keep_every_promise_and_no_mail_of_the_past_waits(demo):
    now = timezone.now()
    assert broken_invariants() == {}
    assert not Bericht.objects.due(now).exists()
    assert not Bericht.objects.stuck().exists()
    assert not Melding.objects.filter(gemeld_op__gt=now).exists()


def test_toezicht_finds_something_to_look_back_at_and_requests_in_every_stand(demo):
    gemeente, now = Gemeente.objects.get(slug=HOOFD), timezone.now()
    ticked = [month.maand for month in months_of(gemeente, now) if month.nazicht]
    waiting = [month.maand for month in months_of(gemeente, now) if not month.nazicht and not month.loopt]
    assert len(ticked) == 1
    assert waiting
    found = read_month(gemeente, waiting[0], now).opvallend
    assert {one.nazicht is None for one in found} == {True, False}
    assert len({str(zin) for one in found for zin in one.zinnen}) >= 3
    assert {(one.is_open, one.is_confirmed) for one in Verzoek.objects.all()} == {
        (False, True),
        (True, True),
        (True, False),
    }


def test_whatever_day_it_is_there_are_two_months_to_look_back_at():
    stories = json.loads(VERHALEN.read_text())
    worries = [one["dagen"] * 7 // 5 for one in stories if one["gemeente"] == HOOFD and one["code"].startswith("NP")]
    for n in range(366):
        today = date(2027, 1, 1) + timedelta(days=n)
        months = {(today - timedelta(days=ago)).replace(day=1) for ago in worries}
        assert len(months - {today.replace(day=1)}) >= 2, today


def test_something_was_wiped_something_will_be_and_something_is_held_back(demo):
    today = timezone.localdate()
    assert Melding.objects.exclude(gewist_op=None).count() == Vernietiging.objects.count() >= 1
    waiting = Wissing.objects.waiting()
    assert waiting.filter(wissen_op__gt=today).exists() and not overdue(timezone.now()).exclude(wissingen__in=waiting)
    assert Aanhouding.objects.in_force(today).filter(melding__wissingen__in=waiting).count() == 1


def test_there_are_nine_municipalities_and_one_with_a_rich_worklist(demo):
    assert Gemeente.objects.count() == 9
    per_gemeente = {g.slug: g.meldingen.count() for g in Gemeente.objects.all()}
    assert per_gemeente.pop(HOOFD) >= 40
    assert min(per_gemeente.values()) >= 2
    assert {"niet_pluis" in team.soorten for team in Team.objects.all()} == {True, False}


def test_every_stand_and_every_turn_of_the_loop_is_there(demo):
    assert set(Melding.objects.values_list("stand", flat=True)) == set(Stand.values)
    open_or_done = set(Opvolging.objects.values_list("stand", flat=True))
    assert open_or_done == set(VraagStand.values) - {VraagStand.INGETROKKEN}
    assert Melding.objects.filter(keer=2).count() >= 2
    assert {"opgelost", "deels", "genoeg", "bel_mij"} <= set(Terugkoppeling.objects.values_list("oordeel", flat=True))
    assert Terugkoppeling.objects.filter(door=None, soort="tussenbericht").exists()  # a promise moved by the sweep
    assert Herinnering.objects.exists() and GeenAntwoord.objects.exists() and Toevoeging.objects.exists()
    today = timezone.localdate()
    assert Melding.objects.open().filter(antwoord_voor__lt=today).exists()
    assert Melding.objects.filter(stand="ontvangen", categorie__reactie_werkdagen=0).exists()  # nu bellen
    assert Contact.objects.filter(afwezig_van__lte=today, afwezig_tot__gt=today).exists()
    assert Gebruiker.objects.filter(email=None).exists()


def test_rounds_are_in_every_stand_and_one_team_went_quiet(demo):
    assert set(Ronde.objects.values_list("stand", flat=True)) == set(RondeStand.values)
    assert Ronde.objects.filter(meldingen__isnull=False).exists()
    assert Deelname.objects.filter(vervanging_gevraagd_op__isnull=False).exists()
    assert Waarschuwing.objects.filter(oefening=True, stand="afgesloten").exists()
    quiet = Ronde.objects.walked().filter(team__naam="Team Wilgenhof").latest("moment")
    assert timezone.now() - quiet.moment > timedelta(weeks=8)


def test_trainings_are_those_of_2017_and_a_living_year_in_the_main_gemeente(demo):
    today = timezone.localdate()
    assert Sessie.objects.filter(uit_verslag=True).count() == 20
    living = Sessie.objects.filter(uit_verslag=False)
    assert set(living.values_list("stand", flat=True)) == set(SessieStand.values)
    assert living.planned().filter(dag=today, sessietrainers__gebruiker__email="trainer@example.nl").exists()
    full = living.planned().filter(dag__gt=today).with_places().filter(wachtend__gt=0).get()
    assert full.aangemeld == full.plaatsen
    assert living.held().with_opkomst().filter(opkomst__gte=3).count() == 6  # three of them before this year
    certificates = Bewijs.objects.valid_on(today)
    assert set(certificates.values_list("soort", flat=True)) == set(BewijsSoort.values)
    assert certificates.filter(geldig_tot__lt=today + timedelta(days=90)).exists()
    assert Kennismaking.objects.finished().exists()
    assert Actiepunt.objects.filter(klaar_op=None, voor__lt=today).exists()
    assert Beltaak.objects.exists() and Bericht.objects.filter(onderwerp__contains="Nog even").exists()


def test_somebody_waits_for_a_call_too_long_and_somebody_is_asked_how_it_is_now(demo):
    today = timezone.localdate()
    assert Overleg.objects.open().filter(bellen_voor__lt=today, pogingen=1).exists()
    assert Overleg.objects.open().filter(bellen_voor__gte=today).exists()
    assert EvenAanzien.objects.open().filter(gevraagd_op__isnull=False).count() == 1
    assert Belmoment.objects.count() >= 10
    assert Partner.objects.to_call().count() > 9 and Belnummer.objects.exists()


def test_a_second_run_changes_nothing(demo):
    before = (Melding.objects.count(), Bericht.objects.count())
    said = StringIO()
    call_command("demodata", stdout=said)
    assert "niets gedaan" in said.getvalue()
    assert (Melding.objects.count(), Bericht.objects.count()) == before


def test_nobody_bears_the_name_of_a_real_person(demo):
    people = set(Gebruiker.objects.values_list("naam", flat=True)) | set(Contact.objects.values_list("naam", flat=True))
    assert not [naam for naam in people if REAL_NAMES & set(naam.split())]
    assert all(
        email.endswith(("example.nl", "example.org")) for email in Contact.objects.values_list("email", flat=True)
    )


def test_the_sign_ins_work_and_staff_has_a_second_factor(demo, client):
    rows = {account.email: account for account in accounts()}
    assert set(rows) == set(ACCOUNTS)
    for person in Gebruiker.objects.filter(email__in=ACCOUNTS):
        staff = person.is_superuser or load_rollen(person, timezone.localdate()).needs_second_factor
        assert bool(re.fullmatch(r"\d{6}", rows[person.email].code)) is staff
    assert Gebruiker.objects.get(email="vrijwilliger@example.nl").check_password(WACHTWOORD)
    said = StringIO()
    call_command("demodata", "--accounts", stdout=said)
    assert "meldpunt@example.nl" in said.getvalue() and WACHTWOORD in said.getvalue()


@pytest.mark.parametrize("words", [(), ("--accounts",)])
def test_a_real_site_refuses_the_demo(settings, words):
    settings.DEMO = settings.TESTING = False
    with pytest.raises(CommandError, match="alleen voor de demo"):
        call_command("demodata", *words)


def test_the_mailbox_does_not_exist_on_a_real_site(settings, client):
    assert client.get("/postvak/").status_code == 200
    settings.DEMO = settings.TESTING = False
    assert client.get("/postvak/").status_code == 404


def test_the_mailbox_shows_mails_with_links_newest_first_and_filters(settings, client, tmp_path):
    settings.DEMO_POST_DIR = str(tmp_path)
    for n, to in enumerate(["een@example.nl", "twee@example.nl"]):
        mail = {"from": "x@y", "to": [to], "subject": f"Onderwerp {n}", "date": "", "headers": {}}
        text = f"<b>Tekst</b>\nhttp://localhost/p/geheim{n}/\nDank"
        (tmp_path / f"{n:020d}.json").write_text(json.dumps(mail | {"text": text}))

    page = client.get("/postvak/").content.decode()
    assert page.index("Onderwerp 1") < page.index("Onderwerp 0")
    assert 'href="http://localhost/p/geheim0/"' in page and "&lt;b&gt;Tekst" in page
    one = client.get("/postvak/?aan=een@example.nl").content.decode()
    assert "Onderwerp 0" in one and "Onderwerp 1" not in one
    assert client.get("/postvak/?aan=weg&pagina=99").status_code == 200


def test_the_stories_are_whole_and_in_our_own_words():
    verhalen = json.loads(VERHALEN.read_text(encoding="utf-8"))
    text = VERHALEN.read_text(encoding="utf-8").lower()
    names = {naam.lower() for naam in ACHTERNAMEN}
    assert 60 <= len(verhalen) <= 90
    assert {verhaal["loop"] for verhaal in verhalen} == set(LOOPS)
    assert not [word for word in [*NEVER, *names] if word in text]
    assert len({verhaal["wat"] for verhaal in verhalen}) == len(verhalen)


def test_every_step_of_a_loop_is_an_act_or_a_verdict():
    verdicts = set(Terugkoppeling.Oordeel.values)
    acts = {step.act for steps in LOOPS.values() for step in steps}
    assert [act for act in acts if act not in verdicts and not hasattr(Speler, f"do_{act}")] == []


def test_the_contents_are_as_the_stories_say(demo):
    told = {verhaal["wat"] for verhaal in json.loads(VERHALEN.read_text(encoding="utf-8"))} | {*EVENT, SEEN}
    told |= {words for _code, _days, words in STORIES}
    assert {inhoud.waarneming for inhoud in MeldingInhoud.objects.all()} <= told
    assert Categorie.objects.filter(meldingen__isnull=False).distinct().count() >= 30


def test_evaluations_are_those_of_2017_and_a_year_of_the_main_gemeente_in_every_stand(demo):
    assert list(
        Afname.objects.filter(nagebouwd=True).with_answers().values_list("binnen", flat=True).order_by("binnen")
    ) == [
        11,
        79,
    ]
    own = Afname.objects.filter(nagebouwd=False)
    assert own.published().count() >= 3 and Pool.objects.count() == 0
    assert own.closed().filter(vrijgegeven=False).exists()  # an evening too small to read alone
    assert Gevraagd.objects.silent().filter(afname__stand="open", gebruiker__email="vrijwilliger@example.nl").exists()
    assert set(OpenAntwoord.objects.values_list("stand", flat=True)) == {"nieuw", "vrij", "achter"}
    assert own.filter(verteld_op__isnull=False).exists()
    assert Kwartaal.objects.filter(gemeente__slug=HOOFD).exists()


def test_every_cipher_and_address_index_moves_to_other_keys(demo, settings):
    def read_all():
        return {
            table.name: list(table.model._base_manager.order_by("pk").values_list(*(f.attname for f in fields)))
            for table in encrypted_tables()
            if (fields := [f for f in table.model._meta.local_concrete_fields if isinstance(f, EncryptedTextField)])
        }

    def signals():
        with_address = MeldingInhoud.objects.exclude(adres_index="").values_list("adres_index", flat=True)
        return sorted(Counter(with_address).values())

    before, alike = read_all(), signals()
    field_key, index_key = (base64.urlsafe_b64encode(os.urandom(32)).decode() for _ in range(2))
    settings.FIELD_KEYS = f"k2:{field_key},{settings.FIELD_KEYS}"
    settings.ADDRESS_INDEX_KEY = f"{index_key},{settings.ADDRESS_INDEX_KEY}"

    with pytest.raises(SystemExit) as ended:
        call_command("rotate_keys", stdout=StringIO())

    assert ended.value.code == 0
    settings.FIELD_KEYS, settings.ADDRESS_INDEX_KEY = f"k2:{field_key}", index_key
    assert read_all() == before
    assert signals() == alike and alike
    assert sum(map(bool, before.values())) > 20  # so many tables hold something to read
