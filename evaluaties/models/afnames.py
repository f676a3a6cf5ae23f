"""A run of a questionnaire: who was asked, how many answered, and the answers, of which nobody knows whose they are.

Two sides that never meet: ``Gevraagd`` knows people, ``Inzending`` and ``OpenAntwoord`` know answers. What comes in is
``Wachtend`` until five of it can go over in one shuffle that writes both sides anew (E205, docs/privacy.md).
"""

import uuid

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from buurtpreventie.accounts.models import Gebruiker
from buurtpreventie.encryption import EncryptedTextField
from evaluaties.models.vragenlijsten import Versie, Vraag
from evaluaties.querysets import (
    AfnameQuerySet,
    GevraagdQuerySet,
    NonResponsQuerySet,
    OfAfnameQuerySet,
    OfGemeenteQuerySet,
    OpenAntwoordQuerySet,
    PoolQuerySet,
)
from teams.models import Gemeente, Regio, Team
from trainingen.models import Inschrijving, Programma, Sessie

OF_GEMEENTE_OR_REGIO = Q(gemeente__isnull=False, regio__isnull=True) | Q(gemeente__isnull=True, regio__isnull=False)
OF_RUN_OR_POOL = Q(afname__isnull=False, pool__isnull=True) | Q(afname__isnull=True, pool__isnull=False)


class AfnameStand(models.TextChoices):
    """Where a run is."""

    OPEN = "open", _("Nu in te vullen")
    GESLOTEN = "gesloten", _("Gesloten")


