"""Steps, whether the resident knows, colleagues, splitting, and what looks like the same."""

from datetime import date, datetime, timedelta
from threading import Barrier, Thread
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import close_old_connections, connection, transaction
from django.db.utils import DatabaseError, IntegrityError

from buurtpreventie.audit.models import Logregel
from buurtpreventie.errors import RefusedAction
from buurtpreventie.outbox.models import Bericht
from meldingen.models import Melding, Stand
from meldingen.tests.factories import DINSDAG, CategorieFactory
from opvolging.actions import (
    add_note,
    assign,
    close_as_duplicate,
    finish_ask,
    record_informed,
    split_melding,
    sweep,
    take_step,
)
from opvolging.models import Herinnering, Ingelicht, Langs, Schaalstap, Terugkoppeling
from opvolging.tests.factories import accepted_ask, answered, colleague, reported, taken_up
from opvolging.tests.meldpunt_pages import make_desk, text_of
from opvolging.wording import duplicate_sentence
from teams.clocks import local_date
from teams.models import Niveau, Soort

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    with time_machine.travel(DINSDAG, tick=False):
        yield make_desk()


def at_nine(day):
    return datetime(day.year, day.month, day.day, 9, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))


# --- a step up or down (E144) -------------------------------------------------------------------


def test_a_step_has_a_direction_a_reason_that_fits_and_a_date():
    melding = taken_up()
    for _ in range(2):
        take_step(melding, richting="op", reden="meer_nodig", actor=melding.behandelaar, now=DINSDAG)
    take_step(melding, richting="af", reden="gaat_beter", actor=melding.behandelaar, now=DINSDAG + timedelta(days=9))
    with pytest.raises(RefusedAction, match="past niet"):
        take_step(melding, richting="af", reden="ernstiger", actor=melding.behandelaar, now=DINSDAG)
    assert [(s.richting, s.reden, local_date(s.op).day) for s in melding.schaalstappen.all()] == [
        ("op", "meer_nodig", 17),
        ("af", "gaat_beter", 26),
    ]


def test_a_step_is_added_and_never_edited():
    melding = taken_up()
    step = take_step(melding, richting="op", reden="meer_nodig", actor=melding.behandelaar, now=DINSDAG)
    with pytest.raises(DatabaseError, match="alleen_toevoegen"), transaction.atomic():
        Schaalstap.objects.filter(pk=step.pk).update(reden="ernstiger")


def test_a_step_shows_in_dossier_and_history_and_leads_on_to_asking(desk):
    mine = taken_up(gemeente=desk.gemeente, by=desk.ik)
    on = desk.act("stap", mine, richting="op", reden="veiligheid", toelichting="De buurvrouw belde.", vragen="1")
    assert on.url.endswith(f"/melding/{mine.nummer}/vragen/")
    page = text_of(desk.get("dossier", mine.nummer))
    assert "Iemand is niet veilig. De buurvrouw belde." in page
    assert f"{desk.ik.naam} zette een stap zwaarder. Reden: iemand is niet veilig." in page
    wrong = desk.act("stap", mine, richting="af", reden="veiligheid")
    assert wrong.status_code == 422


# --- does the resident know (E219) --------------------------------------------------------------


def informed(melding, stand="uiterlijk", uiterlijk=date(2026, 11, 20), now=DINSDAG, **kw):
    return record_informed(
        melding, stand=stand, uiterlijk=uiterlijk, actor=kw.pop("actor", melding.behandelaar), now=now, **kw
    )


def lines_to(email):
    return [
        b.tekst for b in Bericht.objects.filter(soort="herinnering", aan=email) if "Weet de bewoner het al" in b.tekst
    ]


