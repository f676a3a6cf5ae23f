"""Plausible answers to any version of a questionnaire, the same on every run."""

from evaluaties.answers import holds, questions_of
from evaluaties.demo.words import SAID
from evaluaties.models import VraagType

MOSTLY_FIRST = (8, 3, 2, 1, 1, 1, 1, 1, 1)  # most people say yes
HIGH = {5: (0, 1, 2, 6, 4), 10: (0, 0, 0, 0, 1, 2, 5, 6, 3, 1)}
OPTIONAL = 0.7  # of the people answer a question that they may skip


def answered_form(versie, chance):
    """One form as ``give_answers`` takes it; ``chance`` is a ``random.Random``."""
    answers, words = {}, {}
    for vraag in questions_of(versie):
        if not holds(vraag, answers) or (not vraag.verplicht and chance.random() > OPTIONAL):
            continue
        if vraag.is_in_words:
            if text := chance.choice(SAID.get(vraag.code, [""])):
                words[vraag.code] = text
            continue
        for key in vraag.sleutels:
            if (value := _value(vraag, chance)) is not None:
                answers[key] = value
    return {"antwoorden": answers, "woorden": words, "vlaggen": []}


def _value(vraag, chance):
    codes = [optie["code"] for optie in vraag.opties]
    if vraag.type == VraagType.MEERKEUZE:
        several = [code for code in codes if code != "geen" and chance.random() < 0.45]
        return several or codes[:1]
    if codes:
        return chance.choices(codes, weights=MOSTLY_FIRST[: len(codes)])[0]
    if vraag.type in (VraagType.SCHAAL, VraagType.RAPPORTCIJFER):
        figures = range(vraag.laagste, vraag.hoogste + 1)
        return chance.choices(figures, weights=HIGH.get(len(figures)))[0]
    return None
