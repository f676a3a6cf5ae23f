"""A gemeente makes a version of its own: begun as a copy, changed while it is a draft, adopted for good (E206)."""

import re

from django.db import transaction
from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.errors import RefusedAction
from evaluaties.answers import questions_of
from evaluaties.models import Versie, Vraag, VraagType
from evaluaties.versions import (
    all_words,
    broken_conditions,
    changes_between,
    not_ready,
    options_from,
    question_words,
    top_words,
)
from teams.actions.changes import locked_gemeente, refuse_unread

NUMBER = re.compile(r"[0-9]+")
MOST_QUESTIONS = 40
COPIED = ("code", "volgorde", "tekst", "hulp", "type", "opties", "per", "laagste", "hoogste", "links", "rechts")
COPIED += ("verplicht", "als_waarden", "bekend_uit", "indicator")
YES_NO = [{"code": "ja", "tekst": "Ja"}, {"code": "nee", "tekst": "Nee"}]


@transaction.atomic
def begin_version(vragenlijst, gemeente, *, actor, now):
    """A draft of the gemeente, with everything of the version that it uses; begun twice is one draft."""
    locked_gemeente(gemeente)
    own = Versie.objects.filter(vragenlijst=vragenlijst, gemeente=gemeente)
    if draft := own.drafts().first():
        return draft
    used = Versie.objects.used_by(gemeente).filter(vragenlijst=vragenlijst).first()
    if used is None:
        raise RefusedAction(_("Van deze vragenlijst is nog geen versie in gebruik."))
    numbers = [1, *own.values_list("nummer", flat=True)]
    said = {"inleiding": used.inleiding, "minuten": used.minuten}  # what is different is said anew
    facts = {"vragenlijst": vragenlijst, "gemeente": gemeente, "nummer": max(numbers) + 1}
    draft = Versie.objects.create(**facts, **said, gemaakt_door=actor, gemaakt_op=now)
    _copy_questions(used, draft)
    record("versie.begonnen", draft, actor=actor, now=now, nummer=draft.nummer)
    return draft


def _copy_questions(used, draft):
    made = {}
    for vraag in questions_of(used):
        facts = {veld: getattr(vraag, veld) for veld in COPIED}
        made[vraag.pk] = Vraag.objects.create(versie=draft, als_vraag=made.get(vraag.als_vraag_id), **facts)


@transaction.atomic
def write_version(versie, *, inleiding, verschil, minuten, gelezen, actor, now):
    """What stands above the questions."""
    versie = locked_draft(versie)
    refuse_unread(top_words(versie), gelezen)
    versie.inleiding, versie.verschil, versie.minuten = inleiding, verschil, minuten
    versie.save(update_fields=["inleiding", "verschil", "minuten"])
    record("versie.gewijzigd", versie, actor=actor, now=now, velden=["inleiding", "verschil", "minuten"])
    return versie


@transaction.atomic
def add_vraag(versie, *, actor, now, gelezen=None, **facts):
    """One more question, at the end; its code was never used in this questionnaire."""
    versie = locked_draft(versie)
    vragen = questions_of(versie)
    if len(vragen) >= MOST_QUESTIONS:
        raise RefusedAction(_("Er staan al %(n)s vragen in. Haal eerst een vraag weg.") % {"n": MOST_QUESTIONS})
    last = max((vraag.volgorde for vraag in vragen), default=0)
    vraag = Vraag(versie=versie, code=_free_code(versie.vragenlijst), volgorde=last + 1)
    return _written(vraag, facts, "versie.vraag_erbij", actor, now)


@transaction.atomic
def change_vraag(vraag, *, gelezen, actor, now, **facts):
    """Other words or answers; the question keeps its code, and an answer that stays the same keeps its own."""
    vraag = locked_vraag(vraag)
    refuse_unread(question_words(vraag), gelezen)
    return _written(vraag, facts, "versie.vraag_anders", actor, now)


def _written(vraag, facts, event, actor, now):
    """Write these facts with the codes of its answers, unless a later question could not be asked any more."""
    facts = dict(facts)
    earlier = _same_question(vraag)
    vraag.als_vraag, vraag.als_waarden = _condition(vraag, facts.pop("als_code"), facts.pop("als_waarden"))
    for veld in ("opties", "per"):
        used = [one for other in earlier for one in getattr(other, veld)]
        facts[veld] = options_from(facts[veld], getattr(vraag, veld), used)
    if facts["type"] == VraagType.JA_NEE:
        facts["opties"] = YES_NO
    for veld, value in facts.items():
        setattr(vraag, veld, value)
    vraag.save()
    _refuse_broken(vraag.versie)
    record(event, vraag.versie, actor=actor, now=now, vraag=vraag.code)
    return vraag


def _same_question(vraag):
    """The same question in every version of the questionnaire, the oldest first."""
    rows = Vraag.objects.filter(versie__vragenlijst=vraag.versie.vragenlijst_id, code=vraag.code)
    return rows.exclude(pk=vraag.pk).order_by("versie__nummer", "pk")


