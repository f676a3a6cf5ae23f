"""Who reports without being known yet: by telephone, on paper or at the desk (E067, E139)."""

from django.db.models import Q
from django.utils.translation import gettext as _

from buurtpreventie.accounts.models import AntwoordVia, Gebruiker
from buurtpreventie.audit.actions import record
from buurtpreventie.errors import RefusedAction
from meldingen.models import Melding


def known_person(melder, gemeente, *, actor, now):
    """The saved person; somebody new is the one of this gemeente with this name and number, else is added.

    Without e-mail there is no sign-in, and the answer comes by telephone. Called inside the act of reporting.
    """
    if melder.pk is not None:
        return melder
    if not melder.telefoon:
        raise RefusedAction(_("Vul het telefoonnummer in. Anders kan niemand antwoord geven."))
    here = Melding.objects.filter(gemeente=gemeente).values("melder")
    in_team = Q(lidmaatschappen__team__gemeente=gemeente)
    same = Gebruiker.objects.filter(in_team | Q(pk__in=here), naam__iexact=melder.naam.strip(), email__isnull=True)
    for person in same.distinct().order_by("pk"):
        if _digits(person.telefoon) == _digits(melder.telefoon):
            return person
    melder.email, melder.antwoord_via = None, AntwoordVia.TELEFOON
    melder.set_unusable_password()
    melder.save()
    record("gebruiker.toegevoegd", melder, actor=actor, now=now, gemeente=gemeente.pk)
    return melder


def _digits(number):
    """A number as it is dialled from here, however it was written."""
    digits = "".join(sign for sign in number if sign.isdigit())
    return "0" + digits.removeprefix("0031") if digits.startswith("0031") else digits
