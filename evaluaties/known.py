"""What is known of who is asked by name, and is therefore not asked again (E204): which modules they followed."""

from evaluaties.models import Vraag, VraagType
from trainingen.models import Inschrijving, Sessie

MODULES, BOTH = "modules", "allebei"


def modules_of(gevraagd):
    """Codes of the modules whose evenings this person was at, in the programme of the run when it is about one."""
    afname = gevraagd.afname
    was_there = Inschrijving.objects.filter(aanwezig=True)
    if gevraagd.gebruiker_id:
        was_there = was_there.filter(gebruiker=gevraagd.gebruiker_id)
    else:
        was_there = was_there.filter(pk=gevraagd.inschrijving_id)
    evenings = Sessie.objects.held().filter(inschrijvingen__in=was_there, module__isnull=False)
    if afname.programma_id:
        evenings = evenings.filter(programma=afname.programma_id)
    return set(evenings.values_list("module__code", flat=True))


def known_of(gevraagd):
    """(answers that are known, keys that are not asked): E0 and the marks of modules that somebody did not follow."""
    questions = list(Vraag.objects.filter(versie=gevraagd.afname.versie_id, bekend_uit=MODULES))
    followed = modules_of(gevraagd) if questions else set()
    answers, skipped = {}, set()
    for vraag in questions:
        if vraag.per:
            skipped |= {f"{vraag.code}.{one['code']}" for one in vraag.per if followed and one["code"] not in followed}
        elif vraag.type == VraagType.KEUZE and (value := _choice(vraag, followed)):
            answers[vraag.code] = value
            skipped.add(vraag.code)
    return answers, frozenset(skipped)


def _choice(vraag, followed):
    """The option that says which modules these are; None when no option does."""
    codes = {one["code"] for one in vraag.opties}
    mine = followed & codes
    if len(mine) == 1:
        return mine.pop()
    return BOTH if mine and BOTH in codes else None
