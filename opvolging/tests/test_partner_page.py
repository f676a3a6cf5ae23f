"""The partner's page: what a link opens, for whom, how long, and what never shows (ontwerp §7)."""

import logging
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from buurtpreventie.accounts.models import Code
from buurtpreventie.audit.models import Logregel
from buurtpreventie.logs import HideTokens
from buurtpreventie.outbox.models import Bericht
from buurtpreventie.ui.tests.reading import mark_of
from opvolging.actions import (
    accept_ask,
    add_note,
    ask_partner,
    finish_ask,
    hand_back,
    renew_access,
    request_code,
    set_away,
    withdraw_ask,
)
from opvolging.forms.partner import AannemenForm
from opvolging.models import Langs, Opvolging, Resultaat, Toegang, Toevoeging, VraagStand
from opvolging.tests.wereld import make_wereld
from teams.models import Contact

pytestmark = pytest.mark.django_db
EXTRACT = "KANARIE-UITTREKSEL: de gordijnen zijn dicht."
VERMOEDEN = "KANARIE-VERMOEDEN"


@pytest.fixture
def now():
    """Pages read the wall clock."""
    return timezone.now()


@pytest.fixture
def browser(client):
    return client


def ask(wereld, niveau, now, **feiten):
    inhoud = feiten.pop("inhoud", {}) | {"vermoeden": VERMOEDEN}
    return wereld.ask(wereld.taken_up(niveau, now=now, inhoud=inhoud, **feiten), now=now, uittreksel=EXTRACT)


def access(opvolging, email=None):
    toegangen = Toegang.objects.filter(opvolging=opvolging)
    return toegangen.get(email=email) if email else toegangen.get()


def link(toegang):
    return reverse("opvolging:link", args=[toegang.geheim])


def open_link(browser, secret):
    return browser.post(reverse("opvolging:partner_openen"), {"token": secret})


def newest_code(toegang):
    return Bericht.objects.filter(bron=toegang.bron).latest("pk").geheim["code"]


def url(name, toegang):
    return reverse(f"opvolging:partner_{name}", args=[toegang.pk])


def enter(browser, toegang, **extra):
    """Through the link and, where asked, with the code of the mail."""
    answer = open_link(browser, toegang.geheim or "weg")
    if answer.url == url("code", toegang):
        answer = browser.post(answer.url, {"code": newest_code(toegang), **extra})
    assert (answer.status_code, answer.url) == (303, url("vraag", toegang))
    return toegang


def text(response):
    return response.content.decode()


def all_rows():
    return {model._meta.label: model._base_manager.count() for model in apps.get_models(include_auto_created=True)}


def by_link(opvolging):
    return {"contact": opvolging.contact, "langs": Langs.LINK}


# --- the link ---------------------------------------------------------------------------------


@pytest.mark.parametrize("niveau", [0, 1, 2, 3])
@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_at_a_link_writes_nothing_and_shows_no_content(wereld, browser, now, niveau, method):
    toegang = access(ask(wereld, niveau, now))
    before = all_rows()

    response = getattr(browser, method)(link(toegang))

    assert response.status_code == 200
    assert all_rows() == before
    assert "sessionid" not in response.cookies
    assert response["Cache-Control"] == "no-store"
    assert "KANARIE" not in text(response) and wereld.melder.naam not in text(response)
    if method == "get":
        assert wereld.meldpunt.naam in text(response)
        assert wereld.gemeente.meldpunt_telefoon in text(response)


def test_unknown_withdrawn_expired_and_frozen_links_are_one_page(wereld, elders, browser, now):
    withdrawn, expired, frozen = (access(ask(w, 2, now)) for w in (wereld, elders, make_wereld("Derde")))
    secrets = [withdrawn.geheim, expired.geheim, frozen.geheim]
    withdraw_ask(withdrawn.opvolging, actor=wereld.meldpunt, now=now)
    Toegang.objects.filter(pk=expired.pk).update(gemaakt_op=now - timedelta(9), verloopt_op=now - timedelta(1))
    Toegang.objects.filter(pk=frozen.pk).update(bevroren_op=now)

    pages = [browser.get(reverse("opvolging:link", args=[token])) for token in [*secrets, "onbekend", "x" * 500]]
    posts = [open_link(browser, token) for token in [*secrets, "onbekend", "x" * 500, "a\x00b", ""]]
    others = [browser.get(url("vraag", withdrawn)), browser.get(reverse("opvolging:partner_vraag", args=[10**30]))]

    assert {page.status_code for page in [*pages, *posts, *others]} == {404}
    assert len({page.content for page in [*pages, *posts, *others]}) == 1


