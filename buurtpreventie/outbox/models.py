"""A mail is a row, written in the transaction of its cause and sent later; what may happen to it is one table."""

import datetime
import secrets
from email.utils import parseaddr

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils.translation import gettext_lazy as _

from buurtpreventie.encryption import EncryptedJSONField
from buurtpreventie.outbox.querysets import CODE, FINISHED, SPOED, URGENT, BerichtQuerySet, QuarantaineQuerySet, Stand

__all__ = ["Beleid", "Bericht", "Hartslag", "Quarantaine", "Soort", "Stand"]

MAX_POGINGEN = 24
WAITS_MINUTES = [1, 5, 15, 30, 60, 120, 240]
LAST_WAIT_MINUTES = 360

TRANSITIONS = {
    Stand.KLAAR: {Stand.GECLAIMD, Stand.VERVALLEN},
    Stand.GECLAIMD: {Stand.KLAAR, Stand.OP_DE_LIJN, Stand.VERVALLEN, Stand.DOOD},
    Stand.OP_DE_LIJN: {Stand.VERZONDEN, Stand.KLAAR, Stand.ONZEKER, Stand.DOOD, Stand.VERVALLEN},
    Stand.ONZEKER: {Stand.KLAAR, Stand.VERVALLEN, Stand.DOOD},
    Stand.DOOD: {Stand.KLAAR, Stand.VERVALLEN},
    Stand.VERZONDEN: {Stand.DOOD},  # it came back
    Stand.VERVALLEN: set(),
}
ON_ITS_WAY = [Stand.GECLAIMD, Stand.OP_DE_LIJN]
TERUGGEKOMEN = "teruggekomen"  # the last code of a mail that came back after it was sent
TERUGGEZET = "teruggezet"  # the last code of a mail that may have gone out after the copy of this database was made


class Beleid(models.TextChoices):
    """What to do when nobody can know whether a mail was sent."""

    NOOIT_DUBBEL = "nooit_dubbel", _("nooit dubbel")
    LIEVER_DUBBEL = "liever_dubbel", _("liever dubbel dan niet")


class Soort(models.TextChoices):
    """What a mail is for."""

    VRAAG = "vraag", _("vraag aan een partner")
    HERINNERING = "herinnering", _("herinnering")
    ANTWOORD = "antwoord", _("antwoord aan de melder")
    TUSSENBERICHT = "tussenbericht", _("tussenbericht aan de melder")
    BERICHT = "bericht", _("bericht")
    CODE = CODE, _("code")
    SPOED = SPOED, _("spoed")
    UITNODIGING = "uitnodiging", _("uitnodiging")
    TAAK = "taak", _("taak")


# Kinds that nobody wrote by hand: they say so, and no holiday reply comes back.
AUTOMATIC = {Soort.HERINNERING, Soort.TUSSENBERICHT, Soort.CODE, Soort.TAAK}


