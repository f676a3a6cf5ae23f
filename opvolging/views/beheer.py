"""One partner for beheer: the people there, what waits for them, absence and leaving."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from opvolging.actions import clear_bounce
from opvolging.actions import contacts as actions
from opvolging.forms.beheer import ContactStopForm, StopForm
from opvolging.partners import people_of, places_of
from teams.forms.partners import AfwezigForm, ContactBewerkForm
from teams.models import Afspraak, Contact, PartnerTijd
from teams.views.beheer import GET_OR_POST, form_page, managed, posted, pressed, saved
from teams.views.partners import choices_for_contact, own_partner, page_of_partner
from teams.wijzigingen import history, week_in_words, words_of

CONTACT = ["naam", "email", "telefoon", "buurten", "vervanger"]
ABSENCE = ["afwezig_van", "afwezig_tot"]


def own_contact(request, pk):
    rows = Contact.objects.visible_to(request.user).select_related("partner__gemeente", "vervanger")
    return managed(request, rows, pk=pk)


def contacts_of(request, partner):
    rows = Contact.objects.visible_to(request.user).filter(partner=partner).select_related("vervanger")
    return list(rows.prefetch_related("buurten"))


def people(request, partner):
    return people_of(partner, contacts_of(request, partner), timezone.now(), timezone.localdate())


@login_required
@require_safe
def partner(request, pk):
    """Everything about one partner."""
    partner = own_partner(request, pk)
    mensen = people(request, partner)
    tijden = {t.weekdag: (t.van, t.tot) for t in PartnerTijd.objects.filter(partner=partner)}
    context = {
        "partner": partner,
        "mensen": mensen,
        "open": sum(mens.open for mens in mensen),
        "week": week_in_words(tijden),
        "afspraken": Afspraak.objects.filter(partner=partner).order_by("soort"),
        "vandaag": timezone.localdate(),
        "regels": history(request.user, partner.gemeente, partner, *(mens.contact for mens in mensen)),
    }
    return render(request, "opvolging/beheer/partner.html", context)


@login_required
@GET_OR_POST
def partner_einde(request, pk):
    """Stop asking this partner."""
    partner = own_partner(request, pk)
    form = StopForm(posted(request))
    words = _("%(naam)s wordt niet meer gevraagd.") % {"naam": partner.naam}
    if saved(request, form, actions.stop_partner, partner, words=words):
        return redirect(page_of_partner(partner))
    return page(
        request,
        partner,
        form,
        _("Stopt %(naam)s?") % {"naam": partner.naam},
        uitleg=_("Het meldpunt kan deze partner dan niet meer kiezen. Wat er gebeurd is, blijft bewaard."),
    )


def page(request, partner, form, titel, **context):
    return form_page(request, form, titel=titel, terug=page_of_partner(partner), terug_tekst=partner.naam, **context)


@login_required
@GET_OR_POST
def contact(request, pk):
    """Change the details of a person at a partner."""
    contact = own_contact(request, pk)
    initial = {veld: getattr(contact, veld) for veld in CONTACT} | {"buurten": places_of(contact)}
    choices = choices_for_contact(request, contact.partner, contact)
    form = ContactBewerkForm(posted(request), initial=initial, stond=words_of(contact, CONTACT), **choices)
    if saved(request, form, actions.edit_contact, contact, words=_("De contactpersoon is opgeslagen.")):
        return redirect(page_of_partner(contact.partner))
    return contact_page(request, contact, form, _("%(naam)s wijzigen") % {"naam": contact.naam})


def contact_page(request, contact, form, titel, **context):
    regels = history(request.user, contact.partner.gemeente, contact)
    return page(request, contact.partner, form, titel, regels=regels, **context)


@login_required
@GET_OR_POST
def contact_afwezig(request, pk):
    """Note when somebody is away."""
    contact = own_contact(request, pk)
    initial = {veld: getattr(contact, veld) for veld in ABSENCE}
    form = AfwezigForm(posted(request), initial=initial, stond=words_of(contact, ABSENCE))
    if saved(request, form, actions.note_absence, contact, words=_("De afwezigheid is opgeslagen.")):
        return redirect(page_of_partner(contact.partner))
    titel = _("Is %(naam)s afwezig?") % {"naam": contact.naam}
    if contact.vervanger is None:
        alarm = _("Er is geen vervanger. Vragen blijven dan liggen. Kies eerst een vervanger bij Wijzigen.")
        return contact_page(request, contact, form, titel, waarschuwing=alarm)
    uitleg = _("Vragen gaan in die tijd naar %(naam)s. Wat nu openstaat ook.") % {"naam": contact.vervanger.naam}
    return contact_page(request, contact, form, titel, uitleg=uitleg)


@login_required
@require_POST
def contact_adres_klopt(request, pk):
    """A mail came back, but the address is right."""
    contact = own_contact(request, pk)
    words = _("De melding bij dit adres is weg.")
    return pressed(request, clear_bounce, contact, words=words, naar=page_of_partner(contact.partner))


@login_required
@GET_OR_POST
def contact_einde(request, pk):
    """Somebody leaves the partner."""
    contact = own_contact(request, pk)
    mens = next(mens for mens in people(request, contact.partner) if mens.contact.pk == contact.pk)
    form = ContactStopForm(posted(request), vervanger=contact.vervanger if mens.open else None)
    words = _("%(naam)s wordt niet meer gevraagd.") % {"naam": contact.naam}
    if saved(request, form, actions.stop_contact, contact, words=words):
        return redirect(page_of_partner(contact.partner))
    return contact_page(
        request,
        contact,
        form,
        _("Stopt %(naam)s als contactpersoon?") % {"naam": contact.naam},
        template="opvolging/beheer/contact_einde.html",
        mens=mens,
        wijzig_url=reverse("opvolging:beheer_contact", args=[contact.pk]),
    )
