"""Reporting: choose a kind, fill in page by page, read it again, send. Only POST writes."""

from functools import wraps
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from buurtpreventie.accounts.fresh import is_fresh
from buurtpreventie.accounts.models import AntwoordVia
from buurtpreventie.errors import RefusedAction
from buurtpreventie.ui.dates import date_in_words
from buurtpreventie.ui.refusals import accepted
from meldingen.actions import begin_beside, begin_concept, discard_concept, report_melding, same_in_street, save_concept
from meldingen.forms import ErbijForm, GebeldForm, Invulling, VanRondeForm, WegForm, is_afraid
from meldingen.forms.draft import CONTROLE
from meldingen.models import Concept, Melding, Overleg
from meldingen.numbers import (
    ANONIEM,
    N112,
    Nummer,
    gemeente_number,
    open_now,
    out_of_hours_number,
    urgent_number,
)
from meldingen.permissions import can_report_about_team, kinds_beside, may_show_text, reportable_kinds
from meldingen.promises import (
    advice_for,
    closed_warning,
    name_sentence,
    not_heard,
    promises,
    read_again,
    readers,
)
from meldingen.rounds import OF_ROUND, ON_A_ROUND, round_in_words, round_to_report_from
from meldingen.views.around import hours
from meldingen.views.photos import as_pictures, take_photos
from meldingen.views.request import gemeente_of, get_or_post
from meldingen.views.talks import belmoment_form, calls_before_signing_in
from teams.clocks import local_date
from teams.models import Niveau, Soort

SOORTEN = {
    Soort.OPENBARE_RUIMTE: ("lamp", _("Iets is kapot, vies of gevaarlijk op straat.")),
    Soort.WIJKVEILIGHEID: ("oog", _("Inbraak, overlast, verkeer, of iets klopt niet.")),
    Soort.NIET_PLUIS: ("hart", _("U maakt zich zorgen. U hoeft niet te weten wat er is.")),
    Soort.BURENHULP: ("hand", _("Een buur zoekt hulp, of u wilt zelf iets doen.")),
    Soort.HARTVEILIG: ("goed", _("Iets over een AED, of leren reanimeren.")),
    Soort.TEAM: ("slot", _("Er zit u iets dwars. Uw coördinator ziet dit niet.")),
}


LATER = "later"


WAYS = {
    AntwoordVia.MAIL: _("U krijgt een mail als er een bericht is."),
    AntwoordVia.APP: _("U ziet het bij Mijn meldingen. U krijgt geen mail."),
    AntwoordVia.TELEFOON: _("Wij bellen u."),
    AntwoordVia.COORDINATOR: _("U hoort het via uw coördinator."),
}


# --- before a draft --------------------------------------------------------------------------


@login_required
@require_safe
def melden(request):
    """What one can report here, and the drafts that wait."""
    gemeente = gemeente_of(request)
    kinds = reportable_kinds(request.user, gemeente)
    if Soort.TEAM not in kinds and can_report_about_team(request.user, gemeente):
        kinds.append(Soort.TEAM)  # its page says whom to call
    ronde = asked_round(request, gemeente)
    return render(
        request,
        "meldingen/melden.html",
        {
            "soorten": [kind_tile(soort, ronde) for soort in kinds],
            "van_ronde": ronde,
            "zorgen_elders": Soort.NIET_PLUIS not in kinds,
            "concepten": Concept.objects.visible_to(request.user).waiting(timezone.now()),
        },
    )


def kind_tile(soort, ronde=None):
    """How a kind looks on the page where one chooses; the round goes along only where a melding can hang on it."""
    icoon, uitleg = SOORTEN[soort]
    url = reverse("meldingen:begin", args=[soort.value])
    if ronde and soort in ON_A_ROUND:
        url = f"{url}?{urlencode({OF_ROUND: ronde.pk})}"
    return {"url": url, "naam": soort.label, "icoon": icoon, "uitleg": uitleg}


