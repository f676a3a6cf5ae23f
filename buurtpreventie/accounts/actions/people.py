"""A person's own details, sessions and second factor."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction

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
    record("sessies.beeindigd", gebruiker, actor=actor, now=now)


@transaction.atomic
def started_second_factor(gebruiker, *, now):
    """A second factor counts from now on: sessions that never passed it end."""
    end_sessions(gebruiker, actor=gebruiker, now=now)
    record("tweede_factor.gestart", gebruiker, actor=gebruiker, now=now)


@transaction.atomic
def reset_second_factor(gebruiker, *, actor, now):
    """Forget a lost second factor; the person chooses a new one at the next sign-in."""
    Authenticator.objects.filter(user=gebruiker).delete()
    end_sessions(gebruiker, actor=actor, now=now)
    record("tweede_factor.gewist", gebruiker, actor=actor, now=now)
