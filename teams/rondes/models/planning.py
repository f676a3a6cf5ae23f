"""When and where a team means to walk."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from buurtpreventie.accounts.models import Gebruiker
from buurtpreventie.encryption import EncryptedTextField
from teams.models import Gemeente, Straat, Team
from teams.rondes.querysets import AandachtspuntQuerySet, AgendaQuerySet, RoosterQuerySet, RouteQuerySet


class Route(models.Model):
    """A walk that a team knows by name: streets in the order of walking (E099)."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="routes")
    naam = models.CharField(_("naam"), max_length=80)
    straten = models.ManyToManyField(Straat, through="RouteStraat", related_name="routes")
    actief = models.BooleanField(default=True)

    objects = RouteQuerySet.as_manager()

    class Meta:
        verbose_name = _("route")
        verbose_name_plural = _("routes")
        ordering = ["naam"]
        constraints = [models.UniqueConstraint(fields=["team", "naam"], name="route_naam_uniek")]

    def __str__(self):
        return self.naam

    @property
    def gemeente_id(self):
        return self.team.gemeente_id


class RouteStraat(models.Model):
    """One street of a route, and when it comes."""

    route = models.ForeignKey(Route, models.CASCADE, related_name="delen")
    straat = models.ForeignKey(Straat, models.PROTECT, related_name="+")
    volgorde = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("straat van een route")
        verbose_name_plural = _("straten van een route")
        ordering = ["volgorde"]
        constraints = [models.UniqueConstraint(fields=["route", "volgorde"], name="routestraat_volgorde_uniek")]

    def __str__(self):
        return f"{self.route_id} {self.volgorde}"


class Rooster(models.Model):
    """A weekly pattern that makes rounds; wall-clock times, and an end before the start is after midnight (E109)."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="roosters")
    weekdag = models.PositiveSmallIntegerField(_("dag"))  # 0 = Monday
    van_tijd = models.TimeField(_("begint om"))
    tot_tijd = models.TimeField(_("klaar om"))
    route = models.ForeignKey(Route, models.PROTECT, related_name="+", null=True, blank=True)
    elke_weken = models.PositiveSmallIntegerField(_("om de hoeveel weken"), default=1)
    ook_op_feestdagen = models.BooleanField(_("ook op feestdagen"), default=False)
    van = models.DateField(_("vanaf"))
    tot = models.DateField(_("tot en met"), null=True, blank=True)
    gemaakt_door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+")

    objects = RoosterQuerySet.as_manager()

    class Meta:
        verbose_name = _("rooster")
        verbose_name_plural = _("roosters")
        ordering = ["weekdag", "van_tijd"]
        constraints = [
            models.CheckConstraint(condition=Q(weekdag__lte=6), name="rooster_weekdag"),
            models.CheckConstraint(condition=Q(elke_weken__gte=1, elke_weken__lte=4), name="rooster_elke_weken"),
            models.CheckConstraint(condition=~Q(van_tijd=F("tot_tijd")), name="rooster_duurt_iets"),
            models.CheckConstraint(condition=Q(tot__isnull=True) | Q(tot__gte=F("van")), name="rooster_tot_na_van"),
        ]

    def __str__(self):
        return f"rooster {self.pk}"

    @property
    def gemeente_id(self):
        return self.team.gemeente_id


class TeamInstelling(models.Model):
    """What of the safety net a team has switched on; without a row everything is (E114)."""

    team = models.OneToOneField(Team, models.CASCADE, primary_key=True, related_name="ronde_instelling")
    bewaking = models.BooleanField(_("vragen of iedereen thuis is"), default=True)
    coordinator_bellen = models.BooleanField(_("daarna de coördinator mailen"), default=True)
    piket_bellen = models.BooleanField(_("daarna het piket mailen"), default=True)

    class Meta:
        verbose_name = _("instelling voor rondes")
        verbose_name_plural = _("instellingen voor rondes")

    def __str__(self):
        return f"instelling {self.team_id}"


class WachtInstelling(models.Model):
    """Where this gemeente watches over the teams that are out: addresses beside the people with that role."""

    gemeente = models.OneToOneField(Gemeente, models.CASCADE, primary_key=True, related_name="wacht_instelling")
    basisteam_email = models.EmailField(_("mailadres van het basisteam"), blank=True)
    piket_email = models.EmailField(_("mailadres van het piket"), blank=True)
    piket_telefoon = models.CharField(_("telefoon van het piket"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("wie let op de teams")
        verbose_name_plural = _("wie let op de teams")

    def __str__(self):
        return f"wacht {self.gemeente_id}"


class Agenda(models.Model):
    """A calendar feed by secret link: own rounds, or with ``team`` all rounds of that team; replaced, it is dead."""

    gebruiker = models.ForeignKey(Gebruiker, models.CASCADE, related_name="agendas")
    team = models.ForeignKey(Team, models.CASCADE, related_name="+", null=True, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    geheim = EncryptedTextField(null=True)  # to show the link again; NULL once replaced
    gemaakt_op = models.DateTimeField()
    ingetrokken_op = models.DateTimeField(null=True, blank=True)

    objects = AgendaQuerySet.as_manager()

    class Meta:
        verbose_name = _("agenda")
        verbose_name_plural = _("agenda's")
        constraints = [
            models.UniqueConstraint(
                fields=["gebruiker", "team"],
                condition=Q(ingetrokken_op__isnull=True),
                nulls_distinct=False,
                name="agenda_een_geldige",
            ),
            models.CheckConstraint(
                condition=Q(ingetrokken_op__isnull=True, geheim__isnull=False)
                | Q(ingetrokken_op__isnull=False, geheim__isnull=True),
                name="agenda_dood_zonder_geheim",
            ),
        ]

    def __str__(self):
        return f"agenda {self.pk}"


class Aandachtspunt(models.Model):
    """What to look at during the next rounds: behaviour or a place, for at most four weeks (E117)."""

    LANGST = timedelta(days=28)

    class Soort(models.TextChoices):
        GEDRAG = "gedrag", _("Wat mensen doen")
        PLEK = "plek", _("Een plek")

    class Namens(models.TextChoices):
        MELDPUNT = "meldpunt", _("Het meldpunt")
        WIJKAGENT = "wijkagent", _("De wijkagent")

    team = models.ForeignKey(Team, models.PROTECT, related_name="aandachtspunten")
    soort = models.CharField(_("waar gaat het over?"), max_length=8, choices=Soort.choices)
    tekst = EncryptedTextField(_("waar kan het team op letten?"))
    straat = models.ForeignKey(Straat, models.PROTECT, related_name="+", null=True, blank=True)
    namens = models.CharField(_("van wie komt dit?"), max_length=10, choices=Namens.choices)
    van = models.DateTimeField()
    tot = models.DateTimeField()
    door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+")
    ingetrokken_op = models.DateTimeField(null=True, blank=True)

    objects = AandachtspuntQuerySet.as_manager()

    class Meta:
        verbose_name = _("aandachtspunt")
        verbose_name_plural = _("aandachtspunten")
        ordering = ["-van"]
        indexes = [models.Index(fields=["team", "tot"], name="aandachtspunt_van_team")]
        constraints = [
            models.CheckConstraint(
                condition=Q(tot__gt=F("van"), tot__lte=F("van") + timedelta(days=28)),
                name="aandachtspunt_hooguit_vier_weken",
            )
        ]

    def __str__(self):
        return f"aandachtspunt {self.pk}"

    @property
    def gemeente_id(self):
        return self.team.gemeente_id
