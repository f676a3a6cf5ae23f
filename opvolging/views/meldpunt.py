"""The desk of the meldpunt: one melding and what can be done with it. Each act is one verb with one address."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from buurtpreventie.errors import RefusedAction
from buurtpreventie.ui.refusals import accepted
from meldingen.actions import open_inhoud, raise_level, recategorise, take_up
from meldingen.models import Melding
from meldingen.views.photos import as_pictures
from opvolging import actions
from opvolging.documents import render_brief
from opvolging.dossier import asks_of, hears_how, read_dossier, words_of_partner
from opvolging.forms import meldpunt as forms
from opvolging.models import Terugkoppeling
from opvolging.permissions import can_print_brief, is_handler
from opvolging.views.voorstel import proposed_ask
from opvolging.wording import confidential_sentences, proposed_antwoord
from opvolging.worklist import in_tray, without_handler
from teams.rollen import rollen_van

LEAVE_ALONE = ("wachten", "aanzien", "klaar", "in_bundel")
GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


# --- the door ---------------------------------------------------------------------------------


def at_the_desk(view):
    """A page about one melding for who handles such meldingen; for anybody else it does not exist."""

    @wraps(view)
    @login_required
    def page(request, nummer, **kwargs):
        meldingen = Melding.objects.visible_to(request.user).at_meldpunt_of(request.user)
        whole = meldingen.for_list().select_related("melder", "ingevoerd_door", "ronde__team")
        melding = get_object_or_404(whole, nummer=nummer)
        lijst = forms.LijstForm(request.user, request.GET)
        return show_wiped(request, melding, lijst) if melding.gewist_op else view(request, melding, lijst, **kwargs)

    return page


def show_wiped(request, melding, lijst):
    """Of a melding whose contents were wiped there is one page, and no act."""
    context = {"melding": melding, "lijst": lijst, "terug_url": reverse("opvolging:werklijst") + lijst.link()}
    status = 200 if request.method in ("GET", "HEAD") else 409
    return render(request, "opvolging/meldpunt/gewist.html", context, status=status)


def for_the_meldpunt(view):
    """A page for everybody with a seat at a meldpunt, and for nobody else."""

    @wraps(view)
    @login_required
    def page(request, *args, **kwargs):
        if not rollen_van(request.user).meldpunt:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return page


def posted(request):
    """What a form is bound to: nothing, as long as nothing was sent."""
    return request.POST if request.method == "POST" else None


def dossier_url(melding, lijst):
    return reverse("opvolging:dossier", args=[melding.nummer]) + lijst.link()


def act(
    request, melding, lijst, form, action, done, *, thing=None, template="opvolging/meldpunt/handeling.html", **context
):
    """Show the form of an act, or do it as the handler; refused or invalid, nothing typed is lost."""
    if request.method != "POST" and not is_handler(request.user, melding):
        raise PermissionDenied
    now = timezone.now()
    guarded = actions.as_handler(action)
    if form.is_bound and form.is_valid() and accepted(form, guarded, thing or melding, actor=request.user, now=now):
        messages.success(request, done)
        return redirect(dossier_url(melding, lijst))
    context |= {"melding": melding, "lijst": lijst, "form": form, "terug_url": dossier_url(melding, lijst)}
    return render(request, template, context, status=form.status if form.is_bound else 200)


# --- reading ----------------------------------------------------------------------------------


@require_safe
@at_the_desk
def dossier(request, melding, lijst):
    """Everything about one melding; the opening is written down before anything is shown."""
    return show_dossier(request, melding, lijst)


def show_dossier(request, melding, lijst, form=None, voorstel=None):
    """The dossier, with ``form`` when an act on the page itself was refused; ``voorstel`` is an ask to be mended."""
    now = timezone.now()
    found = read_dossier(melding, actor=request.user, now=now)
    if found is None:
        raise Http404
    context = {
        "melding": melding,
        "dossier": found,
        "fotos": as_pictures(found.fotos),
        "lijst": lijst,
        "form": form,
        "oppakken": forms.OppakForm(initial={"van": melding.behandelaar_id}),
        "volgende": next_in_list(request.user, melding, lijst, now),
        "voorstel": posting_to(voorstel or proposed_ask(request, melding, found), "vraag_direct", melding, lijst),
        "wacht_nog": waits_for_nobody(request.user, lijst, found, now),
        "hoort": hears_how(melding, timezone.now()),
        "terug_url": reverse("opvolging:werklijst") + lijst.link(),
    }
    return render(request, "opvolging/meldpunt/dossier.html", context, status=form.status if form else 200)


def posting_to(form, name, melding, lijst):
    """This form, if any, sent to an act about the melding; the list travels along."""
    if form:
        form.helper.form_action = reverse(f"opvolging:{name}", args=[melding.nummer]) + lijst.link()
    return form


def next_in_list(user, melding, lijst, now):
    """The first other melding of the list that the reader came from."""
    if not lijst.is_used:
        return None
    mine = lijst.narrow(Melding.objects.visible_to(user).at_meldpunt_of(user))
    return in_tray(mine, lijst.tray, now, lijst.also_closed).exclude(pk=melding.pk).first()


def waits_for_nobody(user, lijst, dossier, now):
    """Whether there is a next one to take up, asked only when this one can be left alone."""
    if dossier.nu not in LEAVE_ALONE:
        return False
    return without_handler(lijst.narrow_waiting(Melding.objects.visible_to(user).at_meldpunt_of(user)), now).exists()


# --- the melding itself -----------------------------------------------------------------------


@require_POST
@at_the_desk
def oppakken(request, melding, lijst):
    """Take up, or take over from whom the page showed as the handler."""
    form = forms.OppakForm(request.POST)
    if form.is_valid() and accepted(form, take_up, melding, actor=request.user, now=timezone.now()):
        messages.success(request, _("U behandelt deze melding nu."))
        return redirect(dossier_url(melding, lijst))
    melding.refresh_from_db()
    return show_dossier(request, melding, lijst, form)


@GET_OR_POST
@at_the_desk
def onderwerp(request, melding, lijst):
    """Another category; the level only rises with it."""
    form = forms.OnderwerpForm(request.user, melding, posted(request))
    uitleg = _("De datums blijven staan. Is het nieuwe onderwerp vertrouwelijker? Dan gaat het niveau mee omhoog.")
    return act(
        request,
        melding,
        lijst,
        form,
        recategorise,
        _("Het onderwerp is gewijzigd."),
        titel=_("Onderwerp wijzigen"),
        uitleg=uitleg,
    )


@GET_OR_POST
@at_the_desk
def niveau(request, melding, lijst):
    """Make it more confidential."""
    form = forms.NiveauForm(melding, posted(request))
    uitleg = _("Minder mensen kunnen de melding dan lezen.")
    return act(
        request,
        melding,
        lijst,
        form,
        raise_level,
        _("Het niveau is verhoogd."),
        titel=_("Niveau verhogen"),
        uitleg=uitleg,
    )


@GET_OR_POST
@at_the_desk
def afronden(request, melding, lijst):
    """Round off; the answer to the melder comes after."""
    form = forms.AfrondForm(posted(request))
    uitleg = _("Daarna geeft u antwoord aan de melder.")
    return act(
        request,
        melding,
        lijst,
        form,
        actions.finish_melding,
        _("De melding is afgerond. Geef nu antwoord aan de melder."),
        titel=_("Afronden"),
        uitleg=uitleg,
    )


# --- telling the melder -----------------------------------------------------------------------


def tell(request, melding, lijst, form, action, done, titel):
    """The pages on which a text goes to the melder: with the partner's words and how it will be heard."""
    if open_inhoud(melding, actor=request.user, now=timezone.now(), deel="antwoord") is None:
        raise Http404
    return act(
        request,
        melding,
        lijst,
        form,
        action,
        done,
        template="opvolging/meldpunt/antwoord.html",
        titel=titel,
        hoort=hears_how(melding, timezone.now()),
        van_partner=words_of_partner(asks_of(melding, request.user), melding.keer),
        zinnen=confidential_sentences(melding.gemeente, melding.uitkomst) if melding.is_confidential else [],
    )


