"""Partners of the own gemeente: list, details, hours and agreements; the people there are on the upper floor."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from buurtpreventie.ui.pagination import page_of
from teams import actions
from teams.aandacht import attention
from teams.actions.partners import agreement_in_words
from teams.forms.partners import (
    AfspraakForm,
    AfspraakSoortForm,
    ContactForm,
    PartnerBewerkForm,
    PartnerForm,
    ZoekForm,
)
from teams.forms.settings import WeekForm
from teams.models import Afspraak, Buurt, Contact, Partner, PartnerTijd, Soort
from teams.views.beheer import GET_OR_POST, form_page, managed, own_gemeente, posted, pressed, saved
from teams.wijzigingen import history, week_in_words, words_of

PARTNER = ["naam", "soort", "weg", "telefoon", "openingstijden", "bij_wie_bel_ik"]


def own_partner(request, pk):
    return managed(request, Partner.objects.visible_to(request.user).select_related("gemeente"), pk=pk)


def page_of_partner(partner):
    return reverse("opvolging:beheer_partner", args=[partner.pk])


@login_required
@require_safe
def partners(request):
    """Who can be asked in this gemeente."""
    gemeente, today = own_gemeente(request), timezone.localdate()
    zoek = ZoekForm(request.GET)
    rows = Partner.objects.visible_to(request.user).filter(gemeente=gemeente).narrowed(**zoek.chosen)
    pagina = page_of(request, rows.for_list())
    context = {
        "gemeente": gemeente,
        "zoek": zoek,
        "pagina": pagina,
        "regels": [(partner, attention(partner, today)) for partner in pagina],
    }
    return render(request, "teams/beheer/partners.html", context)


@login_required
@GET_OR_POST
def partner_nieuw(request):
    gemeente = own_gemeente(request)
    form = PartnerForm(posted(request), initial={"weg": Partner.Weg.LINK})
    if saved(request, form, actions.make_partner, gemeente, words=_("De partner staat erbij.")):
        return redirect(page_of_partner(form.result))
    return form_page(
        request, form, titel=_("Partner toevoegen"), terug=reverse("teams:partners"), terug_tekst=_("Partners")
    )


@login_required
@GET_OR_POST
def partner(request, pk):
    """Change name, sort, road and telephone."""
    partner = own_partner(request, pk)
    initial = {veld: getattr(partner, veld) for veld in PARTNER}
    form = PartnerBewerkForm(posted(request), initial=initial, stond=words_of(partner, PARTNER))
    if saved(request, form, actions.change_partner, partner, words=_("De partner is opgeslagen.")):
        return redirect(page_of_partner(partner))
    return partner_form(request, partner, form, _("%(naam)s wijzigen") % {"naam": partner.naam})


def partner_form(request, partner, form, titel, **context):
    return form_page(
        request,
        form,
        titel=titel,
        terug=page_of_partner(partner),
        terug_tekst=partner.naam,
        regels=history(request.user, partner.gemeente, partner),
        **context,
    )


@login_required
@require_POST
def partner_terug(request, pk):
    """Use a stopped partner again."""
    partner = own_partner(request, pk)
    words = _("%(naam)s kan weer gevraagd worden.") % {"naam": partner.naam}
    return pressed(request, actions.revive_partner, partner, words=words, naar=page_of_partner(partner))


@login_required
@GET_OR_POST
def partner_tijden(request, pk):
    """When the partner can be rung."""
    partner = own_partner(request, pk)
    week = {t.weekdag: (t.van, t.tot) for t in PartnerTijd.objects.filter(partner=partner)}
    form = WeekForm(posted(request), tijden=week, stond={"week": week_in_words(week)})
    if saved(request, form, actions.set_partner_hours, partner, words=_("De tijden zijn opgeslagen.")):
        return redirect(page_of_partner(partner))
    titel = _("Wanneer is %(naam)s te bellen?") % {"naam": partner.naam}
    return partner_form(request, partner, form, titel)


@login_required
@require_safe
def afspraak_nieuw(request, pk):
    """About which kind is the agreement?"""
    partner = own_partner(request, pk)
    form = AfspraakSoortForm(request.GET or None)
    if form.is_valid():
        return redirect("teams:afspraak", partner.pk, form.cleaned_data["soort"])
    return partner_form(request, partner, form, _("Afspraak met %(naam)s") % {"naam": partner.naam})


@login_required
@GET_OR_POST
def afspraak(request, pk, soort):
    """The terms that this partner agreed to about one kind."""
    partner = own_partner(request, pk)
    if soort not in Soort.values:
        return redirect("teams:afspraak_nieuw", partner.pk)
    have = Afspraak.objects.filter(partner=partner, soort=soort).first()
    initial = {veld: getattr(have, veld) for veld in AfspraakForm.base_fields} if have else {}
    form = AfspraakForm(posted(request), initial=initial, stond={"afspraak": agreement_in_words(have)})
    if saved(request, form, actions.agree, partner, words=_("De afspraak is opgeslagen."), soort=soort):
        return redirect(page_of_partner(partner))
    titel = _("Afspraak met %(naam)s: %(soort)s") % {"naam": partner.naam, "soort": Soort(soort).label.lower()}
    return partner_form(request, partner, form, titel)


@login_required
@GET_OR_POST
def contact_nieuw(request, pk):
    """Somebody who can be asked at this partner."""
    partner = own_partner(request, pk)
    form = ContactForm(posted(request), **choices_for_contact(request, partner))
    if saved(request, form, actions.make_contact, partner, words=_("De contactpersoon staat erbij.")):
        return redirect(page_of_partner(partner))
    return partner_form(request, partner, form, _("Contactpersoon bij %(naam)s") % {"naam": partner.naam})


def choices_for_contact(request, partner, contact=None):
    """The buurten of the gemeente, and the colleagues who can stand in."""
    colleagues = Contact.objects.visible_to(request.user).filter(partner=partner).active()
    return {
        "buurten": Buurt.objects.visible_to(request.user).filter(gemeente=partner.gemeente_id),
        "collegas": colleagues.exclude(pk=contact.pk) if contact else colleagues,
    }


@login_required
@require_POST
def contact_terug(request, pk):
    """Somebody who had left is back."""
    rows = Contact.objects.visible_to(request.user).select_related("partner__gemeente")
    contact = managed(request, rows, pk=pk)
    words = _("%(naam)s kan weer gevraagd worden.") % {"naam": contact.naam}
    return pressed(request, actions.revive_contact, contact, words=words, naar=page_of_partner(contact.partner))
