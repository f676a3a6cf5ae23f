"""The photos that go with an ask: seen by a partner as long as the ask runs, and only when the meldpunt sent them."""

from buurtpreventie.audit.actions import record_opening
from meldingen.actions.photos import OPENED
from meldingen.models import Bijlage
from teams.models import Niveau


def photos_with_ask(opvolging):
    """The photos that this partner may see now, without their bytes."""
    if not (opvolging.met_fotos and opvolging.is_open):
        return Bijlage.objects.none()
    return Bijlage.objects.filter(melding=opvolging.melding_id).for_list()


def open_photo_with_ask(toegang, sleutel, *, now):
    """One of them and its bytes, or None twice; from V1 on the opening is written down before it is shown."""
    bijlage = photos_with_ask(toegang.opvolging).filter(sleutel=sleutel).first()
    if bijlage is None:
        return None, None
    if bijlage.melding.vertrouwelijkheid >= Niveau.V1:
        melding = toegang.opvolging.melding
        record_opening(melding, actor=toegang.contact, now=now, deel=OPENED, niveau=melding.vertrouwelijkheid)
    return bijlage, bijlage.inhoud
