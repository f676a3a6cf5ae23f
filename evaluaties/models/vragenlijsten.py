"""Questionnaires as data: a list, its versions, and the questions of a version, which never change once adopted."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from buurtpreventie.accounts.models import Gebruiker
from evaluaties.querysets import OfVersieQuerySet, VersieQuerySet, VragenlijstQuerySet
from teams.models import Gemeente


class Soort(models.TextChoices):
    """What a questionnaire is asked about."""

    SESSIE = "sessie", _("Na een avond")
    EIND = "eind", _("Half jaar na een programma")
    SAMEN = "samen", _("Samen aan tafel")


class Vragenlijst(models.Model):
    """A questionnaire by its code (NPE, WVE, EIND, TUSSEN); what it asks stands in its versions."""

    code = models.SlugField(max_length=12, unique=True)
    naam = models.CharField(_("naam"), max_length=120)
    soort = models.CharField(max_length=8, choices=Soort.choices)
    module_code = models.CharField(max_length=12, blank=True)  # of the module whose evenings it is about

    objects = VragenlijstQuerySet.as_manager()

    class Meta:
        verbose_name = _("vragenlijst")
        verbose_name_plural = _("vragenlijsten")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(soort__in=Soort.values), name="vragenlijst_soort_bekend"),
            models.UniqueConstraint(
                fields=["module_code"],
                condition=Q(soort="sessie") & ~Q(module_code=""),
                name="vragenlijst_een_per_module",
            ),
        ]

    def __str__(self):
        return self.naam


class Versie(models.Model):
    """One wording of a questionnaire: of the start set (no gemeente), or a gemeente's own; adopted it never changes.

    ``verschil`` says beforehand how this differs from the form that people had before (E204).
    """

    vragenlijst = models.ForeignKey(Vragenlijst, models.PROTECT, related_name="versies")
    gemeente = models.ForeignKey(Gemeente, models.PROTECT, null=True, blank=True, related_name="+")
    nummer = models.PositiveSmallIntegerField()
    inleiding = models.TextField(_("wat staat er boven het formulier?"), blank=True)
    verschil = models.CharField(_("wat is er anders dan bij het vorige formulier?"), max_length=300, blank=True)
    minuten = models.PositiveSmallIntegerField(_("hoeveel minuten kost het?"), default=2)
    gemaakt_door = models.ForeignKey(Gebruiker, models.PROTECT, null=True, blank=True, related_name="+")
    gemaakt_op = models.DateTimeField()
    vastgesteld_door = models.ForeignKey(Gebruiker, models.PROTECT, null=True, blank=True, related_name="+")
    vastgesteld_op = models.DateTimeField(null=True, blank=True)

    objects = VersieQuerySet.as_manager()

    class Meta:
        verbose_name = _("versie van een vragenlijst")
        verbose_name_plural = _("versies van vragenlijsten")
        ordering = ["vragenlijst", "gemeente", "-nummer"]
        constraints = [
            models.UniqueConstraint(
                fields=["vragenlijst", "gemeente", "nummer"], nulls_distinct=False, name="versie_nummer_een_keer"
            ),
            models.UniqueConstraint(
                fields=["vragenlijst", "gemeente"],
                condition=Q(vastgesteld_op__isnull=True),
                nulls_distinct=False,
                name="versie_een_concept",
            ),
            models.CheckConstraint(condition=Q(nummer__gte=1), name="versie_nummer_vanaf_een"),
            models.CheckConstraint(
                condition=Q(gemeente__isnull=True)
                | Q(vastgesteld_op__isnull=True)
                | Q(vastgesteld_op__isnull=False, vastgesteld_door__isnull=False),
                name="versie_vastgesteld_door_iemand",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="versie_vast",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__vastgesteld_op__isnull=False),
            )
        ]

    def __str__(self):
        return f"{self.vragenlijst_id} versie {self.nummer}"

    @property
    def is_adopted(self):
        return self.vastgesteld_op is not None


class VraagType(models.TextChoices):
    """What can be asked of people who stay unknown: no place, photo or names of members (E199)."""

    UITLEG = "uitleg", _("Uitleg zonder vraag")
    KORT = "kort", _("Kort antwoord in eigen woorden")
    LANG = "lang", _("Lang antwoord in eigen woorden")
    JA_NEE = "ja_nee", _("Ja of nee")
    KEUZE = "keuze", _("Eén keuze")
    MEERKEUZE = "meerkeuze", _("Meer keuzes mogelijk")
    SCHAAL = "schaal", _("Schaal van cijfers")
    RAPPORTCIJFER = "rapportcijfer", _("Rapportcijfer van 1 tot 10")
    AANTAL = "aantal", _("Aantal")
    PROCENT = "procent", _("Percentage")
    DATUM = "datum", _("Datum")
    TIJD = "tijd", _("Tijd")
    BEVESTIGING = "bevestiging", _("Een vinkje")


IN_WORDS = (VraagType.KORT, VraagType.LANG)
IN_NUMBERS = (VraagType.SCHAAL, VraagType.RAPPORTCIJFER, VraagType.AANTAL, VraagType.PROCENT)
WITH_OPTIONS = (VraagType.KEUZE, VraagType.MEERKEUZE, VraagType.JA_NEE)


class Vraag(models.Model):
    """One question of a version.

    ``opties``: [{"code": "ja", "tekst": "Ja"}, ...]; ``per``: the same shape, when it is asked for several things
    (a mark per module): its answers then go by ``code.sub``. Asked only when ``als_vraag`` was answered with one of
    ``als_waarden``. ``indicator`` is the key in the Balansmodel that it measures (E207).
    """

    versie = models.ForeignKey(Versie, models.CASCADE, related_name="vraagreeks")
    code = models.SlugField(max_length=12)
    volgorde = models.PositiveSmallIntegerField()
    tekst = models.CharField(_("vraag"), max_length=300)
    hulp = models.CharField(_("uitleg bij de vraag"), max_length=300, blank=True)
    type = models.CharField(_("soort antwoord"), max_length=14, choices=VraagType.choices)
    opties = models.JSONField(default=list, blank=True)
    per = models.JSONField(default=list, blank=True)
    laagste = models.SmallIntegerField(_("laagste cijfer"), null=True, blank=True)
    hoogste = models.SmallIntegerField(_("hoogste cijfer"), null=True, blank=True)
    links = models.CharField(_("wat betekent het laagste cijfer?"), max_length=60, blank=True)
    rechts = models.CharField(_("wat betekent het hoogste cijfer?"), max_length=60, blank=True)
    verplicht = models.BooleanField(_("verplicht"), default=False)
    als_vraag = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="volgt")
    als_waarden = models.JSONField(default=list, blank=True)
    bekend_uit = models.CharField(max_length=12, blank=True)  # "modules": known of who was there, and then not asked
    indicator = models.CharField(max_length=24, blank=True)

    objects = OfVersieQuerySet.as_manager()

    class Meta:
        verbose_name = _("vraag")
        verbose_name_plural = _("vragen")
        ordering = ["versie", "volgorde"]
        constraints = [
            models.UniqueConstraint(fields=["versie", "code"], name="vraag_code_een_keer"),
            models.UniqueConstraint(
                fields=["versie", "volgorde"], deferrable=models.Deferrable.DEFERRED, name="vraag_volgorde_een_keer"
            ),
            models.CheckConstraint(condition=Q(type__in=VraagType.values), name="vraag_type_bekend"),
            models.CheckConstraint(condition=~Q(tekst=""), name="vraag_heeft_tekst"),
            models.CheckConstraint(
                condition=Q(laagste__isnull=True, hoogste__isnull=True)
                | Q(laagste__isnull=False, hoogste__isnull=False, hoogste__gt=F("laagste")),
                name="vraag_hoogste_boven_laagste",
            ),
            models.CheckConstraint(
                condition=~Q(type__in=["schaal", "rapportcijfer"]) | Q(laagste__isnull=False),
                name="vraag_schaal_heeft_grenzen",
            ),
            models.CheckConstraint(
                condition=~Q(type__in=["keuze", "meerkeuze", "ja_nee"]) | ~Q(opties=[]), name="vraag_keuze_heeft_opties"
            ),
            models.CheckConstraint(
                condition=Q(als_vraag__isnull=True, als_waarden=[]) | (Q(als_vraag__isnull=False) & ~Q(als_waarden=[])),
                name="vraag_voorwaarde_compleet",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="vraag_van_vaste_versie",
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.Before,
                func="""
                    IF EXISTS (SELECT 1 FROM evaluaties_versie v
                               WHERE v.id = COALESCE(NEW.versie_id, OLD.versie_id)
                                 AND v.vastgesteld_op IS NOT NULL) THEN
                        RAISE EXCEPTION 'vraag: deze versie is vastgesteld' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN COALESCE(NEW, OLD);
                """,
            ),
            pgtrigger.Trigger(
                name="vraag_voorwaarde_eerder",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__als_vraag__isnull=False),
                func="""
                    IF NOT EXISTS (SELECT 1 FROM evaluaties_vraag q
                                   WHERE q.id = NEW.als_vraag_id AND q.versie_id = NEW.versie_id
                                     AND q.volgorde < NEW.volgorde) THEN
                        RAISE EXCEPTION 'vraag: de voorwaarde staat niet eerder in deze versie'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return self.code

    @property
    def is_in_words(self):
        return self.type in IN_WORDS

    @property
    def is_number(self):
        return self.type in IN_NUMBERS

    @property
    def sleutels(self):
        """The keys by which its answers go: the code, or one per thing that it is asked for."""
        return [f"{self.code}.{one['code']}" for one in self.per] if self.per else [self.code]
