"""Retention of one melding: everything that was said about it goes, its dates, codes and figures stay."""

import uuid

from django.db.models import Case, TextField, Value, When
from django.utils.translation import gettext as _

from buurtpreventie.accounts.models import Code
from buurtpreventie.audit.actions import record
from buurtpreventie.audit.models import Reden
from buurtpreventie.database import act
from buurtpreventie.errors import RefusedAction
from buurtpreventie.outbox.models import Bericht
from meldingen.actions import locked
from meldingen.models import Aanvulling, Bijlage, Concept, Melding, MeldingInhoud
from opvolging.actions.melder_tokens import token_of
from opvolging.models import (
    Aanhouding,
    Bezorging,
    Herinnering,
    Ingelicht,
    Opvolging,
    Resultaat,
    Schaalstap,
    Terugkoppeling,
    Toegang,
    Toevoeging,
    Vernietiging,
    VraagAanMelder,
    Wissing,
)
from teams.clocks import local_date

OF_ASK, OF_MELDING = "opvolging__melding", "melding"
# Rows that hold nothing but words or pixels: they go as a whole.
GONE = (
    ("toevoeging", Toevoeging, OF_ASK),
    ("link", Toegang, OF_ASK),
    ("foto", Bijlage, OF_MELDING),
    ("aanvulling", Aanvulling, OF_MELDING),
    ("inhoud", MeldingInhoud, OF_MELDING),
)
# Rows that figures and rules need: only their words go.
EMPTIED = (
    (Opvolging, OF_MELDING, ("uittreksel", "kenmerk")),
    (Resultaat, OF_ASK, ("voor_meldpunt", "voor_melder", "wat_miste")),
    (Ingelicht, OF_MELDING, ("want",)),
    (Terugkoppeling, OF_MELDING, ("tekst",)),
    (Bezorging, OF_MELDING, ("tekst",)),
    (VraagAanMelder, OF_MELDING, ("vraag", "antwoord")),
    (Schaalstap, OF_MELDING, ("toelichting",)),
    (Aanhouding, OF_MELDING, ("toelichting",)),
)


@act
def wipe(wissing, *, now):
    """Wipe the melding of this line of the list and write down that it went; nothing when it may not go any more.

    Gives the record, or None: opened again, held back or wiped meanwhile.
    """
    melding = locked(wissing.melding)
    wissing = Wissing.objects.waiting().select_for_update(of=("self",)).filter(pk=wissing.pk).first()
    held = Aanhouding.objects.in_force(local_date(now)).filter(melding=melding).exists()
    if wissing is None or held or melding.is_open or wissing.wissen_op > local_date(now):
        return None
    counts = anonymise(melding, now=now)
    wissing.gewist_op = now
    wissing.save(update_fields=["gewist_op"])
    return Vernietiging.objects.create(
        gemeente_id=melding.gemeente_id,
        dag=local_date(now),
        wat="melding",
        soort=melding.soort,
        niveau=melding.vertrouwelijkheid,
        regel=wissing.regel,
        aantal=1,
        daarbij=counts,
        op=now,
    )


@act
def anonymise(melding, *, now):
    """Take away text, address, photos, names and mails of a closed melding; gives how many rows of each sort went.

    Raises RefusedAction when it is still open. What is gone stays gone: the database refuses the way back.
    """
    melding = locked(melding)
    if melding.is_open:
        raise RefusedAction(_("Deze melding loopt nog. Er wordt niets gewist."))
    if melding.gewist_op:
        return {}
    concept = melding.concept_id
    _without_names(melding, now)
    asks = list(Opvolging.objects.filter(melding=melding).values_list("pk", flat=True))
    links = list(Toegang.objects.filter(opvolging__in=asks).values_list("pk", flat=True))
    counts = {"mail": _forget_mails(melding, asks, links)}
    _forget_reasons(melding, asks, links)
    for name, model, road in GONE:
        counts[name] = model.objects.filter(**{road: melding}).delete()[0]
    for model, road, words in EMPTIED:
        model.objects.filter(**{road: melding}).update(**{word: _empty(word) for word in words})
    VraagAanMelder.objects.filter(melding=melding).update(antwoord_door=None)
    Concept.objects.filter(pk=concept).delete()
    record("melding.gewist", melding, actor=None, now=now, niveau=melding.vertrouwelijkheid)
    return {name: number for name, number in counts.items() if number}


def _empty(word):
    """Nothing where there was something; what was never filled in stays unknown."""
    return Case(When(**{f"{word}__isnull": True}, then=Value(None)), default=Value(""), output_field=TextField())


def _without_names(melding, now):
    """The row itself: nobody's any more, tied to no round, no draft and no other melding of the same person."""
    melding.melder_teken = token_of(melding)
    melding.gewist_op = now
    melding.melder = melding.ingevoerd_door = melding.ronde = melding.afgesplitst_van = None
    melding.naam_delen, melding.straat_index, melding.concept_id = False, "", uuid.uuid4()
    melding.save()
    Melding.objects.filter(afgesplitst_van=melding).update(afgesplitst_van=None)


def _forget_mails(melding, asks, links):
    """Every mail and code about it, sent or not: a closed melding causes no mail again, so its keys may go too."""
    of_links = [f"toegang:{pk}" for pk in links]
    Code.objects.filter(doel__in=of_links).delete()
    sources = [f"melding:{melding.pk}", *(f"opvolging:{pk}" for pk in asks), *of_links]
    brought = [f"bezorging:{pk}" for pk in Bezorging.objects.filter(melding=melding).values_list("pk", flat=True)]
    Herinnering.objects.filter(bron__in=[*sources, *brought]).delete()
    return Bericht.objects.filter(bron__in=sources).delete()[0]


def _forget_reasons(melding, asks, links):
    """Own words beside the log; the lines themselves hold numbers and codes, and stay until their own term."""
    photos = list(Bijlage.objects.filter(melding=melding).values_list("pk", flat=True))
    for model, ids in ((Melding, [melding.pk]), (Opvolging, asks), (Toegang, links), (Bijlage, photos)):
        Reden.objects.filter(logregel__doel_soort=model._meta.label_lower, logregel__doel_id__in=ids).delete()
