"""Drafts: kept from the first answer, gone when sent, thrown away or fourteen days old."""

from datetime import timedelta

from django.db import transaction

from meldingen.models import Concept

CONCEPT_DAGEN = 14


@transaction.atomic
def begin_concept(soort, *, team, actor, now):
    """Start a draft of this kind; nothing but the kind is known yet."""
    return Concept.objects.create(
        soort=soort,
        team=team,
        eigenaar=actor,
        begonnen_op=now,
        bewaard_op=now,
        verloopt_op=now + timedelta(days=CONCEPT_DAGEN),
    )


@transaction.atomic
def save_concept(concept, antwoorden, *, now):
    """Add these answers to the draft and give it fourteen days again."""
    concept = Concept.objects.select_for_update().get(pk=concept.pk)
    concept.antwoorden = concept.antwoorden | antwoorden
    concept.bewaard_op = now
    concept.verloopt_op = now + timedelta(days=CONCEPT_DAGEN)
    concept.save()
    return concept


@transaction.atomic
def discard_concept(concept):
    """Throw the draft away at the writer's wish."""
    Concept.objects.filter(pk=concept.pk).delete()


def purge_concepten(now):
    """Remove drafts that ran out, and the shells of those that were sent; gives their number."""
    gone = Concept.objects.filter(verloopt_op__lte=now).delete()[0]
    return gone
