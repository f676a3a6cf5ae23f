"""When something goes: terms, the list of fourteen days, holding back with a second person, and the record after it."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from buurtpreventie.accounts.actions.forgetting import NOBODY
from buurtpreventie.accounts.models import Gebruiker, Uitnodiging
from buurtpreventie.accounts.tests.factories import GebruikerFactory
from buurtpreventie.errors import RefusedAction
from buurtpreventie.outbox.models import Bericht, Hartslag
from evaluaties.invariants import broken_invariants
from evaluaties.retention import all_rules, forget, gone_people
from meldingen.actions import ask_overleg, change_categorie, withdraw_melding
from meldingen.models import Melding, MeldingInhoud, Overleg
from opvolging.actions import give_oordeel
from opvolging.actions.holding import ask_hold, decide_hold, end_hold
from opvolging.actions.wiplist import run_list
from opvolging.models import Aanhouding, Vernietiging, Wissing
from opvolging.retention import overdue
from opvolging.tests.wereld import make_wereld
from teams.clocks import local_date
from teams.rondes.tests.factories import DeelnameFactory, RondeFactory, VerslagFactory
from teams.tests.factories import AanstellingFactory

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
TERMS = {0: 365, 1: 181, 2: 92, 3: 30}  # days from 17 November 2026 until so many months later


@pytest.fixture
def wereld():
    return make_wereld()


@pytest.fixture
def toezicht(wereld):
    person = GebruikerFactory(naam="Toezicht", tweede_factor=True)
    return AanstellingFactory(gebruiker=person, gemeente=wereld.gemeente, rol="toezicht").gebruiker


def closed(wereld, niveau, now):
    return wereld.answered(niveau, now=now).melding


def contents_of(melding):
    return MeldingInhoud.objects.filter(pk=melding.pk).exists()


def listed(melding):
    return Wissing.objects.waiting().filter(melding=melding).first()


# --- terms --------------------------------------------------------------------------------------


def test_each_level_has_its_term_from_closing(wereld, now):
    rows = {niveau: closed(wereld, niveau, now) for niveau in TERMS}
    for niveau, days in TERMS.items():
        assert rows[niveau] not in overdue(now + days * DAY - timedelta(minutes=1))
        assert rows[niveau] in overdue(now + days * DAY + timedelta(hours=2))


def test_a_subject_has_its_own_term_and_a_raised_level_never_keeps_longer(wereld, now):
    melding = closed(wereld, 1, now)
    subject = melding.categorie
    subject.bewaar_maanden = 1
    subject.save()
    assert melding in overdue(now + 31 * DAY)
    subject.bewaar_maanden = 12
    subject.save()
    assert melding not in overdue(now + 300 * DAY)
    Melding.objects.filter(pk=melding.pk).update(vertrouwelijkheid=3)
    assert melding in overdue(now + 31 * DAY)


def test_what_is_withdrawn_counts_from_then_and_what_is_open_never(wereld, now):
    withdrawn, running = wereld.report(0, now=now), wereld.report(0, now=now)
    withdraw_melding(withdrawn, actor=wereld.melder, now=now + 2 * DAY)
    assert withdrawn not in overdue(now + 366 * DAY) and withdrawn in overdue(now + 368 * DAY)
    assert running not in overdue(now + 9999 * DAY)
    run_list(now + 9999 * DAY)
    run_list(now + 10_099 * DAY)
    assert contents_of(running) and not contents_of(withdrawn)


def test_a_term_of_a_subject_stays_within_what_its_level_allows(wereld, now):
    subject = wereld.categorieen[2]
    facts = {"vertrouwelijkheid": 2, "fotos": False, "reactie_werkdagen": 3, "antwoord_werkdagen": 10}
    who = {"gelezen": None, "actor": wereld.beheer, "now": now}
    with pytest.raises(RefusedAction, match="hooguit 6 maanden"):
        change_categorie(subject, bewaar_maanden=7, **facts, **who)
    assert change_categorie(subject, bewaar_maanden=6, **facts, **who).bewaar_maanden == 6
    with pytest.raises(RefusedAction, match="bewaren wij niets"):
        change_categorie(subject, bewaar_maanden=1, **facts | {"vertrouwelijkheid": 4}, **who)


def test_terms_that_are_too_long_are_refused_by_the_database(wereld):
    for change in ({"bewaar_v3": 7}, {"bewaar_v0": 25}, {"bewaar_v2": 0}):
        with pytest.raises(DatabaseError), transaction.atomic():
            type(wereld.gemeente).objects.update(**change)
    for change in ({"bewaar_maanden": 13}, {"bewaar_maanden": 0}):
        with pytest.raises(DatabaseError), transaction.atomic():
            type(wereld.categorieen[1]).objects.filter(pk=wereld.categorieen[1].pk).update(**change)


# --- the list -----------------------------------------------------------------------------------


def test_it_stands_fourteen_days_on_the_list_and_then_it_is_wiped_and_written_down(wereld, now):
    melding, due = closed(wereld, 2, now), now + 93 * DAY
    run_list(now)
    assert listed(melding) is None
    run_list(due)
    run_list(due)
    assert listed(melding).wissen_op == local_date(due) + 14 * DAY and Wissing.objects.count() == 1
    run_list(due + 13 * DAY)
    assert contents_of(melding)
    assert run_list(due + 14 * DAY) == 1 and not contents_of(melding)
    assert run_list(due + 15 * DAY) == 0
    record = Vernietiging.objects.get()
    assert (record.wat, record.soort, record.niveau, record.aantal) == ("melding", "niet_pluis", 2, 1)
    assert (record.regel, record.daarbij["inhoud"], record.gemeente) == ("niveau", 1, wereld.gemeente)
    assert str(melding.nummer) not in str(record.__dict__)
    for change in (lambda: Vernietiging.objects.update(aantal=2), lambda: Vernietiging.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_what_is_opened_again_comes_off_the_list_and_is_not_wiped(wereld, now):
    antwoord = wereld.answered(0, now=now)
    melding, due = antwoord.melding, now + 366 * DAY
    run_list(due)
    give_oordeel(antwoord, oordeel="niet_opgelost", actor=wereld.melder, now=due + DAY)
    run_list(due + 20 * DAY)
    assert contents_of(melding) and listed(melding) is None
    assert Wissing.objects.get().eraf_op


def test_nobody_can_put_something_on_the_list_for_less_than_fourteen_days(wereld, now):
    melding, day = closed(wereld, 0, now), local_date(now)
    with pytest.raises(DatabaseError), transaction.atomic():
        Wissing.objects.create(melding=melding, regel="niveau", maanden=1, op_lijst=day, wissen_op=day + 13 * DAY)


# --- holding back -------------------------------------------------------------------------------


def hold(wereld, melding, now, days=100):
    tot = local_date(now) + days * DAY
    return ask_hold(melding, reden="klacht", tot=tot, toelichting="Er is een klacht.", actor=wereld.meldpunt, now=now)


def test_holding_back_needs_a_second_person_and_lasts_until_its_day(wereld, now):
    melding, due = closed(wereld, 2, now), now + 93 * DAY
    run_list(due)
    asked = hold(wereld, melding, due)
    assert hold(wereld, melding, due) == asked
    with pytest.raises(RefusedAction, match="zelf"):
        decide_hold(asked, akkoord=True, actor=wereld.meldpunt, now=due)
    with pytest.raises(RefusedAction, match="niet over beslissen"):
        decide_hold(asked, akkoord=True, actor=wereld.meldpunt_tot_v1, now=due)
    assert decide_hold(asked, akkoord=True, actor=wereld.collega, now=due).akkoord
    assert decide_hold(asked, akkoord=True, actor=wereld.collega, now=due).akkoord
    run_list(due + 100 * DAY)
    assert contents_of(melding)
    run_list(due + 101 * DAY)
    assert not contents_of(melding) and Aanhouding.objects.get().toelichting == ""


def test_as_long_as_nobody_agreed_nothing_is_held_back_and_a_refusal_holds_nothing_either(wereld, now):
    asked, refused = closed(wereld, 2, now), closed(wereld, 2, now)
    due = now + 93 * DAY
    run_list(due)
    hold(wereld, asked, due)
    decide_hold(hold(wereld, refused, due), akkoord=False, actor=wereld.collega, now=due)
    assert Bericht.objects.filter(sleutel__startswith="aanhouding:").count() == 2
    run_list(due + 14 * DAY)
    assert not contents_of(asked) and not contents_of(refused)


def test_toezicht_can_be_the_second_person_and_who_asked_can_let_go(wereld, toezicht, now):
    melding, due = closed(wereld, 3, now), now + 31 * DAY
    run_list(due)
    asked = hold(wereld, melding, due)
    decide_hold(asked, akkoord=True, actor=toezicht, now=due)
    run_list(due + 14 * DAY)
    assert contents_of(melding)
    end_hold(asked, actor=wereld.collega, now=due + 15 * DAY)
    run_list(due + 15 * DAY)
    assert not contents_of(melding)


def test_what_nobody_agreed_to_in_time_stands_in_nobodys_way(wereld, now):
    melding, due = closed(wereld, 2, now), now + 93 * DAY
    run_list(due)
    with pytest.raises(RefusedAction, match="De inhoud blijft al tot"):
        hold(wereld, melding, due, days=13)
    hold(wereld, melding, due, days=14)
    late = due + 14 * DAY  # its day, before the nightly run
    again = ask_hold(melding, reden="klacht", tot=local_date(late) + 30 * DAY, actor=wereld.collega, now=late)
    decide_hold(again, akkoord=True, actor=wereld.meldpunt, now=late)
    run_list(late)
    assert contents_of(melding)


def test_a_year_is_the_longest_and_then_it_is_asked_again(wereld, now):
    melding, due = closed(wereld, 2, now), now + 93 * DAY
    run_list(due)
    with pytest.raises(RefusedAction, match="hooguit een jaar"):
        hold(wereld, melding, due, days=367)
    first = decide_hold(hold(wereld, melding, due, days=366), akkoord=True, actor=wereld.collega, now=due)
    with pytest.raises(DatabaseError), transaction.atomic():
        Aanhouding.objects.filter(pk=first.pk).update(tot=first.tot + DAY)
    later = due + 366 * DAY
    with pytest.raises(RefusedAction, match="Iemand vroeg al"):
        hold(wereld, melding, later, days=20)
    again = hold(wereld, melding, later + DAY, days=20)
    assert again != first and again.is_open


# --- the rules together -------------------------------------------------------------------------


def test_the_nightly_run_does_what_every_room_says_and_the_promises_hold_after_it(wereld, now):
    later = now + 400 * DAY
    melding = closed(wereld, 0, now)
    ronde = RondeFactory(afgerond=True, team=wereld.team, op=now, leider=wereld.melder)
    verslag = VerslagFactory(ronde=ronde, opmerking="Een hond liep los.")
    guest = DeelnameFactory(ronde=ronde, gebruiker=None, gast="boa", gast_naam="Meneer Gast")
    who = {"gemeente": wereld.gemeente, "wie": wereld.melder, "actor": wereld.melder}
    talk = ask_overleg(soort="niet_pluis", aanleiding="twijfel", telefoon="0612345678", now=now, **who)
    Overleg.objects.update(klaar_op=later - 20 * DAY, uitkomst="advies", klaar_door=wereld.meldpunt)
    Uitnodiging.objects.create(
        gebruiker=wereld.melder, token_hash="x", gemaakt_op=now, verloopt_op=now + DAY, gebruikt_op=now
    )
    forget(later)
    forget(later + 14 * DAY)
    forget(later + 14 * DAY)
    for row in (verslag, guest, talk):
        row.refresh_from_db()
    assert (verslag.opmerking, guest.gast_naam, guest.gast, talk.telefoon) == ("", "", "boa", "")
    assert not Uitnodiging.objects.exists() and not contents_of(melding)
    went = dict(Vernietiging.objects.values_list("wat", "aantal"))
    assert went["melding"] == went["verslag_woorden"] == went["ronde_gast"] == went["overleg"] == 1
    assert Hartslag.objects.filter(naam="bewaren").exists()


def test_people_go_a_year_after_their_last_role_but_not_while_something_of_them_is_there(wereld, now):
    later, day = now + 400 * DAY, local_date(now)
    Gebruiker.objects.update(aangemaakt_op=now)
    melding = closed(wereld, 0, now)
    for person in (wereld.melder, wereld.teamgenoot):
        person.lidmaatschappen.update(tot=day)
    wereld.trainer.aanstellingen.update(tot=day)
    assert set(gone_people(later)) == {wereld.teamgenoot, wereld.trainer}
    assert not set(gone_people(now + 364 * DAY))
    forget(later)
    forget(later + 14 * DAY)
    people = Gebruiker.objects.in_bulk([wereld.melder.pk, wereld.teamgenoot.pk, wereld.coordinator.pk])
    assert not contents_of(melding)
    for person in (wereld.melder, wereld.teamgenoot):
        gone = people[person.pk]
        assert (gone.naam, gone.email, gone.telefoon, gone.is_active) == (NOBODY, None, "", False)
        assert not gone.has_usable_password() and gone.sessiezout != person.sessiezout
    assert people[wereld.coordinator.pk].naam == wereld.coordinator.naam
    assert not gone_people(later).exists()


def test_every_rule_says_what_how_long_why_and_what_becomes_of_it(capsys):
    rules = all_rules()
    assert len({rule.code for rule in rules}) == len(rules) >= 30
    assert all(rule.wat and rule.hoe_lang and rule.grond and rule.daarna for rule in rules)
    call_command("bewaartermijnen")
    out = capsys.readouterr().out
    assert all(str(rule.wat) in out for rule in rules)


def test_what_should_be_gone_and_is_not_is_a_broken_promise(wereld, now):
    melding = closed(wereld, 0, now - 500 * DAY)
    assert broken_invariants() == {}
    Hartslag.objects.create(naam="bewaren", op=now)
    assert broken_invariants() == {"te_lang_niet_op_de_lijst": [melding.pk]}
    run_list(now - 60 * DAY)
    wissing = listed(melding)
    assert broken_invariants() == {"te_lang_bewaard": [wissing.pk]}
    run_list(now)
    assert broken_invariants() == {}


# --- pages --------------------------------------------------------------------------------------


def at(client, name, *args):
    return client.get(reverse(name, args=args))


def text(answer):
    return answer.content.decode()


def test_the_meldpunt_sees_the_list_of_its_own_seats_and_holds_back_on_it(wereld, client, now):
    secret, plain = closed(wereld, 3, now - 200 * DAY), closed(wereld, 0, now - 400 * DAY)
    run_list(now)
    client.force_login(wereld.meldpunt_tot_v1)
    page = text(at(client, "opvolging:wislijst"))
    assert plain.nummer in page and secret.nummer not in page and "(1)" in page
    assert at(client, "opvolging:aanhouden", secret.nummer).status_code == 404
    client.force_login(wereld.meldpunt)
    url = reverse("opvolging:aanhouden", args=[secret.nummer])
    assert client.post(url, {"reden": "klacht", "tot": "9999-01-01", "toelichting": "Want"}).status_code == 422
    tot = (timezone.localdate() + 30 * DAY).isoformat()
    assert client.post(url, {"reden": "klacht", "tot": tot, "toelichting": "Want"}).status_code == 302
    assert Aanhouding.objects.get().toelichting == "Want"
    assert "Vraag intrekken" in text(at(client, "opvolging:wislijst"))
    client.force_login(wereld.collega)
    assert "Beslis mee" in text(at(client, "opvolging:wislijst"))
    decide = reverse("opvolging:aanhouding_besluit", args=[secret.nummer])
    assert "Want" in text(client.get(decide)) and client.post(decide, {"akkoord": "ja"}).status_code == 302
    assert "Blijft tot en met" in text(at(client, "opvolging:wislijst"))
    assert client.post(reverse("opvolging:aanhouding_stoppen", args=[secret.nummer])).status_code == 302
    assert "Blijft tot en met" not in text(at(client, "opvolging:wislijst"))


def test_toezicht_sees_numbers_and_no_subject_place_or_words_and_decides(wereld, toezicht, client, now):
    melding = closed(wereld, 3, now)
    due = now + 31 * DAY
    run_list(due)
    asked = hold(wereld, melding, due, days=300)
    client.force_login(toezicht)
    page = text(at(client, "opvolging:toezicht_wissen"))
    assert melding.nummer in page and melding.categorie.naam not in page and wereld.buurt.naam not in page
    one = text(at(client, "opvolging:toezicht_aanhouding", asked.pk))
    assert "Er loopt een klacht" in one and "Er is een klacht." not in one and melding.categorie.naam not in one
    for name in ("evaluaties:bewaren", "evaluaties:vernietigd", "evaluaties:vernietigd_csv"):
        assert at(client, name).status_code == 200
    client.force_login(wereld.beheer)
    assert at(client, "opvolging:toezicht_wissen").status_code == 403
    assert at(client, "evaluaties:vernietigd_csv").status_code == 403


def test_of_a_wiped_melding_the_desk_has_one_page_the_melder_none_and_the_team_no_words(wereld, client, now):
    melding = closed(wereld, 0, now - 400 * DAY)
    run_list(now - 20 * DAY)
    run_list(now)
    melding.refresh_from_db()
    assert melding.gewist_op
    client.force_login(wereld.meldpunt)
    page = at(client, "opvolging:dossier", melding.nummer)
    assert page.status_code == 200 and "De inhoud is gewist" in text(page)
    assert wereld.melder.naam not in text(page) and "gordijnen" not in text(page)
    found = text(client.get(reverse("opvolging:werklijst"), {"nummer": melding.nummer}))
    assert melding.nummer in found and wereld.melder.naam not in found
    act = client.post(reverse("opvolging:oppakken", args=[melding.nummer]))
    assert act.status_code == 409 and "De inhoud is gewist" in text(act)
    client.force_login(wereld.coordinator)
    assert "De inhoud is gewist" in text(at(client, "opvolging:team_melding", melding.nummer))
    client.force_login(wereld.melder)
    assert at(client, "opvolging:mijn_melding", melding.nummer).status_code == 404
    assert melding.nummer not in text(at(client, "opvolging:mijn"))


def test_what_was_destroyed_stands_on_a_page_and_in_a_file_per_month(wereld, toezicht, client, now):
    for _ in range(2):
        closed(wereld, 0, now - 400 * DAY)
    run_list(now - 20 * DAY)
    run_list(now)
    other = make_wereld("Elders")
    Vernietiging.objects.create(gemeente=other.gemeente, dag=local_date(now), wat="melding", aantal=7, op=now)
    client.force_login(toezicht)
    page, file = at(client, "evaluaties:vernietigd"), at(client, "evaluaties:vernietigd_csv")
    assert "11-2026" in text(page) and "Straat en groen" in text(page) and "Elders" not in text(page)
    lines = file.content.decode("utf-8-sig").splitlines()
    assert lines[1].startswith("2026-11;Veldrecht;Melding;Straat en groen;Hele team;Termijn van het niveau;2;0;0;")
    assert len(lines) == 2


def test_beheer_sets_the_terms_within_their_maximum_and_sees_what_changed(wereld, client, now):
    client.force_login(wereld.beheer)
    url = reverse("teams:bewaartermijnen")
    mark = client.get(url).context["form"].mark
    terms = {"bewaar_v0": 10, "bewaar_v1": 6, "bewaar_v2": 3, "bewaar_v3": 2, "gelezen": mark}
    assert client.post(url, terms | {"bewaar_v3": 7}).status_code == 422
    assert client.post(url, terms).status_code == 302
    wereld.gemeente.refresh_from_db()
    assert (wereld.gemeente.bewaar_v0, wereld.gemeente.bewaar_v3) == (10, 2)
    page = text(client.get(reverse("teams:instellingen")))
    assert "10 maanden nadat de melding klaar is" in page and "Maanden bewaren: hele team" in page
    terms |= {"bewaar_v3": 1, "gelezen": client.get(url).context["form"].mark}
    assert client.post(url, terms).status_code == 302
    page = text(client.get(reverse("teams:instellingen")))
    assert "1 maand nadat de melding klaar is" in page and "1 maanden" not in page


def test_a_level_beside_what_is_closed_is_not_called_open(wereld, toezicht, client, now):
    closed(wereld, 0, now - 400 * DAY)
    wereld.report(0, now=now - 400 * DAY)
    run_list(now)
    client.force_login(toezicht)
    page = text(at(client, "opvolging:toezicht_wissen"))
    assert 'data-kop="Niveau">Hele team<' in page and "<li>Hele team: 1</li>" in page and ">Open" not in page
    client.force_login(wereld.meldpunt)
    assert "· hele team · termijn van 12 maanden" in text(at(client, "opvolging:wislijst"))
