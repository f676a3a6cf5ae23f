""" "Dit heeft uw team bereikt": the words of one month for one team, without persons, places or other teams."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from buurtpreventie.ui.dates import month_in_words
from meldingen.models import Melding, Uitkomst
from opvolging.models import Terugkoppeling
from opvolging.team import tips_for
from teams.clocks import at
from teams.models import Niveau, Soort
from teams.teksten import tekst_van

AT_LEAST_CONFIDENTIAL = 5  # below it a total of confidential answers is not told


@dataclass
class Maand:
    """What one month brought a team."""

    team: object
    maand: date  # its first day
    gedaan: dict = field(default_factory=dict)  # subject -> Counter of outcomes
    van_meldpunt: list = field(default_factory=list)  # (subject, words)
    vertrouwelijk: int = 0  # 0 too when there were too few to tell
    loopt: int = 0

    @property
    def beantwoord(self):
        return sum(sum(outcomes.values()) for outcomes in self.gedaan.values())

    @property
    def is_news(self):
        """Whether there is something to send a mail about."""
        return bool(self.beantwoord or self.van_meldpunt or self.vertrouwelijk)


def next_month(maand):
    return date(maand.year + maand.month // 12, maand.month % 12 + 1, 1)


def last_month(today):
    """The first day of the month before this one."""
    return date(today.year - (today.month == 1), (today.month - 2) % 12 + 1, 1)


def month_of(team, maand):
    """What was answered in this month: V0 by category, V1 by kind, V2 as a number, V3 and complaints not at all."""
    answers = _told(team, maand, Terugkoppeling.Doelgroep.MELDER).antwoorden()
    meldingen = {told.melding_id: told.melding for told in answers}
    found = Maand(team, maand, gedaan=defaultdict(Counter))
    for melding in meldingen.values():
        if melding.vertrouwelijkheid <= Niveau.V1:
            found.gedaan[_subject(melding)][Uitkomst(melding.uitkomst)] += 1
    confidential = [one for one in meldingen.values() if one.vertrouwelijkheid == Niveau.V2]
    found.vertrouwelijk = len(confidential) if _enough(confidential) else 0
    found.van_meldpunt = [
        (_subject(told.melding), told.tekst)
        for told in _told(team, maand, Terugkoppeling.Doelgroep.TEAM)
        if told.melding.vertrouwelijkheid <= Niveau.V1
    ]
    running = Melding.objects.open().filter(team=team, vertrouwelijkheid__lte=Niveau.V1)
    found.loopt = running.exclude(categorie__soort=Soort.TEAM).count()
    return found


def _subject(melding):
    """What the whole team may know it was about: of V1 only the kind, for a member does not read it (ontwerp §4)."""
    categorie = melding.categorie
    return categorie.naam if melding.vertrouwelijkheid == Niveau.V0 else categorie.get_soort_display()


def _told(team, maand, doelgroep):
    return (
        Terugkoppeling.objects.filter(
            melding__team=team,
            doelgroep=doelgroep,
            op__gte=_begin(maand),
            op__lt=_begin(next_month(maand)),
        )
        .exclude(melding__categorie__soort=Soort.TEAM)
        .exclude(melding__uitkomst="")
        .select_related("melding__categorie")
        .order_by("op", "pk")
    )


def _begin(maand) -> datetime:
    return at(maand, time(0))


def _enough(meldingen):
    return len({melding.melder_id for melding in meldingen}) >= AT_LEAST_CONFIDENTIAL


def message_of(month, now):
    """The text, to read, to print and to forward."""
    parts = [
        _("Dit heeft %(team)s bereikt in %(maand)s") % {"team": month.team.naam, "maand": month_in_words(month.maand)},
        _answered(month),
        _done(month),
        _words_of_meldpunt(month),
        _confidential(month),
        _running(month),
        tekst_van(month.team.gemeente, "teambericht"),
        _tips(month.team, now),
    ]
    return "\n\n".join(part for part in parts if part)


def parts_of(tekst):
    """The paragraphs of a message: a sentence and the points under it."""
    for paragraph in tekst.split("\n\n"):
        lines = paragraph.split("\n")
        points = [line.removeprefix("- ") for line in lines if line.startswith("- ")]
        yield {"zin": " ".join(line for line in lines if not line.startswith("- ")), "punten": points}


def _answered(month):
    if not month.beantwoord:
        return _("In deze maand kreeg geen open melding van uw team antwoord.")
    return ngettext(
        "%(n)s melding van uw team kreeg antwoord.", "%(n)s meldingen van uw team kregen antwoord.", month.beantwoord
    ) % {"n": month.beantwoord}


def _done(month):
    lines = [f"- {naam}: {_outcomes(found)}." for naam, found in sorted(month.gedaan.items())]
    return "\n".join([_("Dit is ermee gedaan:"), *lines]) if lines else ""


def _outcomes(found):
    return ", ".join(f"{n} keer {uitkomst.label.lower()}" for uitkomst, n in found.most_common())


def _words_of_meldpunt(month):
    lines = [f"- {naam}: {' '.join(tekst.split())}" for naam, tekst in month.van_meldpunt]
    return "\n".join([_("Het meldpunt wil u dit laten weten:"), *lines]) if lines else ""


def _confidential(month):
    if not month.vertrouwelijk:
        return ""
    words = _("Ook %(n)s vertrouwelijke meldingen kregen antwoord. Wat daar is gedaan, blijft vertrouwelijk.")
    return words % {"n": month.vertrouwelijk}


def _running(month):
    if not month.loopt:
        return ""
    return ngettext("%(n)s melding loopt nog.", "%(n)s meldingen lopen nog.", month.loopt) % {"n": month.loopt}


def _tips(team, now):
    tips = tips_for(team, now)
    if tips is None or not tips.zinnen:
        return ""
    return "\n".join([_("Zo helpt uw melding nog meer:"), *(f"- {zin}" for zin in tips.zinnen)])
