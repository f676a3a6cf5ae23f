"""A warning: for who warns, for who is out, and for who has the link of a mail."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from buurtpreventie.errors import RefusedAction
from buurtpreventie.ui.pagination import page_of
from buurtpreventie.ui.polling import is_poll
from buurtpreventie.ui.refusals import accepted
from teams.models import Gemeente
from teams.rondes import actions
from teams.rondes.board import gemeente_of_board, going_on
from teams.rondes.forms import waarschuwing as forms
from teams.rondes.links import key_of
from teams.rondes.models import Bevestiging, Oproep, Sleutel, Waarschuwing
from teams.rondes.permissions import can_watch_streets
from teams.rondes.views.doors import GET_OR_POST, posted
from teams.rondes.warned import round_of, teams_out
from teams.rondes.warnings_open import call_list, strook_of, warning_of

Stand = Waarschuwing.Stand


# --- the doors ------------------------------------------------------------------------------------


def for_who_watches(view):
    """A page for who watches over the people outside, about the gemeente of the hat; for nobody else."""

    @wraps(view)
    @login_required
    def page(request):
        gemeente_id = gemeente_of_board(request.user, request.pet)
        if gemeente_id is None:
            raise PermissionDenied
        return view(request, get_object_or_404(Gemeente.objects.visible_to(request.user), pk=gemeente_id))

    return page


def of_a_warning(view):
    """A page about one warning for who may warn; a member of a warned team has a page of its own."""

    @wraps(view)
    @login_required
    def page(request, waarschuwing):
        rows = Waarschuwing.objects.visible_to(request.user).select_related("gemeente", "door", "verstuurd_door")
        row = get_object_or_404(rows, pk=waarschuwing)
        if not can_watch_streets(request.user, row.gemeente_id):
            raise PermissionDenied
        return view(request, row)

    return page


# --- who warns ------------------------------------------------------------------------------------


@require_safe
@for_who_watches
def waarschuwingen(request, gemeente):
    """All warnings of the gemeente, the newest first."""
    rows = Waarschuwing.objects.visible_to(request.user).filter(gemeente=gemeente).for_list()
    context = {"pagina": page_of(request, rows), "plaats": gemeente}
    return render(request, "rondes/waarschuwingen.html", context)


@GET_OR_POST
@for_who_watches
def nieuw(request, gemeente):
    """Which teams, and is it an exercise; then the calls."""
    out = list(teams_out(gemeente.pk))
    form = forms.BeginForm(posted(request), gemeente_id=gemeente.pk, buiten=out)
    now = timezone.now()
    facts = {"gemeente": gemeente, "actor": request.user, "now": now}
    if form.is_bound and form.is_valid() and accepted(form, actions.begin_waarschuwing, **facts):
        return redirect("rondes:waarschuwing", form.result.pk)
    context = {"form": form, "buiten": out, "plaats": gemeente, "lopend": going_on(gemeente.pk, now)}
    return render(request, "rondes/waarschuwing_nieuw.html", context, status=form.status if form.is_bound else 200)


@require_safe
@of_a_warning
def waarschuwing(request, waarschuwing):
    """Ring, send, see who read it, close: all on one page that refreshes its list itself."""
    return show(request, waarschuwing)


@require_safe
@of_a_warning
def stand(request, waarschuwing):
    """The part of the page that refreshes."""
    if not is_poll(request):
        return redirect("rondes:waarschuwing", waarschuwing.pk)
    return show_part(request, waarschuwing)


def show_part(request, waarschuwing):
    """The list alone; a page that was drawn before somebody sent or closed it says so."""
    drawn = request.GET.get("stand", waarschuwing.stand)
    facts = facts_of(waarschuwing, los=True, verouderd=drawn != waarschuwing.stand)
    return render(request, "rondes/_waarschuwing_stand.html", facts)


def facts_of(waarschuwing, **more):
    """What the page and its refreshing part both show."""
    return {
        "waarschuwing": waarschuwing,
        "lijst": call_list(waarschuwing),
        "nu": timezone.now(),
        "bellen": waarschuwing.stand == Stand.BELLEN,
        "verstuurd": waarschuwing.stand == Stand.VERSTUURD,
    } | more


def show(request, waarschuwing, refused=None):
    """The page as the warning is now, with ``refused`` when what was typed was; it fits, or is shown to copy."""
    now = timezone.now()
    fitting = form_for(waarschuwing, now)
    context = facts_of(waarschuwing, form=fitting, stop=stop_form(waarschuwing), geweigerd=refused)
    if refused:
        fits = isinstance(refused, type(fitting))
        context |= {"form": refused} if fits else {"getypt": typed_words(refused)}
    if context["form"]:
        context["form"].helper.form_action = action_of(waarschuwing)
    return render(request, "rondes/waarschuwing.html", context, status=refused.status if refused else 200)


def form_for(waarschuwing, now):
    """What there is to fill in now; nothing once it has ended."""
    if waarschuwing.gesloten_op:
        return None
    return forms.TekstForm(now=now) if waarschuwing.stand == Stand.BELLEN else forms.SlotForm()


def action_of(waarschuwing):
    name = "versturen" if waarschuwing.stand == Stand.BELLEN else "afsluiten"
    return reverse(f"rondes:waarschuwing_{name}", args=[waarschuwing.pk])


def stop_form(waarschuwing):
    """The way out of what was begun, or sent, by mistake."""
    knop = _("Stop zonder te versturen") if waarschuwing.stand == Stand.BELLEN else _("Trek de waarschuwing in")
    return forms.LeegForm(knop=knop, naar=reverse("rondes:waarschuwing_intrekken", args=[waarschuwing.pk]))


def typed_words(form):
    """What stood in the long fields, so that it can be copied."""
    return [form.data[name] for name in ("tekst", "doen", "slottekst") if form.data.get(name)]


@GET_OR_POST
@of_a_warning
def versturen(request, waarschuwing):
    """The text, to everybody who is out and who goes out while it counts."""
    now = timezone.now()
    form = forms.TekstForm(posted(request), now=now)
    return act(request, waarschuwing, form, actions.send_waarschuwing, _("De waarschuwing is verstuurd."), now)


@GET_OR_POST
@of_a_warning
def afsluiten(request, waarschuwing):
    """How it ended, to everybody who was warned."""
    form = forms.SlotForm(posted(request))
    done = _("De waarschuwing is afgesloten. Iedereen die gewaarschuwd is, hoort het.")
    return act(request, waarschuwing, form, actions.close_waarschuwing, done, timezone.now())


@GET_OR_POST
@of_a_warning
def intrekken(request, waarschuwing):
    """Sent by mistake, or not needed after the calls."""
    if request.method == "POST":
        withdrawn(request, waarschuwing)
    return redirect("rondes:waarschuwing", waarschuwing.pk)


def withdrawn(request, waarschuwing):
    """Do it, or say why not: there is nothing typed to be lost."""
    try:
        actions.withdraw_waarschuwing(waarschuwing, actor=request.user, now=timezone.now())
    except RefusedAction as refusal:
        return messages.warning(request, refusal.message)
    silent = waarschuwing.verstuurd_op is None
    done = (
        _("Gestopt. Er is niets verstuurd.") if silent else _("Ingetrokken. Iedereen die gewaarschuwd is, hoort het.")
    )
    messages.success(request, done)


def act(request, waarschuwing, form, action, done, now):
    """Do it and go back to the page; refused or invalid, nothing typed is lost."""
    if not form.is_bound:
        return redirect("rondes:waarschuwing", waarschuwing.pk)
    if form.is_valid() and accepted(form, action, waarschuwing, actor=request.user, now=now):
        messages.success(request, done)
        return redirect("rondes:waarschuwing", waarschuwing.pk)
    waarschuwing.refresh_from_db()
    return show(request, waarschuwing, form)


@login_required
@GET_OR_POST
def oproep(request, oproep):
    """Spoken to, or no answer; with JavaScript only the list is drawn again, and what is typed stays."""
    row = get_object_or_404(Oproep.objects.visible_to(request.user).select_related("waarschuwing"), pk=oproep)
    form = forms.BelForm(posted(request))
    if form.is_bound and form.is_valid():
        note(request, form, row)
    if "HX-Request" in request.headers:
        row.waarschuwing.refresh_from_db()
        return show_part(request, row.waarschuwing)
    return redirect(reverse("rondes:waarschuwing", args=[row.waarschuwing_id]) + "#bellen")


def note(request, form, oproep):
    """Write the call down, or say why not."""
    if not accepted(form, actions.note_call, oproep, actor=request.user, now=timezone.now()):
        messages.warning(request, form.non_field_errors()[0])


# --- who is out -----------------------------------------------------------------------------------


@require_safe
@login_required
def strook(request):
    """What stands above every page of who is out; asked again every few seconds."""
    return show_strook(request)


def show_strook(request):
    """The strip alone."""
    return render(request, "rondes/_waarschuwing_strook.html", {"strook": strook_of(request.user, timezone.now())})


@require_safe
@login_required
def team(request, waarschuwing):
    """The warning for who it was sent to: the members of the teams that were out."""
    return show_to_team(request, own_warning(request, waarschuwing))


def own_warning(request, pk):
    """A warning that was sent to a round of an own team; for anybody else it does not exist."""
    sent = Waarschuwing.objects.visible_to(request.user).sent_to_teams_of(request.user)
    return get_object_or_404(sent.select_related("gemeente"), pk=pk)


def show_to_team(request, waarschuwing):
    own = round_of(waarschuwing, request.user)
    context = {
        "waarschuwing": waarschuwing,
        "bericht": warning_of(waarschuwing, request.user),
        "mag_bevestigen": own is not None,
        "eigen_ronde": own,
        "nu": timezone.now(),
    }
    return render(request, "rondes/waarschuwing_team.html", context)


@login_required
@require_POST
def bevestigen(request, waarschuwing):
    """Read, or going away; from the strip with JavaScript the page underneath stays as it is."""
    row = own_warning(request, waarschuwing)
    form = forms.BevestigForm(request.POST)
    form.is_valid() and acknowledged(request, form, row, request.user)
    if "HX-Request" in request.headers:
        return show_strook(request)
    return redirect("rondes:waarschuwing_team", row.pk)


def acknowledged(request, form, waarschuwing, person, **facts):
    """Whether it was written down; if not, the page says why."""
    try:
        actions.acknowledge(waarschuwing, actor=person, now=timezone.now(), **form.cleaned_data, **facts)
    except RefusedAction as refusal:
        messages.warning(request, refusal.message)
        return False
    return True


# --- who has the link of a mail -------------------------------------------------------------------


@GET_OR_POST
def link(request, token):
    """Two buttons and no sign-in; looking changes nothing."""
    sleutel = key_of(token, Sleutel.Doel.WAARSCHUWING, timezone.now())
    if sleutel is None:
        return render(request, "rondes/waarschuwing_link_weg.html", status=404)
    if request.method != "POST" and may_read_page(request.user, sleutel):
        return redirect("rondes:waarschuwing_team", sleutel.waarschuwing_id)
    request.gemeente = sleutel.waarschuwing.gemeente
    form = forms.BevestigForm(posted(request))
    said = ""
    if form.is_bound and form.is_valid():
        done = acknowledged(request, form, sleutel.waarschuwing, sleutel.gebruiker, ronde=sleutel.ronde)
        said = form.cleaned_data["soort"] if done else ""
    context = {"sleutel": sleutel, "waarschuwing": sleutel.waarschuwing, "gezegd": said, "soorten": Bevestiging.Soort}
    return render(request, "rondes/waarschuwing_link.html", context)


def may_read_page(user, sleutel):
    """Who is signed in as the person of the link has the page with everything on it."""
    if user.pk != sleutel.gebruiker_id:
        return False
    return Waarschuwing.objects.visible_to(user).sent_to_teams_of(user).filter(pk=sleutel.waarschuwing_id).exists()
