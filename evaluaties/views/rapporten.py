"""Reports: which there are, asking for one, how far it is, and taking it along (E213)."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from buurtpreventie.errors import RefusedAction
from buurtpreventie.ui.pagination import page_of
from buurtpreventie.ui.polling import STOP_POLLING
from buurtpreventie.ui.refusals import accepted
from evaluaties.actions.reporting import ask_report, note_download
from evaluaties.figures.kwartalen import years_of
from evaluaties.forms.rapporten import FORMS
from evaluaties.models import Afname, Rapport, RapportSoort, RapportStand
from evaluaties.permissions import can_ask_report, can_read_reports
from evaluaties.querysets import evaluates_in, makes_policy_in
from evaluaties.views.doors import GET_OR_POST, evaluator_gemeente, policy_gemeente, posted
from teams.models import Team
from teams.rollen import rollen_van
from trainingen.models import Programma

SECONDS = 3


@login_required
@require_safe
def rapporten(request):
    """The reports that one may read, the newest first."""
    if not can_read_reports(request.user):
        raise PermissionDenied
    rows = Rapport.objects.visible_to(request.user).for_list()
    return render(request, "evaluaties/rapporten.html", {"pagina": page_of(request, rows)})


@login_required
@GET_OR_POST
def rapport_aanvragen(request):
    """Which kind, then about what; asked for twice is once."""
    offered = kinds_of(request.user)
    if not offered:
        raise PermissionDenied
    soort = (request.POST if request.method == "POST" else request.GET).get("soort")
    if soort not in RapportSoort.values:
        status = 422 if request.method == "POST" else 200
        return render(request, "evaluaties/rapport_kiezen.html", {"soorten": offered}, status=status)
    if soort not in offered:
        raise PermissionDenied
    form = FORMS[soort](posted(request), soort=soort, **CHOICES[soort](request))
    if form.is_valid() and asked(request, form, RapportSoort(soort)):
        return redirect("evaluaties:rapport", form.result.pk)
    context = {"form": form, "soort": RapportSoort(soort).label}
    return render(request, "evaluaties/rapport_aanvragen.html", context, status=form.status if form.is_bound else 200)


@login_required
@require_safe
def rapport(request, rapport):
    """How far it is, and when it is ready the way to take it along."""
    return render(request, "evaluaties/rapport.html", page_of_report(request, rapport))


@login_required
@require_safe
def rapport_voortgang(request, rapport):
    """The part of that page that asks for itself again, until there is nothing to wait for."""
    context = page_of_report(request, rapport)
    status = 200 if context["rapport"].is_to_come else STOP_POLLING
    return render(request, "evaluaties/_rapport_stand.html", context, status=status)


@login_required
@require_safe
def rapport_pdf(request, rapport):
    """The report as it was kept; who takes it along is written down."""
    found = get_object_or_404(Rapport.objects.visible_to(request.user), pk=rapport)
    try:
        note_download(found, actor=request.user, now=timezone.now())
    except RefusedAction:
        return redirect("evaluaties:rapport", found.pk)
    headers = {"Content-Disposition": f'attachment; filename="{file_name(found)}.pdf"'}
    return HttpResponse(bytes(found.pdf), content_type="application/pdf", headers=headers)


def page_of_report(request, pk):
    """The report without its paper, and whether one may ask for it anew."""
    found = get_object_or_404(Rapport.objects.visible_to(request.user).for_list(), pk=pk)
    again = found.stand == RapportStand.MISLUKT and can_ask_report(
        request.user, found.soort, found.gemeente_id, found.team
    )
    return {"rapport": found, "opnieuw": facts_of(found) if again else {}, "seconden": SECONDS}


def file_name(rapport):
    """Neutral: no name of a place, a team or a person."""
    about = [part for part in (rapport.jaar, rapport.kwartaal) if part]
    return "-".join([_("verslag"), *map(str, about), str(rapport.pk)])


def facts_of(rapport):
    """What was asked for, as the form for it says."""
    facts = {"soort": rapport.soort, "jaar": rapport.jaar, "team": rapport.team_id, "programma": rapport.programma_id}
    facts |= {"afname": rapport.afname_id, "periode": rapport.kwartaal and f"{rapport.jaar}-{rapport.kwartaal}"}
    return {name: value for name, value in facts.items() if value}


# --- what one may ask for -----------------------------------------------------------------------


def kinds_of(user):
    """The kinds that this person may ask for, with their names, the widest first."""
    looks_after, policy = evaluates_in(user), makes_policy_in(user)
    found = [RapportSoort.JAAR] if policy else []
    if policy or rollen_van(user).coordineert:
        found.append(RapportSoort.TEAM_KWARTAAL)
    if looks_after:
        found += [RapportSoort.PROGRAMMA, RapportSoort.SESSIE]
    return {soort.value: soort.label for soort in found}


def asked(request, form, soort):
    """Ask for it, for the gemeente that it is about."""
    team, afname = form.cleaned_data.get("team"), form.cleaned_data.get("afname")
    about = team or (afname if afname and afname.gemeente_id else None)
    gemeente = about.gemeente if about else home_of(request, soort)
    if not can_ask_report(request.user, soort, gemeente.pk, team):
        raise PermissionDenied
    return accepted(form, ask_report, soort=soort.value, gemeente=gemeente, actor=request.user, now=timezone.now())


def home_of(request, soort):
    """The gemeente for which a report that is not about one team or evening is made."""
    return policy_gemeente(request) if soort == RapportSoort.JAAR else evaluator_gemeente(request)


def years_for(request):
    """The years that one can choose, this one first."""
    today = timezone.localdate()
    running = _("%(jaar)s (tot nu toe)") % {"jaar": today.year}
    years = years_of(policy_gemeente(request), today)
    return {"jaren": [(jaar, running if jaar == today.year else str(jaar)) for jaar in years]}


def teams_for(request):
    """Beleid: of the gemeente; who leads a team: its own."""
    rows = Team.objects.visible_to(request.user).select_related("gemeente")
    if request.pet and request.pet.team:
        rows = rows.filter(pk=request.pet.team)
    elif makes_policy_in(request.user):
        rows = rows.filter(gemeente=policy_gemeente(request))
    else:
        rows = rows.filter(pk__in=rollen_van(request.user).coordineert)
    return {"teams": rows.order_by("naam"), "today": timezone.localdate()}


def programmes_for(request):
    here = evaluator_gemeente(request)
    mine = Programma.objects.visible_to(request.user)
    return {"programmas": (mine.filter(gemeente=here) | mine.filter(regio__gemeenten=here)).order_by("-van", "naam")}


def evenings_for(request):
    """Evenings of which the form is closed."""
    rows = Afname.objects.visible_to(request.user).closed().filter(sessie__isnull=False)
    here = evaluator_gemeente(request)
    return {"afnames": rows.filter(gemeente=here).select_related("gemeente", "sessie").order_by("-opent_op", "-pk")}


CHOICES = {
    RapportSoort.JAAR: years_for,
    RapportSoort.TEAM_KWARTAAL: teams_for,
    RapportSoort.PROGRAMMA: programmes_for,
    RapportSoort.SESSIE: evenings_for,
}
