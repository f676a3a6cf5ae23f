"""Certificates: one's own, those of a team, what was seen and a mistake, and how long they count (E166, E184)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from buurtpreventie.ui.pagination import page_of
from buurtpreventie.ui.refusals import accepted
from teams.models import Gemeente, Team
from teams.wijzigingen import history
from trainingen.actions.certificates import note_seen, withdraw
from trainingen.actions.validity import set_rules
from trainingen.cover import cover_of
from trainingen.documents.bewijs import render_bewijs, render_deelname
from trainingen.forms.bewijzen import GeldigheidForm, GezienForm
from trainingen.forms.knop import KnopForm
from trainingen.models import Bewijs, BewijsSoort, Inschrijving
from trainingen.permissions import can_keep_cover, can_prove, can_withdraw, keeps_cover_of
from trainingen.querysets import sets_up
from trainingen.validity import lapses_soon, rules_in_words, rules_of
from trainingen.views.doors import GET_OR_POST, posted
from trainingen.views.files import as_pdf

# --- one's own ----------------------------------------------------------------------------------


@login_required
@require_safe
def mijn_bewijzen(request):
    """What one is up to date in, until when, and the paper of it; each with whether it counts, and ends soon."""
    today = timezone.localdate()
    rows = Bewijs.objects.visible_to(request.user).filter(gebruiker=request.user).standing().for_list()
    found = page_of(request, rows)
    rijen = [(one, one.counts_on(today), lapses_soon(one.geldig_tot, today)) for one in found]
    context = {"pagina": found, "rijen": rijen}
    return render(request, "trainingen/mijn_bewijzen.html", context)


@login_required
@require_safe
def bewijs_pdf(request, bewijs):
    """One certificate on paper."""
    rows = Bewijs.objects.visible_to(request.user).standing().for_list()
    found = get_object_or_404(rows, pk=bewijs)
    naam = f"bewijs-{found.soort}-{found.pk}".replace("_", "-")
    return as_pdf(lambda: render_bewijs(found, timezone.localdate()), naam, request, "trainingen:mijn_bewijzen")


@login_required
@require_safe
def deelname_pdf(request, inschrijving):
    """Proof that somebody was there, also for a guest; who was not has none."""
    rows = Inschrijving.objects.visible_to(request.user).present().select_related("sessie__gemeente", "sessie__module")
    found = get_object_or_404(rows.select_related("gebruiker"), pk=inschrijving)
    if not can_prove(request.user, found):
        raise PermissionDenied
    page = ("trainingen:sessie", found.sessie_id) if found.gebruiker_id != request.user.pk else ("teams:start",)
    today = timezone.localdate()
    return as_pdf(lambda: render_deelname(found, today), f"deelname-{found.pk}", request, *page)


# --- of a team ----------------------------------------------------------------------------------


def led_team(request, pk):
    """A team of which one keeps the cover: 404 when it is out of sight, 403 when one does not lead it."""
    team = get_object_or_404(Team.objects.visible_to(request.user).select_related("gemeente"), pk=pk)
    if not can_keep_cover(request.user, team):
        raise PermissionDenied
    return team


@login_required
@require_safe
def dekking(request, team):
    """Who of the team is up to date in what, and what ends soon."""
    team = led_team(request, team)
    today = timezone.localdate()
    seen = Bewijs.objects.visible_to(request.user).of_teams([team.pk], today).seen().standing().for_list()
    context = {"team": team, "dekking": cover_of(team, today), "pagina": page_of(request, seen, 12)}
    return render(request, "trainingen/dekking.html", context)


@login_required
@GET_OR_POST
def bewijs_vastleggen(request, team):
    """Write down what was seen."""
    team = led_team(request, team)
    today = timezone.localdate()
    form = GezienForm(posted(request), team=team, regels=rules_of(team.gemeente_id), today=today)
    if form.is_valid() and accepted(form, note_seen, team, actor=request.user, now=timezone.now()):
        n = len(form.result)
        words = ngettext("Vastgelegd voor %(n)s lid.", "Vastgelegd voor %(n)s leden.", n) % {"n": n}
        messages.success(request, words)
        return redirect("trainingen:dekking", team.pk)
    context = {"form": form, "team": team}
    return render(request, "trainingen/bewijs_vastleggen.html", context, status=form.status if form.is_bound else 200)


@login_required
@GET_OR_POST
def bewijs_intrekken(request, bewijs):
    """Take back a mistake, after asking."""
    found = get_object_or_404(Bewijs.objects.visible_to(request.user).for_list(), pk=bewijs)
    if not can_withdraw(request.user, found):
        raise PermissionDenied
    team = Team.objects.visible_to(request.user).filter(pk__in=keeps_cover_of(request.user, found.gebruiker)).first()
    form = KnopForm(_("Ja, neem terug"), posted(request))
    if form.is_valid() and accepted(form, withdraw, found, actor=request.user, now=timezone.now()):
        messages.success(request, _("Het bewijs van %(naam)s telt niet meer mee.") % {"naam": found.gebruiker.naam})
        return redirect("trainingen:dekking", team.pk)
    context = {"form": form, "bewijs": found, "team": team}
    return render(request, "trainingen/bewijs_intrekken.html", context, status=form.status if form.is_bound else 200)


# --- how long they count ------------------------------------------------------------------------


@login_required
@GET_OR_POST
def geldigheid(request):
    """How long each kind counts in one's gemeente; what was given keeps its end."""
    gemeente = set_up_gemeente(request)
    rules = rules_of(gemeente.pk)
    form = GeldigheidForm(posted(request), regels=rules, stond=rules_in_words(rules))
    if form.is_valid() and accepted(form, set_rules, gemeente, actor=request.user, now=timezone.now()):
        messages.success(request, _("Opgeslagen. Het geldt voor nieuwe bewijzen."))
        return redirect("trainingen:geldigheid")
    velden = [f"geldigheid_{soort.value}" for soort in BewijsSoort]
    context = {
        "form": form,
        "gemeente": gemeente,
        "regels": history(request.user, gemeente, gemeente, velden=velden),
    }
    return render(request, "trainingen/geldigheid.html", context, status=form.status if form.is_bound else 200)


def set_up_gemeente(request):
    """The gemeente that one sets up, of the hat one wears, else the first."""
    mine = sets_up(request.user)
    if not mine:
        raise PermissionDenied
    here = request.pet.gemeente
    return get_object_or_404(Gemeente.objects.visible_to(request.user), pk=here if here in mine else min(mine))
