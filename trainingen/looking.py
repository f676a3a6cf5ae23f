"""The looking exercise: one picture of a street, and what was in it (E186). No answer is kept."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Kijkvraag:
    """A question about the picture; ``goed`` is the answer, ``uitleg`` what there was to see."""

    naam: str
    vraag: str
    keuzes: tuple[tuple[str, str], ...]
    goed: str
    uitleg: str


@dataclass(frozen=True)
class Gezien:
    """One answer beside what there was."""

    vraag: Kijkvraag
    antwoord: str

    @property
    def is_goed(self):
        return self.antwoord == self.vraag.goed

    @property
    def in_woorden(self):
        return dict(self.vraag.keuzes).get(self.antwoord, "")


VRAGEN = (
    Kijkvraag(
        "mensen",
        _("Hoeveel mensen waren er op straat?"),
        (("twee", _("Twee")), ("drie", _("Drie")), ("vier", _("Vier"))),
        "drie",
        _("Drie: een vrouw met een hond, een kind op een bankje en een man bij een auto."),
    ),
    Kijkvraag(
        "gordijnen",
        _("Bij welk huis waren alle gordijnen dicht?"),
        (("links", _("Links")), ("midden", _("In het midden")), ("rechts", _("Rechts"))),
        "midden",
        _("In het midden. Bij de andere huizen brandde licht."),
    ),
    Kijkvraag(
        "deur",
        _("Wat lag er voor de deur van dat huis?"),
        (("niets", _("Niets")), ("kranten", _("Kranten")), ("pakje", _("Een pakje"))),
        "kranten",
        _("Kranten, en meer dan één."),
    ),
    Kijkvraag(
        "lantaarn",
        _("Wat was er met de lantaarnpaal?"),
        (("niets", _("Niets")), ("scheef", _("Hij stond scheef")), ("stuk", _("Het glas was stuk"))),
        "scheef",
        _("Hij stond scheef."),
    ),
    Kijkvraag(
        "auto",
        _("Wat was er met de auto?"),
        (("niets", _("Niets")), ("klep", _("De achterklep stond open")), ("licht", _("De lampen brandden"))),
        "klep",
        _("De achterklep stond open. De man stond aan de andere kant."),
    ),
)


def seen(answers):
    """Each question with what somebody answered."""
    return [Gezien(vraag, answers.get(vraag.naam) or "") for vraag in VRAGEN]