def test_the_button_shows_an_open_ask_in_this_browser_only(wereld, browser, now):
    toegang = access(ask(wereld, 1, now))

    assert enter(browser, toegang)
    assert EXTRACT in text(browser.get(url("vraag", toegang)))
    assert Client().get(url("vraag", toegang)).status_code == 404


def test_the_secret_stands_in_no_address_and_no_session_after_the_link(wereld, browser, now):
    toegang = enter(browser, access(ask(wereld, 2, now)))

    kept = str([session.get_decoded() for session in Session.objects.all()])

    assert toegang.geheim not in kept and EXTRACT not in kept and toegang.email not in kept
    assert toegang.geheim not in text(browser.get(url("vraag", toegang)))


def test_a_post_without_the_csrf_token_is_refused(wereld, now):
    toegang = access(ask(wereld, 0, now))
    assert open_link(Client(enforce_csrf_checks=True), toegang.geheim).status_code == 403


def test_the_form_of_the_link_works_with_its_own_csrf_token(wereld, now):
    toegang = access(ask(wereld, 0, now))
    browser = Client(enforce_csrf_checks=True)
    page = text(browser.get(link(toegang)))
    fields = dict(re.findall(r'name="(csrfmiddlewaretoken|token)" value="([^"]+)"', page))

    assert 'action="/partner/openen/"' in page
    assert browser.post("/partner/openen/", fields).status_code == 303


@pytest.mark.parametrize("path", ["/p/{}/", "/uitnodiging/{}/", "Referer: https://x/p/{}/ end"])
def test_no_log_line_holds_the_secret_of_a_link(path):
    record = logging.LogRecord("django.request", 30, "", 0, "Not Found: %s", (path.format("gEh3im_-x"),), None)
    HideTokens().filter(record)
    assert "gEh3im" not in record.getMessage()
    assert "hide_tokens" in settings.LOGGING["handlers"]["console"]["filters"]


# --- the code ---------------------------------------------------------------------------------


@pytest.mark.parametrize("niveau", [2, 3])
def test_a_confidential_ask_needs_the_code_of_the_mail(wereld, browser, now, niveau):
    toegang = access(ask(wereld, niveau, now))

    assert open_link(browser, toegang.geheim).url == url("code", toegang)
    assert browser.get(url("vraag", toegang)).status_code == 404
    mail = Bericht.objects.get(bron=toegang.bron)
    assert (mail.aan, mail.antwoord_aan) == (toegang.email, wereld.gemeente.meldpunt_email)
    assert newest_code(toegang) not in mail.tekst

    browser.post(url("code", toegang), {"code": newest_code(toegang)})
    assert EXTRACT in text(browser.get(url("vraag", toegang)))


def test_a_code_fits_in_another_browser_that_has_the_link(wereld, now):
    toegang = access(ask(wereld, 3, now))
    open_link(Client(), toegang.geheim)
    code = newest_code(toegang)

    other = Client()
    assert other.post(url("code", toegang), {"code": code}).status_code == 404  # never had the link
    open_link(other, toegang.geheim)
    assert other.post(url("code", toegang), {"code": code}).status_code == 303


def test_a_code_can_be_used_once(wereld, now):
    toegang = access(ask(wereld, 2, now))
    first, second = Client(), Client()
    open_link(first, toegang.geheim), open_link(second, toegang.geheim)
    code = newest_code(toegang)

    assert first.post(url("code", toegang), {"code": code}).status_code == 303
    assert second.post(url("code", toegang), {"code": code}).status_code == 422


