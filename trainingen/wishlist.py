"""What a team wants to learn, counted per topic; without names."""

from dataclasses import dataclass, field

from trainingen.models import Onderwerp


@dataclass
class Wens:
    """One topic: how many asked for it, and their words."""

    onderwerp: str
    naam: str
    aantal: int = 0
    woorden: list = field(default_factory=list)


def per_topic(wensen):
    """Most asked first; the same words once."""
    found = {}
    for wens in wensen:
        topic = found.setdefault(wens.onderwerp, Wens(wens.onderwerp, str(Onderwerp(wens.onderwerp).label)))
        topic.aantal += 1
        if wens.tekst and wens.tekst not in topic.woorden:
            topic.woorden.append(wens.tekst)
    return sorted(found.values(), key=lambda topic: (-topic.aantal, topic.naam))
