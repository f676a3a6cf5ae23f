"""Acts on ticked rows, filters that can be shared, bundles on the page, the proposed ask and a colleague's work."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from buurtpreventie.audit.models import Logregel
from buurtpreventie.outbox.models import Bericht
from meldingen.models import Melding, Stand
from meldingen.tests.factories import DINSDAG, CategorieFactory
from opvolging.actions import bundle, close_with_antwoord, finish_melding
from opvolging.invariants import broken_invariants
from opvolging.models import Bundel, Opvolging
from opvolging.tests.factories import answered, asked, colleague, handed_back, reported, taken_up
from opvolging.tests.meldpunt_pages import make_desk, numbers_in, signed_in, text_of, tiles_of
from teams.models import Niveau, PartnerSoort
from teams.tests.factories import AanstellingFactory, BuurtFactory, ContactFactory, PartnerFactory

pytestmark = pytest.mark.django_db
OLD = DINSDAG - timedelta(days=21)


@pytest.fixture(autouse=True)
def on_tuesday():
    with time_machine.travel(DINSDAG, tick=False):
        yield


@pytest.fixture
def desk():
    return make_desk()


@pytest.fixture
def lampen(desk):
    """Three open meldingen of one kind, nobody has them yet."""
    categorie = CategorieFactory(gemeente=desk.gemeente, buiten=True)
    return [reported(gemeente=desk.gemeente, categorie=categorie) for _ in range(3)]


@pytest.fixture
def contact(desk):
    partner = PartnerFactory(gemeente=desk.gemeente, soort=PartnerSoort.OPENBARE_RUIMTE, naam="Buitendienst")
    return ContactFactory(partner=partner)


def stand(melding):
    return Melding.objects.get(pk=melding.pk).stand


def choose(desk, doe, meldingen, **more):
    return desk.post("gekozen", doe=doe, nummer=[m.nummer for m in meldingen], **more)


def sure(desk, doe, meldingen, **more):
    return choose(desk, doe, meldingen, zeker="1", **more)


def said(desk, response):
    """What the page after this answer says."""
    return text_of(desk.client.get(response.url))


# --- ticked rows ------------------------------------------------------------------------------


def test_only_open_rows_that_run_have_a_box_and_all_of_the_page_can_be_ticked_without_script(desk, lampen):
    secret = reported(gemeente=desk.gemeente)
    page = text_of(desk.get("werklijst"))
    boxes = re.findall(r'type="checkbox" form="gekozen" name="nummer" value="([\d-]+)"( checked)?', page)
    assert sorted(nummer for nummer, _ in boxes) == sorted(m.nummer for m in lampen)
    assert secret.nummer in page and not any(checked for _, checked in boxes)

    ticked = text_of(desk.get("werklijst", query="?alles=1"))
    assert len(re.findall(r'form="gekozen" name="nummer" value="[\d-]+" checked', ticked)) == 3


@pytest.mark.parametrize("doe", ["oppakken", "samen", "vragen", "sluiten"])
def test_nothing_happens_before_it_was_read_and_confirmed(desk, lampen, contact, doe):
    page = choose(desk, doe, lampen)
    assert page.status_code == 200
    assert all(m.nummer in text_of(page) for m in lampen)
    assert {stand(m) for m in lampen} == {Stand.ONTVANGEN}
    assert Bundel.objects.count() == Opvolging.objects.count() == 0


def test_ticked_rows_are_taken_up_and_what_a_colleague_has_is_said_per_row(desk, lampen):
    wout = colleague(desk.gemeente)
    his = taken_up(gemeente=desk.gemeente, niveau=Niveau.V0, by=wout)

    answer = sure(desk, "oppakken", [*lampen, his])

    page = said(desk, answer)
    assert "3 meldingen opgepakt." in page
    assert f"{his.nummer}: {wout.naam} heeft deze melding net opgepakt." in page
    assert set(Melding.objects.filter(behandelaar=desk.ik)) == set(lampen)
    assert "3 meldingen opgepakt." in said(desk, sure(desk, "oppakken", lampen))  # pressed twice
    assert Bericht.objects.filter(sleutel__startswith="opgepakt:").count() == 4


def test_each_is_asked_to_its_own_partner_with_the_extract_that_was_read(desk, lampen, contact):
    page = choose(desk, "vragen", lampen)
    shown = {m.pk: page.context["form"][f"uittreksel_{m.pk}"].value() for m in lampen}
    assert all("vier dagen" in words and words in text_of(page).replace("&#x27;", "'") for words in shown.values())

    words = {f"uittreksel_{pk}": text for pk, text in shown.items()} | {f"uittreksel_{lampen[0].pk}": "Lamp kapot."}
    answer = sure(desk, "vragen", lampen, **words)

    assert "3 vragen gesteld." in said(desk, answer)
    asks = Opvolging.objects.order_by("melding")
    assert [(a.melding, a.partner, a.contact) for a in asks] == [(m, contact.partner, contact) for m in lampen]
    assert asks[0].uittreksel == "Lamp kapot." and asks[1].uittreksel == shown[lampen[1].pk]
    sure(desk, "vragen", lampen, **words)
    assert Opvolging.objects.count() == 3 == Bericht.objects.filter(soort="vraag").count()


def test_a_row_without_a_fixed_partner_is_named_and_stays_as_it_was(desk, lampen, contact):
    other = reported(
        gemeente=desk.gemeente, categorie=CategorieFactory(gemeente=desk.gemeente, buiten=True, partner_soort="ggd")
    )
    rows = [lampen[0], other]
    words = {f"uittreksel_{lampen[0].pk}": "Lamp kapot."}
    page = said(desk, sure(desk, "vragen", rows, **words))
    assert "1 vraag gesteld." in page and f"{other.nummer}: Voor dit onderwerp is geen vaste partner." in page
    assert stand(other) == Stand.ONTVANGEN


def test_closing_several_gives_each_melder_the_answer_and_needs_words(desk, lampen):
    missing = sure(desk, "sluiten", lampen, uitkomst="", tekst="Wij keken hiernaar.")
    assert missing.status_code == 422 and "Wij keken hiernaar." in text_of(missing)
    assert {stand(m) for m in lampen} == {Stand.ONTVANGEN}

    for _ in range(2):
        sure(desk, "sluiten", lampen, uitkomst="geen_actie", tekst="Wij keken hiernaar.")

    assert {stand(m) for m in lampen} == {Stand.BEANTWOORD}
    assert [m.terugkoppelingen.get().tekst for m in lampen] == ["Wij keken hiernaar."] * 3
    assert broken_invariants() == {}


def test_confidential_and_foreign_numbers_are_left_out_of_acts_on_several(desk, lampen):
    secret, foreign = reported(gemeente=desk.gemeente), reported(niveau=Niveau.V0)
    page = text_of(choose(desk, "oppakken", [lampen[0], secret, foreign]))
    assert lampen[0].nummer in page and secret.nummer not in page and foreign.nummer not in page
    sure(desk, "oppakken", [secret, foreign])
    assert {stand(secret), stand(foreign)} == {Stand.ONTVANGEN}


def test_nothing_ticked_says_so_kindly(desk, lampen):
    assert "Vink eerst" in said(desk, desk.post("gekozen", doe="oppakken"))
    assert "Vink eerst" in said(desk, choose(desk, "iets", lampen))


# --- bundles on the page ----------------------------------------------------------------------


def test_ticked_rows_are_handled_together_and_each_melder_gets_an_own_answer(desk, lampen):  # E120
    answer = sure(desk, "samen", lampen, hoofd=lampen[0].nummer)
    assert lampen[0].nummer in answer.url
    page = text_of(desk.get("dossier", lampen[1].nummer))
    assert f"samen met {lampen[0].nummer}" in page
    bundel = Bundel.objects.get()
    finish_melding(Melding.objects.get(pk=lampen[0].pk), uitkomst="opgelost", actor=desk.ik, now=DINSDAG)
    assert "Alle antwoorden geven" in text_of(desk.get("dossier", lampen[2].nummer))

    words = {f"tekst_{m.pk}": f"Gemaakt ({i})." for i, m in enumerate(lampen)}
    for _ in range(2):
        assert desk.post("bundel", bundel.pk, **words).status_code == 302

    assert [m.terugkoppelingen.get().tekst for m in lampen] == ["Gemaakt (0).", "Gemaakt (1).", "Gemaakt (2)."]
    assert broken_invariants() == {}


def test_the_answers_begin_as_the_level_allows_and_a_refused_one_keeps_all_that_was_typed(desk):
    contact = ContactFactory(partner=PartnerFactory(gemeente=desk.gemeente, naam="Wijkteam Zuid"))
    rows = [reported(gemeente=desk.gemeente) for _ in range(2)]
    bundel = bundle(rows, hoofd=rows[0], actor=desk.ik, now=DINSDAG)
    asked(melding=Melding.objects.get(pk=rows[0].pk), contact=contact)
    done = {"langs": "mail", "wat": "klaar", "uitkomst": "hulp"}
    desk.post("partner_zei", rows[0].nummer, Opvolging.objects.get().pk, **done)

    page = text_of(desk.get("bundel", bundel.pk))
    assert page.count("De juiste mensen weten ervan.") == 2

    words = {f"tekst_{rows[0].pk}": "Mijn eigen woorden.", f"tekst_{rows[1].pk}": "Wijkteam Zuid ging langs."}
    refused = desk.post("bundel", bundel.pk, **words)
    assert refused.status_code == 409
    assert rows[1].nummer in text_of(refused) and "Mijn eigen woorden." in text_of(refused)
    assert {stand(m) for m in rows} == {Stand.AFGEROND}


def test_a_refused_bundle_says_why_and_changes_nothing(desk, lampen):
    asked(melding=taken_up(gemeente=desk.gemeente, niveau=Niveau.V0, by=desk.ik))
    busy = Opvolging.objects.get().melding
    refused = sure(desk, "samen", [lampen[0], busy], hoofd=lampen[0].nummer)
    assert refused.status_code == 409 and "ligt al bij een partner" in text_of(refused)
    assert Bundel.objects.count() == 0


def test_a_later_report_joins_the_bundle_that_is_chosen(desk, lampen):
    bundel = bundle(lampen[:2], hoofd=lampen[0], actor=desk.ik, now=DINSDAG)
    sure(desk, "samen", [lampen[0], lampen[2]], hoofd=lampen[0].nummer)
    assert bundel.delen.inside().count() == 3 and Bundel.objects.count() == 1


def test_one_leaves_by_its_own_dossier_and_a_colleague_takes_all_over(desk, lampen):
    bundel = bundle(lampen, hoofd=lampen[0], actor=desk.ik, now=DINSDAG)
    other = make_desk(desk.gemeente)
    assert "Alles overnemen" in text_of(other.get("bundel", bundel.pk))
    other.post("bundel_overnemen", bundel.pk)
    assert {Melding.objects.get(pk=m.pk).behandelaar for m in lampen} == {other.ik}

    assert "Neem de melding eerst over" in said(desk, desk.act("bundel_uit", lampen[2]))
    assert "weer apart" in said(other, other.act("bundel_uit", lampen[2]))
    assert bundel.delen.inside().count() == 2


def test_a_bundle_and_its_numbers_do_not_exist_for_another_gemeente_or_seat(desk, lampen):
    bundel = bundle(lampen, hoofd=lampen[0], actor=desk.ik, now=DINSDAG)
    elsewhere, other_kind = make_desk(), make_desk(desk.gemeente, soorten=["niet_pluis"])
    for stranger in (elsewhere, other_kind):
        assert stranger.get("bundel", bundel.pk).status_code == 404
        assert stranger.post("bundel", bundel.pk).status_code == 404
        assert stranger.post("bundelen", nummer=[m.nummer for m in lampen]).status_code == 404
    assert (
        signed_in(AanstellingFactory(gemeente=desk.gemeente, beheer=True).gebruiker)
        .get(reverse("opvolging:bundel", args=[bundel.pk]))
        .status_code
        == 403
    )


# --- filters ----------------------------------------------------------------------------------


def test_each_filter_narrows_the_list_and_can_be_taken_away_by_itself(desk, lampen):
    ask = asked(by=desk.ik, gemeente=desk.gemeente)
    old = reported(gemeente=desk.gemeente, now=OLD)
    for query, found in [
        (f"categorie={lampen[0].categorie_id}", {m.nummer for m in lampen}),
        (f"bij={ask.partner_id}", {ask.melding.nummer}),
        ("stand=opgepakt", {ask.melding.nummer}),
        (f"tot={OLD.date()}", {old.nummer}),
        (f"van={OLD.date()}&tot={OLD.date()}", {old.nummer}),
        (f"van={DINSDAG.date()}&stand=ontvangen", {m.nummer for m in lampen}),
    ]:
        page = desk.get("werklijst", query=f"?{query}")
        assert set(numbers_in(page)) == found, query
        assert tiles_of(page)["alles"] == len(found)
        assert len(page.context["chips"]) == query.count("=")
    page = desk.get("werklijst", query="?stand=opgepakt&soort=niet_pluis&bak=alles")
    assert dict(page.context["chips"]) == {
        "Soort: Zorgen om iemand": "?bak=alles&stand=opgepakt",
        "Stand: Opgepakt": "?bak=alles&soort=niet_pluis",
    }


def test_what_is_closed_is_found_when_asked_for_and_comes_last(desk, lampen):
    closed = answered(gemeente=desk.gemeente)
    assert closed.nummer not in numbers_in(desk.get("werklijst"))
    for query in ("klaar=ook", "stand=beantwoord"):
        page = desk.get("werklijst", query=f"?{query}")
        assert numbers_in(page)[-1] == closed.nummer
        assert tiles_of(page)["alles"] == len(numbers_in(page))


def test_a_filter_on_what_one_may_not_see_says_nothing(desk, lampen):
    foreign = asked()
    everything = numbers_in(desk.get("werklijst"))
    for query in (f"bij={foreign.partner_id}", f"categorie={foreign.melding.categorie_id}", "bij=999999", "bij=x"):
        page = desk.get("werklijst", query=f"?{query}")
        assert numbers_in(page) == everything and page.context["chips"] == []
        assert foreign.partner.naam not in text_of(page)


def test_there_is_no_filter_by_person_or_text(desk):
    fields = set(desk.get("werklijst").context["lijst"].fields)
    assert fields == {
        "bak", "nummer", "soort", "categorie", "buurt", "bij", "wie", "stand", "van", "tot", "klaar"
    }  # fmt: skip


def test_page_and_filters_travel_through_the_dossier_and_back(desk):
    meldingen = [reported(gemeente=desk.gemeente) for _ in range(27)]
    page = desk.get("werklijst", query="?soort=niet_pluis&pagina=2")
    assert len(numbers_in(page)) == 2
    nummer = numbers_in(page)[0]
    assert f"/melding/{nummer}/?soort=niet_pluis&amp;pagina=2" in text_of(page)

    dossier = desk.get("dossier", nummer, query="?soort=niet_pluis&pagina=2")
    assert dossier.context["terug_url"].endswith("/werklijst/?soort=niet_pluis&pagina=2")
    answer = desk.act("oppakken", Melding.objects.get(nummer=nummer), query="?soort=niet_pluis&pagina=2", van="")
    assert answer.url.endswith("?soort=niet_pluis&pagina=2")
    assert len(meldingen) == 27 and "pagina" not in page.context["chips"][0][1]


def test_volgende_oppakken_stays_within_the_filter(desk, lampen):
    reported(gemeente=desk.gemeente, now=OLD)
    answer = desk.post("volgende", query="?soort=openbare_ruimte&wie=niemand")
    assert any(m.nummer in answer.url for m in lampen) and answer.url.endswith("?soort=openbare_ruimte&wie=niemand")


def test_the_list_says_so_when_everything_has_a_handler(desk, lampen):
    assert "Alles heeft een behandelaar." not in text_of(desk.get("werklijst"))
    sure(desk, "oppakken", lampen)
    assert "Alles heeft een behandelaar." in text_of(desk.get("werklijst"))
    assert "Alles heeft een behandelaar." not in text_of(desk.get("werklijst", query="?wie=ik"))


def test_nu_bellen_says_since_when_it_waits(desk):
    categorie = CategorieFactory(gemeente=desk.gemeente, reactie_werkdagen=0)
    reported(gemeente=desk.gemeente, categorie=categorie)
    assert "wacht sinds 17 november, 10.00 uur" in text_of(desk.get("werklijst"))


# --- the proposed ask -------------------------------------------------------------------------


def test_the_dossier_proposes_the_partner_that_fits_with_the_extract_and_one_press_asks(desk, contact):
    PartnerFactory(gemeente=desk.gemeente, soort="ggd")
    melding = taken_up(gemeente=desk.gemeente, niveau=Niveau.V0, by=desk.ik)
    waiting = reported(gemeente=desk.gemeente)
    page = desk.get("dossier", melding.nummer)
    form = page.context["voorstel"]
    assert "Vraag dit aan Buitendienst" in text_of(page)
    assert f'action="/melding/{melding.nummer}/vragen/direct/"' in text_of(page)
    assert "vier dagen" in form["uittreksel"].value() and form.mail.contact == contact

    data = {
        "partner": [str(contact.partner_id)],
        f"contact_{contact.partner_id}": str(contact.pk),
        "uittreksel": form["uittreksel"].value(),
    }
    for _ in range(2):
        answer = desk.act("vraag_direct", melding, query="?bak=niemand", **data)
        assert answer.url.endswith(f"/melding/{melding.nummer}/?bak=niemand")

    ask = Opvolging.objects.get()
    assert (ask.partner, ask.contact, ask.uittreksel) == (contact.partner, contact, data["uittreksel"])
    assert "Volgende oppakken" in text_of(desk.get("dossier", melding.nummer, query="?bak=niemand"))
    assert stand(waiting) == Stand.ONTVANGEN


def test_a_confidential_extract_goes_nowhere_before_it_was_read(desk):
    contact = ContactFactory(partner=PartnerFactory(gemeente=desk.gemeente, soort="wijkteam"))
    melding = taken_up(gemeente=desk.gemeente, by=desk.ik)
    data = {
        "partner": [str(contact.partner_id)],
        f"contact_{contact.partner_id}": str(contact.pk),
        "uittreksel": "Gordijnen dicht.",
    }
    refused = desk.act("vraag_direct", melding, **data)
    assert refused.status_code == 422 and "Gordijnen dicht." in text_of(refused)
    assert Opvolging.objects.count() == 0

    assert desk.act("vraag_direct", melding, gelezen="on", **data).status_code == 302
    assert Opvolging.objects.get().uittreksel == "Gordijnen dicht."


def test_the_contact_of_the_buurt_goes_first_who_cannot_be_reached_is_not_proposed_and_who_said_no_neither(desk):
    melding = taken_up(gemeente=desk.gemeente, by=desk.ik)
    PartnerFactory(gemeente=desk.gemeente, soort="wijkteam", naam="A zonder iemand")
    far = ContactFactory(partner=PartnerFactory(gemeente=desk.gemeente, soort="wijkteam", naam="B elders"))
    far.buurten.add(BuurtFactory(gemeente=desk.gemeente))
    near = ContactFactory(partner=PartnerFactory(gemeente=desk.gemeente, soort="wijkteam", naam="C hier"))
    near.buurten.add(melding.buurt)
    assert desk.get("dossier", melding.nummer).context["voorstel"].whom == [near.partner]

    handed_back(melding=melding, contact=near)
    page = desk.get("dossier", melding.nummer)
    assert page.context["voorstel"].whom == [far.partner]
    assert "C hier gaf de vraag terug" in text_of(page)


def test_a_stale_tab_and_a_foreign_melding_are_not_asked_about(desk, contact):
    melding = taken_up(gemeente=desk.gemeente, niveau=Niveau.V0, by=colleague(desk.gemeente))
    data = {
        "partner": [str(contact.partner_id)],
        f"contact_{contact.partner_id}": str(contact.pk),
        "uittreksel": "Lamp.",
    }
    assert desk.act("vraag_direct", melding, **data).status_code == 409
    assert desk.act("vraag_direct", taken_up(), **data).status_code == 404
    assert Opvolging.objects.count() == 0


# --- the work of a colleague ------------------------------------------------------------------


def test_the_work_of_a_colleague_is_taken_over_row_by_row_without_a_mail(desk):
    wout, other = colleague(desk.gemeente), colleague(desk.gemeente)
    his = [taken_up(gemeente=desk.gemeente, by=wout) for _ in range(3)]
    hers, foreign = taken_up(gemeente=desk.gemeente, by=other), taken_up()
    page = text_of(desk.get("overnemen"))
    assert wout.naam in page and other.naam in page and foreign.behandelaar.naam not in page
    mails = Bericht.objects.count()

    answer = desk.post("overnemen", query=f"?collega={wout.pk}", melding=[m.nummer for m in his[:2]])

    assert "2 meldingen opgepakt." in said(desk, answer)
    assert set(Melding.objects.filter(behandelaar=desk.ik)) == set(his[:2])
    assert Melding.objects.get(pk=hers.pk).behandelaar == other
    assert Bericht.objects.count() == mails
    assert Logregel.objects.about(his[0]).filter(gebeurtenis="melding.overgenomen").count() == 1


def test_what_one_may_not_handle_is_not_in_the_work_of_a_colleague(desk):
    narrow = make_desk(desk.gemeente, hoogste_niveau=1)
    secret = taken_up(gemeente=desk.gemeente, by=desk.ik)
    assert desk.ik.naam not in text_of(narrow.get("overnemen")).split("<main")[1]
    assert narrow.post("overnemen", query=f"?collega={desk.ik.pk}", melding=[secret.nummer]).status_code == 200
    assert Melding.objects.get(pk=secret.pk).behandelaar == desk.ik


def test_closing_the_first_does_not_close_the_others(desk, lampen):
    bundle(lampen, hoofd=lampen[0], actor=desk.ik, now=DINSDAG)
    close_with_antwoord(
        Melding.objects.get(pk=lampen[0].pk), uitkomst="opgelost", tekst="Klaar.", actor=desk.ik, now=DINSDAG
    )
    assert [stand(m) for m in lampen] == [Stand.BEANTWOORD, Stand.AFGEROND, Stand.AFGEROND]


def test_the_answers_about_an_open_event_begin_with_what_the_partner_wrote_for_the_melder(desk, lampen, contact):
    bundel = bundle(lampen, hoofd=lampen[0], actor=desk.ik, now=DINSDAG)
    ask = asked(melding=Melding.objects.get(pk=lampen[0].pk), contact=contact)
    words = {"langs": "mail", "wat": "klaar", "uitkomst": "opgelost", "voor_melder": "De lamp is vrijdag gemaakt."}
    desk.post("partner_zei", lampen[0].nummer, ask.pk, **words)
    page = text_of(desk.get("bundel", bundel.pk))
    assert page.count("Dank u wel voor uw melding. De lamp is vrijdag gemaakt.") == 3


def test_who_hears_by_phone_becomes_a_task_and_is_not_asked_for_words_again(desk):
    categorie = CategorieFactory(gemeente=desk.gemeente, buiten=True)
    rows = [reported(gemeente=desk.gemeente, categorie=categorie, antwoord_via=via) for via in ("mail", "telefoon")]
    bundel = bundle(rows, hoofd=rows[0], actor=desk.ik, now=DINSDAG)
    finish_melding(Melding.objects.get(pk=rows[0].pk), uitkomst="opgelost", actor=desk.ik, now=DINSDAG)

    words = {f"tekst_{m.pk}": "Gemaakt." for m in rows}
    for _ in range(2):
        assert desk.post("bundel", bundel.pk, **words).status_code == 302

    assert [stand(m) for m in rows] == [Stand.BEANTWOORD, Stand.AFGEROND]
    assert rows[1].bezorgingen.get().tekst == "Gemaakt."
    assert desk.get("bundel", bundel.pk).context["form"] is None
    assert broken_invariants() == {}


def test_handling_together_without_any_number_says_where_to_begin(desk):
    assert "Vink in de werklijst twee of meer" in text_of(desk.get("bundelen"))
    assert desk.get("bundelen", query="?nummer=0000-0000").status_code == 404
    assert desk.get("gekozen").status_code == 405
