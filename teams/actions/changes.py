"""Every change of a setting: who made what of what, and when; the row itself is locked by the caller."""

from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.errors import RefusedAction
from buurtpreventie.ui.gelezen import fingerprint
from teams.models import Gemeente, Wijziging
from teams.wijzigingen import words_of


def locked_gemeente(gemeente):
    """The gemeente, held: whoever changes its settings comes one after the other."""
    return Gemeente.objects.select_for_update().get(pk=gemeente.pk)


def change(thing, waarden, *, gelezen=None, event, actor, now):
    """Write these values; each that differs becomes a line of history. Nothing happens when nothing differs.

    Raises RefusedAction when ``gelezen`` is the mark of something that a colleague changed meanwhile.
    """
    before = words_of(thing, waarden)
    refuse_unread(before, gelezen)
    many = {veld for veld in waarden if thing._meta.get_field(veld).many_to_many}
    for veld, waarde in waarden.items():
        getattr(thing, veld).set(waarde) if veld in many else setattr(thing, veld, waarde)
    if set(waarden) - many:
        thing.save(update_fields=set(waarden) - many)
    after = words_of(thing, waarden)
    changed = [veld for veld in waarden if before[veld] != after[veld]]
    for veld in changed:
        note(thing, veld, before[veld], after[veld], actor=actor, now=now)
    if changed:
        record(event, thing, actor=actor, now=now, velden=changed)
    return thing


def refuse_unread(before, gelezen):
    """What stands there must be what was read."""
    if gelezen is not None and gelezen != fingerprint(before):
        raise RefusedAction(
            _("Een collega heeft dit zojuist gewijzigd. Wat u typte, staat er nog. Sla het nog een keer op.")
        )


def note(thing, veld, van, naar, *, actor, now):
    """One line of history."""
    return Wijziging.objects.create(
        gemeente_id=thing.gemeente_id,
        doel_soort=thing._meta.label_lower,
        doel_id=thing.pk,
        veld=veld,
        van=van,
        naar=naar,
        door=actor,
        op=now,
    )
