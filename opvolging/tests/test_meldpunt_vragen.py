"""Asking partners in three steps, and writing down what they said by phone or mail."""

from datetime import date, timedelta

import pytest
import time_machine

from buurtpreventie.outbox.models import Bericht
from meldingen.actions import copy_categorieen, take_up
from meldingen.models import Categorie, MeldingInhoud, Stand
from meldingen.tests.factories import DINSDAG, CategorieFactory
from opvolging.invariants import broken_invariants
from opvolging.models import Langs, Opvolging, Toegang, VraagStand
from opvolging.tests.factories import asked, colleague, taken_up
from opvolging.tests.meldpunt_pages import make_desk, text_of
from opvolging.wording import prefilled_extract
from teams.models import Niveau, Partner
from teams.tests.factories import BuurtFactory, ContactFactory, PartnerFactory

pytestmark = pytest.mark.django_db
INHOUD = {
    "waarneming": "De gordijnen zijn al vijf dagen dicht.",
    "vermoeden": "Kanariegeel vermoeden.",
    "bang_voor": "Kanarieblauwe vrees.",
    "zintuigen": "zag,hoorde",
    "weet_ervan": "nog_niet",
    "sinds": "Een week",
}


@pytest.fixture(autouse=True)
def on_tuesday():
    with time_machine.travel(DINSDAG, tick=False):
        yield


@pytest.fixture
def desk():
    return make_desk()


@pytest.fixture
def mine(desk):
    return taken_up(gemeente=desk.gemeente, by=desk.ik, inhoud=INHOUD)


@pytest.fixture
def contact(desk):
    return ContactFactory(partner=PartnerFactory(gemeente=desk.gemeente, soort="wijkteam"))


def filled(*contacts, uittreksel="Gordijnen dicht, Elzenpad 12."):
    """The answers of step 2."""
    people = {f"contact_{c.partner_id}": str(c.pk) for c in contacts}
    return {"partner": [str(c.partner_id) for c in contacts], "uittreksel": uittreksel} | people


# --- step 1: whom -----------------------------------------------------------------------------


def test_who_fits_the_category_stands_first_then_who_may_too_and_the_rest_is_folded_away(desk):
    categorie = CategorieFactory(gemeente=desk.gemeente, partner_soort="wijkteam", ook=["welzijn"])
    melding = taken_up(gemeente=desk.gemeente, categorie=categorie, by=desk.ik)
    named = [("politie", "Aad"), ("welzijn", "Bea"), ("wijkteam", "Cor"), ("ggd", "Dik")]
    partners = {naam: PartnerFactory(gemeente=desk.gemeente, soort=soort, naam=naam) for soort, naam in named}
    PartnerFactory(gemeente=desk.gemeente, naam="Gestopt", actief=False)
    foreign = PartnerFactory(naam="Elders")

    form = desk.get("vragen", melding.nummer).context["form"]

    shown = [[key for key, _label in form.fields[name].widget.choices] for name in ("partner", "anders")]
    assert shown == [[str(partners[n].pk) for n in names] for names in (("Cor", "Bea"), ("Aad", "Dik"))]
    assert desk.get("vraag_tekst", melding.nummer, query=f"?partner={foreign.pk}").status_code == 422


def test_choosing_nobody_asks_to_choose(desk, mine, contact):
    response = desk.get("vraag_tekst", mine.nummer, query="?bak=niemand")
    assert response.status_code == 422
    assert "Kies wie u wilt vragen." in text_of(response)


def test_who_has_the_melding_already_is_not_offered_again(desk):
    ask = asked(gemeente=desk.gemeente, by=desk.ik)
    assert ask.partner.naam not in text_of(desk.get("vragen", ask.melding.nummer))


def test_a_v3_melding_goes_to_one_partner_at_a_time(desk, contact):
    strict = taken_up(gemeente=desk.gemeente, niveau=Niveau.V3, by=desk.ik)
    other = ContactFactory(partner=PartnerFactory(gemeente=desk.gemeente))

    both = desk.get("vraag_tekst", strict.nummer, query=f"?partner={contact.partner_id}&partner={other.partner_id}")
    assert both.status_code == 422 and "Kies één partner" in text_of(both)

    assert desk.act("vraag_versturen", strict, **filled(contact)).status_code == 302
    second = desk.act("vraag_versturen", strict, **filled(other))
    assert second.status_code == 409 and "één partner tegelijk" in text_of(second)


# --- step 2: what -----------------------------------------------------------------------------


