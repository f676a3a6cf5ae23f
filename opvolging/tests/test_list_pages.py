"""Every list page asks the database the same for 1 row and for 30, and never more than 14 times, all in.

The pages of a team and of today are several lists in one, and so are the figures of rounds: there it is 21.
"""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from buurtpreventie.audit.actions import record_opening
from buurtpreventie.outbox.models import Bericht
from evaluaties.tests.factories import AfnameFactory, GevraagdFactory, held_evening, start_version
from meldingen.actions import open_inhoud
from opvolging.actions import lower_level, open_request, tick_line
from opvolging.actions.holding import ask_hold
from opvolging.models import Wissing
from opvolging.tests.test_meldpunt_berichten import stuck
from opvolging.tests.wereld import make_wereld
from teams.rondes.models import Ronde
from teams.rondes.tests.factories import (
    AandachtspuntFactory,
    DeelnameFactory,
    RondeFactory,
    RoosterFactory,
    RouteFactory,
    VerslagFactory,
    WaarschuwingFactory,
)
from teams.tests.factories import AanstellingFactory, ContactFactory, LidmaatschapFactory, TeamFactory
from trainingen.models import Beltaak, Leerwens
from trainingen.tests.factories import BewijsFactory, InschrijvingFactory, ModuleFactory, SessieFactory, SituatieFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("drawn_plainly")]

BOOKKEEPING = ("SAVEPOINT", "RELEASE", "ROLLBACK TO")  # the test's own transaction; session, role and roles all count
MOST = 14  # one of them says whose rows may be seen
MOST_OF_SEVERAL = 21


def on_the_wiplist(melding, wereld, now):
    """Its contents will go, and somebody wants to keep them longer."""
    day = now.date()
    wissen_op = day + timedelta(days=14)
    Wissing.objects.create(melding=melding, regel="niveau", maanden=12, op_lijst=day, wissen_op=wissen_op)
    ask_hold(melding, reden="klacht", tot=day + timedelta(days=30), actor=wereld.meldpunt, now=now)


def rows(wereld, n):
    """n meldingen of both kinds in several stands, n members, n people and n mails that need a person."""
    now = timezone.localtime() - timedelta(days=1)  # days on the wall: no two of them are one when the clock changes
    for i in range(n):
        melding = wereld.report(2 if i % 2 else 0, now=now)
        if i % 3 == 0:
            wereld.asked(0, now=now)
        if i % 5 == 0:
            on_the_wiplist(wereld.answered(0, now=now).melding, wereld, now)
            wereld.answered(0, now=now, antwoord_via="telefoon")
        if i % 6 == 0:
            lowering = {"niveau": 1, "reden": "plek", "actor": wereld.meldpunt, "now": now}
            lower_level(wereld.asked(2, now=now).melding, **lowering)
        opened_and_asked(wereld, melding, now)
        BewijsFactory(gemeente=wereld.gemeente, gebruiker=LidmaatschapFactory(team=wereld.team).gebruiker)
        BewijsFactory(gemeente=wereld.gemeente, gebruiker=wereld.melder, gehaald_op=now.date() - timedelta(days=i))
        SessieFactory(gemeente=wereld.gemeente, team=wereld.team, gehouden=True, op=now - timedelta(days=i))
        DeelnameFactory(ronde=RondeFactory(team=wereld.team, route=RouteFactory(team=wereld.team)))
        VerslagFactory(ronde=RondeFactory(team=wereld.team, afgerond=True, op=now - timedelta(days=i)))
        DeelnameFactory(ronde=RondeFactory(team=wereld.team, bezig=True, op=now), liep_mee=True)
        AandachtspuntFactory(team=wereld.team, van=now)
        RoosterFactory(team=wereld.team, gemaakt_door=wereld.coordinator)
        DeelnameFactory(ronde=RondeFactory(team=wereld.team, op=now))  # its time passed
        AanstellingFactory(gemeente=wereld.gemeente, meldpunt=True)
        WaarschuwingFactory(gemeente=wereld.gemeente, verstuurd=True)
        ModuleFactory(gemeente=wereld.gemeente)
        SituatieFactory(gemeente=wereld.gemeente)
        evenings(wereld, i, now)
        signed_up(wereld, i, now)
        ticked(wereld, now)
        asked(wereld, i, now)
        evaluated(wereld, i)
        stuck(Bericht.objects.filter(bron=f"melding:{melding.pk}").first(), stand="onzeker")


