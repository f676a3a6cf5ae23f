"""Drafts: kept from the first answer, gone when sent, thrown away or fourteen days old."""

from datetime import timedelta
from uuid import uuid5

from django.utils.translation import gettext as _

from buurtpreventie.database import act
from buurtpreventie.errors import RefusedAction
from meldingen.actions.opening import open_inhoud
from meldingen.models import Concept
from meldingen.rounds import OF_ROUND, ON_A_ROUND

CONCEPT_DAGEN = 14


@act
def begin_concept(soort, *, gemeente, actor, now, sleutel=None, ronde=None):
    """Start a draft of this kind; with the same ``sleutel`` (a page sent twice) it is the same draft.

    It remembers ``ronde``, the round it began on, only of a kind that can hang on one.
    """
    facts = {
        "soort": soort,
        "gemeente": gemeente,
        "eigenaar": actor,
        "begonnen_op": now,
        "bewaard_op": now,
        "verloopt_op": now + timedelta(days=CONCEPT_DAGEN),
        "antwoorden": {OF_ROUND: ronde.pk} if ronde and soort in ON_A_ROUND else {},
    }
    if sleutel is None:
        return Concept.objects.create(**facts)
    concept, _created = Concept.objects.get_or_create(pk=sleutel, defaults=facts)
    is_this_one = (concept.eigenaar_id, concept.soort, concept.gemeente_id) == (actor.pk, soort, gemeente.pk)
    return concept if is_this_one else Concept.objects.create(**facts)


@act
def begin_beside(melding, soort, *, met_plek, actor, now):
    """A draft of this kind beside a sent melding, filled in with its place as far as one reads that (E136).

    Begun again it is the same draft; after that one was sent it is a new one.
    """
    sleutel = uuid5(melding.concept_id, soort)
    if Concept.objects.filter(pk=sleutel, verstuurd_op__isnull=False).exists():
        sleutel = None
    concept = begin_concept(soort, gemeente=melding.gemeente, actor=actor, now=now, sleutel=sleutel)
    if concept.is_begun:
        return concept
    place = _place_of(melding, actor, now) if met_plek and not melding.tekst_verborgen else {}
    return save_concept(concept, place | {"afgesplitst_van": melding.nummer}, now=now)


def _place_of(melding, actor, now):
    """The answers about the place, for who reads the contents; opening them is written down."""
    inhoud = open_inhoud(melding, actor=actor, now=now)
    if inhoud is None:
        return {}
    words = {"straat": inhoud.straat, "huisnummer": inhoud.huisnummer, "plek": inhoud.plek}
    return words | {"buurt": str(melding.buurt_id)}


@act
def save_concept(concept, antwoorden, *, now):
    """Add these answers to the draft and give it fourteen days again.

    Raises RefusedAction when it was sent or thrown away in the meantime: nothing comes back to life.
    """
    concept = locked_concept(concept)
    concept.antwoorden = concept.antwoorden | antwoorden
    concept.bewaard_op = now
    concept.verloopt_op = now + timedelta(days=CONCEPT_DAGEN)
    concept.save()
    return concept


def locked_concept(concept):
    """The draft as it is now, held until the transaction ends; RefusedAction when it is gone or was sent."""
    concept = Concept.objects.select_for_update().filter(pk=concept.pk).first()
    if concept is None:
        raise RefusedAction(_("U hebt deze melding weggegooid. Begin een nieuwe melding."))
    if concept.verstuurd_op:
        raise RefusedAction(_("Deze melding is al verstuurd. U kunt er nog wel iets aan toevoegen."))
    return concept


@act
def discard_concept(concept):
    """Throw the draft away at the writer's wish."""
    Concept.objects.filter(pk=concept.pk, verstuurd_op=None).delete()


def purge_concepten(now):
    """Remove drafts that ran out, with their photos, and the shells of those that were sent; gives their number."""
    _all, gone = Concept.objects.filter(verloopt_op__lte=now).delete()
    return gone.get(Concept._meta.label, 0)
