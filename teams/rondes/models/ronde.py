"""A round, who was there, and the links by which people answer from a mail."""

import uuid

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from buurtpreventie.accounts.models import Gebruiker
from buurtpreventie.encryption import EncryptedTextField
from teams.models import Straat, Team
from teams.rondes.models.planning import Rooster, Route
from teams.rondes.querysets import DeelnameQuerySet, OfRondeQuerySet, RondeQuerySet, SleutelQuerySet


class RondeStand(models.TextChoices):
    """Where a round is; the words are those that a team reads."""

    GEPLAND = "gepland", _("Gepland")
    BEZIG = "bezig", _("Nu onderweg")
    THUIS = "thuis", _("Iedereen is thuis")
    AFGEROND = "afgerond", _("Afgerond")
    NIET_AFGESLOTEN = "niet_afgesloten", _("Niet afgesloten")
    VERVALLEN = "vervallen", _("Gaat niet door")


RONDE_OVERGANGEN = {
    RondeStand.GEPLAND: {RondeStand.BEZIG, RondeStand.AFGEROND, RondeStand.VERVALLEN},
    RondeStand.BEZIG: {RondeStand.THUIS, RondeStand.AFGEROND, RondeStand.NIET_AFGESLOTEN},
    RondeStand.THUIS: {RondeStand.AFGEROND},
    RondeStand.NIET_AFGESLOTEN: {RondeStand.THUIS, RondeStand.AFGEROND},
    RondeStand.AFGEROND: set(),
    RondeStand.VERVALLEN: {RondeStand.GEPLAND},
}


class VervalReden(models.TextChoices):
    """Why a planned round does not go on."""

    WEER = "weer", _("Het weer")
    TE_WEINIG = "te_weinig", _("Te weinig mensen")
    ANDERS = "anders", _("Iets anders")


