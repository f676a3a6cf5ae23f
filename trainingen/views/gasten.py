"""Guests and partners: on the list by name, or asked by mail; for who runs the evening."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from buurtpreventie.ui.refusals import accepted
from trainingen.actions.guests import add_guest, invite_contacts
from trainingen.cards import evening_of
from trainingen.forms.aanmelden import GastForm, PartnersForm
from trainingen.joining import contacts_for
from trainingen.models import Inschrijving, InschrijvingStand
from trainingen.views.doors import GET_OR_POST, posted, run_sessie


@login_required
@GET_OR_POST
def gasten(request, sessie):
    """Who comes from outside the teams; and one more, by name."""
    found = run_sessie(request, sessie)
    form = GastForm(posted(request))
    now = timezone.now()
    if form.is_bound and form.is_valid() and accepted(form, add_guest, found, actor=request.user, now=now):
        waits = form.result.stand == InschrijvingStand.WACHTLIJST
        words = _("%(naam)s staat op de wachtlijst.") if waits else _("%(naam)s staat op de lijst.")
        messages.success(request, words % {"naam": form.result.naam})
        return redirect("trainingen:gasten", found.pk)
    return show_gasten(request, found, form)


@login_required
@GET_OR_POST
def partners(request, sessie):
    """Ask people of partners, each with a mail of their own."""
    found = run_sessie(request, sessie)
    form = PartnersForm(posted(request), contacten=contacts_for(found))
    now = timezone.now()
    if form.is_bound and form.is_valid() and accepted(form, invite_contacts, found, actor=request.user, now=now):
        tell_how_asked(request, form.result)
        return redirect("trainingen:gasten", found.pk)
    return show_gasten(request, found, GastForm(), form)


def tell_how_asked(request, rows):
    """How many get a mail; who has no address is named, to ring."""
    mails = sum(bool(row.email) for row in rows)
    if mails:
        words = ngettext("%(n)d mens krijgt een uitnodiging.", "%(n)d mensen krijgen een uitnodiging.", mails)
        messages.success(request, words % {"n": mails})
    if names := ", ".join(row.naam for row in rows if not row.email):
        messages.warning(request, _("Bel zelf, want er is geen mailadres: %(namen)s.") % {"namen": names})


def show_gasten(request, sessie, gast, vraag=None):
    """Both forms and who is asked; ``vraag`` when that one was refused."""
    avond = evening_of(sessie, timezone.now())
    rows = Inschrijving.objects.visible_to(request.user).filter(sessie=sessie, gebruiker=None).order_by("gast_naam")
    rows = list(rows.select_related("contact"))
    asked = [row.contact_id for row in rows if row.contact_id]
    contacts = contacts_for(sessie).exclude(pk__in=asked)
    vraag = vraag or PartnersForm(contacten=contacts)
    gast.eerste = not contacts
    gast.helper.form_action = reverse("trainingen:gasten", args=[sessie.pk])
    vraag.helper.form_action = reverse("trainingen:partners", args=[sessie.pk])
    refused = next((form for form in (vraag, gast) if form.is_bound), None)
    context = {
        "avond": avond,
        "sessie": sessie,
        "gasten": rows,
        "gast": gast,
        "vraag": vraag if contacts or vraag.is_bound else None,
        "form": refused,
    }
    return render(request, "trainingen/gasten.html", context, status=refused.status if refused else 200)
