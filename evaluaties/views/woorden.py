"""What people wrote in their own words: a person reads it and decides what may stand in a report (E216)."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from buurtpreventie.ui.pagination import page_of
from buurtpreventie.ui.refusals import accepted
from evaluaties.actions.redacting import hold_back, open_words, release_words
from evaluaties.forms.woorden import AchterForm, SamenForm, WoordenForm
from evaluaties.models import Afname, OpenAntwoord, OpenStand, Pool
from evaluaties.naming import known_names
from evaluaties.permissions import can_redact, gemeenten_of
from evaluaties.views.doors import GET_OR_POST, evaluator_gemeente, looked_after, posted

PER_PAGE = 20


@login_required
@require_safe
def woorden_alle(request):
    """Every run and every pool with words, what was not read on top; or (``?samen=``) the words of one pool."""
    gemeente = evaluator_gemeente(request)
    form = SamenForm(request.GET or None, user=request.user)
    if pool := form.chosen.get("samen"):
        return overview(request, {"pool": pool}, reverse("evaluaties:woorden_alle"))
    rows = OpenAntwoord.objects.visible_to(request.user).of_gemeente(gemeente)
    page = page_of(request, rows.per_batch(), PER_PAGE)
    context = {"gemeente": gemeente, "pagina": page, "regels": named(request.user, page)}
    return render(request, "evaluaties/woorden_alle.html", context)


def named(user, batches):
    """Each batch with the run or the pool that it is."""
    batches = list(batches)
    runs = Afname.objects.visible_to(user).for_list().in_bulk([one["afname"] for one in batches if one["afname"]])
    pools = Pool.objects.visible_to(user).for_list().in_bulk([one["pool"] for one in batches if one["pool"]])
    return [one | {"run": runs.get(one["afname"]), "samen": pools.get(one["pool"])} for one in batches]


@login_required
@require_safe
def woorden(request, afname):
    """What was written in one run: how much is still to be read, and what may stand in a report."""
    found = looked_after(request, afname)
    return overview(request, {"afname": found}, reverse("evaluaties:afname", args=[found.pk]))


def overview(request, batch, terug):
    """What was read of one run or pool, and the next to read; words that nobody read yet are not shown here."""
    rows = OpenAntwoord.objects.visible_to(request.user).filter(**batch).for_list()
    page = page_of(
        request, rows.exclude(stand=OpenStand.NIEUW).order_by("vraag__volgorde", "vraag", "-stand", "pk"), PER_PAGE
    )
    context = batch | {
        "pagina": page,
        "te_lezen": rows.to_redact().count(),
        "volgende": rows.to_redact().order_by("vraag__volgorde", "pk").first(),
        "terug": terug,
    }
    return render(request, "evaluaties/woorden.html", context)


@login_required
@GET_OR_POST
def woord(request, woorden):
    """One answer: as it was written, and as it may stand in a report; reading it is noted."""
    found, now = to_redact(request, woorden), timezone.now()
    form = form_of(found, posted(request))
    if form.is_bound and form.is_valid() and accepted(form, release_words, found, actor=request.user, now=now):
        return redirect(next_of(request, found))
    return show(request, found, form, achter_of(found), status=form.status if form.is_bound else 200)


@login_required
@require_POST
def woord_achter(request, woorden):
    """This answer stays out of every report."""
    found, now = to_redact(request, woorden), timezone.now()
    form = AchterForm(request.POST)
    if form.is_valid() and accepted(form, hold_back, found, actor=request.user, now=now):
        return redirect(next_of(request, found))
    return show(request, found, form_of(found), form, status=form.status)


def to_redact(request, pk):
    """An answer of a run or pool that one looks after."""
    found = get_object_or_404(OpenAntwoord.objects.visible_to(request.user).for_list(), pk=pk)
    if not can_redact(request.user, gemeenten_of(found.afname or found.pool)):
        raise PermissionDenied
    return found


def form_of(found, data=None):
    """The text for the report; the names that the house knows are looked for once, in what nobody read yet."""
    new = found.stand == OpenStand.NIEUW
    return WoordenForm(data, woorden=found, names=known_names(gemeenten_of(found.afname or found.pool)) if new else {})


def achter_of(found):
    return AchterForm(initial={"gezien": found.besluit})


def show(request, found, form, achter, status):
    """The page of one answer; that somebody reads it as it was written is noted before it is shown."""
    if found.stand == OpenStand.NIEUW:
        open_words(found, actor=request.user, now=timezone.now())
    form.helper.form_action = reverse("evaluaties:woord", args=[found.pk])
    achter.helper.form_action = reverse("evaluaties:woord_achter", args=[found.pk])
    context = {"woorden": found, "form": form, "achter": achter, "lijst": list_of(found)}
    return render(request, "evaluaties/woord.html", context, status=status)


def next_of(request, done):
    """The next answer to read of the same run or pool, else the list of what was read."""
    left = (
        OpenAntwoord.objects.visible_to(request.user)
        .to_redact()
        .filter(afname=done.afname_id, pool=done.pool_id)
        .order_by("vraag__volgorde", "pk")
        .first()
    )
    return reverse("evaluaties:woord", args=[left.pk]) if left else list_of(done)


def list_of(found):
    """Where the run or pool of these words is shown."""
    if found.afname_id:
        return reverse("evaluaties:woorden", args=[found.afname_id])
    return f"{reverse('evaluaties:woorden_alle')}?samen={found.pool_id}"
