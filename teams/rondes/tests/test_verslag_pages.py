"""The pages of a report: few taps, nothing lost, and each question with its own error."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from teams.rondes.models import Correctie, Ronde, Verslag
from teams.rondes.tests.factories import DeelnameFactory, RondeFactory, RouteFactory, VerslagFactory
from teams.tests.factories import LidmaatschapFactory, StraatFactory, TeamFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(second=0, microsecond=0)
ANSWERS = {
    "wegen": ["hoofdwegen"],
    "lette_op": ["verlichting", "afval"],
    "opvallend": "nee",
    "gepraat": "nee",
    "kapot": "nee",
    "gebeld": "nee",
    "veilig": "ja",
}


@pytest.fixture
def team():
    return TeamFactory()


@pytest.fixture
def piet(team):
    return LidmaatschapFactory(team=team, gebruiker__naam="Piet").gebruiker


@pytest.fixture
def ria(team):
    return LidmaatschapFactory(team=team, gebruiker__naam="Ria").gebruiker


@pytest.fixture
def coordinator(team):
    return LidmaatschapFactory(team=team, coordinator=True, gebruiker__naam="Coby").gebruiker


@pytest.fixture
def thuis(team, piet, ria):
    ronde = RondeFactory(thuis=True, team=team, op=NOW - timedelta(hours=2), leider=piet, route=RouteFactory(team=team))
    for wie in (piet, ria):
        DeelnameFactory(ronde=ronde, gebruiker=wie, liep_mee=True)
    return ronde


@pytest.fixture
def as_piet(client, piet):
    client.force_login(piet)
    return client


def url(name, thing):
    return reverse(f"rondes:{name}", args=[thing.pk])


def shown(client, address):
    """What a browser would send back of the page as it stands, hidden fields included."""
    form = client.get(address).context["form"]
    hidden = {field.name: field.value() or "" for field in form.hidden_fields()}
    return form.stands_there() | hidden


def send(client, address, **answers):
    return client.post(address, shown(client, address) | ANSWERS | answers)


def test_what_is_known_stands_there_and_a_quiet_round_is_sent(as_piet, thuis, piet, ria):
    page = shown(as_piet, url("verslag", thuis))
    assert page["route"] == [str(thuis.route_id)]
    assert sorted(page["deelnemers"]) == sorted([str(piet.pk), str(ria.pk)])

    answer = send(as_piet, url("verslag", thuis))

    assert answer.url == url("verslag_klaar", thuis)
    thuis.refresh_from_db()
    assert thuis.stand == "afgerond"
    assert list(Correctie.objects.all()) == []
    assert "Uw verslag is verstuurd" in as_piet.get(answer.url).text


def test_every_question_has_an_error_of_its_own_and_keeps_what_was_filled_in(as_piet, thuis):
    page = shown(as_piet, url("verslag", thuis))
    answer = as_piet.post(url("verslag", thuis), page | {"opmerking": "Mooie avond"})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == set(ANSWERS)
    assert "Mooie avond" in answer.text
    thuis.refresh_from_db()
    assert thuis.stand == "thuis"


@pytest.mark.parametrize(
    "begin, einde, sentence",
    [
        ("20:00", "20:00", "eindigt niet na het begin"),
        ("20:00", "19:00", "langer dan 8 uur"),
        ("x", "", "Vul een tijd in"),
    ],
)
def test_odd_times_are_told_at_the_field(as_piet, thuis, begin, einde, sentence):
    answer = send(as_piet, url("verslag", thuis), begin=begin, einde=einde)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_who_talked_counts_people(as_piet, thuis):
    refused = send(as_piet, url("verslag", thuis), gepraat="ja", gesprek_praatje="0")
    assert "met hoeveel mensen" in refused.text
    send(as_piet, url("verslag", thuis), gepraat="ja", gesprek_praatje="4", gesprek_team="1", verloop="prettig")
    talks = {(g.onderwerp, g.aantal, g.verloop) for g in Verslag.objects.get().gesprekken.all()}
    assert talks == {("praatje", 4, "prettig"), ("team", 1, "prettig")}


@pytest.mark.parametrize("typed, sentence", [("-1", "Minder dan 0"), ("201", "hooguit 200"), ("twee", "geen letters")])
def test_a_counter_stays_between_none_and_two_hundred(as_piet, thuis, typed, sentence):
    answer = send(as_piet, url("verslag", thuis), kapot="ja", afval=typed)
    assert (answer.status_code, sentence in answer.text) == (422, True)


def test_streets_outside_the_own_buurten_are_asked_once_and_allowed(as_piet, thuis):
    far = StraatFactory(buurt__gemeente=thuis.team.gemeente, naam="Verrelaan")
    near = StraatFactory(buurt=thuis.team.buurten.first(), naam="Dichtbij")
    typed = {"route": "anders", "straten": ["dichtbij", "Verrelaan", "Zwarte pad"]}
    asked = send(as_piet, url("verslag", thuis), **typed)
    assert (asked.status_code, "Verrelaan: dit is buiten de buurten" in asked.text) == (422, True)

    mark = asked.context["form"].data["gevraagd"]
    answer = send(as_piet, url("verslag", thuis), **typed, gevraagd=mark)
    assert answer.status_code == 302
    thuis.refresh_from_db()
    assert [deel.straat for deel in thuis.gelopen_straten.all()] == [near, far]
    assert (thuis.route, thuis.andere_straten) == (None, "Zwarte pad")


@pytest.mark.parametrize("remark", ["Mevrouw Jansen zwaaide", "Bij Molenpad 12 stond de deur open", "Postcode 9999 ZZ"])
def test_a_name_or_address_in_the_remark_is_asked_once(as_piet, thuis, remark):
    StraatFactory(buurt__gemeente=thuis.team.gemeente, naam="Molenpad")
    asked = send(as_piet, url("verslag", thuis), opmerking=remark)
    assert (asked.status_code, "Staat er een naam of adres in?" in asked.text) == (422, True)
    mark = asked.context["form"].data["gevraagd"]
    assert send(as_piet, url("verslag", thuis), opmerking=remark, gevraagd=mark).status_code == 302


def test_an_ordinary_remark_is_not_asked_about(as_piet, thuis):
    assert (
        send(as_piet, url("verslag", thuis), opmerking="Om 21 uur ging het licht uit op het plein.").status_code == 302
    )


@pytest.mark.parametrize(
    "odd",
    [
        {"getoond": "[" * 100_000},
        {"getoond": '{"dag": 5, "wegen": null, "x": {}}'},
        {"route": "999999", "deelnemers": ["999999"], "gasten": ["was9"]},
        {"dag": "9999-12-31", "begin": "23:59", "einde": "23:58"},
        {"dag": "1900-01-01"},
        {"straten": ["x" * 500] * 100, "route": "anders"},
        {"gesprek_praatje": "1e9", "gepraat": "ja", "veilig": "\x00"},
    ],
)
def test_whatever_is_sent_is_answered_with_the_page(as_piet, thuis, odd):
    answer = send(as_piet, url("verslag", thuis), **odd)
    assert answer.status_code in (302, 409, 422)
    kept = as_piet.post(url("verslag_bewaar", thuis), {"veld": list(odd)} | odd)
    assert kept.status_code in (200, 400, 409)


# --- drafts -----------------------------------------------------------------------------------


def test_while_somebody_types_single_fields_are_kept(as_piet, thuis):
    answer = as_piet.post(
        url("verslag_bewaar", thuis), {"veld": ["veilig", "opmerking"], "veilig": "nee", "opmerking": "x"}
    )
    assert answer.json()["tekst"].startswith("Bewaard om ")
    page = shown(as_piet, url("verslag", thuis))
    assert (page["veilig"], page["opmerking"], page["route"]) == (["nee"], ["x"], [str(thuis.route_id)])


def test_nothing_to_keep_begins_no_draft(as_piet, thuis):
    assert as_piet.post(url("verslag_bewaar", thuis), {"veld": "onbekend", "onbekend": "x"}).status_code == 400
    assert list(Verslag.objects.all()) == []


def test_keeping_for_later_keeps_only_what_was_changed_here(as_piet, thuis):
    page = shown(as_piet, url("verslag", thuis))
    as_piet.post(url("verslag_bewaar", thuis), {"veld": "veilig", "veilig": "nee"})
    answer = as_piet.post(url("verslag", thuis), page | {"gepraat": "ja", "later": "1"})
    assert answer.url == url("ronde", thuis)
    assert Verslag.objects.get().concept == {"veilig": ["nee"], "gepraat": ["ja"]}


def test_two_devices_with_another_answer_are_told_once(as_piet, thuis):
    page = shown(as_piet, url("verslag", thuis))
    as_piet.post(url("verslag_bewaar", thuis), {"veld": "veilig", "veilig": "nee"})
    told = as_piet.post(url("verslag", thuis), page | ANSWERS)
    assert told.status_code == 409
    assert "Voelde u zich veilig?: Nee" in told.text
    again = page | ANSWERS | {"getoond": told.context["form"].data["getoond"]}
    assert as_piet.post(url("verslag", thuis), again).status_code == 302
    assert Verslag.objects.get().veilig == "ja"


def test_a_colleague_who_logged_meanwhile_is_not_overwritten(as_piet, thuis, ria, client):
    page = shown(as_piet, url("verslag", thuis))
    VerslagFactory(ronde=thuis, door=ria)
    earlier = thuis.einde - timedelta(minutes=10)
    thuis.deelnames.update(tijdvak=(thuis.begin, earlier))
    Ronde.objects.filter(pk=thuis.pk).update(stand="afgerond", afgerond_op=NOW, einde=earlier)

    answer = as_piet.post(url("verslag", thuis), page | ANSWERS)

    assert answer.status_code == 302
    thuis.refresh_from_db()
    assert (thuis.einde, Verslag.objects.finished().count()) == (earlier, 2)
    assert list(Correctie.objects.all()) == []


def test_the_same_as_last_time_is_one_tap_also_without_script(as_piet, thuis, piet):
    before = RondeFactory(afgerond=True, team=thuis.team, op=NOW - timedelta(days=7), leider=piet)
    VerslagFactory(ronde=before, door=piet, wegen=["achterpaden"], lette_op=["afval", "aed"])
    assert "Hetzelfde als vorige keer" in as_piet.get(url("verslag", thuis)).text
    page = shown(as_piet, url("verslag", thuis))
    as_piet.post(url("verslag", thuis), page | {"veilig": "ja", "vorige": "1"})
    page = shown(as_piet, url("verslag", thuis))
    assert (page["wegen"], sorted(page["lette_op"]), page["veilig"]) == (["achterpaden"], ["aed", "afval"], ["ja"])


def test_under_way_the_page_says_that_sending_ends_the_round(as_piet, team, piet):
    ronde = RondeFactory(
        bezig=True, team=team, op=NOW - timedelta(minutes=40), leider=piet, route=RouteFactory(team=team)
    )
    DeelnameFactory(ronde=ronde, gebruiker=piet, stand="liep_mee", tijdvak=(ronde.begin, None))
    page = as_piet.get(url("verslag", ronde)).text
    assert "U bent nog onderweg" in page
    assert "Iedereen is thuis: verstuur" in page
    assert send(as_piet, url("verslag", ronde)).status_code == 302
    ronde.refresh_from_db()
    assert (ronde.stand, ronde.telefoon) == ("afgerond", None)
    assert ronde.deelnames.get().tijdvak.upper == ronde.einde


def test_looking_changes_nothing(as_piet, thuis):
    as_piet.get(url("verslag", thuis))
    assert list(Verslag.objects.all()) == []


# --- afterwards -------------------------------------------------------------------------------


def afterwards(client, team, **answers):
    begin = timezone.localtime(NOW - timedelta(hours=30))
    typed = {
        "dag": begin.date().isoformat(),
        "begin": begin.strftime("%H:%M"),
        "einde": (begin + timedelta(hours=1)).strftime("%H:%M"),
        "straten": ["Zwarte pad"],
    }
    return send(client, url("achteraf", team), **(typed | answers))


def test_a_round_that_nobody_started_is_logged(as_piet, team, piet):
    answer = afterwards(as_piet, team)
    ronde = Ronde.objects.get()
    assert (answer.status_code, ronde.stand, ronde.andere_straten) == (302, "afgerond", "Zwarte pad")
    assert ronde.deelnames.get().gebruiker == piet


def test_sent_twice_it_is_one_round(as_piet, team):
    sleutel = shown(as_piet, url("achteraf", team))["sleutel"]
    for _ in range(2):
        assert afterwards(as_piet, team, sleutel=sleutel).status_code == 302
    assert Ronde.objects.count() == 1


def test_the_planned_round_of_that_moment_is_offered(as_piet, team):
    planned = RondeFactory(team=team, op=NOW - timedelta(hours=30))
    asked = afterwards(as_piet, team)
    assert (asked.status_code, "Was dit een ronde van het rooster?" in asked.text) == (422, True)
    afterwards(as_piet, team, was_ronde=str(planned.pk))
    planned.refresh_from_db()
    assert (planned.stand, Ronde.objects.count()) == ("afgerond", 1)


def test_or_it_was_another_round(as_piet, team):
    RondeFactory(team=team, op=NOW - timedelta(hours=30))
    assert afterwards(as_piet, team, was_ronde="nee").status_code == 302
    assert sorted(Ronde.objects.values_list("stand", flat=True)) == ["afgerond", "gepland"]


# --- correcting -------------------------------------------------------------------------------


@pytest.fixture
def klaar(as_piet, thuis):
    send(as_piet, url("verslag", thuis))
    thuis.refresh_from_db()
    return thuis


def test_a_change_leaves_a_trace_that_the_team_reads(as_piet, klaar):
    later = timezone.localtime(klaar.einde - timedelta(minutes=15))
    answer = send(as_piet, url("ronde_verbeteren", klaar), einde=later.strftime("%H:%M"))
    assert answer.url == url("ronde", klaar)
    assert [(c.veld, c.door.naam) for c in Correctie.objects.all()] == [("einde", "Piet")]


def test_saving_without_a_change_leaves_no_trace(as_piet, klaar):
    assert send(as_piet, url("ronde_verbeteren", klaar)).status_code == 302
    verslag = Verslag.objects.get()
    page = shown(as_piet, url("verslag_verbeteren", verslag))
    assert as_piet.post(url("verslag_verbeteren", verslag), page).status_code == 302
    assert list(Correctie.objects.all()) == []


def test_of_own_words_and_feelings_only_that_they_changed(as_piet, klaar):
    send(as_piet, url("verslag_verbeteren", Verslag.objects.get()), veilig="nee", opmerking="Nieuw")
    assert [(c.veld, c.van, c.naar) for c in Correctie.objects.order_by("veld")] == [
        ("opmerking", "", ""),
        ("veilig", "", ""),
    ]


def test_after_two_days_only_the_coordinator_corrects(as_piet, klaar, coordinator):
    Ronde.objects.filter(pk=klaar.pk).update(afgerond_op=NOW - timedelta(hours=49))
    for name, thing in (("ronde_verbeteren", klaar), ("verslag_verbeteren", Verslag.objects.get())):
        assert as_piet.get(url(name, thing)).status_code == 403
    as_piet.force_login(coordinator)
    assert send(as_piet, url("verslag_verbeteren", Verslag.objects.get()), opvallend="twijfel").status_code == 302
    assert [(c.veld, c.van, c.naar) for c in Correctie.objects.all()] == [("opvallend", "nee", "twijfel")]


def test_nobody_changes_what_somebody_else_wrote(as_piet, klaar, ria):
    as_piet.force_login(ria)
    assert as_piet.get(url("verslag_verbeteren", Verslag.objects.get())).status_code == 403


# --- who reads what ---------------------------------------------------------------------------


def test_how_safe_it_felt_is_read_by_who_wrote_it_and_who_leads(as_piet, thuis, ria, coordinator):
    send(as_piet, url("verslag", thuis), veilig="niet_helemaal", opmerking="Losse tegel bij het bankje")
    shows = {}
    for wie in (None, ria, coordinator):
        as_piet.force_login(wie) if wie else None
        page = as_piet.get(url("ronde", thuis)).text
        shows[wie and wie.naam] = ("Niet helemaal" in page, "Losse tegel" in page)
    assert shows == {None: (True, True), "Ria": (False, True), "Coby": (True, True)}


def test_who_left_the_team_reads_oud_lid_in_reports_and_trace(as_piet, klaar, piet, coordinator):
    later = timezone.localtime(klaar.einde - timedelta(minutes=15))
    send(as_piet, url("ronde_verbeteren", klaar), einde=later.strftime("%H:%M"))
    piet.lidmaatschappen.update(tot=timezone.localdate())
    as_piet.force_login(coordinator)
    page = as_piet.get(url("ronde", klaar)).text
    assert "Piet" not in page
    assert "oud-lid wijzigde de eindtijd van" in page


def test_the_trace_says_what_it_was_and_what_it_became(as_piet, klaar, ria):
    at = timezone.localtime(klaar.einde)
    later = at - timedelta(minutes=15)
    send(
        as_piet,
        url("ronde_verbeteren", klaar),
        einde=later.strftime("%H:%M"),
        deelnemers=shown_people(as_piet, klaar, ria),
    )
    page = as_piet.get(url("ronde", klaar)).text
    assert f"{at:%-H.%M} uur in " in page and f"{later:%-H.%M} uur." in page
    assert "Piet wijzigde wie er meeliepen van Piet, Ria in Piet." in page


def shown_people(client, ronde, without):
    """Everybody who is ticked but this one."""
    page = shown(client, url("ronde_verbeteren", ronde))
    return [pk for pk in page["deelnemers"] if pk != str(without.pk)]


def test_afraid_or_threatened_is_offered_a_call(as_piet, thuis):
    answer = send(as_piet, url("verslag", thuis), gepraat="ja", gesprek_klacht="1", verloop="dreigend")
    page = as_piet.get(answer.url).text
    assert "U had een dreigend contact." in page
    assert reverse("meldingen:overleg_vragen") + "?aanleiding=ronde" in page


def test_something_striking_or_broken_leads_to_its_own_form(as_piet, thuis):
    answer = send(as_piet, url("verslag", thuis), opvallend="melding", kapot="ja", verlichting="2")
    page = as_piet.get(answer.url).text
    assert f"{reverse('meldingen:melden')}?ronde={thuis.pk}" in page
    assert f"{reverse('meldingen:begin', args=['openbare_ruimte'])}?ronde={thuis.pk}" in page
    assert "hangen wij nooit aan uw ronde" in page


def test_after_sending_the_team_sees_what_it_has_by_now(as_piet, thuis):
    answer = send(as_piet, url("verslag", thuis), gepraat="ja", gesprek_praatje="7")
    maand = as_piet.get(answer.url).context["maand"]
    expected = (1, 7) if timezone.localtime(thuis.begin).month == timezone.localtime(NOW).month else (0, 0)
    assert (maand.rondes, maand.gesprekken) == expected


def test_the_page_of_a_round_asks_as_often_for_many_reports(as_piet, klaar, coordinator):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert as_piet.get(url("ronde", klaar)).status_code == 200
        return len(asked)

    Correctie.objects.create(ronde=klaar, veld="opmerking", door=coordinator, op=NOW)
    few = queries()
    for _ in range(29):
        VerslagFactory(ronde=klaar, door=LidmaatschapFactory(team=klaar.team).gebruiker)
        Correctie.objects.create(ronde=klaar, veld="opmerking", door=coordinator, op=NOW)
    assert queries() == few
