"""Who comes, who was there, who still has to hear something by telephone, and what people want to learn."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from buurtpreventie.accounts.models import Gebruiker
from buurtpreventie.encryption import EncryptedTextField
from teams.models import Contact, Team
from trainingen.models.sessies import Sessie, Werktafel
from trainingen.querysets import AanwezigheidQuerySet, BeltaakQuerySet, InschrijvingQuerySet, LeerwensQuerySet


class InschrijvingStand(models.TextChoices):
    """Where one person stands with one evening; that somebody really came is ``aanwezig``."""

    UITGENODIGD = "uitgenodigd", _("Uitgenodigd")
    AANGEMELD = "aangemeld", _("Aangemeld")
    WACHTLIJST = "wachtlijst", _("Op de wachtlijst")
    AFGEMELD = "afgemeld", _("Kan niet")


class Ingang(models.TextChoices):
    """By which way somebody came on the list."""

    ZELF = "zelf", _("Zelf aangemeld")
    COORDINATOR = "coordinator", _("Door de coördinator")
    TRAINER = "trainer", _("Door de trainer")
    LINK = "link", _("Met de link uit de mail")
    INLOOP = "inloop", _("Kwam binnenlopen")


class Inschrijving(models.Model):
    """One person and one evening: somebody of a team, or a guest without an account, once (E173, E179)."""

    sessie = models.ForeignKey(Sessie, models.PROTECT, related_name="inschrijvingen")
    gebruiker = models.ForeignKey(Gebruiker, models.PROTECT, null=True, blank=True, related_name="inschrijvingen")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+")
    team_toen = models.CharField(max_length=120, blank=True)  # what was, keeps its name
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, blank=True, related_name="+")
    gast_naam = models.CharField(_("naam"), max_length=120, blank=True)
    gast_van = models.CharField(_("van welke organisatie of buurt?"), max_length=120, blank=True)
    gast_email = models.EmailField(_("e-mailadres"), blank=True)
    stand = models.CharField(max_length=12, choices=InschrijvingStand.choices, default=InschrijvingStand.AANGEMELD)
    sinds = models.DateTimeField()  # of this stand
    ingang = models.CharField(max_length=12, choices=Ingang.choices, default=Ingang.ZELF)
    aangemeld_op = models.DateTimeField()  # the turn on the waiting list
    aangemeld_door = models.ForeignKey(Gebruiker, models.PROTECT, null=True, blank=True, related_name="+")
    aanwezig = models.BooleanField(null=True)  # unknown until somebody ticked, or the evening was closed
    werktafel = models.ForeignKey(Werktafel, models.SET_NULL, null=True, blank=True, related_name="deelnemers")
    token_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)
    geheim = EncryptedTextField(null=True, blank=True)  # of the link in mails; gone when the evening is closed

    objects = InschrijvingQuerySet.as_manager()

    class Meta:
        verbose_name = _("inschrijving")
        verbose_name_plural = _("inschrijvingen")
        indexes = [models.Index(fields=["sessie", "stand", "aangemeld_op"], name="inschrijving_van_sessie")]
        constraints = [
            models.UniqueConstraint(
                fields=["sessie", "gebruiker"],
                condition=Q(gebruiker__isnull=False),
                name="inschrijving_een_per_persoon",
            ),
            models.UniqueConstraint(
                "sessie", Lower("gast_naam"), condition=Q(gebruiker__isnull=True), name="inschrijving_gast_een_keer"
            ),
            models.CheckConstraint(
                condition=Q(gebruiker__isnull=False, gast_naam="", gast_van="", gast_email="", contact__isnull=True)
                | (Q(gebruiker__isnull=True) & ~Q(gast_naam="")),
                name="inschrijving_persoon_of_gast",
            ),
            models.CheckConstraint(
                condition=Q(aanwezig__isnull=True) | Q(aanwezig=False) | Q(stand="aangemeld"),
                name="inschrijving_aanwezig_is_aangemeld",
            ),
            models.CheckConstraint(condition=Q(stand__in=InschrijvingStand.values), name="inschrijving_stand_bekend"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="inschrijving_past_in_de_zaal",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__stand="aangemeld"),
                func="""
                    IF (TG_OP = 'UPDATE' AND OLD.stand = 'aangemeld') OR NEW.ingang = 'inloop' OR NEW.aanwezig THEN
                        RETURN NEW;
                    END IF;
                    PERFORM 1 FROM trainingen_sessie WHERE id = NEW.sessie_id FOR NO KEY UPDATE;
                    IF (SELECT count(*) FROM trainingen_inschrijving i
                        WHERE i.sessie_id = NEW.sessie_id AND i.stand = 'aangemeld' AND i.id IS DISTINCT FROM NEW.id)
                       >= (SELECT COALESCE(s.plaatsen, 32767) FROM trainingen_sessie s WHERE s.id = NEW.sessie_id) THEN
                        RAISE EXCEPTION 'inschrijving: er is geen plaats meer' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="inschrijving_niet_aanwezig_bij_vervallen",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__aanwezig=True),
                func="""
                    IF EXISTS (SELECT 1 FROM trainingen_sessie s
                               WHERE s.id = NEW.sessie_id AND s.stand = 'vervallen') THEN
                        RAISE EXCEPTION 'inschrijving: deze avond ging niet door' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="inschrijving_met_bewijs_was_er",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                func="""
                    IF OLD.aanwezig AND NEW.aanwezig IS NOT TRUE AND EXISTS (
                        SELECT 1 FROM trainingen_bewijs b
                        WHERE b.inschrijving_id = NEW.id AND b.ingetrokken_op IS NULL) THEN
                        RAISE EXCEPTION 'inschrijving: er is een bewijs van' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return f"inschrijving {self.pk}"

    @property
    def bron(self):
        """The name under which mails know this registration."""
        return f"inschrijving:{self.pk}"

    @property
    def naam(self):
        """Of the person or the guest; asks for the person unless fetched."""
        return self.gebruiker.naam if self.gebruiker_id else self.gast_naam

    @property
    def email(self):
        """Where mail about this evening goes; empty: by telephone."""
        return (self.gebruiker.email if self.gebruiker_id else self.gast_email) or ""

    @property
    def waarvandaan(self):
        """The team as it was called then, or where a guest came from."""
        return self.team_toen or self.gast_van


