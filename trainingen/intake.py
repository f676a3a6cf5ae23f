"""The questions of an intake as data, what we know already, and what is still wrong with the answers (E089-E095).

Answers are stored flat by the name of their field: ``T7``, ``T8_tot24``, ``T17_hebben``, ``T3_anders``. A draft may
hold what is not right yet: what somebody typed is kept as typed.
"""

import json
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path

from django.db.models import F, OuterRef, Subquery
from django.utils.translation import gettext as _

from buurtpreventie.ui.dates import month_in_words
from teams.models import Lidmaatschap, Team

QUESTIONS = Path(__file__).with_name("kennismaking.json")
OTHERWISE = "anders"
SHORT, LONG = 200, 2000
KEEPS_DAYS = 365  # asked again every year
PERSONAL = re.compile(r"[\w.+-]+@[\w-]+\.\w|(?<!\d)(?:\+31|0)[\s-]?[1-9](?:[\s-]?\d){8}(?!\d)")


@dataclass(frozen=True)
class Vraag:
    """One question; ``velden`` are the names under which its answer is kept, ``samen`` and ``binnen`` a limit."""

    id: str
    soort: str
    vraag: str
    verplicht: bool = False
    hulp: str = ""
    keuzes: dict = field(default_factory=dict)
    delen: dict = field(default_factory=dict)
    anders: str = ""
    geen: str = ""
    samen: str = ""
    binnen: str = ""
    hoogste: int = 999

    @property
    def velden(self):
        if self.delen:
            return tuple(f"{self.id}_{deel}" for deel in self.delen)
        return (self.id, f"{self.id}_{OTHERWISE}") if self.anders else (self.id,)

    def words(self, antwoorden):
        """The answer as one reads it, a line per part; empty when there is none."""
        return "\n".join(line for naam in self.velden if (line := self._line(naam, antwoorden.get(naam))))

    def _line(self, naam, value):
        if value in (None, "", []):
            return ""
        text = self._plain(value)
        label = self._label(naam)
        return f"{label}: {text}" if label else text

    def _label(self, naam):
        return self.delen.get(naam.removeprefix(f"{self.id}_"), "").rstrip("?")

    def _plain(self, value):
        if isinstance(value, list):
            chosen = [self.keuzes.get(code, code) for code in value if code != OTHERWISE or not self.anders]
            return ", ".join([*chosen[:1], *(inside_a_sentence(text) for text in chosen[1:])])
        text = self.keuzes.get(value, str(value)) if self.keuzes else str(value)
        return f"{text} procent" if self.soort == "procenten" else text


