"""The draft before a melding."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from buurtpreventie.accounts.models import Gebruiker
from buurtpreventie.encryption import EncryptedJSONField
from meldingen.querysets import (
    ConceptQuerySet,
)
from teams.models import Gemeente, Soort

# Answered, or filled in for one, before it says anything.
OPENING_QUESTIONS = {"nu_gevaar", "wens", "namens", "buurt", "ronde"}


class Concept(models.Model):
    """A draft that survives a closed browser; encrypted from its first save, kept 14 days."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    eigenaar = models.ForeignKey(Gebruiker, models.CASCADE, related_name="concepten")
    soort = models.CharField(max_length=20, choices=Soort.choices)
    gemeente = models.ForeignKey(Gemeente, models.CASCADE, related_name="+")
    antwoorden = EncryptedJSONField(default=dict)
    begonnen_op = models.DateTimeField()
    bewaard_op = models.DateTimeField()
    verloopt_op = models.DateTimeField()
    verstuurd_op = models.DateTimeField(null=True, blank=True)

    objects = ConceptQuerySet.as_manager()

    class Meta:
        verbose_name = _("concept")
        verbose_name_plural = _("concepten")
        constraints = [
            models.CheckConstraint(condition=Q(verloopt_op__gt=F("bewaard_op")), name="concept_verloopt_na_bewaren")
        ]

    def __str__(self):
        return f"concept {self.pk}"

    def is_expired(self, now):
        """Nothing can be done with it any more; it is about to be removed."""
        return self.verloopt_op <= now

    @property
    def is_begun(self):
        """There is something in it that is worth going on with."""
        return any(answer for question, answer in self.antwoorden.items() if question not in OPENING_QUESTIONS)
