"""What can be taught is made, changed, switched off and on; never deleted, for evenings point at it (E170)."""

from itertools import count

from django.db import transaction
from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.errors import RefusedAction
from teams.actions.changes import change, locked_gemeente, note
from trainingen.models import Module, Situatie


@transaction.atomic
def make_module(gemeente, *, code, actor, now, gelezen=None, **waarden):
    """A module of the gemeente's own; its code is free and stays."""
    gemeente = locked_gemeente(gemeente)
    if Module.objects.filter(gemeente=gemeente, code__iexact=code).exists():
        raise RefusedAction(_("Deze code bestaat al. Kies een andere code."))
    _refuse_double(Module, gemeente, waarden["naam"], _("Er is al een module met deze naam."))
    module = Module.objects.create(gemeente=gemeente, code=code, **waarden)
    return _made(module, "module.nieuw", actor, now)


@transaction.atomic
def change_module(module, *, gelezen, actor, now, **waarden):
    """Other words, goals or length, for evenings from now on; who has a certificate keeps it."""
    locked_gemeente(module.gemeente)
    module = locked_module(module)
    _refuse_double(Module, module.gemeente, waarden["naam"], _("Er is al een module met deze naam."), besides=module)
    return change(module, waarden, gelezen=gelezen, event="module.gewijzigd", actor=actor, now=now)


@transaction.atomic
def switch_module(module, *, actief, actor, now):
    """Off: nobody plans an evening of it any more; evenings that are there go on. Pressed twice is once."""
    return change(locked_module(module), {"actief": actief}, event="module.gewijzigd", actor=actor, now=now)


@transaction.atomic
def make_situatie(gemeente, *, actor, now, gelezen=None, **waarden):
    """A situation of the gemeente's own; it gets a code by itself."""
    gemeente = locked_gemeente(gemeente)
    _refuse_double(Situatie, gemeente, waarden["naam"], _("Er is al een situatie met deze naam."))
    situatie = Situatie.objects.create(gemeente=gemeente, code=_free_code(gemeente), **waarden)
    return _made(situatie, "situatie.nieuw", actor, now)


@transaction.atomic
def change_situatie(situatie, *, gelezen, actor, now, **waarden):
    """Other words; what was practised on an evening keeps pointing at it."""
    gemeente = locked_gemeente(situatie.gemeente)
    situatie = _locked(Situatie, situatie)
    words = _("Er is al een situatie met deze naam.")
    _refuse_double(Situatie, gemeente, waarden["naam"], words, besides=situatie)
    return change(situatie, waarden, gelezen=gelezen, event="situatie.gewijzigd", actor=actor, now=now)


@transaction.atomic
def switch_situatie(situatie, *, actief, actor, now):
    """Off: it is no longer among the choices on an evening. Pressed twice is once."""
    values = {"actief": actief}
    return change(_locked(Situatie, situatie), values, event="situatie.gewijzigd", actor=actor, now=now)


def locked_module(module):
    """The row as it is now, held: what hangs on it changes one after the other."""
    return _locked(Module, module)


def _locked(model, thing):
    return model.objects.select_related("gemeente").select_for_update(of=("self",)).get(pk=thing.pk)


def _refuse_double(model, gemeente, naam, words, besides=None):
    others = model.objects.filter(gemeente=gemeente, naam__iexact=naam)
    if others.exclude(pk=besides.pk if besides else None).exists():
        raise RefusedAction(words)


def _made(thing, event, actor, now):
    note(thing, "nieuw", "", thing.naam, actor=actor, now=now)
    record(event, thing, actor=actor, now=now, code=thing.code)
    return thing


def _free_code(gemeente):
    """The first code of one's own that is not used yet: E01, E02 …"""
    used = set(Situatie.objects.filter(gemeente=gemeente).values_list("code", flat=True))
    return next(code for code in (f"E{n:02}" for n in count(1)) if code not in used)
