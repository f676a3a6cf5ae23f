"""Asks to partners, what came back, and the answers to who reported."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from buurtpreventie.accounts.models import Gebruiker
from buurtpreventie.encryption import EncryptedTextField
from meldingen.models import Melding, Uitkomst
from opvolging.querysets import OPEN_VRAAG, OpvolgingQuerySet, TerugkoppelingQuerySet, ToegangQuerySet
from teams.models import Contact, Partner


class VraagStand(models.TextChoices):
    """Where one ask is."""

    GEVRAAGD = "gevraagd", _("Gevraagd")
    AANGENOMEN = "aangenomen", _("Aangenomen")
    AFGEROND = "afgerond", _("Afgerond")
    TERUGGEGEVEN = "teruggegeven", _("Teruggegeven")
    INGETROKKEN = "ingetrokken", _("Ingetrokken")


VRAAG_OVERGANGEN = {
    VraagStand.GEVRAAGD: {
        VraagStand.AANGENOMEN,
        VraagStand.AFGEROND,
        VraagStand.TERUGGEGEVEN,
        VraagStand.INGETROKKEN,
    },
    VraagStand.AANGENOMEN: {VraagStand.AFGEROND, VraagStand.TERUGGEGEVEN, VraagStand.INGETROKKEN},
    VraagStand.AFGEROND: set(),
    VraagStand.TERUGGEGEVEN: set(),
    VraagStand.INGETROKKEN: set(),
}


class TeruggaveReden(models.TextChoices):
    NIET_VAN_ONS = "niet_van_ons", _("Dit hoort niet bij ons")
    AL_BEKEND = "al_bekend", _("Dit is al bekend bij ons")
    TE_WEINIG = "te_weinig", _("Er staat te weinig in om iets mee te doen")


class Nuttig(models.TextChoices):
    JA = "ja", _("Ja")
    DEELS = "deels", _("Deels")
    NEE = "nee", _("Nee")


class Langs(models.TextChoices):
    """By which road something reached the system."""

    LINK = "link", _("met de link")
    TELEFOON = "telefoon", _("per telefoon")
    MAIL = "mail", _("per mail")
    APP = "app", _("in de app")
    SYSTEEM = "systeem", _("automatisch")


class Opvolging(models.Model):
    """One ask to one partner: who, what, by when, and where it stands (E141)."""

    melding = models.ForeignKey(Melding, models.PROTECT, related_name="opvolgingen")
    keer = models.PositiveSmallIntegerField(default=1)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="opvolgingen")
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="opvolgingen", null=True, blank=True)
    weg = models.CharField(max_length=16, choices=Partner.Weg.choices)
    uittreksel = EncryptedTextField()
    stand = models.CharField(max_length=12, choices=VraagStand.choices, default=VraagStand.GEVRAAGD)
    verantwoordelijk = models.BooleanField(default=True)
    gevraagd_door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+", null=True)
    gevraagd_op = models.DateTimeField()
    termijn_nr = models.PositiveSmallIntegerField(default=1)  # rises with every new date
    termijn_van = models.DateTimeField()  # when the running term began
    uiterlijk = models.DateField()  # last day of the running term: to accept, then to finish
    aangenomen_op = models.DateTimeField(null=True, blank=True)
    beeindigd_op = models.DateTimeField(null=True, blank=True)
    teruggave_reden = models.CharField(max_length=14, choices=TeruggaveReden.choices, blank=True)

    objects = OpvolgingQuerySet.as_manager()

    class Meta:
        verbose_name = _("opvolging")
        verbose_name_plural = _("opvolgingen")
        indexes = [
            models.Index(fields=["uiterlijk"], condition=Q(stand__in=OPEN_VRAAG), name="opvolging_open_uiterlijk")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["melding"],
                condition=Q(verantwoordelijk=True, stand__in=OPEN_VRAAG),
                name="opvolging_een_verantwoordelijke",
            ),
            models.CheckConstraint(
                condition=Q(verantwoordelijk=False) | Q(stand__in=OPEN_VRAAG),
                name="opvolging_klaar_is_niet_verantwoordelijk",
            ),
            models.UniqueConstraint(
                fields=["melding", "partner"], condition=Q(stand__in=OPEN_VRAAG), name="opvolging_partner_een_keer_open"
            ),
            models.CheckConstraint(
                condition=Q(stand__in=OPEN_VRAAG, beeindigd_op__isnull=True)
                | (~Q(stand__in=OPEN_VRAAG) & Q(beeindigd_op__isnull=False)),
                name="opvolging_klaar_heeft_einde",
            ),
            models.CheckConstraint(
                condition=(Q(stand="teruggegeven") & ~Q(teruggave_reden=""))
                | (~Q(stand="teruggegeven") & Q(teruggave_reden="")),
                name="opvolging_teruggave_heeft_reden",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="vraag_open_alleen_bij_open_melding",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__stand__in=OPEN_VRAAG),
                func="""
                    IF NOT EXISTS (SELECT 1 FROM meldingen_melding
                                   WHERE id = NEW.melding_id AND stand = 'opgepakt' AND keer = NEW.keer) THEN
                        RAISE EXCEPTION 'opvolging: de melding is niet opgepakt' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self):
        return f"vraag {self.pk}"

    @property
    def gemeente_id(self):
        return self.melding.gemeente_id

    @property
    def is_open(self):
        return self.stand in OPEN_VRAAG

    @property
    def bron(self):
        """The name under which mails know this ask."""
        return f"opvolging:{self.pk}"


