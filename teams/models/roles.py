"""Roles outside the teams."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from buurtpreventie.accounts.models import Gebruiker
from teams.models.kinds import Niveau, Soort
from teams.models.partners import Partner
from teams.models.places import Gemeente, Regio
from teams.querysets import (
    AanstellingQuerySet,
)


class Aanstelling(models.Model):
    """A role outside the teams, scoped to exactly one gemeente, regio or partner."""

    class Rol(models.TextChoices):
        MELDPUNT = "meldpunt", _("Meldpunt")
        BELEID = "beleid", _("Beleid")
        BEHEER = "beheer", _("Beheer")
        TRAINER = "trainer", _("Trainer")
        OPVOLGER = "opvolger", _("Partner met een account")
        POLITIE_DIENST = "politie_dienst", _("Politie in dienst")
        PIKET = "piket", _("Piket van de gemeente")
        TOEZICHT = "toezicht", _("Toezicht op privacy")
        REGIO = "regio", _("Regio")

    gebruiker = models.ForeignKey(Gebruiker, models.PROTECT, related_name="aanstellingen")
    rol = models.CharField(max_length=16, choices=Rol.choices)
    gemeente = models.ForeignKey(Gemeente, models.PROTECT, null=True, blank=True, related_name="aanstellingen")
    regio = models.ForeignKey(Regio, models.PROTECT, null=True, blank=True, related_name="aanstellingen")
    partner = models.ForeignKey(Partner, models.PROTECT, null=True, blank=True, related_name="aanstellingen")
    soorten = ArrayField(models.CharField(max_length=20, choices=Soort.choices), default=list, blank=True)
    hoogste_niveau = models.PositiveSmallIntegerField(choices=Niveau.choices, default=Niveau.V0)
    van = models.DateField()
    tot = models.DateField(null=True, blank=True)

    objects = AanstellingQuerySet.as_manager()

    class Meta:
        verbose_name = _("aanstelling")
        verbose_name_plural = _("aanstellingen")
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(rol="regio", regio__isnull=False, gemeente__isnull=True, partner__isnull=True)
                    | Q(rol="opvolger", partner__isnull=False, gemeente__isnull=True, regio__isnull=True)
                    | (
                        ~Q(rol__in=["regio", "opvolger"])
                        & Q(gemeente__isnull=False, regio__isnull=True, partner__isnull=True)
                    )
                ),
                name="aanstelling_precies_een_bereik",
            ),
            models.CheckConstraint(condition=Q(tot__isnull=True) | Q(tot__gte=F("van")), name="aanstelling_tot_na_van"),
            models.CheckConstraint(condition=Q(hoogste_niveau__lte=3), name="aanstelling_niveau_hooguit_v3"),
            models.UniqueConstraint(
                fields=["gebruiker", "rol", "gemeente"],
                condition=Q(tot__isnull=True),
                name="aanstelling_een_open_per_rol",
            ),
        ]

    def __str__(self):
        return f"{self.get_rol_display()} {self.gemeente_id or ''}"

    @property
    def soorten_in_words(self):
        """The kinds that a seat at the meldpunt reads."""
        return ", ".join(str(Soort(soort).label) for soort in self.soorten)


# The roles that beheer of a gemeente can give.
GEMEENTE_ROLLEN = [
    Aanstelling.Rol.MELDPUNT,
    Aanstelling.Rol.BELEID,
    Aanstelling.Rol.BEHEER,
    Aanstelling.Rol.TRAINER,
    Aanstelling.Rol.POLITIE_DIENST,
    Aanstelling.Rol.PIKET,
    Aanstelling.Rol.TOEZICHT,
]