class Ronde(models.Model):
    """One walk of a team: planned, under way, and what is known of it afterwards; moments are real, days are local.

    ``begin`` and ``einde`` are when people really left and came home; a plan never fills them.
    """

    team = models.ForeignKey(Team, models.PROTECT, related_name="rondes")
    sleutel = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)  # pressed twice is one round
    rooster = models.ForeignKey(Rooster, models.PROTECT, related_name="rondes", null=True, blank=True)
    rooster_dag = models.DateField(null=True, blank=True)
    stand = models.CharField(max_length=16, choices=RondeStand.choices, default=RondeStand.GEPLAND)
    gepland_van = models.DateTimeField(null=True, blank=True)
    gepland_tot = models.DateTimeField(null=True, blank=True)
    route = models.ForeignKey(Route, models.PROTECT, related_name="rondes", null=True, blank=True)
    straten = models.ManyToManyField(Straat, through="RondeStraat", related_name="rondes")
    andere_straten = models.CharField(_("andere straten of paden"), max_length=300, blank=True)
    leider = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+", null=True, blank=True)
    telefoon = EncryptedTextField(null=True, blank=True)  # of who leads, only while they are outside
    begin = models.DateTimeField(null=True, blank=True)
    verwacht_einde = models.DateTimeField(null=True, blank=True)
    einde = models.DateTimeField(null=True, blank=True)
    verlengd = models.PositiveSmallIntegerField(default=0)  # each new end has reminders of its own
    gesloten_door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+", null=True, blank=True)
    belt_op = models.DateTimeField(null=True, blank=True)  # the coordinator: "ik bel ze"
    belt_door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+", null=True, blank=True)
    niemand_op = models.DateTimeField(null=True, blank=True)  # the coordinator: "ik krijg niemand"
    niemand_door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+", null=True, blank=True)
    afgerond_op = models.DateTimeField(null=True, blank=True)  # from here the team has 48 hours to correct
    vervallen_reden = models.CharField(max_length=10, choices=VervalReden.choices, blank=True)
    aangemaakt_door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+", null=True, blank=True)
    aangemaakt_op = models.DateTimeField()
    gewijzigd_op = models.DateTimeField(null=True, editable=False)  # by the trigger: a calendar program asks for it
    moment = models.GeneratedField(  # when it was, or else when it is meant to be
        expression=Coalesce("begin", "gepland_van"), output_field=models.DateTimeField(), db_persist=True
    )

    objects = RondeQuerySet.as_manager()

    class Meta:
        verbose_name = _("ronde")
        verbose_name_plural = _("rondes")
        indexes = [
            models.Index(fields=["team", "moment"], name="ronde_van_team"),
            models.Index(fields=["verwacht_einde"], condition=Q(stand="bezig"), name="ronde_onderweg"),
            models.Index(fields=["gepland_van"], condition=Q(stand="gepland"), name="ronde_gepland"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["rooster", "rooster_dag"], name="ronde_een_per_roosterdag"),
            models.CheckConstraint(condition=Q(stand__in=RondeStand.values), name="ronde_stand_bekend"),
            models.CheckConstraint(
                condition=Q(gepland_van__isnull=True, gepland_tot__isnull=True)
                | Q(gepland_van__isnull=False, gepland_tot__gt=F("gepland_van")),
                name="ronde_plan_eindigt_na_begin",
            ),
            models.CheckConstraint(
                condition=Q(begin__isnull=False) | Q(gepland_van__isnull=False), name="ronde_heeft_een_moment"
            ),
            models.CheckConstraint(
                condition=Q(einde__isnull=True) | Q(begin__isnull=False, einde__gt=F("begin")),
                name="ronde_eindigt_na_begin",
            ),
            models.CheckConstraint(
                condition=Q(verwacht_einde__isnull=True) | Q(begin__isnull=False, verwacht_einde__gt=F("begin")),
                name="ronde_verwacht_einde_na_begin",
            ),
            models.CheckConstraint(
                condition=Q(stand__in=["gepland", "vervallen"], begin__isnull=True, einde__isnull=True)
                | Q(stand="bezig", begin__isnull=False, verwacht_einde__isnull=False, einde__isnull=True)
                | Q(stand__in=["thuis", "afgerond", "niet_afgesloten"], begin__isnull=False, einde__isnull=False),
                name="ronde_tijden_bij_stand",
            ),
            models.CheckConstraint(
                condition=~Q(stand="bezig") | Q(leider__isnull=False), name="ronde_onderweg_heeft_leider"
            ),
            models.CheckConstraint(
                condition=Q(stand="bezig") | Q(telefoon__isnull=True), name="ronde_telefoon_alleen_onderweg"
            ),
            models.CheckConstraint(
                condition=Q(stand="afgerond", afgerond_op__isnull=False)
                | (~Q(stand="afgerond") & Q(afgerond_op__isnull=True)),
                name="ronde_afgerond_heeft_moment",
            ),
            models.CheckConstraint(
                condition=Q(stand="vervallen") | Q(vervallen_reden=""), name="ronde_reden_alleen_vervallen"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="ronde_afgerond_heeft_route",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__stand="afgerond"),
                func="""
                    IF NEW.route_id IS NULL AND NEW.andere_straten = ''
                       AND NOT EXISTS (SELECT 1 FROM rondes_rondestraat WHERE ronde_id = NEW.id) THEN
                        RAISE EXCEPTION 'ronde: afgerond vraagt een route of straten'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="ronde_gewijzigd_op",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                func="""
                    NEW.gewijzigd_op = OLD.gewijzigd_op;
                    IF (NEW.stand, NEW.gepland_van, NEW.gepland_tot, NEW."begin", NEW.verwacht_einde, NEW.einde)
                       IS DISTINCT FROM
                       (OLD.stand, OLD.gepland_van, OLD.gepland_tot, OLD."begin", OLD.verwacht_einde, OLD.einde) THEN
                        NEW.gewijzigd_op = clock_timestamp();
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return f"ronde {self.pk}"

    @property
    def gemeente_id(self):
        return self.team.gemeente_id

    @property
    def bron(self):
        """The name under which mails know this round."""
        return f"ronde:{self.pk}"

    @property
    def is_under_way(self):
        return self.stand == RondeStand.BEZIG


class RondeStraat(models.Model):
    """One street as it was walked (E099); the last one of a finished round without a route stays."""

    ronde = models.ForeignKey(Ronde, models.CASCADE, related_name="gelopen_straten")
    straat = models.ForeignKey(Straat, models.PROTECT, related_name="+")
    volgorde = models.PositiveSmallIntegerField()

    objects = OfRondeQuerySet.as_manager()

    class Meta:
        verbose_name = _("gelopen straat")
        verbose_name_plural = _("gelopen straten")
        ordering = ["volgorde"]
        constraints = [models.UniqueConstraint(fields=["ronde", "volgorde"], name="rondestraat_volgorde_uniek")]
        triggers = [
            pgtrigger.Trigger(
                name="rondestraat_laatste_blijft",
                operation=pgtrigger.Delete,
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                func="""
                    IF EXISTS (SELECT 1 FROM rondes_ronde r WHERE r.id = OLD.ronde_id AND r.stand = 'afgerond'
                               AND r.route_id IS NULL AND r.andere_straten = '')
                       AND NOT EXISTS (SELECT 1 FROM rondes_rondestraat WHERE ronde_id = OLD.ronde_id) THEN
                        RAISE EXCEPTION 'ronde: afgerond vraagt een route of straten'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN OLD;
                """,
            ),
        ]

    def __str__(self):
        return f"{self.ronde_id} {self.volgorde}"


class Gast(models.TextChoices):
    """Who walks along without being of the team (E101)."""

    WIJKAGENT = "wijkagent", _("Wijkagent")
    BOA = "boa", _("Boa")
    GEMEENTE = "gemeente", _("Iemand van de gemeente")
    JONGERENWERK = "jongerenwerk", _("Jongerenwerker")
    BEWONER = "bewoner", _("Iemand uit de buurt")


class Deelname(models.Model):
    """One person and one round: signed up is not walked; ``tijdvak`` is when the person was outside."""

    class Stand(models.TextChoices):
        AANGEMELD = "aangemeld", _("Aangemeld")
        AFGEMELD = "afgemeld", _("Kan niet")
        LIEP_MEE = "liep_mee", _("Loopt mee")
        NIET_GEKOMEN = "niet_gekomen", _("Was er niet")

    ronde = models.ForeignKey(Ronde, models.CASCADE, related_name="deelnames")
    gebruiker = models.ForeignKey(Gebruiker, models.PROTECT, related_name="deelnames", null=True, blank=True)
    gast = models.CharField(max_length=12, choices=Gast.choices, blank=True)
    gast_naam = models.CharField(max_length=60, blank=True)
    stand = models.CharField(max_length=12, choices=Stand.choices, default=Stand.AANGEMELD)
    sinds = models.DateTimeField()  # of this stand
    vervanging_gevraagd_op = models.DateTimeField(null=True, blank=True)  # "wie kan voor mij?"
    vervangt = models.OneToOneField("self", models.PROTECT, related_name="invaller", null=True, blank=True)
    tijdvak = DateTimeRangeField(null=True, blank=True)

    objects = DeelnameQuerySet.as_manager()

    class Meta:
        verbose_name = _("deelname")
        verbose_name_plural = _("deelnames")
        indexes = [
            models.Index(fields=["gebruiker", "ronde"], condition=Q(stand="liep_mee"), name="deelname_liep_mee"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["ronde", "gebruiker"], name="deelname_een_per_ronde"),
            models.CheckConstraint(
                condition=Q(gebruiker__isnull=False, gast="", gast_naam="") | (Q(gebruiker__isnull=True) & ~Q(gast="")),
                name="deelname_lid_of_gast",
            ),
            models.CheckConstraint(
                condition=Q(stand="liep_mee", tijdvak__isnull=False) | (~Q(stand="liep_mee") & Q(tijdvak__isnull=True)),
                name="deelname_tijdvak_als_meegelopen",
            ),
            models.CheckConstraint(
                condition=Q(vervanging_gevraagd_op__isnull=True) | Q(stand="afgemeld"),
                name="deelname_vervanging_na_afmelden",
            ),
            ExclusionConstraint(
                name="deelname_niet_in_twee_rondes",
                expressions=[
                    (
                        Func(F("gebruiker"), F("gebruiker"), Value("[]"), function="int8range"),
                        RangeOperators.OVERLAPS,
                    ),
                    ("tijdvak", RangeOperators.OVERLAPS),
                ],
                condition=Q(gebruiker__isnull=False, tijdvak__isnull=False),
            ),
        ]

    def __str__(self):
        return f"deelname {self.pk}"


class Sleutel(models.Model):
    """A link in a mail about one round to one person, without sign-in; only its hash is kept."""

    class Doel(models.TextChoices):
        THUIS = "thuis", _("Zeggen dat iedereen thuis is")
        BELLEN = "bellen", _("Zeggen wie de lopers belt")
        WAARSCHUWING = "waarschuwing", _("Een waarschuwing bevestigen")

    ronde = models.ForeignKey(Ronde, models.CASCADE, related_name="sleutels")
    gebruiker = models.ForeignKey(Gebruiker, models.CASCADE, related_name="+")
    doel = models.CharField(max_length=14, choices=Doel.choices)
    waarschuwing = models.ForeignKey(
        "rondes.Waarschuwing", models.CASCADE, related_name="sleutels", null=True, blank=True
    )
    token_hash = models.CharField(max_length=64, unique=True)
    gemaakt_op = models.DateTimeField()
    verloopt_op = models.DateTimeField()
    ingetrokken_op = models.DateTimeField(null=True, blank=True)

    objects = SleutelQuerySet.as_manager()

    class Meta:
        verbose_name = _("sleutel")
        verbose_name_plural = _("sleutels")
        constraints = [
            models.CheckConstraint(condition=Q(verloopt_op__gt=F("gemaakt_op")), name="sleutel_verloopt_na_maken"),
            models.CheckConstraint(
                condition=Q(doel="waarschuwing", waarschuwing__isnull=False)
                | (~Q(doel="waarschuwing") & Q(waarschuwing__isnull=True)),
                name="sleutel_van_waarschuwing",
            ),
        ]

    def __str__(self):
        return f"sleutel {self.pk}"
