"""Counts made by hand; for who looks after the run. What was entered is not shown again while the run is open:

the difference with what came by telephone would be the answers of a few people.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from buurtpreventie.ui.refusals import accepted
from evaluaties.actions.tallying import enter_tally
from evaluaties.forms.telling import TellingForm
from evaluaties.models import Soort
from evaluaties.room import room_for
from evaluaties.tallies import mark_of, people_in
from evaluaties.views.doors import GET_OR_POST, looked_after, posted


@login_required
@GET_OR_POST
def telling(request, afname):
    """Enter what one counted, or the whole of it once more to make it better."""
    found = looked_after(request, afname)
    if found.versie.vragenlijst.soort == Soort.SAMEN:
        return redirect("evaluaties:samen", found.pk)
    form = TellingForm(posted(request), versie=found.versie, initial={"gelezen": mark_of(found)})
    facts = {"actor": request.user, "now": timezone.now()}
    if form.is_bound and form.is_valid() and accepted(form, enter_tally, found, **facts):
        messages.success(
            request, _("De telling is bewaard.") if form.cleaned_data["mensen"] else _("De telling is weg.")
        )
        return redirect("evaluaties:afname", found.pk)
    if form.is_bound and form.status == 409:
        form.data["gelezen"] = mark_of(found)  # shown again: what stands there now was looked at
    was, room = people_in(found), room_for(found)
    context = {"afname": found, "form": form, "was": was, "ruimte": None if room is None else room + was}
    return render(request, "evaluaties/telling.html", context, status=form.status if form.is_bound else 200)
