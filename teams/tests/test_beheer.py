"""Beheer of the own gemeente: partners, settings, numbers and texts, each with its history."""

from datetime import date, time, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from buurtpreventie.audit.models import Logregel
from buurtpreventie.errors import RefusedAction
from teams import actions
from teams.models import Afspraak, Belnummer, Contact, Gemeente, GemeenteTekst, Partner, Sluitingsdag, Wijziging
from teams.teksten import TEKSTEN, tekst_van
from teams.tests.factories import AanstellingFactory, BuurtFactory, ContactFactory, GemeenteFactory, PartnerFactory

pytestmark = pytest.mark.django_db
PARTNER = {"naam": "Welzijn De Brug", "soort": "welzijn", "weg": "link", "telefoon": "", "openingstijden": ""}


@pytest.fixture
def gemeente():
    return GemeenteFactory(naam="Veldrecht")


@pytest.fixture
def beheer(gemeente):
    return AanstellingFactory(beheer=True, gemeente=gemeente).gebruiker


@pytest.fixture
def browser(beheer):
    browser = Client()
    browser.force_login(beheer)
    return browser


def read(browser, url):
    """The values of the form on a page as a browser would send them back."""
    form = browser.get(url).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value is not None and value is not False and value != []}


def history(thing):
    rows = Wijziging.objects.filter(doel_soort=thing._meta.label_lower, doel_id=thing.pk)
    return [(row.veld, row.van, row.naar, row.door.naam) for row in rows.order_by("pk")]


# --- partners -----------------------------------------------------------------------------------


def test_a_new_partner_stands_in_the_history_with_who_and_when(browser, gemeente, beheer):
    answer = browser.post(reverse("teams:partner_nieuw"), PARTNER)

    partner = Partner.objects.get()
    assert answer.url == reverse("opvolging:beheer_partner", args=[partner.pk])
    assert partner.gemeente == gemeente
    assert history(partner) == [("nieuw", "", "Welzijn De Brug", beheer.naam)]
    assert Logregel.objects.filter(gebeurtenis="partner.nieuw", doel_id=partner.pk).count() == 1


def test_every_change_tells_what_it_was_and_became(browser, gemeente, beheer):
    partner = PartnerFactory(gemeente=gemeente, naam="Wijkteam", telefoon="")
    url = reverse("teams:partner", args=[partner.pk])

    answer = browser.post(url, read(browser, url) | {"naam": "Sociaal wijkteam", "telefoon": "14 0599"})

    assert answer.status_code == 302
    assert history(partner) == [
        ("naam", "Wijkteam", "Sociaal wijkteam", beheer.naam),
        ("telefoon", "", "14 0599", beheer.naam),
    ]
    assert "Sociaal wijkteam" in browser.get(url).content.decode()


def test_saving_the_same_again_changes_nothing(browser, gemeente):
    partner = PartnerFactory(gemeente=gemeente)
    url = reverse("teams:partner", args=[partner.pk])

    browser.post(url, read(browser, url))

    assert history(partner) == []
    assert not Logregel.objects.filter(gebeurtenis="partner.gewijzigd").exists()


def test_the_second_of_two_editors_sees_a_conflict_and_keeps_the_text(browser, gemeente):
    partner = PartnerFactory(gemeente=gemeente, naam="Wijkteam")
    url = reverse("teams:partner", args=[partner.pk])
    mine, of_colleague = read(browser, url), read(browser, url)
    browser.post(url, of_colleague | {"naam": "Wijkteam Noord"})

    answer = browser.post(url, mine | {"naam": "Wijkteam Zuid"})
    page = answer.content.decode()
    again = browser.post(url, {**mine, "naam": "Wijkteam Zuid", "gelezen": answer.context["form"]["gelezen"].value()})

    assert answer.status_code == 409
    assert "Een collega heeft dit intussen gewijzigd" in page
    assert "Wijkteam Noord" in page and 'value="Wijkteam Zuid"' in page
    assert again.status_code == 302
    partner.refresh_from_db()
    assert partner.naam == "Wijkteam Zuid"


def test_a_conflict_in_the_last_moment_is_refused_under_the_lock(gemeente, beheer, now):
    partner = PartnerFactory(gemeente=gemeente)
    values = {veld: getattr(partner, veld) for veld in ("naam", "soort", "weg", "telefoon", "openingstijden")}

    with pytest.raises(RefusedAction, match="Een collega heeft dit zojuist gewijzigd"):
        actions.change_partner(partner, **values, bij_wie_bel_ik=True, gelezen="iets ouds", actor=beheer, now=now)


def test_two_partners_have_no_one_name(browser, gemeente):
    PartnerFactory(gemeente=gemeente, naam="Welzijn de brug")

    answer = browser.post(reverse("teams:partner_nieuw"), PARTNER)

    assert answer.status_code == 409
    assert "Deze naam staat er al" in answer.content.decode()
    assert Partner.objects.count() == 1


