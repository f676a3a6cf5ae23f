"""Who walks along: one tap, one person once, and somebody in the place of who cannot (E109)."""

from datetime import date, time, timedelta

import pytest

from buurtpreventie.errors import RefusedAction
from buurtpreventie.outbox.models import Bericht
from teams.clocks import at
from teams.rondes.actions import cancel_ronde, cannot_come, sign_up
from teams.rondes.models import Deelname
from teams.rondes.tests.factories import DeelnameFactory, RondeFactory
from teams.tests.factories import LidmaatschapFactory, TeamFactory

pytestmark = pytest.mark.django_db
FRIDAY = date(2026, 11, 20)


@pytest.fixture
def now():
    return at(FRIDAY - timedelta(days=3), time(14))


@pytest.fixture
def ronde():
    return planned(TeamFactory())


def planned(team, hour=20, minute=0, **facts):
    begin = at(FRIDAY, time(hour, minute))
    return RondeFactory(team=team, gepland_van=begin, gepland_tot=begin + timedelta(minutes=90), op=begin, **facts)


def member(team, **facts):
    return LidmaatschapFactory(team=team, **facts).gebruiker


def people(ronde, stand="aangemeld"):
    return list(ronde.deelnames.filter(stand=stand).values_list("gebruiker_id", flat=True))


def mails(begin=""):
    return list(Bericht.objects.filter(sleutel__startswith=begin).order_by("pk"))


def test_a_member_signs_up_once_however_often_the_button_is_pressed(ronde, now):
    wie = member(ronde.team)
    sign_up(ronde, actor=wie, now=now)
    sign_up(ronde, actor=wie, now=now + timedelta(minutes=1))

    assert people(ronde) == [wie.pk]
    assert ronde.deelnames.get().sinds == now


def test_who_is_no_member_that_evening_does_not_sign_up(ronde, now):
    stops = member(ronde.team, tot=FRIDAY)
    with pytest.raises(RefusedAction, match="geen lid"):
        sign_up(ronde, actor=stops, now=now)


@pytest.mark.parametrize("facts, words", [({"vervallen": True}, "gaat niet door"), ({"bezig": True}, "al begonnen")])
def test_a_round_that_began_or_was_called_off_takes_no_answers(now, facts, words):
    ronde = planned(TeamFactory(), **facts)
    wie = member(ronde.team)
    for act in (sign_up, cannot_come):
        with pytest.raises(RefusedAction, match=words):
            act(ronde, actor=wie, now=now)


def test_a_round_that_is_over_takes_no_answers(ronde):
    with pytest.raises(RefusedAction, match="voorbij"):
        sign_up(ronde, actor=member(ronde.team), now=ronde.gepland_tot)


def test_nobody_signs_up_for_two_rounds_at_once_and_hears_which_one_it_is(ronde, now):
    wie = member(ronde.team)
    sign_up(ronde, actor=wie, now=now)
    other = planned(ronde.team, hour=21)
    with pytest.raises(RefusedAction, match=r"vrijdag 20 november, 20\.00 tot 21\.30 uur"):
        sign_up(other, actor=wie, now=now)

    cannot_come(ronde, actor=wie, now=now)
    sign_up(other, actor=wie, now=now)
    assert people(other) == [wie.pk]


def test_two_rounds_after_each_other_are_fine(ronde, now):
    wie = member(ronde.team)
    later = planned(ronde.team, hour=21, minute=30)
    for one in (ronde, later):
        sign_up(one, actor=wie, now=now)
    assert people(later) == [wie.pk]


def test_who_drops_out_asks_the_members_who_have_not_answered(ronde, now):
    drops, stays, said_no, free = (member(ronde.team) for _ in range(4))
    LidmaatschapFactory(team=ronde.team, gebruiker__zonder_mail=True)
    member(TeamFactory())
    for wie in (drops, stays):
        sign_up(ronde, actor=wie, now=now)
    cannot_come(ronde, actor=said_no, now=now)
    assert mails() == []

    cannot_come(ronde, actor=drops, now=now)
    cannot_come(ronde, actor=drops, now=now)

    [mail] = mails()
    assert (mail.aan, mail.onderwerp) == (free.email, "Kunt u invallen bij de ronde op vrijdag 20 november?")
    assert "vrijdag 20 november, 20.00 tot 21.30 uur" in mail.tekst
    assert drops.naam not in mail.tekst
    assert f"/ronde/{ronde.pk}/" in mail.tekst


def test_a_request_of_the_evening_waits_for_the_day_and_not_for_a_round_that_is_over(now):
    team = TeamFactory()
    member(team)
    early = planned(team, hour=6)
    wie = member(team)
    for ronde in (early, late := planned(team, hour=20)):
        sign_up(ronde, actor=wie, now=now)
    evening = at(FRIDAY - timedelta(days=1), time(22))
    for ronde in (early, late):
        cannot_come(ronde, actor=wie, now=evening)

    [mail] = mails()
    assert (mail.bron, mail.volgende_poging) == (late.bron, at(FRIDAY, time(8)))


def test_who_signs_up_then_stands_in_and_who_asked_hears_it(ronde, now):
    drops, stands_in = member(ronde.team), member(ronde.team)
    sign_up(ronde, actor=drops, now=now)
    cannot_come(ronde, actor=drops, now=now)
    deelname = sign_up(ronde, actor=stands_in, now=now)

    assert deelname.vervangt.gebruiker == drops
    [told] = mails("ronde_invaller")
    assert told.aan == drops.email
    assert f"{stands_in.naam} valt voor u in." in told.tekst


def test_a_second_who_signs_up_stands_in_for_nobody(ronde, now):
    drops, first, second = (member(ronde.team) for _ in range(3))
    sign_up(ronde, actor=drops, now=now)
    cannot_come(ronde, actor=drops, now=now)
    sign_up(ronde, actor=first, now=now)
    assert sign_up(ronde, actor=second, now=now).vervangt is None


def test_who_can_come_after_all_is_back_and_the_stand_in_stays(ronde, now):
    drops, stands_in = member(ronde.team), member(ronde.team)
    sign_up(ronde, actor=drops, now=now)
    cannot_come(ronde, actor=drops, now=now)
    sign_up(ronde, actor=stands_in, now=now)
    back = sign_up(ronde, actor=drops, now=now)

    assert back.vervanging_gevraagd_op is None
    assert sorted(people(ronde)) == sorted([drops.pk, stands_in.pk])
    assert not Deelname.objects.filter(vervangt__isnull=False).exists()


def test_a_called_off_round_is_told_to_who_signed_up(ronde, now):
    deelname = DeelnameFactory(ronde=ronde)
    DeelnameFactory(ronde=ronde, stand="afgemeld")
    cancel_ronde(ronde, reden="weer", actor=member(ronde.team, coordinator=True), now=now)

    [mail] = mails()
    assert mail.aan == deelname.gebruiker.email
    assert "Reden: het weer." in mail.tekst