def test_a_double_click_mails_one_code_and_four_are_refused_in_words(wereld, browser, now):
    toegang = access(ask(wereld, 2, now))
    open_link(browser, toegang.geheim), open_link(browser, toegang.geheim)
    assert Bericht.objects.filter(bron=toegang.bron).count() == 1

    for minutes in (1, 2):
        request_code(toegang, now=now + timedelta(minutes=minutes))
    Code.objects.update(gemaakt_op=now - timedelta(minutes=1))
    response = browser.post(url("nieuwe_code", toegang), follow=True)

    assert "Wacht een kwartier" in text(response)
    assert Bericht.objects.filter(bron=toegang.bron).count() == 3


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "12 34 5"])
def test_what_is_no_code_is_not_counted_as_a_guess(wereld, browser, now, typed):
    toegang = access(ask(wereld, 2, now))
    open_link(browser, toegang.geheim)

    assert browser.post(url("code", toegang), {"code": typed}).status_code == 422
    toegang.refresh_from_db()
    assert toegang.foute_codes == 0


def test_ten_wrong_codes_freeze_the_link_and_tell_the_meldpunt(wereld, browser, now):
    toegang = access(ask(wereld, 2, now))
    open_link(browser, toegang.geheim)
    right = newest_code(toegang)
    wrong = f"{(int(right) + 1) % 10**6:06d}"

    statuses = [browser.post(url("code", toegang), {"code": wrong}).status_code for _turn in range(10)]

    assert statuses == [422] * 9 + [403]
    toegang.refresh_from_db()
    assert toegang.foute_codes == 10 and toegang.bevroren_op
    assert browser.post(url("code", toegang), {"code": right}).status_code == 404
    assert browser.get(link(toegang)).status_code == 404
    task = Bericht.objects.get(sleutel=f"bevroren:{toegang.pk}")
    assert (task.soort, task.aan) == ("taak", wereld.meldpunt.email)
    assert Logregel.objects.about(toegang.opvolging.melding).filter(gebeurtenis="toegang.bevroren").count() == 1

    fresh = renew_access(toegang, actor=wereld.meldpunt, now=timezone.now())
    assert browser.get(link(fresh)).status_code == 200


def test_a_right_code_forgives_the_wrong_ones(wereld, browser, now):
    toegang = access(ask(wereld, 2, now))
    open_link(browser, toegang.geheim)
    right = newest_code(toegang)
    browser.post(url("code", toegang), {"code": f"{(int(right) + 1) % 10**6:06d}"})
    browser.post(url("code", toegang), {"code": right})

    toegang.refresh_from_db()
    assert toegang.foute_codes == 0


def test_a_session_lasts_eight_hours(wereld, browser, now, monkeypatch):
    toegang = enter(browser, access(ask(wereld, 2, now)))
    assert browser.get(url("vraag", toegang)).status_code == 200

    monkeypatch.setattr("opvolging.views.partner.timezone.now", lambda: now + timedelta(hours=8, minutes=1))
    assert browser.get(url("vraag", toegang)).status_code == 404


def test_text_typed_after_the_session_ended_comes_back_on_the_page(wereld, browser, now):
    toegang = access(ask(wereld, 2, now))
    response = browser.post(url("toevoegen", toegang), {"tekst": "Een lange zin <b>."})
    assert response.status_code == 404
    assert "Een lange zin &lt;b&gt;." in text(response)


def test_a_remembered_device_skips_the_code_up_to_v2_and_never_for_v3(wereld, browser, now):
    first = enter(browser, access(ask(wereld, 2, now)), onthoud="on")
    again, strict = access(ask(wereld, 2, now)), access(ask(wereld, 3, now))

    assert open_link(browser, again.geheim).url == url("vraag", again)
    assert open_link(browser, strict.geheim).url == url("code", strict)
    assert open_link(Client(), again.geheim).url == url("code", again)
    assert 'name="onthoud"' not in text(browser.get(url("code", strict)))
    Toegang.objects.filter(pk=first.pk).update(bevroren_op=now)
    later = access(ask(wereld, 2, now))
    assert open_link(browser, later.geheim).url == url("code", later)


def test_a_remembered_device_is_remembered_for_its_own_address_only(wereld, elders, browser, now):
    enter(browser, access(ask(wereld, 2, now)), onthoud="on")
    other = access(ask(elders, 2, now))
    assert open_link(browser, other.geheim).url == url("code", other)


def test_a_device_is_forgotten_after_thirty_days(wereld, browser, now, monkeypatch):
    enter(browser, access(ask(wereld, 2, now)), onthoud="on")
    later = access(ask(wereld, 2, now))
    monkeypatch.setattr("opvolging.views.partner.timezone.now", lambda: now + timedelta(days=30, minutes=1))
    assert open_link(browser, later.geheim).url == url("code", later)