class Resultaat(models.Model):
    """What a partner answered; a revision within 24 hours is a new version, never an edit."""

    opvolging = models.ForeignKey(Opvolging, models.CASCADE, related_name="resultaten")
    versie = models.PositiveSmallIntegerField()
    uitkomst = models.CharField(max_length=14, choices=Uitkomst.choices)
    voor_meldpunt = EncryptedTextField(blank=True)
    voor_melder = EncryptedTextField(blank=True)
    nuttig = models.CharField(max_length=5, choices=Nuttig.choices, blank=True)
    wat_miste = EncryptedTextField(blank=True)
    op = models.DateTimeField()
    langs = models.CharField(max_length=10, choices=Langs.choices, default=Langs.LINK)
    door_contact = models.ForeignKey(Contact, models.PROTECT, related_name="+", null=True)
    door_gebruiker = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+", null=True)

    class Meta:
        verbose_name = _("resultaat")
        verbose_name_plural = _("resultaten")
        ordering = ["versie"]
        constraints = [
            models.UniqueConstraint(fields=["opvolging", "versie"], name="resultaat_versie_uniek"),
            models.CheckConstraint(
                condition=Q(door_contact__isnull=False) | Q(door_gebruiker__isnull=False), name="resultaat_heeft_gever"
            ),
        ]
        triggers = [pgtrigger.Protect(name="resultaat_alleen_toevoegen", operation=pgtrigger.Update)]

    def __str__(self):
        return f"resultaat {self.opvolging_id}.{self.versie}"


class Toevoeging(models.Model):
    """A note of a partner to the meldpunt while the ask runs."""

    opvolging = models.ForeignKey(Opvolging, models.CASCADE, related_name="toevoegingen")
    tekst = EncryptedTextField()
    op = models.DateTimeField()
    langs = models.CharField(max_length=10, choices=Langs.choices, default=Langs.LINK)
    door_contact = models.ForeignKey(Contact, models.PROTECT, related_name="+", null=True)
    door_gebruiker = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+", null=True)

    class Meta:
        verbose_name = _("toevoeging")
        verbose_name_plural = _("toevoegingen")
        ordering = ["op", "pk"]

    def __str__(self):
        return f"toevoeging {self.pk}"


