"""The spine: a melding goes all the way round, and nothing on that way can be skipped."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from buurtpreventie.errors import RefusedAction
from buurtpreventie.outbox.models import Bericht
from meldingen.actions import recategorise, report_melding, take_up, withdraw_melding
from meldingen.models import Melding, Stand
from opvolging.actions import (
    accept_ask,
    ask_partner,
    finish_ask,
    finish_melding,
    give_antwoord,
    give_oordeel,
    give_tussenbericht,
    hand_back,
    record_no_antwoord,
    revise_result,
    withdraw_ask,
)
from opvolging.invariants import broken_invariants
from opvolging.models import Langs, Opvolging, Toegang, VraagStand

pytestmark = pytest.mark.django_db


def by_link(ask):
    return {"contact": ask.contact, "langs": Langs.LINK}


@pytest.mark.parametrize("niveau", [0, 1, 2, 3])
def test_a_melding_goes_all_the_way_round_and_the_melder_hears_what_was_done(wereld, now, niveau):
    ask = wereld.asked(niveau, now=now)
    accept_ask(ask, now=now, **by_link(ask))
    finish_ask(ask, uitkomst="hulp", voor_melder="Er is contact.", now=now, **by_link(ask))
    melding = Melding.objects.get(pk=ask.melding_id)
    assert melding.stand == Stand.AFGEROND

    antwoord = give_antwoord(melding, tekst="Afgerond. Dank u wel.", actor=wereld.meldpunt, now=now)
    give_oordeel(antwoord, oordeel="genoeg" if niveau >= 2 else "opgelost", actor=wereld.melder, now=now)

    melding.refresh_from_db()
    assert (melding.stand, melding.keer) == (Stand.BEANTWOORD, 1)
    assert broken_invariants() == {}


@pytest.mark.parametrize(("niveau", "oordeel"), [(0, "niet_opgelost"), (2, "iets_nieuws")])
def test_something_new_reopens_once_and_is_answered_again(wereld, now, niveau, oordeel):
    antwoord = wereld.answered(niveau, now=now)
    give_oordeel(antwoord, oordeel=oordeel, toelichting="Vandaag weer.", actor=wereld.melder, now=now)
    melding = Melding.objects.get(pk=antwoord.melding_id)
    assert (melding.stand, melding.keer) == (Stand.OPGEPAKT, 2)

    finish_melding(melding, uitkomst="opgelost", actor=wereld.meldpunt, now=now)
    tweede = give_antwoord(melding, tekst="Nu echt gedaan.", actor=wereld.meldpunt, now=now)
    if niveau == 0:
        give_oordeel(tweede, oordeel=oordeel, actor=wereld.melder, now=now)

    melding.refresh_from_db()
    assert (melding.stand, melding.keer) == (Stand.BEANTWOORD, 2)
    assert broken_invariants() == {}


def test_the_same_form_sent_twice_is_one_melding(wereld, now):
    first = wereld.report(2, now=now, concept_id="6e8b2f8a-30ef-4d6b-9d35-3a3fb01dd1ab")
    second = wereld.report(2, now=now, concept_id="6e8b2f8a-30ef-4d6b-9d35-3a3fb01dd1ab")

    assert first == second
    assert Melding.objects.count() == 1


def test_nothing_is_kept_of_a_v4_category(wereld, now):
    wereld.categorieen[2].vertrouwelijkheid = 4
    with pytest.raises(RefusedAction, match="bewaren wij niets"):
        wereld.report(2, now=now)
    assert Melding.objects.count() == 0


def test_finishing_is_refused_while_a_partner_is_asked(wereld, now):
    ask = wereld.asked(0, now=now)
    with pytest.raises(RefusedAction, match="staat nog een vraag open"):
        finish_melding(ask.melding, uitkomst="opgelost", actor=wereld.meldpunt, now=now)


def test_an_answer_before_the_case_is_done_is_refused(wereld, now):
    melding = wereld.taken_up(0, now=now)
    with pytest.raises(RefusedAction, match="nog niet afgerond"):
        give_antwoord(melding, tekst="Dank u wel.", actor=wereld.meldpunt, now=now)
    assert list(melding.terugkoppelingen.all()) == []


@pytest.mark.parametrize("woord", ["Wijkteam Veldrecht", "sociaal wijkteam", "Contact Veldrecht", "Elzenpad"])
def test_a_confidential_answer_names_neither_partner_nor_address(wereld, now, woord):
    melding = wereld.finished(2, now=now, inhoud={"straat": "Elzenpad", "huisnummer": "3"})
    with pytest.raises(RefusedAction, match="noemen wij dat niet"):
        give_antwoord(melding, tekst=f"Het {woord} ging langs.", actor=wereld.meldpunt, now=now)


def test_an_open_answer_may_say_who_repaired_it(wereld, now):
    melding = wereld.finished(0, now=now)
    give_antwoord(melding, tekst="Wijkteam Veldrecht maakte het.", actor=wereld.meldpunt, now=now)
    melding.refresh_from_db()
    assert melding.stand == Stand.BEANTWOORD


def test_a_strictly_confidential_melding_goes_to_one_partner_at_a_time(wereld, now):
    ask = wereld.asked(3, now=now)
    wereld.andere_partner.weg = "telefoon"
    with pytest.raises(RefusedAction, match="één partner"):
        ask_partner(
            ask.melding, partner=wereld.andere_partner, contact=None, uittreksel="x", actor=wereld.meldpunt, now=now
        )


def test_an_absent_contact_is_replaced_by_the_deputy(wereld, now):
    wereld.contact.afwezig_van = now.date() - timedelta(days=1)
    wereld.contact.save()

    ask = wereld.asked(0, now=now)

    assert ask.contact == wereld.vervanger
    assert list(Bericht.objects.filter(soort="vraag").values_list("aan", flat=True)) == [wereld.vervanger.email]


def test_handing_back_gives_the_melding_to_the_meldpunt_and_ends_waiting_mail(wereld, now):
    ask = wereld.asked(0, now=now)
    hand_back(ask, reden="niet_van_ons", toelichting="Vraag de corporatie.", now=now, **by_link(ask))

    ask.refresh_from_db()
    assert (ask.stand, ask.verantwoordelijk) == (VraagStand.TERUGGEGEVEN, False)
    assert Bericht.objects.get(bron=ask.bron).stand == "vervallen"
    assert broken_invariants() == {}


def test_a_withdrawn_ask_leaves_no_secret_behind(wereld, now):
    ask = wereld.asked(2, now=now)
    withdraw_ask(ask, actor=wereld.meldpunt, now=now)

    toegang = Toegang.objects.get()
    assert toegang.geheim is None
    assert list(Toegang.objects.usable(now)) == []


def test_with_two_asks_one_is_responsible_and_the_other_takes_over(wereld, now):
    first = wereld.asked(0, now=now)
    wereld.andere_partner.weg = "telefoon"
    wereld.andere_partner.save()
    second = ask_partner(
        first.melding, partner=wereld.andere_partner, contact=None, uittreksel="x", actor=wereld.meldpunt, now=now
    )
    assert list(Opvolging.objects.filter(verantwoordelijk=True)) == [second]

    finish_ask(second, uitkomst="opgelost", actor=wereld.meldpunt, langs=Langs.TELEFOON, now=now)

    assert list(Opvolging.objects.filter(verantwoordelijk=True)) == [first]
    assert Melding.objects.get().stand == Stand.OPGEPAKT
    assert broken_invariants() == {}


def test_an_answer_can_be_revised_for_a_day_as_a_new_version(wereld, now):
    ask = wereld.asked(0, now=now)
    finish_ask(ask, uitkomst="hulp", voor_melder="Een.", now=now, **by_link(ask))
    revise_result(ask, uitkomst="opgelost", voor_melder="Twee.", now=now + timedelta(hours=23), **by_link(ask))
    with pytest.raises(RefusedAction, match="kan niet meer"):
        revise_result(ask, uitkomst="hulp", voor_melder="Drie.", now=now + timedelta(hours=25), **by_link(ask))

    assert [r.voor_melder for r in ask.resultaten.all()] == ["Een.", "Twee."]
    assert Melding.objects.get().uitkomst == "opgelost"


def test_a_colleague_takes_over_and_the_level_only_rises_with_the_category(wereld, now):
    melding = wereld.taken_up(2, now=now)
    melding = take_up(melding, actor=wereld.collega, now=now)
    melding = recategorise(melding, categorie=wereld.categorieen[0], actor=wereld.collega, now=now)
    assert (melding.behandelaar, melding.vertrouwelijkheid) == (wereld.collega, 2)


def test_a_category_that_would_hide_the_melding_from_its_handler_is_refused(wereld, now):
    melding = take_up(wereld.report(0, now=now), actor=wereld.meldpunt_tot_v1, now=now)
    with pytest.raises(RefusedAction, match="niet meer zien"):
        recategorise(melding, categorie=wereld.categorieen[2], actor=wereld.meldpunt_tot_v1, now=now)


def test_an_interim_word_moves_the_date_but_never_the_first_promise(wereld, now):
    melding = wereld.taken_up(0, now=now)
    first = melding.eerste_belofte
    later = melding.antwoord_voor + timedelta(days=4)
    give_tussenbericht(melding, tekst="Het duurt langer.", nieuwe_datum=later, actor=wereld.meldpunt, now=now)

    melding.refresh_from_db()
    assert (melding.eerste_belofte, melding.antwoord_voor) == (first, later)
    with pytest.raises(RefusedAction, match="15 werkdagen"):
        give_tussenbericht(
            melding, tekst="Later.", nieuwe_datum=later + timedelta(days=60), actor=wereld.meldpunt, now=now
        )


def test_withdrawing_ends_an_open_melding_but_only_takes_the_name_off_a_confidential_one(wereld, now):
    lamp, zorg = wereld.report(0, now=now), wereld.report(2, now=now)
    withdraw_melding(lamp, actor=wereld.melder, now=now)
    withdraw_melding(zorg, actor=wereld.melder, now=now)

    lamp.refresh_from_db(), zorg.refresh_from_db()
    assert lamp.stand == Stand.INGETROKKEN
    assert (zorg.stand, zorg.melder, zorg.ingevoerd_door) == (Stand.ONTVANGEN, None, None)
    take_up(zorg, actor=wereld.meldpunt, now=now)
    finish_melding(zorg, uitkomst="hulp", actor=wereld.meldpunt, now=now)
    record_no_antwoord(zorg, reden="naam_ingetrokken", actor=wereld.meldpunt, now=now)
    assert broken_invariants() == {}


def test_a_melding_that_is_picked_up_can_no_longer_be_withdrawn(wereld, now):
    with pytest.raises(RefusedAction, match="al met uw melding bezig"):
        withdraw_melding(wereld.taken_up(0, now=now), actor=wereld.melder, now=now)


def refused(sql, *params):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)
    return True


def test_the_database_refuses_beantwoord_without_an_answer_of_the_same_keer(wereld, now):
    melding = wereld.finished(2, now=now)
    assert refused("UPDATE meldingen_melding SET stand = 'beantwoord' WHERE id = %s", melding.pk)

    antwoord = give_antwoord(melding, tekst="Gedaan.", actor=wereld.meldpunt, now=now)
    give_oordeel(antwoord, oordeel="iets_nieuws", toelichting="Weer.", actor=wereld.melder, now=now)
    finish_melding(melding, uitkomst="hulp", actor=wereld.meldpunt, now=now)
    assert refused("UPDATE meldingen_melding SET stand = 'beantwoord' WHERE id = %s", melding.pk)
    assert refused("UPDATE meldingen_melding SET stand = 'beantwoord', keer = 2 WHERE id = %s", melding.pk)
    give_antwoord(melding, tekst="Nog eens.", actor=wereld.meldpunt, now=now)
    assert Melding.objects.get().stand == Stand.BEANTWOORD


def test_the_database_refuses_to_insert_a_melding_that_is_answered_already(wereld, now):
    antwoord = wereld.answered(0, now=now)
    fields = [f.column for f in Melding._meta.concrete_fields if f.column not in ("id", "nummer", "concept_id")]
    columns = ", ".join(fields)
    sql = (
        f"INSERT INTO meldingen_melding (nummer, concept_id, {columns}) "
        f"SELECT '9999-9999', gen_random_uuid(), {columns} FROM meldingen_melding WHERE id = %s"
    )
    assert refused(sql, antwoord.melding_id)


def test_a_logged_reason_closes_where_no_answer_can_be(wereld, now):
    melding = wereld.finished(0, now=now)
    record_no_antwoord(melding, reden="niet_bereikbaar", actor=wereld.meldpunt, now=now)
    assert Melding.objects.get().stand == Stand.BEANTWOORD


def test_the_database_keeps_answers_reasons_and_ended_asks_as_they_are(wereld, now):
    antwoord = wereld.answered(0, now=now)
    ask = wereld.asked(2, now=now)
    assert refused("UPDATE opvolging_terugkoppeling SET tekst = 'anders' WHERE id = %s", antwoord.pk)
    assert refused("DELETE FROM opvolging_terugkoppeling WHERE id = %s", antwoord.pk)
    assert refused("UPDATE meldingen_melding SET stand = 'afgerond', uitkomst = 'hulp' WHERE id = %s", ask.melding_id)
    assert refused("UPDATE opvolging_opvolging SET melding_id = %s WHERE id = %s", antwoord.melding_id, ask.pk)
    assert refused("UPDATE opvolging_opvolging SET stand = 'afgerond', beeindigd_op = now() WHERE id = %s", ask.pk)


def test_who_did_not_press_send_twice_gets_the_database_error(wereld, now):
    with pytest.raises(IntegrityError), transaction.atomic():
        report_melding(
            actor=wereld.melder,
            categorie=wereld.categorieen[0],
            buurt=wereld.buurt,
            inhoud={},
            now=now,
            nummer=wereld.report(0, now=now).nummer,
        )