def first_words(request, melding):
    """The proposed text, or the sentence that was picked from the three."""
    picked = forms.ZinForm(request.GET).chosen.get("zin")
    if melding.is_confidential and picked:
        return confidential_sentences(melding.gemeente, melding.uitkomst)[int(picked)]
    return proposed_antwoord(melding, words_of_partner(asks_of(melding, request.user), melding.keer))


@GET_OR_POST
@at_the_desk
def antwoord(request, melding, lijst):
    """Answer the melder."""
    form = forms.AntwoordForm(posted(request), melding=melding, initial={"tekst": first_words(request, melding)})
    return tell(
        request,
        melding,
        lijst,
        form,
        actions.give_antwoord,
        _("Het antwoord staat klaar voor de melder."),
        _("Antwoord geven"),
    )


@GET_OR_POST
@at_the_desk
def sluiten(request, melding, lijst):
    """Round off and answer in one: for what needs no partner."""
    form = forms.SluitForm(posted(request), melding=melding, initial={"tekst": first_words(request, melding)})
    return tell(
        request,
        melding,
        lijst,
        form,
        actions.close_with_antwoord,
        _("De melding is gesloten. Het antwoord staat klaar voor de melder."),
        _("Sluiten zonder partner"),
    )


@GET_OR_POST
@at_the_desk
def tussenbericht(request, melding, lijst):
    """An interim word, with a new date if need be."""
    form = forms.TussenForm(posted(request))
    return tell(
        request,
        melding,
        lijst,
        form,
        actions.give_tussenbericht,
        _("Het bericht staat klaar voor de melder."),
        _("Tussenbericht"),
    )