class Afname(models.Model):
    """One run: about an evening, a programme, a team, or the whole gemeente.

    ``vrijgegeven``: it closed with five answers or more, so what it says can be read; answers of a run with fewer wait
    until they can be read together with others (``Pool``). ``nagebouwd``: rebuilt from a published report, every page
    says so; the threshold does not hold for what was published already.
    """

    sleutel = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)  # pressed twice is one run
    versie = models.ForeignKey(Versie, models.PROTECT, related_name="afnames")
    gemeente = models.ForeignKey(Gemeente, models.PROTECT, null=True, blank=True, related_name="afnames")
    regio = models.ForeignKey(Regio, models.PROTECT, null=True, blank=True, related_name="afnames")
    naam_toen = models.CharField(max_length=160)  # "Niet pluis, 13 april 2017, Leerdam": what was, keeps its name
    sessie = models.ForeignKey(Sessie, models.PROTECT, null=True, blank=True, related_name="afnames")
    programma = models.ForeignKey(Programma, models.PROTECT, null=True, blank=True, related_name="afnames")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="afnames")
    teams = models.ManyToManyField(Team, related_name="+", blank=True)  # whose people were asked
    stand = models.CharField(max_length=10, choices=AfnameStand.choices, default=AfnameStand.OPEN)
    opent_op = models.DateTimeField()
    sluit_op = models.DateTimeField()
    gesloten_op = models.DateTimeField(null=True, blank=True)
    gesloten_door = models.ForeignKey(Gebruiker, models.PROTECT, null=True, blank=True, related_name="+")
    vrijgegeven = models.BooleanField(default=False)
    verwacht_procent = models.PositiveSmallIntegerField(_("hoeveel procent verwacht u?"), null=True, blank=True)
    wand_code = models.CharField(max_length=4, null=True, blank=True)
    wand_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)
    wand_geheim = EncryptedTextField(null=True, blank=True)
    wand_tot = models.DateTimeField(null=True, blank=True)  # half an hour after the evening
    nagebouwd = models.BooleanField(default=False)
    bron = models.CharField(max_length=200, blank=True)  # which report it was rebuilt from
    verslag_gevraagd = models.PositiveIntegerField(null=True, blank=True)  # how many were asked, as published
    niet_gepubliceerd = models.JSONField(default=dict, blank=True)  # question code: option codes without a figure
    gemaakt_door = models.ForeignKey(Gebruiker, models.PROTECT, null=True, blank=True, related_name="+")
    gemaakt_op = models.DateTimeField()
    verteld_op = models.DateTimeField(null=True, blank=True)  # the results went back to who was asked

    objects = AfnameQuerySet.as_manager()

    class Meta:
        verbose_name = _("afname")
        verbose_name_plural = _("afnames")
        ordering = ["-opent_op", "-pk"]
        indexes = [models.Index(fields=["sluit_op"], condition=Q(stand="open"), name="afname_open")]
        constraints = [
            models.CheckConstraint(condition=Q(stand__in=AfnameStand.values), name="afname_stand_bekend"),
            models.CheckConstraint(condition=OF_GEMEENTE_OR_REGIO, name="afname_gemeente_of_regio"),
            models.CheckConstraint(condition=~Q(naam_toen=""), name="afname_had_een_naam"),
            models.CheckConstraint(
                condition=Q(sessie__isnull=True) | Q(team__isnull=True), name="afname_over_een_ding"
            ),
            models.CheckConstraint(condition=Q(sluit_op__gt=F("opent_op")), name="afname_sluit_na_openen"),
            models.CheckConstraint(
                condition=Q(stand="open", gesloten_op__isnull=True) | Q(stand="gesloten", gesloten_op__isnull=False),
                name="afname_gesloten_heeft_moment",
            ),
            models.CheckConstraint(
                condition=Q(vrijgegeven=False) | Q(stand="gesloten"), name="afname_vrij_is_gesloten"
            ),
            models.CheckConstraint(
                condition=Q(stand="open") | Q(wand_code__isnull=True, wand_hash__isnull=True, wand_geheim__isnull=True),
                name="afname_wandcode_alleen_open",
            ),
            models.CheckConstraint(
                condition=Q(wand_code__isnull=True, wand_tot__isnull=True)
                | Q(wand_code__isnull=False, wand_tot__isnull=False)
                | Q(stand="gesloten"),
                name="afname_wandcode_heeft_einde",
            ),
            models.UniqueConstraint(
                fields=["wand_code"], condition=Q(wand_code__isnull=False), name="afname_wandcode_uniek"
            ),
            models.UniqueConstraint(fields=["sessie"], condition=Q(sessie__isnull=False), name="afname_een_per_avond"),
            models.UniqueConstraint(
                fields=["programma", "versie", "gemeente", "regio"],
                condition=Q(programma__isnull=False, sessie__isnull=True, team__isnull=True),
                nulls_distinct=False,
                name="afname_een_per_programma",
            ),
            models.CheckConstraint(
                condition=Q(nagebouwd=False, bron="", verslag_gevraagd__isnull=True, niet_gepubliceerd={})
                | (Q(nagebouwd=True) & ~Q(bron="")),
                name="afname_nagebouwd_noemt_bron",
            ),
        ]
        triggers = [
            pgtrigger.FSM(name="afname_stand", field="stand", transitions=[("open", "gesloten")]),
            pgtrigger.Trigger(
                name="afname_versie_is_vastgesteld",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func="""
                    IF NOT EXISTS (SELECT 1 FROM evaluaties_versie v
                                   WHERE v.id = NEW.versie_id AND v.vastgesteld_op IS NOT NULL
                                     AND (v.gemeente_id IS NULL OR v.gemeente_id = NEW.gemeente_id)) THEN
                        RAISE EXCEPTION 'afname: deze versie is niet vastgesteld voor deze gemeente'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return f"afname {self.pk}"

    @property
    def bron_van_mail(self):
        """The name under which mails know this run."""
        return f"afname:{self.pk}"

    @property
    def is_open(self):
        return self.stand == AfnameStand.OPEN


class Kanaal(models.TextChoices):
    """By which way an answer came; counted per run, never kept beside an answer (E202)."""

    WAND = "wand", _("Met de code van de avond")
    LINK = "link", _("Met de link uit de mail")
    PAPIER = "papier", _("Op papier")
    NAMENS = "namens", _("Door een ander ingevuld")
    TELLING = "telling", _("Als telling ingevoerd")


class Respons(models.Model):
    """How many answers of one run came by one way; an evening never has more answers than people (a trigger agrees)."""

    afname = models.ForeignKey(Afname, models.CASCADE, related_name="respons")
    kanaal = models.CharField(max_length=8, choices=Kanaal.choices)
    aantal = models.PositiveIntegerField(default=0)

    objects = OfAfnameQuerySet.as_manager()

    class Meta:
        verbose_name = _("respons")
        verbose_name_plural = _("respons")
        constraints = [
            models.UniqueConstraint(fields=["afname", "kanaal"], name="respons_een_per_kanaal"),
            models.CheckConstraint(condition=Q(kanaal__in=Kanaal.values), name="respons_kanaal_bekend"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="respons_past_bij_de_avond",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.After,
                func="""
                    IF TG_OP = 'UPDATE' AND NEW.aantal <= OLD.aantal THEN RETURN NULL; END IF;
                    IF EXISTS (
                        SELECT 1 FROM evaluaties_afname a JOIN trainingen_sessie s ON s.id = a.sessie_id
                        WHERE a.id = NEW.afname_id AND NOT a.nagebouwd AND NOT s.uit_verslag
                          AND (SELECT sum(r.aantal) FROM evaluaties_respons r WHERE r.afname_id = a.id)
                              > (SELECT count(*) FROM trainingen_inschrijving i
                                 WHERE i.sessie_id = s.id AND i.aanwezig)) THEN
                        RAISE EXCEPTION 'respons: meer antwoorden dan mensen' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NULL;
                """,
            )
        ]

    def __str__(self):
        return f"{self.afname_id} {self.kanaal}"


class Weg(models.TextChoices):
    """How somebody was asked."""

    MAIL = "mail", _("Per mail")
    BELLEN = "bellen", _("Per telefoon of op papier")
    OVERGESLAGEN = "overgeslagen", _("Niet gevraagd: al genoeg vragen dit kwartaal")


class Gevraagd(models.Model):
    """One person and one run: asked, and whether they answered. Never what, and never when (E202, E204)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    afname = models.ForeignKey(Afname, models.CASCADE, related_name="gevraagden")
    gebruiker = models.ForeignKey(Gebruiker, models.PROTECT, null=True, blank=True, related_name="verzoeken")
    inschrijving = models.ForeignKey(Inschrijving, models.PROTECT, null=True, blank=True, related_name="verzoeken")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+")
    weg = models.CharField(max_length=12, choices=Weg.choices)
    gevraagd_op = models.DateField()
    herinnerd_op = models.DateField(null=True, blank=True)  # once
    beantwoord = models.BooleanField(default=False)
    token_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)
    geheim = EncryptedTextField(null=True, blank=True)

    objects = GevraagdQuerySet.as_manager()

    class Meta:
        verbose_name = _("gevraagde")
        verbose_name_plural = _("gevraagden")
        indexes = [models.Index(fields=["gebruiker", "gevraagd_op"], name="gevraagd_van_persoon")]
        constraints = [
            models.CheckConstraint(
                condition=Q(gebruiker__isnull=False, inschrijving__isnull=True)
                | Q(gebruiker__isnull=True, inschrijving__isnull=False),
                name="gevraagd_persoon_of_gast",
            ),
            models.UniqueConstraint(
                fields=["afname", "gebruiker"], condition=Q(gebruiker__isnull=False), name="gevraagd_een_keer"
            ),
            models.UniqueConstraint(
                fields=["afname", "inschrijving"],
                condition=Q(inschrijving__isnull=False),
                name="gevraagd_gast_een_keer",
            ),
            models.CheckConstraint(condition=Q(weg__in=Weg.values), name="gevraagd_weg_bekend"),
            models.CheckConstraint(
                condition=~Q(weg="overgeslagen") | Q(beantwoord=False, token_hash__isnull=True),
                name="gevraagd_overgeslagen_is_stil",
            ),
            models.CheckConstraint(
                condition=Q(herinnerd_op__isnull=True) | Q(herinnerd_op__gte=F("gevraagd_op")),
                name="gevraagd_herinnerd_erna",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="gevraagd_antwoord_blijft",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                func="""
                    IF OLD.beantwoord AND NOT NEW.beantwoord THEN
                        RAISE EXCEPTION 'gevraagd: wie antwoordde, antwoordde' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self):
        return f"gevraagd {self.pk}"

    @property
    def bron(self):
        """The name under which mails know this request: not its key, which a shuffle may write anew."""
        who = f"lid:{self.gebruiker_id}" if self.gebruiker_id else f"gast:{self.inschrijving_id}"
        return f"afname:{self.afname_id}:{who}"

    @property
    def naam(self):
        """Of the person or the guest; asks for them unless fetched."""
        return self.gebruiker.naam if self.gebruiker_id else self.inschrijving.gast_naam

    @property
    def email(self):
        return (self.gebruiker.email if self.gebruiker_id else self.inschrijving.gast_email) or ""


class Wachtend(models.Model):
    """One answered form that waits until it can go over with at least four others; without person, way or moment."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    afname = models.ForeignKey(Afname, models.CASCADE, related_name="wachtenden")
    formulier = EncryptedTextField()  # JSON: {"antwoorden": {...}, "woorden": {...}, "vlaggen": [...]}

    objects = OfAfnameQuerySet.as_manager()

    class Meta:
        verbose_name = _("wachtend formulier")
        verbose_name_plural = _("wachtende formulieren")

    def __str__(self):
        return "wachtend formulier"


class GebruikteSleutel(models.Model):
    """The fingerprint of a form that was sent, so that twice is once; written anew with each shuffle."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    afname = models.ForeignKey(Afname, models.CASCADE, related_name="gebruikte_sleutels")
    hash = models.CharField(max_length=64)

    objects = OfAfnameQuerySet.as_manager()

    class Meta:
        verbose_name = _("gebruikte sleutel")
        verbose_name_plural = _("gebruikte sleutels")
        constraints = [models.UniqueConstraint(fields=["afname", "hash"], name="sleutel_een_keer")]

    def __str__(self):
        return "gebruikte sleutel"


class Pool(models.Model):
    """Answers of runs that were too small to read alone, five or more together; part of a programme or a gemeente.

    It never grows. Tallies of its runs go along with its forms: they are those of ``afnames``.
    """

    versie = models.ForeignKey(Versie, models.PROTECT, related_name="pools")
    gemeente = models.ForeignKey(Gemeente, models.PROTECT, null=True, blank=True, related_name="+")
    regio = models.ForeignKey(Regio, models.PROTECT, null=True, blank=True, related_name="+")
    programma = models.ForeignKey(Programma, models.PROTECT, null=True, blank=True, related_name="pools")
    afnames = models.ManyToManyField(Afname, related_name="pools")  # where they came from, without which is whose
    week = models.DateField()

    objects = PoolQuerySet.as_manager()

    class Meta:
        verbose_name = _("pool van antwoorden")
        verbose_name_plural = _("pools van antwoorden")
        constraints = [models.CheckConstraint(condition=OF_GEMEENTE_OR_REGIO, name="pool_gemeente_of_regio")]

    def __str__(self):
        return f"pool {self.pk}"


AT_LEAST_FIVE = """
    IF NOT EXISTS (SELECT 1 FROM evaluaties_inzending i WHERE i.id = NEW.id) THEN RETURN NULL; END IF;
    IF (SELECT count(*) FROM evaluaties_inzending i
        WHERE i.afname_id IS NOT DISTINCT FROM NEW.afname_id AND i.pool_id IS NOT DISTINCT FROM NEW.pool_id)
       + COALESCE((SELECT sum(r.aantal) FROM evaluaties_respons r
                   WHERE r.afname_id = NEW.afname_id AND r.kanaal = 'telling'), 0) < 5
       AND NOT EXISTS (SELECT 1 FROM evaluaties_afname a WHERE a.id = NEW.afname_id AND a.nagebouwd) THEN
        RAISE EXCEPTION 'inzending: minder dan vijf bij elkaar' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
"""


class Inzending(models.Model):
    """The answers of one form, without words and without a person; at least five of a run or pool, or none.

    ``antwoorden``: {"NPE1": 4, "E1": ["algemeen"], "E14.NP": 7}; ``onleesbaar`` is a value like any other (a paper form
    with two crosses); ``vlaggen``: keys that were answered although their condition did not hold.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    versie = models.ForeignKey(Versie, models.PROTECT, related_name="inzendingen")
    afname = models.ForeignKey(Afname, models.PROTECT, null=True, blank=True, related_name="inzendingen")
    pool = models.ForeignKey(Pool, models.PROTECT, null=True, blank=True, related_name="inzendingen")
    week = models.DateField()  # Monday of the week in which it was published
    antwoorden = models.JSONField(default=dict)
    vlaggen = models.JSONField(default=list, blank=True)

    objects = OfAfnameQuerySet.as_manager()

    class Meta:
        verbose_name = _("inzending")
        verbose_name_plural = _("inzendingen")
        constraints = [
            models.CheckConstraint(condition=OF_RUN_OR_POOL, name="inzending_afname_of_pool"),
            models.CheckConstraint(condition=Q(week__iso_week_day=1), name="inzending_week_begint_maandag"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="inzending_minstens_vijf",
                operation=pgtrigger.Insert,
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                func=AT_LEAST_FIVE,
            )
        ]

    def __str__(self):
        return "inzending"


class Telling(models.Model):
    """Counts that were made by hand: per question how many people answered it and how many gave which answer.

    ``aantallen``: {"ja": 4, "nee": 1, "onleesbaar": 1}; ``sleutel`` as in an ``Inzending``.
    """

    afname = models.ForeignKey(Afname, models.CASCADE, related_name="tellingen")
    vraag = models.ForeignKey(Vraag, models.PROTECT, related_name="+")
    sleutel = models.CharField(max_length=40)
    n = models.PositiveIntegerField()
    aantallen = models.JSONField(default=dict)

    objects = OfAfnameQuerySet.as_manager()

    class Meta:
        verbose_name = _("telling")
        verbose_name_plural = _("tellingen")
        constraints = [models.UniqueConstraint(fields=["afname", "sleutel"], name="telling_een_per_vraag")]

    def __str__(self):
        return f"{self.afname_id} {self.sleutel}"


class OpenStand(models.TextChoices):
    """Whether a person looked at what somebody wrote (E216)."""

    NIEUW = "nieuw", _("Nog te lezen")
    VRIJ = "vrij", _("Mag in het verslag")
    ACHTER = "achter", _("Blijft achter")


class OpenAntwoord(models.Model):
    """What somebody wrote, apart from their other answers; the words as written are gone once a person read them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    vraag = models.ForeignKey(Vraag, models.PROTECT, related_name="open_antwoorden")
    afname = models.ForeignKey(Afname, models.PROTECT, null=True, blank=True, related_name="open_antwoorden")
    pool = models.ForeignKey(Pool, models.PROTECT, null=True, blank=True, related_name="open_antwoorden")
    week = models.DateField()
    tekst = EncryptedTextField(null=True, blank=True)
    vrije_tekst = models.CharField(_("zo komt het in het verslag"), max_length=1000, blank=True)
    stand = models.CharField(max_length=8, choices=OpenStand.choices, default=OpenStand.NIEUW)
    gelezen_door = models.ForeignKey(Gebruiker, models.PROTECT, null=True, blank=True, related_name="+")
    gelezen_op = models.DateTimeField(null=True, blank=True)

    objects = OpenAntwoordQuerySet.as_manager()

    class Meta:
        verbose_name = _("open antwoord")
        verbose_name_plural = _("open antwoorden")
        constraints = [
            models.CheckConstraint(condition=OF_RUN_OR_POOL, name="open_antwoord_afname_of_pool"),
            models.CheckConstraint(
                condition=Q(stand="nieuw", tekst__isnull=False, vrije_tekst="", gelezen_op__isnull=True)
                | Q(stand="vrij", tekst__isnull=True, gelezen_op__isnull=False, gelezen_door__isnull=False)
                & ~Q(vrije_tekst="")
                | Q(
                    stand="achter",
                    tekst__isnull=True,
                    vrije_tekst="",
                    gelezen_op__isnull=False,
                    gelezen_door__isnull=False,
                ),
                name="open_antwoord_eerst_gelezen",
            ),
        ]

    def __str__(self):
        return "open antwoord"

    @property
    def besluit(self):
        """Which decision one looks at: empty as long as there is none."""
        return self.gelezen_op.isoformat() if self.gelezen_op else ""


class Reden(models.TextChoices):
    """Why people did not answer; the first three come from the pilot (E203)."""

    MOE = "moe", _("Ze worden te vaak iets gevraagd")
    ZELFDE = "zelfde", _("Het leek op het vorige formulier")
    DIGITAAL = "digitaal", _("Invullen op telefoon of computer lukt niet goed")
    TIJD = "tijd", _("Ze hadden geen tijd")
    GEZIEN = "gezien", _("Ze hebben de vraag niet gezien")
    ANDERS = "anders", _("Iets anders")


class NonRespons(models.Model):
    """What the coordinator thinks why members did not answer: per team, without names."""

    afname = models.ForeignKey(Afname, models.CASCADE, related_name="nonrespons")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    redenen = models.JSONField(default=list)
    toelichting = EncryptedTextField(_("in uw eigen woorden"), blank=True, default="")
    door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+")
    op = models.DateTimeField()

    objects = NonResponsQuerySet.as_manager()

    class Meta:
        verbose_name = _("reden van geen antwoord")
        verbose_name_plural = _("redenen van geen antwoord")
        constraints = [
            models.UniqueConstraint(fields=["afname", "team"], name="nonrespons_een_per_team"),
            models.CheckConstraint(condition=~Q(redenen=[]), name="nonrespons_heeft_een_reden"),
        ]

    def __str__(self):
        return f"{self.afname_id} {self.team_id}"


class WijDeden(models.Model):
    """ "U zei, wij deden": what came of the answers, told to who gave them."""

    afname = models.ForeignKey(Afname, models.CASCADE, related_name="wijdeden")
    uzei = models.CharField(_("u zei"), max_length=300)
    wijdeden = models.CharField(_("wij deden"), max_length=300)
    door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+")
    op = models.DateTimeField()

    objects = OfAfnameQuerySet.as_manager()

    class Meta:
        verbose_name = _("u zei, wij deden")
        verbose_name_plural = _("u zei, wij deden")
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(uzei="") & ~Q(wijdeden=""), name="wijdeden_compleet")]

    def __str__(self):
        return f"wijdeden {self.pk}"


class Instelling(models.Model):
    """How often a gemeente asks one person something, over all runs (E204)."""

    gemeente = models.OneToOneField(Gemeente, models.CASCADE, primary_key=True, related_name="evaluaties")
    max_per_kwartaal = models.PositiveSmallIntegerField(_("hoe vaak per kwartaal mag iemand iets krijgen?"), default=2)

    objects = OfGemeenteQuerySet.as_manager()

    class Meta:
        verbose_name = _("instelling van evaluaties")
        verbose_name_plural = _("instellingen van evaluaties")
        constraints = [
            models.CheckConstraint(
                condition=Q(max_per_kwartaal__gte=1, max_per_kwartaal__lte=12), name="instelling_max_redelijk"
            )
        ]

    def __str__(self):
        return f"evaluaties {self.pk}"
