"""Who can be asked to follow up, and what was agreed with them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from teams.models.kinds import PartnerSoort, Soort
from teams.models.places import Buurt, Gemeente
from teams.querysets import (
    ContactQuerySet,
    PartnerQuerySet,
)


class Partner(models.Model):
    """An organisation that can be asked to follow up; its name is free (E050)."""

    class Weg(models.TextChoices):
        LINK = "link", _("Mail met een link")
        TELEFOON = "telefoon", _("Telefoon")
        EIGEN_SYSTEEM = "eigen_systeem", _("Eigen systeem van de gemeente")

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="partners")
    soort = models.CharField(max_length=24, choices=PartnerSoort.choices)
    naam = models.CharField(max_length=120)
    telefoon = models.CharField(max_length=20, blank=True)
    openingstijden = models.CharField(max_length=200, blank=True)
    weg = models.CharField(max_length=16, choices=Weg.choices, default=Weg.LINK)
    bij_wie_bel_ik = models.BooleanField(_("staat bij Wie bel ik?"), default=False)
    actief = models.BooleanField(default=True)

    objects = PartnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        constraints = [
            models.UniqueConstraint(fields=["gemeente", "naam"], name="partner_naam_uniek"),
            models.CheckConstraint(
                condition=~Q(soort=PartnerSoort.VEILIG_THUIS) | Q(weg="telefoon"),
                name="partner_veilig_thuis_per_telefoon",
                violation_error_message=_("Veilig Thuis vraagt u altijd per telefoon. Kies Telefoon."),
            ),
        ]

    def __str__(self):
        return self.naam


class Contact(models.Model):
    """A person at a partner, with a deputy for the days that he or she is away (E149)."""

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="contacten")
    naam = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    telefoon = models.CharField(max_length=20, blank=True)
    buurten = models.ManyToManyField(Buurt, related_name="contacten", blank=True)
    vervanger = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="vervangt")
    afwezig_van = models.DateField(null=True, blank=True)
    afwezig_tot = models.DateField(null=True, blank=True)
    actief = models.BooleanField(default=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contactpersoon")
        verbose_name_plural = _("contactpersonen")
        constraints = [
            models.CheckConstraint(
                condition=Q(vervanger__isnull=True) | ~Q(vervanger=F("id")), name="contact_vervangt_zichzelf_niet"
            ),
            models.CheckConstraint(
                condition=Q(afwezig_tot__isnull=True) | Q(afwezig_tot__gt=F("afwezig_van")),
                name="contact_afwezig_tot_na_van",
            ),
        ]

    def __str__(self):
        return self.naam

    @property
    def gemeente_id(self):
        return self.partner.gemeente_id

    def is_away(self, today):
        """On this day the deputy is asked instead."""
        started = self.afwezig_van is not None and self.afwezig_van <= today
        return started and (self.afwezig_tot is None or self.afwezig_tot > today)

    def stand_in(self, today):
        """Who is asked on this day: the contact, else a deputy who is there; None when nobody is (E149)."""
        if not self.is_away(today):
            return self
        deputy = self.vervanger
        return deputy if deputy and deputy.actief and not deputy.is_away(today) else None

    def will_be_missed(self, today):
        """Away now or later, and nobody stands in on the first of those days."""
        over = self.afwezig_van is None or (self.afwezig_tot is not None and self.afwezig_tot <= today)
        return self.actief and not over and self.stand_in(max(today, self.afwezig_van)) is None


class Afspraak(models.Model):
    """Terms that one partner agreed to for one kind, in working days (E031)."""

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="afspraken")
    soort = models.CharField(max_length=20, choices=Soort.choices)
    reactie_werkdagen = models.PositiveSmallIntegerField()
    antwoord_werkdagen = models.PositiveSmallIntegerField()
    geldig_tot = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("afspraak")
        verbose_name_plural = _("afspraken")
        constraints = [
            models.UniqueConstraint(fields=["partner", "soort"], name="afspraak_per_partner_en_soort"),
            models.CheckConstraint(
                condition=Q(antwoord_werkdagen__gte=F("reactie_werkdagen")), name="afspraak_antwoord_na_reactie"
            ),
        ]

    def __str__(self):
        return f"{self.partner_id} {self.soort}"


class PartnerTijd(models.Model):
    """When a partner can be rung, per weekday (0 = Monday); without any row nobody knows (E150)."""

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="tijden")
    weekdag = models.PositiveSmallIntegerField()
    van = models.TimeField()
    tot = models.TimeField()

    class Meta:
        verbose_name = _("openingstijd van een partner")
        verbose_name_plural = _("openingstijden van partners")
        ordering = ["partner", "weekdag", "van"]
        constraints = [
            models.UniqueConstraint(fields=["partner", "weekdag"], name="partnertijd_uniek"),
            models.CheckConstraint(condition=Q(weekdag__lte=6), name="partnertijd_weekdag"),
            models.CheckConstraint(condition=Q(tot__gt=F("van")), name="partnertijd_tot_na_van"),
        ]

    def __str__(self):
        return f"{self.weekdag} {self.van:%H:%M}-{self.tot:%H:%M}"