@GET_OR_POST
@at_the_desk
def geen_antwoord(request, melding, lijst):
    """Write down why there can be no answer."""
    form = forms.GeenAntwoordForm(posted(request))
    uitleg = _("Dit telt niet als antwoord in de cijfers.")
    return act(
        request,
        melding,
        lijst,
        form,
        actions.record_no_antwoord,
        _("Vastgelegd waarom er geen antwoord kan zijn."),
        titel=_("Geen antwoord mogelijk"),
        uitleg=uitleg,
    )


@require_POST
@at_the_desk
def gebeld(request, melding, lijst):
    """The melder who asked for it was called; any colleague may do that."""
    verdicts = Terugkoppeling.objects.visible_to(request.user).asked_to_call().filter(melding=melding)
    asked = verdicts.order_by("pk").last()
    form = forms.GebeldForm(request.POST)
    if asked is None:
        raise Http404
    if form.is_valid() and accepted(form, actions.record_call, asked, actor=request.user, now=timezone.now()):
        messages.success(request, _("Vastgelegd dat u hebt gebeld."))
        return redirect(dossier_url(melding, lijst))
    return show_dossier(request, melding, lijst, form)


@require_safe
@at_the_desk
def brief(request, melding, lijst, terugkoppeling):
    """One message to the melder as a letter to print; the opening is written down first."""
    if not can_print_brief(request.user, melding):
        raise PermissionDenied
    told = Terugkoppeling.objects.visible_to(request.user).to_melder().filter(melding=melding)
    bericht = get_object_or_404(told.select_related("melding__gemeente", "melding__melder"), pk=terugkoppeling)
    if open_inhoud(melding, actor=request.user, now=timezone.now(), deel="brief") is None:
        raise Http404
    try:
        pdf = render_brief(bericht, bericht.op)
    except RefusedAction as refusal:
        messages.error(request, refusal.message)
        return redirect(dossier_url(melding, lijst))
    name = f'attachment; filename="brief-{melding.nummer}.pdf"'
    return HttpResponse(pdf, content_type="application/pdf", headers={"Content-Disposition": name})