def test_a_date_reminds_the_handler_on_the_day_and_two_working_days_after_and_the_last_word_counts():
    melding = taken_up()
    informed(melding)
    handler = melding.behandelaar.email
    told = {}
    for days in range(12):
        day = at_nine(date(2026, 11, 18) + timedelta(days=days))
        before = len(lines_to(handler))
        sweep(day)
        sweep(day + timedelta(hours=1))
        if len(lines_to(handler)) > before:
            told[f"{day:%d-%m}"] = len(lines_to(handler)) - before
    assert told == {"20-11": 1, "24-11": 1}  # Friday, and Tuesday
    assert set(Herinnering.objects.filter(bron__startswith="ingelicht:").values_list("stap", flat=True)) == {
        "ingelicht",
        "ingelicht_na",
    }


def test_who_knows_by_now_reminds_nobody():
    melding = taken_up()
    informed(melding)
    informed(melding, stand="ja", uiterlijk=None)
    sweep(at_nine(date(2026, 11, 20)))
    assert lines_to(melding.behandelaar.email) == []
    assert [row.stand for row in melding.ingelicht.all()] == ["uiterlijk", "ja"]


def test_not_safely_asks_why_and_the_database_agrees():
    melding = taken_up()
    row = informed(melding, stand="niet_veilig", uiterlijk=None, want="Er is ruzie in huis.")
    assert (row.want, row.uiterlijk) == ("Er is ruzie in huis.", None)
    with pytest.raises(IntegrityError, match="ingelicht_niet_veilig_heeft_want"), transaction.atomic():
        Ingelicht.objects.create(melding=melding, stand="niet_veilig", op=DINSDAG, door_gebruiker=melding.behandelaar)


@pytest.mark.parametrize("day", [date(2026, 11, 16), date(2027, 3, 1)])
def test_a_day_that_is_past_or_far_away_is_refused(day):
    with pytest.raises(RefusedAction, match="Kies een dag"):
        informed(taken_up(), uiterlijk=day)


def test_a_partner_may_say_it_when_adding_or_finishing_and_its_own_digest_reminds_while_the_ask_is_open():
    ask = accepted_ask()
    by_link = {"contact": ask.contact, "langs": Langs.LINK}
    add_note(
        ask,
        tekst="Ik ga er heen.",
        ingelicht={"stand": "uiterlijk", "uiterlijk": date(2026, 11, 20)},
        now=DINSDAG,
        **by_link,
    )
    sweep(at_nine(date(2026, 11, 20)))
    assert len(lines_to(ask.contact.email)) == 1 and len(lines_to(ask.melding.behandelaar.email)) == 1
    mail = Bericht.objects.filter(soort="herinnering", aan=ask.contact.email).last()
    assert "{{link1}}" in mail.tekst and "te laat" not in mail.tekst

    finish_ask(ask, uitkomst="hulp", ingelicht={"stand": "ja"}, now=at_nine(date(2026, 11, 23)), **by_link)
    row = ask.melding.ingelicht.last()
    assert (row.stand, row.door_contact, row.opvolging) == ("ja", ask.contact, ask)


def test_the_dossier_shows_the_last_word(desk):
    mine = taken_up(gemeente=desk.gemeente, by=desk.ik)
    assert desk.act("ingelicht", mine, stand="uiterlijk").status_code == 422
    assert desk.act("ingelicht", mine, stand="niet_veilig").status_code == 422
    assert desk.act("ingelicht", mine, stand="niet_veilig", want="Er is ruzie in huis.").status_code == 302
    page = text_of(desk.get("dossier", mine.nummer))
    assert "Nee, dat kan niet veilig: Er is ruzie in huis." in page


@pytest.mark.parametrize(
    "reactie,words", [("herkenning", "Zoek wie nu contact"), ("ontkenning", "Duw niet."), ("boosheid", "eerst rusten")]
)
def test_the_dossier_says_what_fits_the_reaction_of_the_person(desk, reactie, words):  # E126, E127
    mine = taken_up(gemeente=desk.gemeente, by=desk.ik, inhoud={"reactie": reactie})
    page = text_of(desk.get("dossier", mine.nummer))
    assert words in page and "Reactie van de persoon" in page


# --- to a colleague -----------------------------------------------------------------------------


