"""What a team and its buurt are like: asked once a year, by telephone or at a table (E089-E095, TEAM)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from buurtpreventie.accounts.models import Gebruiker
from buurtpreventie.encryption import EncryptedJSONField
from teams.models import Team
from trainingen.querysets import KennismakingQuerySet


class Kennismaking(models.Model):
    """One talk about a team; the newest finished one counts. Numbers and sentences for the whole team, no person."""

    class Hoe(models.TextChoices):
        TELEFOON = "telefoon", _("Per telefoon")
        SAMEN = "samen", _("Samen aan tafel")
        ZELF = "zelf", _("De coördinator vulde het zelf in")

    team = models.ForeignKey(Team, models.PROTECT, related_name="kennismakingen")
    hoe = models.CharField(_("hoe sprak u elkaar?"), max_length=10, choices=Hoe.choices)
    gehouden_op = models.DateField(_("wanneer?"))
    door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+")
    antwoorden = EncryptedJSONField(default=dict)  # question id -> answer, as trainingen/kennismaking.json asks them
    begonnen_op = models.DateTimeField()
    bewaard_op = models.DateTimeField()
    klaar_op = models.DateTimeField(null=True, blank=True)

    objects = KennismakingQuerySet.as_manager()

    class Meta:
        verbose_name = _("kennismaking")
        verbose_name_plural = _("kennismakingen")
        ordering = ["-gehouden_op", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "door"], condition=Q(klaar_op__isnull=True), name="kennismaking_een_concept"
            ),
            models.CheckConstraint(condition=Q(bewaard_op__gte=F("begonnen_op")), name="kennismaking_bewaard_na_begin"),
        ]

    def __str__(self):
        return f"kennismaking {self.pk}"

    @property
    def gemeente_id(self):
        return self.team.gemeente_id
