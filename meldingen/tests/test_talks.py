"""To be called back, and a call about which nothing is kept (E007, E129)."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from buurtpreventie.accounts.models import Bewaard, Gebruiker
from buurtpreventie.accounts.tests.factories import GebruikerFactory
from buurtpreventie.audit.models import Logregel
from buurtpreventie.errors import RefusedAction
from buurtpreventie.outbox.models import Bericht
from meldingen.actions import ask_overleg, finish_overleg, note_attempt, take_overleg, withdraw_overleg
from meldingen.models import Belmoment, Concept, Melding, Overleg
from meldingen.tests.conftest import Schrijver, make_plaats, signed_in, text_of
from meldingen.tests.factories import DINSDAG
from meldingen.views.talks import ONCE_KEY
from teams.models import Sluitingsdag
from teams.rondes.tests.threads import at_once
from teams.tests.factories import AanstellingFactory, LidmaatschapFactory

pytestmark = pytest.mark.django_db
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
VRAGEN = reverse("meldingen:overleg_vragen")
GEBELD = reverse("meldingen:gebeld")
NUMMER = "06 12 34 56 78"


def asked(plaats, now, wie=None, **facts):
    """Somebody of this place wants to be called."""
    wie = wie or plaats.melder
    facts = {"soort": "niet_pluis", "aanleiding": "twijfel", "telefoon": NUMMER, "actor": wie} | facts
    return ask_overleg(gemeente=plaats.gemeente, wie=wie, now=now, **facts)


def colleague(plaats):
    return AanstellingFactory(gemeente=plaats.gemeente, meldpunt=True).gebruiker


def form_of(client, query=""):
    """The hidden fields as the page shows them."""
    page = client.get(VRAGEN + query)
    form = page.context["form"]
    return page, {name: form[name].value() or "" for name in ("aanleiding", "soort", "melding", "sleutel")}


def test_the_privacy_page_says_what_is_kept_of_a_talk(client, db):
    page = text_of(client.get(reverse("ui:privacy")))

    assert "Niet waar het gesprek over gaat." in page  # E015
    assert "Wij tellen alleen hoe vaak er is gebeld, zonder namen." in page


# --- asking ----------------------------------------------------------------------------------


def test_looking_at_the_page_writes_nothing_and_says_before_which_day_somebody_rings(plaats):
    page = text_of(signed_in(plaats.melder).get(VRAGEN))

    assert "Wij bellen uiterlijk <strong>donderdag 19 november" in page
    assert "textarea" not in page  # no field for what it is about
    assert Overleg.objects.count() == 0


def test_who_wants_to_talk_leaves_a_number_and_sees_when_somebody_rings(plaats):
    client = signed_in(plaats.melder)
    _page, hidden = form_of(client, "?aanleiding=twijfel&soort=niet_pluis")

    client.post(VRAGEN, hidden | {"telefoon": NUMMER, "bereikbaar": "Na 10.00 uur"})

    overleg = Overleg.objects.get()
    assert (overleg.wie, overleg.telefoon, overleg.bereikbaar) == (plaats.melder, NUMMER, "Na 10.00 uur")
    assert (overleg.aanleiding, overleg.soort) == ("twijfel", "niet_pluis")
    for name in ("opvolging:thuis", "opvolging:mijn"):
        assert "Wij bellen u uiterlijk donderdag 19 november" in text_of(client.get(reverse(name)))
    assert Melding.objects.count() == 0


def test_the_number_of_the_profile_stands_there_already(plaats):
    Gebruiker.objects.filter(pk=plaats.melder.pk).update(telefoon=NUMMER)

    page, _hidden = form_of(signed_in(plaats.melder))

    assert page.context["form"]["telefoon"].value() == NUMMER


@pytest.mark.parametrize("telefoon", ["", "twaalf", "12"])
def test_without_a_number_nobody_can_ring(plaats, telefoon):
    client = signed_in(plaats.melder)
    Gebruiker.objects.filter(pk=plaats.melder.pk).update(telefoon="")
    _page, hidden = form_of(client)

    page = client.post(VRAGEN, hidden | {"telefoon": telefoon, "bereikbaar": "Na 10.00 uur"})

    assert page.status_code == 422
    assert "Na 10.00 uur" in text_of(page)
    assert Overleg.objects.count() == 0


@pytest.mark.parametrize(
    ("aanleiding", "moment", "before"),
    [
        ("twijfel", "2026-11-17 10:00", "2026-11-19"),
        ("twijfel", "2026-11-20 22:00", "2026-11-24"),  # Friday night
        ("twijfel", "2026-12-24 09:00", "2026-12-29"),  # over Christmas
        ("niet_vastgelegd", "2026-11-17 10:00", "2026-11-18"),
        ("niet_vastgelegd", "2026-11-20 22:00", "2026-11-23"),
        ("niet_vastgelegd", "2026-11-22 03:00", "2026-11-23"),
    ],
)
def test_somebody_rings_within_two_working_days_or_after_a_call_the_next(plaats, aanleiding, moment, before):
    now = datetime.fromisoformat(moment).replace(tzinfo=AMSTERDAM)

    assert f"{asked(plaats, now, aanleiding=aanleiding).bellen_voor}" == before


def test_a_closing_day_of_the_gemeente_counts(plaats, now):
    Sluitingsdag.objects.create(gemeente=plaats.gemeente, datum="2026-11-18", naam="Studiedag")

    assert f"{asked(plaats, now).bellen_voor}" == "2026-11-20"


def test_sent_twice_is_one_and_one_stands_open_per_person_and_occasion(plaats, now):
    client = signed_in(plaats.melder)
    _page, hidden = form_of(client)
    for _ in range(2):
        client.post(VRAGEN, hidden | {"telefoon": NUMMER})
    first = Overleg.objects.get()

    assert asked(plaats, now, telefoon="06 87 65 43 21") == first
    assert asked(plaats, now, aanleiding="burenhulp") != first
    with pytest.raises(IntegrityError), transaction.atomic():
        Overleg.objects.create(
            gemeente=plaats.gemeente,
            wie=plaats.melder,
            soort="niet_pluis",
            aanleiding="twijfel",
            telefoon=NUMMER,
            gevraagd_op=now,
            bellen_voor=now.date(),
        )
    withdraw_overleg(first, actor=plaats.melder, now=now)
    assert asked(plaats, now) not in (first, None)


def test_a_key_of_somebody_else_gives_nothing_away(plaats, now):
    theirs = asked(plaats, now, wie=plaats.coordinator)

    with pytest.raises(RefusedAction, match="vraag het nog een keer"):
        asked(plaats, now, sleutel=theirs.sleutel)


@pytest.mark.parametrize(
    "query", ["?aanleiding=onzin", "?aanleiding=twijfel&soort=%00", "?melding=4071-2268", "?aanleiding=" + "x" * 5000]
)
def test_a_link_that_means_nothing_is_a_plain_talk(plaats, query):
    page, hidden = form_of(signed_in(plaats.melder), query)

    assert page.status_code == 200
    assert hidden["aanleiding"] == "twijfel"


def test_hostile_fields_never_break_the_page(plaats):
    client = signed_in(plaats.melder)
    for field in ("aanleiding", "soort", "melding", "sleutel", "telefoon", "bereikbaar", "namens"):
        for value in ("\x00", "'; DROP TABLE", "9" * 9000, "<script>", "\U0001f600", "-1"):
            assert client.post(VRAGEN, {"aanleiding": "twijfel", field: value}).status_code in (302, 422)


def test_number_and_hours_are_encrypted_and_gone_when_it_is_not_needed_any_more(plaats, now):
    overleg = asked(plaats, now, bereikbaar="Na 10.00 uur")
    with connection.cursor() as cursor:
        cursor.execute("SELECT telefoon, bereikbaar FROM meldingen_overleg")
        stored = " ".join(cursor.fetchone())
    client = signed_in(plaats.melder)

    client.post(reverse("meldingen:overleg_intrekken", args=[overleg.pk]))
    client.post(reverse("meldingen:overleg_intrekken", args=[overleg.pk]))

    overleg.refresh_from_db()
    assert "34 56" not in stored and "10.00" not in stored
    assert (overleg.uitkomst, overleg.telefoon, overleg.bereikbaar) == ("niet_meer_nodig", "", "")
    assert "Hoeft niet meer" not in text_of(client.get(reverse("opvolging:mijn")))


def test_nobody_withdraws_the_talk_of_somebody_else(plaats, elders, now):
    overleg = asked(plaats, now)
    url = reverse("meldingen:overleg_intrekken", args=[overleg.pk])

    for nosy in (plaats.coordinator, elders.melder, colleague(plaats)):
        assert signed_in(nosy).post(url).status_code == 404
    overleg.refresh_from_db()
    assert overleg.is_open


# --- on behalf -------------------------------------------------------------------------------


def test_a_coordinator_asks_it_for_a_member_without_mail(plaats):
    member = LidmaatschapFactory(
        team=plaats.team, gebruiker=GebruikerFactory(email=None, telefoon=NUMMER, antwoord_via="telefoon")
    ).gebruiker
    client = signed_in(plaats.coordinator)
    _page, hidden = form_of(client)

    client.post(VRAGEN, hidden | {"namens": member.pk, "telefoon": ""})

    overleg = Overleg.objects.get()
    assert (overleg.wie, overleg.telefoon) == (member, NUMMER)
    assert Logregel.objects.get(gebeurtenis="overleg.gevraagd").details == {"namens": True}


def test_nobody_asks_it_for_a_stranger(plaats, elders):
    for who, other in ((plaats.melder, plaats.coordinator), (plaats.coordinator, elders.melder)):
        client = signed_in(who)
        _page, hidden = form_of(client)
        client.post(VRAGEN, hidden | {"namens": other.pk, "telefoon": NUMMER})

    assert [overleg.wie for overleg in Overleg.objects.all()] == [
        plaats.melder
    ]  # who has no such field asks for oneself


# --- the doubt route -------------------------------------------------------------------------


def test_who_doubts_gets_the_number_and_can_be_called_back_while_the_draft_stays(schrijver):
    schrijver.fill_until("wat")

    page = text_of(schrijver.fill("onderwerp", only={"wens": "overleggen"}))

    assert schrijver.plaats.gemeente.meldpunt_telefoon in page
    assert f'href="{VRAGEN}?aanleiding=twijfel&amp;soort=niet_pluis"' in page
    assert Concept.objects.get().antwoorden["waarneming"].startswith("De brievenbus")


def test_worries_lead_to_a_talk_as_well(plaats):
    assert VRAGEN in text_of(signed_in(plaats.melder).get(reverse("meldingen:zorgen")))


# --- the meldpunt ----------------------------------------------------------------------------


def test_who_tries_first_rings_and_a_colleague_can_take_it_over(plaats, now):
    overleg, one, two = asked(plaats, now), colleague(plaats), colleague(plaats)
    overleg = note_attempt(overleg, poging=0, actor=one, now=now)

    with pytest.raises(RefusedAction, match="belt al"):
        note_attempt(overleg, poging=1, actor=two, now=now)
    with pytest.raises(RefusedAction, match="belt al"):
        take_overleg(overleg, actor=two, now=now, van=None)
    take_overleg(overleg, actor=two, now=now, van=one.pk)
    overleg = finish_overleg(overleg, uitkomst="advies", actor=two, now=now)

    assert (overleg.behandelaar, overleg.uitkomst, overleg.telefoon) == (two, "advies", "")


def test_not_reached_is_an_outcome_after_three_times_and_a_double_click_counts_once(plaats, now):
    overleg, desk = asked(plaats, now), colleague(plaats)
    for poging in (0, 0, 1):
        overleg = note_attempt(overleg, poging=poging, actor=desk, now=now)
    with pytest.raises(RefusedAction, match="3 keer"):
        finish_overleg(overleg, uitkomst="niet_bereikt", actor=desk, now=now)

    note_attempt(overleg, poging=2, actor=desk, now=now)
    for _ in range(2):
        overleg = finish_overleg(overleg, uitkomst="niet_bereikt", actor=desk, now=now)

    assert (overleg.pogingen, overleg.uitkomst) == (3, "niet_bereikt")
    mail = Bericht.objects.get(bron=overleg.bron)
    assert (mail.aan, NUMMER in mail.tekst) == (plaats.melder.email, False)


def test_what_ended_stays_ended(plaats, now):
    overleg, desk = asked(plaats, now), colleague(plaats)
    withdraw_overleg(overleg, actor=plaats.melder, now=now)

    for act, facts in ((finish_overleg, {"uitkomst": "advies"}), (note_attempt, {"poging": 0}), (take_overleg, {})):
        with pytest.raises(RefusedAction, match="al klaar"):
            act(overleg, actor=desk, now=now, **facts)
    overleg.refresh_from_db()
    assert overleg.uitkomst == "niet_meer_nodig"


def test_the_database_wants_an_outcome(plaats, now):
    overleg = asked(plaats, now)

    with pytest.raises(IntegrityError), transaction.atomic():
        Overleg.objects.filter(pk=overleg.pk).update(klaar_op=now)


def test_only_the_desk_of_these_kinds_and_the_person_see_a_talk(plaats, elders, now):
    overleg, desk = asked(plaats, now), colleague(plaats)
    streets = AanstellingFactory(gemeente=plaats.gemeente, meldpunt=True, soorten=["openbare_ruimte"]).gebruiker

    seen = {who: list(Overleg.objects.visible_to(who)) for who in (plaats.melder, desk)}
    unseen = [streets, plaats.coordinator, elders.melder, colleague(elders)]

    assert seen == {plaats.melder: [overleg], desk: [overleg]}
    assert [who for who in unseen if Overleg.objects.visible_to(who).exists()] == []


def test_a_talk_about_the_team_is_hidden_from_who_is_in_it_and_sits_at_the_meldpunt_too(plaats, now):
    both = AanstellingFactory(gemeente=plaats.gemeente, meldpunt=True, gebruiker=plaats.coordinator).gebruiker
    overleg = asked(plaats, now, soort="team")

    assert list(Overleg.objects.at_meldpunt_of(both)) == []
    assert list(Overleg.objects.at_meldpunt_of(colleague(plaats))) == [overleg]


# --- nothing is kept -------------------------------------------------------------------------


def to_v4(schrijver):
    """Choose, in the middle of a draft, something of which nothing is kept; the page that says whom to call."""
    schrijver.fill_until("onderwerp", onderwerp={"groep": "Iemand doet anders dan eerst"})
    return schrijver.fill("categorie", categorie="NP21")


def pressed(page):
    return {name: page.context["gebeld"][name].value() for name in ("soort", "eenmalig")}


def test_i_have_called_counts_one_call_without_a_name_and_offers_to_ring(schrijver):
    button = pressed(to_v4(schrijver))

    page = text_of(schrijver.client.post(GEBELD, button))
    text_of(schrijver.client.post(GEBELD, button))

    kept = Belmoment.objects.get()
    assert (kept.soort, f"{kept.week}") == ("niet_pluis", "2026-11-16")
    assert {field.name for field in Belmoment._meta.fields} == {"id", "gemeente", "soort", "week"}
    assert "Goed dat u belde" in page and "Wij bewaren hier niets over." in page
    assert "Zal iemand u vandaag of morgen bellen?" in page


def test_on_friday_night_nobody_promises_to_ring_tomorrow(schrijver, clock, now):
    clock.move_to(now + timedelta(days=3, hours=11))
    schrijver.client.force_login(schrijver.gebruiker)

    page = text_of(schrijver.client.get(GEBELD))

    assert "uiterlijk maandag 23 november?" in page


@pytest.mark.parametrize("key", ["", "geraden", "\x00"])
def test_a_button_that_no_page_showed_counts_nothing(schrijver, key):
    to_v4(schrijver)

    assert schrijver.client.post(GEBELD, {"soort": "niet_pluis", "eenmalig": key}).status_code == 200
    assert Belmoment.objects.count() == 0


def test_after_it_only_a_call_and_a_talk_exist_and_nothing_ties_the_person_to_the_category(schrijver, plaats, caplog):
    rows_before = everything()
    page = to_v4(schrijver)
    schrijver.client.post(GEBELD, pressed(page))
    ask = schrijver.client.get(GEBELD).context["form"]
    hidden = {name: ask[name].value() or "" for name in ("aanleiding", "soort", "melding", "sleutel")}
    schrijver.client.post(VRAGEN, hidden | {"aanleiding": "niet_vastgelegd", "telefoon": NUMMER})

    new = {table: rows for table, rows in everything().items() if rows != rows_before.get(table)}
    text = repr({table: rows for table, rows in new.items() if table != "meldingen_categorie"})

    assert {table for table in new if table not in ("django_session", "accounts_apparaat", "audit_logregel")} == {
        "meldingen_belmoment",
        "meldingen_overleg",
    }
    assert [line.gebeurtenis for line in Logregel.objects.all()][-1:] == ["overleg.gevraagd"]
    assert Logregel.objects.get(gebeurtenis="overleg.gevraagd").details == {"namens": False}
    kept_in_sessions = [session.get_decoded() for session in Session.objects.all()]
    for word in ("NP21", "niet meer willen leven", "Iemand doet anders"):
        assert word not in text + repr(kept_in_sessions) + caplog.text
    assert not any(ONCE_KEY in session for session in kept_in_sessions)
    categorie = plaats.categorie("NP21").pk
    assert not any(
        value == categorie for row in Overleg.objects.values() for name, value in row.items() if name == "categorie"
    )


@pytest.mark.parametrize(
    ("soort", "code", "nummer"), [("niet_pluis", "NP21", "113"), ("wijkveiligheid", "WV14", "112")]
)
def test_after_the_session_ended_the_choice_is_not_put_away_but_answered_at_once(schrijver, soort, code, nummer):
    schrijver.begin()
    client = schrijver.client
    del client.cookies["sessionid"]

    for url in (schrijver.url("categorie"), reverse("meldingen:begin", args=[soort])):
        page = text_of(client.post(url, {"categorie": code}))
        assert f'href="tel:{nummer}"' in page
    assert client.post(GEBELD, {"soort": soort, "eenmalig": "x"}).url == reverse("teams:start")

    assert Bewaard.objects.count() == 0
    client.post(schrijver.url("categorie"), {"categorie": "NP02"})
    assert Bewaard.objects.count() == 1  # any other choice waits for its writer


def everything():
    """Every row of every table, as the database holds it."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            if model._meta.managed and not model._meta.proxy:
                cursor.execute(f'SELECT * FROM "{model._meta.db_table}" ORDER BY 1')
                found[model._meta.db_table] = cursor.fetchall()
    return found


