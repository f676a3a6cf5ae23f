"""Several meldingen at once: handled together, acts on ticked rows, and the work of a colleague."""

from django.contrib import messages
from django.db.models import Count
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from buurtpreventie.errors import RefusedAction
from buurtpreventie.ui.dates import date_in_words
from buurtpreventie.ui.refusals import accepted
from buurtpreventie.ui.text import clean_line
from meldingen.actions import open_inhoud, take_up
from meldingen.models import Melding
from opvolging import actions
from opvolging.bundles import read_bundle
from opvolging.dossier import asks_of, hears_how, words_of_partner
from opvolging.forms import meldpunt as forms
from opvolging.forms import samen
from opvolging.models import BundelDeel
from opvolging.proposing import best_partner, nearest_first
from opvolging.views.meldpunt import at_the_desk, dossier_url, for_the_meldpunt, posted
from opvolging.views.voorstel import contacts_of
from opvolging.wording import prefilled_extract, proposed_antwoord
from teams.clocks import local_date
from teams.models import Niveau, Partner

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
MOST = 50
Doe = samen.KeuzeForm.Doe


def on_the_desk(request):
    return Melding.objects.visible_to(request.user).at_meldpunt_of(request.user)


def worklist_url(lijst):
    return reverse("opvolging:werklijst") + lijst.link()


# --- ticked rows ------------------------------------------------------------------------------


def ticked(request):
    """The open meldingen of which the numbers were sent, as far as one handles them; oldest first."""
    sent = request.POST.getlist("nummer") or request.GET.getlist("nummer")
    numbers = [clean_line(number) for number in sent[:MOST]]
    found = on_the_desk(request).open().for_list().select_related("melder").filter(nummer__in=numbers)
    rows = list(found.order_by("gemeld_op", "pk"))
    firsts = BundelDeel.objects.visible_to(request.user).inside().filter(hoofd=True, melding__in=rows)
    firsts = set(firsts.values_list("melding", flat=True))
    for melding in rows:
        melding.is_eerste = melding.pk in firsts
        melding.keuze = _in_one_line(melding)
    return rows


def _in_one_line(melding):
    day = date_in_words(melding.gemeld_op, timezone.localdate())
    return f"{melding.categorie.naam}, {melding.buurt.naam}, {day} ({melding.nummer})"


@require_POST
@for_the_meldpunt
def gekozen(request):
    """What will happen with the ticked rows, to read before it does; sent again, it happens row by row."""
    lijst = forms.LijstForm(request.user, request.GET)
    choice = samen.KeuzeForm(request.POST)
    rows = [melding for melding in ticked(request) if melding.vertrouwelijkheid == Niveau.V0]
    if not rows or not choice.is_valid():
        messages.info(request, _("Vink eerst een of meer meldingen aan en kies wat u wilt doen."))
        return redirect(worklist_url(lijst))
    doe = choice.cleaned_data["doe"]
    return bundelen_of(request, lijst, rows) if doe == Doe.SAMEN else several(request, lijst, rows, doe)


def several(request, lijst, rows, doe):
    """One act on each of these rows; what could not be done is said per row."""
    if doe == Doe.VRAGEN:
        propose_asks(request, rows)
    form = SEVERAL[doe](rows, posted(request) if "zeker" in request.POST else None)
    if form.is_bound and form.is_valid():
        outcome = [(melding, _one(request, form, melding, doe)) for melding in rows]
        return tell(request, lijst, outcome, doe)
    return show_several(request, lijst, rows, form, doe)


SEVERAL = {
    Doe.OPPAKKEN: samen.OppakAllesForm,
    Doe.VRAGEN: samen.VraagAllesForm,
    Doe.SLUITEN: samen.SluitAllesForm,
}


def show_several(request, lijst, rows, form, doe):
    form.helper.form_action = reverse("opvolging:gekozen") + lijst.link()
    context = {
        "form": form,
        "rijen": rows,
        "doe": doe,
        "titel": dict(samen.KeuzeForm.DOEN)[doe],
        "lijst": lijst,
        "terug_url": worklist_url(lijst),
    }
    return render(request, "opvolging/meldpunt/gekozen.html", context, status=form.status if form.is_bound else 200)


