"""The secret link of one registration, as mails carry it."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from buurtpreventie.tokens import hash_token, new_token
from trainingen.models import Inschrijving


@transaction.atomic
def link_of(inschrijving):
    """The address by which this person answers without sign-in; made once and then kept."""
    row = Inschrijving.objects.select_for_update(of=("self",)).get(pk=inschrijving.pk)
    if not row.geheim:
        row.geheim = new_token()
        row.token_hash = hash_token(row.geheim)
        row.save(update_fields=["geheim", "token_hash"])
    inschrijving.geheim, inschrijving.token_hash = row.geheim, row.token_hash
    return settings.SITE_URL + reverse("trainingen:link", args=[row.geheim])
