"""Invented categories and meldingen for tests; ``report`` goes through the real action."""

from datetime import datetime
from zoneinfo import ZoneInfo

import factory

from meldingen.actions import report_melding
from meldingen.models import Categorie, Spoed
from teams.models import Niveau, PartnerSoort, Soort
from teams.tests.factories import GemeenteFactory, LidmaatschapFactory, TeamFactory

DINSDAG = datetime(2026, 11, 17, 10, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))
CANARY = "De brievenbus zit al vier dagen vol."


class CategorieFactory(factory.django.DjangoModelFactory):
    """A confidential category of niet pluis; ``buiten=True`` is an open one of openbare ruimte."""

    class Meta:
        model = Categorie

    class Params:
        buiten = factory.Trait(
            soort=Soort.OPENBARE_RUIMTE,
            groep="Licht en borden",
            naam="Lantaarnpaal of verlichting kapot",
            partner_soort=PartnerSoort.OPENBARE_RUIMTE,
            vertrouwelijkheid=Niveau.V0,
        )

    gemeente = factory.SubFactory(GemeenteFactory)
    code = factory.Sequence(lambda n: f"T{n:05d}")
    soort = Soort.NIET_PLUIS
    groep = "Zorgen voor zichzelf"
    naam = "Iemand zorgt slecht voor zichzelf"
    partner_soort = PartnerSoort.WIJKTEAM
    reactie_werkdagen = 2
    antwoord_werkdagen = 10
    spoed = Spoed.GEEN
    vertrouwelijkheid = Niveau.V2


def report(*, niveau=Niveau.V2, now=DINSDAG, gemeente=None, team=None, melder=None, actor=None, categorie=None, **kw):
    """Report a melding through the real action; what is not given is invented, and fits together.

    ``niveau`` is the level of an invented category (0: openbare ruimte). ``inhoud`` adds to the contents; everything
    else (``buurt``, ``naam_delen``, ``antwoord_via`` …) goes to ``report_melding``.
    """
    gemeente = gemeente or (team and team.gemeente) or (categorie and categorie.gemeente) or GemeenteFactory()
    team = team or TeamFactory(gemeente=gemeente, alle_soorten=True)
    categorie = categorie or CategorieFactory(gemeente=gemeente, vertrouwelijkheid=niveau, buiten=niveau == Niveau.V0)
    if melder is None:
        melder = LidmaatschapFactory(team=team).gebruiker
    inhoud = {"waarneming": CANARY, "straat": "Elzenpad", "huisnummer": "12"} | kw.pop("inhoud", {})
    return report_melding(
        actor=actor or melder,
        melder=melder,
        categorie=categorie,
        buurt=kw.pop("buurt", None) or team.buurten.first(),
        team=team,
        inhoud=inhoud,
        now=now,
        **kw,
    )