@calls_before_signing_in
@login_required
@get_or_post
def begin(request, soort):
    """The first page of a kind; a draft exists only after it was sent with something in it."""
    gemeente = gemeente_of(request)
    if soort not in reportable_kinds(request.user, gemeente):
        return whom_to_call(request, soort, gemeente)
    ronde = asked_round(request, gemeente)
    kept = {OF_ROUND: ronde.pk} if ronde and soort in ON_A_ROUND else {}
    invulling = Invulling(Concept(soort=soort, gemeente=gemeente, eigenaar=request.user, antwoorden=kept))
    first = invulling.stappen[0]
    if request.method != "POST":
        return render_page(request, invulling, first, invulling.form(first), ronde=ronde)
    form = invulling.form(first, request.POST)
    sound = form.is_valid()
    if leaves := way_out(request, invulling, form):
        return leaves
    if not sound and not Concept(antwoorden=form.answers()).is_begun:
        return render_page(request, invulling, first, form, status=form.status, ronde=ronde)
    sleutel = form.cleaned_data.get("sleutel") or invulling.concept.pk
    concept = begin_concept(
        soort, gemeente=gemeente, actor=request.user, now=timezone.now(), sleutel=sleutel, ronde=ronde
    )
    if concept.verstuurd_op:
        return to_sent_page(request, concept)
    return answer(request, Invulling(concept), first)


def asked_round(request, gemeente):
    """The round that the address names and that one may report from now; None for every other."""
    form = VanRondeForm(request.GET)
    pk = form.cleaned_data["ronde"] if form.is_valid() else None
    return round_to_report_from(request.user, gemeente, pk, timezone.now())


def whom_to_call(request, soort, gemeente):
    """Who has a team can always say what is wrong in it; with nobody to read it, by telephone. Else it is not there."""
    if soort != Soort.TEAM or not can_report_about_team(request.user, gemeente):
        raise Http404
    by_day = Nummer(_("De gemeente"), gemeente.telefoon, open_now(gemeente, timezone.now()))
    context = {"nummers": [by_day], "gemeente": gemeente}
    return render(request, "meldingen/team_bellen.html", context)


@login_required
@require_POST
def erbij(request, nummer):
    """A second need of the same observation: a draft of another kind, at the same place (E136)."""
    mine = Melding.objects.visible_to(request.user).reported_by(request.user)
    melding = get_object_or_404(mine.select_related("categorie", "gemeente"), nummer=nummer)
    form = ErbijForm(request.POST, soorten=kinds_beside(request.user, melding))
    if not form.is_valid():
        return redirect("meldingen:verstuurd", melding.nummer)
    concept = begin_beside(
        melding,
        form.cleaned_data["soort"],
        met_plek=may_show_text(melding, fresh=is_fresh(request, timezone.now()), now=timezone.now()),
        actor=request.user,
        now=timezone.now(),
    )
    return redirect("meldingen:stap", concept.pk, Invulling(concept).first_open.naam)


# --- a draft ---------------------------------------------------------------------------------


def with_invulling(view):
    """Give the view the own, living draft; a sent one leads to its melding, all else to one and the same page."""

    @wraps(view)
    def inner(request, sleutel, **kwargs):
        concept = Concept.objects.visible_to(request.user).select_related("gemeente").filter(pk=sleutel).first()
        if concept and concept.verstuurd_op:
            return to_sent_page(request, concept)
        if concept is None or concept.is_expired(timezone.now()):
            return render(request, "meldingen/concept_weg.html", status=404)
        return view(request, Invulling(concept), **kwargs)

    return inner


def to_sent_page(request, concept):
    """Where a stale page of a sent draft leads: its melding, or "mijn meldingen" when the name was withdrawn."""
    melding = Melding.objects.visible_to(request.user).filter(concept_id=concept.pk).first()
    return redirect("meldingen:verstuurd", melding.nummer) if melding else redirect("opvolging:mijn")


@calls_before_signing_in
@login_required
@get_or_post
@with_invulling
def stap(request, invulling, naam):
    """One page of a draft; a page that is not possible yet leads to the first open one."""
    page = invulling.page(naam)
    if page is None or not invulling.is_reachable(page):
        return redirect("meldingen:stap", invulling.concept.pk, invulling.first_open.naam)
    if request.method != "POST":
        return render_page(request, invulling, page, invulling.form(page))
    return send(request, invulling, page) if naam == CONTROLE else answer(request, invulling, page)


