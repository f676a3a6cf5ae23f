"""An evening: a training of one module or a knowledge evening, planned, held, and what came of it."""

import uuid

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from buurtpreventie.accounts.models import Gebruiker
from buurtpreventie.encryption import EncryptedTextField
from teams.models import Gemeente, Regio, Team
from trainingen.models.modules import Module, Situatie
from trainingen.querysets import ActiepuntQuerySet, OfSessieQuerySet, ProgrammaQuerySet, SessieQuerySet


class Programma(models.Model):
    """Evenings that belong together, of one gemeente or of a region; half a year later one measures what it did."""

    naam = models.CharField(_("naam"), max_length=120)
    gemeente = models.ForeignKey(Gemeente, models.PROTECT, null=True, blank=True, related_name="programmas")
    regio = models.ForeignKey(Regio, models.PROTECT, null=True, blank=True, related_name="programmas")
    van = models.DateField(_("van"))
    tot = models.DateField(_("tot en met"))
    verslag_deelnemers = models.PositiveIntegerField(null=True, blank=True)  # as published, where no names are known

    objects = ProgrammaQuerySet.as_manager()

    class Meta:
        verbose_name = _("programma")
        verbose_name_plural = _("programma's")
        ordering = ["-van", "naam"]
        constraints = [
            models.CheckConstraint(condition=Q(tot__gte=F("van")), name="programma_tot_na_van"),
            models.CheckConstraint(
                condition=Q(gemeente__isnull=False, regio__isnull=True) | Q(gemeente__isnull=True, regio__isnull=False),
                name="programma_gemeente_of_regio",
            ),
        ]

    def __str__(self):
        return self.naam


class SessieSoort(models.TextChoices):
    TRAINING = "training", _("Training")
    KENNISAVOND = "kennisavond", _("Kennisavond")


class SessieStand(models.TextChoices):
    """Where an evening is."""

    GEPLAND = "gepland", _("Gepland")
    GEHOUDEN = "gehouden", _("Geweest")
    VERVALLEN = "vervallen", _("Gaat niet door")


SESSIE_OVERGANGEN = {
    SessieStand.GEPLAND: {SessieStand.GEHOUDEN, SessieStand.VERVALLEN},
    SessieStand.GEHOUDEN: set(),
    SessieStand.VERVALLEN: set(),
}


class Bereik(models.TextChoices):
    """Who may sign up beside the teams that were asked (E190)."""

    TEAMS = "teams", _("Alleen deze teams")
    GEMEENTE = "gemeente", _("Alle teams van de gemeente")
    REGIO = "regio", _("Alle teams van de regio")


