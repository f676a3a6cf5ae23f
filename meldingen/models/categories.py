"""What a melding can be about."""

from functools import reduce
from operator import or_

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from meldingen.querysets import (
    CategorieQuerySet,
)
from teams.models import BEWAAR_HOOGUIT, Gemeente, Niveau, PartnerSoort, Soort


class Spoed(models.TextChoices):
    """The number that stands beside a category; 112 stands on every page."""

    S112 = "S112", _("Bel nu 112")
    SPOL = "SPOL", _("Bel de politie, geen spoed: 0900-8844")
    SVT = "SVT", _("Bel Veilig Thuis: 0800-2000")
    SZG = "SZG", _("Meldpunt Zorgwekkend Gedrag: 0800-1205")
    S113 = "S113", _("Bel 113")
    SMMA = "SMMA", _("Meld Misdaad Anoniem: 0800-7000")
    SGAS = "SGAS", _("Storing gas of stroom: 0800-9009")
    SDIER = "SDIER", _("Dier in nood: 144")
    SGEM = "SGEM", _("Bel de gemeente")
    GEEN = "GEEN", _("Geen spoed")


OFFERS = ("BH10", "BH11")  # somebody wants to do something: a contact, not a melding with a verdict (formulieren)

# A term of its own lies within what its level allows; of V4 nothing is kept at all.
NOT_TOO_LONG = reduce(
    or_,
    (
        Q(vertrouwelijkheid=niveau, bewaar_maanden__gte=1, bewaar_maanden__lte=maanden)
        for niveau, maanden in BEWAAR_HOOGUIT.items()
    ),
    Q(bewaar_maanden__isnull=True),
)


class Categorie(models.Model):
    """What it is about, as one gemeente wants it; switched off, never deleted (E013)."""

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="categorieen")
    code = models.CharField(max_length=6)
    soort = models.CharField(max_length=20, choices=Soort.choices)
    groep = models.CharField(max_length=60)
    naam = models.CharField(max_length=100)
    partner_soort = models.CharField(max_length=24, choices=PartnerSoort.choices)
    ook = ArrayField(models.CharField(max_length=24, choices=PartnerSoort.choices), default=list, blank=True)
    reactie_werkdagen = models.PositiveSmallIntegerField(null=True, blank=True)  # empty: as the gemeente has it
    antwoord_werkdagen = models.PositiveSmallIntegerField(null=True, blank=True)
    spoed = models.CharField(max_length=5, choices=Spoed.choices, default=Spoed.GEEN)
    vertrouwelijkheid = models.PositiveSmallIntegerField(choices=Niveau.choices)
    tekst_verborgen = models.BooleanField(_("tekst na versturen verborgen voor de melder"), default=False)
    fotos = models.BooleanField(_("foto's mogen mee"), default=False)
    zwaar = models.BooleanField(_("zwaar onderwerp: nazorg aanbieden"), default=False)
    kijk_naar = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    tip = models.TextField(blank=True)
    bewaar_maanden = models.PositiveSmallIntegerField(
        _("maanden bewaren"), null=True, blank=True
    )  # as the level has it
    volgorde = models.PositiveSmallIntegerField(default=0)
    actief = models.BooleanField(default=True)

    objects = CategorieQuerySet.as_manager()

    class Meta:
        verbose_name = _("categorie")
        verbose_name_plural = _("categorieën")
        constraints = [
            models.UniqueConstraint(fields=["gemeente", "code"], name="categorie_code_uniek_per_gemeente"),
            models.CheckConstraint(
                condition=Q(antwoord_werkdagen__gte=F("reactie_werkdagen")), name="categorie_antwoord_na_reactie"
            ),
            models.CheckConstraint(
                condition=Q(fotos=False)
                | Q(vertrouwelijkheid__lte=1, soort__in=["openbare_ruimte", "hartveilig", "wijkveiligheid"]),
                name="categorie_fotos_alleen_van_plek_en_schade",
            ),
            models.CheckConstraint(
                condition=~Q(soort="team") | Q(vertrouwelijkheid=3), name="categorie_over_team_is_strikt"
            ),
            models.CheckConstraint(condition=NOT_TOO_LONG, name="categorie_bewaart_niet_te_lang"),
        ]

    def __str__(self):
        return self.naam

    @property
    def reactie_termijn(self):
        """Working days until the melder hears whether it was picked up."""
        return self.gemeente.reactie_werkdagen if self.reactie_werkdagen is None else self.reactie_werkdagen

    @property
    def antwoord_termijn(self):
        """Working days until the answer, or the next date; never before the reaction, whatever the gemeente sets."""
        own = self.gemeente.antwoord_werkdagen if self.antwoord_werkdagen is None else self.antwoord_werkdagen
        return max(own, self.reactie_termijn)

    @property
    def voorbeelden(self):
        """What to look for, as sentences."""
        return " ".join(one if one[-1] in ".?!" else f"{one}." for one in self.kijk_naar)

    @property
    def is_offer(self):
        """Somebody is called about it; nobody asks whether it was solved."""
        return self.code in OFFERS

    @property
    def is_now(self):
        """Term 0: stands under "Nu bellen" on top of the worklist."""
        return self.reactie_termijn == 0