def test_a_colleague_gets_it_with_a_mail_and_a_second_press_changes_nothing():
    melding = taken_up()
    first, wout = melding.behandelaar, colleague(melding.gemeente)
    for _ in range(2):
        assign(melding, aan=wout, actor=first, now=DINSDAG)
    melding.refresh_from_db()
    assert melding.behandelaar == wout
    mails = Bericht.objects.filter(sleutel__startswith="toegewezen:")
    assert [(mail.aan, first.naam in mail.tekst) for mail in mails] == [(wout.email, True)]


def test_what_nobody_had_is_picked_up_with_it_and_the_melder_hears_so():
    melding = reported()
    assign(melding, aan=colleague(melding.gemeente), actor=colleague(melding.gemeente), now=DINSDAG)
    melding.refresh_from_db()
    assert (melding.stand, melding.reageren_voor) == (Stand.OPGEPAKT, None)
    assert Bericht.objects.filter(sleutel=f"opgepakt:{melding.pk}:1").exists()


def test_not_to_somebody_who_may_not_see_it_nor_away_from_somebody_else():
    melding = taken_up()
    low, other = colleague(melding.gemeente, hoogste_niveau=Niveau.V1), colleague(melding.gemeente)
    with pytest.raises(RefusedAction, match="mag deze melding niet zien"):
        assign(melding, aan=low, actor=melding.behandelaar, now=DINSDAG)
    with pytest.raises(RefusedAction, match="Neem de melding eerst over"):
        assign(
            melding,
            aan=other,
            actor=colleague(melding.gemeente),
            now=DINSDAG,
        )


def test_the_page_offers_only_who_may_see_it(desk):
    mine = taken_up(gemeente=desk.gemeente, by=desk.ik)
    wout = colleague(desk.gemeente)
    low = colleague(desk.gemeente, soorten=[Soort.OPENBARE_RUIMTE])
    elsewhere = taken_up().behandelaar
    page = text_of(desk.get("toewijzen", mine.nummer))
    assert wout.naam in page and low.naam not in page and elsewhere.naam not in page
    for not_offered in (low, elsewhere):
        assert desk.act("toewijzen", mine, aan=not_offered.pk).status_code == 422
    assert desk.act("toewijzen", mine, aan=wout.pk).status_code == 302
    assert desk.get("toewijzen", mine.nummer).status_code == 403
    assert f"gaf de melding aan {wout.naam}." in text_of(desk.get("dossier", mine.nummer))


# --- splitting (E136) ---------------------------------------------------------------------------


def open_subject(melding):
    return CategorieFactory(gemeente=melding.gemeente, buiten=True)


def test_a_second_need_becomes_a_melding_of_its_own_and_the_melder_hears_of_it():
    melding = taken_up()
    categorie = open_subject(melding)
    words = {"categorie": categorie, "waarneming": "De lamp is stuk.", "straat": "Elzenpad"}
    second = split_melding(melding, **words, actor=melding.behandelaar, now=DINSDAG)
    again = split_melding(melding, **words, actor=melding.behandelaar, now=DINSDAG)

    assert again == second
    assert (second.melder, second.categorie, second.vertrouwelijkheid) == (melding.melder, categorie, Niveau.V0)
    assert (second.stand, second.afgesplitst_van, second.team) == (Stand.ONTVANGEN, melding, melding.team)
    inhoud = second.inhoud
    assert (inhoud.waarneming, inhoud.straat, inhoud.huisnummer) == ("De lamp is stuk.", "Elzenpad", "")
    told = Terugkoppeling.objects.get(melding=melding)
    assert second.nummer in told.tekst


def test_splitting_is_refused_for_the_same_subject_without_a_melder_and_for_what_one_may_not_see():
    melding = taken_up()
    categorie = open_subject(melding)
    low = colleague(melding.gemeente, soorten=[Soort.NIET_PLUIS])
    for wrong, actor in ((melding.categorie, melding.behandelaar), (categorie, low)):
        with pytest.raises(RefusedAction):
            split_melding(melding, categorie=wrong, waarneming="x", actor=actor, now=DINSDAG)
    Melding.objects.filter(pk=melding.pk).update(melder=None, naam_ingetrokken_op=DINSDAG)
    with pytest.raises(RefusedAction, match="trok zijn naam in"):
        split_melding(melding, categorie=categorie, waarneming="x", actor=melding.behandelaar, now=DINSDAG)


