"""Acts on one case at the meldpunt: waiting, levels, steps, questions, black words, colleagues and doubles."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from buurtpreventie.ui.refusals import accepted
from meldingen.actions import open_inhoud
from meldingen.models import Aanvulling, Melding
from opvolging import actions
from opvolging.dossier import hears_how
from opvolging.forms import zaak as forms
from opvolging.models import Schaalstap, Verlaging, VraagAanMelder
from opvolging.permissions import can_ask, can_assign, can_decide, is_handler
from opvolging.similar import earlier_signals
from opvolging.views.meldpunt import GET_OR_POST, act, at_the_desk, dossier_url, for_the_meldpunt, posted, show_dossier
from opvolging.wording import duplicate_sentence, kind_refusal, watching_sentence
from teams.clocks import Kalender, local_date

# --- waiting ---------------------------------------------------------------------------------


@GET_OR_POST
@at_the_desk
def aanzien(request, melding, lijst):
    """Wait until a date that wakes it."""
    kalender, today = Kalender.of(melding.gemeente), local_date(timezone.now())
    initial = {"tot": forms.proposed_day(kalender, today), "tekst": watching_sentence()}
    return act(
        request,
        melding,
        lijst,
        forms.AanzienForm(melding, posted(request), initial=initial),
        actions.watch,
        _("De melding wacht. Op de dag zelf krijgt u een mail."),
        titel=_("Even aanzien"),
        uitleg=_("De melding komt op die dag vanzelf terug op uw werklijst. De melder hoort waarom het wacht."),
    )


@require_POST
@at_the_desk
def verder(request, melding, lijst):
    """Go on before the date."""
    form = forms.VerderForm(request.POST)
    resume = actions.as_handler(actions.resume)
    if form.is_valid() and accepted(form, resume, melding, actor=request.user, now=timezone.now()):
        messages.success(request, _("U gaat weer verder met deze melding."))
        return redirect(dossier_url(melding, lijst))
    return show_dossier(request, melding, lijst, form)


# --- levels ----------------------------------------------------------------------------------


@GET_OR_POST
@at_the_desk
def verlagen(request, melding, lijst):
    """Make it less confidential, alone or with a second person."""
    return act(
        request,
        melding,
        lijst,
        forms.VerlaagForm(melding, posted(request)),
        actions.lower_level,
        _("Vastgelegd. Moet een tweede persoon meekijken? Dan staat dat bij de melding."),
        titel=_("Niveau verlagen"),
        uitleg=_(
            "Meer mensen kunnen de melding dan lezen. U mag dit alleen doen binnen één werkdag en zolang er geen "
            "partner is gevraagd. Anders beslist een collega mee. Tot die tijd verandert er niets."
        ),
    )


@GET_OR_POST
@at_the_desk
def verlaging(request, melding, lijst):
    """A second person decides about a lower level."""
    waiting = Verlaging.objects.visible_to(request.user).open().filter(melding=melding).select_related("gevraagd_door")
    asked = waiting.first()
    if asked is None and request.method != "POST":
        messages.info(request, _("Hierover is al beslist."))
        return redirect(dossier_url(melding, lijst))
    asked = asked or Verlaging.objects.visible_to(request.user).filter(melding=melding).last()
    if asked is None:
        raise Http404
    if request.method != "POST" and not can_decide(request.user, asked):
        raise PermissionDenied
    form, who = forms.BesluitForm(posted(request)), {"actor": request.user, "now": timezone.now()}
    if form.is_bound and form.is_valid() and accepted(form, actions.decide_lowering, asked, **who):
        messages.success(request, _("Vastgelegd. Uw collega krijgt een mail."))
        return redirect("opvolging:verlagingen")
    context = {"melding": melding, "lijst": lijst, "form": form, "verlaging": asked}
    context["terug_url"] = dossier_url(melding, lijst)
    status = form.status if form.is_bound else 200
    return render(request, "opvolging/meldpunt/verlaging.html", context, status=status)


@require_safe
@for_the_meldpunt
def verlagingen(request):
    """Lower levels that wait for a second person."""
    rows = Verlaging.objects.visible_to(request.user).open().for_list()
    return render(request, "opvolging/meldpunt/verlagingen.html", {"verlagingen": list(rows)})


# --- steps and the resident ------------------------------------------------------------------


@GET_OR_POST
@at_the_desk
def stap(request, melding, lijst):
    """A step up or down in help, and on to asking another partner if wanted."""
    form = forms.StapForm(posted(request))
    response = act(
        request,
        melding,
        lijst,
        form,
        actions.take_step,
        _("De stap is vastgelegd."),
        titel=_("Een stap zwaarder of lichter"),
        uitleg=_("Is er meer hulp nodig, of juist minder? Leg vast waarom. Daarna kunt u een andere partner vragen."),
    )
    if isinstance(form.result, Schaalstap) and form.wants_to_ask and can_ask(request.user, melding):
        return redirect(reverse("opvolging:vragen", args=[melding.nummer]) + lijst.link())
    return response


@GET_OR_POST
@at_the_desk
def ingelicht(request, melding, lijst):
    """Whether the resident knows."""
    return act(
        request,
        melding,
        lijst,
        forms.IngelichtForm(posted(request)),
        actions.record_informed,
        _("Vastgelegd of de bewoner het weet."),
        titel=_("Weet de bewoner ervan?"),
        uitleg=_("Mensen horen te weten dat er over hen gepraat wordt. Tenzij dat iemand in gevaar brengt."),
    )


# --- the melder ------------------------------------------------------------------------------


@GET_OR_POST
@at_the_desk
def vraag_melder(request, melding, lijst):
    """Ask who reported one question."""
    return act(
        request,
        melding,
        lijst,
        forms.VraagMelderForm(posted(request)),
        actions.ask_melder,
        _("De vraag staat klaar voor de melder."),
        template="opvolging/meldpunt/vraag_melder.html",
        titel=_("Vraag aan de melder"),
        hoort=hears_how(melding, timezone.now()),
    )


def about_a_question(view):
    """A page about the newest question to the melder; without one it does not exist."""

    @at_the_desk
    @wraps(view)
    def page(request, melding, lijst):
        asked = VraagAanMelder.objects.visible_to(request.user).filter(melding=melding).last()
        if asked is None:
            raise Http404
        asked.melding = melding
        return view(request, melding, lijst, asked)

    return page


@GET_OR_POST
@about_a_question
def vraag_melder_antwoord(request, melding, lijst, vraag):
    """Write down what the melder said on the telephone."""
    return act(
        request,
        melding,
        lijst,
        forms.NamensMelderForm(posted(request)),
        actions.answer_question,
        _("Het antwoord is vastgelegd."),
        thing=vraag,
        titel=_("Wat zei de melder?"),
        uitleg=_("U vroeg: %(vraag)s") % {"vraag": vraag.vraag},
    )


@require_POST
@about_a_question
def vraag_melder_verder(request, melding, lijst, vraag):
    """Stop waiting for the melder."""
    form = forms.VerderForm(request.POST)
    go_on = actions.as_handler(actions.go_on_without)
    if form.is_valid() and accepted(form, go_on, vraag, actor=request.user, now=timezone.now()):
        messages.success(request, _("U wacht niet langer op de melder."))
        return redirect(dossier_url(melding, lijst))
    return show_dossier(request, melding, lijst, form)


# --- the contents ----------------------------------------------------------------------------


def opened(request, melding, deel="inhoud"):
    """The contents, written down first."""
    inhoud = open_inhoud(melding, actor=request.user, now=timezone.now(), deel=deel)
    if inhoud is None:
        raise Http404
    return inhoud


@GET_OR_POST
@at_the_desk
def zwart(request, melding, lijst):
    """Make words black: gone for good, with a trace of who and when."""
    inhoud = opened(request, melding)
    more = Aanvulling.objects.readable_by(request.user).filter(melding=melding)
    return act(
        request,
        melding,
        lijst,
        forms.ZwartForm(inhoud, posted(request)),
        actions.black_out,
        _("De woorden zijn zwart, ook in wat partners lezen."),
        template="opvolging/meldpunt/zwart.html",
        titel=_("Woorden zwart maken"),
        inhoud=inhoud,
        aanvullingen=more,
    )


@GET_OR_POST
@at_the_desk
def modereren(request, melding, lijst):
    """Close what should not have been a melding, with a kind answer."""
    opened(request, melding)
    return act(
        request,
        melding,
        lijst,
        forms.ModereerForm(melding, posted(request), initial={"tekst": kind_refusal(melding.gemeente)}),
        actions.moderate,
        _("De melding is gesloten. De tekst is weg."),
        template="opvolging/meldpunt/modereren.html",
        titel=_("Dit past niet bij melden"),
        hoort=hears_how(melding, timezone.now()),
    )


@GET_OR_POST
@at_the_desk
def splitsen(request, melding, lijst):
    """Make a second melding of what else is in it."""
    inhoud = opened(request, melding)
    initial = {"straat": inhoud.straat, "huisnummer": inhoud.huisnummer}
    return act(
        request,
        melding,
        lijst,
        forms.SplitsForm(request.user, melding, posted(request), initial=initial),
        actions.split_melding,
        _("Er is een tweede melding. De melder hoort ervan."),
        template="opvolging/meldpunt/splitsen.html",
        titel=_("Splitsen in twee meldingen"),
        inhoud=inhoud,
    )


# --- colleagues ------------------------------------------------------------------------------


@GET_OR_POST
@at_the_desk
def toewijzen(request, melding, lijst):
    """Give it to a colleague who may see it; what nobody has may be given by anybody at the desk."""
    if request.method != "POST" and not can_assign(request.user, melding):
        raise PermissionDenied
    now = timezone.now()
    form = forms.ToewijsForm(melding, local_date(now), posted(request))
    if form.is_bound and form.is_valid() and accepted(form, actions.assign, melding, actor=request.user, now=now):
        words = _("%(naam)s behandelt deze melding nu en krijgt een mail.")
        messages.success(request, words % {"naam": form.cleaned_data["aan"].naam})
        return redirect(dossier_url(melding, lijst))
    context = {"melding": melding, "lijst": lijst, "form": form, "titel": _("Toewijzen aan een collega")}
    context["terug_url"] = dossier_url(melding, lijst)
    context["uitleg"] = "" if form.has_choice else _("Er is geen andere collega die deze melding mag zien.")
    status = form.status if form.is_bound else 200
    return render(request, "opvolging/meldpunt/handeling.html", context, status=status)


# --- what looks like it ----------------------------------------------------------------------


def with_another(view):
    """A page about two meldingen that the reader may both handle."""

    @at_the_desk
    @wraps(view)
    def page(request, melding, lijst, ander):
        seen = Melding.objects.visible_to(request.user).at_meldpunt_of(request.user)
        other = get_object_or_404(seen.for_list().exclude(pk=melding.pk), nummer=ander, gemeente=melding.gemeente_id)
        return view(request, melding, lijst, other)

    return page


@require_safe
@with_another
def vergelijk(request, melding, lijst, ander):
    """Two meldingen side by side; both openings are written down."""
    both = [{"melding": one, "inhoud": opened(request, one)} for one in (melding, ander)]
    context = {
        "melding": melding,
        "ander": ander,
        "lijst": lijst,
        "twee": both,
        "van_mij": is_handler(request.user, melding) and melding.is_open,
        "terug_url": dossier_url(melding, lijst),
    }
    return render(request, "opvolging/meldpunt/vergelijk.html", context)


@GET_OR_POST
@with_another
def dubbel(request, melding, lijst, ander):
    """Close it as the same as another, with an answer."""
    form = forms.AntwoordForm(
        posted(request), initial={"tekst": duplicate_sentence(melding, ander, local_date(timezone.now()))}
    )
    form.knop = _("Sluiten en antwoord versturen")

    def close(melding, **words):
        return actions.close_as_duplicate(melding, van=ander, **words)

    return act(
        request,
        melding,
        lijst,
        form,
        close,
        _("De melding is gesloten als dubbel. Het antwoord staat klaar voor de melder."),
        template="opvolging/meldpunt/modereren.html",
        titel=_("Sluiten als dubbel"),
        hoort=hears_how(melding, timezone.now()),
    )


@GET_OR_POST
@with_another
def eerder(request, melding, lijst, ander):
    """An earlier signal about the same address: opened with a reason, which is written down."""
    now = timezone.now()
    inhoud = opened(request, melding)
    if ander not in earlier_signals(melding, inhoud, request.user, now):
        raise Http404
    form = forms.EerderForm(posted(request))
    shown = None
    if form.is_bound and form.is_valid():
        shown = open_inhoud(ander, actor=request.user, now=now, deel="eerder", reden=form.cleaned_data["reden"])
    context = {"melding": melding, "ander": ander, "lijst": lijst, "form": form, "inhoud": shown}
    context["terug_url"] = dossier_url(melding, lijst)
    status = form.status if form.is_bound and not shown else 200
    return render(request, "opvolging/meldpunt/eerder.html", context, status=status)
