"""Which groups are large enough to show: nobody can find a group under five, in one table or by subtracting tables.

Everything that is published of one quarter is a sum over sets of meldingen. What can be found by adding and subtracting
such sums is always a union of the smallest pieces into which the shown sets cut each other. So a set is shown only when
each of those pieces holds at least five different melders: then every difference of any two pages does too.
"""

from opvolging.figures import AT_LEAST


def large_enough(groups, melder_of, at_least=AT_LEAST):
    """The keys that may be shown, of ``(key, set of meldingen)`` with what matters most first.

    ``melder_of``: who reported each melding; None (the name was withdrawn) never helps to reach the threshold.
    """
    shown, pieces = set(), []
    untold = set().union(*(members for _key, members in groups))
    for key, members in groups:
        cut = [part for piece in pieces for part in (piece & members, piece - members) if part]
        fresh = untold & members
        new = cut + ([fresh] if fresh else [])
        if members and all(_people(piece, melder_of) >= at_least for piece in new):
            shown.add(key)
            pieces, untold = new, untold - members
    return shown


def _people(meldingen, melder_of):
    return len({melder_of[melding] for melding in meldingen} - {None})
