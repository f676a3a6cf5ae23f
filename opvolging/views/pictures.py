"""How the photos of an ask stand on the partner's page."""

from django.urls import reverse

from meldingen.views.photos import as_pictures
from opvolging import actions


def pictures_with_ask(toegang):
    """The photos that came with an ask, at the partner's own addresses."""
    return as_pictures(
        actions.photos_with_ask(toegang.opvolging),
        address=lambda photo: reverse("opvolging:partner_foto", args=[toegang.pk, photo.sleutel]),
    )
