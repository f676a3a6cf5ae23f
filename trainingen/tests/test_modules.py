"""What can be taught: the start set, and who changes a module or a situation, with history (E170, E171, E175, E177)."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from buurtpreventie.errors import RefusedAction
from teams.models import Wijziging
from teams.tests.factories import AanstellingFactory, GemeenteFactory, LidmaatschapFactory
from trainingen.actions.module_parts import write_agenda, write_materialen, write_opfrissers
from trainingen.actions.modules import (
    change_module,
    change_situatie,
    make_module,
    make_situatie,
    switch_module,
    switch_situatie,
)
from trainingen.actions.startset import copy_startset, startset, take_startset
from trainingen.models import Doel, Materiaal, Module, Onderdeel, Opfrisser, Situatie, SituatieGroep
from trainingen.tests.factories import ModuleFactory, SituatieFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()
NEVER = ["terugkoppeling", "opvolger", "afgehandeld", "casus", "verdachte", "dader", "cliënt", "problematiek"]
VALUES = {
    "naam": "Reanimatie en de AED",
    "waarover": "U leert iemand reanimeren.",
    "leerdoelen": "U herkent een hartstilstand.\nU durft te beginnen.",
    "doelen": ["taken"],
    "duur_minuten": 120,
    "volgorde": 30,
    "met_acteur": False,
    "bewijs": "reanimatie",
    "naderhand": "",
}


@pytest.fixture
def trainer():
    return AanstellingFactory(trainer=True).gebruiker


@pytest.fixture
def gemeente(trainer):
    return trainer.aanstellingen.get().gemeente


def beheer_of(gemeente):
    return AanstellingFactory(beheer=True, gemeente=gemeente).gebruiker


def opened(client, user, name, *args, **data):
    """The page; posted when there are data."""
    client.force_login(user)
    url = reverse(f"trainingen:{name}", args=args)
    return client.post(url, data) if data else client.get(url)


def typed_new(client, user, name, words):
    """The form of something new, sent with the mark that it carries."""
    return opened(client, user, name, **words | {"gelezen": mark(opened(client, user, name))})


def mark(response):
    """The mark of what stood there when the form was shown."""
    return re.search(r'name="gelezen" value="([^"]*)"', response.content.decode())[1]


# --- the start set ------------------------------------------------------------------------------


def test_the_start_set_holds_the_two_modules_of_the_pilot(gemeente):
    assert copy_startset(gemeente) == 16
    modules = {module.code: module for module in Module.objects.all()}
    assert {code: (m.naam, m.met_acteur, m.bewijs) for code, m in modules.items()} == {
        "WV": ("Wijkveiligheid", True, "wijkveiligheid"),
        "NP": ("Niet pluis", False, "niet_pluis"),
    }
    for module in modules.values():
        assert sum(part.minuten for part in module.onderdelen.all()) == module.duur_minuten
        assert [row.maanden for row in module.opfrissers.all()] == [3, 6, 12]
        assert {"folder", "kaart"} <= set(module.materialen.values_list("soort", flat=True))
        assert len(module.leerdoelen.splitlines()) >= 5 and module.naderhand


def test_together_the_modules_serve_the_five_goals_of_the_programme():
    assert {doel for row in startset()["modules"] for doel in row["doelen"]} == set(Doel.values)


def test_niet_pluis_explains_why_it_belongs_to_safety_and_how_to_work_with_professionals():
    text = {row["code"]: row for row in startset()["modules"]}
    assert "Waarom hoort dit bij veiligheid?" in text["NP"]["waarover"]
    assert "langer thuis" in text["NP"]["waarover"] and "kinderen, jongeren, gezinnen" in text["NP"]["waarover"]
    assert "Samenwerken met de wijkagent en met hulpverleners" in text["NP"]["naderhand"]
    assert "Niet pluis" in text["WV"]["waarover"]  # safety is the way in


def test_every_group_of_situations_can_be_practised_and_the_words_are_ours(gemeente):
    copy_startset(gemeente)
    assert set(Situatie.objects.values_list("groep", flat=True)) == set(SituatieGroep.values)
    assert Situatie.objects.count() == 14 and not Situatie.objects.filter(nabespreken="").exists()
    assert not [word for word in NEVER if word in str(startset()).lower()]


def test_what_a_gemeente_made_its_own_stays_when_the_start_set_is_copied_again(gemeente):
    own = ModuleFactory(gemeente=gemeente, code="NP", naam="Onze eigen avond")
    ModuleFactory(gemeente=gemeente, code="VEILIG", naam="wijkveiligheid")
    SituatieFactory(gemeente=gemeente, naam="Een raam staat open")
    assert copy_startset(gemeente) == 13
    assert copy_startset(gemeente) == 0
    assert Module.objects.get(gemeente=gemeente, code="NP") == own
    assert copy_startset(GemeenteFactory()) == 16


def test_a_trainer_whose_gemeente_has_nothing_takes_it_over_with_one_button(client, trainer, gemeente):
    assert "Neem de startset over" in opened(client, trainer, "modules").content.decode()
    for words in ("staan klaar", "Er is niets veranderd"):
        response = client.post(reverse("trainingen:startset"), follow=True)
        assert words in response.content.decode()
    assert Module.objects.filter(gemeente=gemeente).count() == 2
    assert "Neem de startset over" not in response.content.decode()


def test_taking_it_over_is_written_down_once(trainer, gemeente):
    assert [take_startset(gemeente, actor=trainer, now=NOW) for _ in range(2)] == [16, 0]


# --- modules ------------------------------------------------------------------------------------


def test_a_trainer_reads_the_whole_module(client, trainer, gemeente):
    copy_startset(gemeente)
    module = Module.objects.get(code="WV")
    page = opened(client, trainer, "module", module.pk).content.decode()
    for words in ("Gevaar inschatten", "180", "Kaart voor op zak", "op papier", "Na 3 maanden", "Lezen na afloop"):
        assert words in page
    assert "De onderdelen duren samen" not in page
    Onderdeel.objects.filter(module=module, volgorde=5).update(minuten=20)
    assert "De onderdelen duren samen 185 minuten" in opened(client, trainer, "module", module.pk).content.decode()


def test_a_module_is_made_and_its_code_and_name_are_free(client, trainer, gemeente):
    new = VALUES | {"code": "AED"}
    assert typed_new(client, trainer, "module_nieuw", new | {"code": "aed"}).status_code == 422
    made = typed_new(client, trainer, "module_nieuw", new)
    module = Module.objects.get(gemeente=gemeente)
    assert made.url == reverse("trainingen:module_agenda", args=[module.pk])
    assert (module.code, module.leerdoelen, module.bewijs) == ("AED", VALUES["leerdoelen"], "reanimatie")
    double = typed_new(client, trainer, "module_nieuw", new)
    assert double.status_code == 409 and "Deze code bestaat al" in double.content.decode()
    named = new | {"code": "AED2", "naam": "reanimatie en de aed"}
    same_name = typed_new(client, trainer, "module_nieuw", named)
    assert same_name.status_code == 409 and "al een module met deze naam" in same_name.content.decode()
    assert Wijziging.objects.get(doel_soort="trainingen.module").veld == "nieuw"


def test_a_module_never_gives_a_vog(client, trainer):
    assert typed_new(client, trainer, "module_nieuw", VALUES | {"code": "VOG", "bewijs": "vog"}).status_code == 422


def test_a_change_is_in_the_history_that_beheer_reads(client, trainer, gemeente):
    module = ModuleFactory(gemeente=gemeente, naam="Wijk", **{k: v for k, v in VALUES.items() if k != "naam"})
    page = opened(client, trainer, "module_wijzigen", module.pk)
    done = client.post(page.request["PATH_INFO"], VALUES | {"gelezen": mark(page)})
    assert done.status_code == 302
    assert [(row.veld, row.van, row.naar) for row in Wijziging.objects.all()] == [
        ("naam", "Wijk", "Reanimatie en de AED")
    ]
    page = opened(client, beheer_of(gemeente), "module", module.pk).content.decode()
    assert "Wat is er veranderd?" in page and "Reanimatie en de AED" in page


def test_who_comes_second_hears_it_first_and_keeps_what_was_typed(client, trainer, gemeente):
    module = ModuleFactory(gemeente=gemeente)
    page = opened(client, trainer, "module_wijzigen", module.pk)
    Module.objects.filter(pk=module.pk).update(waarover="Een collega schreef dit.")
    late = client.post(page.request["PATH_INFO"], VALUES | {"gelezen": mark(page)})
    assert late.status_code == 409
    text = late.content.decode()
    assert "Een collega heeft dit intussen gewijzigd" in text and "Een collega schreef dit." in text
    assert "U leert iemand reanimeren." in text
    again = client.post(page.request["PATH_INFO"], VALUES | {"gelezen": mark(late)})
    assert again.status_code == 302


def test_a_change_between_the_check_and_the_lock_is_refused(trainer, gemeente):
    module = ModuleFactory(gemeente=gemeente)
    with pytest.raises(RefusedAction, match="Een collega"):
        change_module(module, gelezen="iets anders", actor=trainer, now=NOW, **VALUES)
    with pytest.raises(RefusedAction, match="Een collega"):
        write_agenda(module, agenda=[(10, "Welkom")], gelezen="iets anders", actor=trainer, now=NOW)


def test_off_and_on_again_and_pressed_twice_is_once(client, trainer, gemeente):
    module = ModuleFactory(gemeente=gemeente)
    client.force_login(trainer)
    for name, actief in (("module_uit", False), ("module_uit", False), ("module_aan", True)):
        assert client.post(reverse(f"trainingen:{name}", args=[module.pk])).status_code == 302
        module.refresh_from_db()
        assert module.actief is actief
    assert Wijziging.objects.count() == 2
    switch_module(module, actief=False, actor=trainer, now=NOW)
    assert "Niet meer in gebruik" in opened(client, trainer, "modules").content.decode()
    assert "Nieuwe avonden kunt u er niet mee plannen" in opened(client, trainer, "module", module.pk).content.decode()


# --- agenda, material, refreshers ---------------------------------------------------------------


def test_the_agenda_is_written_as_lines_and_changes_order(client, trainer, gemeente):
    module = ModuleFactory(gemeente=gemeente)
    page = opened(client, trainer, "module_agenda", module.pk)
    typed = "15 Welkom\n\n 20 minuten Oefenen\n5 Afsluiten"
    assert client.post(page.request["PATH_INFO"], {"agenda": typed, "gelezen": mark(page)}).status_code == 302
    parts = list(module.onderdelen.values_list("volgorde", "minuten", "titel"))
    assert parts == [(1, 15, "Welkom"), (2, 20, "Oefenen"), (3, 5, "Afsluiten")]
    page = opened(client, trainer, "module_agenda", module.pk)
    assert "15 Welkom\n20 Oefenen\n5 Afsluiten" in page.content.decode()
    client.post(page.request["PATH_INFO"], {"agenda": "5 Afsluiten\n15 Welkom", "gelezen": mark(page)})
    assert list(module.onderdelen.values_list("titel", flat=True)) == ["Afsluiten", "Welkom"]
    assert [row.veld for row in Wijziging.objects.all()] == ["agenda", "agenda"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("15 Welkom\nOefenen", "Regel 2: begin met het aantal minuten"),
        ("0 Welkom", "Regel 1: begin met het aantal minuten"),
        (f"15 {'w' * 161}", "Regel 1: gebruik hooguit 160 tekens"),
        ("5 Kort\n" * 31, "hooguit 30 onderdelen"),
    ],
)
def test_a_line_that_is_not_a_part_is_pointed_out(client, trainer, gemeente, typed, words):
    module = ModuleFactory(gemeente=gemeente)
    page = opened(client, trainer, "module_agenda", module.pk)
    wrong = client.post(page.request["PATH_INFO"], {"agenda": typed, "gelezen": mark(page)})
    assert wrong.status_code == 422 and words in wrong.content.decode()
    assert not module.onderdelen.exists()


def material(key, naam="", soort="folder", link="", **more):
    return {f"naam_{key}": naam, f"soort_{key}": soort, f"link_{key}": link} | {
        f"{k}_{key}": v for k, v in more.items()
    }


def test_material_is_added_changed_and_taken_away_in_one_form(client, trainer, gemeente):
    module = ModuleFactory(gemeente=gemeente)
    for n, naam in enumerate(("Kaart", "Film", "Boekje"), start=1):
        Materiaal.objects.create(module=module, soort="kaart", naam=naam, volgorde=n)
    page = opened(client, trainer, "module_materiaal", module.pk)
    posted = material(1, "Boekje", "folder", na_afloop="on") | material(2, "", "film") | material(3, "Kaart", "kaart")
    posted |= material(4, "Tips", "lezen", "https://voorbeeld.example/tips") | material(5)
    assert client.post(page.request["PATH_INFO"], posted | {"gelezen": mark(page)}).status_code == 302
    assert list(module.materialen.values_list("naam", "soort", "link", "na_afloop")) == [
        ("Boekje", "folder", "", True),
        ("Kaart", "kaart", "", False),
        ("Tips", "lezen", "https://voorbeeld.example/tips", False),
    ]
    assert Wijziging.objects.get().veld == "materiaal"


def test_what_was_typed_stays_when_a_colleague_took_material_away_meanwhile(client, trainer, gemeente):
    module = ModuleFactory(gemeente=gemeente)
    Materiaal.objects.create(module=module, soort="kaart", naam="Kaart")
    page = opened(client, trainer, "module_materiaal", module.pk)
    Materiaal.objects.all().delete()
    posted = material(1, "Kaart") | material(2, "Boekje van de wijk") | material(3, "Film over kijken", "film")
    late = client.post(page.request["PATH_INFO"], posted | {"gelezen": mark(page)})
    assert late.status_code == 409 and "Een collega" in late.content.decode()
    assert "Boekje van de wijk" in late.content.decode() and "Film over kijken" in late.content.decode()
    assert client.post(page.request["PATH_INFO"], posted | {"gelezen": mark(late)}).status_code == 302
    assert [row.naam for row in module.materialen.all()] == ["Kaart", "Boekje van de wijk", "Film over kijken"]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (material(1, "Tips", link="http://voorbeeld.example/tips"), "Gebruik een link die met https:// begint"),
        (material(1, "Tips", link="javascript:alert(1)"), "https://"),
        (material(1, link="https://voorbeeld.example/"), "Vul een naam in bij deze link"),
        (material(1, "Tips") | material(2, "tips"), "Deze naam staat er al"),
    ],
)
def test_material_that_is_not_sound_comes_back(client, trainer, gemeente, row, words):
    module = ModuleFactory(gemeente=gemeente)
    page = opened(client, trainer, "module_materiaal", module.pk)
    wrong = client.post(page.request["PATH_INFO"], material(2) | row | {"gelezen": mark(page)})
    assert wrong.status_code == 422 and words in wrong.content.decode()
    assert not module.materialen.exists()


def test_refreshers_are_written_per_term_and_keep_their_address(client, trainer, gemeente):
    module = ModuleFactory(gemeente=gemeente)
    first = Opfrisser.objects.create(module=module, maanden=3, titel="Nog even", tekst="Kijk.")
    Opfrisser.objects.create(module=module, maanden=12, titel="Een jaar", tekst="Later.")
    page = opened(client, trainer, "module_opfrissers", module.pk)
    empty = {f"{veld}_{maanden}": "" for veld in ("titel", "tekst") for maanden in (3, 6, 12)}
    half = client.post(page.request["PATH_INFO"], empty | {"titel_6": "Half jaar", "gelezen": mark(page)})
    assert half.status_code == 422 and "allebei" in half.content.decode()
    words = {"titel_3": "Nog eens", "tekst_3": "Kijk goed.", "titel_6": "Half jaar", "tekst_6": "Praat na."}
    assert client.post(page.request["PATH_INFO"], empty | words | {"gelezen": mark(page)}).status_code == 302
    rows = {row.maanden: row for row in module.opfrissers.all()}
    assert {maanden: row.titel for maanden, row in rows.items()} == {3: "Nog eens", 6: "Half jaar"}
    assert rows[3].pk == first.pk


def test_the_same_list_again_leaves_no_line_of_history(trainer, gemeente):
    copy_startset(gemeente)
    module = Module.objects.get(code="NP")
    facts = {"gelezen": None, "actor": trainer, "now": NOW}
    write_agenda(module, agenda=[(p.minuten, p.titel) for p in module.onderdelen.all()], **facts)
    write_opfrissers(module, opfrissers={o.maanden: (o.titel, o.tekst) for o in module.opfrissers.all()}, **facts)
    fields = ("soort", "naam", "link", "na_afloop")
    write_materialen(module, materialen=list(module.materialen.values(*fields)), **facts)
    assert not Wijziging.objects.exists()


# --- situations ---------------------------------------------------------------------------------


def test_a_situation_is_made_changed_and_switched_off(client, trainer, gemeente):
    words = {"groep": "lastig", "naam": "De hond los", "omschrijving": "Een hond loopt los.", "nabespreken": ""}
    made = typed_new(client, trainer, "situatie_nieuw", words)
    situatie = Situatie.objects.get()
    assert made.url == reverse("trainingen:situatie", args=[situatie.pk]) and situatie.code == "E01"
    assert typed_new(client, trainer, "situatie_nieuw", words).status_code == 409
    page = opened(client, trainer, "situatie_wijzigen", situatie.pk)
    changed = words | {"naam": "Een hond los", "gelezen": mark(page)}
    assert client.post(page.request["PATH_INFO"], changed).status_code == 302
    client.post(reverse("trainingen:situatie_uit", args=[situatie.pk]))
    situatie.refresh_from_db()
    assert (situatie.naam, situatie.actief) == ("Een hond los", False)
    shown = opened(client, trainer, "situaties").content.decode()
    assert "Een hond los" in shown and "Niet meer in gebruik" in shown
    assert "niet meer in gebruik" in opened(client, trainer, "situatie", situatie.pk).content.decode()
    client.post(reverse("trainingen:situatie_aan", args=[situatie.pk]))
    assert Situatie.objects.get().actief


def test_a_situation_does_not_take_the_name_of_another(trainer, gemeente):
    one, other = SituatieFactory(gemeente=gemeente), SituatieFactory(gemeente=gemeente)
    facts = {"groep": "zorg", "omschrijving": "Iets.", "nabespreken": "", "actor": trainer, "now": NOW}
    with pytest.raises(RefusedAction, match="al een situatie met deze naam"):
        change_situatie(one, gelezen=None, naam=other.naam.upper(), **facts)
    assert make_situatie(gemeente, naam="Iets nieuws", **facts).code == "E01"
    assert make_situatie(gemeente, naam="Nog iets", **facts).code == "E02"
    switch_situatie(one, actief=False, actor=trainer, now=NOW + timedelta(minutes=1))


# --- who ----------------------------------------------------------------------------------------

PAGES = ["module", "module_wijzigen", "module_agenda", "module_materiaal", "module_opfrissers"]


def test_beheer_sets_it_up_too_and_of_the_gemeente_of_the_hat(client, gemeente):
    module, elsewhere = ModuleFactory(gemeente=gemeente), ModuleFactory()
    beheer = beheer_of(gemeente)
    page = opened(client, beheer, "modules").content.decode()
    assert module.naam in page and elsewhere.naam not in page
    assert [opened(client, beheer, name, module.pk).status_code for name in PAGES] == [200] * 5
    assert [opened(client, beheer, name, elsewhere.pk).status_code for name in PAGES] == [404] * 5


def test_others_do_not_see_what_is_being_set_up(client, gemeente):
    module, situatie = ModuleFactory(gemeente=gemeente), SituatieFactory(gemeente=gemeente)
    outsiders = [
        LidmaatschapFactory(team__gemeente=gemeente, rol="coordinator").gebruiker,
        AanstellingFactory(gemeente=gemeente, meldpunt=True).gebruiker,
        AanstellingFactory(gemeente=gemeente, beleid=True).gebruiker,
    ]
    for user in outsiders:
        assert [opened(client, user, name).status_code for name in ("modules", "situaties", "module_nieuw")] == [
            403
        ] * 3
        assert [opened(client, user, name, module.pk).status_code for name in PAGES] == [404] * 5
        assert opened(client, user, "situatie", situatie.pk).status_code == 404
        assert client.post(reverse("trainingen:startset")).status_code == 403


def test_a_module_of_a_gemeente_where_the_code_exists_elsewhere_is_no_matter(trainer, gemeente):
    ModuleFactory(code="AED")
    assert make_module(gemeente, code="AED", actor=trainer, now=NOW, **VALUES).gemeente == gemeente


def test_the_agenda_form_shows_parts_without_minutes_and_asks_for_them(client, trainer, gemeente):
    module = ModuleFactory(gemeente=gemeente)
    Onderdeel.objects.create(module=module, volgorde=1, titel="Oefenen", minuten=None)
    assert "–" in opened(client, trainer, "module", module.pk).content.decode()
    page = opened(client, trainer, "module_agenda", module.pk)
    wrong = client.post(page.request["PATH_INFO"], {"agenda": "Oefenen", "gelezen": mark(page)})
    assert wrong.status_code == 422
