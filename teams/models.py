"""Places, teams, roles and partners: who is where, and who may be asked."""

from datetime import time

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from buurtpreventie.accounts.models import Gebruiker
from teams.querysets import (
    AanstellingQuerySet,
    BuurtQuerySet,
    ContactQuerySet,
    GemeenteQuerySet,
    LidmaatschapQuerySet,
    PartnerQuerySet,
    StraatQuerySet,
    TeamQuerySet,
)


class Soort(models.TextChoices):
    """The kinds of melding (E118); the two later ones of the five arrive with their forms."""

    WIJKVEILIGHEID = "wijkveiligheid", _("Wijkveiligheid")
    NIET_PLUIS = "niet_pluis", _("Zorgen om iemand")
    OPENBARE_RUIMTE = "openbare_ruimte", _("Straat en groen")
    BURENHULP = "burenhulp", _("Burenhulp")
    HARTVEILIG = "hartveilig", _("Hartveilig")


class Niveau(models.IntegerChoices):
    """Confidentiality (ontwerp §4): the higher, the fewer people read it."""

    V0 = 0, _("Open")
    V1 = 1, _("Team en meldpunt")
    V2 = 2, _("Vertrouwelijk")
    V3 = 3, _("Strikt vertrouwelijk")
    V4 = 4, _("Niet vastleggen")


class Regio(models.Model):
    naam = models.CharField(max_length=120, unique=True)

    class Meta:
        verbose_name = _("regio")
        verbose_name_plural = _("regio's")

    def __str__(self):
        return self.naam


class Gemeente(models.Model):
    """The tenant: nothing of one gemeente is visible in another."""

    naam = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(unique=True)
    regio = models.ForeignKey(Regio, models.PROTECT, related_name="gemeenten", null=True, blank=True)
    thema = models.SlugField(default="neutraal")
    telefoon = models.CharField(_("telefoon van de gemeente"), max_length=20)
    meldpunt_telefoon = models.CharField(_("telefoon van het meldpunt"), max_length=20)
    meldpunt_email = models.EmailField(_("mail van het meldpunt"))
    buiten_openingstijd_telefoon = models.CharField(_("telefoon buiten openingstijd"), max_length=20)
    contact_email = models.EmailField(_("mail van de contactpersoon voor de teams"))
    reactie_werkdagen = models.PositiveSmallIntegerField(default=3)
    antwoord_werkdagen = models.PositiveSmallIntegerField(default=10)
    bevrijdingsdag_vrij = models.BooleanField(default=False)
    goede_vrijdag_vrij = models.BooleanField(default=False)

    objects = GemeenteQuerySet.as_manager()

    class Meta:
        verbose_name = _("gemeente")
        verbose_name_plural = _("gemeenten")
        constraints = [
            models.CheckConstraint(
                condition=Q(antwoord_werkdagen__gte=F("reactie_werkdagen")), name="gemeente_antwoord_na_reactie"
            )
        ]

    def __str__(self):
        return self.naam

    @property
    def gemeente_id(self):
        return self.pk


class Openingstijd(models.Model):
    """When the meldpunt reads along, per weekday (0 = Monday)."""

    gemeente = models.ForeignKey(Gemeente, models.CASCADE, related_name="openingstijden")
    weekdag = models.PositiveSmallIntegerField()
    van = models.TimeField(default=time(8, 30))
    tot = models.TimeField(default=time(17, 0))

    class Meta:
        verbose_name = _("openingstijd")
        verbose_name_plural = _("openingstijden")
        ordering = ["gemeente", "weekdag", "van"]
        constraints = [
            models.UniqueConstraint(fields=["gemeente", "weekdag"], name="openingstijd_uniek"),
            models.CheckConstraint(condition=Q(weekdag__lte=6), name="openingstijd_weekdag"),
            models.CheckConstraint(condition=Q(tot__gt=F("van")), name="openingstijd_tot_na_van"),
        ]

    def __str__(self):
        return f"{self.weekdag} {self.van:%H:%M}-{self.tot:%H:%M}"


class Sluitingsdag(models.Model):
    """A day on which the gemeente is closed beside the public holidays."""

    gemeente = models.ForeignKey(Gemeente, models.CASCADE, related_name="sluitingsdagen")
    datum = models.DateField()
    naam = models.CharField(max_length=80)

    class Meta:
        verbose_name = _("sluitingsdag")
        verbose_name_plural = _("sluitingsdagen")
        constraints = [models.UniqueConstraint(fields=["gemeente", "datum"], name="sluitingsdag_uniek")]

    def __str__(self):
        return f"{self.datum} {self.naam}"


