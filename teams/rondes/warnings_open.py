"""What pages show of a warning: whom to ring, who read it and who did not; and what stands above every page."""

from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from buurtpreventie.prepared import Later, Prepared
from teams.rondes.models import Bevestiging, Deelname, Oproep, Ronde, RondeStand, Waarschuwing
from teams.rondes.warned import takes_part

END_SHOWS = timedelta(hours=1)  # how long the end of a warning stands above the pages of who is out
SOON = timedelta(hours=2)  # before a planned round: somebody else may start it while one's own page is open
Stand, Soort = Waarschuwing.Stand, Bevestiging.Soort


# --- for who warns --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Ploeg:
    """One round on the call list: who is in it stays with the team, so numbers and no names."""

    oproep: Oproep
    ronde: Ronde
    buurten: str
    mensen: int
    gezien: int
    gaat_weg: bool

    @property
    def nog_niet(self):
        return max(self.mensen - self.gezien, 0)

    @property
    def is_out(self):
        return self.ronde.stand == RondeStand.BEZIG

    @property
    def is_coming(self):
        return self.ronde.stand == RondeStand.GEPLAND

    @property
    def must_be_rung(self):
        """Nobody spoke to them, and not everybody said that they read it."""
        return self.is_out and self.oproep.uitslag != Oproep.Uitslag.GESPROKEN and (self.nog_niet or not self.mensen)


@dataclass(frozen=True)
class Bellijst:
    """Everybody who has to hear it: out now, going out soon, and who is home again; and the teams left out."""

    buiten: list[Ploeg]
    straks: list[Ploeg]
    binnen: list[Ploeg]
    niet_voor: list[str]

    @property
    def alle(self):
        return [*self.buiten, *self.straks, *self.binnen]

    @property
    def te_bellen(self):
        return [ploeg for ploeg in self.buiten if ploeg.must_be_rung]


def call_list(waarschuwing):
    """The same order at every look, so that no button moves away under a finger: three questions to the database."""
    rows = Oproep.objects.filter(waarschuwing=waarschuwing).select_related("ronde__team")
    rows = rows.prefetch_related("ronde__team__buurten").annotate(
        mensen=_number(_people(OuterRef("ronde"))),
        gezien=_number(_read_by(OuterRef("waarschuwing"), OuterRef("ronde"))),
        gaat_weg=Exists(_read_by(OuterRef("waarschuwing"), OuterRef("ronde")).filter(soort=Soort.WEG)),
    )
    ploegen = [_ploeg(row) for row in rows.order_by("ronde__team__naam", "ronde")]
    return Bellijst(
        buiten=[ploeg for ploeg in ploegen if ploeg.is_out],
        straks=[ploeg for ploeg in ploegen if ploeg.is_coming],
        binnen=[ploeg for ploeg in ploegen if not ploeg.is_out and not ploeg.is_coming],
        niet_voor=list(waarschuwing.niet_voor.order_by("naam").values_list("naam", flat=True)),
    )


def _people(ronde):
    """Members who walk, or mean to; a guest has no page and no mail to answer."""
    return Deelname.objects.filter(takes_part(), ronde=ronde, gebruiker__isnull=False)


def _read_by(waarschuwing, ronde):
    return Bevestiging.objects.filter(waarschuwing=waarschuwing, ronde=ronde)


def _number(rows):
    """How many people these rows are about."""
    people = rows.order_by().values("ronde").annotate(n=Count("gebruiker", distinct=True)).values("n")
    return Coalesce(Subquery(people, output_field=IntegerField()), 0)


def _ploeg(oproep):
    return Ploeg(
        oproep=oproep,
        ronde=oproep.ronde,
        buurten=", ".join(sorted(buurt.naam for buurt in oproep.ronde.team.buurten.all())),
        mensen=oproep.mensen,
        gezien=min(oproep.gezien, oproep.mensen),
        gaat_weg=oproep.gaat_weg,
    )


def open_warnings(gemeente_id):
    """What is going on in this gemeente, for the board: the newest on top."""
    rows = Waarschuwing.objects.open().filter(gemeente=gemeente_id).defer("tekst", "doen", "slottekst")
    return list(rows.order_by("-begonnen_op", "-pk"))


# --- for who is out -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Gewaarschuwd:
    """One warning as somebody sees it who is out."""

    pk: int
    stand: str
    oefening: bool
    tekst: str
    doen: str
    slottekst: str
    verstuurd_op: datetime
    geldig_tot: datetime
    gesloten_op: datetime
    is_read: bool
    gaat_weg: bool

    @property
    def is_withdrawn(self):
        return self.stand == Stand.INGETROKKEN

    def shows(self, now):
        """Until it is closed, and its end for an hour."""
        return bool(self.verstuurd_op) and (not self.gesloten_op or now < self.gesloten_op + END_SHOWS)


FACTS = [field.name for field in fields(Gewaarschuwd)][:-2]


@dataclass(frozen=True)
class Strook:
    """What stands above every page of who is out or goes out soon: these pages look again by themselves."""

    kijkt_mee: bool = False
    waarschuwingen: tuple[Gewaarschuwd, ...] = ()

    @property
    def nummers(self):
        return [waarschuwing.pk for waarschuwing in self.waarschuwingen]


def strook_of(user, now):
    """One question to the database, and a short one: it is asked on every page of everybody in a team."""
    warnings = [
        Gewaarschuwd(*row, is_read=bool(soorten), gaat_weg=Soort.WEG in soorten)
        for *row, soorten in WARNED(user=user.pk, now=now, after=now - SOON, before=now + SOON)
    ]
    return Strook(bool(warnings), tuple(warning for warning in warnings if warning.shows(now)))


def _warned():
    """The facts of every warning to who is out or goes out soon, and what they answered to it."""
    user, now, around = Later("user"), Later("now"), (Later("after"), Later("before"))
    said = Bevestiging.objects.filter(waarschuwing=OuterRef("ronde__oproepen__waarschuwing"), gebruiker=user)
    soon = Q(ronde__stand=RondeStand.GEPLAND, ronde__gepland_van__range=around, ronde__gepland_tot__gt=now)
    own = Deelname.objects.filter(Q(ronde__stand=RondeStand.BEZIG) | soon, takes_part(), gebruiker=user)
    facts = (f"ronde__oproepen__waarschuwing__{name}" for name in FACTS)
    rows = own.order_by("-ronde__oproepen__waarschuwing__verstuurd_op", "ronde")
    return rows.values_list(*facts, ArraySubquery(said.values("soort")))


WARNED = Prepared(_warned)


def warning_of(waarschuwing, user):
    """One warning as this person reads it on its own page, also when home again."""
    said = set(Bevestiging.objects.filter(waarschuwing=waarschuwing, gebruiker=user).values_list("soort", flat=True))
    facts = {name: getattr(waarschuwing, name) for name in FACTS}
    return Gewaarschuwd(**facts, is_read=bool(said), gaat_weg=Soort.WEG in said)