class Hoe(models.TextChoices):
    """By which way attendance was written down."""

    LIJST = "lijst", _("Aangevinkt door de trainer")
    IEDEREEN = "iedereen", _("Iedereen is er")
    INLOOP = "inloop", _("Kwam binnenlopen")
    ZELF = "zelf", _("Zelf aangevinkt met de code")
    GESLOTEN = "gesloten", _("Bij het sluiten van de lijst")
    CORRECTIE = "correctie", _("Later verbeterd")


class Aanwezigheid(models.Model):
    """One tick or correction; added, never edited: the trace of the list."""

    inschrijving = models.ForeignKey(Inschrijving, models.PROTECT, related_name="ticks")
    aanwezig = models.BooleanField(null=True)
    hoe = models.CharField(max_length=10, choices=Hoe.choices)
    stand_was = models.CharField(max_length=12, blank=True)  # where who was not expected stood, to put a mistake back
    door = models.ForeignKey(Gebruiker, models.PROTECT, null=True, blank=True, related_name="+")
    op = models.DateTimeField()

    objects = AanwezigheidQuerySet.as_manager()

    class Meta:
        verbose_name = _("aanwezigheid")
        verbose_name_plural = _("aanwezigheden")
        ordering = ["pk"]
        triggers = [pgtrigger.Protect(name="aanwezigheid_vast", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.inschrijving_id} {self.aanwezig}"


class Beltaak(models.Model):
    """Somebody without an address has to hear something by telephone; the coordinator or the trainer rings (E196)."""

    class Waarover(models.TextChoices):
        HERINNERING = "herinnering", _("De training komt eraan")
        VERPLAATST = "verplaatst", _("Een andere tijd of plaats")
        VERVALLEN = "vervallen", _("Het gaat niet door")
        PLEK = "plek", _("Er is een plek vrij")

    inschrijving = models.ForeignKey(Inschrijving, models.CASCADE, related_name="beltaken")
    waarover = models.CharField(max_length=12, choices=Waarover.choices)
    versie = models.PositiveSmallIntegerField(default=0)
    gemaakt_op = models.DateTimeField()
    gebeld_op = models.DateTimeField(null=True, blank=True)
    gebeld_door = models.ForeignKey(Gebruiker, models.PROTECT, null=True, blank=True, related_name="+")

    objects = BeltaakQuerySet.as_manager()

    class Meta:
        verbose_name = _("iemand bellen")
        verbose_name_plural = _("mensen bellen")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["inschrijving", "waarover", "versie"], name="beltaak_een_keer"),
            models.CheckConstraint(
                condition=Q(gebeld_op__isnull=True, gebeld_door__isnull=True)
                | Q(gebeld_op__isnull=False, gebeld_door__isnull=False),
                name="beltaak_gebeld_door_iemand",
            ),
        ]

    def __str__(self):
        return f"beltaak {self.pk}"


class Onderwerp(models.TextChoices):
    """What was missed in the pilot, to choose from (E183, WVE7)."""

    AANHOUDING = "aanhouding", _("Iemand aanhouden: wat mag wel en niet")
    ZAAKWAARNEMING = "zaakwaarneming", _("Helpen zonder dat iemand het vroeg")
    JONGEREN = "jongeren", _("Jongeren aanspreken")
    BOOS = "boos", _("Boze mensen")
    SAMENWERKEN = "samenwerken", _("Samenwerken met wijkagent en hulpverleners")
    ZORGEN = "zorgen", _("Zorgen om iemand bespreken")
    REANIMATIE = "reanimatie", _("Reanimatie en AED")
    ANDERS = "anders", _("Iets anders")


class Leerwens(models.Model):
    """What somebody wants to learn: at registration, or on the wish list of a team (E182, E183)."""

    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="leerwensen")
    inschrijving = models.ForeignKey(Inschrijving, models.CASCADE, null=True, blank=True, related_name="leerwensen")
    onderwerp = models.CharField(_("onderwerp"), max_length=16, choices=Onderwerp.choices)
    tekst = EncryptedTextField(_("in uw eigen woorden"), blank=True, default="")
    door = models.ForeignKey(Gebruiker, models.PROTECT, null=True, blank=True, related_name="+")
    op = models.DateTimeField()
    gedaan_op = models.DateTimeField(null=True, blank=True)

    objects = LeerwensQuerySet.as_manager()

    class Meta:
        verbose_name = _("leerwens")
        verbose_name_plural = _("leerwensen")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(team__isnull=False) | Q(inschrijving__isnull=False), name="leerwens_van_iemand"
            ),
            models.UniqueConstraint(
                fields=["inschrijving", "onderwerp"],
                condition=Q(inschrijving__isnull=False),
                name="leerwens_een_keer_per_inschrijving",
            ),
        ]

    def __str__(self):
        return f"leerwens {self.pk}"