class Wijk(models.Model):
    gemeente = models.ForeignKey(Gemeente, models.CASCADE, related_name="wijken")
    naam = models.CharField(max_length=120)

    class Meta:
        verbose_name = _("wijk")
        verbose_name_plural = _("wijken")
        constraints = [models.UniqueConstraint(fields=["gemeente", "naam"], name="wijk_naam_uniek")]

    def __str__(self):
        return self.naam


class Buurt(models.Model):
    gemeente = models.ForeignKey(Gemeente, models.CASCADE, related_name="buurten")
    wijk = models.ForeignKey(Wijk, models.PROTECT, related_name="buurten")
    naam = models.CharField(max_length=120)
    cbs_code = models.CharField(max_length=10, blank=True)
    woningen = models.PositiveIntegerField(null=True, blank=True)
    huur_procent = models.PositiveSmallIntegerField(null=True, blank=True)
    ouder_dan_65_procent = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = BuurtQuerySet.as_manager()

    class Meta:
        verbose_name = _("buurt")
        verbose_name_plural = _("buurten")
        constraints = [models.UniqueConstraint(fields=["gemeente", "naam"], name="buurt_naam_uniek")]

    def __str__(self):
        return self.naam


class Straat(models.Model):
    buurt = models.ForeignKey(Buurt, models.CASCADE, related_name="straten")
    naam = models.CharField(max_length=120)

    objects = StraatQuerySet.as_manager()

    class Meta:
        verbose_name = _("straat")
        verbose_name_plural = _("straten")
        constraints = [models.UniqueConstraint(fields=["buurt", "naam"], name="straat_naam_uniek")]

    def __str__(self):
        return self.naam


def standaard_soorten():
    """Niet pluis, burenhulp and hartveilig are switched on by choice, never by default (E011)."""
    return [Soort.WIJKVEILIGHEID.value, Soort.OPENBARE_RUIMTE.value]


