"""Toezicht: who opened what, the monthly review, and what to take along for a breach; never any contents."""

from datetime import date, time, timedelta
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from buurtpreventie.accounts.fresh import proved_again
from buurtpreventie.audit.models import Logregel
from buurtpreventie.ui.pagination import page_of
from buurtpreventie.ui.refusals import accepted
from opvolging import actions
from opvolging.documents import openings_csv, openings_xlsx
from opvolging.forms.toezicht import InzageForm, MaandForm, MeenemenForm, NazichtForm
from opvolging.models import Nazicht, Verzoek
from opvolging.openings import MELDING, in_words, openings_in, people_in, with_reasons
from opvolging.permissions import watches_over
from opvolging.reviewing import month_of, months_of, read_month
from opvolging.views.meldpunt import GET_OR_POST, posted
from teams.clocks import at, local_date
from teams.models import Gemeente

PER_PAGE, SHOWN = 50, 10
FIRST_YEAR = 2000  # before it nobody opened anything here


def for_toezicht(view):
    """A page about the gemeente of the hat of toezicht, or the first one watched over; for anybody else 403."""

    @wraps(view)
    @login_required
    def page(request, **kwargs):
        mine = watches_over(request.user)
        if not mine:
            raise PermissionDenied
        of_hat = request.pet and request.pet.rol == "toezicht" and request.pet.gemeente in mine
        pk = request.pet.gemeente if of_hat else min(mine)
        gemeente = get_object_or_404(Gemeente.objects.visible_to(request.user), pk=pk)
        return view(request, gemeente, **kwargs)

    return page


@require_safe
@for_toezicht
def toezicht(request, gemeente):
    """What waits for toezicht, and where everything stands."""
    now = timezone.now()
    months = months_of(gemeente, now)
    waiting = [month for month in months if month.nazicht is None and not month.loopt]
    requests = Verzoek.objects.visible_to(request.user).open().filter(gemeente=gemeente)
    context = {
        "gemeente": gemeente,
        "te_laat": [month for month in waiting if month.is_laat],
        "wachten": [month for month in waiting if not month.is_laat],
        "loopt": next((month for month in months if month.loopt), None),
        "verzoeken": list(requests.for_list()[:SHOWN]),
        "vandaag": local_date(now),
        "nu": now,
    }
    return render(request, "opvolging/toezicht/toezicht.html", context)


# --- who opened what --------------------------------------------------------------------------


@require_safe
@for_toezicht
def inzage(request, gemeente):
    """The openings of a period, narrowed by person, role, part and level."""
    today = local_date(timezone.now())
    form = InzageForm(people_in(gemeente), today, request.GET or None)
    first, last = form.days
    rows = openings_in(gemeente, **moments(first, last), **form.which)
    page = page_of(request, with_reasons(rows), PER_PAGE)
    context = {"gemeente": gemeente, "form": form, "pagina": page, "van": first, "tot": last, "vandaag": today}
    context["regels"] = in_words(page.object_list, gemeente)
    return render(request, "opvolging/toezicht/inzage.html", context)


@GET_OR_POST
@for_toezicht
@proved_again
def inzage_meenemen(request, gemeente):
    """A file of who saw what: for a breach, or for the person it is about."""
    form = MeenemenForm(gemeente, people_in(gemeente), posted(request))
    if form.is_bound and form.is_valid():
        chosen = form.cleaned_data
        found = actions.take_openings_along(
            gemeente,
            **moments(chosen["van"], chosen["tot"]),
            meldingen=chosen["nummers"],
            persoon=chosen["persoon"],
            actor=request.user,
            now=timezone.now(),
        )
        make = openings_xlsx if chosen["als"] == MeenemenForm.XLSX else openings_csv
        return make(found, local_date(timezone.now()))
    context = {"gemeente": gemeente, "form": form}
    return render(request, "opvolging/toezicht/meenemen.html", context, status=form.status if form.is_bound else 200)


def moments(first, last):
    """From the begin of the first day until the end of the last."""
    return {
        "van": at(first, time.min) if first else None,
        "tot": at(last + timedelta(days=1), time.min) if last else None,
    }


# --- the monthly review -----------------------------------------------------------------------


@require_safe
@for_toezicht
def nazicht(request, gemeente):
    """Every month with openings, and whether it was ticked."""
    context = {"gemeente": gemeente, "maanden": months_of(gemeente, timezone.now())}
    return render(request, "opvolging/toezicht/nazicht.html", context)


@GET_OR_POST
@for_toezicht
def nazicht_maand(request, gemeente, jaar, maand):
    """One month: what stands out on top, who opened how much, and the tick."""
    begin, now = first_of(jaar, maand), timezone.now()
    form = MaandForm(begin, posted(request))
    tick = {"maand": begin, "actor": request.user, "now": now}
    if form.is_bound and form.is_valid() and accepted(form, actions.tick_month, gemeente, **tick):
        messages.success(request, _("Deze maand is afgevinkt."))
        return redirect("opvolging:nazicht_maand", jaar, maand)
    found = read_month(gemeente, begin, now)
    context = {"gemeente": gemeente, "maand": found, "form": form, "pagina": page_of(request, found.opvallend)}
    return render(
        request, "opvolging/toezicht/nazicht_maand.html", context, status=form.status if form.is_bound else 200
    )


def first_of(jaar, maand):
    """The first day of a month that can be reviewed; 404 for nonsense and the future."""
    today = local_date(timezone.now())
    if jaar < FIRST_YEAR or not 1 <= maand <= 12 or (jaar, maand) > (today.year, today.month):
        raise Http404
    return date(jaar, maand, 1)


@GET_OR_POST
@for_toezicht
def nazicht_regel(request, gemeente, regel):
    """One opening, and the tick."""
    lines = Logregel.objects.of_gemeente(gemeente.pk).openings().filter(doel_soort=MELDING)
    line = get_object_or_404(lines.select_related("reden"), pk=regel)
    begin = month_of(line.op)
    form = NazichtForm(posted(request))
    tick = {"gemeente": gemeente, "actor": request.user, "now": timezone.now()}
    if form.is_bound and form.is_valid() and accepted(form, actions.tick_line, line, **tick):
        messages.success(request, _("Deze inzage is afgevinkt."))
        return redirect("opvolging:nazicht_maand", begin.year, begin.month)
    before = Nazicht.objects.visible_to(request.user).filter(regel=line.pk).select_related("door").first()
    context = {"gemeente": gemeente, "form": form, "maand": begin, "nazicht": before}
    context["inzage"] = in_words([line], gemeente)[0]
    return render(
        request, "opvolging/toezicht/nazicht_regel.html", context, status=form.status if form.is_bound else 200
    )
