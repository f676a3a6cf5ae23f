"""Who may be signed in."""

from allauth.account.auth_backends import AuthenticationBackend

from buurtpreventie.accounts.models import Gebruiker
from buurtpreventie.prepared import Later, PreparedObject

PERSON = PreparedObject(lambda: Gebruiker.objects.filter(pk=Later("gebruiker")))


class SignInBackend(AuthenticationBackend):
    """Sign-in by e-mail address; an inactive person is refused at sign-in and at every later request."""

    def user_can_authenticate(self, user):
        """Somebody without an address has no way to sign in at all (E067)."""
        return user.is_active and bool(user.email)

    def get_user(self, user_id):
        """Who every request of a session is from, or None."""
        user = PERSON(gebruiker=user_id)
        return user if user and self.user_can_authenticate(user) else None
