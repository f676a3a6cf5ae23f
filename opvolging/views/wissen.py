"""What is wiped and when: the list, holding back with a second person, and the record of what was destroyed."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from buurtpreventie.ui.pagination import page_of
from buurtpreventie.ui.refusals import accepted
from opvolging import wiplist
from opvolging.actions.holding import ask_hold, decide_hold, end_hold
from opvolging.forms.wissen import AanhoudBesluitForm, AanhoudForm, StopForm
from opvolging.models import Aanhouding
from opvolging.permissions import can_decide_hold
from opvolging.views.meldpunt import GET_OR_POST, at_the_desk, for_the_meldpunt, posted
from opvolging.views.toezicht import for_toezicht
from teams.clocks import local_date

# --- the meldpunt -----------------------------------------------------------------------------


@require_safe
@for_the_meldpunt
def wislijst(request):
    """What goes on which day, what is held back, and what still runs for longer than anything should."""
    now = timezone.now()
    page = page_of(request, wiplist.wiplist_of(request.user))
    still_open = wiplist.still_open(request.user, now)
    context = {
        "pagina": page,
        "regels": wiplist.lines(page, local_date(now)),
        "open": list(still_open[: wiplist.AT_MOST]),
        "open_aantal": still_open.count(),
    }
    return render(request, "opvolging/meldpunt/wislijst.html", context)


def holds(request, melding):
    """What holds this melding back, or waits for a second person."""
    rows = Aanhouding.objects.visible_to(request.user).filter(melding=melding)
    return rows.select_related("melding__categorie", "melding__gemeente", "gevraagd_door", "besloten_door")


def page_about(request, melding, lijst, form, template, **context):
    context |= {"melding": melding, "lijst": lijst, "form": form, "terug_url": reverse("opvolging:wislijst")}
    return render(request, template, context, status=form.status if form.is_bound else 200)


@GET_OR_POST
@at_the_desk
def aanhouden(request, melding, lijst):
    """Ask that the contents stay for now."""
    now = timezone.now()
    if melding.is_open and request.method != "POST":
        messages.info(request, _("Deze melding loopt nog. Er wordt nog niets gewist."))
        return redirect("opvolging:wislijst")
    form = AanhoudForm(posted(request), today=local_date(now))
    if form.is_bound and form.is_valid() and accepted(form, ask_hold, melding, actor=request.user, now=now):
        messages.success(request, _("Gevraagd. Een collega moet het ermee eens zijn. Het meldpunt krijgt een mail."))
        return redirect("opvolging:wislijst")
    return page_about(request, melding, lijst, form, "opvolging/meldpunt/aanhouden.html")


@GET_OR_POST
@at_the_desk
def aanhouding_besluit(request, melding, lijst):
    """A second person agrees, or not."""
    asked = holds(request, melding).open(local_date(timezone.now())).first() or holds(request, melding).last()
    if asked is None:
        raise Http404
    if request.method != "POST" and not asked.is_open:
        messages.info(request, _("Hierover is al beslist."))
        return redirect("opvolging:wislijst")
    if request.method != "POST" and not can_decide_hold(request.user, asked):
        raise PermissionDenied
    form, who = AanhoudBesluitForm(posted(request)), {"actor": request.user, "now": timezone.now()}
    if form.is_bound and form.is_valid() and accepted(form, decide_hold, asked, **who):
        messages.success(request, _("Vastgelegd."))
        return redirect("opvolging:wislijst")
    template = "opvolging/meldpunt/aanhouding.html"
    return page_about(request, melding, lijst, form, template, aanhouding=asked, met_woorden=True)


@require_POST
@at_the_desk
def aanhouding_stoppen(request, melding, lijst):
    """Nothing needs to be held back any more."""
    asked = holds(request, melding).filter(beeindigd_op=None).last()
    if asked is None:
        raise Http404
    form = StopForm(request.POST)
    if form.is_valid() and accepted(form, end_hold, asked, actor=request.user, now=timezone.now()):
        messages.success(request, _("De melding wordt niet langer bewaard dan de termijn."))
    else:
        messages.error(request, " ".join(form.non_field_errors()))
    return redirect("opvolging:wislijst")


# --- toezicht ---------------------------------------------------------------------------------


@require_safe
@for_toezicht
def toezicht_wissen(request, gemeente):
    """The list by number and level; no subject, place or words."""
    now = timezone.now()
    on_list, running = wiplist.numbers_of(gemeente, now)
    context = {"pagina": page_of(request, on_list), "open": running}
    return render(request, "opvolging/toezicht/wissen.html", context)


@GET_OR_POST
@for_toezicht
def toezicht_aanhouding(request, gemeente, aanhouding):
    """Agree that contents stay, or not, knowing the reason and not the contents."""
    asked = wiplist.hold_in(gemeente, aanhouding)
    if asked is None:
        raise Http404
    if request.method != "POST" and not asked.is_open:
        messages.info(request, _("Hierover is al beslist."))
        return redirect("opvolging:toezicht_wissen")
    form, who = AanhoudBesluitForm(posted(request)), {"actor": request.user, "now": timezone.now()}
    if form.is_bound and form.is_valid() and accepted(form, decide_hold, asked, **who):
        messages.success(request, _("Vastgelegd."))
        return redirect("opvolging:toezicht_wissen")
    context = {"aanhouding": asked, "form": form}
    status = form.status if form.is_bound else 200
    return render(request, "opvolging/toezicht/aanhouding.html", context, status=status)
