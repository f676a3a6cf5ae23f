"""The list is complete, and what is mended afterwards; the certificate follows, with a trace (E173, E184)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from buurtpreventie.audit.models import Logregel
from buurtpreventie.errors import RefusedAction
from buurtpreventie.outbox.actions import queue
from buurtpreventie.outbox.models import Bericht
from buurtpreventie.tokens import hash_token
from teams.tests.factories import AanstellingFactory, LidmaatschapFactory, TeamFactory
from trainingen.actions.attendance import tick, tick_everybody, walk_in
from trainingen.actions.closing import close_sessie
from trainingen.actions.correcting import add_forgotten, correct_presence, know_guest
from trainingen.actions.wall import open_wall
from trainingen.lijst import corrections_of
from trainingen.models import Aanwezigheid, Beltaak, Bewijs, Inschrijving, Sessie
from trainingen.tests.factories import InschrijvingFactory, SessieFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def team():
    return TeamFactory(naam="Team Linde")


@pytest.fixture
def trainer(team):
    return AanstellingFactory(trainer=True, gemeente=team.gemeente, gebruiker__naam="Trudy Terpstra").gebruiker


@pytest.fixture
def sessie(team, trainer, now):
    return SessieFactory(gemeente=team.gemeente, team=team, trainer=trainer, op=now - timedelta(hours=1))


@pytest.fixture
def as_trainer(client, trainer, sessie):
    client.force_login(trainer)
    return client


def listed(sessie, team, naam, **facts):
    person = LidmaatschapFactory(team=team, gebruiker__naam=naam).gebruiker
    return InschrijvingFactory(sessie=sessie, team=team, gebruiker=person, **facts)


def closed(sessie, trainer, now):
    return close_sessie(Sessie.objects.get(pk=sessie.pk), actor=trainer, now=now)


def opkomst(sessie):
    return Sessie.objects.with_opkomst().get(pk=sessie.pk).opkomst


def standing():
    return list(Bewijs.objects.standing().values_list("gebruiker__naam", flat=True).order_by("gebruiker__naam"))


def test_who_was_not_ticked_was_not_there_and_who_was_gains_a_certificate(sessie, team, trainer, now):
    there, unknown = listed(sessie, team, "Anna"), listed(sessie, team, "Bert")
    waiting = listed(sessie, team, "Cor", stand="wachtlijst")
    tick(there, aanwezig=True, actor=trainer, now=now)

    held = closed(sessie, trainer, now)

    assert (held.stand, held.gesloten_op, held.gesloten_door) == ("gehouden", now, trainer)
    rows = {row.pk: row.aanwezig for row in Inschrijving.objects.filter(sessie=sessie)}
    assert rows == {there.pk: True, unknown.pk: False, waiting.pk: None}
    assert list(Aanwezigheid.objects.filter(inschrijving=unknown).values_list("aanwezig", "hoe")) == [
        (False, "gesloten")
    ]
    assert standing() == ["Anna"]
    assert opkomst(sessie) == 1


def test_closing_ends_the_code_the_links_and_the_mails_that_come_too_late(sessie, team, trainer, now):
    open_wall(sessie, actor=trainer, now=now)
    row = listed(sessie, team, "Anna")
    row.geheim, row.token_hash = "geheim", hash_token("geheim")
    row.save()
    facts = {"soort": "herinnering", "aan": "anna@example.nl", "onderwerp": "Morgen", "tekst": "Tot morgen."}
    for sleutel, bron in (("a", row.bron), ("b", sessie.bron), ("c", "inschrijving:0")):
        queue(sleutel=sleutel, bron=bron, gemeente_id=team.gemeente_id, now=now, **facts)

    Beltaak.objects.create(inschrijving=row, waarover="herinnering", gemaakt_op=now)

    closed(sessie, trainer, now)

    assert not Beltaak.objects.exists()  # nobody rings about what is over
    held = Sessie.objects.get(pk=sessie.pk)
    assert (held.wand_code, held.wand_hash, held.wand_geheim) == (None, None, None)
    row.refresh_from_db()
    assert (row.token_hash, row.geheim) == (None, None)
    assert dict(Bericht.objects.values_list("sleutel", "stand")) == {"a": "vervallen", "b": "vervallen", "c": "klaar"}


def test_closing_twice_is_once(sessie, team, trainer, now):
    tick(listed(sessie, team, "Anna"), aanwezig=True, actor=trainer, now=now)
    for minute in range(2):
        closed(sessie, trainer, now + timedelta(minutes=minute))
    assert Sessie.objects.get(pk=sessie.pk).gesloten_op == now
    assert Logregel.objects.filter(gebeurtenis="avond.gesloten").count() == 1


def test_an_evening_that_has_not_begun_or_does_not_go_on_is_not_closed(team, trainer, now):
    early = SessieFactory(gemeente=team.gemeente, op=now + timedelta(minutes=5))
    with pytest.raises(RefusedAction, match="nog niet begonnen"):
        closed(early, trainer, now)
    with pytest.raises(RefusedAction, match="gaat niet door"):
        closed(SessieFactory(gemeente=team.gemeente, vervallen=True, op=now), trainer, now)


def test_a_late_correction_gives_the_certificate_and_takes_it_back_with_a_trace(sessie, team, trainer, now):
    row = listed(sessie, team, "Anna")
    closed(sessie, trainer, now)

    for _press in range(2):
        correct_presence(row, aanwezig=True, actor=trainer, now=now)
    assert (standing(), opkomst(sessie)) == (["Anna"], 1)
    for _press in range(2):
        correct_presence(row, aanwezig=False, actor=trainer, now=now)
    assert (standing(), opkomst(sessie)) == ([], 0)

    assert [(spoor.naam, spoor.was, spoor.werd, spoor.door) for spoor in corrections_of(sessie)] == [
        ("Anna", False, True, "Trudy Terpstra"),
        ("Anna", True, False, "Trudy Terpstra"),
    ]
    assert Logregel.objects.filter(gebeurtenis="avond.verbeterd").count() == 2


def test_who_was_forgotten_comes_on_a_closed_list(sessie, team, trainer, now):
    bep = LidmaatschapFactory(team=team, gebruiker__naam="Bep").gebruiker
    closed(sessie, trainer, now)

    add_forgotten(sessie, gebruiker=bep, actor=trainer, now=now)
    add_forgotten(sessie, naam="Wout van hiernaast", actor=trainer, now=now)

    assert (standing(), opkomst(sessie)) == (["Bep"], 2)
    assert [(spoor.was, spoor.werd) for spoor in corrections_of(sessie)] == [(None, True), (None, True)]
    with pytest.raises(RefusedAction, match="staat al op de lijst"):
        add_forgotten(sessie, gebruiker=bep, actor=trainer, now=now)


def test_an_open_list_is_not_corrected_and_a_report_has_no_names(sessie, team, trainer, now):
    with pytest.raises(RefusedAction, match="nog niet afgesloten"):
        correct_presence(listed(sessie, team, "Anna"), aanwezig=True, actor=trainer, now=now)
    report = SessieFactory(
        gemeente=team.gemeente, gehouden=True, uit_verslag=True, verslag_opkomst=15, op=now - timedelta(days=9)
    )
    with pytest.raises(RefusedAction, match="alleen het aantal"):
        add_forgotten(report, naam="Bep", actor=trainer, now=now)


# --- this guest is that member -------------------------------------------------------------------


def test_a_guest_becomes_the_member_and_gains_the_certificate(sessie, team, trainer, now):
    bep = LidmaatschapFactory(team=team, gebruiker__naam="Bep").gebruiker
    guest = walk_in(sessie, naam="Beppie", actor=trainer, now=now)
    closed(sessie, trainer, now)

    for _press in range(2):
        know_guest(guest, gebruiker=bep, actor=trainer, now=now)

    guest.refresh_from_db()
    assert (guest.gebruiker, guest.team, guest.team_toen, guest.gast_naam) == (bep, team, "Team Linde", "")
    assert (standing(), opkomst(sessie)) == (["Bep"], 1)
    other = LidmaatschapFactory(team=team).gebruiker
    with pytest.raises(RefusedAction, match="al iemand van een team"):
        know_guest(guest, gebruiker=other, actor=trainer, now=now)


def test_a_guest_who_was_on_the_list_under_the_own_name_is_counted_once(sessie, team, trainer, now):
    own = listed(sessie, team, "Bep")
    guest = walk_in(sessie, naam="Beppie", actor=trainer, now=now)

    assert know_guest(guest, gebruiker=own.gebruiker, actor=trainer, now=now) == own
    closed(sessie, trainer, now)

    own.refresh_from_db(), guest.refresh_from_db()
    assert (own.aanwezig, guest.aanwezig) == (True, False)
    assert (standing(), opkomst(sessie)) == (["Bep"], 1)


def test_the_link_that_went_to_a_guest_opens_nothing_for_the_member(sessie, team, trainer, now):
    guest = InschrijvingFactory(sessie=sessie, gast="Beppie", gast_email="bep@example.nl", aanwezig=True)
    guest.geheim, guest.token_hash = "geheim", hash_token("geheim")
    guest.save()
    bep = LidmaatschapFactory(team=team).gebruiker

    know_guest(guest, gebruiker=bep, actor=trainer, now=now)

    assert not Inschrijving.objects.filter(token_hash__isnull=False).exists()


# --- the pages ------------------------------------------------------------------------------------


def url(name, *args):
    return reverse(f"trainingen:{name}", args=args)


def test_one_press_closes_a_list_on_which_everybody_is_ticked(as_trainer, sessie, team, trainer, now):
    listed(sessie, team, "Anna")
    tick_everybody(sessie, actor=trainer, now=now)

    response = as_trainer.post(url("afsluiten", sessie.pk), {"onbekend": 0})

    assert response.url == url("lijst", sessie.pk)
    html = as_trainer.get(response.url).content.decode()
    assert "1 mens was er" in html and "Was er" in html


def test_closing_asks_once_more_when_somebody_is_not_ticked_yet(as_trainer, sessie, team):
    listed(sessie, team, "Anna"), listed(sessie, team, "Bert")

    html = as_trainer.post(url("afsluiten", sessie.pk), {"onbekend": 0}).content.decode()
    assert "Bij 2 mensen staat nog niets" in html and "Anna" in html
    assert Sessie.objects.get(pk=sessie.pk).stand == "gepland"

    as_trainer.post(url("afsluiten", sessie.pk), {"onbekend": 2})
    assert Sessie.objects.get(pk=sessie.pk).stand == "gehouden"


def test_the_number_on_a_closed_page_is_that_of_the_one_query(as_trainer, sessie, team, trainer, now):
    for naam in ("Anna", "Bert", "Cor"):
        listed(sessie, team, naam)
    tick_everybody(sessie, actor=trainer, now=now)
    walk_in(sessie, naam="Gast", actor=trainer, now=now)
    closed(sessie, trainer, now)
    html = as_trainer.get(url("lijst", sessie.pk)).content.decode()
    assert opkomst(sessie) == 4
    assert "4 mensen waren er: 3 van 3 aanwezig, 1 binnengelopen" in html


def test_the_page_of_one_name_mends_and_shows_the_trace(as_trainer, sessie, team, trainer, now):
    row = listed(sessie, team, "Anna")
    closed(sessie, trainer, now)

    as_trainer.post(url("verbeteren", row.pk), {"aanwezig": "ja"})

    html = as_trainer.get(url("verbeteren", row.pk)).content.decode()
    assert "Was er toch niet" in html
    assert "van “was er niet” naar “was er”" in html and "Later verbeterd · Trudy Terpstra" in html
    assert "Later verbeterd" in as_trainer.get(url("lijst", sessie.pk)).content.decode()


def test_the_page_of_a_guest_offers_the_members_of_the_teams_only(as_trainer, sessie, team, trainer, now):
    bep = LidmaatschapFactory(team=team, gebruiker__naam="Bep").gebruiker
    stranger = LidmaatschapFactory(gebruiker__naam="Vreemde").gebruiker
    guest = walk_in(sessie, naam="Bep", actor=trainer, now=now)

    assert "Vreemde" not in as_trainer.get(url("verbeteren", guest.pk)).content.decode()
    assert as_trainer.post(url("gast_bekend", guest.pk), {"gebruiker": stranger.pk}).status_code == 422
    assert "Is dit Bep van een van de teams?" in as_trainer.get(url("lijst", sessie.pk)).content.decode()
    as_trainer.post(url("gast_bekend", guest.pk), {"gebruiker": bep.pk})
    assert Inschrijving.objects.get(pk=guest.pk).gebruiker == bep


def test_an_evening_from_a_report_shows_its_number_and_no_list(as_trainer, team, now):
    facts = {"gemeente": team.gemeente, "gehouden": True, "uit_verslag": True, "op": now - timedelta(days=9)}
    report = SessieFactory(**facts, verslag_opkomst=15)
    html = as_trainer.get(url("lijst", report.pk)).content.decode()
    assert "15 mensen" in html and "Namen kennen wij niet" in html
    unknown = SessieFactory(**facts)
    assert "weten wij niet hoeveel" in as_trainer.get(url("lijst", unknown.pk)).content.decode()


def test_a_merged_team_keeps_its_name_on_the_list(as_trainer, sessie, team, trainer, now):
    """Leerdam became part of another; what was, keeps its name."""
    listed(sessie, team, "Anna")
    closed(sessie, trainer, now)
    new = TeamFactory(gemeente=team.gemeente, naam="Team Nieuw")
    team.naam, team.stand, team.opgegaan_in = "Oud", "gestopt", new
    team.save()
    html = as_trainer.get(url("lijst", sessie.pk)).content.decode()
    assert "Team Linde" in html and "Oud" not in html
