"""What a volunteer sees: the start page, and the own meldingen with their answers."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, OuterRef, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from buurtpreventie.accounts.fresh import is_fresh
from buurtpreventie.ui.pagination import page_of
from buurtpreventie.ui.refusals import accepted
from meldingen.actions import add_aanvulling, open_inhoud, withdraw_melding
from meldingen.models import Aanvulling, Concept, Melding
from meldingen.numbers import meldpunt_number
from meldingen.permissions import can_add, can_withdraw, is_melder, may_show_text, sees_only_stand, takes_photos
from meldingen.querysets import OPEN_STANDEN
from meldingen.views.photos import photos_for
from meldingen.views.talks import own_talks
from opvolging.actions import answer_question, give_oordeel, mark_read
from opvolging.forms.melder import AanvullingForm, AntwoordOpVraagForm, IntrekkenForm, OordeelForm
from opvolging.models import Kanaal, Terugkoppeling, VraagAanMelder
from opvolging.permissions import can_answer_question, can_judge
from opvolging.progress import badge, promise_lines, timeline
from teams.clocks import local_date
from teams.models import Team
from teams.rollen import rollen_van
from teams.rondes.models import Ronde
from trainingen.cards import own_next

RUNS = Q(stand__in=OPEN_STANDEN)
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def reads(view):
    """For pages that note that something was read: a browser that only looks ahead gets nothing."""

    @wraps(view)
    def inner(request, *args, **kwargs):
        purpose = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
        return HttpResponse(status=204) if "prefetch" in purpose else view(request, *args, **kwargs)

    return inner


def mine(request):
    """What this person reported, or entered for somebody else."""
    return (
        Melding.objects.visible_to(request.user)
        .reported_by(request.user)
        .select_related("categorie", "buurt", "gemeente", "melder")
    )


def with_own_melding(view):
    """Give the view the own melding; any other does not exist."""

    @wraps(view)
    def inner(request, nummer):
        return view(request, get_object_or_404(mine(request), nummer=nummer))

    return login_required(inner)


# --- start and list --------------------------------------------------------------------------


@login_required
@require_safe
def thuis(request):
    """What waits for this person first: a question, news, what is not finished yet; then the ways on."""
    asked = VraagAanMelder.objects.visible_to(request.user).to(request.user).open()
    unread = Terugkoppeling.objects.visible_to(request.user).filter(melding__melder=request.user).to_melder().unread()
    return render(
        request,
        "opvolging/melder/thuis.html",
        {
            "vragen": asked.select_related("melding").order_by("gesteld_op"),
            "ongelezen": unread.values("melding").distinct().count(),
            "ronde": Ronde.objects.visible_to(request.user).walked_now_by(request.user).first(),
            "teams": own_teams(request),
            "concepten": Concept.objects.visible_to(request.user).waiting(timezone.now()),
        }
        | own_talks(request.user, timezone.now())
        | own_next(request.user, timezone.now()),
    )


def own_teams(request):
    """(key, words) of the teams that one is in; the only one needs no name."""
    keys = rollen_van(request.user).eigen_teams
    if len(keys) == 1:
        return [(key, _("Mijn team")) for key in keys]
    return list(Team.objects.visible_to(request.user).filter(pk__in=keys).order_by("naam").values_list("pk", "naam"))


@login_required
@require_safe
def mijn(request):
    """All own meldingen: those that run first, then what asks something, the newest on top."""
    today = local_date(timezone.now())
    unread = Terugkoppeling.objects.visible_to(request.user).filter(
        melding=OuterRef("pk"), melding__melder=request.user, doelgroep="melder", gelezen_op=None
    )
    asked = VraagAanMelder.objects.visible_to(request.user).to(request.user).open().filter(melding=OuterRef("pk"))
    rows = mine(request).annotate(loopt=RUNS, ongelezen=Exists(unread), gevraagd=Exists(asked))
    page = page_of(request, rows.order_by("-loopt", "-gevraagd", "-gemeld_op", "-pk"))
    cards = [card(request, melding, today) for melding in page]
    return render(
        request,
        "opvolging/melder/mijn.html",
        {
            "pagina": page,
            "loopt": [one for one in cards if one["melding"].loopt],
            "klaar": [one for one in cards if not one["melding"].loopt],
            "aantal": mine(request).aggregate(loopt=Count("pk", filter=RUNS), klaar=Count("pk", filter=~RUNS)),
        }
        | own_talks(request.user, timezone.now()),
    )


def card(request, melding, today):
    """One melding as it stands in a list."""
    hidden, discreet = sees_only_stand(request.user, melding), melding.tekst_verborgen
    titel = melding.categorie.get_soort_display() if discreet else melding.categorie.naam
    return {
        "melding": melding,
        "alleen_stand": hidden,
        "discreet": discreet,  # somebody else may hold this phone: no category and no buurt either
        "titel": _("Melding voor een ander") if hidden else titel,
        "status": badge(melding),
        "stappen": timeline(melding, today),
        "te_laat": not hidden and any(line["laat"] for line in promise_lines(melding, today)),
    }


# --- one melding -----------------------------------------------------------------------------


@with_own_melding
@require_safe
@reads
def mijn_melding(request, melding):
    """Where it is, what was answered, and the own words."""
    return render_melding(request, melding)


def render_melding(request, melding, form=None, status=200, vraag_form=None):
    """The page of one own melding; opening it notes that its answers were read."""
    now = timezone.now()
    context = card(request, melding, local_date(now)) | {
        "beloften": promise_lines(melding, local_date(now)),
        "meldpunt": meldpunt_number(melding.gemeente, now),
        "voor": melding.melder if melding.melder_id != request.user.pk else None,
    }
    if not context["alleen_stand"]:
        context |= (
            answers(request, melding, form)
            | question(request, melding, vraag_form)
            | own_text(request, melding, now)
            | {
                "kan_toevoegen": can_add(request.user, melding),
                "kan_intrekken": can_withdraw(request.user, melding),
            }
        )
    page = render(request, "opvolging/melder/melding.html", context, status=status)
    if request.method != "HEAD" and is_melder(request.user, melding):
        mark_read(melding, actor=request.user, now=now)
    return page


def answers(request, melding, form):
    """The messages to the melder, and the question what the last answer was worth."""
    sent = list(Terugkoppeling.objects.visible_to(request.user).to_melder().filter(melding=melding))
    latest = next((one for one in reversed(sent) if one.soort == Terugkoppeling.Soort.ANTWOORD), None)
    if form is None and latest and can_judge(request.user, latest):
        form = OordeelForm(melding=melding)
    return {"berichten": sent, "antwoord": latest, "form": form}


def question(request, melding, form):
    """The newest question of the meldpunt, and room to answer it as long as there is none; never too late."""
    asked = VraagAanMelder.objects.visible_to(request.user).to(request.user).filter(melding=melding).last()
    if asked is None:
        return {}
    asked.melding = melding
    if form is None and can_answer_question(request.user, asked):
        form = AntwoordOpVraagForm(melding=melding)
    return {"vraag": asked, "vraag_form": form}


def own_text(request, melding, now):
    """The own words, or why they are not shown."""
    if melding.tekst_verborgen:
        return {"tekst": "verborgen"}
    if not may_show_text(melding, fresh=is_fresh(request, now), now=now):
        return {"tekst": "code"}
    inhoud = open_inhoud(melding, actor=request.user, now=now) if request.method != "HEAD" else None
    if inhoud is None:
        return {"tekst": "weg"}
    rows = [{"naam": question, "waarde": said} for question, said in inhoud.rows]
    more = Aanvulling.objects.readable_by(request.user).filter(melding=melding)
    fotos = photos_for(request.user, melding)
    return {"tekst": "open", "rijen": rows, "aanvullingen": more, "fotos": fotos}


@with_own_melding
@get_or_post
def toevoegen(request, melding):
    """Something more, as long as nobody answered."""
    if melding.is_open and not can_add(request.user, melding):
        raise PermissionDenied
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = AanvullingForm(*sent, met_fotos=takes_photos(melding))
    if form.is_valid() and accepted(form, add_aanvulling, melding, actor=request.user, now=timezone.now()):
        messages.success(request, _("Toegevoegd. Het meldpunt leest het."))
        return redirect("opvolging:mijn_melding", melding.nummer)
    if not form.is_bound and not melding.is_open:
        messages.info(request, _("Deze melding is al klaar. U kunt er niets meer aan toevoegen."))
        return redirect("opvolging:mijn_melding", melding.nummer)
    context = {"form": form, "melding": melding}
    return render(request, "opvolging/melder/toevoegen.html", context, status=form.status if form.is_bound else 200)


@with_own_melding
@get_or_post
def intrekken(request, melding):
    """Take it back, or only the own name when it is confidential."""
    if not is_melder(request.user, melding):
        raise PermissionDenied
    form = IntrekkenForm(request.POST if request.method == "POST" else None, confidential=melding.is_confidential)
    if form.is_valid() and accepted(form, withdraw_melding, melding, actor=request.user, now=timezone.now()):
        gone = _("Uw naam is weg. Het meldpunt leest de melding nog wel.")
        messages.success(request, gone if melding.is_confidential else _("Uw melding is ingetrokken."))
        return redirect("opvolging:mijn")
    if not form.is_bound and not can_withdraw(request.user, melding):
        messages.info(request, _("Iemand is al met uw melding bezig, of hij is klaar. Intrekken kan niet meer."))
        return redirect("opvolging:mijn_melding", melding.nummer)
    context = {"form": form, "melding": melding}
    return render(request, "opvolging/melder/intrekken.html", context, status=form.status if form.is_bound else 200)


@with_own_melding
@require_POST
def oordeel(request, melding):
    """What the melder thinks of the answer."""
    if not is_melder(request.user, melding):
        raise PermissionDenied
    given = Terugkoppeling.objects.visible_to(request.user).to_melder().antwoorden().filter(melding=melding)
    antwoord = given.select_related("melding").last()
    if antwoord is None:
        raise Http404
    form = OordeelForm(request.POST, melding=melding, given=antwoord.oordeel)
    if form.is_valid() and accepted(form, give_oordeel, antwoord, actor=request.user, now=timezone.now()):
        return redirect("opvolging:dank", melding.nummer)
    return render_melding(request, melding, form, status=form.status)


@with_own_melding
@require_POST
def antwoord_op_vraag(request, melding):
    """What the melder says to the question of the meldpunt."""
    if not is_melder(request.user, melding):
        raise PermissionDenied
    asked = VraagAanMelder.objects.visible_to(request.user).to(request.user).filter(melding=melding).last()
    if asked is None:
        raise Http404
    asked.melding = melding
    form = AntwoordOpVraagForm(request.POST, melding=melding)
    who = {"actor": request.user, "langs": Kanaal.APP, "now": timezone.now()}
    if form.is_valid() and accepted(form, answer_question, asked, **who):
        messages.success(request, _("Dank u wel. Het meldpunt leest uw antwoord."))
        return redirect("opvolging:mijn_melding", melding.nummer)
    return render_melding(request, melding, status=form.status, vraag_form=form)


@with_own_melding
@require_safe
def dank(request, melding):
    """What happens after the verdict."""
    said = Terugkoppeling.objects.visible_to(request.user).to_melder().filter(melding=melding).exclude(oordeel="")
    antwoord = said.last()
    if antwoord is None or not is_melder(request.user, melding):
        return redirect("opvolging:mijn_melding", melding.nummer)
    context = {
        "melding": melding,
        "antwoord": antwoord,
        "heropend": melding.is_open and melding.keer > antwoord.keer,
        "meldpunt": meldpunt_number(melding.gemeente, timezone.now()),
    }
    return render(request, "opvolging/melder/dank.html", context)
