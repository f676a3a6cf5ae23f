"""Which evening and which gemeente a page is about: 404 when it is out of sight, 403 when it is not one's own to do."""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from teams.models import Gemeente
from trainingen.models import Sessie
from trainingen.permissions import can_run
from trainingen.querysets import trains_in

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


def posted(request):
    """What a form is bound to: nothing, as long as nothing was sent."""
    return request.POST if request.method == "POST" else None


def for_trainers(view):
    """A page for everybody who is a trainer somewhere, and for nobody else."""

    @wraps(view)
    @login_required
    def page(request, *args, **kwargs):
        if not trains_in(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return page


def trainer_gemeente(request):
    """The gemeente of the hat one wears as a trainer, else the first where one is a trainer; 403 without any."""
    mine = trains_in(request.user)
    if not mine:
        raise PermissionDenied
    if request.pet and request.pet.rol == "trainer" and request.pet.gemeente in mine:
        return request.gemeente
    return get_object_or_404(Gemeente.objects.visible_to(request.user), pk=min(mine))


def seen_sessie(request, pk):
    """An evening that one may see."""
    rows = Sessie.objects.visible_to(request.user).select_related("gemeente", "module")
    return get_object_or_404(rows, pk=pk)


def run_sessie(request, pk):
    """An evening that one runs; who only sees it may not."""
    sessie = seen_sessie(request, pk)
    if not can_run(request.user, sessie):
        raise PermissionDenied
    return sessie