class Sessie(models.Model):
    """One evening; ``dag`` is local, ``begin`` and ``einde`` are moments.

    What was published about an evening of long ago (``uit_verslag``) may lack times and names: then the published
    turn-out is the truth. Of every other evening the turn-out is who was ticked (E173).
    """

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="sessies")
    gemeente_toen = models.CharField(max_length=120)  # a gemeente that merged keeps its name in what was
    sleutel = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)  # pressed twice is one evening
    soort = models.CharField(max_length=12, choices=SessieSoort.choices, default=SessieSoort.TRAINING)
    stand = models.CharField(max_length=10, choices=SessieStand.choices, default=SessieStand.GEPLAND)
    module = models.ForeignKey(Module, models.PROTECT, null=True, blank=True, related_name="sessies")
    thema = models.CharField(_("thema"), max_length=120, blank=True)
    spreker = models.CharField(_("spreker"), max_length=120, blank=True)
    programma_avond = models.TextField(_("programma van de avond"), blank=True)
    programma = models.ForeignKey(Programma, models.PROTECT, null=True, blank=True, related_name="sessies")
    dag = models.DateField(_("dag"))
    begin = models.DateTimeField(null=True, blank=True)
    einde = models.DateTimeField(null=True, blank=True)
    plaats = models.CharField(_("waar"), max_length=160, blank=True)
    plaatsen = models.PositiveSmallIntegerField(_("hoeveel plaatsen"), null=True, blank=True)
    bereik = models.CharField(_("wie mag zich aanmelden?"), max_length=8, choices=Bereik.choices, default=Bereik.TEAMS)
    acteur = models.CharField(_("acteur"), max_length=120, blank=True)
    teams = models.ManyToManyField(Team, through="SessieTeam", related_name="sessies")
    trainers = models.ManyToManyField(Gebruiker, through="SessieTrainer", related_name="traint")
    aanpak = models.TextField(_("hoe pakt u het aan?"), blank=True)  # what the preparation led to (E174)
    presentatie = models.URLField(_("link naar de presentatie"), max_length=300, blank=True)
    uitgenodigd_op = models.DateTimeField(null=True, blank=True)
    versie = models.PositiveSmallIntegerField(default=0)  # each new time or place is heard once
    verplaatst_op = models.DateTimeField(null=True, blank=True)
    vervallen_reden = models.CharField(max_length=200, blank=True)
    gesloten_op = models.DateTimeField(null=True, blank=True)  # the list is complete, or it does not go on
    gesloten_door = models.ForeignKey(Gebruiker, models.PROTECT, null=True, blank=True, related_name="+")
    wand_code = models.CharField(max_length=6, null=True, blank=True)
    wand_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)
    wand_geheim = EncryptedTextField(null=True, blank=True)  # to draw the QR again; gone when the evening is closed
    uit_verslag = models.BooleanField(default=False)
    verslag_opkomst = models.PositiveSmallIntegerField(null=True, blank=True)
    aangemaakt_door = models.ForeignKey(Gebruiker, models.PROTECT, null=True, blank=True, related_name="+")
    aangemaakt_op = models.DateTimeField()
    gewijzigd_op = models.DateTimeField(null=True, blank=True)

    objects = SessieQuerySet.as_manager()

    class Meta:
        verbose_name = _("sessie")
        verbose_name_plural = _("sessies")
        indexes = [
            models.Index(fields=["gemeente", "dag"], name="sessie_van_gemeente"),
            models.Index(fields=["begin"], condition=Q(stand="gepland"), name="sessie_gepland"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(stand__in=SessieStand.values), name="sessie_stand_bekend"),
            models.CheckConstraint(
                condition=Q(soort="training", module__isnull=False, thema="")
                | (Q(soort="kennisavond", module__isnull=True) & ~Q(thema="")),
                name="sessie_module_of_thema",
            ),
            models.CheckConstraint(
                condition=Q(begin__isnull=True, einde__isnull=True, uit_verslag=True)
                | Q(begin__isnull=False, einde__isnull=False, einde__gt=F("begin")),
                name="sessie_eindigt_na_begin",
            ),
            models.CheckConstraint(
                condition=Q(uit_verslag=True)
                | (
                    Q(plaatsen__isnull=False, plaatsen__gte=1, plaatsen__lte=500, verslag_opkomst__isnull=True)
                    & ~Q(plaats="")
                ),
                name="sessie_heeft_plaats_en_plaatsen",
            ),
            models.CheckConstraint(condition=~Q(gemeente_toen=""), name="sessie_gemeente_had_een_naam"),
            models.CheckConstraint(
                condition=Q(stand="gepland", gesloten_op__isnull=True)
                | (~Q(stand="gepland") & Q(gesloten_op__isnull=False)),
                name="sessie_gesloten_heeft_moment",
            ),
            models.CheckConstraint(
                condition=Q(stand="gepland")
                | Q(wand_code__isnull=True, wand_hash__isnull=True, wand_geheim__isnull=True),
                name="sessie_wandcode_alleen_gepland",
            ),
            models.CheckConstraint(
                condition=Q(stand="vervallen") | Q(vervallen_reden=""), name="sessie_reden_alleen_vervallen"
            ),
            models.UniqueConstraint(
                fields=["wand_code"], condition=Q(wand_code__isnull=False), name="sessie_wandcode_uniek"
            ),
            models.CheckConstraint(
                condition=Q(presentatie="") | Q(presentatie__startswith="https://"), name="sessie_presentatie_veilig"
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="stand",
                field="stand",
                transitions=sorted((str(old), str(new)) for old, news in SESSIE_OVERGANGEN.items() for new in news),
            ),
            pgtrigger.Trigger(
                name="sessie_module_van_gemeente",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__module__isnull=False),
                func="""
                    IF NOT EXISTS (SELECT 1 FROM trainingen_module m
                                   WHERE m.id = NEW.module_id AND m.gemeente_id = NEW.gemeente_id) THEN
                        RAISE EXCEPTION 'sessie: de module is van een andere gemeente'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="sessie_begint_die_dag",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__begin__isnull=False),
                func="""
                    IF (NEW."begin" AT TIME ZONE 'Europe/Amsterdam')::date <> NEW.dag THEN
                        RAISE EXCEPTION 'sessie: het begin is op een andere dag' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="sessie_vervallen_zonder_aanwezigen",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__stand="vervallen"),
                func="""
                    IF EXISTS (SELECT 1 FROM trainingen_inschrijving i WHERE i.sessie_id = NEW.id AND i.aanwezig) THEN
                        RAISE EXCEPTION 'sessie: er waren mensen aanwezig' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return f"sessie {self.pk}"

    @property
    def bron(self):
        """The name under which mails know this evening."""
        return f"sessie:{self.pk}"

    @property
    def titel(self):
        """The subject in words; asks for the module unless it was fetched."""
        return self.module.naam if self.module_id else self.thema

    @property
    def is_planned(self):
        return self.stand == SessieStand.GEPLAND


class SessieTeam(models.Model):
    """A team that was asked, under the name it had then."""

    sessie = models.ForeignKey(Sessie, models.CASCADE, related_name="sessieteams")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    naam_toen = models.CharField(max_length=120)

    objects = OfSessieQuerySet.as_manager()

    class Meta:
        verbose_name = _("team van een sessie")
        verbose_name_plural = _("teams van een sessie")
        ordering = ["naam_toen"]
        constraints = [
            models.UniqueConstraint(fields=["sessie", "team"], name="sessieteam_een_keer"),
            models.CheckConstraint(condition=~Q(naam_toen=""), name="sessieteam_had_een_naam"),
        ]

    def __str__(self):
        return self.naam_toen


class SessieTrainer(models.Model):
    """Who gives the evening: somebody who is a trainer of this gemeente (a trigger agrees)."""

    sessie = models.ForeignKey(Sessie, models.CASCADE, related_name="sessietrainers")
    gebruiker = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+")

    objects = OfSessieQuerySet.as_manager()

    class Meta:
        verbose_name = _("trainer van een sessie")
        verbose_name_plural = _("trainers van een sessie")
        constraints = [models.UniqueConstraint(fields=["sessie", "gebruiker"], name="sessietrainer_een_keer")]
        triggers = [
            pgtrigger.Trigger(
                name="sessietrainer_van_gemeente",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func="""
                    IF NOT EXISTS (SELECT 1 FROM teams_aanstelling a JOIN trainingen_sessie s ON s.id = NEW.sessie_id
                                   WHERE a.gebruiker_id = NEW.gebruiker_id AND a.rol = 'trainer'
                                     AND a.gemeente_id = s.gemeente_id) THEN
                        RAISE EXCEPTION 'sessie: geen trainer van deze gemeente' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self):
        return f"{self.sessie_id} {self.gebruiker_id}"