def evenings(wereld, i, now):
    """An evening ahead of which somebody is to be rung, one of today, one to close and one that was held."""
    facts = {"gemeente": wereld.gemeente, "trainer": wereld.trainer, "team": TeamFactory(gemeente=wereld.gemeente)}
    facts["module"] = ModuleFactory(gemeente=wereld.gemeente)
    ahead = SessieFactory(**facts)
    Beltaak.objects.create(inschrijving=InschrijvingFactory(sessie=ahead), waarover="plek", gemaakt_op=now)
    SessieFactory(**facts, op=now + timedelta(days=1))
    SessieFactory(**facts, op=now - timedelta(days=i + 1))
    InschrijvingFactory(sessie=SessieFactory(**facts, op=now - timedelta(days=i + 1), gehouden=True), aanwezig=True)


def signed_up(wereld, i, now):
    """An evening to come to, one that was, and on the list of the first a member, a guest, a partner and a wish."""
    facts = {"gemeente": wereld.gemeente, "team": wereld.team}
    SessieFactory(**facts, plaatsen=200)
    was = SessieFactory(**facts, op=now - timedelta(days=i + 1), gehouden=True)
    row = InschrijvingFactory(sessie=was, gebruiker=wereld.melder, team=wereld.team, aanwezig=True)
    BewijsFactory(gemeente=wereld.gemeente, gebruiker=wereld.melder, soort="niet_pluis", gehaald_op=was.dag)
    Leerwens.objects.create(inschrijving=row, team=wereld.team, onderwerp="boos", tekst=f"Hond {i}", op=now)
    first = evening(wereld)
    comes = InschrijvingFactory(sessie=first, team=wereld.team)
    Beltaak.objects.create(inschrijving=comes, waarover="verplaatst", gemaakt_op=now)
    rung = {"gebeld_op": now, "gebeld_door": wereld.coordinator}
    Beltaak.objects.create(inschrijving=comes, waarover="herinnering", gemaakt_op=now, **rung)
    InschrijvingFactory(sessie=first, gast=f"Gast {i}")
    ContactFactory(partner__gemeente=wereld.gemeente)


def ticked(wereld, now):
    """One evening whose list is open and one whose list was closed and mended; what was practised."""
    facts = {"gemeente": wereld.gemeente, "team": wereld.team}
    for plaatsen, ended, hoe in ((300, {}, "zelf"), (400, {"gehouden": True}, "correctie")):
        sessie = wereld.team.sessies.filter(plaatsen=plaatsen).first()
        sessie = sessie or SessieFactory(**facts, **ended, op=now, plaatsen=plaatsen)
        people = [InschrijvingFactory(sessie=sessie, team=wereld.team, aanwezig=True) for _two in range(2)]
        people.append(InschrijvingFactory(sessie=sessie, gast=f"Gast {people[0].pk}", ingang="inloop", aanwezig=True))
        people.append(InschrijvingFactory(sessie=sessie, team=wereld.team, stand="wachtlijst"))
        for row in people:
            row.ticks.create(aanwezig=row.aanwezig, hoe=hoe, door=wereld.trainer, op=now)
        situatie = SituatieFactory(gemeente=wereld.gemeente)
        sessie.geoefend.create(situatie=situatie, notitie="Eerst groeten.", door=wereld.trainer, op=now)


def evaluated(wereld, i):
    """An evening of which nobody was asked yet, and one with a run that somebody answered."""
    module = ModuleFactory(gemeente=wereld.gemeente, code="NP") if i == 0 else wereld.gemeente.modules.get(code="NP")
    held_evening(1, module=module, team=wereld.team)
    AfnameFactory(sessie=held_evening(1, module=module, team=wereld.team)).respons.create(kanaal="wand", aantal=1)


