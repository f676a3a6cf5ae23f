"""What beheer of a gemeente should look at now, the most urgent first."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from buurtpreventie.ui.dates import date_in_words
from meldingen.coverage import Punt, partners_missing, readers_missing
from teams.models import Aanstelling, Afspraak, Contact, Partner, PartnerSoort
from teams.teksten import to_complete

SOON = timedelta(days=60)


def attention_points(gemeente, today):
    """Everything that may leave a melding without somebody who reads it or takes it up; last what is not yet told."""
    return [
        *_nobody_reads(gemeente, today),
        *_away(gemeente, today),
        *_without_contact(gemeente),
        *_agreements(gemeente, today),
        *_without_partner(gemeente),
        *_incomplete(gemeente),
    ]


def _nobody_reads(gemeente, today):
    seats = list(Aanstelling.objects.filter(gemeente=gemeente, rol="meldpunt").current(today))
    for tekst in readers_missing(gemeente, seats):
        yield Punt(tekst, "teams:mensen")


def _away(gemeente, today):
    rows = Contact.objects.filter(partner__gemeente=gemeente, partner__actief=True, afwezig_van__isnull=False).active()
    for contact in rows.select_related("partner", "vervanger"):
        if contact.will_be_missed(today):
            words = _("%(naam)s van %(partner)s is afwezig en heeft geen vervanger.")
            tekst = words % {"naam": contact.naam, "partner": contact.partner.naam}
            yield Punt(tekst, "opvolging:beheer_partner", (contact.partner_id,))


def _without_contact(gemeente):
    rows = Partner.objects.filter(gemeente=gemeente, weg=Partner.Weg.LINK).active().prefetch_related("contacten")
    for partner in rows.order_by("naam"):
        if not any(contact.actief and contact.email for contact in partner.contacten.all()):
            tekst = _("%(partner)s heeft nog niemand om een mail aan te sturen.") % {"partner": partner.naam}
            yield Punt(tekst, "opvolging:beheer_partner", (partner.pk,))


def _agreements(gemeente, today):
    rows = Afspraak.objects.filter(partner__gemeente=gemeente, partner__actief=True, geldig_tot__lte=today + SOON)
    for afspraak in rows.select_related("partner").order_by("geldig_tot", "pk"):
        words = _("De afspraak met %(partner)s over %(soort)s loopt af op %(dag)s.")
        if afspraak.geldig_tot < today:
            words = _("De afspraak met %(partner)s over %(soort)s is verlopen sinds %(dag)s.")
        tekst = words % {
            "partner": afspraak.partner.naam,
            "soort": afspraak.get_soort_display().lower(),
            "dag": date_in_words(afspraak.geldig_tot, today),
        }
        yield Punt(tekst, "teams:afspraak", (afspraak.partner_id, afspraak.soort))


def _without_partner(gemeente):
    """One line for all sorts that are missing: a new gemeente misses many."""
    missing = [f"{PartnerSoort(soort).label} ({number})" for soort, number in partners_missing(gemeente)]
    if missing:
        words = _("Er is nog geen partner van deze soort, met het aantal onderwerpen: %(soorten)s.")
        yield Punt(words % {"soorten": ", ".join(missing)}, "meldingen:dekking")


def _incomplete(gemeente):
    """One line for all texts about privacy and accessibility that only the gemeente itself can complete."""
    if open_texts := to_complete(gemeente):
        words = ngettext(
            "Er is nog %(n)d tekst over privacy of toegankelijkheid die u zelf aanvult.",
            "Er zijn nog %(n)d teksten over privacy en toegankelijkheid die u zelf aanvult.",
            len(open_texts),
        )
        yield Punt(words % {"n": len(open_texts)}, "teams:teksten")
