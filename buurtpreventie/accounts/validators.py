"""Rules for passwords that Django does not bring."""

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class MinimumLengthValidator(password_validation.MinimumLengthValidator):
    """Django's own, of which the newest sentence was not translated yet."""

    def get_error_message(self):
        """One sentence for the form."""
        return _("Gebruik ten minste %(n)d tekens.") % {"n": self.min_length}

    def get_help_text(self):
        """The same sentence, before anything is typed."""
        return self.get_error_message()


class MaximumLengthValidator:
    """Hashing a text of a megabyte would keep a worker busy."""

    def __init__(self, max_length=128):
        self.max_length = max_length

    def validate(self, password, user=None):
        """Raise ValidationError for a password that is too long."""
        if len(password) > self.max_length:
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self):
        """One sentence for the form."""
        return _("Gebruik hooguit %(n)d tekens.") % {"n": self.max_length}
