"""Which people, invitations and codes?"""

from django.contrib.auth.base_user import BaseUserManager
from django.db.models import QuerySet


class GebruikerManager(BaseUserManager):
    """Django's manager contract for a model without user names."""

    def create_user(self, email=None, password=None, **fields):
        gebruiker = self.model(email=email, **fields)
        gebruiker.set_password(password)
        gebruiker.save(using=self._db)
        return gebruiker

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        return self.get(email=(email or "").strip().lower())


class UitnodigingQuerySet(QuerySet):
    def usable(self, now):
        """Invitations that can still be accepted."""
        return self.filter(gebruikt_op__isnull=True, verloopt_op__gt=now, gebruiker__is_active=True)
