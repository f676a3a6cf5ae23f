"""Categories as a gemeente makes them its own, what needs attention, and who covers which buurt (E013, E149, E151)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from meldingen.actions import copy_categorieen
from meldingen.attention import attention_points
from meldingen.coverage import coverage
from meldingen.models import Categorie, Melding
from meldingen.promises import promises
from meldingen.tests.conftest import signed_in, text_of
from meldingen.tests.factories import report
from teams.models import Afspraak, Wijziging
from teams.tests.factories import AanstellingFactory, BuurtFactory, ContactFactory, GemeenteFactory, PartnerFactory


@pytest.fixture
def beheer(plaats):
    return AanstellingFactory(gemeente=plaats.gemeente, beheer=True).gebruiker


@pytest.fixture
def browser(beheer):
    return signed_in(beheer)


def url_of(categorie):
    return reverse("meldingen:categorie", args=[categorie.pk])


def read(browser, url):
    """The values of the form on a page as a browser would send them back."""
    form = browser.get(url).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value is not None and value is not False and value != []}


def changes(thing):
    return list(
        Wijziging.objects.filter(doel_soort="meldingen.categorie", doel_id=thing.pk)
        .order_by("pk")
        .values_list("veld", "van", "naar")
    )


def test_a_change_stands_in_the_history_and_holds_for_new_meldingen_only(browser, plaats, now):
    lamp = plaats.categorie("OR01")
    before = report(categorie=lamp, team=plaats.team, melder=plaats.melder, now=now)
    facts = {"reactie_werkdagen": "1", "antwoord_werkdagen": "4", "vertrouwelijkheid": "1", "naam": "Kapotte lamp"}

    answer = browser.post(url_of(lamp), read(browser, url_of(lamp)) | facts)

    assert answer.status_code == 302
    assert [veld for veld, *_rest in changes(lamp)] == [
        "naam",
        "reactie_werkdagen",
        "antwoord_werkdagen",
        "vertrouwelijkheid",
    ]
    assert changes(lamp)[-1] == ("vertrouwelijkheid", "Open", "Team en meldpunt")
    old = Melding.objects.get(pk=before.pk)
    assert (old.vertrouwelijkheid, old.antwoord_voor) == (0, before.antwoord_voor)
    after = report(categorie=plaats.categorie("OR01"), team=plaats.team, melder=plaats.melder, now=now)
    assert after.vertrouwelijkheid == 1
    assert after.antwoord_voor < before.antwoord_voor
    assert "Kapotte lamp" in text_of(browser.get(url_of(lamp)))


def test_a_lower_level_needs_a_tick_and_a_higher_one_does_not(browser, plaats):
    eenzaam = plaats.categorie("WV12")  # V2
    values = read(browser, url_of(eenzaam)) | {"vertrouwelijkheid": "1"}

    refused = browser.post(url_of(eenzaam), values)
    done = browser.post(url_of(eenzaam), values | {"verlagen": "on"})

    assert refused.status_code == 409 and "Het niveau gaat omlaag" in text_of(refused)
    assert done.status_code == 302
    assert plaats.categorie("WV12").vertrouwelijkheid == 1
    raised = browser.post(url_of(eenzaam), read(browser, url_of(eenzaam)) | {"vertrouwelijkheid": "3"})
    assert raised.status_code == 302


@pytest.mark.parametrize(
    ("code", "feiten", "zin"),
    [
        ("WV14", {"vertrouwelijkheid": "2"}, "te gevoelig"),
        ("NP02", {"vertrouwelijkheid": "1"}, "altijd vertrouwelijk"),
        ("TM01", {"vertrouwelijkheid": "2"}, "altijd strikt vertrouwelijk"),
        ("NP02", {"fotos": "on"}, "alleen bij plekken en schade"),
        ("OR01", {"reactie_werkdagen": "20", "antwoord_werkdagen": ""}, "komt voor de reactie"),
    ],
)
def test_rules_that_no_gemeente_can_set_aside(browser, plaats, code, feiten, zin):
    categorie = plaats.categorie(code)

    answer = browser.post(url_of(categorie), read(browser, url_of(categorie)) | feiten | {"verlagen": "on"})

    assert answer.status_code == 409
    assert zin in text_of(answer)
    assert changes(categorie) == []


def test_looking_shows_what_the_melder_would_see_and_saves_nothing(browser, plaats):
    lamp = plaats.categorie("OR01")
    typed = {"tip": "Kijk naar het <b>nummer</b> op de paal.", "bekijk": "1", "spoed": "SGEM"}

    page = browser.post(url_of(lamp), read(browser, url_of(lamp)) | typed)

    assert page.status_code == 200
    words = text_of(page)
    assert "Er is nog niets opgeslagen" in words and "Zo ziet de melder het" in words
    assert "&lt;b&gt;nummer&lt;/b&gt;" in words and "<b>nummer" not in words
    assert plaats.gemeente.telefoon in words
    assert changes(lamp) == []


def test_an_own_category_is_free_of_code_and_can_be_chosen(browser, plaats, schrijver):
    url = reverse("meldingen:categorie_nieuw")
    values = read(browser, url) | {
        "soort": "openbare_ruimte",
        "naam": "Kapotte hondenpoepbak",
        "groep": "Afval en vuil",
        "partner_soort": "openbare_ruimte",
        "vertrouwelijkheid": "0",
        "kijk_naar": "Deksel weg\n\nBak te vol",
    }

    browser.post(url, values)
    twice = browser.post(url, values)

    own = Categorie.objects.get(gemeente=plaats.gemeente, code="X01")
    assert (own.naam, own.kijk_naar) == ("Kapotte hondenpoepbak", ["Deksel weg", "Bak te vol"])
    assert twice.status_code == 409
    assert read(browser, url)["code"] == "X02"
    page = schrijver.client.get(reverse("meldingen:begin", args=["openbare_ruimte"]))
    assert "Kapotte hondenpoepbak" in text_of(page)


def test_off_is_not_gone_and_pressed_twice_is_once(browser, plaats, schrijver):
    lamp = plaats.categorie("OR01")
    for _press in range(2):
        browser.post(reverse("meldingen:categorie_uit", args=[lamp.pk]))

    page = text_of(schrijver.client.get(reverse("meldingen:begin", args=["openbare_ruimte"])))
    assert lamp.naam not in page
    assert changes(lamp) == [("actief", "ja", "nee")]
    assert Categorie.objects.filter(pk=lamp.pk).exists()


def test_two_people_at_one_category_do_not_overwrite_each_other(browser, plaats):
    lamp = plaats.categorie("OR01")
    mine, other = read(browser, url_of(lamp)), read(browser, url_of(lamp))
    browser.post(url_of(lamp), other | {"tip": "Noem het nummer op de paal."})

    answer = browser.post(url_of(lamp), mine | {"tip": "Let op het nummer."})

    assert answer.status_code == 409
    assert "Noem het nummer op de paal." in text_of(answer) and "Let op het nummer." in text_of(answer)
    assert plaats.categorie("OR01").tip == "Noem het nummer op de paal."


def test_only_beheer_of_this_gemeente(plaats, elders, browser):
    lamp, far = plaats.categorie("OR01"), elders.categorie("OR01")
    desk = signed_in(AanstellingFactory(gemeente=plaats.gemeente, meldpunt=True).gebruiker)

    assert [desk.get(reverse(f"meldingen:{naam}")).status_code for naam in ("beheer", "categorieen")] == [403, 403]
    assert desk.get(url_of(lamp)).status_code == 403
    assert browser.get(url_of(far)).status_code == 404
    assert browser.post(reverse("meldingen:categorie_uit", args=[far.pk])).status_code == 404
    assert signed_in(plaats.melder).get(url_of(lamp)).status_code == 403


def test_a_short_term_of_the_gemeente_never_promises_the_answer_before_the_reaction(plaats, now):
    lamp = plaats.categorie("OR01")
    lamp.reactie_werkdagen, lamp.antwoord_werkdagen = 8, None
    lamp.gemeente.antwoord_werkdagen = 5

    dates = promises(lamp, now)

    assert dates.antwoord_voor == dates.reageren_voor


# --- what needs attention -----------------------------------------------------------------------


def told(plaats, now):
    return [punt.tekst for punt in attention_points(plaats.gemeente, now.date())]


def test_attention_names_what_may_leave_a_melding_alone(plaats, now):
    today = now.date()
    partner = PartnerFactory(gemeente=plaats.gemeente, naam="Wijkteam Noord", soort="wijkteam")
    ContactFactory(partner=partner, naam="Bep Rietveld", afwezig_van=today)
    PartnerFactory(gemeente=plaats.gemeente, naam="Welzijn Leeg", soort="welzijn", weg="link")
    soon = {"reactie_werkdagen": 2, "antwoord_werkdagen": 5}
    Afspraak.objects.create(partner=partner, soort="niet_pluis", geldig_tot=today + timedelta(days=30), **soon)
    Afspraak.objects.create(partner=partner, soort="burenhulp", geldig_tot=today + timedelta(days=90), **soon)
    AanstellingFactory(gemeente=plaats.gemeente, meldpunt=True, soorten=["niet_pluis"], hoogste_niveau=2)

    points = told(plaats, now)

    assert "Bep Rietveld van Wijkteam Noord is afwezig en heeft geen vervanger." in points
    assert "Welzijn Leeg heeft nog niemand om een mail aan te sturen." in points
    assert "De afspraak met Wijkteam Noord over zorgen om iemand loopt af op 17 december." in points
    assert not any("burenhulp loopt af" in point for point in points)
    assert "Niemand bij het meldpunt leest meldingen over: Iets in ons team." in points
    words = "Niemand bij het meldpunt leest meldingen over zorgen om iemand die strikt vertrouwelijk zijn."
    assert words in points
    missing = next(point for point in points if point.startswith("Er is nog geen partner van deze soort"))
    assert "GGD (2)" in missing
    assert "Meldpunt (" not in missing and "Politie (" not in missing and "Sociaal wijkteam (" not in missing


def test_the_start_page_of_beheer_links_each_point_to_where_it_is_mended(browser, plaats):
    partner = PartnerFactory(gemeente=plaats.gemeente, naam="Welzijn Leeg", soort="welzijn", weg="link")
    page = browser.get(reverse("meldingen:beheer")).content.decode()

    assert f'href="{reverse("opvolging:beheer_partner", args=[partner.pk])}"' in page


# --- coverage -----------------------------------------------------------------------------------


def cell(plaats, buurt, groep, now):
    tables = coverage(plaats.gemeente, now.date()).tabellen
    cells = [vak for tabel in tables for place, row in tabel.rijen if place == buurt for vak in row]
    return next(vak for vak in cells if vak.groep == groep)


def test_a_cell_is_covered_where_somebody_is_there_for_that_buurt(plaats, now):
    other = BuurtFactory(gemeente=plaats.gemeente, naam="Dijkzicht")
    partner = PartnerFactory(gemeente=plaats.gemeente, naam="Wijkbeheer", soort="openbare_ruimte")
    contact = ContactFactory(partner=partner)
    contact.buurten.set([plaats.buurt])

    here, there = (cell(plaats, buurt, "Licht, borden en palen", now) for buurt in (plaats.buurt, other))

    assert (here.partners, here.ontbreekt) == (("Wijkbeheer",), ())
    assert (there.partners, there.ontbreekt, there.is_leeg) == ((), ("Openbare ruimte",), True)


def test_without_buurten_a_contact_is_there_for_all_and_away_means_the_deputy(plaats, now):
    today = now.date()
    partner = PartnerFactory(gemeente=plaats.gemeente, naam="Wijkbeheer", soort="openbare_ruimte")
    contact = ContactFactory(partner=partner, afwezig_van=today)
    groep = "Licht, borden en palen"
    assert cell(plaats, plaats.buurt, groep, now).is_leeg

    deputy = ContactFactory(partner=partner)
    deputy.buurten.set([BuurtFactory(gemeente=plaats.gemeente)])
    contact.vervanger = deputy
    contact.save()

    assert cell(plaats, plaats.buurt, groep, now).partners == ("Wijkbeheer",)


def test_buurten_where_the_same_holds_stand_in_one_row(plaats, now):
    other, third = (BuurtFactory(gemeente=plaats.gemeente, naam=naam) for naam in ("Aa-buurt", "Zee-buurt"))
    ContactFactory(partner=PartnerFactory(gemeente=plaats.gemeente, soort="openbare_ruimte")).buurten.set([third])

    tables = {tabel.soort: tabel for tabel in coverage(plaats.gemeente, now.date()).tabellen}

    assert [names for names, _cells in tables["Straat en groen"].samen] == [
        sorted([other.naam, plaats.buurt.naam]),
        [third.naam],
    ]


def test_by_telephone_a_number_is_enough_and_a_stopped_partner_counts_for_nothing(plaats, now):
    phone = PartnerFactory(gemeente=plaats.gemeente, naam="Buitendienst", soort="openbare_ruimte", weg="telefoon")
    groep = "Licht, borden en palen"
    assert cell(plaats, plaats.buurt, groep, now).partners == ("Buitendienst",)

    phone.actief = False
    phone.save()

    assert cell(plaats, plaats.buurt, groep, now).is_leeg


def test_gaps_stand_on_top_in_words_and_what_the_meldpunt_does_itself_is_none(plaats, now):
    BuurtFactory(gemeente=plaats.gemeente, naam="Dijkzicht")
    ggd = PartnerFactory(gemeente=plaats.gemeente, soort="ggd")
    ContactFactory(partner=ggd).buurten.set([plaats.buurt])

    gaps = {gat.partner_soort: gat for gat in coverage(plaats.gemeente, now.date()).gaten}

    assert (gaps["GGD"].buurten, gaps["GGD"].overal) == (("Dijkzicht",), False)
    assert gaps["Wijkagent"].overal
    assert "Meldpunt" not in gaps
    assert "Politie (meldkamer of basisteam)" not in gaps  # only V4 points there: nothing is asked


@pytest.mark.parametrize(("rol", "status"), [("beheer", 200), ("beleid", 200), ("meldpunt", 200), ("trainer", 403)])
def test_coverage_is_for_who_can_mend_it(plaats, elders, rol, status):
    PartnerFactory(gemeente=elders.gemeente, naam="Kanarie Elders", soort="ggd", weg="eigen_systeem")
    page = signed_in(AanstellingFactory(gemeente=plaats.gemeente, **{rol: True}).gebruiker).get(
        reverse("meldingen:dekking")
    )

    assert page.status_code == status
    if status == 200:
        assert "Hier pakt nog niemand het op" in text_of(page)
        assert "Kanarie Elders" not in text_of(page)


@pytest.mark.django_db
@pytest.mark.parametrize("naam", ["meldingen:dekking", "meldingen:beheer", "teams:partners", "meldingen:categorieen"])
def test_pages_of_beheer_ask_the_same_for_one_row_and_for_thirty(naam):
    counts = []
    for n in (1, 30):
        gemeente = GemeenteFactory()
        copy_categorieen(gemeente)
        for soort in ["wijkteam", "openbare_ruimte", "ggd"] * n:
            partner = PartnerFactory(gemeente=gemeente, soort=soort)
            buurt = BuurtFactory(gemeente=gemeente)
            deputy = ContactFactory(partner=partner)
            ContactFactory(partner=partner, vervanger=deputy, afwezig_van=timezone.localdate()).buurten.set([buurt])
        browser = signed_in(AanstellingFactory(gemeente=gemeente, beheer=True).gebruiker)
        browser.get(reverse(naam))
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(reverse(naam)).status_code == 200
        counts.append(len([q for q in queries if "SAVEPOINT" not in q["sql"] and "set_config" not in q["sql"]]))

    assert counts[0] == counts[1] <= 16
