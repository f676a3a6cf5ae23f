"""The link of a mail: for who has it, without sign-in; looking changes nothing."""

from functools import wraps

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from buurtpreventie.errors import RefusedAction
from trainingen.actions.guests import answer_by_link
from trainingen.cards import card_of_link
from trainingen.joining import by_link
from trainingen.models import Inschrijving
from trainingen.views.lezen import as_calendar_file


def with_link(view):
    """A page for who has the link; whatever opens nothing (any more) has one and the same answer."""

    @wraps(view)
    def page(request, token):
        now = timezone.now()
        row = by_link(Inschrijving.objects.usable().by_token(token), now)
        if row is None:
            return render(request, "trainingen/link_weg.html", status=404)
        request.gemeente = row.sessie.gemeente
        return view(request, row, token, now)

    return page


@require_safe
@with_link
def link(request, inschrijving, token, now):
    """What, when and where, and two buttons."""
    context = {"avond": card_of_link(inschrijving, now), "sessie": inschrijving.sessie, "token": token}
    return render(request, "trainingen/link.html", context)


@require_POST
@with_link
def link_komt(request, inschrijving, token, now):
    """I come."""
    return answered(request, inschrijving, token, now, komt=True)


@require_POST
@with_link
def link_kan_niet(request, inschrijving, token, now):
    """I cannot come."""
    return answered(request, inschrijving, token, now, komt=False)


def answered(request, inschrijving, token, now, *, komt):
    """Write the answer down, and show where that leaves one."""
    try:
        answer_by_link(inschrijving, komt=komt, now=now)
    except RefusedAction as refusal:
        messages.warning(request, refusal.message)
    return redirect("trainingen:link", token)


@require_safe
@with_link
def link_agenda(request, inschrijving, token, now):
    """The evening for a calendar."""
    return as_calendar_file(inschrijving.sessie)