def new_message_id():
    """A Message-ID that stays with the mail, however often it is sent."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<{secrets.token_hex(16)}@{domain}>"


class Bericht(models.Model):
    """One mail to one address; its cause is known only as text, so nothing hangs on the rooms above."""

    sleutel = models.CharField(_("sleutel"), max_length=200, unique=True)
    bron = models.CharField(_("bron"), max_length=80)
    gemeente_id = models.BigIntegerField(_("gemeente"), null=True)
    message_id = models.CharField(_("Message-ID"), max_length=320, unique=True, default=new_message_id)
    soort = models.CharField(_("soort"), max_length=20, choices=Soort)
    aan = models.EmailField(_("aan"), blank=True)
    antwoord_aan = models.EmailField(_("antwoord aan"), blank=True)
    onderwerp = models.CharField(_("onderwerp"), max_length=200, blank=True)
    tekst = models.TextField(_("tekst"), blank=True)
    geheim = EncryptedJSONField(_("geheim"), null=True, default=None)
    met_geheim = models.BooleanField(_("met geheim"), default=False)
    stand = models.CharField(_("stand"), max_length=20, choices=Stand, default=Stand.KLAAR)
    beleid = models.CharField(_("beleid"), max_length=20, choices=Beleid, default=Beleid.NOOIT_DUBBEL)
    ingetrokken = models.BooleanField(_("ingetrokken"), default=False)
    pogingen = models.PositiveSmallIntegerField(_("pogingen"), default=0)
    gemaakt_op = models.DateTimeField(_("gemaakt op"))
    volgende_poging = models.DateTimeField(_("volgende poging"))
    verloopt_op = models.DateTimeField(_("verloopt op"), null=True, default=None)
    lease = models.UUIDField(_("lease"), null=True, default=None)
    lease_tot = models.DateTimeField(_("lease tot"), null=True, default=None)
    laatste_code = models.CharField(_("laatste code"), max_length=40, blank=True)
    verzonden_op = models.DateTimeField(_("verzonden op"), null=True, default=None)

    objects = BerichtQuerySet.as_manager()

    class Meta:
        verbose_name = _("bericht")
        verbose_name_plural = _("berichten")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["volgende_poging", "id"], name="bericht_klaar", condition=Q(stand=Stand.KLAAR)),
            models.Index(
                fields=["volgende_poging", "id"],
                name="bericht_spoed",
                condition=Q(stand=Stand.KLAAR, soort__in=URGENT),
            ),
            models.Index(fields=["lease_tot"], name="bericht_onderweg", condition=Q(stand__in=ON_ITS_WAY)),
            models.Index(fields=["id"], name="bericht_vast", condition=Q(stand__in=[Stand.ONZEKER, Stand.DOOD])),
            models.Index(
                fields=["verloopt_op"],
                name="bericht_verloopt",
                condition=Q(stand__in=[Stand.KLAAR, Stand.GECLAIMD], verloopt_op__isnull=False),
            ),
            models.Index(fields=["bron"], name="bericht_bron"),
        ]
        constraints = [
            CheckConstraint(name="bericht_stand", condition=Q(stand__in=Stand.values)),
            CheckConstraint(name="bericht_soort", condition=Q(soort__in=Soort.values)),
            CheckConstraint(name="bericht_beleid", condition=Q(beleid__in=Beleid.values)),
            CheckConstraint(
                name="bericht_lease_onderweg",
                condition=Q(stand__in=ON_ITS_WAY, lease__isnull=False, lease_tot__isnull=False)
                | (~Q(stand__in=ON_ITS_WAY) & Q(lease=None, lease_tot=None)),
            ),
            CheckConstraint(
                name="bericht_verzonden_op",
                condition=Q(stand=Stand.VERZONDEN, verzonden_op__isnull=False)
                | (~Q(stand=Stand.VERZONDEN) & Q(verzonden_op=None)),
            ),
            CheckConstraint(name="bericht_geheim_weg", condition=~Q(stand__in=FINISHED) | Q(geheim__isnull=True)),
            CheckConstraint(name="bericht_aan", condition=Q(stand__in=FINISHED) | ~Q(aan="")),
            CheckConstraint(
                name="bericht_pogingen",
                condition=Q(pogingen__lte=MAX_POGINGEN) & (~Q(stand=Stand.KLAAR) | Q(pogingen__lt=MAX_POGINGEN)),
            ),
            CheckConstraint(
                name="bericht_ingetrokken", condition=Q(ingetrokken=False) | ~Q(stand__in=[Stand.KLAAR, Stand.GECLAIMD])
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="stand",
                field="stand",
                transitions=sorted((str(old), str(new)) for old, news in TRANSITIONS.items() for new in news),
            )
        ]

    def __str__(self):
        return self.sleutel

    @property
    def is_automatic(self):
        """Nobody wrote this mail by hand."""
        return self.soort in AUTOMATIC

    def is_expired(self, now):
        """The moment until which this mail was of use has passed."""
        return self.verloopt_op is not None and self.verloopt_op <= now

    @property
    def wait(self):
        """How long to wait after the last attempt, without jitter."""
        minutes = WAITS_MINUTES[self.pogingen - 1] if self.pogingen <= len(WAITS_MINUTES) else LAST_WAIT_MINUTES
        return datetime.timedelta(minutes=minutes)


class Hartslag(models.Model):
    """When a job of the clock last ran, so that a dead clock shows."""

    naam = models.CharField(_("naam"), max_length=60, unique=True)
    op = models.DateTimeField(_("op"))

    class Meta:
        verbose_name = _("hartslag")
        verbose_name_plural = _("hartslagen")

    def __str__(self):
        return self.naam


class Quarantaine(models.Model):
    """This database was put back from a copy: nothing goes out until a person has read what may have gone already.

    Written in the transaction that fills the database, and lifted by the owner only: ``web`` may just read it.
    """

    kopie_van = models.DateTimeField(_("kopie van"))
    sinds = models.DateTimeField(_("sinds"))
    vrijgegeven_op = models.DateTimeField(_("vrijgegeven op"), null=True, default=None)

    objects = QuarantaineQuerySet.as_manager()

    class Meta:
        verbose_name = _("quarantaine")
        verbose_name_plural = _("quarantaines")
        constraints = [
            CheckConstraint(
                name="quarantaine_vrij_na_sinds",
                condition=Q(vrijgegeven_op=None) | Q(vrijgegeven_op__gte=models.F("sinds")),
            )
        ]

    def __str__(self):
        return f"{self.kopie_van:%Y-%m-%d %H:%M}"
