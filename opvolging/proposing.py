"""Which partner fits a melding best, and who there: by subject, by buurt, and by who can be reached."""

from teams.models import Partner

FITS, ALSO, OTHER = range(3)
HERE, EVERYWHERE, ELSEWHERE = range(3)


def fit(partner, categorie):
    """How well a partner fits a subject: made for it, possible too, or neither."""
    if partner.soort == categorie.partner_soort:
        return FITS
    return ALSO if partner.soort in categorie.ook else OTHER


def nearest_first(contacts, buurt_id):
    """Who works in this buurt, then who works everywhere, then the others."""
    return sorted(contacts, key=lambda contact: (_distance(contact, buurt_id), contact.naam))


def _distance(contact, buurt_id):
    areas = {one.pk for one in contact.buurten.all()}
    if buurt_id in areas:
        return HERE
    return ELSEWHERE if areas else EVERYWHERE


def best_partner(melding, partners, contacts, today):
    """The partner to propose, or None; ``contacts`` come with their buurten and deputies.

    One that is asked by mail needs somebody who reads it today; an own contact for the buurt goes before the others.
    """
    reachable = [partner for partner in partners if _can_be_asked(partner, contacts, today)]
    fitting = [partner for partner in reachable if fit(partner, melding.categorie) < OTHER]
    return min(fitting, key=lambda partner: _rank(partner, melding, contacts, today), default=None)


def _rank(partner, melding, contacts, today):
    near = min((_distance(c, melding.buurt_id) for c in _reading(partner, contacts, today)), default=ELSEWHERE)
    return fit(partner, melding.categorie), near, partner.naam


def _can_be_asked(partner, contacts, today):
    return partner.weg != Partner.Weg.LINK or bool(_reading(partner, contacts, today))


def _reading(partner, contacts, today):
    """Contacts whose mail somebody reads today: their own, or their deputy's while they are away."""
    return [c for c in contacts if c.partner_id == partner.pk and _address(c, today)]


def _address(contact, today):
    reader = contact.vervanger if contact.is_away(today) and contact.vervanger else contact
    return reader.email
