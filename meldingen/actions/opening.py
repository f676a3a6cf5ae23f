"""Opening contents: the audited act (veiligheid 4)."""

from buurtpreventie.audit.actions import record_opening
from meldingen.models import MeldingInhoud
from teams.models import Niveau


def open_inhoud(melding, *, actor, now, deel="inhoud", reden=""):
    """The contents, or None for who may not read them; from V1 on the opening is written down before it is shown.

    ``deel`` is a code for the part that is opened: the contents, or a page made of them.
    """
    inhoud = MeldingInhoud.objects.readable_by(actor).filter(pk=melding.pk).first()
    if inhoud and melding.vertrouwelijkheid >= Niveau.V1:
        record_opening(melding, actor=actor, now=now, deel=deel, reden=reden, niveau=melding.vertrouwelijkheid)
    return inhoud
