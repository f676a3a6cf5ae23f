"""A person's own details, sessions and second factor."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction

from buurtpreventie.accounts.actions.devices import end_devices
from buurtpreventie.accounts.mails import queue_second_factor_taken
from buurtpreventie.accounts.models import Gebruiker, new_salt
from buurtpreventie.audit.actions import record


@transaction.atomic
def change_details(gebruiker, *, naam, telefoon, antwoord_via, actor, now):
    """Change name, telephone number and the way of answering."""
    gebruiker.naam, gebruiker.telefoon, gebruiker.antwoord_via = naam, telefoon, antwoord_via
    gebruiker.save(update_fields=["naam", "telefoon", "antwoord_via"])
    record("gebruiker.gewijzigd", gebruiker, actor=actor, now=now)
    return gebruiker


@transaction.atomic
def moved_to_new_email(gebruiker, *, actor, now):
    """The row has a new address already: the old one no longer signs in, and every session ends."""
    EmailAddress.objects.filter(user=gebruiker).exclude(email=gebruiker.email or "").delete()
    end_sessions(gebruiker, actor=actor, now=now)
    record("gebruiker.ander_adres", gebruiker, actor=actor, now=now)


@transaction.atomic
def end_sessions(gebruiker, *, actor, now):
    """Sign somebody out everywhere ("telefoon kwijt")."""
    gebruiker.sessiezout = new_salt()
    Gebruiker.objects.filter(pk=gebruiker.pk).update(sessiezout=gebruiker.sessiezout)
    end_devices(gebruiker)
    record("sessies.beeindigd", gebruiker, actor=actor, now=now)


@transaction.atomic
def started_second_factor(gebruiker, *, now):
    """A second factor counts from now on: sessions that never passed it end."""
    end_sessions(gebruiker, actor=gebruiker, now=now)
    record("tweede_factor.gestart", gebruiker, actor=gebruiker, now=now)


@transaction.atomic
def reset_second_factor(gebruiker, *, actor, now, gemeente_id=None, antwoord_aan="", **details):
    """Forget a lost second factor: the person hears so and chooses a new one at the next sign-in.

    Who has none (any more) is left alone, so that a second press changes nothing.
    """
    lost = list(Authenticator.objects.filter(user=gebruiker).order_by("pk").values_list("pk", flat=True))
    if not lost:
        return
    Authenticator.objects.filter(pk__in=lost).delete()
    end_sessions(gebruiker, actor=actor, now=now)
    if gebruiker.email:
        queue_second_factor_taken(gebruiker, lost[0], gemeente_id=gemeente_id, antwoord_aan=antwoord_aan, now=now)
    record("tweede_factor.gewist", gebruiker, actor=actor, now=now, **details)
