"""The answers of one report: complete or refused, and written in their columns."""

from django.utils.translation import gettext as _

from buurtpreventie.errors import RefusedAction
from teams.rondes.models import Gesprek

ANSWERS = (
    "wegen",
    "lette_op",
    "lette_op_anders",
    "opvallend",
    "gepraat",
    "kapot",
    "gebeld",
    "veilig",
    "verlichting",
    "afval",
    "verkeer",
    "opmerking",
)
COMPULSORY = ("wegen", "lette_op", "opvallend", "gepraat", "kapot", "gebeld", "veilig")


def refuse_incomplete(answers):
    """RefusedAction when a question has no answer: "niets bijzonders" is an answer, silence is not (E106)."""
    if any(answers.get(name) in (None, "", []) for name in COMPULSORY):
        raise RefusedAction(_("Beantwoord alle vragen. Niets bijzonders is ook een antwoord."))
    if answers["gepraat"] and not any(answers.get("gesprekken", {}).values()):
        raise RefusedAction(_("Tel ook met hoeveel mensen u sprak. Een praatje telt mee."))


def write_answers(verslag, answers, now):
    """Put the answers in their columns; the draft is gone."""
    for name in ANSWERS:
        if name in answers:
            setattr(verslag, name, answers[name])
    verslag.concept, verslag.bewaard_op = None, now
    verslag.klaar_op = verslag.klaar_op or now
    verslag.save()
    write_talks(verslag, answers.get("gesprekken", {}) if answers["gepraat"] else {}, answers.get("verloop", ""))


def write_talks(verslag, counts, verloop):
    """One row per topic that was talked about."""
    Gesprek.objects.filter(verslag=verslag).delete()
    Gesprek.objects.bulk_create(
        Gesprek(verslag=verslag, onderwerp=onderwerp, aantal=aantal, verloop=verloop)
        for onderwerp, aantal in counts.items()
        if aantal
    )
