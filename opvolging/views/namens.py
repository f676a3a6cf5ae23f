"""What a partner said by another road than the link, and a mail that came back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from buurtpreventie.ui.refusals import accepted
from opvolging import actions
from opvolging.forms.namens import AndersForm, TerugPostForm, ZeiForm
from opvolging.views.meldpunt import GET_OR_POST, posted, show_dossier
from opvolging.views.meldpunt_vragen import about_an_ask, act_on_ask
from teams.clocks import local_date
from teams.models import Contact


@GET_OR_POST
@about_an_ask
def partner_zei(request, melding, lijst, ask):
    """Everything that a partner can say, on one page."""
    form = ZeiForm(ask, local_date(timezone.now()), posted(request))
    done, titel = _("Vastgelegd wat de partner zei."), _("Wat zei de partner?")
    return act_on_ask(request, melding, lijst, ask, form, actions.record_partner, done, titel)


@require_POST
@about_an_ask
def mail_kwam_terug(request, melding, lijst, ask):
    """The link ends; next is to whom the ask goes instead."""
    form, guarded = TerugPostForm(request.POST), actions.as_handler(actions.record_bounce)
    if form.is_valid() and accepted(form, guarded, ask, actor=request.user, now=timezone.now()):
        messages.success(request, _("Vastgelegd. De link werkt niet meer."))
        return redirect("opvolging:vraag_ander_adres", melding.nummer, ask.pk)
    return show_dossier(request, melding, lijst, form)


@GET_OR_POST
@about_an_ask
def vraag_ander_adres(request, melding, lijst, ask):
    """To another contact of the partner, or to a mended address."""
    if not request.method == "POST" and not ask.onbestelbaar_op:
        raise Http404
    people = Contact.objects.visible_to(request.user).filter(partner=ask.partner_id, actief=True)
    form = AndersForm(people, posted(request))
    done, titel = _("De vraag is opnieuw gemaild."), _("Aan wie dan?")
    return act_on_ask(request, melding, lijst, ask, form, actions.ask_again, done, titel)
