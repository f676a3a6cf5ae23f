"""One request: the board of the teams that are out, and who is told about the evening."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from buurtpreventie.ui.polling import is_poll
from teams.models import Gemeente
from teams.rondes.actions.evening import change_watch
from teams.rondes.board import board_of, gemeente_of_board, watch_of
from teams.rondes.forms.straat import WachtForm
from teams.views.beheer import GET_OR_POST, form_page, own_gemeente, posted, saved
from teams.wijzigingen import history, words_of

WACHT = ["basisteam_email", "piket_email", "piket_telefoon"]
SECONDS = 10


@login_required
@require_safe
def op_straat(request):
    """Which teams are out now; asked again every few seconds by the page itself."""
    gemeente_id = gemeente_of_board(request.user, request.pet)
    if gemeente_id is None:
        raise PermissionDenied
    bord = board_of(request.user, gemeente_id, timezone.now())
    if is_poll(request):
        return render(request, "rondes/_op_straat.html", {"bord": bord})
    gemeente = get_object_or_404(Gemeente.objects.visible_to(request.user), pk=gemeente_id)
    return render(request, "rondes/op_straat.html", {"bord": bord, "plaats": gemeente, "seconden": SECONDS})


@login_required
@GET_OR_POST
def wacht(request):
    """Where this gemeente watches over the teams that are out: addresses beside the people with that role."""
    gemeente = own_gemeente(request)
    stand = watch_of(gemeente)
    initial = {veld: getattr(stand, veld) for veld in WACHT}
    form = WachtForm(posted(request), initial=initial, stond=words_of(stand, WACHT))
    if saved(request, form, change_watch, gemeente, words=_("Opgeslagen.")):
        return redirect("rondes:wacht")
    return form_page(
        request,
        form,
        titel=_("Wie let op de teams die buiten zijn?"),
        uitleg=_(
            "Politie, piket en meldpunt zien op “Nu op straat” welke teams buiten zijn. Hier staat wie een mail krijgt."
        ),
        terug=reverse("teams:instellingen"),
        terug_tekst=_("Instellingen"),
        regels=history(request.user, gemeente, stand),
    )