class Toegang(models.Model):
    """A link bound to one ask and one address: looked up by hash, the secret only encrypted (veiligheid 11)."""

    opvolging = models.ForeignKey(Opvolging, models.CASCADE, related_name="toegangen")
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="toegangen")
    email = models.EmailField()
    token_hash = models.CharField(max_length=64, unique=True)
    geheim = EncryptedTextField(null=True, blank=True)  # NULL when the ask has ended
    gemaakt_op = models.DateTimeField()
    verloopt_op = models.DateTimeField()
    ingetrokken_op = models.DateTimeField(null=True, blank=True)
    foute_codes = models.PositiveSmallIntegerField(default=0)
    bevroren_op = models.DateTimeField(null=True, blank=True)

    objects = ToegangQuerySet.as_manager()

    class Meta:
        verbose_name = _("toegang")
        verbose_name_plural = _("toegangen")
        constraints = [
            models.UniqueConstraint(
                fields=["opvolging", "email"],
                condition=Q(ingetrokken_op__isnull=True),
                name="toegang_een_per_vraag_en_adres",
            ),
            models.CheckConstraint(condition=Q(verloopt_op__gt=F("gemaakt_op")), name="toegang_verloopt_na_maken"),
            models.CheckConstraint(
                condition=Q(ingetrokken_op__isnull=True) | Q(geheim__isnull=True), name="toegang_dood_zonder_geheim"
            ),
        ]

    def __str__(self):
        return f"toegang {self.pk}"

    @property
    def gemeente_id(self):
        return self.opvolging.melding.gemeente_id

    @property
    def bron(self):
        """The name under which the mails with a code know this link, and the purpose of those codes."""
        return f"toegang:{self.pk}"