def inside_a_sentence(text):
    """Without the capital of a beginning; GGD stays GGD."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


@dataclass(frozen=True)
class Stap:
    """A few questions on one page."""

    nummer: int
    titel: str
    vragen: tuple[Vraag, ...]

    @property
    def velden(self):
        return tuple(naam for vraag in self.vragen for naam in vraag.velden)


@cache
def steps():
    """The whole talk, page by page."""
    data = json.loads(QUESTIONS.read_text(encoding="utf-8"))
    known = {row["id"]: Vraag(**row) for row in data["vragen"]}
    return tuple(
        Stap(nummer, stap["titel"], tuple(known[code] for code in stap["vragen"]))
        for nummer, stap in enumerate(data["stappen"], start=1)
    )


@cache
def questions():
    """Every question by its number."""
    return {vraag.id: vraag for stap in steps() for vraag in stap.vragen}


def step(nummer):
    """The page with this number, or None."""
    return next((stap for stap in steps() if stap.nummer == nummer), None)


def in_words(antwoorden, codes=None):
    """(question, answer) for these questions or for all; a question without an answer is left out."""
    wanted = [questions()[code] for code in codes] if codes else questions().values()
    said = [(vraag.vraag, vraag.words(antwoorden)) for vraag in wanted]
    return [(vraag, words) for vraag, words in said if words]


def is_old(held_on, today):
    """A year has passed since this day."""
    return held_on + timedelta(days=KEEPS_DAYS) <= today


def by_last_talk(teams, talks):
    """These teams with ``laatst``: the day of the last finished talk; who was never asked on top."""
    of_team = talks.finished().filter(team=OuterRef("pk")).order_by("-gehouden_op").values("gehouden_op")[:1]
    return teams.annotate(laatst=Subquery(of_team)).order_by(F("laatst").asc(nulls_first=True), "naam", "pk")


# --- what is wrong ----------------------------------------------------------------------------------------


def problems(stap, antwoorden):
    """What has to be mended before this page is done: a sentence by field."""
    wrong = {}
    for vraag in stap.vragen:
        for naam, sentence in _wrong_with(vraag, antwoorden):
            wrong.setdefault(naam, sentence)
    return wrong


def unfinished(antwoorden):
    """The pages that are not done."""
    return [stap for stap in steps() if problems(stap, antwoorden)]


def _wrong_with(vraag, antwoorden):
    """(field, sentence) of everything that does not add up in one answer."""
    if vraag.verplicht and _is_empty(antwoorden.get(vraag.velden[0])):
        yield vraag.velden[0], _("Geef antwoord op “%(vraag)s”.") % {"vraag": vraag.vraag}
    yield from _wrong_words(vraag, antwoorden)
    yield from _wrong_choices(vraag, antwoorden)
    yield from _wrong_numbers(vraag, antwoorden)


def _is_empty(value):
    return value in (None, "", [])


def _wrong_words(vraag, antwoorden):
    """Texts are about the team: a telephone number or an address of somebody has no place here."""
    for naam in vraag.velden:
        value = antwoorden.get(naam)
        if isinstance(value, str) and PERSONAL.search(value):
            yield naam, _("Schrijf hier geen telefoonnummers of e-mailadressen op. Het gaat om het hele team.")


def _wrong_choices(vraag, antwoorden):
    for naam in vraag.velden:
        chosen = antwoorden.get(naam)
        if vraag.geen and isinstance(chosen, list) and vraag.geen in chosen and len(chosen) > 1:
            none = {"geen": vraag.keuzes[vraag.geen]}
            yield naam, _("Kies “%(geen)s”, of kies de andere antwoorden. Allebei kan niet.") % none
    if vraag.anders and OTHERWISE in (antwoorden.get(vraag.id) or []) and not antwoorden.get(vraag.velden[1]):
        yield vraag.velden[1], _("U koos “Anders”. Vul in wat het is.")


def _wrong_numbers(vraag, antwoorden):
    """Counts are whole numbers, and no group is bigger than the team."""
    if vraag.soort not in ("aantal", "aantallen", "procenten"):
        return
    numbers = {naam: antwoorden.get(naam) for naam in vraag.velden if not _is_empty(antwoorden.get(naam))}
    most = 100 if vraag.soort == "procenten" else vraag.hoogste
    for naam, value in numbers.items():
        if not isinstance(value, int) or not 0 <= value <= most:
            yield naam, _("Vul een getal in van 0 tot en met %(most)s.") % {"most": most}
            return
    if vraag.soort == "procenten":
        yield from _wrong_percentages(numbers)
    team = antwoorden.get(vraag.samen or vraag.binnen)
    if numbers and isinstance(team, int) and sum(numbers.values()) > team:
        figures = {"som": sum(numbers.values()), "leden": team}
        yield (
            list(numbers)[-1],
            _("U telt hier %(som)s mensen, maar het team heeft %(leden)s leden. Pas een van de getallen aan.")
            % figures,
        )


def _wrong_percentages(numbers):
    if numbers.get("T12_huur", 0) + numbers.get("T12_koop", 0) > 100:
        yield list(numbers)[-1], _("Huur en koop zijn samen meer dan 100 procent. Pas een van de getallen aan.")
    if numbers.get("T12_corporatie", 0) > numbers.get("T12_huur", 100):
        yield "T12_corporatie", _("Dit is een deel van de huurwoningen. Het kan niet meer zijn dan de huur.")


# --- what we know -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Feiten:
    """What the registers say about a team and its buurten; ``None`` is not known."""

    leden: int
    buurten: tuple[str, ...]
    woningen: int | None
    huur_procent: int | None
    ouder_dan_65_procent: int | None

    @property
    def rijen(self):
        """As name and value, for a page."""
        rows = [
            (_("Buurten"), ", ".join(self.buurten)),
            (_("Leden"), str(self.leden)),
            (_("Woningen"), _number(self.woningen)),
            (_("Huur"), _percent(self.huur_procent)),
            (_("Ouder dan 65"), _percent(self.ouder_dan_65_procent)),
        ]
        return [{"naam": naam, "waarde": waarde} for naam, waarde in rows if waarde]


def facts_of(team, today):
    """The members of today and the figures of the buurten."""
    return facts_by_team([team], today)[team.pk]


def facts_by_team(teams, today):
    """Of each team by its key; of several buurten weighed by their homes. Two queries, however many there are."""
    members = Counter(Lidmaatschap.objects.filter(team__in=teams).current(today).values_list("team", flat=True))
    buurten = defaultdict(list)
    for row in Team.buurten.through.objects.filter(team__in=teams).select_related("buurt").order_by("buurt__naam"):
        buurten[row.team_id].append(row.buurt)
    return {team.pk: _facts(members[team.pk], buurten[team.pk]) for team in teams}


def _facts(leden, buurten):
    counted = [buurt.woningen for buurt in buurten if buurt.woningen]
    return Feiten(
        leden=leden,
        buurten=tuple(buurt.naam for buurt in buurten),
        woningen=sum(counted) if counted else None,
        huur_procent=_weighed(buurten, "huur_procent"),
        ouder_dan_65_procent=_weighed(buurten, "ouder_dan_65_procent"),
    )


def known_answers(team, feiten):
    """What need not be asked: filled in on the page, and to be changed there."""
    begon = _(", begonnen in %(maand)s") % {"maand": month_in_words(team.gestart_op)} if team.gestart_op else ""
    known = {
        "T1": f"{team.naam}{begon}",
        "T3": [team.werkwijze],
        "T4": ", ".join(feiten.buurten)[:LONG],
        "T7": feiten.leden or None,
        "T11": feiten.woningen,
        "T12_huur": feiten.huur_procent,
    }
    return {naam: value for naam, value in known.items() if not _is_empty(value)}


def _weighed(buurten, column):
    known = [(getattr(buurt, column), buurt.woningen or 1) for buurt in buurten if getattr(buurt, column) is not None]
    homes = sum(weight for _value, weight in known)
    return round(sum(value * weight for value, weight in known) / homes) if homes else None


def _number(value):
    return "" if value is None else f"{value:,}".replace(",", ".")


def _percent(value):
    return "" if value is None else _("%(value)s procent") % {"value": value}