def answer(request, invulling, page):
    """Keep what was posted, whatever it is, and go on when it is sound."""
    form = invulling.form(page, request.POST)
    sound = form.is_valid()
    if leaves := way_out(request, invulling, form):
        return leaves
    try:
        filled = Invulling(save_concept(invulling.concept, form.answers(), now=timezone.now()))
    except RefusedAction as refusal:
        messages.warning(request, refusal.message)
        return redirect("meldingen:melden")
    if LATER in request.POST:
        return kept_for_later(request, filled.concept)
    if not sound:
        return render_page(request, filled, page, form, status=form.status)
    return redirect("meldingen:stap", filled.concept.pk, filled.first_open.naam)


def way_out(request, invulling, form):
    """The page that comes instead of the next one: call first, talk first, or nothing is kept."""
    if form.is_danger_now:
        gebeld = GebeldForm(initial={"sleutel": form.cleaned_data.get("sleutel") or ""})
        return render(request, "meldingen/gevaar.html", {"form": gebeld})
    if form.wants_advice_first:
        return advise(request, invulling)
    if form.wants_to_wait:
        return leave_empty(invulling, "meldingen:even_aanzien")
    if form.keeps_nothing:
        discard_concept(invulling.concept)
        return nothing_kept(request, form.cleaned_data["categorie"])
    return None


def advise(request, invulling):
    """The telephone number of the meldpunt; an empty draft is not kept, a filled one is not thrown away."""
    if invulling.concept.soort == Soort.BURENHULP:
        return leave_empty(invulling, "meldingen:overleg_vragen", aanleiding="burenhulp", soort=Soort.BURENHULP.value)
    if not invulling.concept.is_begun:
        discard_concept(invulling.concept)
    gemeente, now = invulling.concept.gemeente, timezone.now()
    bellen_voor = Overleg.call_before(gemeente, Overleg.Aanleiding.TWIJFEL, now)
    context = hours(gemeente, now) | {"concept": invulling.concept, "bellen_voor": bellen_voor}
    return render(request, "meldingen/overleg.html", context)


def leave_empty(invulling, view_name, **asked):
    """On to another page; a draft that says nothing yet is not kept."""
    if not invulling.concept.is_begun:
        discard_concept(invulling.concept)
    return redirect(f"{reverse(view_name)}?{urlencode(asked)}" if asked else view_name)


def nothing_kept(request, categorie):
    """V4: whom to call, and that nothing was kept."""
    number = urgent_number(categorie, timezone.now())
    numbers = [number, N112] if number and number != N112 else [N112]
    context = {"categorie": categorie, "nummers": numbers, "gebeld": belmoment_form(request, categorie.soort)}
    return render(request, "meldingen/niet_bewaren.html", context)


def kept_for_later(request, concept):
    """Back to the start page, with the day until which it waits there."""
    until = date_in_words(concept.verloopt_op, local_date(timezone.now()))
    messages.success(request, _("Bewaard. U kunt tot %(datum)s verder met uw melding.") % {"datum": until})
    return redirect("teams:start")


def send(request, invulling, page):
    """Send what the page showed, with the photos that came along; pressed twice it is one melding."""
    form = invulling.form(page, request.POST, request.FILES)
    form.full_clean()
    only_photos = take_photos(request, invulling, form)
    if LATER in request.POST and "fotos" not in form.errors:
        return kept_for_later(request, invulling.concept)
    if only_photos:
        form.keep_only_about_photos()
        return render_page(request, invulling, page, form, status=form.status)
    if form.is_valid() and accepted(form, report_melding, actor=request.user, now=timezone.now()):
        return redirect("meldingen:verstuurd", form.result.nummer)
    return render_page(request, invulling, page, form, status=form.status)


@login_required
@get_or_post
@with_invulling
def weg(request, invulling):
    """Stop: keep the draft for later, or throw it away for good."""
    if request.method == "POST":
        discard_concept(invulling.concept)
        messages.success(request, _("Weggegooid. Wij hebben er niets van bewaard."))
        return redirect("meldingen:melden")
    context = {"form": WegForm(), "concept": invulling.concept, "verder": invulling.first_open.naam}
    return render(request, "meldingen/weg.html", context)


# --- what a page shows -----------------------------------------------------------------------


