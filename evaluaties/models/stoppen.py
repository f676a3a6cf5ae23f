"""Who wants no questionnaires any more: somebody with an account, or the address of a guest (E204)."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from buurtpreventie.accounts.models import Gebruiker


class GeenVragen(models.Model):
    """This person wants no questionnaires; one row per account or address."""

    gebruiker = models.OneToOneField(Gebruiker, models.CASCADE, null=True, blank=True, related_name="geen_vragen")
    email = models.EmailField(blank=True)
    sinds = models.DateTimeField()

    class Meta:
        verbose_name = _("geen vragenlijsten")
        verbose_name_plural = _("geen vragenlijsten")
        constraints = [
            models.CheckConstraint(
                condition=Q(gebruiker__isnull=False, email="") | (Q(gebruiker__isnull=True) & ~Q(email="")),
                name="geen_vragen_van_iemand",
            ),
            models.UniqueConstraint(Lower("email"), condition=~Q(email=""), name="geen_vragen_adres_een_keer"),
        ]

    def __str__(self):
        return f"geen vragen {self.pk}"
