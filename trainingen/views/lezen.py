"""Trainings for who may come: the list, one evening, and the evening for a calendar."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from buurtpreventie.ui.pagination import page_of
from teams.models import Team
from teams.rollen import rollen_van
from trainingen.calls import calls_to_make
from trainingen.cards import as_cards, coming_for, past_of, training_of
from trainingen.feeds import file_of
from trainingen.forms.aanmelden import AanmeldForm
from trainingen.models import Actiepunt, Inschrijving, Materiaal, Onderdeel, Opfrisser, Sessie
from trainingen.querysets import trains_in
from trainingen.reminding import refreshed_by
from trainingen.views.doors import seen_sessie


@login_required
@require_safe
def trainingen(request):
    """What comes, where one may come, and what was; each evening with where one stands."""
    now = timezone.now()
    mine, others = coming_for(request.user, now)
    page = page_of(request, past_of(request.user, now), per_page=10)
    context = {
        "mijn": mine,
        "andere": others,
        "pagina": page,
        "geweest": as_cards(page.object_list, request.user, now),
        "in_team": bool(rollen_van(request.user).in_teams),
        "leidt": led_teams(request),
        "punten": Actiepunt.objects.visible_to(request.user).filter(eigenaar=request.user).open().count(),
        "nu": now,
    }
    return render(request, "trainingen/trainingen.html", context)


def led_teams(request):
    """The living teams that one leads."""
    rows = Team.objects.visible_to(request.user).filter(pk__in=rollen_van(request.user).coordineert)
    return rows.exclude(stand=Team.Stand.GESTOPT).order_by("naam")


@login_required
@require_safe
def training(request, sessie):
    """One evening for who may come; a trainer who does not come as a volunteer has a page of their own."""
    if trains_in(request.user) and not comes_as_member(request, sessie):
        return redirect("trainingen:sessie", seen_sessie(request, sessie).pk)
    return show_training(request, sessie)


def comes_as_member(request, pk):
    """Whether somebody finds this evening as a volunteer too."""
    return Sessie.objects.visible_to(request.user).for_member(request.user).filter(pk=pk).exists()


def show_training(request, sessie, form=None):
    """The page; ``form`` is what was refused."""
    now = timezone.now()
    row = get_object_or_404(Sessie.objects.visible_to(request.user).with_places().for_list(), pk=sessie)
    avond = training_of(row, request.user, now)
    if form is None and avond.open and avond.komt_met and not avond.op_de_lijst:
        form = AanmeldForm(teams=avond.komt_met)
    if form and not avond.vrij:
        form.knop = form.knop_vol
    if form:
        form.helper.form_action = reverse("trainingen:aanmelden", args=[sessie])
    led = Inschrijving.objects.visible_to(request.user).filter(sessie=row, team__in=avond.leidt)
    context = {
        "avond": avond,
        "sessie": row,
        "form": form,
        "van_uw_team": led.on_the_list().for_list() if avond.leidt else [],
        "bellen": calls_to_make(request.user, row, now) if avond.leidt else 0,
        "nu": now,
    } | afterwards(request, avond)
    return render(request, "trainingen/training.html", context, status=form.status if form and form.is_bound else 200)


def afterwards(request, avond):
    """What who was there reads on; nothing for others."""
    module = avond.sessie.module_id
    if not (avond.was_er and module):
        return {}
    maanden = refreshed_by(avond.sessie.dag, Opfrisser.MAANDEN, timezone.localdate())
    return {
        "programma": Onderdeel.objects.visible_to(request.user).filter(module=module),
        "materiaal": Materiaal.objects.visible_to(request.user).filter(module=module, na_afloop=True),
        "opfrissers": Opfrisser.objects.visible_to(request.user).filter(module=module, maanden__in=maanden),
    }


@login_required
@require_safe
def agenda_bestand(request, sessie):
    """The evening for the calendar of a phone; one of which nobody knows the hours is in none."""
    found = seen_sessie(request, sessie)
    if found.begin is None:
        raise Http404
    return as_calendar_file(found)


def as_calendar_file(sessie):
    """One evening as a file that a calendar program opens."""
    headers = {"Content-Disposition": 'attachment; filename="training.ics"', "X-Robots-Tag": "noindex, nofollow"}
    return HttpResponse(file_of(sessie), content_type="text/calendar; charset=utf-8", headers=headers)
