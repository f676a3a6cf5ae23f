"""A finished talk about a team, to read together."""

from buurtpreventie.documents.rendering import render_pdf
from trainingen import intake


def render_kennismaking(talk) -> bytes:
    """Questions and answers by subject."""
    parts = [(stap.titel, rows(stap, talk)) for stap in intake.steps()]
    words = {"talk": talk, "team": talk.team, "delen": [(titel, rijen) for titel, rijen in parts if rijen]}
    return render_pdf("documents/kennismaking.html", words)


def rows(stap, talk):
    return intake.in_words(talk.antwoorden, [vraag.id for vraag in stap.vragen])
