"""How long something is kept: each room says it in a list of its own, the top floor joins them and does what is due."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from buurtpreventie.database import web_transaction


@dataclass(frozen=True)
class Bewaarregel:
    """One sort of thing and its term, in the words of the page; ``rijen(now)`` gives what should be gone by then.

    ``hoe_lang`` is whole sentences; ``eigen(gemeente)`` says the same with what that gemeente set, where it may.
    What is due is deleted, or with ``leeg`` emptied, or with ``met(now)`` dealt with by an action that gives how many.
    ``taak`` names another job that does it already; a rule without rows is one that people or other rules carry out.
    """

    code: str
    wat: str
    hoe_lang: str
    grond: str
    daarna: str
    eigen: Callable | None = None
    rijen: Callable | None = None
    leeg: dict = field(default_factory=dict)
    met: Callable | None = None
    taak: str = ""

    @property
    def runs(self):
        """The nightly run carries it out."""
        return not self.taak and (self.rijen is not None or self.met is not None)

    def hoe_lang_in(self, gemeente):
        """How long, for a reader of this gemeente; of nobody's gemeente what holds everywhere."""
        return self.eigen(gemeente) if self.eigen and gemeente else self.hoe_lang


def carry_out(regel, now):
    """Do what is due by this rule, in a transaction of its own; gives how many rows went."""
    with web_transaction():
        if regel.met:
            return regel.met(now)
        rows = regel.rijen(now)
        keys = list(rows.values_list("pk", flat=True))
        due = rows.model.objects.filter(pk__in=keys)
        if regel.leeg:
            return due.update(**regel.leeg)
        due.delete()
        return len(keys)


def with_words(rows, *words):
    """Those in which one of these encrypted columns holds anything; looks at what is stored and reads nothing."""
    stored = {f"als_{word}": Cast(word, TextField()) for word in words}
    filled = Q()
    for name in stored:
        filled |= Q(**{f"{name}__gt": ""})
    return rows.alias(**stored).filter(filled)
