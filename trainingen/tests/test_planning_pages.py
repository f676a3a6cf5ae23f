"""The pages of a trainer: today, all evenings, and one evening from the first idea until it was held (E172)."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from buurtpreventie.outbox.models import Bericht
from buurtpreventie.ui.gelezen import fingerprint
from teams.tests.factories import AanstellingFactory, GemeenteFactory, LidmaatschapFactory, TeamFactory
from trainingen.models import Actiepunt, Beltaak, Inschrijving, Sessie
from trainingen.planned import words_of
from trainingen.tests.factories import BewijsFactory, InschrijvingFactory, ModuleFactory, SessieFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 24, 11, 0, tzinfo=timezone.get_current_timezone())


@pytest.fixture
def gemeente():
    return GemeenteFactory(naam="Veldrecht")


@pytest.fixture
def trainer(gemeente):
    return AanstellingFactory(trainer=True, gemeente=gemeente).gebruiker


@pytest.fixture
def team(gemeente):
    return TeamFactory(gemeente=gemeente, naam="Team Molenkwartier")


@pytest.fixture
def module(gemeente):
    return ModuleFactory(gemeente=gemeente, naam="Wijkveiligheid")


@pytest.fixture
def here(client, trainer, time_machine):
    """A client of the trainer, on a Tuesday at noon."""
    time_machine.move_to(NOON, tick=False)
    client.force_login(trainer)
    return client


@pytest.fixture
def evening(gemeente, module, team, trainer):
    """Make an evening of this trainer."""

    def make(**facts):
        return SessieFactory(**({"gemeente": gemeente, "module": module, "team": team, "trainer": trainer} | facts))

    return make


def at(days=0, hour=19):
    return NOON.replace(hour=hour) + timedelta(days=days)


def url(name, *args):
    return reverse(f"trainingen:{name}", args=args)


def typed(team, trainer, module, **other):
    facts = {
        "module": module.pk,
        "dag": "2026-12-08",
        "van": "19:00",
        "tot": "22:00",
        "plaats": "De Linde",
        "plaatsen": "15",
        "teams": [team.pk],
        "bereik": "teams",
        "trainers": [trainer.pk],
    }
    return facts | other


# --- today -----------------------------------------------------------------------------------


def test_the_evening_of_today_stands_on_top_with_its_list_one_tap_away(here, evening):
    later, now = evening(op=at(7)), evening(op=at(hour=12))
    page = here.get(url("vandaag"))
    assert [avond.sessie for avond in page.context["vandaag"]] == [now]
    assert [avond.sessie for avond in page.context["straks"]] == [later]
    text = page.content.decode()
    assert text.count("nl-button--primary") == 1
    primary = text[text.rindex("<a", 0, text.index("nl-button--primary")) :]
    assert primary.startswith(f'<a class="nl-button nl-button--primary" href="{url("lijst", now.pk)}"')


def test_own_evenings_come_before_those_of_a_colleague_and_each_gemeente_keeps_to_itself(here, evening, gemeente):
    colleague = AanstellingFactory(trainer=True, gemeente=gemeente).gebruiker
    theirs, mine = evening(op=at(hour=13), trainer=colleague), evening(op=at(hour=19))
    SessieFactory(op=at(hour=19))
    page = here.get(url("vandaag"))
    assert [avond.sessie for avond in page.context["vandaag"]] == [mine, theirs]


def test_what_waits_is_told_evenings_to_close_people_to_ring_and_action_points(here, evening, trainer):
    old = evening(op=at(-3))
    coming = evening(op=at(3))
    Beltaak.objects.create(inschrijving=InschrijvingFactory(sessie=coming), waarover="verplaatst", gemaakt_op=NOON)
    for voor in (at(-1), at(1)):
        Actiepunt.objects.create(sessie=coming, wat="Bel", eigenaar=trainer, voor=voor.date(), gemaakt_op=NOON)
    text = here.get(url("vandaag")).content.decode()
    assert "Nog af te sluiten" in text
    assert url("lijst", old.pk) in text
    assert "1 persoon bellen" in text
    assert "2 actiepunten staan open" in text
    assert "1 is te laat" in text


def test_without_any_evening_the_page_says_what_to_do(here):
    text = here.get(url("vandaag")).content.decode()
    assert "Er staat nog geen avond op de agenda" in text
    assert text.count("nl-button--primary") == 1


@pytest.mark.parametrize("name", ["vandaag", "sessies", "sessie_nieuw"])
def test_the_pages_of_a_trainer_are_of_trainers_only(client, team, name):
    for person in (
        LidmaatschapFactory(team=team, coordinator=True).gebruiker,
        AanstellingFactory(beheer=True, gemeente=team.gemeente).gebruiker,
    ):
        client.force_login(person)
        assert client.get(url(name)).status_code == 403
    client.logout()
    assert client.get(url(name)).status_code == 302


# --- all evenings ----------------------------------------------------------------------------


def test_the_list_shows_what_comes_and_the_rest_when_asked(here, evening, gemeente, trainer):
    soon, later = evening(op=at(2)), evening(op=at(9))
    to_close, gone = evening(op=at(-3)), evening(op=at(4), vervallen=True)
    held = evening(op=at(-20), gehouden=True)
    theme = SessieFactory(kennisavond=True, gemeente=gemeente, op=at(5), trainer=trainer)

    def shown(query=""):
        return [avond.sessie for avond in here.get(url("sessies") + query).context["avonden"]]

    assert shown() == [soon, theme, later]
    assert shown("?welke=sluiten") == [to_close]
    assert shown("?welke=geweest") == [held]
    assert shown("?welke=vervallen") == [gone]
    assert shown("?welke=alles") == [later, theme, gone, soon, to_close, held]
    assert shown(f"?module={soon.module_id}") == [soon, later]
    assert shown("?welke=onzin&module=x") == [soon, theme, later]
    assert "1 avond is geweest en nog niet afgesloten" in here.get(url("sessies")).content.decode()


def test_the_list_goes_in_pages(here, evening):
    for i in range(22):
        evening(op=at(i + 1))
    assert len(here.get(url("sessies")).context["avonden"]) == 20
    assert len(here.get(url("sessies") + "?pagina=2").context["avonden"]) == 2


def test_a_line_tells_the_turn_out_of_what_was_held(here, evening):
    held = evening(op=at(-20), gehouden=True)
    for _i in range(3):
        InschrijvingFactory(sessie=held, aanwezig=True)
    evening(op=at(-21), gehouden=True, uit_verslag=True)
    text = here.get(url("sessies") + "?welke=geweest").content.decode()
    assert "3 mensen waren er" in text
    assert "Opkomst niet bekend" in text


# --- planning --------------------------------------------------------------------------------


def test_a_training_is_planned_with_one_form(here, team, trainer, module):
    page = here.get(url("sessie_nieuw"))
    assert page.status_code == 200
    answer = here.post(url("sessie_nieuw"), typed(team, trainer, module))
    sessie = Sessie.objects.get()
    assert answer.url == url("sessie", sessie.pk)
    assert timezone.localtime(sessie.begin).hour == 19
    assert list(sessie.teams.all()) == [team]
    assert "staat op de agenda" in here.get(answer.url).content.decode()


def test_a_double_click_is_one_evening(here, team, trainer, module):
    key = str(here.get(url("sessie_nieuw")).context["form"]["sleutel"].value())
    for _click in range(2):
        here.post(url("sessie_nieuw"), typed(team, trainer, module, sleutel=key))
    assert Sessie.objects.count() == 1


def test_a_knowledge_evening_has_a_theme_and_a_programme_of_the_evening(here, team, trainer, module):
    page = here.get(url("sessie_nieuw") + "?soort=kennisavond")
    assert "Kennisavond plannen" in page.content.decode()
    facts = typed(team, trainer, module, thema="Samen leven", bereik="gemeente", programma_avond="19.30 Opening\n20.00")
    here.post(url("sessie_nieuw") + "?soort=kennisavond", facts | {"teams": []})
    sessie = Sessie.objects.get()
    assert (sessie.soort, sessie.module, sessie.thema, sessie.bereik) == (
        "kennisavond",
        None,
        "Samen leven",
        "gemeente",
    )


@pytest.mark.parametrize(
    ("other", "status", "sentence"),
    [
        ({"dag": "2026-11-23"}, 409, "al voorbij"),
        ({"tot": "18:00"}, 422, "klaar voor hij begint"),
        ({"plaatsen": "0"}, 422, "ten minste 1"),
        ({"plaatsen": "501"}, 422, "hooguit 500"),
        ({"teams": []}, 422, "ten minste één team"),
        ({"trainers": []}, 422, "ten minste één trainer"),
        ({"module": ""}, 422, "Kies een antwoord"),
        ({"plaats": "  "}, 422, "Vul iets in"),
        ({"dag": "morgen"}, 422, "Vul een datum in"),
    ],
)
def test_wrong_input_comes_back_with_all_that_was_typed(here, team, trainer, module, other, status, sentence):
    answer = here.post(url("sessie_nieuw"), typed(team, trainer, module, acteur="Bo Toneel") | other)
    assert answer.status_code == status
    text = answer.content.decode()
    assert sentence in text
    assert "Bo Toneel" in text
    assert Sessie.objects.count() == 0


def test_what_is_of_another_gemeente_is_no_choice(here, team, trainer, module):
    for other in (
        {"module": ModuleFactory().pk},
        {"teams": [TeamFactory().pk]},
        {"trainers": [AanstellingFactory(trainer=True).gebruiker_id]},
        {"trainers": [LidmaatschapFactory(team=team).gebruiker_id]},
        {"teams": [TeamFactory(gemeente=team.gemeente, stand="gestopt").pk]},
    ):
        assert here.post(url("sessie_nieuw"), typed(team, trainer, module) | other).status_code == 422
    assert Sessie.objects.count() == 0


def test_a_copy_begins_with_everything_but_the_day(here, evening, team, trainer, module):
    old = evening(op=at(-20), gehouden=True, plaats="Het Anker", plaatsen=12)
    form = here.get(url("sessie_nieuw") + f"?van={old.pk}").context["form"]
    assert form["plaats"].value() == "Het Anker"
    assert form["dag"].value() is None
    assert list(form["teams"].value()) == [team.pk]
    here.post(url("sessie_nieuw") + f"?van={old.pk}", typed(team, trainer, module, plaats="Het Anker"))
    assert Sessie.objects.filter(plaats="Het Anker", stand="gepland").count() == 1


def test_a_copy_leaves_out_what_cannot_be_chosen_any_more(here, evening, team, trainer):
    old = evening(op=at(-20), gehouden=True)
    team.stand = "gestopt"
    team.save()
    form = here.get(url("sessie_nieuw") + f"?van={old.pk}").context["form"]
    assert list(form["teams"].value()) == []


def test_a_copy_asks_the_team_into_which_a_team_merged(here, evening, team, gemeente):
    old = evening(op=at(-20), gehouden=True)
    heir = TeamFactory(gemeente=gemeente)
    team.stand, team.opgegaan_in = "gestopt", heir
    team.save()
    form = here.get(url("sessie_nieuw") + f"?van={old.pk}").context["form"]
    assert list(form["teams"].value()) == [heir.pk]


@pytest.mark.parametrize("query", ["?van=999999", "?van=x", "?soort=feest", "?module=0"])
def test_nonsense_in_the_address_gives_an_empty_form(here, module, query):
    assert here.get(url("sessie_nieuw") + query).status_code == 200


def test_an_evening_of_elsewhere_is_not_copied(here, module):
    elsewhere = SessieFactory(plaats="Geheime plek")
    assert "Geheime plek" not in here.get(url("sessie_nieuw") + f"?van={elsewhere.pk}").content.decode()


def test_without_a_module_the_page_points_at_the_modules(here):
    text = here.get(url("sessie_nieuw")).content.decode()
    assert url("modules") in text
    assert "nog geen module" in text


# --- one evening -----------------------------------------------------------------------------


def primary_of(page):
    text = page.content.decode()
    assert text.count("nl-button--primary") <= 1
    return page.context["avond"].stap


def test_the_one_button_is_the_next_thing_to_do(here, evening):
    steps = {
        "uitnodigen": evening(op=at(7), uitgenodigd_op=None),
        "voor": evening(op=at(7)),
        "lijst": evening(op=at(hour=12)),
        "sluiten": evening(op=at(-1)),
        "uitkomst": evening(op=at(-20), gehouden=True),
        "": evening(op=at(7), vervallen=True, vervallen_reden="De zaal is dicht"),
    }
    pages = {step: here.get(url("sessie", sessie.pk)) for step, sessie in steps.items()}
    assert {step: primary_of(page) for step, page in pages.items()} == {step: step for step in steps}
    assert "De zaal is dicht" in pages[""].content.decode()


def test_the_page_tells_what_was_planned_and_how_many_come(here, evening, trainer):
    sessie = evening(op=at(7), plaatsen=2, acteur="Bo Toneel")
    for stand in ("aangemeld", "aangemeld", "wachtlijst"):
        InschrijvingFactory(sessie=sessie, stand=stand)
    text = here.get(url("sessie", sessie.pk)).content.decode()
    for words in ("dinsdag 1 december, 19.00 uur tot 22.00 uur", "Buurthuis De Linde", "Bo Toneel", trainer.naam):
        assert words.replace("19.00 uur tot", "19.00 tot").lower() in text.lower()
    assert [(row.aangemeld, row.wachtend) for row in [here.get(url("sessie", sessie.pk)).context["sessie"]]] == [(2, 1)]


def test_a_team_and_a_gemeente_stand_there_as_they_were_called_then(here, evening, team, gemeente):
    sessie = evening(op=at(-20), gehouden=True)
    team.naam, gemeente.naam = "Team Vijf Dorpen", "Vijf Dorpen"
    team.save()
    gemeente.save()
    text = here.get(url("sessie", sessie.pk)).content.decode()
    assert "Team Molenkwartier" in text
    assert "Gemeente Veldrecht</span>" in text
    assert "Team Vijf Dorpen" not in text


def test_what_came_of_an_evening_stands_on_top(here, evening):
    """Who was there counts once and for all; a guest and who stayed away have no certificate."""
    held = evening(op=at(-20), gehouden=True)
    row = InschrijvingFactory(sessie=held, aanwezig=True)
    InschrijvingFactory(sessie=held, gast="Wout Terpstra", aanwezig=True)
    InschrijvingFactory(sessie=held, aanwezig=False)
    BewijsFactory(
        gemeente=held.gemeente, gebruiker=row.gebruiker, inschrijving=row, soort="wijkveiligheid", gezien_op=None
    )
    page = here.get(url("sessie", held.pk))
    text = page.content.decode()
    assert (page.context["sessie"].opkomst, page.context["bewijzen"]) == (2, 1)
    assert "<span>Waren er</span><b>2</b><em>van 3 op de lijst</em>" in text
    assert "<span>Kregen een bewijs</span><b>1</b>" in text


def test_an_evening_from_a_report_says_what_the_report_says(here, evening):
    known = evening(op=at(-2000), gehouden=True, uit_verslag=True, verslag_opkomst=15)
    unknown = evening(op=at(-2000), gehouden=True, uit_verslag=True)
    assert "Volgens het verslag waren er 15 mensen" in here.get(url("sessie", known.pk)).content.decode()
    assert "niet hoeveel mensen" in here.get(url("sessie", unknown.pk)).content.decode()


def test_the_tip_leads_to_a_plan_for_the_other_half(here, evening, gemeente):
    pluis = ModuleFactory(gemeente=gemeente, bewijs="niet_pluis", naam="Niet pluis")
    sessie = evening(op=at(7))
    page = here.get(url("sessie", sessie.pk)).content.decode()
    assert "Tip: niet pluis hoort erbij" in page
    address = url("sessie_nieuw") + f"?van={sessie.pk}&soort=training&module={pluis.pk}"
    assert address.replace("&", "&amp;") in page
    assert here.get(address).context["form"]["module"].value() in (pluis, pluis.pk)


def test_an_evening_at_the_same_hours_with_the_same_trainer_or_team_is_pointed_out(here, evening, gemeente):
    sessie = evening(op=at(7))
    same_team = evening(op=at(7, hour=21), trainer=None)
    same_trainer = evening(op=at(7, hour=17), team=None)
    evening(op=at(7, hour=22))  # begins when this one ends
    evening(op=at(7), trainer=None, team=TeamFactory(gemeente=gemeente))
    evening(op=at(7), vervallen=True)
    assert here.get(url("sessie", sessie.pk)).context["tegelijk"] == [same_trainer, same_team]


def test_tonight_the_list_comes_first_and_inviting_is_still_possible(here, evening):
    sessie = evening(op=at(hour=12), uitgenodigd_op=None)
    text = here.get(url("sessie", sessie.pk)).content.decode()
    assert text.index("Open de lijst") < text.index("Nodig de teams uit")
    assert text.count("nl-button--primary") == 1


def test_who_only_sees_an_evening_has_no_page_of_the_trainer_and_strangers_find_nothing(client, evening, team):
    sessie = evening()
    for person, status in (
        (LidmaatschapFactory(team=team).gebruiker, 403),
        (AanstellingFactory(trainer=True).gebruiker, 404),
        (LidmaatschapFactory().gebruiker, 404),
        (AanstellingFactory(meldpunt=True, gemeente=sessie.gemeente).gebruiker, 404),
        (AanstellingFactory(beleid=True, gemeente=sessie.gemeente).gebruiker, 404),
    ):
        client.force_login(person)
        for name in ("sessie", "sessie_wijzigen", "sessie_vervallen"):
            assert client.get(url(name, sessie.pk)).status_code == status
        assert client.post(url("uitnodigen", sessie.pk)).status_code == status


# --- inviting, changing, calling off ---------------------------------------------------------


def test_inviting_is_one_tap_and_says_when_and_whom(here, evening, team):
    lid = LidmaatschapFactory(team=team).gebruiker
    sessie = evening(op=at(7), uitgenodigd_op=None)
    for _tap in range(2):
        answer = here.post(url("uitnodigen", sessie.pk))
    text = here.get(answer.url).content.decode()
    assert "De teams zijn uitgenodigd" in text
    assert "24 november, 11.00 uur" in text
    assert Bericht.objects.filter(aan=lid.email).count() == 1
    assert here.get(url("uitnodigen", sessie.pk)).status_code == 405


def stands(sessie, **other):
    """What the form of a change sends back when nothing was touched."""
    facts = {
        "module": sessie.module_id,
        "dag": f"{sessie.dag}",
        "van": "19:00",
        "tot": "22:00",
        "plaats": sessie.plaats,
        "plaatsen": sessie.plaatsen,
        "teams": [team.pk for team in sessie.teams.all()],
        "trainers": [trainer.pk for trainer in sessie.trainers.all()],
        "bereik": sessie.bereik,
        "gelezen": fingerprint(words_of(sessie)),
    }
    return facts | other


def test_a_change_is_saved_and_what_a_colleague_changed_is_read_first(here, evening):
    sessie = evening(op=at(7))
    stale = stands(sessie, acteur="Bo Toneel")
    assert here.post(url("sessie_wijzigen", sessie.pk), stands(sessie, plaatsen="20")).status_code == 302
    answer = here.post(url("sessie_wijzigen", sessie.pk), stale)
    assert answer.status_code == 409
    assert "Een collega heeft dit intussen gewijzigd" in answer.content.decode()
    sessie.refresh_from_db()
    assert (sessie.plaatsen, sessie.acteur) == (20, "")
    read = answer.context["form"]["gelezen"].value()
    assert here.post(url("sessie_wijzigen", sessie.pk), stale | {"gelezen": read}).status_code == 302
    sessie.refresh_from_db()
    assert (sessie.plaatsen, sessie.acteur) == (15, "Bo Toneel")


def test_fewer_places_than_come_is_refused_with_what_is_possible(here, evening):
    sessie = evening(op=at(7))
    for _i in range(3):
        InschrijvingFactory(sessie=sessie)
    answer = here.post(url("sessie_wijzigen", sessie.pk), stands(sessie, plaatsen="2"))
    assert answer.status_code == 409
    assert "Kies ten minste 3 plaatsen" in answer.content.decode()


def test_a_stopped_team_stays_a_choice_where_it_stood_already(here, evening, team):
    sessie = evening(op=at(7))
    team.stand = "gestopt"
    team.save()
    assert here.post(url("sessie_wijzigen", sessie.pk), stands(sessie, acteur="Bo")).status_code == 302


def test_what_is_over_is_not_changed_and_does_not_lapse(here, evening):
    held = evening(op=at(-20), gehouden=True)
    assert "niet meer wijzigen" in here.get(url("sessie_wijzigen", held.pk), follow=True).content.decode()
    assert "niet meer vervallen" in here.get(url("sessie_vervallen", held.pk), follow=True).content.decode()
    for name, data in (
        ("sessie_wijzigen", stands(held, acteur="Bo Toneel")),
        ("sessie_vervallen", {"reden": "Bo Toneel"}),
    ):
        answer = here.post(url(name, held.pk), data)
        assert answer.status_code == 409
        assert "al afgesloten" in answer.content.decode()
        assert "Bo Toneel" in answer.content.decode()


def test_calling_off_twice_answers_kindly(here, evening):
    sessie = evening(op=at(7))
    for reason in ("De zaal is dicht", "Nog eens"):
        assert here.post(url("sessie_vervallen", sessie.pk), {"reden": reason}).status_code == 302
    sessie.refresh_from_db()
    assert sessie.vervallen_reden == "De zaal is dicht"


def test_calling_off_says_first_what_it_means(here, evening):
    sessie = evening(op=at(7))
    lid = InschrijvingFactory(sessie=sessie).gebruiker
    page = here.get(url("sessie_vervallen", sessie.pk)).content.decode()
    assert "1 persoon heeft zich aangemeld" in page
    assert Inschrijving.objects.get().sessie.stand == "gepland"
    assert here.post(url("sessie_vervallen", sessie.pk), {"reden": ""}).status_code == 422
    answer = here.post(url("sessie_vervallen", sessie.pk), {"reden": "De zaal is dicht"})
    assert answer.status_code == 302
    sessie.refresh_from_db()
    assert (sessie.stand, sessie.vervallen_reden) == ("vervallen", "De zaal is dicht")
    assert Bericht.objects.filter(aan=lid.email).count() == 1


def test_names_and_places_never_become_markup(here, evening):
    sessie = evening(op=at(7), plaats="<script>alert(1)</script>", acteur="<b>Bo</b>")
    for address in (url("sessie", sessie.pk), url("vandaag"), url("sessies"), url("sessie_wijzigen", sessie.pk)):
        assert "<script>alert" not in here.get(address).content.decode()
