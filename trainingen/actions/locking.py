"""The locks that acts on trainings take first: Gemeente, Team, Sessie, Inschrijving, Bewijs, then Bericht."""

from django.utils.translation import gettext as _

from buurtpreventie.errors import RefusedAction
from trainingen.models import Inschrijving, Sessie, SessieStand


def locked_sessie(sessie):
    """The row of this evening as it is now, held until the transaction ends: what happens to its list is one by one."""
    return Sessie.objects.select_for_update(of=("self",), no_key=True).select_related("gemeente").get(pk=sessie.pk)


def locked_planned(sessie):
    """The same, or RefusedAction when the evening is over or does not go on."""
    locked = locked_sessie(sessie)
    if locked.stand == SessieStand.VERVALLEN:
        raise RefusedAction(_("Deze avond gaat niet door. Kijk op de pagina van de training."))
    if locked.stand == SessieStand.GEHOUDEN:
        raise RefusedAction(_("Deze avond is al afgesloten. Verbeter de lijst op de pagina van de training."))
    return locked


def locked_inschrijving(inschrijving):
    """The registration and its evening, the evening locked first."""
    sessie = locked_sessie(inschrijving.sessie)
    row = Inschrijving.objects.select_for_update(of=("self",)).get(pk=inschrijving.pk)
    row.sessie = sessie
    return row