class GeoefendeSituatie(models.Model):
    """What was practised on an evening, with what was learnt from it and nobody's name (E175, E176, E181)."""

    sessie = models.ForeignKey(Sessie, models.CASCADE, related_name="geoefend")
    situatie = models.ForeignKey(Situatie, models.PROTECT, related_name="+")
    met_acteur = models.BooleanField(_("met de acteur"), default=False)
    notitie = EncryptedTextField(_("wat leerde de groep?"), blank=True, default="")
    door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+")
    op = models.DateTimeField()

    objects = OfSessieQuerySet.as_manager()

    class Meta:
        verbose_name = _("geoefende situatie")
        verbose_name_plural = _("geoefende situaties")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["sessie", "situatie"], name="geoefend_een_keer")]

    def __str__(self):
        return f"{self.sessie_id} {self.situatie_id}"


class Werktafel(models.Model):
    """A table of a knowledge evening: its question and what came of it (E189)."""

    sessie = models.ForeignKey(Sessie, models.CASCADE, related_name="werktafels")
    nummer = models.PositiveSmallIntegerField(_("tafel"))
    vraag = models.CharField(_("vraag"), max_length=300)
    gespreksleider = models.CharField(_("wie leidt het gesprek?"), max_length=120, blank=True)
    uitkomst = models.TextField(_("wat kwam eruit?"), blank=True)

    objects = OfSessieQuerySet.as_manager()

    class Meta:
        verbose_name = _("werktafel")
        verbose_name_plural = _("werktafels")
        ordering = ["nummer"]
        constraints = [
            models.UniqueConstraint(fields=["sessie", "nummer"], name="werktafel_nummer_uniek"),
            models.CheckConstraint(condition=~Q(vraag=""), name="werktafel_heeft_vraag"),
        ]

    def __str__(self):
        return f"{self.nummer} {self.vraag}"


class Actiepunt(models.Model):
    """What somebody will do after an evening, and by when; an owner and a date always (E189, E193)."""

    sessie = models.ForeignKey(Sessie, models.CASCADE, related_name="actiepunten")
    werktafel = models.ForeignKey(Werktafel, models.SET_NULL, null=True, blank=True, related_name="actiepunten")
    wat = models.CharField(_("wat"), max_length=300)
    eigenaar = models.ForeignKey(Gebruiker, models.PROTECT, null=True, blank=True, related_name="actiepunten")
    eigenaar_naam = models.CharField(_("wie"), max_length=120, blank=True)
    voor = models.DateField(_("klaar op"))
    klaar_op = models.DateTimeField(null=True, blank=True)
    resultaat = models.CharField(_("wat is het geworden?"), max_length=300, blank=True)
    gemaakt_op = models.DateTimeField()

    objects = ActiepuntQuerySet.as_manager()

    class Meta:
        verbose_name = _("actiepunt")
        verbose_name_plural = _("actiepunten")
        ordering = ["voor", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(eigenaar__isnull=False, eigenaar_naam=""))
                | (Q(eigenaar__isnull=True) & ~Q(eigenaar_naam="")),
                name="actiepunt_heeft_een_eigenaar",
            ),
            models.CheckConstraint(condition=~Q(wat=""), name="actiepunt_heeft_inhoud"),
            models.CheckConstraint(
                condition=Q(klaar_op__isnull=False) | Q(resultaat=""), name="actiepunt_resultaat_als_klaar"
            ),
        ]

    def __str__(self):
        return self.wat
