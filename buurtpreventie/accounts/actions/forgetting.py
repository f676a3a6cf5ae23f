"""Somebody who has not been here for long: the row stays for what hangs on it, the person goes."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction

from buurtpreventie.accounts.actions.people import end_sessions
from buurtpreventie.accounts.models import AntwoordVia, Gebruiker
from buurtpreventie.audit.actions import record

NOBODY = "Oud-gebruiker"


@transaction.atomic
def forget_person(gebruiker, *, now):
    """Take name, address, telephone, password and second factor away, and end every session; a second time is once."""
    gebruiker = Gebruiker.objects.select_for_update().get(pk=gebruiker.pk)
    if gebruiker.naam == NOBODY and not gebruiker.is_active:
        return gebruiker
    gebruiker.naam, gebruiker.email, gebruiker.telefoon = NOBODY, None, ""
    gebruiker.antwoord_via, gebruiker.is_active, gebruiker.last_login = AntwoordVia.COORDINATOR, False, None
    gebruiker.set_unusable_password()
    gebruiker.save()
    EmailAddress.objects.filter(user=gebruiker).delete()
    Authenticator.objects.filter(user=gebruiker).delete()
    gebruiker.uitnodigingen.all().delete()
    end_sessions(gebruiker, actor=None, now=now)
    record("gebruiker.vergeten", gebruiker, actor=None, now=now)
    return gebruiker
