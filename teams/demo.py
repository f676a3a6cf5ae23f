"""The nine municipalities of the pilot with invented places and people; called by name by the demo of the top floor."""

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from itertools import count

from allauth.account.models import EmailAddress

from buurtpreventie.accounts.models import AntwoordVia, Gebruiker
from teams.models import (
    Aanstelling,
    Afspraak,
    Belnummer,
    Buurt,
    Contact,
    Gemeente,
    Lidmaatschap,
    Niveau,
    Openingstijd,
    Partner,
    PartnerSoort,
    PartnerTijd,
    Regio,
    Soort,
    Straat,
    Team,
    Wijk,
)

SINDS = date(2025, 1, 6)
HOOFD = "gorinchem"  # most of the stories happen here
# name, slug, wijk, buurten, team, whether the team has niet pluis switched on
GEMEENTEN = [
    ("Leerdam", "leerdam", "West", ["Glasblazerskwartier", "Lingezicht"], "Team Leerdam-West", True),
    ("Maassluis", "maassluis", "Burgemeesterswijk", ["Havenbuurt", "Sluispolder"], "Team Havenbuurt", True),
    ("Hellevoetsluis", "hellevoetsluis", "De Struiten", ["Kreekzicht", "Vestingbuurt"], "Team Kreekzicht", False),
    ("Rotterdam", "rotterdam", "Tarwewijk", ["Tarwewijk-Noord", "Tarwewijk-Zuid"], "Team Tarwewijk", True),
    (
        "Gorinchem",
        HOOFD,
        "Wijk Oost",
        ["Molenkwartier", "Dijkzicht", "Het Laantje", "Wilgenhof"],
        "Team Molenkwartier",
        True,
    ),
    ("Oud-Beijerland", "oud-beijerland", "Poortwijk", ["Spuiweide", "De Gaard"], "Team Spuiweide", True),
    ("Capelle aan den IJssel", "capelle", "Middelwatering", ["Parkzoom", "De Hoven"], "Team Parkzoom", False),
    ("Molenwaard", "molenwaard", "Groot-Ammers", ["Kerkhoek", "Lekzicht"], "Team Kerkhoek", True),
    ("Lansingerland", "lansingerland", "Bergschenhoek", ["Rietgors", "Wilderszicht"], "Team Rietgors", False),
]
STRATEN = [
    "Elzenpad",
    "Kastanjelaan",
    "Meidoornstraat",
    "Wilgenplantsoen",
    "Lindehof",
    "Zwaluwstraat",
    "Kievitweg",
    "Reigerlaan",
    "Molenpad",
    "Bakkerssteeg",
    "Veerweg",
    "Dijkstraat",
]
VOORNAMEN = [
    "Jolanda",
    "Teun",
    "Mirthe",
    "Bashir",
    "Hennie",
    "Ilse",
    "Karel",
    "Fatma",
    "Wout",
    "Greetje",
    "Sjoerd",
    "Amina",
    "Lieke",
    "Ruben",
    "Tineke",
    "Youssef",
    "Marleen",
    "Dirk-Jan",
    "Soraya",
    "Huub",
    "Anneke",
    "Cor",
    "Naima",
    "Bep",
    "Jeroen",
    "Wilma",
    "Kees",
    "Latifa",
    "Piet",
    "Roos",
]
ACHTERNAMEN = [
    "Veldkamp",
    "Hogenes",
    "Terpstra",
    "Oudenbrink",
    "Zwagerman",
    "Lindeboom",
    "Rietveld",
    "Kruisdal",
    "Papenhuis",
    "Noordzij",
    "Elzenga",
    "Wijnstra",
    "Brouwershof",
    "Haverdink",
    "Duinker",
    "Molendijk",
    "Zandstra",
]
# kind, name, own way, deputies' mail ending; the first five exist everywhere, the others in the main one
OVERAL = [
    (PartnerSoort.WIJKTEAM, "Wijkteam {}", Partner.Weg.LINK),
    (PartnerSoort.WIJKAGENT, "Wijkagent {}", Partner.Weg.LINK),
    (PartnerSoort.OPENBARE_RUIMTE, "Wijkbeheer {}", Partner.Weg.LINK),
    (PartnerSoort.HANDHAVING, "Handhaving {}", Partner.Weg.LINK),
    (PartnerSoort.GEMEENTECONTACT, "Gemeente {}", Partner.Weg.LINK),
]
ALLEEN_HOOFD = [
    (PartnerSoort.WELZIJN, "Welzijn De Schakel", Partner.Weg.LINK),
    (PartnerSoort.CORPORATIE, "Woonstichting Merwestad", Partner.Weg.LINK),
    (PartnerSoort.GGD, "GGD bemoeizorg", Partner.Weg.LINK),
    (PartnerSoort.MEE, "MEE Rivierenland", Partner.Weg.LINK),
    (PartnerSoort.VEILIG_THUIS, "Veilig Thuis", Partner.Weg.TELEFOON),
]
# who stands on "Wie bel ik?": how many days of the week, from and until
TE_BELLEN = {
    PartnerSoort.WIJKTEAM: (5, time(9, 0), time(17, 0)),
    PartnerSoort.HANDHAVING: (6, time(8, 0), time(22, 0)),
    PartnerSoort.WELZIJN: (5, time(9, 0), time(12, 30)),
}


