"""One gemeente with everybody in it, and meldingen played through the real actions."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from buurtpreventie.accounts.models import Gebruiker
from buurtpreventie.accounts.tests.factories import GebruikerFactory
from meldingen.actions import report_melding, take_up
from meldingen.models import Categorie
from opvolging.actions import ask_partner, close_with_antwoord, finish_ask
from opvolging.models import Langs
from teams.models import Aanstelling, Buurt, Contact, Gemeente, Lidmaatschap, Partner, Team
from teams.tests.factories import (
    AanstellingFactory,
    BuurtFactory,
    ContactFactory,
    GemeenteFactory,
    LidmaatschapFactory,
    PartnerFactory,
    TeamFactory,
)

SOORT_PER_NIVEAU = {0: "openbare_ruimte", 1: "wijkveiligheid", 2: "niet_pluis", 3: "niet_pluis"}


@dataclass
class Wereld:
    """The cast of one gemeente; ``melder`` is a member of ``team``."""

    gemeente: Gemeente
    buurt: Buurt
    team: Team
    categorieen: dict[int, Categorie]  # by level
    melder: Gebruiker
    teamgenoot: Gebruiker
    ander_teamlid: Gebruiker
    coordinator: Gebruiker
    meldpunt: Gebruiker
    collega: Gebruiker
    meldpunt_tot_v1: Gebruiker
    beheer: Gebruiker
    beleid: Gebruiker
    trainer: Gebruiker
    politie_dienst: Gebruiker
    piket: Gebruiker
    toezicht: Gebruiker
    partner: Partner
    contact: Contact
    vervanger: Contact
    andere_partner: Partner

    def report(self, niveau, *, now, tekst="De gordijnen zijn al vijf dagen dicht.", **feiten):
        """A melding of this level by the melder."""
        inhoud = feiten.pop("inhoud", {}) | {"waarneming": tekst}
        return report_melding(
            actor=feiten.pop("actor", self.melder),
            categorie=feiten.pop("categorie", self.categorieen[niveau]),
            buurt=self.buurt,
            inhoud=inhoud,
            now=now,
            team=self.team,
            **feiten,
        )

    def taken_up(self, niveau, *, now, **feiten):
        return take_up(self.report(niveau, now=now, **feiten), actor=self.meldpunt, now=now)

    def asked(self, niveau, *, now, **feiten):
        """The ask to the wijkteam about a new melding of this level."""
        return self.ask(self.taken_up(niveau, now=now, **feiten), now=now)

    def ask(self, melding, *, now, uittreksel="Gordijnen dicht."):
        return ask_partner(
            melding,
            partner=self.partner,
            contact=self.contact,
            uittreksel=uittreksel,
            actor=self.meldpunt,
            now=now,
        )

    def finished(self, niveau, *, now, **feiten):
        """The melding whose only ask was answered: it waits for its own answer."""
        ask = self.asked(niveau, now=now, **feiten)
        finish_ask(ask, uitkomst="hulp", voor_melder="Geregeld.", contact=self.contact, langs=Langs.LINK, now=now)
        ask.melding.refresh_from_db()
        return ask.melding

    def answered(self, niveau, *, now, **feiten):
        """The answer to a new melding that needed no partner."""
        melding = self.taken_up(niveau, now=now, **feiten)
        return close_with_antwoord(melding, uitkomst="opgelost", tekst="Gedaan.", actor=self.meldpunt, now=now)


def make_wereld(naam="Veldrecht"):
    """A new gemeente with its cast; names carry ``naam`` so that a leak shows."""
    slug = naam.lower()
    gemeente = GemeenteFactory(
        naam=naam, slug=slug, meldpunt_email=f"meldpunt@{slug}.example", contact_email=f"contact@{slug}.example"
    )
    buurt = BuurtFactory(gemeente=gemeente, naam=f"Molenkwartier {naam}")
    team = TeamFactory(gemeente=gemeente, naam=f"Team {naam}", buurten=[buurt], alle_soorten=True)
    partner = PartnerFactory(gemeente=gemeente, naam=f"Wijkteam {naam}")
    vervanger = ContactFactory(partner=partner, naam=f"Deputy {naam}", email=f"vervanger@{slug}.example")
    contact = ContactFactory(
        partner=partner, naam=f"Contact {naam}", email=f"partner@{slug}.example", vervanger=vervanger
    )

    ander_team = TeamFactory(gemeente=gemeente, naam=f"Ander team {naam}")
    roles = {
        "melder": LidmaatschapFactory.build(team=team, gebruiker=None),
        "teamgenoot": LidmaatschapFactory.build(team=team, gebruiker=None),
        "anderteam": LidmaatschapFactory.build(team=ander_team, gebruiker=None),
        "coordinator": LidmaatschapFactory.build(team=team, gebruiker=None, coordinator=True),
    }
    appointed = {"meldpunter": "meldpunt", "collega": "meldpunt", "balie": "meldpunt", "politie": "politie_dienst"}
    appointed |= {rol: rol for rol in ("beheer", "beleid", "trainer", "piket", "toezicht")}
    for called, rol in appointed.items():
        roles[called] = AanstellingFactory.build(gemeente=gemeente, gebruiker=None, **{rol: True})
    roles["balie"].hoogste_niveau = 1
    people = _cast(roles, naam, slug)
    categorieen = Categorie.objects.bulk_create(_categorie(gemeente, niveau) for niveau in SOORT_PER_NIVEAU)

    return Wereld(
        gemeente=gemeente,
        buurt=buurt,
        team=team,
        categorieen=dict(zip(SOORT_PER_NIVEAU, categorieen, strict=True)),
        melder=people["melder"],
        teamgenoot=people["teamgenoot"],
        ander_teamlid=people["anderteam"],
        coordinator=people["coordinator"],
        meldpunt=people["meldpunter"],
        collega=people["collega"],
        meldpunt_tot_v1=people["balie"],
        beheer=people["beheer"],
        beleid=people["beleid"],
        trainer=people["trainer"],
        politie_dienst=people["politie"],
        piket=people["piket"],
        toezicht=people["toezicht"],
        partner=partner,
        contact=contact,
        vervanger=vervanger,
        andere_partner=PartnerFactory(gemeente=gemeente, naam=f"Corporatie {naam}", soort="corporatie"),
    )


def _cast(roles, naam, slug):
    """The people of these roles, made all at once: one by one they would be sixty questions of every test."""
    people = {
        called: GebruikerFactory.build(naam=f"{called.title()} {naam}", email=f"{called}@{slug}.example")
        for called in roles
    }
    Gebruiker.objects.bulk_create(people.values())
    EmailAddress.objects.bulk_create(
        EmailAddress(user=person, email=person.email, primary=True, verified=True) for person in people.values()
    )
    for called, role in roles.items():
        role.gebruiker = people[called]
    appointed = [role for role in roles.values() if isinstance(role, Aanstelling)]
    Lidmaatschap.objects.bulk_create(role for role in roles.values() if isinstance(role, Lidmaatschap))
    Aanstelling.objects.bulk_create(appointed)
    Authenticator.objects.bulk_create(
        Authenticator(user=role.gebruiker, type=Authenticator.Type.TOTP, data={"secret": "test"}) for role in appointed
    )
    return people


def _categorie(gemeente, niveau):
    return Categorie(
        gemeente=gemeente,
        code=f"T{niveau}",
        soort=SOORT_PER_NIVEAU[niveau],
        groep="Groep",
        naam=f"Onderwerp V{niveau}",
        partner_soort="wijkteam",
        reactie_werkdagen=3,
        antwoord_werkdagen=10,
        vertrouwelijkheid=niveau,
    )