def propose_asks(request, rows):
    """For each row the partner that fits, who there, and the extract; the opening is written down."""
    partners = list(Partner.objects.visible_to(request.user).active())
    contacts, now = contacts_of(request, partners), timezone.now()
    for melding in rows:
        own = [partner for partner in partners if partner.gemeente_id == melding.gemeente_id]
        melding.partner = best_partner(melding, own, contacts, local_date(now))
        mine = [c for c in contacts if melding.partner and c.partner_id == melding.partner.pk]
        melding.contact = next(iter(nearest_first(mine, melding.buurt_id)), None)
        melding.naar = _("Mail aan %(naam)s") % {"naam": melding.contact.naam} if melding.contact else ""
        melding.uittreksel = prefilled_extract(melding, open_inhoud(melding, actor=request.user, now=now))


def _one(request, form, melding, doe):
    """Do it for one row; the reason when it may not."""
    now = timezone.now()
    try:
        ACTS[doe](request.user, form, melding, now)
    except RefusedAction as refusal:
        return refusal.message
    return None


def _take_up_one(actor, form, melding, now):
    take_up(melding, actor=actor, now=now, van=None if melding.behandelaar_id is None else actor.pk)


def _ask_one(actor, form, melding, now):
    if melding.partner is None:
        raise RefusedAction(_("Voor dit onderwerp is geen vaste partner."))
    asked = [(melding.partner, melding.contact)]
    actions.take_up_and_ask(melding, asked=asked, uittreksel=form.text_of(melding), actor=actor, now=now)


def _close_one(actor, form, melding, now):
    said = form.cleaned_data
    actions.take_up_and_close(melding, uitkomst=said["uitkomst"], tekst=said["tekst"], actor=actor, now=now)


ACTS = {Doe.OPPAKKEN: _take_up_one, Doe.VRAGEN: _ask_one, Doe.SLUITEN: _close_one}
DONE = {
    Doe.OPPAKKEN: lambda n: ngettext("%(n)s melding opgepakt.", "%(n)s meldingen opgepakt.", n),
    Doe.VRAGEN: lambda n: ngettext("%(n)s vraag gesteld.", "%(n)s vragen gesteld.", n),
    Doe.SLUITEN: lambda n: ngettext("%(n)s melding gesloten.", "%(n)s meldingen gesloten.", n),
}


def tell(request, lijst, outcome, doe):
    """How many went well, and of each other why not; then back to the same place in the list."""
    done = sum(reason is None for _melding, reason in outcome)
    if done:
        messages.success(request, DONE[doe](done) % {"n": done})
    for melding, reason in outcome:
        if reason:
            messages.warning(request, f"{melding.nummer}: {reason}")
    return redirect(worklist_url(lijst))


# --- a bundle ---------------------------------------------------------------------------------


@GET_OR_POST
@for_the_meldpunt
def bundelen(request):
    """Handle the meldingen with these numbers together: first to read, then done."""
    lijst = forms.LijstForm(request.user, request.GET)
    rows = ticked(request)
    if "nummer" not in request.POST and "nummer" not in request.GET:
        context = {"titel": _("Samen behandelen"), "terug_url": worklist_url(lijst)}
        return render(request, "opvolging/meldpunt/gekozen.html", context)
    if not rows:
        raise Http404
    return bundelen_of(request, lijst, rows)


def bundelen_of(request, lijst, rows):
    form = samen.SamenForm(rows, posted(request) if "zeker" in request.POST else None)
    form.helper.form_action = reverse("opvolging:bundelen") + lijst.link()
    if form.is_bound and form.is_valid() and bundled(request, form, rows):
        messages.success(request, _("U behandelt deze meldingen nu samen."))
        return redirect(dossier_url(form.chosen, lijst))
    context = {"form": form, "rijen": rows, "titel": _("Samen behandelen"), "lijst": lijst, "doe": Doe.SAMEN}
    context["terug_url"] = worklist_url(lijst)
    return render(request, "opvolging/meldpunt/gekozen.html", context, status=form.status if form.is_bound else 200)


def bundled(request, form, rows):
    """Whether they are together now; a refusal stands on the form."""
    try:
        actions.bundle_or_join(rows, hoofd=form.chosen, actor=request.user, now=timezone.now())
    except RefusedAction as refusal:
        form.add_error(None, refusal.message)
        form.status = 409
        return False
    return True


def with_bundle(view):
    """A page about one bundle, of which one handles something."""

    @for_the_meldpunt
    def page(request, pk):
        bundel = read_bundle(pk, request.user)
        if bundel is None:
            raise Http404
        return view(request, bundel)

    return page


