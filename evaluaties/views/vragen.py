"""Who is asked one by one, by mail or by telephone; for who looks after the run."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from buurtpreventie.ui.pagination import page_of
from buurtpreventie.ui.refusals import accepted
from evaluaties.actions.answering import give_answers
from evaluaties.actions.asking import ask_who_was_there, still_to_ask, why_not_by_mail
from evaluaties.actions.asking_again import can_remind, remind_now
from evaluaties.actions.ending import begin_end_measurement, measurement_of
from evaluaties.actions.limits import set_limit
from evaluaties.fatigue import DEFAULT, limit_of
from evaluaties.forms.vragen_aan import EindmetingForm, GrensForm, NamensForm
from evaluaties.known import known_of
from evaluaties.mine import NAME, request_to_ring
from evaluaties.models import Gevraagd, Kanaal, Weg
from evaluaties.moments import measured_on
from evaluaties.participants import participants_of
from evaluaties.permissions import can_look_after
from evaluaties.views.doors import GET_OR_POST, evaluator_gemeente, looked_after, policy_gemeente, posted
from teams.clocks import local_date
from trainingen.forms.knop import KnopForm
from trainingen.models import Programma

PER_PAGE = 50


@login_required
@require_safe
def vragen(request, afname):
    """Who was asked and who answered, never what; whom to ring; and the button that asks."""
    return show(request, looked_after(request, afname))


def show(request, afname, form=None):
    """The page; ``form`` is a button that was refused."""
    rows = Gevraagd.objects.visible_to(request.user).filter(afname=afname).for_list().annotate(naam_=NAME)
    waarom = why_not_by_mail(afname) if afname.is_open else ""
    context = {
        "afname": afname,
        "pagina": page_of(request, rows.order_by("naam_", "pk"), PER_PAGE),
        "bellen": rows.filter(weg=Weg.BELLEN, beantwoord=False).order_by("naam_", "pk")[:PER_PAGE],
        "aantal": counted(rows),
        "kan_mailen": afname.is_open and not waarom and still_to_ask(afname) > 0,
        "waarom_niet": waarom,
        "kan_herinneren": afname.is_open and can_remind(afname, timezone.now()),
        "form": form,
    }
    return render(request, "evaluaties/vragen.html", context, status=form.status if form else 200)


def counted(rows):
    """How many were asked, answered, and were spared."""
    found = {"gevraagd": 0, "antwoordde": 0, "gespaard": 0}
    for _pk, weg, beantwoord in rows.values_list("pk", "weg", "beantwoord"):
        found["gespaard" if weg == Weg.OVERGESLAGEN else "gevraagd"] += 1
        found["antwoordde"] += beantwoord
    return found


@login_required
@require_POST
def vragen_mailen(request, afname):
    """Mail everybody who was there."""
    afname, form = looked_after(request, afname), KnopForm(_("Mail wie er was"), request.POST)
    if not form.is_valid() or not accepted(form, ask_who_was_there, afname, actor=request.user, now=timezone.now()):
        return show(request, afname, form)
    messages.success(request, in_words(form.result))
    return redirect("evaluaties:vragen", afname.pk)


def in_words(rows):
    """What was just done, in one line."""
    mailed, rung, spared = (sum(row.weg == weg for row in rows) for weg in (Weg.MAIL, Weg.BELLEN, Weg.OVERGESLAGEN))
    lines = [ngettext("%(n)d mens krijgt een mail.", "%(n)d mensen krijgen een mail.", mailed) % {"n": mailed}]
    if rung:
        lines.append(ngettext("%(n)d mens wordt gebeld.", "%(n)d mensen worden gebeld.", rung) % {"n": rung})
    if spared:
        lines.append(
            ngettext("%(n)d mens slaan wij over.", "%(n)d mensen slaan wij over.", spared) % {"n": spared}
            + " "
            + _("Die kregen dit kwartaal al genoeg vragen.")
        )
    return " ".join(lines) if rows else _("Iedereen was al gevraagd.")


@login_required
@require_POST
def vragen_herinneren(request, afname):
    """Remind who is silent, once."""
    afname, form = looked_after(request, afname), KnopForm(_("Stuur een herinnering"), request.POST)
    if not form.is_valid() or not accepted(form, remind_now, afname, actor=request.user, now=timezone.now()):
        return show(request, afname, form)
    n = form.result
    sent = ngettext("%(n)d mens krijgt een herinnering.", "%(n)d mensen krijgen een herinnering.", n) % {"n": n}
    messages.success(request, sent)
    return redirect("evaluaties:vragen", afname.pk)


@login_required
@GET_OR_POST
def namens(request, gevraagd):
    """Fill it in together with somebody on the telephone; the answers are kept without a name, like all others."""
    row = request_to_ring(request.user, gevraagd)
    if row is None:
        raise Http404
    afname, back = row.afname, back_of(request, row)
    if row.beantwoord or not afname.is_open:
        return render(request, "evaluaties/namens_klaar.html", {"gevraagd": row, "terug_url": back})
    bekend, overslaan = known_of(row)
    form = NamensForm(posted(request), versie=afname.versie, overslaan=overslaan, bekend=bekend)
    facts = {"kanaal": Kanaal.NAMENS, "gevraagd": row, "now": timezone.now()}
    if form.is_bound and form.is_valid() and accepted(form, give_answers, afname, **facts):
        return redirect(back)
    context = {"form": form, "gevraagd": row, "afname": afname, "terug_url": back}
    return render(request, "evaluaties/namens.html", context, status=form.status if form.is_bound else 200)


def back_of(request, gevraagd):
    """Where the list to ring stands: of the run, or of the team."""
    if can_look_after(request.user, gevraagd.afname):
        return redirect("evaluaties:vragen", gevraagd.afname_id).url
    return redirect("evaluaties:stilte", gevraagd.team_id).url


@login_required
@GET_OR_POST
def eindmeting(request, programma):
    """Half a year later: who would be asked, and the button that begins it here before the clock does."""
    found = get_object_or_404(Programma.objects.visible_to(request.user), pk=programma)
    gemeente, today = evaluator_gemeente(request), local_date(timezone.now())
    form = EindmetingForm(posted(request))
    facts = {"actor": request.user, "now": timezone.now()}
    if form.is_bound and form.is_valid() and accepted(form, begin_end_measurement, found, gemeente, **facts):
        messages.success(request, _("De vraag is verstuurd. Hier ziet u wie hem kreeg."))
        return redirect("evaluaties:vragen", form.result.pk)
    people = participants_of(found).get(gemeente.pk)
    context = {
        "programma": found,
        "gemeente": gemeente,
        "mensen": len(people.gebruikers) if people else 0,
        "gasten": len(people.gasten) if people else 0,
        "grens": limit_of([gemeente.pk]),
        "vanzelf": measured_on(found),
        "loopt": found.tot >= today,
        "afname": measurement_of(found, gemeente.pk),
        "form": form,
    }
    return render(request, "evaluaties/vragen_eindmeting.html", context, status=form.status if form.is_bound else 200)


@login_required
@GET_OR_POST
def grens(request):
    """How often one person may be asked by this gemeente."""
    gemeente = policy_gemeente(request)
    limit = limit_of([gemeente.pk])
    form = GrensForm(posted(request), initial={"max_per_kwartaal": limit}, stond={"max_per_kwartaal": str(limit)})
    facts = {"actor": request.user, "now": timezone.now()}
    if form.is_bound and form.is_valid() and accepted(form, set_limit, gemeente, **facts):
        messages.success(request, _("Bewaard."))
        return redirect("evaluaties:grens")
    context = {"form": form, "gemeente": gemeente, "standaard": DEFAULT}
    return render(request, "evaluaties/vragen_grens.html", context, status=form.status if form.is_bound else 200)