@pytest.mark.parametrize("feiten", [{"weg": "telefoon"}, {"bij_wie_bel_ik": "on"}])
def test_who_has_to_be_rung_needs_a_number(browser, feiten):
    answer = browser.post(reverse("teams:partner_nieuw"), PARTNER | feiten)

    assert answer.status_code == 422
    assert "Anders kan niemand deze partner bellen" in answer.content.decode()


@pytest.mark.parametrize("weg", ["link", "eigen_systeem"])
def test_veilig_thuis_is_only_rung(browser, gemeente, weg):
    feiten = PARTNER | {"naam": "Veilig Thuis", "soort": "veilig_thuis", "telefoon": "0800-2000"}
    url = reverse("teams:partner_nieuw")

    answer = browser.post(url, feiten | {"weg": weg})
    assert answer.status_code == 422
    assert "Veilig Thuis vraagt u altijd per telefoon" in answer.content.decode()
    with pytest.raises(IntegrityError, match="partner_veilig_thuis_per_telefoon"), transaction.atomic():
        PartnerFactory(gemeente=gemeente, soort="veilig_thuis", weg=weg)
    assert browser.post(url, feiten | {"weg": "telefoon"}).status_code == 302


def test_partners_are_found_by_name_and_sort(browser, gemeente):
    PartnerFactory(gemeente=gemeente, naam="Welzijn De Brug", soort="welzijn")
    PartnerFactory(gemeente=gemeente, naam="Wijkteam Noord", soort="wijkteam")
    PartnerFactory(naam="Welzijn Elders", soort="welzijn")

    page = browser.get(reverse("teams:partners"), {"naam": "wijk", "soort": "wijkteam"}).content.decode()

    assert "Wijkteam Noord" in page and "De Brug" not in page
    assert "Welzijn Elders" not in browser.get(reverse("teams:partners")).content.decode()


def test_the_hours_of_a_partner_per_weekday(browser, gemeente, beheer):
    partner = PartnerFactory(gemeente=gemeente)
    url = reverse("teams:partner_tijden", args=[partner.pk])

    wrong = browser.post(url, read(browser, url) | {"van_0": "12:00", "tot_0": "09:00", "van_1": "09:00"})
    right = browser.post(url, read(browser, url) | {"van_0": "09:00", "tot_0": "12:30"})

    assert wrong.status_code == 422
    assert "Kies een tijd na het begin" in wrong.content.decode()
    assert "Vul beide tijden in" in wrong.content.decode()
    assert right.status_code == 302
    assert [(t.weekdag, t.van, t.tot) for t in partner.tijden.all()] == [(0, time(9), time(12, 30))]
    assert history(partner) == [("week", "", "maandag 09.00-12.30", beheer.naam)]


def test_an_agreement_has_terms_and_a_last_day_and_replaces_the_one_before(browser, gemeente, beheer):
    partner = PartnerFactory(gemeente=gemeente)
    url = reverse("teams:afspraak", args=[partner.pk, "niet_pluis"])
    terms = {"reactie_werkdagen": "2", "antwoord_werkdagen": "7", "geldig_tot": "2027-06-30"}

    browser.post(url, read(browser, url) | terms)
    browser.post(url, read(browser, url) | {"antwoord_werkdagen": "9"})

    afspraak = Afspraak.objects.get()
    assert (afspraak.reactie_werkdagen, afspraak.antwoord_werkdagen) == (2, 9)
    assert afspraak.geldig_tot == date(2027, 6, 30)
    assert [naar for _veld, _van, naar, _door in history(partner)] == [
        "reactie 2, antwoord 7 werkdagen, geldig tot en met: 30-06-2027",
        "reactie 2, antwoord 9 werkdagen, geldig tot en met: 30-06-2027",
    ]


def test_an_answer_is_never_due_before_the_reaction(browser, gemeente):
    url = reverse("teams:afspraak", args=[PartnerFactory(gemeente=gemeente).pk, "niet_pluis"])

    answer = browser.post(url, read(browser, url) | {"reactie_werkdagen": "5", "antwoord_werkdagen": "2"})

    assert answer.status_code == 422
    assert not Afspraak.objects.exists()


def test_a_contact_has_buurten_and_a_deputy_at_the_same_partner(browser, gemeente):
    partner = PartnerFactory(gemeente=gemeente)
    colleague, elsewhere = ContactFactory(partner=partner), ContactFactory()
    buurt, far = BuurtFactory(gemeente=gemeente), BuurtFactory()
    url = reverse("teams:contact_nieuw", args=[partner.pk])
    person = {"naam": "Soraya Kruisdal", "email": "soraya@example.org", "telefoon": ""}

    wrong = browser.post(url, person | {"vervanger": elsewhere.pk, "buurten": [far.pk]})
    browser.post(url, person | {"vervanger": colleague.pk, "buurten": [buurt.pk]})

    assert wrong.status_code == 422
    new = Contact.objects.get(naam="Soraya Kruisdal")
    assert (new.vervanger, list(new.buurten.all())) == (colleague, [buurt])


