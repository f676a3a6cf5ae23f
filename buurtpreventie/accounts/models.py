"""People who can be known to the platform, and the invitations by which they come in."""

import secrets

from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from buurtpreventie.accounts.querysets import (
    MAX_POGINGEN,
    ApparaatQuerySet,
    BewaardQuerySet,
    CodeQuerySet,
    GebruikerManager,
    UitnodigingQuerySet,
)
from buurtpreventie.encryption import EncryptedJSONField


class AntwoordVia(models.TextChoices):
    APP = "app", _("In de app")
    MAIL = "mail", _("Per mail")
    TELEFOON = "telefoon", _("Bel mij")
    COORDINATOR = "coordinator", _("Via mijn coördinator")


WITHOUT_MAIL = {AntwoordVia.TELEFOON, AntwoordVia.COORDINATOR}  # the ways that need no address


def new_salt():
    """A random value that stands in the hash of every session of one person."""
    return secrets.token_urlsafe(16)


class Gebruiker(AbstractBaseUser, PermissionsMixin):
    """A person; without an e-mail address there is no sign-in and everything goes by phone or on paper (E067)."""

    naam = models.CharField(_("naam"), max_length=120)
    email = models.EmailField(_("e-mailadres"), unique=True, null=True, blank=True)
    telefoon = models.CharField(_("telefoonnummer"), max_length=20, blank=True)
    taal = models.CharField(_("taal"), max_length=5, default="nl")
    antwoord_via = models.CharField(
        _("antwoord via"), max_length=12, choices=AntwoordVia.choices, default=AntwoordVia.MAIL
    )
    is_active = models.BooleanField(_("mag inloggen"), default=True)
    is_staff = models.BooleanField(_("platformbeheer"), default=False)
    sessiezout = models.CharField(max_length=32, default=new_salt, editable=False)
    aangemaakt_op = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["naam"]
    objects = GebruikerManager()

    class Meta:
        verbose_name = _("gebruiker")
        verbose_name_plural = _("gebruikers")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="gebruiker_email_uniek_zonder_hoofdletters"),
            models.CheckConstraint(condition=~Q(naam=""), name="gebruiker_heeft_naam"),
            models.CheckConstraint(condition=~Q(email=""), name="gebruiker_email_leeg_is_null"),
            models.CheckConstraint(
                condition=Q(email__isnull=False) | Q(antwoord_via__in=["telefoon", "coordinator"]),
                name="gebruiker_zonder_mail_hoort_anders",
            ),
        ]

    def __str__(self):
        return self.naam

    def save(self, *args, **kwargs):
        """Keep one spelling of an address: empty is NULL, letters are small."""
        self.email = (self.email or "").strip().lower() or None
        super().save(*args, **kwargs)

    def get_session_auth_hash(self):
        """Sessions end when the password changes or ``sessiezout`` is renewed ("telefoon kwijt")."""
        value = f"{self.password}:{self.sessiezout}"
        return salted_hmac("buurtpreventie.accounts.sessie", value, algorithm="sha256").hexdigest()

    def get_session_auth_fallback_hash(self):
        return iter(())

    @property
    def voornaam(self):
        return self.naam.split()[0]

    @property
    def invitation_pending(self):
        """Invited and never accepted: the address may be somebody else's (asks the database)."""
        invitations = list(self.uitnodigingen.values_list("gebruikt_op", flat=True))
        return bool(invitations) and not any(invitations)


