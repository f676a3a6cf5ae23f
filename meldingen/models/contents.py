"""What was noticed and where: encrypted at every level."""

import uuid

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from buurtpreventie.accounts.models import Gebruiker
from buurtpreventie.encryption import EncryptedBinaryField, EncryptedTextField
from meldingen.models.melding import Melding
from meldingen.querysets import (
    AanvullingQuerySet,
    BijlageQuerySet,
    MeldingInhoudQuerySet,
)


class Zintuig(models.TextChoices):
    """How it was noticed; a feeling alone may be passed on too (E138)."""

    ZAG = "zag", _("Ik zag iets")
    HOORDE = "hoorde", _("Ik hoorde iets")
    ROOK = "rook", _("Ik rook iets")
    VERTELD = "verteld", _("Iemand vertelde het mij")
    GEVOEL = "gevoel", _("Ik voelde dat er iets niet klopt")


class WeetErvan(models.TextChoices):
    GOED = "goed", _("Ja, en die vindt het goed")
    LIEVER_NIET = "liever_niet", _("Ja, maar die wil het liever niet")
    NOG_NIET = "nog_niet", _("Nee, dat heb ik nog niet gezegd")
    NIET_VEILIG = "niet_veilig", _("Nee, dat kan niet veilig")


class Reactie(models.TextChoices):
    NIET_GESPROKEN = "niet_gesproken", _("Ik heb niet met de persoon gesproken")
    HERKENNING = "herkenning", _("De persoon herkende het")
    ONTKENNING = "ontkenning", _("De persoon zei dat er niets is")
    BOOSHEID = "boosheid", _("De persoon werd boos")
    ANDERS = "anders", _("Anders")


def in_words(choices, codes):
    """The labels of comma-separated codes; a code that is not known stays as it is."""
    labels = dict(choices)
    return ", ".join(str(labels.get(code, code)) for code in codes.split(",") if code)


class ZwartReden(models.TextChoices):
    """Why words were made black; a code, so that the reason itself gives nothing away."""

    NAAM = "naam", _("Er stond een naam in")
    HERKENBAAR = "herkenbaar", _("Iemand was te herkennen")
    BIJZONDER = "bijzonder", _("Er stond iets in over geloof, afkomst of ziekte")
    OORDEEL = "oordeel", _("Er stond een oordeel in, geen waarneming")


class ModeratieReden(models.TextChoices):
    """Why a melding should not have been one (E008)."""

    GROEP = "groep", _("Er staat een oordeel over een groep mensen")
    BELEDIGEND = "beledigend", _("Iemand wordt beledigd")
    VOLGEN = "volgen", _("Iemand wordt gevolgd of in de gaten gehouden")


