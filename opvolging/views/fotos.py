"""Photos in the follow-up: taken away by the handler, and shown to the partner they were sent to."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from meldingen.actions import remove_photo
from meldingen.models import Bijlage
from meldingen.views.photos import as_pictures, photo_response
from opvolging import actions
from opvolging.forms import fotos as forms
from opvolging.views.meldpunt import GET_OR_POST, act, at_the_desk, posted
from opvolging.views.partner import with_access


@GET_OR_POST
@at_the_desk
def foto_weg(request, melding, lijst, foto):
    """Destroy a photo that should not be there."""
    photos = Bijlage.objects.readable_by(request.user).filter(melding=melding).for_list()
    bijlage = get_object_or_404(photos, sleutel=foto)
    return act(
        request,
        melding,
        lijst,
        forms.FotoWegForm(posted(request)),
        remove_photo,
        _("De foto is weg."),
        thing=bijlage,
        template="opvolging/meldpunt/foto_weg.html",
        titel=_("Foto weghalen"),
        foto=as_pictures([bijlage])[0],
    )


@require_safe
@with_access("granted")
def partner_foto(request, toegang, now, foto):
    """A photo that came with the ask; asked without its body it is not opened."""
    if request.method == "HEAD" or "prefetch" in request.headers.get("Sec-Purpose", ""):
        return HttpResponse(status=200 if request.method == "HEAD" else 403)
    bijlage, inhoud = actions.open_photo_with_ask(toegang, foto, now=now)
    if bijlage is None:
        raise Http404
    return photo_response(bijlage, inhoud)
