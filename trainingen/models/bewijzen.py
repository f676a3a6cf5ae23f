"""Who is up to date in what, since when and until when; no health data, no document (E166, E184)."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from buurtpreventie.accounts.models import Gebruiker
from teams.models import Gemeente
from trainingen.models.inschrijvingen import Inschrijving
from trainingen.models.modules import BewijsSoort
from trainingen.querysets import BewijsQuerySet, BewijsRegelQuerySet


class BewijsRegel(models.Model):
    """How long one kind counts in this gemeente; without a row the rule of ``trainingen.validity`` holds."""

    gemeente = models.ForeignKey(Gemeente, models.CASCADE, related_name="bewijsregels")
    soort = models.CharField(max_length=16, choices=BewijsSoort.choices)
    geldig_maanden = models.PositiveSmallIntegerField(_("hoeveel maanden geldig"), null=True, blank=True)
    venster_maanden = models.PositiveSmallIntegerField(_("hoeveel maanden van tevoren vernieuwen"), default=3)

    objects = BewijsRegelQuerySet.as_manager()

    class Meta:
        verbose_name = _("geldigheid van een bewijs")
        verbose_name_plural = _("geldigheid van bewijzen")
        constraints = [
            models.UniqueConstraint(fields=["gemeente", "soort"], name="bewijsregel_uniek"),
            models.CheckConstraint(
                condition=Q(geldig_maanden__isnull=True)
                | Q(geldig_maanden__gte=1, geldig_maanden__lte=120, venster_maanden__lt=F("geldig_maanden")),
                name="bewijsregel_venster_binnen_geldigheid",
            ),
        ]

    def __str__(self):
        return f"{self.gemeente_id} {self.soort}"


class Bewijs(models.Model):
    """Somebody is trained, or something was seen, on a day; corrected by taking it back, never by editing."""

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="bewijzen")
    gebruiker = models.ForeignKey(Gebruiker, models.PROTECT, related_name="bewijzen")
    soort = models.CharField(max_length=16, choices=BewijsSoort.choices)
    gehaald_op = models.DateField()  # the source date: of the evening, of the course, of the VOG
    gezien_op = models.DateField(null=True, blank=True)  # when a person saw it; empty when an evening here gave it
    geldig_tot = models.DateField(null=True, blank=True)  # the first day on which it counts no more; empty: for good
    inschrijving = models.ForeignKey(Inschrijving, models.PROTECT, null=True, blank=True, related_name="bewijzen")
    vastgelegd_door = models.ForeignKey(Gebruiker, models.PROTECT, null=True, blank=True, related_name="+")
    vastgelegd_op = models.DateTimeField()
    ingetrokken_op = models.DateTimeField(null=True, blank=True)
    ingetrokken_door = models.ForeignKey(Gebruiker, models.PROTECT, null=True, blank=True, related_name="+")

    objects = BewijsQuerySet.as_manager()

    class Meta:
        verbose_name = _("bewijs")
        verbose_name_plural = _("bewijzen")
        indexes = [models.Index(fields=["gebruiker", "soort", "geldig_tot"], name="bewijs_van_persoon")]
        constraints = [
            models.CheckConstraint(condition=Q(soort__in=BewijsSoort.values), name="bewijs_soort_bekend"),
            models.CheckConstraint(
                condition=Q(inschrijving__isnull=False, gezien_op__isnull=True)
                | Q(inschrijving__isnull=True, gezien_op__isnull=False),
                name="bewijs_van_een_avond_of_gezien",
            ),
            models.CheckConstraint(
                condition=Q(geldig_tot__isnull=True) | Q(geldig_tot__gt=F("gehaald_op")), name="bewijs_geldig_na_halen"
            ),
            models.CheckConstraint(
                condition=Q(gezien_op__isnull=True) | Q(gezien_op__gte=F("gehaald_op")), name="bewijs_gezien_na_halen"
            ),
            models.UniqueConstraint(
                fields=["inschrijving"], condition=Q(ingetrokken_op__isnull=True), name="bewijs_een_per_inschrijving"
            ),
            models.UniqueConstraint(
                fields=["gebruiker", "soort", "gehaald_op"],
                condition=Q(ingetrokken_op__isnull=True),
                name="bewijs_een_per_dag",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="bewijs_van_wie_er_was",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__inschrijving__isnull=False, new__ingetrokken_op__isnull=True),
                func="""
                    IF NOT EXISTS (SELECT 1 FROM trainingen_inschrijving i WHERE i.id = NEW.inschrijving_id
                                   AND i.aanwezig AND i.gebruiker_id = NEW.gebruiker_id) THEN
                        RAISE EXCEPTION 'bewijs: deze persoon was er niet' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return f"bewijs {self.pk}"

    def counts_on(self, day):
        """Valid on this day and not taken back."""
        return self.ingetrokken_op is None and (self.geldig_tot is None or self.geldig_tot > day)


class GeenOpfrisser(models.Model):
    """This person wants no refreshers."""

    gebruiker = models.OneToOneField(Gebruiker, models.CASCADE, primary_key=True, related_name="geen_opfrisser")
    sinds = models.DateTimeField()

    class Meta:
        verbose_name = _("geen opfrissers")
        verbose_name_plural = _("geen opfrissers")

    def __str__(self):
        return f"geen opfrisser {self.gebruiker_id}"
