"""What one browser session proved about the links of partners: ids, levels and moments, never a secret.

The session only says what was proven; every request asks the database whether the link still opens something.
"""

from datetime import timedelta

ASKED, BY_LINK, BY_DEVICE, BY_CODE = -1, 1, 2, 3  # up to which level (V0 … V3) the proof is good enough
GRANTED_FOR = timedelta(hours=8)
REMEMBERED_FOR = timedelta(days=30)
GRANTS, DEVICES = "partner_toegang", "partner_apparaat"
AT_MOST = 50  # a session is a row that every request reads


def grant(session, pk, proof, now):
    """Note what was proven about this link; a better proof that still counts stays."""
    if proof > proven_level(session, pk, now):
        _keep(session, GRANTS, {str(pk): [int((now + GRANTED_FOR).timestamp()), proof]}, now)


def remember_device(session, pk, now):
    """For thirty days a code is not needed for the address of this link, up to V2."""
    _keep(session, DEVICES, {str(pk): [int((now + REMEMBERED_FOR).timestamp())]}, now)


def proven_level(session, pk, now):
    """Up to which level this session may see what the link opens; -2 when it never had the link."""
    until, proof = session.get(GRANTS, {}).get(str(pk), (0, ASKED - 1))
    return proof if until > now.timestamp() else ASKED - 1


def remembered_links(session, now):
    """The links through which this device proved its address."""
    return [int(pk) for pk, (until,) in session.get(DEVICES, {}).items() if until > now.timestamp()]


def forget_grants(session):
    """Close everything on this device, remembered or not."""
    for key in (GRANTS, DEVICES):
        session.pop(key, None)


def _keep(session, key, entry, now):
    alive = {pk: value for pk, value in session.get(key, {}).items() if value[0] > now.timestamp()} | entry
    session[key] = dict(list(alive.items())[-AT_MOST:])