def test_nobody_is_the_own_deputy(gemeente, beheer, now):
    contact = ContactFactory(partner=PartnerFactory(gemeente=gemeente))
    facts = {"naam": contact.naam, "email": contact.email, "telefoon": "", "buurten": []}

    with pytest.raises(RefusedAction, match="zichzelf niet vervangen"):
        actions.change_contact_row(contact, **facts, vervanger=contact, gelezen=None, actor=beheer, now=now)


def test_who_is_asked_by_mail_needs_an_address(browser, gemeente):
    partner = PartnerFactory(gemeente=gemeente, weg="link")

    answer = browser.post(reverse("teams:contact_nieuw", args=[partner.pk]), {"naam": "Huub Duinker"})

    assert answer.status_code == 409
    assert "Vul een e-mailadres in" in answer.content.decode()


def test_a_deputy_who_is_away_too_is_no_deputy(gemeente, now):
    today = now.date()
    partner = PartnerFactory(gemeente=gemeente)
    deputy = ContactFactory(partner=partner, afwezig_van=today - timedelta(days=1))
    contact = ContactFactory(
        partner=partner, vervanger=deputy, afwezig_van=today, afwezig_tot=today + timedelta(days=3)
    )

    assert contact.stand_in(today) is None
    assert contact.will_be_missed(today)
    assert not contact.will_be_missed(today + timedelta(days=3))


# --- settings -----------------------------------------------------------------------------------


def test_numbers_and_addresses_are_checked_and_short_numbers_are_fine(browser, gemeente, beheer):
    url = reverse("teams:bereik")
    wrong = browser.post(url, read(browser, url) | {"telefoon": "bel maar", "meldpunt_email": "geen adres"})
    right = browser.post(url, read(browser, url) | {"telefoon": "14 0123", "buiten_openingstijd_telefoon": "0900-8844"})

    assert wrong.status_code == 422
    assert right.status_code == 302
    gemeente.refresh_from_db()
    assert (gemeente.telefoon, gemeente.buiten_openingstijd_telefoon) == ("14 0123", "0900-8844")
    assert [veld for veld, *_rest in history(gemeente)] == ["telefoon", "buiten_openingstijd_telefoon"]


def test_terms_and_days_of_the_year(browser, gemeente):
    url = reverse("teams:termijnen")
    wrong = browser.post(url, read(browser, url) | {"reactie_werkdagen": "12"})
    right = browser.post(url, read(browser, url) | {"reactie_werkdagen": "2", "bevrijdingsdag_vrij": "on"})

    assert wrong.status_code == 422
    assert right.status_code == 302
    gemeente.refresh_from_db()
    assert (gemeente.reactie_werkdagen, gemeente.bevrijdingsdag_vrij) == (2, True)
    assert ("bevrijdingsdag_vrij", "nee", "ja") in [row[:3] for row in history(gemeente)]


def test_opening_hours_are_never_all_gone(browser, gemeente):
    url = reverse("teams:openingstijden")
    values = read(browser, url)
    empty = {name: "" for name in values if name != "gelezen"}

    refused = browser.post(url, values | empty)
    browser.post(url, values | {"tot_3": "20:00"})

    assert refused.status_code == 409
    assert gemeente.openingstijden.get(weekdag=3).tot == time(20)
    assert gemeente.openingstijden.count() == 5


def test_a_closing_day_comes_and_goes_once(browser, gemeente):
    day = timezone.localdate() + timedelta(days=40)
    add, remove = reverse("teams:sluitingsdagen"), reverse("teams:sluitingsdag_weg")
    for _press in range(2):
        browser.post(add, {"datum": day.isoformat(), "naam": "Kerstavond"})
    assert Sluitingsdag.objects.filter(gemeente=gemeente).count() == 1
    for _press in range(2):
        browser.post(remove, {"datum": day.isoformat()})

    assert not Sluitingsdag.objects.exists()
    assert [veld for veld, *_rest in history(gemeente)] == ["sluitingsdag", "sluitingsdag"]
    assert browser.post(add, {"datum": "2020-12-24", "naam": "Te laat"}).status_code == 409


def test_an_own_number_to_call_is_switched_off_and_never_deleted(browser, gemeente):
    browser.post(reverse("teams:belnummer_nieuw"), {"naam": "Buurtbus", "nummer": "0599-12 34 56", "volgorde": "3"})
    nummer = Belnummer.objects.get()
    url = reverse("teams:belnummer", args=[nummer.pk])

    values = read(browser, url)
    values.pop("actief")
    browser.post(url, values)

    nummer.refresh_from_db()
    assert not nummer.actief
    assert history(nummer)[-1][:3] == ("actief", "ja", "nee")