class Terugkoppeling(models.Model):
    """A message to who reported: an interim word or the answer. Append-only but for reading and verdict."""

    class Doelgroep(models.TextChoices):
        MELDER = "melder", _("Melder")
        TEAM = "team", _("Team")

    class Soort(models.TextChoices):
        TUSSENBERICHT = "tussenbericht", _("Tussenbericht")
        ANTWOORD = "antwoord", _("Antwoord")

    class Oordeel(models.TextChoices):
        OPGELOST = "opgelost", _("Ja, het is opgelost")
        DEELS = "deels", _("Deels")
        NIET_OPGELOST = "niet_opgelost", _("Nee, ik zie het nog")
        GENOEG = "genoeg", _("Ja, ik heb genoeg gehoord")
        BEL_MIJ = "bel_mij", _("Nee, bel mij")
        IETS_NIEUWS = "iets_nieuws", _("Ik zag iets nieuws")

    melding = models.ForeignKey(Melding, models.PROTECT, related_name="terugkoppelingen")
    keer = models.PositiveSmallIntegerField()
    doelgroep = models.CharField(max_length=8, choices=Doelgroep.choices, default=Doelgroep.MELDER)
    soort = models.CharField(max_length=14, choices=Soort.choices)
    tekst = EncryptedTextField()
    nieuwe_datum = models.DateField(null=True, blank=True)
    langs = models.CharField(max_length=12)  # a choice of accounts.AntwoordVia
    door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+", null=True)
    op = models.DateTimeField()
    gelezen_op = models.DateTimeField(null=True, blank=True)
    oordeel = models.CharField(max_length=14, choices=Oordeel.choices, blank=True)
    oordeel_op = models.DateTimeField(null=True, blank=True)
    gebeld_op = models.DateTimeField(null=True, blank=True)  # after "bel mij"

    objects = TerugkoppelingQuerySet.as_manager()

    class Meta:
        verbose_name = _("terugkoppeling")
        verbose_name_plural = _("terugkoppelingen")
        ordering = ["op", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["melding", "keer"],
                condition=Q(soort="antwoord", doelgroep="melder"),
                name="terugkoppeling_een_antwoord_per_keer",
            ),
            models.CheckConstraint(
                condition=Q(oordeel="") | Q(soort="antwoord", oordeel_op__isnull=False),
                name="terugkoppeling_oordeel_bij_antwoord",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="terugkoppeling_niet_wissen", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="terugkoppeling_niet_herschrijven",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                func="""
                    IF (NEW.melding_id, NEW.keer, NEW.doelgroep, NEW.soort, NEW.tekst, NEW.langs, NEW.op)
                       IS DISTINCT FROM
                       (OLD.melding_id, OLD.keer, OLD.doelgroep, OLD.soort, OLD.tekst, OLD.langs, OLD.op)
                       OR (OLD.oordeel <> '' AND NEW.oordeel IS DISTINCT FROM OLD.oordeel) THEN
                        RAISE EXCEPTION 'terugkoppeling: wat verstuurd is verandert niet'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return f"terugkoppeling {self.pk}"


class GeenAntwoord(models.Model):
    """Why there can be no answer this time: logged, and never counted as an answer."""

    class Reden(models.TextChoices):
        NAAM_INGETROKKEN = "naam_ingetrokken", _("De melder trok zijn naam in")
        NIET_BEREIKBAAR = "niet_bereikbaar", _("De melder is na drie pogingen niet bereikt")
        OVERLEDEN = "overleden", _("De melder is overleden")

    melding = models.ForeignKey(Melding, models.PROTECT, related_name="zonder_antwoord")
    keer = models.PositiveSmallIntegerField()
    reden = models.CharField(max_length=16, choices=Reden.choices)
    door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+")
    op = models.DateTimeField()

    class Meta:
        verbose_name = _("geen antwoord")
        verbose_name_plural = _("geen antwoord")
        constraints = [
            models.UniqueConstraint(fields=["melding", "keer"], name="geen_antwoord_een_per_keer"),
            models.CheckConstraint(condition=~Q(reden=""), name="geen_antwoord_heeft_reden"),
        ]
        triggers = [
            pgtrigger.Protect(name="geen_antwoord_vast", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self):
        return f"geen antwoord {self.pk}"


class Herinnering(models.Model):
    """That a step of an ask or a promise was told to one role: sent, or skipped after an outage."""

    class Stand(models.TextChoices):
        VERSTUURD = "verstuurd", _("In een mail gezet")
        OVERGESLAGEN = "overgeslagen", _("Overgeslagen")

    bron = models.CharField(max_length=40)  # "opvolging:17" or "melding:4"
    termijn_nr = models.PositiveIntegerField()
    stap = models.CharField(max_length=12)
    aan_rol = models.CharField(max_length=30)
    stand = models.CharField(max_length=12, choices=Stand.choices)
    bericht_sleutel = models.CharField(max_length=200, blank=True)
    op = models.DateTimeField()

    class Meta:
        verbose_name = _("herinnering")
        verbose_name_plural = _("herinneringen")
        indexes = [models.Index(fields=["bericht_sleutel"], name="herinnering_bericht")]
        constraints = [
            models.UniqueConstraint(fields=["bron", "termijn_nr", "stap", "aan_rol"], name="herinnering_een_keer")
        ]

    def __str__(self):
        return f"{self.bron}:{self.termijn_nr}:{self.stap}:{self.aan_rol}"


class BewaakteMelding(Melding):
    """Carries the triggers on Melding that need to look at the tables of this floor."""

    class Meta:
        proxy = True
        triggers = [
            pgtrigger.Trigger(
                name="beantwoord_vraagt_antwoord",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__stand="beantwoord"),
                func="""
                    IF NOT EXISTS (SELECT 1 FROM opvolging_terugkoppeling t
                                   WHERE t.melding_id = NEW.id AND t.keer = NEW.keer
                                     AND t.soort = 'antwoord' AND t.doelgroep = 'melder')
                       AND NOT EXISTS (SELECT 1 FROM opvolging_geenantwoord g
                                       WHERE g.melding_id = NEW.id AND g.keer = NEW.keer) THEN
                        RAISE EXCEPTION 'melding: beantwoord zonder antwoord van deze keer of een reden'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="klaar_zonder_open_vragen",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__stand__in=("afgerond", "beantwoord", "ingetrokken")),
                func="""
                    IF EXISTS (SELECT 1 FROM opvolging_opvolging o
                               WHERE o.melding_id = NEW.id AND o.stand IN ('gevraagd', 'aangenomen')) THEN
                        RAISE EXCEPTION 'melding: er staan nog vragen open' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]