def render_page(request, invulling, page, form, status=200, ronde=None):
    """One page of a draft, or the first page before there is a draft; ``ronde`` is where one comes from."""
    template = "meldingen/controle.html" if page.naam == CONTROLE else "meldingen/stap.html"
    context = {
        "form": form,
        "pagina": page.naam,
        "naam": Soort(invulling.concept.soort).label,
        "stap": page.nummer,
        "stappen": invulling.steps,
        "niet_pluis": invulling.concept.soort == Soort.NIET_PLUIS,
    }
    if page == invulling.stappen[0]:
        context |= from_round(invulling, ronde or invulling.ronde)
    context |= ways(invulling, page) | (about(invulling) if page.naam != "onderwerp" else {})
    if page.naam == CONTROLE:
        context |= before_sending(invulling) | photos_before_sending(invulling)
    return render(request, template, context, status=status)


def from_round(invulling, ronde):
    """What the first page says about the round one comes from; nothing without one."""
    if ronde is None:
        return {}
    concept = invulling.concept
    plain = reverse("meldingen:begin", args=[concept.soort]) if concept._state.adding else ""
    return {"van_ronde": ronde, "bij_ronde": concept.soort in ON_A_ROUND, "zonder_ronde": plain}


def photos_before_sending(invulling):
    """The photos that go along; or, of a category that takes none, that they stay behind."""
    fotos = as_pictures(invulling.fotos)
    return {"fotos": fotos, "fotos_blijven": bool(fotos)} if not invulling.takes_photos else {"fotos": fotos}


def ways(invulling, page):
    """Where "terug" and "stoppen" lead."""
    if invulling.concept._state.adding:
        return {"terug_url": reverse("meldingen:melden"), "stoppen_url": reverse("meldingen:melden")}
    sleutel, before = invulling.concept.pk, invulling.before(page)
    back = reverse("meldingen:stap", args=[sleutel, before.naam]) if before else reverse("meldingen:melden")
    return {"terug_url": back, "stoppen_url": reverse("meldingen:weg", args=[sleutel])}


def about(invulling):
    """The category with its number to call; nothing while it is not known."""
    categorie = invulling.categorie
    if categorie is None:
        return {}
    return {"categorie": categorie, "spoed": urgent_number(categorie, timezone.now())}


def before_sending(invulling):
    """Everything that a melder has to know before sending (formulieren)."""
    categorie, answers, now = invulling.categorie, invulling.answers, timezone.now()
    sleutel = invulling.concept.pk
    team = invulling.team_for(answers["buurt"])
    return {
        "rijen": [
            {"naam": question, "waarde": said, "url": reverse("meldingen:stap", args=[sleutel, page])}
            for question, said, page in invulling.review()
        ],
        "lezers": list(
            readers(categorie, in_team=team is not None, coordinator_mag_lezen=answers.get("coordinator_mag_lezen"))
        ),
        "naam_zin": name_sentence(categorie),
        "lees_na": read_again(categorie),
        "tip_hier": not any(page.form.toont_tip for page in invulling.stappen),
        "bang": ANONIEM if categorie.soort == Soort.WIJKVEILIGHEID and is_afraid(answers) else None,
        "beloften": promises(categorie, now),
        "niet_horen": not_heard(categorie),
        "dicht": closed_warning(categorie, now),
        "advies": advice_for(answers.get("reactie")),
        "gevaar_nummer": gemeente_number(categorie.gemeente, now) if answers.get("gevaar") is True else None,
        "buiten_tijd": out_of_hours_number(categorie.gemeente),
        "zelfde": same_in_street(categorie, answers.get("straat", "")),
        "voor_ander": invulling.melder if invulling.is_for_other else None,
        "alleen_stand": invulling.is_for_other and categorie.vertrouwelijkheid >= Niveau.V2,
        "tekst_verborgen": invulling.facts().get("tekst_verborgen", categorie.tekst_verborgen),
        "naam_delen": answers.get("naam_delen", False),
        "via_zin": WAYS[AntwoordVia(invulling.facts()["antwoord_via"])],
        "bij_ronde": invulling.ronde_erbij and round_in_words(invulling.ronde_erbij, now),
        "nooit_bij_ronde": categorie.vertrouwelijkheid >= Niveau.V2 and bool(invulling.own_teams),
    }