# --- afterwards ------------------------------------------------------------------------------


def heavy_report(schrijver):
    """A melding of something heavy: the group asks about a child."""
    return schrijver.report(onderwerp={"groep": "Een kind of jongere"}, categorie={"categorie": "NP12"})


def test_after_something_heavy_it_is_asked_once_how_the_melder_is(schrijver, clock, now):
    melding = heavy_report(schrijver)
    sent = reverse("meldingen:verstuurd", args=[melding.nummer])
    client = schrijver.client
    assert "Wilt u dat iemand u belt om erover te praten?" in text_of(client.get(sent))

    _page, hidden = form_of(client, f"?aanleiding=nazorg&melding={melding.nummer}")
    for _ in range(2):
        client.post(VRAGEN, hidden | {"telefoon": NUMMER})
    overleg = Overleg.objects.get()

    assert (overleg.aanleiding, overleg.soort) == ("nazorg", "niet_pluis")
    assert "om erover te praten" not in text_of(client.get(sent))
    withdraw_overleg(overleg, actor=schrijver.gebruiker, now=now)
    assert "om erover te praten" not in text_of(client.get(sent))


def test_it_is_not_asked_later_nor_after_something_light_nor_to_who_wrote_it_for_another(schrijver, clock, now):
    light, heavy = schrijver.report(), heavy_report(Schrijver(schrijver.plaats))
    client = schrijver.client

    assert "om erover te praten" not in text_of(client.get(reverse("meldingen:verstuurd", args=[light.nummer])))
    clock.move_to(now + timedelta(hours=1))
    client.force_login(schrijver.gebruiker)
    assert "om erover te praten" not in text_of(client.get(reverse("meldingen:verstuurd", args=[heavy.nummer])))


