"""What every page of beheer has in common: the own gemeente only, and a form with the history under it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from buurtpreventie.ui.refusals import accepted
from teams.models import Gemeente
from teams.rollen import rollen_van

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


def own_gemeente(request):
    """The gemeente that the user manages: that of the hat, else the first."""
    beheert = sorted(rollen_van(request.user).beheert)
    if not beheert:
        raise PermissionDenied
    pk = request.pet.gemeente if request.pet.rol == "beheer" else beheert[0]
    return get_object_or_404(Gemeente.objects.visible_to(request.user), pk=pk)


def managed(request, rows, **key):
    """A row of a gemeente that the user manages: 404 when it is out of sight, 403 when another manages it."""
    thing = get_object_or_404(rows, **key)
    if thing.gemeente_id is None:
        raise Http404
    if thing.gemeente_id not in rollen_van(request.user).beheert:
        raise PermissionDenied
    return thing


def posted(request):
    """What was posted, also when that is nothing at all."""
    return request.POST if request.method == "POST" else None


def saved(request, form, action, *things, words, **facts):
    """Whether the form was sound and the act was done; then ``words`` are told."""
    done = form.is_valid() and accepted(form, action, *things, actor=request.user, now=timezone.now(), **facts)
    if done:
        messages.success(request, words)
    return done


def form_page(
    request, form, *, titel, terug, terug_tekst, template="teams/beheer/formulier.html", status=None, **context
):
    """A page of one form, with what changed before."""
    context |= {"form": form, "titel": titel, "terug_url": terug, "terug_tekst": terug_tekst}
    return render(request, template, context, status=status or (form.status if form.is_bound else 200))


def pressed(request, action, thing, *, words, naar, **facts):
    """A button that asks nothing: done at once, and told."""
    action(thing, actor=request.user, now=timezone.now(), **facts)
    messages.success(request, words)
    return redirect(naar)