def test_remembering_v3_is_not_possible_by_hand(wereld, browser, now):
    enter(browser, access(ask(wereld, 3, now)), onthoud="on")
    other = access(ask(wereld, 2, now))
    assert open_link(browser, other.geheim).url == url("code", other)


def test_a_higher_level_asks_for_a_code_after_all(wereld, browser, now):
    toegang = enter(browser, access(ask(wereld, 1, now)))
    melding = toegang.opvolging.melding
    melding.vertrouwelijkheid = 2
    melding.save()

    assert browser.get(url("vraag", toegang)).status_code == 404
    assert open_link(browser, toegang.geheim).url == url("code", toegang)


# --- the ask ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("niveau", "openings"), [(0, 0), (1, 1), (2, 1), (3, 1)])
def test_opening_is_written_down_from_v1_on(wereld, browser, now, niveau, openings):
    toegang = enter(browser, access(ask(wereld, niveau, now)))

    browser.head(url("vraag", toegang))
    browser.get(url("vraag", toegang), headers={"sec-purpose": "prefetch"})
    assert Logregel.objects.openings().count() == 0

    browser.get(url("vraag", toegang))
    assert Logregel.objects.openings().about(toegang.opvolging.melding).by(toegang.contact).count() == openings


def test_a_head_or_prefetch_of_the_ask_shows_nothing(wereld, browser, now):
    toegang = enter(browser, access(ask(wereld, 2, now)))
    response = browser.get(url("vraag", toegang), headers={"sec-purpose": "prefetch;prerender"})
    assert (response.status_code, response.content) == (403, b"")


@pytest.mark.parametrize("shared", [True, False])
def test_the_name_of_the_melder_shows_only_when_shared(wereld, browser, now, shared):
    toegang = enter(browser, access(ask(wereld, 2, now, naam_delen=shared)))
    assert (wereld.melder.naam in text(browser.get(url("vraag", toegang)))) is shared


def test_nothing_of_others_reaches_any_page(wereld, browser, now):
    mine = ask(wereld, 2, now)
    other = Contact.objects.create(partner=wereld.andere_partner, naam="KANARIE-COLLEGA", email="ander@example.org")
    theirs = ask_partner(
        mine.melding, partner=other.partner, contact=other, uittreksel="KANARIE-ANDER", actor=wereld.meldpunt, now=now
    )
    add_note(theirs, tekst="KANARIE-NOTITIE", now=now, **by_link(theirs))
    add_note(mine, tekst="KANARIE-INTERN", now=now, langs=Langs.TELEFOON, actor=wereld.meldpunt)
    finish_ask(theirs, uitkomst="hulp", voor_meldpunt="KANARIE-RESULTAAT", now=now, **by_link(theirs))
    toegang = enter(browser, access(mine))

    pages = [browser.get(url(name, toegang)) for name in ["vraag", "aannemen", "afronden", "teruggeven", "toevoegen"]]
    shown = "".join(map(text, pages)).replace(EXTRACT, "")
    assert "KANARIE" not in shown and wereld.melder.naam not in shown
    assert {page.status_code for page in pages} == {200}


@pytest.mark.parametrize("name", ["code", "aannemen", "teruggeven", "toevoegen", "afronden", "aanpassen", "afwezig"])
def test_another_ask_is_the_same_dead_page(wereld, elders, browser, now, name):
    enter(browser, access(ask(wereld, 0, now)))
    other, missing = access(ask(elders, 0, now)), Toegang(pk=10**9)

    pages = [getattr(browser, method)(url(name, t)) for t in (other, missing) for method in ("get", "post")]
    assert {page.status_code for page in pages} == {404} and len({page.content for page in pages}) == 1


@pytest.mark.parametrize("end", ["withdrawn", "frozen", "expired"])
def test_the_grant_ends_with_the_link(wereld, browser, now, end):
    toegang = enter(browser, access(ask(wereld, 2, now)))
    if end == "withdrawn":
        withdraw_ask(toegang.opvolging, actor=wereld.meldpunt, now=now)
    elif end == "frozen":
        Toegang.objects.filter(pk=toegang.pk).update(bevroren_op=now)
    else:
        Toegang.objects.filter(pk=toegang.pk).update(gemaakt_op=now - timedelta(9), verloopt_op=now)

    assert browser.get(url("vraag", toegang)).status_code == 404
    assert browser.post(url("toevoegen", toegang), {"tekst": "Nog iets."}).status_code == 404