class Uitnodiging(models.Model):
    """The only way in: a single-use link to one person, who already has a role waiting."""

    gebruiker = models.ForeignKey(Gebruiker, models.CASCADE, related_name="uitnodigingen")
    token_hash = models.CharField(max_length=64, unique=True)
    gemaakt_op = models.DateTimeField()
    verloopt_op = models.DateTimeField()
    gebruikt_op = models.DateTimeField(null=True, blank=True)
    uitgenodigd_door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+", null=True)
    waarvoor = models.CharField(max_length=200, blank=True)  # "lid van team Molenkwartier", shown before accepting

    objects = UitnodigingQuerySet.as_manager()

    class Meta:
        verbose_name = _("uitnodiging")
        verbose_name_plural = _("uitnodigingen")
        constraints = [
            models.CheckConstraint(
                condition=Q(verloopt_op__gt=models.F("gemaakt_op")), name="uitnodiging_verloopt_na_maken"
            )
        ]

    def __str__(self):
        return f"uitnodiging {self.pk}"

    def is_usable(self, now):
        """The link still lets its person in; the same question as ``usable``, about one row."""
        return self.gebruikt_op is None and self.verloopt_op > now and self.gebruiker.is_active


class Code(models.Model):
    """A six-digit code sent to one address for one purpose; only its hash is kept (veiligheid 11)."""

    doel = models.CharField(max_length=60)  # "toegang:17" or "vers:5"
    code_hash = models.CharField(max_length=64)
    gemaakt_op = models.DateTimeField()
    verloopt_op = models.DateTimeField()
    pogingen = models.PositiveSmallIntegerField(default=0)
    gebruikt_op = models.DateTimeField(null=True, blank=True)

    objects = CodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("code")
        verbose_name_plural = _("codes")
        indexes = [models.Index(fields=["doel", "-gemaakt_op"], name="code_doel_nieuwste")]
        constraints = [
            models.CheckConstraint(condition=Q(pogingen__lte=MAX_POGINGEN), name="code_hooguit_tien_pogingen"),
        ]

    def __str__(self):
        return f"code {self.pk}"


class Toestel(models.TextChoices):
    IPHONE = "iphone", _("iPhone")
    IPAD = "ipad", _("iPad")
    ANDROID = "android", _("Android-telefoon of -tablet")
    CHROMEBOOK = "chromebook", _("Chromebook")
    WINDOWS = "windows", _("Computer met Windows")
    MAC = "mac", _("Mac")
    LINUX = "linux", _("Computer met Linux")
    ANDERS = "anders", _("Ander apparaat")


class Browser(models.TextChoices):
    EDGE = "edge", "Edge"
    SAMSUNG = "samsung", "Samsung Internet"
    FIREFOX = "firefox", "Firefox"
    CHROME = "chrome", "Chrome"
    SAFARI = "safari", "Safari"
    ANDERS = "anders", _("een andere browser")


class Apparaat(models.Model):
    """Where somebody is signed in: the kind of device and when, so that he or she can sign out there; no address."""

    gebruiker = models.ForeignKey(Gebruiker, models.CASCADE, related_name="apparaten")
    sessie = models.CharField(max_length=40, unique=True)  # the key of the session; it goes with the session
    toestel = models.CharField(max_length=12, choices=Toestel.choices)
    browser = models.CharField(max_length=12, choices=Browser.choices)
    eerst_op = models.DateTimeField()
    laatst_op = models.DateTimeField()

    objects = ApparaatQuerySet.as_manager()

    class Meta:
        verbose_name = _("apparaat")
        verbose_name_plural = _("apparaten")

    def __str__(self):
        return f"apparaat {self.pk}"


class Bewaard(models.Model):
    """What somebody typed when the session had ended: kept for an hour, for the same person only (veiligheid 7)."""

    sleutel_hash = models.CharField(max_length=64, unique=True)
    gebruiker = models.ForeignKey(Gebruiker, models.CASCADE, related_name="+")
    pad = models.CharField(max_length=1000)
    velden = EncryptedJSONField()  # [[name, value], …] in the order of the form
    verloopt_op = models.DateTimeField(db_index=True)

    objects = BewaardQuerySet.as_manager()

    class Meta:
        verbose_name = _("bewaarde tekst")
        verbose_name_plural = _("bewaarde teksten")

    def __str__(self):
        return f"bewaard {self.pk}"