def asked(wereld, i, now):
    """One run of which members were asked in every way, one that waits for the member, and two that are over."""
    gemeente = wereld.gemeente
    first = gemeente.afnames.filter(naam_toen="Gevraagd").first() or run_of(gemeente, "Gevraagd")
    for weg in ("mail", "bellen"):
        person = LidmaatschapFactory(team=wereld.team).gebruiker
        GevraagdFactory(afname=first, gebruiker=person, team=wereld.team, weg=weg, beantwoord=weg == "mail" and i % 2)
    guest = InschrijvingFactory(sessie=evening(wereld), gast=f"Gevraagde gast {i}")
    GevraagdFactory(afname=first, gebruiker=None, inschrijving=guest)
    for naam in ("wacht", "klaar"):
        GevraagdFactory(afname=run_of(gemeente, naam), gebruiker=wereld.melder, beantwoord=naam == "klaar")
    over = run_of(gemeente, "voorbij", stand="gesloten", gesloten_op=now)
    over.teams.add(wereld.team)
    GevraagdFactory(afname=over, gebruiker=wereld.melder, team=wereld.team)
    if i % 2:
        over.nonrespons.create(team=wereld.team, redenen=["moe"], door=wereld.coordinator, op=now)
    told = gemeente.afnames.filter(naam_toen="Verteld").first()
    told = told or run_of(gemeente, "Verteld", stand="gesloten", gesloten_op=now)
    told.wijdeden.create(uzei=f"Meer {i}", wijdeden="Gedaan", door=wereld.trainer, op=now)


def run_of(gemeente, naam, **facts):
    return AfnameFactory(sessie=None, gemeente=gemeente, naam_toen=naam, **facts)


def asked_run(wereld, naam="Gevraagd"):
    return wereld.gemeente.afnames.get(naam_toen=naam).pk


def list_with(wereld, plaatsen):
    return wereld.team.sessies.get(plaatsen=plaatsen).pk


def evening(wereld):
    """The evening to which everybody comes."""
    return wereld.team.sessies.filter(stand="gepland", plaatsen=200).order_by("pk")[0]