# --- acts -------------------------------------------------------------------------------------


def test_a_confidential_ask_is_accepted_with_a_tick(now):
    form = AannemenForm({}, uiterlijk=now.date(), vandaag=now.date(), niveau=2)
    assert not form.is_valid() and list(form.errors) == ["akkoord"]


def test_accepting_promises_a_finish_date_and_the_button_is_enough_for_an_open_one(wereld, browser, now):
    toegang = enter(browser, access(ask(wereld, 0, now)))
    page = browser.get(url("aannemen", toegang))

    response = browser.post(url("aannemen", toegang))

    assert (response.status_code, response.url) == (303, url("vraag", toegang))
    done = Opvolging.objects.get()
    assert (done.stand, done.contact) == (VraagStand.AANGENOMEN, wereld.contact)
    assert f"{done.uiterlijk.day} " in text(page)
    assert "U pakt dit op" in text(browser.get(url("vraag", toegang)))


ACTS = {
    "aannemen": {"akkoord": "on"},
    "teruggeven": {"reden": "al_bekend", "toelichting": "Wij zijn er al mee bezig."},
    "toevoegen": {"tekst": "Wij gaan vrijdag kijken."},
    "afronden": {
        "uitkomst": "hulp",
        "voor_meldpunt": "Intern.",
        "voor_melder": "Er is iemand mee bezig.",
        "nuttig": "ja",
    },
}


def test_the_partner_says_what_the_follow_up_was_and_who_helps_now(wereld, browser, now):
    """E143: looked into, helped, referred or supported; formal, informal or both, where it is about a person."""
    toegang = enter(browser, access(ask(wereld, 2, now)))

    browser.post(url("afronden", toegang), ACTS["afronden"] | {"gedaan": ["bekeken", "steun"], "hulpvorm": "mix"})

    resultaat = toegang.opvolging.resultaten.get()
    assert (resultaat.gedaan, resultaat.hulpvorm) == (["bekeken", "steun"], "mix")
    assert "Gekeken wat er aan de hand is, steun op gang gebracht" in text(browser.get(url("vraag", toegang)))


def test_who_helps_now_is_not_asked_about_a_lamp_post(wereld, browser, now):
    toegang = enter(browser, access(ask(wereld, 0, now)))

    assert "Wie helpt er nu?" not in text(browser.get(url("afronden", toegang)))


@pytest.mark.parametrize("name", ACTS)
def test_a_second_press_changes_nothing_and_answers_the_same(wereld, browser, now, name):
    toegang = enter(browser, access(ask(wereld, 2, now)))
    first = browser.post(url(name, toegang), ACTS[name])
    before = all_rows()
    second = browser.post(url(name, toegang), ACTS[name])

    assert (first.status_code, first.url) == (second.status_code, second.url) == (303, url("vraag", toegang))
    assert all_rows() == before


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ACTS)
def test_a_double_click_in_two_threads_is_one_act(wereld, now, name):
    browsers = [Client(), Client()]
    toegang = access(ask(wereld, 1, now))
    for browser in browsers:
        enter(browser, toegang)

    def press(browser):
        try:
            return browser.post(url(name, toegang), ACTS[name]).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(press, browsers)) == [303, 303]
    events = Logregel.objects.filter(gebeurtenis__startswith="vraag.").exclude(gebeurtenis="vraag.gesteld")
    assert events.count() == 1
    assert Resultaat.objects.count() <= 1 and Toevoeging.objects.count() <= 1


@pytest.mark.parametrize("name", ["aannemen", "teruggeven", "afronden", "toevoegen"])
def test_a_stale_page_says_what_happened_and_keeps_the_text(wereld, browser, now, name):
    opvolging = ask(wereld, 0, now)
    toegang = enter(browser, access(opvolging))
    accept_ask(opvolging, now=now, **by_link(opvolging))
    finish_ask(opvolging, uitkomst="opgelost", voor_melder="Klaar.", now=now, **by_link(opvolging))

    response = browser.post(url(name, toegang), ACTS[name])

    assert response.status_code == 409
    assert "is al" in text(response) and "app-foutenlijst" in text(response)
    assert all(words in text(response) for words in ACTS[name].values() if " " in words)
    assert Resultaat.objects.count() == 1


