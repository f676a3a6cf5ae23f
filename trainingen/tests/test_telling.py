"""Who is on the list of an evening hears what they have to know, each thing once."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from buurtpreventie.accounts.models import Uitnodiging
from buurtpreventie.accounts.tests.factories import GebruikerFactory
from buurtpreventie.outbox.models import Bericht
from teams.clocks import at
from teams.tests.factories import AanstellingFactory, GemeenteFactory, LidmaatschapFactory, RegioFactory, TeamFactory
from trainingen.actions.signing import fill_places, sign_off, sign_up
from trainingen.actions.telling import (
    tell_cancelled,
    tell_invited,
    tell_moved,
    tell_place,
    tell_signed_up,
)
from trainingen.models import Beltaak, Inschrijving
from trainingen.tests.factories import InschrijvingFactory, SessieFactory

pytestmark = pytest.mark.django_db

EVENING = timezone.make_aware(datetime(2026, 11, 26, 19, 0))
NOON = timezone.make_aware(datetime(2026, 11, 10, 12, 0))
NIGHT = timezone.make_aware(datetime(2026, 11, 10, 22, 30))


@pytest.fixture
def team():
    return TeamFactory(naam="Team Zuid")


@pytest.fixture
def sessie(team):
    return SessieFactory(op=EVENING, gemeente=team.gemeente, team=team, module__naam="Wijkveiligheid")


def member(team, **facts):
    return LidmaatschapFactory(team=team, gebruiker=GebruikerFactory(**facts)).gebruiker


def coming(sessie, team, **facts):
    return InschrijvingFactory(sessie=sessie, team=team, gebruiker=member(team), **facts)


def without_mail(sessie, team, **facts):
    person = member(team, email=None, antwoord_via="coordinator")
    return InschrijvingFactory(sessie=sessie, team=team, gebruiker=person, **facts)


def mails():
    """(address, subject) of what goes out, in order."""
    return list(Bericht.objects.filter(stand="klaar").order_by("id").values_list("aan", "onderwerp"))


def move(sessie, **facts):
    for name, value in facts.items():
        setattr(sessie, name, value)
    sessie.versie += 1
    sessie.save()
    return sessie


# --- signed up, waiting, a place --------------------------------------------------------------------


def test_who_signs_up_gets_one_mail_with_when_where_and_a_link_to_say_no(sessie, team):
    row = coming(sessie, team)
    tell_signed_up(row, now=NOON)
    tell_signed_up(row, now=NOON)
    mail = Bericht.objects.get()
    assert (mail.aan, mail.onderwerp) == (
        row.gebruiker.email,
        "U staat op de lijst: training op donderdag 26 november",
    )
    assert "Wijkveiligheid\ndonderdag 26 november, 19.00 tot 22.00 uur\nBuurthuis De Linde" in mail.tekst
    assert "Dan kan iemand anders komen. Zeg het met 1 tik: {{link}}" in mail.tekst
    row.refresh_from_db()
    assert mail.geheim["link"].endswith(f"/t/{row.geheim}/")
    assert mail.verloopt_op == EVENING


def test_who_signs_up_again_is_told_again(sessie, team):
    person = member(team)
    facts = {"gebruiker": person, "team": team, "actor": person}
    row = sign_up(sessie, **facts, now=NOON)
    sign_off(row, actor=person, now=NOON + timedelta(hours=1))
    sign_up(sessie, **facts, now=NOON + timedelta(hours=2))
    assert [subject for _aan, subject in mails()] == ["U staat op de lijst: training op donderdag 26 november"]
    assert Bericht.objects.filter(stand="vervallen").count() == 1  # the first had not left yet


@pytest.mark.parametrize(
    "ingang, words",
    [
        ("zelf", "Wat fijn dat u komt."),
        ("link", "Wat fijn dat u komt."),
        ("coordinator", "Uw coördinator heeft u aangemeld."),
        ("trainer", "De trainer heeft u aangemeld."),
    ],
)
def test_the_mail_says_who_signed_somebody_up(sessie, team, ingang, words):
    tell_signed_up(coming(sessie, team, ingang=ingang), now=NOON)
    assert Bericht.objects.get().tekst.startswith(words)


def test_who_waits_hears_the_turn_and_then_the_place(team):
    sessie = SessieFactory(op=EVENING, gemeente=team.gemeente, team=team, plaatsen=1)
    first, second, third = (
        sign_up(sessie, gebruiker=person, team=team, actor=person, now=NOON + timedelta(minutes=n))
        for n, person in enumerate([member(team), member(team), member(team)])
    )
    waiting = [mail.tekst for mail in Bericht.objects.filter(onderwerp__contains="wachtlijst").order_by("id")]
    assert ["plaats 1 van de wachtlijst" in waiting[0], "plaats 2 van de wachtlijst" in waiting[1]] == [True, True]
    Bericht.objects.update(stand="geclaimd", lease="0" * 32, lease_tot=EVENING)
    sign_off(first, actor=first.gebruiker, now=NOON + timedelta(hours=1))
    assert mails() == [(second.gebruiker.email, "Er is een plek voor u: training op donderdag 26 november")]
    assert fill_places(sessie, now=NOON + timedelta(hours=2)) == []
    assert len(mails()) == 1
    third.refresh_from_db()
    assert third.stand == "wachtlijst"


def test_who_has_no_mail_is_rung_about_a_place_each_time_anew(sessie, team):
    leads = LidmaatschapFactory(team=team, coordinator=True).gebruiker
    row = without_mail(sessie, team)
    tell_place(row, now=NOON)
    tell_place(row, now=NOON)
    assert mails() == [(leads.email, "Wilt u bellen over de training op donderdag 26 november?")]
    Beltaak.objects.update(gebeld_op=NOON, gebeld_door=leads)
    tell_place(row, now=NOON + timedelta(days=1))
    assert list(Beltaak.objects.values_list("waarover", "versie")) == [("plek", 0), ("plek", 1)]
    assert len(mails()) == 2


def test_signing_up_makes_nobody_ring(sessie, team):
    LidmaatschapFactory(team=team, coordinator=True)
    tell_signed_up(without_mail(sessie, team), now=NOON)
    assert (mails(), Beltaak.objects.count()) == ([], 0)


def test_no_mail_at_night(sessie, team):
    tell_signed_up(coming(sessie, team), now=NIGHT)
    assert Bericht.objects.get().volgende_poging == at(NIGHT.date() + timedelta(days=1), time(8))


def test_an_address_that_was_never_confirmed_gets_no_mail_but_a_call(sessie, team):
    row = coming(sessie, team)
    Uitnodiging.objects.create(
        gebruiker=row.gebruiker, token_hash="0" * 64, gemaakt_op=NOON, verloopt_op=EVENING, uitgenodigd_door=None
    )
    tell_place(row, now=NOON)
    assert (mails(), Beltaak.objects.get().inschrijving) == ([], row)


# --- moved -------------------------------------------------------------------------------------------


def test_a_moved_evening_is_heard_once_by_everybody_on_the_list_and_not_by_who_cannot_come(sessie, team):
    comes, waits = coming(sessie, team), coming(sessie, team, stand="wachtlijst")
    coming(sessie, team, stand="afgemeld")
    guest = InschrijvingFactory(sessie=sessie, gast="Bep Smit", gast_email="bep@example.org", stand="uitgenodigd")
    move(sessie, plaats="Wijkcentrum De Spil", begin=EVENING + timedelta(hours=1))
    tell_moved(sessie, now=NOON)
    tell_moved(sessie, now=NOON)
    heard = Bericht.objects.filter(stand="klaar")
    assert sorted(heard.values_list("aan", flat=True)) == sorted([comes.email, waits.email, guest.email])
    texts = {mail.aan: mail.tekst for mail in heard}
    assert all("donderdag 26 november, 20.00 tot 22.00 uur\nWijkcentrum De Spil" in tekst for tekst in texts.values())
    assert "U staat op de lijst." in texts[comes.gebruiker.email]
    assert "U staat nog op de wachtlijst." in texts[waits.gebruiker.email]
    assert "U bent uitgenodigd. Zeg of u komt." in texts["bep@example.org"]


def test_a_second_move_before_the_first_mail_left_drops_the_first(sessie, team):
    row = coming(sessie, team)
    tell_signed_up(row, now=NIGHT)
    tell_moved(move(sessie, plaats="De Spil"), now=NIGHT)
    tell_moved(move(sessie, plaats="De Hoek"), now=NIGHT)
    (mail,) = Bericht.objects.filter(stand="klaar")
    assert "De Hoek" in mail.tekst
    assert Bericht.objects.filter(stand="vervallen").count() == 2  # where it was, and where it would have been


def test_a_second_move_after_the_first_mail_left_is_heard_as_well(sessie, team):
    coming(sessie, team)
    tell_moved(move(sessie, plaats="De Spil"), now=NOON)
    Bericht.objects.update(stand="geclaimd", lease="0" * 32, lease_tot=EVENING)
    Bericht.objects.update(stand="op_de_lijn")
    Bericht.objects.update(stand="verzonden", verzonden_op=NOON, geheim=None, lease=None, lease_tot=None)
    tell_moved(move(sessie, plaats="De Hoek"), now=NOON + timedelta(hours=1))
    assert Bericht.objects.get(stand="klaar").tekst.count("De Hoek") == 1


def test_who_has_no_mail_is_rung_once_about_the_last_move(sessie, team):
    leads = LidmaatschapFactory(team=team, coordinator=True).gebruiker
    row = without_mail(sessie, team)
    tell_moved(move(sessie, plaats="De Spil"), now=NOON)
    tell_moved(move(sessie, plaats="De Hoek"), now=NOON)
    tell_moved(sessie, now=NOON)
    assert list(Beltaak.objects.values_list("inschrijving", "waarover", "versie")) == [(row.pk, "verplaatst", 2)]
    (mail,) = Bericht.objects.filter(stand="klaar")
    assert mail.aan == leads.email
    assert "1 persoon heeft geen mail. Wilt u bellen?\nEr is een andere tijd of plaats." in mail.tekst
    assert row.naam not in mail.tekst


def test_the_trainer_rings_a_guest_and_a_team_without_anybody_to_mail(sessie, team):
    trainer = AanstellingFactory(gemeente=sessie.gemeente, trainer=True).gebruiker
    without_mail(sessie, team)
    InschrijvingFactory(sessie=sessie, gast="Bep Smit")
    tell_moved(move(sessie, plaats="De Spil"), now=NOON)
    (mail,) = Bericht.objects.all()
    assert (mail.aan, "2 mensen hebben geen mail. Wilt u hen bellen?" in mail.tekst) == (trainer.email, True)


# --- cancelled ---------------------------------------------------------------------------------------


def test_a_cancelled_evening_is_heard_with_the_reason_and_nothing_else_goes_out(sessie, team):
    comes, waits = coming(sessie, team), coming(sessie, team, stand="wachtlijst")
    coming(sessie, team, stand="afgemeld")
    phone = without_mail(sessie, team)
    tell_signed_up(comes, now=NIGHT)
    tell_place(phone, now=NIGHT)
    Inschrijving.objects.update(token_hash=None, geheim=None)
    sessie.stand, sessie.gesloten_op, sessie.vervallen_reden = "vervallen", NIGHT, "De trainer is\nziek"
    sessie.save()
    tell_cancelled(sessie, now=NIGHT)
    tell_cancelled(sessie, now=NIGHT)
    mail, other = Bericht.objects.filter(stand="klaar").order_by("id")
    assert [mail.aan, other.aan] == [comes.email, waits.email]
    assert mail.onderwerp == "De training op donderdag 26 november gaat niet door"
    assert "Reden: De trainer is ziek\n\nU hoeft niets te doen." in mail.tekst
    assert list(Beltaak.objects.values_list("inschrijving", "waarover")) == [(phone.pk, "vervallen")]
    assert not Inschrijving.objects.filter(token_hash__isnull=False).exists()  # nothing is left to answer


def test_an_evening_that_is_over_is_told_to_nobody(sessie, team):
    row = coming(sessie, team)
    late = EVENING + timedelta(hours=4)
    for tell in (tell_signed_up, tell_place):
        tell(row, now=late)
    tell_moved(sessie, now=late)
    tell_cancelled(sessie, now=late)
    assert (mails(), Beltaak.objects.count()) == ([], 0)


# --- invited -----------------------------------------------------------------------------------------


def test_everybody_in_the_teams_is_invited_once_but_not_who_answered_or_gives_it(sessie, team):
    leads, comes, other = (
        LidmaatschapFactory(team=team, coordinator=True).gebruiker,
        coming(sessie, team),
        member(team),
    )
    both = member(team)
    second = TeamFactory(gemeente=team.gemeente)
    sessie.sessieteams.create(team=second, naam_toen=second.naam)
    LidmaatschapFactory(team=second, gebruiker=both, coordinator=True)
    gives = AanstellingFactory(gemeente=sessie.gemeente, gebruiker=member(team), trainer=True).gebruiker
    sessie.sessietrainers.create(gebruiker=gives)
    member(team, is_active=False)
    member(team, email=None, antwoord_via="telefoon")
    member(TeamFactory(gemeente=team.gemeente))
    tell_invited(sessie, now=NOON)
    tell_invited(sessie, now=NOON)
    texts = {mail.aan: mail.tekst for mail in Bericht.objects.all()}
    assert set(texts) == {leads.email, other.email, both.email}
    assert comes.email not in texts
    assert "U kunt op die bladzijde ook anderen" in texts[leads.email]
    assert "1 persoon in uw team krijgt geen mail." in texts[leads.email]
    assert "anderen van uw team" in texts[both.email]
    assert "anderen van uw team" not in texts[other.email]
    assert f"/training/{sessie.pk}/" in texts[other.email]


def test_an_evening_for_the_whole_gemeente_or_region_is_passed_on_by_who_leads_the_other_teams(team):
    team.gemeente.regio = RegioFactory()
    team.gemeente.save()
    near = LidmaatschapFactory(team=TeamFactory(gemeente=team.gemeente), coordinator=True)
    member(near.team)
    far = LidmaatschapFactory(team=TeamFactory(gemeente=GemeenteFactory(regio=team.gemeente.regio)), coordinator=True)
    LidmaatschapFactory(team=TeamFactory(), coordinator=True)
    facts = {"op": EVENING, "gemeente": team.gemeente, "team": team, "kennisavond": True}
    tell_invited(SessieFactory(**facts), now=NOON)
    assert mails() == [(near.gebruiker.email, "Ook voor uw team: de kennisavond op donderdag 26 november")]
    Bericht.objects.all().delete()
    region = SessieFactory(op=EVENING, gemeente=team.gemeente, team=team, bereik="regio")
    tell_invited(region, now=NOON)
    assert sorted(aan for aan, _subject in mails()) == sorted([near.gebruiker.email, far.gebruiker.email])


def test_an_invitation_that_did_not_leave_before_a_move_says_the_new_place(sessie, team):
    person = member(team)
    tell_invited(sessie, now=NIGHT)
    tell_moved(move(sessie, plaats="De Hoek"), now=NIGHT)
    (mail,) = Bericht.objects.filter(stand="klaar")
    assert (mail.aan, "De Hoek" in mail.tekst) == (person.email, True)


def test_an_invitation_that_left_is_not_sent_again_after_a_move(sessie, team):
    member(team)
    tell_invited(sessie, now=NOON)
    Bericht.objects.update(stand="geclaimd", lease="0" * 32, lease_tot=EVENING)
    Bericht.objects.update(stand="op_de_lijn")
    tell_moved(move(sessie, plaats="De Hoek"), now=NOON)
    assert mails() == []
