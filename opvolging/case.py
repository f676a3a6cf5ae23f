"""What the meldpunt knows of one case beside its asks and answers: waiting decisions, steps, and what looks like it."""

from dataclasses import dataclass

from django.db.models import Q

from meldingen.models import Melding
from opvolging.models import Ingelicht, Schaalstap, Verlaging, VraagAanMelder
from opvolging.permissions import can_assign, can_decide
from opvolging.similar import Gelijkenis, similar_to
from opvolging.wording import advice_for_handler


@dataclass
class Zaak:
    """One case on the desk of one reader."""

    lijkt_op: list[Gelijkenis]
    vragen: list[VraagAanMelder]
    verlaging: Verlaging | None  # waits for a second person
    mag_besluiten: bool
    mag_toewijzen: bool
    ingelicht: Ingelicht | None  # the last word counts
    stappen: list[Schaalstap]
    gesplitst: list[Melding]  # what this one was split from, or into
    advies: str  # what fits the reaction of the person

    @property
    def open_vraag(self):
        """The question that waits for the melder, or None."""
        return next((vraag for vraag in self.vragen if vraag.klaar_op is None), None)


def read_case(melding, inhoud, actor):
    """Gather it, as far as this reader may see it."""
    waiting = Verlaging.objects.visible_to(actor).open().filter(melding=melding).select_related("gevraagd_door").first()
    if waiting:
        waiting.melding = melding
    informed = Ingelicht.objects.visible_to(actor).filter(melding=melding)
    return Zaak(
        lijkt_op=similar_to(melding, inhoud, actor),
        vragen=list(VraagAanMelder.objects.visible_to(actor).filter(melding=melding).select_related("gesteld_door")),
        verlaging=waiting,
        mag_besluiten=waiting is not None and can_decide(actor, waiting),
        mag_toewijzen=can_assign(actor, melding),
        ingelicht=informed.select_related("door_contact", "door_gebruiker").last(),
        stappen=list(Schaalstap.objects.filter(melding=melding).select_related("door")),
        gesplitst=_split_with(melding, actor),
        advies=advice_for_handler(inhoud.reactie),
    )


def _split_with(melding, actor):
    seen = Melding.objects.visible_to(actor).at_meldpunt_of(actor)
    return list(seen.filter(Q(afgesplitst_van=melding) | Q(pk=melding.afgesplitst_van_id)).select_related("categorie"))
