"""Photos: of a draft until it is sent, of the melding from then on; at most five, where the category takes them."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from buurtpreventie.audit.actions import record
from buurtpreventie.database import act
from buurtpreventie.errors import RefusedAction
from meldingen.actions.drafts import locked_concept
from meldingen.actions.life import locked
from meldingen.actions.opening import note_opening
from meldingen.models import Bijlage
from meldingen.permissions import takes_photos
from meldingen.photos import MOST_PHOTOS

OPENED = "foto"  # the part in the log: beside the contents a photo of it was opened


@act
def add_draft_photos(concept, fotos, *, actor, now):
    """Keep photos (``Foto``) with a draft; the same photo twice is one. Gives what was added.

    Raises RefusedAction above five, or when the draft is gone or was sent.
    """
    return _add(fotos, actor, now, concept=locked_concept(concept))


@act
def remove_draft_photo(concept, sleutel):
    """Take a photo out of a draft that was not sent; a second time changes nothing."""
    locked_concept(concept)
    Bijlage.objects.filter(concept=concept, sleutel=sleutel).delete()


@act
def add_photos(melding, fotos, *, actor, now):
    """Add photos to a melding that runs; raises RefusedAction above five or where none may come along."""
    melding = locked(melding)
    if not melding.is_open:
        raise RefusedAction(_("Deze melding is al beantwoord. Er kunnen geen foto's meer bij."))
    if not takes_photos(melding):
        raise RefusedAction(_("Bij dit onderwerp kunt u geen foto's meesturen."))
    added = _add(fotos, actor, now, melding=melding)
    if added:
        record("melding.fotos_erbij", melding, actor=actor, now=now, aantal=len(added))
    return added


def _add(fotos, actor, now, **owner):
    present = list(Bijlage.objects.filter(**owner))
    known = {bijlage.inhoud for bijlage in present}
    new = [foto for foto in dict.fromkeys(fotos) if foto.inhoud not in known]
    if len(present) + len(new) > MOST_PHOTOS:
        raise RefusedAction(_too_many(MOST_PHOTOS - len(present)))
    return Bijlage.objects.bulk_create(
        [
            Bijlage(
                inhoud=foto.inhoud,
                soort=foto.soort,
                breedte=foto.breedte,
                hoogte=foto.hoogte,
                door=actor,
                op=now,
                **owner,
            )
            for foto in new
        ]
    )


def _too_many(room):
    if room <= 0:
        return _("Er zijn al 5 foto's bij. Haal er eerst een weg als u een andere wilt meesturen.")
    return ngettext(
        "Er kunnen hooguit 5 foto's mee. Er kan nog %(aantal)d foto bij.",
        "Er kunnen hooguit 5 foto's mee. Er kunnen nog %(aantal)d foto's bij.",
        room,
    ) % {"aantal": room}


def move_photos(concept_id, melding):
    """A draft was sent: its photos go with the melding, or nowhere when the category takes none."""
    of_draft = Bijlage.objects.filter(concept=concept_id)
    if takes_photos(melding):
        of_draft.update(concept=None, melding=melding)
    else:
        of_draft.delete()


def open_photo(bijlage, *, actor, now):
    """The bytes of a photo; from V1 on the opening is written down before it is shown."""
    if bijlage.melding:
        note_opening(bijlage.melding, actor=actor, now=now, deel=OPENED)
    return bijlage.inhoud


@act
def remove_photo(bijlage, *, reden, actor, now):
    """Destroy a photo that should not be there: only who, when and why stays behind. Twice changes nothing."""
    melding = locked(bijlage.melding)
    gone, _rows = Bijlage.objects.filter(pk=bijlage.pk, melding=melding).delete()
    if gone:
        record("melding.foto_weg", melding, actor=actor, now=now, reden=reden, foto=bijlage.pk)
    return melding
