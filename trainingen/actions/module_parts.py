"""The agenda, the material and the refreshers of a module: each written as a whole, with history."""

from django.db import transaction

from buurtpreventie.audit.actions import record
from teams.actions.changes import note, refuse_unread
from trainingen.actions.modules import locked_module
from trainingen.models import Materiaal, Onderdeel, Opfrisser
from trainingen.module_words import agenda_in_words, material_in_words, refreshers_in_words


@transaction.atomic
def write_agenda(module, *, agenda, gelezen, actor, now):
    """These parts in this order; ``agenda`` holds (minutes, title)."""
    module = locked_module(module)

    def write():
        module.onderdelen.all().delete()
        rows = enumerate(agenda, start=1)
        Onderdeel.objects.bulk_create(
            Onderdeel(module=module, volgorde=n, minuten=minuten, titel=titel) for n, (minuten, titel) in rows
        )

    return _rewrite(module, "agenda", agenda_in_words, write, gelezen, actor, now)


@transaction.atomic
def write_materialen(module, *, materialen, gelezen, actor, now):
    """These things in this order: dicts with soort, naam, link and na_afloop."""
    module = locked_module(module)

    def write():
        module.materialen.all().delete()
        rows = enumerate(materialen, start=1)
        Materiaal.objects.bulk_create(Materiaal(module=module, volgorde=n, **facts) for n, facts in rows)

    return _rewrite(module, "materiaal", material_in_words, write, gelezen, actor, now)


@transaction.atomic
def write_opfrissers(module, *, opfrissers, gelezen, actor, now):
    """A text per number of months: ``{3: (title, text)}``; a term that is left out has none any more."""
    module = locked_module(module)

    def write():
        module.opfrissers.exclude(maanden__in=opfrissers).delete()
        for maanden, (titel, tekst) in opfrissers.items():
            words = {"titel": titel, "tekst": tekst}
            Opfrisser.objects.update_or_create(module=module, maanden=maanden, defaults=words)

    return _rewrite(module, "opfrissers", refreshers_in_words, write, gelezen, actor, now)


def _rewrite(module, veld, in_words, write, gelezen, actor, now):
    """Write unless a colleague was first; a line of history when it became something else."""
    before = in_words(module)
    refuse_unread({veld: before}, gelezen)
    write()
    after = in_words(module)
    if after != before:
        note(module, veld, before, after, actor=actor, now=now)
        record("module.gewijzigd", module, actor=actor, now=now, velden=[veld])
    return module
