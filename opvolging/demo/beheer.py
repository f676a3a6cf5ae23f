"""What beheer of the main gemeente set, through the real actions: one of each that a page shows."""

from datetime import timedelta

from buurtpreventie.accounts.models import Gebruiker
from meldingen.actions import make_categorie
from teams.actions import add_closing_day, agree
from teams.actions.texts import write_text
from teams.clocks import Kalender, local_date
from teams.demo import HOOFD
from teams.models import PartnerSoort, Soort

OWN_CATEGORY = {
    "naam": "Losse takken na storm",
    "groep": "Groen en dieren",
    "partner_soort": PartnerSoort.OPENBARE_RUIMTE,
    "ook": [],
    "reactie_werkdagen": 1,
    "antwoord_werkdagen": 5,
    "spoed": "SGEM",
    "vertrouwelijkheid": 0,
    "tekst_verborgen": False,
    "fotos": True,
    "zwaar": False,
    "kijk_naar": ["Een tak die los hangt", "Een boom die scheef staat"],
    "tip": "Blijf uit de buurt van losse takken.",
    "volgorde": 500,
}


def play_beheer(plekken, now):
    """Before the stories, three weeks ago; one agreement ends soon."""
    plek, then = plekken[HOOFD], now - timedelta(days=21)
    beheer = {"actor": Gebruiker.objects.with_email("beheer@example.nl"), "now": then}
    agree(
        plek.partners[PartnerSoort.CORPORATIE],
        soort=Soort.NIET_PLUIS,
        reactie_werkdagen=2,
        antwoord_werkdagen=7,
        geldig_tot=local_date(now) + timedelta(days=40),
        gelezen=None,
        **beheer,
    )
    words = "Het meldpunt leest uw melding, ook als die klein is, en kijkt wie kan helpen."
    write_text(plek.gemeente, "verstuurd", tekst=words, **beheer)
    make_categorie(plek.gemeente, code="X01", soort=Soort.OPENBARE_RUIMTE, **OWN_CATEGORY, **beheer)
    day_off = Kalender.of(plek.gemeente).add_working_days(local_date(now), 60)
    add_closing_day(plek.gemeente, datum=day_off, naam="Studiedag van de gemeente", **beheer)