def test_handing_back_too_little_says_what_is_missing(wereld, browser, now):
    toegang = enter(browser, access(ask(wereld, 0, now)))
    assert browser.post(url("teruggeven", toegang), {"reden": "te_weinig"}).status_code == 422
    browser.post(url("teruggeven", toegang), {"reden": "te_weinig", "toelichting": "Welk nummer?"})

    page = text(browser.get(url("vraag", toegang)))
    assert Opvolging.objects.get().stand == VraagStand.TERUGGEGEVEN
    assert "Welk nummer?" in page and EXTRACT not in page


@pytest.mark.parametrize(("niveau", "warning"), [(0, "nummer 12"), (2, "Mevrouw krijgt nu hulp")])
def test_finishing_shows_what_may_not_be_said(wereld, browser, now, niveau, warning):
    toegang = enter(browser, access(ask(wereld, niveau, now)))
    assert warning in text(browser.get(url("afronden", toegang)))


@pytest.mark.parametrize("niveau", [1, 2])
def test_the_own_answer_stays_readable_for_fourteen_days(wereld, browser, now, niveau, monkeypatch):
    toegang = access(ask(wereld, niveau, now))
    secret = toegang.geheim
    enter(browser, toegang)
    browser.post(url("afronden", toegang), ACTS["afronden"])

    other = Client()
    answer = open_link(other, secret)
    if niveau == 2:
        answer = other.post(answer.url, {"code": newest_code(toegang)})
    page = text(other.get(answer.url))
    assert "Er is iemand mee bezig." in page and "Intern." in page and EXTRACT not in page

    monkeypatch.setattr("opvolging.views.partner.timezone.now", lambda: now + timedelta(days=14, minutes=1))
    assert open_link(other, secret).status_code == 404


def test_an_answer_is_revised_within_a_day_as_a_new_version(wereld, browser, now, monkeypatch):
    toegang = enter(browser, access(ask(wereld, 2, now)))
    browser.post(url("afronden", toegang), ACTS["afronden"])
    shown = browser.get(url("aanpassen", toegang))
    assert "Er is iemand mee bezig." in text(shown)

    new = ACTS["afronden"] | {"wat_miste": "Het huisnummer."} | mark_of(shown)
    assert browser.post(url("aanpassen", toegang), new).status_code == 303
    assert browser.post(url("aanpassen", toegang), new).status_code == 303
    assert [(r.versie, r.wat_miste) for r in Resultaat.objects.all()] == [(1, ""), (2, "Het huisnummer.")]
    new |= mark_of(browser.get(url("aanpassen", toegang)))

    monkeypatch.setattr("opvolging.views.partner.timezone.now", lambda: now + timedelta(hours=24, minutes=1))
    later = Client()
    session = later.session
    session["partner_toegang"] = {str(toegang.pk): [int((now + timedelta(days=2)).timestamp()), 3]}
    session.save()
    later.cookies["sessionid"] = session.session_key
    response = later.post(url("aanpassen", toegang), new | {"wat_miste": "Anders."})
    assert response.status_code == 409 and "kan niet meer" in text(response)
    assert Resultaat.objects.count() == 2


# --- away, and the list -----------------------------------------------------------------------


def away(now, days=7):
    today = timezone.localdate(now)
    return {"afwezig_van": today.isoformat(), "afwezig_tot": (today + timedelta(days=days)).isoformat()}


def test_who_is_away_passes_open_and_new_asks_to_the_deputy(wereld, browser, now):
    opvolging = ask(wereld, 0, now)
    toegang = enter(browser, access(opvolging))

    assert browser.post(url("afwezig", toegang), away(now)).status_code == 303
    assert browser.post(url("afwezig", toegang), away(now)).status_code == 303

    deputy = access(opvolging, wereld.vervanger.email)
    mail = Bericht.objects.get(sleutel=f"vraag:{opvolging.pk}:{deputy.pk}")
    assert mail.aan == wereld.vervanger.email and wereld.vervanger.naam in mail.tekst
    wereld.contact.refresh_from_db()
    assert ask(wereld, 0, now).contact == wereld.vervanger
    assert Logregel.objects.filter(gebeurtenis="contact.afwezig").count() == 1

    browser.post(url("aanwezig", toegang))
    wereld.contact.refresh_from_db()
    assert ask(wereld, 1, now).contact == wereld.contact


