"""Who wants to tick in alone: with the code or the QR on the wall, signed in or not."""

from allauth.core.internal import ratelimit
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from buurtpreventie.ui.refusals import accepted
from trainingen.actions.wall import dead_code, tick_in, tick_self
from trainingen.forms.avond import HierForm
from trainingen.views.doors import GET_OR_POST, posted
from trainingen.wall import evening_of_code, evening_of_token

LIMIT = {"hier": "60/5m/ip"}  # everybody in one room comes from one address


@GET_OR_POST
def hier(request):
    """Six digits and a name."""
    form = HierForm(posted(request), met_code=True, met_naam=not request.user.is_authenticated)
    if not form.is_bound:
        return show(request, form)
    if (answer := too_often(request)) is not None:
        return answer
    if form.is_valid():
        sessie = evening_of_code(form.cleaned_data.pop("code"), timezone.now())
        if sessie is None:
            form.add_error("code", dead_code())
        elif ticked(request, form, sessie):
            return redirect("trainingen:hier_dank")
    return show(request, form)


@GET_OR_POST
def hier_link(request, token):
    """The QR: only a name, or one tap for who is signed in; looking changes nothing."""
    sessie = evening_of_token(token, timezone.now())
    if sessie is None:
        return render(request, "trainingen/hier_dicht.html", {"zin": dead_code()}, status=404)
    request.gemeente = sessie.gemeente
    form = HierForm(posted(request), met_code=False, met_naam=not request.user.is_authenticated)
    if form.is_bound:
        if (answer := too_often(request)) is not None:
            return answer
        if form.is_valid() and ticked(request, form, sessie):
            return redirect("trainingen:hier_dank")
    return show(request, form, sessie)


@require_safe
def hier_dank(request):
    """The same for everybody: whether a name was known is for nobody to read."""
    return render(request, "trainingen/hier_dank.html")


def ticked(request, form, sessie):
    """On the list, as oneself or by name."""
    if request.user.is_authenticated:
        form.cleaned_data = {}
        return accepted(form, tick_self, sessie, actor=request.user, now=timezone.now())
    return accepted(form, tick_in, sessie, now=timezone.now())


def too_often(request):
    """An answer when there were too many tries from this address; None otherwise."""
    if ratelimit.consume(request, app="trainingen", action="hier", config=LIMIT):
        return None
    return ratelimit.respond_429(request)


def show(request, form, sessie=None):
    """The form; of the evening only what it is about."""
    status = form.status if form.is_bound else 200
    return render(request, "trainingen/hier.html", {"form": form, "sessie": sessie}, status=status)
