"""Teams, and who is in them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from buurtpreventie.accounts.models import Gebruiker
from teams.models.kinds import Soort
from teams.models.places import Buurt, Gemeente
from teams.querysets import (
    LidmaatschapQuerySet,
    TeamQuerySet,
)


def standaard_soorten():
    """Niet pluis, burenhulp and hartveilig are switched on by choice, never by default (E011)."""
    return [Soort.WIJKVEILIGHEID.value, Soort.OPENBARE_RUIMTE.value]


class Team(models.Model):
    class Werkwijze(models.TextChoices):
        LOPEN = "lopen", _("Lopen")
        FIETSEN = "fietsen", _("Fietsen")
        APPGROEP = "appgroep", _("App-groep")

    class Stand(models.TextChoices):
        IN_OPRICHTING = "in_oprichting", _("In oprichting")
        ACTIEF = "actief", _("Actief")
        GESTOPT = "gestopt", _("Gestopt")

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="teams")
    naam = models.CharField(max_length=120)
    buurten = models.ManyToManyField(Buurt, related_name="teams")
    werkwijze = models.CharField(max_length=10, choices=Werkwijze.choices, default=Werkwijze.LOPEN)
    stand = models.CharField(max_length=15, choices=Stand.choices, default=Stand.ACTIEF)
    soorten = ArrayField(models.CharField(max_length=20, choices=Soort.choices), default=standaard_soorten)
    gestart_op = models.DateField(null=True, blank=True)
    opgegaan_in = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")  # merged into

    objects = TeamQuerySet.as_manager()

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        constraints = [
            models.UniqueConstraint(fields=["gemeente", "naam"], name="team_naam_uniek"),
            models.CheckConstraint(
                condition=Q(opgegaan_in__isnull=True) | (Q(stand="gestopt") & ~Q(opgegaan_in=F("id"))),
                name="team_opgegaan_is_gestopt",
            ),
        ]

    def __str__(self):
        return self.naam


class Lidmaatschap(models.Model):
    """A role in a team from one day to another; ended, never deleted."""

    class Rol(models.TextChoices):
        LID = "lid", _("Lid")
        COORDINATOR = "coordinator", _("Coördinator")
        PLAATSVERVANGER = "plaatsvervanger", _("Plaatsvervanger")

    team = models.ForeignKey(Team, models.PROTECT, related_name="lidmaatschappen")
    gebruiker = models.ForeignKey(Gebruiker, models.PROTECT, related_name="lidmaatschappen")
    rol = models.CharField(max_length=16, choices=Rol.choices, default=Rol.LID)
    van = models.DateField()
    tot = models.DateField(null=True, blank=True)
    woont_in_buurt = models.BooleanField(default=True)

    objects = LidmaatschapQuerySet.as_manager()

    class Meta:
        verbose_name = _("lidmaatschap")
        verbose_name_plural = _("lidmaatschappen")
        constraints = [
            models.CheckConstraint(
                condition=Q(tot__isnull=True) | Q(tot__gte=F("van")), name="lidmaatschap_tot_na_van"
            ),
            models.UniqueConstraint(
                fields=["team", "gebruiker"], condition=Q(tot__isnull=True), name="lidmaatschap_een_open_per_team"
            ),
        ]

    def __str__(self):
        return f"{self.get_rol_display()} {self.team_id}"

    @property
    def gemeente_id(self):
        return self.team.gemeente_id
