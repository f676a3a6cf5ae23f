"""The locks that acts on evaluations take first: Gemeente, Team, Sessie, Afname, Gevraagd, then Bericht."""

from django.utils.translation import gettext as _

from buurtpreventie.errors import RefusedAction
from evaluaties.models import Afname, Gevraagd


def locked_afname(afname):
    """The run as it is now, held until the transaction ends: what comes in is taken one by one."""
    return Afname.objects.select_for_update(of=("self",), no_key=True).select_related("versie").get(pk=afname.pk)


def locked_open(afname):
    """The same, or RefusedAction when the run is closed."""
    locked = locked_afname(afname)
    if not locked.is_open:
        raise RefusedAction(_("Dit formulier is gesloten. Er kan niets meer bij."))
    return locked


def locked_gevraagd(gevraagd):
    """The request and its run, the run locked first; RefusedAction when the run is closed."""
    afname = locked_open(gevraagd.afname)
    row = Gevraagd.objects.select_for_update(of=("self",)).get(pk=gevraagd.pk)
    row.afname = afname
    return row