def pages(wereld):
    return {
        "werklijst": (wereld.meldpunt, reverse("opvolging:werklijst")),
        "werk van een collega": (wereld.collega, reverse("opvolging:overnemen") + f"?collega={wereld.meldpunt.pk}"),
        "werklijst gefilterd": (wereld.meldpunt, reverse("opvolging:werklijst") + "?bak=alles"),
        "wacht op een tweede": (wereld.collega, reverse("opvolging:verlagingen")),
        "wat wordt gewist": (wereld.meldpunt, reverse("opvolging:wislijst")),
        "wat wordt gewist, voor toezicht": (wereld.toezicht, reverse("opvolging:toezicht_wissen")),
        "start van toezicht": (wereld.toezicht, reverse("opvolging:toezicht")),
        "wie las wat": (wereld.toezicht, reverse("opvolging:inzage")),
        "nazicht": (wereld.toezicht, reverse("opvolging:nazicht")),
        "nazicht van een maand": (wereld.toezicht, reverse("opvolging:nazicht_maand", args=[*this_month()])),
        "verzoeken": (wereld.meldpunt, reverse("opvolging:verzoeken")),
        "wie bekeek": (wereld.meldpunt, reverse("opvolging:wie_bekeek", args=[read_often(wereld).nummer])),
        "door te geven": (wereld.meldpunt, reverse("opvolging:bezorgingen")),
        "berichten": (wereld.meldpunt, reverse("opvolging:berichten")),
        "mijn meldingen": (wereld.melder, reverse("opvolging:mijn")),
        "vandaag": (wereld.melder, reverse("opvolging:thuis")),
        "team": (wereld.coordinator, reverse("opvolging:team", args=[wereld.team.pk])),
        "meldingen van het team": (wereld.coordinator, reverse("opvolging:team_meldingen", args=[wereld.team.pk])),
        "team van een lid": (wereld.melder, reverse("opvolging:team", args=[wereld.team.pk])),
        "waar het team op wacht": (wereld.coordinator, reverse("opvolging:team_wacht", args=[wereld.team.pk])),
        "berichten aan het team": (wereld.coordinator, reverse("opvolging:team_berichten", args=[wereld.team.pk])),
        "waar teams op letten": (wereld.meldpunt, reverse("rondes:aandacht")),
        "waar u op kunt letten": (wereld.melder, reverse("opvolging:ronde_letten", args=[planned(wereld)])),
        "rondes": (wereld.coordinator, reverse("rondes:rondes")),
        "rondes van een lid": (wereld.melder, reverse("rondes:rondes")),
        "planning van een ronde": (wereld.coordinator, reverse("rondes:planning", args=[planned(wereld)])),
        "rooster": (wereld.coordinator, reverse("rondes:rooster", args=[wereld.team.pk])),
        "routes": (wereld.coordinator, reverse("rondes:routes", args=[wereld.team.pk])),
        "leden": (wereld.coordinator, reverse("teams:leden", args=[wereld.team.pk])),
        "mensen": (wereld.beheer, reverse("teams:mensen")),
        "wie loopt hoe vaak": (wereld.coordinator, reverse("rondes:lopers", args=[wereld.team.pk])),
        "rondes van papier": (wereld.coordinator, reverse("rondes:papier", args=[wereld.team.pk])),
        "rooster op papier": (wereld.melder, reverse("rondes:rooster_afdruk", args=[wereld.team.pk])),
        "eigen agenda": (wereld.melder, reverse("rondes:agenda")),
        "rondes in cijfers": (wereld.beleid, reverse("rondes:cijfers")),
        "nu op straat": (wereld.politie_dienst, reverse("rondes:op_straat")),
        "waarschuwingen": (wereld.politie_dienst, reverse("rondes:waarschuwingen")),
        "modules": (wereld.trainer, reverse("trainingen:modules")),
        "situaties": (wereld.trainer, reverse("trainingen:situaties")),
        "vandaag van de trainer": (wereld.trainer, reverse("trainingen:vandaag")),
        "teams van de trainer": (wereld.trainer, reverse("trainingen:kennismakingen")),
        "avonden": (wereld.trainer, reverse("trainingen:sessies")),
        "avonden die zijn geweest": (wereld.trainer, reverse("trainingen:sessies") + "?welke=geweest"),
        "bewijzen van het team": (wereld.coordinator, reverse("trainingen:dekking", args=[wereld.team.pk])),
        "eigen bewijzen": (wereld.melder, reverse("trainingen:mijn_bewijzen")),
        "trainingen": (wereld.melder, reverse("trainingen:trainingen")),
        "een training": (wereld.coordinator, reverse("trainingen:training", args=[evening(wereld).pk])),
        "team aanmelden": (wereld.coordinator, reverse("trainingen:team_aanmelden", args=[evening(wereld).pk])),
        "wie er komt": (wereld.trainer, reverse("trainingen:team_aanmelden", args=[evening(wereld).pk])),
        "wie te bellen": (wereld.coordinator, reverse("trainingen:beltaken", args=[evening(wereld).pk])),
        "gasten": (wereld.trainer, reverse("trainingen:gasten", args=[evening(wereld).pk])),
        "leerwensen": (wereld.coordinator, reverse("trainingen:leerwensen", args=[wereld.team.pk])),
        "de lijst": (wereld.trainer, reverse("trainingen:lijst", args=[list_with(wereld, 300)])),
        "de verbeterde lijst": (wereld.trainer, reverse("trainingen:lijst", args=[list_with(wereld, 400)])),
        "klopt de lijst": (wereld.trainer, reverse("trainingen:afsluiten", args=[list_with(wereld, 300)])),
        "wat geoefend is": (wereld.trainer, reverse("trainingen:geoefend", args=[list_with(wereld, 300)])),
        "trainingen in cijfers": (wereld.beleid, reverse("trainingen:cijfers")),
        "start van beleid": (wereld.beleid, reverse("evaluaties:beleid")),
        "antwoorden in cijfers": (wereld.beleid, reverse("evaluaties:kring") + "?per=partner"),
        "voor en na een training": (wereld.beleid, reverse("evaluaties:voor_na")),
        "evaluaties": (wereld.trainer, reverse("evaluaties:afnames")),
        "uitkomsten": (wereld.beleid, reverse("evaluaties:gemeente_resultaat")),
        "effect": (wereld.trainer, reverse("evaluaties:effect")),
        "vragenlijsten": (wereld.beleid, reverse("evaluaties:lijsten")),
        "een vragenlijst": (wereld.beleid, reverse("evaluaties:lijst", args=["NPE"])),
        "een versie": (wereld.trainer, reverse("evaluaties:versie", args=[start_version().pk])),
        "wie gevraagd is": (wereld.trainer, reverse("evaluaties:vragen", args=[asked_run(wereld)])),
        "wat wij deden": (wereld.trainer, reverse("evaluaties:wijdeden", args=[asked_run(wereld, "Verteld")])),
        "eigen vragenlijsten": (wereld.melder, reverse("evaluaties:mijn")),
        "vragenlijsten in het team": (wereld.coordinator, reverse("evaluaties:stilte", args=[wereld.team.pk])),
        "avonden zonder evaluatie": (wereld.beleid, reverse("evaluaties:afnames") + "?welke=nog"),
    }