def test_the_extract_begins_with_facts_and_place_without_suspicion_and_name(desk, mine, contact):
    form = desk.get("vraag_tekst", mine.nummer, query=f"?partner={contact.partner_id}").context["form"]

    assert form["uittreksel"].value() == (
        "De gordijnen zijn al vijf dagen dicht.\n"
        "Hoe gemerkt: Ik zag iets, Ik hoorde iets\n"
        f"Waar: Elzenpad 12, {mine.buurt.naam}\n"
        "Sinds wanneer: Een week\n"
        "Weet de persoon ervan: Nee, dat heb ik nog niet gezegd"
    )
    assert mine.melder.naam not in form["uittreksel"].value()


def test_the_name_stands_in_the_extract_only_when_the_melder_agreed(desk):
    melding = taken_up(gemeente=desk.gemeente, by=desk.ik, naam_delen=True)
    inhoud = MeldingInhoud.objects.get(melding=melding)
    assert prefilled_extract(melding, inhoud).endswith(f"Gemeld door: {melding.melder.naam}")


def test_the_contact_of_the_buurt_is_suggested_and_who_is_away_names_the_deputy(desk, mine, contact):
    elsewhere, everywhere, here = (ContactFactory(partner=contact.partner, naam=n) for n in ("Anna", "Bert", "Ciska"))
    contact.delete()
    elsewhere.buurten.add(BuurtFactory(gemeente=desk.gemeente))
    here.buurten.add(mine.buurt)
    here.vervanger, here.afwezig_van, here.afwezig_tot = everywhere, date(2026, 11, 16), date(2026, 11, 20)
    here.save()

    form = desk.get("vraag_tekst", mine.nummer, query=f"?partner={here.partner_id}").context["form"]
    field = form.fields[f"contact_{here.partner_id}"]

    assert [label for _key, label in field.choices] == [
        "Ciska (is er niet tot 20 november. De vraag gaat naar Bert.)",
        "Bert",
        "Anna",
    ]
    assert field.initial == str(here.pk)


def test_a_foreign_contact_and_a_missing_extract_are_refused_at_the_field(desk, mine, contact):
    foreign = ContactFactory()
    data = filled(contact, uittreksel="  ") | {f"contact_{contact.partner_id}": str(foreign.pk)}
    for name in ("vraag_tekst", "vraag_versturen"):
        response = desk.act(name, mine, **data)
        assert response.status_code == 422
        assert "uittreksel" in response.context["form"].errors
    assert Opvolging.objects.count() == 0


# --- step 3: the mail as it will be -----------------------------------------------------------


def test_the_preview_sends_nothing_and_is_word_for_word_the_mail_that_goes_out(desk, mine, contact):  # E145
    preview = desk.act("vraag_tekst", mine, **filled(contact))
    assert preview.status_code == 200
    assert Opvolging.objects.count() == 0 and not Bericht.objects.filter(soort="vraag").exists()
    shown = preview.context["vragen"][0]

    assert desk.act("vraag_versturen", mine, **filled(contact)).status_code == 302

    mail = Bericht.objects.get(soort="vraag")
    assert (mail.aan, mail.onderwerp, mail.tekst) == (contact.email, shown.onderwerp, shown.tekst)
    assert "{{link}}" in text_of(preview)
    for words in ("Elzenpad", "Kanarie", mine.melder.naam, "Gordijnen"):
        assert words not in mail.onderwerp + mail.tekst


def test_the_deputy_of_who_is_away_gets_the_mail_that_was_shown(desk, mine, contact):
    contact.vervanger = ContactFactory(partner=contact.partner, naam="Bert de Wit")
    contact.afwezig_van = date(2026, 11, 1)
    contact.save()

    shown = desk.act("vraag_tekst", mine, **filled(contact)).context["vragen"][0]
    desk.act("vraag_versturen", mine, **filled(contact))

    mail = Bericht.objects.get(soort="vraag")
    assert mail.aan == contact.vervanger.email
    assert mail.tekst == shown.tekst and mail.tekst.startswith("Beste Bert de Wit,")


def test_one_can_go_back_from_the_mail_and_change_the_text(desk, mine, contact):
    back = desk.act("vraag_versturen", mine, aanpassen="1", **filled(contact, uittreksel="Nog niet goed."))
    assert back.status_code == 200
    assert back.context["form"]["uittreksel"].value() == "Nog niet goed."
    assert Opvolging.objects.count() == 0


# --- sending ----------------------------------------------------------------------------------


