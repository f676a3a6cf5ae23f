"""What is wrong with one partner, in a few words."""

from django.utils.translation import gettext as _

from teams.models import Partner


def attention(partner, today):
    """What is wrong with a partner, in a few words; empty when all is well."""
    people = [contact for contact in partner.contacten.all() if contact.actief]
    if partner.actief and partner.weg == Partner.Weg.LINK and not people:
        return _("Er is nog geen contactpersoon.")
    missed = [contact.naam for contact in people if contact.will_be_missed(today)]
    if partner.actief and missed:
        return _("Afwezig zonder vervanger: %(wie)s.") % {"wie": ", ".join(missed)}
    return ""
