"""Photos of a draft beside its check page, and the one address where a photo is shown."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from buurtpreventie.errors import RefusedAction
from meldingen.actions import add_draft_photos, open_photo, remove_draft_photo
from meldingen.forms.photos import ERBIJ, WEG
from meldingen.models import Bijlage


@login_required
@require_safe
def foto(request, foto):
    """One photo, for who may read what it belongs to; asked without its body it is not opened."""
    photos = Bijlage.objects.readable_by(request.user).select_related("melding", "concept")
    bijlage = get_object_or_404(photos, sleutel=foto)
    inhoud = b"" if request.method == "HEAD" else open_photo(bijlage, actor=request.user, now=timezone.now())
    return photo_response(bijlage, inhoud)


def photo_response(bijlage, inhoud):
    """Only ever a picture (the middleware sees that nothing in it runs): a download with a name that says nothing."""
    return HttpResponse(
        inhoud,
        content_type=bijlage.soort,
        headers={"Content-Disposition": f'attachment; filename="foto-{str(bijlage.sleutel)[:8]}.jpg"'},
    )


def at_own_address(photo):
    """Where who may read the melding finds it."""
    return reverse("meldingen:foto", args=[photo.sleutel])


def as_pictures(photos, address=at_own_address):
    """Photos as a page shows them: address, size, and how they are called."""
    photos = list(photos)
    return [
        {
            "url": address(photo),
            "sleutel": photo.sleutel,
            "breedte": photo.breedte,
            "hoogte": photo.hoogte,
            "naam": _("Foto %(nummer)d van %(aantal)d") % {"nummer": number, "aantal": len(photos)},
        }
        for number, photo in enumerate(photos, 1)
    ]


def photos_for(user, melding):
    """The photos of a melding that this person may see."""
    return as_pictures(Bijlage.objects.readable_by(user).filter(melding=melding).for_list())


# --- on the check page of a draft ------------------------------------------------------------


def take_photos(request, invulling, form):
    """Keep what came along, take away what was asked; True when the page comes back to show that."""
    if not invulling.takes_photos:
        return False
    try:
        if taken := valid_key(request.POST.get(WEG, "")):
            remove_draft_photo(invulling.concept, taken)
        if form.nieuwe_fotos:
            added = add_draft_photos(invulling.concept, form.nieuwe_fotos, actor=request.user, now=timezone.now())
            tell(request, added)
    except RefusedAction as refusal:
        form.add_error("fotos" if "fotos" in form.fields else None, refusal.message)
        form.status = 409
    return ERBIJ in request.POST or WEG in request.POST


def tell(request, added):
    if ERBIJ in request.POST and added:
        messages.success(request, _("De foto staat erbij.") if len(added) == 1 else _("De foto's staan erbij."))


def valid_key(text):
    """A key, or None for anything else."""
    try:
        return UUID(text)
    except ValueError:
        return None
