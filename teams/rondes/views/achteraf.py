"""A round that nobody planned or started, written down afterwards."""

import uuid
from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone

from buurtpreventie.ui.refusals import accepted
from teams.clocks import local_date
from teams.rondes import actions
from teams.rondes.forms.achteraf import AchterafForm
from teams.rondes.models import Ronde, RondeStand, Verslag
from teams.rondes.names import member_ids
from teams.rondes.views.doors import GET_OR_POST, own_team, posted
from teams.rondes.walked import Bekend

NOT_WRITTEN = (RondeStand.GEPLAND, RondeStand.THUIS, RondeStand.NIET_AFGESLOTEN)
LOOKS_BACK = timedelta(days=62)


@GET_OR_POST
@login_required
def achteraf(request, team):
    """The same questions as after a round that was started; sent twice it is one round."""
    team = own_team(request, team)
    now = timezone.now()
    button = next((name for name in ("meer", "vorige") if name in request.POST), None)
    form = achteraf_form(request, team, now, None if button else posted(request))
    if button:
        form.resume(typed_so_far(request, team, now, button))
    form.carry()
    facts = {"actor": request.user, "now": now}
    if form.is_bound and form.is_valid() and accepted(form, actions.log_afterwards, team, **facts):
        own = Verslag.objects.visible_to(request.user).finished().filter(ronde=form.result, door=request.user)
        return redirect("rondes:verslag_klaar" if own.exists() else "rondes:ronde", form.result.pk)
    context = {"form": form, "team": team}
    return render(request, "rondes/verslag_achteraf.html", context, status=form.status if form.is_bound else 200)


def achteraf_form(request, team, now, data):
    """With who fills it in ticked, and today as its day."""
    today = local_date(now)
    reports = Verslag.objects.visible_to(request.user).finished().filter(ronde__team=team).order_by("-klaar_op")
    rondes = Ronde.objects.visible_to(request.user).filter(
        team=team, stand__in=NOT_WRITTEN, moment__lt=now, moment__gt=now - LOOKS_BACK
    )
    return AchterafForm(
        data,
        team=team,
        wie=request.user,
        leden=member_ids(team, today),
        feiten=Bekend(deelnemers=(request.user,), day=today),
        today=today,
        vorige=reports.filter(door=request.user).first() or reports.first(),
        gepland=rondes.order_by("moment"),
        initial={"sleutel": uuid.uuid4()},
    )


def typed_so_far(request, team, now, button):
    """What the page held when a button that does not send was pressed."""
    form = achteraf_form(request, team, now, request.POST)
    typed = form.typed()
    return typed | (form.same_as_before() if button == "vorige" and form.vorige else {})