# --- texts --------------------------------------------------------------------------------------


def test_an_own_text_holds_until_the_default_comes_back(browser, gemeente):
    url = reverse("teams:tekst", args=["uitstel"])
    browser.post(url, read(browser, url) | {"tekst": "Sorry. U hoort voor {datum} van {gemeente}."})
    own = tekst_van(Gemeente.objects.get(), "uitstel", datum="3 mei")
    for _press in range(2):
        browser.post(reverse("teams:tekst_standaard", args=["uitstel"]))

    assert own == "Sorry. U hoort voor 3 mei van Veldrecht."
    assert not GemeenteTekst.objects.exists()
    assert tekst_van(Gemeente.objects.get(), "uitstel", datum="3 mei").startswith("Het duurt langer.")
    assert [veld for veld, *_rest in history(gemeente)] == ["tekst uitstel", "tekst uitstel"]


def test_looking_at_a_text_saves_nothing_and_shows_it_as_text(browser):
    url = reverse("teams:tekst", args=["verstuurd"])

    page = browser.post(url, read(browser, url) | {"tekst": "<script>alert(1)</script> bij {gemeente}", "bekijk": "1"})

    assert page.status_code == 200
    assert "Er is nog niets opgeslagen" in page.content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; bij Veldrecht" in page.content.decode()
    assert "<script>alert" not in page.content.decode()
    assert not GemeenteTekst.objects.exists()


@pytest.mark.parametrize(
    ("tekst", "zin"),
    [
        ("U hoort {datum} van {naam}.", "{naam} kunnen wij niet invullen"),
        ("U hoort {datum}. {{link}}", "kunnen wij niet invullen"),
        ("U hoort {datum.__class__}.", "kunnen wij niet invullen"),
        ("U hoort het nog.", "Zet {datum} ergens in de tekst"),
    ],
)
def test_only_known_places_are_filled_in(browser, tekst, zin):
    url = reverse("teams:tekst", args=["uitstel"])

    answer = browser.post(url, read(browser, url) | {"tekst": tekst})

    assert answer.status_code == 422
    assert zin in answer.content.decode()
    assert not GemeenteTekst.objects.exists()


@pytest.mark.parametrize("sleutel", TEKSTEN)
def test_every_default_text_is_sound_by_its_own_rules(browser, sleutel):
    url = reverse("teams:tekst", args=[sleutel])

    assert browser.post(url, read(browser, url)).status_code == 302
    assert not GemeenteTekst.objects.exists()


def test_an_own_text_stays_in_its_gemeente(gemeente):
    GemeenteTekst.objects.create(gemeente=gemeente, sleutel="verstuurd", tekst="Wij lezen mee.")

    assert tekst_van(gemeente, "verstuurd") == "Wij lezen mee."
    assert tekst_van(GemeenteFactory(), "verstuurd") == str(TEKSTEN["verstuurd"].standaard)
    assert tekst_van(None, "verstuurd") == str(TEKSTEN["verstuurd"].standaard)


# --- who may ------------------------------------------------------------------------------------

PAGES = ["partners", "partner_nieuw", "instellingen", "bereik", "termijnen", "openingstijden", "sluitingsdagen"]
PAGES += ["belnummers", "belnummer_nieuw", "teksten"]


@pytest.mark.parametrize("naam", PAGES)
@pytest.mark.parametrize("rol", ["meldpunt", "beleid", "trainer"])
def test_only_beheer_sets_anything(client, gemeente, naam, rol):
    client.force_login(AanstellingFactory(**{rol: True}, gemeente=gemeente).gebruiker)

    assert client.get(reverse(f"teams:{naam}")).status_code == 403


def test_what_belongs_to_another_gemeente_does_not_exist(browser):
    partner, contact = PartnerFactory(), ContactFactory()
    nummer = Belnummer.objects.create(gemeente=partner.gemeente, naam="Elders", nummer="144")
    pages = [
        *(reverse(f"teams:{naam}", args=[partner.pk]) for naam in ("partner", "partner_tijden", "contact_nieuw")),
        *(reverse(f"opvolging:beheer_{naam}", args=[partner.pk]) for naam in ("partner", "partner_einde")),
        *(reverse(f"opvolging:beheer_contact{naam}", args=[contact.pk]) for naam in ("", "_afwezig", "_einde")),
        reverse("teams:belnummer", args=[nummer.pk]),
    ]

    assert {browser.get(page).status_code for page in pages} == {404}
    assert {browser.post(page, {}).status_code for page in pages if "partners/%d/$" not in page} <= {404, 405}
    assert browser.get(reverse("teams:tekst", args=["bestaat-niet"])).status_code == 404
