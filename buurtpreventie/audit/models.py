"""The append-only log: who did what to which row, and when."""

import pgtrigger
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from buurtpreventie.audit.querysets import LogregelQuerySet
from buurtpreventie.encryption import EncryptedTextField


class Logregel(models.Model):
    """One event; actor and target are plain ids, so no name is kept and no deletion is held up."""

    op = models.DateTimeField(_("op"))
    gebeurtenis = models.CharField(_("gebeurtenis"), max_length=60)
    doel_soort = models.CharField(_("soort doel"), max_length=60)
    doel_id = models.BigIntegerField(_("doel"))
    gemeente_id = models.BigIntegerField(_("gemeente"), null=True)
    actor_soort = models.CharField(_("soort handelende"), max_length=60)
    actor_id = models.BigIntegerField(_("handelende"), null=True)
    details = models.JSONField(_("details"), default=dict, encoder=DjangoJSONEncoder)

    objects = LogregelQuerySet.as_manager()

    class Meta:
        verbose_name = _("logregel")
        verbose_name_plural = _("logregels")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["doel_soort", "doel_id", "id"], name="logregel_doel"),
            models.Index(fields=["actor_soort", "actor_id", "op"], name="logregel_actor"),
            models.Index(fields=["gemeente_id", "gebeurtenis", "op"], name="logregel_gemeente"),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="never_emptied",
                operation=pgtrigger.Truncate,
                when=pgtrigger.Before,
                level=pgtrigger.Statement,
                func="RAISE EXCEPTION 'The log is never emptied.';",
            ),
        ]

    def __str__(self):
        return f"{self.gebeurtenis} {self.doel_soort}:{self.doel_id}"


class Reden(models.Model):
    """Why somebody opened something, in own words: apart from the log, so that retention can wipe it and no more."""

    logregel = models.OneToOneField(Logregel, models.PROTECT, primary_key=True, related_name="reden")
    tekst = EncryptedTextField(_("reden"), aad="audit.logregel.reden")  # where it stood before; the ciphers moved

    class Meta:
        verbose_name = _("reden")
        verbose_name_plural = _("redenen")
        triggers = [pgtrigger.Protect(name="reden_vast", operation=pgtrigger.Update)]

    def __str__(self):
        return str(self.pk)
