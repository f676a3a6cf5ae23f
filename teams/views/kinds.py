"""What can a team report?"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from buurtpreventie.ui.refusals import accepted
from teams.actions import switch_kinds
from teams.forms import SoortenForm
from teams.views.people import get_or_post, managed_team, sent, shown
from teams.wijzigingen import history, words_of


@login_required
@get_or_post
def soorten(request, pk):
    """Switch kinds on and off, for who leads the team and for beheer."""
    team = managed_team(request, pk)
    form = SoortenForm(sent(request), team=team, stond=words_of(team, ["soorten"]))
    if form.is_valid() and accepted(form, switch_kinds, team, actor=request.user, now=timezone.now()):
        messages.success(request, _("Opgeslagen. De leden van %(team)s zien het bij Iets melden.") % {"team": team})
        return redirect("teams:leden", team.pk)
    return shown(request, "teams/soorten.html", form, team=team, regels=history(request.user, team.gemeente, team))
