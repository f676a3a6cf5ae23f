"""A round is late: the pages behind the links of the mails, and who rings for a coordinator who is signed in."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from buurtpreventie.errors import RefusedAction
from buurtpreventie.ui.dates import time_in_words
from buurtpreventie.ui.refusals import accepted
from teams.rondes import actions
from teams.rondes.forms import lopen as forms
from teams.rondes.links import key_of, was_just_used
from teams.rondes.models import Sleutel
from teams.rondes.permissions import can_plan
from teams.rondes.safety_net import safety_net, what_now
from teams.rondes.views.doors import GET_OR_POST, of_own_round, posted
from teams.rondes.views.lopen import people_of

ACTS = {"bel": actions.call_walkers, "niemand": actions.reach_nobody, "thuis": actions.come_home}


def with_key(doel):
    """A page for who has the link of a mail: a link that opens nothing (any more) has one and the same answer."""

    def decorate(view):
        @wraps(view)
        def page(request, token):
            now = timezone.now()
            sleutel = key_of(token, doel, now)
            if sleutel is None:
                return dead_link(request, token, doel, now)
            request.gemeente = sleutel.ronde.team.gemeente
            return view(request, sleutel, token, now)

        return page

    return decorate


def dead_link(request, token, doel, now):
    """Unknown, expired or of a round that was closed; who pressed the button twice is thanked twice."""
    if request.method == "POST" and was_just_used(token, doel, now):
        return redirect("rondes:thuis_dank")
    return render(request, "rondes/link_weg.html", status=404)


# --- who walks ----------------------------------------------------------------------------------


@GET_OR_POST
@with_key(Sleutel.Doel.THUIS)
def thuis_link(request, sleutel, token, now):
    """One tap without sign-in; looking changes nothing."""
    form = forms.ThuisForm(posted(request))
    if (
        form.is_bound
        and form.is_valid()
        and accepted(form, actions.come_home, sleutel.ronde, actor=sleutel.gebruiker, now=now)
    ):
        return redirect("rondes:thuis_dank")
    return show_thuis(request, sleutel, token, form)


@require_POST
@with_key(Sleutel.Doel.THUIS)
def langer_link(request, sleutel, token, now):
    """ "Wij lopen nog": a later end, and the reminders begin anew."""
    form = forms.LangerForm(request.POST)
    if form.is_valid() and accepted(form, actions.extend_ronde, sleutel.ronde, actor=sleutel.gebruiker, now=now):
        tot = time_in_words(form.result.verwacht_einde)
        messages.success(request, _("Dank u wel. De ronde loopt nu tot %(tijd)s.") % {"tijd": tot})
        return redirect("rondes:thuis_link", token)
    return show_thuis(request, sleutel, token, forms.ThuisForm(), form)


def show_thuis(request, sleutel, token, thuis, langer=None):
    """Both answers: home, or how much longer; ``langer`` when that was refused."""
    again = forms.LangerForm(initial={"keer": sleutel.ronde.verlengd})
    thuis.helper.form_action = reverse("rondes:thuis_link", args=[token])
    again.helper.form_action = reverse("rondes:langer_link", args=[token])
    refused = langer or (thuis if thuis.is_bound else None)
    late = timezone.now() >= sleutel.ronde.verwacht_einde
    context = {"ronde": sleutel.ronde, "te_laat": late, "thuis": thuis, "langer": again, "form": refused}
    return render(request, "rondes/thuis_link.html", context, status=refused.status if refused else 200)


@require_safe
def thuis_dank(request):
    """After the tap in a mail: the link is dead now, and nobody hears anything any more."""
    return render(request, "rondes/thuis_dank.html")


# --- who rings ----------------------------------------------------------------------------------


@GET_OR_POST
@with_key(Sleutel.Doel.BELLEN)
def bellen_link(request, sleutel, token, now):
    """What the coordinator found out, without sign-in."""
    here = reverse("rondes:bellen_link", args=[token])
    return ring(request, sleutel.ronde, sleutel.gebruiker, here, reverse("rondes:thuis_dank"), now)


@GET_OR_POST
@of_own_round
def bellen(request, ronde):
    """The same for a coordinator who is signed in, with the names of who walk."""
    if not can_plan(request.user, ronde.team):
        raise PermissionDenied
    there = reverse("rondes:ronde", args=[ronde.pk])
    if not ronde.is_under_way:
        return redirect(there)
    now = timezone.now()
    walkers = people_of(request, ronde, now)[0]
    return ring(request, ronde, request.user, request.path, there, now, lopers=walkers, terug_url=there)


def ring(request, ronde, wie, here, after, now, **context):
    """Do what was pressed and show what is to be done now."""
    late = now >= ronde.verwacht_einde
    form = forms.BelForm(posted(request), ronde=ronde, te_laat=late)
    form.helper.form_action = here
    if form.is_bound and form.is_valid() and rang(form, ronde, wie, now):
        return redirect(after if form.cleaned_data["wat"] == "thuis" else here)
    context |= {"ronde": ronde, "form": form, "nu": now, "te_laat": late}
    context["wat_nu"] = what_now(safety_net(ronde, now))
    return render(request, "rondes/bellen.html", context, status=form.status if form.is_bound else 200)


def rang(form, ronde, wie, now):
    """Do the act of the button; refused, the form says why."""
    try:
        ACTS[form.cleaned_data["wat"]](ronde, actor=wie, now=now)
    except RefusedAction as refusal:
        form.add_error(None, refusal.message)
        form.status = 409
        return False
    return True