def test_a_talk_after_the_melding_of_another_says_nothing_about_it(schrijver, plaats):
    melding = heavy_report(schrijver)
    nosy = signed_in(plaats.coordinator)
    _page, hidden = form_of(nosy, f"?aanleiding=nazorg&melding={melding.nummer}")

    nosy.post(VRAGEN, hidden | {"telefoon": NUMMER, "soort": "burenhulp"})

    assert Overleg.objects.get().soort == "burenhulp"


# --- at the same moment ----------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_are_one_call_and_one_talk(transactional_db, clock):
    plaats = make_plaats()
    schrijver = Schrijver(plaats)
    button = pressed(to_v4(schrijver))
    cookies = schrijver.client.cookies

    def press(url, data):
        def act():
            client = signed_in_again(cookies)
            return client.post(url, data).status_code

        return act

    assert at_once(*[press(GEBELD, button)] * 4) == [200] * 4
    _page, hidden = form_of(schrijver.client)
    assert at_once(*[press(VRAGEN, hidden | {"telefoon": NUMMER})] * 4) == [302] * 4

    assert Belmoment.objects.count() == 1
    assert Overleg.objects.count() == 1


def signed_in_again(cookies):
    """A second tab of the same browser."""
    client = Client()
    client.cookies = cookies
    return client


@pytest.mark.django_db(transaction=True)
def test_two_colleagues_who_ring_at_once_are_not_both_the_one(transactional_db):
    plaats = make_plaats()
    overleg, desks = asked(plaats, DINSDAG), [colleague(plaats), colleague(plaats)]

    results = at_once(*[lambda desk=desk: note_attempt(overleg, poging=0, actor=desk, now=DINSDAG) for desk in desks])

    assert sorted(isinstance(result, RefusedAction) for result in results) == [False, True]
    overleg.refresh_from_db()
    assert overleg.pogingen == 1