def test_both_dossiers_name_each_other(desk):
    mine = taken_up(gemeente=desk.gemeente, by=desk.ik)
    done = desk.act("splitsen", mine, categorie=open_subject(mine).pk, waarneming="De lamp is stuk.", straat="Elzenpad")
    assert done.status_code == 302
    second = Melding.objects.get(afgesplitst_van=mine)
    assert second.nummer in text_of(desk.get("dossier", mine.nummer))
    assert "Afgesplitst van" in text_of(desk.get("dossier", second.nummer))


# --- what looks like the same -------------------------------------------------------------------


@pytest.fixture
def three(desk):
    """One lamp, the same lamp by somebody else, and one in another buurt."""
    first = reported(gemeente=desk.gemeente, niveau=0, now=DINSDAG - timedelta(days=2))
    same = reported(gemeente=desk.gemeente, categorie=first.categorie, team=first.team, buurt=first.buurt, now=DINSDAG)
    elsewhere = reported(
        gemeente=desk.gemeente, categorie=first.categorie, inhoud={"straat": "Kastanjelaan"}, now=DINSDAG
    )
    return first, same, elsewhere


def test_the_dossier_shows_what_looks_like_it_by_subject_and_place_never_by_person(desk, three):
    first, same, elsewhere = three
    reported(
        gemeente=desk.gemeente, melder=first.melder, team=first.team, buurt=first.buurt, inhoud={"straat": "Ver weg"}
    )
    found = desk.get("dossier", first.nummer).context["dossier"].zaak.lijkt_op
    assert [(one.melding, one.dagen, one.adres) for one in found] == [(same, 2, True)]
    assert elsewhere.nummer not in text_of(desk.get("dossier", first.nummer))


def test_what_one_may_not_see_or_was_long_ago_does_not_look_like_it(desk, three):
    first, same, _elsewhere = three
    Melding.objects.filter(pk=same.pk).update(gemeld_op=DINSDAG - timedelta(days=17))
    assert desk.get("dossier", first.nummer).context["dossier"].zaak.lijkt_op == []
    strict = reported(gemeente=desk.gemeente, niveau=Niveau.V3, team=first.team, buurt=first.buurt)
    low = make_desk(desk.gemeente, hoogste_niveau=Niveau.V2)
    assert [o.melding for o in desk.get("dossier", first.nummer).context["dossier"].zaak.lijkt_op] == [strict]
    assert low.get("dossier", first.nummer).context["dossier"].zaak.lijkt_op == []
    assert low.get("vergelijk", first.nummer, strict.nummer).status_code == 404


def test_comparing_opens_both_and_writes_both_down(desk):
    one = taken_up(gemeente=desk.gemeente, by=desk.ik)
    other = reported(gemeente=desk.gemeente, inhoud={"waarneming": "De post ligt op straat."})
    page = text_of(desk.get("vergelijk", one.nummer, other.nummer))
    assert "De post ligt op straat." in page and "Sluiten als dubbel" in page
    together = desk.get("bundelen", query=f"?nummer={one.nummer}&nummer={other.nummer}")
    assert "Samen behandelen" in page and other.nummer in text_of(together)
    assert [Logregel.objects.about(m).openings().count() for m in (one, other)] == [1, 1]
    assert desk.get("vergelijk", one.nummer, one.nummer).status_code == 404
    assert desk.get("vergelijk", one.nummer, reported().nummer).status_code == 404


