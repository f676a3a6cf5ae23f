"""How many answers still fit in a run: never more than there were people."""

from evaluaties.present import answered, expected


def places(afname):
    """How many answers there can be in all; None when nobody knows."""
    known = expected(afname)
    return known if afname.sessie_id else known or None


def room_for(afname):
    """How many may still come; None when nobody knows."""
    limit = places(afname)
    return None if limit is None else max(limit - answered(afname), 0)