def this_month():
    today = timezone.localdate()
    return today.year, today.month


def read_often(wereld):
    """The melding that everybody opened."""
    return wereld.gemeente.meldingen.filter(vertrouwelijkheid=2).earliest("pk")


def opened_and_asked(wereld, melding, now):
    """A colleague reads it and says why, so does the partner; toezicht ticks that, and a resident asks something."""
    for one in (melding, read_often(wereld)):
        open_inhoud(one, actor=AanstellingFactory(gemeente=wereld.gemeente, meldpunt=True).gebruiker, now=now)
        line = record_opening(one, actor=wereld.collega, now=now, deel="eerder", reden="Zelfde huis", niveau=2)
        record_opening(one, actor=wereld.contact, now=now, deel="uittreksel", niveau=2)
        tick_line(line, gemeente=wereld.gemeente, oordeel="in_orde", actor=wereld.toezicht, now=now)
    words = {"naam": "N", "bereikbaar": "B", "vraag": "V", "soort": "inzage", "ontvangen_op": now.date()}
    open_request(wereld.gemeente, sleutel=uuid4(), actor=wereld.toezicht, now=now, **words)


def planned(wereld):
    return Ronde.objects.filter(team=wereld.team, stand="gepland").order_by("pk").values_list("pk", flat=True)[0]


def count(client, user, url):
    """The queries of a second visit: the first one notes the visit and the second factor in the session.

    A new session for each page: one that is a minute old is written down again.
    """
    client.logout()
    client.force_login(user)
    assert client.get(url).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    return sum(not query["sql"].startswith(BOOKKEEPING) for query in queries)


def test_a_list_page_asks_the_same_for_one_row_and_for_thirty_and_at_most_fourteen_times(client):
    one, thirty = make_wereld("Klein"), make_wereld("Groot")
    rows(one, 1)
    rows(thirty, 30)

    few = {naam: count(client, user, url) for naam, (user, url) in pages(one).items()}
    many = {naam: count(client, user, url) for naam, (user, url) in pages(thirty).items()}

    assert few == many
    several_in_one = (
        "trainingen",
        "een training",
        "vandaag",
        "vandaag van de trainer",
        "team",
        "team van een lid",
        "rondes",
        "rondes van een lid",
        "rondes in cijfers",
        "trainingen in cijfers",
        "start van beleid",
        "antwoorden in cijfers",
        "vragenlijsten in het team",
        "uitkomsten",
        "wie las wat",
        "nazicht van een maand",
    )
    most = dict.fromkeys(several_in_one, MOST_OF_SEVERAL)
    # who counts takes another role for it, and gives it back
    most |= {"antwoorden in cijfers": MOST_OF_SEVERAL + 2, "meldingen van het team": MOST + 1}
    assert {naam: n for naam, n in many.items() if n > most.get(naam, MOST)} == {}