def _condition(vraag, code, waarden):
    """The earlier question by its code, and the answers to it that let this one be asked."""
    if not code:
        return None, []
    source = Vraag.objects.filter(versie=vraag.versie, code=code, volgorde__lt=vraag.volgorde).first()
    if source is None:
        raise RefusedAction(_("De vraag waar deze van afhangt, staat niet meer eerder in de lijst. Kies opnieuw."))
    return source, waarden


@transaction.atomic
def remove_vraag(vraag, *, actor, now):
    """Out of this draft; what was answered under other versions stays there."""
    vraag = locked_vraag(vraag)
    if follows := Vraag.objects.filter(als_vraag=vraag).order_by("volgorde").first():
        words = _("De vraag “%(vraag)s” hangt hiervan af. Verander eerst wanneer u die vraag stelt.")
        raise RefusedAction(words % {"vraag": follows.tekst})
    versie, code = vraag.versie, vraag.code
    vraag.delete()
    record("versie.vraag_weg", versie, actor=actor, now=now, vraag=code)
    return versie


@transaction.atomic
def move_vraag(vraag, *, omhoog, actor, now):
    """One place up or down; at the end of the list nothing happens."""
    vraag = locked_vraag(vraag)
    rows = Vraag.objects.filter(versie=vraag.versie)
    if omhoog:
        other = rows.filter(volgorde__lt=vraag.volgorde).order_by("-volgorde").first()
    else:
        other = rows.filter(volgorde__gt=vraag.volgorde).order_by("volgorde").first()
    if other is None:
        return vraag
    first, second = (other, vraag) if omhoog else (vraag, other)
    if second.als_vraag_id == first.pk:
        words = _("De vraag “%(vraag)s” hangt af van “%(eerder)s” en moet erna komen.")
        raise RefusedAction(words % {"vraag": second.tekst, "eerder": first.tekst})
    places = (second.volgorde, first.volgorde)
    Vraag.objects.filter(pk=second.pk).update(volgorde=places[1])
    Vraag.objects.filter(pk=first.pk).update(volgorde=places[0])
    record("versie.vraag_verplaatst", vraag.versie, actor=actor, now=now, vraag=vraag.code)
    return Vraag.objects.get(pk=vraag.pk)


@transaction.atomic
def adopt_version(versie, *, gelezen, actor, now):
    """From now on new runs of the gemeente use it, and it never changes; pressed twice is once.

    ``gelezen`` is the mark of the questions that one saw; RefusedAction when a colleague changed them meanwhile.
    """
    locked_gemeente(versie.gemeente)
    versie = _held(versie)
    if versie.is_adopted:
        return versie
    refuse_unread(all_words(versie), gelezen)
    used = Versie.objects.used_by(versie.gemeente_id).filter(vragenlijst=versie.vragenlijst_id).first()
    vragen = questions_of(versie)
    if reasons := not_ready(versie, vragen, changes_between(used, questions_of(used), versie, vragen)):
        raise RefusedAction(" ".join(reasons))
    versie.vastgesteld_door, versie.vastgesteld_op = actor, now
    versie.save(update_fields=["vastgesteld_door", "vastgesteld_op"])
    record("versie.vastgesteld", versie, actor=actor, now=now, nummer=versie.nummer)
    return versie


@transaction.atomic
def discard_version(versie, *, actor, now):
    """Throw a draft away; what is adopted stays for ever."""
    versie = locked_draft(versie)
    record("versie.weggegooid", versie, actor=actor, now=now, nummer=versie.nummer)
    vragenlijst = versie.vragenlijst
    Vraag.objects.filter(versie=versie).update(als_vraag=None, als_waarden=[])
    versie.delete()
    return vragenlijst


def locked_draft(versie):
    """The draft as it is now, held; RefusedAction when it is adopted or gone."""
    locked_gemeente(versie.gemeente)
    held = _held(versie)
    if held.is_adopted:
        raise RefusedAction(_("Deze versie is vastgesteld en verandert niet meer. Begin een nieuwe versie."))
    return held


def _held(versie):
    rows = Versie.objects.select_related("vragenlijst").select_for_update(of=("self",))
    held = rows.filter(pk=versie.pk).first()
    if held is None:
        raise RefusedAction(_("Deze versie is intussen weggegooid."))
    held.gemeente = versie.gemeente
    return held


def locked_vraag(vraag):
    """A question of a draft, held with it."""
    versie = locked_draft(vraag.versie)
    held = Vraag.objects.filter(pk=vraag.pk, versie=versie).first()
    if held is None:
        raise RefusedAction(_("Deze vraag is intussen weggehaald."))
    held.versie = versie
    return held


def _refuse_broken(versie):
    if reasons := broken_conditions(questions_of(versie)):
        raise RefusedAction(" ".join(reasons))


def _free_code(vragenlijst):
    """The first code of this questionnaire after every code that any version of it ever had."""
    used = Vraag.objects.filter(versie__vragenlijst=vragenlijst).values_list("code", flat=True)
    numbers = [int(found[0]) for code in used if (found := NUMBER.search(code))]
    return f"{vragenlijst.code[:7]}{max(numbers, default=0) + 1}"