def test_asking_sends_one_mail_and_a_double_click_is_one_ask(desk, mine, contact):
    for _ in range(2):
        answer = desk.act("vraag_versturen", mine, query="?bak=niemand", **filled(contact))
        assert answer.url.endswith(f"/melding/{mine.nummer}/?bak=niemand")

    ask = Opvolging.objects.get()
    assert (ask.partner, ask.contact, ask.stand, ask.gevraagd_door) == (
        contact.partner,
        contact,
        VraagStand.GEVRAAGD,
        desk.ik,
    )
    assert ask.uittreksel == "Gordijnen dicht, Elzenpad 12."
    assert Bericht.objects.filter(soort="vraag").count() == 1


def test_several_partners_are_asked_at_once_and_one_of_them_answers_for_it(desk, mine, contact):  # E141
    other = ContactFactory(partner=PartnerFactory(gemeente=desk.gemeente, soort="welzijn"))

    assert desk.act("vraag_versturen", mine, **filled(contact, other)).status_code == 302

    asks = Opvolging.objects.order_by("pk")
    assert [(a.partner, a.verantwoordelijk) for a in asks] == [(contact.partner, True), (other.partner, False)]
    assert Bericht.objects.filter(soort="vraag").count() == 2


def test_of_several_partners_all_are_asked_or_none(desk, mine, contact):
    busy = asked(melding=mine).contact
    refused = desk.act("vraag_versturen", mine, **filled(contact, busy))
    assert refused.status_code == 409
    assert "Gordijnen dicht, Elzenpad 12." in text_of(refused)
    assert Opvolging.objects.count() == 1


def test_a_stale_tab_cannot_ask_for_a_melding_that_a_colleague_has_by_now(desk, mine, contact):
    wout = colleague(desk.gemeente)
    take_up(mine, actor=wout, now=DINSDAG)
    refused = desk.act("vraag_versturen", mine, **filled(contact))
    assert refused.status_code == 409
    assert wout.naam in text_of(refused) and "Gordijnen dicht" in text_of(refused)
    assert Opvolging.objects.count() == 0


def test_a_partner_by_telephone_gets_no_mail_and_the_page_shows_the_number(desk, mine):
    partner = PartnerFactory(gemeente=desk.gemeente, weg=Partner.Weg.TELEFOON, telefoon="0800-2000")
    data = {"partner": [str(partner.pk)], "uittreksel": "Gordijnen dicht.", f"contact_{partner.pk}": ""}

    preview = text_of(desk.act("vraag_tekst", mine, **data))
    assert "0800-2000" in preview and "Er gaat geen mail." in preview

    assert desk.act("vraag_versturen", mine, **data).status_code == 302
    page = text_of(desk.get("dossier", mine.nummer))
    assert "0800-2000" in page and "Leg daarna vast wat er is afgesproken." in page
    assert not Bericht.objects.filter(soort="vraag").exists()


@pytest.mark.parametrize("code", ["NP10", "NP11", "NP12", "NP13", "NP14"])
def test_veilig_thuis_is_rung_with_the_extract_at_hand_and_never_mailed(desk, code):
    copy_categorieen(desk.gemeente)
    categorie = Categorie.objects.get(gemeente=desk.gemeente, code=code)
    partner = PartnerFactory(gemeente=desk.gemeente, soort="veilig_thuis", weg="telefoon", telefoon="0800-2000")
    colleague_there = ContactFactory(partner=partner, telefoon="")  # an address is no reason to mail
    melding = taken_up(gemeente=desk.gemeente, by=desk.ik, categorie=categorie)
    mails = Bericht.objects.count()

    proposed = text_of(desk.get("dossier", melding.nummer))
    assert partner.naam in proposed
    data = filled(colleague_there, uittreksel="Wij hoorden geschreeuw.")
    assert desk.act("vraag_versturen", melding, **data).status_code == 302

    page = text_of(desk.get("dossier", melding.nummer))
    assert 'href="tel:0800-2000"' in page and "U belt zelf" in page and "Wij hoorden geschreeuw." in page
    assert Bericht.objects.count() == mails and not Toegang.objects.exists()
    assert broken_invariants() == {}


@pytest.mark.parametrize("name", ["vraag_tekst", "vraag_versturen"])
def test_nobody_asks_about_a_foreign_melding(desk, name):
    foreign = taken_up()
    contact = ContactFactory(partner=PartnerFactory(gemeente=foreign.gemeente))
    assert desk.act(name, foreign, **filled(contact)).status_code == 404
    assert Opvolging.objects.count() == 0


# --- one ask ----------------------------------------------------------------------------------

WITHDRAWN = ("vraag_intrekken", {"reden": "Verkeerde partner."}, VraagStand.INGETROKKEN)
DONE = {"langs": "mail", "wat": "klaar", "uitkomst": "hulp"}


def said(stand, wat, langs="telefoon", **data):
    return pytest.param("partner_zei", {"langs": langs, "wat": wat} | data, stand, id=f"partner_zei-{wat}")


