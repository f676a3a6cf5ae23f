"""The ask that the desk proposes: the partner that fits, who there, and the extract, ready to read and send."""

from django.utils import timezone

from opvolging import actions
from opvolging.forms.samen import DirectForm
from opvolging.models import Opvolging
from opvolging.proposing import best_partner
from teams.clocks import local_date
from teams.models import Contact, Partner

ASKING = ("vragen", "opnieuw_vragen")


def partners_to_ask(request, melding):
    """Active partners of the gemeente that do not have the melding already."""
    busy = Opvolging.objects.visible_to(request.user).open().filter(melding=melding).values("partner")
    return Partner.objects.visible_to(request.user).active().filter(gemeente=melding.gemeente_id).exclude(pk__in=busy)


def contacts_of(request, partners):
    """Who can be asked at these partners, with their buurten and deputies."""
    found = Contact.objects.visible_to(request.user).filter(partner__in=partners, actief=True)
    return list(found.select_related("vervanger").prefetch_related("buurten"))


def proposed_ask(request, melding, dossier):
    """The form of the proposed ask, with the mail as it would be; None when nobody fits or there is nothing to ask."""
    if dossier.nu not in ASKING:
        return None
    said_no = {vraag.partner_id for vraag in dossier.vragen if vraag.teruggave_reden}
    partners = [partner for partner in partners_to_ask(request, melding) if partner.pk not in said_no]
    contacts = contacts_of(request, partners)
    partner = best_partner(melding, partners, contacts, local_date(timezone.now()))
    if partner is None:
        return None
    initial = {"uittreksel": dossier.uittreksel}
    form = DirectForm(melding, partner, contacts, local_date(timezone.now()), initial=initial, fotos=len(dossier.fotos))
    form.mail = _mail(melding, partner, form, request.user)
    return form


def _mail(melding, partner, form, actor):
    """The mail to whom the form begins with, word for word."""
    contact = form.contacts.get(form.fields[f"contact_{partner.pk}"].initial)
    asked = [(partner, contact)]
    return actions.preview_asks(melding, asked=asked, uittreksel="", actor=actor, now=timezone.now())[0]