@dataclass
class Plek:
    """One municipality and everybody in it, by role."""

    gemeente: Gemeente
    team: Team
    buurten: list[Buurt]
    lid: list[Gebruiker] = field(default_factory=list)
    zonder_mail: list[Gebruiker] = field(default_factory=list)
    coordinator: Gebruiker = None
    politie: Gebruiker = None
    meldpunt: list[Gebruiker] = field(default_factory=list)
    partners: dict[str, Partner] = field(default_factory=dict)
    contacten: dict[str, Contact] = field(default_factory=dict)


class Namen:
    """Invented names, each once: one walks through both lists at another pace."""

    def __init__(self):
        self.turn = count()

    def next(self):
        n = next(self.turn)
        return f"{VOORNAMEN[n % len(VOORNAMEN)]} {ACHTERNAMEN[(n + n // len(VOORNAMEN)) % len(ACHTERNAMEN)]}"


def load_places(now):
    """Make all nine; gives a ``Plek`` per slug."""
    namen, regio = Namen(), Regio.objects.create(naam="Rivieren en eilanden")
    return {row[1]: _load(regio, namen, now, *row) for row in GEMEENTEN}


def _load(regio, namen, now, naam, slug, wijk, buurten, team, niet_pluis):
    nummer = 100 + sum(map(ord, slug)) % 800
    gemeente = Gemeente.objects.create(
        naam=naam,
        slug=slug,
        regio=regio,
        telefoon=f"14 0{nummer}",
        meldpunt_telefoon=f"0{nummer}-55 01 20",
        meldpunt_email=f"meldpunt-{slug}@example.nl",
        buiten_openingstijd_telefoon=f"0{nummer}-55 01 99",
        contact_email=f"teams-{slug}@example.nl",
    )
    for dag in range(5):
        tot = time(20, 0) if dag == 3 and slug == HOOFD else time(17, 0)
        Openingstijd.objects.create(gemeente=gemeente, weekdag=dag, van=time(8, 30), tot=tot)
    plek = Plek(gemeente, _team(gemeente, team, niet_pluis), _buurten(gemeente, wijk, buurten, nummer))
    plek.team.buurten.set(plek.buurten[:2])
    _people(plek, slug, namen)
    _partners(plek, slug, namen, now)
    return plek


def _team(gemeente, naam, niet_pluis):
    soorten = [Soort.WIJKVEILIGHEID, Soort.OPENBARE_RUIMTE]
    if niet_pluis:  # who switched that on, switched on all that is about people
        soorten += [Soort.NIET_PLUIS, Soort.BURENHULP, Soort.HARTVEILIG]
    return Team.objects.create(gemeente=gemeente, naam=naam, soorten=soorten, gestart_op=SINDS)


def _buurten(gemeente, wijk, namen, nummer):
    wijk = Wijk.objects.create(gemeente=gemeente, naam=wijk)
    buurten = []
    for n, naam in enumerate(namen):
        feiten = {"woningen": 400 + (nummer * 7 + n * 130) % 900, "huur_procent": 20 + (nummer + n * 13) % 55}
        buurt = Buurt.objects.create(
            gemeente=gemeente, wijk=wijk, naam=naam, ouder_dan_65_procent=12 + (nummer + n * 7) % 25, **feiten
        )
        own = [STRATEN[(nummer + n * 4 + i) % len(STRATEN)] for i in range(4)]
        Straat.objects.bulk_create(Straat(buurt=buurt, naam=straat) for straat in own)
        buurten.append(buurt)
    return buurten


def make_person(naam, email, telefoon="", via=AntwoordVia.MAIL):
    """Somebody who proved the address, or who has none."""
    person = Gebruiker(naam=naam, email=email or None, telefoon=telefoon, antwoord_via=via)
    person.set_unusable_password()
    person.save()
    if email:
        EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
    return person


