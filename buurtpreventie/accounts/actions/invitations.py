"""The only way in."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext as _

from buurtpreventie.accounts.mails import queue_invitation
from buurtpreventie.accounts.models import Gebruiker, Uitnodiging
from buurtpreventie.audit.actions import record
from buurtpreventie.errors import RefusedAction
from buurtpreventie.outbox.actions import drop
from buurtpreventie.tokens import hash_token, new_token

VALID_FOR = timedelta(days=14)


@transaction.atomic
def invite(gebruiker, *, actor, now, waarvoor="", gemeente_id=None, antwoord_aan=""):
    """Mail somebody a link that works once, for 14 days; earlier links stop working."""
    if not gebruiker.email:
        raise RefusedAction(_("Deze persoon heeft geen e-mailadres. Vul eerst een e-mailadres in."))
    for earlier in gebruiker.uitnodigingen.filter(gebruikt_op__isnull=True, verloopt_op__gt=now, gemaakt_op__lt=now):
        Uitnodiging.objects.filter(pk=earlier.pk).update(verloopt_op=now)
        drop(f"uitnodiging:{earlier.pk}", now=now)
    token = new_token()
    uitnodiging = Uitnodiging.objects.create(
        gebruiker=gebruiker,
        token_hash=hash_token(token),
        gemaakt_op=now,
        verloopt_op=now + VALID_FOR,
        uitgenodigd_door=actor,
        waarvoor=waarvoor,
    )
    queue_invitation(uitnodiging, token, gemeente_id=gemeente_id, antwoord_aan=antwoord_aan, now=now)
    record("gebruiker.uitgenodigd", gebruiker, actor=actor, now=now, uitnodiging=uitnodiging.pk)
    return uitnodiging


@transaction.atomic
def accept_invitation(uitnodiging, *, naam, telefoon, antwoord_via, wachtwoord="", now):
    """Let somebody in: the link proved the address."""
    usable = Uitnodiging.objects.usable(now).select_for_update(of=("self",)).filter(pk=uitnodiging.pk).first()
    if usable is None:
        raise RefusedAction(_("Deze link werkt niet meer."))
    gebruiker = Gebruiker.objects.select_for_update().get(pk=usable.gebruiker_id)
    gebruiker.naam, gebruiker.telefoon, gebruiker.antwoord_via = naam, telefoon, antwoord_via
    gebruiker.set_password(wachtwoord) if wachtwoord else gebruiker.set_unusable_password()
    gebruiker.save()
    EmailAddress.objects.update_or_create(
        user=gebruiker, email=gebruiker.email, defaults={"primary": True, "verified": True}
    )
    usable.gebruikt_op = now
    usable.save(update_fields=["gebruikt_op"])
    drop(f"uitnodiging:{usable.pk}", now=now)
    record("uitnodiging.aangenomen", gebruiker, actor=gebruiker, now=now, uitnodiging=usable.pk)
    return gebruiker