class Team(models.Model):
    class Werkwijze(models.TextChoices):
        LOPEN = "lopen", _("Lopen")
        FIETSEN = "fietsen", _("Fietsen")
        APPGROEP = "appgroep", _("App-groep")

    class Stand(models.TextChoices):
        IN_OPRICHTING = "in_oprichting", _("In oprichting")
        ACTIEF = "actief", _("Actief")
        GESTOPT = "gestopt", _("Gestopt")

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="teams")
    naam = models.CharField(max_length=120)
    buurten = models.ManyToManyField(Buurt, related_name="teams")
    werkwijze = models.CharField(max_length=10, choices=Werkwijze.choices, default=Werkwijze.LOPEN)
    stand = models.CharField(max_length=15, choices=Stand.choices, default=Stand.ACTIEF)
    soorten = ArrayField(models.CharField(max_length=20, choices=Soort.choices), default=standaard_soorten)
    gestart_op = models.DateField(null=True, blank=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        constraints = [models.UniqueConstraint(fields=["gemeente", "naam"], name="team_naam_uniek")]

    def __str__(self):
        return self.naam


class Lidmaatschap(models.Model):
    """A role in a team from one day to another; ended, never deleted."""

    class Rol(models.TextChoices):
        LID = "lid", _("Lid")
        COORDINATOR = "coordinator", _("Coördinator")
        PLAATSVERVANGER = "plaatsvervanger", _("Plaatsvervanger")

    team = models.ForeignKey(Team, models.PROTECT, related_name="lidmaatschappen")
    gebruiker = models.ForeignKey(Gebruiker, models.PROTECT, related_name="lidmaatschappen")
    rol = models.CharField(max_length=16, choices=Rol.choices, default=Rol.LID)
    van = models.DateField()
    tot = models.DateField(null=True, blank=True)
    woont_in_buurt = models.BooleanField(default=True)

    objects = LidmaatschapQuerySet.as_manager()

    class Meta:
        verbose_name = _("lidmaatschap")
        verbose_name_plural = _("lidmaatschappen")
        constraints = [
            models.CheckConstraint(
                condition=Q(tot__isnull=True) | Q(tot__gte=F("van")), name="lidmaatschap_tot_na_van"
            ),
            models.UniqueConstraint(
                fields=["team", "gebruiker"], condition=Q(tot__isnull=True), name="lidmaatschap_een_open_per_team"
            ),
        ]

    def __str__(self):
        return f"{self.get_rol_display()} {self.team_id}"

    @property
    def gemeente_id(self):
        return self.team.gemeente_id


class PartnerSoort(models.TextChoices):
    """Who can be asked (E142); a coordinator is never one of them."""

    WIJKAGENT = "wijkagent", _("Wijkagent")
    POLITIE = "politie", _("Politie (meldkamer of basisteam)")
    HANDHAVING = "handhaving", _("Handhaving (boa's)")
    OPENBARE_RUIMTE = "openbare_ruimte", _("Openbare ruimte")
    WIJKREGISSEUR = "wijkregisseur", _("Wijkregisseur of gebiedsmanager")
    VEILIGHEID = "veiligheid", _("Adviseur veiligheid")
    WIJKTEAM = "wijkteam", _("Sociaal wijkteam")
    WELZIJN = "welzijn", _("Welzijnswerk")
    MAATSCHAPPELIJK_WERK = "maatschappelijk_werk", _("Maatschappelijk werk")
    JONGERENWERK = "jongerenwerk", _("Jongerenwerk")
    CORPORATIE = "corporatie", _("Woningcorporatie")
    GGD = "ggd", _("GGD")
    MEE = "mee", _("MEE")
    BRANDWEER = "brandweer", _("Brandweer")
    ONDERWIJS = "onderwijs", _("School")
    VEILIG_THUIS = "veilig_thuis", _("Veilig Thuis")
    BUURTBEMIDDELING = "buurtbemiddeling", _("Buurtbemiddeling")
    VRIJWILLIGERSPUNT = "vrijwilligerspunt", _("Vrijwilligerspunt")
    HARTVEILIG = "hartveilig", _("Hartveilig-contact of AED-beheerder")
    GEMEENTECONTACT = "gemeentecontact", _("Contactpersoon van de gemeente voor de teams")
    DIERENWELZIJN = "dierenwelzijn", _("Dierenambulance of dierenpolitie")
    MELDPUNT = "meldpunt", _("Meldpunt")


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
    actief = models.BooleanField(default=True)

    objects = PartnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        constraints = [models.UniqueConstraint(fields=["gemeente", "naam"], name="partner_naam_uniek")]

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


class Aanstelling(models.Model):
    """A role outside the teams, scoped to exactly one gemeente, regio or partner."""

    class Rol(models.TextChoices):
        MELDPUNT = "meldpunt", _("Meldpunt")
        BELEID = "beleid", _("Beleid")
        BEHEER = "beheer", _("Beheer")
        TRAINER = "trainer", _("Trainer")
        OPVOLGER = "opvolger", _("Partner met een account")
        POLITIE_DIENST = "politie_dienst", _("Politie in dienst")
        PIKET = "piket", _("Piket van de gemeente")
        TOEZICHT = "toezicht", _("Toezicht op privacy")
        REGIO = "regio", _("Regio")

    gebruiker = models.ForeignKey(Gebruiker, models.PROTECT, related_name="aanstellingen")
    rol = models.CharField(max_length=16, choices=Rol.choices)
    gemeente = models.ForeignKey(Gemeente, models.PROTECT, null=True, blank=True, related_name="aanstellingen")
    regio = models.ForeignKey(Regio, models.PROTECT, null=True, blank=True, related_name="aanstellingen")
    partner = models.ForeignKey(Partner, models.PROTECT, null=True, blank=True, related_name="aanstellingen")
    soorten = ArrayField(models.CharField(max_length=20, choices=Soort.choices), default=list, blank=True)
    hoogste_niveau = models.PositiveSmallIntegerField(choices=Niveau.choices, default=Niveau.V0)
    van = models.DateField()
    tot = models.DateField(null=True, blank=True)

    objects = AanstellingQuerySet.as_manager()

    class Meta:
        verbose_name = _("aanstelling")
        verbose_name_plural = _("aanstellingen")
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(rol="regio", regio__isnull=False, gemeente__isnull=True, partner__isnull=True)
                    | Q(rol="opvolger", partner__isnull=False, gemeente__isnull=True, regio__isnull=True)
                    | (
                        ~Q(rol__in=["regio", "opvolger"])
                        & Q(gemeente__isnull=False, regio__isnull=True, partner__isnull=True)
                    )
                ),
                name="aanstelling_precies_een_bereik",
            ),
            models.CheckConstraint(condition=Q(tot__isnull=True) | Q(tot__gte=F("van")), name="aanstelling_tot_na_van"),
            models.CheckConstraint(condition=Q(hoogste_niveau__lte=3), name="aanstelling_niveau_hooguit_v3"),
            models.UniqueConstraint(
                fields=["gebruiker", "rol", "gemeente"],
                condition=Q(tot__isnull=True),
                name="aanstelling_een_open_per_rol",
            ),
        ]

    def __str__(self):
        return f"{self.get_rol_display()} {self.gemeente_id or ''}"

    @property
    def soorten_in_words(self):
        """The kinds that a seat at the meldpunt reads."""
        return ", ".join(str(Soort(soort).label) for soort in self.soorten)


# The roles that beheer of a gemeente can give.
GEMEENTE_ROLLEN = [
    Aanstelling.Rol.MELDPUNT,
    Aanstelling.Rol.BELEID,
    Aanstelling.Rol.BEHEER,
    Aanstelling.Rol.TRAINER,
    Aanstelling.Rol.POLITIE_DIENST,
    Aanstelling.Rol.PIKET,
    Aanstelling.Rol.TOEZICHT,
]
