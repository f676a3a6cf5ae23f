""" "U zei, wij deden": what came of the answers is written down, and told once to who gave them (E204)."""

from django.db import transaction
from django.utils.translation import gettext as _

from buurtpreventie.accounts.models import Gebruiker
from buurtpreventie.audit.actions import record
from buurtpreventie.errors import RefusedAction
from evaluaties.actions.locking import locked_afname
from evaluaties.fatigue import unwilling
from evaluaties.mails.returning import mail_told
from evaluaties.models import WijDeden
from evaluaties.participants import who_gave
from trainingen.mails.people import mailable

MOST_LINES = 12


def _locked_closed(afname):
    afname = locked_afname(afname)
    if afname.is_open:
        raise RefusedAction(_("Dit formulier is nog open. Sluit het eerst."))
    return afname


@transaction.atomic
def add_line(afname, *, uzei, wijdeden, actor, now):
    """One thing that people said, and what was done with it; the same words twice are one line."""
    afname = _locked_closed(afname)
    rows = WijDeden.objects.filter(afname=afname)
    if there := rows.filter(uzei=uzei, wijdeden=wijdeden).first():
        return there
    if rows.count() >= MOST_LINES:
        raise RefusedAction(_("Er staan al %(n)d regels. Haal er eerst een weg.") % {"n": MOST_LINES})
    line = WijDeden.objects.create(afname=afname, uzei=uzei, wijdeden=wijdeden, door=actor, op=now)
    record("afname.wij_deden", afname, actor=actor, now=now, regel=line.pk)
    return line


@transaction.atomic
def remove_line(line, *, actor, now):
    """Take a line away, as long as it was not told; gone already: nothing."""
    afname = _locked_closed(line.afname)
    if is_told(line, afname):
        raise RefusedAction(_("Deze regel is al verteld. Zet er een nieuwe regel bij."))
    gone, _rows = WijDeden.objects.filter(pk=line.pk).delete()
    if gone:
        record("afname.wij_deden_weg", afname, actor=actor, now=now, regel=line.pk)


def is_told(line, afname):
    """Whether this line stood there when the results went back."""
    return afname.verteld_op is not None and line.op <= afname.verteld_op


@transaction.atomic
def tell_what_came_of_it(afname, *, actor, now):
    """Mail it once to who was asked or was there; it is no request. Gives how many, or None when it was told."""
    afname = _locked_closed(afname)
    if afname.verteld_op:
        return None
    lines = list(WijDeden.objects.filter(afname=afname))
    if not lines:
        raise RefusedAction(_("Er staat nog niets. Schrijf eerst op wat u met de antwoorden deed."))
    sent = sum(bool(mail_told(afname, lines, **to, now=now)) for to in _addresses(afname))
    afname.verteld_op = now
    afname.save(update_fields=["verteld_op"])
    record("afname.verteld", afname, actor=actor, now=now, aantal=sent)
    return sent


def _addresses(afname):
    """Whom to mail: people with an address that is known to be theirs, and guests; not who wants none of this."""
    found = who_gave(afname)
    people = list(mailable(Gebruiker.objects.filter(pk__in=[person.pk for person in found.gebruikers])))
    emails = [row.gast_email for row in found.gasten]
    gone, gone_addresses = unwilling([person.pk for person in people], emails)
    for person in people:
        if person.pk not in gone and person.email.lower() not in gone_addresses:
            yield {"aan": person.email, "wie": f"lid:{person.pk}", "lid": True}
    for row in found.gasten:
        if row.gast_email.lower() not in gone_addresses:
            yield {"aan": row.gast_email, "wie": f"gast:{row.pk}", "lid": False}
