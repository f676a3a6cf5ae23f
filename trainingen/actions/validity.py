"""How long a kind of certificate counts in one gemeente; what is given keeps the end it was given."""

from django.db import transaction

from buurtpreventie.audit.actions import record
from teams.actions.changes import locked_gemeente, note, refuse_unread
from trainingen.models import BewijsRegel
from trainingen.validity import Regel, rules_in_words, rules_of


@transaction.atomic
def set_rules(gemeente, *, regels, gelezen, actor, now):
    """Another term for new certificates; ``regels`` by kind: (months or None, window).

    Raises RefusedAction when a colleague was first.
    """
    gemeente = locked_gemeente(gemeente)
    before = rules_of(gemeente.pk)
    words = rules_in_words(before)
    refuse_unread(words, gelezen)
    wanted = {soort: Regel(*facts) for soort, facts in regels.items()}
    changed = sorted(soort for soort, regel in wanted.items() if regel != before[soort])
    for soort in changed:
        regel = wanted[soort]
        BewijsRegel.objects.update_or_create(
            gemeente=gemeente,
            soort=soort,
            defaults={"geldig_maanden": regel.geldig_maanden, "venster_maanden": regel.venster_maanden},
        )
        after = rules_in_words(wanted)[soort]
        note(gemeente, f"geldigheid_{soort}", words[soort], after, actor=actor, now=now)
    if changed:
        record("bewijsregels.gewijzigd", gemeente, actor=actor, now=now, soorten=changed)
    return gemeente