def _people(plek, slug, namen):
    main = slug == HOOFD

    def address(rol):
        return f"{rol}@example.nl" if main else f"{rol}-{slug}@example.nl"

    def member(email, rol=Lidmaatschap.Rol.LID, via=AntwoordVia.MAIL):
        person = make_person(namen.next(), email, telefoon="06-55 01 23 45", via=via)
        Lidmaatschap.objects.create(team=plek.team, gebruiker=person, rol=rol, van=SINDS)
        return person

    def appointed(email, rol, person=None, **wat):
        person = person or make_person(namen.next(), email)
        Aanstelling.objects.create(gebruiker=person, rol=rol, gemeente=plek.gemeente, van=SINDS, **wat)
        return person

    plek.coordinator = member(address("coordinator"), Lidmaatschap.Rol.COORDINATOR)
    plek.lid = [member(address("vrijwilliger" if n == 0 else f"vrijwilliger{n + 1}")) for n in range(5 if main else 2)]
    plek.zonder_mail = [member("", via=AntwoordVia.COORDINATOR)]
    alles = {"soorten": [soort.value for soort in Soort], "hoogste_niveau": Niveau.V3}
    plek.meldpunt = [appointed(address("meldpunt"), "meldpunt", **alles)]
    if main:
        plek.lid.append(member(address("vrijwilliger6"), via=AntwoordVia.TELEFOON))
        plek.meldpunt.append(appointed(address("meldpunt2"), "meldpunt", **alles))
        appointed(address("balie"), "meldpunt", soorten=[Soort.OPENBARE_RUIMTE.value], hoogste_niveau=Niveau.V1)
        appointed("", "beleid", person=appointed(address("beheer"), "beheer"))
        appointed(address("beleid"), "beleid")
        plek.politie = appointed("", "politie_dienst", person=make_person("Ferry Kloosterziel", address("politie")))
        appointed("", "piket", person=make_person("Loes van Ommeren", address("piket")))
        appointed("", "toezicht", person=make_person("Joke Tielrooij", address("toezicht")))
        trainer = appointed(address("trainer"), "trainer")
        Lidmaatschap.objects.create(team=plek.team, gebruiker=trainer, van=SINDS)
    else:
        appointed(address("beheer"), "beheer")


def _partners(plek, slug, namen, now):
    main = slug == HOOFD
    for soort, naam, weg in OVERAL + (ALLEEN_HOOFD if main else []):
        if slug == "lansingerland" and soort == PartnerSoort.OPENBARE_RUIMTE:
            weg = Partner.Weg.EIGEN_SYSTEEM
        partner = Partner.objects.create(
            gemeente=plek.gemeente,
            soort=soort,
            naam=naam.format(plek.gemeente.naam),
            weg=weg,
            telefoon="0800-2000" if soort == PartnerSoort.VEILIG_THUIS else plek.gemeente.telefoon,
            openingstijden="maandag tot en met vrijdag, 9.00 tot 17.00 uur",
        )
        plek.partners[soort] = partner
        if soort in TE_BELLEN:
            _hours(partner, plek.gemeente)
        if weg != Partner.Weg.TELEFOON:
            plek.contacten[soort] = _contact(partner, soort, slug, namen)
    if main:
        _agreements(plek, now)


def _hours(partner, gemeente):
    """On "Wie bel ik?", with when somebody is there and what to do outside those hours."""
    dagen, van, tot = TE_BELLEN[partner.soort]
    partner.bij_wie_bel_ik, partner.openingstijden = True, f"Buiten deze tijden belt u {gemeente.telefoon}."
    partner.save()
    PartnerTijd.objects.bulk_create(PartnerTijd(partner=partner, weekdag=dag, van=van, tot=tot) for dag in range(dagen))
    if partner.soort == PartnerSoort.WELZIJN:
        Belnummer.objects.create(
            gemeente=gemeente,
            naam="Buurthuis De Wiek",
            nummer="0183-55 03 40",
            tekst="Elke ochtend koffie en iemand die luistert.",
        )


def _contact(partner, soort, slug, namen):
    """Two people, each the deputy of the other."""
    ending = "example.org" if slug == HOOFD else f"{slug}.example.org"
    first, second = (
        Contact.objects.create(
            partner=partner, naam=namen.next(), email=f"{soort}{n}@{ending}", telefoon="06-55 02 34 56"
        )
        for n in ("", "2")
    )
    first.vervanger, second.vervanger = second, first
    first.save(), second.save()
    return first


def _agreements(plek, now):
    """What partners agreed to; one of them is on leave this week."""
    for soort in (PartnerSoort.WIJKTEAM, PartnerSoort.WELZIJN):
        Afspraak.objects.create(
            partner=plek.partners[soort], soort=Soort.NIET_PLUIS, reactie_werkdagen=3, antwoord_werkdagen=8
        )
    away = plek.contacten[PartnerSoort.CORPORATIE]
    away.afwezig_van, away.afwezig_tot = now.date() - timedelta(days=3), now.date() + timedelta(days=9)
    away.save()
