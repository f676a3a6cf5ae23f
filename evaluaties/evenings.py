"""Evenings of which people can be asked what they thought."""

from datetime import timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from evaluaties.models import Soort, Vragenlijst
from evaluaties.querysets import evaluates_in, makes_policy_in
from evaluaties.startset import list_for
from teams.clocks import local_date
from trainingen.models import Sessie, SessieStand

LOOK_BACK = timedelta(days=90)  # older evenings are still found on their own page


def evenings_seen(user):
    """What somebody sees of evenings in the rooms of trainings, and for beleid every evening of the gemeente."""
    seen = Sessie.objects.visible_to(user).order_by().values("pk")
    rows = Sessie.objects.filter(Q(pk__in=seen) | Q(gemeente__in=makes_policy_in(user)))
    return rows.select_related("gemeente", "module", "programma")


def not_asked_yet(user, gemeente, now):
    """Evenings of this gemeente that ended and of which nobody was asked anything, the newest first."""
    if gemeente.pk not in evaluates_in(user):
        return Sessie.objects.none()
    codes = Vragenlijst.objects.filter(soort=Soort.SESSIE).exclude(module_code="").values("module_code")
    ended = Sessie.objects.filter(gemeente=gemeente, module__code__in=codes, uit_verslag=False, afnames=None)
    ended = ended.exclude(stand=SessieStand.VERVALLEN).filter(einde__lte=now, begin__gte=now - LOOK_BACK)
    return ended.select_related("gemeente", "module").order_by("-begin", "-pk")


def obstacle(sessie, now):
    """Why nobody can be asked about this evening now; empty when they can."""
    if sessie.stand == SessieStand.VERVALLEN:
        return _("Deze avond gaat niet door. Er is niets te vragen.")
    if (sessie.begin and now < sessie.begin) or sessie.dag > local_date(now):
        return _("Deze avond is nog niet begonnen. Vraag na afloop wat mensen ervan vonden.")
    if list_for(sessie) is None:
        return _("Voor deze avond is er geen vragenlijst.")
    return ""