def test_a_double_is_closed_with_an_answer_that_names_a_date_and_no_contents(desk, three):
    first, same, _elsewhere = three
    desk.act("oppakken", same, van="")
    page = desk.get("dubbel", same.nummer, first.nummer)
    words = page.context["form"].initial["tekst"]
    assert "uiterlijk 27 november" in words
    for _ in range(2):
        assert desk.post("dubbel", same.nummer, first.nummer, tekst=words).status_code == 302
    same.refresh_from_db()
    assert (same.stand, same.uitkomst) == (Stand.BEANTWOORD, "dubbel")
    assert Melding.objects.get(pk=first.pk).stand == Stand.ONTVANGEN
    with pytest.raises(RefusedAction, match="die doorloopt"):
        close_as_duplicate(first, van=same, tekst=words, actor=desk.ik, now=DINSDAG)


def test_the_words_about_a_double_say_no_more_than_the_level_allows():
    today = local_date(DINSDAG)
    lamp_one, lamp_two = reported(niveau=0), answered(niveau=0, now=DINSDAG)
    assert "17 november" in duplicate_sentence(lamp_one, lamp_two, today)
    assert "ander" not in duplicate_sentence(reported(), lamp_two, today)


# --- earlier signals about an address -----------------------------------------------------------


def test_an_earlier_signal_opens_only_with_a_reason_that_is_kept(desk):  # ontwerp §4
    mine = taken_up(gemeente=desk.gemeente, by=desk.ik)
    earlier = reported(gemeente=desk.gemeente, now=DINSDAG - timedelta(days=40), inhoud={"waarneming": "Veel post."})
    assert f"/eerder/{earlier.nummer}/" in text_of(desk.get("dossier", mine.nummer))

    asked_for = desk.get("eerder", mine.nummer, earlier.nummer)
    assert asked_for.status_code == 200 and "Veel post." not in text_of(asked_for)
    assert desk.post("eerder", mine.nummer, earlier.nummer).status_code == 422
    assert Logregel.objects.about(earlier).openings().count() == 0

    shown = desk.post("eerder", mine.nummer, earlier.nummer, reden="Is dit hetzelfde huis?")
    assert "Veel post." in text_of(shown)
    assert [line.reden.tekst for line in Logregel.objects.about(earlier).openings()] == ["Is dit hetzelfde huis?"]


def test_what_is_no_earlier_signal_is_not_opened_that_way(desk):
    mine = taken_up(gemeente=desk.gemeente, by=desk.ik)
    other = reported(gemeente=desk.gemeente, inhoud={"straat": "Kastanjelaan"})
    assert desk.get("eerder", mine.nummer, other.nummer).status_code == 404
    assert desk.post("eerder", mine.nummer, other.nummer, reden="Nieuwsgierig").status_code == 404
    assert Logregel.objects.about(other).openings().count() == 0


# --- two at once ------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_colleagues_who_give_it_away_at_the_same_moment_leave_one_handler_and_one_mail():
    melding = reported()
    desks = [colleague(melding.gemeente) for _ in range(2)]
    new = [colleague(melding.gemeente) for _ in range(2)]
    outcomes, start = [], Barrier(2)

    def one(actor, aan):
        close_old_connections()
        try:
            start.wait()
            outcomes.append(assign(melding, aan=aan, actor=actor, now=DINSDAG).behandelaar_id)
        except RefusedAction:
            outcomes.append(None)
        finally:
            connection.close()

    threads = [Thread(target=one, args=pair) for pair in zip(desks, new, strict=True)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    melding.refresh_from_db()
    assert sorted(outcomes, key=str) == sorted([melding.behandelaar_id, None], key=str)
    assert Bericht.objects.filter(sleutel__startswith="toegewezen:").count() == 1


@pytest.mark.django_db(transaction=True)
def test_splitting_pressed_twice_at_the_same_moment_makes_one_second_melding():
    melding = taken_up()
    categorie, errors, start = open_subject(melding), [], Barrier(4)

    def one():
        close_old_connections()
        try:
            start.wait()
            split_melding(melding, categorie=categorie, waarneming="De lamp.", actor=melding.behandelaar, now=DINSDAG)
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [Thread(target=one) for _ in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    assert errors == []
    assert Melding.objects.filter(afgesplitst_van=melding).count() == 1
    assert Terugkoppeling.objects.filter(melding=melding).count() == 1
