"""A conversation at a table: one report that everybody there made, and who does what by when (E193).

No answers of one person each, so nobody is promised to stay unknown: it is kept as written, with who wrote it down.
"""

import json

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from buurtpreventie.accounts.models import Gebruiker
from buurtpreventie.encryption import EncryptedTextField
from evaluaties.models.afnames import Afname
from evaluaties.querysets import SamenQuerySet


class SamenVerslag(models.Model):
    """One text of the report; written again it is the next number, and what stood there stays."""

    afname = models.ForeignKey(Afname, models.PROTECT, related_name="samenverslagen")
    nummer = models.PositiveSmallIntegerField()
    antwoorden = models.JSONField(default=dict)
    woorden = EncryptedTextField()  # JSON: {"TU1": "..."}
    door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+")
    op = models.DateTimeField()

    objects = SamenQuerySet.as_manager()

    class Meta:
        verbose_name = _("verslag van een gesprek")
        verbose_name_plural = _("verslagen van gesprekken")
        ordering = ["afname", "nummer"]
        constraints = [
            models.UniqueConstraint(fields=["afname", "nummer"], name="samenverslag_nummer_een_keer"),
            models.CheckConstraint(condition=Q(nummer__gte=1), name="samenverslag_nummer_vanaf_een"),
        ]
        triggers = [pgtrigger.Protect(name="samenverslag_blijft", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"samenverslag {self.pk}"

    @property
    def alles(self):
        """Answers and words by question."""
        return self.antwoorden | json.loads(self.woorden)


class SamenPunt(models.Model):
    """What somebody will do after the conversation, with an owner and a day always."""

    afname = models.ForeignKey(Afname, models.PROTECT, related_name="samenpunten")
    wat = models.CharField(_("wat"), max_length=300)
    wie = models.CharField(_("wie"), max_length=120)
    voor = models.DateField(_("klaar op"))
    klaar_op = models.DateTimeField(null=True, blank=True)
    gemaakt_door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+")
    gemaakt_op = models.DateTimeField()

    objects = SamenQuerySet.as_manager()

    class Meta:
        verbose_name = _("afspraak van een gesprek")
        verbose_name_plural = _("afspraken van gesprekken")
        ordering = ["voor", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(wat="") & ~Q(wie=""), name="samenpunt_wie_doet_wat"),
        ]

    def __str__(self):
        return f"samenpunt {self.pk}"
