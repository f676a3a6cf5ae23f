"""Which run and which gemeente a page is about: 404 when it is out of sight, 403 when it is not one's own to do."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from evaluaties.models import Afname
from evaluaties.permissions import can_look_after
from evaluaties.querysets import evaluates_in, makes_policy_in
from teams.models import Gemeente

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


def posted(request):
    """What a form is bound to: nothing, as long as nothing was sent."""
    return request.POST if request.method == "POST" else None


def seen_afname(request, pk):
    """A run that one may see."""
    return get_object_or_404(Afname.objects.visible_to(request.user).for_list(), pk=pk)


def looked_after(request, pk):
    """A run that one looks after; who only sees it may not."""
    afname = seen_afname(request, pk)
    if not can_look_after(request.user, afname):
        raise PermissionDenied
    return afname


def evaluator_gemeente(request):
    """The gemeente of the hat one wears as trainer or beleid, else the first where one is either; 403 without any."""
    return _gemeente(request, ("trainer", "beleid"), evaluates_in(request.user))


def policy_gemeente(request):
    """The gemeente of the hat of beleid, else the first where one makes policy; 403 without any."""
    return _gemeente(request, ("beleid",), makes_policy_in(request.user))


def _gemeente(request, rollen, mine):
    if not mine:
        raise PermissionDenied
    if request.pet and request.pet.rol in rollen and request.pet.gemeente in mine:
        return request.gemeente
    return get_object_or_404(Gemeente.objects.visible_to(request.user), pk=min(mine))