@GET_OR_POST
@with_bundle
def bundel(request, bundel):
    """What is handled together, and the answers to all who reported: one press, each an own text."""
    now = timezone.now()
    typed = [m for m in bundel.rijen if f"tekst_{m.pk}" in request.POST]
    answering = list({m.pk: m for m in bundel.te_antwoorden + typed}.values())
    form = samen.AntwoordenForm(answering, _words_for(request, bundel, answering, now), posted(request))
    if form.is_bound and not answering:
        messages.info(request, _("Er wacht hier geen antwoord meer."))
        return redirect("opvolging:bundel", bundel.pk)
    if form.is_bound and form.is_valid() and accepted(form, actions.answer_bundle, bundel, actor=request.user, now=now):
        messages.success(request, _("De antwoorden staan klaar voor de melders."))
        return redirect("opvolging:werklijst")
    context = {
        "bundel": bundel,
        "form": form if answering else None,
        "anderen": [m for m in bundel.rijen if m.is_open and m.behandelaar_id != request.user.pk],
        "los": samen.LosForm(),
    }
    return render(request, "opvolging/meldpunt/bundel.html", context, status=form.status if form.is_bound else 200)


def _words_for(request, bundel, answering, now):
    """The text that each answer begins with, as its level allows."""
    words = {}
    for melding in answering:
        melding.hoort = f"{melding.categorie.naam}. {_road(melding, now)}"
        asks = asks_of(bundel.eerste, request.user) if bundel.eerste else []
        words[melding.pk] = proposed_antwoord(melding, words_of_partner(asks, bundel.eerste.keer) if asks else None)
    return words


ROADS = {
    "mail": gettext_lazy("De melder krijgt een mail."),
    "app": gettext_lazy("De melder leest het in de app."),
}


def _road(melding, now):
    how = hears_how(melding, now)
    if how == "niemand":
        return _("De melder trok zijn naam in. Wij leggen vast dat er geen antwoord kan zijn.")
    return ROADS.get(how) or _("De melder hoort dit van een mens. Het wordt een taak met dezelfde datum.")


@require_POST
@with_bundle
def bundel_overnemen(request, bundel):
    """Become the handler of all of it."""
    try:
        actions.take_up_bundle(bundel, actor=request.user, now=timezone.now())
        messages.success(request, _("U behandelt deze meldingen nu."))
    except RefusedAction as refusal:
        messages.warning(request, refusal.message)
    return redirect("opvolging:bundel", bundel.pk)


@require_POST
@at_the_desk
def bundel_uit(request, melding, lijst):
    """Handle this one by itself again."""
    form = samen.LosForm(request.POST)
    guarded = actions.as_handler(actions.leave_bundle)
    if form.is_valid() and accepted(form, guarded, melding, actor=request.user, now=timezone.now()):
        messages.success(request, _("U behandelt deze melding weer apart."))
    for reason in form.non_field_errors():
        messages.warning(request, reason)
    return redirect(dossier_url(melding, lijst))


# --- the work of a colleague ------------------------------------------------------------------


@GET_OR_POST
@for_the_meldpunt
def overnemen(request):
    """Take over what a colleague has: whose, then which; all of it is ticked."""
    lijst = forms.LijstForm(request.user, request.GET)
    open_ones = on_the_desk(request).open().exclude(behandelaar=request.user).exclude(behandelaar=None)
    whose = list(
        open_ones.order_by("behandelaar__naam")
        .values("behandelaar", "behandelaar__naam")
        .annotate(aantal=Count("pk", distinct=True))
    )
    chosen = next((row for row in whose if str(row["behandelaar"]) == request.GET.get("collega")), None)
    rows = list(open_ones.filter(behandelaar=chosen["behandelaar"]).for_list()) if chosen else []
    for melding in rows:
        melding.keuze = _in_one_line(melding)
    for row in whose:
        row["url"] = reverse("opvolging:overnemen") + lijst.link(collega=row["behandelaar"])
    form = samen.OvernemenForm(rows, posted(request)) if rows else None
    if form and form.is_bound and form.is_valid():
        return take_over(request, lijst, [m for m in rows if m.nummer in form.cleaned_data["melding"]], chosen)
    context = {"form": form, "collegas": whose, "gekozen": chosen, "lijst": lijst, "terug_url": worklist_url(lijst)}
    status = form.status if form and form.is_bound else 200
    return render(request, "opvolging/meldpunt/overnemen.html", context, status=status)


def take_over(request, lijst, rows, chosen):
    outcome = []
    for melding in rows:
        try:
            take_up(melding, actor=request.user, now=timezone.now(), van=chosen["behandelaar"])
            outcome.append((melding, None))
        except RefusedAction as refusal:
            outcome.append((melding, refusal.message))
    return tell(request, lijst, outcome, Doe.OPPAKKEN)