@pytest.mark.parametrize("problem", ["none", "away", "without mail"])
def test_without_a_deputy_nobody_can_be_away(wereld, browser, now, problem):
    toegang = enter(browser, access(ask(wereld, 0, now)))
    if problem == "none":
        Contact.objects.filter(pk=wereld.contact.pk).update(vervanger=None)
    elif problem == "away":
        Contact.objects.filter(pk=wereld.vervanger.pk).update(afwezig_van=timezone.localdate(now))
    else:
        Contact.objects.filter(pk=wereld.vervanger.pk).update(email="")

    response = browser.post(url("afwezig", toegang), away(now))

    assert response.status_code == 409 and "Bel het meldpunt" in text(response)
    wereld.contact.refresh_from_db()
    assert wereld.contact.afwezig_van is None


@pytest.mark.parametrize("days", [-3, 0])
def test_days_that_make_no_sense_come_back(wereld, browser, now, days):
    toegang = enter(browser, access(ask(wereld, 0, now)))
    assert browser.post(url("afwezig", toegang), away(now, days)).status_code == 422


def test_the_list_names_every_open_ask_of_this_address_and_no_other(wereld, elders, browser, now):
    asks = [ask(wereld, niveau, now) for niveau in (0, 2)]
    done = ask(wereld, 1, now)
    hand_back(done, reden="al_bekend", now=now, **by_link(done))
    ask(elders, 0, now)
    toegang = enter(browser, access(asks[0]))

    page = browser.post(url("lijst", toegang), follow=True)
    browser.post(url("lijst", toegang))

    assert "mail gestuurd" in text(page)
    mail = Bericht.objects.get(sleutel__startswith="lijst:")
    assert mail.aan == wereld.contact.email
    assert [a.melding.nummer in mail.tekst for a in [*asks, done]] == [True, True, False]
    links = {f"{settings.SITE_URL}{link(access(a))}" for a in asks}
    assert set(mail.geheim.values()) == links
    assert asks[1].melding.categorie.naam not in mail.tekst


def test_three_lists_a_day(wereld, browser, now):
    noon = now.replace(hour=11, minute=0)
    statuses = []
    with time_machine.travel(noon, tick=False) as clock:
        toegang = enter(browser, access(ask(wereld, 0, noon)))
        for _ in range(4):
            statuses.append(browser.post(url("lijst", toegang)).status_code)
            clock.shift(timedelta(minutes=1))

    assert statuses == [303, 303, 303, 409]
    assert Bericht.objects.filter(sleutel__startswith="lijst:").count() == 3


def test_a_waiting_list_is_taken_back_when_one_of_its_asks_ends(wereld, browser, now):
    first, second = ask(wereld, 0, now), ask(wereld, 0, now)
    browser.post(url("lijst", enter(browser, access(first))))
    withdraw_ask(second, actor=wereld.meldpunt, now=now)
    assert Bericht.objects.get(sleutel__startswith="lijst:").stand == "vervallen"


def test_a_link_that_ran_out_is_made_anew_in_the_list(wereld, browser, now):
    first, old = ask(wereld, 0, now), ask(wereld, 0, now)
    toegang = access(old)
    Toegang.objects.filter(pk=toegang.pk).update(gemaakt_op=now - timedelta(200), verloopt_op=now - timedelta(20))
    browser.post(url("lijst", enter(browser, access(first))))

    fresh = Toegang.objects.usable(now).get(opvolging=old)
    assert link(fresh) in str(Bericht.objects.get(sleutel__startswith="lijst:").geheim)
    assert browser.get(link(toegang)).status_code == 404


def test_set_away_is_noted_once(wereld, now):
    today = timezone.localdate(now)
    days = {"afwezig_van": today, "afwezig_tot": today + timedelta(days=3)}
    set_away(wereld.contact, now=now, **days)
    set_away(wereld.contact, now=now, **days)
    assert Logregel.objects.filter(gebeurtenis="contact.afwezig").count() == 1
