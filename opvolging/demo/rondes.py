"""What a round led to: a lamp that was seen on the way."""

from datetime import timedelta

from meldingen.actions import report_melding
from meldingen.models import Categorie
from teams.demo import HOOFD
from teams.rondes.demo import load_rounds

SEEN = "De lamp bij de bocht is uit."


def play_rounds(plekken, now):
    """All rounds, and a melding from the last one."""
    ronde = load_rounds(plekken, now)
    plek = plekken[HOOFD]
    categorie = Categorie.objects.select_related("gemeente").get(gemeente=plek.gemeente, code="OR01")
    straat = ronde.route.straten.select_related("buurt").first()
    report_melding(
        actor=ronde.leider,
        categorie=categorie,
        buurt=straat.buurt,
        team=plek.team,
        ronde=ronde,
        inhoud={"waarneming": SEEN, "straat": straat.naam},
        now=ronde.afgerond_op + timedelta(minutes=3),
    )
