"""Nobody walks in two rounds at once: asked first, and the database refuses what two write at the same moment."""

from contextlib import contextmanager

from django.db import IntegrityError, transaction

from buurtpreventie.errors import RefusedAction
from teams.rondes.models import Deelname


def names_elsewhere(people, begin, einde, but=None):
    """Who of these people walks in another round between these moments, by name; without ``einde`` until now."""
    busy = Deelname.objects.walked().filter(gebruiker__in=people, tijdvak__overlap=(begin, einde)).exclude(ronde=but)
    return sorted(set(busy.values_list("gebruiker__naam", flat=True)))


@contextmanager
def refused_when_elsewhere(words):
    """Write who walks; RefusedAction with these words when somebody turns out to walk elsewhere."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as clash:
        if "deelname_niet_in_twee_rondes" not in str(clash):
            raise
        raise RefusedAction(words) from clash
