"""Which people, invitations and codes?"""

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, QuerySet

from buurtpreventie.tokens import hash_token

MAX_POGINGEN = 10  # wrong tries; then a code is dead


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

    def with_email(self, email):
        """The person who signs in with this address, or None."""
        email = (email or "").strip().lower()
        return self.filter(email=email).first() if email else None


class UitnodigingQuerySet(QuerySet):
    def usable(self, now):
        """Invitations that can still be accepted."""
        return self.filter(gebruikt_op__isnull=True, verloopt_op__gt=now, gebruiker__is_active=True)

    def by_token(self, token):
        """The invitation that this link stands for, usable or not."""
        return self.filter(token_hash=hash_token(token)).select_related("gebruiker", "uitgenodigd_door")


class CodeQuerySet(QuerySet):
    def alive(self, doel, now):
        """Codes for one purpose that may still be typed in."""
        return self.filter(doel=doel, gebruikt_op__isnull=True, verloopt_op__gt=now, pogingen__lt=MAX_POGINGEN)


class ApparaatQuerySet(QuerySet):
    def visible_to(self, user):
        """One's own, and nobody else's."""
        return self.filter(gebruiker=user.pk)

    def living(self, now):
        """Whose session still works; the last used first."""
        alive = Session.objects.filter(session_key=OuterRef("sessie"), expire_date__gt=now)
        return self.filter(Exists(alive)).order_by("-laatst_op", "-pk")

    def without_session(self):
        """What is left of sessions that are gone."""
        return self.exclude(Exists(Session.objects.filter(session_key=OuterRef("sessie"))))


class BewaardQuerySet(QuerySet):
    def for_reader(self, gebruiker, sleutel, now):
        """The text behind the key in somebody's browser, if that same person wrote it."""
        return self.filter(gebruiker=gebruiker, sleutel_hash=hash_token(sleutel), verloopt_op__gt=now)