def never_after_wiping(name):
    """A trigger that refuses a new row of words or pixels at a melding whose contents were wiped."""
    return pgtrigger.Trigger(
        name=name,
        operation=pgtrigger.Insert,
        when=pgtrigger.Before,
        func="""
            IF EXISTS (SELECT 1 FROM meldingen_melding WHERE id = NEW.melding_id AND gewist_op IS NOT NULL) THEN
                RAISE EXCEPTION 'melding: wat gewist is, komt niet terug' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


class MeldingInhoud(models.Model):
    """What was noticed and where: encrypted at every level, opened only by an audited act."""

    melding = models.OneToOneField(Melding, models.CASCADE, related_name="inhoud", primary_key=True)
    waarneming = EncryptedTextField(blank=True)
    zintuigen = EncryptedTextField(blank=True)  # codes: zag, hoorde, rook, verteld, gevoel
    vermoeden = EncryptedTextField(blank=True)
    straat = EncryptedTextField(blank=True)
    huisnummer = EncryptedTextField(blank=True)
    plek = EncryptedTextField(blank=True)
    sinds = EncryptedTextField(blank=True)
    hoe_vaak = EncryptedTextField(blank=True)
    veranderd = EncryptedTextField(blank=True)
    om_wie = EncryptedTextField(blank=True)
    weet_ervan = EncryptedTextField(blank=True)
    reactie = EncryptedTextField(blank=True)
    bang_voor = EncryptedTextField(blank=True)
    hulp_betrokken = EncryptedTextField(blank=True)
    wil_zelf = EncryptedTextField(blank=True)
    wanneer = EncryptedTextField(blank=True)
    al_gebeld = EncryptedTextField(blank=True)
    aangesproken = EncryptedTextField(blank=True)
    toestemming = EncryptedTextField(blank=True)
    persoon_naam = EncryptedTextField(blank=True)  # burenhulp only, with consent: for who mediates
    persoon_telefoon = EncryptedTextField(blank=True)
    kan_zelf = EncryptedTextField(blank=True)
    adres_index = models.CharField(max_length=64, blank=True, db_index=True, editable=False)

    objects = MeldingInhoudQuerySet.as_manager()

    class Meta:
        verbose_name = _("inhoud")
        verbose_name_plural = _("inhoud")
        triggers = [never_after_wiping("inhoud_niet_na_wissen")]

    def __str__(self):
        return f"inhoud {self.pk}"

    @property
    def adres(self):
        """Street and number, or the words in which the place was given."""
        return ", ".join(filter(None, [f"{self.straat} {self.huisnummer}".strip(), self.plek]))

    @property
    def rows(self):
        """All that was filled in, as ``(question, answer)`` in the order of the form."""
        rows = [
            (_("Is het goed gevonden"), self.toestemming),
            (_("Al gebeld"), self.al_gebeld),
            (_("Hoe gemerkt"), in_words(Zintuig.choices, self.zintuigen)),
            (_("Wat gemerkt"), self.waarneming),
            (_("Waarom zorgen"), self.vermoeden),
            (_("Sinds wanneer"), self.sinds),
            (_("Hoe vaak"), self.hoe_vaak),
            (_("Wat is er veranderd"), self.veranderd),
            (_("Om wie gaat het"), self.om_wie),
            (_("Waar"), self.adres),
            (_("Wanneer"), self.wanneer),
            (_("Iemand aangesproken"), self.aangesproken),
            (_("Weet de persoon ervan"), in_words(WeetErvan.choices, self.weet_ervan)),
            (_("Reactie van de persoon"), in_words(Reactie.choices, self.reactie)),
            (_("Waar bang voor"), self.bang_voor),
            (_("Al hulp betrokken"), self.hulp_betrokken),
            (_("Wat wil de persoon zelf"), self.wil_zelf),
            (_("Kan zelf iets doen"), self.kan_zelf),
            *self.person,
        ]
        return [(question, answer) for question, answer in rows if answer]

    @property
    def person(self):
        """How to reach the person of burenhulp: for the meldpunt, who arranges it, and who wrote it down."""
        return [(_("Naam van de persoon"), self.persoon_naam), (_("Telefoon van de persoon"), self.persoon_telefoon)]

    @property
    def team_rows(self):
        """What a team or its coordinator reads: without how to reach a person."""
        return [row for row in self.rows if row not in self.person]


# Where people wrote in their own words; the other fields hold codes.
TEKSTVELDEN = (
    "waarneming",
    "vermoeden",
    "straat",
    "huisnummer",
    "plek",
    "sinds",
    "hoe_vaak",
    "veranderd",
    "bang_voor",
    "hulp_betrokken",
    "wil_zelf",
    "wanneer",
    "aangesproken",
    "persoon_naam",
    "persoon_telefoon",
    "kan_zelf",
)


class Aanvulling(models.Model):
    """Something added later by the melder, or by who entered it ("iets toevoegen")."""

    melding = models.ForeignKey(Melding, models.CASCADE, related_name="aanvullingen")
    door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+", null=True)
    op = models.DateTimeField()
    tekst = EncryptedTextField()

    objects = AanvullingQuerySet.as_manager()

    class Meta:
        verbose_name = _("aanvulling")
        verbose_name_plural = _("aanvullingen")
        ordering = ["op", "pk"]
        triggers = [never_after_wiping("aanvulling_niet_na_wissen")]

    def __str__(self):
        return f"aanvulling {self.pk}"


class FotoReden(models.TextChoices):
    """Why the meldpunt took a photo away; a code, so that the reason itself gives nothing away."""

    PERSOON = "persoon", _("Er staat iemand op")
    KENTEKEN = "kenteken", _("Er staat een kenteken op")
    ADRES = "adres", _("Er staat een naam of adres op")
    NIET_NODIG = "niet_nodig", _("De foto hoort niet bij deze melding")


class Bijlage(models.Model):
    """A photo, its pixels written anew: of a draft until it is sent, of the melding from then on (E130)."""

    sleutel = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    concept = models.ForeignKey("meldingen.Concept", models.CASCADE, related_name="bijlagen", null=True, blank=True)
    melding = models.ForeignKey(Melding, models.CASCADE, related_name="bijlagen", null=True, blank=True)
    inhoud = EncryptedBinaryField()
    soort = models.CharField(max_length=20)  # the media type of ``inhoud``
    breedte = models.PositiveSmallIntegerField()
    hoogte = models.PositiveSmallIntegerField()
    door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+", null=True)
    op = models.DateTimeField()

    objects = BijlageQuerySet.as_manager()

    class Meta:
        verbose_name = _("foto")
        verbose_name_plural = _("foto's")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(concept__isnull=True, melding__isnull=False)
                | Q(concept__isnull=False, melding__isnull=True),
                name="bijlage_van_concept_of_melding",
            ),
            models.CheckConstraint(condition=Q(breedte__lte=2048, hoogte__lte=2048), name="bijlage_hooguit_2048"),
            models.CheckConstraint(condition=Q(soort__in=["image/jpeg", "image/png"]), name="bijlage_soort"),
        ]
        triggers = [
            never_after_wiping("bijlage_niet_na_wissen"),
            pgtrigger.Trigger(
                name="bijlage_hooguit_vijf",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func="""
                    IF (SELECT count(*) FROM meldingen_bijlage
                        WHERE id <> NEW.id AND (melding_id = NEW.melding_id OR concept_id = NEW.concept_id)) >= 5 THEN
                        RAISE EXCEPTION 'bijlage: er zijn al vijf foto''s' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return f"foto {self.pk}"