ON_BEHALF = [
    said(VraagStand.AANGENOMEN, "pakt_op"),
    said(VraagStand.AANGENOMEN, "pakt_op", tekst="Morgen om tien uur."),
    said(VraagStand.TERUGGEGEVEN, "terug", langs="mail", reden="niet_van_ons", tekst="Bel de GGD."),
    said(VraagStand.GEVRAAGD, "notitie", tekst="Zij gaan morgen langs."),
    said(VraagStand.AFGEROND, "klaar", uitkomst="hulp", tekst="Geholpen."),
    WITHDRAWN,
]


@pytest.fixture
def ask(desk):
    return asked(gemeente=desk.gemeente, by=desk.ik)


@pytest.mark.parametrize("name,data,stand", ON_BEHALF)
def test_what_a_partner_said_is_written_down_once_in_the_name_of_who_wrote_it(desk, ask, name, data, stand):
    for _ in range(2):
        assert desk.post(name, ask.melding.nummer, ask.pk, **data).status_code == 302

    ask.refresh_from_db()
    assert ask.stand == stand
    notes = [(n.tekst, n.langs, n.door_gebruiker) for n in ask.toevoegingen.all()]
    results = [(r.uitkomst, r.voor_meldpunt, r.langs, r.door_gebruiker) for r in ask.resultaten.all()]
    tekst, finished = data.get("tekst", data["reden"] if name == "vraag_intrekken" else ""), data.get("wat") == "klaar"
    langs = data.get("langs", Langs.APP)
    assert notes == ([(tekst, langs, desk.ik)] if tekst and not finished else [])
    assert results == ([("hulp", tekst, langs, desk.ik)] if finished else [])


def test_after_the_last_answer_the_melding_waits_for_its_own(desk, ask):
    desk.post("partner_zei", ask.melding.nummer, ask.pk, **DONE)
    page = desk.get("dossier", ask.melding.nummer)
    assert page.context["melding"].stand == Stand.AFGEROND
    assert f"Vastgelegd door {desk.ik.naam}, per mail." in text_of(page)


@pytest.mark.parametrize("name,data,stand", ON_BEHALF)
def test_an_ask_that_has_ended_refuses_and_keeps_what_was_typed(desk, ask, name, data, stand):
    if name == "vraag_intrekken":
        desk.post("partner_zei", ask.melding.nummer, ask.pk, **DONE)
    else:
        desk.post("vraag_intrekken", ask.melding.nummer, ask.pk, reden="Verkeerde partner.")
    before = Opvolging.objects.get(pk=ask.pk).stand

    refused = desk.post(name, ask.melding.nummer, ask.pk, **data)

    assert refused.status_code == 409
    assert data.get("tekst", data.get("reden", "")) in text_of(refused)
    assert Opvolging.objects.get(pk=ask.pk).stand == before


@pytest.mark.parametrize("name,data,stand", ON_BEHALF)
def test_another_meldings_ask_and_a_foreign_one_do_not_exist(desk, ask, name, data, stand):
    mine, foreign = taken_up(gemeente=desk.gemeente, by=desk.ik), asked()
    assert desk.post(name, mine.nummer, ask.pk, **data).status_code == 404
    assert desk.post(name, foreign.melding.nummer, foreign.pk, **data).status_code == 404
    assert desk.get(name, mine.nummer, 0).status_code == 404
    assert Opvolging.objects.get(pk=foreign.pk).stand == VraagStand.GEVRAAGD


@pytest.mark.parametrize("name,data,stand", ON_BEHALF)
def test_only_the_handler_writes_down_what_a_partner_said(desk, name, data, stand):
    ask = asked(gemeente=desk.gemeente)
    assert desk.get(name, ask.melding.nummer, ask.pk).status_code == 403
    assert desk.post(name, ask.melding.nummer, ask.pk, **data).status_code == 409
    assert Opvolging.objects.get(pk=ask.pk).stand == VraagStand.GEVRAAGD


def test_a_closed_link_is_replaced_once(desk, ask):
    old = Toegang.objects.get(opvolging=ask)
    Toegang.objects.filter(pk=old.pk).update(bevroren_op=DINSDAG - timedelta(hours=1))
    assert "Nieuwe link sturen" in text_of(desk.get("dossier", ask.melding.nummer))

    assert desk.post("nieuwe_link", ask.melding.nummer, ask.pk).status_code == 302
    assert desk.post("nieuwe_link", ask.melding.nummer, ask.pk).status_code == 409

    alive = Toegang.objects.filter(opvolging=ask, ingetrokken_op__isnull=True)
    assert [link.pk != old.pk for link in alive] == [True]
