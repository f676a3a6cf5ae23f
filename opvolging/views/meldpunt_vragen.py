"""Asking partners, and taking an ask back."""

from functools import wraps
from urllib.parse import urlencode

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
from meldingen.models import Bijlage
from opvolging import actions
from opvolging.forms import meldpunt as forms
from opvolging.forms.samen import DirectForm
from opvolging.models import Opvolging
from opvolging.permissions import is_handler
from opvolging.views.meldpunt import GET_OR_POST, act, at_the_desk, dossier_url, posted, show_dossier
from opvolging.views.voorstel import contacts_of, partners_to_ask
from opvolging.wording import prefilled_extract
from teams.clocks import local_date
from teams.models import Partner

# --- asking, in three steps: whom, what, and a last look at the mail --------------------------


def step_url(name, melding, lijst, partners=()):
    """An address of the three steps, with the partners chosen and the list to go back to."""
    words = [("partner", partner.pk) for partner in partners] + list(lijst.carried.items())
    return reverse(f"opvolging:{name}", args=[melding.nummer]) + (f"?{urlencode(words)}" if words else "")


def show_step(request, template, melding, lijst, status=200, **context):
    context |= {"melding": melding, "lijst": lijst, "terug_url": dossier_url(melding, lijst)}
    return render(request, f"opvolging/meldpunt/{template}.html", context, status=status)


@require_safe
@at_the_desk
def vragen(request, melding, lijst):
    """Step 1: whom."""
    if not is_handler(request.user, melding):
        raise PermissionDenied
    form = forms.PartnerForm(melding, partners_to_ask(request, melding), lijst=lijst)
    form.helper.form_action = step_url("vraag_tekst", melding, lijst)
    return show_step(request, "vragen_wie", melding, lijst, form=form)


def vraag_form(request, melding, partners, data=None, inhoud=None):
    contacts = contacts_of(request, partners)
    initial = {"uittreksel": prefilled_extract(melding, inhoud)} if inhoud else {}
    fotos = Bijlage.objects.readable_by(request.user).filter(melding=melding).count()
    return forms.VraagForm(melding, partners, contacts, local_date(timezone.now()), data, initial=initial, fotos=fotos)


def show_text(request, melding, lijst, form, status=200):
    form.helper.form_action = step_url("vraag_tekst", melding, lijst, form.whom)
    return show_step(request, "vragen_tekst", melding, lijst, status, form=form)


@GET_OR_POST
@at_the_desk
def vraag_tekst(request, melding, lijst):
    """Step 2: who there, and what they may read. Sent: step 3, the mail as it will be; nothing has gone out yet."""
    if not is_handler(request.user, melding):
        raise PermissionDenied
    chosen = forms.PartnerForm(melding, partners_to_ask(request, melding), posted(request) or request.GET, lijst=lijst)
    if not chosen.is_valid():
        chosen.helper.form_action = step_url("vraag_tekst", melding, lijst)
        return show_step(request, "vragen_wie", melding, lijst, chosen.status, form=chosen)
    inhoud = open_inhoud(melding, actor=request.user, now=timezone.now())
    if inhoud is None:
        raise Http404
    form = vraag_form(request, melding, chosen.chosen_partners, posted(request), inhoud)
    if not form.is_bound:
        return show_text(request, melding, lijst, form)
    return (
        show_mail(request, melding, lijst, form) if form.is_valid() else show_text(request, melding, lijst, form, 422)
    )


def show_mail(request, melding, lijst, form):
    """Step 3: what goes out, word for word."""
    asks = actions.preview_asks(melding, **form.cleaned_data, actor=request.user, now=timezone.now())
    form.hide(step_url("vraag_versturen", melding, lijst))
    return show_step(request, "vragen_mail", melding, lijst, form=form, vragen=asks)


@require_POST
@at_the_desk
def vraag_versturen(request, melding, lijst):
    """Send the ask, or go back to change it."""
    everybody = Partner.objects.visible_to(request.user).active().filter(gemeente=melding.gemeente_id)
    chosen = forms.PartnerForm(melding, everybody, request.POST)
    partners = chosen.chosen_partners if chosen.is_valid() else []
    form = vraag_form(request, melding, partners, request.POST)
    if not form.is_valid():
        return show_text(request, melding, lijst, form, form.status)
    if form.wants_to_change:
        return show_text(request, melding, lijst, form)
    return send_ask(request, melding, lijst, form)


@require_POST
@at_the_desk
def vraag_direct(request, melding, lijst):
    """Send the ask as it stood on the dossier, with what was changed in it; back to the dossier when it may not."""
    everybody = Partner.objects.visible_to(request.user).active().filter(gemeente=melding.gemeente_id)
    chosen = forms.PartnerForm(melding, everybody, request.POST)
    partner = chosen.chosen_partners[0] if chosen.is_valid() else None
    fotos = Bijlage.objects.readable_by(request.user).filter(melding=melding).count()
    today, contacts = local_date(timezone.now()), contacts_of(request, [partner] if partner else [])
    form = DirectForm(melding, partner, contacts, today, request.POST, fotos=fotos)
    act = actions.as_handler(actions.ask_partners)
    if form.is_valid() and accepted(form, act, melding, actor=request.user, now=timezone.now()):
        messages.success(request, _("De vraag is gesteld."))
        return redirect(dossier_url(melding, lijst))
    return show_dossier(request, melding, lijst, form, voorstel=form)


def send_ask(request, melding, lijst, form):
    now = timezone.now()
    if not accepted(form, actions.as_handler(actions.ask_partners), melding, actor=request.user, now=now):
        return show_text(request, melding, lijst, form, form.status)
    messages.success(request, _("De vraag is gesteld."))
    return redirect(dossier_url(melding, lijst))


# --- one ask ----------------------------------------------------------------------------------


def about_an_ask(view):
    """A page about one ask of the melding; a foreign or missing one does not exist."""

    @at_the_desk
    @wraps(view)
    def page(request, melding, lijst, vraag):
        asks = Opvolging.objects.visible_to(request.user).filter(melding=melding).for_list()
        ask = get_object_or_404(asks, pk=vraag)
        ask.melding = melding
        return view(request, melding, lijst, ask)

    return page


def act_on_ask(request, melding, lijst, ask, form, action, done, titel):
    return act(request, melding, lijst, form, action, done, thing=ask, titel=titel, vraag=ask)


@GET_OR_POST
@about_an_ask
def intrekken(request, melding, lijst, ask):
    """Take the ask back."""
    form = forms.IntrekForm(posted(request))
    done, titel = _("De vraag is ingetrokken."), _("Vraag intrekken")
    return act_on_ask(request, melding, lijst, ask, form, actions.withdraw_ask, done, titel)


@GET_OR_POST
@about_an_ask
def nieuwe_link(request, melding, lijst, ask):
    """A new link in place of one that was closed after ten wrong codes."""
    form = forms.NieuweLinkForm(posted(request))
    done, titel = _("De partner krijgt een nieuwe link."), _("Nieuwe link sturen")
    return act_on_ask(request, melding, lijst, ask, form, actions.renew_frozen, done, titel)
