"""Who may be signed in."""

from allauth.account.auth_backends import AuthenticationBackend


class SignInBackend(AuthenticationBackend):
    """Sign-in by e-mail address; an inactive person is refused at sign-in and at every later request."""

    def user_can_authenticate(self, user):
        """Somebody without an address has no way to sign in at all (E067)."""
        return user.is_active and bool(user.email)
