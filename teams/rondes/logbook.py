"""What was logged about one round, as its reader may see it: felt safe only for who wrote it and the coordinator."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from buurtpreventie.accounts.models import Gebruiker
from buurtpreventie.ui.dates import day_in_words, time_in_words
from teams.clocks import local_date
from teams.rondes.models import Correctie, Gesprek, LetteOp, Opvallend, RondeStraat, Verslag, Wegen
from teams.rondes.names import member_ids, name_in_ronde
from teams.rondes.permissions import can_correct, can_plan

FOUND = (
    ("verlichting", gettext_lazy("kapotte verlichting")),
    ("afval", gettext_lazy("afval op straat")),
    ("verkeer", gettext_lazy("onveilige plek in het verkeer")),
)
FIELDS = {
    "begin": gettext_lazy("de begintijd"),
    "einde": gettext_lazy("de eindtijd"),
    "route": gettext_lazy("de route"),
    "straten": gettext_lazy("de straten"),
    "deelnemers": gettext_lazy("wie er meeliepen"),
    "gasten": gettext_lazy("de gasten"),
    "wegen": gettext_lazy("de wegen"),
    "lette_op": gettext_lazy("waar op gelet is"),
    "lette_op_anders": gettext_lazy("waar nog meer op gelet is"),
    "opvallend": gettext_lazy("of er iets opvallends was"),
    "gepraat": gettext_lazy("of er met mensen gepraat is"),
    "gesprekken": gettext_lazy("het aantal gesprekken"),
    "verloop": gettext_lazy("hoe het contact verliep"),
    "kapot": gettext_lazy("of er iets kapot of vies was"),
    "verlichting": gettext_lazy("het aantal kapotte lampen"),
    "afval": gettext_lazy("het aantal plekken met afval"),
    "verkeer": gettext_lazy("het aantal onveilige plekken"),
    "gebeld": gettext_lazy("of er gebeld is"),
    "veilig": gettext_lazy("of het veilig voelde"),
    "opmerking": gettext_lazy("de opmerking"),
}
CODES = {"wegen": Wegen, "lette_op": LetteOp, "opvallend": Opvallend, "verloop": Gesprek.Verloop}


@dataclass(frozen=True)
class Gelezen:
    """One report in words."""

    pk: int
    wie: str
    eigen: bool
    opvallend: str
    wegen: str
    lette_op: str
    gesprekken: str
    verloop: str
    gevonden: str
    gebeld: bool
    veilig: str  # "" for who may not read it
    opmerking: str
    mag_verbeteren: bool


@dataclass(frozen=True)
class Logboek:
    """All reports of a round, and what was changed afterwards."""

    straten: str
    verslagen: list[Gelezen]
    spoor: list[tuple[datetime, str]]
    eigen_klaar: bool
    eigen_concept: datetime | None
    mag_verbeteren: bool


def logbook_of(ronde, user, now):
    """The reports of this round for one reader; the number of queries does not grow with them."""
    leden = member_ids(ronde.team, local_date(now))
    rows = Verslag.objects.visible_to(user).filter(ronde=ronde).select_related("door").prefetch_related("gesprekken")
    rows = list(rows.order_by("klaar_op", "pk"))
    mine = [row for row in rows if row.door_id == user.pk]
    leads, may = can_plan(user, ronde.team), can_correct(user, ronde, now)
    return Logboek(
        straten=streets_of(ronde),
        verslagen=[read_verslag(row, user, leden, leads, may) for row in rows if row.klaar_op],
        spoor=trace_of(ronde, user, leden),
        eigen_klaar=any(row.klaar_op for row in mine),
        eigen_concept=next((row.bewaard_op for row in mine if not row.klaar_op), None),
        mag_verbeteren=may,
    )


def streets_of(ronde):
    """The streets in the order of walking, and those that the gemeente does not know."""
    known = RondeStraat.objects.filter(ronde=ronde).values_list("straat__naam", flat=True)
    return ", ".join([*known, *filter(None, ronde.andere_straten.split("; "))])


# --- one report -------------------------------------------------------------------------------


def read_verslag(row, user, leden, leads, may):
    """One report in words."""
    own = row.door_id == user.pk
    talks = sorted(row.gesprekken.all(), key=lambda talk: (-talk.aantal, talk.onderwerp))
    return Gelezen(
        pk=row.pk,
        wie=name_in_ronde(row.door, leden),
        eigen=own,
        opvallend=row.get_opvallend_display(),
        wegen=labels(Wegen, row.wegen),
        lette_op=attention(row),
        gesprekken=", ".join(f"{talk.get_onderwerp_display().lower()} {talk.aantal}" for talk in talks),
        verloop=talks[0].get_verloop_display() if talks and talks[0].verloop else "",
        gevonden=", ".join(f"{naam} {getattr(row, veld)}" for veld, naam in FOUND if getattr(row, veld)),
        gebeld=row.gebeld,
        veilig=row.get_veilig_display() if own or leads else "",
        opmerking=row.opmerking,
        mag_verbeteren=may and (own or leads),
    )


def labels(choices, values):
    """Hoofdwegen, achterpaden en doorgangen."""
    return ", ".join(str(choices(value).label) for value in values)


def attention(row):
    """What they paid attention to, the own words last."""
    return ", ".join(filter(None, [labels(LetteOp, row.lette_op), row.lette_op_anders]))


# --- the trace --------------------------------------------------------------------------------


def trace_of(ronde, user, leden):
    """(moment, sentence) of every change after the round was finished."""
    rows = list(Correctie.objects.visible_to(user).filter(ronde=ronde).select_related("door"))
    people = people_in(rows, leden)
    return [(row.op, in_a_sentence(row, leden, people)) for row in rows]


def people_in(rows, leden):
    """Names by number of everybody in the trace; one query when there are any."""
    numbers = {pk for row in rows if row.veld == "deelnemers" for pk in f"{row.van},{row.naar}".split(",") if pk}
    found = Gebruiker.objects.filter(pk__in=numbers) if numbers else []
    return {str(wie.pk): name_in_ronde(wie, leden) for wie in found}


def in_a_sentence(row, leden, people):
    """Piet wijzigde de eindtijd van 21.30 uur in 21.45 uur."""
    words = {"wie": name_in_ronde(row.door, leden), "wat": FIELDS.get(row.veld, row.veld)}
    if not row.van and not row.naar:
        return _("%(wie)s wijzigde %(wat)s.") % words
    words |= {"van": shown(row.veld, row.van, people), "naar": shown(row.veld, row.naar, people)}
    return _("%(wie)s wijzigde %(wat)s van %(van)s in %(naar)s.") % words


def shown(veld, code, people):
    """One value of a trace as people read it."""
    if not code:
        return _("niets")
    if veld in ("begin", "einde"):
        moment = datetime.fromisoformat(code)
        return f"{day_in_words(moment)}, {time_in_words(moment)}"
    if veld == "deelnemers":
        return ", ".join(people.get(pk, _("oud-lid")) for pk in code.split(","))
    if veld in CODES:
        return labels(CODES[veld], code.split(",")).lower()
    if veld == "gesprekken":
        counts = (part.rsplit(" ", 1) for part in code.split(","))
        return ", ".join(f"{Gesprek.Onderwerp(topic).label.lower()} {number}" for topic, number in counts)
    return code
