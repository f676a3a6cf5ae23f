"""Opening contents: the audited act (veiligheid 4)."""

from buurtpreventie.audit.actions import record_opening
from meldingen.models import MeldingInhoud
from teams.models import Niveau

OWN = "eigen"  # in the details of a line: the melder reads what he or she reported


def open_inhoud(melding, *, actor, now, deel="inhoud", reden=""):
    """The contents, or None for who may not read them; from V1 on the opening is written down before it is shown.

    ``deel`` is a code for the part that is opened: the contents, or a page made of them.
    """
    inhoud = MeldingInhoud.objects.readable_by(actor).filter(pk=melding.pk).first()
    if inhoud:
        note_opening(melding, actor=actor, now=now, deel=deel, reden=reden)
    return inhoud


def note_opening(melding, *, actor, now, deel, reden=""):
    """Write down from V1 on that somebody opens a part of it; and, for who names readers, when it is the melder."""
    if melding.vertrouwelijkheid >= Niveau.V1:
        own = {OWN: True} if actor.pk == melding.melder_id else {}
        record_opening(melding, actor=actor, now=now, deel=deel, reden=reden, niveau=melding.vertrouwelijkheid, **own)
